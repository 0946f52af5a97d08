"""The lines of a document → questions, in the habits of those who type them (docs/question-formats.md). PURE.

Everything is decided from what differs: a numbering style is the one that the document uses, a key is what sets some
options of a question apart from the others. Where two signs of a key contradict each other, or there is none, the question
is flagged and not guessed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from contest.kernel.messages import N_, Message, message
from contest.kernel.vietnamese import clean, fold
from question_bank.exchange.keys import truth
from question_bank.exchange.lines import Document, Line
from question_bank.exchange.progress import counted
from question_bank.exchange.questions import MAX_TEXT, ReadQuestion
from question_bank.kinds import kind as find_kind
from question_bank.kinds.choices import LETTERS
from question_bank.kinds.true_false import true_false_body
from question_bank.kinds.wording import closes_list

_WORD = re.compile(
    r"(?:câu(?:\s+hỏi)?|bài(?:\s+tập)?|question|q)\s*(?:số\s*)?(\d{1,4})\s*(?:[.:)/\-–—]+|(?=\s|$))\s*", re.I
)
_NUMBER = re.compile(r"(\d{1,4})\s*[.):/]\s*(?!\d)")
_LABEL = re.compile(r"(\*?)\s*\(?([A-Ha-h])\s*(\*?)\s*(?:[.):/]|\s[-–]\s)\s*(\*?)\s*")
_LETTER_LIST = r"[A-Ha-h](?:\s*(?:,|;|&|/|và|and|\s)\s*[A-Ha-h])*"
_KEY = re.compile(
    r"(?:=+>|→|⇒|[-*•+])?\s*(?:đáp\s*án(?:\s+(?:đúng|chính xác|câu\s*\d+))*|đ/a|đa|phương án đúng|trả lời|answer|ans|"
    r"key|correct answer)\s*(?:là|is)?\s*[:.=\-–]\s*(?P<said>.*)",
    re.I,
)
_CHOOSE = re.compile(
    rf"(?:=+>|→|⇒)?\s*(?:chọn|chọn đáp án|chọn phương án|đáp án|đáp án đúng là|đáp án là|=+>|→|⇒)\s*"
    rf"(?P<said>{_LETTER_LIST})\s*\.?",
    re.I,
)
_NOTES = {
    "explanation": re.compile(
        r"(?:lời giải|giải thích|hướng dẫn giải|phân tích|explanation|solution)\s*[:.]?\s*", re.I
    ),
    "legal_basis": re.compile(r"(?:căn cứ(?: pháp lý)?|cơ sở pháp lý)\s*:\s*", re.I),
    "source": re.compile(r"(?:nguồn|trích(?: dẫn)?)\s*:\s*", re.I),
    "difficulty": re.compile(r"(?:mức độ|độ khó)\s*:\s*", re.I),
    "topic": re.compile(r"(?:chủ đề|lĩnh vực)\s*:\s*", re.I),
    "model_answer": re.compile(
        r"(?:gợi ý(?: trả lời| đáp án)?|hướng dẫn trả lời|đáp án gợi ý)\s*:?\s*", re.I
    ),
}
_HEADING = re.compile(
    r"(?:phần|chương|mục|chuyên đề|chủ đề|bài)\s+(?:thứ\s+\w+|[IVXLC]+|\d+|[A-H])\b.*|[IVXLC]{1,5}\s*[.)\-/]\s+\S.*",
    re.I,
)
_KEY_HEADING = re.compile(
    r"(?:bảng\s+)?(?:đáp\s*án|answer\s*keys?|keys?)(?:\s+(?:trắc nghiệm|chi tiết|tham khảo|đề.*|phần.*))?\s*[:.]?",
    re.I,
)
_OWN_LETTERS = r"[A-Ha-h](?![\w])(?:\s*[,&]\s*[A-Ha-h](?![\w]))*"
_PAIR = re.compile(rf"(?:câu\s*)?(\d{{1,4}})\s*[-.:)–/]?\s*({_OWN_LETTERS})", re.I)
_PAIRS = re.compile(rf"(?:\s*(?:câu\s*)?\d{{1,4}}\s*[-.:)–/]?\s*{_OWN_LETTERS}\s*[;,|.]?)+\s*", re.I)
_RIGHT = re.compile(r"\s*[(\[]\s*(?:đ|đúng|x|✓|✔|true|right)\s*[)\]]\s*$|\s*[✓✔]\s*$", re.I)
_BULLET = re.compile(r"[-+•●○▪■□◦–]\s+")
_DIFFICULTIES = {
    "easy": {"de", "nhan biet", "thap", "biet"},
    "medium": {"trung binh", "thong hieu", "hieu", "vua"},
    "hard": {"kho", "van dung", "van dung cao", "cao"},
}
_SIGNS = ("underline", "highlight", "bold", "italic")


@dataclass
class _Option:
    letter: str
    lines: list[Line]
    labelled: Line | None  # the label itself, whose marks may be the key
    starred: bool = False


@dataclass
class _Draft:
    number: int | None
    paragraph: int
    lines: list[Line] = field(default_factory=list)
    options: list[_Option] = field(default_factory=list)
    bullets: list[_Option] = field(default_factory=list)
    said: str = ""
    notes: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    writing: str = ""  # the note that further lines belong to
    topic: str = ""

    @property
    def shown(self) -> list[_Option]:
        return self.options or self.bullets


def read_lines(document: Document) -> list[ReadQuestion]:
    """The questions of a document, each with what is wrong with it and what was mended."""
    reader = _Reader(document.lines)
    for line in counted(document.lines):
        reader.take(line)
    reader.close()
    table = [*reader.pairs, *(pair for grid in document.grids for pair in _grid_pairs(grid))]
    return _finish(reader.drafts, table)


class _Reader:
    def __init__(self, lines: Sequence[Line]) -> None:
        words = sum(bool(_WORD.match(line.text)) for line in lines)
        numbers = sum(bool(_NUMBER.match(line.text)) for line in lines)
        self.start = _WORD if words and words * 4 >= numbers else _NUMBER
        self.drafts: list[_Draft] = []
        self.draft: _Draft | None = None
        self.topic = ""
        self.pairs: list[tuple[int, str]] = []
        self.in_key = False
        self.awaits_key = False

    def close(self) -> None:
        if self.draft is not None:
            self.drafts.append(self.draft)
        self.draft = None

    def take(self, line: Line) -> None:
        """One more line."""
        text = line.text
        if self._is_pairs(text):
            self.close()
            self.pairs += [(int(number), letters) for number, letters in _PAIR.findall(text)]
            return
        draft = self.draft
        if self.awaits_key and draft is not None and re.fullmatch(rf"{_LETTER_LIST}\s*\.?", text):
            draft.said, self.awaits_key = text, False
            return
        self.awaits_key = False
        if _KEY_HEADING.fullmatch(text):
            if draft is not None and draft.shown and not draft.said and text.rstrip().endswith(":"):
                self.awaits_key = True
            else:
                self.in_key = True
                self.close()
            return
        if begins := self._begins(line):
            self.close()
            self.in_key = False
            self.draft = _Draft(int(begins[1]), line.number, topic=self.topic)
            self._question_text(line.cut(begins.end()))
            return
        if self.in_key:
            return
        if draft is None:
            self._between(line)
            return
        if self._note(draft, line) or self._options(draft, line):
            return
        if draft.shown and self._is_heading(line):
            self.close()
            self._between(line)
        elif draft.writing:
            draft.notes[draft.writing].append(text)
        elif draft.options:
            self._continue(draft, line)
        elif line.is_bullet or _BULLET.match(text):
            found = _BULLET.match(text)
            own = line.cut(found.end() if found else 0)
            draft.bullets.append(
                _Option(LETTERS[len(draft.bullets)] if len(draft.bullets) < 8 else "?", [own], None)
            )
        else:
            self._question_text(line)

    def _is_pairs(self, text: str) -> bool:
        if not _PAIRS.fullmatch(text):
            return False
        return self.in_key or len(_PAIR.findall(text)) >= 2

    def _begins(self, line: Line) -> re.Match[str] | None:
        found = self.start.match(line.text)
        if found is None or self.start is _WORD:
            return found
        # A bare number may count something inside a question.
        number, last = int(found[1]), self.drafts[-1].number if self.drafts else 0
        current = self.draft
        if current is None:
            return found
        last = current.number or 0
        is_next = last < number <= last + 3
        is_whole = bool(current.shown or current.said or current.notes)
        return found if (is_next and (is_whole or number == last + 1)) or (number == 1 and is_whole) else None

    def _between(self, line: Line) -> None:
        if self._is_heading(line) and _HEADING.fullmatch(line.text):
            self.topic = clean(line.text)[:200]

    def _is_heading(self, line: Line) -> bool:
        text = line.text
        letters = [letter for letter in text if letter.isalpha()]
        return bool(_HEADING.fullmatch(text)) or (
            len(letters) >= 6 and text == text.upper() and not _LABEL.match(text)
        )

    def _question_text(self, line: Line) -> None:
        """A line of the question's words, which may go on with its options."""
        draft = self.draft
        assert draft is not None
        first = _first_inline(line.text)
        if first is None:
            if line.text:
                draft.lines.append(line)
            return
        before = line.cut(0, first)
        if before.text:
            draft.lines.append(before)
        self._options(draft, line.cut(first))

    def _options(self, draft: _Draft, line: Line) -> bool:
        """Take the options that a line begins with; False where it begins with none."""
        found = _LABEL.match(line.text)
        if found is None or not line.text[found.end() :].strip():
            return False
        letter = found[2].upper()
        # “a) …” inside a question that has A, B, C is a part of its words.
        if draft.options and found[2].islower() != draft.options[0].letter.islower() and letter == "A":
            return False
        draft.writing = ""
        while found is not None:
            end = _next_label(line.text, found.end(), found[2])
            own = line.cut(found.end(), end)
            starred = "*" in (found[1], found[3], found[4])
            if own.text.endswith("*"):
                own, starred = own.cut(0, len(own.text) - 1), True
            if right := _RIGHT.search(own.text):
                own, starred = own.cut(0, right.start()), True
            label = Line(
                line.text[found.start(2) : found.end(2)],
                line.marks[found.start(2) : found.end(2)],
                line.number,
            )
            draft.options.append(_Option(found[2], [own], label, starred))
            found = _LABEL.match(line.text, end) if end is not None else None
        return True

    def _continue(self, draft: _Draft, line: Line) -> None:
        """A line that goes on with the last option, and may hold the next ones."""
        last = draft.options[-1]
        end = _next_label(line.text, 0, last.letter, apart=True)
        own = line.cut(0, end)
        if own.text:
            last.lines.append(own)
        if end is not None:
            self._options(draft, line.cut(end))

    def _note(self, draft: _Draft, line: Line) -> bool:
        """Take a line that says the key, an explanation, a source."""
        text = line.text
        said = _CHOOSE.fullmatch(text) or _KEY.fullmatch(text)
        if said and (draft.shown or draft.lines):
            words = said["said"].strip()
            first = re.match(rf"({_LETTER_LIST})\s*(?:[.):]|$)", words)
            if (
                draft.shown
                and first
                and len(first[1]) < len(words)
                and not re.fullmatch(rf"{_LETTER_LIST}\.?", words)
            ):
                draft.said = first[1]
                rest = words[first.end() :].strip()
                # “B. the option's own words” says no more than B; anything else explains it.
                if rest and fold(rest) not in {fold(_words(one)) for one in draft.shown}:
                    draft.notes["explanation"].append(rest)
            else:
                draft.said = words
                self.awaits_key = not words
            draft.writing = ""
            return True
        for name, pattern in _NOTES.items():
            found = pattern.match(text)
            if found and (name != "explanation" or draft.shown or draft.said or draft.lines):
                if name in ("topic", "difficulty") and not draft.lines:
                    return False
                rest = text[found.end() :].strip()
                if rest:
                    draft.notes[name].append(rest)
                draft.writing = name if name in ("explanation", "model_answer", "legal_basis") else ""
                return True
        return False


