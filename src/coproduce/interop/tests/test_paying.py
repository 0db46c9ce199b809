"""Credit transfers: account numbers, the letters a bank takes, and the file as the standard has it."""

from dataclasses import replace
from datetime import date
from importlib.resources import files
from io import BytesIO
from xml.etree import ElementTree

import pytest
from hypothesis import given, strategies as st

from coproduce.core.quantity import HOURS, unit_of_money
from coproduce.interop.paying import Order, Transfer, in_digits, is_iban, letters, pain_001

EUR, BRL = unit_of_money("EUR"), unit_of_money("BRL")
SCHOOL, ANA, BEN = "GB82WEST12345698765432", "BR1800360305000010009795493C1", "DE89370400440532013000"
ORDER = Order(
    "4f1c" * 8, date(2026, 11, 3), date(2026, 11, 5), "Wenbrook <families>", SCHOOL,
    (
        Transfer("a" * 32, EUR(80_000), "Inês & João", BEN, "Stipend 2026-11"),
        Transfer("b" * 32, EUR(5), "N" * 90, ANA, "Stipend 2026-11"),
    ),
)  # fmt: skip
NAMES = {"p": "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"}


@pytest.mark.parametrize("iban", [SCHOOL, ANA, BEN, "NO9386011117947", "MT84 MALT 0110 0001 2345 MTLC AST0 01S"])
def test_numbers_that_can_be_an_account(iban: str) -> None:
    assert is_iban(iban)
    assert is_iban(f" {iban.lower()} ")


@given(st.sampled_from([SCHOOL, ANA, BEN]), st.integers(4, 20), st.sampled_from("0123456789"))
def test_one_digit_that_is_wrong_is_seen(iban: str, place: int, digit: str) -> None:
    assert is_iban(iban[:place] + digit + iban[place + 1 :]) == (iban[place] == digit)


@pytest.mark.parametrize("said", ["", "GB82", "82GBWEST12345698765432", "GB82WEST1234569876543é", "+441632960001"])
def test_what_is_no_account(said: str) -> None:
    assert not is_iban(said)


def test_the_file_says_how_many_how_much_and_to_whom() -> None:
    whole = ElementTree.fromstring(pain_001(ORDER))  # noqa: S314 - we have just written it
    found = {tag: [one.text for one in whole.iter(f"{{{NAMES['p']}}}{tag}")] for tag in
             ("NbOfTxs", "CtrlSum", "InstdAmt", "EndToEndId", "Nm", "IBAN", "MsgId", "Dt")}  # fmt: skip
    assert found == {
        "NbOfTxs": ["2", "2"], "CtrlSum": ["800.05", "800.05"], "InstdAmt": ["800.00", "0.05"],
        "EndToEndId": ["a" * 32, "b" * 32], "Nm": ["Wenbrook .families."] * 2 + ["Ines . Joao", "N" * 70],
        "IBAN": [SCHOOL, BEN, ANA], "MsgId": ["4f1c" * 8], "Dt": ["2026-11-05"],
    }  # fmt: skip
    assert pain_001(ORDER) == pain_001(ORDER)


def test_only_euros_are_called_sepa() -> None:
    reais = replace(ORDER, transfers=(replace(ORDER.transfers[0], amount=BRL(100)),))
    assert ("SEPA" in pain_001(ORDER), "SEPA" in pain_001(reais), 'Ccy="BRL"' in pain_001(reais)) == (True, False, True)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"transfers": ()}, "one or more"),
        ({"transfers": (replace(ORDER.transfers[0], amount=BRL(1)), ORDER.transfers[1])}, "same money"),
        ({"transfers": (replace(ORDER.transfers[0], amount=EUR(0)),)}, "not more than nothing"),
        ({"transfers": (replace(ORDER.transfers[0], iban="GB82WEST12345698765423"),)}, "check digits"),
        ({"iban": "12345"}, "check digits"),
    ],
)
def test_what_is_no_order_is_not_written(change: dict[str, object], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        pain_001(replace(ORDER, **change))  # type: ignore[arg-type]


@given(st.text(max_size=80))
def test_any_name_can_be_written(name: str) -> None:
    order = replace(ORDER, name=name)
    ElementTree.fromstring(pain_001(order))  # noqa: S314 - as above
    assert 1 <= len(letters(name, 70)) <= 70


def test_amounts_in_digits() -> None:
    assert [in_digits(7, 100), in_digits(123_456, 1000), in_digits(HOURS(90).minor, 1)] == ["0.07", "123.456", "90"]


@pytest.mark.parametrize("order", [ORDER, replace(ORDER, name="李", transfers=ORDER.transfers[:1])])
def test_the_schema_of_the_standard_takes_it(order: Order) -> None:
    """By the schema that comes with `sepaxml`, where that is installed."""
    etree, sepaxml = pytest.importorskip("lxml.etree"), pytest.importorskip("sepaxml")
    printed = files(sepaxml).joinpath("schemas", "pain.001.001.09.xsd").read_bytes()
    schema = etree.XMLSchema(etree.fromstring(printed))
    schema.assertValid(etree.parse(BytesIO(pain_001(order).encode())))
    assert not schema.validate(etree.parse(BytesIO(pain_001(order).replace("TRF", "").encode())))
