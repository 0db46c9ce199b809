"""Trusted helpers: who names and ends one, what a helper does for whom, how they see it, and how it ends."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from tests.fixtures.towns import NOON, TODAY, Town, do
from tests.journeys.mouths import signed_in

from coproduce.community.base import clock, policy
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done
from coproduce.community.base.models import AuditRow, Outbox
from coproduce.community.exchange.models import Commitment, Message
from coproduce.community.people.helping.queries import acting_for, done_for, whom_i_help
from coproduce.community.people.models import Agent, Membership, TrustedHelper
from coproduce.core.quantity import HOURS
from coproduce.core.refusal import Refusal

pytestmark = pytest.mark.django_db
NEXT_YEAR = TODAY + timedelta(days=365)


def code(outcome: object) -> str:
    return outcome.code if isinstance(outcome, Refusal) else "done"


def pk(town: Town, name: str) -> int:
    return Agent.objects.get(public_id=town.agents[name]).pk


def name(town: Town, whose: str = "Ana", helper: str = "Dee", by: str = "", **more: Any) -> Done[Any] | Refusal:
    said = {"helper": town.agents[helper], **({"member": town.agents[whose], "channel": "spoken"} if by else {})}
    return do("people.name_helper", town.actor(by or whose), **said, **more)


def named(town: Town, whose: str = "Ana", helper: str = "Dee") -> UUID:
    done = name(town, whose, helper)
    assert isinstance(done, Done), done
    found: UUID = done.value.id
    return found


def helping(town: Town, helper: str = "Dee", whose: str = "Ana") -> Actor:
    """The helper, doing things for whom they help."""
    acting = acting_for(town.actor(helper), town.agents[whose])
    assert acting is not None
    return acting.actor


def helps(town: Town, helper: str = "Dee", whose: str = "Ana") -> bool:
    return acting_for(town.actor(helper), town.agents[whose]) is not None


def young(town: Town, who: str) -> None:
    assert code(do("people.say_age_band", town.actor("Cleo"), member=town.agents[who], adult_on=NEXT_YEAR)) == "done"


def told(town: Town, who: str) -> list[str]:
    rows = Outbox.objects.filter(to_agent=pk(town, who)).order_by("pk")
    return [row.template % row.values for row in rows]


@pytest.mark.parametrize(
    ("by", "channel", "said"),
    [
        ("Ana", "page", "done"),
        ("Cleo", "spoken", "done"),
        ("Cleo", "paper", "done"),
        ("Cleo", "page", "WRONG_CHANNEL"),
        ("Ana", "spoken", "WRONG_CHANNEL"),
        ("Ben", "spoken", "NOT_FOUND"),
        ("Sal", "spoken", "NOT_FOUND"),
    ],
)
def test_who_names_a_helper_for_whom(town: Town, by: str, channel: str, said: str) -> None:
    ana, dee = town.agents["Ana"], town.agents["Dee"]
    answer = do("people.name_helper", town.actor(by), helper=dee, member=ana, channel=channel, what="The telephone")
    assert code(answer) == said
    assert helps(town) is (said == "done")
    if said == "done":
        assert "may do things for you here" in told(town, "Ana")[-1]
        assert "would like you to do things" in told(town, "Dee")[-1]


def test_who_can_be_a_helper(town: Town, towns: tuple[Town, Town]) -> None:
    for wrong in (town.agents["Ana"], uuid4(), towns[1].agents["Dee"]):
        assert code(do("people.name_helper", town.actor("Ana"), helper=wrong)) == "NOT_FOUND"
    assert code(name(town, helper="Cleo", by="Cleo")) == "OWN_HAND", "the desk does not make itself a helper"
    young(town, "Ben")
    assert code(name(town, helper="Ben")) == "NOT_FOUND", "nobody under age helps an adult"
    assert code(name(town, whose="Ben", by="Cleo")) == "NOT_OF_AGE"
    do("people.block", town.actor("Tom"), member=town.agents["Ana"])
    assert code(name(town, helper="Tom")) == "MAY_NOT_MEET"
    assert code(name(town, until_on=TODAY - timedelta(days=1))) == "WRONG_DAYS"
    assert code(name(town, what="x" * 121)) == "TOO_LONG"
    assert code(name(town, until_on=TODAY)) == "done"


def test_named_again_it_stands_once_as_it_was_said_last(town: Town) -> None:
    first = named(town)
    again = name(town, what="Letters", until_on=NEXT_YEAR)
    assert isinstance(again, Done)
    assert again.value.id == first
    assert not again.notices
    row = TrustedHelper.objects.get()
    assert (row.what, row.until_on) == ("Letters", NEXT_YEAR)
    with clock.at(NOON + timedelta(days=400)):
        assert not helps(town), "its last day is over"
        assert named(town) != first
        assert helps(town)


@pytest.mark.parametrize(
    ("who", "said"), [("Ana", "done"), ("Dee", "done"), ("Cleo", "done"), ("Sal", "done"), ("Ben", "NOT_FOUND")]
)
def test_who_ends_it_at_once(town: Town, who: str, said: str) -> None:
    row = named(town)
    Outbox.objects.all().delete()
    assert code(do("people.end_helper", town.actor(who), helping=row)) == said
    assert helps(town) is (said != "done")
    assert bool(told(town, "Ana") and told(town, "Dee")) is (said == "done")
    assert code(do("people.end_helper", town.actor("Ana"), helping=row)) == ("NOT_FOUND" if said == "done" else "done")


def test_elsewhere_nothing_of_it_is_there(towns: tuple[Town, Town]) -> None:
    alder, birch = towns
    row = named(birch)
    assert acting_for(alder.actor("Dee"), birch.agents["Ana"]) is None
    assert code(do("people.end_helper", alder.actor("Cleo"), helping=row)) == "NOT_FOUND"


def test_a_helper_has_a_members_role_alone(town: Town) -> None:
    """A broker who helps somebody does for them what a member does, and nothing of the desk."""
    named(town, helper="Cleo")
    cleo = helping(town, "Cleo")
    assert cleo.roles == {"member"}
    assert (cleo.agent_id, cleo.helped_by) == (pk(town, "Ana"), pk(town, "Cleo"))
    assert code(do("people.pause", town.actor("Cleo"), member=town.agents["Ben"])) == "done"
    do("people.resume", town.actor("Cleo"), member=town.agents["Ben"])
    assert code(do("people.pause", cleo, member=town.agents["Ben"])) == "NOT_FOUND"
    assert code(do("people.pause", cleo, member=town.agents["Ana"])) == "done"
    named(town, whose="Ben", helper="Ana")
    assert helps(town, "Ana", "Ben")
    assert acting_for(cleo, town.agents["Ben"]) is None, "nobody helps on from there"


def test_what_is_done_is_theirs_and_says_who_helped(town: Town) -> None:
    named(town)
    dee = helping(town)
    proposed = do("exchange.propose", dee, need=town.needs[0])
    assert isinstance(proposed, Done), proposed
    thread = {"agreement": proposed.value.agreement}
    assert code(do("exchange.say", dee, **thread, words="At three?")) == "done"
    part = Commitment.objects.get(agreement__public_id=thread["agreement"], agent=pk(town, "Ana"))
    assert part.agreed_at
    assert part.helped_by == pk(town, "Dee")
    message = Message.objects.get()
    assert (message.author_id, message.taken_by) == (pk(town, "Ana"), pk(town, "Dee"))
    assert f"Ana {town.canary} (with the help of Dee {town.canary}) wrote about" in told(town, "Ben")[-1]
    row = AuditRow.objects.get(verb="exchange.say", kind=AuditRow.DONE)
    assert (row.agent_id, row.helped_by) == (pk(town, "Ana"), pk(town, "Dee"))
    page = signed_in(town, "Ben").get(f"/{town.slug}/exchange/threads/{thread['agreement']}/").content.decode()
    assert "with the help of Dee" in page
    assert "by phone to" not in page
    assert code(do("exchange.agree", town.actor("Ben"), **thread)) == "done"
    assert code(do("exchange.do", dee, **thread, time=HOURS(60))) == "done"
    assert code(do("exchange.confirm", town.actor("Ben"), **thread)) == "done"
    assert Commitment.objects.get(pk=part.pk).minutes == 60


def test_whoever_is_helped_is_told_each_thing_and_reads_it_all(town: Town) -> None:
    named(town)
    Outbox.objects.all().delete()
    assert code(
        do("people.record_strength", helping(town), member=town.agents["Ana"], kind="skill", words="Knots")
    ) == ("done")
    assert [line for line in told(town, "Ana") if "wrote down for you something you can do" in line]
    ana = Agent.objects.get(public_id=town.agents["Ana"])
    assert len(done_for(town.actor("Ana"), ana)) == 1
    for who, status in (("Ana", 200), ("Cleo", 200), ("Dee", 404), ("Ben", 404)):
        answer = signed_in(town, who).get(f"/{town.slug}/people/{town.agents['Ana']}/helpers/done/")
        assert answer.status_code == status, who
        assert ("something you can do" in answer.content.decode()) is (status == 200)
    assert AuditRow.objects.filter(kind=AuditRow.READ, verb="people.read_helpers", agent_id=pk(town, "Cleo")).exists()


def test_what_somebody_is_told_they_read_themselves(town: Town) -> None:
    named(town)
    ana, dee, home = signed_in(town, "Ana"), signed_in(town, "Dee"), f"/{town.slug}/"
    begin(town, dee)
    news = "may do things for you here from now on"
    assert news in ana.get(home).content.decode()
    assert news not in dee.get(home).content.decode()
    assert dee.get(f"/{town.slug}/notices/").status_code == 403


def test_a_refused_try_tells_nobody_and_is_written_with_both(town: Town) -> None:
    named(town)
    dee = helping(town)
    Outbox.objects.all().delete()
    for _ in range(2):
        assert code(do("people.leave", dee, member=town.agents["Ana"])) == "NOT_ALLOWED"
    assert not Outbox.objects.exists()
    rows = AuditRow.objects.filter(verb="people.leave")
    assert {(row.kind, row.agent_id, row.helped_by) for row in rows} == {
        (AuditRow.REFUSED, pk(town, "Ana"), pk(town, "Dee"))
    }
    assert code(do("people.leave", town.actor("Ana"), member=town.agents["Ana"])) == "done"


def test_a_helper_is_never_the_other_side(town: Town) -> None:
    """Between Ana and Ben, Ben says nothing for Ana; Ana herself, with the same set-up, does."""
    named(town, helper="Ben")
    ben, ana = helping(town, "Ben"), town.actor("Ana")
    assert code(do("exchange.propose", ben, need=town.needs[0])) == "OTHER_SIDE"
    done = do("exchange.propose", town.actor("Ben"), givers=(town.agents["Ana"],), category=f"company {town.canary}")
    assert isinstance(done, Done), done
    thread = {"agreement": done.value.agreement}
    for verb, more in (("agree", {}), ("say", {"words": "Yes"}), ("do", {"time": HOURS(60)}), ("call_off", {})):
        assert code(do(f"exchange.{verb}", ben, **thread, **more)) == "OTHER_SIDE", verb
    assert code(do("exchange.agree", ana, **thread)) == "done"
    assert code(do("exchange.do", town.actor("Ben"), **thread, time=HOURS(60))) == "done"
    assert code(do("exchange.confirm", ben, **thread)) == "OTHER_SIDE"
    assert code(do("exchange.confirm", ana, **thread)) == "done"


def test_a_helper_does_not_thank_themselves(town: Town) -> None:
    from coproduce.community.exchange.models import Contribution

    named(town, whose="Ben", helper="Ana")
    gave = Contribution.objects.get(giver=pk(town, "Ana")).public_id
    said = {"contribution": gave, "words": "Thank you"}
    assert code(do("exchange.thank", helping(town, "Ana", "Ben"), **said)) == "OTHER_SIDE"
    assert code(do("exchange.thank", town.actor("Ben"), **said)) == "done"


def test_a_helper_meets_nobody_they_must_not_meet_by_helping(town: Town) -> None:
    named(town)
    proposed = do("exchange.propose", town.actor("Ana"), need=town.needs[0])
    assert isinstance(proposed, Done)
    there = f"/{town.slug}/exchange/threads/{proposed.value.agreement}/"
    dee = signed_in(town, "Dee")
    dee.post(f"/{town.slug}/people/helping/{town.agents['Ana']}/begin/")
    assert dee.get(there).status_code == 200
    do("people.block", town.actor("Ben"), member=town.agents["Dee"])
    assert dee.get(there).status_code == 404
    assert code(do("exchange.say", helping(town), agreement=proposed.value.agreement, words="Hello")) == "MAY_NOT_MEET"
    assert code(do("exchange.say", town.actor("Ana"), agreement=proposed.value.agreement, words="Hello")) == "done"


@pytest.mark.parametrize(("one", "other"), [("Ana", "Dee"), ("Dee", "Ana")])
def test_who_must_not_meet_does_nothing_for_the_other(town: Town, one: str, other: str) -> None:
    named(town)
    do("people.block", town.actor(one), member=town.agents[other])
    assert not helps(town)
    do("people.unblock", town.actor(one), member=town.agents[other])
    assert not helps(town), "it is named anew, or not at all"


@pytest.mark.parametrize("who", ["Ana", "Dee"])
@pytest.mark.parametrize("verb", ["people.leave", "privacy.erase"])
def test_who_goes_helps_nobody_and_is_helped_by_nobody(town: Town, who: str, verb: str) -> None:
    named(town)
    assert code(do(verb, town.actor(who), member=town.agents[who])) == "done"
    assert not TrustedHelper.objects.filter(ended_on=None).exists()
    assert TrustedHelper.objects.exists() is (verb == "people.leave")


def test_who_rests_may_help(town: Town) -> None:
    named(town)
    do("people.pause", town.actor("Dee"), member=town.agents["Dee"])
    assert helps(town)


def test_two_records_of_one_person_keep_who_helps(town: Town) -> None:
    named(town)
    assert code(do("people.merge", town.actor("Cleo"), keep=town.agents["Ben"], gone=town.agents["Ana"])) == "done"
    assert helps(town, whose="Ben")
    assert code(do("people.merge", town.actor("Cleo"), keep=town.agents["Ben"], gone=town.agents["Dee"])) == "done"
    assert not TrustedHelper.objects.filter(ended_on=None).exists(), "nobody helps themselves"


def test_a_guardian_does_things_for_their_ward_until_they_are_of_age(town: Town) -> None:
    young(town, "Ana")
    made = do(
        "people.name_guardian", town.actor("Sal"), member=town.agents["Ana"], guardian=town.agents["Dee"], words="aunt"
    )
    assert isinstance(made, Done)
    assert [one.name for one in whom_i_help(town.actor("Dee"), TODAY)] == [f"Ana {town.canary}"]
    assert code(do("exchange.answer", helping(town), ask=uuid4(), answer="no")) == "NOT_FOUND"
    for days, ends in ((364, False), (365, True)):
        with clock.at(NOON + timedelta(days=days)):
            assert helps(town) is not ends
    do("people.end_guardian", town.actor("Sal"), guardian=made.value.id)
    assert not helps(town)


def begin(town: Town, client: Client, whose: str = "Ana") -> None:
    answer = client.post(f"/{town.slug}/people/helping/{town.agents[whose]}/begin/")
    assert answer.status_code == 302, answer.status_code


def test_the_pages_from_naming_to_ending(town: Town) -> None:
    ana, dee = signed_in(town, "Ana"), signed_in(town, "Dee")
    there = f"/{town.slug}/people/{town.agents['Ana']}/helpers/"
    assert "Nobody." in ana.get(there).content.decode()
    assert ana.post(f"{there}new/?q=Dee", {"request_id": str(uuid4())}).status_code == 422
    said = {"request_id": str(uuid4()), "helper": str(town.agents["Dee"]), "what": "The telephone"}
    assert ana.post(f"{there}new/?q=Dee", said).status_code == 302
    assert "The telephone" in ana.get(there).content.decode()
    assert signed_in(town, "Ben").get(there).status_code == 404
    assert signed_in(town, "Ben").get(f"{there}new/").status_code == 404
    assert "Do this for Ana" in dee.get(f"/{town.slug}/people/helping/").content.decode()
    begin(town, dee)
    home = dee.get(f"/{town.slug}/").content.decode()
    assert f"You are doing this for <strong>Ana {town.canary}</strong>" in home
    assert dee.get(f"/{town.slug}/exchange/needs/").status_code == 200
    refused = dee.get(f"/{town.slug}/people/{town.agents['Ana']}/leave/")
    assert refused.status_code == 403
    assert "Only Ana" in refused.content.decode()
    assert dee.post(f"/{town.slug}/people/{town.agents['Ana']}/leave/", {"request_id": str(uuid4())}).status_code == 403
    assert Membership.objects.get(agent=pk(town, "Ana")).state == Membership.ACTIVE
    assert dee.post(f"/{town.slug}/people/helping/stop/").status_code == 302
    assert "You are doing this for" not in dee.get(f"/{town.slug}/").content.decode()
    row = TrustedHelper.objects.get()
    ended = {"request_id": str(uuid4()), "member": str(town.agents["Ana"])}
    assert ana.post(f"/{town.slug}/people/helping/{row.public_id}/end/", ended).status_code == 302
    assert dee.post(f"/{town.slug}/people/helping/{town.agents['Ana']}/begin/").status_code == 404


def test_the_desk_takes_a_yes_down(town: Town) -> None:
    desk, there = signed_in(town, "Cleo"), f"/{town.slug}/people/{town.agents['Ana']}/helpers/"
    assert "Read this to them" in desk.get(f"{there}new/").content.decode()
    said = {"request_id": str(uuid4()), "helper": str(town.agents["Dee"]), "channel": "spoken"}
    assert desk.post(f"{there}new/?q=Dee", said).status_code == 302
    assert "said to the desk" in desk.get(there).content.decode()
    assert AuditRow.objects.filter(kind=AuditRow.READ, verb="people.read_helpers").exists()


def test_what_was_ended_ends_with_the_next_request(town: Town) -> None:
    row = named(town)
    dee = signed_in(town, "Dee")
    begin(town, dee)
    do("people.end_helper", town.actor("Ana"), helping=row)
    rest = {"request_id": str(uuid4()), "verb": "pause"}
    answer = dee.post(f"/{town.slug}/people/{town.agents['Ana']}/rest/", rest, follow=True)
    assert "You do nothing for them here any more" in answer.content.decode()
    assert set(Membership.objects.filter(agent__in=[pk(town, "Ana"), pk(town, "Dee")]).values_list("state")) == {
        (Membership.ACTIVE,)
    }
    assert "You are doing this for" not in dee.get(f"/{town.slug}/").content.decode()


def test_what_stands_open_under_another_name_is_refused_when_it_is_sent(town: Town) -> None:
    """A page opened for oneself, sent after one began to do things for another, does nothing in either name."""
    named(town)
    dee = Client(enforce_csrf_checks=True)
    dee.force_login(town.account("Dee"))
    page = dee.get(f"/{town.slug}/people/helping/").content.decode()
    token = page.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    there = f"/{town.slug}/people/helping/{town.agents['Ana']}/begin/"
    assert dee.post(there, {"csrfmiddlewaretoken": token}).status_code == 302
    stale = {"csrfmiddlewaretoken": token, "request_id": str(uuid4()), "verb": "pause"}
    assert dee.post(f"/{town.slug}/people/{town.agents['Ana']}/rest/", stale).status_code == 403
    assert Membership.objects.get(agent=pk(town, "Ana")).state == Membership.ACTIVE


def test_nobody_is_made_a_helper_by_an_actor_that_says_so(town: Town) -> None:
    """What a helper may do is named; an actor that has more roles than a member's is still refused the rest."""
    named(town)
    strong = replace(helping(town), roles=frozenset({"member", "broker"}))
    assert policy.rule_on(strong, "people.welcome") == "deny"
    assert policy.rule_on(town.actor("Cleo"), "people.welcome") == "allow"
