"""What the columns of a table hold, where the titles alone don't tell: from what stands under them. PURE."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from contest.kernel.vietnamese import clean, fold
from question_bank.exchange.columns import OPTIONS, Header, is_aside, is_generic, is_number, recognise
from question_bank.exchange.inline import split_options
from question_bank.exchange.keys import is_place
from question_bank.exchange.questions import Mapping

Rows = Sequence[Sequence[str]]

# An x beside the right option, or a word of truth beside each.
TICKS = frozenset(
    {"x", "✓", "✔", "v", "*", "1", "dung", "d", "true", "t", "yes", "co", "☑", "√", "100", "100%"}
)
BLANKS = frozenset({"0", "sai", "s", "false", "f", "no", "khong", "-", "☐", "0%"})
_LABEL = re.compile(r"\(?([A-Ha-h])\s*[.):/]?\)?")
_ORDINAL = re.compile(r"(?:(?:câu|bài|question|q)\s*(?:hỏi\s*)?(?:số\s*)?)?(\d{1,4})\s*[.):]?", re.I)
_COUNTED = re.compile(r"(.*?)\s*(\d)")
_FEWEST_COUNTED = 3
MOST_SAMPLED = 300
MOST_FILLED, _HALF = 0.9, 0.5


@dataclass(frozen=True)
class Layout:
    """How a sheet is read: its header, the field of each column, and beside these the columns of no field that count.

    `number`: the running number. `ticks`: for each option in order the column that ticks it, or none at all.
    """

    header: Header
    mapping: Mapping
    number: int | None = None
    ticks: tuple[int, ...] = ()
    sides: tuple[int, int] | None = None
    """The columns “Đúng” and “Sai” of statements, one of which is ticked."""
    is_guessed: bool = False
    from_zero: bool = False
    """Whether the titles of the options count from 0, and so do the keys."""

    @property
    def begin(self) -> int:
        """The first row (from 0) under the titles."""
        return self.header.first + self.header.height

    @property
    def columns(self) -> dict[str, int]:
        """Field → column."""
        return {field: column for column, field in enumerate(self.mapping) if field}


def under(rows: Rows, header: Header) -> list[Sequence[str]]:
    """A sample of the rows under a header that have something in them."""
    printed = rows[header.first : header.first + header.height]
    below = rows[header.first + header.height :]
    filled = [row for row in below if sum(bool(cell.strip()) for cell in row) > 1 and row not in printed]
    return filled[:MOST_SAMPLED]


def understand(rows: Rows, header: Header, mapping: Mapping, is_chosen: bool = False) -> Layout:
    """The layout under a header, from the fields that its titles mean; those that somebody chose stand."""
    body = under(rows, header)
    fields = list(mapping) if is_chosen else _mend(header.titles, body, list(mapping))
    number = next(
        (
            column
            for column, title in enumerate(header.titles)
            if not fields[column]
            and is_number(title)
            and all(map(ordinal, filter(None, values(body, column))))
        ),
        None,
    )
    layout = Layout(header, tuple(fields), number)
    ticks = _ticks(layout, body)
    if ticks and "key" in fields and fields.index("key") in ticks:
        fields[fields.index("key")] = ""
    first = fields.index(OPTIONS[0]) if OPTIONS[0] in fields else None
    from_zero = first is not None and bool(re.fullmatch(r"(?:.*\D)?0", header.titles[first].strip()))
    return Layout(
        header, tuple(fields), number, ticks, _sides(header.titles, fields, body), from_zero=from_zero
    )


def values(rows: Rows, column: int) -> list[str]:
    """The cleaned texts of a column."""
    return [clean(row[column]) for row in rows]


def ordinal(text: str) -> int | None:
    """The number in “5”, “5.”, “Câu 5”; None for other texts."""
    found = _ORDINAL.fullmatch(text.strip())
    return int(found[1]) if found else None


def label(text: str) -> str:
    """The letter of “A”, “a)”, “(A)”; "" for other texts."""
    found = _LABEL.fullmatch(text.strip())
    return found[1].upper() if found else ""


def tick(text: str) -> bool | None:
    """Whether a cell beside an option ticks it; None for a cell that says something else. An empty cell doesn't."""
    word = fold(text).strip(" .[]()")
    return True if word in TICKS else False if word in BLANKS or not word else None


