"""Each page asks the database eight things at most, however many families there are."""

from datetime import date

import pytest
from django.test import Client
from tests.bench.pages import QUERIES, asked
from tests.fixtures.towns import TODAY, Town
from tests.journeys.mouths import signed_in

from coproduce.arenas.stipends.models import Payroll
from coproduce.arenas.stipends.tests.school import MISSED, child, done, family, register, told

pytestmark = pytest.mark.django_db


def numbers(client: Client, paths: tuple[str, ...]) -> dict[str, int]:
    """How many things each page asks."""
    found = {}
    questions: list[str] = []
    with asked(questions):
        for path in paths:
            client.get(path)  # what a page asks the first time of all is not asked again
            questions.clear()
            assert client.get(path).status_code == 200, path
            found[path] = len(questions)
    return found


@pytest.mark.parametrize("who", ["Ana", "Cleo"])
def test_eight_questions_a_page(town: Town, who: str) -> None:
    months = ((date(2026, 7, 1), date(2026, 8, 31)), (date(2026, 9, 1), date(2026, 10, 31)))
    for number, name in enumerate(("Ana", "Ben", "Kim")):
        family(town, TODAY, who=name, pay_to=f"+44163296000{number}")
        for one in "ab":
            child(town, f"{number}{one}", family=town.agents[name])
            for period in months:
                attendance = register(town, TODAY, f"{number}{one}", period, MISSED)
                told(town, TODAY, attendance) if period == months[0] and name != "Ben" else None
    done(TODAY, "freeze_payroll", town, "Cleo", month_on=TODAY.replace(day=1))
    payroll = Payroll.objects.get().public_id
    paths = ["", "figures/", "figures/work/"]
    if who == "Cleo":
        when = "?of=0&from_on=2026-09-01&until_on=2026-10-31"
        paths += ["waiting/", "families/", f"families/{town.agents['Ana']}/", "sheets/", f"sheets/paper/{when}",
                  f"sheets/typed/{when}", "payrolls/", f"payrolls/{payroll}/"]  # fmt: skip
    found = numbers(signed_in(town, who), tuple(f"/{town.slug}/stipends/{path}" for path in paths))
    assert not {path: number for path, number in found.items() if number > QUERIES}, found
