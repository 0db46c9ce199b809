"""What follows when a letter comes back: nothing more is sent to that address, and the desk tells it another way."""

import email
from datetime import datetime

from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from coproduce.community.notices.models import Notice
from coproduce.community.notices.returned import rules
from coproduce.community.notices.rules import EMAIL
from coproduce.community.people.models import Membership

#: A report is small; what is longer is not read.
LONGEST = 1 << 20


def mark_of(number: int, address: str) -> str:
    """What a letter to this address is called by: no other letter, to no other address, has the same."""
    return rules.mark_of(number, _proof(number, address))


def take_in(letter: bytes, now: datetime) -> bool:
    """Read a letter that may be a report, and do what follows; whether it was one of ours. Nothing of it is kept.

    One that is forged, of a letter nobody wrote, or of an address that was changed since, changes nothing.
    """
    if len(letter) > LONGEST:
        return False
    report = rules.read(email.message_from_bytes(letter))
    if report is None:
        return False
    with transaction.atomic():
        notice = Notice.objects.filter(pk=report.number).first()
        reader = Membership.objects.filter(agent=notice.agent_id) if notice else Membership.objects.none()
        membership = reader.select_for_update(of=("self",)).exclude(shared_email="").first()
        if notice is None or membership is None:
            return False
        if not constant_time_compare(report.proof, _proof(report.number, membership.shared_email)):
            return False
        _came_back(membership, notice, now, is_lasting=report.is_lasting)
    return True


def does_not_work(membership: Membership) -> None:
    """From now on nothing is sent to the address they share, until it is another."""
    Membership.objects.filter(pk=membership.pk).update(lost_email=membership.shared_email)


def _came_back(membership: Membership, notice: Notice, now: datetime, *, is_lasting: bool) -> None:
    """Mark what the letter said; once it is enough, all that came back from there waits to be told another way."""
    trouble = f"Returned {_proof(0, membership.shared_email)}"
    sent = Notice.objects.filter(community=notice.community_id, agent=notice.agent_id, sent_by=EMAIL)
    if notice.sent_at:
        sent.filter(sent_at=notice.sent_at).update(trouble=trouble)
    returned = sent.filter(trouble=trouble, sent_at__gte=now - rules.WITHIN)
    if is_lasting or returned.values("sent_at").distinct().count() >= rules.MOST_TIMES:
        does_not_work(membership)
        returned.update(sent_at=None, sent_by="", digest_on=None)


def _proof(number: int, address: str) -> str:
    """32 signs that only this installation can write, and that say nothing of the address."""
    said = f"{number} {address.casefold()}"
    return salted_hmac("coproduce.notices.returned", said, algorithm="sha256").hexdigest()[:32]
