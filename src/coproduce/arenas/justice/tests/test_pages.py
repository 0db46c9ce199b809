"""Pages of what went wrong: each reads what is theirs, forms keep what was typed, and what is over is nowhere."""

from datetime import timedelta

import pytest
from django.test import Client
from tests.fixtures.towns import NOON, TODAY, Town, told
from tests.journeys.mouths import signed_in

from coproduce.arenas.justice.models import Again, Matter, Tally
from coproduce.arenas.justice.tests.circle import accepted, agreed, closed, drawn, heard, reported, sealed
from coproduce.community.base import clock
from coproduce.community.base.models import AuditRow
from coproduce.community.people.models import Community

pytestmark = pytest.mark.django_db


def page(town: Town, who: str, path: str = "") -> str:
    answer = signed_in(town, who).get(f"/{town.slug}/justice/{path}")
    assert answer.status_code == 200, path
    return answer.content.decode()


def status(town: Town, who: str, path: str) -> int:
    return signed_in(town, who).get(f"/{town.slug}/justice/{path}").status_code


def test_only_those_of_one_circle_read_of_it_and_each_reading_is_written_down(place: Town) -> None:
    matter = drawn(place)
    peers = {one.agent.name.partition(" ")[0] for one in Matter.objects.get().seats.select_related("agent")}
    for who in ("Ana", "Ben", "Cleo", *sorted(peers)):
        assert "shed window" in page(place, who, f"{matter}/")
    for who in sorted({"Dee", "Tom", "Kim", "Rae", "Aud", "Sal"} - peers):
        assert status(place, who, f"{matter}/") == 404
        assert "Something was damaged" not in page(place, who)
    read = AuditRow.objects.filter(kind=AuditRow.READ, verb="justice.read_matter", about=matter)
    assert read.count() == len(peers) + 3, "each reading, the own ones of the other side alone"
    assert "something you are part of" in signed_in(place, "Ben").get(f"/{place.slug}/privacy/looked/").content.decode()


def test_serious_harm_leads_to_whom_to_call_and_keeps_what_was_typed(place: Town) -> None:
    client, path = signed_in(place, "Ana"), f"/{place.slug}/justice/report/?q=Ben"
    assert "999" in client.get(path).content.decode()
    said = {"what": "report", "request_id": "6f1d5a0e-7f4e-4a53-8a5e-0f6f4f2f9a11", "kind": "damage",
            "words": "He had a knife", "happened_on": str(TODAY), "respondent": str(place.agents["Ben"])}  # fmt: skip
    refused = client.post(path, {**said, "signs": ["weapon"]})
    assert refused.status_code == 422
    assert "Call the police: 999, or 112." in refused.content.decode()
    assert "He had a knife" in refused.content.decode() and not Matter.objects.exists()
    assert client.post(path, {**said, "words": "A ball"}).status_code == 303
    assert Matter.objects.get().words == "A ball"


def _pressed(client: Client, town: Town, path: str, what: str, **said: str) -> int:
    whole = {"what": what, "request_id": "0e6b1d3c-2f5b-4f8a-9d0e-5a1c1b7f2a01", **said}
    return client.post(f"/{town.slug}/justice/{path}", whole).status_code


def test_each_has_the_one_thing_that_is_theirs_to_do(place: Town) -> None:
    matter = reported(place)
    ana, ben = page(place, "Ana", f"{matter}/"), page(place, "Ben", f"{matter}/")
    assert ("How you take part" in ana, "How you take part" in ben) == (True, False)
    assert ("It is for you to say" in ana, "It is for you to say" in ben) == (False, True)
    assert _pressed(signed_in(place, "Ben"), place, f"{matter}/", "way", way="not at all") == 404
    assert _pressed(signed_in(place, "Ana"), place, f"{matter}/", "way", way="by letter") == 303
    assert Matter.objects.get().harmed_way == "by letter"


def test_a_peer_who_would_rather_not_is_led_away(place: Town) -> None:
    matter = drawn(place)
    name = Matter.objects.get().seats.select_related("agent")[0].agent.name.partition(" ")[0]
    client = signed_in(place, name)
    answer = client.post(f"/{place.slug}/justice/{matter}/", {"what": "out", "request_id": str(matter)})
    assert (answer.status_code, answer["Location"]) == (303, f"/{place.slug}/justice/")
    assert "You have no more to do with it." in client.get(answer["Location"]).content.decode()


