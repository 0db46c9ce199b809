"""What is asked a yes for before anybody is asked how things are with them."""

from django.utils.translation import gettext_lazy as _

from coproduce.community.people.consent.rules import Scope

OUTCOMES = "outcomes"

SCOPES = (
    Scope(
        OUTCOMES,
        _("Being asked how things are with me"),
        _(
            "{community} may ask me now and then how things are with me: how satisfied I am, whether I have company, "
            "what I can do. I need not answer, to any of it. My answers stand in sums of eight people and more, and "
            "the desk reads mine only if I ask for that. When I take this back, what I answered is deleted."
        ),
    ),
)
