"""Telling people: on their page at once, by one letter a day, by telephone where it is better.

A room below writes what is to be told into the Outbox, in the transaction of
what it tells of; here it becomes a notice, and goes the way its reader chose.
All that was sent stands on the reader's own page. Deliberately not here:
receipts of reading, reminders that press, and anything sent to many at once.
"""

from coproduce.core.arena import Room

ROOM = Room(
    slug="notices",
    name="Notices",
    verbs=(
        "coproduce.community.notices.actions.choose_channel",
        "coproduce.community.notices.actions.mark_printed",
        "coproduce.community.notices.actions.mark_rung",
    ),
)
