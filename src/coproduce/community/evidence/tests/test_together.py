"""Six features, who did what, whether work moved, whether help comes round; and sums that anybody may read."""

from datetime import date, timedelta

import pytest
from django.test import Client
from hypothesis import given, strategies as st
from tests.fixtures.towns import TODAY, Town, do, told
from tests.journeys.mouths import signed_in

from coproduce.community.base.models import AuditRow
from coproduce.community.evidence.queries.books import Books
from coproduce.community.evidence.queries.together import coming_round, made_together
from coproduce.community.evidence.rules.features import (
    BALANCES,
    FEATURES,
    Deed,
    balance_of,
    balances,
    features_of,
    work_moved,
)
from coproduce.community.evidence.rules.published import published
from coproduce.community.evidence.tests.made import planned
from coproduce.core.refusal import Refusal
from coproduce.core.stats.figure import share_of

DAY = date(2026, 1, 1)


def deeds(*pairs: str, arena: str = "sewing", by_desk: bool = False) -> list[Deed]:
    """One exchange for each pair of letters."""
    return [Deed(ord(one), ord(other), arena, 1, f"{arena}{one}{other}", by_desk) for one, other in pairs]


def counted(*pairs: str, **began: date) -> dict[str, tuple[int, int]]:
    given = {(ord(key[0]), int(key[1:])): day for key, day in began.items()}
    return dict(features_of("sewing", deeds(*pairs), {ord(one) for one in "ABCDE"}, given, DAY))


def test_each_feature_is_so_many_of_so_many() -> None:
    found = counted("AB", "BA", "BC", "CD", "DC", "DE", "AC")
    assert set(found) == set(FEATURES)
    assert found["mutuality"] == (4, 7)  # V14
    assert found["assets"] == (4, 5) and found["roles"] == (4, 5) and found["facilitation"] == (7, 7)
    assert found["networks"] == (3, 5)


def test_what_another_arena_saw_counts_for_people_and_not_for_roles() -> None:
    both = [*deeds("AB"), *deeds("BA", arena="garden", by_desk=True)]
    found = features_of("sewing", both, {65, 66}, {}, DAY)
    assert found["assets"] == (1, 1) and found["roles"] == (0, 2)
    assert found["mutuality"] == (1, 1) and found["facilitation"] == (1, 1)
    assert features_of("garden", both, {65, 66}, {}, DAY)["facilitation"] == (0, 1)


def test_a_new_kind_is_one_taken_up_after_another() -> None:
    later, before = DAY + timedelta(days=9), DAY - timedelta(days=9)
    assert counted("AB", "BA", A1=DAY, A2=later, B1=later)["capacities"] == (1, 2)
    assert counted("AB", A1=before, A2=before + timedelta(days=1))["capacities"] == (0, 1)


@pytest.mark.parametrize(
    ("paid", "unpaid", "said"),
    [((100, 90), (100, 110), "amber"), ((100, 91), (100, 110), "none"), ((100, 90), (100, 109), "none"),
     ((0, 90), (100, 110), "cannot tell"), ((100, 0), (0, 110), "cannot tell")],
)  # fmt: skip
def test_work_moved_is_amber_where_one_falls_as_the_other_rises(
    paid: tuple[int, int], unpaid: tuple[int, int], said: str
) -> None:
    assert work_moved(paid, unpaid) == said


def test_balance_is_a_distribution_of_people() -> None:
    assert [balance_of(*both) for both in ((0, 9), (2, 7), (3, 6), (6, 3), (7, 2), (9, 0))] == [
        BALANCES[0], BALANCES[1], BALANCES[2], BALANCES[2], BALANCES[3], BALANCES[4],
    ]  # fmt: skip
    assert sum(n for _, n in balances({1: 60, 2: 60}, {2: 60, 3: 60}, range(5))) == 3


@given(n=st.integers(0, 400), share=st.floats(0, 1), missing=st.integers(0, 30))
def test_what_anybody_reads_is_to_the_nearest_five_and_hides_what_was_hidden(
    n: int, share: float, missing: int
) -> None:
    found = share_of(round(share * n), n, of="members", from_on=DAY, until_on=DAY, missing=missing, is_live=True)
    told = published(found)
    assert all(count is None or count % 5 == 0 for count in (told.k, told.n, told.missing))
    assert (told.k is None, told.n is None) == (found.k is None, found.n is None)
    if told.k is not None and told.n and told.low is not None and told.high is not None:
        assert told.estimate == told.k / told.n and told.low <= told.estimate <= told.high


@pytest.mark.django_db
def test_a_small_town_shows_no_few(town: Town) -> None:
    found = made_together(Books(town.community, TODAY))
    assert found.arenas and all(
        figure.k is None for one in found.arenas for figure in one.features.values() if figure.n != 0
    )
    assert found.moved == "cannot tell" and found.halves[1].unpaid_minutes in (None, 0)
    round_ = coming_round(Books(town.community, TODAY))
    assert not round_.curve and all(cell.count in (None, 0) for cell in round_.balance)
    assert {count for _, count in round_.steps} <= {None, 0}


@pytest.mark.django_db
def test_sums_are_open_once_the_desk_says_so_and_to_strangers_too(town: Town) -> None:
    stranger, cleo, page = Client(), signed_in(town, "Cleo"), "/alder/evidence/open/"
    assert stranger.get(page).status_code == 404
    refused = do("evidence.open_figures", town.actor("Ana"), is_open=True)
    assert isinstance(refused, Refusal) and refused.code == "NOT_ALLOWED"
    assert signed_in(town, "Ana").get(f"{page}set/").status_code == 404
    form = cleo.get(f"{page}set/").context["form"]
    done = cleo.post(f"{page}set/", {"request_id": str(form["request_id"].value()), "is_open": "on"})
    assert done.status_code == 303
    said = stranger.get(page).content.decode()
    assert "Alder in sums" in said or "in sums" in said
    assert "Ana" not in said and "Ben" not in said and "not said" in said.lower()
    assert stranger.get(f"{page}?as=csv").status_code == 200
    told("evidence.open_figures", town.actor("Cleo"), is_open=False)
    assert stranger.get(page).status_code == 404


@pytest.mark.django_db
def test_pages_of_what_was_made_together(town: Town) -> None:
    ana = signed_in(town, "Ana")
    for page in ("made-together", "coming-round", "mine"):
        answer = ana.get(f"/alder/evidence/{page}/")
        assert answer.status_code == 200, page
        assert ana.get(f"/alder/evidence/{page}/?as=csv")["Content-Type"].startswith("text/csv")
    mine = ana.get("/alder/evidence/mine/").content.decode()
    assert "I gave" in mine and "Ben" not in mine


@pytest.mark.django_db
def test_opening_a_study_is_written_down(town: Town) -> None:
    plan = told("evidence.plan", town.actor("Cleo"), **planned())
    kim = signed_in(town, "Kim")
    for times in (1, 2):
        page = kim.get(f"/alder/evidence/{plan.id}/").content.decode()
        assert f"opened {times} times, by 1" in page
    assert AuditRow.objects.filter(kind=AuditRow.READ, verb="evidence.read_figures").count() == 2
