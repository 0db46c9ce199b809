"""The one way in: whatever a hospital sends, read into discharges, faults, and what was left out."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from coproduce.interop.health.discharges import read_list
from coproduce.interop.health.fhir import read_bundle
from coproduce.interop.health.said import Fault, Given, Read, Receipt
from coproduce.interop.sheets_reading import SheetError

_BLANK = b"\xef\xbb\xbf \t\r\n"


def read_discharges(
    content: bytes, name: str, received_at: datetime, time_zone: str, consents: Iterable[Given] = ()
) -> Read:
    """A list (CSV, XLSX) or a FHIR R4 bundle, told apart by how it begins or what the file is called. Never raises.

    `consents` come from a file beside it (`read_consents`), for those whom neither list nor bundle lets speak.
    """
    by_whom: dict[str, tuple[Given, ...]] = {}
    for one in consents:
        by_whom[one.external_id] = (*by_whom.get(one.external_id, ()), one)
    receipt = Receipt(received_at, ZoneInfo(time_zone), by_whom)
    if name.lower().endswith(".json") or content[:100].lstrip(_BLANK).startswith(b"{"):
        return read_bundle(content, receipt)
    try:
        return read_list(content, receipt)
    except SheetError as error:
        return Read(faults=(Fault("NO_LIST", "", str(error), ""),))
