"""A written piece, marked by people. PURE."""

from __future__ import annotations

from contest.kernel.messages import N_, message
from question_bank.kinds.judged import Judged


class Essay(Judged):
    """Tự luận: written on paper or handed in, and marked with a rubric. No quiz draws it: a machine can't mark it."""

    code = "essay"
    name = message(N_("Tự luận"))
    place = 10
    words = ("Tự luận", "Bài viết", "Thi viết", "essay")


KIND = Essay()
