"""What is kept about people: read by them, forgotten when they ask, gone when its time is over, and who looked at it.

A room above all others of the community, and imported by none: what it knows it reads from the models themselves.
"""

from coproduce.core.arena import Room

ROOM = Room(slug="privacy", name="Privacy", verbs=("coproduce.community.privacy.actions.erase",))
