"""YAML and TOML as plain dicts and lists, and back: every key is kept, known or not; comments are not.

YAML is read by its safe loader, which makes nothing but plain values; a file is looked at before it is made: too long,
too deep, a name for something said before (one line of them can unfold to more than memory holds), a key said twice.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

import yaml

from coproduce.interop.making.faults import Fault, ManifestError

LARGEST, DEEPEST, MOST = 512 * 1024, 20, 20_000

Document = dict[str, Any]


def read_yaml(content: bytes) -> Document:
    """The mapping a YAML file holds. ManifestError with the line for anything else.

    >>> read_yaml(b"title: Chair\\nversion: 0.0.1")
    {'title': 'Chair', 'version': '0.0.1'}
    """
    text = _text(content)
    if text.lstrip().startswith("{"):
        # JSON is YAML but for tabs, which stand between its words and never within them.
        text = text.replace("\t", " ")
    try:
        _look_through(text)
        found = yaml.load(text, _Plain)  # noqa: S506 # nosec B506 - a SafeLoader, values as written
    except yaml.MarkedYAMLError as wrong:
        mark = wrong.problem_mark or wrong.context_mark
        said = (wrong.problem or "it is not YAML").removeprefix("could not find ")
        raise ManifestError(
            Fault(f"This is not YAML: {said}. Put words that hold a colon into quotes, and keep lines of one thing "
                  "equally far in.", line=mark.line + 1 if mark else None)
        ) from None  # fmt: skip
    except yaml.YAMLError as wrong:
        raise ManifestError(Fault(f"This is not YAML: {str(wrong).splitlines()[0]}.")) from None
    return _mapping(found)


def read_toml(content: bytes) -> Document:
    """The table a TOML file holds. ManifestError with the line for anything else.

    >>> read_toml(b'name = "Chair"')
    {'name': 'Chair'}
    """
    text = _text(content)
    try:
        read = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as wrong:
        said, _, where = str(wrong).partition(" (at ")
        line = int(found[1]) if (found := _LINE.match(where)) else len(text.splitlines()) if where else None
        raise ManifestError(Fault(f"This is not TOML: {said[:1].lower()}{said[1:]}.", line=line)) from None
    _measure(read)
    return read


def write_yaml(document: Mapping[str, Any]) -> str:
    """The same as YAML, in the order of its keys."""
    return yaml.safe_dump(dict(document), sort_keys=False, allow_unicode=True, width=120)


def write_toml(document: Mapping[str, Any]) -> str:
    """The same as TOML. What is said to be nothing has no place in TOML, and is left out.

    >>> print(write_toml({"name": "Chair", "release": {"ok": True}, "part": [{"name": "leg", "mass": 2}]}).strip())
    name = "Chair"
    <BLANKLINE>
    [release]
    ok = true
    <BLANKLINE>
    [[part]]
    name = "leg"
    mass = 2
    """
    lines: list[str] = []
    _table(document, (), lines)
    return "\n".join(lines).strip() + "\n"


#: How the reader of TOML says where; at the end of what it read it names no line.
_LINE = re.compile(r"line (\d+)")


class _Plain(yaml.SafeLoader):
    """Plain values as they are written: a version 1.10 stays that, and `no` is a word."""


_Plain.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in those if tag in ("tag:yaml.org,2002:null", "tag:yaml.org,2002:bool")]
    for first, those in yaml.SafeLoader.yaml_implicit_resolvers.items()
    if first not in "yYnNoO"
}


def _text(content: bytes) -> str:
    if len(content) > LARGEST:
        raise ManifestError(
            Fault("The file is larger than 512 kB. A manifest says what there is, and holds none of it.")
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ManifestError(Fault("The file is no text in UTF-8. Save it as that.")) from None


def _look_through(text: str) -> None:
    """Before anything is made of it: how deep, how much, no names for what was said before, no key twice."""
    open_keys: list[set[str] | None] = []
    is_key: list[bool] = []
    for number, event in enumerate(yaml.parse(text, yaml.SafeLoader)):
        line = event.start_mark.line + 1 if event.start_mark else None
        if number > MOST or len(open_keys) > DEEPEST:
            raise ManifestError(Fault("There is too much in it, or too deep. Split it.", line=line))
        if isinstance(event, yaml.AliasEvent):
            raise ManifestError(Fault(f"“*{event.anchor}” stands for something said before: write it out.", line=line))
        if isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            open_keys.pop()
            is_key.pop()
        elif isinstance(event, yaml.NodeEvent):
            if open_keys and open_keys[-1] is not None:
                keys = open_keys[-1]
                if is_key[-1] and isinstance(event, yaml.ScalarEvent):
                    if event.value in keys:
                        raise ManifestError(Fault(f"“{event.value}” is said twice.", event.value, line))
                    keys.add(event.value)
                is_key[-1] = not is_key[-1]
            if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
                open_keys.append(set() if isinstance(event, yaml.MappingStartEvent) else None)
                is_key.append(True)


def _measure(found: Any, depth: int = 0) -> int:
    if depth > DEEPEST:
        raise ManifestError(Fault("It is too deep. Split it."))
    inside = found.values() if isinstance(found, dict) else found if isinstance(found, list) else ()
    number = 1 + sum(_measure(one, depth + 1) for one in inside)
    if number > MOST:
        raise ManifestError(Fault("There is too much in it. Split it."))
    return number


def _mapping(found: Any) -> Document:
    if not isinstance(found, dict) or not all(isinstance(key, str) for key in found):
        raise ManifestError(Fault("A manifest says one thing after another, each like “title: Chair”."))
    return found


def _table(document: Mapping[str, Any], path: tuple[str, ...], lines: list[str]) -> None:
    plain = {key: value for key, value in document.items() if not _is_table(value) and value is not None}
    lines += [f"{_key(key)} = {_value(value)}" for key, value in plain.items()]
    for key, value in document.items():
        if isinstance(value, Mapping):
            lines += ["", f"[{'.'.join(map(_key, (*path, key)))}]"]
            _table(value, (*path, key), lines)
        elif _is_table(value):
            for one in value:
                lines += ["", f"[[{'.'.join(map(_key, (*path, key)))}]]"]
                _table(one, (*path, key), lines)


def _is_table(value: Any) -> bool:
    return isinstance(value, Mapping) or (
        isinstance(value, list) and bool(value) and all(isinstance(one, Mapping) for one in value)
    )


def _key(key: str) -> str:
    is_bare = key.isascii() and bool(key) and all(letter.isalnum() or letter in "-_" for letter in key)
    return key if is_bare else _quoted(key)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, Mapping):
        inside = (f"{_key(key)} = {_value(one)}" for key, one in value.items() if one is not None)
        return f"{{ {', '.join(inside)} }}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return f"[{', '.join(_value(one) for one in value if one is not None)}]"
    return _quoted(str(value))


def _quoted(text: str) -> str:
    short = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
    letters = (short.get(one) or (f"\\u{ord(one):04x}" if ord(one) < 32 or ord(one) == 127 else one) for one in text)
    return f'"{"".join(letters)}"'
