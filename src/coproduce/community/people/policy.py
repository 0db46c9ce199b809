"""Who may open communities, welcome people, and see what of whom."""

from coproduce.community.base.actor import OPERATOR
from coproduce.community.base.policy import Relation, Row

#: A picture is handed in, looked at when it is a certificate, and taken away by whose it is and by the desk.
_PICTURES: tuple[tuple[str, Relation], ...] = (
    ("member", "own"),
    ("broker", "same community"),
    ("safeguarding lead", "same community"),
)

ROWS = (
    Row("people.open_community", OPERATOR, "any", why="An installation right: it shows no member's content."),
    Row("people.welcome", "broker", why="The desk welcomes people."),
    Row("people.apply", "visitor", "any", why="Anybody may knock; it shows them nothing."),
    Row("people.apply", "broker", why="The desk writes it down for someone who rings or comes by."),
    Row("people.hear_reference", "broker", why="The desk rings the two who know an applicant."),
    Row("people.accept", "broker"),
    Row("people.decline", "broker", why="With a kind sentence; the reason stays with the desk."),
    Row("people.write_question", "broker", why="The desk says what it asks at the door."),
    Row("people.retire_question", "broker"),
    Row("people.pause", "member", "own", why="Everyone may rest, and loses nothing by it."),
    Row("people.pause", "broker"),
    Row("people.resume", "member", "own"),
    Row("people.resume", "broker"),
    Row("people.leave", "member", "own", why="Everyone may go, at once."),
    Row("people.leave", "broker"),
    Row("people.change_details", "member", "own"),
    Row("people.change_details", "broker"),
    Row("people.form_group", "broker", why="So that families and organisations give and receive as one."),
    Row("people.merge", "broker", why="Two records of one person become one."),
    Row("people.change_settings", "broker", why="The desk sets how the community runs."),
    Row("people.read_rules", "member", why="Rules are open: by what one is counted, since when, and who decided."),
    Row("people.read_rules", "broker"),
    Row("people.choose_word", "member", "own", why="The word beside one's card is one's own."),
    Row("people.choose_word", "broker", why="At the desk, by whoever it belongs to; they are told each time."),
    Row("people.print_card", "broker", why="For people without e-mail; a card opens only with its owner's word."),
    Row("people.lost_phone", "member", "own", why="Whoever lost a telephone shuts it out at once."),
    Row("people.lost_phone", "broker", why="At the desk, for whoever cannot sign in any more; they are told."),
    *(
        Row(f"people.{verb}", role, relation)
        for verb in ("hand_in", "take_away", "read_papers")
        for role, relation in _PICTURES
    ),
    Row("people.consent", "member", "own", why="For oneself; a guardian for whom they look after."),
    Row("people.consent", "broker", why="The desk takes it down for who said it, or signed it."),
    Row("people.withdraw_consent", "member", "own", why="Everyone may take a yes back, at once."),
    Row("people.withdraw_consent", "broker", why="For who says so by telephone, on paper or in person."),
    Row("people.read_consents", "member", "own", why="Everyone reads what they said yes to, in its words."),
    Row("people.read_consents", "broker", why="Each reading is written down."),
    Row("people.write_wording", "broker", why="What the community says stands under its own name, from a day on."),
    Row("people.record_strength", "member", "own", why="Everyone says for themselves what they can do."),
    Row("people.record_strength", "broker", why="The desk writes it down in the strengths conversation."),
    Row("people.make_key", "member", "own", why="A script does for somebody what they may do themselves."),
    Row("people.revoke_key", "member", "own"),
    Row("people.revoke_key", "broker", why="A key that was lost is ended by whoever is there first."),
    Row("people.read_brought", "broker", why="The desk brings lists; each broker sees their own files."),
    Row("people.read_keys", "member", "own"),
    Row("people.read_keys", "broker", why="The desk sees which scripts act here, never a code."),
    Row("people.say_about_me", "member", "own", why="Everyone says of themselves what they like, and takes it back."),
    Row("people.say_about_me", "broker", why="The desk takes it down for who told them, and reads none that stands."),
    Row("people.record_staff_hours", "broker", why="Paid hours stand beside those that are given."),
    Row("people.record_staff_hours", "treasurer", why="The treasurer knows what was paid."),
    Row("people.read_staff_hours", "broker"),
    Row("people.read_staff_hours", "treasurer"),
    *(
        Row(f"people.{verb}", role, why="Somebody other than the member looks at what they were shown.")
        for verb in ("attest", "renew_attestation", "withdraw_attestation")
        for role in ("broker", "safeguarding lead")
    ),
    Row("people.read_attestations", "member", "own", why="Everyone sees what was looked at of themselves."),
    Row("people.read_attestations", "broker", why="Each reading is written down."),
    Row("people.read_attestations", "safeguarding lead", why="Each reading is written down."),
    *(
        Row(f"people.{verb}", role, why="The desk and the safeguarding lead know who says yes for whom.")
        for verb in ("say_age_band", "name_guardian", "end_guardian", "say_yes_for", "take_back_yes", "read_guardians")
        for role in ("broker", "safeguarding lead")
    ),
    Row("people.read_guardians", "member", "own", why="Whom it is about sees it; a guardian sees their ward's."),
    *(
        Row(f"people.{verb}", "member", "own", why="A guardian says yes, takes it back, and may stop.")
        for verb in ("end_guardian", "say_yes_for", "take_back_yes")
    ),
    Row("people.name_helper", "member", "own", why="Everyone says for themselves who may do things for them."),
    Row("people.name_helper", "broker", why="The desk takes down the yes of who rings or comes by; both are told."),
    Row("people.end_helper", "member", "own", why="Either of the two ends it, at once."),
    Row("people.end_helper", "broker", why="For who rings, or where something is not right."),
    Row("people.end_helper", "safeguarding lead", why="Where something is not right."),
    Row("people.read_helpers", "member", "own", why="Everyone sees who helps them, and all that was done for them."),
    Row("people.read_helpers", "broker", why="Each reading is written down."),
    Row("people.read_helpers", "safeguarding lead", why="Each reading is written down."),
    Row("people.give_role", "broker", why="The desk says who does what here, and nobody says it of themselves."),
    Row("people.take_role", "broker", why="The desk takes it back; a safeguarding lead's is taken by another alone."),
    Row("people.take_role", "safeguarding lead", why="One takes off another, and no other role."),
    Row("people.set_vouching", "broker", why="The desk writes down what members decided: which roles open so."),
    Row("people.vouch", "member", why="Members say whom they would trust, openly, and never themselves."),
    Row("people.take_back_vouch", "member", why="Everyone takes back their own, at once."),
    Row("people.confirm_role", "broker", why="Where a role does for others what no member may, the desk says yes."),
    Row("people.read_vouches", "member", why="Who vouches for whom is open, as it is said."),
    Row("people.block", "member", "own", why="Nobody has to meet anybody, and says no reason."),
    Row("people.unblock", "member", "own"),
    *(
        Row(f"people.{verb}", "broker", why="For who rings or comes by; it is theirs, and they can take it back.")
        for verb in ("block", "unblock")
    ),
    *(
        Row(f"people.{verb}", role, why="Who must not meet is known to the desk and the safeguarding lead alone.")
        for verb in ("keep_apart", "end_keeping_apart", "read_apart")
        for role in ("broker", "safeguarding lead")
    ),
    Row("people.raise_concern", "member", "own", why="Anybody may say what worries them, silently."),
    Row("people.raise_concern", "broker", why="The desk writes it down for who rings, and cannot read it afterwards."),
    Row("people.raise_concern", "safeguarding lead", why="For who tells them, or hands in a sheet."),
    *(
        Row(f"people.{verb}", "safeguarding lead", why="Nobody else reads worries, and nobody one about themselves.")
        for verb in ("read_concerns", "note_concern", "keep_concern_open")
    ),
    *(
        Row(f"people.{verb}", "safeguarding lead", why="One says that it is over, another one agrees.")
        for verb in ("propose_closing", "close_concern")
    ),
    Row("people.read_why_not", "broker", why="Members read one sentence, the desk the reason; each reading is noted."),
    Row("people.read_why_not", "safeguarding lead", why="Each reading is written down."),
    Row("people.read_members", "member", result="mask", why="Names and strengths; no phone, no e-mail."),
    Row("people.read_members", "broker", why="The desk rings people; each reading is written down."),
    Row("people.read_members", "link worker", result="mask"),
    Row("people.read_members", "treasurer", result="mask", why="Limits and holds are somebody's: found by name."),
)

