"""A made-up year is lived, and some of its people ask to be forgotten: nothing of them is found, and the books hold."""

from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.conf import settings as live_settings
from django.core.mail import EmailMessage

from coproduce.community import ledger
from coproduce.community.base import clock
from coproduce.community.base.done import Done
from coproduce.community.base.models import Outbox
from coproduce.community.exchange.models import Commitment, Message, Need, Offer
from coproduce.community.ledger.models import Block, Entry
from coproduce.community.notices.models import Notice
from coproduce.community.people.models import SOMEBODY, Account, Agent, Membership, Upload
from coproduce.community.people.queries import actor_of_member
from coproduce.community.privacy.tests.test_erasing import tables_with
from coproduce.web import demo
from coproduce.web.outbox import OutboxBackend
from tests.fixtures.towns import NOON, TODAY, do
from tests.sample import IS_LONG, turn

pytestmark = pytest.mark.django_db

SIZE, DAYS, MANY = (60, 365, 12) if IS_LONG else (12, 40, 3)

#: Whoever is forgotten gets a name, a number, an address and words nobody else has.
NAMES = ("Quillon", "Wrenfield", "Yarrowby", "Zephyrine", "Xanthe", "Umberlee", "Thistlewood", "Sorrelson", "Rookhope",
         "Peverell", "Oakhanger", "Nettlebed", "Mossgill")  # fmt: skip

Known = dict[str, str]


def called(whose: Membership, number: int) -> Known:
    """They are called and reached so from now on, by their own word."""
    odd = NAMES[number]
    reach = {"name": f"José {odd}", "phone": f"07700 9001{number:02}", "email": f"{odd.lower()}@canary.example"}
    actor, mine = actor_of_member(whose, "web"), {"member": whose.agent.public_id}
    changed = do("people.change_details", actor, **mine, version=whose.version, **reach)
    assert isinstance(changed, Done), changed
    if not Account.objects.filter(person__memberships=whose).update(email=reach["email"]):
        whose.person.account = Account.objects.create_user(reach["email"])
        whose.person.save()
    known = {**reach, "words": f"{odd.lower()}-secret"}
    do("people.record_strength", actor, **mine, kind="skill", words=known["words"])
    do("people.say_about_me", actor, **mine, sex="woman")
    do("people.make_key", actor, name=known["words"], may=("read",))
    return known


def says(whose: Membership, known: Known) -> None:
    """Their words stand wherever they said something, and others were told of them."""
    for table in (Need, Offer):
        table._default_manager.filter(agent=whose.agent).update(words=known["words"])
    Message.objects.filter(author=whose.agent).update(words=known["words"])
    other = Agent.objects.filter(community=whose.community).exclude(pk=whose.agent_id).order_by("pk")[0]
    told = {"values": {"name": known["name"]}, "written_at": NOON}
    Notice.objects.create(community=whose.community, agent=other, template="%(name)s helped.", **told)
    Outbox.objects.create(community_id=whose.community_id, to_agent=other.pk, template="%(name)s helped.", **told)
    for part in Commitment.objects.filter(agent=whose.agent)[:1]:
        said = {"agreement_id": part.agreement_id, "said_at": NOON}
        Message.objects.create(author=other, words=f"Ring {known['phone']}, dear.", **said)
        Message.objects.create(author=whose.agent, words=known["words"], **said)


def hands_in(whose: Membership, known: Known, number: int) -> None:
    """A picture of theirs lies in the data folder, and a letter to them in the outbox."""
    letter = EmailMessage("Hello", f"Dear {known['name']}", "desk@wenbrook.example", [known["email"]])
    OutboxBackend(file_path=str(live_settings.DATA / "outbox")).send_messages([letter])
    (live_settings.DATA / "uploads").mkdir(exist_ok=True)
    (live_settings.DATA / "uploads" / f"{number:032x}").write_text(known["words"])
    Upload.objects.create(
        community=whose.community, agent=whose.agent, kind="photo", name=f"{number:032x}", size=1, width=1, height=1,
        sha256="0", made_by=whose.agent, made_at=NOON,
    )  # fmt: skip


def files_with(folder: Path, words: list[str]) -> list[str]:
    """Files of the data folder in which one of these words stands."""
    files = [file for file in folder.rglob("*") if file.is_file()]
    return [str(file) for file in files if any(word.encode() in file.read_bytes() for word in words)]


def sealed(community: int) -> tuple[list[bytes], list[bytes]]:
    """The digest of every entry, and the head of every block."""
    digests = Entry.objects.filter(community=community).order_by("pk").values_list("digest", flat=True)
    heads = Block.objects.filter(community=community).order_by("pk").values_list("head", flat=True)
    return [bytes(one) for one in digests], [bytes(one) for one in heads]


@pytest.mark.promise("Whoever asks to be forgotten is, everywhere, and the books hold")
def test_nothing_of_them_is_found_anywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    monkeypatch.setattr(live_settings, "DATA", tmp_path)
    demo.load(TODAY, size=SIZE, seed=turn("forgetting", 50), days=DAYS)
    list(demo.live_on())
    found = Membership.objects.filter(community__slug="wenbrook", state="active").exclude(roles__icontains="broker")
    found = found.exclude(person__memberships__community__slug="hexley")  # whoever lives in both still signs in
    everybody = list(found.select_related("agent", "community", "person").order_by("pk"))
    chosen = Random(turn("forgetting", 50)).sample(everybody, MANY)
    place = chosen[0].community_id
    with clock.at(NOON):
        words = []
        for number, whose in enumerate(chosen):
            known = called(whose, number)
            says(whose, known)
            hands_in(whose, known, number)
            words += known.values()
        ledger.seal(place)
        digests, heads = sealed(place)
        assert {"people_agent", "people_account", "notices_notice", "base_outbox"} < set(tables_with(*words))
        assert files_with(tmp_path, words)
        said = Message.objects.filter(words__startswith="Ring ").count()
        for whose in chosen:
            with django_capture_on_commit_callbacks(execute=True):
                done = do("privacy.erase", actor_of_member(whose, "web"), member=whose.agent.public_id)
            assert done.value.state == "done"  # type: ignore[union-attr]
    assert not tables_with(*words)
    assert not files_with(tmp_path, words)
    assert ledger.verify()
    after = sealed(place)
    assert (after[0][: len(digests)], after[1][: len(heads)]) == (digests, heads)
    assert {agent.name for agent in Agent.objects.filter(pk__in=[one.agent_id for one in chosen])} == {SOMEBODY}
    assert Message.objects.filter(words="Ring somebody who left, dear.").count() == said
    assert Notice.objects.filter(template="%(name)s helped.", values={"name": "somebody who left"}).exists()


def test_in_two_communities_one_is_forgotten_in_one(django_capture_on_commit_callbacks: Any) -> None:
    demo.load(TODAY)
    both = Membership.objects.filter(person__account__email="ben@wenbrook.example").select_related("agent", "community")
    here, there = (both.get(community__slug=slug) for slug in ("wenbrook", "hexley"))
    with clock.at(NOON), django_capture_on_commit_callbacks(execute=True):
        do("privacy.erase", actor_of_member(here, "web"), member=here.agent.public_id)
    there.refresh_from_db()
    assert (there.state, there.agent.name) == ("active", "Ben")
    assert Account.objects.get(email="ben@wenbrook.example").person == there.person
    here = Membership.objects.select_related("agent", "person").get(pk=here.pk)
    assert here.person != there.person
    assert (here.state, here.agent.name, here.person.name, here.person.account) == ("left", SOMEBODY, SOMEBODY, None)
    assert ledger.verify()
