"""A list in Word, A4, as organisers type it and as `formats/word.py` reads it: with the key, or without it for readers."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Named
from dataclasses import dataclass, replace
from typing import Any

from PIL import Image

from contest.kernel.messages import N_, message
from question_bank.documents.pieces import pieces
from question_bank.documents.setting import Pictures, size_on_paper
from question_bank.documents.word import Document
from question_bank.exchange.lines import Document as Read
from question_bank.exchange.lines import Line
from question_bank.exchange.listing import read_lines
from question_bank.exchange.progress import counted
from question_bank.exchange.questions import ReadQuestion
from question_bank.exchange.rows import DIFFICULTIES
from question_bank.exchange.writers import reductions as gone
from question_bank.exchange.writers.base import Lost, Reducing, Reduction
from question_bank.kinds.choices import LETTERS
from question_bank.kinds.cloze import BLANK
from question_bank.kinds.numbers import comma

_READ = ("single_choice", "several_correct", "true_false", "short_answer", "situation", "theme", "essay")
_PRINTED = message(N_("Loại câu này: in ra để đọc; muốn nhập lại thì phải soạn lại đáp án"))
_AMBIGUOUS = message(N_("Lời câu giống nhãn phương án, nhãn câu…: nhập lại sẽ đọc khác, hãy kiểm tra"))
_RUBRIC = "Tiêu chí chấm"
_TITLE = "DANH SÁCH CÂU HỎI"  # as the labels: a format, and the same in every language
_DRAWN = ("PNG", "JPEG", "GIF", "WEBP")


def _printed_only(question: ReadQuestion) -> ReadQuestion | None:
    is_bare = question.kind in ("situation", "theme", "essay") and not question.body["model_answer"]
    return question if question.kind in _READ and not is_bare else None


def _read_back(questions: Sequence[ReadQuestion]) -> list[ReadQuestion]:
    """What the list is read as: words of their own may be taken for labels, keys or notes."""
    shown = (line.text for at, one in enumerate(questions, start=1) for line in _lines(one, at, True))
    lines = [Line.plain(text, number).cut(0) for number, text in enumerate(shown, start=1)]
    return [replace(one, paragraph=0, notes=()) for one in read_lines(Read(lines))]


def _rubric_within(question: ReadQuestion) -> ReadQuestion:
    if not question.body.get("rubric"):
        return question
    model = f"{question.body['model_answer']}\n{_RUBRIC}: {question.body['rubric']}"
    return replace(question, body={"model_answer": model, "rubric": ""})


REDUCTIONS = (
    gone.SPACING,
    gone.PICTURES_APART,
    gone.EQUATIONS,
    Reduction(_PRINTED, _printed_only),
    gone.AS_SITUATION,
    Reduction(message(N_("Tiêu chí chấm: đọc lại thành một phần của gợi ý trả lời")), _rubric_within),
    gone.STATEMENT,
    gone.ONE_OF_SEVERAL,
    gone.LOCKED,
    gone.COMPARISON,
    *gone.filing(("topic", "difficulty", "source", "legal_basis")),
)


class DocxWriter(Reducing):
    """See `writers.base.Writer`."""

    code = "docx"
    name = message(N_("Word (.docx)"))
    place = 3
    extension = "docx"
    mime = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    has_key = True
    reductions = REDUCTIONS

    def reduced(
        self, questions: Sequence[ReadQuestion]
    ) -> tuple[list[ReadQuestion | None], tuple[Lost, ...]]:
        """See `Reducing.reduced`. What is read otherwise than it is written shows in the list as a whole."""
        kept, lost = super().reduced(questions)
        found = _read_back([_as_printed(one) for one in questions])
        ambiguous = []
        for place, one in enumerate(kept):
            if one is not None and (len(found) != len(kept) or found[place] != one):
                ambiguous.append(Lost(place, _AMBIGUOUS, is_whole=True))
                kept[place] = None
        return kept, (*lost, *ambiguous)

    def write(
        self,
        questions: Sequence[ReadQuestion],
        media: Named[str, bytes],
        folders: Named[str, str],
        with_key: bool = True,
    ) -> bytes:
        """See `Writer.write`. What can't be read back is in the file too, for people."""
        document = Document(_pictures(media))
        document.paragraph(_TITLE, bold=True, align="center", after=6)
        for number, question in enumerate(counted(questions), start=1):
            for line in _lines(_as_printed(question), number, with_key):
                _add(document, line)
        return document.save()


@dataclass(frozen=True)
class _Printed:
    """A line of the list; its first `strong` letters are bold."""

    text: str
    strong: int = 0
    begins: bool = False
    is_option: bool = False


def _as_printed(question: ReadQuestion) -> ReadQuestion:
    return gone.SPACING.drop(question) or question


