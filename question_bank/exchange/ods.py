"""An .ods file (OpenDocument 1.2, part 1, §9) as sheets of shown texts: the file holds them as the author saw them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator

from lxml import etree

from contest.kernel.messages import Message
from question_bank.exchange.lines import Marks
from question_bank.exchange.media_in import MAX_MEDIA, keep
from question_bank.exchange.safe_xml import refuse_too_many
from question_bank.exchange.sheets import (
    ERROR,
    LAST_ROW,
    MAX_CELLS,
    MAX_COLUMNS,
    Cell,
    Picture,
    Range,
    Sheet,
    Workbook,
    alternative,
    colour,
    damaged,
    even,
    locked,
    too_large,
)
from question_bank.exchange.workbook import BROKEN_ZIP, check_archive

_NAMES = {
    prefix: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"
    for prefix, name in (
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
        ("style", "style"),
        ("draw", "drawing"),
    )
} | {"fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"}
_NAMES |= {
    "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
}
_BLANKS = {"s": " ", "tab": "\t", "line-break": "\n"}


def _q(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{{{_NAMES[prefix]}}}{local}"


def read_opendocument(data: bytes) -> Workbook:
    """The sheets that have something in them. Raises Invalid for anything but a sound workbook."""
    names = check_archive(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read(
                "META-INF/manifest.xml"
            ):
                raise locked()
            images = {name: archive.getinfo(name) for name in names if name.startswith("Pictures/")}
            parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
            content = archive.read("content.xml")
            refuse_too_many(content)
            tree = etree.fromstring(content, parser)
            return _Reader(tree, lambda name: _content(archive, images.get(name))).read()
    except (*BROKEN_ZIP, etree.LxmlError, KeyError):
        raise damaged() from None


class _Reader:
    def __init__(self, tree: etree._Element, content: Callable[[str], bytes]) -> None:
        self.tree, self.content = tree, content
        self.media: dict[str, bytes] = {}
        self.styles: dict[str, Marks] = {}
        self.unseen: set[str] = set()
        self.seen = 0
        for style in tree.iterfind(f"{_q('office:automatic-styles')}/{_q('style:style')}"):
            name = style.get(_q("style:name"), "")
            self.styles[name] = frozenset(_marks(style))
            setting = style.find(_q("style:table-properties"))
            if setting is not None and setting.get(_q("table:display")) == "false":
                self.unseen.add(name)

    def read(self) -> Workbook:
        sheets, hidden = [], []
        for table in self.tree.iterfind(
            f"{_q('office:body')}/{_q('office:spreadsheet')}/{_q('table:table')}"
        ):
            name = table.get(_q("table:name"), "")
            if table.get(_q("table:style-name")) in self.unseen:
                hidden.append(name)
            elif (sheet := self._sheet(name, table)).rows:
                sheets.append(sheet)
        return Workbook(sheets, tuple(hidden), self.media)

    def _sheet(self, name: str, table: etree._Element) -> Sheet:
        rows: list[list[str]] = []
        merged: list[Range] = []
        marks: dict[Cell, Marks] = {}
        pieces: dict[Cell, tuple[tuple[str, Marks], ...]] = {}
        flaws: dict[Cell, Message] = {}
        pictures: dict[Cell, list[Picture]] = {}
        empty = 0  # rows that stand before the next one with something in it
        for row in _rows(table):
            cells, own = self._cells(row)
            times = _count(row, "table:number-rows-repeated")
            for column, found in self._pictures(row):
                pictures[len(rows) + empty, column] = found
            if not cells:
                empty += times
                continue
            if len(rows) + empty + times > LAST_ROW:
                raise too_large()
            rows += [[] for _ in range(empty)]
            empty = 0
            self.seen += len(cells) * times
            if self.seen > MAX_CELLS:
                raise too_large()
            for _ in range(times):
                at = len(rows)
                rows.append(list(cells))
                for column, cell in own:
                    self._note((at, column), cell, cells[column], marks, pieces, flaws)
                    bottom, right = (
                        _count(cell, f"table:number-{way}-spanned") - 1 for way in ("rows", "columns")
                    )
                    if bottom or right:
                        merged.append(((at, column), (at + bottom, column + right)))
        # A picture that is bound to the page and not to a cell is somewhere over the first row.
        if loose := [
            frame for part in table.iterfind(_q("table:shapes")) for frame in part.iter(_q("draw:frame"))
        ]:
            pictures[0, 0] = [*pictures.get((0, 0), []), *map(self._picture, loose)]
        return Sheet(name, even(rows), tuple(merged), marks, pieces, flaws, pictures=pictures)

    def _pictures(self, row: etree._Element) -> Iterator[tuple[int, list[Picture]]]:
        """(column, pictures) of the cells of a row that have some."""
        column = 0
        for cell in row:
            if found := [*map(self._picture, cell.iter(_q("draw:frame")))]:
                yield min(column, MAX_COLUMNS - 1), found
            column += _count(cell, "table:number-columns-repeated")

    def _picture(self, frame: etree._Element) -> Picture:
        image = frame.find(_q("draw:image"))
        path = image.get(_q("xlink:href"), "").removeprefix("./") if image is not None else ""
        alt = frame.findtext(_q("svg:desc")) or frame.findtext(_q("svg:title")) or ""
        return Picture(keep(self.content(path), self.media), alternative(alt))

    def _cells(self, row: etree._Element) -> tuple[list[str], list[tuple[int, etree._Element]]]:
        texts: list[str] = []
        own: list[tuple[int, etree._Element]] = []
        column = 0
        for cell in row:
            if cell.tag not in (_q("table:table-cell"), _q("table:covered-table-cell")):
                continue
            times = _count(cell, "table:number-columns-repeated")
            text = _text(cell)
            if text:
                if column + times > MAX_COLUMNS:
                    raise too_large()
                texts += [""] * (column - len(texts)) + [text] * times
                own += [(column + each, cell) for each in range(times)]
            column += times
        return texts, own

    def _note(
        self,
        at: Cell,
        cell: etree._Element,
        text: str,
        marks: dict[Cell, Marks],
        pieces: dict[Cell, tuple[tuple[str, Marks], ...]],
        flaws: dict[Cell, Message],
    ) -> None:
        base = self.styles.get(cell.get(_q("table:style-name"), ""), frozenset())
        if base:
            marks[at] = base
        runs = list(self._runs(cell, base))
        if any(own != base for _, own in runs):
            pieces[at] = tuple(runs)
        if re.fullmatch(r"#[A-Z/0]+[!?]?|Err:\d+", text):
            flaws[at] = ERROR

    def _runs(self, cell: etree._Element, base: Marks) -> Iterator[tuple[str, Marks]]:
        for number, paragraph in enumerate(cell.iterfind(_q("text:p"))):
            yield ("\n" if number else "") + (paragraph.text or ""), base
            for run in paragraph:
                own = self.styles.get(run.get(_q("text:style-name"), ""), frozenset())
                yield _inner(run), base | own
                yield run.tail or "", base


def _content(archive: zipfile.ZipFile, part: zipfile.ZipInfo | None) -> bytes:
    return archive.read(part) if part is not None and part.file_size <= MAX_MEDIA else b""


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    """The rows in order, those in groups and among the printed titles too."""
    for part in table:
        if part.tag == _q("table:table-row"):
            yield part
        elif part.tag in (_q("table:table-rows"), _q("table:table-header-rows"), _q("table:table-row-group")):
            yield from _rows(part)


def _count(element: etree._Element, name: str) -> int:
    value = element.get(_q(name), "1")
    return max(int(value), 1) if value.isascii() and value.isdigit() else 1


def _text(cell: etree._Element) -> str:
    return "\n".join(_inner(paragraph) for paragraph in cell.iterfind(_q("text:p")))


def _inner(element: etree._Element) -> str:
    parts = [element.text or ""]
    for part in element:
        local = etree.QName(part).localname
        if local in _BLANKS:
            parts.append(_BLANKS[local] * min(_count(part, "text:c") if local == "s" else 1, 1000))
        elif local not in ("annotation", "frame"):
            parts.append(_inner(part))
        parts.append(part.tail or "")
    return "".join(parts)


def _marks(style: etree._Element) -> set[str]:
    found: set[str] = set()
    letters = style.find(_q("style:text-properties"))
    if letters is not None:
        weight = letters.get(_q("fo:font-weight"), "normal")
        found |= {"bold"} if weight == "bold" or (weight.isdigit() and int(weight) >= 600) else set()
        found |= {"italic"} if letters.get(_q("fo:font-style")) in ("italic", "oblique") else set()
        found |= {"underline"} if letters.get(_q("style:text-underline-style"), "none") != "none" else set()
        found |= colour("colour", letters.get(_q("fo:color"), "").lstrip("#"))
        found |= _ground(letters)
    cell = style.find(_q("style:table-cell-properties"))
    return found | (_ground(cell) if cell is not None else set())


def _ground(properties: etree._Element) -> set[str]:
    value = properties.get(_q("fo:background-color"), "transparent")
    return set() if value == "transparent" else colour("fill", value.lstrip("#"))
