"""Pictures: made anew from their points, under names that say nothing, shown to whom they are for, then gone."""

import base64
import io
import struct
import zipfile
import zlib
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from tests.fixtures.towns import NOON, Town, do
from tests.journeys.mouths import signed_in

from coproduce.community.base.done import Done
from coproduce.community.base.models import AuditRow, Outbox
from coproduce.community.people.models import Agent, Attestation, Upload
from coproduce.community.people.rules import NewMember
from coproduce.community.people.uploads import files, rules
from coproduce.community.people.uploads.pictures import Picture, made_anew
from coproduce.core.refusal import Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path


def code(outcome: object) -> str:
    return outcome.code if isinstance(outcome, Refusal) else "done"


def drawn(kind: str = "PNG", size: tuple[int, int] = (60, 40), mode: str = "RGB", **more: Any) -> bytes:
    made = io.BytesIO()
    image = Image.new(mode, size, "teal" if mode in ("RGB", "RGBA") else 7)
    image.putpixel((0, 0), (250, 0, 0, 255)[: len(image.getbands())] if mode in ("RGB", "RGBA") else 1)
    image.save(made, kind, **more)
    return made.getvalue()


def hand_in(town: Town, who: str = "Ana", whom: str = "", content: bytes = b"", kind: str = "photo") -> Any:
    sent = base64.b64encode(content or drawn()).decode()
    return do("people.hand_in", town.actor(who), member=town.agents[whom or who], kind=kind, picture=sent)


def handed_in(town: Town, *said: Any, **more: Any) -> UUID:
    done = hand_in(town, *said, **more)
    assert isinstance(done, Done), done
    found: UUID = done.value.upload
    return found


def taken(content: bytes, kind: str = "photo") -> Picture:
    found = made_anew(content, kind)
    assert isinstance(found, Picture), found
    return found


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def a_bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is this large."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    points = zlib.compress(bytes(100_000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", points) + chunk(b"IEND", b"")


def a_zip() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("run.js", "alert(1)")
    return made.getvalue()


REFUSED = {
    "nothing": (b"", "NO_PICTURE"),
    "words": (b"hello", "NO_PICTURE"),
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "NO_PICTURE"),
    "pdf": (b"%PDF-1.7\n", "NO_PICTURE"),
    "zip": (a_zip(), "NO_PICTURE"),
    "gif": (drawn("GIF", mode="P"), "NO_PICTURE"),
    "gif that is a script": (b"GIF89a/*" + drawn("GIF", mode="P")[8:] + b"*/=1;alert(1)//", "NO_PICTURE"),
    "bmp": (drawn("BMP"), "NO_PICTURE"),
    "tiff": (drawn("TIFF"), "NO_PICTURE"),
    "webp": (drawn("WEBP"), "NO_PICTURE"),
    "50,000 × 50,000": (a_bomb(50_000, 50_000), "TOO_MANY_POINTS"),
    "8,000 × 8,000": (a_bomb(8_000, 8_000), "TOO_MANY_POINTS"),
    "one line of many": (a_bomb(2_000_000_000, 1), "TOO_MANY_POINTS"),
    "cut short, png": (drawn(size=(600, 400))[:-400], "NO_PICTURE"),
    "cut short, jpeg": (drawn("JPEG", size=(600, 400))[:300], "NO_PICTURE"),
    "head alone": (b"\x89PNG\r\n\x1a\n", "NO_PICTURE"),
    "too large": (b"\xff\xd8" + bytes(rules.LARGEST), "TOO_LARGE"),
}


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.promise("A picture is read by what it holds, made anew, and keeps nothing beside its points")
def test_what_is_no_picture_is_not_taken(town: Town, name: str) -> None:
    content, said = REFUSED[name]
    assert code(made_anew(content, "photo")) == said
    if content:
        assert code(hand_in(town, content=content)) == said
    assert not Upload.objects.exists()
    assert not files.folder().exists() or not [one for one in files.folder().iterdir() if one.name != files.LOCK]


def test_of_a_pdf_it_says_what_to_do(town: Town) -> None:
    refusal = hand_in(town, content=b"%PDF-1.7\n")
    assert "take a picture of it" in refusal.sentence


