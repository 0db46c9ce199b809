"""Paid and unpaid: the ledger's hours to the minute, by sex, beside paid ones; and nothing of a few for others."""

from collections import Counter
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from django.apps import apps
from tests.fixtures.towns import TODAY, Town, do
from tests.journeys.mouths import signed_in

from coproduce.arenas.timebank.queries.figures import figures
from coproduce.arenas.timebank.tests.test_desk import history
from coproduce.community.base.done import Done
from coproduce.community.exchange.work_moved.reckoned import GROUP, WHO, WorkMoved, paid_and_unpaid
from coproduce.community.people.counting.rules import MAN, NOT_SAID, OTHER, WOMAN
from coproduce.community.people.models import Agent
from coproduce.community.people.rules import NewMember
from coproduce.core.quantity import HOURS

pytestmark = pytest.mark.django_db

#: What some of the cast say of themselves; the others say nothing.
SAID = {"Ana": WOMAN, "Ben": MAN, "Tom": MAN, "Dee": OTHER}


def here(town: Town, who: str, year: int | None = None) -> WorkMoved | None:
    """What one of the town reads of its time bank."""
    return paid_and_unpaid(town.actor(who), "timebank", TODAY, year)


def say(town: Town, who: dict[str, str]) -> None:
    for name, sex in who.items():
        assert isinstance(do("people.say_about_me", town.actor(name), member=town.agents[name], sex=sex), Done)


def pay(town: Town, month: date, **more: Any) -> None:
    said = {"month": month, "role": "Broker", "arena": "timebank", **more}
    assert isinstance(do("people.record_staff_hours", town.actor("Tom"), **said), Done)


def from_postings(town: Town) -> Counter[tuple[str, str]]:
    """Minutes given by month and sex, from the postings alone: what was taken back is taken off."""
    names = dict(Agent.objects.filter(community=town.community).values_list("pk", "name"))
    minutes: Counter[tuple[str, str]] = Counter()
    postings = apps.get_model("ledger", "Posting").objects
    for posting in postings.filter(account__community=town.community, unit="hour").select_related("entry", "account"):
        entry, amount = posting.entry, posting.amount
        if (entry.kind == "exchange" and amount > 0) or (entry.kind == "reversal" and amount < 0):
            who = SAID.get(names[posting.account.agent_id].partition(" ")[0], NOT_SAID)
            minutes[f"{entry.effective_on:%Y-%m}", who] += amount
    return +minutes


def by_month(found: WorkMoved) -> Counter[tuple[str, str]]:
    return +Counter(
        {(line.months[0], part.who[0]): part.given_minutes or 0 for line in found.months for part in line.parts}
    )


@pytest.mark.parametrize("seed", range(2))
def test_given_hours_are_the_ledgers_to_the_minute(town: Town, seed: int) -> None:
    history(town, seed)
    say(town, SAID)
    counted: Counter[tuple[str, str]] = Counter()
    for year in (TODAY.year, TODAY.year - 1):
        found, told = (
            paid_and_unpaid(town.actor("Cleo"), "timebank", TODAY, year),
            figures(town.actor("Cleo"), TODAY, year),
        )
        assert found is not None
        assert told is not None
        assert found.total.everybody.given_minutes == told.total.given_minutes
        assert sum(part.given_minutes or 0 for part in found.total.parts) == told.total.given_minutes
        assert [line.everybody.given_minutes for line in found.months] == [row.given_minutes for row in told.months]
        counted += by_month(found)
    assert counted == from_postings(town)


def test_a_group_gives_without_a_sex(town: Town) -> None:
    done = do("people.form_group", town.actor("Cleo"), kind="organisation", name="The library",
              members=(town.agents["Dee"],))  # fmt: skip
    assert isinstance(done, Done)
    do("timebank.record_for", town.actor("Cleo"), **town.help(done.value.id, "Ben", time=HOURS(45)))
    found = here(town, "Cleo")
    assert found is not None
    assert {part.who: (part.people, part.given_minutes) for part in found.total.parts}[GROUP,] == (1, 45)


def test_paid_hours_stand_beside(town: Town) -> None:
    say(town, SAID)
    pay(town, date(2026, 11, 2), women=HOURS(600), not_said=HOURS(30))
    pay(town, date(2026, 10, 2), men=HOURS(60))
    pay(town, date(2026, 10, 2), arena="", women=HOURS(7))
    pay(town, date(2025, 10, 2), women=HOURS(1))
    found = here(town, "Tom")
    assert found is not None
    assert [part.paid_minutes for part in found.total.parts] == [600, 60, 0, 30, 0]
    assert (found.total.everybody.paid_minutes, found.total.elsewhere_minutes) == (690, 7)
    assert [(line.everybody.paid_minutes, line.elsewhere_minutes) for line in found.months[-2:]] == [(60, 7), (630, 0)]
    assert [part.given_minutes for part in found.months[-1].parts] == [120, 0, 0, 0, 0]


def test_what_is_taken_back_counts_no_more(town: Town) -> None:
    say(town, {"Ana": WOMAN})
    say(town, {"Ana": NOT_SAID})
    found = here(town, "Cleo")
    assert found is not None
    assert [part.given_minutes for part in found.total.parts] == [0, 0, 0, 120, 0]


