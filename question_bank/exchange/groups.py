"""Lists without numbers and letters: a question and its options under it, parted by blank lines, bullets or nothing. PURE.

The lines get the roles that the cells of a table have (`lines.Line.role`); what follows reads them as it reads those.
A list is read so only where its lines fall into groups of one shape. A group of another shape is flagged, and so is the
one after it where nothing parts them: its first line may be the last of the one before.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from contest.kernel.messages import N_, Message, message
from question_bank.exchange.answer_lines import find_answer, find_letter_alone, find_note, is_key_heading
from question_bank.exchange.boxes import chosen, first_box, last_box
from question_bank.exchange.key_tables import Pair, pairs
from question_bank.exchange.keys import truth
from question_bank.exchange.labels import find_start, is_furniture, is_heading, is_part
from question_bank.exchange.lines import Document, Line
from question_bank.exchange.option import Option
from question_bank.exchange.options import begins_options, is_starred
from question_bank.exchange.set_apart import set_apart
from question_bank.exchange.unlettered import bullet_end
from question_bank.kinds.choices import LETTERS

_FEWEST, _MOST_USUAL = 2, 6  # options; no list usually has more
_LONG = 400  # letters: an option is shorter
_ENDS_ASKING = re.compile(r"[?:][\s\"”’')\]]*$")
_ASKS = re.compile(
    r"(?:…|\.{3,}|_{2,})\W*$|(?:…|\.{4,}|_{3,})|\b(?:là|gồm|bằng|nào|gì|sau đây|bao nhiêu|mấy|ai|đâu)\s*[.,]?$",
    re.I,
)
_RANGE = re.compile(r"\d+\s*[-–]\s*\d")  # “1 - 2 triệu” has no number of its own
_TITLE = re.compile(
    r"(?:bộ|ngân hàng|danh sách|các|hệ thống|tổng hợp)?\s*(?:đề|câu hỏi|trắc nghiệm|ôn tập|cuộc thi|hội thi|phần|vòng|"
    r"thời gian|họ|lớp|đơn vị|năm|ngày|môn)\b",
    re.I,
)


_Parted = Callable[[Sequence[Line], set[int]], list["_Group"]]


@dataclass
class _Group:
    """Lines that belong together: the question's, its options, what stands under them (keys, explanations)."""

    stem: list[Line]
    options: list[Line] = field(default_factory=list)
    tail: list[Line] = field(default_factory=list)

    @property
    def is_shaped(self) -> bool:
        """Whether it may be a question with its options."""
        is_short = all(len(line.text) <= _LONG for line in self.options)
        return is_short and _FEWEST <= len(self.options) <= len(LETTERS)

    @property
    def asks(self) -> bool:
        """Whether its words are a question's, and its options' are none."""
        return _asks(self.stem[-1]) and not any(map(_ends_asking, self.options))

    @property
    def has_key(self) -> bool:
        """Whether anything under the question says which option is right."""
        return bool(_marked(self.options)) or any(map(_is_answer, self.tail))

    @property
    def is_truth(self) -> bool:
        """Whether its options are “Đúng” and “Sai”."""
        return {truth(line.text.strip(" *.")) for line in self.options} == {True, False}


def with_groups(document: Document) -> Document:
    """The document with roles for its lines where it is such a list, else as it is."""
    lines = [line for line in document.lines if line.text]
    if len(lines) < 2 * (_FEWEST + 1) or any(line.role for line in lines):
        return document
    shown = [line for line in lines if not is_furniture(line.text)]
    starts = [start for line in shown if (start := find_start(line.text))]
    if sum(start.style[0].isalpha() for start in starts) >= 2:
        return document  # “Câu 1.”, “Câu 2.”
    end = _end(shown)
    body, rest = shown[:end], shown[end:]
    for parted in (_by_bullets, _by_breaks, _by_questions, _by_count):
        groups = _without_titles(parted(body, _breaks(lines, body)))
        if (usual := _usual(groups, _counted(rest))) and not _has_labels(groups):
            found, doubts = _with_roles(groups, usual, parted, _counted(rest))
            return replace(document, lines=[*found, *rest], doubts=doubts)
    return document


def looks_grouped(lines: Sequence[Line]) -> bool:
    """Whether lines are such a list."""
    return any(line.role for line in with_groups(Document(list(lines))).lines)


