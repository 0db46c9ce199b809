"""A file of consents that were given on paper or aloud: whose, to what, when and how; one yes a row."""

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from coproduce.interop.health.judging import identified, past
from coproduce.interop.health.said import SCOPES, Fault, FaultError, Given, Receipt
from coproduce.interop.health.tables import read_table
from coproduce.interop.sheets_reading import SheetError

COLUMNS = ("external_id", "scope", "given_at", "channel")
CHANNELS = ("spoken", "paper", "online")


@dataclass(frozen=True, slots=True)
class Consents:
    """What was said yes to, and the rows that say nothing clear."""

    given: tuple[Given, ...] = ()
    faults: tuple[Fault, ...] = ()
    ignored_columns: tuple[str, ...] = ()


def read_consents(content: bytes, received_at: datetime, time_zone: str) -> Consents:
    """The consents of a file, one yes for each person and scope; what is unclear is no yes. Never raises."""
    try:
        table = read_table(content, COLUMNS, COLUMNS)
    except SheetError as error:
        return Consents(faults=(Fault("NO_LIST", "", str(error), ""),))
    receipt = Receipt(received_at, ZoneInfo(time_zone))
    given: dict[tuple[str, str], Given] = {}
    faults = list(table.faults)
    for number, cells in table.rows:
        try:
            one = _given(cells, receipt)
        except FaultError as error:
            faults.append(replace(error.fault, row=number))
            continue
        if given.setdefault((one.external_id, one.scope), one) is not one:
            faults.append(Fault("TWICE", "scope", "An earlier row says so too.", "Keep the row that is right.", number))
    return Consents(tuple(given.values()), tuple(sorted(faults, key=lambda fault: fault.row)), table.ignored)


def _given(cells: dict[str, str], receipt: Receipt) -> Given:
    scope, channel = cells["scope"].upper(), cells["channel"].lower()
    if scope not in SCOPES:
        raise FaultError(Fault("NO_SCOPE", "scope", "This is no consent we ask for.", f"Write {', '.join(SCOPES)}."))
    if channel not in CHANNELS:
        raise FaultError(Fault("NO_CHANNEL", "channel", "It does not say how.", f"Write {', '.join(CHANNELS)}."))
    return Given(identified(cells["external_id"]), scope, past("given_at", cells["given_at"], receipt).first, channel)
