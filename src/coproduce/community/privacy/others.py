"""What others wrote, or were told, names somebody no more: read through in every table of their community."""

import json
from collections.abc import Iterator
from typing import Any

from django.db.models import BinaryField, Model, Q

from coproduce.community.people.models import Community
from coproduce.community.privacy.marks import Marks
from coproduce.community.privacy.registry import CODES, IDS, OTHERS, PEOPLE, Kept, holds_words, registry
from coproduce.community.privacy.whose import Somebody


def name_no_more(marks: Marks, whose: Somebody) -> None:
    """Where a word of theirs stands in somebody else's, "somebody who left" stands from now on.

    What is sealed is not written anew: its words go. How others themselves are called and reached stays theirs.
    """
    for kept in registry():
        if kept.model not in PEOPLE and kept.label not in OTHERS:
            _in(kept, marks, whose.community)


def _in(kept: Kept, marks: Marks, community: int) -> None:
    fields = [
        name
        for name in kept.fields
        if name not in IDS | CODES
        and holds_words(field := kept.model._meta.get_field(name))
        and not isinstance(field, BinaryField)
    ]
    if not fields or kept.keep == "audit":
        return  # the record holds ids and the program's own words
    asked = Q()
    for name in fields:
        for word in (*marks.words, *marks.alone):
            for spelt in {word, json.dumps(word)[1:-1]}:  # as JSON may hold it
                asked |= Q(**{f"{name}__icontains": spelt})
    for row in kept.model._base_manager.filter(here(kept.model, community), asked):
        _take_out(kept, row, fields, marks)


def _take_out(kept: Kept, row: Model, fields: list[str], marks: Marks) -> None:
    changed = {name: marks.without(getattr(row, name)) for name in fields if marks.are_in(getattr(row, name))}
    if not changed:
        return
    if not kept.is_sealed:
        kept.model._base_manager.filter(pk=row.pk).update(**changed)
    elif kept.goes:
        row.delete()
    else:
        kept.model._base_manager.filter(pk=row.pk).update(
            **{name: value for name, value in kept.emptied().items() if name in changed or isinstance(value, bytes)}
        )


def here(model: type[Model], community: int) -> Q:
    """Rows of this community; of a table that belongs to none, all."""
    path = next(_paths(model), None)
    return Q(**{path: community}) if path else Q()


def belongs(model: type[Model]) -> bool:
    """Whether the rows of a table belong to a community."""
    return next(_paths(model), None) is not None


def _paths(model: type[Model], before: str = "", deep: int = 3) -> Iterator[str]:
    """How a table leads to its community, the shortest way first."""
    fields: list[Any] = [field for field in model._meta.concrete_fields if not field.null]
    yield from (before + field.name for field in fields if field.name == "community_id")
    yield from (before + field.name for field in fields if field.related_model is Community)
    if model is Community:
        yield f"{before}pk"
    if deep:
        for field in fields:
            if field.related_model and field.related_model is not Community:
                yield from _paths(field.related_model, f"{before}{field.name}__", deep - 1)
