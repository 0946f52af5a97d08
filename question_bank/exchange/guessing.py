"""What the columns of a table without known titles hold: guessed from a sample of its rows. PURE."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import fmean

from contest.kernel.vietnamese import clean, fold
from question_bank.exchange.columns import OPTIONS, Header, recognise
from question_bank.exchange.inline import split_options
from question_bank.exchange.keys import is_place
from question_bank.exchange.layout import (
    MOST_FILLED,
    MOST_SAMPLED,
    Layout,
    Rows,
    filled_share,
    label,
    mean_length,
    numbered,
    ordinal,
    share,
    values,
)
from question_bank.exchange.signs import starred

_LETTERS_ALONE, _NEARLY_ALL = 0.75, 0.9
_NUMBER_IN_WORDS = re.compile(r"(?:câu|bài|question|q)\s*(?:hỏi\s*)?(?:số\s*)?\d{1,4}\s*[.:)]?", re.I)


def guess_layout(rows: Rows) -> Layout | None:
    """The layout of a table whose titles are not known, in whichever way it is plain; None where it isn't."""
    return guess(rows) or guess_whole(rows) or guess_starred(rows)


def guess(rows: Rows) -> Layout | None:
    """The layout of a table without titles: a question, its options after it, a key; None where it isn't plain."""
    filled = [(at, row) for at, row in enumerate(rows) if sum(bool(cell.strip()) for cell in row) >= 3]
    if not filled:
        return None
    body = [row for _, row in filled][:MOST_SAMPLED]
    width = len(body[0])
    number = _number(body)
    keys = [
        column
        for column in range(width)
        if column != number
        and (share(body, column, is_place) >= 0.75 or _echoes(body, column))
        and filled_share(body, column) >= 0.75
    ]
    for key in reversed(keys):
        run = _run(body, key, number)
        options = run[1:]
        if not 2 <= len(options) <= len(OPTIONS) or share(body, options[-1], label) > _LETTERS_ALONE:
            continue  # the last “option” is the key of a table beside this one
        sound = [
            row
            for row in body
            if (place := is_place(row[key]) or _echoed(row, key, options))
            and all(one < len(options) and row[options[one]].strip() for one in place)
        ]
        if len(sound) < 2 or len(sound) < 0.75 * (len(body) - 1):
            continue
        # What stands over the first question is titles that say nothing.
        first = next(
            at
            for at, row in filled
            if is_place(row[key])
            or _echoed(row, key, options)
            or (number is not None and not row[key].strip() and ordinal(row[number]))
        )
        fields = [""] * width
        fields[run[0]], fields[key] = "text", "key"
        for field, column in zip(OPTIONS, options, strict=False):
            fields[column] = field
        above = [clean(cell) for cell in rows[first - 1]] if first else []
        if not above or not all(above[column] for column in (run[0], *options, key)):
            header = Header(first, 0, numbered(width))
        else:
            titles = tuple(title or other for title, other in zip(above, numbered(width), strict=True))
            header = Header(first - 1, 1, titles)
        return Layout(header, tuple(fields), number, is_guessed=True)
    return None


def guess_starred(rows: Rows) -> Layout | None:
    """The layout of a table without titles and keys, in which a star or a tick is beside the right options."""
    body = [row for row in rows if sum(bool(cell.strip()) for cell in row) >= 3][:MOST_SAMPLED]
    if len(body) < 2:
        return None
    number = _number(body)
    own = [at for at in range(len(body[0])) if at != number and any(values(body, at))]
    text, options = own[0], own[1 : len(OPTIONS) + 1]
    told = sum(bool(starred([row[at] for at in options])[1]) for row in body)
    if len(own) > len(OPTIONS) + 1 or told < 0.75 * len(body):
        return None
    fields = [""] * len(body[0])
    fields[text] = "text"
    for field, column in zip(OPTIONS, options, strict=False):
        fields[column] = field
    return Layout(Header(0, 0, numbered(len(fields))), tuple(fields), number, is_guessed=True)


