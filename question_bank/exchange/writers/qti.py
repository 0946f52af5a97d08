"""A content package of QTI 3.0: what `formats/qti.py` reads."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Mapping as Named
from collections.abc import Sequence
from html import escape
from typing import Any

from contest.kernel.messages import N_, message
from question_bank.equations import Unreadable, tree
from question_bank.exchange.questions import ReadQuestion
from question_bank.exchange.references import NAME
from question_bank.exchange.rich import write_html, write_line
from question_bank.exchange.writers import reductions as gone
from question_bank.exchange.writers.base import Reducing
from question_bank.exchange.writers.moodle import steps_to

REDUCTIONS = (
    gone.only(
        "single_choice", "several_correct", "true_false", "weighted_choice", "short_answer", "number", "matching",
        "ordering", "cloze", "essay", "situation", "theme",
    ),
    gone.SPACING,
    gone.WEIGHTED_AS_SINGLE,
    gone.STATEMENT,
    gone.BLANK_UNITS,
    gone.ANSWERS_ONCE,
    gone.NO_DIACRITICS,
    *gone.filing(("code", "topic", "tags", "difficulty")),
)  # fmt: skip

_ITEM = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
_MANIFEST = "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1"
_LOM = "http://ltsc.ieee.org/xsd/LOM"
_MATHML = "http://www.w3.org/1998/Math/MathML"
_TEMPLATE = "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/"
_SHOWN = re.compile(rf'"\.\./media/({NAME})"')
_DIFFICULTIES = {"easy": "easy", "medium": "medium", "hard": "difficult"}


class QtiWriter(Reducing):
    """See `writers.base.Writer`."""

    code = "qti"
    name = message(N_("QTI 3.0 (gói .zip)"))
    place = 6
    extension = "zip"
    mime = "application/zip"
    reductions = REDUCTIONS

    def make(
        self, questions: Sequence[ReadQuestion], media: Named[str, bytes], folders: Named[str, str]
    ) -> bytes:
        """See `Reducing.make`. One item a file; pictures and sounds beside them."""
        out = io.BytesIO()
        resources: list[str] = []
        used: dict[str, None] = {}
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
            for number, question in enumerate(questions, start=1):
                path = f"items/item-{number:05}.xml"
                item = _Item(question, number).written()
                _put(file, path, item.encode())
                shown = [name for name in dict.fromkeys(_SHOWN.findall(item)) if name in media]
                used |= dict.fromkeys(shown)
                resources.append(_resource(question, number, path, shown, folders))
            for name in used:
                _put(file, f"media/{name}", media[name])
            _put(file, "imsmanifest.xml", _manifest(resources, list(used)).encode())
        return out.getvalue()


def _put(file: zipfile.ZipFile, path: str, content: bytes) -> None:
    # A fixed date: the same questions are the same file.
    info = zipfile.ZipInfo(path, (2020, 1, 1, 0, 0, 0))
    info.compress_type = zipfile.ZIP_DEFLATED
    file.writestr(info, content)


def _manifest(resources: Sequence[str], media: Sequence[str]) -> str:
    files = "".join(
        f'<resource identifier="media-{number}" type="webcontent" href="media/{name}">'
        f'<file href="media/{name}"/></resource>\n'
        for number, name in enumerate(media, start=1)
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<manifest xmlns="{_MANIFEST}" identifier="questions">\n'
        "<metadata><schema>QTI Package</schema><schemaversion>3.0.0</schemaversion></metadata>\n"
        f"<organizations/>\n<resources>\n{''.join(resources)}{files}</resources>\n</manifest>\n"
    )


def _resource(
    question: ReadQuestion, number: int, path: str, media: Sequence[str], folders: Named[str, str]
) -> str:
    def words(text: str) -> str:
        return f'<string language="vi">{escape(text, quote=False)}</string>'

    general = ""
    if question.code:
        entry = escape(question.code, quote=False)
        general = f"<identifier><catalog>hoi-thi</catalog><entry>{entry}</entry></identifier>"
    general += "".join(f"<keyword>{words(tag)}</keyword>" for tag in question.tags)
    lom = f"<general>{general}</general>" if general else ""
    if question.difficulty:
        level = _DIFFICULTIES[question.difficulty]
        lom += f"<educational><difficulty><source>LOMv1.0</source><value>{level}</value></difficulty></educational>"
    if question.topic:
        steps = "".join(
            f"<taxon><entry>{words(step)}</entry></taxon>" for step in steps_to(question.topic, folders)
        )
        lom += f"<classification><taxonPath>{steps}</taxonPath></classification>"
    metadata = f'<metadata><lom xmlns="{_LOM}">{lom}</lom></metadata>' if lom else ""
    files = "".join(f'<file href="media/{name}"/>' for name in media)
    return (
        f'<resource identifier="item-{number:05}" type="imsqti_item_xmlv3p0" href="{path}">{metadata}'
        f'<file href="{path}"/>{files}</resource>\n'
    )


def _rich(text: str) -> str:
    return write_html(text, _address, _math) if text else ""


def _inline(text: str) -> str:
    return "<br/>".join(write_line(line, _address, _math) for line in text.split("\n"))


def _address(name: str) -> str:
    return f"../media/{name}"


def _math(latex: str) -> str:
    """An equation as MathML, with the LaTeX that it is made of beside it; as it is where it can't be made."""
    note = f'<annotation encoding="application/x-tex">{escape(latex, quote=False)}</annotation>'
    try:
        shown = _plain_xml(tree(latex))
    except (Unreadable, RecursionError):
        shown = f"<mtext>{escape(latex, quote=False)}</mtext>"
    return f'<math xmlns="{_MATHML}"><semantics><mrow>{shown}</mrow>{note}</semantics></math>'


