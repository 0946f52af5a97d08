"""Word documents by python-docx: A4, Times New Roman, pictures, equations, page numbers of their own in each section."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from functools import cache
from typing import Any

import docx
import mathml2omml
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run
from lxml import etree
from PIL import Image

from question_bank.documents.pieces import Piece
from question_bank.documents.setting import Pictures
from question_bank.equations import mathml
from question_bank.exchange.safe_xml import legal

_SIGNS = {"\t": "tab", "\n": "br"}
_TURNS = re.compile(r"([\t\n])")
_KEPT = "{http://www.w3.org/XML/1998/namespace}space"
LINE = 170  # millimetres between the margins
_MATH = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


class Document:
    """A document that grows from its beginning to its end."""

    def __init__(self, shown: Pictures, size: float = 13) -> None:
        self._shown = shown
        self._file = docx.Document()
        font = self._file.styles["Normal"].font
        font.name, font.size = "Times New Roman", Pt(size)
        fonts = self._file.styles["Normal"].element.get_or_add_rPr().get_or_add_rFonts()
        for script in ("w:eastAsia", "w:cs"):
            fonts.set(qn(script), "Times New Roman")
        self._set_page(self._file.sections[0])
        self._body = self._file._body
        self._end = self._file.element.body.sectPr  # the last section's; what is added stands before it
        self._is_fresh = True

    @staticmethod
    def _set_page(section: Any) -> None:
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin = section.bottom_margin = Mm(20)
        section.left_margin, section.right_margin = Mm(25), Mm(15)

    def paragraph(
        self,
        text: str = "",
        *,
        bold: bool = False,
        italic: bool = False,
        size: float = 0,
        align: str = "",
        before: float = 0,
        after: float = 3,
        indent: float = 0,
        stops: Sequence[float] = (),
        dots: bool = False,
        keep: bool = False,
        rule: bool = False,
        heading: int = 0,
        into: _Cell | None = None,
    ) -> Paragraph:
        """A paragraph. Spaces and sizes in points, indents and tab stops in millimetres; `dots`: to the stops lead dots;
        `keep`: on the page of the next one; `rule`: a line under it; `heading`: its level in
        the document's outline; `into`: a cell of a table."""
        if into is None:
            element = self._end.makeelement(_name("p"))
            self._end.addprevious(element)
        else:
            # A cell begins with an empty paragraph.
            first = into.paragraphs[0]._p
            element = into.add_paragraph()._p if len(first) or len(into.paragraphs) > 1 else first
        form = _add(element, "pPr")
        if keep:
            _add(form, "keepNext")
        if rule:
            _add(_add(form, "pBdr"), "bottom", val="single", sz="6", space="1", color="auto")
        if stops:
            tabs = _add(form, "tabs")
            for stop in stops:
                _add(tabs, "tab", val="left", leader="dot" if dots else "none", pos=_twips(Mm(stop)))
        _add(form, "spacing", before=_twips(Pt(before)), after=_twips(Pt(after)))
        if indent:
            _add(form, "ind", left=_twips(Mm(indent)))
        if align:
            _add(form, "jc", val=align)
        if heading:
            _add(form, "outlineLvl", val=str(heading - 1))
        made = Paragraph(element, into or self._body)
        if text:
            self.words(made, text, bold=bold, italic=italic, size=size)
        return made

    def words(
        self,
        paragraph: Paragraph,
        text: str,
        bold: bool = False,
        italic: bool = False,
        underline: bool = False,
        size: float = 0,
        box: bool = False,
    ) -> Run:
        """Add words; a line end breaks the line, a tab goes to the next stop; `box`: with a border around them."""
        made = _add(paragraph._p, "r")
        if bold or italic or underline or size or box:
            form = _add(made, "rPr")
            if bold:
                _add(form, "b")
            if italic:
                _add(form, "i")
            if size:
                _add(form, "sz", val=str(round(size * 2)))
            if underline:
                _add(form, "u", val="single")
            if box:
                _add(form, "bdr", val="single", sz="6", space="2", color="auto")
        for part in _TURNS.split(_sound(text)):
            if part in _SIGNS:
                _add(made, _SIGNS[part])
            elif part:
                told = _add(made, "t")
                told.text = part
                if part != part.strip():
                    told.set(_KEPT, "preserve")
        return Run(made, paragraph)

    def pieces(
        self,
        paragraph: Paragraph,
        found: Sequence[Piece],
        bold: bool = False,
        underline: bool = False,
        apart: bool = True,
    ) -> None:
        """Add a text's pieces; pictures begin a line where they stand `apart`."""
        for one in found:
            if "text" in one:
                self.words(paragraph, one["text"], bold, underline=underline)
            elif "math" in one:
                omml = mathml2omml.convert(str(mathml(one["latex"])))
                paragraph._p.append(parse_xml(omml.replace("<m:oMath>", f"<m:oMath {_MATH}>", 1)))
            elif one["picture"] in self._shown.contents:
                self._picture(paragraph, one["picture"], one["alt"], apart)
            else:
                self.words(paragraph, f"[{one['alt']}]")

    def _picture(self, paragraph: Paragraph, name: str, alt: str, apart: bool) -> None:
        across, down = self._shown.sizes[name]
        made = paragraph.add_run()
        if apart:
            made.add_break()
        drawn = made.add_picture(_for_word(name, self._shown.contents[name]), Mm(across), Mm(down))
        drawn._inline.docPr.set("descr", _sound(alt))

    def question(self, word: str, answer: str, found: dict[str, Any]) -> None:
        """A question that was set by `setting.set_question`. `word` stands before its number, `answer` before a line to
        write on. An option that has `right` is underlined."""
        head = self.paragraph(f"{word} {found['number']}. ", bold=True, before=6, after=2, keep=True)
        self.pieces(head, found["text"])
        for at, text in enumerate(found["left"], start=1):
            self.pieces(self.paragraph(f"{at}. ", indent=5, after=1, keep=True), text)
        options, across = found["options"], found["columns"]
        for start in range(0, len(options), across):
            stops = [5 + at * (LINE - 5) / across for at in range(1, across)]
            line = self.paragraph(indent=5, stops=stops, after=1, keep=start + across < len(options))
            for at, one in enumerate(options[start : start + across]):
                self._option(line, one, "\t" * bool(at))
        for one in found["items"]:
            self._option(self.paragraph(indent=5, after=1), one)
        for at, listed in enumerate(found["blanks"], start=1):
            if listed:
                line = self.paragraph(f"({at})", indent=5, after=1)
                for one in listed:
                    self._option(line, one, "  ")
        for _line in range(found["lines"]):
            self.paragraph(f"{answer}:\t", indent=5, stops=[LINE], dots=True, after=3)

    def _option(self, line: Paragraph, one: dict[str, Any], before: str = "") -> None:
        if before:
            self.words(line, before)
        right = bool(one.get("right"))
        self.words(line, f"{one['letter']}.", bold=True, underline=right)
        self.words(line, " ")
        self.pieces(line, one["text"], underline=right)

    def table(
        self, rows: int, widths: Sequence[float], border: bool = True, heads: int = 0
    ) -> list[list[_Cell]]:
        """A table, as its empty cells; widths in millimetres; the first `heads` rows come again on each page."""
        made = self._file.add_table(rows, len(widths), style="Table Grid" if border else None)
        made.alignment, made.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        for at, row in enumerate(made.rows):
            marks = row._tr.get_or_add_trPr()
            marks.append(OxmlElement("w:cantSplit"))
            if at < heads:
                marks.append(OxmlElement("w:tblHeader"))
        # Word goes by the cells' widths, others by the columns'.
        for column, width in zip(made.columns, widths, strict=True):
            column.width = Mm(width)
        cells = [list(row.cells) for row in made.rows]
        for row in cells:
            for cell, width in zip(row, widths, strict=True):
                cell.width = Mm(width)
        return cells

    def begin_section(self, left: str, page: str) -> None:
        """Begin a section on a new page, whose pages count from 1: `left` and “`page` x/y” stand in its footers."""
        section = self._file.sections[0] if self._is_fresh else self._file.add_section(WD_SECTION.NEW_PAGE)
        self._is_fresh = False
        self._set_page(section)
        counted = OxmlElement("w:pgNumType")
        counted.set(qn("w:start"), "1")
        section._sectPr.append(counted)
        section.footer.is_linked_to_previous = False
        foot = section.footer.paragraphs[0]
        # The style's own stops are those of another paper.
        foot.style = self._file.styles["Normal"]
        foot.paragraph_format.tab_stops.add_tab_stop(Mm(LINE - 15))
        self.words(foot, f"{left}\t{page} ", size=10)
        for name in ("PAGE", "SECTIONPAGES"):
            field = OxmlElement("w:fldSimple")
            field.set(qn("w:instr"), f" {name} ")
            field.append(self.words(foot, "1", size=10)._r)
            foot._p.append(field)
            if name == "PAGE":
                self.words(foot, "/", size=10)

    def save(self) -> bytes:
        """The file's bytes."""
        out = io.BytesIO()
        self._file.save(out)
        return out.getvalue()


def _add(parent: Any, tag: str, **values: str) -> Any:
    """Add an element of WordprocessingML at the end of another. python-docx looks for the right place each time, among all
    paragraphs of the document: who adds here minds the schema's order."""
    return etree.SubElement(parent, _name(tag), {_name(name): value for name, value in values.items()})


@cache
def _name(tag: str) -> str:
    return qn(f"w:{tag}")


def _twips(length: Length) -> str:
    return str(length.twips)


def _sound(text: str) -> str:
    """Without what XML can't hold, and with one sign for a line's end."""
    return legal(text).replace("\r", "")


def _for_word(name: str, content: bytes) -> io.BytesIO:
    """A picture as Word takes it: WebP as PNG."""
    if not name.endswith(".webp"):
        return io.BytesIO(content)
    out = io.BytesIO()
    with Image.open(io.BytesIO(content)) as picture:
        picture.save(out, "PNG")
    out.seek(0)
    return out
