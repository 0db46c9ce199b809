"""What the program writes down of itself: a line for each request and each trouble, and nothing of anybody.

A line says when, which request (`X-Request-ID`), which kind of page, how it ended and how long it took: never an
address as it was typed, which may be somebody's, nor what an error says, which may quote a row. With
`COPRODUCE_LOG=json` each line is a JSON object, and every request has one; else only trouble is said, in words.
"""

import json
import logging
import time
import traceback
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from uuid import uuid4

from django.http import HttpRequest, HttpResponse

requests = logging.getLogger("coproduce.web.requests")

#: The id of the request that is being answered; empty in the worker and on the command line.
current: ContextVar[str] = ContextVar("request id", default="")

#: The deepest steps of an error that are written down.
MOST_STEPS = 12


def where(fault: BaseException) -> str:
    """What kind of error it was and where it came from, without what it says.

    >>> try: int("Ana")
    ... except ValueError as fault: where(fault).startswith("ValueError at ")
    True
    """
    steps = traceback.extract_tb(fault.__traceback__)[-MOST_STEPS:]
    places = (f"{'/'.join(step.filename.split('/')[-3:])}:{step.lineno}" for step in steps)
    return f"{type(fault).__name__} at {' < '.join(reversed(list(places)))}"


def said(record: logging.LogRecord) -> str:
    """The words of a line: ours whole; of libraries only the sentence, without what was put into it."""
    return record.getMessage() if record.name.startswith("coproduce") else str(record.msg)


class Plain(logging.Formatter):
    """For whoever sits before the screen."""

    def format(self, record: logging.LogRecord) -> str:
        trouble = f" ({where(record.exc_info[1])})" if record.exc_info and record.exc_info[1] else ""
        request = f" [{current.get()}]" if current.get() else ""
        return f"{record.levelname} {record.name}: {said(record)}{trouble}{request}"


class Json(logging.Formatter):
    """For whatever collects lines: one object each, in UTC."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "says": said(record),
            "request": current.get(),
            **getattr(record, "facts", {}),
        }
        if record.exc_info and record.exc_info[1]:
            line["trouble"] = where(record.exc_info[1])
        return json.dumps(line)


class RequestMiddleware:
    """Gives each request an id, sent back with the answer, and writes its line."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token, begun = current.set(uuid4().hex), time.perf_counter()
        try:
            answer = self.get_response(request)
            answer["X-Request-ID"] = current.get()
            if requests.isEnabledFor(logging.INFO):
                requests.info("answered", extra={"facts": _facts(request, answer, time.perf_counter() - begun)})
            return answer
        finally:
            current.reset(token)


def _facts(request: HttpRequest, answer: HttpResponse, seconds: float) -> dict[str, object]:
    match = request.resolver_match
    return {
        "method": request.method,
        "page": match.view_name if match else "",
        "status": answer.status_code,
        "ms": round(seconds * 1000, 1),
    }
