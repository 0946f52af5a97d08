"""A Word document in the making: paragraphs, tables, pictures and equations of WordprocessingML.

Written directly, for equations (OMML), sections with page numbers of their own and boxes need the format's own words anyway.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from contest.publishing.pieces import Piece

MM = 56.7  # twentieths of a point in a millimetre
_EMU = 36_000  # of a millimetre
PAGE = (11906, 16838)  # A4
TOP, BOTTOM, LEFT, RIGHT = (round(mm * MM) for mm in (20, 20, 25, 15))
WIDTH = PAGE[0] - LEFT - RIGHT

_NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_MIMES = {"png": "image/png", "jpg": "image/jpeg", "gif": "image/gif", "webp": "image/webp"}


def run(text: str, bold: bool = False, italic: bool = False, size: float = 0, font: str = "") -> str:
    """A run of text; a line end breaks the line, a tab goes to the next stop."""
    marks = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}"/>' if font else ""
    marks += f"{'<w:b/>' * bold}{'<w:i/>' * italic}" + (
        f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>' if size else ""
    )
    inside = ""
    for at, line in enumerate(text.split("\n")):
        inside += "<w:br/>" * bool(at)
        inside += "<w:tab/>".join(
            f'<w:t xml:space="preserve">{escape(_sound(piece))}</w:t>' if piece else ""
            for piece in line.split("\t")
        )
    return f"<w:r>{f'<w:rPr>{marks}</w:rPr>' * bool(marks)}{inside}</w:r>"


def _sound(text: str) -> str:
    """Without the control characters that XML can't hold."""
    return "".join(letter for letter in text if letter >= " ")


def paragraph(
    *inside: str,
    align: str = "",
    before: float = 0,
    after: float = 3,
    indent: float = 0,
    stops: Sequence[float] = (),
    leader: str = "",
    keep: bool = False,
    rule: bool = False,
    inset: float = 0,
    section: str = "",
) -> str:
    """A paragraph of runs. Spaces in points, indents and tab stops in millimetres; `keep`: with the next; `rule`: a line
    under it, `inset` millimetres shorter at both ends; `section`: the properties of the section that it ends."""
    made = "<w:keepNext/>" * keep
    made += '<w:pBdr><w:bottom w:val="single" w:sz="6" w:space="1" w:color="auto"/></w:pBdr>' * rule
    if stops:
        lead = f' w:leader="{leader}"' if leader else ""
        tabs = "".join(f'<w:tab w:val="left"{lead} w:pos="{round(stop * MM)}"/>' for stop in stops)
        made += f"<w:tabs>{tabs}</w:tabs>"
    made += f'<w:spacing w:before="{round(before * 20)}" w:after="{round(after * 20)}"/>'
    if indent or inset:
        made += f'<w:ind w:left="{round((indent or inset) * MM)}" w:right="{round(inset * MM)}"/>'
    made += f'<w:jc w:val="{align}"/>' if align else ""
    return f"<w:p><w:pPr>{made}{section}</w:pPr>{''.join(inside)}</w:p>"


def table(rows: Sequence[Sequence[str]], widths: Sequence[float], border: bool = True, heads: int = 0) -> str:
    """A table: each cell is the XML of its paragraphs; widths in millimetres; the first `heads` rows come again on each
    page."""
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    style, upright = ("single", "center") if border else ("nil", "top")
    lines = "".join(f'<w:{side} w:val="{style}" w:sz="4" w:space="0" w:color="auto"/>' for side in sides)
    grid = "".join(f'<w:gridCol w:w="{round(width * MM)}"/>' for width in widths)
    body = ""
    for at, row in enumerate(rows):
        cells = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{round(width * MM)}" w:type="dxa"/><w:vAlign w:val="{upright}"/></w:tcPr>'
            f"{cell}</w:tc>"
            for cell, width in zip(row, widths, strict=True)
        )
        marks = "<w:cantSplit/>" + "<w:tblHeader/>" * (at < heads)
        body += f"<w:tr><w:trPr>{marks}</w:trPr>{cells}</w:tr>"
    total = round(sum(widths) * MM)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{total}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{lines}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>'
    )


