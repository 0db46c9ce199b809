"""The demo: two communities, a cast of eight and a town round them, all made up and lived through the same verbs.

One tap signs in only while the database is marked as the demo and the server
listens to this machine alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from coproduce.community.base import clock, rooms
from coproduce.community.base.actor import Actor, operator
from coproduce.community.base.models import Installation
from coproduce.community.exchange.models import Occasion, Slot
from coproduce.community.exchange.occasions.rules import Came, SlotWanted
from coproduce.community.exchange.rules import Intention
from coproduce.community.people.concerns.queries import LEAD
from coproduce.community.people.models import Account, Agent, Community
from coproduce.community.people.queries import actor_for, myself
from coproduce.community.people.rules import Area, NewMember
from coproduce.core.quantity import HOURS
from coproduce.web.demo.circles import look_out
from coproduce.web.demo.coming import come_in
from coproduce.web.demo.deciding import let_decide
from coproduce.web.demo.doing import carry_out, do, evening_of
from coproduce.web.demo.evidence import study
from coproduce.web.demo.helped import let_help
from coproduce.web.demo.safety import keep_safe
from coproduce.web.demo.town import DAYS, FIRST_MONTH, YEAR, Growth, grow, growth, growth_of, plant, say_yes
from coproduce.web.demo.words import STREETS

__all__ = (
    "CAST", "DAYS", "FIRST_MONTH", "TAKES_TWO_FROM", "SignIn", "account_of", "carry_out", "growth", "growth_of",
    "is_loaded", "is_open_here", "live_on", "load", "sign_ins",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SignIn:
    """One person of the demo, and what they are there."""

    email: str
    label: str
    role: str


CAST = (
    SignIn("ana@wenbrook.example", "Ana", "member, Wenbrook"),
    SignIn("ben@wenbrook.example", "Ben", "member, Wenbrook and Hexley"),
    SignIn("cleo@wenbrook.example", "Cleo", "broker, Wenbrook"),
    SignIn("dee@wenbrook.example", "Dee", "link worker, Wenbrook"),
    SignIn("eve@hexley.example", "Eve", "broker, Hexley"),
    SignIn("gil@hexley.example", "Gil", "member, Hexley"),
    SignIn("tom@wenbrook.example", "Tom", "treasurer, Wenbrook"),
    SignIn("sal@wenbrook.example", "Sal", "safeguarding lead, Wenbrook"),
)

#: Three hours are much where most things take two.
TAKES_TWO_FROM = HOURS(180)

NEEDS = (
    ("Ana", "Garden", "The hedge by the gate has grown over the path"),
    ("Ben", "Lifts", "A lift to the eye clinic on Thursday, 2 o'clock"),
    ("Ana", "Mending", "A dripping kitchen tap"),
    ("Ben", "Company", "Someone to walk with on Saturday mornings"),
)

OFFERS = (
    ("Ana", "Cooking", "I can show anyone how to bake flat bread"),
    ("Ben", "Mending", "I mend radios, lamps and clocks"),
    ("Cleo", "Company", "A cup of tea and a listening ear, most afternoons"),
)


def is_loaded() -> bool:
    """Whether this database is marked as the demo."""
    return Installation.objects.filter(is_demo=True).exists()


def is_open_here() -> bool:
    """Whether one tap may sign in: a demo, and nobody but this machine can reach it."""
    return not settings.IS_PUBLIC and is_loaded()


def account_of(number: int) -> Account | None:
    """The account of one of the cast."""
    email = CAST[number].email if 0 <= number < len(CAST) else ""
    return Account.objects.filter(email=email).first()


def sign_ins() -> list[dict[str, Any]]:
    """The cast as the pages show it: label, role, and where the tap goes."""
    return [
        {"label": who.label, "role": _(who.role), "action": reverse("demo_sign_in", args=[number]), "email": who.email}
        for number, who in enumerate(CAST)
    ]


def load(today: date | None = None, size: int = 0, seed: int = 1, days: int = YEAR) -> None:
    """Mark the database as the demo and let the cast live a few weeks in it. Raises ValueError if a verb refuses.

    With a `size`, a town of so many people is planted round them, `days` old once `live_on` has let it grow.
    """
    today = today or clock.now().date()
    Installation.objects.create(is_demo=True)
    with clock.at(evening_of(today - timedelta(days=max(days, 40) if size else 40))):
        _open(
            "wenbrook",
            "Wenbrook",
            "Cleo",
            "cleo@wenbrook.example",
            *((street, north, east) for street, (north, east) in STREETS.items()),
        )
    with clock.at(evening_of(today - timedelta(days=40))):
        _open("hexley", "Hexley", "Eve", "eve@hexley.example", ("Chapel Street", "53.95900", "-1.08200"))
        cleo = _as("cleo@wenbrook.example", "wenbrook")
        do(
            "people.welcome",
            cleo,
            "welcome",
            members=(
                NewMember(
                    "Ana",
                    "ana@wenbrook.example",
                    "01632 960 101",
                    "Mill Lane",
                    strengths=("baking", "Urdu and English"),
                ),
                NewMember("Ben", "ben@wenbrook.example", "01632 960 102", "Mill Lane", strengths=("mends radios",)),
                NewMember("Dee", "dee@wenbrook.example", "01632 960 103", "Mill Lane", ("member", "link worker", LEAD)),
                NewMember("Tom", "tom@wenbrook.example", "01632 960 104", "Mill Lane", ("member", "treasurer")),
                NewMember("Sal", "sal@wenbrook.example", "01632 960 105", "Mill Lane", ("member", LEAD)),
            ),
        )
        say_yes(cleo, 1)
        do(
            "decisions.record",
            cleo,
            "what takes two",
            question="Shall two people agree before a lot of hours is put right?",
            result="yes",
            who_decided="The members’ meeting in the library, 5 of 5",
            minutes="Blue folder at the desk, page 1",
            decided_on=today - timedelta(days=40),
            effective_on=today - timedelta(days=40),
        )
        # What is much takes Cleo and Tom: to be tried by hand.
        do("ledger.set_undoing", _as("tom@wenbrook.example", "wenbrook"), "two people", two_from=TAKES_TWO_FROM)
        eve = _as("eve@hexley.example", "hexley")
        do(
            "people.welcome",
            eve,
            "welcome",
            members=(
                NewMember("Gil", "gil@hexley.example", "01632 960 201", "Chapel Street"),
                NewMember("Ben", "ben@wenbrook.example", "", "Chapel Street"),
            ),
        )
    for broker, guest in ((cleo, "ana@wenbrook.example"), (eve, "gil@hexley.example")):
        _come_together(broker, guest, today)
    _live(cleo, ("Ana", "Ben", "Dee"), today, Random(1))  # noqa: S311 - a made-up month, not a secret
    _live(eve, ("Gil", "Ben"), today, Random(2))  # noqa: S311 - as above
    people = {who.label: _as(who.email, "wenbrook") for who in CAST if "Wenbrook" in who.role}
    keep_safe(people, today)
    let_help(people, today)
    look_out(people, today)
    let_decide(people, today)
    come_in(people, eve, today)
    study(cleo, today, max(days, 40) if size else 40)
    if size:
        plant(size, seed, today, days)


def live_on(most: int | None = None) -> Iterator[Growth]:
    """Let the town grow, at most so many days, and yield after each. Nothing to do when it is whole."""
    if growth():
        yield from grow(_as("cleo@wenbrook.example", "wenbrook"), most)


def _open(slug: str, name: str, broker: str, email: str, *areas: tuple[str, str, str]) -> None:
    do(
        "people.open_community",
        operator(via="sim"),
        f"open {slug}",
        slug=slug,
        name=name,
        time_zone="Europe/London",
        language="en-gb",
        currency="GBP",
        phone="01632 960 100",
        broker_name=broker,
        broker_email=email,
        neighbourhoods=tuple(Area(area, Decimal(north), Decimal(east)) for area, north, east in areas),
        is_demo=True,
    )


def _live(broker: Actor, names: tuple[str, ...], today: date, chance: Random) -> None:
    """A month of evenings: needs and offers are said, and the broker writes down who helped whom."""
    agents = dict(Agent.objects.filter(community_id=broker.community_id).values_list("name", "public_id"))
    with clock.at(evening_of(today - timedelta(days=35))):
        for verb, rows in (("exchange.need", NEEDS), ("exchange.offer", OFFERS)):
            said = tuple(
                Intention(
                    str(agents[who]),
                    kind,
                    words,
                    today - timedelta(days=36 + place),
                    until_on=today + timedelta(days=20 + 9 * place) if rows is NEEDS else None,
                )
                for place, (who, kind, words) in enumerate(rows)
                if who in agents
            )
            if said:
                do(verb, broker, verb, **{f"{verb.partition('.')[2]}s": said})
        do(
            "exchange.need",
            broker,
            "kinds",
            needs=tuple(
                Intention(
                    str(agents[names[0]]),
                    kind,
                    words,
                    today - timedelta(days=40),
                    until_on=today + timedelta(days=days),
                )
                for kind, words, days in (
                    ("Company", "A hand with the Sunday lunch club", 60),
                    ("Cooking", "A birthday cake", 12),
                    ("Garden", "Someone to water the pots while I am away", 25),
                )
            ),
        )
    people = [agents[name] for name in names]
    switched_on = Community.objects.get(pk=broker.community_id).arenas
    for ago in (30, 27, 23, 20, 16, 12, 9, 5, 2):
        day = today - timedelta(days=ago)
        with clock.at(evening_of(day)):
            for _arena, behaviour in rooms.arenas_with("behaviour", switched_on):
                if hasattr(behaviour, "small_evening"):
                    for intent in behaviour.small_evening(people, day, chance):
                        carry_out(broker, intent)


def _come_together(broker: Actor, guest: str, today: date) -> None:
    """An afternoon every two weeks: one is over and written down, and a guest has a place at the next."""
    place = Community.objects.get(pk=broker.community_id)
    comes = _as(guest, place.slug)
    first = datetime.combine(today - timedelta(days=9), time(15))
    arena = next((arena.slug for arena, _ in rooms.arenas_with("behaviour", place.arenas)), "")
    with clock.at(evening_of(today - timedelta(days=20))):
        do(
            "exchange.open_occasion",
            broker,
            "afternoon",
            words="A pot of tea and a game of draughts",
            category="Company",
            starts_at=first,
            ends_at=first + timedelta(hours=1, minutes=30),
            slots=(SlotWanted("Making tea", 1), SlotWanted("Company")),
            place="The small room of the hall",
            repeats="every two weeks",
            until_on=today + timedelta(days=33),
            arena=arena,
        )
        rooms_of_two = Slot.objects.filter(occasion__community=place, capacity=1).order_by("occasion__starts_at", "pk")
        for number, slot in enumerate(rooms_of_two[:2]):
            do("exchange.sign_up", comes, f"place {number}", slot=slot.public_id)
    with clock.at(evening_of(first.date())):
        over = Occasion.objects.filter(community=place).order_by("starts_at").values_list("public_id", flat=True)[0]
        came = (Came(myself(comes).public_id, 90),)
        do("exchange.record_came", broker, "who came", occasion=over, came=came)


def _as(email: str, slug: str) -> Actor:
    actor = actor_for(Account.objects.get(email=email), slug, "sim")
    if actor is None:
        raise ValueError(f"{email} is not a member of {slug}.")
    return actor
