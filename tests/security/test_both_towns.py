"""Somebody who lives in both towns, with pictures in each: nothing of one is in what the other shows or hands out."""

import base64
import io
import os
import shutil
import zipfile
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import settings as live_settings
from django.db import connection
from django.test import Client
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from coproduce.cli.tests.running import coproduce
from coproduce.community.base.done import Done
from coproduce.community.people.models import Agent, Upload
from coproduce.community.people.queries import actor_for
from coproduce.community.people.rules import NewMember
from coproduce.community.people.uploads import files
from coproduce.community.privacy.archive import archive_of, as_zip
from coproduce.core.refusal import Refusal
from tests.fixtures.towns import Town, build, do
from tests.journeys.mouths import signed_in
from tests.security.matrix import addresses

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
        found[town.slug] = handed_in(town, town.agents[who], colour)
    return found


def handed_in(town: Town, member: UUID, colour: str) -> UUID:
    """By a script of the desk: a picture with the town's canary written into it."""
    made, inside = io.BytesIO(), PngInfo()
    inside.add_text("Description", f"A picture of {town.canary}")
    Image.new("RGB", (40, 40), colour).save(made, "PNG", pnginfo=inside)
    method, path = addresses()["people.hand_in"]
    assert method == "post"
    answer = Client().post(
        path.replace("{community}", town.slug),
        {"member": str(member), "kind": "photo", "picture": base64.b64encode(made.getvalue()).decode()},
        "application/json",
        headers={"Authorization": f"Bearer {town.key('Cleo')}", "Idempotency-Key": str(uuid4())},
    )
    assert answer.status_code < 300, answer.content
    return UUID(answer.json()["upload"])


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


@pytest.mark.django_db(databases=[])
def test_each_is_in_its_own_place_after_a_restore(
    committed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if connection.vendor == "postgresql":
        if shutil.which("pg_dump") is None:
            pytest.skip("pg_dump is not installed")
        monkeypatch.setenv("DATABASE_URL", f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{committed}")
    here, there = build("alder", "kanari"), build("birch", "zebrafink")
    pictures = with_pictures(here, there)
    assert coproduce("backup", "--to", tmp_path / "kept").exit_code == 0
    shutil.rmtree(files.folder())
    done = coproduce("restore", tmp_path / "kept", "--yes")
    assert done.exit_code == 0, done.output
    assert faults(here, there, pictures) == []
