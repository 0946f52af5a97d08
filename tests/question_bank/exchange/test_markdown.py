"""Headings as topics, and fences that are never closed."""

from __future__ import annotations

import pytest

from question_bank.exchange import read_questions
from question_bank.exchange.markdown import is_markdown, marked_lines

_IN_MARKDOWN = """# Đố vui
## Ngoài đồng
### Câu 1: Cày làm bằng gì?
- **A.** Gỗ
- **B.** Đá
**Đáp án: A**
## Trong nhà
### Câu 2: Cột làm bằng gì?
- **A.** Lá
- **B.** Xoan
**Đáp án: B**
"""
_COUNTED = """3. Ngoài đồng
1. Cày làm bằng gì?
A. Gỗ
B. Đá
Đáp án: A
4. Trong nhà
1. Cột làm bằng gì?
A. Lá
B. Xoan
Đáp án: B
"""


@pytest.mark.parametrize("text", [_IN_MARKDOWN, _COUNTED], ids=["markdown", "counted"])
def test_headings_are_topics_and_no_words_of_questions(text: str) -> None:
    reading = read_questions(text.encode(), "đố.txt")
    assert [(one.topic, one.text, one.body["key"], one.problems) for one in reading.questions] == [
        ("Ngoài đồng", "Cày làm bằng gì?", [0], ()),
        ("Trong nhà", "Cột làm bằng gì?", [1], ()),
    ]


def test_a_fence_that_is_never_closed_hides_nothing() -> None:
    text = "```\n" + _IN_MARKDOWN
    assert is_markdown(text)
    assert [line.text for line in marked_lines(text.splitlines())][:2] == ["Đố vui", "Ngoài đồng"]
    assert len(read_questions(text.encode(), "đố.md").questions) == 2


def test_marks_of_markdown_in_code_are_left_as_they_are() -> None:
    lines = [
        "### Q1. In ra gì?",
        "```python",
        "# ghi",
        "print(2 ** 3 ** 1)",
        "```",
        "> ```",
        "> - a",
        "> ```",
    ]
    assert [line.text.strip() for line in marked_lines(lines)] == [
        "Q1. In ra gì?",
        "# ghi",
        "print(2 ** 3 ** 1)",
        "> - a",
    ]
