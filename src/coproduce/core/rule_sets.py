"""Rules that differ from place to place, as data: dated, with their source, checked against the arena's own names.

An arena writes its sets into a TOML file beside its `rules.py`, which holds a frozen dataclass of the values they
carry. A set's version never changes once it is out: what is new is a new version. A community picks a set, or copies
one and changes it; how that is kept and by which decision stands in `community/people`, not here.
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import MISSING, dataclass, field, fields, is_dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType, UnionType
from typing import Annotated, Any, Generic, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say

Values = TypeVar("Values")
Path = tuple[str, ...]

#: The longest text a rule may hold, and the longest number.
LONGEST_TEXT = 200
LARGEST_NUMBER = 10**15

_SLUG = re.compile(r"[a-z][a-z0-9-]{1,39}")
_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,9})?", re.ASCII)
_SHARE = re.compile(r"-?\d{1,15}(\.\d{1,9}|/0*[1-9]\d{0,14})?", re.ASCII)


class RuleSetError(ValueError):
    """A file of rule sets that cannot stand. Says which set and which name."""


@dataclass(frozen=True, slots=True)
class Between:
    """The least and the most a number of a rule may be; both may be chosen."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Says:
    """What a rule is called for people, a hint, words for each of its choices, and for none. English, translated later.

    A number's unit is the last word of its name: `longest_minutes`, `oldest_days`.
    """

    label: str
    hint: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    none: str = "None"


@dataclass(frozen=True, slots=True)
class RuleSet(Generic[Values]):
    """One version of one set: since and until when its source says so, and the values as the arena's dataclass."""

    slug: str
    version: int
    name: str
    valid_from: date
    valid_until: date | None
    source: str
    note: str
    values: Values


@dataclass(frozen=True, slots=True)
class Leaf:
    """One value of a rule set as it can be shown or asked for.

    `path` leads to it; `keys` are those steps of it that are keys of a mapping or places in a list, from 1.
    """

    path: Path
    keys: Path
    says: Says
    value: Any
    hint: Any
    between: Between | None

    @property
    def is_optional(self) -> bool:
        """Whether it may be none."""
        return type(None) in get_args(self.hint)

    @property
    def kind(self) -> Any:
        """int, bool, str, date, Decimal, Fraction or Literal."""
        hint = next(one for one in get_args(self.hint) if one is not type(None)) if self.is_optional else self.hint
        return get_origin(hint) or hint

    @property
    def unit(self) -> str:
        """The last word of its name in the code: minutes, days, share."""
        return self.path[0].rpartition("_")[2]


def read(text: str | bytes, kind: type[Values]) -> tuple[RuleSet[Values], ...]:
    """The sets of a TOML file, in its order. Raises RuleSetError with a sentence naming the set and the name.

    >>> @dataclass(frozen=True)
    ... class Hours:
    ...     least_hours: Annotated[int, Between(0, 2000), Says("Hours before the key")]
    >>> text = '''
    ... [[set]]
    ... slug = "kenosha"
    ... version = 1
    ... name = "Kenosha"
    ... valid_from = 2026-01-01
    ... source = "habitatkenosha.org"
    ... note = "Verify locally."
    ... values = { least_hours = 200 }
    ... '''
    >>> read(text, Hours)[0].values
    Hours(least_hours=200)
    >>> read(text.replace("200", "-1"), Hours)
    Traceback (most recent call last):
    coproduce.core.rule_sets.RuleSetError: kenosha 1, least_hours: Write a whole number from 0 to 2000.
    """
    try:
        whole = tomllib.loads(text.decode() if isinstance(text, bytes) else text, parse_float=Decimal)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise RuleSetError(f"This is not TOML: {fault}.") from fault
    rows = whole.pop("set", None)
    if whole or not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise RuleSetError("A file of rule sets holds [[set]], one or more, and nothing else.")
    sets = tuple(_set(row, kind, f"set {place}") for place, row in enumerate(rows, start=1))
    for one in sets:
        if sum((other.slug, other.version) == (one.slug, one.version) for other in sets) > 1:
            raise RuleSetError(f"{one.slug} {one.version}, version: There are two of it.")
    return sets


