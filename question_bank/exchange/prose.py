"""Text that is no table, though some of its lines may be cut at commas: what a list should look like is said of it. PURE."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from contest.kernel.messages import N_, message

NO_LIST = message(
    N_(
        "Không thấy câu hỏi nào trong văn bản này. Mỗi câu cần có số ở đầu dòng (“Câu 1. …”), mỗi phương án một dòng "
        "(“A. …”, “B. …”), rồi dòng “Đáp án: B”."
    )
)
_NAMES = (".txt", ".md", ".markdown", ".text")
_FEWEST_ROWS, _USUAL = 3, 0.6  # rows, and the share of them that has as many cells


def is_prose(data: bytes, filename: str, rows: Sequence[Sequence[str]]) -> bool:
    """Whether the `rows` that a file was cut into are lines of a text: it has no tabs, and they differ in their cells."""
    if not filename.lower().endswith(_NAMES) or b"\t" in data:
        return False
    counts = Counter(count for row in rows if (count := sum(bool(cell.strip()) for cell in row)))
    cells, times = counts.most_common(1)[0] if counts else (0, 0)
    return cells < 2 or counts.total() < _FEWEST_ROWS or times < _USUAL * counts.total()
