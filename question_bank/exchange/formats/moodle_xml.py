"""Moodle XML. https://docs.moodle.org/en/Moodle_XML_format"""

from __future__ import annotations

import base64
import binascii
import re
from typing import Any
from urllib.parse import unquote

from lxml import etree, html

from contest.kernel.messages import N_, Message, message
from contest.kernel.vietnamese import clean
from question_bank.exchange import moodle
from question_bank.exchange.formats.base import Choices
from question_bank.exchange.moodle import Answer
from question_bank.exchange.questions import MAX_ROWS, Reading, ReadQuestion
from question_bank.exchange.references import name_of, refer

_FILES = {
    "png": "png",
    "jpg": "jpg",
    "jpeg": "jpg",
    "gif": "gif",
    "webp": "webp",
    "mp3": "mp3",
    "ogg": "ogg",
    "wav": "wav",
}
_BLOCKS = ("p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "ul", "ol", "table")


class MoodleXml:
    """See `formats.base.Format`."""

    code = "moodle"
    place = 50

    def recognises(self, data: bytes, filename: str) -> bool:
        """A text that begins with the root element."""
        return bool(
            re.match(
                rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*\?>)?\s*(?:<!--.*?-->\s*)*<quiz[\s>]", data[:4000], re.S
            )
        )

    def read(self, data: bytes, filename: str, choices: Choices) -> Reading:
        """The questions, each by its name and its place among them."""
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            if b"<!DOCTYPE" in data[:4000] or b"<!ENTITY" in data:
                raise etree.XMLSyntaxError("a DTD", 0, 0, 0)
            root = etree.fromstring(data.lstrip(b"\xef\xbb\xbf").lstrip(), parser)
        except (etree.XMLSyntaxError, ValueError):
            return Reading(refused=message(N_("Tệp Moodle XML bị hỏng.")))
        found: list[ReadQuestion] = []
        media: dict[str, bytes] = {}
        topic = ""
        for element in root.findall("question"):
            kind = element.get("type", "")
            if kind == "category":
                topic = clean((element.findtext("category/text") or "").rsplit("/", 1)[-1])[:200]
            elif kind != "description":
                found.append(_question(element, kind, len(found) + 1, topic, media))
        if not found or len(found) > MAX_ROWS:
            return Reading(refused=message(N_("Tệp Moodle XML không có câu hỏi nào, hoặc quá nhiều câu.")))
        return Reading(questions=tuple(found), media=media)


def _question(element: Any, kind: str, row: int, topic: str, media: dict[str, bytes]) -> ReadQuestion:
    text = _text(element.find("questiontext"), media)
    answers = [
        Answer(_text(one, media), float(one.get("fraction") or 0)) for one in element.findall("answer")
    ]
    own, body, problems, notes = _answers(element, kind, answers, media)
    problems = moodle.check(own, body, text, problems)

    def placed(given: list[Message]) -> tuple[Message, ...]:
        return tuple(message(N_("Câu thứ %(row)d: %(what)s"), row=row, what=one) for one in given)

    return ReadQuestion(
        own, text, body,
        code=clean(element.findtext("idnumber") or "")[:60],
        topic=topic,
        explanation=_text(element.find("generalfeedback"), media),
        retired=(element.findtext("hidden") or "0").strip() == "1",
        tags=tuple(clean(one.text or "") for one in element.findall("tags/tag/text") if clean(one.text or "")),
        row=row,
        id=clean(element.findtext("name/text") or ""),
        problems=placed(problems), notes=placed(notes),
    )  # fmt: skip


def _answers(
    element: Any, kind: str, answers: list[Answer], media: dict[str, bytes]
) -> tuple[str, dict[str, Any], list[Message], list[Message]]:
    if kind == "multichoice":
        return moodle.choice(answers)
    if kind == "truefalse":
        right = [one.text.lower() for one in answers if one.share > 0]
        return moodle.truth(right[0] in ("true", "đúng")) if right else moodle.unknown("truefalse")
    if kind == "shortanswer":
        return moodle.written(answers)
    if kind == "numerical":
        tolerances = {float(one.text or 0) for one in element.findall("answer/tolerance")}
        return moodle.written(answers) if tolerances <= {0.0} else moodle.unknown("numerical")
    if kind == "essay":
        return "situation", {"model_answer": _text(element.find("graderinfo"), media), "rubric": ""}, [], []
    return moodle.unknown(kind)


def _text(element: Any, media: dict[str, bytes]) -> str:
    """The words of an element's HTML or plain text, its pictures as references; nothing of scripts and styles."""
    if element is None:
        return ""
    raw = element.findtext("text") or ""
    if element.get("format", "html") in ("plain_text", "markdown") or "<" not in raw:
        return _lines(raw)
    names = {
        unquote(one.get("name", "")): name for one in element.findall("file") if (name := _keep(one, media))
    }
    try:
        tree = html.fragment_fromstring(raw, create_parent="div")
    except (etree.ParserError, ValueError):
        return _lines(re.sub(r"<[^>]*>", " ", raw))
    etree.strip_elements(tree, "script", "style", etree.Comment, with_tail=False)
    for image in tree.iter("img"):
        name = names.get(unquote(image.get("src", "").rpartition("/")[2]), "")
        image.text = f" {refer(name, image.get('alt', ''))} " if name else f" {image.get('alt', '')} "
    for block in tree.iter(*_BLOCKS):
        block.tail = "\n" + (block.tail or "")
        if block.tag != "br":
            block.text = "\n" + (block.text or "")
    return _lines(tree.text_content())


def _lines(text: str) -> str:
    return "\n".join(line for line in (clean(one) for one in text.splitlines()) if line)


def _keep(file: Any, media: dict[str, bytes]) -> str:
    """Keep a file that stands in the XML; the name that it goes by, "" where it can't be read."""
    extension = _FILES.get(file.get("name", "").rpartition(".")[2].lower())
    try:
        content = base64.b64decode(file.text or "", validate=False)
    except (binascii.Error, ValueError):
        return ""
    if not extension or not content:
        return ""
    name = name_of(content, extension)
    media[name] = content
    return name


FORMAT = MoodleXml()
