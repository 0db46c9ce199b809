"""What a function comes to: every function of ours it names, and those they name, as far as the names are plain.

Names are looked up where the function stands: what it imports, what its module holds, what it reads off a module. What
is handed in as an argument is not seen; nothing here is called.
"""

import ast
import dataclasses
import inspect
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

OURS = "coproduce."

#: Tables in tables in tables are followed so far.
DEEPEST = 4


def reached(root: Callable[..., Any]) -> frozenset[FunctionType]:
    """The function itself, unwrapped, and every function of ours it comes to."""
    found: set[FunctionType] = set()
    wanted = list(_functions(root))
    while wanted:
        one = wanted.pop()
        if one not in found:
            found.add(one)
            wanted += _named(one)
    return frozenset(found)


@cache
def _named(function: FunctionType) -> tuple[FunctionType, ...]:
    """The functions of ours that its own code names."""
    names = {name for code in _codes(function.__code__) for name in code.co_names}
    cells = inspect.getclosurevars(function).nonlocals.values()
    values = [*(function.__globals__.get(name) for name in names), *cells]
    modules = [value for value in values if isinstance(value, ModuleType) and value.__name__.startswith(OURS)]
    modules += [module for name in names if name.startswith(OURS) and (module := inspect.sys.modules.get(name))]  # type: ignore[attr-defined]
    values += [getattr(module, name, None) for module in modules for name in names]
    return tuple(one for value in values for one in _functions(value))


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _codes(inner)


def _functions(value: object, deep: int = 0) -> Iterator[FunctionType]:
    """The function a value is, under whatever was wrapped round it; of a class of ours its methods, of a table of
    ours what stands in it."""
    value = getattr(value, "func", value)  # a partial
    parts: list[object] = []
    if isinstance(value, Mapping | tuple | list):
        parts = list(value.values() if isinstance(value, Mapping) else value)
    elif isinstance(value, type):
        own = vars(value).values() if value.__module__.startswith(OURS) else ()
        parts = [getattr(one, "fget", None) or getattr(one, "__func__", None) or one for one in own]
    elif dataclasses.is_dataclass(value) and type(value).__module__.startswith(OURS):
        parts = [*(getattr(value, one.name) for one in dataclasses.fields(value)), type(value)]
    elif callable(value) and isinstance(function := inspect.unwrap(value), FunctionType) and _is_written(function):
        yield function
    for part in parts if deep < DEEPEST else ():
        yield from _functions(part, deep + 1)


def _is_written(function: FunctionType) -> bool:
    """By us, in a file: what a dataclass makes for itself is in none."""
    return function.__module__.startswith((OURS, "tests.")) and not function.__code__.co_filename.startswith("<")


@cache
def trees_of(function: FunctionType) -> tuple[ast.AST, ...]:
    """What it says, as trees: more than one where several small ones stand on its line."""
    return _by_line(function.__code__.co_filename).get(function.__code__.co_firstlineno, ())


@cache
def _by_line(file: str) -> dict[int, tuple[ast.AST, ...]]:
    found: dict[int, tuple[ast.AST, ...]] = {}
    for node in ast.walk(ast.parse(Path(file).read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            first = min([node.lineno, *(one.lineno for one in getattr(node, "decorator_list", ()))])
            found[first] = (*found.get(first, ()), node)
    return found
