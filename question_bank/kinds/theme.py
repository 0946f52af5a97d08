"""A theme to present, such as a thematic cell meeting, marked by a panel. PURE."""

from __future__ import annotations

from contest.kernel.messages import N_, message
from question_bank.kinds.judged import Judged


class Theme(Judged):
    """Chuyên đề: drawn or chosen, prepared, presented under a clock."""

    code = "theme"
    name = message(N_("Chuyên đề"))
    place = 12
    words = ("Chuyên đề", "Thuyết trình", "Sinh hoạt chuyên đề", "theme")


KIND = Theme()
