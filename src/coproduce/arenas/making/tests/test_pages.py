"""The pages of making: what each shows and does, what is kept when it is refused, and every table as a file."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.fixtures.towns import Town

from coproduce.arenas.making import ARENA
from coproduce.arenas.making.models import Build, Change, Defect, Design, Machine
from coproduce.arenas.making.tests.shed import done, log, stool
from coproduce.community.exchange.models import Ask
from coproduce.community.people.models import Agent, Community

pytestmark = pytest.mark.django_db


def signed_in(town: Town, who: str) -> Client:
    client = Client()
    client.force_login(town.account(who))
    return client


def read(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


def sent(client: Client, path: str, what: str, status: int = 303, **said: Any) -> str:
    answer = client.post(path, {"what": what, "request_id": str(uuid4()), **said})
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode()


def file(text: str, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


def test_a_design_is_put_there_found_forked_mended_and_looked_through(town: Town) -> None:
    ana, here = signed_in(town, "Ana"), f"/{town.slug}/making/"
    assert "Begin with one thing you made" in read(ana, here)
    assert "numbers with points" in (
        wrong := sent(ana, here, "design", 422, name="Bench", version="v1", words="Saw it.")
    )
    assert "Saw it." in wrong, "what was typed is kept"
    sent(ana, here, "design", name="Bench", version="1.0.0", licence="MIT", words="Saw it.", parts="seat; 1; sawing")
    assert "Bench" in read(ana, f"{here}?q=ben")
    assert "Nothing here is called so" in read(ana, f"{here}?q=zzz")
    page = f"{here}designs/{Design.objects.get().public_id}/"
    dee = signed_in(town, "Dee")
    sent(dee, page, "mend", words="Saw it, then sand it.", why="Splinters")
    assert "Would you look this through?" in read(ana, page)
    sent(ana, page, "look", change=str(Change.objects.get().public_id))
    sent(dee, page, "fork", name="Garden bench")
    fork = Design.objects.get(name="Garden bench")
    shown = read(dee, f"{here}designs/{fork.public_id}/")
    assert all(words in shown for words in ("made from", "Bench", "Saw it, then sand it."))
    assert read(ana, f"{here}designs/{uuid4()}/", 404)
    stool(town, licence="", name="Secret")
    secret = Design.objects.get(name="Secret").public_id
    assert "all rights are reserved" in read(ana, f"{here}designs/{secret}/").lower()
    stool(town, by="Ana", name="Bench", version="1.1.0")
    assert "There is a newer version: 1.1.0" in read(dee, page)


def test_it_is_built_found_wanting_and_mended(town: Town) -> None:
    design = stool(town)
    ana, page = signed_in(town, "Ana"), f"/{town.slug}/making/designs/{design}/"
    assert "Nobody yet." in read(ana, page)
    sent(ana, page, "begin")
    build = Build.objects.get()
    own = f"/{town.slug}/making/builds/{build.public_id}/"
    assert "Read what you would say yes to" in read(ana, own)
    picture = SimpleUploadedFile("it.png", b"no picture")
    kept = sent(ana, own, "finish", 422, words="It stands.", picture=picture)
    assert "It stands." in kept, "what was typed is kept"
    assert "First say yes" in kept
    sent(ana, own, "finish", words="It stands.")
    dee = signed_in(town, "Dee")
    assert "It stands." in read(dee, page)
    assert 'name="words"' in read(dee, own), "whoever sees it may say what broke"
    assert dee.post(own, {"what": "finish", "request_id": str(uuid4())}).status_code == 404
    sent(dee, own, "defect", words="It wobbles")
    assert "To mend" in read(ana, page)
    sent(ana, page, "mend", words="All of one length.", why="It wobbled", defect=str(Defect.objects.get().public_id))
    sent(dee, page, "look", change=str(Change.objects.get().public_id))
    assert "mended by" in read(ana, page)
    assert read(ana, f"/{town.slug}/making/builds/{uuid4()}/", 404)


def test_everything_in_it_and_who_near_makes_it(town: Town) -> None:
    design = stool(town)
    ana, page = signed_in(town, "Ana"), f"/{town.slug}/making/designs/{design}/"
    parts = read(ana, f"{page}parts/?n=2")
    assert all(
        words in parts for words in ("For 2", "leg", "12", "CERN-OHL-P-2.0", "nobody has said", "In no other design")
    )
    assert "Stool (6)" in read(ana, f"{page}parts/?as=csv")
    assert "does sawing" not in (near := read(ana, f"{page}near/"))
    assert "Nobody near says" in near
    done("making.keep_machine", town, "Dee", name="Lathe", does="turning")
    near = read(ana, f"{page}near/?n=4")
    assert all(
        words in near for words in ("12 × leg", "Lathe", "4 h", "4 × seat", "Lathe does turning, and seat needs sawing")
    )
    assert "Lathe" in read(ana, f"{page}near/?as=csv")
    Design.objects.update(parts="stool; 1")
    for path in ("parts/", "near/"):
        assert "A part cannot be part of itself: Stool → Stool." in read(ana, page + path)
    Design.objects.update(parts="")
    assert "Nobody has said yet what it is made of" in read(ana, f"{page}parts/")
    assert "all of it is bought or found" in read(ana, f"{page}near/")


def test_what_one_makes_with_is_put_on_the_list_and_taken_off(town: Town) -> None:
    ana, page = signed_in(town, "Ana"), f"/{town.slug}/making/machines/"
    assert "A needle counts" in read(ana, page)
    said = {"name": "Lathe", "does": "turning", "lays": "tilted", "size": "900 x 300 x 300", "free": "3 h"}
    assert "in mm" in sent(ana, page, "machine", 422, **{**said, "size": "large"})
    sent(ana, page, "machine", **said)
    assert Machine.objects.get().free_minutes == 180
    shown = read(ana, page)
    assert all(words in shown for words in ("Lathe", "3 h 00 a week", "Take it off the list"))
    dee = signed_in(town, "Dee")
    assert "Take it off the list" not in read(dee, page)
    assert "Lathe" in read(dee, f"{page}?does=cutting")
    assert "Nobody here says so" in read(dee, f"{page}?does=sewing")
    assert "Lathe" in read(dee, f"{page}?as=csv")
    sent(ana, page, "gone", name="Lathe", does="turning")
    assert not Machine.objects.exists()


def test_files_come_and_go_by_the_page(town: Town) -> None:
    ben, here = signed_in(town, "Ben"), f"/{town.slug}/making/"
    text = "title: Chair\nversion: v1\nlicense: MIT\nx-own: kept\n"
    said = {"request_id": str(uuid4()), "file": file("title: Seat\n  a: 1", "okh.yml")}
    wrong = ben.post(f"{here}bring/", said)
    assert (wrong.status_code, "Line 2" in wrong.content.decode()) == (422, True)
    said = {"request_id": str(uuid4()), "file": file(text, "okh.yml")}
    shown = ben.post(f"{here}bring/", said).content.decode()
    assert "It is here" in shown
    assert "“v1” is not a version" in shown
    page = f"{here}designs/{Design.objects.get().public_id}/"
    assert read(ben, f"{page}manifest/") == text
    assert "x-own" in read(ben, f"{page}manifest/?form=toml")
    sent(ben, f"{page}history/", "history", file=file(log(town), "log.txt"))
    shown = read(ben, f"{page}history/")
    assert all(words in shown for words in ("A longer leg", "Zoe Elsewhere", "That was me"))
    assert "@elsewhere" not in shown
    sent(ben, f"{page}history/", "mine")
    sent(ben, f"{page}history/", "off", name="Zoe Elsewhere")
    assert "Zoe" not in read(ben, page)
    ana = signed_in(town, "Ana")
    assert "Bring a history" not in read(ana, f"{page}history/")


def test_somebody_who_was_helped_says_that_they_feel_ready_and_reads_that_they_were_asked(town: Town) -> None:
    agent = Agent.objects.get(public_id=town.agents["Ana"])
    ask = Ask.objects.create(community=town.community, arena=ARENA.slug, agent=agent, helped_on="2026-11-01")
    ana, here = signed_in(town, "Ana"), f"/{town.slug}/making/"
    assert "When you feel ready" in read(ana, here)
    answer = ana.post(f"/{town.slug}/exchange/ready/", {"request_id": str(uuid4()), "ask": str(ask.public_id)})
    assert answer.status_code == 303
    ask.refresh_from_db()
    assert ask.state == Ask.READY
    Ask.objects.update(state=Ask.ASKED)
    assert "Somebody asked you something" in read(ana, here)
    assert ana.post(f"/{town.slug}/exchange/ready/", {}).status_code == 404


def test_figures_hide_small_numbers_from_members_and_say_when_all_is_made_up(town: Town) -> None:
    done("making.begin_build", town, "Ana", design=stool(town))
    done("making.finish_build", town, "Ana", build=Build.objects.get().public_id)
    page = f"/{town.slug}/making/figures/"
    assert "1 to 7" in read(signed_in(town, "Ana"), page)
    whole = read(signed_in(town, "Cleo"), page)
    assert "1 to 7" not in whole
    assert "built by others" in read(signed_in(town, "Cleo"), f"{page}?as=csv")
    assert read(signed_in(town, "Cleo"), f"{page}work/")
    Community.objects.filter(slug=town.slug).update(is_demo=True)
    for path in ("", "machines/", "figures/", "bring/", f"designs/{Design.objects.get().public_id}/parts/"):
        assert "demo</span>" in read(signed_in(town, "Ana"), f"/{town.slug}/making/{path}"), path
    for path in ("", "machines/", "figures/", f"designs/{Design.objects.get().public_id}/near/"):
        lines = read(signed_in(town, "Ana"), f"/{town.slug}/making/{path}?as=csv").strip().splitlines()[1:]
        assert all("demo" in line for line in lines), path


def test_scripts_read_what_the_pages_say(town: Town) -> None:
    design = stool(town)
    done("making.keep_machine", town, "Dee", name="Lathe", does="turning")
    done("making.begin_build", town, "Ana", design=design)
    done("making.report_defect", town, "Ana", build=Build.objects.get().public_id, words="It wobbles")

    def api(path: str) -> Any:
        answer = Client().get(f"/api/{town.slug}/making/{path}", headers={"Authorization": f"Bearer {town.key('Ana')}"})
        assert answer.status_code == 200, answer.content
        return answer.json()

    listed = api("designs?q=stool")
    assert [(one["name"], one["to_mend"], one["times_built"]) for one in listed["items"]] == [("Stool", 1, 0)]
    assert (listed["count"], listed["next"]) == (1, None)
    whole = api(f"designs/{design}")
    assert ([one["words"] for one in whole["defects"]], len(whole["builds"])) == (["It wobbles"], 1)
    assert api(f"designs/{design}/manifest?form=yaml")["file"] == "okh.yml"
    parts = api(f"designs/{design}/parts?quantity=2")
    assert {one["name"]: one["quantity"] for one in parts["lines"]} == {"leg": "6", "seat": "2", "screw": "12"}
    assert parts["licence"] == "CERN-OHL-P-2.0"
    plan = api(f"designs/{design}/near")
    assert ([one["machine"] for one in plan["jobs"]], [one["part"] for one in plan["missing"]]) == (["Lathe"], ["seat"])
    assert [one["name"] for one in api("machines?does=cutting")["items"]] == ["Lathe"]
    assert api("figures")["designs"] == 1
