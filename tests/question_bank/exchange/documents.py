"""Word files for tests: as much of OOXML as the reader looks at, written by hand."""

from __future__ import annotations

import io
import zipfile
from html import escape

HEAD = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:body>'
)
MARKS = {
    "b": "<w:b/>",
    "u": '<w:u w:val="single"/>',
    "i": "<w:i/>",
    "red": '<w:color w:val="FF0000"/>',
    "high": '<w:highlight w:val="yellow"/>',
    "sup": '<w:vertAlign w:val="superscript"/>',
    "sub": '<w:vertAlign w:val="subscript"/>',
}


def run(text: str, *marks: str) -> str:
    """A run; a line break in it is Word's soft one, a tab its own."""
    properties = "".join(MARKS[mark] for mark in marks)
    body = "".join(
        {"\n": "<w:br/>", "\t": "<w:tab/>"}.get(piece, f'<w:t xml:space="preserve">{escape(piece)}</w:t>')
        for piece in _pieces(text)
    )
    return f"<w:r><w:rPr>{properties}</w:rPr>{body}</w:r>"


def _pieces(text: str) -> list[str]:
    found = [""]
    for letter in text:
        if letter in "\n\t":
            found += [letter, ""]
        else:
            found[-1] += letter
    return [piece for piece in found if piece]


def para(*runs: str, level: tuple[int, int] | None = None) -> str:
    """A paragraph of runs, or of plain texts; `level`: (list, level) of Word's own numbering."""
    numbered = (
        f'<w:pPr><w:numPr><w:ilvl w:val="{level[1]}"/><w:numId w:val="{level[0]}"/></w:numPr></w:pPr>'
        if level
        else ""
    )
    return f"<w:p>{numbered}{''.join(one if one.startswith('<') else run(one) for one in runs)}</w:p>"


def table(*rows: list[str]) -> str:
    """A table of texts."""
    cells = ["".join(f"<w:tc>{para(cell)}</w:tc>" for cell in row) for row in rows]
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def numbering(*levels: tuple[str, str]) -> str:
    """One list (number 1) with these (format, text) levels."""
    found = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text) in enumerate(levels)
    )
    return (
        '<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f'<w:abstractNum w:abstractNumId="0">{found}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )


def docx(*blocks: str, parts: dict[str, bytes] | None = None) -> bytes:
    """The file of these blocks (texts become paragraphs), with other parts beside it."""
    body = "".join(block if block.startswith("<") else para(block) for block in blocks)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr("word/document.xml", f"{HEAD}{body}</w:body></w:document>")
        for name, content in (parts or {}).items():
            file.writestr(name, content)
    return out.getvalue()
