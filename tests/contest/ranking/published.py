"""Published data sets and what was published about them: facts, with where they stand.

`LSAT6`, `LSAT7`: the answers of 1,000 people to five questions of the Law School Admission Test, sections 6 and 7, as
frequencies of the 32 patterns 00000, 00001, …, 11111: R. D. Bock and M. Lieberman, "Fitting a response model for n
dichotomously scored items", *Psychometrika* 35 (1970), 179-197 (R: psych `bock.table`). The statistics are what the R
package mirt prints for them (`itemstats`, reference pages of LSAT6 and of mirt); ltm gives the same alpha of section 6.

`RATINGS`: six targets rated by four judges, P. E. Shrout and J. L. Fleiss (1979), table 2, with the coefficients of
their table 4.

`WORKSHEET`: ten people, ten questions, their upper and lower five, with facility and index of discrimination of each
question as printed on an item analysis worksheet for teachers (studylib.net/doc/25270846).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from contest.ranking.item_statistics import Choices, Floats, Responses


@dataclass(frozen=True)
class Published:
    """A table people x questions of 0 and 1, and what was published: to three places."""

    scores: Floats
    right: list[int]
    facility: list[float]
    uncorrected: list[float]
    corrected: list[float]
    mean: float
    deviation: float
    alpha: float
    error: float


def _patterns(frequencies: str) -> Floats:
    counts = [int(count) for count in frequencies.split()]
    patterns = np.array([[int(bit) for bit in f"{number:05b}"] for number in range(32)], dtype=np.float64)
    return np.repeat(patterns, counts, axis=0)


LSAT6 = Published(
    _patterns("3 6 2 11 1 1 3 4 1 8 0 16 0 3 2 15 10 29 14 81 3 28 15 80 16 56 21 173 11 61 28 298"),
    right=[924, 709, 553, 763, 870],
    facility=[0.924, 0.709, 0.553, 0.763, 0.870],
    uncorrected=[0.362, 0.567, 0.618, 0.534, 0.435],
    corrected=[0.113, 0.153, 0.173, 0.144, 0.122],
    mean=3.819,
    deviation=1.035,
    alpha=0.295,
    error=0.869,
)
LSAT7 = Published(
    _patterns("12 19 1 7 3 19 3 17 10 5 3 7 7 23 8 28 7 39 11 34 14 51 15 90 6 25 7 35 18 136 32 308"),
    right=[828, 658, 772, 606, 843],
    facility=[0.828, 0.658, 0.772, 0.606, 0.843],
    uncorrected=[0.530, 0.600, 0.611, 0.592, 0.461],
    corrected=[0.246, 0.247, 0.313, 0.223, 0.175],
    mean=3.707,
    deviation=1.199,
    alpha=0.453,
    error=0.886,
)

RATINGS = np.array(
    [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], dtype=np.float64
)
ICC_1_4, ICC_3_4 = 0.44, 0.91

_ROWS = (
    "1111111111", "1111111101", "1101111100", "0111110101", "1110111001",
    "1110110100", "0110110101", "0111001010", "1110100001", "0100010010",
)  # fmt: skip
WORKSHEET = np.array([[int(bit) for bit in row] for row in _ROWS], dtype=np.float64)
WORKSHEET_FACILITY = [0.6, 1.0, 0.8, 0.5, 0.8, 0.8, 0.5, 0.6, 0.3, 0.6]
WORKSHEET_DISCRIMINATION = [0.4, 0.0, 0.0, 0.6, 0.4, 0.4, 0.6, 0.4, -0.2, 0.4]


def asked(scores: Floats) -> Responses:
    """Everyone with the same questions of two options, “1” the right one."""
    people, size = scores.shape
    return Responses(
        np.repeat(np.arange(people), size),
        np.tile(np.arange(size), people),
        scores.ravel(),
        ["1" if share == 1 else "0" for share in scores.ravel()],
        [Choices(2, frozenset({1}))] * size,
    )
