"""Reads plain tables (of a TOML file or a JSON column) key by key and keeps what is wrong with them. PURE."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import get_close_matches
from fractions import Fraction
from typing import Any, TypeVar, cast

from contest.kernel.messages import N_, Message, message
from contest.kernel.vietnamese import clean
from contest.organising.problems import Level, Path, Problem

T = TypeVar("T")
Word = TypeVar("Word", bound=str)

_RATIO = re.compile(r"-?\d+/0*[1-9]\d*", re.ASCII)
_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)", re.ASCII)


def decimal(value: object) -> Decimal | None:
    """`value` as an exact number: an int, a Decimal, or a text with a point or a comma; None for all else.

    Up to 15 digits before the mark and 20 behind it (other programs write 7.1000000000000005): more is a slip.
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        text = value.strip().replace("\N{MINUS SIGN}", "-")
        number = Decimal(text.replace(",", ".")) if _NUMBER.fullmatch(text) else None
    elif isinstance(value, int | Decimal):
        number = Decimal(value)
    else:
        return None
    if number is None or not number.is_finite() or abs(number) >= 10**15:
        return None
    return number if int(number.as_tuple().exponent) >= -20 else None


def exact(value: object) -> Decimal | Fraction | None:
    """As `decimal`, and a text like `1/3` too: a question answered in part may bring such points."""
    if isinstance(value, str) and _RATIO.fullmatch(value.strip()):
        over, under = value.split("/")
        return Fraction(int(over), int(under))
    return decimal(value)


def is_multiple(number: Decimal, of: Decimal) -> bool:
    """Whether `number` is a whole multiple; exact, however many digits."""
    return (Fraction(number) / Fraction(of)).denominator == 1


def shortest(number: Decimal) -> str:
    """The plain text of a number without idle zeros: `2`, `0.5`, `1200`."""
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


@dataclass
class Table:
    """One plain table being read. Every read names its key; `rest` gives what nobody asked for."""

    plain: Mapping[str, Any]
    path: Path = ()
    problems: list[Problem] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def complain(self, text: Message, key: str | int | None = None, level: Level = "error") -> None:
        """Remember what is wrong with `key`, or with the table."""
        path = self.path if key is None else (*self.path, key)
        self.problems.append(Problem(text, level, path=path))

    def get(self, key: str) -> Any:
        """The raw value of `key`; None where there is none."""
        self.seen.add(key)
        return self.plain.get(key)

    def text(self, key: str, default: str = "", required: bool = False) -> str:
        """A text in normal form. A number is taken for its text."""
        value = self.get(key)
        if isinstance(value, int | Decimal) and not isinstance(value, bool):
            value = str(value)
        if value is not None and not isinstance(value, str):
            self.complain(message(N_("“%(key)s” phải là chữ."), key=key), key, "fatal")
            return default
        text = clean(value or "")
        if not text and required:
            self.complain(message(N_("Thiếu “%(key)s”."), key=key), key, "fatal")
        return text or default

    def choice(self, key: str, options: Sequence[Word], default: Word | None) -> Word:
        """One of `options`. `default` None: it has to be there."""
        value = cast(Word, self.text(key, default or "", required=default is None))
        if value and value not in options:
            self.complain(
                message(
                    N_("“%(key)s” không thể là “%(value)s”; hãy chọn một trong: %(options)s."),
                    key=key, value=value, options=", ".join(options),
                ),
                key,
                "fatal",
            )  # fmt: skip
            return default or options[0]
        return value or options[0]

    def flag(self, key: str, default: bool) -> bool:
        """true or false."""
        value = self.get(key)
        if value is None:
            return default
        if not isinstance(value, bool):
            self.complain(message(N_("“%(key)s” phải là true hoặc false."), key=key), key, "fatal")
            return default
        return value

    def number(self, key: str, default: T, required: bool = False) -> Decimal | T:
        """An exact number."""
        value = self.get(key)
        if value is None or value == "":
            if required:
                self.complain(message(N_("Thiếu “%(key)s”."), key=key), key, "fatal")
            return default
        number = decimal(value)
        if number is None:
            self.complain(
                message(N_("“%(key)s” phải là số, không phải “%(value)s”."), key=key, value=value),
                key,
                "fatal",
            )
            return default
        return number

    def count(
        self, key: str, default: T, least: int = 0, most: int = 10**9, required: bool = False
    ) -> int | T:
        """A whole number from `least` to `most`."""
        number: Decimal | None = self.number(key, None, required)
        if number is None:
            return default
        if not least <= number <= most or number % 1:
            text = message(
                N_("“%(key)s” phải là số nguyên từ %(least)s đến %(most)s."), key=key, least=least, most=most
            )
            self.complain(text, key, "fatal")
            return default
        return int(number)

    def table(self, key: str, read: Callable[[Table], T]) -> T | None:
        """The table under `key`, read by `read`; None where there is none."""
        value = self.get(key)
        if value is None:
            return None
        if not isinstance(value, Mapping):
            self.complain(message(N_("“%(key)s” phải là một bảng { … }."), key=key), key, "fatal")
            return None
        return read(Table(value, (*self.path, key), self.problems))

    def tables(self, key: str, read: Callable[[Table], T]) -> tuple[T, ...]:
        """The list of tables under `key`, each read by `read`."""
        value = self.get(key)
        if value is None:
            return ()
        if not isinstance(value, list | tuple) or not all(isinstance(one, Mapping) for one in value):
            self.complain(
                message(N_("“%(key)s” phải là danh sách các bảng [{ … }, …]."), key=key), key, "fatal"
            )
            return ()
        return tuple(read(Table(one, (*self.path, key, at), self.problems)) for at, one in enumerate(value))

    def texts(self, key: str, read: Callable[[str], T | Message]) -> tuple[T, ...]:
        """The list of texts under `key`, each read by `read`, which returns a Message where it can't."""
        value = self.get(key)
        if value is None:
            return ()
        if isinstance(value, str):
            value = [value]
        if not isinstance(value, list | tuple) or not all(isinstance(one, str) for one in value):
            self.complain(message(N_("“%(key)s” phải là danh sách chữ."), key=key), key, "fatal")
            return ()
        found: list[T] = []
        for text in value:
            one = read(text)
            if isinstance(one, Message):
                self.complain(one, key, "fatal")
            else:
                found.append(one)
        return tuple(found)

    def rest(self) -> dict[str, Any]:
        """The keys that the format doesn't know, kept as they are, each with a warning."""
        unknown = {key: value for key, value in self.plain.items() if key not in self.seen}
        for key in unknown:
            near = get_close_matches(key, sorted(self.seen - unknown.keys()), 1)
            text = (
                message(
                    N_("Không hiểu “%(key)s”, sẽ bỏ qua. Ý đồng chí là “%(near)s”?"), key=key, near=near[0]
                )
                if near
                else message(N_("Không hiểu “%(key)s”, sẽ bỏ qua."), key=key)
            )
            self.complain(text, key, "warning")
        return unknown
