"""Credit transfers as a bank takes them: an account's number checked, and the file of ISO 20022, pain.001.001.09.

Source: ISO 13616 (IBAN, mod 97) and the message definition of ISO 20022; the letters a bank takes everywhere are those
of the European Payments Council. Nothing is sent from here: whoever pays hands the file to their bank.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from unicodedata import combining, normalize
from xml.sax.saxutils import escape

from coproduce.core.quantity import Quantity

#: How long words may be in the file.
LONGEST_NAME, LONGEST_WORDS, LONGEST_REFERENCE = 70, 140, 35


@dataclass(frozen=True, slots=True)
class Transfer:
    """One payment: our reference, which comes back with the result, how much, to whom, which account, and what for."""

    reference: str
    amount: Quantity
    name: str
    iban: str
    words: str


@dataclass(frozen=True, slots=True)
class Order:
    """All payments out of one account on one day. The same order has the same `reference`: a bank takes it once."""

    reference: str
    made_on: date
    pay_on: date
    name: str
    iban: str
    transfers: tuple[Transfer, ...]


def is_iban(said: str) -> bool:
    """Whether this can be an account's number: letters and digits in their places, and the check digits right.

    >>> is_iban("GB82 WEST 1234 5698 7654 32"), is_iban("GB82 WEST 1234 5698 7654 23")
    (True, False)
    """
    iban = plain_iban(said)
    if not re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", iban):
        return False
    return int("".join(str(int(letter, 36)) for letter in iban[4:] + iban[:4])) % 97 == 1


def plain_iban(said: str) -> str:
    """An account's number as a machine writes it.

    >>> plain_iban(" gb82 west 1234 5698 7654 32 ")
    'GB82WEST12345698765432'
    """
    return "".join(said.split()).upper()


def letters(words: str, longest: int) -> str:
    """Words in the letters every bank takes: accents left out, any other sign a stop, and no longer than may be.

    >>> letters("Inês São João & filhos", 70), letters("李", 70)
    ('Ines Sao Joao . filhos', '.')
    """
    plain = words if words.isascii() else _without_accents(words)
    return re.sub(r"[^A-Za-z0-9/\-?:().,'+ ]", ".", " ".join(plain.split()))[:longest].strip() or "."


def _without_accents(words: str) -> str:
    return "".join(one for one in normalize("NFKD", words) if not combining(one))


def pain_001(order: Order) -> str:
    """The file. ValueError for an order without a payment, an amount that is not more than nothing, two units, or an
    account's number that cannot be one.
    """
    units = {one.amount.unit for one in order.transfers}
    if len(units) != 1:
        raise ValueError("An order is of one or more payments, all in the same money.")
    for one in order.transfers:
        if one.amount.minor <= 0:
            raise ValueError(f"{one.reference}: {one.amount} is not more than nothing.")
    for iban in (order.iban, *(one.iban for one in order.transfers)):
        if not is_iban(iban):
            raise ValueError(f"{iban} is no account’s number: its check digits do not fit.")
    return "".join(_lines(order))


def _lines(order: Order) -> Iterator[str]:
    sums = f"<NbOfTxs>{len(order.transfers)}</NbOfTxs><CtrlSum>{_sum(one.amount for one in order.transfers)}</CtrlSum>"
    reference, name = letters(order.reference, LONGEST_REFERENCE), _words("Nm", order.name, LONGEST_NAME)
    currency = order.transfers[0].amount.unit.code
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"><CstmrCdtTrfInitn>\n'
    yield f"<GrpHdr><MsgId>{reference}</MsgId><CreDtTm>{order.made_on}T00:00:00</CreDtTm>{sums}"
    yield f"<InitgPty>{name}</InitgPty></GrpHdr>\n"
    yield f"<PmtInf><PmtInfId>{reference}</PmtInfId><PmtMtd>TRF</PmtMtd>{sums}"
    if currency == "EUR":
        yield "<PmtTpInf><SvcLvl><Cd>SEPA</Cd></SvcLvl></PmtTpInf>"
    yield f"<ReqdExctnDt><Dt>{order.pay_on}</Dt></ReqdExctnDt><Dbtr>{name}</Dbtr>{_account('Dbtr', order.iban)}"
    yield "<DbtrAgt><FinInstnId><Othr><Id>NOTPROVIDED</Id></Othr></FinInstnId></DbtrAgt>"
    yield "<ChrgBr>SLEV</ChrgBr>\n" if currency == "EUR" else "\n"
    for one in order.transfers:
        yield f"<CdtTrfTxInf><PmtId><EndToEndId>{letters(one.reference, LONGEST_REFERENCE)}</EndToEndId></PmtId>"
        yield f'<Amt><InstdAmt Ccy="{currency}">{_sum([one.amount])}</InstdAmt></Amt>'
        yield f"<Cdtr>{_words('Nm', one.name, LONGEST_NAME)}</Cdtr>{_account('Cdtr', one.iban)}"
        yield f"<RmtInf>{_words('Ustrd', one.words, LONGEST_WORDS)}</RmtInf></CdtTrfTxInf>\n"
    yield "</PmtInf></CstmrCdtTrfInitn></Document>\n"


def _words(tag: str, words: str, longest: int) -> str:
    return f"<{tag}>{escape(letters(words, longest))}</{tag}>"


def _account(whose: str, iban: str) -> str:
    return f"<{whose}Acct><Id><IBAN>{plain_iban(iban)}</IBAN></Id></{whose}Acct>"


def _sum(amounts: Iterable[Quantity]) -> str:
    amounts = list(amounts)
    return in_digits(sum(one.minor for one in amounts), amounts[0].unit.minor_per_major)


def in_digits(minor: int, minor_per_major: int) -> str:
    """An amount in plain digits, whatever the language.

    >>> in_digits(80_005, 100), in_digits(7, 1)
    ('800.05', '7')
    """
    whole, rest = divmod(minor, minor_per_major)
    places = len(str(minor_per_major)) - 1
    return f"{whole}.{rest:0{places}d}" if places else str(whole)
