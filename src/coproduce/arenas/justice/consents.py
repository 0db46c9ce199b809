"""What is asked a yes for before anybody is drawn to sit in a circle."""

from django.utils.translation import gettext_lazy as _

from coproduce.community.people.consent.rules import Scope

SERVE, BEEN_THROUGH = "circle-serve", "circle-been-through"

SCOPES = (
    Scope(
        SERVE,
        _("Being drawn to sit in a circle"),
        _(
            "When something went wrong between others in {community}, I may be drawn by lot to sit in the circle that "
            "hears them. I learn for it first. Each time I can say that I would rather not, and nobody asks why."
        ),
    ),
    Scope(
        BEEN_THROUGH,
        _("That I have been on the other side"),
        _(
            "Whoever draws a circle in {community} may know that I was once heard in one myself: such people are "
            "drawn first. It says nothing of what it was. I can take this back at any time."
        ),
    ),
)
