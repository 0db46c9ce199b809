"""The pages of lanes: written down, surveyed by hand, drawn, shared, paid and looked after by buttons, for who may."""

from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.formats import date_format
from tests.fixtures.towns import TODAY, Town

from coproduce.arenas.works.imports import LISTINGS
from coproduce.arenas.works.models import Blockage, House, Lane, Turn
from coproduce.arenas.works.tests.laying import (
    LEVELS,
    POUNDS,
    agreed,
    designed,
    done,
    house,
    in_use,
    row_of,
    shared,
    surveyed,
    trunk,
    with_houses,
)
from coproduce.community.base.cells import Setting
from coproduce.community.base.done import Done
from coproduce.community.base.models import AuditRow
from coproduce.community.base.sheets import guess, sort_rows
from coproduce.community.people.models import Community
from coproduce.core.quantity import HOURS
from coproduce.interop.sheets_reading import read_sheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def client_of(town: Town) -> Any:
    def signed_in(who: str) -> Client:
        client = Client()
        client.force_login(town.account(who))
        return client

    return signed_in


def page(town: Town, lane: Any = "", name: str = "") -> str:
    return f"/{town.slug}/works/" + (f"{lane}/{name}" if lane else name)


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return str(answer.content.decode())


def sent(client: Client, path: str, what: str, /, **said: Any) -> Any:
    """A form as a browser sends it, with what it was filled with."""
    form = client.get(path).context["forms"][what]
    filled = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    return client.post(path, {**filled, **said, "what": what})


def test_a_lane_is_written_down_and_its_houses_in_a_browser(town: Town, client_of: Any) -> None:
    ana, ben = client_of("Ana"), client_of("Ben")
    assert "No lane is written down yet" in text(ana, page(town))
    assert sent(ana, page(town), "lane", name="Lane 4").status_code == 303
    row = Lane.objects.get()
    one = page(town, row.public_id)
    assert "Write a house down" in text(ana, one)
    assert "Write a house down" not in text(ben, one)
    house_said = {"plot": "12", "people": "6", "chainage_mm": "7.5", "speaker": str(town.agents["Ben"])}
    wrong = sent(ana, f"{one}?q=Ben", "house", **{**house_said, "chainage_mm": "far"})
    assert (wrong.status_code, "Write metres like 12.5." in wrong.content.decode()) == (422, True)
    assert 'value="12"' in wrong.content.decode(), "what was typed stays"
    assert sent(ana, f"{one}?q=Ben", "house", **house_said).status_code == 303
    assert house("12").chainage_mm == 7_500
    assert "Your house, plot 12" in text(ben, one)
    assert "12,6,7.500,0.000" in text(ana, f"{one}?as=csv")
    manager = {"manager": str(town.agents["Ben"]), "decision": str(town.decided())}
    assert sent(ana, one, "manager", **manager).status_code == 303
    assert "Blue folder" in text(ana, one), "the minutes are named"


TYPED = "0 12.00\n32 11.70\n64 11.40\n"
WALKED = "the old well - 1.5 - -\ntop 0 - 1.0 -\nturn 32 1.2 - 1.8\nend 64 - 1.7 -\nwell - - - 0.9\n"


def survey(client: Client, path: str, **said: Any) -> Any:
    form = client.get(path).context["form"]
    first = {"request_id": form["request_id"].value(), "kind": "levels", "unit": "m", "outlet": "8.0"}
    return client.post(path, {**first, **said})


