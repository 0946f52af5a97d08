"""Moodle XML. https://docs.moodle.org/en/Moodle_XML_format"""

from __future__ import annotations

import html as entities
import re
from typing import Any

from lxml import etree

from contest.kernel.errors import Refused
from contest.kernel.messages import N_, Message, message
from contest.kernel.vietnamese import clean
from question_bank.exchange import embedded, media_in, moodle, rich, safe_xml
from question_bank.exchange.formats.base import Choices
from question_bank.exchange.moodle import WHOLE, Answer, Categories, Understood
from question_bank.exchange.questions import MAX_ROWS, Reading, ReadQuestion

_MARKDOWN_PICTURE = re.compile(r"!\[([^\]\n]*)\]\(([^()\s]+)\)")
_LANGUAGE = re.compile(
    r'<span\b(?=[^>]*\bmultilang\b)[^>]*\blang="?([\w-]+)"?[^>]*>(.*?)</span>', re.S | re.I
)
_GAP = re.compile(r"\[\[(\d{1,3})\]\]")


class MoodleXml:
    """See `formats.base.Format`."""

    code = "moodle"
    place = 50

    def recognises(self, data: bytes, filename: str) -> bool:
        """A text that begins with the root element."""
        return safe_xml.root_name(data) == "quiz"

    def read(self, data: bytes, filename: str, choices: Choices) -> Reading:
        """The questions, each by its place among them."""
        try:
            root = safe_xml.parse(data)
        except Refused as refusal:
            return Reading(refused=refusal.message)
        found: list[ReadQuestion] = []
        problems: list[Message] = []
        media: dict[str, bytes] = {}
        categories = Categories()
        topic = ""
        for element in root.findall("question"):
            if len(found) > MAX_ROWS or len(problems) > MAX_ROWS:
                break
            kind = element.get("type", "")
            if kind == "category":
                topic = categories.topic(moodle.category_steps(element.findtext("category/text") or ""))
            elif kind == "description":
                name = clean(element.findtext("name/text") or "")[:80]
                problems.append(
                    message(N_("“%(name)s” là lời mô tả, không phải câu hỏi, nên đã bỏ qua."), name=name)
                )
            else:
                found.append(_Question(element, kind, media).read(len(found) + 1, topic))
        if not found or len(found) > MAX_ROWS:
            return Reading(refused=message(N_("Tệp Moodle XML không có câu hỏi nào, hoặc quá nhiều câu.")))
        return Reading(
            questions=tuple(found), problems=tuple(problems), media=media, folders=categories.folders
        )


