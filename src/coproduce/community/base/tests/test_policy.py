"""Deny by default; a wider relation covers a narrower one; a `deny` row always wins."""

from dataclasses import replace

import pytest

from coproduce.community.base import policy
from coproduce.community.base.actor import Actor
from coproduce.community.base.policy import COVERS, ROLES, Row, every_row, may, rule_on
from coproduce.community.base.rooms import arenas, verbs

ROWS = {
    ("look", "member"): (Row("look", "member", "own"), Row("look", "member", result="mask")),
    ("look", "broker"): (Row("look", "broker", "any"),),
    ("look", "banned"): (Row("look", "banned", "any", "deny"),),
}


def someone(*roles: str) -> Actor:
    return Actor(1, 2, 3, frozenset(roles))


@pytest.mark.parametrize(
    ("roles", "relation", "result"),
    [
        ((), "own", "deny"),
        (("auditor",), "own", "deny"),
        (("member",), "own", "allow"),
        (("member",), "same community", "mask"),
        (("member",), "any", "deny"),
        (("broker",), "own", "allow"),
        (("broker",), "any", "allow"),
        (("member", "broker"), "same community", "allow"),
        (("member", "broker", "banned"), "own", "deny"),
    ],
)
@pytest.mark.promise("What has no row in the policy is refused")
def test_the_rows_decide(roles: tuple, relation: policy.Relation, result: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policy, "_rows", lambda: ROWS)
    assert rule_on(someone(*roles), "look", relation) == result
    assert may(someone(*roles), "look", relation) is (result == "allow")
    assert rule_on(someone(*roles), "touch", relation) == "deny"


def test_an_arena_is_there_where_the_community_switched_it_on(monkeypatch: pytest.MonkeyPatch) -> None:
    for arena in arenas():
        verb = f"{arena.slug}.look"
        monkeypatch.setattr(policy, "_rows", lambda: {(verb, "member"): (Row(verb, "member", "any"),)})  # noqa: B023
        there = replace(someone("member"), arenas=frozenset({"moon", arena.slug}))
        assert (rule_on(someone("member"), verb), rule_on(there, verb)) == ("deny", "allow")


def test_every_row_is_about_something_that_is_there() -> None:
    roles = {*ROLES, "operator", "clockwork", "visitor", *(role for arena in arenas() for role in arena.roles)}
    rows = list(every_row())
    assert len(set(rows)) == len(rows)
    for row in rows:
        _, _, word = row.verb.partition(".")
        assert row.role in roles, row
        assert row.relation in COVERS, row
        assert row.verb in verbs() or word.startswith("read_"), row
