"""A case to handle, aloud or in writing, marked by a panel. PURE."""

from __future__ import annotations

from contest.kernel.messages import N_, message
from question_bank.kinds.judged import Judged


class Situation(Judged):
    """Xử lý tình huống: drawn by lot and marked with a rubric."""

    code = "situation"
    name = message(N_("Tình huống"))
    place = 11
    words = ("Tình huống", "Xử lý tình huống", "situation")


KIND = Situation()
