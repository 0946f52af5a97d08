"""What reading a file of questions gives. PURE."""

from __future__ import annotations

from collections.abc import Mapping as Named
from dataclasses import dataclass, field
from typing import Any

from contest.kernel.messages import N_, Message, message

MAX_BYTES = 20 * 1024 * 1024
MAX_ROWS = 20_000
MAX_TEXT = 10_000

Mapping = tuple[str, ...]
"""For each column of the table the field that it holds (`columns.FIELDS`), or "" for none."""


@dataclass(frozen=True)
class ReadQuestion:
    """A question as a file gives it. With `problems` it can't be stored; `body` is what could be read.

    `notes` are what a person should look at though it can be stored: what was mended or guessed. Its place in the file
    is a `row` (of a table, from 1; in a `sheet`), a `paragraph` (of a text, from 1), or an `id` of its own.
    Pictures and sounds stand in the texts as `![alternative text](media:NAME)`, where NAME is a key of `Reading.media`.
    Equations stand as `\\(LaTeX\\)`.
    """

    kind: str
    text: str
    body: dict[str, Any] = field(default_factory=dict)
    code: str = ""
    topic: str = ""
    difficulty: str = ""
    explanation: str = ""
    retired: bool = False
    tags: tuple[str, ...] = ()
    source: str = ""  # where it comes from, in words
    legal_basis: str = ""  # the law, decree, article that it rests on
    legal_date: str = ""  # of that document, ISO 8601
    sheet: str = ""
    row: int = 0
    paragraph: int = 0
    id: str = ""
    problems: tuple[Message, ...] = ()
    notes: tuple[Message, ...] = ()

    @property
    def place(self) -> Message:
        """Where in the file it stands, in words."""
        if self.paragraph:
            return message(N_("đoạn %(paragraph)d"), paragraph=self.paragraph)
        if self.row:
            return message(N_("dòng %(row)d"), row=self.row)
        return message(N_("mục %(id)s"), id=self.id)


@dataclass(frozen=True)
class Reading:
    """A file that was read. Where it was `refused` there is nothing else.

    `problems` are about the file as a whole; each question carries its own. `samples` are the first
    rows under the titles, to choose columns by. `encoding` is the one that was recognised, where there is a doubt for a
    person to confirm. `media`: `<SHA-256 in hex>.<extension>` → content. `folders`: topic → the topic that it lies in.
    """

    columns: tuple[str, ...] = ()
    samples: tuple[tuple[str, ...], ...] = ()
    mapping: Mapping = ()
    questions: tuple[ReadQuestion, ...] = ()
    problems: tuple[Message, ...] = ()
    refused: Message | None = None
    encoding: str = ""
    media: Named[str, bytes] = field(default_factory=dict)
    folders: Named[str, str] = field(default_factory=dict)

    @property
    def all_problems(self) -> list[Message]:
        """Every complaint, the file's first, then by row."""
        own = [problem for question in self.questions for problem in question.problems]
        return ([self.refused] if self.refused else []) + [*self.problems, *own]


_PRINTED = message(
    N_(
        "Tệp PDF chỉ để in. Hãy lấy tệp Word hoặc Excel gốc; hoặc mở tệp này bằng Word, lưu thành .docx, rồi tải lên lại."
    )
)
_PICTURE = message(
    N_(
        "Đây là tệp ảnh. Hãy gõ câu hỏi vào Word hoặc Excel rồi tải lên; ảnh thì chèn vào câu hỏi, ở trang sửa câu."
    )
)
_PACKED = message(N_("Đây là tệp nén (.rar, .7z). Hãy giải nén, rồi tải từng tệp câu hỏi lên."))
# What people choose by mistake, by the first bytes.
_MISTAKEN = {
    b"%PDF": _PRINTED,
    b"\x89PNG": _PICTURE,
    b"\xff\xd8\xff": _PICTURE,
    b"GIF8": _PICTURE,
    b"Rar!": _PACKED,
    b"7z\xbc\xaf\x27\x1c": _PACKED,
}


def refuse_at_once(data: bytes) -> Reading | None:
    """The refusal of a file that is empty, enormous, or of a kind that holds no list; else None."""
    if not data.strip():
        return Reading(refused=message(N_("Tệp trống.")))
    if len(data) > MAX_BYTES:
        return Reading(refused=message(N_("Tệp lớn quá %(size)d MB."), size=MAX_BYTES >> 20))
    refused = next((said for first, said in _MISTAKEN.items() if data.startswith(first)), None)
    return Reading(refused=refused) if refused else None
