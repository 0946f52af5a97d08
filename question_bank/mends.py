"""What a question of a file that can't be stored could be made into, for a person to take or leave. PURE.

A mend is only proposed where it leaves a question that can be stored. None is ever taken by itself.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from contest.kernel.messages import N_, Message, message
from contest.kernel.vietnamese import fold
from question_bank import rules
from question_bank.exchange.keys import read_key, truth
from question_bank.exchange.questions import ReadQuestion
from question_bank.kinds import kind as find_kind
from question_bank.kinds import kinds
from question_bank.kinds.choices import LETTERS, MOST, is_text, options_of
from question_bank.kinds.folding import fold_answer
from question_bank.kinds.true_false import true_false_body

ALIKE, CLEARLY = 0.75, 0.1
"""How alike a key and an option must be, and by how much more than the next option."""

# Letters of other alphabets that look like ours, and Đ, which no option is called.
_LOOKS = str.maketrans("АВСЕНΑΒΕΗĐÐаⒶⒷⒸⒹⒺⒻ①②③④⑤⑥", "ABCEHABEHDDaABCDEF123456")


@dataclass(frozen=True)
class Mend:
    """A change to a question: its name among those of the question, what a button says, and what comes of it."""

    code: str
    label: Message
    question: ReadQuestion


def mends(question: ReadQuestion) -> list[Mend]:
    """What can be proposed for a question with problems, the likeliest first; at most four."""
    if not question.problems:
        return []
    found: dict[str, Mend] = {}
    for mend in _proposed(question):
        sound = replace(mend.question, problems=())
        if mend.code not in found and not rules.problems(sound):
            found[mend.code] = replace(mend, question=sound)
    return list(found.values())[:4]


def _proposed(question: ReadQuestion) -> Iterator[Mend]:
    if question.kind not in kinds():
        return
    if "options" in question.body and is_showable(question):
        for shorter in _without_idle_options(question):
            yield shorter
            yield from _keyed(shorter.question, shorter)
        yield from _keyed(question)
        yield from _of_more_keys(question)
    if not any(_said(question, "code")):
        # What was understood may be enough by itself: a level or a kind that nobody knows.
        yield Mend("shown", message(N_("Nhập như đang hiện ở đây")), question)
    elif question.code:
        yield Mend(
            "code",
            message(N_("Bỏ mã “%(code)s”, để đặt mã mới"), code=question.code),
            replace(question, code=""),
        )


def _keyed(question: ReadQuestion, after: Mend | None = None) -> Iterator[Mend]:
    """Keys that what the file says could mean."""
    body = question.body
    if body["key"]:
        return
    texts = [option["text"] for option in body["options"]]
    for places in _meant(question, texts):
        if question.kind == "true_false":
            changed = replace(question, body=true_false_body(places == [0]))
        else:
            several = len(places) > 1 and question.kind == "single_choice"
            kind = "several_correct" if several else question.kind
            changed = replace(question, kind=kind, body=body | {"key": places})
        named = "; ".join(f"{LETTERS[place]}. {_short(texts[place])}" for place in places)
        if question.kind == "true_false":
            named = texts[places[0]]
        label = message(N_("Sửa đáp án thành %(options)s"), options=named)
        code = "key:" + ",".join(map(str, places))
        if after:
            label = message(N_("%(one)s; %(other)s"), one=after.label, other=label)
            code = f"{after.code};{code}"
        yield Mend(code, label, changed)


def _meant(question: ReadQuestion, texts: list[str]) -> Iterator[list[int]]:
    for said in _said(question, "key"):
        if question.kind == "true_false":
            word = fold_answer(said, ignore_diacritics=True)
            told = truth({"dung": "đúng"}.get(word, word))
            if told is not None:
                yield [0 if told else 1]
            continue
        places, _problem = read_key(said.translate(_LOOKS).upper(), texts)
        if places:
            yield places
        elif (place := _nearest(said, texts)) is not None:
            yield [place]
    # Signs of the key that contradict each other: each in its turn.
    for said in _said(question, "letters", beside="sign"):
        places, _problem = read_key(said, texts)
        if places:
            yield places


def _nearest(said: str, texts: list[str]) -> int | None:
    """The option that a key's words nearly are, if it is one alone."""
    plain = fold(said)
    if len(plain) < 2:
        return None
    ratios = [_likeness(plain, fold(text)) for text in texts]
    best = max(range(len(texts)), key=ratios.__getitem__, default=None)
    if best is None or ratios[best] < ALIKE:
        return None
    rest = [ratio for place, ratio in enumerate(ratios) if place != best]
    return best if ratios[best] - max(rest, default=0.0) >= CLEARLY else None


