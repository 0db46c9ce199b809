"""The one verb, said by four mouths: each takes the same words and answers what it answered, as one kind of thing."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.test import Client
from typer.testing import CliRunner

from coproduce.cli import build
from coproduce.core.intent import Intent
from coproduce.core.refusal import Refusal
from coproduce.web.demo import carry_out
from tests.fixtures.towns import Town, do


@dataclass(frozen=True)
class Said:
    """What a mouth answered: the minutes recorded, or the sentence of the refusal."""

    minutes: int | None
    sentence: str = ""


def plain(arguments: dict[str, Any]) -> dict[str, Any]:
    """The arguments as text, as people type and scripts send them; what is left out stays out."""
    return {name: str(value) for name, value in arguments.items() if value not in (None, "")}


def web(town: Town, who: str, arguments: dict[str, Any], request_id: UUID) -> Said:
    """Every question answered on its own page, then the check page. The draft's id is the request id."""
    client = signed_in(town, who)
    said = plain(arguments)
    begun = client.get(f"/{town.slug}/timebank/record/", {"need": said["need"]} if "need" in said else {})
    if begun.status_code == 404:
        return Said(None, sentence_in(begun))
    base = begun["Location"].rsplit("/", 2)[0]
    _rename_draft(client, base.rsplit("/", 1)[1], str(request_id))
    base = f"{base.rsplit('/', 1)[0]}/{request_id}"
    fields = {
        "giver": "giver",
        "receiver": "receiver",
        "time": "time",
        "day": "done_on",
        "kind": "category",
        "words": "words",
    }
    for step, field in fields.items():
        answer = client.post(f"{base}/{step}/", {field: said.get(field, "")})
        if answer.status_code == 422:
            return Said(None, sentence_in(answer))
    answer = client.post(f"{base}/check/", follow=True)
    if answer.status_code == 422:
        return Said(None, sentence_in(answer))
    return Said(answer.context["receipt"].minutes)


def _rename_draft(client: Client, old: str, new: str) -> None:
    """A draft under the id the test names: what a second tap on the same page is."""
    session = client.session
    drafts = session["drafts"]
    session["drafts"] = {**drafts, new: drafts.pop(old)}
    session.save()


def api(town: Town, who: str, arguments: dict[str, Any], request_id: UUID) -> Said:
    answer = Client().post(
        f"/api/{town.slug}/timebank/record-for",
        json.dumps(plain(arguments)),
        "application/json",
        headers={"Authorization": f"Bearer {town.key(who)}", "Idempotency-Key": str(request_id)},
    )
    body = answer.json()
    return Said(body["minutes"]) if answer.status_code in (200, 201) else Said(None, body["detail"])


def cli(town: Town, who: str, arguments: dict[str, Any], request_id: UUID) -> Said:
    words = [
        "timebank",
        "record-for",
        "--as",
        town.email(who),
        "--community",
        town.slug,
        "--request-id",
        str(request_id),
        "--json",
    ]
    for name, value in plain(arguments).items():
        words += [f"--{name.replace('_', '-')}", value]
    done = CliRunner().invoke(build(words), words)
    body = json.loads(done.stdout)
    assert (done.exit_code == 0) is ("minutes" in body)
    return Said(body["minutes"]) if "minutes" in body else Said(None, body["detail"])


def sim(town: Town, who: str, arguments: dict[str, Any], request_id: UUID) -> Said:
    """A simulated person: the driver of the demo, which raises on a refusal."""
    intent = Intent("timebank.record_for", arguments, request_id)
    outcome = do("timebank.record_for", town.actor(who, via="sim"), request_id=request_id, **arguments)
    if isinstance(outcome, Refusal):
        return Said(None, outcome.sentence)
    carry_out(town.actor(who, via="sim"), intent)  # the same intent again changes nothing
    return Said(outcome.value.minutes)


MOUTHS = {"web": web, "api": api, "cli": cli, "sim": sim}


def signed_in(town: Town, who: str) -> Client:
    client = Client()
    client.force_login(town.account(who), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def sentence_in(answer: Any) -> str:
    """The words of the page's own error, without its marks."""
    import html
    import re

    text = html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode()))
    return re.sub(r"\s+", " ", text)
