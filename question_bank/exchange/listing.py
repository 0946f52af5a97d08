"""The lines of a document → questions, in the habits of those who type them (docs/question-formats.md). PURE.

`blocks` finds where each question begins, `drafts` sorts its lines, `options` cuts its options, `decide` finds its key; here
they are joined. Where two signs of a key contradict each other, or there is none, the question is flagged and not guessed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from contest.kernel.messages import N_, Message, message
from contest.kernel.vietnamese import clean, fold
from question_bank.exchange import encodings
from question_bank.exchange.blocks import find_blocks
from question_bank.exchange.decide import NAMED_SO, decide
from question_bank.exchange.doubts import doubts, say_long, say_repeated, usual_of
from question_bank.exchange.drafts import Draft, draft, same_words, to_latin_letters
from question_bank.exchange.groups import with_groups
from question_bank.exchange.key_places import take_letters
from question_bank.exchange.key_tables import LETTERS_SAID, letters_of
from question_bank.exchange.keys import truth
from question_bank.exchange.labels import find_label, letter_beyond
from question_bank.exchange.lines import DROPPED, STRUCK, UNSEEN, Document, Line, Marks
from question_bank.exchange.option import Option
from question_bank.exchange.options import bare_options
from question_bank.exchange.progress import counted
from question_bank.exchange.questions import MAX_TEXT, ReadQuestion
from question_bank.exchange.set_apart import set_apart, usual_marks
from question_bank.exchange.statements import SCALE, statements_body, verdicts
from question_bank.exchange.told import (
    Told,
    doubt_counted,
    doubt_of_several,
    doubt_unnumbered,
    parted,
    told_of,
)
from question_bank.exchange.typed_keys import with_pairs
from question_bank.kinds import kind as find_kind
from question_bank.kinds.choices import FEWEST, LETTERS, MOST
from question_bank.kinds.true_false import true_false_body
from question_bank.kinds.wording import asks_several, closes_list

_DIFFICULTIES = {
    "easy": {"de", "nhan biet", "thap", "biet", "nb"},
    "medium": {"trung binh", "thong hieu", "hieu", "vua", "th"},
    "hard": {"kho", "van dung", "van dung cao", "cao", "vd", "vdc"},
}
_JUDGED = re.compile(r"(đúng|sai)\s*(?:[.,;:(–—-]\s*(?=\S)|(?=(?:vì|do|theo)\s))", re.I)
_LONGEST_ANSWER = 80
# What may be answered by a digit; under other words it is the place of an option that wasn't seen.
_ASKS_A_NUMBER = re.compile(r"[?…]|\.\.\.|_{2}|mấy|bao nhiêu|\bsố\b|tính|how many", re.I)


@dataclass(frozen=True)
class _Usual:
    """What nearly all questions of a list have: how many `options` (0: they differ), set in which `marks`."""

    options: int
    marks: Marks


def read_lines(document: Document) -> list[ReadQuestion]:
    """The questions of a document, each with what is wrong with it and what was mended."""
    document = with_groups(with_pairs(document))
    blocks, keys = find_blocks(document)
    take_letters(blocks)
    first = [draft(block) for block in counted(blocks)]
    usual = _usual([len(one.options) for one in first])
    drafts = [
        draft(one.block, usual) if one.options and (len(one.options) != usual or one.split.notes) else one
        for one in first
    ]
    questions, solutions = parted(drafts)
    _with_bare_options(questions)
    _with_truths(questions)
    told = told_of(questions, solutions, keys)
    if document.counted:
        doubt_counted(told, questions, document.counted)
    doubt_of_several(told, questions)
    doubt_unnumbered(told, questions, keys)
    of_all = _Usual(usual_of(questions), usual_marks([each for one in questions for each in one.options]))
    say_repeated(questions)
    say_long(questions)
    return [_question(one, told[at], of_all) for at, one in enumerate(questions)]


def _usual(counts: Sequence[int]) -> int:
    """How many options most questions have, where most have the same number."""
    counted = Counter(count for count in counts if count)
    if not counted:
        return 0
    count, times = max(counted.items(), key=lambda one: (one[1], one[0]))
    return count if times >= 2 and times * 2 > counted.total() else 0


def _with_bare_options(drafts: Sequence[Draft]) -> None:
    """Lines under a question as its options, where the list has no other kind."""
    lettered = sum(bool(one.options) for one in drafts)
    if lettered * 2 > len(drafts):
        return
    counts = _usual([len(one.split.stem) for one in drafts if not one.options])
    for one in drafts:
        found = bare_options(one.split)
        if found is None or one.notes.get("model_answer") or truth(" ".join(one.said)) is not None:
            continue
        signs = set_apart(found.options) or any(option.starred for option in found.options)
        named = any(same_words(option.text, said) for option in found.options for said in one.said)
        lettered_key = any(LETTERS_SAID.fullmatch(said) for said in one.said)
        if not (signs or named or lettered_key or len(one.split.stem) == counts):
            continue
        if counts != len(one.split.stem):
            found.notes.append(message(N_("Các dòng dưới câu hỏi được coi là phương án; hãy kiểm tra.")))
        one.split = found


_SAID_TRUE = re.compile(r"\s*[(\[]\s*(đúng|sai|true|false)\s*[)\]]\s*[.;]?\s*$", re.I)


def _with_truths(drafts: Sequence[Draft]) -> None:
    """“… (Đúng)”, “… (Sai)” at the end of statements as their key, where the list has both."""
    found = [
        (one, said)
        for one in drafts
        if not one.options
        and not one.said
        and one.split.stem
        and (said := _SAID_TRUE.search(one.split.stem[-1].text))
    ]
    if {truth(said[1]) for _, said in found} != {True, False}:
        return
    for one, said in found:
        one.said.append(said[1])
        one.split.stem[-1] = one.split.stem[-1].cut(0, said.start())


# --- from drafts to questions


def _question(one: Draft, told: Told, usual: _Usual) -> ReadQuestion:
    problems: list[Message] = [*one.block.problems, *one.split.problems, *told.problems]
    notes: list[Message] = [*one.block.notes, *one.split.notes]
    options = _in_order(one.split.options, one.split.by, problems, notes)
    one.notes["explanation"] += told.explanation
    kind, body = _body(one, options, told, usual, problems, notes)
    if len(one.said) > 1 and _holds_options(one.notes["explanation"]):
        text = N_(
            "Phần giải thích có dòng giống phương án của một câu khác; hãy kiểm tra có câu nào bị dính vào không."
        )
        problems.append(message(text))
    if any(UNSEEN in marks for line in one.block.lines for marks in line.marks):
        problems.append(
            message(N_("Có hình hoặc công thức không đọc được. Hãy chèn lại dưới dạng ảnh PNG hoặc gõ lại."))
        )
    if encodings.is_suspicious("\n".join([one.text, *(option.text for option in options)])):
        problems.append(message(N_("Chữ của câu này có lẽ dùng bảng mã khác với cả tệp. Hãy sửa lại chữ.")))
    if any(
        _is_struck_in_part(line) for line in (*one.split.stem, *(each for o in options for each in o.lines))
    ):
        notes.append(STRUCK)
    if one.split.stem and all("strike" in line.shared() for line in one.split.stem):
        notes.append(DROPPED)
    if not one.text:
        problems.append(message(N_("Chưa có nội dung câu hỏi.")))
    if not problems:
        problems += find_kind(kind).validate(body)
    if not problems and not notes:
        notes += doubts(one, usual.options)
    if max(map(len, [one.text, *(option.text for option in options)])) > MAX_TEXT:
        problems.append(message(N_("Dài quá %(limit)d ký tự."), limit=MAX_TEXT))

    def placed(found: Iterable[Message]) -> tuple[Message, ...]:
        where = one.block.paragraph
        return tuple(
            message(N_("Đoạn %(paragraph)d: %(what)s"), paragraph=where, what=each) for each in found
        )

    said = {name: "\n".join(filter(None, map(clean, many))) for name, many in one.notes.items()}
    level = fold(said.get("difficulty", "")).rstrip(".")
    return ReadQuestion(
        kind=kind,
        text=one.text,
        body=body,
        topic=said.get("topic", one.block.topic)[:200],
        difficulty=next((code for code, words in _DIFFICULTIES.items() if level in words), ""),
        explanation=said.get("explanation", ""),
        source=said.get("source", "")[:300],
        legal_basis=said.get("legal_basis", "")[:300],
        paragraph=one.block.paragraph,
        problems=placed(problems),
        notes=placed(notes),
    )


def _is_struck_in_part(line: Line) -> bool:
    """Whether some words of a line are struck out and others are not: by hand, words are deleted so."""
    struck = [
        "strike" in marks for letter, marks in zip(line.text, line.marks, strict=True) if letter.isalnum()
    ]
    return any(struck) and not all(struck)


def _holds_options(lines: Sequence[str]) -> bool:
    """Whether lines of an explanation look like the options of a question that was swallowed."""
    letters = {label.upper for line in lines if (label := find_label(line))}
    return {"A", "B"} <= letters


def _in_order(options: list[Option], by: str, problems: list[Message], notes: list[Message]) -> list[Option]:
    if by != "letters":
        return options
    letters = [one.letter.upper() for one in options]
    if len(set(letters)) != len(letters):
        problems.append(message(N_("Có hai phương án cùng chữ cái. Hãy kiểm tra các phương án.")))
        return options
    if letters != sorted(letters):
        notes.append(message(N_("Các phương án không theo thứ tự chữ cái; đã xếp lại.")))
        options = sorted(options, key=lambda one: one.letter.upper())
        letters.sort()
    if letters and letters != list(LETTERS[: len(letters)]):
        missing = next(letter for letter in LETTERS if letter not in letters)
        problems.append(
            message(N_("Thiếu phương án %(letter)s, hoặc nó dính vào phương án khác."), letter=missing)
        )
    if len(options) == MOST and (
        more := sum(bool(letter_beyond(line.text)) for line in options[-1].lines[1:])
    ):
        text = N_("Có %(count)d phương án; cần từ %(fewest)d đến %(most)d.")
        problems.append(message(text, count=MOST + more, fewest=FEWEST, most=MOST))
    return options


def _body(
    one: Draft,
    options: list[Option],
    told: Told,
    usual: _Usual,
    problems: list[Message],
    notes: list[Message],
) -> tuple[str, dict[str, Any]]:
    if not options:
        return _without_options(one, told, problems)
    texts = [each.text for each in options]
    explained: list[str] = []
    keys = [to_latin_letters(said) for said in told.keys] if one.is_vietnamese else told.keys
    judged = [verdicts(said, len(options)) for said in dict.fromkeys([*one.said, *keys])]
    if len(options) > 2 and judged and None not in judged:
        return _statements(one, options, [truths for truths in judged if truths is not None], problems, notes)
    key = decide(options, one.said, keys, problems, explained, usual.marks)
    one.notes["explanation"][:0] = explained
    is_by_usual = bool(usual.marks) and set_apart(options) != set_apart(options, usual.marks)
    if key and is_by_usual and not one.said and not keys:
        text = N_(
            "Gần hết các phương án của tệp được in đậm hay gạch chân như nhau; "
            "đáp án được hiểu là phương án không như vậy. Hãy kiểm tra."
        )
        notes.append(message(text))
    if (
        len(options) == 2
        and [truth(text) for text in texts] in ([True, False], [False, True])
        and len(key) == 1
    ):
        return "true_false", true_false_body(bool(truth(texts[key[0]])))
    kind = "several_correct" if len(key) > 1 else "single_choice"
    if len(key) > 1 and not asks_several(one.text):
        notes.append(message(N_("Có %(count)d đáp án đúng; hãy kiểm tra."), count=len(key)))
    elif any(re.search(r"[A-H]\s?-\s?[A-H]", each) for each in (*one.said, *told.keys)):
        notes.append(message(N_("Đáp án ghi “A-C” được hiểu là A và C; hãy kiểm tra.")))
    return kind, {"options": [{"text": text, "locked": closes_list(text)} for text in texts], "key": key}


def _statements(
    one: Draft,
    options: list[Option],
    judged: Sequence[Sequence[bool]],
    problems: list[Message],
    notes: list[Message],
) -> tuple[str, dict[str, Any]]:
    if any(truths != judged[0] for truths in judged):
        problems.append(message(N_("Các đáp án của câu này mâu thuẫn nhau. Hãy chọn đáp án.")))
    notes.append(SCALE)
    return "matching", statements_body([option.text for option in options], judged[0])


def _without_options(one: Draft, told: Told, problems: list[Message]) -> tuple[str, dict[str, Any]]:
    said = [clean(each) for each in (*one.said, *told.keys) if clean(each)]
    judged = [_JUDGED.match(each) for each in said]
    if said and all(judged):
        # “Sai. Căn cứ Điều lệ.”
        one.notes["explanation"][:0] = [
            each[match.end() :] for each, match in zip(said, judged, strict=True) if match
        ]
        said = [match[1] for match in judged if match]
    answers = {truth(each) for each in said}
    if said and None not in answers:
        if len(answers) > 1:
            problems.append(message(N_("Các đáp án của câu này mâu thuẫn nhau. Hãy chọn đáp án.")))
        return "true_false", true_false_body(bool(truth(said[0])))
    model = [clean(each) for each in one.notes.get("model_answer", [])]
    is_told_at_length = one.is_told_below and bool(one.notes.get("explanation"))
    if said and len(said[0]) <= _LONGEST_ANSWER and not model and not is_told_at_length:
        named = NAMED_SO.sub("", said[0])  # “Đáp án b”
        if LETTERS_SAID.fullmatch(named) and len(letters_of(named)) <= 4 and len(named) <= 12:
            problems.append(message(N_("Đáp án là “%(key)s” nhưng không thấy các phương án."), key=said[0]))
            return "single_choice", {"options": [], "key": []}
        if re.fullmatch("[1-8]", said[0]) and not _ASKS_A_NUMBER.search(one.text):
            problems.append(message(N_("Đáp án là “%(key)s” nhưng không thấy các phương án."), key=said[0]))
        if len(said) > 1:
            problems.append(message(N_("Các đáp án của câu này mâu thuẫn nhau. Hãy chọn đáp án.")))
        accepted = [each.strip() for each in said[0].split("|") if each.strip()]
        return "short_answer", {"accepted": accepted, "fold": True, "ignore_diacritics": False}
    if said or model:
        explained = [clean(each) for each in one.notes.pop("explanation", [])] if not model else []
        return "situation", {"model_answer": "\n".join([*said, *model, *explained]), "rubric": ""}
    problems.append(message(N_("Không thấy phương án nào, cũng không thấy đáp án.")))
    return "single_choice", {"options": [], "key": []}