def test_a_hand_sheet_is_typed_and_what_is_wrong_is_said_by_its_line(town: Town, client_of: Any) -> None:
    lane = with_houses(town)
    path, ana = page(town, lane, "survey/"), client_of("Ana")
    assert client_of("Ben").get(path).status_code == 404
    for typed, change, says in (
        (TYPED.replace("11.70", "11.70ft"), {}, "Line 2, level: is in ft"),
        (TYPED.replace("32", "0"), {}, "Line 2: 0 m stands in line 1 too"),
        ("0 10.0\n32 10.4\n64 10.8\n", {"outlet": "10.5"}, "Line 3, 64 m: The lane falls away from the outlet"),
        (WALKED.replace("0.9", "0.8"), {"kind": "walk", "start": "10"}, "Line 5: The walk ends +100 mm"),
        (WALKED, {"kind": "walk"}, "A walk begins from a known level"),
        ("", {}, "Type the sheet, or bring it as a file"),
    ):
        answer = survey(ana, path, typed=typed, **change)
        assert (answer.status_code, says in answer.content.decode()) == (422, True), says
        assert typed.strip().splitlines()[:1] == [] or typed.splitlines()[0] in answer.content.decode(), "it stays"
    assert survey(ana, path, typed=WALKED, kind="walk", start="10").status_code == 303
    assert row_of(lane).missed_mm == 0
    sheet = SimpleUploadedFile("levels.csv", LEVELS.encode())
    assert survey(ana, path, file=sheet).status_code == 303
    assert row_of(lane).ground[0] == [0, 12_000]
    nothing = survey(ana, path, file=SimpleUploadedFile("levels.csv", b"chainage,level\n"))
    assert "There are no rows under the headings" in nothing.content.decode()


def test_a_line_is_drawn_for_a3_and_chosen_with_its_cost_beside(town: Town, client_of: Any) -> None:
    lane = with_houses(town)
    path, ana = page(town, lane, "line/"), client_of("Ana")
    assert "Survey the lane first." in text(ana, path)
    done("works.bring_survey", town, "Ana", lane=lane, levels=LEVELS, head="30")
    assert "nothing to run into yet" in text(ana, path)
    assert "Blocked: it has nothing to run into yet." in text(ana, page(town, lane))
    done("works.bring_survey", town, "Ana", lane=lane, levels=LEVELS, outlet="10.0", head="30")
    shown = text(ana, path)
    for words in (
        "by the lane",
        "officially",
        "Weeks",
        "Cement, kilograms",
        "A qualified engineer",
        "leaves every tap",
    ):
        assert words in shown, words
    drawing = ElementTree.fromstring(text(ana, f"{path}?as=svg"))  # noqa: S314 - our own drawing
    assert (drawing.get("width"), drawing.get("height")) == ("420mm", "297mm")
    assert "Print it on A3" in text(ana, f"{path}?as=paper")
    assert "Pipe, metres" in text(ana, f"{path}?as=csv")
    assert "choose" not in client_of("Ben").get(path).context["forms"]
    assert sent(ana, path, "choose", pipe_mm="150").status_code == 303
    assert row_of(lane).pipe_mm == 150
    assert "chosen" in text(client_of("Ben"), path)


def test_a_main_without_pressure_says_so(town: Town, client_of: Any) -> None:
    lane = with_houses(town)
    done("works.bring_survey", town, "Ana", lane=lane, levels=LEVELS, outlet="10.0", head="12")
    assert "No pipe on the list leaves every tap" in text(client_of("Ana"), page(town, lane, "line/"))


def test_the_board_tells_nobody_who_pays_nothing(town: Town, client_of: Any) -> None:
    lane = designed(town)
    path, ana = page(town, lane, "dues/"), client_of("Ana")
    assert "Nothing is shared out yet" in text(client_of("Kim"), path)
    yesterday = (TODAY - timedelta(days=1)).isoformat()
    assert sent(ana, path, "waive", house=str(house("3").public_id), is_waived="no").status_code == 303
    assert sent(ana, path, "share", by="equal", first_on=yesterday, parts="2").status_code == 303
    first = house("1").share_minor or 0
    paid = {"house": str(house("1").public_id), "amount": str(POUNDS(first))[1:], "paid_on": TODAY.isoformat()}
    assert sent(ana, path, "pay", **{**paid, "house": ""}).status_code == 422, "nobody is taken for who paid"
    assert sent(ana, path, "pay", **paid).status_code == 303
    done("works.agree_share", town, "Ana", house=house("1").public_id)
    kim = text(client_of("Kim"), path)
    board = kim.partition("The board")[2]
    rows = [row.partition("</tr>")[0] for row in board.split('<th role="rowheader"')[1:]]
    said = [row.partition("</th>")[2] for row in rows]
    assert said[0] == said[2], "who pays nothing reads like who paid"
    assert "still to come" in said[1]
    assert str(POUNDS(first)) not in board
    assert "For whoever collects" not in kim
    assert "For whoever collects" in text(ana, path)
    reads = AuditRow.objects.filter(kind=AuditRow.READ, verb="works.read_dues").count()
    assert "2" in text(client_of("Tom"), f"{path}?as=paper")
    assert AuditRow.objects.filter(kind=AuditRow.READ, verb="works.read_dues").count() > reads
    assert "plot" in text(client_of("Tom"), f"{path}?as=csv")


