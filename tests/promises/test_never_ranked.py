"""What keeps play from becoming a market or a race, over everything there is to read: pages, operations, tables.

Nobody is ranked and no days in a row are counted; who came and who is thanked becomes neither hours nor money; groups
of 1 to 7 are not broken down; whoever opts out leaves no trace. Each check is seen to find a planted fault. The walk
over all pages and answers that looks for rankings is the one through two towns (`tests/security/test_towns.py`).
"""

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import transaction
from django.urls import reverse

from coproduce.arenas import ARENAS
from coproduce.arenas.play.models import Festival, Given, Goal, Repair, Thing
from coproduce.arenas.play.tests import street, test_together
from coproduce.community import ledger
from coproduce.community.base import clock
from coproduce.community.base.action import put_in_outbox
from coproduce.community.base.done import Notice
from coproduce.community.base.models import Outbox
from coproduce.community.exchange.calendars.feed import feed
from coproduce.community.exchange.models import Ask, SignUp
from coproduce.community.exchange.recognition import open_asks
from coproduce.community.ledger.models import Posting
from coproduce.community.people.models import Agent, Community
from coproduce.core.journal import Entry, Posting as Side
from coproduce.core.quantity import HOURS
from coproduce.core.stats import Suppression
from coproduce.web.api import api
from tests.fixtures.towns import TODAY, Town, told
from tests.journeys.mouths import signed_in
from tests.promises.ranking import broken_down, ranked, said_of_ranks
from tests.security.crawl import lists, names as names_of_pages

SOURCE = Path(__file__).resolve().parent.parent.parent / "src" / "coproduce"

#: In which order supply points have of what is over, as members agreed: sockets, and no people.
OF_SOCKETS = {"PartOf.rank"}

#: Fields of figures that count people.
PEOPLE = frozenset({"people", "members", "designers", "makers", "helped", "gave", "families", "households", "came"})