class Document:
    """A document that grows: `add` its body, `pieces` of questions, `end_section` after each paper, then `save`."""

    def __init__(self, pictures: Mapping[str, bytes], sizes: Mapping[str, Sequence[float]]) -> None:
        self._pictures, self._sizes = pictures, sizes
        self._body: list[str] = []
        self._footers: list[str] = []
        self._used: dict[str, int] = {}  # picture → number
        self._drawn = 0

    def add(self, *blocks: str) -> None:
        """Put paragraphs and tables at the end."""
        self._body += blocks

    def pieces(self, found: Sequence[Piece], bold: bool = False) -> str:
        """The runs of a text's pieces."""
        return "".join(self._piece(one, bold) for one in found)

    def _piece(self, one: Piece, bold: bool) -> str:
        if "text" in one:
            return run(one["text"], bold)
        if "math" in one:
            return f"<m:oMath>{_math(one['math'])}</m:oMath>"
        if one["picture"] not in self._pictures:
            return run(f"[{one['alt']}]")
        return "<w:r><w:br/></w:r>" + self._picture(one["picture"], one["alt"])

    def _picture(self, name: str, alt: str) -> str:
        number = self._used.setdefault(name, len(self._used) + 1)
        self._drawn += 1
        across, down = (round(mm * _EMU) for mm in self._sizes[name])
        label = quoteattr(_sound(alt))
        return (
            f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{across}" cy="{down}"/>'
            f'<wp:docPr id="{self._drawn}" name="Picture {self._drawn}" descr={label}/><a:graphic>'
            '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
            f'<pic:cNvPr id="{self._drawn}" name="Picture {self._drawn}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
            f'<a:blip r:embed="rPic{number}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>'
            f'<a:off x="0" y="0"/><a:ext cx="{across}" cy="{down}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
            "</a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
        )

    def end_section(self, left: str, page: str) -> None:
        """End a section whose pages count from 1, with `left` and “`page` x/y” in their footers."""
        self._footers.append(
            f"{_HEAD}<w:ftr {_NAMES}><w:p><w:pPr><w:tabs>"
            f'<w:tab w:val="right" w:pos="{WIDTH}"/></w:tabs></w:pPr>{run(left + chr(9) + page + " ", size=10)}'
            f"{_field('PAGE')}{run('/', size=10)}{_field('SECTIONPAGES')}</w:p></w:ftr>"
        )
        properties = (
            f'<w:sectPr><w:footerReference w:type="default" r:id="rFoot{len(self._footers)}"/>'
            f'<w:type w:val="nextPage"/><w:pgSz w:w="{PAGE[0]}" w:h="{PAGE[1]}"/><w:pgMar w:top="{TOP}" w:right="{RIGHT}" '
            f'w:bottom="{BOTTOM}" w:left="{LEFT}" w:header="400" w:footer="500" w:gutter="0"/><w:pgNumType w:start="1"/>'
            "</w:sectPr>"
        )
        self._body.append(paragraph(after=0, section=properties))
        self._last = properties

    def save(self) -> bytes:
        """The file's bytes. Ends with a section."""
        body = (
            "".join(self._body[:-1]) + self._last
        )  # the last section's properties stand at the end of the body
        document = f"{_HEAD}<w:document {_NAMES}><w:body>{body}</w:body></w:document>"
        relations = f'<Relationship Id="rStyles" Type="{_REL}/styles" Target="styles.xml"/>'
        files: dict[str, bytes] = {}
        for at, footer in enumerate(self._footers, start=1):
            relations += f'<Relationship Id="rFoot{at}" Type="{_REL}/footer" Target="footer{at}.xml"/>'
            files[f"word/footer{at}.xml"] = footer.encode()
        for name, number in self._used.items():
            extension = name.rpartition(".")[2]
            relations += (
                f'<Relationship Id="rPic{number}" Type="{_REL}/image" Target="media/{number}.{extension}"/>'
            )
            files[f"word/media/{number}.{extension}"] = self._pictures[name]
        types = "".join(
            f'<Default Extension="{name}" ContentType="{mime}"/>' for name, mime in _MIMES.items()
        )
        types += "".join(
            f'<Override PartName="/word/footer{at}.xml" ContentType="{_WORD}.footer+xml"/>'
            for at in range(1, len(self._footers) + 1)
        )
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(
                "[Content_Types].xml",
                f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
                f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{types}'
                f'<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>'
                f'<Override PartName="/word/styles.xml" ContentType="{_WORD}.styles+xml"/></Types>',
            )
            archive.writestr(
                "_rels/.rels",
                _relations(
                    f'<Relationship Id="r1" Type="{_REL}/officeDocument" Target="word/document.xml"/>'
                ),
            )
            archive.writestr("word/document.xml", document)
            archive.writestr("word/styles.xml", _STYLES)
            archive.writestr("word/_rels/document.xml.rels", _relations(relations))
            for name, content in files.items():
                archive.writestr(name, content)
        return target.getvalue()


