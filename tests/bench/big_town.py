"""A town of ten thousand for the benches: the same for the same numbers, kept aside so that it is made once.

Members, offers, needs and the years behind come in as any list does, through the verbs. Threads, words in them,
notices and applicants are written as rows: what they hold matters less here than how many there are.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID, uuid4

from tests import postgresql

TODAY = date(2026, 11, 17)
NOON = datetime(2026, 11, 17, 12, tzinfo=UTC)
SLUG, BROKER, MEMBER = "bench", "cleo@bench.example", "ana@bench.example"

FIRST = ("Grace", "Leon", "Harjit", "Nasrin", "Ottoline", "Sunita", "Bob", "Ines", "Tariq", "Winifred", "Józef", "Mo")
LAST = ("Okafor", "Bell", "Rahman", "Price", "Lloyd", "Kowalska", "Hughes", "Adeyemi", "Marsh", "Quinn", "Tan", "Ward")
WORDS = (
    "A lift to the surgery", "Company on a walk", "Somebody to prune two apple trees", "Help with forms",
    "A shelf put up", "The dog walked", "Half an hour of company", "A lesson on the telephone", "Bread for Saturday",
    "A hand with the curtains", "Someone to practise English with", "The bicycle mended", "Homework on Tuesdays",
)  # fmt: skip


def make(members: int, contributions: int) -> None:
    """Fill the empty database the settings name, or bring back what was kept of an earlier run."""
    from django.core.management import call_command
    from django.db import connection

    kept = _kept(members, contributions, connection.vendor)
    if kept.exists():
        _bring_back(kept)
        return
    call_command("migrate", verbosity=0)
    _fill(members, contributions)
    _tidied()
    _keep(kept)


def _tidied() -> None:
    """As a town of ten years is found: PostgreSQL's own housekeeping, which is off for what lives a minute, was there.

    It writes down which rows everybody sees; only then is an index read alone.
    """
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _kept(members: int, contributions: int, vendor: str) -> Path:
    """Where it is kept: another name as soon as a model or this file is another."""
    import coproduce

    root = Path(coproduce.__file__).parent
    made_of = [Path(__file__), *sorted(root.glob("community/*/migrations/0*.py")), *sorted(root.rglob("sql/**/*.sql"))]
    stamp = sha256(b"".join(path.read_bytes() for path in made_of)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"coproduce-bench-{members}-{contributions}-{vendor}-{stamp}"


def _keep(kept: Path) -> None:
    from django.db import connection

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(kept)])
    else:
        _postgresql("pg_dump", "--format=custom", "--compress=1", f"--file={kept}")


def _bring_back(kept: Path) -> None:
    from django.db import connection

    if connection.vendor == "sqlite":
        shutil.copyfile(kept, connection.settings_dict["NAME"])
        return
    _postgresql("pg_restore", "--no-owner", "--jobs=2", f"--dbname={connection.settings_dict['NAME']}", str(kept))
    _tidied()


def _postgresql(program: str, *words: str) -> None:
    from django.db import connection

    programs = postgresql.binaries()
    assert programs
    here = connection.settings_dict
    at = {"PGHOST": here["HOST"], "PGPORT": str(here["PORT"]), "PGUSER": here["USER"], "PGDATABASE": here["NAME"]}
    subprocess.run([programs / program, *words], check=True, env={**os.environ, **at})


def _fill(members: int, contributions: int) -> None:
    from coproduce.community.base import clock

    with clock.at(NOON):
        chance = Random(11)
        cleo = _opened()
        _welcomed(cleo, members, chance)
        _listed(cleo, members, chance)
        _happened(cleo, contributions, chance)
        _going_on(members, chance)
        _around(members, chance)


def _opened() -> Any:
    from coproduce.community.base import rooms
    from coproduce.community.base.actor import operator
    from coproduce.community.people.models import Account
    from coproduce.community.people.queries import actor_for
    from coproduce.community.people.rules import Area

    areas = tuple(
        Area(f"Lane {n}", Decimal("51.7") + Decimal(n % 8) / 100, Decimal("-2.2") + Decimal(n // 8) / 100)
        for n in range(40)
    )
    _do(
        "people.open_community", operator(), slug=SLUG, name="Bench", time_zone="Europe/London", language="en-gb",
        currency="GBP", phone="01632 960 000", broker_name="Cleo Marsh", broker_email=BROKER, neighbourhoods=areas,
    )  # fmt: skip
    assert "exchange.offer" in rooms.verbs()
    cleo = actor_for(Account.objects.get(email=BROKER), SLUG, "import")
    assert cleo is not None
    return cleo


def _do(verb: str, actor: Any, **words: Any) -> Any:
    from coproduce.community.base import rooms
    from coproduce.community.base.done import Done

    outcome = rooms.verbs()[verb](actor, request_id=uuid4(), **words)
    assert isinstance(outcome, Done), outcome
    return outcome


def _welcomed(cleo: Any, members: int, chance: Random) -> None:
    from coproduce.community.people.models import Membership
    from coproduce.community.people.rules import NewMember

    people = [NewMember("Ana Quinn", MEMBER, "01632 960 001", "Lane 1", strengths=("bread",), source_ref="bench:0")]
    people += [
        NewMember(
            f"{chance.choice(FIRST)} {chance.choice(LAST)} {n}", phone=f"01632 {960000 + n % 1000} {n // 1000:03}",
            neighbourhood=f"Lane {chance.randrange(40)}", source_ref=f"bench:{n}",
        )
        for n in range(1, members)
    ]  # fmt: skip
    for some in _by_thousand(people):
        _do("people.welcome", cleo, members=tuple(some))
    rows = list(Membership.objects.all())
    for row in rows:
        row.joined_on = TODAY - timedelta(days=chance.randint(1, 3650))
    Membership.objects.bulk_update(rows, ["joined_on"], batch_size=1000)


def _listed(cleo: Any, members: int, chance: Random) -> None:
    from coproduce.community.exchange.models import Category
    from coproduce.community.exchange.rules import Intention
    from coproduce.community.people.models import Agent
    from coproduce.core.week import ANY_TIME

    kinds = list(Category.objects.values_list("name", flat=True))
    agents = [str(one) for one in Agent.objects.order_by("id").values_list("public_id", flat=True)]

    def said(number: int) -> Iterator[Intention]:
        for n in range(number):
            days = chance.randint(1, 360)
            until = TODAY + timedelta(days=chance.randint(1, 200)) if chance.random() < 0.3 else None
            yield Intention(
                agents[0] if n < 6 else chance.choice(agents), chance.choice(kinds), f"{chance.choice(WORDS)} {n}",
                TODAY - timedelta(days=days), week=chance.choice([0, 0, chance.randint(0, ANY_TIME)]), until_on=until,
            )  # fmt: skip

    for some in _by_thousand(said(members * 6 // 10)):
        _do("exchange.offer", cleo, offers=tuple(some))
    for some in _by_thousand(said(members * 3 // 10)):
        _do("exchange.need", cleo, needs=tuple(some))


def _happened(cleo: Any, contributions: int, chance: Random) -> None:
    from coproduce.community.exchange.histories.rules import Happened
    from coproduce.community.exchange.models import Ask, Category
    from coproduce.community.people.models import Agent

    kinds = list(Category.objects.filter(is_retired=False).values_list("name", flat=True))
    agents = list(Agent.objects.order_by("id").values_list("public_id", flat=True))

    def told() -> Iterator[Happened]:
        for n in range(contributions):
            giver, receiver = chance.sample(agents, 2)
            day = TODAY - timedelta(days=3650 - n * 3650 // contributions)
            yield Happened("timebank", giver, receiver, 15 * chance.randint(1, 12), day, chance.choice(kinds),
                           f"bench:{n}", f"{chance.choice(WORDS)} {n}")  # fmt: skip

    for some in _by_thousand(told()):
        _do("exchange.record_history", cleo, rows=tuple(some))
    asks = list(Ask.objects.all())
    for ask in asks:
        if chance.random() < 0.1:
            ask.ready_on, ask.state = TODAY - timedelta(days=chance.randint(1, 90)), Ask.READY
        elif chance.random() < 0.5:
            ask.ready_on = ask.asked_on = ask.answered_on = ask.helped_on + timedelta(days=9)
            ask.state = chance.choice([Ask.YES, Ask.NO, Ask.OTHERWISE])
    Ask.objects.bulk_update(asks, ["ready_on", "asked_on", "answered_on", "state"], batch_size=1000)


def _going_on(members: int, chance: Random) -> None:
    """Threads of three years: most over, a few waiting for a yes or for a word, words said in each."""
    from coproduce.community.exchange.models import Agreement, Commitment, Message, Need
    from coproduce.community.people.models import Agent

    agents = list(Agent.objects.order_by("id").values_list("pk", flat=True))
    needs = list(Need.objects.order_by("id"))
    states = [Agreement.RECOGNISED] * 90 + [Agreement.PROPOSED] * 4 + [Agreement.AGREED, Agreement.DONE]
    threads, parts, said = [], [], []
    for n in range(members * 3):
        need = chance.choice(needs)
        state, at = chance.choice(states), NOON - timedelta(days=chance.randint(1, 1000))
        if state != Agreement.RECOGNISED:
            at = NOON - timedelta(days=chance.randint(1, 40))
        done_on = at.date() if state in (Agreement.RECOGNISED, Agreement.DONE) else None
        threads.append(Agreement(
            community_id=need.community_id, arena="timebank", category_id=need.category_id,
            need=need if state != Agreement.RECOGNISED else None, words=need.words, state=state, proposed_at=at,
            agreed_at=None if state == Agreement.PROPOSED else at, done_on=done_on,
            ended_at=at if state == Agreement.RECOGNISED else None,
        ))  # fmt: skip
        giver = agents[1] if n % 800 == 0 else chance.choice(agents)
        receiver = agents[0] if n % 500 == 0 else need.agent_id
        if giver == receiver:
            giver = next(one for one in agents[2:] if one != receiver)
        agreed = threads[-1].agreed_at
        parts.append((giver, Commitment.GIVES, agreed, 60 if done_on else None, at if done_on else None))
        parts.append((receiver, Commitment.RECEIVES, at, None, threads[-1].ended_at))
        said += [(giver, at), (receiver, at)]
    _write(Agreement, threads)
    _write(Commitment, (
        Commitment(community_id=threads[n // 2].community_id, agreement=threads[n // 2], agent_id=who, side=side,
                   asked_at=threads[n // 2].proposed_at, agreed_at=agreed, minutes=minutes, confirmed_at=confirmed)
        for n, (who, side, agreed, minutes, confirmed) in enumerate(parts)
    ))  # fmt: skip
    _write(Message, (
        Message(agreement=threads[n // 2], author_id=who, words="Any Tuesday is fine.", said_at=at)
        for n, (who, at) in enumerate(said)
    ))  # fmt: skip


def _around(members: int, chance: Random) -> None:
    """Applicants with their references, and what everybody was told."""
    from coproduce.community.notices.models import Notice
    from coproduce.community.people.models import Agent, Community, Membership, Person, Reference

    here = Community.objects.get(slug=SLUG)
    told = list(Agent.objects.filter(membership__isnull=False).order_by("id").values_list("pk", flat=True))
    _write(Notice, (
        Notice(community=here, agent_id=who, template="%(name)s says yes.", values={"name": "Ben"}, written_at=NOON,
               seen_at=NOON)
        for who in told
        for _ in range(6)
    ))  # fmt: skip
    hoping = [Person(name=f"{chance.choice(FIRST)} {chance.choice(LAST)}") for _ in range(members // 250)]
    agents = [Agent(community=here, name=one.name) for one in hoping]
    _write(Person, hoping)
    _write(Agent, agents)
    joining = [
        Membership(community=here, agent=agent, person=person, roles=["member"], state=Membership.APPLIED,
                   joined_on=TODAY, applied_on=TODAY - timedelta(days=chance.randint(0, 60)), applied_words="Gardening")
        for agent, person in zip(agents, hoping, strict=True)
    ]  # fmt: skip
    _write(Membership, joining)
    _write(Reference, (Reference(membership=one, name="Somebody", reach="01632 960 999") for one in joining))


def _by_thousand(rows: Iterable[Any]) -> Iterator[tuple[Any, ...]]:
    left = iter(rows)
    while some := tuple(islice(left, 1000)):
        yield some


def _write(kind: Any, rows: Iterable[Any]) -> None:
    kind.objects.bulk_create(rows, batch_size=2000)


def agent_of(email: str) -> UUID:
    """The public id of somebody of the town who can sign in."""
    from coproduce.community.people.models import Membership

    return Membership.objects.get(person__account__email=email).agent.public_id
