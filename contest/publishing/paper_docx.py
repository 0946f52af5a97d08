"""Printed papers, answer sheets and keys as Word documents, to be changed before they are printed."""

from __future__ import annotations

from typing import Any

from docx.table import _Cell

from contest.publishing.paper_data import What
from question_bank.documents.setting import pictures
from question_bank.documents.word import LINE, Document
from question_bank.kinds.choices import LETTERS


def write_docx(data: dict[str, Any], what: What) -> bytes:
    """The file's bytes."""
    document = Document(pictures(data["papers"]))
    {"papers": _papers, "sheets": _sheets, "keys": _keys}[what](document, data)
    return document.save()


def _head(document: Document, data: dict[str, Any], title: str) -> None:
    head = data["head"]
    [[left, right]] = document.table(1, [72, 98], border=False)

    def line(into: _Cell, text: str, bold: bool = True, rule: bool = False) -> None:
        made = document.paragraph(text, bold=bold, size=12, align="center", after=0, rule=rule, into=into)
        if rule and not text:
            made.paragraph_format.line_spacing = 0.2

    if head["parent"]:
        line(left, head["parent"], bold=False)
    line(left, head["issuer"])
    if data["layout"] == "party":
        line(left, "*", bold=False)
        line(right, head["right"], rule=True)
    else:
        line(left, "―――――")
        line(right, head["right"])
        line(right, head["motto"], rule=True)
    document.paragraph(title, bold=True, size=15, align="center", before=10, after=0)
    document.paragraph(data["contest"], bold=True, align="center", after=0)
    document.paragraph(data["part"], align="center")


def _person(document: Document, data: dict[str, Any], code: str) -> None:
    words = data["words"]
    document.paragraph(f"{words['name']}:\t", stops=[LINE], dots=True, after=4)
    document.paragraph(f"{words['number']}:\t {words['unit']}:\t", stops=[65, LINE], dots=True, after=4)
    if code:
        document.paragraph(f"{words['code']}: {code}", bold=True, align="center", before=4, after=4)
    else:
        document.paragraph(f"{words['code']}:\t", stops=[65], dots=True, after=4)


def _papers(document: Document, data: dict[str, Any]) -> None:
    words = data["words"]
    for paper in data["papers"]:
        document.begin_section(f"{words['code']} {paper['code']}", words["page"])
        _head(document, data, words["paper"])
        document.paragraph(f"{words['time']}; {paper['count'].lower()}", italic=True, align="center", after=6)
        _person(document, data, paper["code"])
        document.paragraph(rule=True, after=4)
        for question in paper["questions"]:
            document.question(words["question"], words["answer"], question)
        document.paragraph(f"— {words['end']} —", bold=True, align="center", before=10, after=0)


def _sheets(document: Document, data: dict[str, Any]) -> None:
    words = data["words"]
    for sheet in data["sheets"]:
        foot = f"{words['code']} {sheet['code']}" if sheet["code"] else data["part"]
        document.begin_section(foot, words["page"])
        _head(document, data, words["sheet"])
        _person(document, data, sheet["code"])
        document.paragraph(words["how"], italic=True, size=11, after=6)
        shapes = sheet["questions"]
        most = max(shapes, default=0)
        across = 4 if most <= 4 else 3 if most <= 6 else 2
        down = -(-len(shapes) // across)
        cells = document.table(down, [LINE / across] * across)
        for at, letters in enumerate(shapes):
            place = document.paragraph(
                f"{at + 1}.  ", bold=True, before=2, after=2, into=cells[at % down][at // down]
            )
            for letter in LETTERS[:letters]:  # in boxes: few fonts have letters in circles
                document.words(place, letter, box=True)
                document.words(place, " ")
            if not letters:
                document.words(place, "……………")


def _keys(document: Document, data: dict[str, Any]) -> None:
    words = data["words"]
    document.begin_section(data["part"], words["page"])
    _head(document, data, words["key"])
    for key in data["keys"]:
        heads = [words["question"], *(f"{words['code']} {code}" for code in key["codes"])]
        rows = [heads, *([str(at), *row] for at, row in enumerate(key["rows"], start=1))]
        width = min((LINE - 16) / len(key["codes"]), 40)
        cells = document.table(len(rows), [16] + [width] * len(key["codes"]), heads=1)
        for line, row in enumerate(rows):
            for at, text in enumerate(row):
                bold = not line or not at
                document.paragraph(text, bold=bold, align="center", before=1, after=1, into=cells[line][at])
        document.paragraph()
