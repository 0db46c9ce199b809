"""The ward's list: good rows are taken, each bad one is named, and what is none of our columns is never kept."""

import io
from datetime import UTC, datetime

import pytest
from openpyxl import Workbook

from coproduce.interop.health.consents import read_consents
from coproduce.interop.health.discharges import CONSENT, NEEDED
from coproduce.interop.health.numbers import nhs_number
from coproduce.interop.health.reading import read_discharges
from coproduce.interop.health.said import COLUMNS, Discharge, Fault, Given, Read

RECEIVED = datetime(2025, 7, 1, 12, tzinfo=UTC)
ZONE = "Europe/London"

ANN = {
    "external_id": "W4-17",
    "full_name": "Ann  Doe",
    "preferred_name": "Annie",
    "phone": "020 7123 4567",
    "address": "12 High St",
    "postcode": "SE6 4JH",
    "language": "Irish",
    "access_needs": "hard of hearing",
    "discharge_at": "2025-07-01 09:30",
    "ward": "Ward 4",
    "visit_risk_notes": "Steep stairs.",
    "red_flag_text": "Ring the ward if the wound is hot.",
    "next_of_kin": "Joe Doe, 020 7000 0000",
    "consent_c1_at": "2025-06-30",
}


def rows(*changes: dict[str, str], mark: str = ",", columns: tuple[str, ...] = COLUMNS) -> bytes:
    """A list with one row of Ann's for each of these changes."""
    lines = [mark.join(columns)]
    for number, change in enumerate(changes):
        row = {**ANN, "external_id": f"W4-{number}", **change}
        lines.append(mark.join(f'"{row.get(column, "")}"' for column in columns))
    return "\r\n".join(lines).encode()


def read(content: bytes, *consents: Given) -> Read:
    return read_discharges(content, "list.csv", RECEIVED, ZONE, consents)


def refused(**change: str) -> Fault:
    """The fault of one bad row between two good ones, which are taken."""
    found = read(rows({}, change, {}))
    assert (len(found.rows), len(found.faults)) == (2, 1), found
    assert found.faults[0].row == 3
    return found.faults[0]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("mark_of_order", [b"", b"\xef\xbb\xbf"])
def test_a_row_becomes_a_discharge(mark: str, mark_of_order: bytes) -> None:
    """Times without a zone are those of the place: half past nine in a London summer is 8:30 elsewhere."""
    found = read(mark_of_order + rows({}, mark=mark))
    assert not found.faults
    assert not found.ignored_columns
    assert found.rows == (
        Discharge(
            external_id="W4-0",
            full_name="Ann Doe",
            preferred_name="Annie",
            phone="020 7123 4567",
            address="12 High St",
            postcode="SE6 4JH",
            language="Irish",
            access_needs="hard of hearing",
            discharge_at=datetime(2025, 7, 1, 8, 30, tzinfo=UTC),
            ward="Ward 4",
            visit_risk_notes="Steep stairs.",
            red_flag_text="Ring the ward if the wound is hot.",
            next_of_kin="Joe Doe, 020 7000 0000",
            consent_c1_at=datetime(2025, 6, 29, 23, tzinfo=UTC),
        ),
    )


def test_a_workbook_too() -> None:
    book = Workbook()
    assert book.active
    book.active.append([one.replace("_", " ").title() for one in COLUMNS])
    book.active.append([datetime(2025, 7, 1, 9, 30) if one == "discharge_at" else ANN[one] for one in COLUMNS])  # noqa: DTZ001
    book.save(content := io.BytesIO())
    assert read(content.getvalue()).rows[0].discharge_at == datetime(2025, 7, 1, 8, 30, tzinfo=UTC)


def test_a_column_of_a_diagnosis_is_named_and_never_kept() -> None:
    for columns in ((*COLUMNS, "Diagnosis", ""), ("", "Diagnosis", *COLUMNS)):
        found = read(rows({"Diagnosis": "gallstones"}, columns=columns))
        assert sorted(found.ignored_columns)[0] == "Diagnosis"
        assert len(found.ignored_columns) == 2
        assert "gallstones" not in repr(found)
        assert found.rows[0].full_name == "Ann Doe"


def test_as_long_as_may_be() -> None:
    found = read(rows({"visit_risk_notes": "x" * 300, "discharge_at": "2025-07-01T12:00:00Z"}))
    assert (len(found.rows[0].visit_risk_notes), found.rows[0].discharge_at) == (300, RECEIVED)


def test_a_short_list_will_do() -> None:
    found = read(rows({}, columns=(*NEEDED, CONSENT)))
    assert (found.rows[0].phone, found.faults) == ("", ())


@pytest.mark.parametrize("missing", [*NEEDED, CONSENT])
def test_a_column_no_row_can_do_without(missing: str) -> None:
    found = read(rows({}, columns=tuple(one for one in COLUMNS if one != missing)))
    assert found.rows == ()
    assert [(one.code, one.field, one.row) for one in found.faults] == [("NO_COLUMN", missing, 1)]


def test_two_columns_of_one_name() -> None:
    found = read(rows({}, columns=(*COLUMNS, "ward")))
    assert (found.rows, found.faults[0].code, found.faults[0].field) == ((), "COLUMN_TWICE", "ward")


