"""A year to the penny: previewed, closed with what stood, decided on, shared out, put right by differences, paid."""

from datetime import timedelta
from uuid import UUID
from xml.etree import ElementTree

import pytest
from django.db.models import Sum
from tests.fixtures.towns import TODAY, Town, do

from coproduce.arenas.market.models import BookLine, Sale, Year
from coproduce.arenas.market.queries.books import stand_of
from coproduce.arenas.market.queries.here import here
from coproduce.arenas.market.queries.papers import bank_file, batches
from coproduce.arenas.market.queries.years import outlook, year_of
from coproduce.arenas.market.tests.trading import (
    MORNING,
    POUNDS,
    YEAR,
    agent,
    bought,
    closed,
    decided,
    done,
    refused,
    rows,
    shared_out,
    shop,
    traded,
)
from coproduce.community import ledger
from coproduce.community.base import clock
from coproduce.community.base.done import Done
from coproduce.community.decisions.tests.asking import asked, typed, voted
from coproduce.core.refusal import Refusal

pytestmark = pytest.mark.django_db
IBAN = "GB82WEST12345698765432"
LATER = MORNING + timedelta(days=40)


def pot(town: Town, name: str) -> int:
    """What an account of the community's own holds."""
    return ledger.balance(ledger.pot_account(town.community.pk, POUNDS, f"Market, {name}")).minor


def sides(town: Town, kind: str = "") -> list[ledger.Side]:
    """Every side of the market's entries, or of those of a kind."""
    return [one for one in ledger.arena_sides(town.community.pk, "market", POUNDS) if kind in ("", one.kind)]


def told(town: Town, who: str) -> dict[str, int]:
    lines = BookLine.objects.filter(agent=agent(town, who)).order_by("kind")
    return dict(lines.values_list("kind").annotate(Sum("minor")).order_by("kind"))


def by_rules(town: Town, rule_set: str, **changed: object) -> None:
    with clock.at(MORNING):
        chosen = do("decisions.choose_rules", town.actor("Cleo"), arena="market", rule_set=rule_set,
                    decision=town.decided(), from_on=TODAY, changed=changed)  # fmt: skip
    assert isinstance(chosen, Done), chosen


def test_a_year_is_shared_to_the_penny_and_the_books_add_up(town: Town) -> None:
    traded(town, ("1", 33_300, "Ana"), ("2", 33_300, "Ben"), ("3", 33_400, "Dee"), ("4", 10_000, ""))
    done("choose_dividend", town, "Ben", choice="given")
    shared_out(town, 10_001)
    reserve, learning, social = 2_500, 250, 1_000
    # Of 6,251: 2,081.58 each for Ana and Ben, 2,087.83 for Dee; two odd pence, the tie to who came first.
    rest = 10_001 - reserve - learning - social
    ana, ben, dee = (told(town, who) for who in ("Ana", "Ben", "Dee"))
    assert (ana["cash"], ben["given"], dee["cash"]) == (2_082, 2_081, 2_088)
    assert ana["cash"] + ben["given"] + dee["cash"] == rest
    assert (pot(town, "reserve"), pot(town, "for learning"), pot(town, "for the neighbourhood")) == (
        reserve,
        learning,
        social + 2_081,
    )
    assert ledger.balance(ledger.issuing_account(town.community.pk, POUNDS, "Market, surplus")).minor == -10_001
    assert pot(town, "due to members") == 2_082 + 2_088
    assert ledger.verify(town.community.pk).faults == ()
    assert Year.objects.get().rule_set == "neighbours 1"


def test_what_the_meeting_voted_on_the_page_and_on_paper_shares_the_year_out(town: Town) -> None:
    """From the question to the penny: one on the page, one on a paper that two type in, and no decision by hand."""
    traded(town, ("1", 700, "Ana"), ("2", 300, "Ben"))
    year = closed(town, 1_600)
    with clock.at(MORNING):
        days = {"opens_on": MORNING.date(), "closes_on": MORNING.date()}
        question = asked(town, "Tom", question="Is the year shared so?", options=(), **days)
        voted(town, question, "Ana", "01")
        do("decisions.give_paper", town.actor("Cleo"), proposal=question, member=town.agents["Ben"])
        for who in ("Cleo", "Tom"):
            typed(town, question, who, 1, "01")
        counted = do("decisions.count", town.actor("Cleo"), proposal=question, minutes="The accounts were read.")
    assert counted.value.ballots == 2
    done("allocate_year", town, "Tom", year=year, decision=counted.value.decision)
    assert (told(town, "Ana"), told(town, "Ben")) == ({"cash": 700}, {"cash": 300})


