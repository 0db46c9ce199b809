"""What holds for every operation of the API, found in its own description: problems, scopes, ids, pages."""

from collections import Counter
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from ninja import Schema

from coproduce.community.base import rooms, wire
from coproduce.community.people import api as people_api
from coproduce.web.api import FAULTS, api
from coproduce.web.problems import TYPE
from tests.fixtures.towns import Town

pytestmark = pytest.mark.django_db


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(path, method, operation) of everything there is."""
    for path, item in api.get_openapi_schema()["paths"].items():
        for method, operation in item.items():
            yield path, method, operation


EVERY = [(path, method) for path, method, _ in operations()]
READS = [path for path, method in EVERY if method == "get"]
WRITES = [path for path, method in EVERY if method == "post"]


def send(town: Town, path: str, method: str = "get", code: str = "", **more: Any) -> Any:
    headers = {"Authorization": f"Bearer {code}"} if code else {}
    headers |= more.pop("headers", {})
    address = path.replace("{community}", town.slug).replace("{id}", str(UUID(int=1)))
    return getattr(Client(enforce_csrf_checks=True), method)(address, headers=headers, **more)


def is_problem(answer: Any, status: int, code: str) -> bool:
    body = answer.json()
    assert (answer.status_code, answer["Content-Type"], body["code"]) == (status, TYPE, code), body
    assert body["status"] == status
    assert body["detail"]
    return True


def test_everything_is_described() -> None:
    assert len(EVERY) > 30
    for path, method, operation in operations():
        for status in FAULTS:
            assert list(operation["responses"][status]["content"]) == [TYPE], path
        assert operation["x-scopes"] or "key" in path, path
        assert operation["summary"], path
        assert method in ("get", "post")


def test_without_a_key_nothing_opens(town: Town) -> None:
    for path, method in EVERY:
        for code in ("", "cop_0"):
            is_problem(send(town, path, method, code), 401, "NOT_SIGNED_IN")


def test_a_key_for_something_else_opens_nothing(town: Town) -> None:
    reads, writes = town.key("Cleo", "read"), town.key("Cleo", "write")
    for path, method, operation in operations():
        answer = send(town, path, method, reads if method == "post" else writes)
        is_problem(answer, 403, "SCOPE_NEEDED")
        assert all(scope in answer.json()["detail"] for scope in operation["x-scopes"]), path


def test_a_key_for_one_room_writes_in_that_room(town: Town) -> None:
    for path, method, operation in operations():
        if method == "post" and operation["x-scopes"]:
            room = path.split("/")[3]
            who = "Cleo" if room < "l" else "Ana"  # nobody has a key for each room: that would be too many
            key, other = town.key(who, f"{room}:write", "sensitive"), "notices" if room != "notices" else "people"
            is_problem(send(town, path, "post", key, content_type="application/json"), 422, "NOT_UNDERSTOOD")
            is_problem(send(town, path, "post", town.key(who, f"{other}:write")), 403, "SCOPE_NEEDED")


def test_every_writing_wants_its_id(town: Town) -> None:
    for path, _, operation in operations():
        if operation["operationId"] in rooms.verbs() and operation["x-scopes"]:
            # One key may not ask so often in a minute as there are verbs.
            code = town.key("Cleo" if path.split("/")[3] < "l" else "Ana", "write", "sensitive")
            required = {one["name"] for one in operation["parameters"] if one["in"] == "header" and one["required"]}
            assert required == {"Idempotency-Key"}, path
            for said in ({}, {"headers": {"Idempotency-Key": "once"}}):
                answer = send(town, path, "post", code, data="{}", content_type="application/json", **said)
                assert is_problem(answer, 422, "NOT_UNDERSTOOD"), path


def test_what_cannot_be_read_is_a_problem(town: Town) -> None:
    code, headers = town.key("Cleo", "write", "sensitive"), {"Idempotency-Key": str(uuid4())}
    for path, method, operation in operations():
        if method == "post" and operation["x-scopes"]:
            answer = send(town, path, "post", code, data="{", content_type="application/json", headers=headers)
            assert is_problem(answer, 400, "NOT_UNDERSTOOD"), path


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_another_method_is_a_problem(town: Town, method: str) -> None:
    for path, known in EVERY:
        answer = send(town, path, method, town.key("Cleo"))
        is_problem(answer, 405, "WRONG_METHOD")
        assert answer["Allow"].lower() == known


def test_an_address_of_nothing_is_a_problem(town: Town) -> None:
    for path in ("/api/nothing", "/api/{community}/people/nothing", "/api/{community}/nothing/needs/"):
        is_problem(send(town, path, "get", town.key("Cleo")), 404, "NOT_FOUND")


def test_a_fault_of_ours_is_a_problem_too(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError("planted")

    monkeypatch.setattr(people_api, "members", broken)
    client = Client(raise_request_exception=False)
    address = f"/api/{town.slug}/people/members"
    answer = client.get(address, headers={"Authorization": f"Bearer {town.key('Cleo')}"})
    assert is_problem(answer, 500, "OUR_FAULT")
    assert "planted" not in answer.content.decode()


def test_a_sign_in_from_elsewhere_writes_nothing(town: Town) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(town.account("Ana"))
    answer = client.post(f"/api/{town.slug}/people/pause", {"member": str(town.agents["Ana"])}, "application/json")
    assert answer.status_code == 403
    assert answer["Content-Type"] == TYPE


def test_the_same_id_has_one_effect_and_another_body_is_refused(town: Town) -> None:
    headers = {"Idempotency-Key": str(uuid4())}
    said = {"member": str(town.agents["Ana"]), "kind": "skill", "words": "plum jam"}
    path, code = "/api/{community}/people/record-strength", town.key("Ana")
    first, again = (
        send(town, path, "post", code, data=said, content_type="application/json", headers=headers) for _ in "12"
    )
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    other = {**said, "words": "quince jam"}
    answer = send(town, path, "post", code, data=other, content_type="application/json", headers=headers)
    is_problem(answer, 409, "CONFLICTS_WITH_EARLIER")


def test_every_list_is_read_to_its_end_page_by_page(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a list holds is read once, in one order, by asking for `next` until there is none."""
    code, lists = town.key("Cleo"), 0
    answers = {path: send(town, path, "get", code) for path in READS}
    # What is taken along as a file is no list to read page by page.
    whole = {path: answer.json() for path, answer in answers.items() if not answer.streaming}
    monkeypatch.setattr(people_api, "PAGE", 1)
    for path, first in whole.items():
        if "items" not in first or "next" not in first or path.endswith(("/statement", "/consents")):
            continue
        lists += 1
        read, page = [], 1
        while page:
            said = send(town, path, "get", code, data={"page": page}).json()
            assert len(said["items"]) <= 1
            read += said["items"]
            page = said["next"]
        assert read == first["items"], path
        assert first["count"] == len(read), path
    assert lists >= 6


