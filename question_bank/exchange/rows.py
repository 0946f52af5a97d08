"""One row of a table → one question. PURE."""

from __future__ import annotations

from collections.abc import Mapping as Named
from dataclasses import dataclass
from typing import Any

from contest.kernel.messages import N_, Message, message
from contest.kernel.vietnamese import clean, fold
from question_bank.exchange.columns import OPTIONS
from question_bank.exchange.keys import read_key, strip_letters, truth
from question_bank.exchange.questions import MAX_TEXT, ReadQuestion
from question_bank.exchange.statements import SCALE, statements_body, verdicts
from question_bank.kinds import kind as find_kind
from question_bank.kinds import kinds
from question_bank.kinds import problems as kind_problems
from question_bank.kinds.choices import options_of
from question_bank.kinds.inputs import Cells
from question_bank.kinds.true_false import true_false_body
from question_bank.kinds.wording import closes_list

DIFFICULTIES = {"easy": N_("Dễ"), "medium": N_("Trung bình"), "hard": N_("Khó")}
MAX_CODE, MAX_TOPIC = 60, 200

_DIFFICULTY_WORDS = {
    "easy": {"de", "rat de", "thap", "co ban", "nhan biet", "biet", "nb", "easy", "low", "1"},
    "medium": {"trung binh", "tb", "vua", "thong hieu", "hieu", "th", "medium", "normal", "2"},
    "hard": {"kho", "rat kho", "cao", "nang cao", "van dung", "van dung cao", "hard", "high", "3", "4"}
    | {"van dung thap", "vd", "vdc", "vdt"},
}
# Said of questions with one right answer and with several: the key tells.
_UNSAID = {"", "trac nghiem", "nhieu lua chon", "trac nghiem nhieu lua chon", "trac nghiem khach quan", "tn"}
_UNSAID |= {"multiple choice", "mcq", "mc", "quiz"}
# What other programs call the kinds.
_ELSEWHERE = {
    "multiple response": "several_correct",
    "multiple select": "several_correct",
    "checkbox": "several_correct",
    "checkboxes": "several_correct",
    "mr": "several_correct",
    "radio": "single_choice",
    "tf": "true_false",
    "fill-in-the-blank": "short_answer",
    "fill in the blank": "short_answer",
    "short text": "short_answer",
    "open-ended": "essay",
    "open ended": "essay",
}


@dataclass(frozen=True)
class Row:
    """A row's cells by field, the titles of their columns, and its place (`row` from 1, as Excel counts).

    `doubts` and `notes` were found before, where the row was made plain (`table_rows`).
    """

    cells: Named[str, str]
    titles: Named[str, str]
    row: int
    sheet: str = ""
    doubts: tuple[Message, ...] = ()
    notes: tuple[Message, ...] = ()

    def get(self, field: str) -> str:
        return self.cells.get(field, "")

    def complain(self, what: Message, field: str = "") -> Message:
        """`what`, with its place in the file."""
        place: dict[str, Any] = {"row": self.row, "what": what}
        if field in self.titles:
            place["column"] = self.titles[field]
        if self.sheet:
            place["sheet"] = self.sheet
            if "column" in place:
                return message(
                    N_("Trang tính “%(sheet)s”, dòng %(row)d, cột “%(column)s”: %(what)s"), **place
                )
            return message(N_("Trang tính “%(sheet)s”, dòng %(row)d: %(what)s"), **place)
        if "column" in place:
            return message(N_("Dòng %(row)d, cột “%(column)s”: %(what)s"), **place)
        return message(N_("Dòng %(row)d: %(what)s"), **place)


def clean_lines(text: str) -> str:
    """`text` with each line cleaned (see `vietnamese.clean`) and no empty lines at the ends."""
    return "\n".join(clean(line) for line in text.strip().splitlines())


def read_row(row: Row) -> ReadQuestion:
    """The question in a row, with every problem that it has."""
    options = strip_letters(_options(row))
    problems: list[Message] = []
    notes = list(row.notes)
    truths = verdicts(row.get("key"), len(options)) if len(options) > 2 else None
    if truths:
        kind, body = "matching", statements_body(options, truths)
        notes.append(row.complain(SCALE))
    else:
        kind = _kind(row, options, problems)
        body = _body(row, kind, options, problems)
    if not problems:
        field = "key" if not find_kind(kind).judged else ""
        problems += [row.complain(problem, field) for problem in kind_problems(kind, row.get("text"), body)]
    if not row.get("text"):
        problems.append(row.complain(message(N_("Chưa có nội dung câu hỏi.")), "text"))
    limits = {"code": MAX_CODE, "topic": MAX_TOPIC}
    for field, cell in row.cells.items():
        limit = limits.get(field, MAX_TEXT)
        if len(cell) > limit:
            problems.append(row.complain(message(N_("Dài quá %(limit)d ký tự."), limit=limit), field))
    return ReadQuestion(
        kind=kind,
        text=row.get("text"),
        body=body,
        code=clean(row.get("code")),
        topic=clean(row.get("topic")),
        difficulty=_difficulty(row, problems),
        explanation=row.get("explanation"),
        sheet=row.sheet,
        row=row.row,
        problems=(*row.doubts, *problems),
        notes=tuple(notes),
    )