def mean_length(body: Rows, column: int) -> float:
    """How many letters the filled cells of a column have, on average."""
    texts = [text for text in values(body, column) if text]
    return fmean(map(len, texts)) if texts else 0.0


def share(body: Rows, column: int, fits: object) -> float:
    """How many of the filled cells of a column fit, from 0 to 1."""
    texts = [text for text in values(body, column) if text]
    return sum(bool(fits(text)) for text in texts) / len(texts) if texts else 0.0  # type: ignore[operator]


def _mend(titles: Sequence[str], body: Rows, fields: list[str]) -> list[str]:
    if not body:
        return fields
    _series(titles, fields)
    _untitled(titles, body, fields)
    _mend_options(titles, body, fields)
    _mend_text(titles, body, fields)
    _mend_key(titles, body, fields)
    return fields


def _series(titles: Sequence[str], fields: list[str]) -> None:
    """Options under titles of any word that count: “Xử lý 1”, “Xử lý 2” …, “1”, “2” …, “Đáp án 0”, “Đáp án 1” …"""
    counted = [_COUNTED.fullmatch(fold(title).strip(" .:)")) for title in titles]
    for start, first in enumerate(counted):
        if not first or int(first[2]) > 1 or is_aside(f"{first[1]} 1") or is_number(first[1]):
            continue
        end = start + 1
        while (
            end < len(counted)
            and (one := counted[end])
            and one[1] == first[1]
            and int(one[2]) == int(first[2]) + end - start
        ):
            end += 1
        run = range(start, end)
        others = [field for at, field in enumerate(fields) if at not in run]
        are_free = all(fields[at] in ("", *OPTIONS) for at in run) and not set(others) & set(OPTIONS)
        if are_free and _FEWEST_COUNTED <= len(run) <= len(OPTIONS):
            fields[start:end] = OPTIONS[: len(run)]
            return


def _untitled(titles: Sequence[str], body: Rows, fields: list[str]) -> None:
    """A key, or all the options, in columns without a title."""
    blank = [column for column, title in enumerate(titles) if not title and any(values(body, column))]
    has_options = any(option in fields for option in OPTIONS)
    if has_options and "key" not in fields and blank and share(body, blank[0], is_place) > 0.9:
        fields[blank[0]] = "key"
    elif has_options:
        _untitled_option(body, fields, blank)
    elif not has_options and {"text", "key"} <= set(fields) and 2 <= len(blank) <= len(OPTIONS):
        are_together = blank == list(range(blank[0], blank[0] + len(blank)))
        if (
            are_together
            and blank[0] == fields.index("text") + 1
            and share(body, fields.index("key"), is_place) > 0.7
        ):
            for option, column in zip(OPTIONS, blank, strict=False):
                fields[column] = option


def _untitled_option(body: Rows, fields: list[str], blank: Sequence[int]) -> None:
    """One more option than there are titles, right after the last one and before the key."""
    options = [column for column, field in enumerate(fields) if field in OPTIONS]
    known = [field for field in fields if field in OPTIONS]
    after = max(options) + 1
    if (
        after in blank
        and known == list(OPTIONS[: len(known)])
        and len(known) < len(OPTIONS)
        and "key" in fields
        and fields.index("key") > after
        and filled_share(body, after) >= _HALF
        and share(body, after, lambda text: tick(text) is None) > MOST_FILLED
    ):
        fields[after] = OPTIONS[len(known)]


def _mend_options(titles: Sequence[str], body: Rows, fields: list[str]) -> None:
    """“Đáp án” four times, or once over four columns: options."""
    if any(option in fields for option in OPTIONS):
        return
    for start, title in enumerate(titles):
        if not is_generic(title):
            continue
        end = start + 1
        while end < len(titles) and (titles[end] == title or not titles[end]) and any(values(body, end)):
            end += 1
        # A lone column of letters after the options is the key, though it is titled alike.
        if end - start > 2 and share(body, end - 1, is_place) > 0.9 and share(body, end - 2, is_place) < 0.5:
            end -= 1
            fields[end] = "key"
        if end - start >= 2:
            fields[start:end] = OPTIONS[: end - start]
            fields[start:end] += [""] * (end - start - len(fields[start:end]))
            return
    # One column with all of them, under a title that else means the key.
    for column, title in enumerate(titles):
        is_free = fields[column] in ("", "key") and is_generic(title) and "options" not in fields
        if is_free and share(body, column, lambda text: len(split_options(text)[1]) >= 2) > 0.6:
            fields[column] = "options"


