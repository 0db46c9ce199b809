"""Faults planted in an arena's rules, one at a time: a decision nobody takes, one turned round, a border moved by one.

For each the arena's own tests of its rules are run again on the faulty module, with its examples. What none of them
notices is a rule that is not proved. Each is looked at in a process of its own with its share of the processor and of
memory, so that a fault that goes round for ever ends there, and is noticed by that.
"""

import ast
import doctest
import importlib
import io
import os
import resource
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from functools import partial
from itertools import product
from pathlib import Path
from types import ModuleType
from typing import Any

from hypothesis import HealthCheck, Phase, settings

from tests.sample import turn

#: How properties are looked at: always the same examples, the first that fails will do, and a busy machine is no fault.
CALM = settings(
    deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.generate),
)  # fmt: skip

#: What the process of a fault may fill of memory, in bytes.
MEMORY = 2 << 30

#: A border moved: what was just allowed is refused, or the other way round.
MOVED: dict[type[ast.cmpop], type[ast.cmpop]] = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt}

#: What a line says whose comparison decides nothing at its border, with why: there no border is moved.
EITHER_WAY = "# either way:"


def faults(source: str) -> Iterator[tuple[str, ast.Module]]:
    """Every fault as (where and what, the faulty module)."""
    lines = source.splitlines()
    for number, node in enumerate(ast.walk(ast.parse(source))):
        if isinstance(node, ast.If | ast.IfExp):
            yield f"line {node.lineno}: never", _changed(source, number, _never)
            yield f"line {node.lineno}: turned round", _changed(source, number, _turned)
        elif isinstance(node, ast.Compare) and type(node.ops[0]) in MOVED and EITHER_WAY not in lines[node.lineno - 1]:
            yield f"line {node.lineno}: border moved", _changed(source, number, _moved)


def _changed(source: str, number: int, change: Any) -> ast.Module:
    tree = ast.parse(source)
    change(list(ast.walk(tree))[number])
    return ast.fix_missing_locations(tree)


def _never(node: Any) -> None:
    node.test = ast.Constant(False)


def _turned(node: Any) -> None:
    node.test = ast.UnaryOp(ast.Not(), node.test)


def _moved(node: Any) -> None:
    node.ops[0] = MOVED[type(node.ops[0])]()


def unnoticed(rules: ModuleType, tests: list[str], days: int = 1) -> list[str]:
    """The faults of this module that none of these test modules notices. Without a fault they notice nothing.

    Each is planted once in so many days.
    """
    source = Path(rules.__file__ or "").read_text(encoding="utf-8")
    is_noticed, seconds = _looked_at(rules, ast.parse(source), tests, 60)
    assert not is_noticed, "the tests fail on the rules as they are"
    longest = 2 + round(3 * seconds)
    return [
        what
        for what, tree in faults(source)
        if not turn(f"{rules.__name__} {what}", days) and not _looked_at(rules, tree, tests, longest)[0]
    ]


def _looked_at(rules: ModuleType, tree: ast.Module, tests: list[str], longest: int) -> tuple[bool, float]:
    """Whether the tests notice, and the seconds of processor they took: past the `longest` the process is ended.

    It is the processor's seconds, so that a busy machine ends nothing that would have come to its end.
    """
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):  # of 3.12 on: whoever forks has threads
        child = os.fork()
    if not child:
        try:
            resource.setrlimit(resource.RLIMIT_CPU, (longest, longest))
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            os._exit(_is_noticed(rules, tree, tests))
        finally:
            os._exit(True)
    _, status, took = os.wait4(child, 0)
    return status != 0, took.ru_utime + took.ru_stime


def _is_noticed(rules: ModuleType, tree: ast.Module, tests: list[str]) -> bool:
    """Asked in a process of its own, in which the faulty module stands in the place of the rules."""
    faulty = ModuleType(rules.__name__)
    faulty.__dict__.update(
        __file__=rules.__file__, __package__=rules.__package__, __path__=list(getattr(rules, "__path__", []))
    )
    sys.modules[rules.__name__] = faulty
    room, _, name = rules.__name__.rpartition(".")
    if room:
        setattr(sys.modules[room], name, faulty)
    try:
        exec(compile(tree, faulty.__file__ or "", "exec"), faulty.__dict__)  # noqa: S102 - our own rules, with a fault
        with redirect_stdout(io.StringIO()):
            if doctest.testmod(faulty).failed:
                return True
        for test in tests:
            sys.modules.pop(test, None)
        proofs = [proof for test in tests for proof in calls(importlib.import_module(test))]
        for _, call in sorted(proofs, key=lambda proof: proof[0]):  # tables before properties, which take longer
            call()
    except BaseException:
        return True
    return False


def calls(module: ModuleType) -> Iterator[tuple[bool, Callable[[], object]]]:
    """Every test that needs nothing but what it is given in its own table: (whether it is a property, the test)."""
    for name, test in vars(module).items():
        if name.startswith("test_") and callable(test):
            tables = [mark.args for mark in getattr(test, "pytestmark", []) if mark.name == "parametrize"]
            rows = [[(names, row) for row in rows] for names, rows, *_ in tables]
            for chosen in product(*rows):
                given = dict(pair for names, row in chosen for pair in _named(names, row))
                wanted = set(test.__code__.co_varnames[: test.__code__.co_argcount])
                is_property = hasattr(test, "hypothesis")
                if is_property:
                    vars(test)["_hypothesis_internal_use_settings"] = CALM
                if is_property or wanted == set(given):
                    yield is_property, partial(test, **given)


def _named(names: Any, row: Any) -> list[tuple[str, Any]]:
    split = [name.strip() for name in names.split(",")] if isinstance(names, str) else list(names)
    values = getattr(row, "values", row)
    return [(split[0], values)] if len(split) == 1 else list(zip(split, values, strict=True))
