"""Somebody dies: from that moment nothing goes out to them, nobody waits at a door for them, and the books stay."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail

from coproduce.community import ledger
from coproduce.community.base.done import Done
from coproduce.community.base.models import Outbox
from coproduce.community.exchange.models import Agreement, Ask, Contribution, Need, Occasion, Offer, SignUp
from coproduce.community.exchange.queries import asks, fitting
from coproduce.community.ledger.models import Hold
from coproduce.community.notices import delivering
from coproduce.community.people.models import Membership
from coproduce.core.quantity import HOURS
from tests.fixtures.towns import NOON, TODAY, Town, do
from tests.journeys.mouths import signed_in
from tests.security.scenes import Part, every_scene

pytestmark = pytest.mark.django_db


def done(verb: str, town: Town, who: str, **arguments: Any) -> Any:
    outcome = do(verb, town.actor(who), **arguments)
    assert isinstance(outcome, Done), (verb, outcome)
    return outcome.value


def in_the_middle_of_life(town: Town) -> None:
    """Ben has needs, a thread with Ana, hours kept back, a place, an ask he is ready for, and a card."""
    scenes, part = every_scene(), Part(town, "Cleo", "Ben", "Ana")
    done("exchange.propose", town, "Ana", **scenes["exchange.propose"](Part(town, "Ana", "Ana", "Ben")))
    done("ledger.keep_back", town, "Cleo", receiver=town.agents["Ben"], giver=town.agents["Ana"], time=HOURS(30),
         until=TODAY + timedelta(days=5), what="company")  # fmt: skip
    done("exchange.sign_up", town, "Cleo", **scenes["exchange.sign_up"](part))
    Ask.objects.filter(agent__public_id=town.agents["Ben"]).update(state=Ask.READY)
    town.card("Ben")


@pytest.mark.promise("Of somebody who died nothing is asked any more, and what they gave stays written")
def test_everything_stops_and_the_books_stay(town: Town) -> None:
    in_the_middle_of_life(town)
    ben = Membership.objects.get(agent__public_id=town.agents["Ben"])
    his, entries = signed_in(town, "Ben"), Contribution.objects.count()
    assert his.get("/alder/people/").status_code == 200
    assert Hold.objects.exists() and SignUp.objects.exists() and Need.objects.filter(agent=ben.agent).exists()
    desk = signed_in(town, "Cleo")
    page = f"/alder/people/{town.agents['Ben']}/"
    form = desk.get(f"{page}leave/").context["form"]
    answer = desk.post(f"{page}leave/", {"ended": "died", "request_id": form["request_id"].value()}, follow=True)
    assert answer.redirect_chain[-1][0] == f"{page}died/"
    assert "We are sorry" in answer.content.decode()

    assert his.get("/alder/people/").status_code == 302
    assert not Agreement.objects.filter(
        commitments__agent=ben.agent, state__in=(Agreement.PROPOSED, Agreement.AGREED)
    ).exists()
    assert not any(
        kind.objects.filter(agent=ben.agent, state__in=("open", "paused")).exists() for kind in (Need, Offer)
    )
    assert not SignUp.objects.filter(agent=ben.agent, withdrawn_at=None).exists()
    assert not Occasion.objects.filter(organiser=ben.agent, cancelled_at=None).exists()
    assert not asks(town.actor("Cleo")).filter(agent=ben.agent).exists()
    assert not any(row.agent_id == ben.agent_id for row in fitting(town.actor("Ana"), Need, TODAY))
    assert not town.account("Ben").cards.filter(spent_at=None).exists()
    assert f"Ben {town.canary}" not in desk.get("/alder/people/").content.decode()

    told = Outbox.objects.filter(template__startswith="%(name)s is not with us any more")
    assert [row.is_urgent for row in told] == [True]
    delivering.deliver(NOON + timedelta(days=1))
    assert mail.outbox and not any(town.email("Ben") in letter.to for letter in mail.outbox)

    assert Contribution.objects.count() == entries
    assert ledger.verify(town.community.pk)


@pytest.mark.parametrize(("who", "status"), [("Cleo", 200), ("Ana", 404)])
def test_the_kind_page_is_the_desks(town: Town, who: str, status: int) -> None:
    done("people.leave", town, "Cleo", member=town.agents["Ben"], ended="died")
    assert signed_in(town, who).get(f"/alder/people/{town.agents['Ben']}/died/").status_code == status
    assert signed_in(town, "Cleo").get(f"/alder/people/{town.agents['Ana']}/died/").status_code == 404
