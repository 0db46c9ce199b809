"""Sealing: nothing of a matter can be found any more by anybody, and whoever was part of it may be asked to hear.

Gone are its rows, what anybody was told of it, letters that wait, and every row of the record that is about it: who did
what, and who looked. Its number stands in a file beside the database, so that a copy of an earlier day seals it again.
Whoever had a part in it is asked like seven others, drawn by lot with a seed that is gone: that somebody is asked tells
nothing of anybody.
"""

from datetime import UTC, date, datetime
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.db.models import F

from coproduce.arenas.justice import ARENA
from coproduce.arenas.justice.models import Matter, Tally
from coproduce.arenas.justice.outside import FILE
from coproduce.arenas.justice.queries.matters import takes_part
from coproduce.community.base import audit, engine_sqlite
from coproduce.community.base.models import Outbox
from coproduce.community.exchange.models import Ask
from coproduce.community.exchange.recognition import open_asks
from coproduce.community.notices.models import Notice
from coproduce.community.people.models import Agent, Membership
from coproduce.community.privacy import letters
from coproduce.community.privacy.marks import Marks

#: So many others are asked beside whoever had a part: with them nobody is one of fewer than eight.
BESIDE = 7


def seal_all_due(community_id: int, today: date) -> int:
    """Seal what is due in one community; how many matters it was."""
    due = Matter.objects.select_for_update(of=("self",)).filter(
        community_id=community_id, state=Matter.CLOSED, seal_on__lte=today
    )
    rows = list(due.select_related("community", "harmed", "respondent").order_by("pk"))
    for row in rows:
        seal(row, today)
    return len(rows)


def seal(row: Matter, today: date) -> None:
    """Seal one matter, within the transaction that is open; what is left in files goes once it is done.

    The line outside is written first: killed in between, a restored copy seals once too often and never once too few.
    """
    number = row.public_id
    FILE.add([f"{row.community_id} {number} {datetime.now(UTC).isoformat()}"])
    for what in counts(row):
        Tally.objects.get_or_create(community_id=row.community_id, what=what)
        Tally.objects.filter(community_id=row.community_id, what=what).update(number=F("number") + 1)
    _ask_back(row, today)
    Outbox.objects.filter(community_id=row.community_id, link__contains=str(number)).delete()
    Notice.objects.filter(community_id=row.community_id, link__contains=str(number)).delete()
    audit.let_go(row.community_id, number)
    row.delete()
    transaction.on_commit(lambda: _wipe(number))


def counts(row: Matter) -> list[str]:
    """What is counted of a matter: each by itself, so that no two of them can be put together again."""
    counted = ["sealed", f"alternative: {row.alternative}"]
    if row.harmed_id:
        counted.append("harmed: asked")
        counted += ["harmed: took part"] if takes_part(row) else []
    if row.accepted is not None:
        counted.append("respondent: asked")
        counted += ["respondent: accepted"] if row.accepted else []
    if row.heard_on:
        counted.append("heard")
        counted += ["heard: within 30 days"] if (row.heard_on - row.reported_on).days <= 30 else []
    if row.respondent_agreed_on:
        counted.append("agreed")
        counted += ["kept"] if row.outcome == "kept" else []
    if row.was_heard:
        counted.append("heard me: said")
        counted += ["heard me: yes"] if row.was_heard == "yes" else []
    return counted


def _ask_back(row: Matter, today: date) -> None:
    """Whoever had a part may be asked, once, when they are ready; seven others drawn by lot may be with them."""
    had = [one for one in (row.harmed, row.respondent) if one]
    asked = Ask.objects.filter(community_id=row.community_id, arena=ARENA.slug).values("agent")
    here = Membership.objects.filter(community_id=row.community_id, state=Membership.ACTIVE, agent__merged_into=None)
    others = Agent.objects.filter(pk__in=here.exclude(agent__in=asked).values("agent"))
    others = others.exclude(pk__in=[one.pk for one in had])
    seed = row.seed or str(row.public_id)
    by_lot = sorted(others.order_by("pk"), key=lambda one: sha256(f"{seed} asked\n{one.public_id}".encode()).digest())
    still = set(here.values_list("agent", flat=True))
    whom = [one for one in (*had, *by_lot[:BESIDE]) if one.pk in still]
    open_asks(row.community_id, ARENA.slug, dict.fromkeys(sorted(whom, key=lambda one: one.pk), 1), today)


def _wipe(number: UUID) -> None:
    letters.remove(Marks((str(number),)))
    engine_sqlite.empty_journal()
