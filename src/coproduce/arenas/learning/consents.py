"""What is asked a yes for before somebody's story is shown."""

from django.utils.translation import gettext_lazy as _

from coproduce.arenas.learning.rules import STORY
from coproduce.community.people.consent.rules import Scope

SCOPES = (
    Scope(
        STORY,
        _("My story of what I learned"),
        _(
            "How it went for me, in the words I wrote, may be read by the members of {community} with my first name. "
            "Nobody else reads it. I can take this back at any time, and from that moment it is not shown."
        ),
    ),
)