def crowd(town: Town, women: int, men: int) -> None:
    """So many women and men who each gave an hour, from January on a month later each; their names in no way say so."""
    cleo, chance = town.actor("Cleo"), Random(3)
    names = [f"Neighbour{number} {town.canary}" for number in range(women + men)]
    welcomed = do("people.welcome", cleo, members=tuple(NewMember(name) for name in names))
    assert isinstance(welcomed, Done)
    who = dict(Agent.objects.filter(name__in=names).values_list("name", "public_id"))
    for number, name in enumerate(names):
        do("people.say_about_me", cleo, member=who[name], sex=WOMAN if number < women else MAN)
        days = TODAY - timedelta(days=chance.randint(0, 200))
        do("timebank.record_for", cleo, **town.help(who[name], "Ben", time=HOURS(60), done_on=days))


def test_who_reads_less_reads_nothing_of_a_few(town: Town) -> None:
    crowd(town, 11, 9)
    pay(town, date(2026, 11, 2), women=HOURS(600))
    whole, less = (here(town, "Tom"), here(town, "Ana"))
    assert whole is not None
    assert less is not None
    assert [(part.who, part.people) for part in less.total.parts] == [
        ((WOMAN,), 11), ((MAN, OTHER, NOT_SAID, GROUP), 10)
    ]  # fmt: skip
    for line in (*less.months, less.total):
        assert all(part.paid_minutes is None for part in line.parts)
        if line.parts:
            assert line.everybody.given_minutes == sum(part.given_minutes or 0 for part in line.parts)
    assert sum(line.everybody.given_minutes or 0 for line in less.months) == less.total.everybody.given_minutes
    assert all(part.people is None for line in less.months for part in (*line.parts, line.everybody))
    assert [month for line in less.months for month in line.months] == [line.months[0] for line in whole.months]
    assert less.total.everybody == whole.total.everybody
    assert len(whole.months) == 11
    assert len(less.months) < 11


def test_months_that_cannot_be_told_apart_by_who_gave_are_told_without(town: Town) -> None:
    """Women gave until August, men from September on: no month holds more than a few of both."""
    say(town, {"Ana": WOMAN})
    cleo = town.actor("Cleo")
    names = [f"Neighbour{number} {town.canary}" for number in range(18)]
    do("people.welcome", cleo, members=tuple(NewMember(name) for name in names))
    who = dict(Agent.objects.filter(name__in=names).values_list("name", "public_id"))
    for number, name in enumerate(names):
        do("people.say_about_me", cleo, member=who[name], sex=WOMAN if number < 9 else MAN)
        done_on = date(2026, 8, 3) if number < 9 else date(2026, 9, 3)
        do("timebank.record_for", cleo, **town.help(who[name], "Ben", time=HOURS(60), done_on=done_on))
    less = here(town, "Ana")
    assert less is not None
    assert [(part.people, part.given_minutes) for part in less.total.parts if part.people] == [
        (10, 660), (9, 540)
    ]  # fmt: skip
    assert [(line.months[-1], line.parts, line.everybody.given_minutes) for line in less.months] == [
        ("2026-08", (), 540), ("2026-11", (), 660)
    ]  # fmt: skip
    page = signed_in(town, "Ana").get("/alder/timebank/figures/work/").content.decode()
    assert "January 2026 to August 2026" in page


def test_a_few_givers_are_not_shown_by_whom(town: Town) -> None:
    pay(town, date(2026, 11, 2), women=HOURS(600))
    less = here(town, "Ana")
    assert less is not None
    assert less.total.parts == ()
    assert (less.total.everybody.people, less.total.everybody.given_minutes) == (None, None)
    assert less.total.everybody.paid_minutes == 600
    page = signed_in(town, "Ana").get("/alder/timebank/figures/work/").content.decode()
    assert "1 to 7 people gave" in page
    assert "10 h 00" in page


@pytest.mark.parametrize("who", ["Cleo", "Ana"])
def test_page_table_and_operation_say_the_same(town: Town, who: str) -> None:
    crowd(town, 11, 9)
    pay(town, date(2026, 11, 2), women=HOURS(600))
    client = signed_in(town, who)
    operation = client.get("/api/alder/timebank/figures/work-moved").json()
    lines = client.get("/alder/timebank/figures/work/?as=csv").content.decode("utf-8-sig").splitlines()[1:]
    told = [line.split(",") for line in lines]
    minutes = [[line[3], line[4]] for line in told]
    shown = lambda number: "not shown" if number is None else str(number)  # noqa: E731
    assert minutes == [
        [shown(part["given_minutes"]), shown(part["paid_minutes"])]
        for line in (*operation["months"], operation["total"])
        for part in (*line["parts"], line["everybody"])
    ]
    page = client.get("/alder/timebank/figures/work/").content.decode()
    for part in operation["total"]["parts"]:
        assert str(HOURS(part["given_minutes"])) in page
    assert [part for one in operation["total"]["parts"] for part in one["who"]] == list(WHO)


def test_who_may_not_read_figures_reads_none(town: Town) -> None:
    outsider = town.actor("Ana").__class__(town.community.pk, None, None, frozenset({"visitor"}))
    assert paid_and_unpaid(outsider, "timebank", TODAY) is None
    assert here(town, "Ana") is not None


def test_the_figures_lead_there(town: Town) -> None:
    assert (
        "/alder/timebank/figures/work/?year=2026"
        in signed_in(town, "Ana").get("/alder/timebank/figures/").content.decode()
    )


def test_made_up_hours_say_so(town: Town) -> None:
    town.community.__class__.objects.update(is_demo=True)
    client = signed_in(town, "Cleo")
    lines = client.get("/alder/timebank/figures/work/?as=csv").content.decode().splitlines()
    assert all(line.endswith(",demo") for line in lines[1:])
    assert ' <span class="badge">demo</span></h1>' in client.get("/alder/timebank/figures/work/").content.decode()
    assert "demo" in client.get("/alder/people/staff-hours/").content.decode()