def test_trade_at_members_stalls_counts_where_the_rules_say_so(town: Town) -> None:
    bought(town)
    year = closed(town, 1_000)
    assert Year.objects.get(public_id=year).frozen["trade"] == {str(agent(town, "Ana").pk): 900}


def test_by_other_rules_only_the_towns_own_stall_counts(town: Town) -> None:
    by_rules(town, "us-consumer")
    bought(town)
    traded(town, ("1", 500, "Dee"))
    year = closed(town, 1_000)
    assert Year.objects.get(public_id=year).frozen["trade"] == {str(agent(town, "Dee").pk): 500}


def test_preview_and_what_if_change_nothing(town: Town) -> None:
    traded(town, ("1", 100, "Ana"))
    year = done("open_year", town, "Tom", **YEAR).year
    before = len(sides(town))
    with clock.at(MORNING):
        tom = town.actor("Tom")
        row = year_of(tom, year)
        assert row is not None
        as_it_is = outlook(tom, here(tom.community_id), row, 1_000)
        other = outlook(tom, here(tom.community_id), row, 1_000, "spain-27-1999")
    assert (as_it_is.allocation.reserve_minor, other.allocation.reserve_minor) == (250, 200)
    assert sum(as_it_is.allocation.dividend.values()) == 625
    assert len(sides(town)) == before
    assert Year.objects.get().state == Year.OPEN


def test_what_was_closed_is_frozen(town: Town) -> None:
    traded(town, ("1", 100, "Ana"))
    year = closed(town, 1_000)
    done("bring_trade", town, "Tom", rows=rows(town, ("2", 100, "Ben")))
    done("take_shares", town, "Tom", who=town.agents["Ben"], shares=5, paid_on=TODAY)
    done("allocate_year", town, "Tom", year=year, decision=decided(town))
    assert told(town, "Ana") == {"cash": 625}
    assert told(town, "Ben") == {"shares": 500}
    right = done("correct_year", town, "Tom", year=year)
    assert right.dividend_minor == 625
    assert told(town, "Ana")["cash"] + told(town, "Ben")["cash"] == 625
    assert BookLine.objects.filter(agent=agent(town, "Ana"), round=0).get().minor == 625, "what was shared stays"
    entries = len(sides(town))
    done("correct_year", town, "Tom", year=year)
    assert len(sides(town)) == entries, "put right once more says nothing"


def test_late_rows_and_refunds_make_differences_at_once(town: Town) -> None:
    traded(town, ("1", 300, "Ana"), ("2", 100, "Ben"))
    year = shared_out(town, 1_600)
    assert (told(town, "Ana"), told(town, "Ben")) == ({"cash": 750}, {"cash": 250})
    answer = done("bring_trade", town, "Tom", LATER, rows=rows(town, ("3", -200, "Ana")))
    assert (answer.added, answer.years) == (1, 1)
    assert (told(town, "Ana"), told(town, "Ben")) == ({"cash": 500}, {"cash": 500})
    whole = Year.objects.get(public_id=year)
    assert len(whole.rounds) == 2
    fresh = outlook(town.actor("Tom"), here(town.community.pk), whole).allocation
    assert fresh.cash == {agent(town, who).pk: 500 for who in ("Ana", "Ben")}, "all rounds are one fresh reckoning"
    assert {one.effective_on for one in sides(town, "dividend, difference")} == {LATER.date()}
    assert ledger.verify(town.community.pk).faults == ()


