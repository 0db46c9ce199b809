"""The books: limits, holds, closed days, taking back, seals."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from coproduce.community.exchange.models import Contribution
from coproduce.community.ledger.models import BoundAsked, Hold, Undoing
from coproduce.core.quantity import HOURS
from tests.fixtures.towns import TODAY
from tests.security.scenes import Part, done, scene


@scene("ledger.seal")
def seal(part: Part) -> dict[str, Any]:
    return {}


@scene("ledger.anchor")
def anchor(part: Part) -> dict[str, Any]:
    done("ledger.seal", part, "Cleo")
    return {"place": "The library's notice board"}


@scene("ledger.verify")
def verify(part: Part) -> dict[str, Any]:
    return {}


@scene("ledger.change_limit")
def change_limit(part: Part) -> dict[str, Any]:
    return {"whose": str(part.town.agents["Ben"]), "mode": "warn", "below": HOURS(600), "why": "They decided"}


@scene("ledger.close_books")
def close_books(part: Part) -> dict[str, Any]:
    return {"through": TODAY - timedelta(days=30), "why": "The month is over"}


@scene("ledger.open_books")
def open_books(part: Part) -> dict[str, Any]:
    done("ledger.close_books", part, "Cleo", **close_books(part))
    return {"why": "A sheet came late"}


@scene("ledger.keep_back")
def keep_back(part: Part) -> dict[str, Any]:
    return {
        "receiver": part.town.agents["Ben"], "giver": part.town.agents["Ana"], "time": HOURS(30),
        "until": TODAY + timedelta(days=5), "what": "company",
    }  # fmt: skip


@scene("ledger.release_hold")
def release_hold(part: Part) -> dict[str, Any]:
    done("ledger.keep_back", part, "Cleo", **keep_back(part))
    return {"hold": Hold.objects.latest("pk").client_id, "reason": "They called it off"}


@scene("ledger.set_undoing")
def set_undoing(part: Part) -> dict[str, Any]:
    return {"days": 30, "two_from": HOURS(60)}


def entry(part: Part) -> UUID:
    return Contribution.objects.filter(community=part.town.community).latest("pk").entry


@scene("ledger.take_back")
def take_back(part: Part) -> dict[str, Any]:
    return {"entry": entry(part), "reason": "It was another day"}


@scene("ledger.agree_to_take_back", "ledger.decline_to_take_back")
def second(part: Part) -> dict[str, Any]:
    done("ledger.set_undoing", part, "Cleo", **set_undoing(part))
    asks = "Tom" if part.me == "Cleo" else "Cleo"
    done("ledger.take_back", part, asks, **take_back(part))
    return {"undoing": Undoing.objects.latest("pk").public_id}


@scene("ledger.agree_to_set_undoing", "ledger.decline_to_set_undoing")
def second_for_more(part: Part) -> dict[str, Any]:
    done("ledger.set_undoing", part, "Cleo", **set_undoing(part))
    asks = "Tom" if part.me == "Cleo" else "Cleo"
    done("ledger.set_undoing", part, asks, two_from=HOURS(600), why="They know each other")
    return {"asked": BoundAsked.objects.latest("pk").public_id}
