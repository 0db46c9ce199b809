"""Lists as people keep them: any mark between cells, any heading, good rows told from bad."""

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from coproduce.community.base.cells import Setting, UnreadableError, day, in_words, minutes, whole_number
from coproduce.community.base.sheets import guess, read_map, sort_rows
from coproduce.community.people.imports import LISTINGS as MEMBERS
from coproduce.community.people.rules import NewMember
from coproduce.interop.sheets_reading import LARGEST_FILE, LARGEST_UNPACKED, MOST_COLUMNS, SheetError, read_sheet

SETTING = Setting(1, date(2026, 11, 17), "Europe/London")


def listing() -> tuple:
    """The list of members, without asking a database what the community knows."""
    known = {"roles": frozenset({"member"}), "places": frozenset({"Mill Lane"})}
    return (replace(MEMBERS[0], setting=lambda setting: replace(setting, known=known)),)


@pytest.mark.parametrize(
    "text",
    [
        "name,email\nAna,a@x.org\n",
        "name;email\r\nAna;a@x.org\r\n",
        "name\temail\nAna\ta@x.org",
        "\ufeffname,email\nAna,a@x.org\n\n ,\n",
    ],
)
def test_any_mark_between_cells(text: str) -> None:
    sheet = read_sheet(text.encode())
    assert (sheet.headings, sheet.rows) == (("name", "email"), (("Ana", "a@x.org"),))


def test_old_spreadsheets_are_read_too() -> None:
    assert read_sheet("name,email\nJosé,\n".encode("cp1252")).rows[0][0] == "José"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"name,email\n", "no rows"),
        (b"", "no rows"),
        (b"PK\x03\x04\x00\x00", "not a list"),
        (b'name,email\n"Ana,b\n', "breaks off"),
    ],
)
def test_what_is_no_list_is_refused_whole(content: bytes, said: str) -> None:
    with pytest.raises(SheetError, match=said):
        read_sheet(content)


def test_headings_are_guessed_and_the_guess_can_be_mended() -> None:
    sheet = read_sheet(b"Full Name,E-Mail,Tel,Shoe size\nAna,a@x.org,01632 960 001,38\n")
    by = guess(sheet, "members 2026", listing())
    assert by.columns == {"name": "Full Name", "email": "E-Mail", "phone": "Tel"}
    import tomllib

    again = read_map(tomllib.loads(by.as_toml()), "other", listing())
    assert (again.columns, again.source) == (by.columns, "members 2026")


def test_headings_of_no_list() -> None:
    with pytest.raises(SheetError, match="look like no list"):
        guess(read_sheet(b"a,b\n1,2\n"), "x", listing())


@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        ({"list": "shoes"}, "must be one of members"),
        ({"list": "members", "columns": {"shoe": "Shoe"}}, "do not have"),
        ({"list": "members", "dates": "ymd"}, "dates"),
    ],
)
def test_a_map_that_is_wrong_says_where(said: dict, complaint: str) -> None:
    with pytest.raises(SheetError, match=complaint):
        read_map(said, "x", listing())


def test_good_rows_are_taken_and_bad_ones_set_aside_with_a_remedy() -> None:
    sheet = read_sheet(
        b"id,name,email,neighbourhood,skills\n1,Ana,ana@x.org,Mill Lane,bread; jam\n2,,b@x.org,,\n"
        b"3,Cy,not an address,,\n"
        b"4,Di,,Elsewhere,\n5,Ed,e@x.org\n6,Fay,,,\n"
    )
    sorted_ = sort_rows(sheet, guess(sheet, "list", listing()), SETTING)
    assert sorted_.good == (
        NewMember("Ana", "ana@x.org", "", "Mill Lane", strengths=("bread", "jam"), source_ref="list:1"),
        NewMember("Fay", source_ref="list:6"),
    )
    assert [(bad.row, bad.field) for bad in sorted_.bad] == [(3, "name"), (4, "email"), (5, "neighbourhood"), (6, "")]
    assert all(bad.reason.endswith(".") and bad.remedy.endswith(".") for bad in sorted_.bad)
    assert sorted_.bad[1].cells == ("3", "Cy", "not an address", "", "")


