"""Hours first, money as a range that says its year, wellbeing apart; and whether it is fair, not said always there."""

import gzip
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given, strategies as st
from tests.fixtures.shared import real
from tests.fixtures.towns import TODAY, Town, do, told
from tests.journeys.mouths import signed_in

from coproduce.community.evidence.queries.account import account_of, rates_of, weekly_minutes
from coproduce.community.evidence.queries.books import Books
from coproduce.community.evidence.queries.fair import GROUPS, areas_text, fair
from coproduce.community.evidence.rules.fair import by_code, read_areas
from coproduce.community.evidence.rules.money import SHIPPED, read_rates, wellbys, worth
from coproduce.community.evidence.tests.test_outcomes import crowd
from coproduce.community.exchange.models import Ask
from coproduce.core.refusal import Refusal

ROW = "replacement; 5; 10; 11; GBP; 2024; ONS; quoted"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [("2024", "", "NO_PRICE_YEAR"), ("ONS", "", "NO_SOURCE"), ("quoted", "", "NO_SOURCE"), ("10", "12", "UNREADABLE"),
     ("5", "nan", "UNREADABLE"), ("5", "−5", "UNREADABLE"), ("replacement", "profit", "UNREADABLE"),
     (ROW, "", "MISSING"), ("; quoted", "", "UNREADABLE")],
)  # fmt: skip
def test_a_rate_without_year_source_or_order_is_refused(old: str, new: str, code: str) -> None:
    found = read_rates(ROW.replace(old, new, 1))
    assert isinstance(found, Refusal) and found.code == code


def test_wellbeing_years_by_the_fact_book() -> None:
    years = wellbys(40, Decimal("0.3"), Decimal("0.5"), Decimal("0.27"))
    assert years == Decimal("4.38")  # V18
    rates = read_rates(SHIPPED)
    assert not isinstance(rates, Refusal)
    assert [years * each for each in (rates[1].low, rates[1].middle, rates[1].high)] == [43_800, 56_940, 70_080]
    with pytest.raises(ValueError, match="share from 0 to 1"):
        wellbys(40, Decimal(1), Decimal(1), Decimal(2))


@given(minutes=st.integers(0, 10**7), more=st.integers(0, 10**6))
def test_more_hours_never_cost_less_and_the_range_runs_upward(minutes: int, more: int) -> None:
    rates = read_rates(SHIPPED)
    assert not isinstance(rates, Refusal)
    low, middle, high = worth(minutes, rates[0])
    assert low <= middle <= high and low <= worth(minutes + more, rates[0])[0]


@pytest.mark.parametrize("bad", ["Mill Lane,2", "area,decile\nMill Lane,0", "area,decile\nM,1\nM,2", "area,decile\n,2"])
def test_a_table_of_areas_that_cannot_be_read(bad: str) -> None:
    assert isinstance(read_areas(bad), Refusal)


@pytest.mark.parametrize(
    ("heads", "code"),
    [
        ("LSOA code (2011),LSOA name (2011),Index of Multiple Deprivation (IMD) Decile (1 is most deprived)", "done"),
        ("Data_Zone,name,SIMD2020v2_Decile", "done"),
        ("lsoa21_code,Income_decile,IMD_decile", "done"),
        ("ltla24_code,ltla24_name,imd_average_rank", "UNREADABLE"),
        ("area,place,decile", "UNREADABLE"),
    ],
)
def test_a_published_table_is_read_by_its_heads(heads: str, code: str) -> None:
    found = by_code("area,code\nMill Lane,X1\nHigh Street, east,X2", [heads, "X1,9,2.0", "X2,9,10"])
    assert (found.code if isinstance(found, Refusal) else "done") == code
    if isinstance(found, str):
        assert read_areas(found) == {"Mill Lane": 2, "High Street, east": 10}


def test_areas_of_the_country_are_found_in_its_own_tables() -> None:
    tables = real("imd_uk")
    for name, code, decile in (("imd2025_england_lsoa21", "E01000001", 8), ("imd2019_wales_lsoa11", "W01000001", 5),
                               ("imd2020_scotland_dz11", "S01006506", 7), ("imd_uk_lsoa", "E01000001", 8)):  # fmt: skip
        with gzip.open(tables / f"{name}.csv.gz", "rt", encoding="utf-8") as file:
            found = by_code(f"area,code\nMill Lane,{code}", file)
        assert isinstance(found, str) and read_areas(found) == {"Mill Lane": decile}, name


