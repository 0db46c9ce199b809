"""What the house itself asks a yes for: being on paper, being rung by others, and the agreement."""

from django.utils.translation import gettext_lazy as _

from coproduce.community.people.consent.rules import AGREEMENT, Scope
from coproduce.community.people.consent.shipped import shipped

DIRECTORY, TELEPHONE = "directory", "telephone"

SCOPES = (
    Scope(
        DIRECTORY,
        _("The printed directory"),
        _(
            "My first name, my part of town, and what I offer and need may stand in the printed directory. Never my "
            "surname, my address or my telephone number. I can take this back at any time. What is printed already "
            "stays on paper until the next one."
        ),
    ),
    Scope(
        TELEPHONE,
        _("My telephone and e-mail, for those I agreed something with"),
        _(
            "When I agree something with other members, they may see my telephone number and my e-mail address until "
            "it is done. Nobody else sees them but the desk. I can take this back at any time, and from that moment "
            "they are not shown."
        ),
    ),
    Scope(AGREEMENT, _("Our agreement"), shipped(AGREEMENT)),
)
