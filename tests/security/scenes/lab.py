"""The model lab."""

from typing import Any

from tests.security.scenes import Part, done, scene


@scene("lab.ask")
def ask(part: Part) -> dict[str, Any]:
    return {"people": 200, "years": 1}


@scene("lab.remove")
def remove(part: Part) -> dict[str, Any]:
    return {"study": done("lab.ask", part, "Cleo", people=200, years=1).id}


@scene("lab.want_forecast")
def want_forecast(part: Part) -> dict[str, Any]:
    return {}
