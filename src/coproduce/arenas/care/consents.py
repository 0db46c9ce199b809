"""What is asked a yes for before anybody comes: each by itself, each taken back at any moment."""

from django.utils.translation import gettext_lazy as _

from coproduce.community.people.consent.rules import Scope

CONTACT, ADDRESS, BACK, EVALUATION, LINKAGE, STORY, INVITED = "C1", "C2", "C3", "C4", "C5", "C6", "C7"

SCOPES = (
    Scope(
        CONTACT,
        _("Being rung about a visit"),
        _(
            "Somebody from {community} may ring me or write to me about being visited. They are neighbours and former "
            "patients, no nurses and no doctors. I can take this back at any time, and nothing else changes."
        ),
    ),
    Scope(
        ADDRESS,
        _("My address, for whoever visits me"),
        _(
            "Whoever comes to visit me may see my address, and nobody else but the desk. From the moment I take this "
            "back it is hidden, and we talk by telephone."
        ),
    ),
    Scope(
        BACK,
        _("A word back to the ward or my doctor"),
        _("{community} may tell whoever sent me whether I was visited, and nothing of what I said."),
    ),
    Scope(
        EVALUATION,
        _("Being counted, without my name"),
        _("How it went for me may be counted with others, without my name, to see whether visits do any good."),
    ),
    Scope(
        LINKAGE,
        _("Knowing whether I was in hospital again"),
        _("The hospital may tell {community} whether I was admitted again, so that visits rest while I am there."),
    ),
    Scope(
        STORY,
        _("My story"),
        _("{community} may tell my story in the words I agree to, until I take this back."),
    ),
    Scope(
        INVITED,
        _("Being asked to help, once I am well"),
        _("When I say that I am well, I may be asked once whether I could do the same for someone else. No is fine."),
    ),
)  # fmt: skip
