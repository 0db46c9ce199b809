"""The ring itself: offers and needs, what was done, and who was helped.

Every arena's help passes through here. Agreements, thanks and being asked back
come with the time bank.
"""

from coproduce.core.arena import Room

ROOM = Room(
    slug="exchange",
    name="Offers and needs",
    verbs=("coproduce.community.exchange.actions.offer", "coproduce.community.exchange.actions.need"),
)
