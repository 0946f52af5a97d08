"""What is decided about questions from data alone. PURE."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Generic, Literal, Protocol, TypeVar

from contest.kernel.messages import N_, Message, message
from contest.kernel.vietnamese import fold
from question_bank.exchange.questions import MAX_TEXT, ReadQuestion
from question_bank.exchange.references import NAME, plain_words, strings
from question_bank.exchange.rows import DIFFICULTIES
from question_bank.kinds import kinds
from question_bank.kinds import problems as kind_problems
from question_bank.kinds.choices import LETTERS
from question_bank.likeness import Stock, answers_of, same_answers, words_of


class HasParent(Protocol):
    """A topic, as the tree of topics needs it."""

    id: Any
    parent_id: Any


T = TypeVar("T", bound=HasParent)

ASKED = ("kind", "text", "body", "explanation")
"""What contestants see and are marked by."""
FILED = ("difficulty", "tags", "source", "legal_basis", "legal_date")
"""What a question is found by."""
CONTENT = ASKED + FILED
"""What a revision holds. A change of any of these makes a new one; code and topic belong to the question."""

MAX_SOURCE, MAX_TAG, MAX_TAGS = 500, 60, 20

_CODE = re.compile(r"C(\d{1,9})")


def problems(question: ReadQuestion) -> list[Message]:
    """Why a question can't be stored; empty when it can."""
    found = []
    if question.kind not in kinds():
        return [message(N_("Không có loại câu hỏi “%(kind)s”."), kind=question.kind)]
    if not question.text.strip():
        found.append(message(N_("Chưa có nội dung câu hỏi.")))
    if max(len(question.text), len(question.explanation)) > MAX_TEXT:
        found.append(message(N_("Dài quá %(limit)d ký tự."), limit=MAX_TEXT))
    if question.difficulty not in ("", *DIFFICULTIES):
        found.append(message(N_("“%(word)s” không phải Dễ, Trung bình hay Khó."), word=question.difficulty))
    found += _filing_problems(question)
    return found + kind_problems(question.kind, question.text, question.body)


def _filing_problems(question: ReadQuestion) -> list[Message]:
    found = []
    if max(len(question.source), len(question.legal_basis)) > MAX_SOURCE:
        found.append(message(N_("Nguồn hoặc căn cứ dài quá %(limit)d ký tự."), limit=MAX_SOURCE))
    if len(question.tags) > MAX_TAGS or any(len(tag) > MAX_TAG or "\n" in tag for tag in question.tags):
        what = N_("Nhiều nhất %(count)d nhãn, mỗi nhãn dài nhất %(limit)d ký tự.")
        found.append(message(what, count=MAX_TAGS, limit=MAX_TAG))
    if question.legal_date and not is_date(question.legal_date):
        found.append(
            message(N_("“%(date)s” không phải một ngày (năm-tháng-ngày)."), date=question.legal_date)
        )
    return found


def is_date(text: str) -> bool:
    """Whether a text is a day as ISO 8601 writes it, 2019-11-20."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def search_text(code: str, text: str, body: dict[str, Any]) -> str:
    """What a search looks through, folded: the code, the question, its options, answers and notes."""
    return fold(plain_words(" ".join([code, text, *strings(body)])))


def asked(question: ReadQuestion) -> tuple[str, dict[str, Any]]:
    """A question's text and as much of its body as everybody may see who opens its bank: the options."""
    options = [{"text": option["text"]} for option in question.body.get("options", ())]
    return question.text, {"options": options}


def free_codes(taken: Iterable[str]) -> Iterator[str]:
    """Codes for questions that came without one, C0001 and on, after the highest of that form in use."""
    used = [int(found[1]) for code in taken if (found := _CODE.fullmatch(code))]
    number = max(used, default=0)
    while True:
        number += 1
        yield f"C{number:04}"


def same_content(one: ReadQuestion, other: ReadQuestion) -> bool:
    """Whether nothing that matters differs: content, and the topic if the new one names any."""
    return all(getattr(one, name) == getattr(other, name) for name in CONTENT) and other.topic in (
        "",
        one.topic,
    )


@dataclass(frozen=True)
class Folder(Generic[T]):
    """A topic in the tree of topics: `depth` counts from 0; `within` has its own id and those of all below it."""

    topic: T
    depth: int
    within: frozenset[int]


def tree(topics: Sequence[T]) -> list[Folder[T]]:
    """Topics in the order in which a tree of them is read: each followed by those in it."""
    children: dict[int | None, list[T]] = {}
    ids = {topic.id for topic in topics}
    for topic in topics:
        children.setdefault(topic.parent_id if topic.parent_id in ids else None, []).append(topic)
    found: list[Folder[T]] = []

    def walk(parent: int | None, depth: int) -> frozenset[int]:
        below: frozenset[int] = frozenset()
        for topic in children.get(parent, ()):
            place = len(found)
            found.append(Folder(topic, depth, frozenset()))
            within = walk(topic.id, depth + 1) | {topic.id}
            found[place] = Folder(topic, depth, within)
            below |= within
        return below

    walk(None, 0)
    return found


