"""Numbers as people write them. PURE."""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction

MOST_DIGITS = 30

_DECIMAL = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_GROUPED_COMMA = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]+)?")  # 1.234,5
_GROUPED_POINT = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")  # 1,234.5
_PLAIN = re.compile(r"[0-9]+(?:[.,][0-9]+)?|[.,][0-9]+")
_SPLIT = re.compile(r"([+-]?)\s*((?:[0-9][0-9.,\s]*|[.,][0-9]+))(.*)", re.S)


def is_decimal(text: object) -> bool:
    """Whether it is a decimal as bodies hold them: a point, no grouping, no exponent, not too long."""
    return isinstance(text, str) and len(text) <= MOST_DIGITS and bool(_DECIMAL.fullmatch(text))


def comma(decimal: str) -> str:
    """A body's decimal with a comma, as people here read it."""
    return decimal.replace(".", ",")


def read_numbers(text: str) -> tuple[list[Fraction], str]:
    """What numbers a written one may be, the Vietnamese reading first, and what is written after it (a unit).

    “3,14” and “3.14” are one number; “1.234” is 1234 first, and also 1.234; “1.234,5” and
    “1,234.5” are one; spaces between digits don't count. No number at all: an empty list.
    """
    plain = unicodedata.normalize("NFC", text).strip().replace("\u2212", "-").replace("–", "-")
    found = _SPLIT.fullmatch(plain)
    if not found or len(plain) > 10 * MOST_DIGITS:
        return [], ""
    sign, digits, rest = found.groups()
    digits = "".join(digits.split()).rstrip(".,")  # “5.” ends a sentence
    if len(digits) > MOST_DIGITS:
        return [], ""
    readings = []
    if _GROUPED_COMMA.fullmatch(digits):
        readings.append(digits.replace(".", "").replace(",", "."))
    if _PLAIN.fullmatch(digits):
        readings.append(digits.replace(",", "."))
    if _GROUPED_POINT.fullmatch(digits):
        readings.append(digits.replace(",", ""))
    numbers = dict.fromkeys(Fraction(f"{sign}{reading}") for reading in readings)
    return list(numbers), rest.strip()


def decimal_of(text: str) -> str:
    """A written number as bodies hold it: “1.234,50” is "1234.50". What is no number, or has a unit, stays as it is.

    A lone point is the decimal point here (“1.234” is a little more than one): authors copy numbers from
    spreadsheets.
    """
    plain = "".join(text.split()).replace("\u2212", "-").removeprefix("+")
    sign, digits = ("-", plain[1:]) if plain.startswith("-") else ("", plain)
    if _GROUPED_COMMA.fullmatch(digits) and (digits.count(".") > 1 or "," in digits):
        return sign + digits.replace(".", "").replace(",", ".")
    if _PLAIN.fullmatch(digits):
        whole = digits.replace(",", ".")
        return f"{sign}{'0' if whole.startswith('.') else ''}{whole}"
    if _GROUPED_POINT.fullmatch(digits):
        return sign + digits.replace(",", "")
    return text