def _has_labels(groups: Sequence[_Group]) -> bool:
    """Whether numbers begin the questions, or letters the options: then it is another kind of list."""
    stems = [group.stem[0].text for group in groups if group.is_shaped]
    numbered = sum(bool(find_start(text)) and not _RANGE.match(text) for text in stems)
    lettered = sum(any(map(begins_options, [*group.stem, *group.options])) for group in groups)
    return numbered * 3 > len(stems) or lettered * 3 > len(stems)


def _end(lines: Sequence[Line]) -> int:
    """Where nothing but the keys of the whole list, with their heading, is left; behind the last line where nothing is."""
    begin, count = len(lines), 0
    while begin and (found := pairs(lines[begin - 1].text)):
        begin, count = begin - 1, count + len(found)
    if count < 2:
        return len(lines)
    return begin - 1 if begin and is_key_heading(lines[begin - 1].text) else begin


def _pairs(lines: Sequence[Line]) -> list[Pair]:
    return [pair for line in lines for pair in pairs(line.text)]


def _counted(rest: Sequence[Line]) -> int:
    """The last number that the keys at the end are for, 0 where there are none."""
    return max((number for number, _ in _pairs(rest)), default=0)


# --- where groups may begin


def _breaks(lines: Sequence[Line], body: Sequence[Line]) -> set[int]:
    """The places in `body` that a blank line or a rule comes before; or a new paragraph, where questions have one each."""
    paragraphs = Counter(line.number for line in body)
    if sum(count for count in paragraphs.values() if count > _FEWEST) * 2 > len(body):
        return {at for at in range(1, len(body)) if body[at].number != body[at - 1].number}
    # A page's number parts nothing.
    passed = {line.number for line in lines if any(letter.isalnum() for letter in line.text)}
    return {
        at
        for at in range(1, len(body))
        if any(number not in passed for number in range(body[at - 1].number + 1, body[at].number)[:3])
    }


def _by_bullets(body: Sequence[Line], breaks: set[int]) -> list[_Group]:
    """Groups of lines without bullets, or boxes, and those with."""
    if sum(map(_is_bulleted, body)) * 5 < len(body) * 2:
        return []
    found: list[_Group] = []
    for line in body:
        if found and _is_bulleted(line):
            found[-1].options.append(line)
        elif found and found[-1].options and _is_tail(line):
            found[-1].tail.append(line)
        elif found and not found[-1].options and not is_heading(found[-1].stem[-1].text):
            found[-1].stem.append(line)
        else:
            found.append(_Group([line]))
    return found


def _by_breaks(body: Sequence[Line], breaks: set[int]) -> list[_Group]:
    """Groups that blank lines part, or lines with keys."""
    pieces: list[list[Line]] = []
    for at, line in enumerate(body):
        is_tail = _is_tail(line)
        is_apart = (
            at in breaks or at == 0 or _is_tail(body[at - 1]) or _heads(body, at) or _heads(body, at - 1)
        )
        if not pieces or (is_apart and not is_tail):
            pieces.append([])
        pieces[-1].append(line)
    return [_shaped(piece) for piece in _joined(pieces)]


def _joined(pieces: Sequence[list[Line]]) -> Iterator[list[Line]]:
    """Pieces; a line that asks and the options that a blank line parts from it as one."""
    held: list[Line] = []
    for piece, after in zip(pieces, [*pieces[1:], []], strict=True):
        if (
            not held
            and len(piece) == 1
            and _asks(piece[0])
            and len(after) >= _FEWEST
            and not any(map(_asks, after))
        ):
            held = piece
            continue
        yield [*held, *piece]
        held = []


def _shaped(piece: Sequence[Line]) -> _Group:
    """A piece as its question, options and tail: the question goes to the last line that asks, or is the first."""
    tail = next((at for at, line in enumerate(piece) if at and _is_tail(line)), len(piece))
    last = max((at for at in range(tail) if _ends_asking(piece[at])), default=0)
    return _Group([*piece[: last + 1]], [*piece[last + 1 : tail]], [*piece[tail:]])