@pytest.mark.parametrize("tail", [a_zip(), b"<script>alert(1)</script>", b"%PDF-1.7"])
@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_what_hides_behind_a_picture_is_gone(kind: str, tail: bytes) -> None:
    found = taken(drawn(kind) + tail)
    assert tail[:8] not in found.content
    assert not zipfile.is_zipfile(io.BytesIO(found.content))


def test_where_it_was_taken_is_gone_and_it_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010E], exif[0x0132] = 6, "at home of kanari", "2026:11:17 09:00:00"
    exif.get_ifd(0x8825)[2] = (51.0, 30.0, 7.0)
    more: dict[str, Any] = {"exif": exif.tobytes(), "comment": b"kanari says", "icc_profile": b"kanari" * 20}
    sent = drawn("JPEG", size=(60, 40), quality=95, **more)
    assert b"kanari" in sent
    found = taken(sent)
    assert (found.width, found.height) == (40, 60), "turned as the telephone held it"
    opened = Image.open(io.BytesIO(found.content))
    assert opened.format == "JPEG" and not opened.getexif() and not opened.info.get("comment")
    assert b"kanari" not in found.content and b"Exif" not in found.content and b"ICC_PROFILE" not in found.content


def test_words_inside_a_png_are_gone() -> None:
    sent = drawn()
    at = 8 + 25
    with_words = sent[:at] + chunk(b"tEXt", b"Comment\x00kanari") + sent[at:]
    assert b"kanari" not in taken(with_words).content


@pytest.mark.parametrize(
    ("mode", "kind"), [("RGBA", "PNG"), ("P", "PNG"), ("L", "PNG"), ("LA", "PNG"), ("1", "PNG"), ("I;16", "PNG"),
                       ("CMYK", "JPEG"), ("L", "JPEG")]
)  # fmt: skip
def test_pictures_of_any_colours_are_taken(mode: str, kind: str) -> None:
    made = io.BytesIO()
    Image.new(mode, (60, 40)).save(made, kind)
    assert Image.open(io.BytesIO(taken(made.getvalue()).content)).mode == "RGB"


def test_it_is_no_larger_than_it_need_be() -> None:
    sent = drawn("JPEG", size=(4000, 3000))
    assert (taken(sent).width, taken(sent).height) == (640, 480)
    assert taken(sent, "certificate").width == 2000
    assert taken(drawn()).width == 60, "and never blown up"


@pytest.mark.parametrize(
    ("who", "whom", "kind", "said"),
    [
        ("Ana", "Ana", "photo", "done"),
        ("Ana", "Ana", "certificate", "done"),
        ("Ana", "Ana", "passport", "UNKNOWN_KIND"),
        ("Cleo", "Ana", "photo", "done"),
        ("Sal", "Ana", "certificate", "done"),
        ("Ben", "Ana", "photo", "NOT_FOUND"),
        ("Tom", "Ana", "certificate", "NOT_FOUND"),
    ],
)
def test_who_hands_in_and_takes_away(town: Town, who: str, whom: str, kind: str, said: str) -> None:
    assert code(hand_in(town, who, whom, kind=kind)) == said
    kept = handed_in(town, whom, kind="certificate")
    taken_away = code(do("people.take_away", town.actor(who), upload=kept))
    assert taken_away == ("NOT_FOUND" if said == "NOT_FOUND" else "done")


def test_whose_it_is_hears_of_it(town: Town) -> None:
    Outbox.objects.all().delete()
    handed_in(town, "Ana")
    assert not Outbox.objects.exists()
    handed_in(town, "Cleo", "Ana")
    assert Outbox.objects.get().to_agent == Agent.objects.get(public_id=town.agents["Ana"]).pk


def test_of_somebody_elsewhere_nothing_is_handed_in_or_seen(towns: tuple[Town, Town]) -> None:
    alder, birch = towns
    theirs = handed_in(birch)
    sent = base64.b64encode(drawn()).decode()
    said = do("people.hand_in", alder.actor("Cleo"), member=birch.agents["Ana"], kind="photo", picture=sent)
    assert code(said) == "NOT_FOUND"
    assert code(do("people.take_away", alder.actor("Cleo"), upload=theirs)) == "NOT_FOUND"
    assert signed_in(alder, "Cleo").get(f"/alder/people/pictures/{theirs}/").status_code == 404