def _first_inline(text: str) -> int | None:
    """Where the options begin in a line that begins with a question's words: at an A that a B follows."""
    for found in re.finditer(r"(?<=\s)\*?\(?(A|a)\s*[.)/:]\s*(?=\S)", text):
        apart = text[: found.start()].endswith(("  ", "\t")) or found[1] == "A"
        if apart and _next_label(text, found.end(), found[1]) is not None:
            return found.start()
    return None


def _next_label(text: str, start: int, letter: str, apart: bool = False) -> int | None:
    """Where the option after `letter` begins in a line. Small letters, and all where `apart`, need two blanks before."""
    if letter.upper() == "H":
        return None
    following = chr(ord(letter) + 1)
    for found in re.finditer(rf"(?<=\s)\*?\(?{following}\s*\*?\s*[.)/:]\s*(?=\S)", text[start:]):
        before = text[: start + found.start()]
        if (
            (letter.isupper() and not apart)
            or before.endswith(("  ", "\t"))
            or before.rstrip().endswith((";", ","))
        ):
            return start + found.start()
    return None


# --- from drafts to questions


def _words(option: _Option) -> str:
    return "\n".join(clean(line.text) for line in option.lines)


def _finish(drafts: Sequence[_Draft], table: Sequence[tuple[int, str]]) -> list[ReadQuestion]:
    """Questions, with the keys of a table at the end given to those whose numbers they name."""
    by_number: dict[int, list[str]] = defaultdict(list)
    for number, letters in table:
        by_number[number].append(letters)
    given: dict[int, int] = defaultdict(int)
    found = []
    for draft in drafts:
        keys = by_number.get(draft.number or 0, [])
        # Where the numbers begin anew in each part, the first of a number is the first part's.
        at = given[draft.number or 0]
        given[draft.number or 0] += 1
        found.append(_question(draft, keys[at] if at < len(keys) else ""))
    return found


