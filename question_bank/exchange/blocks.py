"""The lines of a document → a block of lines for each question, and the keys that stand apart from them. PURE.

A numbering style is the one that the document uses: the style whose numbers are most often followed by options or a key.
A number begins a question where it goes on from the last one, or where the question before is whole and options follow.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from contest.kernel.messages import N_, message
from contest.kernel.vietnamese import clean
from question_bank.exchange.answer_lines import find_answer
from question_bank.exchange.block import Block, Keys
from question_bank.exchange.facts import UNNUMBERED, Facts, all_facts, style_of
from question_bank.exchange.key_tables import Pair, exam_code, grid_pairs, of_code
from question_bank.exchange.labels import (
    Start,
    find_label,
    heads_options,
    is_heading,
    is_part,
    letter_beyond,
)
from question_bank.exchange.lines import Document, Line
from question_bank.exchange.options import begins_options
from question_bank.exchange.pages import own_lines
from question_bank.exchange.sections import with_sections
from question_bank.kinds.choices import LETTERS

_SHARED = re.compile(
    r"(?:\W{0,3})(?:đọc|dựa|căn cứ|sử dụng|dùng|cho|xem|quan sát|read)\b"
    r".{0,200}?\b(?:câu|question)s?(?:\s+hỏi)?\s+(?:từ\s+)?(?:câu\s+)?"
    r"(\d{1,3})\s*(?:,\s*\d{1,3}\s*){0,8}?(?:-|–|,|đến|tới|và|to|and)\s*(?:câu\s+)?(\d{1,3})\b",
    re.I,
)
_ASKS = re.compile(r"(?:[?…]|\.{3}|\b(?:là|nào))[\s:”\"]*$", re.I)
_SOLVES = re.compile(r"\d{1,4}\s?[.:)/-]\s*[(\[]?[A-H](?:[)\]]|\s*[(.:;,–—-])\s*\S")
_SHOWN = 60  # letters of a line


def find_blocks(document: Document) -> tuple[list[Block], list[Keys]]:
    """The blocks of a document in order, and its tables of keys."""
    lines = with_sections(own_lines(document.lines))
    reader = _Reader(lines, document)
    reader.read()
    return reader.blocks, reader.keys


class _Reader:
    def __init__(self, lines: Sequence[Line], document: Document) -> None:
        self.lines = lines
        self.facts = all_facts(lines)
        self.style = style_of(self.facts)
        self.grids = defaultdict(list)
        for paragraph, rows in document.grids:
            self.grids[paragraph].append(rows)
        self.waiting = sorted(self.grids)
        self.doubts = document.doubts
        self.blocks: list[Block] = []
        self.keys: list[Keys] = []
        self.block: Block | None = None
        self.topic = ""
        self.is_whole = False  # the block has options, a key or a note
        self.counted = 0  # the last number of a list inside the block
        self.in_keys = False
        self.number = 0  # of the last question
        self.code = exam_code(line.text for line in self.lines)
        self.shared = range(0)  # the questions that a text before them is for
        self.follows = self._follows()
        self.next_numbers = self._next_numbers()
        self.letters: set[str] = set()  # of the block's options
        self.has_capitals = False  # a line of the block is set in them
        self.marked = ""  # what its last line was that is an option, an answer or a note
        self.passed: list[str] = []  # the lines since the last block that are of no question, and yet look so

    def read(self) -> None:
        """Read every line."""
        for at, line in enumerate(self.lines):
            self._grids_before(line.number)
            self._take(at, line)
        self._grids_before(None)
        if self.blocks:
            self._tell_passed(self.blocks[-1])

    def _pass(self, at: int) -> None:
        """Remember a line that goes to no question, where it looks like a part of one."""
        one, text = self.facts[at], self.lines[at].text
        is_like = one.options or one.answer or text.endswith("?") or (one.start is not None and one.label)
        if is_like and not is_heading(text) and not self.in_keys:
            self.passed.append(text)

    def _tell_passed(self, beside: Block) -> None:
        if self.passed:
            text = N_(
                "Có %(count)d dòng đứng cạnh câu này không thuộc câu nào, như “%(line)s”; "
                "hãy kiểm tra có câu nào bị thiếu không."
            )
            beside.notes.append(message(text, count=len(self.passed), line=self.passed[0][:_SHOWN]))
        self.passed = []

    def _grids_before(self, paragraph: int | None) -> None:
        while self.waiting and (paragraph is None or self.waiting[0] < paragraph):
            for rows in self.grids[self.waiting.pop(0)]:
                if found := grid_pairs(of_code(rows, self.code)):
                    self._add_keys(found)

    def _add_keys(self, found: Sequence[Pair]) -> None:
        if self.keys and self.keys[-1].after == len(self.blocks):
            found = [*self.keys[-1].pairs, *found]
            self.keys.pop()
        self.keys.append(Keys(len(self.blocks), tuple(found)))

    def _follows(self) -> list[bool]:
        """For each line, whether options or a key come before another number of the same style does."""
        found = [False] * len(self.facts)
        seen: dict[str, bool] = defaultdict(bool)
        for at in range(len(self.facts) - 1, -1, -1):
            one = self.facts[at]
            if one.options or one.answer or one.note == "model_answer":
                seen = defaultdict(lambda: True)
            if one.start is not None:
                found[at] = seen[one.start.style]
                seen[one.start.style] = False
        return found

    def _take(self, at: int, line: Line) -> None:
        facts = self.facts[at]
        if line.role == "heading":
            self.block, self.topic = None, clean(line.text)[:200]
            return
        if self._are_keys(at):
            self._add_keys(facts.pairs)
            self.in_keys, self.block = True, None
            return
        if facts.key_heading and self._heads_keys(at):
            self.in_keys, self.block = True, None
            return
        if self._begins(at, facts):
            self._begin(line, facts)
            return
        if self._lacks_number(at):
            self._begin(line, replace(facts, start=Start("", None, 0)))
            assert self.block is not None
            self.block.notes.append(message(N_("Câu này không có số; hãy kiểm tra.")))
            return
        if self.block is None:
            self._pass(at)
            if shared := _SHARED.match(line.text):
                self.shared = range(int(shared[1]), int(shared[2]) + 1)
            if is_part(line.text):
                self.topic = clean(line.text)[:200]
            return
        if self.is_whole and (shared := _SHARED.match(line.text)):
            self.block, self.is_whole = None, False
            self.shared = range(int(shared[1]), int(shared[2]) + 1)
            return
        if self.is_whole and not self._is_label_of_options(at) and self._is_heading(at):
            self.block, self.is_whole = None, False
            if is_part(line.text):
                self.topic = clean(line.text)[:200]
            return
        self.block.lines.append(line)
        self._mark(at)
        self.is_whole = (
            self.is_whole or facts.options or facts.answer or bool(facts.note) or line.role == "option"
        )

    def _mark(self, at: int) -> None:
        """Remember what a line of the block is, for those that follow."""
        one = self.facts[at]
        self._mark_words(self.lines[at].text)
        if one.label or one.answer or one.note:
            self.marked = "label" if one.label else "answer" if one.answer else "note"

    def _mark_words(self, text: str) -> None:
        if label := find_label(text):
            self.letters.add(label.letter)
        self.has_capitals = self.has_capitals or is_heading(text)

    def _next_numbers(self) -> list[int | None]:
        """For each line, the number of the next question of the document's style."""
        found: list[int | None] = [None] * len(self.facts)
        number: int | None = None
        for at in range(len(self.facts) - 1, -1, -1):
            found[at] = number
            if (start := self.facts[at].start) and start.style == self.style:
                number = start.number
        return found

    def _lacks_number(self, at: int) -> bool:
        """Whether a line is the whole words of a question whose number was forgotten: options begin anew right behind."""
        if self.block is None or at + 1 >= len(self.lines) or not self.is_whole:
            return False
        line, one, options = self.lines[at], self.facts[at], find_label(self.lines[at + 1].text)
        if line.role or one.start or one.label or one.note or not self.facts[at + 1].options:
            return False
        if one.key_heading or find_answer(line.text) is not None:
            return False
        is_again = options is not None and options.upper == "A" and options.letter in self.letters
        # Below a key a line that asks; else one in the place of the number that is left out. Statements in the words of a
        # question have letters too.
        is_left_out = self.marked == "label" and self.next_numbers[at] == self.number + 2
        return is_again and (is_left_out or (self.marked == "answer" and bool(_ASKS.search(line.text))))

    def _is_label_of_options(self, at: int) -> bool:
        """Whether a line is an option, even in capitals: its letter goes on from one that the block has."""
        label = find_label(self.lines[at].text)
        if self.lines[at].role:
            return True
        if self.block is None:
            return False
        letters = {letter.upper() for letter in self.letters}
        if LETTERS[-1] in letters and letter_beyond(self.lines[at].text):
            return True  # and not a part I of the list
        if label is None:
            return False
        text = self.lines[at].text
        in_capitals = is_heading(text) and not self.has_capitals
        return label.upper not in letters or not (is_part(text) or in_capitals)

    def _is_heading(self, at: int) -> bool:
        line, before = self.lines[at], self.lines[at - 1]
        facts = self.facts[at]
        if line.number == before.number or facts.answer or facts.note or not is_heading(line.text):
            return False
        # An option in capitals goes on in capitals; the heading of a part is followed by a question.
        if is_part(line.text):
            return True
        following = next((one for one in self.facts[at + 1 :] if not one.note), None)
        is_last = following is None
        return is_last or before.text != before.text.upper()

    def _are_keys(self, at: int) -> bool:
        found = self.facts[at].pairs
        if not found:
            return False
        if self.in_keys or len(found) >= 2:
            return True
        beside = [self.facts[place].pairs for place in (at - 1, at + 1) if 0 <= place < len(self.facts)]
        return any(len(one) == 1 and abs(one[0][0] - found[0][0]) == 1 for one in beside)

    def _heads_keys(self, at: int) -> bool:
        """Whether a heading like “ĐÁP ÁN” heads the keys of a list, and not the explanation of one question."""
        if self.block is None:
            return True
        if self.in_keys:
            # Of the solution of one question, or of the keys of another part.
            here = self.lines[at].number
            grids = [
                rows for paragraph in self.waiting if paragraph == here for rows in self.grids[paragraph]
            ]
            follows = at + 1 < len(self.facts) and len(self.facts[at + 1].pairs) >= 2
            return follows or any(map(grid_pairs, grids))
        for place in range(at + 1, len(self.facts)):
            one = self.facts[place]
            if one.pairs:
                return place == at + 1 or self._are_keys(place)
            if one.start is not None and (
                self._is_style(one.start) or one.start.style[0].isalpha() or self._solves(place)
            ):
                return one.start.number is not None and one.start.number <= (self.block.number or 0)
        # Nothing but grids may follow.
        here = self.lines[at].number
        return any(
            grid_pairs(rows)
            for paragraph in self.waiting
            if paragraph >= here
            for rows in self.grids[paragraph]
        )

    def _is_style(self, start: Start) -> bool:
        last = self.blocks[-1].style if self.blocks else self.style
        return start.style in (self.style, last, "role") or (self.in_keys and start.style[0].isalpha())

    def _solves(self, at: int) -> bool:
        """Whether a line is a number, a letter and the reason for it: “4. B (Điều 13)”."""
        return bool(_SOLVES.match(self.lines[at].text))

    def _begins(self, at: int, facts: Facts) -> bool:
        if self.style == UNNUMBERED:
            return self._begins_unnumbered(at, facts)
        start = facts.start
        if start is None:
            return False
        if start.style == "role":
            return True
        whole = self.block is None or self.is_whole
        if start.number is None:
            return start.style == self.style and whole
        is_next = start.number == self.number + 1
        is_worded = start.style[0].isalpha()
        if not self._is_style(start) and not (self.in_keys and self._solves(at)):
            if not is_worded and self.block is not None and start.number == self.counted + 1:
                self.counted = start.number
                return False  # a list in this question's words, or in its explanation
            # A number typed in another way than the others: of one question, or of a part by another hand.
            is_new_part = is_worded or (self.block is None and start.number == 1)
            goes_on = is_next and self.follows[at] and self.number > 0
            return whole and not self.in_keys and (goes_on or (is_new_part and self._leads_to_options(at)))
        if self.in_keys or not self.blocks:
            return True
        if not whole and self.counted and start.number == self.counted + 1 and not is_worded:
            self.counted = start.number
            return False
        if start.number == 1 and not whole and self.follows[at] and is_heading(self.lines[at - 1].text):
            return True  # what was counted before were no questions: rules, a programme
        if is_next:
            return is_worded or self.follows[at] or not self._comes_again(at, start)
        begins_anew = start.number == 1 and (self.block is None or is_worded)
        if whole and (begins_anew or self.follows[at] or (is_worded and start.number > self.number)):
            return True
        if is_worded and start.number > self.number and self.follows[at]:
            return True
        self.counted = start.number
        return False

    def _leads_to_options(self, at: int) -> bool:
        """Whether options or a key come after a line before any other question might begin."""
        for one in self.facts[at + 1 :]:
            if one.options or one.answer or one.note == "model_answer":
                return True
            if one.start is not None and (one.start.style[0].isalpha() or one.start.style == self.style):
                return False
        return False

    def _comes_again(self, at: int, start: Start) -> bool:
        """Whether the same number comes again before options do: then this one counts something in an explanation."""
        for one in self.facts[at + 1 : at + 60]:
            if one.options or one.answer:
                return False
            if one.start is None or one.start.style != start.style:
                continue
            if one.start.number == 1:
                return False  # a list in this question's words
            if one.start.number == start.number:
                return True
        return False

    def _begins_unnumbered(self, at: int, facts: Facts) -> bool:
        line = self.lines[at]
        if facts.label or facts.answer or facts.note or line.is_bullet or facts.pairs:
            return False
        if heads_options(line.text) or (is_part(line.text) and not self._next_is_option(at)):
            return False
        if self.block is None:
            return self._next_is_option(at)
        return self.is_whole and line.number != self.lines[at - 1].number and self._options_ahead(at)

    def _next_is_option(self, at: int) -> bool:
        return self.facts[at].options or (at + 1 < len(self.facts) and self.facts[at + 1].options)

    def _options_ahead(self, at: int) -> bool:
        """Whether the options of another question come next, before anything that belongs to this one."""
        for place in range(at, len(self.facts)):
            one = self.facts[place]
            if one.options:
                return True
            if one.label or one.answer or one.note:
                return False
        return False

    def _begin(self, line: Line, facts: Facts) -> None:
        start = (
            facts.start
            if self.style != UNNUMBERED and facts.start is not None
            else Start(UNNUMBERED, None, 0)
        )
        number = start.number if start.number is not None else (self.number + 1)
        self._leave_heading()
        self.block = Block(
            number, line.number, start.style, self.topic, in_solutions=self.in_keys, order=len(self.blocks)
        )
        if not self.in_keys:
            self._note_number(start.number)
        self._tell_passed(self.blocks[-1] if self.blocks else self.block)
        if number in self.shared:
            text = N_("Câu này dùng chung một đoạn văn đứng trước; hãy chép đoạn đó vào câu.")
            self.block.notes.append(message(text))
        if doubt := self.doubts.get(line.number):
            self.block.problems.append(doubt)
        self.number = number
        self.blocks.append(self.block)
        self.letters, self.marked, self.has_capitals = set(), "", False
        self.counted = 0
        if self.style == UNNUMBERED and facts.start is not None:
            text = N_("Không rõ câu hỏi bắt đầu ở đâu vì số câu không đều; hãy kiểm tra nội dung câu.")
            self.block.notes.append(message(text))
        rest = line.cut(start.end)
        self.is_whole = False
        if rest.text:
            self.block.lines.append(rest)
            self._mark_words(rest.text)
            self.is_whole = begins_options(rest)

    def _leave_heading(self) -> None:
        """Take headings that came before any option out of the block."""
        while self.block and not self.is_whole and len(self.block.lines) > 1:
            last = self.block.lines[-1]
            if last.role or not is_heading(last.text) or is_heading(self.block.lines[0].text):
                return
            self.block.lines.pop()
            self.topic = clean(last.text)[:200] if is_part(last.text) else self.topic

    def _note_number(self, number: int | None) -> None:
        assert self.block is not None
        own = [one for one in self.blocks if not one.in_solutions]
        if not own or number is None or self.style == UNNUMBERED:
            return
        before = own[-1]
        if before.number is None or number in (before.number + 1, 1):
            return
        if number == before.number:
            text = N_("Có hai câu liền nhau cùng số %(number)d; hãy kiểm tra.")
            self.block.notes.append(message(text, number=number))
        elif number > before.number:
            text = N_(
                "Số câu nhảy từ %(before)d đến %(number)d; hãy kiểm tra có câu nào bị dính vào câu khác không."
            )
            for one in (before, self.block):
                one.notes.append(message(text, before=before.number, number=number))
        elif before.topic == self.block.topic:
            text = N_("Số câu lùi từ %(before)d về %(number)d; hãy kiểm tra.")
            self.block.notes.append(message(text, before=before.number, number=number))
