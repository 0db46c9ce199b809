"""From the Outbox to people: taken up once, sent the way each of them chose.

A letter is marked as sent, and that is committed, before it leaves: a process
that dies in between has lost one letter, and never sends one twice. What was
lost stands on its reader's page all the same. When the mail server refuses, the
mark is taken back and the letter tried again, later and later; after the last
try the desk tells it by telephone or on paper.
"""

import logging
from collections.abc import Iterable
from datetime import datetime
from email.utils import parseaddr
from smtplib import SMTPRecipientsRefused
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, ngettext

from coproduce.community.base.models import Outbox
from coproduce.community.base.page import in_words
from coproduce.community.notices.models import Notice
from coproduce.community.notices.queries import to_mail
from coproduce.community.notices.returned import marking
from coproduce.community.notices.rules import EMAIL, morning_of, wait_after
from coproduce.community.people.models import Community, Membership

log = logging.getLogger(__name__)

#: Rows taken up in one transaction, so that nobody waits long for the lock.
AT_ONCE = 500

#: Letters of one run; the rest go in the next.
MOST_LETTERS = 200

#: Things one letter says; the rest are counted, and stand on the page.
MOST_LINES = 40


def deliver(now: datetime) -> int:
    """Take up what waits and send what is due; how many letters left. Safe to repeat."""
    while Outbox.objects.exists():
        take_up()
    sent = 0
    for community, agent_id, is_urgent in _due(now):
        sent += _write_to(community, agent_id, now, is_urgent=is_urgent)
        if sent >= MOST_LETTERS:
            break
    return sent


@transaction.atomic
def take_up() -> int:
    """Make notices of the oldest Outbox rows, and take the rows away: both or neither."""
    rows = list(Outbox.objects.select_for_update().order_by("id")[:AT_ONCE])
    readers = _readers({row.to_agent for row in rows})
    made = Notice.objects.bulk_create(
        Notice(
            community_id=row.community_id,
            agent_id=agent_id,
            template=row.template,
            values=row.values,
            link=row.link,
            is_urgent=row.is_urgent,
            written_at=row.written_at,
        )
        for row in rows
        for agent_id, community_id in readers.get(row.to_agent, ())
        if community_id == row.community_id
    )
    Outbox.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(made)


def _readers(agents: Iterable[int]) -> dict[int, set[tuple[int, int]]]:
    """(agent, community) of those who read what an agent is told: the member; each member of a household; who speaks
    for an organisation. Nobody who left."""
    readers: dict[int, set[tuple[int, int]]] = {}
    for path in ("", "households__", "organisations__"):
        found = Membership.objects.exclude(state=Membership.LEFT).filter(**{f"{path}agent__in": agents})
        for told, reader, community in found.values_list(f"{path}agent", "agent", "community"):
            readers.setdefault(told, set()).add((reader, community))
    return readers


def _due(now: datetime) -> list[tuple[Community, int, bool]]:
    """Who has a letter coming, found by plain reads. Nobody in a demo is written to: they are made up."""
    somewhere = Notice.objects.filter(sent_at=None, seen_at=None).values("community")
    return [
        (community, agent_id, is_urgent)
        for community in Community.objects.filter(pk__in=somewhere, is_demo=False)
        for is_urgent in (True, False)
        for agent_id in _by_email(community, now, is_urgent=is_urgent)
        .filter(Q(try_again_at=None) | Q(try_again_at__lte=now))
        .values_list("agent_id", flat=True)
        .distinct()
    ]


def _by_email(community: Community, now: datetime, *, is_urgent: bool) -> QuerySet[Notice]:
    """What may leave by e-mail now: at once what is urgent, the rest when it was written before this morning."""
    found = to_mail(community.pk).filter(is_urgent=is_urgent)
    if is_urgent:
        return found
    morning = morning_of(now, community.time_zone)
    return found.filter(written_at__lt=morning) if now >= morning else found.none()


