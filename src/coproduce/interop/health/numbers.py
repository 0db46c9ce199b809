"""The NHS number: ten digits, the last of which proves the others."""

import re


def nhs_number(text: str) -> str:
    """The ten digits where they are an NHS number; nothing where they are not.

    Weights 10 to 2 on the first nine, their sum modulo 11 taken from 11; 11 counts as 0, 10 is never given out.

    >>> nhs_number("943 476 5919"), nhs_number("9434765918"), nhs_number("900-000-0009")
    ('9434765919', '', '9000000009')
    """
    digits = re.sub(r"[ -]", "", text)
    if not re.fullmatch(r"[0-9]{10}", digits):
        return ""
    check = 11 - sum(weight * int(digit) for weight, digit in zip(range(10, 1, -1), digits, strict=False)) % 11
    return digits if check % 11 == int(digits[9]) and check != 10 else ""
