"""Roles opened by vouching: the threshold, who may vouch, what follows once and is taken back, and who has left."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from hypothesis import given, strategies as st
from tests.fixtures.towns import TODAY, Town, do
from tests.journeys.mouths import signed_in

from coproduce.community.base import policy
from coproduce.community.base.models import Outbox
from coproduce.community.people.models import GainedRole, Membership, Vouch, VouchedRole
from coproduce.community.people.rules import NewMember
from coproduce.community.people.vouching.following import ASKED, GIVEN, TAKEN
from coproduce.community.people.vouching.queries import needs_desk, standings
from coproduce.community.people.vouching.rules import GIVEN_OTHERWISE, counted, follows, threshold
from coproduce.core.refusal import Refusal

pytestmark = pytest.mark.django_db

#: A role of an arena's own, which does nothing for others: nobody at the desk has a word in it.
GARDENER = "garden guide"


def code(outcome: object) -> str:
    return outcome.code if isinstance(outcome, Refusal) else "done"


def membership(town: Town, name: str) -> Membership:
    return Membership.objects.get(agent__public_id=town.agents[name])


def opened(town: Town, role: str = GARDENER, **more: Any) -> None:
    VouchedRole.objects.create(community=town.community, role=role, **{"threshold": 2, **more})


def vouch(town: Town, who: str, whom: str = "Zoe", role: str = GARDENER) -> str:
    return code(do("people.vouch", town.actor(who), member=town.agents[whom], role=role))


def take_back(town: Town, who: str, whom: str = "Zoe", role: str = GARDENER) -> str:
    return code(do("people.take_back_vouch", town.actor(who), member=town.agents[whom], role=role))


def told(town: Town, words: str, whom: str = "Zoe") -> int:
    return Outbox.objects.filter(to_agent=membership(town, whom).agent_id, template=words).count()


def has(town: Town, role: str = GARDENER, whom: str = "Zoe") -> bool:
    return role in membership(town, whom).roles


@pytest.fixture
def here(town: Town) -> Town:
    """A town where everybody came yesterday or before, and Zoe is to be vouched for."""
    Membership.objects.filter(community=town.community).update(joined_on=TODAY - timedelta(days=30))
    done = do("people.welcome", town.actor("Cleo"), members=(NewMember("Zoe", "zoe@alder.example"),))
    town.agents["Zoe"] = done.value.ids[0]  # type: ignore[union-attr]
    return town


#: H1: of so many active members who joined at least a day ago, so many have to vouch.
H1 = [(1, 1), (5, 2), (6, 3), (2, 1), (3, 1), (4, 2), (7, 3), (400, 3), (0, 1)]


@pytest.mark.parametrize(("here_a_day", "takes"), H1)
def test_h1_half_of_those_settled_at_least_one_and_at_most_three(here_a_day: int, takes: int) -> None:
    assert threshold(here_a_day) == takes


def test_h1_who_joined_today_or_rests_is_not_counted(town: Town) -> None:
    opened(town, threshold=None)
    Membership.objects.filter(community=town.community).update(joined_on=TODAY)
    Membership.objects.filter(agent__public_id=town.agents["Cleo"]).update(joined_on=TODAY - timedelta(days=1))
    Membership.objects.filter(agent__public_id=town.agents["Tom"]).update(joined_on="2026-01-01", state="paused")
    [standing] = standings(town.actor("Ana"), membership(town, "Ben"))
    assert standing.needed == 1
    Membership.objects.filter(community=town.community).update(joined_on=TODAY - timedelta(days=1))
    [standing] = standings(town.actor("Ana"), membership(town, "Ben"))
    assert standing.needed == 3


def test_h2_nobody_for_themselves_h3_once_each_h4_and_taken_back(here: Town) -> None:
    opened(here)
    assert vouch(here, "Ana", "Ana") == "OWN_VOUCH"
    assert take_back(here, "Ana") == "NOT_FOUND"
    assert vouch(here, "Ana") == "done"
    assert vouch(here, "Ana") == "ALREADY_VOUCHED"
    assert Vouch.objects.count() == 1
    assert take_back(here, "Ana") == "done"
    assert take_back(here, "Ana") == "NOT_FOUND"
    assert vouch(here, "Ana") == "done"


def test_h5_the_role_is_given_once_and_taken_once_and_counts_at_once(here: Town) -> None:
    opened(here)
    for who, now in (("Ana", False), ("Ben", True), ("Tom", True)):
        assert vouch(here, who) == "done"
        assert has(here) is now
        assert (GARDENER in here.actor("Zoe").roles) is now
    assert told(here, GIVEN) == 1
    assert take_back(here, "Ana") == "done"
    assert has(here) and told(here, TAKEN) == 0
    assert take_back(here, "Ben") == "done"
    assert not has(here) and told(here, TAKEN) == 1
    assert not GainedRole.objects.exists()


def test_h6_a_role_may_be_needed_to_vouch(here: Town) -> None:
    opened(here, giver_role="link worker")
    assert vouch(here, "Ana") == "NOT_ALLOWED"
    assert vouch(here, "Dee") == "done"


def test_h7_another_town_is_untouched(towns: tuple[Town, Town]) -> None:
    one, other = towns
    for town in towns:
        opened(town, threshold=1)
        assert vouch(town, "Ana", "Ben") == "done"
    assert code(do("people.vouch", one.actor("Ana"), member=other.agents["Tom"], role=GARDENER)) == "NOT_FOUND"
    do("people.leave", one.actor("Ana"), member=one.agents["Ana"])
    do("people.leave", one.actor("Ben"), member=one.agents["Ben"])
    assert has(other, whom="Ben")


@pytest.mark.parametrize("counts", [True, False])
def test_h8_who_left_vouches_on_as_a_former_member_where_it_is_so_set(here: Town, counts: bool) -> None:
    opened(here, counts_former=counts)
    for who in ("Ana", "Ben"):
        vouch(here, who)
    do("people.leave", here.actor("Ana"), member=here.agents["Ana"])
    [standing] = standings(here.actor("Ben"), membership(here, "Zoe"))
    assert [one.is_former for one in standing.vouches] == [True, False]  # type: ignore[attr-defined]
    assert (standing.number, has(here), told(here, TAKEN)) == ((2, True, 0) if counts else (1, False, 1))
    page = signed_in(here, "Ben").get(f"/alder/people/{here.agents['Zoe']}/vouching/").content.decode()
    assert "given by a former member" in page


@given(
    st.lists(st.tuples(st.integers(0, 6), st.booleans()), max_size=30), st.integers(1, 4), st.booleans(), st.booleans()
)
def test_the_role_is_there_exactly_while_enough_vouch(
    steps: list[tuple[int, bool]], takes: int, counts_former: bool, leaves: bool
) -> None:
    """Whatever is vouched and taken back in whatever order: one word for each time it comes, and one when it goes."""
    givers: dict[int, bool] = {}
    holds, said = False, []
    for who, is_vouch in steps:
        before = counted(givers, counts_former)
        if is_vouch:
            givers[who] = True
        else:
            givers.pop(who, None)
        if leaves and who in givers:
            givers[who] = False
        now = counted(givers, counts_former)
        word = follows(before, now, takes, holds, needs_desk=False)
        holds = {"given": True, "taken": False}.get(word, holds)
        said += [word] if word else []
        assert holds is (now >= takes)
    assert said == ["given", "taken"] * (len(said) // 2) + ["given"] * (len(said) % 2)


@pytest.mark.parametrize(
    ("who", "change", "said"),
    [
        ("Cleo", {}, "done"),
        ("Ana", {}, "NOT_ALLOWED"),
        *(("Cleo", {"role": role}, "UNKNOWN_ROLE") for role in sorted(GIVEN_OTHERWISE)),
        ("Cleo", {"role": "king"}, "UNKNOWN_ROLE"),
        ("Cleo", {"giver_role": "king"}, "UNKNOWN_ROLE"),
        ("Cleo", {"threshold": 0}, "OUT_OF_RANGE"),
        ("Cleo", {"threshold": 51}, "OUT_OF_RANGE"),
    ],
)
def test_who_opens_which_roles(town: Town, who: str, change: dict[str, Any], said: str) -> None:
    assert code(do("people.set_vouching", town.actor(who), **{"role": "link worker", **change})) == said
    assert VouchedRole.objects.exists() is (said == "done")


def test_roles_that_do_for_others_what_no_member_may_take_the_desks_yes() -> None:
    assert {role for role in policy.ROLES if needs_desk(role)} >= {"broker", "link worker", "safeguarding lead"}
    assert not needs_desk("member") and not needs_desk(GARDENER)


def test_the_desk_says_yes_to_a_link_worker(here: Town) -> None:
    role, cleo = "link worker", here.actor("Cleo")
    do("people.set_vouching", cleo, role=role, threshold=2)
    yes = {"member": here.agents["Zoe"], "role": role}
    vouch(here, "Ana", role=role)
    assert code(do("people.confirm_role", cleo, **yes)) == "TOO_FEW"
    vouch(here, "Ben", role=role)
    vouch(here, "Tom", role=role)
    assert not has(here, role) and told(here, ASKED, "Cleo") == 1
    assert code(do("people.confirm_role", here.actor("Ana"), **yes)) == "NOT_ALLOWED"
    assert code(do("people.confirm_role", cleo, **yes)) == "done"
    assert has(here, role) and told(here, GIVEN) == 1
    for who in ("Ana", "Ben"):
        take_back(here, who, role=role)
    assert not has(here, role) and told(here, TAKEN) == 1


def test_nobody_at_the_desk_says_yes_to_themselves(here: Town) -> None:
    do("people.set_vouching", here.actor("Cleo"), role="link worker", threshold=1)
    vouch(here, "Ana", "Cleo", "link worker")
    assert code(do("people.confirm_role", here.actor("Cleo"), member=here.agents["Cleo"], role="link worker")) == (
        "OWN_HAND"
    )


def test_what_the_desk_gave_is_not_taken_by_vouching(here: Town) -> None:
    do("people.set_vouching", here.actor("Cleo"), role="link worker", threshold=1)
    vouch(here, "Ana", "Dee", "link worker")
    take_back(here, "Ana", "Dee", "link worker")
    assert has(here, "link worker", "Dee")


def test_taking_more_takes_it_from_whom_too_few_vouch_for_and_closing_takes_nothing(here: Town) -> None:
    role, cleo = "link worker", here.actor("Cleo")
    do("people.set_vouching", cleo, role=role, threshold=1)
    vouch(here, "Ana", role=role)
    do("people.confirm_role", cleo, member=here.agents["Zoe"], role=role)
    do("people.set_vouching", cleo, role=role, threshold=1, is_open=False)
    assert has(here, role) and vouch(here, "Ben", role=role) == "NOT_FOUND"
    do("people.set_vouching", cleo, role=role, threshold=2)
    assert not has(here, role)


def test_two_records_made_one_vouch_once(here: Town) -> None:
    opened(here)
    for who in ("Ana", "Ben"):
        vouch(here, who)
    vouch(here, "Ana", "Ben")
    do("people.merge", here.actor("Cleo"), keep=here.agents["Ana"], gone=here.agents["Ben"])
    standing = Vouch.objects.filter(taken_back_on=None)
    assert [(one.giver.public_id, one.member.public_id) for one in standing] == [
        (here.agents["Ana"], here.agents["Zoe"])
    ]


def test_vouching_on_pages(here: Town) -> None:
    desk, ana, role = signed_in(here, "Cleo"), signed_in(here, "Ana"), "link worker"
    assert ana.get("/alder/people/vouching/").status_code == 404
    said = {"role": role, "is_open": "on", "threshold": "1", "counts_former": "on"}
    there = "/alder/people/vouching/"
    assert desk.post(f"{there}set/", {**said, "request_id": here.agents["Tom"], "threshold": "0"}).status_code == 422
    assert desk.post(f"{there}set/", {**said, "request_id": here.agents["Ana"]}).status_code == 302
    assert "It takes 1 today" in desk.get(there).content.decode()
    zoe = f"/alder/people/{here.agents['Zoe']}/vouching/"
    assert "I vouch for them" in ana.get(zoe).content.decode()
    assert ana.post(f"{zoe}vouch/", {"role": role, "request_id": here.agents["Ben"]}).status_code == 302
    assert "1 member vouches; it takes 1." in ana.get(zoe).content.decode()
    assert "They wait for your yes" in desk.get(there).content.decode()
    assert desk.post(f"{zoe}confirm/", {"role": role, "request_id": here.agents["Cleo"]}).status_code == 302
    assert "You are this here" in signed_in(here, "Zoe").get(zoe).content.decode()
    assert ana.post(f"{zoe}back/", {"role": role, "request_id": here.agents["Dee"]}).status_code == 302
    assert not has(here, role)


def test_scripts_read_who_vouches_and_the_desk_who_waits(here: Town) -> None:
    opened(here)
    opened(here, "link worker", giver_role="member")
    for who in ("Ana", "Ben"):
        vouch(here, who, role="link worker")

    def read(who: str, what: str) -> Any:
        headers = {"Authorization": f"Bearer {here.key(who)}"}
        return Client().get(f"/api/{here.slug}/people/{what}", headers=headers)

    zoe = here.agents["Zoe"]
    said = read("Ana", f"vouches?member={zoe}").json()
    assert said["member"] == str(zoe)
    gardener, worker = said["items"]
    assert (gardener["role"], gardener["number"], gardener["vouches"]) == (GARDENER, 0, [])
    assert (worker["number"], worker["needed"], worker["has_it"], worker["needs_desk"]) == (2, 2, False, True)
    assert [one["by"] for one in worker["vouches"]] == [str(here.agents[who]) for who in ("Ana", "Ben")]
    assert read("Ana", "vouches").json()["member"] == str(here.agents["Ana"])
    for who, waits in (("Ana", []), ("Cleo", [{"id": str(zoe), "name": "Zoe"}])):
        rows = {one["role"]: one for one in read(who, "vouching").json()["items"]}
        assert (rows["link worker"]["waiting"], rows[GARDENER]["waiting"]) == (waits, [])
        assert (rows["link worker"]["giver_role"], rows[GARDENER]["needed"]) == ("member", 2)
    do("people.block", here.actor("Zoe"), member=here.agents["Ben"])
    assert read("Ben", f"vouches?member={zoe}").status_code == 404