def in_force(sets: Iterable[RuleSet[Values]], slug: str, on: date) -> RuleSet[Values] | None:
    """The newest version of a set that its source holds for on that day, or None.

    >>> old = RuleSet("bank", 1, "Bank", date(2020, 1, 1), None, "minutes", "verify locally", 12)
    >>> new = replace(old, version=2, valid_from=date(2027, 1, 1), values=10)
    >>> [in_force([old, new], "bank", date(year, 6, 1)).values for year in (2026, 2027)]
    [12, 10]
    >>> in_force([old], "bank", date(2019, 12, 31)) is None
    True
    """
    standing = [
        one
        for one in sets
        if one.slug == slug and one.valid_from <= on and (one.valid_until is None or on <= one.valid_until)
    ]
    return max(standing, key=lambda one: one.version, default=None)


def changed(rule_set: RuleSet[Values], said: Mapping[str, Any]) -> RuleSet[Values] | Refusal:
    """A copy of a set in which a community says some values otherwise, or what to mend.

    >>> @dataclass(frozen=True)
    ... class Hours:
    ...     least_hours: Annotated[int, Between(0, 2000)]
    >>> ours = RuleSet("bank", 1, "Bank", date(2020, 1, 1), None, "minutes", "verify locally", Hours(200))
    >>> changed(ours, {"least_hours": 250}).values, changed(ours, {"least_hours": "many"}).field
    (Hours(least_hours=250), 'least_hours')
    """
    values = values_of({**plain(rule_set.values), **said}, type(rule_set.values))
    return values if isinstance(values, Refusal) else replace(rule_set, values=values)


def values_of(said: object, kind: type[Values]) -> Values | Refusal:
    """These values as the arena's dataclass, or what to mend: `field` is the way to it, joined by dots.

    Numbers are exact: shares and amounts come as text ("0.75", "3/4") or from TOML, never as a number of the machine.
    A name that has a default may be left out.
    """
    try:
        return cast(Values, _read_fields(kind, said, ()))
    except _FaultError as fault:
        return fault.refusal


def plain(values: object) -> Any:
    """The same as JSON and TOML would write it; `values_of` reads it again.

    >>> plain((date(2026, 11, 24), Fraction(3, 4), {1: Decimal("2.50")}))
    ['2026-11-24', '3/4', {'1': '2.50'}]
    """
    if is_dataclass(values):
        return {one.name: plain(getattr(values, one.name)) for one in fields(values)}
    if isinstance(values, Mapping):
        return {str(key): plain(value) for key, value in values.items()}
    if isinstance(values, tuple):
        return [plain(value) for value in values]
    if isinstance(values, date):
        return values.isoformat()
    return str(values) if isinstance(values, Decimal | Fraction) else values


def leaves(values: object) -> tuple[Leaf, ...]:
    """Every single value of a set, in the order of the arena's dataclass."""
    return tuple(_fields_leaves(values, ()))


def put(values: object, said: Mapping[Path, Any]) -> dict[str, Any]:
    """The plain values with some leaves said otherwise: what `values_of` reads.

    >>> @dataclass(frozen=True)
    ... class Hours:
    ...     hours_by_adults: Mapping[int, int]
    >>> put(Hours({1: 300, 2: 500}), {("hours_by_adults", "2"): 450})
    {'hours_by_adults': {'1': 300, '2': 450}}
    """
    whole: dict[str, Any] = plain(values)
    for path, value in said.items():
        place: Any = whole
        for step in path[:-1]:
            place = place[int(step) if isinstance(place, list) else step]
        place[int(path[-1]) if isinstance(place, list) else path[-1]] = value
    return whole


class _FaultError(Exception):
    def __init__(self, path: Path, template: str, **values: str) -> None:
        super().__init__(template)
        self.refusal = Refusal("BAD_RULE", template, ".".join(path), values)


_HEAD = {"slug", "version", "name", "valid_from", "valid_until", "source", "note", "values"}


