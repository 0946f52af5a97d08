"""Answer sheets on paper as lines of a table: “001 101 ABCD-(AC)B…”. Reading and checking them. PURE."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from contest.kernel.messages import N_, Message, message
from contest.kernel.vietnamese import clean, fold
from question_bank.kinds.choices import LETTERS

EMPTY = "-"
LONGEST = 500  # letters of a written answer, as on screen
MOST = 5000  # lines at once

FIELDS = {
    "number": ("so bao danh", "sbd", "so bd", "ma thi sinh", "so phach"),
    "code": ("ma de", "ma de thi", "de", "de so"),
}
_COLUMN = re.compile(r"(?:cau|c|q|question)?\s*\.?\s*\d{1,3}")
_WHOLE = ("dap an", "tra loi", "bai lam", "cau tra loi", "phuong an")


class Sheet(Protocol):
    """A spreadsheet with its columns' titles, what of `FIELDS` each of them is, and its rows by their numbers."""

    @property
    def titles(self) -> tuple[str, ...]: ...
    @property
    def mapping(self) -> tuple[str, ...]: ...
    @property
    def rows(self) -> tuple[tuple[int, tuple[str, ...]], ...]: ...


class Question(Protocol):
    """A printed question, as far as an answer to it is concerned."""

    @property
    def present(self) -> dict[str, Any]: ...
    @property
    def letters(self) -> int: ...


@dataclass
class Line:
    """A line of the table, from 1. `answers` as typed, one for each question; `responses` as they are stored."""

    place: int
    text: str
    number: str = ""
    code: str = ""
    answers: list[str] = field(default_factory=list)
    responses: list[str] = field(default_factory=list)
    problems: list[Message] = field(default_factory=list)


def lines_of_sheet(sheet: Sheet) -> str:
    """A spreadsheet as lines of text. Columns by their titles: number, code, and one for each question or one for all of
    them; without titles in that order."""
    rows = [cells for _number, cells in sheet.rows]
    titles = [fold(title) for title in sheet.titles]
    if "number" in sheet.mapping:
        first = sheet.mapping.index("number")
        second = sheet.mapping.index("code") if "code" in sheet.mapping else None
        others = [at for at, title in enumerate(titles) if _COLUMN.fullmatch(title) or title in _WHOLE]
        if not others:
            others = [at for at in range(len(titles)) if at not in (first, second)]
    else:
        first, second, others = 0, 1, list(range(2, len(titles)))
        rows.insert(0, sheet.titles)
    found = []
    for row in rows:
        code = row[second] if second is not None and second < len(row) else ""
        answers = [row[at] or EMPTY for at in others if at < len(row)]
        if row[first]:
            found.append("\t".join([row[first], code or EMPTY, *answers]))
    return "\n".join(found)


def read_lines(text: str) -> list[Line]:
    """The lines of a text that have something in them: a number, a code, and the answers.

    Answers are letters in a row (“-” for none, brackets around several of one question) or, set apart by tabs, semicolons
    or blanks, one cell for each question. Where semicolons set them apart, number and code may do with blanks.
    """
    found = []
    for place, raw in enumerate(text.splitlines(), start=1):
        if not raw.strip():
            continue
        line = Line(place, raw.strip())
        apart = "\t" if "\t" in raw else ";" if ";" in raw else None
        cells = [clean(cell) for cell in raw.strip().split(apart)]
        if apart == ";":  # “001 101 A;B;C”: number and code may stand apart by blanks all the same
            cells = [*(cells[0].split(None, 2) or [""]), *cells[1:]]
        line.number, line.code, *rest = [*cells, "", ""][: max(len(cells), 2)]
        line.code = "" if line.code == EMPTY else line.code
        if len(rest) == 1:
            line.answers = _letters(rest[0])
        else:
            line.answers = ["" if cell in (EMPTY, "") else cell for cell in rest]
        found.append(line)
    return found


def in_runs(codes: Sequence[str]) -> str:
    """Codes in their order, numbers that follow each other as “101–140”."""
    runs: list[list[str]] = []
    for code in codes:
        last = runs[-1][-1] if runs else ""
        follows = (
            last.isdecimal() and code.isdecimal() and len(last) == len(code) and int(code) == int(last) + 1
        )
        runs[-1].append(code) if follows else runs.append([code])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(run) for run in runs)


def _letters(text: str) -> list[str]:
    """“AB-(CD)” → A, B, nothing, CD."""
    found = re.findall(r"\(([^()]*)\)|(\S)", text)
    return [group.replace(",", "").replace(" ", "") if group or letter == "" else ("" if letter in "-_.*" else letter)
            for group, letter in found]  # fmt: skip