def _question(draft: _Draft, of_table: str) -> ReadQuestion:
    problems: list[Message] = []
    notes: list[Message] = []
    if draft.options and draft.bullets:
        # Bulleted lines before lettered options belong to the question's words.
        draft.lines += [line for one in draft.bullets for line in one.lines]
    options = _in_order(draft.shown, problems, notes)
    texts = [_words(one) for one in options]
    text = "\n".join(clean(line.text) for line in draft.lines)
    kind, body = _body(draft, options, texts, of_table, text, problems, notes)
    if not text:
        problems.append(message(N_("Chưa có nội dung câu hỏi.")))
    if not problems:
        problems += find_kind(kind).validate(body)
    if max(map(len, [text, *texts])) > MAX_TEXT:
        problems.append(message(N_("Dài quá %(limit)d ký tự."), limit=MAX_TEXT))

    def placed(found: Iterable[Message]) -> tuple[Message, ...]:
        where = draft.paragraph
        return tuple(message(N_("Đoạn %(paragraph)d: %(what)s"), paragraph=where, what=one) for one in found)

    said = {name: "\n".join(clean(one) for one in many) for name, many in draft.notes.items()}
    level = fold(said.get("difficulty", "")).rstrip(".")
    return ReadQuestion(
        kind=kind,
        text=text,
        body=body,
        topic=said.get("topic", draft.topic)[:200],
        difficulty=next((code for code, words in _DIFFICULTIES.items() if level in words), ""),
        explanation=said.get("explanation", ""),
        source=said.get("source", "")[:300],
        legal_basis=said.get("legal_basis", "")[:300],
        paragraph=draft.paragraph,
        problems=placed(problems),
        notes=placed(notes),
    )