def _lines(question: ReadQuestion, number: int, with_key: bool) -> Iterator[_Printed]:
    """A question as it stands on paper."""
    label = f"Câu {number}. "
    first, *rest = BLANK.sub(lambda one: f"({one[1]}) ………", question.text).split("\n")
    yield _Printed(label + first, len(label), begins=True)
    yield from (_Printed(line) for line in rest)
    yield from _asked(question)
    if not with_key:
        return
    for name, text in _key(question):
        # Among lines without letters a bold one would be read as the right option.
        strong = len(name) + 1 if _printed_only(question) else 0
        for place, line in enumerate(text.split("\n")):
            yield _Printed(f"{name}: {line}" if place == 0 else line, strong if place == 0 else 0)
    level = DIFFICULTIES.get(question.difficulty, "")
    notes = (
        ("Chủ đề", question.topic), ("Mức độ", level), ("Nguồn", question.source), ("Căn cứ", question.legal_basis),
        ("Giải thích", question.explanation),
    )  # fmt: skip
    for name, text in notes:
        if text:
            own, *more = text.split("\n")
            yield _Printed(f"{name}: {own}", len(name) + 1)
            yield from (_Printed(line) for line in more)


def _asked(question: ReadQuestion) -> Iterator[_Printed]:
    body = question.body
    if question.kind == "matching":
        listed = [(f"({place})", text) for place, text in enumerate(body["left"], start=1)]
        listed += [
            (f"({letter})", text) for letter, text in zip("abcdefghijklmnopqrst", body["right"], strict=False)
        ]
    elif question.kind == "ordering":
        listed = [("•", text) for text in sorted(body["items"])]
    elif question.kind == "cloze":
        listed = [
            (f"({place})", " / ".join(option["text"] for option in blank["options"]))
            for place, blank in enumerate(body["blanks"], start=1)
            if "options" in blank
        ]
    elif question.kind == "true_false":
        listed = []
    else:
        listed = [
            (f"{letter}.", one["text"]) for letter, one in zip(LETTERS, body.get("options", ()), strict=False)
        ]
    for label, text in listed:
        own, *more = text.split("\n")
        yield _Printed(f"{label} {own}", is_option=True)
        yield from (_Printed(line, is_option=True) for line in more)


def _key(question: ReadQuestion) -> Iterator[tuple[str, str]]:
    """What the key is, by the names under which readers know it; other names where they would take it for another kind."""
    body, kind = question.body, question.kind
    if kind in ("single_choice", "several_correct"):
        yield "Đáp án", ", ".join(LETTERS[place] for place in body["key"])
    elif kind == "true_false":
        yield "Đáp án", "Đúng" if body["key"] == [0] else "Sai"
    elif kind == "short_answer":
        yield "Đáp án", " | ".join(body["accepted"])
    elif kind == "weighted_choice":
        shares = zip(LETTERS, body["options"], strict=False)
        yield "Tỷ lệ điểm", "; ".join(f"{letter} {comma(one['share'])}" for letter, one in shares)
    elif kind == "number":
        within = f" ± {comma(body['tolerance'])}" if body["tolerance"].strip("0.") else ""
        yield "Đáp số", f"{comma(body['value'])}{within} {body['unit']}".strip()
    elif kind == "matching":
        pairs = (f"{place} với {'abcdefghijklmnopqrst'[to]}" for place, to in enumerate(body["key"], start=1))
        yield "Ghép đúng", "; ".join(pairs)
    elif kind == "ordering":
        yield "Thứ tự đúng", " → ".join(body["items"])
    elif kind == "cloze":
        yield (
            "Điền đúng",
            "; ".join(f"({place}) {_blank(one)}" for place, one in enumerate(body["blanks"], start=1)),
        )
    elif kind == "prediction":
        yield "Dự đoán", body["of"]
    else:
        if body["model_answer"]:
            yield "Gợi ý trả lời", body["model_answer"]
        if body["rubric"]:
            yield _RUBRIC, body["rubric"]


def _blank(blank: dict[str, Any]) -> str:
    if "options" in blank:
        return ", ".join(blank["options"][place]["text"] for place in blank["key"])
    return " | ".join(blank["accepted"]) if "accepted" in blank else comma(blank["value"])


def _add(document: Document, line: _Printed) -> None:
    paragraph = document.paragraph(
        before=9 if line.begins else 0, after=3, indent=7 if line.is_option else 0, keep=line.begins
    )
    if line.strong:
        document.words(paragraph, line.text[: line.strong], bold=True)
    document.pieces(paragraph, pieces(line.text[line.strong :]), apart=False)


def _pictures(media: Named[str, bytes]) -> Pictures:
    """What can be drawn of `media`: a picture that Pillow can't open stands as its words."""
    sizes: dict[str, tuple[float, float]] = {}
    for name, content in media.items():
        try:
            with Image.open(io.BytesIO(content), formats=list(_DRAWN)) as picture:
                sizes[name] = size_on_paper(*picture.size)
        except Exception:  # Pillow's readers break in many ways on a broken file, sounds among them
            continue
    return Pictures({name: media[name] for name in sizes}, sizes)


WRITER = DocxWriter()
