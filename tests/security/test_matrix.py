"""The matrix of who may do what: each row allowed once and denied once with one set-up, by the API and by command."""

import pytest
from django.urls import get_resolver

from coproduce.community.base import clock, policy
from coproduce.community.base.policy import Row
from coproduce.community.base.rooms import verbs
from tests.fixtures.towns import NOON, Town
from tests.journeys.mouths import signed_in
from tests.sample import IS_LONG, turn
from tests.security.matrix import (
    BY_NO_KEY,
    MOUTHS,
    by_api,
    faults_of,
    faults_of_forgotten,
    forget,
    rows_to_play,
    whoever_has,
)
from tests.security.scenes import Part, every_scene

pytestmark = pytest.mark.django_db

ROOMS = sorted({row.verb.partition(".")[0] for row in rows_to_play()})


def test_every_verb_has_a_scene() -> None:
    assert set(every_scene()) == set(verbs())


def test_some_verbs_are_for_no_key(town: Town) -> None:
    for verb in BY_NO_KEY:
        arguments = every_scene()[verb](Part(town, "Ana", "Ana", "Ben"))
        assert by_api(town, town.slug, "Ana", verb, arguments).code == "SCOPE_NEEDED", verb


def todays(room: str, mouth: str) -> list[Row]:
    """The rows of a room that are played today: each by each mouth once in ten days, and all of them with `--long`."""
    rows = [row for row in rows_to_play() if row.verb.startswith(f"{room}.")]
    return [row for row in rows if IS_LONG or not turn(f"{row.verb} {row.role} {row.relation} {mouth}", 10)]


def played(towns: tuple[Town, Town], rows: list[Row], mouth: str) -> list[str]:
    with clock.at(NOON):
        for who in {whoever_has(row.role) for row in rows}:
            assert all(town.key(who) for town in towns)
        return [fault for row in rows for fault in faults_of(*towns, row, mouth)]


@pytest.mark.parametrize("mouth", MOUTHS)
@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.promise("No role, no row, no deed")
def test_each_row_is_allowed_and_denied_with_one_set_up(towns: tuple[Town, Town], room: str, mouth: str) -> None:
    assert not played(towns, todays(room, mouth), mouth)


@pytest.mark.parametrize("mouth", MOUTHS)
@pytest.mark.promise("Whoever was forgotten is nobody")
def test_whoever_was_forgotten_is_nobody(town: Town, mouth: str) -> None:
    """As whom a verb is about, and as who asks: each row by each mouth once in four weeks."""
    rows = [row for row in rows_to_play() if IS_LONG or not turn(f"{row.verb} {row.role} {mouth} forgotten", 28)]
    with clock.at(NOON):
        for who in {whoever_has(row.role) for row in rows}:
            assert town.key(who)
        assert [fault for row in rows for fault in faults_of_forgotten(town, row, mouth)] == []


@pytest.mark.promise("Whoever was forgotten is nobody")
def test_no_page_is_about_whoever_was_forgotten(town: Town) -> None:
    cleo, ben = signed_in(town, "Cleo"), str(town.agents["Ben"])
    about = [address for address in addresses(town) if ben in address]
    before = [address for address in about if cleo.get(address).status_code == 200]
    assert len(before) > 10
    forget(town, "Ben")
    assert [address for address in about if cleo.get(address).status_code not in (404, 405)] == []


def addresses(town: Town) -> list[str]:
    """Every address of the town that a member stands in, with Ben in it."""
    found = []
    inside = next(one for one in get_resolver().url_patterns if str(one.pattern) == "<slug:community>/")
    for room in inside.url_patterns:
        for route in getattr(room, "url_patterns", [room]):
            path = f"/{town.slug}/{room.pattern if route is not room else ''}{route.pattern}"
            found.append(path.replace("<uuid:member>", str(town.agents["Ben"])))
    return [path for path in found if "<" not in path]


def test_a_planted_hole_is_seen(towns: tuple[Town, Town], monkeypatch: pytest.MonkeyPatch) -> None:
    """A verb that asks nobody whether it may, and one that lets nobody."""
    rows = [row for row in rows_to_play() if row.verb == "people.record_strength"]
    assert not played(towns, rows, "api")
    with monkeypatch.context() as patch:
        patch.setattr(policy, "rule_on", lambda *_: "allow")
        faults = played(towns, rows, "api")
    assert [fault.partition(", api: ")[2].partition(":")[0] for fault in faults] == [
        "whoever has not the role",
        "about somebody else",
        "whoever has not the role",
    ]
    with monkeypatch.context() as patch:
        patch.setattr(policy, "rule_on", lambda *_: "deny")
        assert all("whoever has the role" in fault for fault in played(towns, rows, "api"))