def changed(
    question: ReadQuestion,
    topic: str | None,
    difficulty: str | None,
    add_tags: Sequence[str],
    remove_tags: Sequence[str],
) -> ReadQuestion:
    """The question after a bulk edit; None leaves a thing as it is."""
    kept = [tag for tag in question.tags if tag not in remove_tags]
    return replace(
        question,
        topic=question.topic if topic is None else topic,
        difficulty=question.difficulty if difficulty is None else difficulty,
        tags=tuple(dict.fromkeys([*kept, *add_tags])),
    )


def filled(before: ReadQuestion, after: ReadQuestion) -> ReadQuestion:
    """What a file gives for a question that the bank has: most formats can't say by what it is found."""
    return replace(
        after,
        tags=after.tags or before.tags,
        source=after.source or before.source,
        legal_basis=after.legal_basis or before.legal_basis,
        legal_date=after.legal_date or before.legal_date,
    )


Standing = Literal["new", "revises", "same", "twin", "broken"]
Decision = Literal["out", "new", "revise"]


@dataclass(frozen=True)
class Weighed:
    """A question of a file beside what the bank already holds.

    new: to be added · revises: the bank has its code, storing makes a new revision · same: nothing would
    change · twin: the same words and options as another · broken: it has problems. `rival` is the stored question that
    it equals or is like (`likeness`: code, twin, akin or near); `above` says where in the file one with the same words
    and options stands.
    """

    place: int
    question: ReadQuestion
    standing: Standing
    rival: int = 0
    likeness: str = ""
    above: Message | str = ""

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """What a person may decide about it: the first is what the preview proposes. What could overwrite or double
        something is left to the person."""
        if self.standing in ("broken", "same"):
            return ("out",)
        if not self.rival:
            return ("out", "new") if self.standing == "twin" else ("new", "out")
        return ("new", "out", "revise") if self.standing == "new" else ("out", "new", "revise")

    @property
    def mark(self) -> str:
        """How it stood when a page was made: another mark means that a tick would mean something else."""
        return f"{self.place}:{self.standing}_{self.rival}"


@dataclass(frozen=True)
class Former:
    """The stored question that has a file's question's code."""

    id: int
    question: ReadQuestion


def weigh(questions: Sequence[ReadQuestion], stock: Stock, formers: Mapping[str, Former]) -> list[Weighed]:
    """Each question of a file beside those of the bank and those above it in the file. `formers`: code → what has it."""
    codes: dict[str, Message] = {}
    above: dict[str, list[tuple[ReadQuestion, Message]]] = {}
    weighed = []
    for place, question in enumerate(questions):
        if question.code and not question.problems:
            first = codes.setdefault(fold(question.code), question.place)
            if first != question.place:
                what = N_("Mã “%(code)s” đã có ở %(place)s.")
                twice = message(what, code=question.code, place=first)
                question = replace(question, problems=(twice,))
        if question.problems:
            weighed.append(Weighed(place, question, "broken"))
            continue
        alike = above.setdefault(words_of(question.text), [])
        twin = next((where for other, where in alike if _answer_alike(other, question)), "")
        alike.append((question, question.place))
        if former := formers.get(question.code):
            same = same_content(former.question, filled(former.question, question))
            standing: Standing = "same" if same else "revises"
            weighed.append(Weighed(place, question, standing, former.id, "code"))
            continue
        rival = stock.rival(question)
        is_twin = twin or (rival and rival.likeness == "twin")
        weighed.append(
            Weighed(
                place,
                question,
                "twin" if is_twin else "new",
                rival.id if rival else 0,
                rival.likeness if rival else "",
                twin,
            )
        )
    return weighed


def decided(each: Weighed, decision: Decision, code: str) -> ReadQuestion:
    """The question to store: as a revision it takes the `code` of the stored one, as a new one it has its own, if that is
    free."""
    if decision == "revise":
        return replace(each.question, code=code)
    return replace(each.question, code="") if each.standing == "revises" else each.question


def _answer_alike(one: ReadQuestion, other: ReadQuestion) -> bool:
    return same_answers(answers_of(one.body), answers_of(other.body))


Piece = tuple[Literal["same", "out", "in"], str]


@dataclass(frozen=True)
class Difference:
    """What changed in one aspect of a question between two revisions, word by word."""

    aspect: Message
    pieces: tuple[Piece, ...]