def _plain_xml(element: Any) -> str:
    return "".join(
        f"<{child.tag}>{escape(html.unescape(child.text or ''), quote=False)}{_plain_xml(child)}</{child.tag}>"
        for child in element
    )


class _Item:
    def __init__(self, question: ReadQuestion, number: int) -> None:
        self.question, self.number = question, number
        self.declarations: list[str] = []
        self.scoring: list[tuple[str, str, str]] = []  # (how, response, tolerance)

    def written(self) -> str:
        question = self.question
        body = self._body()
        title = escape(question.code or f"Câu {self.number}")
        label = ' label="cloze"' if question.kind == "cloze" else ""
        feedback = outcome = said = ""
        if question.explanation:
            outcome = (
                '<qti-outcome-declaration identifier="FEEDBACK" cardinality="single" base-type="identifier"/>'
            )
            said = (
                '<qti-set-outcome-value identifier="FEEDBACK">'
                '<qti-base-value base-type="identifier">explanation</qti-base-value></qti-set-outcome-value>'
            )
            feedback = (
                '<qti-modal-feedback outcome-identifier="FEEDBACK" identifier="explanation" show-hide="show">'
                f"<qti-content-body>{_rich(question.explanation)}</qti-content-body></qti-modal-feedback>"
            )
        return (
            f'<?xml version="1.0" encoding="UTF-8"?>\n<qti-assessment-item xmlns="{_ITEM}" '
            f'identifier="item-{self.number:05}" title="{title}"{label} adaptive="false" time-dependent="false" '
            f'xml:lang="vi">\n{"".join(self.declarations)}'
            '<qti-outcome-declaration identifier="SCORE" cardinality="single" base-type="float"/>'
            f"{outcome}\n<qti-item-body>{body}</qti-item-body>\n{self._processing(said)}{feedback}\n"
            "</qti-assessment-item>\n"
        )

    def _processing(self, said: str) -> str:
        if len(self.scoring) == 1 and not said and self.scoring[0][0] != "number":
            template = {"match": "match_correct", "mapped": "map_response"}[self.scoring[0][0]]
            return f'<qti-response-processing template="{_TEMPLATE}{template}.xml"/>'
        steps = "".join(_scored(*one) for one in self.scoring) + said
        return f"<qti-response-processing>{steps}</qti-response-processing>" if steps else ""

    def _declare(
        self,
        name: str,
        cardinality: str,
        base: str,
        correct: Sequence[str],
        mapping: str = "",
        tolerance: str = "",
    ) -> None:
        values = "".join(f"<qti-value>{escape(one, quote=False)}</qti-value>" for one in correct)
        self.declarations.append(
            f'<qti-response-declaration identifier="{name}" cardinality="{cardinality}" base-type="{base}">'
            f"<qti-correct-response>{values}</qti-correct-response>{mapping}</qti-response-declaration>\n"
        )
        self.scoring.append(("number" if tolerance else "mapped" if mapping else "match", name, tolerance))

    def _body(self) -> str:
        question, body = self.question, self.question.body
        if question.kind == "cloze":
            return self._cloze()
        prompt = _rich(question.text)
        if question.kind in ("single_choice", "several_correct", "true_false", "weighted_choice"):
            return prompt + self._choices()
        if question.kind == "matching":
            left = [f"l{place}" for place in range(len(body["left"]))]
            pairs = [f"{one} r{place}" for one, place in zip(left, body["key"], strict=True)]
            self._declare("RESPONSE", "multiple", "directedPair", pairs)
            # One of the right may belong to several of the left.
            most = len(left)
            sets = [
                "".join(
                    f'<qti-simple-associable-choice identifier="{side[0]}{place}" match-max="{count}">{_inline(text)}'
                    "</qti-simple-associable-choice>"
                    for place, text in enumerate(body[side])
                )
                for side, count in (("left", 1), ("right", most))
            ]
            inner = "".join(f"<qti-simple-match-set>{one}</qti-simple-match-set>" for one in sets)
            return (
                f'{prompt}<qti-match-interaction response-identifier="RESPONSE" shuffle="true" '
                f'max-associations="{most}">{inner}</qti-match-interaction>'
            )
        if question.kind == "ordering":
            ids = [f"i{place}" for place in range(len(body["items"]))]
            self._declare("RESPONSE", "ordered", "identifier", ids)
            inner = "".join(
                f'<qti-simple-choice identifier="{one}">{_inline(text)}</qti-simple-choice>'
                for one, text in zip(ids, body["items"], strict=True)
            )
            return (
                f'{prompt}<qti-order-interaction response-identifier="RESPONSE" shuffle="true">{inner}'
                "</qti-order-interaction>"
            )
        if question.kind in ("short_answer", "number"):
            unit = f" {escape(body['unit'], quote=False)}" if body.get("unit") else ""
            return f"{prompt}<p>{self._blank('RESPONSE', {'kind': question.kind, **body})}{unit}</p>"
        return prompt + self._essay()

    def _choices(self) -> str:
        question, body = self.question, self.question.body
        places = range(len(body["options"]))
        several = question.kind == "several_correct"
        mapping = ""
        if question.kind == "weighted_choice":
            given = gone.shares(body)
            correct = [f"c{place}" for place in places if given[place] == 1]
            entries = "".join(
                f'<qti-map-entry map-key="c{place}" mapped-value="{given[place]:f}"/>' for place in places
            )
            mapping = f'<qti-mapping default-value="0">{entries}</qti-mapping>'
            # One response has one value; the others that are worth everything stand in the mapping.
            correct = correct[:1]
        else:
            correct = [f"c{place}" for place in body["key"]]
        self._declare("RESPONSE", "multiple" if several else "single", "identifier", correct, mapping)
        choices = "".join(
            f'<qti-simple-choice identifier="c{place}"{_fixed(option)}>{_inline(option["text"])}</qti-simple-choice>'
            for place, option in enumerate(body["options"])
        )
        shuffle = "false" if question.kind == "true_false" else "true"
        return (
            f'<qti-choice-interaction response-identifier="RESPONSE" max-choices="{0 if several else 1}" '
            f'shuffle="{shuffle}">{choices}</qti-choice-interaction>'
        )

    def _essay(self) -> str:
        body, kind = self.question.body, self.question.kind
        self.declarations.append(
            '<qti-response-declaration identifier="RESPONSE" cardinality="single" base-type="string"/>\n'
        )
        own = f' data-kind="{kind}"' if kind != "essay" else ""
        blocks = "".join(
            f'<qti-rubric-block view="scorer" class="{name}"><qti-content-body>{_rich(text)}</qti-content-body>'
            "</qti-rubric-block>"
            for name, text in (("model-answer", body["model_answer"]), ("rubric", body["rubric"]))
            if text
        )
        return f'<qti-extended-text-interaction response-identifier="RESPONSE"{own}/>{blocks}'

    def _cloze(self) -> str:
        shown = _rich(self.question.text)
        for number, blank in enumerate(self.question.body["blanks"], start=1):
            shown = shown.replace(f"{{{{{number}}}}}", self._blank(f"RESPONSE{number}", blank))
        return shown

    def _blank(self, name: str, blank: dict[str, Any]) -> str:
        if blank["kind"] == "single_choice":
            self._declare(name, "single", "identifier", [f"c{place}" for place in blank["key"]])
            choices = "".join(
                f'<qti-inline-choice identifier="c{place}"{_fixed(option)}>{_inline(option["text"])}</qti-inline-choice>'
                for place, option in enumerate(blank["options"])
            )
            return (
                f'<qti-inline-choice-interaction response-identifier="{name}" shuffle="true">{choices}'
                "</qti-inline-choice-interaction>"
            )
        if blank["kind"] == "number":
            self._declare(name, "single", "float", [blank["value"]], "", blank["tolerance"])
        else:
            entries = "".join(
                f'<qti-map-entry map-key="{escape(text)}" mapped-value="1" '
                f'case-sensitive="{str(not blank.get("fold", True)).lower()}"/>'
                for text in blank["accepted"]
            )
            mapping = f'<qti-mapping default-value="0">{entries}</qti-mapping>'
            self._declare(name, "single", "string", blank["accepted"][:1], mapping)
        return f'<qti-text-entry-interaction response-identifier="{name}"/>'


def _scored(how: str, name: str, tolerance: str) -> str:
    """What adds the points of one response to the score."""
    variable = f'<qti-variable identifier="{name}"/>'
    total = '<qti-variable identifier="SCORE"/>'

    def adds(term: str) -> str:
        return f'<qti-set-outcome-value identifier="SCORE"><qti-sum>{total}{term}</qti-sum></qti-set-outcome-value>'

    if how == "mapped":
        return adds(f'<qti-map-response identifier="{name}"/>')
    correct = f'<qti-correct identifier="{name}"/>'
    test = f"<qti-match>{variable}{correct}</qti-match>"
    if how == "number":
        test = f'<qti-equal tolerance-mode="absolute" tolerance="{tolerance} {tolerance}">{variable}{correct}</qti-equal>'
    point = adds('<qti-base-value base-type="float">1</qti-base-value>')
    return (
        f"<qti-response-condition><qti-response-if>{test}{point}</qti-response-if></qti-response-condition>"
    )


def _fixed(option: dict[str, Any]) -> str:
    return ' fixed="true"' if option.get("locked") else ""


WRITER = QtiWriter()
