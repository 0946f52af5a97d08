"""Moodle XML: what `formats/moodle_xml.py` reads."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Named
from decimal import ROUND_HALF_UP, Decimal
from html import escape
from typing import Any

from contest.kernel.messages import N_, message
from question_bank.exchange.questions import ReadQuestion
from question_bank.exchange.references import REFERENCE
from question_bank.exchange.rich import write_html
from question_bank.exchange.writers import reductions as gone
from question_bank.exchange.writers.base import Reducing

REDUCTIONS = (
    gone.only(
        "single_choice", "several_correct", "true_false", "weighted_choice", "short_answer", "number", "matching",
        "ordering", "cloze", "essay", "situation", "theme",
    ),
    gone.AS_ESSAY,
    gone.RUBRIC,
    gone.SPACING,
    gone.WEIGHTED_AS_SINGLE,
    gone.STATEMENT,
    gone.MANY_BEST,
    gone.LOCKED,
    gone.BLANKS_LOCKED,
    gone.BLANK_UNITS,
    gone.BLANK_PICTURES,
    gone.RIGHT_PICTURES,
    gone.SOUND,
    gone.RIGHT_ORDER,
    gone.NO_DIACRITICS,
    *gone.filing(("code", "topic", "retired", "tags")),
)  # fmt: skip
_TYPES = {
    "single_choice": "multichoice", "several_correct": "multichoice", "weighted_choice": "multichoice",
    "true_false": "truefalse", "short_answer": "shortanswer", "number": "numerical", "matching": "matching",
    "ordering": "ordering", "cloze": "cloze", "essay": "essay",
}  # fmt: skip


class MoodleXmlWriter(Reducing):
    """See `writers.base.Writer`."""

    code = "moodle"
    name = message(N_("Moodle XML"))
    place = 5
    extension = "xml"
    mime = "application/xml"
    reductions = REDUCTIONS

    def make(
        self, questions: Sequence[ReadQuestion], media: Named[str, bytes], folders: Named[str, str]
    ) -> bytes:
        """See `Reducing.make`. Pictures and sounds are in the file."""
        pieces = ['<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n']
        topic = ""
        for number, question in enumerate(questions, start=1):
            if question.topic != topic:
                topic = question.topic
                pieces.append(_category(topic, folders))
            pieces.append(_Writer(question, media).written(number))
        return ("".join(pieces) + "</quiz>\n").encode()


def steps_to(topic: str, folders: Named[str, str]) -> list[str]:
    """A topic with those that it lies in before it. Circles end."""
    steps: list[str] = []
    while topic and topic not in steps:
        steps.insert(0, topic)
        topic = folders.get(topic, "")
    return steps


def category_path(topic: str, folders: Named[str, str]) -> str:
    """A topic as Moodle writes categories; a slash in a name is doubled."""
    return "/".join(["$course$", "top", *(step.replace("/", "//") for step in steps_to(topic, folders))])


def _category(topic: str, folders: Named[str, str]) -> str:
    path = escape(category_path(topic, folders), quote=False)
    return f'<question type="category"><category><text>{path}</text></category></question>\n'


class _Writer:
    def __init__(self, question: ReadQuestion, media: Named[str, bytes]) -> None:
        self.question, self.media = question, media

    def written(self, number: int) -> str:
        question = self.question
        name = question.code or f"Câu {number}"
        single = f"<single>{str(question.kind != 'several_correct').lower()}</single>"
        parts = [
            f'<question type="{_TYPES[question.kind]}">',
            f"<name><text>{escape(name, quote=False)}</text></name>",
            self._rich("questiontext", self._asked()),
            self._rich("generalfeedback", question.explanation),
            f"<hidden>{int(question.retired)}</hidden>",
            f"<idnumber>{escape(question.code, quote=False)}</idnumber>",
            single + "<shuffleanswers>true</shuffleanswers>" if "options" in question.body else "",
            *self._answers(),
            *self._tags(),
            "</question>\n",
        ]
        return "\n".join(part for part in parts if part)

    def _asked(self) -> str:
        """The question's text; the blanks of a cloze in it, as Moodle embeds them."""
        if self.question.kind != "cloze":
            return self.question.text
        text = self.question.text
        for number, blank in enumerate(self.question.body["blanks"], start=1):
            text = text.replace(f"{{{{{number}}}}}", _embedded(blank))
        return text

    def _tags(self) -> Iterator[str]:
        if self.question.tags:
            named = "".join(
                f"<tag><text>{escape(tag, quote=False)}</text></tag>" for tag in self.question.tags
            )
            yield f"<tags>{named}</tags>"

    def _rich(self, tag: str, text: str, attributes: str = "", after: str = "") -> str:
        """An element with a text as HTML, and the pictures and sounds that it shows."""
        shown = write_html(text, lambda name: f"@@PLUGINFILE@@/{name}") if text else ""
        names = dict.fromkeys(one["name"] for one in REFERENCE.finditer(text))
        files = "".join(
            f'<file name="{name}" path="/" encoding="base64">{base64.b64encode(self.media[name]).decode()}</file>'
            for name in names
            if name in self.media
        )
        return f'<{tag}{attributes} format="html"><text>{escape(shown, quote=False)}</text>{files}{after}</{tag}>'

    def _answer(self, text: str, share: Decimal, after: str = "") -> str:
        return self._rich("answer", text, f' fraction="{_fraction(share)}"', after)

    def _answers(self) -> Iterator[str]:
        body, kind = self.question.body, self.question.kind
        if kind == "true_false":
            for place, word in enumerate(("true", "false")):
                yield self._plain_answer(word, Decimal(100 * (body["key"] == [place])))
        elif "options" in body:
            for option, share in zip(body["options"], shares(self.question), strict=True):
                yield self._answer(option["text"], share)
        elif kind == "short_answer":
            yield f"<usecase>{int(not body.get('fold', True))}</usecase>"
            for text in body["accepted"]:
                yield self._plain_answer(text.replace("*", r"\*"), Decimal(100))
        elif kind == "number":
            yield self._plain_answer(
                body["value"], Decimal(100), f"<tolerance>{body['tolerance']}</tolerance>"
            )
            if body["unit"]:
                unit = escape(body["unit"], quote=False)
                yield f"<units><unit><multiplier>1</multiplier><unit_name>{unit}</unit_name></unit></units>"
        elif kind == "matching":
            for left, right in pairs(body):
                yield self._rich(
                    "subquestion", left, "", f"<answer><text>{escape(right, quote=False)}</text></answer>"
                )
        elif kind == "ordering":
            for place, item in enumerate(body["items"], start=1):
                yield self._answer(item, Decimal(place))
        elif kind == "essay":
            yield self._rich("graderinfo", body["model_answer"])

    def _plain_answer(self, text: str, share: Decimal, after: str = "") -> str:
        plain = escape(text, quote=False)
        return (
            f'<answer fraction="{_fraction(share)}" format="plain_text"><text>{plain}</text>{after}</answer>'
        )


