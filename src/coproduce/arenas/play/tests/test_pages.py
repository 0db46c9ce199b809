"""The pages of making merry: what each says with nothing there, with everything, and when something is to be mended."""

from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from tests.fixtures.towns import Town, told
from tests.journeys.mouths import signed_in

from coproduce.arenas.play import rules
from coproduce.arenas.play.models import Festival, Given, Repair, Thing
from coproduce.arenas.play.tests.street import HOW, agreed, announced, idea, may_be_seen, not_of_age, over, slot
from coproduce.arenas.play.tests.test_together import KETTLE, apples, drill
from coproduce.community.exchange.models import Ask

pytestmark = pytest.mark.django_db


def reads(client: Client, address: str, *words: str, status: int = 200) -> str:
    answer = client.get(address)
    said = answer.content.decode()
    assert answer.status_code == status, address
    for one in words:
        assert one in said, (address, one)
    return said


def press(client: Client, address: str, what: str, **said: Any) -> Any:
    return client.post(address, {"what": what, "request_id": uuid4(), **said})


def test_with_nothing_there_each_page_says_how_to_begin(town: Town) -> None:
    ana, here = signed_in(town, "Ana"), f"/{town.slug}/play/"
    for page, words in (
        ("", "Nothing yet. What would be fun"), ("together/", "No goal yet."), ("library/", "The shelf is empty."),
        ("mended/", "Nothing yet."), ("figures/", "We cannot tell yet."), ("figures/work/", "paid"),
        ("?q=zzz", "Nothing here is called so."), ("library/?q=zzz", "Nothing here is called so."),
    ):  # fmt: skip
        reads(ana, here + page, words)
    reads(ana, f"{here}festivals/{uuid4()}/", status=404)
    reads(ana, f"{here}together/{uuid4()}/", status=404)
    reads(ana, f"{here}came/{uuid4()}/", status=404)


def test_a_festival_is_thought_of_planned_and_announced_on_its_page(town: Town) -> None:
    ana, here = signed_in(town, "Ana"), f"/{town.slug}/play/"
    refused = press(ana, here, "idea", name="", kind="festival", words="Light")
    assert (refused.status_code, b"Light" in refused.content) == (422, True), "what was typed stays"
    press(ana, here, "idea", name="Lanterns", kind="festival", words="Light")
    row = Festival.objects.get()
    page = f"{here}festivals/{row.public_id}/"
    reads(ana, page, "An idea", "Others say yes to it first.")
    for who in ("Ben", "Dee"):
        assert press(signed_in(town, who), page, "back").status_code == 303
    reads(ana, page, "Agreed, being planned", "where it is quiet")
    part = {"words": "Cakes", "on": "2026-12-05", "begins": "14:00", "ends": "16:00", "hands": "Tea; three"}
    assert b"stands how many" in press(ana, page, "part", **part).content
    press(ana, page, "part", **{**part, "hands": "Tea; 3\n\nCompany"})
    press(ana, page, "how", name="Lanterns", **HOW)
    assert press(ana, page, "announce").status_code == 303
    reads(ana, page, "Everybody is invited", "Cakes", "Take a place", "The vestry", "Tea")
    reads(ana, f"{page}poster/", "Cakes", "The vestry")
    reads(ana, here, "Lanterns", "5 December 2026")
    assert press(signed_in(town, "Ben"), page, "cancel", reason="No").status_code == 404, "not theirs"
    press(ana, page, "cancel", reason="The hall is flooded")
    reads(signed_in(town, "Ben"), page, "This was called off.", "The hall is flooded")
    assert "Lanterns" in ana.get(f"{here}?as=csv").content.decode()


def test_the_poster_names_nobody_and_a_guardian_sees_what_is_asked(town: Town) -> None:
    not_of_age(town)
    festival = agreed(town, "Rae")
    page = f"/{town.slug}/play/festivals/{festival}/"
    reads(signed_in(town, "Sal"), page, "organise this?", "Yes, and I stand by")
    assert "stand by" not in reads(signed_in(town, "Ben"), page, "A guardian says yes first")
    press(signed_in(town, "Sal"), page, "allow")
    assert f"Rae {town.canary}" not in reads(signed_in(town, "Ben"), f"{page}poster/", "Lantern night")
    for address in (page, f"{page}poster/", f"{page}picture/"):
        assert Client().get(address).status_code == 302, "nobody outside reads any of it"


def test_who_came_is_said_on_a_page_of_its_own(town: Town) -> None:
    festival = announced(town)
    told("exchange.sign_up", town.actor("Ben"), slot=slot(town))
    ana, ben = signed_in(town, "Ana"), signed_in(town, "Ben")
    row = over(town)
    page = f"/{town.slug}/play/came/{row.public_id}/"
    assert ana.get(f"/{town.slug}/exchange/occasions/{row.public_id}/came/").headers["Location"] == page
    reads(ben, page, status=404)
    reads(ana, page, "Who came is counted", f"Ben {town.canary}")
    assert b"Say who came" in press(ana, page, "came").content
    assert press(ana, page, "came", helped=str(town.agents["Ben"]), others="4").status_code == 303
    assert ana.get(page).status_code == 302
    whole = f"/{town.slug}/play/festivals/{festival}/"
    said = reads(ana, whole, "Over · thought of by", "It is over")
    assert "Take a place" not in said and "Plan a part" not in said, "nothing is left to come to or to plan"
    press(ana, whole, "finish")
    assert Festival.objects.get().state == "done"
    reads(ana, whole, "Over · thought of by")
    assert Ask.objects.filter(arena="play").exists()


