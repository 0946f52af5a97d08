"""Keys typed as ranges, as rows under rows of numbers, or by their letters → lines of pairs (“1-A 2-B”). PURE.

“1–5: A B C D A”, “Câu 1 đến 5: ABCDA”; “1 2 3” over “A B C”; “Câu 1, 3: A”; under a heading also “A: 1, 3” and “ABCDA”.
What doesn't fit (five numbers, four letters) stays as it is, and its questions are flagged for want of a key.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from question_bank.exchange.answer_lines import is_key_heading
from question_bank.exchange.key_tables import Pair
from question_bank.exchange.lines import Document, Line

_LEAD = r"(?:(?:bảng\s+)?(?:đáp\s*án|đ/?a|keys?|answers?)\s*(?:trắc\s*nghiệm)?\s*[:.]?\s*)?"
_COUNT = r"(?:câu\s*(?:hỏi\s*|số\s*)?|từ\s+|câu\s+từ\s+)*"
_RANGE = re.compile(
    rf"{_COUNT}(\d{{1,4}})\s*(?:-|–|—|->|→|\.\.\.?|đến|tới|to)\s*(?:câu\s*)?(\d{{1,4}})\s*[:.)=]?(?=[\s(A-HĐS])",
    re.I,
)
_MOST = 200  # questions of a range
_TOKEN = re.compile(r"[A-HĐS]{1,5}|[a-h]")
_LETTERS_ALONE = re.compile(r"[A-HĐSa-h\s,;.|/\-–()]+")
_ROW_OF_NUMBERS = re.compile(
    r"(?:(?:số\s+)?câu(?:\s+(?:hỏi|số))?|stt|tt)?\s*[:|]?\s*(\d{1,4}(?:[\s|,;.]+\d{1,4})+)[\s|.;]*", re.I
)
_ROW_OF_LETTERS = re.compile(
    r"(?i:đáp\s*án|đ/?a|đ\.\s*án|key|answer|trả\s*lời|chọn)?\s*[:|]?\s*([A-HĐS](?:[\s|,;.]+[A-HĐS])+)[\s|.;]*"
)
_NUMBERS_FOR_ONE = re.compile(
    rf"{_COUNT}(\d{{1,4}}(?:\s*[,;&]\s*(?:câu\s*)?\d{{1,4}})+)\s*[:=]\s*(?:chọn\s+)?([A-H])\s*[.;]?", re.I
)
_ONE_FOR_NUMBERS = re.compile(
    r"(?:(?:đáp\s*án|chọn)\s+)?([A-H])\s*[:=]\s*(?:câu\s*)?(\d{1,4}(?:\s*[,;\s]\s*\d{1,4})*)\s*[.;]?", re.I
)


def with_pairs(document: Document) -> Document:
    """The document with such lines as lines of pairs. `Document.counted` is set where letters alone were counted."""
    lines = document.lines
    found: list[Line] = []
    counted = 0
    at = 0
    while at < len(lines):
        line, after = lines[at], lines[at + 1 : at + 2]
        taken = 1
        told = [] if line.role else ranges(line.text)
        if not told and not line.role and after and not after[0].role:
            told = _row_over_row(line.text, after[0].text)
            taken = 2 if told else 1
        if not told and not line.role and _NUMBERS_FOR_ONE.fullmatch(line.text):
            told, taken = _by_letters(lines[at:], _NUMBERS_FOR_ONE, 2)
        if not told and is_key_heading(line.text):
            own, rows = _by_letters(lines[at + 1 :], _ONE_FOR_NUMBERS, 1)
            if not own and (own := _letters_alone(lines[at + 1 :])):
                rows, counted = len(lines), len(own)
            if own:
                found.append(line)
                line, told, taken = lines[at + 1], own, rows + 1
        found.append(_as_pairs(line, told) if told else line)
        at += taken
    return (
        replace(document, lines=found, counted=counted)
        if len(found) < len(lines) or found != lines
        else document
    )


def _as_pairs(line: Line, told: Sequence[Pair]) -> Line:
    text = "  ".join(f"{number}-{said}" for number, said in told)
    return Line.plain(text, line.number)


def ranges(text: str) -> list[Pair]:
    """The pairs of a line that holds ranges of numbers, each with as many letters; none where it holds anything else."""
    if len(text) > 4000 or not text[:1].isalnum():
        return []
    lead = re.match(_LEAD, text, re.I)
    text = text[lead.end() if lead else 0 :]
    heads = [one for one in _RANGE.finditer(text) if int(one[1]) < int(one[2]) < int(one[1]) + _MOST]
    if not heads or heads[0].start():
        return []
    told: list[Pair] = []
    for head, end in zip(heads, [one.start() for one in heads[1:]] + [len(text)], strict=True):
        numbers = range(int(head[1]), int(head[2]) + 1)
        letters = _apart(text[head.end() : end], len(numbers))
        if not letters:
            return []
        told += zip(numbers, letters, strict=True)
    return told


def _apart(text: str, count: int) -> list[str]:
    """So many keys in a text of letters; none where it has more, fewer, or other words."""
    if not _LETTERS_ALONE.fullmatch(text):
        return []
    tokens = _TOKEN.findall(text)
    if len(tokens) == count:
        found = [token.upper() for token in tokens]
    else:
        found = [letter.upper() for token in tokens for letter in token]
    is_truth = {letter for token in found for letter in token} <= {"Đ", "S"}
    is_sound = is_truth or not {"Đ", "S"} & {letter for token in found for letter in token}
    return found if len(found) == count and is_sound else []


def _row_over_row(above: str, below: str) -> list[Pair]:
    numbers, letters = _ROW_OF_NUMBERS.fullmatch(above), _ROW_OF_LETTERS.fullmatch(below)
    if numbers is None or letters is None:
        return []
    counts = [int(one) for one in re.findall(r"\d+", numbers[1])]
    keys = re.findall(r"[A-HĐS]", letters[1])
    rises = counts == list(range(counts[0], counts[0] + len(counts)))
    return [*zip(counts, keys, strict=True)] if rises and len(keys) == len(counts) >= 2 else []


def _by_letters(lines: Sequence[Line], form: re.Pattern[str], letter: int) -> tuple[list[Pair], int]:
    """The pairs of rows that name many questions for one letter, and how many rows; none where they don't make 1, 2, 3 …"""
    told: list[Pair] = []
    rows = 0
    for line in lines:
        found = None if line.role else form.fullmatch(line.text)
        if found is None:
            break
        rows += 1
        told += [(int(number), found[letter].upper()) for number in re.findall(r"\d+", found[3 - letter])]
    numbers = sorted(number for number, _ in told)
    is_whole = numbers == list(range(1, len(numbers) + 1))
    return (sorted(told), rows) if rows >= 2 and is_whole else ([], 1)


def _letters_alone(lines: Sequence[Line]) -> list[Pair]:
    """“ABCDA” or “A B C D A” in all the lines that are left: the keys of questions 1, 2, 3 …"""
    texts = [line.text for line in lines]
    if not texts or any(line.role for line in lines) or not all(map(_LETTERS_ALONE.fullmatch, texts)):
        return []
    keys = re.findall(r"[A-H]", " ".join(texts))
    return (
        [*enumerate(keys, start=1)] if len(keys) >= 4 and not re.search(r"[ĐSa-h]", " ".join(texts)) else []
    )