def test_a_refund_settled_later_makes_a_difference_too(town: Town) -> None:
    sale = bought(town)
    traded(town, ("1", 900, "Dee"))
    year = shared_out(town, 1_600)
    assert (told(town, "Ana"), told(town, "Dee")) == ({"cash": 500}, {"cash": 500})
    done("dispute_sale", town, "Ana", LATER, sale=sale, why="A hole")
    done("settle_dispute", town, "Tom", LATER, sale=sale, refund=POUNDS(900), outcome="All of it comes back.")
    done("correct_year", town, "Tom", LATER, year=year)
    assert told(town, "Ana")["cash"] == 0
    assert told(town, "Dee")["cash"] == 1_000


def test_the_same_file_again_changes_nothing_and_another_under_its_number_is_refused(town: Town) -> None:
    traded(town, ("1", 300, "Ana"))
    answer = done("bring_trade", town, "Tom", rows=rows(town, ("1", 300, "Ana"), ("2", 50, "")))
    assert (answer.added, answer.known) == (1, 1)
    again = done("bring_trade", town, "Tom", LATER, rows=rows(town, ("1", 300, "Ana"), ("2", 50, "")))
    assert (again.added, again.known) == (0, 2)
    assert refused("bring_trade", town, "Tom", rows=rows(town, ("1", 301, "Ana"))) == ("CONFLICTS_WITH_EARLIER", "rows")
    assert Sale.objects.count() == 2


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ([("1", 0, "Ana")], "UNIT_MISMATCH"),
        ([("1", 100, "Ana"), ("1", 100, "Ana")], "TWICE"),
        ([("1", 100, "Ana"), ("2", -101, "Ana")], "MORE_BACK"),
        ([("", 100, "Ana")], "MISSING"),
    ],
)
def test_a_wrong_row_and_nothing_is_taken(town: Town, said: list[tuple[str, int, str]], code: str) -> None:
    assert refused("bring_trade", town, "Tom", rows=rows(town, ("9", 5, "Ben"))) == ("NO_STALL", "rows")
    shop(town)
    assert refused("bring_trade", town, "Tom", rows=rows(town, ("9", 5, "Ben"), *said))[0] == code
    tomorrow = rows(town, ("9", 5, "Ben"), on=TODAY + timedelta(days=1))
    assert refused("bring_trade", town, "Tom", rows=tomorrow)[0] == "IN_THE_FUTURE"
    assert not Sale.objects.exists()
    assert refused("bring_trade", town, "Ana", rows=rows(town, ("9", 5, "Ben")))[0] == "NOT_ALLOWED"


def test_a_year_takes_its_steps_and_a_decision_made_after_it(town: Town) -> None:
    traded(town, ("1", 300, "Ana"))
    assert refused("open_year", town, "Tom", from_on=TODAY, until_on=TODAY - timedelta(days=1))[0] == "OUT_OF_RANGE"
    year = done("open_year", town, "Tom", from_on=TODAY, until_on=TODAY + timedelta(days=9)).year
    assert refused("open_year", town, "Tom", **YEAR) == ("ALREADY_THERE", "from_on")
    assert refused("close_year", town, "Tom", year=year, surplus=POUNDS(5)) == ("TOO_EARLY", "year")
    over = MORNING + timedelta(days=9)
    assert refused("allocate_year", town, "Tom", over, year=year, decision=decided(town))[0] == "NOT_NOW"
    done("close_year", town, "Tom", over, year=year, surplus=POUNDS(100))
    assert refused("close_year", town, "Tom", over, year=year, surplus=POUNDS(5)) == ("NOT_NOW", "year")
    assert refused("correct_year", town, "Tom", over, year=year)[0] == "NOT_NOW"
    assert refused("allocate_year", town, "Tom", over, year=year, decision=year) == ("NOT_FOUND", "decision")
    early = decided(town)
    assert refused("allocate_year", town, "Tom", over, year=year, decision=early) == ("DECIDED_BEFORE", "decision")
    on = over.date()
    with clock.at(over):
        against, agreed = (town.decided(decided_on=on, effective_on=on, result=said) for said in ("no", "yes"))
    assert refused("allocate_year", town, "Tom", over, year=year, decision=against) == ("NOT_DECIDED", "decision")
    assert refused("allocate_year", town, "Ana", over, year=year, decision=agreed)[0] == "NOT_ALLOWED"
    done("allocate_year", town, "Tom", over, year=year, decision=agreed)
    assert refused("allocate_year", town, "Tom", over, year=year, decision=agreed) == ("ALREADY_SAID", "year")
    assert "14 of 40" in Year.objects.get().decision


