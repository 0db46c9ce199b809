"""A column of values as PostgreSQL writes an array, so that thousands of rows are handed over as a few values.

The driver would look at each value to find out how it is written, which costs several times what the database needs.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID


def as_array(values: Iterable[Any]) -> str:
    """Numbers, ids, days, moments, words or bytes, to be read with a cast to their type.

    >>> print(as_array([3, None, 1]), as_array(['a "hem"', ""]), as_array([b"A"]))
    {3,NULL,1} {"a \\"hem\\"",""} {"\\\\x41"}
    """
    column = list(values)
    kinds = set(map(type, column))
    written = QUICKLY.get(kinds.pop()) if len(kinds) == 1 else None
    return "{" + (written(column) if written else ",".join(map(_written, column))) + "}"


def _words(column: Sequence[str]) -> str:
    """All at once, with a mark between them that no word of a database may hold."""
    joined = "\0".join(column)
    if joined.count("\0") >= len(column):
        raise ValueError("PostgreSQL keeps no word with a NUL in it.")
    return '"' + joined.replace("\\", "\\\\").replace('"', '\\"').replace("\0", '","') + '"'


#: How a column of one type is written without looking at each value.
QUICKLY: dict[type, Callable[[Any], str]] = {
    int: lambda column: ",".join(map(str, column)),
    date: lambda column: ",".join(map(str, column)),
    str: _words,
    bytes: lambda column: '"\\\\x' + '","\\\\x'.join(map(bytes.hex, column)) + '"',
    UUID: lambda column: ",".join([each.hex for each in column]),
    type(None): lambda column: "NULL" + ",NULL" * (len(column) - 1),
}


def _written(value: Any) -> str:
    if isinstance(value, str):
        return _words([value])
    if isinstance(value, bytes):
        return f'"\\\\x{value.hex()}"'
    return "NULL" if value is None else str(value)