def _in_order(options: list[_Option], problems: list[Message], notes: list[Message]) -> list[_Option]:
    letters = [one.letter.upper() for one in options]
    if len(set(letters)) != len(letters):
        problems.append(message(N_("Có hai phương án cùng chữ cái. Hãy kiểm tra các phương án.")))
        return options
    if letters != sorted(letters):
        notes.append(message(N_("Các phương án không theo thứ tự chữ cái; đã xếp lại.")))
        options = sorted(options, key=lambda one: one.letter.upper())
        letters.sort()
    wanted = list(LETTERS[: len(letters)])
    if letters and letters != wanted and "?" not in letters:
        missing = next(letter for letter in LETTERS if letter not in letters)
        problems.append(
            message(N_("Thiếu phương án %(letter)s, hoặc nó dính vào phương án khác."), letter=missing)
        )
    return options


def _body(
    draft: _Draft,
    options: list[_Option],
    texts: list[str],
    of_table: str,
    text: str,
    problems: list[Message],
    notes: list[Message],
) -> tuple[str, dict[str, Any]]:
    said = clean(draft.said)
    if not options:
        answer = truth(said or of_table)
        if answer is not None:
            return "true_false", true_false_body(answer)
        if said:
            accepted = [clean(one) for one in re.split(r"[|]", said) if one.strip()]
            return "short_answer", {"accepted": accepted, "fold": True, "ignore_diacritics": False}
        if "model_answer" in draft.notes:
            model = "\n".join(clean(one) for one in draft.notes["model_answer"])
            return "situation", {"model_answer": model, "rubric": ""}
        problems.append(message(N_("Không thấy phương án nào, cũng không thấy đáp án.")))
        return "single_choice", {"options": [], "key": []}
    key = _key(options, texts, said, of_table, problems)
    if len(options) == 2 and {truth(one) for one in texts} == {True, False} and len(key) == 1:
        return "true_false", true_false_body(bool(truth(texts[key[0]])))
    kind = "several_correct" if len(key) > 1 else "single_choice"
    if kind == "several_correct" and not re.search(
        r"nhiều|những|các (?:đáp án|phương án|ý)|all that|hai|ba", text, re.I
    ):
        notes.append(message(N_("Có %(count)d đáp án đúng; hãy kiểm tra."), count=len(key)))
    body = {"options": [{"text": one, "locked": closes_list(one)} for one in texts], "key": key}
    return kind, body