def names() -> dict[str, str]:
    """Every column, and every field an operation answers or takes, in words."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("coproduce.")]
    columns = {
        f"{model.__name__}.{field.name}": field.name.replace("_", " ")
        for model in ours for field in model._meta.concrete_fields
    }  # fmt: skip
    schemas = api.get_openapi_schema()["components"]["schemas"]
    fields = {
        f"{schema}.{name}": name.replace("_", " ")
        for schema, said in schemas.items()
        for name in said.get("properties", ())
    }
    return columns | fields


def texts() -> dict[str, str]:
    """What every template says, and every line of code that members or scripts read: heads of tables among them."""
    shown = {
        str(path.relative_to(SOURCE)): re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"))
        for path in SOURCE.rglob("templates/**/*.html")
    }
    said = {
        str(path.relative_to(SOURCE)): " ".join(re.findall(r"_\(\s*\"([^\"]*)\"", path.read_text(encoding="utf-8")))
        for path in SOURCE.rglob("*.py") if "tests" not in path.parts
    }  # fmt: skip
    return shown | said


def told_in(those: dict[str, str]) -> list[str]:
    """Which of these say a word of rankings or streaks."""
    return [where for where, words in those.items() if said_of_ranks(words)]


@pytest.mark.promise("Nobody is ranked, and no days in a row are counted")
@pytest.mark.parametrize("planted", ["streak days", "Leaderboard", "Top 10 of the month", "rank", "3 weeks in a row"])
def test_no_column_field_head_or_page_is_of_a_ranking_or_a_streak(planted: str) -> None:
    assert told_in({"planted": planted}) == ["planted"]
    assert set(told_in(names())) == OF_SOCKETS
    assert told_in(texts()) == []


def a_table(town: Town, numbers: Iterable[int]) -> bytes:
    who = [f"{name} {town.canary}" for name in ("Dee", "Ana", "Tom", "Ben")]
    rows = "".join(f"<tr><td>{name}</td><td>{number}</td></tr>" for name, number in zip(who, numbers, strict=True))
    return f"<html><body><table>{rows}</table></body></html>".encode()


def test_an_order_of_people_is_found_on_a_page_in_an_answer_and_in_a_table() -> None:
    town = Town("alder", "kanari", {name: uuid4() for name in ("Ana", "Ben", "Dee", "Tom")})
    much_to_little = a_table(town, (9, 5, 5, 1))
    numbered = "".join(f"<li>{name} kanari</li>" for name in town.agents)
    answer = b'{"items": [%s]}' % b", ".join(
        b'{"name": "%s kanari", "times": %d}' % (name.encode(), 9 - place)
        for place, name in enumerate(("Tom", "Ana", "Dee", "Ben"))
    )
    table = b"who,times\nTom kanari,9\nAna kanari,5\nDee kanari,4\nBen kanari,1\n"
    for planted in (much_to_little, f"<html><ol>{numbered}</ol></html>".encode(), answer, table,
                    b"<html><p>Ana, 4 weeks in a row!</p></html>", b'{"streak": 4}'):  # fmt: skip
        assert ranked([("/planted/", 200, planted)], town), planted
    by_name = b"who,times\nAna kanari,9\nBen kanari,5\nDee kanari,4\nTom kanari,1\n"
    for plain in (a_table(town, (1, 9, 5, 5)), by_name, b"<html><p>Together we reached 50 per cent</p></html>"):
        assert ranked([("/plain/", 200, plain)], town) == [], plain


def not_thanks() -> list[str]:
    """What stands in the books of play in any unit but thanks, or beside them."""
    of_play = Posting.objects.filter(entry__arena="play").exclude(unit="thanks")
    beside = Posting.objects.filter(entry__postings__unit="thanks").exclude(unit="thanks")
    return [f"{one.entry_id}: {one.unit}" for one in (*of_play, *beside)]


def all_of_play(town: Town) -> None:
    """Somebody came, gave a hand, lent, borrowed, mended, reached a goal and was thanked."""
    Community.objects.filter(slug=town.slug).update(arenas=["timebank", "play"])
    street.announced(town)
    told("exchange.sign_up", town.actor("Ben"), slot=street.slot(town))
    row = street.over(town)
    told("play.write_came", town.actor("Ana"), occasion=row.public_id, came=(town.agents["Dee"],),
         helped=(town.agents["Ben"],), others=3)  # fmt: skip
    thing = test_together.drill(town)
    for verb in ("borrow_thing", "bring_back"):
        told(f"play.{verb}", town.actor("Ben"), thing=thing)
    told("play.write_repair", town.actor("Ben"), **test_together.KETTLE, brought_by=town.agents["Dee"])
    told("play.give", town.actor("Ben"), goal=test_together.apples(town), amount="101")


@pytest.mark.django_db
@pytest.mark.promise("Attendance and thanks never become hours or money")
def test_what_is_played_becomes_neither_hours_nor_money(town: Town) -> None:
    balances = {who: balance(town, who) for who in ("Ana", "Ben", "Dee")}
    all_of_play(town)
    assert not_thanks() == []
    assert {who: balance(town, who) for who in balances} == balances
    who = street.agent(town, "Ben").pk
    pot = ledger.pot_account(town.community.pk, HOURS, "A prize")
    hours = (Side(ledger.member_account(town.community.pk, who, HOURS), HOURS(60)), Side(pot, HOURS(-60)))
    ledger.post(Entry(uuid4(), town.community.pk, "exchange", "planted", TODAY, hours, arena="play"))
    assert len(not_thanks()) == 2, "a planted prize is seen"


def balance(town: Town, who: str) -> int:
    return ledger.balance(ledger.member_account(town.community.pk, street.agent(town, who).pk, HOURS)).minor


def figures(town: Town, who: str) -> Iterator[tuple[str, int, bytes]]:
    """Every page of figures there is, and its table, as somebody reads them."""
    client = signed_in(town, who)
    with_figures = sorted(name for name in names_of_pages() if name.endswith("figures"))
    assert len(with_figures) > len(ARENAS)
    for name in with_figures:
        for how in ("", "?as=csv"):
            address = reverse(name, kwargs={"community": town.slug}) + how
            answer = client.get(address)
            yield address, answer.status_code, b"".join(answer) if answer.streaming else answer.content


@pytest.mark.django_db
@pytest.mark.promise("Groups of one to seven are never broken down")
def test_no_answer_page_or_table_breaks_a_small_group_down(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    all_of_play(town)
    Community.objects.filter(slug=town.slug).update(arenas=list(ARENAS))
    assert broken_down([*lists(town, "Ana", town.slug), *figures(town, "Ana")], PEOPLE) == []
    monkeypatch.setattr(Suppression, "hide", lambda _rule, n: n)
    assert broken_down(lists(town, "Ana", town.slug), PEOPLE), "what is hidden would be seen"
    seen = {fault.partition(": ")[0] for fault in broken_down(figures(town, "Ana"), PEOPLE)}
    page = reverse("play_figures", kwargs={"community": town.slug})
    assert {page, f"{page}?as=csv"} <= seen, "on pages and in tables too"


#: What of a page differs each time it is read.
FRESH = re.compile(
    rb'name="(csrfmiddlewaretoken|request_id)" value="[^"]*"|nonce="[^"]*"|value="[^"]*" id="[a-z_]*request_id"'
)


def read(town: Town, festival: Any) -> dict[str, bytes]:
    """Everything whoever organises it, and the desk, read where somebody may take part."""
    ana, cleo, row = signed_in(town, "Ana"), signed_in(town, "Cleo"), street.occasion(town)
    here = f"/{town.slug}/play/"
    listed = ("", "together/", "library/", "mended/", "figures/")
    pages = [f"{here}{one}{how}" for one in listed for how in ("", "?as=csv")]
    pages += [f"{here}festivals/{festival}/", f"{here}festivals/{festival}/poster/"]
    occasion = f"/{town.slug}/exchange/occasions/{row.public_id}/"
    desk = (occasion, f"{occasion}sheet/", f"/{town.slug}/timebank/desk/?tab=ask")
    found = {page: FRESH.sub(b"", ana.get(page).content) for page in (*pages, occasion)}
    found |= {f"{page} at the desk": FRESH.sub(b"", cleo.get(page).content) for page in desk}
    headers = {"Authorization": f"Bearer {town.key('Ana')}"}
    for path in (f"festivals/{festival}", "goals", "library", "mended", "figures"):
        found[path] = ana.get(f"/api/{town.slug}/play/{path}", headers=headers).content
    for who in ("Ana", "Cleo"):
        found[f"calendar of {who}"] = feed(town.community, street.agent(town, who), "")
    return found


def left_of(town: Town, who: str) -> list[str]:
    """Where a row of making merry names somebody, somebody else was told something, or they are to be asked."""
    me = street.agent(town, who).pk
    found = [f"told {row.to_agent}" for row in Outbox.objects.exclude(to_agent=me)]
    found += ["place" for _ in SignUp.objects.filter(agent=me, withdrawn_at=None)]
    found += ["asked" for _ in Ask.objects.filter(agent=me)]
    for model in apps.get_app_config("play").get_models():
        for field in model._meta.concrete_fields:
            name, is_person = field.attname, field.related_model is Agent
            if is_person or field.get_internal_type() == "JSONField":
                values = model._default_manager.values_list(name, flat=True)
                found += [
                    f"{model.__name__}.{name}" for one in values if me in (one if isinstance(one, list) else [one])
                ]
    return sorted(found)


def planted(town: Town, liked: Any, festival: Any) -> dict[str, Callable[[], object]]:
    """Each way in which something of Ben could stay."""
    ben, dee = street.agent(town, "Ben"), street.agent(town, "Dee")
    place, today = ben.community, {"said_on": TODAY}
    goal = {"community": place, "keeper": dee, "name": "Jam", "target": 1, "unit": "jars"}
    lent = {"borrower": ben, "lent_on": TODAY, "due_on": TODAY}
    some = Festival.objects.filter(public_id=festival)
    return {
        "Festival.backed_by": lambda: Festival.objects.filter(public_id=liked).update(backed_by=[ben.pk]),
        "Festival.shown_on_it": lambda: some.update(shown_on_it=[ben.pk]),
        "Festival.organiser_id": lambda: some.update(organiser=ben),
        "Festival.guardian_id": lambda: some.update(guardian=ben),
        "Goal.keeper_id": lambda: Goal.objects.create(**{**goal, "keeper": ben}, **today),
        "Given.agent_id": lambda: Given.objects.create(
            goal=Goal.objects.create(**goal, **today), agent=ben, amount=1, **today),
        "Thing.keeper_id": lambda: Thing.objects.create(community=place, keeper=ben, name="Tent"),
        "Thing.borrower_id": lambda: Thing.objects.filter(keeper=dee).update(**lent),
        "Repair.mender_id": lambda: Repair.objects.create(
            community=place, mender=ben, item="Kettle", problem="Cold", status="Fixed", on=TODAY),
        "Repair.brought_by_id": lambda: Repair.objects.create(
            community=place, mender=dee, brought_by=ben, item="Kettle", problem="Cold", status="Fixed", on=TODAY),
        "place": lambda: SignUp.objects.filter(agent=ben).update(withdrawn_at=None),
        "asked": lambda: open_asks(place.pk, "play", {ben: 1}, TODAY),
        f"told {dee.pk}": lambda: put_in_outbox(place.pk, [Notice(dee.pk, "Ben does not come.")]),
    }  # fmt: skip


@pytest.mark.django_db
@pytest.mark.promise("Whoever opts out leaves no trace")
def test_who_opts_out_leaves_no_trace(town: Town) -> None:
    Community.objects.filter(slug=town.slug).update(arenas=["timebank", "play"])
    liked = street.idea(town, "Dee")
    festival, ben = street.announced(town, "Ana", backers=("Tom", "Dee")), town.actor("Ben")
    told("play.keep_thing", town.actor("Dee"), name=f"Ladder {town.canary}")
    before, nothing = read(town, festival), left_of(town, "Ben")
    assert read(town, festival) == before, "a page that is read again reads the same"
    told("play.back_festival", ben, festival=liked)
    place = told("exchange.sign_up", ben, slot=street.slot(town, "Company")).sign_up
    told("play.keep_thing", ben, name=f"Tent {town.canary}")
    seen = read(town, festival)
    assert {where for where in before if seen[where] != before[where]} >= {
        f"/{town.slug}/play/library/", "library", f"/{town.slug}/play/library/?as=csv",
        f"/{town.slug}/exchange/occasions/{street.occasion(town).public_id}/ at the desk",
    }, "that he takes part is seen"  # fmt: skip
    told("play.back_festival", ben, festival=liked, is_off=True)
    told("play.keep_thing", ben, name=f"Tent {town.canary}", is_here=False)
    with clock.at(street.NOON):
        told("exchange.cancel_sign_up", ben, sign_up=place)
    assert read(town, festival) == before
    assert left_of(town, "Ben") == nothing
    for what, plant in planted(town, liked, festival).items():
        with transaction.atomic():
            plant()
            assert what in left_of(town, "Ben") and left_of(town, "Ben") != nothing, f"{what}: a planted trace is seen"
            transaction.set_rollback(True)
