"""Problem details (RFC 9457): how the API says that something went wrong, whoever found it out.

What the operations refuse is said in `api`. Here is what happens before or
after them: an address that is not there, a verb of HTTP that no operation
knows, a fault of ours.
"""

import json
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

TYPE = "application/problem+json"

#: (code, sentence) for what no operation said.
SAID = {
    400: ("NOT_UNDERSTOOD", "This request cannot be read. Look at how the reference writes it."),
    403: (
        "NOT_ALLOWED",
        "This was sent with a sign-in from elsewhere. Send a key instead: see “Use it from a script”.",
    ),
    404: ("NOT_FOUND", "There is nothing at this address. All addresses stand in /api/openapi.json."),
    405: ("WRONG_METHOD", "This address answers only: %(allow)s."),
    413: ("TOO_LONG", "This is more than can be sent at once. Send it in parts."),
    500: ("OUR_FAULT", "Something broke here, and nothing was changed. Send the same request again in a while."),
}


def body_of(status: int, code: str, detail: str, field: str = "") -> dict[str, str | int]:
    """A problem as it is sent: `code` is stable, `detail` says what to do, `field` which argument to mend."""
    title = code.replace("_", " ").capitalize()
    return {"type": "about:blank", "title": title, "status": status, "detail": detail, "code": code, "field": field}


def problem(status: int, code: str, detail: str, field: str = "") -> HttpResponse:
    """A problem as an answer."""
    return HttpResponse(json.dumps(body_of(status, code, detail, field)), content_type=TYPE, status=status)


class ProblemMiddleware:
    """Whatever goes wrong under `/api/` is said as a problem, also where no operation was reached."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        if answer.status_code < 400 or not request.path_info.startswith("/api/") or answer["Content-Type"] == TYPE:
            return answer
        code, sentence = SAID.get(answer.status_code, SAID[400])
        detail = sentence % {"allow": answer.headers.get("Allow", "")}
        answer.content = json.dumps(body_of(answer.status_code, code, detail)).encode()
        answer["Content-Type"] = TYPE
        return answer
