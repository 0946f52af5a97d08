"""Moodle's GIFT: what `formats/gift.py` reads."""

from __future__ import annotations

from collections.abc import Mapping as Named
from collections.abc import Sequence
from typing import Any

from contest.kernel.messages import N_, message
from question_bank.exchange.questions import ReadQuestion
from question_bank.exchange.writers import reductions as gone
from question_bank.exchange.writers.base import Reducing
from question_bank.exchange.writers.moodle import category_path, pairs, shares

REDUCTIONS = (
    gone.only(
        "single_choice", "several_correct", "true_false", "weighted_choice", "short_answer", "number", "matching",
        "essay", "situation", "theme",
    ),
    gone.AS_ESSAY,
    gone.RUBRIC,
    gone.MODEL_ANSWER,
    gone.PICTURES,
    gone.SPACING,
    gone.SOUND,
    gone.WEIGHTED_AS_SINGLE,
    gone.STATEMENT,
    gone.MANY_BEST,
    gone.LOCKED,
    gone.RIGHT_ORDER,
    gone.ARROWS,
    gone.UNIT,
    gone.COMPARISON,
    *gone.filing(("code", "topic", "tags")),
)  # fmt: skip


class GiftWriter(Reducing):
    """See `writers.base.Writer`."""

    code = "gift"
    name = message(N_("GIFT"))
    place = 4
    extension = "gift"
    mime = "text/plain"
    reductions = REDUCTIONS

    def make(
        self, questions: Sequence[ReadQuestion], media: Named[str, bytes], folders: Named[str, str]
    ) -> bytes:
        """See `Reducing.make`. Code and tags stand in a comment above each question, as Moodle writes them."""
        blocks: list[str] = []
        topic = ""
        for question in questions:
            if question.topic != topic:
                topic = question.topic
                blocks.append(f"$CATEGORY: {category_path(topic, folders)}")
            blocks.append(_block(question))
        return ("\n\n".join(blocks) + "\n").encode()


def _block(question: ReadQuestion) -> str:
    marks = ([f"[id:{_bracketed(question.code)}]"] if question.code else []) + [
        f"[tag:{_bracketed(tag)}]" for tag in question.tags
    ]
    comment = f"// {' '.join(marks)}\n" if marks else ""
    title = f"::{_free(question.code)}:: " if question.code else ""
    answers = _answers(question)
    explanation = f"\n####{_free(question.explanation)}" if question.explanation else ""
    end = "\n" if answers or explanation else ""
    return f"{comment}{title}[plain]{_free(question.text)} {{{answers}{explanation}{end}}}"


def _answers(question: ReadQuestion) -> str:
    body = question.body
    if question.kind == "true_false":
        return "TRUE" if body["key"] == [0] else "FALSE"
    if question.kind == "single_choice":
        lines = [
            f"{'=' if place in body['key'] else '~'}{_shown(option['text'])}"
            for place, option in enumerate(body["options"])
        ]
    elif "options" in body:
        lines = [_weighed(question, option["text"], share) for option, share in _options(question)]
    elif question.kind == "short_answer":
        lines = [f"={_shown(text.replace('*', chr(92) + '*'))}" for text in body["accepted"]]
    elif question.kind == "number":
        lines = [f"#{body['value']}:{body['tolerance']}"]
    elif question.kind == "matching":
        lines = [f"={_shown(left)} -> {_shown(right)}" for left, right in pairs(body)]
    else:
        return ""
    return "".join(f"\n{line}" for line in lines)


def _options(question: ReadQuestion) -> list[tuple[dict[str, Any], Any]]:
    return list(zip(question.body["options"], shares(question), strict=True))


def _weighed(question: ReadQuestion, text: str, share: Any) -> str:
    if question.kind == "weighted_choice" and share == 100:
        return f"={_shown(text)}"
    return f"~%{share.normalize():f}%{_shown(text)}" if share else f"~{_shown(text)}"


def _shown(text: str) -> str:
    """An answer, of which nothing is a tag or an entity."""
    return f"[plain]{_free(text)}"


def _free(text: str) -> str:
    """A text with a backslash before every sign that GIFT would take for its own."""
    for sign in "\\~=#{}:":
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", "\\n")


def _bracketed(text: str) -> str:
    return text.replace("\\", "\\\\").replace("]", "\\]")


WRITER = GiftWriter()