@pytest.mark.django_db
def test_rates_and_areas_are_kept_by_the_desk_and_bad_ones_are_not(town: Town) -> None:
    cleo = town.actor("Cleo")
    assert set(rates_of(Books(town.community, TODAY))) == {"replacement", "wellby"}
    told("evidence.say_in_report", cleo, part="rates", words=ROW)
    assert {kind: rate.price_year for kind, rate in rates_of(Books(town.community, TODAY)).items()} == {
        "replacement": 2024
    }
    bad = do("evidence.say_in_report", cleo, part="rates", words=ROW.replace("2024", ""))
    assert isinstance(bad, Refusal) and bad.code == "NO_PRICE_YEAR"
    assert "replacement" in rates_of(Books(town.community, TODAY))
    told("evidence.say_in_report", cleo, part="areas", words="area,decile\nMill Lane,2")
    worse = do("evidence.say_in_report", cleo, part="areas", words="Mill Lane,2")
    assert isinstance(worse, Refusal) and worse.code == "UNREADABLE"


@pytest.mark.django_db
def test_a_small_town_shows_no_few_and_who_did_not_say_stands_everywhere(town: Town) -> None:
    account = account_of(town.community.pk, TODAY)
    assert account.given_minutes is None and weekly_minutes(town.community.pk, TODAY) is None
    assert all(n in (None, 0) for side in (account.gave, account.received) for _, n, _ in side)
    found = fair(Books(town.community, TODAY))
    for split in found.splits.values():
        for by in GROUPS:
            labels = [label for names, _ in split[by] for label in names]
            assert "not said" in labels
            assert all(figure.k is None or figure.k == 0 or figure.k > 7 for _, figure in split[by])


@pytest.mark.django_db
def test_pages_of_the_account_and_of_fairness(town: Town) -> None:
    cleo, kim, here = signed_in(town, "Cleo"), signed_in(town, "Kim"), "/alder/evidence/"
    page = kim.get(f"{here}account/?people=40&change=0.3&years=0.5&deadweight=0.27").content.decode()
    assert "4.38 wellbeing years" in page and "56,940 GBP" in page and "never added up" in page
    fair_page = kim.get(f"{here}fair/").content.decode()
    assert all(f"{number}. " in fair_page for number in range(1, 5)) and "not said" in fair_page
    for path in ("account", "fair"):
        assert kim.get(f"{here}{path}/?as=csv")["Content-Type"].startswith("text/csv")
    for path, words in (("account/rates/", ROW), ("fair/areas/", "area,decile\nMill Lane,2")):
        assert kim.get(f"{here}{path}").status_code == 404
        form = cleo.get(f"{here}{path}").context["forms"]["set"]
        sends = {"what": "set", "request_id": form["request_id"].value()}
        bad = cleo.post(f"{here}{path}", {**sends, "words": "no table"})
        assert bad.status_code == 422 and "no table" in bad.content.decode()
        assert cleo.post(f"{here}{path}", {**sends, "words": words}).status_code == 303
    form = cleo.get(f"{here}fair/areas/").context["forms"]["set"]
    sends = {"what": "set", "request_id": form["request_id"].value(), "words": "area,code\nMill Lane,E9"}
    table = SimpleUploadedFile("imd.csv", b"lsoa21_code,IMD_decile\nE1,2\n")
    bad = cleo.post(f"{here}fair/areas/", {**sends, "file": table})
    assert bad.status_code == 422 and "no area E9" in bad.content.decode() and "Mill Lane,E9" in bad.content.decode()
    table.seek(0)
    good = cleo.post(f"{here}fair/areas/", {**sends, "words": "area,code\nMill Lane,E1", "file": table})
    assert good.status_code == 303 and areas_text(Books(town.community, TODAY)) == "area,decile\nMill Lane,2"


@pytest.mark.django_db
def test_what_stood_in_the_way_is_counted_and_few_are_put_together(town: Town) -> None:
    said = ["getting there"] * 12 + ["unsure"] * 9 + ["health"] * 3 + [""] * 10
    for agent, in_the_way in zip(crowd(town, len(said)), said, strict=True):
        Ask.objects.create(
            community=town.community, arena="timebank", agent=agent, helped_on=TODAY, state=Ask.NO, answered_on=TODAY,
            in_the_way=in_the_way,
        )  # fmt: skip
    for arena in ("care", "food", "play", "works", "homes", "energy", "making", "market"):
        Ask.objects.create(
            community=town.community, arena=arena, agent=agent, helped_on=TODAY, state=Ask.NEVER, answered_on=TODAY
        )
    found = fair(Books(town.community, TODAY))
    assert [(cell.labels, cell.count) for cell in found.in_the_way] == [
        (("time",), 0), (("health", "getting there"), 15), (("unsure",), 9), (("not mine",), 0), (("not said",), 10),
    ]  # fmt: skip
    ((names, figure),) = found.splits["in the way"]["sex"]
    assert "not said" in names and (figure.k, figure.n) == (21, 34)
