"""My circle and the net on pages: for whom, with a list beside each drawing, and nothing of who must not meet."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from tests.fixtures.towns import NOON, Town, told
from tests.journeys.mouths import signed_in

from coproduce.community.base import clock
from coproduce.community.base.models import AuditRow
from coproduce.community.people.models import Agent
from coproduce.community.trust.jobs import ask_circles
from coproduce.community.trust.models import Rhythm, Silence, Tie

pytestmark = pytest.mark.django_db

PAGE = "/alder/trust/"


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with clock.at(NOON):
        yield


def read(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return str(answer.content.decode())


def sent(client: Client, path: str, what: str, **said: Any) -> Any:
    form = client.get(path).context["forms"][what]
    return client.post(path, {"what": what, "request_id": form["request_id"].value(), **said})


def test_somebody_is_asked_says_yes_and_stands_in_the_circle(town: Town) -> None:
    ana, dee = signed_in(town, "Ana"), signed_in(town, "Dee")
    near = f"{PAGE}near/?q=Dee"
    member = str(town.agents["Dee"])
    wrong = sent(ana, near, "say", member=member)
    assert wrong.status_code == 422 and "Say whether you would ring them" in wrong.content.decode()
    assert f'value="{member}" selected' in wrong.content.decode(), "what was chosen stays"
    done = sent(ana, near, "say", member=member, rings="on")
    assert (done.status_code, done["Location"]) == (302, PAGE)
    assert "Not answered yet" in read(ana, PAGE)
    page = dee.get(PAGE)
    [(row, asks, yes, _)] = page.context["questions"]
    assert "would ring you now and then" in asks and "nobody is told" in page.content.decode()
    dee.post(f"{PAGE}answer/", {"request_id": yes, "tie": row.public_id, "says": "yes"})
    there = read(ana, PAGE)
    assert '<svg class="chart' in there and "you would ring them" in there and "Not answered yet" not in there
    assert f"Dee {town.canary},you would ring them" in read(ana, f"{PAGE}?as=csv")
    [(close, *_, request_id)] = [one for one in ana.get(PAGE).context["people"] if one[0].i_ring]
    ana.post(f"{PAGE}let-go/", {"request_id": request_id, "tie": close.i_ring})
    assert Tie.objects.get().stands_on is None and "you would ring them" not in read(ana, PAGE)


def test_who_must_not_meet_stands_on_neither_page(town: Town) -> None:
    told("people.block", town.actor("Ben"), member=town.agents["Ana"])
    assert f"Ben {town.canary}" not in read(signed_in(town, "Ana"), PAGE)
    assert "Nobody of that name" in read(signed_in(town, "Ana"), f"{PAGE}near/?q=Ben")


def test_one_asks_to_be_rung_says_that_all_is_well_and_ends_it(town: Town) -> None:
    dee, rhythm = signed_in(town, "Dee"), f"{PAGE}rhythm/"
    refused = sent(dee, rhythm, "keep", days="1")
    assert refused.status_code == 422 and 'value="1"' in refused.content.decode()
    assert sent(dee, rhythm, "keep", days="7").status_code == 303
    Rhythm.objects.update(since_on=NOON.date() - timedelta(days=20))
    ask_circles(NOON)
    assert "Nobody has said that they heard from you" in read(dee, rhythm)
    assert sent(dee, rhythm, "well").status_code == 303
    assert Silence.objects.get().over_on and "are asked to ring" not in read(dee, rhythm)
    assert sent(dee, rhythm, "end").status_code == 303 and not Rhythm.objects.exists()


def test_the_desk_is_told_what_comes_next_and_nobody_else_reads_it(town: Town) -> None:
    dee = Agent.objects.get(public_id=town.agents["Dee"])
    told("trust.keep_rhythm", town.actor("Cleo"), days=5, for_=dee.public_id)
    Rhythm.objects.update(since_on=NOON.date() - timedelta(days=20))
    ask_circles(NOON)
    cleo, heard = signed_in(town, "Cleo"), f"{PAGE}heard/{dee.public_id}/"
    assert dee.name in read(cleo, f"{PAGE}net/") and "for 20 days" in read(cleo, f"{PAGE}net/")
    assert any(dee.pk in row.subjects for row in AuditRow.objects.filter(verb="trust.read_net"))
    assert "Ring them." in read(cleo, heard)
    assert sent(cleo, heard, "unreached").status_code == 303 and "at another hour" in read(cleo, heard)
    assert sent(cleo, heard, "heard", how="met", came="fine", heard_on="tomorrow").status_code == 422
    assert sent(cleo, heard, "heard", how="met", came="fine", heard_on="2026-11-17").status_code == 303
    assert "1 needed nobody" in read(cleo, f"{PAGE}net/") and "could not reach" not in read(cleo, heard)
    for who in ("Ana", "Tom"):
        assert signed_in(town, who).get(heard).status_code == 404
        assert signed_in(town, who).get(f"{PAGE}net/").status_code == 404


def test_streets_and_sums_are_open_and_hide_the_few(town: Town) -> None:
    ana = signed_in(town, "Ana")
    assert f"Lane {town.canary}" in read(ana, f"{PAGE}streets/") and "Lane" in read(ana, f"{PAGE}streets/?as=csv")
    ties = read(signed_in(town, "Kim"), "/alder/evidence/ties/")
    assert "Does a tie help?" in ties and "Until one does, nobody can tell" in ties and "Too few people" in ties
    assert ",C," in read(ana, "/alder/evidence/ties/?as=csv")
