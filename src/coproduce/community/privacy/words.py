"""What tables are called where a member reads of them. One that is not here is called as its model is."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from coproduce.community.base import rooms
from coproduce.community.privacy.registry import Kept

CALLED: Mapping[str, Promise] = {
    "base.AuditRow": _("What you did here"),
    "base.Outbox": _("What you are about to be told"),
    "sessions.Session": _("Where you are signed in"),
    "account.EmailAddress": _("The e-mail addresses you sign in with"),
    "account.EmailConfirmation": _("E-mail addresses that wait to be proved"),
    "mfa.Authenticator": _("Your passkeys and codes"),
    "people.Account": _("How you sign in"),
    "people.Person": _("Your name"),
    "people.Card": _("Cards printed for you to sign in with"),
    "people.ScriptKey": _("Your keys for scripts"),
    "people.Device": _("Telephones and computers you are signed in on"),
    "people.Agent": _("Your name in this community"),
    "people.Membership": _("Your membership, and how you can be reached"),
    "people.Reference": _("People who know you"),
    "people.JoinAnswer": _("What you answered when you asked to join"),
    "people.Household": _("Your family, as it gives and receives"),
    "people.Organisation": _("Groups you speak for"),
    "people.Strength": _("What you can do, lend, or have been through"),
    "people.AboutMe": _("What you said of yourself to be counted"),
    "people.Consent": _("What you said yes to"),
    "people.Upload": _("Your pictures"),
    "people.Attestation": _("What was looked at about you: checks, insurance, training"),
    "people.AttestationDecision": _("What was decided about those"),
    "people.BarredPair": _("Whom you asked not to meet"),
    "people.ApartDecision": _("That the desk keeps two apart, and why"),
    "people.Concern": _("What worried people, told to the safeguarding lead"),
    "people.ConcernNote": _("What was done about a worry"),
    "people.Vouch": _("For whom you vouch, and who vouches for you"),
    "people.GainedRole": _("What you are here because members vouch for you"),
    "people.Guardian": _("Who says yes for you, and for whom you do"),
    "people.TrustedHelper": _("Who may do things for you, and for whom you do"),
    "people.BroughtFile": _("Lists you are bringing"),
    "ledger.LedgerAccount": _("Your hours"),
    "ledger.Entry": _("What was written down in the books with you in it"),
    "ledger.Posting": _("What you gave and received, line by line"),
    "ledger.EntryNote": _("The words about it"),
    "ledger.LimitChange": _("How far your hours may go, and since when"),
    "ledger.BoundAsked": _("How much one person alone may put right, and who asked for more"),
    "ledger.Hold": _("Hours that were kept back"),
    "ledger.Undoing": _("What you asked to put right"),
    "notices.Channel": _("How you like to be told"),
    "notices.Notice": _("What you were told"),
    "exchange.Offer": _("What you offer"),
    "exchange.Need": _("What would help you"),
    "exchange.Agreement": _("Your threads"),
    "exchange.Commitment": _("Your part in them"),
    "exchange.Message": _("What you said in them"),
    "exchange.Contribution": _("Help you gave and received"),
    "exchange.Ask": _("When you were asked back"),
    "evidence.Outcome": _("How things were with you"),
    "exchange.Occasion": _("What you saw to"),
    "exchange.SignUp": _("What you signed up for"),
    "trust.Tie": _("Who is near, as you and they said"),
    "trust.Rhythm": _("That you asked to be rung"),
    "trust.Silence": _("When nobody had heard from you"),
    "privacy.Forgetting": _("That somebody at the desk said you ask to be forgotten"),
    "exchange.CalendarAddress": _("Your calendar's address"),
}

#: What was looked at, by the verb under which the reading is written down.
READ: Mapping[str, Promise] = {
    "people.read_members": _("your telephone and e-mail"),
    "people.read_papers": _("a picture of a certificate of yours"),
    "people.read_consents": _("what you said yes to"),
    "people.read_attestations": _("checks and trainings of yours"),
    "people.read_guardians": _("who says yes for you"),
    "people.read_helpers": _("who helps you, or what was done for you"),
    "people.read_why_not": _("whether you and somebody may meet, and why not"),
    "exchange.read_ward": _("what you agreed to, as who says yes for you"),
    "exchange.read_threads": _("a thread of yours, or how to reach you for it"),
    "exchange.read_occasion": _("that you come to something, and how to reach you"),
    "ledger.read_statement": _("what you gave and received"),
    "ledger.read_accounts": _("your hours, in the list of all"),
    "ledger.read_past_limits": _("your hours, in the list of those past what was agreed on"),
    "ledger.read_limit_changes": _("how far your hours may go"),
    "ledger.change_limit": _("your hours, before a limit was changed"),
    "ledger.read_holds": _("hours kept back for you or by you"),
    "ledger.read_journal": _("the books as a whole, with your line in them"),
    "notices.read_letters": _("what you were told, to print or ring it"),
    "privacy.read_archive": _("everything that is kept about you, printed for you"),
}

#: Readings that whom they are about does not find: they would tell of a worry, or that the desk keeps two apart. Who
#: read a worry stands beside it, for the other safeguarding leads.
UNTOLD = frozenset(("people.read_concerns", "people.read_apart"))

#: What the desk does not find in what it prints of somebody's: that they told of a worry, or saw to one.
CONFIDED = UNTOLD | {
    "people.raise_concern",
    "people.note_concern",
    "people.propose_closing",
    "people.close_concern",
    "people.keep_concern_open",
}

#: What it was for, by the word that stands in the record.
WHY: Mapping[str, Promise] = {
    "api": _("by a script of theirs"),
    "applicants": _("to answer who asks to join"),
    "archive": _("to print it for you"),
    "call": _("to ring you"),
    "calls": _("to see whom to ring"),
    "change": _("to change it for you"),
    "confirm": _("before it was changed"),
    "contact": _("to meet as you agreed"),
    "entry": _("to look at one entry"),
    "export": _("to take the books along"),
    "file": _("to take the list along"),
    "guardian": _("to watch over you"),
    "letters": _("to print letters"),
    "list": _("in a list"),
    "month": _("to print your month"),
    "occasion": _("to see who comes"),
    "page": _("on your page"),
    "picture": _("to look at it"),
    "sheet": _("to print a sheet"),
    "study": _("to see what a study came to"),
    "thread": _("to help with it"),
    "undoing": _("to put something right"),
    "who came": _("to write down who came"),
}


def what_was_read(verb: str) -> str:
    """What was looked at, in the words of this house or of the arena it stands in (`looks.py`)."""
    return str({**READ, **{name: said for room in rooms.with_file("looks") for name, said in room.READ.items()}}[verb])


def called(kept: Kept) -> str:
    """What a table is called on a member's page."""
    return str(CALLED.get(kept.label, kept.model._meta.verbose_name_plural))