def named(schemas: list[type]) -> list[str]:
    """Names that two things of the API share: the description knows one of them, and the other is described wrongly."""
    return [name for name, many in Counter(one.__name__ for one in schemas).items() if many > 1]


def test_no_two_things_have_one_name() -> None:
    known, waiting = [], [Schema]
    while waiting:
        found = [one for one in waiting.pop().__subclasses__() if one not in known]
        known += found
        waiting += found
    ours = [one for one in known if one.__module__.startswith("coproduce.")]
    assert len(ours) > 20
    assert named(ours) == []
    assert named([*ours, type(ours[0].__name__, (), {})]) == [ours[0].__name__]


def described(schema: dict[str, Any], part: dict[str, Any]) -> set[str]:
    """The names of what is sent or answered, as the description has them."""
    body = part["content"]["application/json"]["schema"]
    whole = schema["components"]["schemas"].get(body.get("$ref", "").rpartition("/")[2], body)
    return set(whole["properties"])


def wrongly_described(schema: dict[str, Any]) -> list[str]:
    """Verbs of which the description says something else than they take and answer."""
    here = {said["post"]["operationId"]: said["post"] for said in schema["paths"].values() if "post" in said}
    found = []
    for name, operation in here.items():
        if name in rooms.verbs():
            verb = rooms.verbs()[name]
            takes, answers = set(wire.form_of(verb.__wrapped__).model_fields), set(verb.receipt.__dataclass_fields__)  # type: ignore[attr-defined]
            if (
                described(schema, operation["requestBody"]) != takes
                or described(schema, operation["responses"][201]) != answers
            ):
                found.append(name)
    return found


def test_each_verb_is_described_as_it_is() -> None:
    schema = api.get_openapi_schema()
    assert wrongly_described(schema) == []
    schema["components"]["schemas"]["ExchangeInThread"] = schema["components"]["schemas"]["ExchangeListed"]
    assert "exchange.say" in wrongly_described(schema)