def _fraction(share: Decimal) -> str:
    shown = format(share, "f")
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def shares(question: ReadQuestion) -> list[Decimal]:
    """What each option is worth in percent; several right ones share the points, and wrong ones take as much away."""
    body = question.body
    if question.kind == "weighted_choice":
        return [100 * share for share in gone.shares(body)]
    each = (Decimal(100) / max(len(body["key"]), 1)).quantize(Decimal("0.00001"), ROUND_HALF_UP)
    wrong = -each if question.kind == "several_correct" else Decimal(0)
    return [each if place in body["key"] else wrong for place in range(len(body["options"]))]


def pairs(body: dict[str, Any]) -> list[tuple[str, str]]:
    """Left and right of a matching; what belongs to nothing stands without a left."""
    found = [(text, body["right"][place]) for text, place in zip(body["left"], body["key"], strict=True)]
    return found + [("", text) for place, text in enumerate(body["right"]) if place not in body["key"]]


def _embedded(blank: dict[str, Any]) -> str:
    if blank["kind"] == "single_choice":
        options = [
            f"{'%100%' if place in blank['key'] else '%0%'}{_escaped(option['text'])}"
            for place, option in enumerate(blank["options"])
        ]
        return f"{{1:MULTICHOICE:{'~'.join(options)}}}"
    if blank["kind"] == "number":
        return f"{{1:NUMERICAL:%100%{blank['value']}:{blank['tolerance']}}}"
    kind = "SHORTANSWER" if blank.get("fold", True) else "SHORTANSWER_C"
    answers = "~".join(f"%100%{_escaped(text.replace('*', chr(92) + '*'))}" for text in blank["accepted"])
    return f"{{1:{kind}:{answers}}}"


def _escaped(text: str) -> str:
    for sign in "\\~#}{":
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", " ")


WRITER = MoodleXmlWriter()
