"""Every operation of the API against its own description, as member, broker and outsider.

Whatever is sent, well written or not: nothing breaks, every answer is one the
description knows, what was done is done once, and an outsider gets nothing.
By default each operation is tried every third day in one of four ways: as member
or as broker, well or badly written; and by an outsider every sixth, with a key or
with none. With `--long` in all of them, and often.
"""

import json
import logging
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
import schemathesis
from django.http import HttpResponse
from hypothesis import HealthCheck, Phase, given, seed, settings, strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from coproduce.community.base import clock
from coproduce.community.exchange.models import Agreement, Ask, Category, Offer
from coproduce.community.people import api as people_api
from coproduce.community.people.keys import actions as keys
from coproduce.web.api import api
from coproduce.web.wsgi import application
from tests.fixtures.towns import NOON, Town, build, do
from tests.sample import DAY, IS_LONG, turn

pytestmark = pytest.mark.django_db(databases=[])

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]

#: Examples of each operation, for each person and each way of writing.
MANY = 25 if IS_LONG else 2

WELL_WRITTEN, BADLY_WRITTEN = GenerationMode.POSITIVE, GenerationMode.NEGATIVE

#: Who asks, and how. Whoever is a broker may do more, and whoever is a member is refused more.
WAYS = [(who, mode) for who in ("Ana", "Cleo") for mode in (WELL_WRITTEN, BADLY_WRITTEN)]

#: An operation is tried one day in so many: in twelve days in all its ways.
DAYS = 3

#: What stands in the town: half of the ids that are sent are of these, so that requests get past the door.
IDS: list[UUID] = [UUID(int=1)]
schemathesis.openapi.format(
    "uuid", st.one_of(st.integers(0, 999).map(lambda place: str(IDS[place % len(IDS)])), st.uuids().map(str))
)


@pytest.fixture
def towns(committed: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Town, Town]]:
    """Two towns in a database of their own, with a thread in the first, for as many requests as are sent."""
    monkeypatch.setattr(keys, "MOST_A_MINUTE", 10**9)
    logging.disable(logging.WARNING)
    with clock.at(NOON):
        here, there = build("alder", "kanari"), build("birch", "zebrafink")
        do("exchange.propose", here.actor("Ana"), need=here.needs[1], arena="timebank")
        IDS[:] = [*here.agents.values(), *here.needs]
        for model in (Offer, Agreement, Ask, Category):
            IDS.extend(model.objects.filter(community=here.community).values_list("public_id", flat=True)[:5])
        yield here, there
    logging.disable(logging.NOTSET)


def operations() -> list[Any]:
    schema = schemathesis.openapi.from_dict(api.get_openapi_schema())
    schema.app = application
    return [one.ok() for one in schema.get_all_operations()]


def still_opens(code: str) -> bool:
    """Not once its owner has left, or has become one with somebody else."""
    key = keys.key_of(code)
    return key is not None and not keys.why_ended(key)


def try_out(
    operation: Any, town: Town, code: str, mode: GenerationMode, many: int = MANY, is_outsider: bool = False
) -> None:
    """Send what the description allows, or does not, and hold every answer against it."""

    @seed(DAY.toordinal())
    @settings(
        max_examples=many,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def sent(case: Any) -> None:
        case.path_parameters = {**(case.path_parameters or {}), "community": town.slug}
        case.headers = {**(case.headers or {}), "Authorization": f"Bearer {code}", "Accept-Encoding": "identity"}
        if mode is WELL_WRITTEN and operation.method == "post":
            case.headers["Idempotency-Key"] = str(uuid4())
        answer = case.call()
        case.validate_response(answer, checks=CHECKS)
        assert not (is_outsider and answer.status_code < 400), (operation.label, answer.status_code)
        if answer.status_code == 201 and still_opens(code):
            again = case.call()
            assert (again.status_code, again.json()) == (200, answer.json()), operation.label

    sent()


def fault_of(operation: Any, *how: Any, **more: Any) -> str:
    """What is wrong with an operation, in a line, or nothing: one that is broken hides no other."""
    try:
        try_out(operation, *how, **more)
    except (FailureGroup, AssertionError) as fault:
        return f"{operation.label}: {fault}"
    return ""


def ways_of(label: str) -> list[tuple[str, GenerationMode]]:
    """In which ways this operation is tried today."""
    waits = turn(label, DAYS * len(WAYS))
    return WAYS if IS_LONG else [] if waits % DAYS else [WAYS[waits // DAYS]]


def test_every_operation_answers_as_described(towns: tuple[Town, Town]) -> None:
    here, _ = towns
    faults = [
        f"{who}, {mode.name.lower()}: {fault}"
        for one in operations()
        for who, mode in ways_of(one.label)
        if (fault := fault_of(one, here, here.key(who), mode))
    ]
    assert not faults, "\n".join(faults)


def is_outsiders_day(label: str, number: int) -> bool:
    """Whether this one of two outsiders comes to an operation today: each once in twelve days, in turn."""
    return turn(label, 4 * DAYS) == 2 * DAYS * number


def test_an_outsider_gets_nothing(towns: tuple[Town, Town]) -> None:
    """Somebody of the other town, with a key that opens everything there."""
    here, there = towns
    codes = (there.key("Cleo"), "cop_of_nobody")
    faults = [
        fault
        for one in operations()
        for number, code in enumerate(codes)
        if IS_LONG or is_outsiders_day(one.label, number)
        if (fault := fault_of(one, here, code, WELL_WRITTEN, is_outsider=True))
    ]
    assert not faults, "\n".join(faults)


def test_a_planted_fault_is_found(towns: tuple[Town, Town], monkeypatch: pytest.MonkeyPatch) -> None:
    """A list that breaks, one that answers what the description does not know, and a door left open."""
    here, there = towns
    [members] = [one for one in operations() if one.label == "GET /api/{community}/people/members"]
    assert not fault_of(members, here, here.key("Cleo"), WELL_WRITTEN)
    broken = {"items": [{"id": "nobody"}], "count": None, "next": 2}
    for planted in (lambda *_: 1 // 0, lambda *_: HttpResponse(json.dumps(broken), content_type="application/json")):
        with monkeypatch.context() as patch:
            patch.setattr(people_api, "paged", planted)
            patch.setattr(people_api, "read_contacts", lambda *_: None)
            assert fault_of(members, here, here.key("Cleo"), WELL_WRITTEN)
    with monkeypatch.context() as patch:
        patch.setattr(people_api, "actor_of_key", lambda key, _: keys.actor_of_key(key, there.slug))
        assert fault_of(members, here, there.key("Cleo"), WELL_WRITTEN, is_outsider=True)