def test_houses_stand_by_name_only_if_the_lane_wants_it(town: Town, client_of: Any) -> None:
    lane = shared(town)
    path = page(town, lane, "dues/")
    assert "Ben" not in text(client_of("Kim"), path).partition("The board")[2]
    done("works.keep_lane", town, "Ana", name="Lane 4", shows_names=True)
    assert "Ben" in text(client_of("Kim"), path).partition("The board")[2]


def test_ones_own_house_is_asked_whether_it_agrees(town: Town, client_of: Any) -> None:
    lane = shared(town)
    path, ben = page(town, lane), client_of("Ben")
    assert "nobody has to have paid yet" in text(ben, path)
    assert sent(ben, path, "agree").status_code == 303
    assert house("2").agreed_on
    assert "You agreed to pay" in text(ben, path)
    assert "agree" not in ben.get(path).context["forms"]


def test_a_lane_is_dug_and_looked_after_in_a_browser(town: Town, client_of: Any) -> None:
    lane = agreed(town)
    done("works.keep_lane", town, "Ana", name="Lane 4", into=trunk(town))
    one, ana, ben = page(town, lane), client_of("Ana"), client_of("Ben")
    day = {"task": "Dug", "time": "2 h", "done_on": TODAY.isoformat()}
    assert sent(ben, one, "day", **day).status_code == 303
    for words in ("We begin to dig", "It was inspected", "Its water runs"):
        assert words in text(ana, one)
        assert sent(ana, one, "stage", on=TODAY.isoformat()).status_code == 303
    assert "show the next lane" in text(ana, one)
    upkeep = page(town, lane, "upkeep/")
    assert "No pipe was blocked so far" in text(ana, upkeep)
    assert sent(ben, upkeep, "report", trouble="Silt by plot 2").status_code == 303
    assert "still blocked" in text(ana, upkeep)
    cleared = {"time": "30 min", "cleared_on": TODAY.isoformat()}
    assert sent(ana, upkeep, "cleared", **cleared).status_code == 303
    assert sent(ben, upkeep, "thank", thanks="It runs again").status_code == 303
    assert Blockage.objects.get().thanks == "It runs again"
    turns = text(ana, upkeep).partition("Whose turn it is")[2]
    weeks = [turns.index(date_format(TODAY + timedelta(weeks=4 * number))) for number in (1, 2, 3)]
    assert weeks == sorted(weeks), "what comes next stands first"
    assert turns.count("this one is next") == 1
    assert sent(ben, upkeep, "turn", time="1 h", done_on=TODAY.isoformat()).status_code == 303
    assert Turn.objects.get().minutes == 60
    assert "took it" in text(ana, upkeep)
    assert "Silt by plot 2" in text(ana, f"{upkeep}?as=csv")
    assert "Your lane was helped" in text(ben, page(town))


def test_the_map_names_what_is_missing(town: Town, client_of: Any) -> None:
    below = trunk(town, is_laid=False)
    lost = done("works.keep_lane", town, "Ana", name="Lane 5").lane
    assert "Blocked: it has nothing to run into yet." in text(client_of("Ana"), page(town, lost)), "at every stage"
    done("works.keep_lane", town, "Ana", name="Lane 4", into=below)
    shown = text(client_of("Ben"), page(town))
    for words in ("Trunk is not laid yet", "For it wait: Lane 4", "<svg", "A trunk that is still missing"):
        assert words in shown, words
    assert client_of("Ben").get(page(town, below)).status_code == 404
    assert "Lane 4,Trunk" in text(client_of("Ben"), f"{page(town)}?as=csv")