def _set(row: Mapping[str, Any], kind: type[Values], place: str) -> RuleSet[Values]:
    called = f"{row.get('slug', place)} {row.get('version', '')}".strip()
    if fault := _head_fault(row):
        raise RuleSetError(f"{called}, {fault.field}: {fault.sentence}")
    values = values_of(row["values"], kind)
    if isinstance(values, Refusal):
        raise RuleSetError(f"{called}, {values.field}: {values.sentence}")
    return RuleSet(**{"valid_until": None, **row, "values": values})


def _head_fault(row: Mapping[str, Any]) -> Refusal | None:
    """What is wrong with everything of a set but its values."""
    for name in sorted(row.keys() ^ _HEAD):
        if name != "valid_until":
            return Refusal("BAD_SET", "It is not a name of a set." if name in row else "It is missing.", name)
    if not isinstance(row["slug"], str) or not _SLUG.fullmatch(row["slug"]):
        return Refusal("BAD_SET", "Small letters, figures and dashes.", "slug")
    if type(row["version"]) is not int or row["version"] < 1:
        return Refusal("BAD_SET", "A whole number from 1 up.", "version")
    for name in ("name", "source", "note"):
        if not isinstance(row[name], str) or not row[name].strip():
            return Refusal("BAD_SET", "Say it in words.", name)
    until = row.get("valid_until", date.max)
    for name, day in (("valid_from", row["valid_from"]), ("valid_until", until)):
        if type(day) is not date:
            return Refusal("BAD_SET", "A day like 2026-11-24.", name)
    return Refusal("BAD_SET", "It ends before it begins.", "valid_until") if until < row["valid_from"] else None


def _taken_apart(hint: Any) -> tuple[Any, Between | None, Says | None]:
    """A hint without what was written beside it, its bounds, and its words."""
    if get_origin(hint) is not Annotated:
        return hint, None, None
    inner, *beside = get_args(hint)
    between = next((one for one in beside if isinstance(one, Between)), None)
    return inner, between, next((one for one in beside if isinstance(one, Says)), None)


def _read_fields(kind: type, said: object, path: Path) -> Any:
    """A dataclass from a mapping with its names."""
    if not isinstance(said, Mapping):
        raise _FaultError(path, "Write names with their values.")
    hints = get_type_hints(kind, include_extras=True)
    names = [one.name for one in fields(kind)]
    for name in said:
        if name not in names:
            shown = str(name)[:LONGEST_TEXT].replace("\x00", "")
            raise _FaultError((*path, shown), "There is no such rule. Choose from: %(names)s.", names=", ".join(names))
    read: dict[str, Any] = {}
    for one in fields(kind):
        if one.name in said:
            read[one.name] = _read(hints[one.name], None, said[one.name], (*path, one.name))
        elif one.default is MISSING and one.default_factory is MISSING:
            raise _FaultError((*path, one.name), "It is missing.")
    try:
        return kind(**read)
    except ValueError as fault:
        raise _FaultError(path, "%(why)s", why=str(fault)) from fault


def _read(hint: Any, between: Between | None, said: Any, path: Path) -> Any:
    """One value as its hint wants it."""
    hint, own, _ = _taken_apart(hint)
    between = own or between
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return None if said is None else _read(_without_none(hint), between, said, path)
    if origin is Literal:
        if said not in inner or type(said) not in {type(one) for one in inner}:
            raise _FaultError(path, "Choose one of: %(choices)s.", choices=", ".join(map(str, inner)))
        return said
    if origin is tuple:
        if not isinstance(said, list | tuple):
            raise _FaultError(path, "Write a list.")
        return tuple(_read(inner[0], between, one, (*path, str(at))) for at, one in enumerate(said))
    if origin is not None and issubclass(origin, Mapping):
        if not isinstance(said, Mapping):
            raise _FaultError(path, "Write names with their values.")
        read = (
            (_key(inner[0], key, path), _read(inner[1], between, one, (*path, str(key)))) for key, one in said.items()
        )
        return MappingProxyType(dict(sorted(read)))  # PostgreSQL keeps no order
    if is_dataclass(hint):
        return _read_fields(cast(type, hint), said, path)
    return _READERS[hint](said, between, path)


