"""The whole ring by scripts alone: what would help, agreed, done, thanked, asked back, shown; by API and by command.

Each says the same things to the same verbs, as the one who means them.
"""

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from typer.testing import CliRunner

from coproduce.cli import build
from coproduce.community.exchange.models import Ask, Contribution
from tests.fixtures.towns import Town

pytestmark = pytest.mark.django_db

Answer = dict[str, Any]


def by_api(town: Town, verb: str, who: str, said: Answer) -> Answer:
    room, _, word = verb.partition(".")
    answer = Client().post(
        f"/api/{town.slug}/{room}/{word.replace('_', '-')}",
        json.dumps(said),
        "application/json",
        headers={"Authorization": f"Bearer {town.key(who)}", "Idempotency-Key": str(uuid4())},
    )
    body: Answer = answer.json()
    assert answer.status_code == 201, body
    return body


def by_command(town: Town, verb: str, who: str, said: Answer) -> Answer:
    room, _, word = verb.partition(".")
    words = [room, word.replace("_", "-"), "--as", town.email(who), "--community", town.slug, "--json"]
    for name, value in said.items():
        words += [f"--{name.replace('_', '-')}", value if isinstance(value, str) else json.dumps(value)]
    done = CliRunner().invoke(build(words), words)
    assert done.exit_code == 0, done.output
    body: Answer = json.loads(done.stdout)
    return body


@pytest.mark.parametrize("say", [by_api, by_command])
def test_the_ring_closes_by_script(town: Town, say: Callable[[Town, str, str, Answer], Answer]) -> None:
    ben = str(town.agents["Ben"])
    need = {
        "who": ben, "category": f"company {town.canary}", "words": "Somebody to play draughts with",
        "said_on": "2026-11-17", "until_on": "2026-12-17",
    }  # fmt: skip
    wanted = say(town, "exchange.need", "Ben", {"needs": [need]})["ids"][0]
    thread = say(town, "exchange.propose", "Ana", {"need": wanted})["agreement"]
    assert say(town, "exchange.agree", "Ben", {"agreement": thread})["state"] == "agreed"
    assert say(town, "exchange.do", "Ana", {"agreement": thread, "time": "1 h 30"})["state"] == "done"
    done = say(town, "exchange.confirm", "Ben", {"agreement": thread})
    assert (done["state"], done["minutes"]) == ("recognised", 90)
    given = Contribution.objects.get(agreement__public_id=thread)
    say(town, "exchange.thank", "Ben", {"contribution": str(given.public_id), "words": "We laughed the whole time!"})
    ask = str(Ask.objects.get(agent__public_id=ben).public_id)
    say(town, "exchange.say_ready", "Ben", {"ask": ask})
    say(town, "exchange.ask_back", "Cleo", {"ask": ask})
    say(town, "exchange.answer", "Ben", {"ask": ask, "answer": "yes"})
    assert Ask.objects.get(public_id=ask).state == Ask.YES
    figures = (
        Client()
        .get(f"/api/{town.slug}/timebank/figures", headers={"Authorization": f"Bearer {town.key('Cleo')}"})
        .json()
    )
    shown = {name: (figures[name]["k"], figures[name]["n"]) for name in ("without_staff", "return_rate", "asked")}
    assert shown == {"without_staff": (1, 2), "return_rate": (0, 1), "asked": (1, 1)}
    assert all(figures[name]["low"] is not None for name in shown)
