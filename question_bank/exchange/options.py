"""The lines of one question → its words and its options. PURE.

Letters at the beginnings of lines are options for sure; those inside a line are looked for only where a letter is missing,
or where the lines leave off. What could be read in two ways is said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import islice, pairwise

from contest.kernel.messages import N_, Message, message
from question_bank.exchange.filled_columns import in_order
from question_bank.exchange.labels import Label, find_label, inline_labels
from question_bank.exchange.lines import Line
from question_bank.exchange.option import Option
from question_bank.exchange.option_signs import RIGHT, take_boxes, take_signs
from question_bank.exchange.own_dot import begin_of_words
from question_bank.exchange.unlettered import boxed_of, bullets_of, numbers_of, romans_of, truths_of
from question_bank.kinds.choices import LETTERS

_PAGE = re.compile(r"\d{1,4}")  # alone in a line: more often the page's number than an option's words
_PARTED = re.compile(r"\s+[;|/]$")  # what stands between options in a line
_COMMA = re.compile(r"([A-Ha-h])\s?[,;]\s*(?=\S)")
_SEPARATORS = ";|,"
_STOP = re.compile(r"(?<!v)(?<!\.)\.$")  # no “v.v.”, no “…”
_LONG, _LONGER = 300, 4
_FEW = 3  # words of an option in a row of them
_MOST_CHAINS = 12  # places that are tried: a line has no more


@dataclass
class Split:
    """A question's words and its options; `by` is what set these apart (letters, numbers, bullets, lines)."""

    stem: list[Line]
    options: list[Option] = field(default_factory=list)
    by: str = ""
    problems: list[Message] = field(default_factory=list)
    notes: list[Message] = field(default_factory=list)


Placed = tuple[int, Label]
"""A label, and which of the lines it is in."""


def split_options(lines: Sequence[Line], usual: int, style: str) -> Split:
    """The words and options of a question that has these lines.

    `usual`: how many options the questions of the list mostly have (0: not known yet). `style`: how the question began.
    """
    found = Split([])
    lines = in_order(lines)
    placed = _letters(lines, usual, found)
    if len(placed) >= 2 or (placed and placed[0][1].upper == "A" and _is_known(lines, placed[0])):
        _cut(lines, placed, found)
        found.by = "letters"
    elif (numbers := numbers_of(lines, style)) is not None:
        found.stem, found.options, found.by = list(lines[: numbers[0]]), numbers[1], "numbers"
    elif (boxed := boxed_of(lines)) is not None:
        found.stem, found.options, found.by = *boxed, "boxes"
    elif (bullets := bullets_of(lines)) is not None:
        found.stem, found.options, found.by = list(lines[: bullets[0]]), bullets[1], "bullets"
    elif (romans := romans_of(lines)) is not None:
        found.stem, found.options, found.by = list(lines[: romans[0]]), romans[1], "numbers"
    elif (truths := truths_of(lines)) is not None:
        found.stem, found.options, found.by = list(lines[:-1]), truths, "lines"
    else:
        found.stem = list(lines)
    found.problems += take_boxes(found.options)
    take_signs(found.options)
    _look_at_the_last(found, lines)
    return found


def begins_options(line: Line) -> bool:
    """Whether a line holds the first option of a question: A at its beginning, or inside it and before a B."""
    if line.role == "option":
        return True
    label = find_label(line.text)
    if label is not None and label.upper == "A" and not label.is_worded:
        return True
    return bool(_inline_chains(line.text, "A") or _inline_chains(line.text, "a"))


# --- letters


def _is_known(lines: Sequence[Line], placed: Placed) -> bool:
    return lines[placed[0]].role == "option"


def _letters(lines: Sequence[Line], usual: int, found: Split) -> list[Placed]:
    starts = _line_starts(lines)
    chosen = _one_case(starts, found)
    if not chosen:
        return _all_inline(lines, found)
    chosen = _from_the_first(lines, chosen)
    return _with_inline(lines, chosen, usual, found)


def _line_starts(lines: Sequence[Line]) -> list[Placed]:
    starts: list[Placed] = []
    for at, line in enumerate(lines):
        if line.role == "option":
            starts.append((at, Label(line.value, 0, 0, 0)))
            continue
        label = find_label(line.text)
        if label is None or (at == 0 and label.upper != "A") or _is_code(line.text, label):
            continue
        if label.end < len(line.text) or _goes_on(lines, at):
            starts.append((at, label))
    worded = [one for one in starts if one[1].is_worded]
    if len(worded) < 2 or len(worded) < len(starts):
        starts = [one for one in starts if not one[1].is_worded]
    return starts