def _options(row: Row) -> list[str]:
    """The options up to the last that is filled; an empty one between stays, to be complained of."""
    texts = [row.get(field) for field in OPTIONS]
    while texts and not texts[-1]:
        texts.pop()
    return texts


def _difficulty(row: Row, problems: list[Message]) -> str:
    word = fold(row.get("difficulty"))
    for code, words in _DIFFICULTY_WORDS.items():
        if word in words:
            return code
    if word:
        what = message(N_("“%(word)s” không phải Dễ, Trung bình hay Khó."), word=clean(row.get("difficulty")))
        problems.append(row.complain(what, "difficulty"))
    return ""


def _kind(row: Row, options: list[str], problems: list[Message]) -> str:
    said = fold(row.get("kind")).replace("_", " ")
    said = _ELSEWHERE.get(said, said)
    if said.replace(" ", "_") in kinds():
        return said.replace(" ", "_")
    if said in _UNSAID:
        return _infer_kind(row, options)
    for code, asked in kinds().items():
        if said in map(fold, asked.words):
            return code
    what = message(
        N_("“%(kind)s” không phải một loại câu hỏi (%(known)s)."),
        kind=clean(row.get("kind")),
        known=", ".join(asked.words[0] for asked in kinds().values()),
    )
    problems.append(row.complain(what, "kind"))
    return _infer_kind(row, options)


def _infer_kind(row: Row, options: list[str]) -> str:
    if options:
        if len(options) == 2 and {truth(option) for option in options} == {True, False}:
            return "true_false"
        return "several_correct" if len(read_key(row.get("key"), options)[0]) > 1 else "single_choice"
    if row.get("key"):
        return "short_answer" if truth(row.get("key")) is None else "true_false"
    if row.get("model_answer") or row.get("rubric"):
        return "situation"
    return "single_choice"


def _body(row: Row, kind: str, options: list[str], problems: list[Message]) -> dict[str, Any]:
    if kind == "true_false" and (body := _true_false(row, options, problems)):
        return body
    asked = find_kind(kind)
    has_places = any(one.name == "locked" for one in asked.inputs)
    locked = frozenset(_locked(row, options, problems)) if has_places else frozenset[int]()
    answer = row.get("key")
    if kind == "short_answer" and not answer and options:
        answer = " | ".join(options)  # as Quizizz lists what is accepted
    given = Cells(tuple(options), answer, locked, row.get("model_answer"), row.get("rubric"))
    if (found := asked.from_cells(given)) is not None:
        return found
    key, problem = read_key(row.get("key"), options)
    if not options:
        problem = message(N_("Không có phương án nào."))
        problems.append(row.complain(problem, OPTIONS[0]))
    elif problem:
        problems.append(row.complain(problem, "key"))
    return {"options": options_of(options, locked), "key": key}


def _true_false(row: Row, options: list[str], problems: list[Message]) -> dict[str, Any] | None:
    """The body when the options are missing, or are Đúng and Sai in any order; None for other words."""
    if options and {truth(option) for option in options} != {True, False}:
        return None
    true = truth(row.get("key"))
    if true is None and options:
        key, _ = read_key(row.get("key"), options)
        true = truth(options[key[0]]) if len(key) == 1 else None
    if true is None:
        # What was typed is not said again, but a mend may be found in it.
        what = message(N_("Đáp án của câu đúng hay sai phải là “Đúng” hoặc “Sai”."), key=row.get("key"))
        problems.append(row.complain(what, "key"))
    return true_false_body(bool(true)) | ({"key": []} if true is None else {})


def _locked(row: Row, options: list[str], problems: list[Message]) -> set[int]:
    """The options that keep their places: those the file names, else those that speak of all the others."""
    if "locked" not in row.cells:
        return {index for index, text in enumerate(options) if closes_list(text)}
    if not row.get("locked"):
        return set()
    locked, problem = read_key(row.get("locked"), options)
    if problem:
        problems.append(row.complain(problem, "locked"))
    return set(locked)
