"""The API: one operation for every verb, derived from its signature, and the lists each room adds.

The same verb, policy and refusals as every other mouth. A request carries its
own id in `Idempotency-Key`; sending it twice answers the first receipt.
Errors are problem details (RFC 9457).
"""

from collections.abc import Callable
from functools import cached_property
from http.client import responses
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Header, NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import HttpBearer, SessionAuth

from coproduce import __version__
from coproduce.community.base import rooms, wire
from coproduce.community.base.action import Verb
from coproduce.community.base.actor import OPERATOR
from coproduce.community.base.policy import every_row
from coproduce.community.people.api import NotThereError, actor_of
from coproduce.community.people.keys.actions import key_of, used, why_ended
from coproduce.community.people.keys.rules import any_of
from coproduce.community.people.queries import member_of
from coproduce.core.refusal import Refusal
from coproduce.web import problems
from coproduce.web.signing_in import again, second_step

#: What may be answered when something went wrong, by every operation.
FAULTS = (400, 401, 403, 404, 409, 422, 429)

STATUS = {"NOT_ALLOWED": 403, "NOT_FOUND": 404, "CONFLICTS_WITH_EARLIER": 409}


class Problem(Schema):
    """What went wrong: `code` is stable, `detail` says what to do, `field` which argument to mend."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    code: str
    field: str = ""


class KeyRefusedError(Exception):
    """A key that opens nothing here, and why."""

    def __init__(self, status: int, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.status, self.code = status, code


class Key(HttpBearer):
    """A key for a script, made on the page “Keys for scripts” or with `coproduce token`."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        key = key_of(token)
        if key is None:
            raise AuthenticationError
        if ended := why_ended(key):
            raise KeyRefusedError(401, "KEY_ENDED", ended)
        room, word = request.path_info.strip("/").split("/")[2:4]
        enough = any_of(request.method or "GET", room, word, asks_again(room, word))
        if not set(enough) & set(key.may):
            raise KeyRefusedError(403, "SCOPE_NEEDED", _what_is_needed(enough))
        if not used(key):
            raise KeyRefusedError(429, "TOO_OFTEN", "This key asks too often. Wait a minute, then go on.")
        return key


def asks_again(room: str, word: str) -> bool:
    """Whether the verb at this address takes a key made for what matters most."""
    verb = rooms.verbs().get(f"{room}.{word.replace('-', '_')}")
    return verb is not None and verb.asks_again


class SignedIn(SessionAuth):
    """Somebody signed in on the site. Without a sign-in there is nothing that another site could misuse."""

    def __call__(self, request: HttpRequest) -> Any:
        return super().__call__(request) if self.param_name in request.COOKIES else None

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        request.signed_in_long_ago = again.is_long_ago(request)  # type: ignore[attr-defined]
        account = super().authenticate(request, key)
        slug = request.path_info.strip("/").split("/")[1]
        if account is not None and second_step.is_missing(request, member_of(account, slug)):
            raise KeyRefusedError(403, "SECOND_STEP_NEEDED", "Your role needs a second step: set it up on the site.")
        return account


def _what_is_needed(enough: tuple[str, ...]) -> str:
    if not enough:
        return "No key does this: make and revoke keys on your page, or with `coproduce token`."
    return f"This key may not do that. It takes a key with {' or '.join(enough)}."