def _likeness(one: str, other: str) -> float:
    """From 0 to 1; words in another order are no difference."""
    inner = " ".join(sorted(one.split())), " ".join(sorted(other.split()))
    return max(
        difflib.SequenceMatcher(None, first, second, autojunk=False).ratio()
        for first, second in ((one, other), inner)
    )


def _without_idle_options(question: ReadQuestion) -> Iterator[Mend]:
    """Without options that are empty, or that say what another one says and aren't the right one."""
    options, key = question.body["options"], question.body["key"]
    kept: list[int] = []
    seen: dict[str, int] = {}
    dropped: list[int] = []
    for place, option in enumerate(options):
        text = option["text"]
        same = fold_answer(text) or text.strip()
        twin = seen.get(same)
        if not is_text(text):
            dropped.append(place)
        elif twin is None:
            seen[same] = place
            kept.append(place)
        elif place in key and twin not in key:
            kept[kept.index(twin)] = place
            dropped.append(twin)
        else:
            dropped.append(place)
    if not dropped or set(dropped) & set(key):
        return
    kept.sort()
    body = question.body | {
        "options": [options[place] for place in kept],
        "key": [kept.index(place) for place in key],
    }
    letters = ", ".join(LETTERS[place] for place in sorted(dropped))
    yield Mend(
        f"drop:{letters}",
        message(N_("Bỏ phương án %(letters)s"), letters=letters),
        replace(question, body=body),
    )


def _of_more_keys(question: ReadQuestion) -> Iterator[Mend]:
    if question.kind == "single_choice" and len(question.body["key"]) > 1:
        label = message(N_("Đổi thành câu nhiều đáp án đúng"))
        yield Mend("several", label, replace(question, kind="several_correct"))
    if question.kind == "true_false" and len(question.body["options"]) != 2:
        label = message(N_("Đổi thành câu một đáp án đúng"))
        yield Mend("single", label, replace(question, kind="single_choice"))


def _said(question: ReadQuestion, name: str, beside: str = "") -> Iterator[str]:
    """What the problems quote of the file under a name, where they quote something else `beside` it."""
    for problem in question.problems:
        yield from _values(problem, name, beside)


def _values(problem: Message, name: str, beside: str) -> Iterator[str]:
    if isinstance(problem.values.get(name), str) and (not beside or beside in problem.values):
        yield problem.values[name]
    for value in problem.values.values():
        if isinstance(value, Message):
            yield from _values(value, name, beside)


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57].rstrip() + "…"


# --- shapes


_CHOICES = ("single_choice", "several_correct", "true_false")


def is_showable(question: ReadQuestion) -> bool:
    """Whether a question's body has the shape that its kind's pages show: that of a sound one, or options with a key
    that may be amiss. A foreign file may hold anything."""
    body: Mapping[str, Any] = question.body
    if question.kind not in _CHOICES:
        return question.kind in kinds() and not find_kind(question.kind).validate(body)
    options, key = body.get("options"), body.get("key")
    return (
        isinstance(options, list)
        and len(options) <= 4 * MOST
        and all(isinstance(each, dict) and isinstance(each.get("text"), str) for each in options)
        and isinstance(key, list)
        and all(type(one) is int and 0 <= one < len(options) for one in key)
    )


def recast(question: ReadQuestion, kind: str) -> ReadQuestion:
    """The question as one of another kind, with what of its options and answers that kind can hold."""
    body = question.body if is_showable(question) else {}
    options = [option["text"] for option in body.get("options", ())]
    right = [options[place] for place in body.get("key", ())] if question.kind in _CHOICES else []
    answers = right or list(body.get("accepted", ()))
    fresh: dict[str, Any] = {}
    if find_kind(kind).judged:
        words = body.get("model_answer", "") or "\n".join(answers)
        fresh = {"model_answer": words, "rubric": body.get("rubric", "")}
    elif kind == "short_answer":
        fresh = {"accepted": answers, "fold": True, "ignore_diacritics": False}
    elif kind == "true_false":
        told = truth(answers[0]) if answers else None
        fresh = true_false_body(bool(told)) | ({"key": []} if told is None else {})
    elif kind in _CHOICES:
        texts = options if question.kind in _CHOICES else answers
        fresh = {"options": options_of(texts, ()), "key": list(body.get("key", ())) if right else []}
    return replace(question, kind=kind, body=fresh)
