"""A verb's arguments and receipt as JSON: one reading for the API, the command line, and the receipt book."""

import hashlib
import inspect
import json
from collections.abc import Callable, Hashable
from datetime import date, time
from functools import cache
from typing import Annotated, Any, cast, get_args, get_origin, get_type_hints
from uuid import UUID

from django.utils.crypto import salted_hmac
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    PlainSerializer,
    PlainValidator,
    TypeAdapter,
    WithJsonSchema,
    create_model,
)

from coproduce.core.quantity import (
    CURRENCIES,
    HOURS,
    KG,
    KWH,
    PIECES,
    SHARES,
    THANKS,
    Quantity,
    Unit,
    read_quantity,
    unit_of_money,
)

UNITS: dict[str, Unit] = {unit.code: unit for unit in (HOURS, KWH, KG, PIECES, SHARES, THANKS)}


def unit(code: str) -> Unit:
    """A unit by its code; every currency has one."""
    return UNITS.get(code) or unit_of_money(code)


def is_unit(code: str) -> bool:
    """Whether anything can be counted in this."""
    return code in UNITS or code in CURRENCIES


def _read(given: object) -> Quantity:
    if isinstance(given, Quantity):
        return given
    if isinstance(given, str):
        return read_quantity(given)
    if isinstance(given, dict) and given.keys() == {"minor", "unit"} and isinstance(given["unit"], str):
        if not is_unit(given["unit"]):
            raise ValueError("There is no such unit. Write it like “hour”, “kWh” or “EUR”.")
        return Quantity(given["minor"], unit(given["unit"]))
    raise ValueError('Write it like "1 h 30", or {"minor": 90, "unit": "hour"}.')


WireQuantity = Annotated[
    Quantity,
    PlainValidator(_read),
    PlainSerializer(lambda quantity: {"minor": quantity.minor, "unit": quantity.unit.code}),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "examples": ["1 h 30", "2.5 kWh", "£3.20"], "maxLength": 40},
                {
                    "type": "object",
                    "properties": {"minor": {"type": "integer"}, "unit": {"enum": [*UNITS, *CURRENCIES]}},
                    "required": ["minor", "unit"],
                    "additionalProperties": False,
                },
            ]
        }
    ),
]


class Secret(str):
    """Words that stand nowhere: the receipt book has them sealed with the installation's key: none is guessed."""

    __slots__ = ()


WireSecret = Annotated[
    Secret, PlainValidator(Secret), PlainSerializer(str), WithJsonSchema({"type": "string", "maxLength": 200})
]


class Untold(tuple[str, ...]):
    """Words of which the receipt book keeps nothing, not even sealed: ballots are few, and each could be tried out."""

    __slots__ = ()


WireUntold = Annotated[
    Untold,
    PlainValidator(lambda given: _untold(given)),
    PlainSerializer(list),
    WithJsonSchema({"type": "array", "items": {"type": "string", "maxLength": 40}, "maxItems": 500}),
]


def _untold(given: object) -> Untold:
    if not isinstance(given, list | tuple) or not all(isinstance(one, str) for one in given):
        raise ValueError('Write it as a list of words, like ["01", "03"].')
    return Untold(given)


def _on_the_wall(said: time) -> time:
    if said.tzinfo is not None:
        raise ValueError("Write the time as the clock on the wall shows it there, like 14:30.")
    return said


WireTime = Annotated[
    time, AfterValidator(_on_the_wall), WithJsonSchema({"type": "string", "pattern": r"^([01]\d|2[0-3]):[0-5]\d$"})
]


def _wired(hint: Any) -> Any:
    """The same type, with quantities, secrets and times of day that know how to travel."""
    if hint is time:
        return WireTime
    if hint is Quantity:
        return WireQuantity
    if hint is Secret:
        return WireSecret
    if hint is Untold:
        return WireUntold
    inner = get_args(hint)
    if not inner:
        return hint
    origin = get_origin(hint)
    wired = tuple(_wired(part) for part in inner)
    if origin is tuple:
        return tuple[wired]  # type: ignore[valid-type]
    return hint if wired == inner else wired[0] | None


@cache
def form_of(run: Callable[..., Any], room: str = "") -> type[BaseModel]:
    """What is said to a verb, as a model named after it in its room: names, types, what may be left out."""
    hints = get_type_hints(run)
    fields: dict[str, Any] = {}
    for name, parameter in inspect.signature(run).parameters.items():
        if parameter.kind is not parameter.KEYWORD_ONLY or name == "request_id":
            continue
        default = ... if parameter.default is inspect.Parameter.empty else parameter.default
        fields[name] = (_wired(hints[name]), default)
    words = "".join(part.capitalize() for part in (room, *run.__name__.split("_")))
    return create_model(words, __config__=ConfigDict(extra="forbid", frozen=True), **fields)


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def receipt_to_json(receipt: object) -> Any:
    """A receipt as the audit row keeps it and the API answers it."""
    return _adapter(cast(Hashable, type(receipt))).dump_python(receipt, mode="json")


def receipt_from_json(kind: type, kept: Any) -> Any:
    return _adapter(kind).validate_python(kept)


def body_hash(verb: str, arguments: dict[str, Any]) -> bytes:
    """What a request says, in 32 bytes: sorted keys, no spaces, so that one request has one hash."""
    told = {name: value for name, value in arguments.items() if type(value) is not Untold}
    sealed = {name: _sealed(value) for name, value in told.items() if type(value) is Secret}
    said = json.dumps({"verb": verb, **told, **sealed}, sort_keys=True, separators=(",", ":"), default=_plain)
    return hashlib.sha256(said.encode()).digest()


def _sealed(secret: Secret) -> str:
    return salted_hmac("coproduce.secret", secret, algorithm="sha256").hexdigest()


def _plain(value: Any) -> Any:
    kind = type(value)
    if kind is UUID or kind is date:
        return str(value)
    if kind is Quantity:
        return [value.minor, value.unit.code]
    if kind is frozenset or kind is set:
        return sorted(value)
    if names := getattr(kind, "__dataclass_fields__", None):
        return {name: getattr(value, name) for name in names}
    return str(value)
