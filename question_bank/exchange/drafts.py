"""The lines of one question, sorted: its words and options, what its key line says, and what stands under it. PURE."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from contest.kernel.vietnamese import clean, fold
from question_bank.exchange.answer_lines import Answer, find_answer, find_glued, find_letter_alone, find_note
from question_bank.exchange.block import Block
from question_bank.exchange.key_tables import LETTERS_SAID
from question_bank.exchange.labels import find_label, heads_options
from question_bank.exchange.lines import Line
from question_bank.exchange.option import Option
from question_bank.exchange.options import Split, begins_options, split_options
from question_bank.exchange.statements import take_verdicts

_SURE_WORDS = re.compile(
    r"(?:các\s+)?(?:đáp\s*án|dap an|đ/a|answers?|ans|correct answers?|right answer)|"
    r"đ\s*[./]\s*[áa]n?|trả\s*lời|câu\s*trả\s*lời",
    re.I,
)
_NAMED_WORDS = re.compile(r"(?:nội\s*dung\s*)?(?:câu\s*hỏi|question)\s*:\s*(?=\S)", re.I)  # under “Câu 1:”
_LIST_SIGNS = tuple("-–•+❌✗✘✅")
_REQUIRED = re.compile(r"(?<=[?:)])\s+\*$")  # as forms mark what must be answered
_LONG_NOTES = ("explanation", "model_answer", "legal_basis")


_D = re.compile(r"(?<![^\s;(\[|])([(\[]?)([dDđĐeEgGhH])(?=\s?(?:[./\]]\s|\)))")
_D_BEGINS = re.compile(r"[(\[]?(?P<letter>[đĐ])\s?(?:[./\]]\s+|\)\s*)\S")  # and not “Đ/A: B”, “Đ.A: B”
_BEFORE = {"d": "", "đ": "d", "e": "đ", "g": "e", "h": "g"}
_VIETNAMESE = str.maketrans("đegĐEG", "efgEFG")
_D_SAID = re.compile(r"[(\[]?[a-hđA-HĐ](?:\s?(?:,|;|&|/|và|\s)\s?[a-hđA-HĐ])*[)\]]?\s*\.?")


def in_vietnamese_letters(lines: Sequence[Line]) -> bool:
    """Whether options go on after d as the Vietnamese alphabet does: a, b, c, d, đ, e, g, h."""
    last = ""
    for line in lines:
        if (found := _D_BEGINS.match(line.text)) and last == {"đ": "d", "Đ": "D"}[found["letter"]]:
            return True
        if label := find_label(line.text):
            last = label.letter
    return False


def to_latin_letters(said: str) -> str:
    """A key in letters of the Vietnamese alphabet, in those of the English one: the fifth is đ there and e here."""
    return said.translate(_VIETNAMESE) if _D_SAID.fullmatch(said.strip()) else said


def _relabelled(line: Line) -> Line:
    before = ""  # the letter before, inside this line: “Tỉnh Đ. Nai” holds no option

    def latin(found: re.Match[str]) -> str:
        nonlocal before
        is_label = found.start() == 0 or before == _BEFORE[found[2].lower()]
        before = found[2].lower() if is_label or found[2] in "dD" else before
        return found[1] + found[2].translate(_VIETNAMESE) if is_label else found[0]

    return replace(line, text=_D.sub(latin, line.text))


@dataclass
class Draft:
    """A question before its key is decided. `said`: what each line of a key says, in order."""

    block: Block
    split: Split = field(default_factory=lambda: Split([]))
    said: list[str] = field(default_factory=list)
    notes: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    is_told_below: bool = False  # the line of its key said nothing: what it says stands in the next lines
    is_vietnamese: bool = False  # its letters were a, b, c, d, đ, e, and are a, b, c, d, e, f here

    @property
    def text(self) -> str:
        """The question's words."""
        return "\n".join(filter(None, (clean(line.text) for line in self.split.stem)))

    @property
    def options(self) -> list[Option]:
        """The options as they were found."""
        return self.split.options