def _mend_text(titles: Sequence[str], body: Rows, fields: list[str]) -> None:
    """Of “Câu hỏi” (a number) and “Nội dung” the one with the words."""
    known = [
        column
        for column, title in enumerate(titles)
        if recognise(title) == "text" and fields[column] not in OPTIONS
    ]
    now = fields.index("text") if "text" in fields else None
    if now is not None and share(body, now, ordinal) < 0.6 and len(known) < 2:
        return
    free = known or []
    if now is None or share(body, now, ordinal) >= 0.6:
        free = [column for column, field in enumerate(fields) if not field and column != now]
        free += [column for column in known if column not in free]
    if free:
        best = max(free, key=lambda column: mean_length(body, column))
        if mean_length(body, best) > (mean_length(body, now) if now is not None else 3):
            if now is not None:
                fields[now] = ""
            fields[best] = "text"


def _mend_key(titles: Sequence[str], body: Rows, fields: list[str]) -> None:
    """Of several columns that are titled like a key the one with the letters."""
    has_options = any(option in fields for option in (*OPTIONS, "options"))
    free = [
        column
        for column, title in enumerate(titles)
        if fields[column] in ("", "key") and (recognise(title) == "key" or fields[column] == "key")
    ]
    if not free:
        # “Answer 1” behind options that are called A, B, C, D.
        free = [
            column
            for column, title in enumerate(titles)
            if not fields[column] and recognise(title) in OPTIONS and share(body, column, is_place) > 0.9
        ]
    if not free or not has_options:
        return
    best = max(free, key=lambda column: (share(body, column, is_place), -column))
    if "key" in fields and (best == fields.index("key") or not any(values(body, best))):
        return
    if "key" in fields:
        fields[fields.index("key")] = ""
    fields[best] = "key"


def _sides(titles: Sequence[str], fields: Sequence[str], body: Rows) -> tuple[int, int] | None:
    folded = [fold(title).strip(" .") for title in titles]
    if any(option in fields for option in OPTIONS):
        return None
    for true, false in (("dung", "sai"), ("d", "s"), ("true", "false")):
        if folded.count(true) == folded.count(false) == 1:
            columns = folded.index(true), folded.index(false)
            if all(tick(row[column]) is not None for row in body for column in columns):
                return columns
    return None


def _ticks(layout: Layout, body: Rows) -> tuple[int, ...]:
    """For each option the column that ticks it: as many columns with nothing but ticks as there are options."""
    options = [column for column, field in enumerate(layout.mapping) if field in OPTIONS]
    if not options:
        return ()

    def is_ticked(column: int) -> bool:
        # One after the last option that was never ticked may have no title, and so no column.
        if column == width:
            return True
        title, field = layout.header.titles[column], layout.mapping[column]
        is_free = (not field and not is_aside(title)) or field == "key"
        return is_free and all(tick(text) is not None for text in values(body, column))

    width, count = len(layout.mapping), len(options)
    beside = [[option + step for option in options] for step in (1, -1)]
    blocks = [list(range(start, start + count)) for start in range(width - count + 1)]
    for columns in beside + blocks:
        if all(0 <= column <= width and is_ticked(column) for column in columns):
            columns = [column for column in columns if column < width]
            ticks = [[tick(row[column]) for column in columns] for row in body]
            filled = [[bool(row[column].strip()) for column in columns] for row in body]
            # One a row at least, and not only in one column: that would be anything.
            if (
                sum(any(row) for row in ticks) >= 0.7 * len(body)
                and sum(map(any, zip(*filled, strict=True))) > 1
            ):
                return tuple(columns)
    return ()


def numbered(width: int) -> tuple[str, ...]:
    """Titles for columns that have none."""
    return tuple(f"Cột {number}" for number in range(1, width + 1))


def filled_share(body: Rows, column: int) -> float:
    """How many of the rows have something in a column, from 0 to 1."""
    return sum(map(bool, values(body, column))) / len(body)
