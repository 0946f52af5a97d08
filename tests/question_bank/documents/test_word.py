"""Word documents: what was set is in the file, equations and pictures too."""

from __future__ import annotations

import io
from typing import Any

import docx
from docx.oxml.ns import qn
from lxml import etree

from question_bank.documents.pieces import pieces
from question_bank.documents.setting import Pictures, set_question
from question_bank.documents.word import Document
from question_bank.exchange.references import name_of, refer
from tests.question_bank.making import picture


def test_a_question_with_a_picture_and_an_equation() -> None:
    content = picture(96, 48)
    name = name_of(content, "png")
    shown = Pictures({name: content}, {name: (25.4, 12.7)})
    text = f"Tính \\(\\frac{{1}}{{2}}\\) trong hình {refer(name, 'Hình tròn')}\vdưới đây"
    present = {"options": [{"value": str(at), "text": word} for at, word in enumerate("mnpq")]}
    told = set_question(7, text, present, lines=1)
    told["options"][1]["right"] = True
    document = Document(shown)
    document.begin_section("Đề 101", "Trang")
    document.question("Câu", "Trả lời", told)

    read = docx.Document(io.BytesIO(document.save()))
    head, options = (one for one in read.paragraphs if one.text)
    assert head.text == "Câu 7. Tính  trong hình \ndưới đây"
    assert options.text == "A. m\tB. n\tC. p\tD. q"
    assert [run.text for run in options.runs if run.underline] == ["B.", "n"]
    assert [one.text for one in head._p.iter(qn("m:t"))] == ["1", "2"]
    (drawn,) = read.inline_shapes
    assert (round(drawn.width.mm, 1), round(drawn.height.mm, 1)) == (25.4, 12.7)
    assert drawn._inline.docPr.get("descr") == "Hình tròn"
    footer = read.sections[0].footer.paragraphs[0]
    fields = [one.get(qn("w:instr")).strip() for one in footer._p.iter(qn("w:fldSimple"))]
    assert footer.text.startswith("Đề 101\tTrang ") and fields == ["PAGE", "SECTIONPAGES"]


def test_each_section_has_its_own_footer_and_counts_from_one() -> None:
    document = Document(Pictures({}, {}))
    for code in ("101", "102"):
        document.begin_section(code, "Trang")
        document.paragraph(f"Mã đề {code}")
    read = docx.Document(io.BytesIO(document.save()))
    feet = [section.footer.paragraphs[0].text.split("\t")[0] for section in read.sections]
    starts = [section._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) for section in read.sections]
    assert (feet, starts) == (["101", "102"], ["1", "1"])


def test_what_cannot_be_printed_stands_as_words() -> None:
    name = f"{'a' * 64}.mp3"
    assert pieces(f"Nghe {refer(name, 'Bài ca')} rồi điền {{{{1}}}}") == [
        {"text": "Nghe "},
        {"text": "[Bài ca]"},
        {"text": " rồi điền (1) ……………"},
    ]


def test_forms_stand_in_the_order_of_the_schema() -> None:
    """ISO/IEC 29500-1, 17.3.1.26 and 17.3.2.28: Word calls a file damaged whose properties stand otherwise."""
    document = Document(Pictures({}, {}))
    document.paragraph(
        " a\tb\n", bold=True, italic=True, size=10.5, align="right", before=1.5, indent=5, stops=[65, 170],
        dots=True, keep=True, rule=True, heading=2,
    )  # fmt: skip
    document.words(document.paragraph(align="center"), "\x00ngầm\r", bold=True, underline=True, size=12)
    first, second = (one._p for one in docx.Document(io.BytesIO(document.save())).paragraphs)
    assert [_shape(one) for one in first.pPr] == [
        ("keepNext", {}),
        ("pBdr", {}),
        ("tabs", {}),
        ("spacing", {"before": "30", "after": "60"}),
        ("ind", {"left": "283"}),
        ("jc", {"val": "right"}),
        ("outlineLvl", {"val": "1"}),
    ]
    stops = [_shape(one)[1] for one in first.pPr.find(qn("w:tabs"))]
    assert stops == [{"val": "left", "leader": "dot", "pos": pos} for pos in ("3685", "9638")]
    (run,) = first.r_lst
    assert [_shape(one) for one in run.rPr] == [("b", {}), ("i", {}), ("sz", {"val": "21"})]
    assert [(_shape(one)[0], one.text) for one in run[1:]] == [
        ("t", " a"), ("tab", None), ("t", "b"), ("br", None),
    ]  # fmt: skip
    assert [_shape(one)[0] for one in second.r_lst[0].rPr] == ["b", "sz", "u"]
    assert second.r_lst[0].text == "ngầm"


def _shape(element: Any) -> tuple[str, dict[str, str]]:
    """An element's name and values, without their namespaces."""
    return etree.QName(element).localname, {
        etree.QName(name).localname: text for name, text in element.attrib.items()
    }