def test_the_agreement_is_written_on_the_page(place: Town) -> None:
    matter = drawn(place)
    ends = str(TODAY + timedelta(days=9))
    said = {"heard_on": str(TODAY + timedelta(days=2)), "time": "1 h 30", "paid_to": "", "shames": "no",
            "words_1": "Put in a pane", "until_on_1": ends, "minutes_1": "2 h", "helper_1": "Tom"}  # fmt: skip
    with clock.at(NOON + timedelta(days=2, hours=3)):
        cleo = signed_in(place, "Cleo")
        assert _pressed(cleo, place, f"{matter}/", "write", **{**said, "until_on_1": ""}) == 422
        assert _pressed(cleo, place, f"{matter}/", "write", **said) == 303
        assert "2 h 00" in page(place, "Ben", f"{matter}/")
    assert Matter.objects.get().parts.get().minutes == 120


def test_what_comes_next_is_said_at_every_step(place: Town) -> None:
    matter = agreed(place)
    assert "You say that you did it." in page(place, "Ben", f"{matter}/")
    assert "What was agreed is to be done until" in page(place, "Ben", f"{matter}/")
    with clock.at(NOON + timedelta(days=30)):
        assert "its days are over" in page(place, "Cleo", f"{matter}/")
        told("justice.take_step", place.actor("Cleo"), matter=matter, why="The pane is not in.")
        assert "Whoever was to do it says to whoever leads it how it is." in page(place, "Ben", f"{matter}/")
        for part in (1, 2):
            told("justice.say_part", place.actor("Cleo"), matter=matter, place=part, state="kept")
        assert "Everything is done." in page(place, "Ana", f"{matter}/")


def test_whoever_is_too_near_is_looked_for_and_marked(place: Town) -> None:
    matter = accepted(place)
    assert 'name="too_near"' not in page(place, "Cleo", f"{matter}/")
    dee = str(place.agents["Dee"])
    assert dee in page(place, "Cleo", f"{matter}/?q=Dee")
    said = {"meets_on": str(TODAY + timedelta(days=2)), "begins": "18:00", "place": "Library", "size": "5",
            "neighbours_may_hear": "no", "too_near": dee}  # fmt: skip
    assert _pressed(signed_in(place, "Cleo"), place, f"{matter}/?q=Dee", "draw", **said) == 303
    assert Matter.objects.get().seats.get(agent__public_id=dee).state == "near"


def test_what_is_over_is_nowhere_and_whoever_had_a_part_may_be_asked(place: Town) -> None:
    matter = sealed(place)
    for who in ("Ana", "Ben", "Cleo"):
        assert status(place, who, f"{matter}/") == 404
        assert "Nothing. What is over and done stands nowhere any more." in page(place, who)
    assert "I feel ready to be asked" in page(place, "Ben")
    assert "I feel ready to be asked" in page(place, "Tom"), "as do others, drawn by lot"
    assert "1 to 7 are over and sealed." in page(place, "Cleo", "figures/")


def test_a_closed_matter_is_sealed_by_who_leads(place: Town) -> None:
    closed(place)
    assert "Seal what is due" in page(place, "Cleo")
    assert _pressed(signed_in(place, "Cleo"), place, "", "seal") == 303
    assert not Matter.objects.exists()


def test_figures_hide_one_to_seven_from_the_desk_too(place: Town) -> None:
    for what, number in (("sealed", 40), ("agreed", 30), ("kept", 20), ("harmed: asked", 30), ("harmed: took part", 26),
                         ("alternative: a warning", 35), ("alternative: a fine", 5)):  # fmt: skip
        Tally.objects.create(community=place.community, what=what, number=number)
    told("justice.count_again", place.actor("Cleo"), months=6, n=112, k=20, alternative="a court", n_compared=194,
         k_compared=70, source="The youth office")  # fmt: skip
    for who in ("Cleo", "Tom", "Ana"):
        said = page(place, who, "figures/")
        assert "40 are over and sealed." in said
        assert "67\u00a0%" in said and "of 30" in said
        assert "87\u00a0%" not in said, "4 took no part: that is few"
        assert "C: comparison, crude" in said and "-18\u00a0%" in said and "A court" in said
    table = signed_in(place, "Ana").get(f"/{place.slug}/justice/figures/?as=csv").content.decode()
    assert "Agreed, and kept" in table and ",20,30," in table
    assert _pressed(signed_in(place, "Ana"), place, "figures/", "again", n="9") == 404
    assert Again.objects.count() == 1


def test_a_demo_says_so_on_every_page(place: Town) -> None:
    matter = heard(place)
    Community.objects.filter(slug=place.slug).update(is_demo=True)
    for path in ("", f"{matter}/", "figures/", "report/"):
        assert '<span class="badge">demo</span>' in page(place, "Ana", path)
    assert ",demo" in signed_in(place, "Ana").get(f"/{place.slug}/justice/figures/?as=csv").content.decode()