def _is_code(text: str, label: Label) -> bool:
    """“B-52”, “D:\\” are no letters of options."""
    return bool(re.match(r"[A-Za-z](?:-\d|:\\)", text[label.at : label.at + 3]))


def _goes_on(lines: Sequence[Line], at: int) -> bool:
    """Whether a letter alone in its line has its words in the next one."""
    after = lines[at + 1] if at + 1 < len(lines) else None
    return after is not None and find_label(after.text) is None


def _one_case(starts: list[Placed], found: Split) -> list[Placed]:
    """The labels in capitals, or those in small letters: “a) … b) …” under capitals belongs to the words."""
    upper = [one for one in starts if one[1].letter.isupper()]
    lower = [one for one in starts if one[1].letter.islower()]
    if not upper or not lower:
        return upper or lower
    both = sorted(starts, key=lambda one: one[0])
    if "".join(one[1].upper for one in both) == "ABCDEFGH"[: len(both)]:
        return both  # “A. b. C. d.”
    has_upper = len({one[1].letter for one in upper}) >= 2
    has_lower = len({one[1].letter for one in lower}) >= 2
    if has_upper and has_lower:
        if lower[-1][0] > upper[0][0]:
            found.problems.append(
                message(N_("Có hai dãy chữ cái (A, B… và a, b…). Hãy kiểm tra đâu là phương án."))
            )
        return upper
    if has_upper or has_lower:
        few, many = (lower, upper) if has_upper else (upper, lower)
        letters = {one[1].upper for one in many}
        # “A. B. c. D.”: one letter typed small, where it is the one that is missing.
        fitting = [one for one in few if one[1].upper not in letters and one[0] >= many[0][0]]
        return sorted([*many, *fitting], key=lambda one: one[0]) if len(fitting) == 1 else many
    return (
        sorted([*upper, *lower], key=lambda one: one[0]) if upper[0][1].upper != lower[0][1].upper else upper
    )


def _from_the_first(lines: Sequence[Line], chosen: list[Placed]) -> list[Placed]:
    """Without letters that begin lines of the question's own words: “C. Mác …” before A where another C follows."""
    if chosen[0][0] == 0 and any(one[1].letter == chosen[0][1].letter for one in chosen[1:]):
        chosen = chosen[1:]  # “A. Einstein …”, and A below
    first = next((at for at, one in enumerate(chosen) if one[1].upper == "A"), None)
    if first is None:
        # A may be glued to the question's words.
        until = chosen[0][0]
        case = "A" if chosen[0][1].letter.isupper() else "a"
        for at in range(until - 1, -1, -1):
            if candidates := [*inline_labels(lines[at].text, case, 0)]:
                return [(at, max(candidates, key=lambda one: (one.gap, one.start))), *chosen]
        return chosen
    after = {one[1].upper for one in chosen[first:]}
    return [*(one for one in chosen[:first] if one[1].upper not in after), *chosen[first:]]


def _with_inline(lines: Sequence[Line], chosen: list[Placed], usual: int, found: Split) -> list[Placed]:
    """With those inside the lines: where a letter is missing, and after the last."""
    known = {one[1].upper for one in chosen}
    highest = max(known)
    whole: list[Placed] = []
    inside = 0
    for place, (at, label) in enumerate(chosen):
        until = chosen[place + 1][0] if place + 1 < len(chosen) else len(lines)
        whole.append((at, label))
        last_line, last = at, label
        while last.upper < "H":
            letter = chr(ord(last.letter) + 1)
            if letter.upper() in known:
                break
            is_missing = letter.upper() < highest
            candidates = _candidates(lines, letter, last_line, last, until)
            if not candidates and (is_missing or LETTERS.index(letter.upper()) < usual):
                candidates = _undotted(lines, letter, last_line, last, until)
            if not candidates:
                break
            best = max(candidates, key=lambda one: (one[1].gap, -one[0]))
            is_regular = inside > 0 or len(chosen) == 1
            beyond = bool(usual) and LETTERS.index(letter.upper()) >= usual
            if best[1].gap < 2 and not is_missing:
                is_doubtful = _is_lower_word(lines, best, whole) and not _is_row(lines, chosen, usual)
                if beyond or is_doubtful:
                    if not is_regular:
                        break
                    _doubt(found, letter)
                    break
                if not is_regular:
                    _doubt(found, letter)
                elif letter.islower() and last_line != at:
                    break
            if sum(one[1].gap == best[1].gap for one in candidates) > 1:
                _doubt(found, letter)
            whole.append(best)
            known.add(letter.upper())
            inside += 1
            last_line, last = best
    return whole