class _Question:
    def __init__(self, element: Any, kind: str, media: dict[str, bytes]) -> None:
        self.element, self.kind, self.media = element, kind, media
        self.notes: list[Message] = []

    def read(self, row: int, topic: str) -> ReadQuestion:
        element = self.element
        text, one = self._answers()
        problems = moodle.check(one, text)
        if element.find("hint") is not None and self._text(element.find("hint")):
            self.notes.append(message(N_("Lời gợi ý (hint) của Moodle không được giữ.")))

        def placed(given: list[Message]) -> tuple[Message, ...]:
            return tuple(message(N_("Câu thứ %(row)d: %(what)s"), row=row, what=each) for each in given)

        explanation = self._text(element.find("generalfeedback")) or self._feedback()
        return ReadQuestion(
            one.kind, text, one.body,
            code=clean(element.findtext("idnumber") or "")[:60],
            topic=topic,
            explanation=explanation,
            retired=(element.findtext("hidden") or "0").strip() == "1",
            tags=tuple(clean(each.text or "") for each in element.findall("tags/tag/text") if clean(each.text or "")),
            row=row,
            id=clean(element.findtext("name/text") or ""),
            problems=placed(problems), notes=placed([*one.notes, *self.notes]),
        )  # fmt: skip

    def _feedback(self) -> str:
        """What is said to those who answer right, where nothing is said to all."""
        right = [one for one in self.element.findall("answer") if moodle.share(one.get("fraction")) >= WHOLE]
        return self._text(right[0].find("feedback")) if len(right) == 1 else ""

    def _listed(self) -> list[Answer]:
        return [
            Answer(
                self._text(one), moodle.share(one.get("fraction")), clean(one.findtext("tolerance") or "0")
            )
            for one in self.element.findall("answer")
        ]

    def _answers(self) -> tuple[str, Understood]:
        element, kind = self.element, self.kind
        text = self._text(element.find("questiontext"))
        if kind in ("multichoice", "multichoiceset", "oumultiresponse"):
            several = kind != "multichoice" or (element.findtext("single") or "true").strip() in (
                "false",
                "0",
            )
            return text, moodle.choice(self._listed(), several)
        if kind == "truefalse":
            right = [one.text.casefold() for one in self._listed() if one.share > 0]
            return text, moodle.truth(right[0] in ("true", "đúng")) if len(right) == 1 else moodle.unknown(
                kind
            )
        if kind == "shortanswer":
            return text, moodle.written(self._listed(), (element.findtext("usecase") or "0").strip() == "1")
        if kind == "numerical":
            answers = [one for one in self._listed() if one.text != "*"]
            return text, moodle.number(answers, self._unit())
        if kind == "matching":
            pairs = [
                (self._text(one), self._text(one.find("answer"))) for one in element.findall("subquestion")
            ]
            return text, moodle.matching(pairs)
        if kind == "ordering":
            answers = sorted(self._listed(), key=lambda one: one.share)
            if len({one.share for one in answers}) < len(answers):
                self.notes.append(message(N_("Có mục không ghi thứ tự riêng; hãy kiểm tra thứ tự đúng.")))
            return text, Understood("ordering", {"items": [one.text for one in answers]})
        if kind in ("cloze", "multianswer"):
            return self._cloze()
        if kind in ("gapselect", "ddwtos"):
            return self._gaps(text)
        if kind == "essay":
            body = {"model_answer": self._text(element.find("graderinfo")), "rubric": ""}
            return text, Understood("essay", body)
        return text, moodle.unknown(kind)

    def _unit(self) -> str:
        """The unit of the number; others, in which it may be given too, are noted."""
        units = self.element.findall("units/unit")
        if len(units) > 1:
            self.notes.append(message(N_("Đơn vị khác của đáp số (nhân hệ số) không được giữ.")))
        for one in units:
            multiplier = moodle.decimal_text(one.findtext("multiplier") or "1")
            if multiplier and moodle.share(multiplier) == 1:
                return clean(one.findtext("unit_name") or "")
        return ""

    def _cloze(self) -> tuple[str, Understood]:
        element = self.element.find("questiontext")
        raw = _inside(element.find("text")) if element is not None else ""
        text, one = embedded.read(raw, lambda piece: self._plain(piece, element))
        return self._plain(text, element), one

    def _gaps(self, text: str) -> tuple[str, Understood]:
        """Words to put into gaps: each gap is chosen from the words of its group, in the order of the file."""
        boxes = [
            (self._text(one), clean(one.findtext("group") or "1"))
            for one in self.element
            if one.tag in ("dragbox", "selectoption")
        ]
        blanks: list[dict[str, Any]] = []
        problems: list[Message] = []

        def taken(found: re.Match[str]) -> str:
            place = int(found[1]) - 1
            if not 0 <= place < len(boxes):
                problems.append(message(N_("Chỗ trống [[%(number)s]] không có phương án."), number=found[1]))
                return found[0]
            group = list(dict.fromkeys(word for word, own in boxes if own == boxes[place][1]))
            body = {"options": moodle.options_of(group), "key": [group.index(boxes[place][0])]}
            blanks.append({"kind": "single_choice", **body})
            return f"{{{{{len(blanks)}}}}}"

        text = _GAP.sub(taken, text)
        return text, Understood("cloze", {"blanks": blanks}, tuple(problems))

    def _text(self, element: Any) -> str:
        """The words of an element's rich or plain text, its pictures as references."""
        if element is None:
            return ""
        return self._plain(_inside(element.find("text")), element)

    def _plain(self, raw: str, element: Any) -> str:
        form = element.get("format") or (
            "plain_text" if element.tag == "answer" and "</" not in raw else "html"
        )
        find = self._find(element)
        if form == "plain_text":
            return rich.tidy(raw)
        if form == "markdown":
            return rich.tidy(_MARKDOWN_PICTURE.sub(lambda one: _shown(find, one), raw).replace("**", ""))
        raw = _in_one_language(raw)
        if form == "moodle_auto_format" and "<p" not in raw and "<br" not in raw:
            raw = raw.replace("\n", "<br>")
        if "<" not in raw:
            return rich.tidy(entities.unescape(raw))
        return rich.read_html(raw, find)

    def _find(self, element: Any) -> rich.Find:
        files: list[rich.Find] = []  # looked at once, and only where the text shows something

        def find(address: str) -> str:
            if not files:
                files.append(rich.found_in(self._files(element)))
            name = files[0](address) or media_in.from_address(address, self.media)
            if address and not name:
                self.notes.append(
                    message(N_("Hình hoặc âm thanh “%(name)s” không có trong tệp."), name=address[:80])
                )
            return name

        return find

    def _files(self, element: Any) -> dict[str, str]:
        kept = {
            one.get("name", ""): media_in.keep(media_in.from_base64(one.text or ""), self.media)
            for one in element.findall("file")
        }
        return {name: own for name, own in kept.items() if own}


def _inside(element: Any) -> str:
    """What a `text` holds: its words, or the HTML that somebody left in it unescaped."""
    if element is None:
        return ""
    if not len(element):
        return element.text or ""
    return entities.escape(element.text or "", quote=False) + "".join(
        etree.tostring(child, encoding="unicode") for child in element
    )


def _in_one_language(raw: str) -> str:
    """A text that says everything in several languages (Moodle's filter “multilang”) in Vietnamese, else in the first."""
    said = [one[1].lower() for one in _LANGUAGE.finditer(raw)]
    if not said:
        return raw
    kept = "vi" if "vi" in said else said[0]
    return _LANGUAGE.sub(lambda one: one[2] if one[1].lower() == kept else "", raw)


def _shown(find: rich.Find, one: re.Match[str]) -> str:
    name = find(one[2])
    return f"![{one[1]}](media:{name})" if name else f"[{one[1]}]"


FORMAT = MoodleXml()