OPEN_ASPECTS = {"Câu hỏi", "Phương án", "Mức độ", "Nhãn", "Nguồn", "Căn cứ", "Ngày của căn cứ"}
"""What those may see of a change who don't see the key."""


def differences(
    before: ReadQuestion, after: ReadQuestion, say: Callable[[str], str], with_key: bool = True
) -> list[Difference]:
    """What a reviser changed, aspect by aspect. `say` puts words into the reader's language."""
    found = []
    for (aspect, old), (_, new) in zip(_aspects(before, say), _aspects(after, say), strict=True):
        if old != new and (with_key or aspect.text in OPEN_ASPECTS):
            found.append(Difference(aspect, _word_changes(old, new)))
    return found


def compared(before: ReadQuestion, after: ReadQuestion, say: Callable[[str], str]) -> list[Difference]:
    """What both ask, options and key, changed or not, and whatever else differs: to be read side by side."""
    pairs = zip(_aspects(before, say), _aspects(after, say), strict=True)
    return [
        Difference(aspect, _word_changes(old, new))
        for place, ((aspect, old), (_, new)) in enumerate(pairs)
        if old != new or (place < _ASKED_ASPECTS and old)
    ]


_ASKED_ASPECTS = 3  # the first of them: text, options, key


def day(text: str) -> str:
    """A day of ISO 8601 as people here write it: 20/11/2019."""
    return "/".join(reversed(text.split("-")))


def _aspects(question: ReadQuestion, say: Callable[[str], str]) -> list[tuple[Message, str]]:
    body = question.body
    options = body.get("options", [])
    asked = kinds()[question.kind]
    if options and "key" in body:
        key = " | ".join(LETTERS[index] for index in body["key"])
    else:
        key = asked.read_key(body) or asked.to_cells(body).key
    return [
        (message(N_("Câu hỏi")), question.text),
        (
            message(N_("Phương án")),
            "\n".join(f"{LETTERS[i]}. {each['text']}" for i, each in enumerate(options)),
        ),
        (message(N_("Đáp án đúng")), key),
        (
            message(N_("Giữ vị trí")),
            " ".join(LETTERS[i] for i, each in enumerate(options) if each.get("locked")),
        ),
        (message(N_("Cách so câu trả lời")), say(_comparison(body)) if "accepted" in body else ""),
        (message(N_("Gợi ý trả lời")), body.get("model_answer", "")),
        (message(N_("Tiêu chí")), body.get("rubric", "")),
        (message(N_("Giải thích")), question.explanation),
        (message(N_("Mức độ")), say(DIFFICULTIES[question.difficulty]) if question.difficulty else ""),
        (message(N_("Nhãn")), ", ".join(question.tags)),
        (message(N_("Nguồn")), question.source),
        (message(N_("Căn cứ")), question.legal_basis),
        (message(N_("Ngày của căn cứ")), day(question.legal_date)),
    ]


def _comparison(body: dict[str, Any]) -> str:
    if not body.get("fold", True):
        return N_("Phải viết đúng từng ký tự")
    return (
        N_("Không phân biệt dấu")
        if body.get("ignore_diacritics")
        else N_("Không phân biệt chữ hoa, dấu cách")
    )


# A picture, a sound and an equation change as wholes, however many words they are written with.
_WORD = re.compile(rf"!\[[^\]\n]*\]\(media:{NAME}\)|\\\(.+?\\\)|\s+|(?:(?!!\[|\\\()\S)+|\S", re.DOTALL)


# Of the longer text's words: where fewer are the same, many small changes read worse than one text for the other.
_ALIKE, _MANY = 0.5, 5


def _word_changes(before: str, after: str) -> tuple[Piece, ...]:
    old, new = (_WORD.findall(text) for text in (before, after))
    blocks = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    same = sum(_words(old[i1:i2]) for tag, i1, i2, _, _ in blocks if tag == "equal")
    pieces: list[Piece] = []
    out, in_ = "", ""

    def change() -> None:
        nonlocal out, in_
        pieces.extend(piece for piece in (("out", out), ("in", in_)) if piece[1])
        out, in_ = "", ""

    for tag, i1, i2, j1, j2 in blocks:
        if tag == "equal" and (_words(old[i1:i2]) or not (out or in_)):
            change()
            pieces.append(("same", "".join(old[i1:i2])))
        else:  # a space alone between two changes is of both
            out, in_ = out + "".join(old[i1:i2]), in_ + "".join(new[j1:j2])
    change()
    if len(pieces) > _MANY and same < _ALIKE * max(_words(old), _words(new)):
        return (("out", before), ("in", after))
    return tuple(pieces)


def _words(pieces: Sequence[str]) -> int:
    return sum(not piece.isspace() for piece in pieces)