def _candidates(lines: Sequence[Line], letter: str, at: int, last: Label, until: int) -> list[Placed]:
    found: list[Placed] = []
    for line in range(at, max(until, at + 1)):
        begin = last.end if line == at else 0
        for one in islice(inline_labels(lines[line].text, letter, begin), _MOST_CHAINS):
            # An option has words: “B. C. Mác” is no empty B.
            if line == at and not _has_words(lines[line].text, begin, one.start):
                continue
            if line > at and one.gap < 2:
                continue
            found.append((line, one))
    return found


def _undotted(lines: Sequence[Line], letter: str, at: int, last: Label, until: int) -> list[Placed]:
    """The only place where a letter that is missing stands without its dot: “C Hà Nội”, “C, Hà Nội”."""
    found: list[Placed] = []
    for line in range(at, max(until, at + 1)):
        begin = last.end if line == at else 0
        for one in re.finditer(rf"(?:^|(?<=\t)|(?<=\s\s)){letter}\s?[,;]?\s+(?=\S)", lines[line].text):
            if one.start() >= begin and (line > at or _has_words(lines[line].text, begin, one.start())):
                found.append((line, Label(letter, one.start(), one.start(), one.end())))
    return found if len(found) == 1 else []


def _is_lower_word(lines: Sequence[Line], best: Placed, others: Sequence[Placed]) -> bool:
    """Whether the words after a letter begin small where those after all others begin with a capital or a number."""
    own = lines[best[0]].text[best[1].end : best[1].end + 1]
    rest = [lines[at].text[one.end : one.end + 1] for at, one in others]
    return own.islower() and bool(rest) and not any(each.islower() for each in rest)


def _is_row(lines: Sequence[Line], chosen: Sequence[Placed], usual: int) -> bool:
    """Whether one line holds all options, each of a word or a few: “A. ADN B. mARN C. tARN D. Prôtêin”."""
    (at, first), text = chosen[0], lines[chosen[0][0]].text
    if len(chosen) > 1 or first.upper != "A" or first.start:
        return False
    chain = [first]
    while chain[-1].upper < "H" and (
        after := next(inline_labels(text, chr(ord(chain[-1].letter) + 1), chain[-1].end), None)
    ):
        chain.append(after)
    ends = [*(one.start for one in chain[1:]), len(text)]
    return (
        len(chain) >= max(3, usual)
        and at == len(lines) - 1
        and all(1 <= len(text[one.end : end].split()) <= _FEW for one, end in zip(chain, ends, strict=True))
    )


def _doubt(found: Split, letter: str) -> None:
    found.notes.append(
        message(
            N_("“%(letter)s.” ở giữa dòng có thể là phương án, cũng có thể là chữ trong câu; hãy kiểm tra."),
            letter=letter,
        )
    )


def _all_inline(lines: Sequence[Line], found: Split) -> list[Placed]:
    """Options that all stand inside a line, after the question's words."""
    for case in ("A", "a"):
        for at in range(len(lines) - 1, -1, -1):
            chains = _inline_chains(lines[at].text, case)
            if not chains:
                continue
            most = max(map(len, chains))
            best = [one for one in chains if len(one) == most]
            if len(best) > 1:
                _doubt(found, case)
            chosen = best[-1]
            placed = [(at, one) for one in chosen]
            return _with_inline(lines, placed[:1], 0, found) if case == "A" else placed
    return []


def _inline_chains(text: str, first: str) -> list[list[Label]]:
    """A, B, C … inside a line, from each A that a B follows. Small letters need three, or wide blanks."""
    chains = []
    for label in islice(inline_labels(text, first, 0), _MOST_CHAINS):
        chain = [label]
        while chain[-1].upper < "H":
            letter = chr(ord(chain[-1].letter) + 1)
            after = [
                one
                for one in islice(inline_labels(text, letter, chain[-1].end), _MOST_CHAINS)
                if _has_words(text, chain[-1].end, one.start)
            ]
            if not after:
                break
            chain.append(max(after, key=lambda one: (one.gap, -one.start)))
        if len(chain) >= 2 and (first == "A" or len(chain) >= 3 or all(one.gap == 2 for one in chain)):
            chains.append(chain)
    return chains


def _has_words(text: str, start: int, end: int) -> bool:
    """Whether there is a letter or a digit in [start, end)."""
    return any(text[at].isalnum() for at in range(start, end))


