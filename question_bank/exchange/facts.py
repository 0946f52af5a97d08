"""What each line of a document is by itself, and the numbering style that the document's questions have. PURE."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from question_bank.exchange.answer_lines import Answer, find_answer, find_note, is_key_heading
from question_bank.exchange.boxes import boxes_inside, first_box
from question_bank.exchange.key_tables import Pair, pairs
from question_bank.exchange.labels import Start, find_label, find_start
from question_bank.exchange.lines import Line
from question_bank.exchange.options import begins_options
from question_bank.exchange.unlettered import bullet_end
from question_bank.exchange.worded_keys import worded_pairs

UNNUMBERED = "unnumbered"
_USUAL = 3  # questions that make a style one of the document's


@dataclass(frozen=True)
class Facts:
    """What is known of a line by itself."""

    start: Start | None
    options: bool  # the first option of a question
    label: bool
    answer: bool  # it says a key
    note: str  # the field of a question that it begins to say, or ""
    pairs: tuple[Pair, ...]
    key_heading: bool


def looks_like_a_list(lines: Sequence[Line]) -> bool:
    """Whether lines are a list of questions: some begin like questions, and some like options or like keys."""
    facts = all_facts(lines)
    starts = sum(one.start is not None for one in facts)
    options = sum(one.label or one.options * 2 for one in facts)
    if not starts:
        return sum(one.options for one in facts) >= 2 and options >= 4
    bulleted = sum(bool(bullet_end(line.text)) for line in lines)
    return options >= 2 or any(one.answer for one in facts) or (starts >= 2 and bulleted >= 2 * starts)


def _pairs(text: str, answer: Answer | None) -> list[Pair]:
    """The numbers with keys that a line holds, also after “Đáp án:”, then two at least."""
    if text[:1].isdigit() or text[:1].lower() in "cbq([":
        return pairs(text)
    heading, _, behind = text.partition(":")
    said = behind if is_key_heading(heading) else answer.said if answer is not None else ""
    found = pairs(said) if said.strip()[:1].isdigit() else []
    return found if len(found) >= 2 else []


def _facts(line: Line) -> Facts:
    if line.role:
        start = (
            Start("role", int(line.value) if line.value.isdigit() else None, 0)
            if line.role == "question"
            else None
        )
        is_option = line.role == "option"
        return Facts(
            start, is_option and line.value == "A", is_option, line.role in ("key", "model"), "", (), False
        )
    text = line.text
    answer = find_answer(text)
    return Facts(
        find_start(text),
        begins_options(line),
        find_label(text) is not None,
        answer is not None and bool(answer.said),
        note[0] if (note := find_note(text)) else "",
        tuple(_pairs(text, answer)),
        is_key_heading(text),
    )


def all_facts(lines: Sequence[Line]) -> list[Facts]:
    """The facts of every line. Lines with boxes are options where another one stands beside them."""
    found = [_facts(line) for line in lines]
    alone = [not line.role and first_box(line.text) is not None for line in lines]
    for at, line in enumerate(lines):
        inside = not line.role and bool(boxes_inside(line.text))
        before, after = at > 0 and alone[at - 1], at + 1 < len(lines) and alone[at + 1]
        if inside or (alone[at] and (before or after)):
            begins = found[at].options or (inside and not before) or (alone[at] and not before)
            found[at] = replace(found[at], options=begins, label=found[at].label or alone[at])
    for at, one in enumerate(found):
        if one.answer and not one.pairs and (told := _told_by_number(lines[at].text, found, at)):
            found[at] = replace(one, pairs=tuple(told))
    return found


def _told_by_number(text: str, facts: Sequence[Facts], at: int) -> list[Pair]:
    """Keys in words behind numbers, where just so many questions stand before them and none of these has a key."""
    answer = find_answer(text)
    told = worded_pairs(answer.said) if answer is not None else []
    if not told:
        return []
    awaited = len(told)
    style = ""
    for place in range(at - 1, -1, -1):
        one = facts[place]
        if one.answer or one.pairs:
            return []
        if one.start is None or one.start.style != (style or one.start.style):
            continue
        if one.start.number != awaited:
            return []
        if awaited == 1:
            return told
        style, awaited = one.start.style, awaited - 1
    return []


def style_of(facts: Sequence[Facts]) -> str:
    """The numbering style of a document."""
    followed: Counter[str] = Counter()
    counted: Counter[str] = Counter()
    pending: dict[str, bool] = {}
    begun: list[list[str]] = []  # the styles before each question's options
    options = 0
    for one in facts:
        if one.start is not None and not one.pairs:
            counted[one.start.style] += 1
            pending[one.start.style] = True
        if one.options or one.answer:
            options += one.options
            before = [style for style, waits in pending.items() if waits]
            for style in before:
                followed[style] += 1
                pending[style] = False
            if one.options and before:
                begun.append(before)
    roles = counted.pop("role", 0)
    if roles and roles >= max((followed[style] for style in counted), default=0):
        return "câu"
    if not counted:
        return UNNUMBERED if options else "câu"
    best = max(counted, key=lambda style: (followed[style], style[0].isalpha(), counted[style]))
    # Parts by several hands may begin their questions in several styles.
    known = {style for style, count in followed.items() if style == best or count >= _USUAL}
    numbered = max(followed[best], sum(not known.isdisjoint(styles) for styles in begun))
    if options >= 2 and numbered * 2 < options:
        return UNNUMBERED
    return best
