"""QTI 2.1, 2.2 and 3.0: single items (XML) and content packages (zip)."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from typing import Any

from contest.kernel.errors import Refused
from contest.kernel.messages import N_, Message, message
from question_bank.exchange import media_in, rich, safe_xml
from question_bank.exchange.formats.base import Choices
from question_bank.exchange.moodle import Categories
from question_bank.exchange.qti_item import read_item
from question_bank.exchange.qti_names import same_names
from question_bank.exchange.qti_package import ITEMS, MANIFEST, OLD_ROOT, TESTS, Package, Told, open_package
from question_bank.exchange.questions import MAX_ROWS, Reading, ReadQuestion

_OFFICE = ("word/", "xl/", "ppt/")  # Office's own archives, however damaged
_OLD = message(
    N_("Tệp theo QTI 1.2, chưa đọc được. Hãy xuất lại theo QTI 2.1 trở lên, hoặc theo Moodle XML, GIFT.")
)


class Qti:
    """See `formats.base.Format`."""

    code = "qti"
    place = 40

    def recognises(self, data: bytes, filename: str) -> bool:
        """An item by its root element; a zip by its manifest, or by items in it."""
        if not data.startswith(b"PK"):
            return safe_xml.root_name(data) in (*ITEMS, *TESTS, OLD_ROOT, "manifest")
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as file:
                names = file.namelist()
        except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError, RuntimeError):
            return False
        if MANIFEST in names:
            return True
        if {"[Content_Types].xml", "mimetype"} & set(names) or any(one.startswith(_OFFICE) for one in names):
            return False
        return any(one.lower().endswith(".xml") for one in names)

    def read(self, data: bytes, filename: str, choices: Choices) -> Reading:
        """The questions, each by the identifier of its item."""
        try:
            return _read_package(data) if data.startswith(b"PK") else _read_single(data)
        except Refused as refusal:
            return Reading(refused=refusal.message)


FORMAT = Qti()


def _read_single(data: bytes) -> Reading:
    name = safe_xml.root_name(data)
    if name == OLD_ROOT:
        return Reading(refused=_OLD)
    if name not in ITEMS:
        text = N_("Tệp này chỉ nói đến các câu hỏi ở tệp khác. Hãy tải lên cả gói (.zip).")
        return Reading(refused=message(text))
    media: dict[str, bytes] = {}

    def find(address: str) -> str:
        return media_in.from_address(address, media)

    question = _placed(read_item(same_names(safe_xml.parse(data)), find))
    return Reading(questions=(question,), media=media)


def _read_package(data: bytes) -> Reading:
    package = open_package(data)
    media: dict[str, bytes] = {}
    categories = Categories()
    found: list[ReadQuestion] = []
    for path, told in package.told.items():
        if len(found) >= MAX_ROWS:
            return Reading(
                refused=message(N_("Có hơn %(limit)d câu hỏi. Hãy chia thành nhiều tệp."), limit=MAX_ROWS)
            )
        found.append(_of_package(package, path, told, media, categories))
    if not found:
        nothing = message(N_("Không thấy câu hỏi QTI nào trong tệp nén này."))
        return Reading(refused=_OLD if package.is_old else nothing)
    problems = [
        message(N_("Gói nhắc đến “%(name)s” nhưng không có tệp ấy."), name=name)
        for name in dict.fromkeys(package.missing[:50])
    ]
    problems += [_OLD] if package.is_old else []
    return Reading(questions=tuple(found), problems=tuple(problems), media=media, folders=categories.folders)


def _of_package(
    package: Package, path: str, told: Told, media: dict[str, bytes], categories: Categories
) -> ReadQuestion:
    try:
        item = package.xml(path)
        if item.tag != "assessmentItem":
            raise Refused(message(N_("Tệp này không phải một câu hỏi QTI.")))
        question = read_item(item, package.find(path, media))
        passage = _passage(package, path, item, media)
    except Refused as refusal:
        return _placed(ReadQuestion("short_answer", "", id=path[-80:], problems=(refusal.message,)))
    if passage:
        question = replace(question, text=f"{passage}\n{question.text}")
    return _placed(
        replace(
            question,
            code=told.code,
            topic=categories.topic(told.topic),
            tags=told.tags,
            difficulty=told.difficulty,
        )
    )


def _passage(package: Package, path: str, item: Any, media: dict[str, bytes]) -> str:
    """What an item shares with others: a text that stands in a file of its own."""
    found = []
    for one in item.findall("assessmentStimulusRef"):
        other = package.resolved(path, one.get("href", ""))
        body = package.xml(other).find("stimulusBody") if other else None
        if body is None:
            raise Refused(message(N_("Đoạn văn dùng chung của câu không có trong gói.")))
        found.append(rich.tidy(rich.flat(body, package.find(other, media))))
    return "\n".join(found)


def _placed(question: ReadQuestion) -> ReadQuestion:
    def all_of(given: tuple[Message, ...]) -> tuple[Message, ...]:
        return tuple(message(N_("Mục %(id)s: %(what)s"), id=question.id, what=one) for one in given)

    return replace(question, problems=all_of(question.problems), notes=all_of(question.notes))
