"""Whether what was said of somebody is enough for a visit: the same questions whatever it came in."""

import re
from collections.abc import Mapping
from datetime import datetime

from coproduce.interop.health.moments import Moment, moment
from coproduce.interop.health.numbers import nhs_number
from coproduce.interop.health.said import COLUMNS, NO_LETTERS, AskedTask, Discharge, Fault, FaultError, Receipt

#: What is longer is no such thing: a note that long holds more than a visit needs.
LONGEST = {
    "external_id": 60,
    "phone": 30,
    "address": 200,
    "visit_risk_notes": 300,
    "red_flag_text": 600,
    "access_needs": 200,
}
LONGEST_OTHER = 120

#: Where lines matter, they are kept.
_IN_LINES = frozenset({"visit_risk_notes", "red_flag_text"})

_A_MOMENT = "Write it like 2025-03-01 14:30, or 2025-03-01 where only the day is known."
_AN_NHS_NUMBER = re.compile(r"NHS[ :]*([\d -]+)", re.IGNORECASE)


def to_discharge(
    said: Mapping[str, str], receipt: Receipt, *, admitted: str = "", numbered: str = "", task: AskedTask | None = None
) -> Discharge:
    """The discharge these words make; `numbered` is an NHS number beside them.

    Raises FaultError, and for want of C1 before anything else about the person.
    """
    said = {field: _tidy(field, said.get(field, "")) for field in COLUMNS}
    external_id = identified(said["external_id"])
    consented_at = consented(said, receipt, numbered)
    discharged = _discharged(said["discharge_at"], admitted, receipt)
    if not said["full_name"]:
        raise FaultError(Fault("MISSING", "full_name", "The name is missing.", "Write the name as they say it."))
    consents = receipt.given(external_id, numbered)
    may_link = any(one.scope == "C5" for one in consents)
    plain = {field: text for field, text in said.items() if not field.endswith(("_id", "_at"))}
    return Discharge(
        external_id=external_id,
        discharge_at=discharged.first,
        consent_c1_at=consented_at,
        nhs_number=numbered if may_link else "",
        consents=consents,
        task=task,
        **plain,
    )


def identified(external_id: str) -> str:
    """What the hospital knows them by. A number called NHS has to be one; others are the hospital's own business.

    >>> identified("NHS 943 476 5919"), identified("W4-0017")
    ('NHS 9434765919', 'W4-0017')
    """
    if not external_id:
        raise FaultError(
            Fault("MISSING", "external_id", "The number is missing.", "Write the number the hospital knows them by.")
        )
    called = _AN_NHS_NUMBER.fullmatch(external_id)
    if called is None:
        return external_id
    if not (number := nhs_number(called[1])):
        raise FaultError(no_nhs_number("external_id"))
    return f"NHS {number}"


def no_nhs_number(field: str) -> Fault:
    """A number that is called an NHS number and is none."""
    return Fault("NO_NHS_NUMBER", field, "This is no NHS number: its last digit does not fit.", "Copy all ten digits.")


def consented(said: Mapping[str, str], receipt: Receipt, numbered: str = "") -> datetime:
    """When they said that they may be contacted: in the words themselves, or in a file of consents beside them."""
    text = said.get("consent_c1_at", "")
    beside = [one.given_at for one in receipt.given(said["external_id"], numbered) if one.scope == "C1"]
    if not text and not beside:
        raise FaultError(
            Fault("NO_CONSENT", "consent_c1_at", "Nothing says that they may be contacted.",
                  "Ask them, and write when they said yes (C1). Until then nothing about them is kept.")
        )  # fmt: skip
    return past("consent_c1_at", text, receipt).first if text else max(beside)


def _discharged(text: str, admitted: str, receipt: Receipt) -> Moment:
    if not text:
        raise FaultError(Fault("MISSING", "discharge_at", "When they go home is missing.", _A_MOMENT))
    discharged = past("discharge_at", text, receipt)
    came = past("admitted", admitted, receipt) if admitted else None
    if came and discharged.last <= came.first:
        raise FaultError(
            Fault("BEFORE_ADMISSION", "discharge_at", f"They went home {discharged} and came in {came}: not before.",
                  "Look at both times.")
        )  # fmt: skip
    return discharged


def past(field: str, text: str, receipt: Receipt) -> Moment:
    """A moment that had come when the file did."""
    said = moment(text, receipt.zone)
    if said is None:
        raise FaultError(Fault("NO_MOMENT", field, f"“{text[:40]}” is no moment of any day.", _A_MOMENT))
    if said.first > receipt.received_at:
        came = f"{receipt.received_at.astimezone(receipt.zone):%Y-%m-%d %H:%M}"
        raise FaultError(
            Fault("IN_FUTURE", field, f"It says {said}, and was received {came}: that is still to come.",
                  "Send it once it has happened.")
        )  # fmt: skip
    return said


def _tidy(field: str, text: str) -> str:
    if NO_LETTERS.search(text):
        raise FaultError(Fault("NO_TEXT", field, "It holds what is no letter.", "Type it again."))
    text = text.strip() if field in _IN_LINES else " ".join(text.split())
    longest = LONGEST.get(field, LONGEST_OTHER)
    if len(text) > longest:
        raise FaultError(
            Fault("TOO_LONG", field, f"It is longer than {longest} letters.", "Say only what a visit needs.")
        )
    return text