def _without_none(hint: Any) -> Any:
    return next(one for one in get_args(hint) if one is not type(None))


def _key(hint: Any, said: object, path: Path) -> Any:
    """A key of a mapping, which JSON and TOML know as text alone."""
    if hint is int and isinstance(said, str) and re.fullmatch(r"-?\d{1,15}", said, re.ASCII):
        return int(said)
    return _read(hint, None, said, path)


def _bounded(number: Any, between: Between | None, path: Path, whole: str) -> Any:
    low, high = (between.low, between.high) if between else (-LARGEST_NUMBER, LARGEST_NUMBER)
    if number is None or not low <= number <= high:
        raise _FaultError(path, f"Write a {whole} from %(low)s to %(high)s.", low=str(low), high=str(high))
    return number


def _whole(said: object, between: Between | None, path: Path) -> int:
    number: int = _bounded(said if type(said) is int else None, between, path, "whole number")
    return number


def _decimal(said: object, between: Between | None, path: Path) -> Decimal:
    is_number = type(said) is int or (isinstance(said, str | Decimal) and _NUMBER.fullmatch(str(said)))
    number: Decimal = _bounded(Decimal(str(said)) if is_number else None, between, path, 'number like "2.50"')
    return number


def _share(said: object, between: Between | None, path: Path) -> Fraction:
    is_number = type(said) is int or (isinstance(said, str | Decimal) and _SHARE.fullmatch(str(said)))
    number: Fraction = _bounded(Fraction(str(said)) if is_number else None, between, path, 'share like "3/4" or "0.75"')
    return number


def _yes_or_no(said: object, between: Between | None, path: Path) -> bool:
    if not isinstance(said, bool):
        raise _FaultError(path, "Write true or false.")
    return said


def _text(said: object, between: Between | None, path: Path) -> str:
    fault = may_say(said, "", LONGEST_TEXT) if isinstance(said, str) else Refusal("", "Write words.")
    if fault:
        raise _FaultError(path, fault.template, **fault.values)
    return cast(str, said)


def _day(said: object, between: Between | None, path: Path) -> date:
    try:
        day = date.fromisoformat(said) if isinstance(said, str) else said
    except ValueError:
        day = None
    if not isinstance(day, date) or isinstance(day, datetime):
        raise _FaultError(path, "Write a day like 2026-11-24.")
    return day


_READERS: dict[Any, Callable[[Any, Between | None, Path], Any]] = {
    int: _whole,
    bool: _yes_or_no,
    str: _text,
    date: _day,
    Decimal: _decimal,
    Fraction: _share,
}


def _fields_leaves(values: Any, path: Path, keys: Path = ()) -> Iterator[Leaf]:
    hints = get_type_hints(type(values), include_extras=True)
    for one in fields(values):
        hint, between, says = _taken_apart(hints[one.name])
        said = says or Says(one.name)
        yield from _leaves(getattr(values, one.name), hint, between, said, (*path, one.name), keys)


def _leaves(value: Any, hint: Any, between: Between | None, says: Says, path: Path, keys: Path) -> Iterator[Leaf]:
    if is_dataclass(value):
        yield from _fields_leaves(value, path, keys)
    elif isinstance(value, Mapping):
        for key, one in value.items():
            yield from _inner(one, get_args(hint)[1], between, says, (*path, str(key)), (*keys, str(key)))
    elif isinstance(value, tuple):
        for at, one in enumerate(value):
            yield from _inner(one, get_args(hint)[0], between, says, (*path, str(at)), (*keys, str(at + 1)))
    else:
        yield Leaf(path, keys, says, value, hint, between)


def _inner(value: Any, hint: Any, between: Between | None, says: Says, path: Path, keys: Path) -> Iterator[Leaf]:
    hint, own, own_says = _taken_apart(hint)
    yield from _leaves(value, hint, own or between, own_says or says, path, keys)
