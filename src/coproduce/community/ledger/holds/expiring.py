"""The end of its time: what was kept back and not used comes free, and whoever it is about is told, once."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.utils.formats import date_format

from coproduce.community.base.models import Outbox
from coproduce.community.base.wire import unit
from coproduce.community.ledger.holds.keeping import end
from coproduce.community.ledger.holds.rules import last_day
from coproduce.community.ledger.models import Hold, LedgerAccount

#: How many come free in one transaction, when the time of many is over at once.
AT_ONCE = 500

MINE = (
    "%(time)s of your hours was kept back for %(name)s until %(day)s, and it was not used: %(what)s. It is free again; "
    "to keep it longer, ask the desk."
)
YOURS = (
    "%(time)s of the hours of %(name)s was kept back for you until %(day)s, and it was not used: %(what)s. It is not "
    "kept any more; if you helped, write it down."
)
THEIRS = (
    "%(time)s of the hours of %(name)s, which you kept back for %(other)s until %(day)s, was not used: %(what)s. It is "
    "free again. Was help given, write it down; is it still to come, keep it back anew."
)


def expire(now: datetime) -> int:
    """Free everything whose time is over, and tell both sides and who kept it; how many there were. Nothing is posted.

    Told in the transaction in which it comes free, by whoever ended it: so once.
    """
    over = Hold.objects.filter(state=Hold.HELD, expires_at__lte=now).order_by("expires_at", "pk")
    ended = 0
    while some := list(over.values_list("pk", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            freed = [row.pk for row in end(some, Hold.EXPIRED)]
            _tell(freed, now)
        ended += len(freed)
    return ended


def _tell(freed: list[int], now: datetime) -> None:
    rows = Hold.objects.filter(pk__among=set(freed)).select_related("community", "account__agent", "to__agent")
    Outbox.objects.bulk_create(
        Outbox(
            community_id=row.community_id,
            to_agent=agent,
            template=words,
            values=said,
            link=f"/{row.community.slug}/ledger/",
            written_at=now,
        )
        for row in rows.order_by("pk")
        for agent, words, said in _told(row)
    )


def _told(row: Hold) -> Iterator[tuple[int, str, dict[str, str]]]:
    """Whom it is about, each once, and in which words."""
    whose, whom = row.account, row.to
    said = {
        "time": str(unit(whose.unit)(row.amount)),
        "what": row.category,
        "day": date_format(last_day(row.expires_at, row.community.time_zone), "l j F"),
    }
    if whose.agent_id:
        yield whose.agent_id, MINE, {**said, "name": _name(whom)}
    if whom.agent_id and whom.agent_id != whose.agent_id:
        yield whom.agent_id, YOURS, {**said, "name": _name(whose)}
    if row.actor and row.actor not in (whose.agent_id, whom.agent_id):
        yield row.actor, THEIRS, {**said, "name": _name(whose), "other": _name(whom)}


def _name(account: LedgerAccount) -> str:
    return account.agent.name if account.agent else account.name