def _key(
    options: list[_Option], texts: list[str], said: str, of_table: str, problems: list[Message]
) -> list[int]:
    """What all signs of a key agree on; a problem where they don't, or there is none."""
    letters = [one.letter.upper() for one in options]
    signs: list[tuple[Message, list[int]]] = []
    for name, words in ((N_("dòng đáp án"), said), (N_("bảng đáp án"), of_table)):
        if words:
            places = _named(words, letters, texts)
            if not places:
                problems.append(message(N_("Đáp án “%(key)s” không ứng với phương án nào."), key=words[:80]))
                return []
            signs.append((message(name), places))
    starred = [place for place, one in enumerate(options) if one.starred]
    if starred:
        signs.append((message(N_("dấu sao, dấu đúng")), starred))
    signs += _set_apart(options)
    if not signs:
        problems.append(message(N_("Không thấy đáp án đúng. Hãy chọn đáp án.")))
        return []
    if any(places != signs[0][1] for _, places in signs):
        said_so = [
            message(
                N_("%(sign)s: %(letters)s"), sign=sign, letters=", ".join(letters[place] for place in places)
            )
            for sign, places in signs
        ]
        text = N_("Các dấu hiệu của đáp án mâu thuẫn nhau (%(first)s; %(second)s). Hãy chọn đáp án.")
        other = next(one for one, (_, places) in zip(said_so, signs, strict=True) if places != signs[0][1])
        problems.append(message(text, first=said_so[0], second=other))
        return []
    return signs[0][1]


