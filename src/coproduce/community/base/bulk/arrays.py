"""A column of values as PostgreSQL writes an array, so that thousands of rows are handed over as a few values.

The driver would look at each value to find out how it is written, which costs several times what the database needs.
"""

from collections.abc import Iterable
from typing import Any


def as_array(values: Iterable[Any]) -> str:
    """Numbers, ids, days, moments, words or bytes, to be read with a cast to their type.

    >>> print(as_array([3, None, 1]), as_array(['a "hem"', ""]), as_array([b"A"]))
    {3,NULL,1} {"a \\"hem\\"",""} {"\\\\x41"}
    """
    return "{" + ",".join([_written(value) for value in values]) + "}"


def _written(value: Any) -> str:
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if isinstance(value, bytes):
        return f'"\\\\x{value.hex()}"'
    return "NULL" if value is None else str(value)
