"""What in a question looks as if it belonged to another one: said, so that nothing is wrong in silence. PURE.

These look at what was read, whatever read it. They mend nothing; each says where to look.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from contest.kernel.messages import N_, Message, message
from question_bank.exchange.drafts import Draft
from question_bank.exchange.facts import UNNUMBERED
from question_bank.exchange.keys import truth
from question_bank.exchange.labels import find_start
from question_bank.exchange.lines import Line
from question_bank.exchange.option import Option
from question_bank.kinds.choices import LETTERS

_SHOWN = 60  # letters of a line
_FEWEST, _MOST_OF = 8, 0.85  # questions, and the share of them that makes a number of options usual
_START_INSIDE = re.compile(r"\s(?=(?:câu|question)\s*(?:hỏi\s*)?\d{1,4}\s*[.:]\s)", re.I)
_NUMBER_INSIDE = re.compile(r"\s(?=\d{1,3}\s?[./)]\s*[^\W\d])")
_GLUED_START = re.compile(r"\d{1,3}[^\W\d_a-zà-ỹđ][a-zà-ỹđ]+\s.*\?")  # “3What is …?”
_EXAMPLE = re.compile(r"(?:ví\s*dụ|vd|for\s+example|example|e\.g\.)\s*\d{0,3}\s*[:.]", re.I)
_OPTIONS_INSIDE = tuple(re.compile(rf"(?:^|\s){letter}\s?[.)/]\s*(?=\S)") for letter in "ABC")
_PROSE = re.compile(r"(?:[^\W\d_]+[,.;:!?”\"')]*\s+){5}")  # words one after another: no code, nor an item
_FEWEST_SHORT, _SHORT, _LONG = 5, 2, 4  # questions; lines of most and of one
_LETTER_INSIDE = re.compile(r"\s[(\[]?(?:([A-H])\s?[.)]|([a-h])\))\s*(?=\w)")


def doubts(one: Draft, usual: int) -> list[Message]:
    """What is doubtful of the lines of a question. `usual`: the options that nearly all others have, 0 where they differ."""
    found = [_begins_another(line.text) for line in one.split.stem[1:]]
    if one.options and any(_EXAMPLE.match(line.text) for line in one.split.stem[1:]):
        text = N_("Lời câu hỏi có dòng “Ví dụ:”; có lẽ đoạn văn phía trên không thuộc câu này. Hãy kiểm tra.")
        found.append(message(text))
    found += [_holds_another(line.text) for line in one.split.stem]
    if one.block.style == UNNUMBERED:
        found += [_holds_number(line.text) for line in one.split.stem]
    if any(line.role == "words" and " | " in line.text for line in one.split.stem):
        found.append(
            message(N_("Bảng trong câu hỏi được chép thành từng dòng; hãy kiểm tra cách trình bày."))
        )
    numbered = [line.text for line in one.split.stem[1:] if _is_numbered_alike(line, one.block.style)]
    if len(numbered) == 1:
        # It is no list: the line above is a heading, or a question without options.
        found.append(_told(numbered[0]))
    letters = {option.letter.upper() for option in one.options}
    for option in one.options:
        for at, line in enumerate(option.lines):
            found.append(_begins_another(line.text) if at else None)
            found.append(_holds_another(line.text))
            found.append(_holds_letter(line.text, option, letters))
            found.append(_holds_options(line.text, option))
    if one.options and len(one.options) < usual and any(map(_may_hold_two, one.options)):
        text = N_("Câu này có %(count)d phương án, còn các câu khác có %(usual)d; hãy kiểm tra.")
        found.append(message(text, count=len(one.options), usual=usual))
    return [each for at, each in enumerate(found) if each and each not in found[:at]]


def usual_of(drafts: Sequence[Draft]) -> int:
    """How many options nearly all questions have, 0 where they differ."""
    counts = [len(one.options) for one in drafts if one.options and not _are_truths(one.options)]
    if len(counts) < _FEWEST:
        return 0
    usual = max(set(counts), key=counts.count)
    return usual if counts.count(usual) >= _MOST_OF * len(counts) else 0


def say_long(drafts: Sequence[Draft]) -> None:
    """Note a question whose words are lines of prose before its options, where the others have a line or two."""
    asked = [one for one in drafts if one.options]
    lengths = sorted(len(one.split.stem) for one in asked)
    if len(asked) < _FEWEST_SHORT or lengths[int(_MOST_OF * (len(lengths) - 1))] > _SHORT:
        return
    for one in asked:
        prose = [line for line in one.split.stem if _PROSE.match(line.text)]
        if len(prose) > _LONG:
            text = N_(
                "Lời câu này có %(count)d dòng, các câu khác một hai dòng; hãy kiểm tra có chữ nào không thuộc câu."
            )
            one.block.notes.append(message(text, count=len(one.split.stem)))


def say_repeated(drafts: Sequence[Draft]) -> None:
    """Note the questions that say again what an earlier one said, with the same options or without."""
    first: dict[str, Draft] = {}
    same: dict[tuple[str, tuple[str, ...]], Draft] = {}
    for one in drafts:
        words = one.text.casefold()
        own = _texts(one.options)
        twin = same.setdefault((words, own), one) if own else first.get(words, one)
        if words and twin is not one:
            text = N_("Câu này trùng với câu ở đoạn %(paragraph)d; hãy kiểm tra.")
            one.block.notes.append(message(text, paragraph=twin.block.paragraph))
        first.setdefault(words, one)


def _texts(options: Sequence[Option]) -> tuple[str, ...]:
    return tuple(sorted(option.text.casefold() for option in options))


def _are_truths(options: Sequence[Option]) -> bool:
    return {truth(option.text.strip(" .;")) for option in options} == {True, False}


def _may_hold_two(option: Option) -> bool:
    """Whether the next option may stand in this one without a sign: in a line of its own, or behind its bare letter."""
    after = chr(ord(option.letter) + 1)
    return len(option.lines) > 1 or bool(re.search(rf"\s{after}[\s,;-]", option.text))


def _is_numbered_alike(line: Line, style: str) -> bool:
    start = None if line.role else find_start(line.text)
    return start is not None and start.style == style and not style[0].isalpha()


def _begins_another(text: str) -> Message | None:
    start = find_start(text)
    is_worded = start is not None and start.number is not None and start.style[0].isalpha()
    return _told(text) if is_worded or _GLUED_START.fullmatch(text) else None


def _holds_another(text: str) -> Message | None:
    inside = _START_INSIDE.search(text)
    return _told(text[inside.end() :]) if inside else None


def _holds_number(text: str) -> Message | None:
    """A number behind a heading, in a list without numbers: “Chọn từ đúng: 6 / …”. Two count the parts of the words."""
    inside = [*_NUMBER_INSIDE.finditer(text)]
    return _told(text[inside[0].end() :]) if len(inside) == 1 else None


def _told(text: str) -> Message:
    what = N_("Có chữ giống phần đầu của một câu khác ở trong câu này: “%(words)s”. Hãy kiểm tra.")
    return message(what, words=text[:_SHOWN])


def _holds_letter(text: str, option: Option, letters: set[str]) -> Message | None:
    """A letter after the option's own that no option has: “B. … D. …” where C has no dot."""
    for inside in _LETTER_INSIDE.finditer(text):
        letter = inside[1] or inside[2]
        own = option.letter.upper()
        # “vitamin E. và K.” goes on in its own words.
        is_like = letter.isupper() == option.letter.isupper() and not text[inside.end()].islower()
        if is_like and letter.upper() not in letters and LETTERS.index(letter.upper()) > LETTERS.index(own):
            what = N_("Có lẽ phương án %(letter)s dính vào phương án %(own)s. Hãy kiểm tra.")
            return message(what, letter=letter.upper(), own=own)
    return None


def _holds_options(text: str, option: Option) -> Message | None:
    """An option that holds A, B and C itself: the heading of a part, or a whole question."""
    end = 0
    for letter in _OPTIONS_INSIDE:
        found = letter.search(text, end)
        if found is None:
            return None
        end = found.end()
    what = N_(
        "Phương án %(letter)s chứa cả những phương án A, B, C khác; có lẽ đó là một câu khác. Hãy kiểm tra."
    )
    return message(what, letter=option.letter.upper())