def test_a_picture_is_shown_with_a_yes_and_taken_away(town: Town) -> None:
    festival = announced(town)
    told("exchange.sign_up", town.actor("Ben"), slot=slot(town))
    over(town)
    ana, page = signed_in(town, "Ana"), f"/{town.slug}/play/festivals/{festival}/"
    kept = BytesIO()
    Image.new("RGB", (40, 30), "orange").save(kept, "PNG")

    def send() -> Any:
        file = SimpleUploadedFile("a.png", kept.getvalue(), "image/png")
        return press(ana, page, "picture", on_it=str(town.agents["Ben"]), picture=file)

    assert b"has not said yes to pictures" in send().content
    may_be_seen(town, "Ben")
    assert send().status_code == 303
    assert signed_in(town, "Dee").get(f"{page}picture/")["Content-Type"].startswith("image/")
    reads(ana, page, "How it was")
    press(ana, page, "no_picture")
    assert ana.get(f"{page}picture/").status_code == 404


def test_a_goal_is_set_added_to_and_put_right(town: Town) -> None:
    ana, here = signed_in(town, "Ana"), f"/{town.slug}/play/together/"
    assert b"more than nothing" in press(ana, here, "goal", name="Jam", target="0", unit="jars").content
    press(ana, here, "goal", name="Jam", target="40", unit="jars")
    reads(ana, here, "Jam", "0 of 40 jars")
    goal = f"{here}{apples(town)}/"
    press(ana, goal, "give", amount="60")
    press(signed_in(town, "Ben"), goal, "give", amount="50", is_unnamed="on")
    said = reads(ana, goal, "110 of 100 kg: 110 per cent", "75 per cent reached on")
    assert f"Ben {town.canary}" not in said
    press(ana, goal, "less", corrects=str(Given.objects.earliest("pk").public_id), less="20")
    reads(ana, goal, "90 of 100 kg", "It is counted in kg.", "100 per cent reached on")
    assert "110" not in ana.get(f"{here}?as=csv").content.decode()


def test_a_thing_is_lent_borrowed_and_back(town: Town) -> None:
    ana, ben, here = signed_in(town, "Ana"), signed_in(town, "Ben"), f"/{town.slug}/play/library/"
    press(ana, here, "thing", name="Drill", kind="tool", days="7")
    drill_id = Thing.objects.get().public_id
    reads(ana, here, "Drill", "Take it off the shelf")
    press(ben, here, "borrow", thing=drill_id)
    reads(ben, here, "You have it until")
    reads(ana, here, f"Ben {town.canary} has it until")
    assert f"Ben {town.canary}" not in reads(signed_in(town, "Dee"), here, "Lent until")
    press(ben, here, "back", thing=drill_id)
    press(ana, here, "off", name="Drill")
    assert not Thing.objects.exists()
    assert drill(town)
    assert "Drill" in ana.get(f"{here}?as=csv").content.decode()


def test_what_was_mended_goes_out_in_the_fields_of_the_standard(town: Town) -> None:
    ben, here = signed_in(town, "Ben"), f"/{town.slug}/play/mended/"
    reads(ben, f"{here}?q=Dee", f"Dee {town.canary}")
    said = {**KETTLE, "weight": "heavy", "brought_by": str(town.agents["Dee"])}
    refused = press(ben, f"{here}?q=Dee", "repair", **said)
    assert b"Write about what it weighs" in refused.content
    assert press(ben, f"{here}?q=Dee", "repair", **{**said, "weight": "0.9 kg"}).status_code == 303
    assert (Repair.objects.get().grams, Repair.objects.get().entry is not None) == (900, True)
    table = ben.get(f"{here}?as=csv").content.decode("utf-8-sig").splitlines()
    assert table[0].split(",") == list(rules.FIELDS)
    assert "Fixed" in table[1]
    weighed = ben.get(f"{here}?as=weights").content.decode("utf-8-sig").splitlines()
    assert "weight in grams" in weighed[0] and ",900," in weighed[1]
    reads(ben, here, "Does not switch off", "Mended", "0.9 kg")
    reads(ben, f"/{town.slug}/play/together/", "0.9 kg")


def test_figures_for_members_hide_what_the_desk_sees(town: Town) -> None:
    idea(town)
    told("play.write_repair", town.actor("Ben"), **KETTLE)
    page = f"/{town.slug}/play/figures/"
    reads(signed_in(town, "Ana"), page, "Small numbers are put together")
    assert "Small numbers" not in reads(signed_in(town, "Cleo"), page, "1 of 1")
    assert "festivals" in signed_in(town, "Cleo").get(f"{page}?as=csv").content.decode()


def test_being_asked_back_begins_on_the_first_page(town: Town) -> None:
    told("play.write_repair", town.actor("Ben"), **KETTLE, brought_by=town.agents["Dee"])
    dee, here = signed_in(town, "Dee"), f"/{town.slug}/play/"
    reads(dee, here, "When you feel ready")
    ask = Ask.objects.get(arena="play")
    dee.post(f"/{town.slug}/exchange/ready/", {"request_id": uuid4(), "ask": ask.public_id})
    told("exchange.ask_back", town.actor("Cleo"), ask=ask.public_id)
    reads(dee, here, "Somebody asked you something")
    assert dee.post(f"/{town.slug}/exchange/ready/", {"ask": "nothing"}).status_code == 404