def test_a_row_without_a_number_is_known_by_what_it_says() -> None:
    sheet = read_sheet(b"name,email\nAna,\nAna,\nBen,\n")
    rows = sort_rows(sheet, guess(sheet, "list", listing()), SETTING)
    refs = [row.source_ref for row in rows.good]
    assert len(set(refs)) == 3
    assert refs == [row.source_ref for row in sort_rows(sheet, guess(sheet, "list", listing()), SETTING).good]
    assert rows.doubled == 1


def test_a_column_that_is_needed_or_not_there_at_all() -> None:
    sheet = read_sheet(b"e-mail,skills\na@x.org,bread\n")
    with pytest.raises(SheetError, match="No column says name"):
        sort_rows(sheet, guess(sheet, "list", listing()), SETTING)
    with pytest.raises(SheetError, match="has no column Nom"):
        sort_rows(sheet, read_map({"list": "members", "columns": {"name": "Nom"}}, "x", listing()), SETTING)


@pytest.mark.parametrize(
    ("text", "number"),
    [("", None), ("20.0", 20), ("1,000", 1000), ("1 000", 1000), ("-3", -3), ("10000000000", 10**10)],
)
def test_numbers_as_spreadsheets_write_them(text: str, number: int | None) -> None:
    assert whole_number("quantity", text) == number


@pytest.mark.parametrize("text", ["a few", "1.5", "nan", "1e999999", "inf"])
def test_what_is_no_whole_number(text: str) -> None:
    with pytest.raises(UnreadableError):
        whole_number("quantity", text)


@pytest.mark.parametrize(
    ("text", "dates", "said_on"),
    [
        ("2026-03-31", "iso", date(2026, 3, 31)),
        ("2026-03-31T23:30:00+00:00", "iso", date(2026, 4, 1)),
        ("", "iso", date(2026, 11, 17)),
        ("31.3.2026", "dmy", date(2026, 3, 31)),
        ("3/31/2026", "mdy", date(2026, 3, 31)),
    ],
)
def test_days(text: str, dates: str, said_on: date) -> None:
    assert day("said_on", text, replace(SETTING, dates=dates)) == said_on


@pytest.mark.parametrize(
    ("text", "dates"), [("3/4/2026", "iso"), ("31/2/2026", "dmy"), ("soon", "iso"), ("31/3/2026", "mdy")]
)
def test_a_day_is_never_guessed(text: str, dates: str) -> None:
    with pytest.raises(UnreadableError):
        day("said_on", text, replace(SETTING, dates=dates))


def test_names_made_for_machines_are_put_in_words() -> None:
    assert in_words("printedFaceShields") == "printed face shields"
    assert in_words("N95s") == "N95s"