def _write_to(community: Community, agent_id: int, now: datetime, *, is_urgent: bool) -> bool:
    """Mark, then send. The member's row is locked, so that two workers cannot both find no letter of today."""
    today = now.astimezone(ZoneInfo(community.time_zone)).date()
    with transaction.atomic():
        membership = Membership.objects.select_for_update(of=("self",)).select_related("agent").get(agent_id=agent_id)
        if not is_urgent and Notice.objects.filter(agent_id=agent_id, digest_on=today).exists():
            return False
        rows = list(_by_email(community, now, is_urgent=is_urgent).filter(agent_id=agent_id).order_by("id"))
        if not rows:
            return False
        Notice.objects.filter(pk__in=[row.pk for row in rows]).update(
            sent_at=now,
            sent_by=EMAIL,
            digest_on=None if is_urgent else today,
            attempts=F("attempts") + 1,
            try_again_at=None,
            trouble="",
        )
    try:
        letter(community, membership, rows, is_urgent=is_urgent).send()
    except Exception as fault:  # whatever is wrong with one letter must not keep back the next
        log.warning("A letter could not be sent: %s.", type(fault).__name__)
        with transaction.atomic():
            _take_back(rows, now, type(fault).__name__)
            if isinstance(fault, SMTPRecipientsRefused) and all(code >= 500 for code, _ in fault.recipients.values()):
                marking.does_not_work(membership)
        return False
    return True


def _take_back(rows: list[Notice], now: datetime, trouble: str) -> None:
    for row in rows:
        row.attempts += 1
        row.sent_at, row.sent_by, row.digest_on = None, "", None
        row.trouble, row.try_again_at = trouble[:80], now + wait_after(row.attempts)
    Notice.objects.bulk_update(
        rows, ["attempts", "sent_at", "sent_by", "digest_on", "trouble", "try_again_at"], batch_size=AT_ONCE
    )


def letter(community: Community, membership: Membership, rows: list[Notice], *, is_urgent: bool) -> EmailMessage:
    """The letter as it leaves, in the community's language; names of others stand inside, never in the subject."""
    with translation.override(community.language):
        name = " ".join(community.name.split())
        subject = (
            gettext("%(community)s: something for you now") if is_urgent else gettext("What is new in %(community)s")
        )
        lines = [gettext("Hello %(name)s,") % {"name": membership.agent.name}, ""]
        for row in rows[:MOST_LINES]:
            lines.append(f"• {in_words(row.template, row.values)}")
            if row.link and settings.ADDRESS:
                lines.append(f"  {settings.ADDRESS}{row.link}")
        if more := len(rows[MOST_LINES:]):
            lines.append(ngettext("And one thing more.", "And %(number)s things more.", more) % {"number": more})
        lines.append("")
        if community.phone:
            lines.append(gettext("Rather talk? Ring %(phone)s.") % {"phone": community.phone})
        lines.append(
            gettext("You can be told by telephone, on paper, or not at all: tell the desk, or choose it yourself.")
        )
        if settings.ADDRESS:
            lines.append(settings.ADDRESS + reverse("notices", kwargs={"community": community.slug}))
        return EmailMessage(
            subject=subject % {"community": name},
            body="\n".join([*lines, "", name]),
            to=[membership.shared_email],
            **_called(marking.mark_of(rows[-1].pk, membership.shared_email)),
        )


def _called(mark: str) -> dict[str, Any]:
    """What mail servers call the letter by when it comes back; where to, only if an address for that is named."""
    sender, (_, own) = settings.DEFAULT_FROM_EMAIL, parseaddr(settings.DEFAULT_FROM_EMAIL)
    name, at, domain = settings.RETURNED_TO.partition("@")
    envelope = f"{name}+{mark}@{domain}" if at else sender
    return {"from_email": envelope, "headers": {"From": sender, "Message-ID": f"<{mark}@{own.rpartition('@')[2]}>"}}
