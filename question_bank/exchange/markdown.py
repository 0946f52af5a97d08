"""Plain text as it is set in Markdown: pairs of stars as bold type, headings, fences around code, items of lists. PURE."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from question_bank.exchange.answer_lines import find_answer, find_note, is_key_heading
from question_bank.exchange.labels import find_start
from question_bank.exchange.lines import Line, Marks

_STRONG = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
_SIGNS = re.compile(
    r"^(?:(?:>\s{0,3})?(?:#{1,6}\s+)?\*\*(?:câu|bài|question|\d{1,4}\s*[.):])[^*\n]*\*\*|"
    r"(?:>\s{0,3})?#{1,6}\s+(?:(?:câu|bài|question)\s*\d|q\s?\d|[a-z]?\d{1,4}\s*[.):]).*|:::\s*details\b.*|"
    r"\*\*(?:câu\s+hỏi|đáp\s+án|giải\s+thích|question|(?:correct\s+)?answer|explanation)[^*\n]{0,40}\*\*)",
    re.I | re.M,
)
_HEADING = re.compile(r"\s{0,3}(?P<hashes>#{1,6})\s+(?=\S)")
_LISTED = re.compile(
    r"^\s*[-*+]\s+(?=(?:\*\*)?\(?[A-Ha-h][.)]|\[[ xX]\]\s)"
)  # an option as an item of a list
_BARE = re.compile(r"^\s*[-*+]\s+\*\*([A-H])\*\*(?=\s+\S)")  # “- **A** Huế”
_SLANTED = re.compile(r"\s*([*_])(?![*_\s])(?P<said>.+)(?<![*_\s])\1\s*")
_FENCE = re.compile(r"\s*(?:>\s?)?(?:```|~~~)\s*[\w+#.-]{0,20}\s*$")
_QUOTED = re.compile(r"^\s*(?:>\s?|:::\s*(?:[a-z]+(?=\s|$)\s*)?)")
_FOLDED = re.compile(
    r"\s*(?:</?details(?:\s+open)?>\s*)?(?:<summary>(?P<said>[^<]{0,80})</summary>|</?summary>)?\s*(?:</details>\s*)?|"
    r"\s*(?:[-*_]\s?){3,}\s*"
)
_NEAR = 6  # lines in which the words below a folded title begin
_LETTERED = re.compile(r"([A-Z])(?=\d{1,4}[.:)]\s)")  # “P2. …”


def is_markdown(text: str) -> bool:
    """Whether a text has questions or keys that are set as Markdown sets them."""
    return len(_SIGNS.findall(text)) >= 2


def without_fences(lines: Sequence[str]) -> Iterator[tuple[int, str, bool]]:
    """(number, text, is code) of the lines but those that only open and close code; where these come in pairs."""
    fences = [bool(_FENCE.fullmatch(line)) for line in lines]
    is_paired = sum(fences) % 2 == 0
    is_code = False
    for number, (line, fence) in enumerate(zip(lines, fences, strict=True), start=1):
        if fence:
            is_code = is_paired and not is_code
        else:
            yield number, line, is_code


def marked_lines(lines: Sequence[str]) -> list[Line]:
    """The lines of a text in Markdown. A heading above those of the questions is the heading of a part."""
    read = [
        (number, text if is_code else _QUOTED.sub("", text, count=1), is_code)
        for number, text, is_code in without_fences(lines)
    ]
    deep, letter = _of_questions([text for _, text, is_code in read if not is_code])
    found = []
    first = next((number for number, text, _ in read if text.strip()), 0)
    for at, (number, text, is_code) in enumerate(read):
        if is_code:
            found.append(Line.plain(text, number))
            continue
        if folded := _FOLDED.fullmatch(text):
            said = Line.plain(f"{folded['said'].strip()}:", number) if folded["said"] else None
            if (
                said
                and (answer := find_answer(said.text))
                and answer.is_open
                and not _says_key(read[at + 1 : at + _NEAR])
            ):
                found.append(said)
            continue
        heading = _HEADING.match(text)
        if heading is None:
            found.append(_in_bold(_unlisted(text), number))
            continue
        plain = text[heading.end() :]
        if letter and plain.startswith(letter) and _LETTERED.match(plain):
            plain = f"Q{plain[1:]}"
        line = _in_bold(plain, number)
        is_part = len(heading["hashes"]) < deep and number != first and not _says(line.text)
        found.append(replace(line, role="heading") if is_part else line)
    return found


def _of_questions(lines: Sequence[str]) -> tuple[int, str]:
    """How many # most questions have, 0 where their lines are no headings; and the letter before their numbers, or ""."""
    headings = [(found, line[found.end() :]) for line in lines if (found := _HEADING.match(line))]
    begun = Counter(len(found["hashes"]) for found, rest in headings if find_start(rest.strip("* ")))
    lettered = Counter(found[1] for _, rest in headings if (found := _LETTERED.match(rest)))
    if begun and begun.most_common(1)[0][1] >= 2:
        return begun.most_common(1)[0][0], ""
    if lettered and lettered.most_common(1)[0][1] >= 2:
        letter = lettered.most_common(1)[0][0]
        return next(len(found["hashes"]) for found, rest in headings if rest.startswith(letter)), letter
    return 0, ""


def _unlisted(text: str) -> str:
    """An option without the sign of its list; a line that says a key or a note without the signs of italics."""
    slanted = _SLANTED.fullmatch(text)
    if slanted and (find_answer(slanted["said"]) or find_note(slanted["said"])):
        return slanted["said"]
    return _LISTED.sub("", _BARE.sub(r"**\1.**", text, count=1), count=1)


def _says(text: str) -> bool:
    """Whether a heading is a question, a key, or what stands over keys."""
    return find_start(text) is not None or find_answer(text) is not None or is_key_heading(text)


def _says_key(below: Sequence[tuple[int, str, bool]]) -> bool:
    """Whether the next line with words says a key by itself."""
    after = next((text for _, text, _ in below if text.strip()), "")
    return find_answer(after.replace("*", "")) is not None


def _in_bold(text: str, number: int) -> Line:
    pieces: list[tuple[str, Marks]] = []
    end = 0
    for found in _STRONG.finditer(text):
        pieces += [(text[end : found.start()], frozenset()), (found[1], frozenset({"bold"}))]
        end = found.end()
    pieces.append((text[end:], frozenset()))
    marks = tuple(own for piece, own in pieces for _ in piece)
    return Line("".join(piece for piece, _ in pieces), marks, number)
