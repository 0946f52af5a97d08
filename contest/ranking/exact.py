"""Columns of exact numbers: whole numerators over one common denominator. PURE, never a float.

Numerators are int64 where every intermediate result fits, else Python integers (NumPy's object type).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import gcd, lcm
from typing import Any, Literal, TypeAlias

import numpy as np
import numpy.typing as npt

Ints: TypeAlias = npt.NDArray[Any]
Mode = Literal["half_up", "half_even"]

_LIMIT = 2**62


def _largest(values: Ints) -> int:
    if not len(values):
        return 0
    return max(abs(int(values.max())), abs(int(values.min())))


def times(values: Ints, factor: int) -> Ints:
    """values * factor, in Python integers where int64 could overflow."""
    if factor == 1:
        return values
    if values.dtype != object and max(_largest(values), 1) * abs(factor) >= _LIMIT:
        values = values.astype(object)
    return values * factor


@dataclass(frozen=True)
class Exact:
    """num / den, element by element; den > 0."""

    num: Ints
    den: int = 1

    def __len__(self) -> int:
        return len(self.num)

    def __getitem__(self, index: Any) -> Exact:
        return Exact(self.num[index], self.den)

    def __add__(self, other: Exact) -> Exact:
        den = lcm(self.den, other.den)
        left, right = times(self.num, den // self.den), times(other.num, den // other.den)
        if _largest(left) + _largest(right) >= _LIMIT:
            left = left.astype(object)
        return Exact(left + right, den)

    def __neg__(self) -> Exact:
        return Exact(-self.num, self.den)

    def scaled(self, factor: Fraction | Decimal | int) -> Exact:
        """Every number * factor."""
        exact = Fraction(factor)
        common = gcd(self.den, exact.numerator) or 1
        return Exact(times(self.num, exact.numerator // common), self.den // common * exact.denominator)

    def divided(self, counts: Ints) -> Exact:
        """Every number ÷ its count (each at least 1)."""
        if not len(counts):
            return self
        sizes = np.unique(counts)
        common = lcm(*(int(size) for size in sizes))
        if len(sizes) == 1:
            return Exact(self.num, self.den * common)
        factors = common // counts
        num = self.num
        if num.dtype != object and _largest(num) * common >= _LIMIT:
            num, factors = num.astype(object), factors.astype(object)
        return Exact(num * factors, self.den * common)

    def rounded(self, places: int | None, mode: Mode = "half_up") -> Exact:
        """To `places` decimals: a half goes away from zero ("half_up") or to the even neighbour ("half_even")."""
        if places is None:
            return self
        scale: int = 10**places
        common = gcd(scale, self.den)
        factor, divisor = scale // common, self.den // common
        num = times(self.num, factor)
        if divisor == 1:
            return Exact(num, scale)
        if num.dtype != object and 2 * _largest(num) + divisor >= _LIMIT:
            num = num.astype(object)
        size = abs(num)
        if mode == "half_up":
            whole = (2 * size + divisor) // (2 * divisor)
        else:
            whole = size // divisor
            rest = 2 * (size - whole * divisor)
            whole = whole + ((rest > divisor) | ((rest == divisor) & (whole % 2 == 1)))
        return Exact(np.where(num < 0, -whole, whole), scale)

    def fraction(self, at: int) -> Fraction:
        """One number."""
        return Fraction(int(self.num[at]), self.den)


def zeros(size: int) -> Exact:
    """`size` zeros."""
    return Exact(np.zeros(size, dtype=np.int64))


def exact_of(numbers: Iterable[Decimal | Fraction | None]) -> Exact:
    """Numbers over their smallest common denominator; None becomes 0."""
    ratios = [(0, 1) if number is None else number.as_integer_ratio() for number in numbers]
    den = lcm(*{ratio[1] for ratio in ratios}) if ratios else 1
    values = [num * (den // own) for num, own in ratios]
    small = all(-_LIMIT < value < _LIMIT for value in values)
    return Exact(np.array(values, dtype=np.int64 if small else object), den)


def spread(values: Exact, at: Ints, size: int) -> Exact:
    """`values` put at the places `at` of a column of `size`, zeros elsewhere."""
    num = np.zeros(size, dtype=values.num.dtype)
    num[at] = values.num
    return Exact(num, values.den)


def order_of(values: Ints, groups: Ints) -> Ints:
    """The order that sorts by group, then by value; equal ones stay in their order."""
    by_value = np.argsort(values, kind="stable")
    return by_value[np.argsort(groups[by_value], kind="stable")]


def starts_of(groups: Ints) -> Ints:
    """Where each run of equal values begins in a sorted array."""
    if not len(groups):
        return np.zeros(0, dtype=np.int64)
    return np.flatnonzero(np.concatenate(([True], groups[1:] != groups[:-1])))


def sums(values: Ints, starts: Ints) -> Ints:
    """The sum of each run."""
    if not len(starts):
        return values[:0]
    if values.dtype != object and _largest(values) * len(values) >= _LIMIT:
        values = values.astype(object)
    return np.add.reduceat(values, starts)


def shown(value: Fraction, places: int | None, longest: int = 6) -> str:
    """A number with a point: exactly `places` decimals; without `places` as long as it is, at most `longest`.

    The number has been rounded where the rules say; a longer one without `places` is shown rounded half up.
    """
    if places is not None:
        return _fixed(value.numerator, value.denominator, places)
    den, places = value.denominator, 0
    while places < longest and 10**places % den:
        places += 1
    return _fixed(value.numerator, den, places).rstrip("0").rstrip(".") if places else str(value.numerator)


def all_shown(values: Exact, places: int | None) -> list[str]:
    """`shown` for a column; each distinct number is written once."""
    numbers, at = np.unique(values.num, return_inverse=True)
    if places is None:
        texts = [shown(Fraction(int(number), values.den), None) for number in numbers.tolist()]
    else:
        texts = [_fixed(number, values.den, places) for number in numbers.tolist()]
    return [texts[one] for one in at.tolist()]


def _fixed(num: int, den: int, places: int) -> str:
    scale = 10**places
    whole = (2 * abs(num) * scale + den) // (2 * den)
    sign = "-" if num < 0 and whole else ""
    head, tail = divmod(whole, scale)
    return f"{sign}{head}.{tail:0{places}}" if places else f"{sign}{head}"