def _named(words: str, letters: list[str], texts: list[str]) -> list[int]:
    plain = words.strip().rstrip(".")
    if re.fullmatch(_LETTER_LIST, plain) or re.fullmatch("[A-H]{2,4}", plain):
        named = [letter.upper() for letter in re.findall(r"[A-Ha-h]", plain)]
        return sorted({letters.index(one) for one in named}) if set(named) <= set(letters) else []
    folded = [fold(text) for text in texts]
    wanted = fold(re.sub(r"^[A-H]\s*[.):]\s*", "", plain))
    return [folded.index(wanted)] if folded.count(wanted) == 1 else []


def _set_apart(options: list[_Option]) -> list[tuple[Message, list[int]]]:
    """The marks that some options have and others lack, each with those that have it."""
    names = {
        "underline": N_("gạch chân"),
        "highlight": N_("tô nền"),
        "bold": N_("in đậm"),
        "italic": N_("in nghiêng"),
        "colour": N_("màu chữ"),
    }
    marks = [_marks_of(one) for one in options]
    colours = [next((mark for mark in sorted(one) if mark.startswith("colour:")), "") for one in marks]
    having = {name: [place for place, one in enumerate(marks) if name in one] for name in _SIGNS}
    # The colour that fewer options have is the key's: red among black, and black among red would be odd but the same.
    usual = max(set(colours), key=lambda colour: (colours.count(colour), colour == ""))
    having["colour"] = [place for place, colour in enumerate(colours) if colour != usual]
    found = [
        (message(names[name]), places) for name, places in having.items() if 0 < len(places) < len(options)
    ]
    # Slanted words alone are emphasis more often than a key.
    return [one for one in found if one[0].text != names["italic"]] or found


def _marks_of(option: _Option) -> frozenset[str]:
    whole = Line(
        "".join(line.text for line in option.lines),
        tuple(mark for line in option.lines for mark in line.marks),
        option.lines[0].number,
    )
    own = whole.shared()
    return own | (option.labelled.shared() if option.labelled is not None else frozenset())


def _grid_pairs(rows: Sequence[Sequence[str]]) -> list[tuple[int, str]]:
    """The key that a grid of cells holds: 1-A in a cell, a number beside its letter, or a row of letters under numbers."""
    found: list[tuple[int, str]] = []
    plain = [[clean(cell) for cell in row] for row in rows]
    numbers = [[_cell_number(cell) for cell in row] for row in plain]
    letters = [[cell if re.fullmatch(_LETTER_LIST, cell) else "" for cell in row] for row in plain]
    for at, row in enumerate(plain):
        pairs = [pair for cell in row if _PAIRS.fullmatch(cell) for pair in _PAIR.findall(cell)]
        found += [(int(number), key) for number, key in pairs]
        if pairs:
            continue
        if any(letters[at]) and any(number is not None for number in numbers[at]):
            for place, number in enumerate(numbers[at][:-1]):
                if number is not None and letters[at][place + 1]:
                    found.append((number, letters[at][place + 1]))
        elif at and any(letters[at]) and not any(letters[at - 1]):
            found += [
                (number, key)
                for number, key in zip(numbers[at - 1], letters[at], strict=False)
                if number is not None and key
            ]
    return found


def _cell_number(cell: str) -> int | None:
    found = re.fullmatch(r"(?:câu\s*)?(\d{1,4})\s*[.)]?", cell, re.I)
    return int(found[1]) if found else None