def test_a_loss_is_borne_by_the_reserve_and_then_by_what_is_kept(town: Town) -> None:
    traded(town, ("1", 300, "Ana"), ("2", 100, "Ben"))
    shared_out(town, 2_000)
    assert pot(town, "reserve") == 500
    later = MORNING + timedelta(days=400)
    second = done(
        "open_year", town, "Tom", later, from_on=TODAY + timedelta(days=1), until_on=TODAY + timedelta(days=300)
    ).year
    done("bring_trade", town, "Tom", later, rows=rows(town, ("3", 100, "Ana"), on=TODAY + timedelta(days=2)))
    done("close_year", town, "Tom", later, year=second, surplus=POUNDS(800), is_loss=True)
    on = later.date()
    with clock.at(later):
        agreed = town.decided(decided_on=on, effective_on=on)
    done("allocate_year", town, "Tom", later, year=second, decision=agreed)
    assert pot(town, "reserve") == 0
    assert told(town, "Ana")["retained"] == -300
    assert told(town, "Ben") == {"cash": 312}
    assert ledger.verify(town.community.pk).faults == ()


def test_less_than_the_least_waits_and_is_not_lost(town: Town) -> None:
    by_rules(town, "neighbours", minimum_payout_minor=600)
    traded(town, ("1", 300, "Ana"), ("2", 100, "Ben"))
    for who in ("Ana", "Ben"):
        done("choose_dividend", town, who, choice="cash", pay_to=IBAN)
    shared_out(town, 1_600)
    answer = done("pay_dividends", town, "Tom", paid_on=TODAY)
    assert (answer.payments, answer.amount, answer.waiting) == (1, POUNDS(750), 1)
    assert (stand_of(agent(town, "Ana").pk).due_minor, stand_of(agent(town, "Ben").pk).due_minor) == (0, 250)
    assert refused("pay_dividends", town, "Tom", paid_on=TODAY) == ("NOBODY", "who")
    done("pay_dividends", town, "Tom", paid_on=TODAY, who=town.agents["Ben"])
    assert pot(town, "due to members") == 0
    assert refused("pay_dividends", town, "Ana", paid_on=TODAY)[0] == "NOT_ALLOWED"
    assert refused("pay_dividends", town, "Tom", paid_on=TODAY + timedelta(days=1)) == ("IN_THE_FUTURE", "paid_on")


def test_the_file_for_the_bank_is_always_the_same_and_adds_up(town: Town) -> None:
    traded(town, ("1", 300, "Ana"), ("2", 100, "Ben"))
    for who in ("Ana", "Ben"):
        done("choose_dividend", town, who, choice="cash", pay_to=IBAN)
    shared_out(town, 1_600)
    batch = done("pay_dividends", town, "Tom", paid_on=TODAY).batch
    tom = town.actor("Tom")
    first, again = (bank_file(tom, town.community, batch, IBAN, TODAY) for _ in range(2))
    assert isinstance(first, str)
    assert first == again
    tree = ElementTree.fromstring(first)  # noqa: S314 - our own file
    space = {"x": "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"}
    amounts = [node.text for node in tree.findall(".//x:InstdAmt", space)]
    assert amounts == ["7.50", "2.50"]
    assert tree.findtext(".//x:GrpHdr/x:CtrlSum", namespaces=space) == "10.00"
    assert [one.minor for one in batches(tom)] == [1_000]
    assert batches(town.actor("Ana")) == []
    wrong = bank_file(tom, town.community, batch, "GB00", TODAY)
    assert isinstance(wrong, Refusal)
    assert wrong.field == "from_account"