@pytest.mark.parametrize(
    ("field", "text", "code"),
    [
        ("consent_c1_at", "", "NO_CONSENT"),
        ("consent_c1_at", "yes", "NO_MOMENT"),
        ("consent_c1_at", "2025-07-02", "IN_FUTURE"),
        ("external_id", "", "MISSING"),
        ("external_id", "NHS 943 476 5918", "NO_NHS_NUMBER"),
        ("full_name", " ", "MISSING"),
        ("discharge_at", "", "MISSING"),
        ("discharge_at", "1/7/2025", "NO_MOMENT"),
        ("discharge_at", "2025-07-32", "NO_MOMENT"),
        ("discharge_at", "20250701", "NO_MOMENT"),
        ("discharge_at", "0001-01-01", "NO_MOMENT"),
        ("discharge_at", "2025-07-01 13:01", "IN_FUTURE"),
        ("discharge_at", "2025-07-02", "IN_FUTURE"),
        ("visit_risk_notes", "x" * 301, "TOO_LONG"),
        ("phone", "0\x07", "NO_TEXT"),
    ],
)  # fmt: skip
def test_a_bad_row_never_stops_the_others(field: str, text: str, code: str) -> None:
    fault = refused(**{field: text})
    assert (fault.code, fault.field) == (code, field)
    assert fault.remedy
    assert "Ann" not in repr(fault)


def test_both_times_are_named() -> None:
    assert refused(discharge_at="2025-07-01 13:01").reason == (
        "It says 2025-07-01 13:01, and was received 2025-07-01 13:00: that is still to come."
    )
    assert "It says 2025-07-02, and" in refused(discharge_at="2025-07-02").reason


def test_a_day_alone_is_taken_from_its_beginning() -> None:
    """Clocks run early rather than late; the day of receipt itself has begun."""
    found = read(rows({"discharge_at": "2025-07-01"}))
    assert found.rows[0].discharge_at == datetime(2025, 6, 30, 23, tzinfo=UTC)


def test_a_row_with_other_cells_than_the_heading() -> None:
    found = read(rows({}, {}) + b"\r\nW9,Ben")
    assert (len(found.rows), [(one.code, one.row) for one in found.faults]) == (2, [("CELLS", 4)])


def test_a_number_that_stands_twice() -> None:
    """The first row counts, good or bad: which of two that differ is right is for a person to say."""
    found = read(rows({"external_id": "A"}, {"external_id": "A"}, {"external_id": "NHS 9000000009"},
                      {"external_id": "nhs 900 000 0009"}, {"external_id": "B", "consent_c1_at": ""},
                      {"external_id": "B"}))  # fmt: skip
    assert [one.external_id for one in found.rows] == ["A", "NHS 9000000009"]
    assert [(one.code, one.row) for one in found.faults] == [
        ("TWICE", 3), ("TWICE", 5), ("NO_CONSENT", 6), ("TWICE", 7),
    ]  # fmt: skip
    assert found.faults[0].reason == "Row 2 has this number too."


@pytest.mark.parametrize("content", [b"", b"hello", b"\x00\x01", b'a,b\n"c', b"PK\x03\x04", b"external_id\n"])
def test_what_is_no_list(content: bytes) -> None:
    found = read(content)
    assert (found.rows, found.faults[0].code, found.faults[0].row) == ((), "NO_LIST", 0)


def test_nhs_numbers() -> None:
    assert [bool(nhs_number(text)) for text in ("9434765919", "9434765918", "9000000009")] == [True, False, True]
    assert not any(nhs_number(text) for text in ("", "943476591", "94347659190", "943476591x", "٩٤٣٤٧٦٥٩١٩"))
    assert not any(nhs_number(f"900000005{last}") for last in range(10))  # a check of ten is never given out
    assert [last for last in range(10) if nhs_number(f"900000013{last}")] == [0]  # one of eleven is written as nought


def test_consents_from_a_file_beside_the_list() -> None:
    found = read_consents(
        b"External ID;Scope;Given at;Channel;Illness\n"
        b"W4-0;c1;2025-06-30 10:00;Spoken;x\n"
        b"W4-0;C2;2025-06-30 10:00;paper;x\n"
        b"W4-0;C2;2025-06-30 11:00;paper;x\n"
        b"W4-1;C9;2025-06-30;paper;x\n"
        b"W4-1;C1;2025-06-30;pigeon;x\n"
        b"W4-1;C1;2025-07-30;paper;x\n"
        b"W4-1;C1;;paper;x\n"
        b";C1;2025-06-30;paper;x\n",
        RECEIVED,
        ZONE,
    )
    at = datetime(2025, 6, 30, 9, tzinfo=UTC)
    assert found.given == (Given("W4-0", "C1", at, "spoken"), Given("W4-0", "C2", at, "paper"))
    assert [(one.code, one.field, one.row) for one in found.faults] == [
        ("TWICE", "scope", 4),
        ("NO_SCOPE", "scope", 5),
        ("NO_CHANNEL", "channel", 6),
        ("IN_FUTURE", "given_at", 7),
        ("NO_MOMENT", "given_at", 8),
        ("MISSING", "external_id", 9),
    ]
    assert found.ignored_columns == ("Illness",)
    without = tuple(one for one in COLUMNS if one != CONSENT)
    taken = read(rows({}, {}, columns=without), *found.given)
    assert [(one.external_id, one.consent_c1_at, one.consents) for one in taken.rows] == [("W4-0", at, found.given)]
    assert [(one.code, one.row) for one in taken.faults] == [("NO_CONSENT", 3)]


@pytest.mark.parametrize(("content", "code"), [(b"", "NO_LIST"), (b"external_id,scope\nA,C1", "NO_COLUMN")])
def test_what_is_no_file_of_consents(content: bytes, code: str) -> None:
    found = read_consents(content, RECEIVED, ZONE)
    assert (found.given, found.faults[0].code) == ((), code)