def workbook(*sheets: list[list[object]]) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets):
        page = book.create_sheet(f"Sheet {number}")
        for row in rows:
            page.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def changed(content: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The same workbook with one part of it written otherwise."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.infolist():
            new.writestr(one.filename, change(old.read(one)) if one.filename == part else old.read(one))
    return kept.getvalue()


def test_a_workbook_is_read_as_its_text_would_be() -> None:
    content = workbook(
        [],
        [
            ["name", "day", "qty", "hours", "left", "at"],
            ["José", datetime.fromisoformat("2026-03-31"), 20.0, 0.1 + 0.2, True, time(1, 30)],
            [None, None],
            ["=1+1"[1:], datetime.fromisoformat("2026-03-31T09:05"), 7, timedelta(hours=26), None, None],
        ],
    )
    sheet = read_sheet(content)
    assert sheet.headings == ("name", "day", "qty", "hours", "left", "at")
    assert sheet.rows == (
        ("José", "2026-03-31", "20", "0.3", "yes", "1:30"),
        ("1+1", "2026-03-31T09:05:00", "7", "26:00", "", ""),
    )


def test_a_formula_is_what_it_last_came_to() -> None:
    content = workbook([["name", "hours"], ["Ana", "=1+1"]])
    with pytest.raises(SheetError, match="Cell B2 is a formula without a result"):
        read_sheet(content)
    part = "xl/worksheets/sheet1.xml"
    calculated = changed(content, part, lambda xml: re.sub(rb"<v\s*/>|<v></v>", b"<v>2</v>", xml))
    assert read_sheet(calculated).rows == (("Ana", "2"),)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"x" * (LARGEST_FILE + 1), "larger than 50 MB"),
        (b"\xd0\xcf\x11\xe0 old", "old kind"),
        (workbook([]), "no rows"),
        (workbook([["name"]]), "no rows"),
        (workbook([["name"], ["Ana"]])[:-300], "not a list"),
        (workbook([["name"] * (MOST_COLUMNS + 1), ["Ana"]]), "larger than a list"),
    ],
)
def test_a_workbook_that_is_no_list(content: bytes, said: str) -> None:
    with pytest.raises(SheetError, match=said):
        read_sheet(content)


def test_a_workbook_that_would_grow_too_large() -> None:
    kept = io.BytesIO()
    with (
        zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as bomb,
        bomb.open("xl/workbook.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(LARGEST_UNPACKED // 2**20 + 1):
            part.write(bytes(2**20))
    assert len(kept.getvalue()) < LARGEST_FILE
    with pytest.raises(SheetError, match="too large once unpacked"):
        read_sheet(kept.getvalue())


def test_a_workbook_with_declarations_and_another_archive() -> None:
    declared = changed(
        workbook([["name"], ["Ana"]]), "xl/worksheets/sheet1.xml", lambda xml: b"<!DOCTYPE a [<!ENTITY b 'c'>]>" + xml
    )
    with pytest.raises(SheetError, match="what no list needs"):
        read_sheet(declared)
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as other:
        other.writestr("content.xml", "<a/>")
    with pytest.raises(SheetError, match="no XLSX"):
        read_sheet(kept.getvalue())


@pytest.mark.parametrize(
    ("text", "counted_in", "many"),
    [
        ("1 h 30", "", 90),
        ("1:30", "hours", 90),
        ("45 min", "seconds", 45),
        ("1,5", "hours", 90),
        ("1.5", "hours", 90),
        ("-2", "hours", -120),
        ("90", "minutes", 90),
        ("5400.0", "seconds", 90),
        ("25:00", "", 1500),
    ],
)
def test_times_as_people_keep_them(text: str, counted_in: str, many: int) -> None:
    assert minutes("time", text, counted_in) == many


@pytest.mark.parametrize(
    ("text", "counted_in", "said"),
    [
        ("", "hours", "missing"),
        ("90", "", "does not say of what"),
        ("1,000", "hours", "could be a thousand"),
        ("1.33", "hours", "not whole minutes"),
        ("90", "seconds", "not whole minutes"),
        ("1:30", "minutes", "stands in a column of minutes"),
        ("a while", "hours", "not a number of hours"),
        ("1e5", "hours", "not a number of hours"),
    ],
)
def test_a_time_is_never_guessed(text: str, counted_in: str, said: str) -> None:
    with pytest.raises(UnreadableError, match=said):
        minutes("time", text, counted_in)


def test_a_column_says_what_its_numbers_count() -> None:
    from coproduce.community.exchange.imports import LISTINGS as EXCHANGE

    for heading, counted in (("Minutes", "minutes"), ("hours", "hours"), ("amount", "")):
        by = guess(read_sheet(f"giver,receiver,{heading},date\na,b,1,2026-01-01\n".encode()), "x", EXCHANGE)
        assert (by.listing.name, by.time) == ("contributions", counted)
    assert 'time = ""' in by.as_toml()
    with pytest.raises(SheetError, match="line “time” must be"):
        read_map({"list": "contributions", "time": "days"}, "x", EXCHANGE)