def _by_questions(body: Sequence[Line], breaks: set[int]) -> list[_Group]:
    """Groups that begin with each line that asks, or after a line with a key."""
    found: list[_Group] = []
    for at, line in enumerate(body):
        last = found[-1] if found else None
        if last and (last.options or last.tail) and _is_tail(line):
            last.tail.append(line)
        elif (
            last
            and not last.options
            and not last.tail
            and last.stem[-1].text.endswith(":")
            and _ends_asking(line)
        ):
            last.stem.append(line)
        elif last is None or last.tail or _ends_asking(line) or _heads(body, at) or _heads(body, at - 1):
            found.append(_Group([line]))
        else:
            last.options.append(line)
    return found


def _by_count(body: Sequence[Line], breaks: set[int]) -> list[_Group]:
    """Groups of the same count of lines with one key each, where every line that asks begins one."""
    lines = [line for at, line in enumerate(body) if not _heads(body, at)]
    asking = [at for at, line in enumerate(lines) if _ends_asking(line)]
    for count in (5, 4, 6):
        groups = [_Group([lines[at]], [*lines[at + 1 : at + count]]) for at in range(0, len(lines), count)]
        if len(lines) % count or len(groups) < 3 or any(at % count for at in asking):
            continue
        if len(asking) * 2 >= len(groups) and all(len(_marked(one.options)) == 1 for one in groups):
            return groups
    return []


# --- whether they are a list, and which of them are sure


def _without_titles(groups: Sequence[_Group]) -> list[_Group]:
    """The groups with their headings apart, as groups of one line, and without what stands before the first question."""
    found: list[_Group] = []
    for group in groups:
        stem = list(group.stem)
        while len(stem) > 1 and is_heading(stem[0].text):
            found.append(_Group([stem.pop(0)]))
        found.append(_Group(stem, group.options, group.tail))
    first = next((at for at, one in enumerate(found) if one.is_shaped and (one.asks or one.has_key)), 0)
    return [one for at, one in enumerate(found) if at >= first or not _is_title(one, found)]


def _is_title(group: _Group, groups: Sequence[_Group]) -> bool:
    """Whether lines before the first question are titles and no question of their own."""
    fewest = min((len(one.options) for one in groups if one.is_shaped and one.asks), default=_FEWEST)
    lines = [*group.stem, *group.options]
    return (
        not group.tail
        and not group.has_key
        and len(group.options) < fewest
        and all(is_heading(line.text) or _TITLE.match(line.text) for line in lines)
    )


def _usual(groups: Sequence[_Group], counted: int) -> int:
    """How many options the groups have; 0 where these are no list: neither of one shape nor with a key in most."""
    shaped = [one for one in groups if one.is_shaped]
    others = [one for one in groups if not one.is_shaped and not _is_heading(one)]
    if len(shaped) < 2 or len(others) * 2 > len(shaped):
        return 0
    counts = Counter(len(one.options) for one in shaped)
    usual, times = max(counts.items(), key=lambda one: (one[1], -one[0]))
    keyed = sum(one.has_key for one in shaped)
    asking = sum(one.asks for one in shaped)
    if usual > _MOST_USUAL or (asking * 2 < len(shaped) and keyed * 5 < len(shaped) * 4):
        return 0
    is_regular = times * 5 >= len(shaped) * 4 and len(shaped) >= 3 and asking == len(shaped)
    is_counted = counted == len(groups) - sum(map(_is_heading, groups))
    return usual if keyed * 2 > len(shaped) or is_regular or is_counted else 0


