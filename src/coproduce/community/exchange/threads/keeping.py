"""What is kept aside for a thread, where its community chose that: from the last yes until it is done, or off."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from uuid import uuid5
from zoneinfo import ZoneInfo

from django.utils.formats import date_format

from coproduce.community import ledger
from coproduce.community.base import clock
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Notice
from coproduce.community.exchange.models import Agreement, Commitment
from coproduce.community.exchange.recognition import hours_at, pot_of, rules_of
from coproduce.community.exchange.threads.taking_part import Thread, link
from coproduce.core.arena import Help
from coproduce.core.journal import Hold
from coproduce.core.quantity import HOURS
from coproduce.core.refusal import Refusal


def would_keep(row: Agreement, parts: int) -> bool:
    """Whether hours are kept aside once all agree and it is said about how long it takes: between two, never care."""
    return bool(row.community.kept_days) and parts == 2 and not hours_at(row.arena) and not pot_of(row.arena)


def keep_aside(actor: Actor, thread: Thread) -> tuple[Notice, ...] | Refusal:
    """Keep back what whoever is helped will give for it, some days longer than it is planned for; they are told.

    A limit that refuses it refuses the agreement, in the words of a posting.
    """
    row = thread.row
    if not (row.planned_minutes and row.agreed_at and would_keep(row, len(thread.parts))):
        return ()
    [gives], [receives] = thread.side(Commitment.GIVES), thread.side(Commitment.RECEIVES)
    zone = ZoneInfo(row.community.time_zone)
    today = clock.today(row.community.time_zone)
    day = max(today, row.starts_at.astimezone(zone).date()) if row.starts_at else today
    until = day + timedelta(days=row.community.kept_days)
    _, back = rules_of(row.arena).credits(Help(gives.agent_id, receives.agent_id, HOURS(row.planned_minutes), day))
    if back.minor >= 0:
        return ()
    accounts = ledger.member_accounts(row.community_id, (receives.agent_id, gives.agent_id), back.unit)
    held = ledger.hold(
        Hold(
            client_id=uuid5(row.public_id, f"kept {row.agreed_at.isoformat()}"),
            community=row.community_id,
            account=accounts[receives.agent_id],
            to=accounts[gives.agent_id],
            amount=-back,
            expires_at=datetime.combine(until + timedelta(days=1), time(), zone),
            category=row.category.name,
            actor=actor.agent_id,
            arena=row.arena,
            source_ref=str(row.public_id),
        )
    )
    if isinstance(held, Refusal):
        return replace(held, field="agreement")
    said = {"time": str(held.amount), "what": row.words, "day": date_format(until, "l j F")}
    words = "%(time)s of your hours is kept aside for what you agreed on, until %(day)s: %(what)s."
    return (Notice(receives.agent_id, words, said, link=link(row)),)
