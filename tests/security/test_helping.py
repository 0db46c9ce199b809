"""What a trusted helper may do for another, asked of the running program: each thing that members do, by the API and
by the command line, with one set-up for the helper, for a helper who was ended, and for the member themself."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from typer.testing import CliRunner

from coproduce.cli import build
from coproduce.community.base import clock, policy
from coproduce.community.base.done import Done
from coproduce.community.base.models import AuditRow, Outbox
from coproduce.community.base.rooms import verbs
from coproduce.community.people.models import Agent
from tests.fixtures.towns import NOON, Town, do
from tests.sample import IS_LONG, turn
from tests.security.matrix import BY_NO_KEY, MOUTHS, Answer
from tests.security.scenes import Part, every_scene

pytestmark = pytest.mark.django_db

#: What is done about oneself, and can be asked of the program: what is only read is asked of its pages.
OWN = sorted({row.verb for row in policy.every_row() if row.role == "member" and row.verb in verbs()})

#: Those of them that a helper may do.
MAY = frozenset(policy.by_helper())

HELPER = "Tom"


def name(town: Town) -> Any:
    """Ana asks a treasurer to do things for her: what he may do as a treasurer counts for nothing in it."""
    named = do("people.name_helper", town.actor("Ana"), helper=town.agents[HELPER])
    assert isinstance(named, Done), named
    return named.value.id


def tried(ask: Any, town: Town, who: str, verb: str, arguments: dict[str, Any], for_: str = "") -> tuple[Answer, Any]:
    """What was answered and what was left of it: the rows of the record, and how many were told."""
    with transaction.atomic():
        before, told = AuditRow.objects.count(), Outbox.objects.count()
        answer = ask(town, town.slug, who, verb, arguments, for_=for_)
        rows = list(AuditRow.objects.order_by("pk")[before:].values_list("kind", "verb", "agent_id", "helped_by"))
        left = rows, Outbox.objects.count() - told
        transaction.set_rollback(True)
    return answer, left


def faults_of(town: Town, verb: str, mouth: str) -> list[str]:
    """What is wrong with what a helper may do of this, and may not."""
    ask, ana, may = MOUTHS[mouth], str(town.agents["Ana"]), verb in MAY
    found, pk = [], {one: Agent.objects.get(public_id=town.agents[one]).pk for one in ("Ana", HELPER)}
    with transaction.atomic():
        arguments = every_scene()[verb](Part(town, "Ana", "Ana", "Ben"))
        unnamed, _ = tried(ask, town, HELPER, verb, arguments, ana)
        row = name(town)
        helped, (rows, told) = tried(ask, town, HELPER, verb, arguments, ana)
        do("people.end_helper", town.actor("Ana"), helping=row)
        ended, _ = tried(ask, town, HELPER, verb, arguments, ana)
        alone, _ = tried(ask, town, "Ana", verb, arguments)
        transaction.set_rollback(True)
    for said, what in ((unnamed, "whoever was not named"), (ended, "whoever was ended")):
        if said.is_done or not said.is_refused:
            found.append(f"{verb}, {mouth}: {what}: {said}")
    if not alone.is_done:
        found.append(f"{verb}, {mouth}: the member themself: {alone}")
    if helped.is_done is not may:
        found.append(f"{verb}, {mouth}: the helper: {helped}")
    if may and ((AuditRow.DONE, verb, pk["Ana"], pk[HELPER]) not in rows or not told):
        found.append(f"{verb}, {mouth}: not written down with both, or not told: {rows} {told}")
    whom = (None, None) if verbs()[verb].is_sealed else (pk["Ana"], pk[HELPER])  # of what is sealed one day nobody's
    if not may and (rows != [(AuditRow.REFUSED, verb, *whom)] or told):
        found.append(f"{verb}, {mouth}: left more than the record of it: {rows} {told}")
    return found


def played(town: Town, some: list[str], mouth: str) -> list[str]:
    with clock.at(NOON):
        assert town.key("Ana")
        assert town.key(HELPER)
        return [fault for verb in some for fault in faults_of(town, verb, mouth)]


@pytest.mark.parametrize("mouth", MOUTHS)
@pytest.mark.promise("A helper does for a member what the member let them, and nothing else")
def test_what_a_helper_may_do_for_a_member_and_what_not(town: Town, mouth: str) -> None:
    todays = [verb for verb in OWN if IS_LONG or not turn(f"helped {verb} {mouth}", 10)]
    assert not played(town, [verb for verb in todays if mouth == "command" or verb not in BY_NO_KEY], mouth)


def test_a_planted_hole_is_seen(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """A verb that a helper may do by mistake, and one that they may not although they should."""
    verbs_of_both = ["people.block", "people.record_strength"]
    assert not played(town, verbs_of_both, "api")
    allowed = {"people.block": "%(helper)s said for you that you do not want to meet somebody."}
    monkeypatch.setattr(policy, "by_helper", lambda: allowed)
    faults = played(town, verbs_of_both, "api")
    assert {fault.partition(",")[0] for fault in faults} == set(verbs_of_both)


@pytest.mark.parametrize("mouth", MOUTHS)
def test_a_member_of_another_community_is_not_there_to_be_helped(towns: tuple[Town, Town], mouth: str) -> None:
    alder, birch = towns
    for town in towns:
        name(town)
    said = {"member": birch.agents["Ana"], "kind": "skill", "words": "Knots"}
    for for_ in (birch.agents["Ana"], uuid4(), "nobody"):
        answer = MOUTHS[mouth](alder, alder.slug, HELPER, "people.record_strength", said, for_=str(for_))
        assert answer.is_refused, (for_, answer)


#: Lists that a helper reads for a member, and some that they do not: as a policy names them.
READ, NOT_READ = ("exchange threads", "ledger statement"), ("people keys", "people consents", "notices told")


@pytest.mark.parametrize("what", [*READ, *NOT_READ])
def test_lists_are_read_for_another_or_not(town: Town, what: str) -> None:
    row = name(town)
    room, word = what.split()
    ana = str(town.agents["Ana"])

    def by_api(who: str, for_: str = "") -> bool:
        headers = {"Authorization": f"Bearer {town.key(who)}", **({"Coproduce-For": for_} if for_ else {})}
        return Client().get(f"/api/{town.slug}/{room}/{word}", headers=headers).status_code == 200

    def by_command(who: str, for_: str = "") -> bool:
        words = [room, word, "--as", town.email(who), "--community", town.slug, *(["--for", for_] if for_ else [])]
        return CliRunner().invoke(build([room]), words).exit_code == 0

    for ask in (by_api, by_command):
        assert ask("Ana")
        assert ask(HELPER, ana) is (what in READ)
    do("people.end_helper", town.actor(HELPER), helping=row)
    for ask in (by_api, by_command):
        assert ask(HELPER)
        assert not ask(HELPER, ana)
