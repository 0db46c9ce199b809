"""The API: one operation for every verb, derived from its signature, and the lists each room adds.

The same verb, policy and refusals as every other mouth. A request carries its
own id in `Idempotency-Key`; sending it twice answers the first receipt.
Errors are problem details (RFC 9457).
"""

from collections.abc import Callable
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
from coproduce.community.people.tokens import account_of
from coproduce.core.refusal import Refusal

STATUS = {"NOT_ALLOWED": 403, "NOT_FOUND": 404, "CONFLICTS_WITH_EARLIER": 409}


class Problem(Schema):
    """What went wrong: `code` is stable, `detail` says what to do, `field` which argument to mend."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    code: str
    field: str = ""


class Token(HttpBearer):
    def authenticate(self, request: HttpRequest, token: str) -> Any:
        return account_of(token)


api = NinjaAPI(
    title="Coproduce",
    version=__version__,
    auth=[Token(), SessionAuth()],
    urls_namespace="api",
    docs_url=None,  # its viewer would load scripts from elsewhere
    description="Help that comes round. Every verb of every arena, by the same rules as the pages.",
)


def problem(request: HttpRequest, status: int, code: str, detail: str, field: str = "") -> HttpResponse:
    answer = api.create_response(
        request,
        Problem(title=code.replace("_", " ").capitalize(), status=status, detail=detail, code=code, field=field),
        status=status,
    )
    answer["Content-Type"] = "application/problem+json"
    return answer


@api.exception_handler(AuthenticationError)
def _nobody(request: HttpRequest, fault: AuthenticationError) -> HttpResponse:
    return problem(request, 401, "NOT_SIGNED_IN", "Send a token made with `coproduce token`, or sign in.")


@api.exception_handler(ValidationError)
def _misread(request: HttpRequest, fault: ValidationError) -> HttpResponse:
    first = fault.errors[0]
    field = ".".join(str(part) for part in first["loc"][2:] or first["loc"][1:])
    return problem(request, 422, "NOT_UNDERSTOOD", f"{field}: {first['msg']}.", field)


@api.exception_handler(HttpError)
def _refused_by_http(request: HttpRequest, fault: HttpError) -> HttpResponse:
    return problem(request, fault.status_code, "NOT_UNDERSTOOD", str(fault))


@api.exception_handler(NotThereError)
def _not_there(request: HttpRequest, fault: NotThereError) -> HttpResponse:
    return problem(request, 404, "NOT_FOUND", "There is nothing like that here for you. Check the address and the ids.")


def _operation(verb: Verb[Any]) -> Callable[..., Any]:
    """A verb as an API operation: reads the form, calls, answers the receipt or the refusal."""
    Form = wire.form_of(verb.__wrapped__)  # type: ignore[attr-defined]

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
            return problem(request, STATUS.get(outcome.code, 422), outcome.code, outcome.sentence, outcome.field)
        return api.create_response(
            request, wire.receipt_to_json(outcome.value), status=200 if outcome.is_repeat else 201
        )

    operation.__name__ = verb.verb.replace(".", "_")
    operation.__doc__ = verb.__doc__
    return operation


def _is_for_members(verb: str) -> bool:
    """Operators' verbs have no address: they are typed on the machine itself."""
    return any(row.verb == verb and row.role != OPERATOR for row in every_row())


def _mount() -> None:
    faults = dict.fromkeys((400, 401, 403, 404, 409, 422), Problem)
    for name, verb in rooms.verbs().items():
        if _is_for_members(name):
            room, _, word = name.partition(".")
            api.post(
                f"/{{community}}/{room}/{word.replace('_', '-')}",
                response={(200, 201): verb.receipt, **faults},
                operation_id=name,
                tags=[room],
                summary=(verb.__doc__ or "").partition("\n")[0],
            )(_operation(verb))
    for module in rooms.with_file("api"):
        api.add_router("/{community}/" + rooms.folder_of(module), module.router)


_mount()