def _cut(lines: Sequence[Line], placed: list[Placed], found: Split) -> None:
    """Cut the lines at the labels."""
    first, label = placed[0]
    parted = _separator(lines, placed)
    signs = "".join(lines[at].text[label.start : label.start + 1] for at, label in placed)
    is_plus = (
        signs.count("+") == 1 and signs.count("-") == len(signs) - 1
    )  # one “+” among “-” is the right one
    are_bullets = all(
        lines[at].text[label.start :].startswith("* ") for at, label in placed
    )  # and no signs of the right one
    found.stem = [*lines[:first]]
    before = lines[first].cut(0, label.start)
    if before.text:
        found.stem.append(before)
    for place, (at, label) in enumerate(placed):
        after = placed[place + 1] if place + 1 < len(placed) else None
        until = after[0] if after else len(lines) - 1
        own: list[Line] = []
        for line in range(at, until + 1):
            end = after[1].start if after and line == after[0] else None
            begin = begin_of_words(lines[line].text, label.end, end) if line == at else 0
            piece = lines[line].cut(begin, end)
            if end is not None:
                piece = piece.cut(0, len(_PARTED.sub("", piece.text).removesuffix(parted).rstrip()))
            if parted and (after, line) == (None, until) and _STOP.search(piece.text):
                piece = piece.cut(
                    0, len(piece.text) - 1
                )  # “A. …, B. …, C. ….”: it ends the line, as the commas the options
            if piece.text:
                own.append(piece)
        mark = lines[at]
        labelled = (
            replace(mark, text=mark.text[label.at : label.at + 1], marks=mark.marks[label.at : label.at + 1])
            if not mark.role
            else replace(mark, text=mark.value, marks=(mark.letter,))
        )
        found.options.append(
            Option(
                label.letter,
                own or [mark.cut(len(mark.text))],
                labelled,
                (label.starred and not are_bullets) or (is_plus and signs[place] == "+"),
                label.box,
            )
        )


def _separator(lines: Sequence[Line], placed: Sequence[Placed]) -> str:
    """The sign that all options have behind them which another follows in their line, "" where they have none."""
    ends = {
        lines[at].text[one.end : after.start].rstrip()[-1:]
        for (at, one), (below, after) in pairwise(placed)
        if at == below
    }
    return next((sign for sign in _SEPARATORS if ends == {sign}), "")


def is_starred(text: str) -> bool:
    """Whether an option without a letter has a sign that it is right."""
    return (text.startswith("*") != text.endswith("*")) or bool(
        (found := RIGHT.search(text)) and found.start()
    )


def bare_options(found: Split) -> Split | None:
    """The same question with each line but the first as an option, where that gives two to eight of them."""
    count = len(found.stem) - 1
    if found.options or not 2 <= count <= len(LETTERS):
        return None
    options = [Option(letter, [line]) for letter, line in zip(LETTERS, found.stem[1:], strict=False)]
    commas = [_COMMA.match(option.text) for option in options]
    if [comma and comma[1].upper() for comma in commas] == [option.letter for option in options]:
        for option, comma in zip(options, commas, strict=True):
            option.lines[0] = option.lines[0].cut(comma.end() if comma else 0)  # “a, …”
    problems = [*found.problems, *take_boxes(options)]
    take_signs(options)
    return Split(found.stem[:1], options, "lines", problems, list(found.notes))


def _look_at_the_last(found: Split, lines: Sequence[Line]) -> None:
    """Say it where lines after the last option might be no part of it."""
    if not found.options:
        return
    for option in found.options:
        found.notes += [_further(line, option) for line in option.lines[1:] if _PAGE.fullmatch(line.text)]
    last = found.options[-1]
    paragraphs = [line.number for line in last.lines]
    over_several = any(one.lines[0].number != one.lines[-1].number for one in found.options[:-1])
    others = [len(one.text) for one in found.options[:-1]]
    further = next((line for line in last.lines[1:] if line.number != paragraphs[0]), None)
    if (further is not None and not (further.text[0].islower() or over_several)) or (
        others and len(last.text) > _LONG and len(last.text) > _LONGER * max(others)
    ):
        note = _further(further or last.lines[-1], last)
        found.notes += [note] if note not in found.notes else []


def _further(line: Line, option: Option) -> Message:
    return message(
        N_("Dòng “%(line)s” được coi là phần tiếp theo của phương án %(letter)s; hãy kiểm tra."),
        line=line.text[:60],
        letter=option.letter,
    )