def check(
    lines: Sequence[Line],
    papers: Mapping[str, Sequence[Question]],
    numbers: Mapping[str, str],
    only: str = "",
) -> None:
    """Fill in each line's `responses`, or its `problems`.

    `papers`: the questions of each code; `numbers`: who may have a sheet, by number; `only`: the code of a line that names
    none, where the part has but one.
    """
    first: dict[str, int] = {}
    for line in lines:
        if line.number not in numbers:
            text = N_("Không có số báo danh “%(number)s” trong phần thi này.")
            line.problems.append(message(text, number=line.number))
        elif line.number in first:
            text = N_("Số báo danh “%(number)s” đã có ở dòng %(place)s.")
            line.problems.append(message(text, number=line.number, place=first[line.number]))
        first.setdefault(line.number, line.place)
        line.code = line.code or only
        if line.code not in papers:
            known = in_runs(list(papers))
            text = N_("Không có mã đề “%(code)s”. Các mã đề: %(known)s.")
            line.problems.append(message(text, code=line.code, known=known))
            continue
        questions = papers[line.code]
        if len(line.answers) != len(questions):
            text = N_("Có %(count)s câu trả lời, đề %(code)s có %(size)s câu. Câu bỏ trống ghi dấu “-”.")
            line.problems.append(message(text, count=len(line.answers), code=line.code, size=len(questions)))
            continue
        for at, (question, answer) in enumerate(zip(questions, line.answers, strict=True), start=1):
            response = response_of(question, answer)
            line.responses.append(response or "")
            if response is None:
                text = N_("Câu %(at)s: “%(answer)s” không phải lựa chọn của câu này (%(letters)s).")
                letters = f"{LETTERS[0]}–{LETTERS[question.letters - 1]}" if question.letters else "…"
                line.problems.append(message(text, at=at, answer=answer[:30], letters=letters))


def response_of(question: Question, answer: str) -> str | None:
    """The response that an answer on paper is (see `question_bank.kinds`), "" for none; None where it can't be one.

    Choices are typed as the printed letters (“B”, “AC”; Đ and S for “Đúng” and “Sai”); pairs as the letter for each of the
    left side in turn (“CAB”, “C-B”); an order as the letters in it; blanks are set apart by bars, those with options as
    letters; all else as it is written.
    """
    present, typed = question.present, answer.strip()
    if not typed:
        return ""
    options = present.get("options", ())
    if "left" in present:
        letters = [letter for letter in typed if letter not in " ,"]
        return _in_fields([options] * len(present["left"]), letters)
    if "items" in present:
        order = _places(typed, len(present["items"]))
        if order is None or len(set(order)) != len(order):
            return None
        given = [""] * len(present["items"])
        for place, at in enumerate(order, start=1):
            given[present["items"][at]["line"]] = str(place)
        return "\n".join(given)
    if "blanks" in present:
        return _in_fields([blank.get("options", ()) for blank in present["blanks"]], typed.split("|"))
    if not options:
        return _written(typed)
    words = [fold(one["text"]) for one in options]
    if words == ["dung", "sai"] and typed.upper() in ("Đ", "D", "S"):
        return str(options[typed.upper() == "S"]["value"])
    chosen = _places(typed, len(options))
    return None if chosen is None else ",".join(sorted({options[at]["value"] for at in chosen}))


def _in_fields(fields: Sequence[Sequence[Mapping[str, Any]]], typed: Sequence[str]) -> str | None:
    """A line for each field: the letter of one of its options, or, where it has none, what was written; EMPTY for none."""
    if len(typed) > len(fields):
        return None
    lines = []
    for options, cell in zip(fields, map(str.strip, typed), strict=False):
        if cell in ("", EMPTY):
            lines.append("")
            continue
        chosen = _places(cell, len(options)) if options else None
        line = _written(cell) if not options else options[chosen[0]]["value"] if chosen else None
        if line is None or (chosen is not None and len(chosen) != 1):
            return None
        lines.append(line)
    return "\n".join(lines) if any(lines) else ""


def _written(typed: str) -> str | None:
    return typed if len(typed) <= LONGEST else None


def _places(typed: str, count: int) -> list[int] | None:
    """The places of letters, from 0; None where one of them is out of range."""
    letters = [letter for letter in typed.upper() if letter not in " ,"]
    places = [ord(letter) - ord("A") for letter in letters]
    return places if all(0 <= place < count for place in places) else None


def differences(before: Sequence[str], after: Sequence[str]) -> list[int]:
    """The numbers of the questions, from 1, that are answered differently."""
    return [at for at, (one, other) in enumerate(zip(before, after, strict=True), start=1) if one != other]