class Api(NinjaAPI):
    """Its description says of every operation which scopes a key needs, and how it says what went wrong."""

    def get_openapi_schema(self, **_: Any) -> Any:
        return self._description

    @cached_property
    def _description(self) -> Any:
        """Made once, for it takes a third of a second; what can be asked does not change while the program runs."""
        schema = super().get_openapi_schema()
        for path, item in schema["paths"].items():
            room, word = path.strip("/").split("/")[2:4]
            for method, operation in item.items():
                operation["x-scopes"] = list(any_of(method.upper(), room, word, asks_again(room, word)))
                for status in FAULTS:
                    said = operation["responses"].setdefault(status, {"description": responses[status]})
                    said["content"] = {problems.TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
        schema["components"]["schemas"]["Problem"] = Problem.model_json_schema()
        return schema


api = Api(
    title="Coproduce",
    version=__version__,
    auth=[Key(), SignedIn()],
    urls_namespace="api",
    docs_url=None,  # its viewer would load scripts from elsewhere
    description="Help that comes round. Every verb of every arena, by the same rules as the pages. Who does something"
    " for a member they help sends that member's id in the header `Coproduce-For`.",
)


@api.exception_handler(AuthenticationError)
def _nobody(request: HttpRequest, fault: AuthenticationError) -> HttpResponse:
    return problems.problem(401, "NOT_SIGNED_IN", "Send a key made on “Keys for scripts” or with `coproduce token`.")


@api.exception_handler(KeyRefusedError)
def _key_refused(request: HttpRequest, fault: KeyRefusedError) -> HttpResponse:
    answer = problems.problem(fault.status, fault.code, str(fault))
    if fault.status == 429:
        answer["Retry-After"] = "60"
    return answer


@api.exception_handler(ValidationError)
def _misread(request: HttpRequest, fault: ValidationError) -> HttpResponse:
    first = fault.errors[0]
    field = ".".join(str(part) for part in first["loc"][2:] or first["loc"][1:])
    return problems.problem(422, "NOT_UNDERSTOOD", f"{field}: {first['msg']}.", field)


@api.exception_handler(HttpError)
def _refused_by_http(request: HttpRequest, fault: HttpError) -> HttpResponse:
    return problems.problem(fault.status_code, "NOT_UNDERSTOOD", str(fault))


@api.exception_handler(NotThereError)
def _not_there(request: HttpRequest, fault: NotThereError) -> HttpResponse:
    return problems.problem(404, "NOT_FOUND", "There is nothing like that here for you. Check the address and the ids.")


def _operation(verb: Verb[Any]) -> Callable[..., Any]:
    """A verb as an API operation: reads the form, calls, answers the receipt or the refusal."""
    Form = wire.form_of(verb.__wrapped__, verb.verb.partition(".")[0])  # type: ignore[attr-defined]

    def operation(
        request: HttpRequest,
        community: str,
        said: Form,  # type: ignore[valid-type]
        key: UUID = Header(..., alias="Idempotency-Key"),  # type: ignore[type-arg]
    ) -> Any:
        actor = actor_of(request, community)
        arguments = {name: getattr(said, name) for name in Form.model_fields}
        outcome = verb(actor, request_id=key, **arguments)
        if isinstance(outcome, Refusal):
            return problems.problem(STATUS.get(outcome.code, 422), outcome.code, outcome.sentence, outcome.field)
        return api.create_response(
            request, wire.receipt_to_json(outcome.value), status=200 if outcome.is_repeat else 201
        )

    operation.__name__ = verb.verb.replace(".", "_")
    operation.__doc__ = verb.__doc__
    return operation


def _described(room: str, receipt: type) -> type:
    """A receipt under its room's name: rooms have words in common, and a name in the description is of one thing."""
    return type(f"{room.capitalize()}{receipt.__name__}", (receipt,), {"__doc__": receipt.__doc__})


def _is_for_members(verb: str) -> bool:
    """Operators' verbs have no address: they are typed on the machine itself."""
    return any(row.verb == verb and row.role != OPERATOR for row in every_row())


def _mount() -> None:
    for name, verb in rooms.verbs().items():
        if _is_for_members(name):
            room, _, word = name.partition(".")
            api.post(
                f"/{{community}}/{room}/{word.replace('_', '-')}",
                response={(200, 201): _described(room, verb.receipt)},
                operation_id=name,
                tags=[room],
                summary=(verb.__doc__ or "").partition("\n")[0],
            )(_operation(verb))
    for module in rooms.with_file("api"):
        api.add_router("/{community}/" + rooms.folder_of(module), module.router)


_mount()
