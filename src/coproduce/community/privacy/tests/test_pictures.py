"""Pictures of somebody are in what they take along, and gone when they are forgotten."""

import base64
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from tests.fixtures.towns import Town, do

from coproduce.community.base.done import Done
from coproduce.community.people.models import Upload
from coproduce.community.people.uploads import files
from coproduce.community.privacy.archive import archive_of, as_zip

pytestmark = pytest.mark.django_db


def test_they_are_taken_along_and_forgotten(
    town: Town, settings: Any, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    settings.DATA = tmp_path
    made = io.BytesIO()
    Image.new("RGB", (40, 40), "teal").save(made, "PNG")
    sent, ana = base64.b64encode(made.getvalue()).decode(), town.agents["Ana"]
    for kind in ("photo", "certificate"):
        assert isinstance(do("people.hand_in", town.actor("Ana"), member=ana, kind=kind, picture=sent), Done)
    archive = archive_of(town.actor("Ana"), ana)
    assert archive
    names = zipfile.ZipFile(io.BytesIO(as_zip(archive))).namelist()
    assert len([name for name in names if name.startswith("pictures/") and name.endswith(".jpg")]) == 2
    with django_capture_on_commit_callbacks(execute=True):
        assert isinstance(do("privacy.erase", town.actor("Ana"), member=ana), Done)
    assert not Upload.objects.exists()
    assert [one.name for one in files.folder().iterdir()] == [files.LOCK]