def test_what_is_kept_comes_round_after_its_years(town: Town) -> None:
    by_rules(town, "us-consumer", minimum_payout_minor=0, retained_years=1)
    traded(town, ("1", 1_000, "Ana"))
    done("choose_dividend", town, "Ana", choice="retained", pay_to=IBAN)
    shared_out(town, 1_000)
    assert told(town, "Ana") == {"cash": 180, "retained": 720}
    assert done("pay_dividends", town, "Tom", paid_on=TODAY).amount == POUNDS(180)
    almost, there = MORNING + timedelta(days=364), MORNING + timedelta(days=365)
    assert refused("pay_dividends", town, "Tom", almost, paid_on=almost.date()) == ("NOBODY", "who")
    assert done("pay_dividends", town, "Tom", there, paid_on=there.date()).amount == POUNDS(720)
    assert stand_of(agent(town, "Ana").pk).retained_minor == 0
    assert pot(town, "kept for members") == pot(town, "due to members") == 0


def test_shares_are_taken_up_to_a_cap_bring_no_votes_and_come_back_as_paid(town: Town) -> None:
    ana = town.agents["Ana"]
    assert done("take_shares", town, "Tom", who=ana, shares=25, paid_on=TODAY).held == POUNDS(2_500)
    assert refused("take_shares", town, "Tom", who=ana, shares=976, paid_on=TODAY) == ("SHARE_CAP", "shares")
    assert refused("take_shares", town, "Ana", who=ana, shares=1, paid_on=TODAY)[0] == "NOT_ALLOWED"
    late = TODAY + timedelta(days=1)
    assert refused("take_shares", town, "Tom", who=ana, shares=1, paid_on=late) == ("IN_THE_FUTURE", "paid_on")
    assert pot(town, "members’ shares") == 2_500
    shared_out(town, 900_000)
    said = {"who": ana, "paid_on": TODAY}
    assert refused("give_back_shares", town, "Tom", amount=POUNDS(2_501), **said) == ("NO_SHARES", "amount")
    assert refused("give_back_shares", town, "Ana", amount=POUNDS(1), **said)[0] == "NOT_ALLOWED"
    assert done("give_back_shares", town, "Tom", amount=POUNDS(2_500), **said).held == POUNDS(0)
    assert pot(town, "members’ shares") == 0


def test_rochdale_pays_on_shares_first(town: Town) -> None:
    by_rules(town, "rochdale")
    traded(town, ("1", 1_000, "Ben"))
    done("take_shares", town, "Tom", who=town.agents["Ana"], shares=100, paid_on=TODAY)
    shared_out(town, 2_000)
    assert told(town, "Ana") == {"interest": 500, "shares": 10_000}
    assert told(town, "Ben") == {"cash": 2_000 - 200 - 50 - 500}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"choice": "gold"}, ("UNKNOWN_WORD", "choice")),
        ({"choice": "cash", "pay_to": "GB82WEST12345698765433"}, ("NOT_AN_ACCOUNT", "pay_to")),
        ({"choice": "cash", "near_of_100": 101}, ("OUT_OF_RANGE", "near_of_100")),
    ],
)
def test_what_cannot_be_chosen(town: Town, said: dict[str, object], expected: tuple[str, str]) -> None:
    assert refused("choose_dividend", town, "Ana", **said) == expected
    assert refused("choose_dividend", town, "Ana", choice="cash", for_=town.agents["Ben"])[0] == "NOT_ALLOWED"
    assert done("choose_dividend", town, "Cleo", choice="cash", for_=town.agents["Ben"]).choice == "cash"


def test_who_left_is_paid_all_that_is_theirs(town: Town) -> None:
    by_rules(town, "us-consumer")
    traded(town, ("1", 1_000, "Ana"))
    done("take_shares", town, "Tom", who=town.agents["Ana"], shares=1, paid_on=TODAY)
    with clock.at(MORNING):
        assert isinstance(do("people.leave", town.actor("Ana"), member=town.agents["Ana"]), Done)
    shared_out(town, 1_000)
    ana: UUID = town.agents["Ana"]
    assert done("pay_dividends", town, "Tom", paid_on=TODAY, who=ana).amount == POUNDS(900)
    done("give_back_shares", town, "Tom", who=ana, amount=POUNDS(2_500), paid_on=TODAY)
    assert stand_of(agent(town, "Ana").pk).shares_minor == 0
    assert ledger.verify(town.community.pk).faults == ()