def _relations(inside: str) -> str:
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'


def _field(name: str) -> str:
    return f'<w:fldSimple w:instr=" {name} ">{run("1", size=10)}</w:fldSimple>'


_STYLES = (
    f"{_HEAD}<w:styles {_NAMES}><w:docDefaults><w:rPrDefault><w:rPr>"
    '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman" w:eastAsia="Times New Roman"/>'
    '<w:sz w:val="26"/><w:szCs w:val="26"/><w:lang w:val="vi-VN"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style></w:styles>'
)

_TWO = {
    "mfrac": ("m:f", "m:num", "m:den"),
    "msup": ("m:sSup", "m:e", "m:sup"),
    "msub": ("m:sSub", "m:e", "m:sub"),
    "munder": ("m:limLow", "m:e", "m:lim"),
    "mover": ("m:limUpp", "m:e", "m:lim"),
    "msubsup": ("m:sSubSup", "m:e", "m:sub", "m:sup"),
}


def _math(node: Mapping[str, Any]) -> str:
    """MathML as OMML."""
    inside = [_math(child) for child in node["inside"]]
    tag = node["tag"]
    if tag in _TWO and len(inside) == len(_TWO[tag]) - 1:
        outer, *names = _TWO[tag]
        return f"<{outer}>{''.join(f'<{name}>{one}</{name}>' for name, one in zip(names, inside, strict=True))}</{outer}>"
    if tag == "munderover" and len(inside) == 3:
        low = f"<m:limLow><m:e>{inside[0]}</m:e><m:lim>{inside[1]}</m:lim></m:limLow>"
        return f"<m:limUpp><m:e>{low}</m:e><m:lim>{inside[2]}</m:lim></m:limUpp>"
    if tag == "msqrt":
        return f'<m:rad><m:radPr><m:degHide m:val="1"/></m:radPr><m:deg/><m:e>{"".join(inside)}</m:e></m:rad>'
    if tag == "mroot" and len(inside) == 2:
        return f"<m:rad><m:deg>{inside[1]}</m:deg><m:e>{inside[0]}</m:e></m:rad>"
    if tag == "mtable":
        rows = "".join(
            f"<m:mr>{''.join(f'<m:e>{_math(cell)}</m:e>' for cell in row['inside'])}</m:mr>"
            for row in node["inside"]
        )
        return f"<m:m>{rows}</m:m>"
    text = (
        f'<m:r><m:t xml:space="preserve">{escape(_sound(node["text"]))}</m:t></m:r>'
        if node["text"].strip()
        else ""
    )
    return text + "".join(inside)
