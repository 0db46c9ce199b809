"""Which way somebody is told, from when a day's letter may go, and when to try again."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from coproduce.core.refusal import Refusal

EMAIL, PAPER, PHONE, NONE = "email", "paper", "phone", "none"
WAYS = (EMAIL, PAPER, PHONE, NONE)

#: When the daily letter goes, by the community's own clock.
MORNING = time(7)

#: Tries of a letter; then the desk is asked to tell it in another way.
MOST_TRIES = 5

FIRST_WAIT = timedelta(minutes=5)


def way_to(chosen: str, *, has_email: bool, has_phone: bool) -> str:
    """How somebody is told: as they chose where that can be, else by e-mail, else on paper.

    >>> way_to("", has_email=True, has_phone=True), way_to("", has_email=False, has_phone=True)
    ('email', 'paper')
    >>> way_to("phone", has_email=False, has_phone=False)
    'paper'
    """
    if chosen in (PAPER, NONE) or (chosen == PHONE and has_phone):
        return chosen
    return EMAIL if has_email else PAPER


def may_choose(kind: str, *, has_email: bool, has_phone: bool) -> Refusal | None:
    """None when somebody can be told this way, else what the desk needs first.

    >>> may_choose("email", has_email=False, has_phone=True).code
    'NO_ADDRESS'
    """
    if kind not in WAYS:
        return Refusal("UNKNOWN_WAY", "Choose one of: %(ways)s.", "kind", {"ways": ", ".join(WAYS)})
    if kind == EMAIL and not has_email:
        return Refusal("NO_ADDRESS", "There is no e-mail address yet. Tell the desk the address first.", "kind")
    if kind == PHONE and not has_phone:
        return Refusal("NO_NUMBER", "There is no telephone number yet. Tell the desk the number first.", "kind")
    return None


def morning_of(now: datetime, time_zone: str) -> datetime:
    """This morning in a community: what was written before it is in today's letter, what came after in tomorrow's.

    Reckoned from the local day, so that a day of 23 or of 25 hours has one morning too.

    >>> morning_of(datetime(2026, 3, 29, 12, tzinfo=UTC), "Europe/London").isoformat()
    '2026-03-29T06:00:00+00:00'
    >>> morning_of(datetime(2026, 3, 28, 12, tzinfo=UTC), "Europe/London").isoformat()
    '2026-03-28T07:00:00+00:00'
    """
    zone = ZoneInfo(time_zone)
    return datetime.combine(now.astimezone(zone).date(), MORNING, zone).astimezone(UTC)


def wait_after(tries: int) -> timedelta:
    """How long a letter rests after so many tries: 5, 15, 45 minutes and 2 h 15.

    >>> [str(wait_after(tries)) for tries in (1, 2, 3, 4)]
    ['0:05:00', '0:15:00', '0:45:00', '2:15:00']
    """
    return FIRST_WAIT * int(3 ** (tries - 1))