def _with_roles(
    groups: Sequence[_Group], usual: int, parted: _Parted, counted: int
) -> tuple[list[Line], dict[int, Message]]:
    """The lines with their roles, and paragraph → what is doubtful of the question that begins there."""
    unlike = message(
        N_(
            "Các dòng của câu này không theo mẫu của các câu khác (lời câu, %(usual)d phương án); hãy kiểm tra."
        ),
        usual=usual,
    )
    found: list[Line] = []
    doubts: dict[int, Message] = {}
    are_parted = parted is not _by_questions
    spill = parted in (_by_bullets, _by_questions)  # a list in a question's words may look like its options
    are_keyed = sum(one.has_key for one in groups) * 5 >= len(groups) * 4
    first: Line | None = None  # of the question before
    number = 0
    spills = False  # lines of the question before may have come into this one
    for group in groups:
        if _is_heading(group):
            found.append(replace(group.stem[0], role="heading"))
            spills = False
            continue
        if first and not group.options and not group.tail and not _asks(group.stem[0]):
            # A line that stands alone: an option that a blank line parts from the others, or a title.
            doubts[first.number] = unlike
            found += _said(group.stem)
            continue
        number += 1
        first = group.stem[0]
        is_sure = _is_sure(group, usual, are_parted)
        if spills or not is_sure:
            doubts[first.number] = unlike
        spills = (not is_sure and (not are_parted or not group.options)) or (
            spill and are_keyed and not group.has_key
        )
        found += [replace(first, role="question", value=str(number)), *_said(group.stem[1:])]
        found += _options(group) if group.is_shaped else _said(group.options)
        found += group.tail
    if counted and (counted != number or doubts):
        # A line in the wrong place moves all keys behind it.
        text = N_(
            "Thấy %(questions)d câu không đánh số, còn đáp án ở cuối đến số %(keys)d; hãy kiểm tra đáp án của câu này."
        )
        uneven = message(text, questions=number, keys=counted)
        doubts = {line.number: uneven for line in found if line.role == "question"} | doubts
    return found, doubts


def _is_sure(group: _Group, usual: int, are_parted: bool) -> bool:
    """Whether a group is a question with its options and nothing else."""
    count = len(group.options)
    is_wrapped = all(_goes_on(one, other) for one, other in pairwise(group.stem))
    is_whole = count == usual or group.is_truth
    is_short = are_parted and _FEWEST <= count < usual and len(group.stem) == 1 and group.asks
    return (
        group.is_shaped
        and is_wrapped
        and (is_whole or is_short)
        and not any(map(_ends_asking, group.options))
    )


def _goes_on(line: Line, after: Line) -> bool:
    """Whether the words of a line go on in the next one; a title has no stop."""
    return line.text[-1] in '.,;:?!…”"' or after.text[0].islower()


def _options(group: _Group) -> list[Line]:
    found = []
    stars = sum(line.text.startswith("*") for line in group.options)
    for letter, line in zip(LETTERS, group.options, strict=False):
        end = 0 if line.is_bullet or first_box(line.text) else bullet_end(line.text)
        if line.text.startswith("*") and stars < len(group.options):
            end = 0  # a star that sets it apart is no bullet
        found.append(replace(line.cut(end), role="option", value=letter))
    return found


def _said(lines: Sequence[Line]) -> list[Line]:
    return [replace(line, role="words") for line in lines]


# --- what a line is


def _marked(options: Sequence[Line]) -> list[int]:
    """The options that a star, a box, or the way they are set names."""
    options = [line.cut(bullet_end(line.text)) if not first_box(line.text) else line for line in options]
    boxes = [first_box(line.text) or last_box(line.text) for line in options]
    if named := chosen(boxes):
        return named
    starred = [at for at, line in enumerate(options) if is_starred(line.text)]
    if starred:
        return starred if len(starred) < len(options) else []
    signs = set_apart([Option("", [line]) for line in options]) if options else []
    return signs[0][1] if signs else []


def _is_heading(group: _Group) -> bool:
    lines = [*group.stem, *group.options, *group.tail]
    return len(lines) == 1 and is_heading(lines[0].text) and not _ends_asking(lines[0])


def _heads(lines: Sequence[Line], at: int) -> bool:
    """Whether a line heads a part: options such as “Chương I”, “Chương II” stand together."""
    beside = [lines[place].text for place in (at - 1, at + 1) if 0 <= place < len(lines)]
    return at >= 0 and is_part(lines[at].text) and not any(map(is_part, beside))


def _is_bulleted(line: Line) -> bool:
    return line.is_bullet or bullet_end(line.text) > 0 or first_box(line.text) is not None


def _is_answer(line: Line) -> bool:
    answer = find_answer(line.text)
    return (answer is not None and bool(answer.said)) or bool(find_letter_alone(line.text))


def _is_tail(line: Line) -> bool:
    return find_answer(line.text) is not None or _is_answer(line) or find_note(line.text) is not None


def _asks(line: Line) -> bool:
    return _ends_asking(line) or bool(_ASKS.search(line.text[-_LONG:]))


def _ends_asking(line: Line) -> bool:
    return bool(_ENDS_ASKING.search(line.text[-20:]))