def guess_whole(rows: Rows) -> Layout | None:
    """The layout of a table that has each question with its options in one cell; None where it isn't plain."""
    filled = [row for row in rows if any(cell.strip() for cell in row)][:MOST_SAMPLED]
    for column in range(len(rows[0])):
        whole = [at for at, row in enumerate(rows) if _is_whole(row[column])]
        if len(whole) < 2 or len(whole) < 0.7 * sum(bool(row[column].strip()) for row in filled):
            continue
        begin = whole[0]
        titled = begin > 0 and bool(rows[begin - 1][column].strip())
        titles = tuple(clean(cell) for cell in rows[begin - 1]) if titled else numbered(len(rows[0]))
        fields = ["key" if recognise(title) == "key" else "" for title in titles]
        fields[column] = "text"
        numbers = (at for at in range(column) if all(map(ordinal, filter(None, values(rows[begin:], at)))))
        header = Header(begin - 1, 1, titles) if titled else Header(begin, 0, titles)
        return Layout(header, tuple(fields), next(numbers, None), is_guessed=not titled)
    return None


def _is_whole(text: str) -> bool:
    stem, options = split_options(text)
    return len(options) >= 2 and bool(text[slice(*stem)].strip())


def _echoed(row: Sequence[str], key: int, options: Sequence[int]) -> list[int]:
    """The place of the option that a key says again."""
    said = fold(row[key])
    return [place for place, column in enumerate(options) if said and fold(row[column]) == said][:1]


def _echoes(body: Rows, column: int) -> bool:
    """Whether a column says again what stands in one of the columns before it, each time in another where it may."""
    before = [_echoed(row, column, range(column)) for row in body]
    return sum(map(bool, before)) >= 0.75 * len(body) and len({one[0] for one in before if one}) > 1


def _run(body: Rows, key: int, number: int | None) -> list[int]:
    """The columns of the question and its options: the longest run of filled ones, without what only classifies."""
    runs: list[list[int]] = [[]]
    for column in range(len(body[0])):
        if column in (key, number) or not any(values(body, column)):
            runs.append([])
        else:
            runs[-1].append(column)
    run = max(runs, key=len)
    before = key - 1
    if (
        run[:1] == [key + 1]
        and before >= 0
        and before != number
        and filled_share(body, before) >= MOST_FILLED
        and not _repeats(body, before)
        and mean_length(body, before) > mean_length(body, run[0])
    ):
        run = [before, *run]  # the key stands between the question and its options
    while len(run) > 3 and _repeats(body, run[0]):
        run = run[1:]
    rest = [mean_length(body, column) for column in run[1:-1]]
    # An explanation after the options.
    if (
        len(run) > 3
        and rest
        and mean_length(body, run[-1]) > 2.5 * fmean(rest)
        and mean_length(body, run[-1]) > 25
    ):
        run = run[:-1]
    return run


def _number(body: Rows) -> int | None:
    """The column of the questions' numbers: it counts, or says “Câu 7” in nearly every row, whichever come next."""
    width = len(body[0])
    counting = (at for at in range(width) if _counts(body, at))
    before_options = range(width // 2)  # a key may be called so too
    worded = (at for at in before_options if share(body, at, _NUMBER_IN_WORDS.fullmatch) >= _NEARLY_ALL)
    return next(counting, next(worded, None))


def _counts(body: Rows, column: int) -> bool:
    numbers = [found for text in values(body, column) if (found := ordinal(text)) is not None]
    steps = [later - earlier == 1 for earlier, later in pairwise(numbers)]
    return len(numbers) >= 0.7 * len(body) and len(steps) >= 1 and sum(steps) >= 0.9 * len(steps)


def _repeats(body: Rows, column: int) -> bool:
    texts = [text for text in values(body, column) if text]
    return len(texts) < len(body) / 2 or len(set(texts)) <= len(texts) / 2
