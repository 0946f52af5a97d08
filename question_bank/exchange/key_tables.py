"""Keys that stand together, at the end of a list or of a part: “1-A 2-B”, a grid of numbers and letters. PURE."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import zip_longest

from contest.kernel.vietnamese import clean

_TRUTH = r"đúng|sai|đ|s"
_OWN = rf"(?:[A-Ha-h](?!\w)(?:\s?[,&+]\s?[A-Ha-h](?!\w))*|(?-i:[A-H]{{2,4}})(?!\w)|(?:{_TRUTH})(?!\w))"
_PAIR = re.compile(
    rf"(?<![\w.])[(\[]?(?:câu\s?(?:hỏi\s?)?|bài\s?|question\s?|q)?"
    rf"(\d{{1,4}})\s?(?:[-.:)–—/=→|]|[.:]?\s?(?:đáp án|chọn)\s?:?)?\s?[(\[]?({_OWN})[)\]]?",
    re.I,
)
_LETTERS = re.compile(rf"(?:đáp án\s?:?\s?)?({_OWN})\s?\.?", re.I)
_NUMBER = re.compile(r"(?:câu\s?(?:hỏi\s?|số\s?)?|bài\s?)?(\d{1,4})\s?[.):]?", re.I)
_WORDS = re.compile(
    r"(?:(?:số\s)?câu(?:\shỏi)?(?:\ssố)?|đáp\s?án(?:\sđúng)?|đ/?a|stt|tt|key|answer|trả lời|chọn|"
    r"phương án(?:\sđúng)?|mã\s?đề\s?\d*)\s?:?|[-–—]?",
    re.I,
)
_COUNT_TITLE = re.compile(r"(?:số\s)?(?:thứ\stự|stt|tt|câu(?:\shỏi)?(?:\ssố)?)", re.I)
_KEY_TITLE = re.compile(r"đáp\s?án(?:\sđúng)?|đ/?a|phương án đúng|key|answer", re.I)
_REASON_TITLE = re.compile(
    r"căn cứ|cơ sở|giải thích|lời giải|hướng dẫn|lý do|lí do|ghi chú|nguồn|trích|điều|điểm|thang điểm|"
    r"mức độ|note|explanation",
    re.I,
)
_CODE = re.compile(r"(?:(?:mã\s*)?đề\s*:?\s*)?(\d{3,4})", re.I)
_CODE_LINE = re.compile(r"(?:.{0,60}\s)?mã\s*đề(?:\s*thi)?\s*:?\s*(\d{3,4})\W*", re.I)
_FEWEST_CODE = 100  # a smaller number is a question's, and no exam code
_TICK = re.compile(r"[xX×✓✔☑√+]")

LETTERS_SAID = re.compile(
    r"[A-Ha-h](?:\s?(?:,|;|&|/|\+|-|và|and|\s)\s?[A-Ha-h](?!\w))*(?!\w)\s?\.?|(?-i:[A-H]{2,5})(?!\w)\s?\.?",
    re.I,
)
"""Letters of options and nothing else: “B”, “A, C”, “A và C”, “AC”."""

Pair = tuple[int, str]
"""The number of a question, and what its key says."""


def pairs(text: str) -> list[Pair]:
    """The pairs of a line that holds nothing else, else none."""
    plain = clean(text)
    found = [(int(one[1]), one[2]) for one in _PAIR.finditer(plain)]
    if found and re.fullmatch(r"[\s;,|.\-–]*", _PAIR.sub("", plain)):
        return found
    return []


def letters_of(said: str) -> list[str]:
    """The letters in a list of them, as capitals."""
    return re.findall(r"[A-H]", re.sub(r"\b(?:và|and)\b", " ", said, flags=re.I).upper())


def grid_pairs(rows: Sequence[Sequence[str]]) -> list[Pair]:
    """The key that a grid of cells holds, none where it holds anything else.

    1-A in a cell; a number beside its letter; letters under numbers; a tick in the column of a letter.
    """
    plain = _of_keys([[clean(cell) for cell in row] for row in rows])
    if not plain or not _is_key(plain):
        return []
    if ticked := _ticked(plain) or _ticked(list(zip_longest(*plain, fillvalue=""))):
        return ticked
    return told_by(
        [[pair for cell in row for pair in pairs(cell)] for row in plain],
        [[_number(cell) for cell in row] for row in plain],
        [[_said(cell) for cell in row] for row in plain],
    )


def told_by(
    own: Sequence[Sequence[Pair]], numbers: Sequence[Sequence[int | None]], letters: Sequence[Sequence[str]]
) -> list[Pair]:
    """The pairs of rows: their `own` ones; letters under a row of numbers; or all letters behind a number.

    Two exam codes (“Mã đề 101 | Mã đề 102”) make two pairs of a number: which one holds is for its reader to ask.
    """
    found: list[Pair] = []
    above: Sequence[int | None] = ()
    for pairs_here, counts, said in zip(own, numbers, letters, strict=True):
        under = [(number, letter) for number, letter in zip(above, said, strict=False) if letter]
        own_counts = [number for number in counts if number is not None]
        is_code = len(own_counts) == 1 and own_counts[0] >= _FEWEST_CODE > max(
            (n for n, _ in under if n), default=0
        )
        if pairs_here:
            found += pairs_here
        elif not any(said):
            above = counts if own_counts else above
        elif under and (not own_counts or (is_code and all(number is not None for number, _ in under))):
            found += [(number, letter) for number, letter in under if number is not None]
        else:
            number: int | None = None
            for count, letter in zip(counts, said, strict=True):
                number = count if count is not None else number
                if letter and number is not None:
                    found.append((number, letter))
    return found


def exam_code(texts: Iterable[str]) -> str:
    """The code in lines like “Mã đề: 101”, "" where there is none, or another one too."""
    found = {code[1] for text in texts if (code := _CODE_LINE.fullmatch(text))}
    return found.pop() if len(found) == 1 else ""


def of_code(rows: Sequence[Sequence[str]], code: str) -> list[list[str]]:
    """A grid of the keys of several exam codes with those of this one alone; any other grid as it is."""
    plain = [list(row) for row in rows]
    codes = [_code(cell) for cell in plain[0]] if plain else []
    if code and code in codes:
        return [
            [cell for at, cell in enumerate(row) if at >= len(codes) or codes[at] in ("", code)]
            for row in plain
        ]
    firsts = [_code(row[0]) if row else "" for row in plain]
    if code and code in firsts:
        return [row for row, own in zip(plain, firsts, strict=True) if own in ("", code)]
    return plain


def _code(title: str) -> str:
    found = _CODE.fullmatch(clean(title))
    return found[1] if found else ""


def _of_keys(plain: list[list[str]]) -> list[list[str]]:
    """Of a grid titled “Câu | Đáp án | Căn cứ” the columns of numbers and of keys; any other grid as it is."""
    titles = plain[0] if plain else []
    counts = [at for at, title in enumerate(titles) if _COUNT_TITLE.fullmatch(title)]
    keys = [at for at, title in enumerate(titles) if _KEY_TITLE.fullmatch(title)]
    own_columns = [at for pair in zip(counts, keys, strict=False) for at in pair]
    if not counts or len(counts) != len(keys) or own_columns != sorted(own_columns) or len(plain) < 3:
        return plain
    others = [title for at, title in enumerate(titles) if at not in (*counts, *keys)]
    if not all(_REASON_TITLE.match(title) for title in others):
        return plain  # a list of questions as a table
    own = [[row[at] for at in own_columns if at < len(row)] for row in plain]
    filled = [row for row in own[1:] if any(row)]
    sound = all(
        len(row) == len(own_columns)
        and all(_number(cell) is not None or not cell for cell in row[::2])
        and all(_said(cell) or not cell for cell in row[1::2])
        for row in filled
    )
    return own if sound else plain


def _is_key(plain: Sequence[Sequence[str]]) -> bool:
    cells = [cell for row in plain for cell in row if cell]
    if any(len(cell) > 400 for cell in cells):
        return False
    said = sum(bool(_said(cell) or pairs(cell)) for cell in cells)
    known = all(
        _said(cell)
        or _number(cell) is not None
        or pairs(cell)
        or _WORDS.fullmatch(cell)
        or _TICK.fullmatch(cell)
        for cell in cells
    )
    return known and said >= 2


def _ticked(plain: Sequence[Sequence[str]]) -> list[Pair]:
    """Rows of ticks under A, B, C, D."""
    at = next(
        (
            at
            for at, row in enumerate(plain)
            if sum(cell in "ABCDEFGH" and len(cell) == 1 for cell in row) >= 2
        ),
        None,
    )
    if at is None:
        return []
    titles = plain[at]
    found = []
    for row in plain[at + 1 :]:
        number = next((one for one in map(_number, row) if one is not None), None)
        ticks = [
            title
            for title, cell in zip(titles, row, strict=False)
            if len(title) == 1 and title in "ABCDEFGH" and _TICK.fullmatch(cell)
        ]
        if number is not None and ticks:
            found.append((number, ", ".join(ticks)))
    return found


def _number(cell: str) -> int | None:
    found = _NUMBER.fullmatch(cell)
    return int(found[1]) if found else None


def _said(cell: str) -> str:
    found = _LETTERS.fullmatch(cell)
    return found[1] if found else ""
