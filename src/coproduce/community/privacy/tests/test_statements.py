"""The privacy notice that everybody may read says of each kind of thing what it is kept for, and how long."""

import pytest
from django.test import Client
from django.utils.html import escape
from tests.fixtures.towns import Town

from coproduce.community.privacy.registry import registry
from coproduce.community.privacy.words import called

pytestmark = pytest.mark.django_db


def test_the_privacy_notice_says_what_is_kept_from_the_models_themselves(town: Town) -> None:
    page = Client().get("/alder/people/says/privacy/").content.decode()
    for kept in registry():
        if kept.owners:
            assert escape(called(kept)) in page and escape(kept.how_long()) in page, kept.label
    assert "for how long" not in Client().get("/alder/people/says/terms/").content.decode()
