"""Printed papers, answer sheets and keys as Word documents, to be changed before they are printed."""

from __future__ import annotations

from typing import Any

from contest.publishing.paper_data import Printing
from contest.publishing.paper_pdf import What
from contest.publishing.wordml import Document, paragraph, run, table

LINE = 170  # millimetres between the margins
BUBBLES = "ⒶⒷⒸⒹⒺⒻⒼⒽ"


def write(printing: Printing, what: What) -> bytes:
    """The file's bytes."""
    data = printing.data
    document = Document(printing.pictures, data["pictures"])
    {"papers": _papers, "sheets": _sheets, "keys": _keys}[what](document, data)
    return document.save()


def _head(document: Document, data: dict[str, Any], title: str) -> None:
    head, size, tight = data["head"], 12, {"align": "center", "after": 0}
    left = [paragraph(run(head["parent"], size=size), **tight)] if head["parent"] else []
    left += [paragraph(run(head["issuer"], bold=True, size=size), **tight)]
    if data["layout"] == "party":
        left.append(paragraph(run("*", size=size), **tight))
        right = [paragraph(run(head["right"], bold=True, size=size), rule=True, inset=15, **tight)]
    else:
        left.append(paragraph(run(" ", size=2), rule=True, inset=26, **tight))
        right = [
            paragraph(run(head["right"], bold=True, size=size), **tight),
            paragraph(run(head["motto"], bold=True, size=size), rule=True, inset=21, **tight),
        ]
    document.add(table([["".join(left), "".join(right)]], [72, 98], border=False))
    document.add(
        paragraph(run(title, bold=True, size=15), align="center", before=10, after=0),
        paragraph(run(data["contest"], bold=True), align="center", after=0),
        paragraph(run(data["part"]), align="center", after=3),
    )


def _person(document: Document, data: dict[str, Any], code: str) -> None:
    words = data["words"]
    dots = {"leader": "dot", "after": 4}
    document.add(
        paragraph(run(f"{words['name']}:\t"), stops=[LINE], **dots),
        paragraph(run(f"{words['number']}:\t {words['unit']}:\t"), stops=[65, LINE], **dots),
    )
    if code:
        document.add(paragraph(run(f"{words['code']}: {code}", bold=True), align="center", before=4, after=4))


def _papers(document: Document, data: dict[str, Any]) -> None:
    words = data["words"]
    for paper in data["papers"]:
        _head(document, data, words["paper"])
        document.add(
            paragraph(run(f"{words['time']}; {paper['count'].lower()}", italic=True), align="center", after=6)
        )
        _person(document, data, paper["code"])
        document.add(paragraph(rule=True, after=4))
        for question in paper["questions"]:
            _question(document, words, question)
        document.add(paragraph(run(f"— {words['end']} —", bold=True), align="center", before=10, after=0))
        document.end_section(f"{words['code']} {paper['code']}", words["page"])


def _question(document: Document, words: dict[str, str], question: dict[str, Any]) -> None:
    number = run(f"{words['question']} {question['number']}. ", bold=True)
    document.add(paragraph(number, document.pieces(question["text"]), before=6, after=2, keep=True))
    for at, text in enumerate(question["left"], start=1):
        document.add(paragraph(run(f"{at}. "), document.pieces(text), indent=5, after=1, keep=True))
    listed, across = question["options"], question["columns"]
    for start in range(0, len(listed), across):
        cells = [
            run("\t" * bool(at) + f"{one['letter']}. ", bold=True) + document.pieces(one["text"])
            for at, one in enumerate(listed[start : start + across])
        ]
        stops = [5 + at * (LINE - 5) / across for at in range(1, across)]
        more = start + across < len(listed)
        document.add(paragraph(*cells, indent=5, stops=stops, after=1, keep=more))
    for one in question["items"]:
        document.add(
            paragraph(run(f"{one['letter']}. ", bold=True), document.pieces(one["text"]), indent=5, after=1)
        )
    for at, options in enumerate(question["blanks"], start=1):
        if options:
            chosen = "".join(
                run(f"  {one['letter']}. ", bold=True) + document.pieces(one["text"]) for one in options
            )
            document.add(paragraph(run(f"({at})"), chosen, indent=5, after=1))
    for _line in range(question["lines"]):
        document.add(paragraph(run(f"{words['answer']}:\t"), indent=5, stops=[LINE], leader="dot", after=3))


def _sheets(document: Document, data: dict[str, Any]) -> None:
    words = data["words"]
    for sheet in data["sheets"]:
        _head(document, data, words["sheet"])
        _person(document, data, sheet["code"])
        if not sheet["code"]:
            document.add(paragraph(run(f"{words['code']}:\t"), stops=[65], leader="dot", after=4))
        document.add(paragraph(run(words["how"], italic=True, size=11), after=6))
        shapes = sheet["questions"]
        across = 4 if max(shapes, default=0) <= 4 else 3
        down = -(-len(shapes) // across)
        rows = []
        for row in range(down):
            cells = []
            for column in range(across):
                at = column * down + row
                letters = shapes[at] if at < len(shapes) else None
                runs = [] if letters is None else [run(f"{at + 1}.  ", bold=True)]
                if letters:  # Times has no letters in circles
                    runs.append(run(" ".join(BUBBLES[:letters]), font="Segoe UI Symbol"))
                elif letters == 0:
                    runs.append(run("……………"))
                cells.append(paragraph(*runs, before=2, after=2))
            rows.append(cells)
        document.add(table(rows, [LINE / across] * across))
        document.end_section(
            f"{words['code']} {sheet['code']}" if sheet["code"] else data["part"], words["page"]
        )


def _keys(document: Document, data: dict[str, Any]) -> None:
    words = data["words"]
    _head(document, data, words["key"])
    for key in data["keys"]:
        heads = [words["question"], *(f"{words['code']} {code}" for code in key["codes"])]
        rows = [heads, *([str(at), *row] for at, row in enumerate(key["rows"], start=1))]
        cells = [
            [
                paragraph(run(text, bold=not line or not at), align="center", before=1, after=1)
                for at, text in enumerate(row)
            ]
            for line, row in enumerate(rows)
        ]
        width = min((LINE - 14) / len(key["codes"]), 40)
        document.add(table(cells, [14] + [width] * len(key["codes"]), heads=1), paragraph(after=4))
    document.end_section(data["part"], words["page"])
