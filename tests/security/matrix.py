"""Who may do what, asked of the running program: each row of the policy by the API and by the command line."""

import json
from dataclasses import dataclass
from typing import Any, get_args
from uuid import uuid4

from django.db import transaction
from django.test import Client
from typer.testing import CliRunner

from coproduce.cli import build
from coproduce.community.base import policy, wire
from coproduce.community.base.actor import clockwork
from coproduce.community.base.policy import Row
from coproduce.community.base.rooms import verbs
from coproduce.community.people.models import Membership
from coproduce.community.privacy import erasing
from coproduce.web.api import api
from tests.fixtures.towns import CAST, Town
from tests.security.scenes import Part, every_scene

#: How a verb is refused to whoever may not: it says so, or what it is about is not there.
REFUSED = {"NOT_ALLOWED", "NOT_FOUND", "NO_SUCH_MEMBER", "NOT_SIGNED_IN"}


@dataclass(frozen=True)
class Answer:
    """Whether it was done, and with which code it was refused."""

    is_done: bool
    code: str = ""
    words: str = ""

    @property
    def is_refused(self) -> bool:
        return self.code in REFUSED


def whoever_has(role: str) -> str:
    """The one of the cast who has this role."""
    return next(name for name, has in CAST.items() if has == role)


def part_of(town: Town, row: Row, *, about: str = "") -> Part:
    """Who plays the row: whoever has its role, about themselves where it says *own*, else about Ben."""
    me = whoever_has(row.role)
    whose = about or (me if row.relation == "own" else "Ben")
    other = "Tom" if about else "Ana" if whose == "Ben" else "Ben"
    return Part(town, me, whose, other)


def only(town: Town, who: str, *roles: str) -> None:
    """From the next request on they have these roles and no other."""
    Membership.objects.filter(agent__public_id=town.agents[who]).update(roles=list(roles))


def roles_without(verb: str) -> list[str]:
    """A role that may not do this at all, or none."""
    allowed = {row.role for row in policy.every_row() if row.verb == verb}
    return [role for role in policy.ROLES if role not in allowed][:1]


def addresses() -> dict[str, tuple[str, str]]:
    """(method, path) of each operation, by the verb it says."""
    return {
        said["operationId"]: (method, path)
        for path, item in api.get_openapi_schema()["paths"].items()
        for method, said in item.items()
    }


def by_api(town: Town, slug: str, who: str, verb: str, arguments: dict[str, Any], for_: str = "") -> Answer:
    method, path = addresses()[verb]
    path = path.replace("{community}", slug)
    headers = {"Authorization": f"Bearer {town.key(who)}", "Idempotency-Key": str(uuid4())}
    headers |= {"Coproduce-For": for_} if for_ else {}
    if method == "get":
        answer = Client().get(path, arguments, headers=headers)
    else:
        answer = Client().post(path, json.dumps(_said(verb, arguments)), "application/json", headers=headers)
    if answer.status_code < 300:
        return Answer(True)
    assert answer.status_code < 500, (verb, answer.content)
    return Answer(False, answer.json()["code"], answer.json()["detail"])


def by_command(town: Town, slug: str, who: str, verb: str, arguments: dict[str, Any], for_: str = "") -> Answer:
    room, _, word = verb.partition(".")
    words = [room, word.replace("_", "-"), "--as", town.email(who), "--community", slug, "--json"]
    words += ["--for", for_] if for_ else []
    for name, value in _said(verb, arguments).items():
        words += [f"--{name.replace('_', '-')}", value if isinstance(value, str) else json.dumps(value)]
    done = CliRunner().invoke(build([room]), words)
    if done.exit_code == 0:
        return Answer(True)
    assert done.exit_code in (1, 2), (verb, done.output, done.exception)
    said = done.stdout.strip().splitlines()
    nobody = {"code": "NO_SUCH_MEMBER", "detail": done.output}
    body = json.loads(said[-1]) if said and said[-1].startswith("{") else nobody
    return Answer(False, body["code"], body["detail"])


MOUTHS = {"api": by_api, "command": by_command}


def _said(verb: str, arguments: dict[str, Any]) -> dict[str, Any]:
    """The arguments as they are typed and sent."""
    form = wire.form_of(verbs()[verb].__wrapped__)(**arguments)  # type: ignore[attr-defined]
    said: dict[str, Any] = form.model_dump(mode="json", exclude_unset=True)
    return {name: _text(value) for name, value in said.items() if value is not None}


def _text(value: Any) -> Any:
    """A time is written as people write it."""
    if isinstance(value, dict) and value.keys() == {"minor", "unit"}:
        return str(wire.receipt_from_json(wire.WireQuantity, value))
    return value


