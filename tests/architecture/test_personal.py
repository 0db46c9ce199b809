"""What is kept about people says whose it is, what for, and how long; the build fails where a model does not."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from coproduce.community.people.models import BroughtFile, Membership, Strength
from coproduce.community.privacy import registry

OURS = [model for model in apps.get_models() if model.__module__.startswith("coproduce.")]
THEIRS = [model for model in apps.get_models() if model not in OURS]


def faults(model: type[models.Model], said: Mapping[str, Any]) -> Iterator[str]:
    """What a declaration does not say, or says of what is not there."""
    if "owner" not in said or "keep" not in said:
        yield "says neither whose it is nor for how long"
        return
    kept = registry.read(model, said)
    fields = {field.name: field for field in model._meta.get_fields()}
    whose = {path.partition("__")[0] for path in kept.owners}
    for name, field in fields.items():
        if registry.knows_somebody(field) and name not in {*kept.fields, *whose}:
            yield f"{name} may know somebody, and has no purpose"
    named = {*kept.fields, *kept.stays, *kept.withheld, *(kept.afterwards or {})}
    yield from (f"{name} is no field" for name in named - set(fields))
    yield from (f"{name} is empty" for name, why in kept.fields.items() if not str(why).strip())
    beside = {*kept.log_reads, *kept.withheld, *kept.stays, *(kept.afterwards or {})} - set(kept.fields)
    yield from (f"{name} has no purpose" for name in beside)
    yield from (
        f"{path} leads to nobody" for path in {*kept.owners, *kept.shown_to} if registry.end_of(model, path) is None
    )
    if isinstance(kept.keep, tuple):
        field, days = fields.get(kept.keep[0]), kept.keep[1]
        is_moment = isinstance(field, models.DateField) and kept.keep[0] in registry.MOMENTS
        if not is_moment or days < 0:
            yield f"{kept.keep} is no moment and days"
    elif kept.keep not in registry.KEEPS:
        yield f"{kept.keep} is no time"


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
@pytest.mark.promise("What is kept about people says whose it is, what for, and for how long")
def test_what_is_kept_about_people_says_whose_what_for_and_how_long(model: type[models.Model]) -> None:
    assert not list(faults(model, getattr(model, "personal", {})))


@pytest.mark.parametrize("model", THEIRS, ids=lambda model: model._meta.label)
def test_tables_of_others_are_said_to_know_somebody_or_nobody(model: type[models.Model]) -> None:
    said = registry.OTHERS.get(model._meta.label)
    if said is None:
        assert model._meta.label in registry.NOBODY
        assert not any(field.related_model in registry.PEOPLE for field in model._meta.get_fields())
    else:
        assert not list(faults(model, said))


@pytest.mark.parametrize(
    ("model", "change", "said"),
    [
        (Membership, {"phone": None}, "phone may know somebody, and has no purpose"),
        (Membership, {"person": None}, "person may know somebody, and has no purpose"),
        (Strength, {"words": "  "}, "words is empty"),
        (Strength, {"owner": None}, "says neither whose it is nor for how long"),
        (Strength, {"keep": None}, "says neither whose it is nor for how long"),
        (Strength, {"keep": "a while"}, "a while is no time"),
        (Strength, {"owner": "agent__door"}, "agent__door leads to nobody"),
        (Strength, {"owner": "agent__community"}, "agent__community leads to nobody"),
        (Strength, {"hobby": "to talk about"}, "hobby is no field"),
        (Strength, {"log_reads": ("kind",)}, "kind has no purpose"),
        (BroughtFile, {"keep": ("source", 1)}, "('source', 1) is no moment and days"),
    ],
)
def test_a_declaration_that_says_too_little_is_found(
    model: type[models.Model], change: dict[str, Any], said: str
) -> None:
    declared = {name: value for name, value in {**model.personal, **change}.items() if value is not None}  # type: ignore[attr-defined]
    assert said in list(faults(model, declared))


def test_everything_declared_is_in_the_registry() -> None:
    assert {kept.model for kept in registry.registry()} >= set(OURS)
    assert "sessions.Session" in {kept.label for kept in registry.registry()}
