"""What reading a file of questions gives. PURE."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from contest.kernel.messages import Message

MAX_BYTES = 20 * 1024 * 1024
MAX_ROWS = 20_000
MAX_TEXT = 10_000

Mapping = tuple[str, ...]
"""For each column of the table the field that it holds (`columns.FIELDS`), or "" for none."""


@dataclass(frozen=True)
class ReadQuestion:
    """A question as a file gives it. With `problems` it can't be stored; `body` is what could be read."""

    kind: str
    text: str
    body: dict[str, Any] = field(default_factory=dict)
    code: str = ""
    topic: str = ""
    difficulty: str = ""
    explanation: str = ""
    retired: bool = False
    sheet: str = ""
    row: int = 0
    problems: tuple[Message, ...] = ()


@dataclass(frozen=True)
class Reading:
    """A file that was read. Where it was `refused` there is nothing else.

    `problems` are about the file as a whole; each question carries its own. `samples` are the first
    rows under the titles, to choose columns by.
    """

    columns: tuple[str, ...] = ()
    samples: tuple[tuple[str, ...], ...] = ()
    mapping: Mapping = ()
    questions: tuple[ReadQuestion, ...] = ()
    problems: tuple[Message, ...] = ()
    refused: Message | None = None

    @property
    def all_problems(self) -> list[Message]:
        """Every complaint, the file's first, then by row."""
        own = [problem for question in self.questions for problem in question.problems]
        return ([self.refused] if self.refused else []) + [*self.problems, *own]