def faults_of(town: Town, there: Town, row: Row, mouth: str) -> list[str]:
    """What is wrong with one row: refused to whoever has not the role, done by whoever has, with one set-up; refused
    about somebody else where it says *own*; and not there for anybody of another community."""
    if mouth == "api" and row.verb in BY_NO_KEY:
        return []
    ask, found, what = MOUTHS[mouth], [], f"{row.verb}, {row.role}, {row.relation}, {mouth}"

    def answer(part: Part, roles: list[str], slug: str = "", of: Town | None = None) -> Answer:
        with transaction.atomic():
            only(of or town, part.me, *roles)
            said = ask(of or town, slug or town.slug, part.me, row.verb, arguments)
            if not said.is_done:
                transaction.set_rollback(True)
        return said

    with transaction.atomic():
        part = part_of(town, row)
        arguments = every_scene()[row.verb](part)
        without = answer(part, roles_without(row.verb))
        if not without.is_refused:
            found.append(f"{what}: whoever has not the role: {without}")
        elsewhere = answer(part, [row.role], of=there)
        if not elsewhere.is_refused:
            found.append(f"{what}: whoever is of another community: {elsewhere}")
        allowed = answer(part, [row.role])
        if not allowed.is_done:
            found.append(f"{what}: whoever has the role: {allowed}")
        transaction.set_rollback(True)
    if row.relation == "own" and is_about_somebody(row) and not wider(row):
        with transaction.atomic():
            part = part_of(town, row, about="Ben")
            arguments = every_scene()[row.verb](part)
            beyond = answer(part, [row.role])
            if not beyond.is_refused:
                found.append(f"{what}: about somebody else: {beyond}")
            transaction.set_rollback(True)
    return found


def faults_of_forgotten(town: Town, row: Row, mouth: str) -> list[str]:
    """What is wrong with a row where whoever it is about was forgotten meanwhile, and where whoever asks was: to both
    it is answered as for nobody. A row whose verb names no member has nothing to say here."""
    if mouth == "api" and row.verb in BY_NO_KEY:
        return []
    ask, found, what = MOUTHS[mouth], [], f"{row.verb}, {row.role}, {mouth}"
    for gone in ("Ben", whoever_has(row.role)):
        with transaction.atomic():
            part = part_of(town, row, about="" if row.relation == "own" else "Ben")
            arguments = every_scene()[row.verb](part)
            is_asking = gone == part.me
            if is_asking or (
                row.relation != "own" and str(town.agents[gone]) in json.dumps(_said(row.verb, arguments))
            ):
                only(town, part.me, row.role)
                forget(town, gone)
                said = ask(town, town.slug, part.me, row.verb, arguments)
                if (said.is_done and (is_asking or row.verb not in SETTLED_AFTER)) or (
                    is_asking and not said.is_refused
                ):
                    found.append(f"{what}: {'by' if is_asking else 'about'} whoever was forgotten: {said}")
            transaction.set_rollback(True)
    return found


def forget(town: Town, who: str) -> None:
    """Nothing of them is left but their number; whoever is the last broker hands that on first."""
    membership = Membership.objects.select_related("agent", "person", "community").get(
        agent__public_id=town.agents[who]
    )
    erasing.forget(clockwork(membership.community_id), membership)


def wider(row: Row) -> bool:
    """Whether the same role may do it about others too."""
    return any(
        other.verb == row.verb and other.role == row.role and other.relation != "own" for other in policy.every_row()
    )


#: What is owed or lent outlives a name: it is settled by the number that is left, and tells nothing of anybody.
SETTLED_AFTER = {
    "food.put_cycle_right": "what a round cost is put right for everybody who took part",
    "homes.record_payment": "who lives on in a home goes on paying for it",
    "homes.pay_out": "shares are paid out to who comes after them",
    "homes.bring_back_things": "a tool comes back to the store",
    "market.give_back_shares": "what was paid for shares is paid back to who comes after them",
    "market.pay_dividends": "what members decided is paid to everybody it is owed to",
}

#: What no key of a script ever does: by page and command only.
BY_NO_KEY = {"people.make_key", "people.revoke_key"}

#: What is only ever done about oneself: there is no way to name anybody else.
ABOUT_ONESELF = {"people.block", "people.unblock", "people.make_key", "care.open_case"}


def is_about_somebody(row: Row) -> bool:
    return row.verb not in ABOUT_ONESELF


def rows_to_play() -> list[Row]:
    """Those of verbs that a member's role is allowed; not those of visitors and the clock."""
    return [
        row for row in policy.every_row() if row.verb in verbs() and row.role in policy.ROLES and row.result == "allow"
    ]


assert set(get_args(policy.Relation)) == {"own", "same community", "any"}
