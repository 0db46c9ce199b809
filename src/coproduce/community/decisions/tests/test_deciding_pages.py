"""Deciding together on the page: asking, answering, voting in secret, papers, and what came of it."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.fixtures.towns import TODAY, Town, do, told

from coproduce.community.base import clock
from coproduce.community.decisions.models import Box, Decision, Proposal, Sheet, Voice, Voter
from coproduce.community.decisions.tests.asking import LAST_DAY, asked, counted, row_of, typed, voted
from coproduce.community.decisions.tests.test_pages import signed_in
from coproduce.interop.result_files import read_result

pytestmark = pytest.mark.django_db

PAGE = "/alder/decisions/asked/"
CONSENT: dict[str, Any] = {"way": "consent", "text": "We close the path.", "options": ()}

ANSWERS = {
    "question": {"question": "How do we spend it?"},
    "way": {"way": "budget"},
    "text": {"text": ""},
    "budget": {"budget": "£110"},
    "projects": {"projects": "A hall; 60.50\nA swing; 40"},
    "who": {"role": "member", "quorum": "20", "shown_from": "3"},
    "when": {"opens_on": str(TODAY), "closes_on": str(LAST_DAY), "review_on": ""},
}


def answered(client: Client, begin: str, answers: dict[str, dict[str, str]]) -> Any:
    """The last page of a flow whose pages are answered as they come."""
    page = client.get(begin, follow=True)
    for _ in range(len(answers) + 1):
        step = page.request["PATH_INFO"].rstrip("/").rpartition("/")[2]
        if step not in answers:
            break
        page = client.post(page.request["PATH_INFO"], answers[step], follow=True)
        assert page.status_code == 200, page.content.decode()
    return page


def test_asking_page_by_page(town: Town) -> None:
    ana = signed_in(town, "Ana")
    check = answered(ana, f"{PAGE}new/", ANSWERS)
    assert "A hall (£60.50); A swing (£40.00)" in check.content.decode()
    done = ana.post(check.request["PATH_INFO"], follow=True).content.decode()
    assert "9 people may answer" in done
    row = Proposal.objects.get()
    assert (row.way, row.budget_minor, [one["cost_minor"] for one in row.options]) == ("budget", 11000, [6050, 4000])
    assert "How do we spend it?" in ana.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("step", "answer", "words"),
    [
        ("question", {"question": ""}, "Say what is asked."),
        ("way", {"way": ""}, "Choose how it is decided."),
        ("budget", {"budget": "much"}, "is no amount"),
        ("projects", {"projects": "A hall"}, "behind a semicolon"),
        ("who", {"role": "member", "quorum": "101", "shown_from": "3"}, "Write 0 to 100."),
        ("who", {"role": "member", "quorum": "20", "shown_from": "0"}, "Write 1 to 1000."),
        ("when", {"opens_on": "soon", "closes_on": "", "review_on": ""}, "Write the day like"),
    ],
)
def test_what_is_put_right_first_keeps_what_was_typed(
    town: Town, step: str, answer: dict[str, str], words: str
) -> None:
    ana = signed_in(town, "Ana")
    page = answered(ana, f"{PAGE}new/", {name: said for name, said in ANSWERS.items() if name != step})
    refused = ana.post(page.request["PATH_INFO"], answer)
    assert refused.status_code == 422
    assert words in refused.content.decode()
    assert all(said in refused.content.decode() for said in answer.values())


def test_projects_from_a_file_are_looked_at_before_they_are_asked(town: Town) -> None:
    content = (
        b"META\nkey;value\ndescription;Wenbrook 2026\nbudget;100\nPROJECTS\nproject_id;cost;name\n7;60;A hall\n9;40;\n"
        b"VOTES\nvoter_id;vote\n"
    )
    ana = signed_in(town, "Ana")
    sent = {"file": SimpleUploadedFile("wenbrook.pb", content)}
    page = ana.post(f"{PAGE}from-file/", sent, follow=True)
    rest = {name: ANSWERS[name] for name in ("text", "who", "when")}
    for name in rest:
        page = ana.post(page.request["PATH_INFO"], rest[name], follow=True)
    ana.post(page.request["PATH_INFO"], follow=True)
    row = Proposal.objects.get()
    assert [(one["id"], one["name"]) for one in row.options] == [("7", "A hall"), ("9", "9")]
    bad = ana.post(f"{PAGE}from-file/", {"file": SimpleUploadedFile("x.pb", b"nothing")})
    assert bad.status_code == 422 and "Is this a Pabulib file?" in bad.content.decode()


def kept_of_a_ballot() -> list[str]:
    """Sessions that hold an option that can be chosen, by its id or by its name."""
    held = [str(one.get_decoded()) for one in Session.objects.all()]
    return [text for text in held if "'02'" in text or "chosen" in text or "Mondays" in text]


def test_a_ballot_is_seen_once_more_and_kept_nowhere_on_the_way(town: Town) -> None:
    proposal = asked(town)
    ana = signed_in(town, "Ana")
    address = f"{PAGE}{proposal}/vote/"
    form = ana.get(address).content.decode()
    request_id = re.search(r'name="request_id" value="([^"]+)"', form)
    assert request_id
    given = {"request_id": request_id[1], "chosen": ["02"]}
    check = ana.post(address, given)
    assert "Mondays" in check.content.decode() and "Put it into the box" in check.content.decode()
    assert not Voter.objects.exclude(how="").exists(), "looking at it is not voting"
    assert not kept_of_a_ballot()
    back = ana.post(address, {**given, "is_checked": "on", "again": "1"}).content.decode()
    assert re.search(r'value="02"[^>]*checked', back), "what was chosen is still chosen"
    done = ana.post(address, {**given, "is_checked": "on"}, follow=True)
    assert "Your ballot is in the box" in done.content.decode()
    assert Box.objects.get().ballots == [[["02"], 1]]
    assert "Your ballot is in the box" in ana.get(address).content.decode()
    assert not kept_of_a_ballot()
    session = ana.session
    session["drafts"] = {"a draft": {"raw": {"chosen": "02"}}}
    session.save()
    assert kept_of_a_ballot(), "and it would be seen"


def test_a_score_and_a_blank_ballot(town: Town) -> None:
    proposal = asked(town, way="score", highest=3)
    for name, given in (("Ana", {"points_01": "3", "points_02": ""}), ("Ben", {"points_01": "", "points_02": ""})):
        client, address = signed_in(town, name), f"{PAGE}{proposal}/vote/"
        sent = {**given, "request_id": str(proposal), "is_checked": "on"}
        if name == "Ben":
            sent["request_id"] = str(town.agents["Ben"])
            assert "It is blank" in client.post(address, {**sent, "is_checked": ""}).content.decode()
        assert client.post(address, sent).status_code == 303
    assert Box.objects.get().ballots == [[[], 1], [["01=3"], 1]]
    assert "9 of" not in client.get(f"{PAGE}{proposal}/").content.decode()


def test_consent_is_answered_and_changed_under_ones_name(town: Town) -> None:
    proposal = asked(town, **CONSENT)
    ben, address = signed_in(town, "Ben"), f"{PAGE}{proposal}/answer/"
    refused = ben.post(address, {"request_id": str(town.agents["Ben"]), "answer": "object", "reason": ""})
    assert refused.status_code == 422 and "an objection has a reason" in refused.content.decode()
    ben.post(address, {"request_id": str(proposal), "answer": "object", "reason": "It floods."})
    assert "It floods." in ben.get(address).content.decode(), "it can be changed"
    page = signed_in(town, "Ana").get(f"{PAGE}{proposal}/").content.decode()
    assert "Ben kanari" in page and "objects" in page and "It floods." in page
    assert signed_in(town, "Cleo").get(f"{PAGE}{proposal}/change/").status_code == 200
    assert ben.get(f"{PAGE}{proposal}/change/").status_code == 404
    ana = signed_in(town, "Ana")
    sent = {"request_id": str(town.agents["Ana"]), "text": "We drain the path.", "closes_on": str(LAST_DAY)}
    assert "round 2" in ana.post(f"{PAGE}{proposal}/change/", sent, follow=True).content.decode()


def test_those_who_may_not_meet_read_no_name_of_each_other(town: Town) -> None:
    proposal = asked(town, **CONSENT)
    do("decisions.say", town.actor("Ben"), proposal=proposal, words="I use that path.")
    told("people.block", town.actor("Ana"), member=town.agents["Ben"])
    page = signed_in(town, "Ana").get(f"{PAGE}{proposal}/").content.decode()
    assert "I use that path." in page and "Ben kanari" not in page and "A member" in page
    assert "Ben kanari" in signed_in(town, "Dee").get(f"{PAGE}{proposal}/").content.decode()


def test_papers_are_handed_out_typed_by_two_and_what_differs_is_shown(town: Town) -> None:
    proposal = asked(town)
    cleo, tom = signed_in(town, "Cleo"), signed_in(town, "Tom")
    papers = f"{PAGE}{proposal}/papers/"
    assert signed_in(town, "Ana").get(papers).status_code == 404
    member = {"request_id": str(proposal), "member": str(town.agents["Ana"])}
    assert "They vote on paper now" in cleo.post(papers, member, follow=True).content.decode()
    assert "You vote on paper" in signed_in(town, "Ana").get(f"{PAGE}{proposal}/vote/").content.decode()
    assert "Mondays" in cleo.get(f"{papers}print/").content.decode()
    sent = {"sheet": "1", "chosen": ["01"]}
    once = cleo.post(f"{papers}type/", {**sent, "request_id": str(town.agents["Cleo"])}, follow=True)
    assert "A second person types it in again" in once.content.decode()
    assert "01" not in re.findall(r'value="(\d\d)"[^>]*checked', tom.get(f"{papers}type/?sheet=1").content.decode())
    more = {"sheet": "1", "chosen": ["02"], "request_id": str(town.agents["Tom"])}
    assert "The two typings differ" in tom.post(f"{papers}type/", more, follow=True).content.decode()
    assert "The two typings differ at: Sundays, Mondays" in tom.get(papers).content.decode()
    with clock.at(datetime(2026, 11, 24, 12, tzinfo=UTC)):
        sent = {"request_id": str(town.agents["Dee"]), "minutes": "In the hall.", "effective_on": ""}
        refused = tom.post(f"{PAGE}{proposal}/count/", sent)
        assert refused.status_code == 422 and "In the hall." in refused.content.decode()
        typed(town, proposal, "Tom", 1, "01")
        done = tom.post(f"{PAGE}{proposal}/count/", {**sent, "request_id": str(town.agents["Kim"])}, follow=True)
    assert "It is decided." in done.content.decode()
    assert Sheet.objects.get().is_alike and Decision.objects.get().result == "Sundays"


def test_what_came_of_it_is_read_and_its_file_counts_to_the_same(town: Town) -> None:
    proposal = asked(town, review_on=LAST_DAY + timedelta(days=10), shown_from=2)
    for name in ("Ana", "Ben"):
        voted(town, proposal, name, "02")
    ana = signed_in(town, "Ana")
    assert ana.get(f"{PAGE}{proposal}/file/").status_code == 404
    counted(town, proposal)
    page = ana.get(f"{PAGE}{proposal}/").content.decode()
    assert "It is decided." in page and "2 of 9 took part" in page
    answer = ana.get(f"{PAGE}{proposal}/file/")
    file = read_result(answer.content)
    assert file.says_the_same(file.counted()) and answer.content.decode() == row_of(proposal).record
    decision = Decision.objects.get()
    assert f"{PAGE}{proposal}/" in ana.get(f"/alder/decisions/{decision.public_id}/").content.decode()
    assert "In the hall." in page and "not the file that was counted" not in page
    Proposal.objects.update(record=row_of(proposal).record.replace("In the hall.", "In the barn."))
    assert "not the file that was counted" in ana.get(f"{PAGE}{proposal}/").content.decode()
    assert "To look at again" not in ana.get(PAGE).content.decode()
    with clock.at(datetime(2026, 12, 5, 12, tzinfo=UTC)):
        assert "To look at again" in signed_in(town, "Ana").get(PAGE).content.decode()


def test_the_file_of_a_handful_stays_closed_and_the_page_says_so(town: Town) -> None:
    """Of very few ballots each may be guessed: nobody reads them, not even the desk, and what came of it stands."""
    proposal = asked(town)
    for name in ("Ana", "Ben", "Cleo", "Dee", "Tom", "Kim", "Rae")[:7]:
        voted(town, proposal, name, "02")
    counted(town, proposal)
    page = signed_in(town, "Ana").get(f"{PAGE}{proposal}/").content.decode()
    assert "7 ballots were cast, and single ballots are shown from 8 on" in page and "Save the file" not in page
    assert "All ballots say the same" in page and "Mondays" in page
    for who in ("Ana", "Cleo", "Tom"):
        assert signed_in(town, who).get(f"{PAGE}{proposal}/file/").status_code == 404
        headers = {"Authorization": f"Bearer {town.key(who)}"}
        assert Client().get(f"/api/alder/decisions/questions/{proposal}/file", headers=headers).status_code == 404
    Proposal.objects.update(shown_from=7)
    assert signed_in(town, "Ana").get(f"{PAGE}{proposal}/file/").status_code == 200, "and it would be seen"


def test_where_nobody_voted_the_file_tells_of_nobody(town: Town) -> None:
    proposal = asked(town)
    counted(town, proposal)
    assert signed_in(town, "Ana").get(f"{PAGE}{proposal}/file/").status_code == 200


def test_what_differs_is_not_known_to_all(town: Town) -> None:
    proposal = asked(town)
    voted(town, proposal, "Ana", "01")
    voted(town, proposal, "Ben", "02")
    counted(town, proposal)
    assert "All ballots say the same" not in signed_in(town, "Ana").get(f"{PAGE}{proposal}/").content.decode()


def test_after_the_last_round_the_page_leads_to_the_vote_and_back(town: Town) -> None:
    begun = {"question": {"question": "Do we close it?"}, "way": {"way": "consent"}, "text": {"text": "We close it."}}
    ana = signed_in(town, "Ana")
    who = {"who": {"role": "member", "quorum": "0"}, "when": ANSWERS["when"]}
    check = answered(ana, f"{PAGE}new/", {**begun, "rounds": {"rounds": "1"}, **who})
    assert "After 1 round" in check.content.decode()
    ana.post(check.request["PATH_INFO"])
    proposal = Proposal.objects.get().public_id
    page = f"{PAGE}{proposal}/"
    do("decisions.respond", town.actor("Ben"), proposal=proposal, answer="object", reason="It floods.")
    assert "After the first round it is put to a vote" in ana.get(page).content.decode()
    with clock.at(datetime(2026, 11, 24, 12, tzinfo=UTC)):
        cleo = signed_in(town, "Cleo")
        assert "This is the last round" in cleo.get(f"{page}count/").content.decode()
        sent = {"request_id": str(town.agents["Dee"]), "minutes": "In the hall.", "effective_on": ""}
        done = cleo.post(f"{page}count/", sent, follow=True).content.decode()
    vote = Proposal.objects.get(follows__public_id=proposal)
    assert "it is put to a vote" in done and f"{PAGE}{vote.public_id}/" in done
    assert page in ana.get(f"{PAGE}{vote.public_id}/").content.decode()


def test_saying_and_taking_back(town: Town) -> None:
    proposal = asked(town)
    ana = signed_in(town, "Ana")
    assert ana.post(f"{PAGE}{proposal}/", {"request_id": str(proposal), "words": ""}).status_code == 422
    ana.post(f"{PAGE}{proposal}/", {"request_id": str(proposal), "words": "Sundays are for rest."})
    assert Voice.objects.get().words == "Sundays are for rest."
    back = ana.post(f"{PAGE}{proposal}/take-back/", {"request_id": str(town.agents["Ana"])}, follow=True)
    assert "It was taken back." in back.content.decode()


@pytest.mark.parametrize("way", ["approval", "consent"])
def test_a_page_asks_little(town: Town, way: str) -> None:
    proposal = asked(town, **(CONSENT if way == "consent" else {}))
    for name in ("Ana", "Ben", "Dee"):
        do("decisions.say", town.actor(name), proposal=proposal, words="I see.")
    ana = signed_in(town, "Ana")
    for address in (PAGE, f"{PAGE}{proposal}/"):
        ana.get(address)
        with CaptureQueriesContext(connection) as asked_of_it:
            ana.get(address)
        assert len(asked_of_it) <= 8, [one["sql"] for one in asked_of_it]


def test_another_town_finds_nothing(towns: tuple[Town, Town]) -> None:
    here, there = towns
    proposal = asked(there)
    ana = signed_in(here, "Ana")
    for end in ("", "vote/", "answer/", "change/", "file/", "papers/", "count/"):
        assert ana.get(f"{PAGE}{proposal}/{end}").status_code == 404
    assert "Which day" not in ana.get(PAGE).content.decode()


def test_by_script(towns: tuple[Town, Town]) -> None:
    town, other = towns
    proposal = asked(town, shown_from=1)
    voted(town, proposal, "Ana", "01")
    headers = {"Authorization": f"Bearer {town.key('Ben')}"}
    address = "/api/alder/decisions"
    [one] = Client().get(f"{address}/questions", headers=headers).json()["items"]
    assert (one["id"], one["state"], one["voters"]) == (str(proposal), "open", 9)
    assert "ballots" not in str(one), "nobody reads a box before it is counted"
    assert Client().get(f"{address}/questions/{proposal}/file", headers=headers).status_code == 404
    counted(town, proposal)
    read = Client().get(f"{address}/questions/{proposal}/file", headers=headers)
    assert read_result(read.content).chosen == ("01",)
    elsewhere = {"Authorization": f"Bearer {other.key('Ben')}"}
    assert Client().get("/api/birch/decisions/questions", headers=elsewhere).json()["count"] == 0
