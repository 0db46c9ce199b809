"""What is asked a yes for before a picture of something made is shown."""

from django.utils.translation import gettext_lazy as _

from coproduce.community.people.consent.rules import Scope

PICTURES = "making-pictures"

SCOPES = (
    Scope(
        PICTURES,
        _("Pictures of what I make"),
        _(
            "A picture that I hand in of something I made may be seen by the members of {community}, with my name. "
            "It shows the thing, and nobody who did not want to be on it. Nobody else sees it. I can take this back "
            "at any time, and from that moment no picture is shown."
        ),
    ),
)