def draft(block: Block, usual: int = 0) -> Draft:
    """Sort the lines of a block. `usual`: how many options the list's questions mostly have, 0 where not known."""
    is_vietnamese = in_vietnamese_letters(block.lines)
    lines = [_relabelled(line) for line in block.lines] if is_vietnamese else block.lines
    lines, verdict, reasons = take_verdicts(lines)
    found = Draft(block, said=[*block.said], is_vietnamese=is_vietnamese)
    body: list[Line] = []
    writing = ""  # the note that further lines belong to
    awaits = False  # a line “Đáp án:” waits for the next one
    ahead = _options_ahead(lines)
    seen = 0
    worded = {label.upper for line in lines if (label := find_label(line.text)) and label.is_worded}
    for at, line in enumerate(lines):
        seen += line.role == "option" or begins_options(line)
        has_options = ahead == 0 or seen > 0
        if line.role == "key":
            found.said.append(line.text)
            continue
        if line.role in ("explanation", "model"):
            found.notes["explanation" if line.role == "explanation" else "model_answer"].append(line.text)
            continue
        if awaits:
            awaits = False
            if not writing or LETTERS_SAID.fullmatch(line.text) or find_label(line.text) is None:
                found.said.append(line.text)
                found.is_told_below = True
                writing = "explanation" if has_options else ""
                continue
        if line.role == "option":
            body.append(line)
            continue
        if {"A", "B"} <= worded and (label := find_label(line.text)) and label.is_worded:
            body.append(line)  # “Đáp án A: …” is an option where B follows
            continue
        answer = _answer(line, has_options)
        if answer is not None and answer.is_open:
            if _leads_to_options(lines, at):
                body.append(line)
            else:
                awaits = at + 1 < len(lines)
            continue
        if answer is not None:
            found.said.append(answer.said)
            if answer.rest:
                found.notes["explanation"].append(_unmarked(answer.rest))
            explains = seen > 0 and _explains_options(lines, at)
            writing = "" if _leads_to_options(lines, at) and not explains else "explanation"
            continue
        note = find_note(line.text) if at or writing else None
        if note is not None and (has_options or note[0] not in ("topic", "difficulty", "explanation")):
            name, end = note
            rest = line.text[end:].strip()
            inner = find_answer(rest) if rest else None
            if inner is not None and inner.said and has_options:
                found.said.append(inner.said)
                rest = inner.rest
            if rest:
                found.notes[name].append(rest)
            writing = name if name in _LONG_NOTES else (writing and "explanation")
            continue
        if writing:
            found.notes[writing].append(line.text)
            continue
        if seen and (alone := find_letter_alone(line.text) or _said_again(line, body, at == len(lines) - 1)):
            found.said.append(alone)
            continue
        glued = find_glued(line.text)
        if glued is not None:
            found.said.append(glued[1])
            line = line.cut(0, glued[0])
        if line.text:
            body.append(line)
    if verdict:
        found.said.append(verdict)
        found.notes["explanation"] += reasons
    if is_vietnamese:
        found.said = [to_latin_letters(said) for said in found.said]
    found.split = split_options(body, usual, block.style)
    if found.options and len(found.split.stem) > 1 and heads_options(found.split.stem[-1].text):
        found.split.stem.pop()
    if found.options and found.split.stem and (star := _REQUIRED.search(found.split.stem[-1].text)):
        found.split.stem[-1] = found.split.stem[-1].cut(0, star.start())
    if found.split.stem and (named := _NAMED_WORDS.match(found.split.stem[0].text)):
        found.split.stem[0] = found.split.stem[0].cut(named.end())
    return found


_MOST_OPTIONS = 40  # lines above a key that are looked at
_POINTED_AT = re.compile(r"(?:→|⇒|➔|=+>|-+>)\s*(?P<said>(?P<letter>[A-H])\s*[.):]\s*\S.*)")


def _said_again(line: Line, body: Sequence[Line], is_last: bool) -> str:
    """A key below the options: “→ B. …”, or a letter alone in the last line; "" for other lines."""
    found = _POINTED_AT.fullmatch(line.text)
    if found is None and not (is_last and len(line.text) == 1):
        return ""
    letters = {label.letter for one in body[-_MOST_OPTIONS:] if (label := find_label(one.text))}
    if not ({"A", "B"} <= letters or {"a", "b"} <= letters):
        return ""
    if found is not None:
        return found["said"] if found["letter"] in letters else ""
    return line.text if line.text in letters else ""


def _answer(line: Line, has_options: bool) -> Answer | None:
    answer = find_answer(line.text)
    if answer is None or answer.is_open:
        return answer if answer is not None and _SURE_WORDS.fullmatch(answer.word) else None
    if LETTERS_SAID.match(answer.said) or answer.word in ("chọn", "=>"):
        return answer
    return (
        answer
        if _SURE_WORDS.fullmatch(answer.word) and (has_options or not _is_question(line.text))
        else None
    )


def _is_question(text: str) -> bool:
    return text.rstrip().endswith("?")


def _options_ahead(lines: Sequence[Line]) -> int:
    return sum(line.role == "option" or begins_options(line) for line in lines)


def _leads_to_options(lines: Sequence[Line], at: int) -> bool:
    """Whether the first option comes right after a line."""
    return at + 1 < len(lines) and begins_options(lines[at + 1])


def _explains_options(lines: Sequence[Line], at: int) -> bool:
    """Whether the lines below a key say something of each option: they have a sign of a list that the options lack."""
    after = lines[at + 1].text if at + 1 < len(lines) else ""
    return after[:1] in _LIST_SIGNS and any(
        begins_options(line) and line.text[:1] not in _LIST_SIGNS for line in lines[:at]
    )


def _unmarked(text: str) -> str:
    note = find_note(text)
    return text[note[1] :].strip() if note else text


def folded_words(text: str) -> str:
    """What a text says, but for case, tones and punctuation at the ends."""
    return fold(text).strip(" .;,:")


def same_words(one: str, other: str) -> bool:
    """Whether two texts say the same, but for case, tones and punctuation at the ends."""
    return folded_words(one) == folded_words(other)
