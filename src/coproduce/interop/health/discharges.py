"""The ward's daily list: one person a row, in columns that are agreed, and none for a diagnosis.

A good row is taken whatever the others are; each bad one is named with what to mend.
"""

from dataclasses import replace

from coproduce.interop.health.judging import to_discharge
from coproduce.interop.health.said import COLUMNS, Discharge, Fault, FaultError, Read, Receipt
from coproduce.interop.health.tables import read_table

NEEDED = ("external_id", "full_name", "discharge_at")
CONSENT = "consent_c1_at"


def read_list(content: bytes, receipt: Receipt) -> Read:
    """The discharges of a list. A column that is none of ours is named and never kept. Raises SheetError."""
    table = read_table(content, COLUMNS, NEEDED if receipt.consents else (*NEEDED, CONSENT))
    rows: list[Discharge] = []
    faults = list(table.faults)
    first: dict[str, int] = {}
    for number, cells in table.rows:
        made = _made(cells, number, receipt)
        key = made.external_id if isinstance(made, Discharge) else cells["external_id"]
        if key and first.setdefault(key, number) != number:
            reason = f"Row {first[key]} has this number too."
            faults.append(Fault("TWICE", "external_id", reason, "Keep the row that is right.", number))
        elif isinstance(made, Discharge):
            rows.append(made)
        else:
            faults.append(made)
    return Read(tuple(rows), tuple(sorted(faults, key=lambda fault: fault.row)), table.ignored)


def _made(cells: dict[str, str], number: int, receipt: Receipt) -> Discharge | Fault:
    try:
        return to_discharge(cells, receipt)
    except FaultError as error:
        return replace(error.fault, row=number)
