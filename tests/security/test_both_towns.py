"""Somebody who lives in both towns, with pictures in each: nothing of one is in what the other shows or hands out."""

import base64
import io
import zipfile
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings as live_settings
from PIL import Image

from coproduce.community.base.done import Done
from coproduce.community.people.models import Agent, Upload
from coproduce.community.people.queries import actor_for
from coproduce.community.people.rules import NewMember
from coproduce.community.people.uploads import files
from coproduce.community.privacy.archive import archive_of, as_zip
from coproduce.core.refusal import Refusal
from tests.fixtures.towns import Town, do
from tests.journeys.mouths import signed_in

pytestmark = pytest.mark.promise("No community sees another's anything")


@pytest.fixture(autouse=True)
def _own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(live_settings, "DATA", tmp_path)


def with_pictures(here: Town, there: Town) -> dict[str, UUID]:
    """Ana of here is Annie there; in each she handed in a picture of another colour. Which one is where, by slug."""
    added = do("people.welcome", there.actor("Cleo"), members=(NewMember(f"Annie {there.canary}", here.email("Ana")),))
    assert isinstance(added, Done), added
    there.agents["Annie"] = added.value.ids[0]
    found: dict[str, UUID] = {}
    for town, who, colour in ((here, "Ana", "teal"), (there, "Annie", "orange")):
        made = io.BytesIO()
        Image.new("RGB", (40, 40), colour).save(made, "PNG")
        sent, her = base64.b64encode(made.getvalue()).decode(), town.agents[who]
        done = do("people.hand_in", town.actor("Cleo"), member=her, kind="photo", picture=sent)
        assert isinstance(done, Done), done
        found[town.slug] = done.value.upload
    return found


def bytes_of(upload: UUID) -> bytes:
    return files.place_of(Upload.objects.get(public_id=upload).name).read_bytes()


def faults(here: Town, there: Town, pictures: dict[str, UUID]) -> list[str]:
    """Where one town shows Ana's picture of the other, or has a word of it in what she takes along."""
    found = []
    for town, other, who in ((here, there, "Ana"), (there, here, "Annie")):
        mine, theirs = pictures[town.slug], pictures[other.slug]
        client = signed_in(here, "Ana")
        assert picture(client, town, mine) == (200, bytes_of(mine))
        if picture(client, town, theirs)[0] != 404:
            found.append(f"{town.slug} shows a picture of {other.slug}")
        for kept in inside(here, town, who):
            if other.canary.encode() in kept or kept == bytes_of(theirs):
                found.append(f"from {town.slug} she takes along something of {other.slug}")
        if bytes_of(mine) not in inside(here, town, who):
            found.append(f"what she takes along from {town.slug} lacks her picture")
    return found


def picture(client: Any, town: Town, upload: UUID) -> tuple[int, bytes]:
    answer = client.get(f"/{town.slug}/people/pictures/{upload}/")
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer.status_code, body


def inside(home: Town, town: Town, who: str) -> list[bytes]:
    """Every file of what she takes along from a town; she signs in with one address in both."""
    actor = actor_for(home.account("Ana"), town.slug, "web")
    assert actor is not None
    made = archive_of(actor, town.agents[who])
    assert made is not None
    with zipfile.ZipFile(io.BytesIO(as_zip(made))) as opened:
        return [opened.read(name) for name in opened.namelist()]


@pytest.mark.django_db
def test_pictures_and_what_she_takes_along(towns: tuple[Town, Town]) -> None:
    here, there = towns
    pictures = with_pictures(here, there)
    assert faults(here, there, pictures) == []
    outcome = do("people.take_away", here.actor("Cleo"), upload=pictures[there.slug])
    assert isinstance(outcome, Refusal)
    assert outcome.code == "NOT_FOUND"
    Upload.objects.filter(public_id=pictures[there.slug]).update(agent=Agent.objects.get(public_id=here.agents["Ana"]))
    assert faults(here, there, pictures), "a planted leak is seen"