#: Verbs that bring nobody together, and whom they concern.
BRINGS_NOBODY_TOGETHER = {
    "people.consent": "one member; whoever shows something on it asks whether they may meet",
    "people.withdraw_consent": "one member",
    "people.write_wording": "nobody",
    "people.give_role": "one member; whoever has a role asks whether they may meet",
    "people.take_role": "one member",
    "people.vouch": "one member; it opens a role, and whoever has it asks whether they may meet",
    "people.take_back_vouch": "one member",
    "people.confirm_role": "one member",
    "people.hand_in": "one member, and the desk",
    "people.take_away": "one member, and the desk",
}

#: What a trusted helper may do for who named them, and how these read of it; what is only read has no sentence.
BY_HELPER = {
    "people.pause": "%(helper)s said for you that you rest for a while.",
    "people.resume": "%(helper)s said for you that you are back from resting.",
    "people.record_strength": "%(helper)s wrote down for you something you can do.",
    "people.read_members": "",
    "people.read_rules": "",
    "people.read_vouches": "",
}

#: What members do themselves, and no helper for them, with the reason.
BY_NO_HELPER = {
    "people.leave": "Going is decided by who goes, or said at the desk.",
    "people.change_details": "Where somebody is reached decides who else could sign in.",
    **dict.fromkeys(("people.choose_word", "people.lost_phone"), "How somebody signs in is theirs alone."),
    **dict.fromkeys(
        ("people.make_key", "people.revoke_key", "people.read_keys"), "A key would go on when the help has ended."
    ),
    **dict.fromkeys(
        ("people.consent", "people.withdraw_consent", "people.read_consents"),
        "A yes is said by whom it is about, by their guardian, or at the desk.",
    ),
    **dict.fromkeys(
        ("people.hand_in", "people.take_away", "people.read_papers", "people.read_attestations"),
        "Checks and pictures are shown by whose they are.",
    ),
    "people.say_about_me": "What somebody is, they say themselves, or tell the desk.",
    **dict.fromkeys(
        ("people.end_guardian", "people.say_yes_for", "people.take_back_yes", "people.read_guardians"),
        "Who says yes for another says it themselves.",
    ),
    **dict.fromkeys(
        ("people.name_helper", "people.end_helper", "people.read_helpers"),
        "Nobody makes helpers of others, or sees less of what they did.",
    ),
    "people.raise_concern": "What worries a helper they say as themselves.",
    **dict.fromkeys(("people.vouch", "people.take_back_vouch"), "Whom somebody trusts, they say themselves."),
    **dict.fromkeys(("people.block", "people.unblock"), "Whom somebody does not want to meet, they say themselves."),
}