@pytest.mark.parametrize("sent", ["", "%%%", "a", "é", "A" * 40])
def test_what_is_no_base64_is_no_picture(town: Town, sent: str) -> None:
    said = do("people.hand_in", town.actor("Ana"), member=town.agents["Ana"], kind="photo", picture=sent)
    assert code(said) == "NO_PICTURE"


@pytest.mark.parametrize(
    ("who", "certificate"), [("Ana", 200), ("Cleo", 200), ("Sal", 200), ("Ben", 404), ("Tom", 404), ("Dee", 404)]
)
def test_who_looks_at_pictures(town: Town, who: str, certificate: int) -> None:
    client = signed_in(town, who)
    for kind, status in (("photo", 200), ("certificate", certificate)):
        answer = client.get(f"/alder/people/pictures/{handed_in(town, kind=kind)}/")
        assert answer.status_code == status, kind
        if status == 200:
            assert answer["Content-Type"] == "image/jpeg"
            assert answer["X-Content-Type-Options"] == "nosniff"
            assert answer["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'; sandbox"
            assert answer["Cache-Control"] == "private, no-store"
            assert answer.content.startswith(b"\xff\xd8\xff")
    noted = AuditRow.objects.filter(kind=AuditRow.READ, verb="people.read_papers").count()
    assert noted == (who in ("Cleo", "Sal")), "each reading of a certificate, and no reading of one's own"


def test_a_visitor_sees_no_picture(town: Town) -> None:
    assert Client().get(f"/alder/people/pictures/{handed_in(town)}/").status_code == 302


def test_a_photograph_stands_beside_the_name_and_initials_where_there_is_none(town: Town) -> None:
    ana = f"/alder/people/{town.agents['Ana']}/"
    cleo = signed_in(town, "Cleo")
    assert "data-weave" in cleo.get(ana).content.decode()
    upload = handed_in(town)
    for address in (ana, f"/alder/timebank/call/{town.agents['Ana']}/"):
        assert f"/alder/people/pictures/{upload}/" in cleo.get(address).content.decode(), address
    assert f"/alder/people/pictures/{upload}/" not in cleo.get(f"/alder/people/{town.agents['Ben']}/").content.decode()


def test_names_say_nothing_and_lead_nowhere(town: Town) -> None:
    handed_in(town)
    name = Upload.objects.get().name
    assert files.NAME.fullmatch(name)
    assert files.place_of(name).parent == files.folder()
    assert files.place_of(name).stat().st_mode & 0o077 == 0
    for wrong in ("../coproduce.sqlite3", "..", "", "/etc/passwd", f"{name}/..", f"../uploads/{name}", name.upper()):
        with pytest.raises(ValueError, match="no name of a picture"):
            files.place_of(wrong)


def test_the_name_it_was_sent_under_counts_for_nothing(town: Town) -> None:
    me, there = signed_in(town, "Ana"), f"/alder/people/{town.agents['Ana']}/pictures/"
    for name, said in (("../../../x.svg", "image/svg+xml"), ("a.php", "text/html"), ("photo.jpg", "image/jpeg")):
        sent = {"kind": "photo", "picture": SimpleUploadedFile(name, drawn(), said), "request_id": str(uuid4())}
        assert me.post(there, sent).status_code == 302
    sent = {"kind": "photo", "picture": SimpleUploadedFile("me.jpg", b"GIF89a"), "request_id": str(uuid4())}
    assert me.post(there, sent).status_code == 422
    assert Upload.objects.count() == 1, "a new photograph stands in the place of the old one"


def test_a_form_that_is_too_large_is_not_taken_in(town: Town) -> None:
    me, there = signed_in(town, "Ana"), f"/alder/people/{town.agents['Ana']}/pictures/"
    large = SimpleUploadedFile("me.jpg", bytes(rules.LARGEST + 200_000), "image/jpeg")
    answer = me.post(there, {"kind": "photo", "picture": large, "request_id": str(uuid4())})
    assert answer.status_code == 422
    assert "too large" in answer.content.decode()


def test_ten_thousand_small_ones_meet_the_limit_of_a_member(town: Town) -> None:
    for _ in range(rules.MOST_PICTURES):
        handed_in(town, kind="certificate")
    row = Upload.objects.latest("pk")
    assert code(hand_in(town, kind="certificate")) == "TOO_MANY"
    assert Upload.objects.count() == rules.MOST_PICTURES
    assert len([one for one in files.folder().iterdir() if one.name != files.LOCK]) == rules.MOST_PICTURES
    do("people.take_away", town.actor("Ana"), upload=row.public_id)
    assert code(hand_in(town, kind="certificate")) == "done"


@pytest.mark.parametrize(
    ("said", "is_kept"),
    [((1, 29, 0, 0), ""), ((1, 0, rules.MOST_BYTES, 0), "TOO_MANY"), ((1, 0, 0, rules.MOST_OF_ALL), "NO_ROOM"),
     ((1, 10**4, 0, 0), "TOO_MANY")],
)  # fmt: skip
def test_how_much_is_kept(said: tuple[int, int, int, int], is_kept: str) -> None:
    fault = rules.may_keep(*said)
    assert (fault.code if fault else "") == is_kept


def test_taken_away_the_file_is_gone_and_what_was_looked_at_stays(
    town: Town, django_capture_on_commit_callbacks: Any
) -> None:
    upload = handed_in(town, "Cleo", "Ana", kind="certificate")
    attested = do(
        "people.attest", town.actor("Cleo"), member=town.agents["Ana"], kind="training", what="First aid",
        issuer="Red Cross", paper=upload,
    )  # fmt: skip
    assert isinstance(attested, Done), attested
    name = Upload.objects.get().name
    with django_capture_on_commit_callbacks(execute=True):
        do("people.take_away", town.actor("Ana"), upload=upload)
    assert not files.place_of(name).exists()
    assert Attestation.objects.get().paper is None


def test_who_leaves_takes_their_photograph_along(town: Town, django_capture_on_commit_callbacks: Any) -> None:
    handed_in(town)
    with django_capture_on_commit_callbacks(execute=True):
        do("people.leave", town.actor("Ana"), member=town.agents["Ana"])
    assert not Upload.objects.exists()
    assert [one.name for one in files.folder().iterdir()] == [files.LOCK]


def test_two_records_of_one_person_keep_one_photograph(town: Town) -> None:
    welcomed = do("people.welcome", town.actor("Cleo"), members=(NewMember("Ana again"),))
    assert isinstance(welcomed, Done)
    town.agents["again"] = welcomed.value.ids[0]
    mine = handed_in(town)
    handed_in(town, "Cleo", "again")
    paper = handed_in(town, "Cleo", "again", kind="certificate")
    do("people.merge", town.actor("Cleo"), keep=town.agents["Ana"], gone=town.agents["again"])
    assert {row.public_id for row in Upload.objects.filter(agent__public_id=town.agents["Ana"])} == {mine, paper}


def test_what_nobody_names_is_swept(town: Town) -> None:
    handed_in(town)
    lost = files.keep(b"of nobody")
    assert files.sweep(NOON) == 0 or files.place_of(lost).exists()
    later = NOON.replace(year=2100) + timedelta(hours=2)
    with files.copying():
        files.sweep(later)
        assert files.place_of(lost).exists(), "not while a backup is made"
    files.sweep(later)
    assert not files.place_of(lost).exists()
    assert files.place_of(Upload.objects.get().name).exists()


@pytest.mark.parametrize(("whose", "status"), [("Ana", 302), ("Ben", 422)])
def test_the_desk_chooses_a_picture_that_was_handed_in_for_them(town: Town, whose: str, status: int) -> None:
    paper = handed_in(town, whose, kind="certificate")
    desk, there = signed_in(town, "Cleo"), f"/alder/people/{town.agents['Ana']}/looked-at/new/"
    assert (str(paper) in desk.get(there).content.decode()) is (whose == "Ana")
    said = {
        "kind": "training", "what": "First aid", "issuer": "Red Cross", "seen_on": "2026-11-01", "paper": str(paper),
        "request_id": str(uuid4()),
    }  # fmt: skip
    if whose == "Ben":
        handed_in(town, "Ana", kind="certificate")
    assert desk.post(there, said).status_code == status
    kept = list(Attestation.objects.values_list("paper__public_id", flat=True))
    assert kept == ([paper] if status == 302 else [])
    if kept:
        again = f"/alder/people/looked-at/{Attestation.objects.get().public_id}/renew/"
        assert str(paper) in desk.get(again).content.decode()
