"""What is asked a yes for before a picture of a festival is shown."""

from django.utils.translation import gettext_lazy as _

from coproduce.community.people.consent.rules import Scope

PICTURES = "play-pictures"

SCOPES = (
    Scope(
        PICTURES,
        _("Pictures of festivals"),
        _(
            "A picture of a festival on which I can be seen may be seen by the members of {community}. My name does "
            "not stand beside it, and nobody else sees it. I can take this back at any time, and from that moment no "
            "picture on which I can be seen is shown."
        ),
    ),
)
