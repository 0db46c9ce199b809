"""What is built of a design, shown while whose it is says yes; what broke goes back to the design, and is mended."""

import base64
from io import BytesIO
from uuid import UUID, uuid4

import pytest
from django.test import Client
from PIL import Image
from tests.fixtures.towns import Town

from coproduce.arenas.making.consents import PICTURES
from coproduce.arenas.making.models import Build, Change, Defect, Design
from coproduce.arenas.making.queries.designs import to_mend
from coproduce.arenas.making.tests.shed import done, refused, stool
from coproduce.community.base import rooms
from coproduce.community.base.models import Outbox
from coproduce.community.people.models import Agent, Membership, Upload

pytestmark = pytest.mark.django_db


def a_picture() -> str:
    file = BytesIO()
    Image.new("RGB", (40, 30), "sienna").save(file, "PNG")
    return base64.b64encode(file.getvalue()).decode()


def begun(town: Town, by: str = "Ana") -> UUID:
    build: UUID = done("making.begin_build", town, by, design=stool(town)).build
    return build


def test_somebody_builds_it_and_says_how_it_went(town: Town) -> None:
    design = stool(town)
    build = done("making.begin_build", town, "Ana", design=design).build
    assert Outbox.objects.filter(template__contains="builds your design").count() == 1
    assert refused("making.begin_build", town, "Ana", design=design) == ("TWICE", "design")
    assert refused("making.begin_build", town, "Ana", design=uuid4()) == ("NOT_FOUND", "design")
    assert refused("making.finish_build", town, "Ben", build=build, words="mine") == ("NOT_FOUND", "build")
    assert refused("making.finish_build", town, "Ana", build=build, words="x" * 1001)[1] == "words"
    assert done("making.finish_build", town, "Ana", build=build, words=" It stands. ").is_built
    built_at = Build.objects.get().built_at
    done("making.finish_build", town, "Ana", build=build, words="It stands well.")
    row = Build.objects.get()
    assert (row.words, row.built_at) == ("It stands well.", built_at)
    assert done("making.begin_build", town, "Ana", design=design).build != build


def signed_in(town: Town, who: str) -> Client:
    client = Client()
    client.force_login(town.account(who))
    return client


def test_a_picture_takes_a_yes_and_is_gone_with_it(town: Town) -> None:
    build, me = begun(town), town.agents["Ana"]
    said = {"build": build, "picture": a_picture()}
    assert refused("making.finish_build", town, "Ana", **said) == ("NO_YES", "picture")
    done("people.consent", town, "Ana", member=me, scope=PICTURES)
    assert refused("making.finish_build", town, "Ana", build=build, picture="bm9uZQ==")[1] == "picture"
    done("making.finish_build", town, "Ana", **said)
    done("making.finish_build", town, "Ana", **said)
    assert Upload.objects.filter(kind=Upload.THING).count() == 1, "the newer in the place of the older"
    page, shown = f"/{town.slug}/making/builds/{build}/", f"/{town.slug}/making/builds/{build}/picture/"
    client = signed_in(town, "Dee")
    assert client.get(shown)["Content-Type"] == "image/jpeg"
    assert shown in client.get(page).content.decode()
    done("people.withdraw_consent", town, "Ana", member=me, scope=PICTURES)
    assert client.get(shown).status_code == 404
    assert shown not in client.get(page).content.decode()
    assert signed_in(town, "Ana").get(shown).status_code == 200, "one's own one still sees"


def test_what_broke_stands_on_the_design_until_a_change_mends_it(town: Town) -> None:
    build = begun(town)
    design = Design.objects.get()
    assert refused("making.report_defect", town, "Dee", build=build, words=" ")[1] == "words"
    assert refused("making.report_defect", town, "Dee", build=uuid4(), words="It wobbles")[0] == "NOT_FOUND"
    defect = done("making.report_defect", town, "Dee", build=build, words="It wobbles").defect
    assert Outbox.objects.filter(template__contains="something to mend").count() == 1
    said = {"design": design.public_id, "words": "Turn three legs, all of one length.", "why": "It wobbled"}
    assert refused("making.mend_page", town, "Ana", **said, defect=uuid4()) == ("NOT_FOUND", "defect")
    change = done("making.mend_page", town, "Ana", **said, defect=defect).change
    assert [one.words for one in to_mend(design)] == ["It wobbles"], "not before it stands"
    done("making.look_through", town, "Ben", change=change)
    assert not to_mend(design).exists()
    assert Defect.objects.get().mended_by == Change.objects.get()
    thanked = Outbox.objects.get(template__contains="Thank you for saying it")
    assert thanked.to_agent == Agent.objects.get(public_id=town.agents["Dee"]).pk
    assert refused("making.mend_page", town, "Dee", **{**said, "words": "x"}, defect=defect)[1] == "defect"


def test_another_change_may_mend_it_while_none_stands(town: Town) -> None:
    build = begun(town)
    design = Design.objects.get().public_id
    defect = done("making.report_defect", town, "Dee", build=build, words="It wobbles").defect
    done("making.mend_page", town, "Ana", design=design, words="One", why="One", defect=defect)
    second = done("making.mend_page", town, "Ben", design=design, words="Two", why="Two", defect=defect).change
    assert Defect.objects.get().mended_by == Change.objects.get(public_id=second)


def test_what_a_forgotten_author_would_change_is_looked_through_by_nobody(town: Town) -> None:
    said = {"design": stool(town), "words": "Dry it.", "why": "It split"}
    change = done("making.mend_page", town, "Ana", **said).change
    done("privacy.erase", town, "Ana", member=town.agents["Ana"])
    assert refused("making.look_through", town, "Ben", change=change) == ("NOT_FOUND", "change")
    assert Design.objects.get().words == "Turn three legs."


def test_who_leaves_has_begun_nothing_and_what_they_shared_stays(town: Town) -> None:
    design = stool(town, by="Ana")
    stool(town, by="Ana", name="Secret", licence="")
    done("making.begin_build", town, "Ana", design=design)
    rooms.tell("member_left", town.actor("Cleo"), Membership.objects.get(agent__public_id=town.agents["Ana"]))
    assert not Build.objects.exists()
    assert dict(Design.objects.values_list("name", "words")) == {"Stool": "Turn three legs.", "Secret": ""}