def test_the_figures_hide_small_numbers(town: Town, client_of: Any) -> None:
    lane = shared(town)
    done("works.give_day", town, "Ana", lane=lane, task="Dug", time=HOURS(120), done_on=TODAY)
    path = page(town, name="figures/")
    assert "by 1 to 7 people" in text(client_of("Ben"), path)
    assert "2 h 00" in text(client_of("Cleo"), path)
    assert "not shown" in text(client_of("Ben"), f"{path}?as=csv")
    assert client_of("Ben").get(f"{path}work/").status_code == 200


def test_what_is_made_up_says_so(town: Town, client_of: Any) -> None:
    lane = shared(town)
    Community.objects.filter(slug=town.slug).update(is_demo=True)
    ana = client_of("Ana")
    for name in ("", "line/", "dues/", "upkeep/", "survey/", "line/?as=paper", "dues/?as=paper", "line/?as=svg",
                 "line/?as=csv", "dues/?as=csv", "?as=csv"):  # fmt: skip
        assert "demo" in text(ana, page(town, lane, name)), name
    for name in ("figures/", "figures/?as=csv", "?as=csv"):
        assert "demo" in text(ana, page(town, name=name)), name


def test_houses_come_in_a_list_and_twice_change_nothing(town: Town) -> None:
    lane = surveyed(town)
    content = (
        "lane,plot,people,chainage,frontage,who\n"
        f"Lane 4,2,4,30,9,{town.canary}\nLane 4,8,5,12.5,6,\nLane 9,9,5,1,1,\nLane 4,8,5,1,1,\nLane 4,10,x,1,1,\n"
        "Lane 4,,5,1,1,\nLane 4,11,5,-1,1,\nLane 4,12,5,far,1,\nLane 4,13,5000,1,1,\n"
    ).replace(town.canary, f"Ben {town.canary}")
    sheet, cleo = read_sheet(content.encode()), town.actor("Cleo")
    setting = Setting(town.community.pk, TODAY, "Europe/London")
    map_ = guess(sheet, "list", LISTINGS)
    found = sort_rows(sheet, map_, map_.listing.setting(setting))
    assert [row.plot for row in found.good] == ["2", "8"]
    assert {one.row: one.field for one in found.bad} == {4: "lane", 5: "plot", 6: "people", 7: "plot", 8: "chainage",
                                                         9: "chainage", 10: "people"}  # fmt: skip
    assert all(one.reason and one.remedy for one in found.bad)
    assert isinstance(sent_in := LISTINGS[0].send(cleo, found.good, lane), Done), sent_in
    assert (sent_in.value.added, House.objects.count()) == (1, 4)
    again = LISTINGS[0].send(cleo, found.good, town.agents["Ana"])
    assert isinstance(again, Done)
    assert (again.value.added, again.value.known) == (0, 2)


def test_scripts_read_what_the_pages_show(town: Town) -> None:
    lane = agreed(town)
    done("works.keep_lane", town, "Ana", name="Lane 4", into=trunk(town))
    in_use(town, lane)
    done("works.report_blockage", town, "Ben", lane=lane, trouble="Silt")
    api = f"/api/{town.slug}/works"
    headers = {"Authorization": f"Bearer {town.key('Ben')}"}

    def got(name: str) -> Any:
        answer = Client().get(f"{api}/{name}", headers=headers)
        assert answer.status_code == 200, answer.content
        return answer.json()

    assert {one["name"]: one["stage"] for one in got("lanes")["items"]} == {"Lane 4": "in use", "Trunk": ""}
    line = got(f"line?lane={lane}")
    assert (line["pipe_mm"], line["is_chosen"], len(line["chambers"])) == (100, True, 5)
    assert sum(one["minor"] for one in line["items"]) == line["total_minor"] == row_of(lane).cost_minor
    board = got(f"board?lane={lane}")
    assert [one["is_agreed"] for one in board["houses"]] == [True] * 3
    assert got(f"blocked?lane={lane}")["count"] == 1
    assert got("figures")["lanes"] == 1
    assert Client().get(f"{api}/line?lane={town.agents['Ben']}", headers=headers).status_code == 404
