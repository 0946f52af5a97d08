"""How the cells of an .xlsx are set: number formats, letters, grounds, and formulas without a result.

Read beside the values, from the same file (ECMA-376, part 1, §18), and before them: a cell far away
would make the reader of values lay out everything up to it.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from typing import IO

from lxml import etree
from openpyxl.styles.numbers import BUILTIN_FORMATS

from contest.kernel.messages import Message
from question_bank.exchange.cells import GENERAL
from question_bank.exchange.lines import Marks
from question_bank.exchange.media_in import MAX_MEDIA, keep
from question_bank.exchange.safe_xml import refuse_too_many
from question_bank.exchange.sheets import (
    ERROR,
    LAST_ROW,
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_DRAWING,
    NO_RESULT,
    Cell,
    Picture,
    alternative,
    colour,
    too_large,
)

Pieces = tuple[tuple[str, Marks], ...]
_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_EMBEDDED = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}embed",
)
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
# The first colours of a theme are its white and black; the numbered ones 8, 64 and 65 too.
_PLAIN_THEME = {"0", "1"}
_PLAIN_INDEX = {"0", "1", "8", "9", "64", "65"}


@dataclass(frozen=True)
class Look:
    """By (row, column) from 0, what is not plain in a sheet. See `sheets.Sheet`."""

    formats: dict[Cell, str] = field(default_factory=dict)
    marks: dict[Cell, Marks] = field(default_factory=dict)
    pieces: dict[Cell, Pieces] = field(default_factory=dict)
    flaws: dict[Cell, Message] = field(default_factory=dict)
    pictures: dict[Cell, list[Picture]] = field(default_factory=dict)
    media: dict[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class _Style:
    number_format: str
    marks: Marks


def read_look(data: bytes) -> dict[str, Look]:
    """Sheet → how its cells are set. Raises Invalid where cells lie too far or are too many, LxmlError for broken XML."""
    looks: dict[str, Look] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = set(archive.namelist())
        book = _tree(archive, "xl/workbook.xml")
        relations = {
            one.get("Id"): one.get("Target", "") for one in _tree(archive, "xl/_rels/workbook.xml.rels")
        }
        styles = _styles(_tree(archive, "xl/styles.xml")) if "xl/styles.xml" in names else []
        strings = _rich_strings(archive, names)
        seen = 0
        for sheet in book.iterfind("{*}sheets/{*}sheet"):
            target = relations.get(sheet.get(_RELATION) or sheet.get(_STRICT_RELATION), "")
            path = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
            if path in names and "worksheets" in path:
                with archive.open(path) as part:
                    look, count = _sheet(part, styles, strings, MAX_CELLS - seen)
                seen += count
                _note_pictures(look, archive, names, path)
                looks[sheet.get("name", "")] = look
    return looks


def _note_pictures(look: Look, archive: zipfile.ZipFile, names: set[str], sheet: str) -> None:
    """The pictures of a sheet, each at the cell over which it begins."""
    for kind, path in _related(archive, names, sheet).values():
        if "drawing" not in kind or path not in names or not path.endswith(".xml"):
            continue
        if archive.getinfo(path).file_size > MAX_DRAWING:
            raise too_large()
        images = _related(archive, names, path)
        for anchor in _tree(archive, path):
            row, column = (anchor.findtext(f"{{*}}from/{{*}}{name}") or "" for name in ("row", "col"))
            if not (row.isdigit() and column.isdigit()):
                continue
            at = int(row), int(column)
            if at[0] >= LAST_ROW or at[1] >= MAX_COLUMNS:
                raise too_large()
            last = anchor.findtext("{*}to/{*}row") or row
            spread = max(int(last) - at[0] - 1, 0) if last.isdigit() else 0
            for picture in anchor.iter("{*}pic", "{*}graphicFrame"):
                name = _image(picture, archive, names, images, look.media)
                described = picture.find(".//{*}cNvPr")
                alt = described.get("descr", "") if described is not None else ""
                look.pictures.setdefault(at, []).append(Picture(name, alternative(alt), spread))


def _related(archive: zipfile.ZipFile, names: set[str], part: str) -> dict[str, tuple[str, str]]:
    """Id → (the last word of its type, its path) of what a part points to."""
    folder, _, file = part.rpartition("/")
    relations = f"{folder}/_rels/{file}.rels"
    return {
        one.get("Id", ""): (
            one.get("Type", "").rpartition("/")[2],
            posixpath.normpath(posixpath.join("/" + folder, one.get("Target", ""))).lstrip("/"),
        )
        for one in (_tree(archive, relations) if relations in names else ())
    }


def _image(
    picture: etree._Element,
    archive: zipfile.ZipFile,
    names: set[str],
    images: dict[str, tuple[str, str]],
    media: dict[str, bytes],
) -> str:
    """The name of a picture's content, now among the `media`; "" for what can't be read."""
    for blip in picture.iter("{*}blip"):
        _, path = images.get(next((blip.get(each, "") for each in _EMBEDDED if blip.get(each)), ""), ("", ""))
        if path in names and archive.getinfo(path).file_size <= MAX_MEDIA:
            return keep(archive.read(path), media)
    return ""


def _tree(archive: zipfile.ZipFile, name: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
    content = archive.read(name)
    refuse_too_many(content)
    return etree.fromstring(content, parser)


def _styles(tree: etree._Element) -> list[_Style]:
    formats = dict(BUILTIN_FORMATS)
    formats |= {
        int(one.get("numFmtId", "0")): one.get("formatCode", GENERAL)
        for one in tree.iterfind("{*}numFmts/{*}numFmt")
    }
    fonts = [_letters(one) for one in tree.iterfind("{*}fonts/{*}font")]
    fills = [_ground(one) for one in tree.iterfind("{*}fills/{*}fill")]

    def style(one: etree._Element) -> _Style:
        font, fill = int(one.get("fontId", "0")), int(one.get("fillId", "0"))
        marks = (fonts[font] if font < len(fonts) else set()) | (fills[fill] if fill < len(fills) else set())
        return _Style(formats.get(int(one.get("numFmtId", "0")), GENERAL), frozenset(marks))

    return [style(one) for one in tree.iterfind("{*}cellXfs/{*}xf")]


def _letters(font: etree._Element) -> set[str]:
    """The marks of a font (of a style, or of a piece of a text)."""
    found = set()
    for tag, name in (("b", "bold"), ("i", "italic"), ("u", "underline"), ("strike", "strike")):
        sign = font.find(f"{{*}}{tag}")
        if sign is not None and sign.get("val", "1") not in ("0", "false", "none"):
            found.add(name)
    return found | _colour("colour", font.find("{*}color"))


def _ground(fill: etree._Element) -> set[str]:
    pattern = fill.find("{*}patternFill")
    if pattern is None or pattern.get("patternType", "none") in ("none", "gray125"):
        return set()
    return _colour("fill", pattern.find("{*}fgColor"))


def _colour(name: str, sign: etree._Element | None) -> set[str]:
    if sign is None or sign.get("auto"):
        return set()
    if rgb := sign.get("rgb"):
        return colour(name, rgb)
    theme, index = sign.get("theme"), sign.get("indexed")
    if theme is not None and (theme not in _PLAIN_THEME or sign.get("tint")):
        return {f"{name}:theme{theme}{sign.get('tint', '')}"}
    if index is not None and index not in _PLAIN_INDEX:
        return {f"{name}:index{index}"}
    return set()


def _rich_strings(archive: zipfile.ZipFile, names: set[str]) -> dict[int, Pieces]:
    """The shared texts whose letters differ, by number."""
    if "xl/sharedStrings.xml" not in names:
        return {}
    found: dict[int, Pieces] = {}
    with archive.open("xl/sharedStrings.xml") as part:
        for number, (_, item) in enumerate(etree.iterparse(part, tag="{*}si", resolve_entities=False)):
            if pieces := _pieces(item):
                found[number] = pieces
            _forget(item)
    return found


def _pieces(item: etree._Element) -> Pieces:
    runs = item.findall("{*}r")
    pieces = []
    for run in runs:
        setting = run.find("{*}rPr")
        marks = frozenset(_letters(setting)) if setting is not None else frozenset()
        pieces.append((run.findtext("{*}t") or "", marks))
    return tuple(pieces) if any(marks for _, marks in pieces) else ()


def _sheet(
    part: IO[bytes], styles: list[_Style], strings: dict[int, Pieces], allowed: int
) -> tuple[Look, int]:
    look, count = Look(), 0
    row = -1
    for _, line in etree.iterparse(part, tag="{*}row", resolve_entities=False):
        row = int(line.get("r", row + 2)) - 1
        column = -1
        for cell in line:
            place = _PLACE.fullmatch(cell.get("r", ""))
            column = _column(place[1]) if place else column + 1
            at = (int(place[2]) - 1 if place else row), column
            if not len(cell):
                continue
            count += 1
            if at[0] >= LAST_ROW or column >= MAX_COLUMNS or count > allowed:
                raise too_large()
            _note(look, at, cell, styles, strings)
        _forget(line)
    return look, count


def _note(
    look: Look, at: Cell, cell: etree._Element, styles: list[_Style], strings: dict[int, Pieces]
) -> None:
    number, kind = int(cell.get("s", "0")), cell.get("t", "n")
    style = styles[number] if number < len(styles) else _Style(GENERAL, frozenset())
    if style.number_format != GENERAL:
        look.formats[at] = style.number_format
    value = cell.findtext("{*}v") or ""
    if kind == "s" and value.isdigit() and int(value) in strings:
        look.pieces[at] = tuple((text, marks | style.marks) for text, marks in strings[int(value)])
    elif kind == "inlineStr" and (inline := cell.find("{*}is")) is not None and (pieces := _pieces(inline)):
        look.pieces[at] = tuple((text, marks | style.marks) for text, marks in pieces)
    if style.marks:
        look.marks[at] = style.marks
    if kind == "e":
        look.flaws[at] = ERROR
    elif not value and kind != "str" and cell.find("{*}f") is not None:
        look.flaws[at] = NO_RESULT


def _forget(element: etree._Element) -> None:
    """Free what was read of a long document."""
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
