"""What a design is made of: modules in modules, down to what is bought or cut, and what all of it comes to.

Modules form no circle; each use of one says which versions will do. Quantities are exact, and every module is looked at
once, after all that use it: of n modules and m uses the work is n + m. The order is that of A. B.
Kahn, Topological sorting of large networks, CACM 5 (1962).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from coproduce.arenas.making.rules.faults import MakingError
from coproduce.arenas.making.rules.fitting import Box, Part
from coproduce.arenas.making.rules.numbers import Measure, Number, how_many, not_negative
from coproduce.arenas.making.rules.versions import is_in, order_of
from coproduce.core.arena import told_as

#: What a part is counted in, and which version it is, where nothing else is said.
PIECE, _NO_VERSION = "piece", "0"


@dataclass(frozen=True, slots=True)
class Use:
    """So many of a part in one of a module, and which versions of it will do."""

    part: str
    quantity: Number
    versions: str = ""
    unit: str = PIECE


@dataclass(frozen=True, slots=True)
class Module:
    """One version of something made or bought. `uses` holds Uses, or says how many by name of part.

    `cost_minor`, `mass_g` and `minutes` are of one of it and without its parts: what it is bought for, what glue and
    paint weigh, how long putting it together takes. None is not known, and said. One made of parts costs and weighs
    nothing of its own where that is not said. `process` and what follows say how it is made, where it is not bought.
    """

    name: str
    uses: Iterable[Use | Mapping[str, Any]] | Mapping[str, Number] = ()
    version: str = _NO_VERSION
    unit: str = PIECE
    cost_minor: Number | None = None
    currency: str = ""
    mass_g: Measure | None = None
    minutes: Number | None = None
    licence: str = ""
    process: str = ""
    material: str = ""
    box_mm: Box | None = None
    tolerance_mm: Measure | None = None


@dataclass(frozen=True, slots=True)
class Design:
    """What is to be made, by the name of its module, and the modules it can be made of, in any version.

    `modules` holds Modules (or plain mappings with the same names), or says by name what each is made of. What no
    module says more about is bought or cut as it is.
    """

    top: str
    modules: Iterable[Module | Mapping[str, Any]] | Mapping[str, Mapping[str, Number]]


@dataclass(frozen=True, slots=True)
class Chosen:
    """One part of a design, in the version that was chosen, and what one of it is made of."""

    module: Module
    uses: tuple[tuple[str, Fraction | int], ...]


@dataclass(frozen=True, slots=True)
class Totals:
    """What so many of a design cost, weigh and take, all parts together; `unknown` names what is not said of which."""

    cost_minor: Fraction
    currency: str
    mass_g: Fraction
    minutes: Fraction
    unknown: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def explode(design: Design | Mapping[str, Any], quantity: Number) -> dict[str, Fraction]:
    """How many of each module and part so many of a design take, each after whatever it is part of; not itself.

    MakingError for a circle (it is named), a quantity that is not more than nothing, versions that nothing satisfies,
    two modules with one name and version, and a part counted in another unit than it has.

    >>> trailer = Design("trailer", {
    ...     "trailer": {"wheel": 2, "frame": 1}, "wheel": {"hub": 1, "spoke": 36, "rim": 1},
    ...     "hub": {"bearing": 2, "bolt": 6}, "frame": {"tube": 12, "bolt": 24}})
    >>> parts = explode(trailer, 5)
    >>> [(name, int(parts[name])) for name in ("wheel", "hub", "spoke", "bolt", "tube")]
    [('wheel', 10), ('hub', 10), ('spoke', 360), ('bolt', 180), ('tube', 60)]
    >>> explode(Design("A", {"A": {"B": 1}, "B": {"A": 1}}), 1)
    Traceback (most recent call last):
    coproduce.arenas.making.rules.faults.MakingError: A part cannot be part of itself: A → B → A.
    """
    design = told_as(Design, design)
    counted = _counted(_taken(design), design.top, how_many(quantity))
    return {name: Fraction(number) for name, number, _ in counted if name != design.top}


def bought(design: Design | Mapping[str, Any], quantity: Number) -> dict[str, Fraction]:
    """Of these, what is made of nothing else here: to be bought, cut or found.

    >>> bought(Design("cup", {"cup": {"lid": 1}, "lid": {"nail": 3}}), 2)
    {'nail': Fraction(6, 1)}
    """
    design = told_as(Design, design)
    counted = _counted(_taken(design), design.top, how_many(quantity))
    return {name: Fraction(number) for name, number, uses in counted if not uses and name != design.top}


def to_make(design: Design | Mapping[str, Any], quantity: Number) -> tuple[Part, ...]:
    """What of so many of a design has to be made, as `plan` takes it: all that says how it is made, itself too.

    >>> stool = Design("stool", [Module("stool", {"leg": 3, "screw": 6}), Module("leg", process="turning", minutes=20)])
    >>> [(part.name, int(part.quantity), part.minutes) for part in to_make(stool, 2)]
    [('leg', 6, 20)]
    """
    design = told_as(Design, design)
    parts = chosen(design)
    counted = _counted(_uses_of(parts), design.top, how_many(quantity))
    modules = ((parts[name].module, number) for name, number, _ in counted)
    return tuple(
        Part(one.name, one.process, one.material, one.box_mm, one.tolerance_mm, Fraction(number), one.minutes or 0)
        for one, number in modules
        if one.process
    )


def licences_of(design: Design | Mapping[str, Any]) -> dict[str, str]:
    """The licence of every part of a design that is made here, for `compatible`; a screw that is bought needs none.

    >>> licences_of(Design("stool", [Module("stool", {"leg": 3, "screw": 6}, licence="MIT"), Module("leg")]))
    {'stool': 'MIT', 'leg': ''}
    """
    design = told_as(Design, design)
    said = {one.name for one in _modules(design)}
    return {name: part.module.licence for name, part in chosen(design).items() if name in said}


def where_used(part: str, design: Design | Mapping[str, Any]) -> dict[str, Fraction]:
    """Every module of a design that a part is directly in, by name, and how many of it are in one of each.

    >>> hub = Design("wheel", {"wheel": {"hub": 1, "bolt": 4}, "hub": {"bolt": 6}})
    >>> {name: int(number) for name, number in where_used("bolt", hub).items()}
    {'hub': 6, 'wheel': 4}
    """
    found: dict[str, Fraction] = {}
    is_in_it = False
    for name, uses in _taken(told_as(Design, design)):
        is_in_it = is_in_it or name == part
        for used, number in uses:
            if used == part:
                found[name] = found.get(name, Fraction(0)) + number
    if not is_in_it:
        raise MakingError("NOT_IN_IT", "part", f"There is no {part} in this design.")
    return {name: found[name] for name in sorted(found)}


def roll_up(design: Design | Mapping[str, Any], quantity: Number = 1) -> Totals:
    """What so many of a design cost, weigh and take with everything in them, exact; what is not known is named.

    >>> lid = Module("lid", mass_g=50, cost_minor=30, currency="GBP", minutes=5)
    >>> whole = Module("cup", {"lid": 1, "nail": 2}, minutes=10, mass_g=200, cost_minor=150, currency="GBP")
    >>> cup = Design("cup", [whole, lid])
    >>> sums = roll_up(cup, 2)
    >>> int(sums.cost_minor), int(sums.mass_g), int(sums.minutes), dict(sums.unknown)
    (360, 500, 30, {'cost_minor': ('nail',), 'mass_g': ('nail',)})
    """
    design = told_as(Design, design)
    parts = chosen(design)
    counted = _counted(_uses_of(parts), design.top, how_many(quantity))
    needed = {name: number for name, number, _ in counted}
    sums: dict[str, Fraction] = {}
    unknown: dict[str, tuple[str, ...]] = {}
    for what in ("cost_minor", "mass_g", "minutes"):
        total, missing = Fraction(0), []
        for name, number in needed.items():
            said = getattr(parts[name].module, what)
            if said is not None:
                total += number * not_negative(said, what)
            elif what != "minutes" and not parts[name].uses:
                # What is bought as it is takes no time here; what it costs and weighs has to be said.
                missing.append(name)
        sums[what] = total
        if missing:
            unknown[what] = tuple(sorted(missing))
    return Totals(sums["cost_minor"], _currency(parts), sums["mass_g"], sums["minutes"], unknown)


def chosen(design: Design | Mapping[str, Any]) -> dict[str, Chosen]:
    """Every part of a design in the version that is taken, each after whatever it is part of.

    A part stands in one version in the whole of a design: the newest that every use of it takes. Who uses it is
    settled before, so that nothing further up is ever weighed against it.

    >>> modules = [Module("cart", [Use("hub", 2, "^1")]), Module("hub", version="1.4"), Module("hub", version="2.0")]
    >>> chosen(Design("cart", modules))["hub"].module.version
    '1.4'
    """
    return {name: Chosen(module, tuple(uses)) for name, module, uses in _settled(told_as(Design, design))}


#: How many of which part one of something takes.
_Uses = Sequence[tuple[str, Fraction | int]]


def _settled(design: Design) -> Iterator[tuple[str, Module, _Uses]]:
    """The same one after another: whoever only counts keeps nothing of it."""
    catalogue = _catalogue(design)
    below = {name: _parts(modules) for name, modules in catalogue.items()}
    #: What each is counted in by whoever uses it; the ranges of what is asked for in some.
    units = {design.top: catalogue[design.top][0].unit}
    asked: dict[str, list[tuple[str, str]]] = {}
    for name in _downwards(design.top, below):
        if name not in units:
            continue
        there = catalogue.get(name) or (Module(name, unit=units[name]),)
        module = _newest(name, there, asked.pop(name, ()))
        if module.unit != units[name]:
            _same_unit(name, units[name], module.unit)
        counted = []
        for part, number, unit, versions in _uses(module):
            if units.setdefault(part, unit) != unit:
                _same_unit(part, units[part], unit)
            counted.append((part, number))
            if versions:
                asked.setdefault(part, []).append((name, versions))
        yield name, module, counted


def _same_unit(name: str, one: str, other: str) -> None:
    if one != other:
        raise MakingError(
            "UNIT_MISMATCH", "unit", f"{name} is counted in {one} here and in {other} there: say all of it in one."
        )


#: What is asked where nobody asks for a version.
_ANY = frozenset(("",))


def _taken(design: Design) -> Iterator[tuple[str, _Uses]]:
    """What everything in a design is made of, each after whatever it is part of.

    Where the design says no more than how many of what is in what, there is no version or unit to be chosen.
    """
    said = design.modules
    if not isinstance(said, Mapping) or not all(isinstance(uses, Mapping) for uses in said.values()):
        for name, _, uses in _settled(design):
            yield name, uses
        return
    if design.top not in said:
        raise _says_nothing(design.top)
    nothing: Mapping[str, Number] = {}
    for name in _downwards(design.top, said):
        yield name, _numbers(said.get(name, nothing))


def _numbers(uses: Mapping[str, Number]) -> _Uses:
    """How many of each."""
    return [(part, how_many(number)) for part, number in uses.items()]


def _uses_of(parts: Mapping[str, Chosen]) -> Iterator[tuple[str, _Uses]]:
    for name, one in parts.items():
        yield name, one.uses


def _modules(design: Design) -> Iterable[Module]:
    said = design.modules
    if isinstance(said, Mapping):
        return [Module(name, uses) for name, uses in said.items()]
    return [one if type(one) is Module else told_as(Module, one) for one in said]


def _says_nothing(top: str) -> MakingError:
    return MakingError("NOT_IN_IT", "top", f"Nothing says what {top} is made of.")


def _catalogue(design: Design) -> dict[str, list[Module]]:
    """By name, every version there is."""
    found: dict[str, list[Module]] = {}
    for module in _modules(design):
        before = found.setdefault(module.name, [])
        if before and any(one.version == module.version for one in before):
            raise MakingError(
                "TWICE",
                "modules",
                f"Two modules are called {module.name} {module.version}: give one of them another name or version.",
            )
        before.append(module)
    if design.top not in found:
        raise _says_nothing(design.top)
    return found


def _uses(module: Module) -> Iterator[tuple[str, Fraction | int, str, str]]:
    """Each use of a module: the part, how many, counted in what, and which versions will do."""
    if isinstance(module.uses, Mapping):
        for part, number in _numbers(module.uses):
            yield part, number, PIECE, ""
        return
    for told in module.uses:
        use = told if type(told) is Use else told_as(Use, told)
        yield use.part, how_many(use.quantity), use.unit, use.versions


def _parts(modules: Sequence[Module]) -> Iterable[str]:
    """The names of what may be in any version of something; one that is used twice may stand there twice."""
    if len(modules) == 1 and isinstance(modules[0].uses, Mapping):
        return modules[0].uses
    return tuple([part for module in modules for part in _names(module)])


def _names(module: Module) -> Iterable[str]:
    if isinstance(module.uses, Mapping):
        return module.uses
    return [use.part if type(use) is Use else told_as(Use, use).part for use in module.uses]


def _downwards(top: str, below: Mapping[str, Iterable[str]]) -> list[str]:
    """Every name that can be in it, each after all that may use it. MakingError names a circle."""
    nothing: Iterable[str] = ()
    waiting, seen, left = {top: 0}, {top}, [top]
    while left:
        for part in below.get(left.pop(), nothing):
            if part in waiting:
                waiting[part] += 1
            else:
                waiting[part] = 1
            if part not in seen:
                seen.add(part)
                left.append(part)
    ready = [top] if not waiting[top] else []
    order: list[str] = []
    while ready:
        name = ready.pop()
        order.append(name)
        for part in below.get(name, nothing):
            waiting[part] -= 1
            if not waiting[part]:
                ready.append(part)
    if len(order) < len(waiting):
        caught = {name for name, number in waiting.items() if number}
        circle = _circle({name: below.get(name, nothing) for name in caught}, caught)
        raise MakingError("CIRCLE", "modules", f"A part cannot be part of itself: {' → '.join(circle)}.")
    return order


def _circle(below: Mapping[str, Iterable[str]], left: set[str]) -> list[str]:
    """One circle among those that are left, from the first of its names by the alphabet, and back to it."""
    above: dict[str, str] = {}
    for name in sorted(left, reverse=True):
        above |= dict.fromkeys(below[name], name)
    name, seen = min(left), dict[str, None]()
    while name not in seen:
        seen[name] = None
        name = above[name]
    way = list(seen)
    way = way[way.index(name) :][::-1]
    first = way.index(min(way))
    return [*way[first:], *way[:first], way[first]]


def _newest(name: str, there: Sequence[Module], users: Sequence[tuple[str, str]]) -> Module:
    """The newest version that everybody takes who asks for any. One that stands alone is looked at too."""
    asked = {versions for _, versions in users} or _ANY
    if len(there) == 1 and len(asked) == 1 and is_in(there[0].version, *asked):
        return there[0]
    fitting = [one for one in there if all(is_in(one.version, wanted) for wanted in asked)]
    if not fitting:
        raise _nothing_satisfies(name, there, users)
    return max(fitting, key=lambda one: (order_of(one.version), one.version))


def _nothing_satisfies(name: str, there: Iterable[Module], users: Iterable[tuple[str, str]]) -> MakingError:
    wants = "; ".join(f"{user} asks for {versions}" for user, versions in users)
    has = ", ".join(sorted([one.version for one in there], key=order_of))
    return MakingError("NO_VERSION", "versions", f"No version of {name} will do: {wants}; there is {has}.")


def _counted(
    taken: Iterable[tuple[str, _Uses]], top: str, quantity: Fraction | int
) -> Iterator[tuple[str, Fraction | int, _Uses]]:
    """How many of each, the design itself first. Whole numbers stay so on the way: they are quicker."""
    needed = {top: quantity}
    for name, uses in taken:
        number = needed.pop(name)
        yield name, number, uses
        for used, each in uses:
            needed[used] = needed.get(used, 0) + number * each


def _currency(parts: Mapping[str, Chosen]) -> str:
    """The one currency everything is told in. MakingError for two."""
    told = sorted({one.module.currency for one in parts.values() if one.module.cost_minor is not None})
    if len(told) > 1:
        said = " and in ".join(one or "none" for one in told)
        raise MakingError("TWO_CURRENCIES", "currency", f"Costs are in {said}: say all in one.")
    return told[0] if told else ""
