"""What is kept about people says what it is kept for: a model that knows somebody declares it, field by field."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models

from coproduce.community.people.models import Account, Agent, Membership, Person

#: Ids of people that are kept without a foreign key, because a record outlives them.
IDS = {"actor", "agent_id", "person_id", "acting_for", "on_behalf_of", "to_agent", "made_by", "subjects"}

#: What a declaration says beside its fields: whose rows they are, how long they are kept, which readings are noted.
BESIDE = {"owner", "keep", "log_reads"}

OURS = [model for model in apps.get_models() if model.__module__.startswith("coproduce.")]


def about_people(model: type[models.Model]) -> Iterator[str]:
    """The fields by which a model knows somebody."""
    for field in model._meta.get_fields():
        if not field.auto_created and (
            field.name in IDS or field.related_model in (Account, Agent, Membership, Person)
        ):
            yield field.name


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_what_is_kept_about_people_says_what_for(model: type[models.Model]) -> None:
    said = getattr(model, "personal", {})
    assert said or not list(about_people(model)), f"{model._meta.label} knows {', '.join(about_people(model))}"
    fields = {field.name for field in model._meta.get_fields()}
    logged = set(said.get("log_reads", ()))
    assert set(said) - BESIDE <= fields, said
    assert logged <= set(said), "a reading is written down of what is said to be personal"
    assert all(said[name].strip() for name in set(said) - BESIDE)


def test_the_walk_sees_people() -> None:
    known = {model._meta.object_name for model in OURS if list(about_people(model))}
    assert {"Membership", "Contribution", "Entry", "AuditRow", "Outbox", "Card", "Offer"} <= known
    assert "Category" not in known
