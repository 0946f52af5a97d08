"""A .docx file as lines: automatic numbers written out, text boxes and tables in their place, marks of every letter."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from lxml import etree

from contest.kernel.errors import Invalid
from contest.kernel.messages import N_, Message, message
from question_bank.exchange import equations_in
from question_bank.exchange.lines import Document, Line, Marks
from question_bank.exchange.raised import shift
from question_bank.exchange.references import name_of, refer

MAX_UNZIPPED, MAX_FILES = 150 * 1024 * 1024, 5000
MAX_PICTURE = 5 * 1024 * 1024
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
V = "{urn:schemas-microsoft-com:vml}"
_PICTURES = {"png": "png", "jpg": "jpg", "jpeg": "jpg", "gif": "gif", "webp": "webp"}
_BLACK = ("auto", "000000", "")


def read_docx(data: bytes) -> Document:
    """The document. Raises Invalid for what is no sound Word file, or would fill the memory."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            listed = file.infolist()
            if len(listed) > MAX_FILES or sum(one.file_size for one in listed) > MAX_UNZIPPED:
                raise Invalid(message(N_("Tệp Word quá lớn sau khi giải nén.")))
            if any(one.flag_bits & 1 for one in listed):
                raise Invalid(message(N_("Tệp có mật khẩu. Hãy bỏ mật khẩu trong Word rồi tải lên lại.")))
            parts = {one.filename: file for one in listed}
            return _Reader(file, set(parts)).read()
    except (
        zipfile.BadZipFile,
        zlib.error,
        etree.XMLSyntaxError,
        NotImplementedError,
        KeyError,
        OSError,
        EOFError,
        RuntimeError,
        ValueError,
    ):
        raise Invalid(_damaged) from None


_damaged: Message = message(N_("Tệp Word bị hỏng. Hãy mở bằng Word, lưu lại thành .docx rồi tải lên lại."))


def _xml(content: bytes) -> Any:
    if b"<!DOCTYPE" in content[:2000] or b"<!ENTITY" in content:
        raise Invalid(_damaged)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(content, parser)


class _Reader:
    def __init__(self, file: zipfile.ZipFile, names: set[str]) -> None:
        self.file, self.names = file, names
        self.lines: list[Line] = []
        self.grids: list[list[list[str]]] = []
        self.media: dict[str, bytes] = {}
        self.unseen = 0
        self.number = 0  # of the paragraph
        links = self._part("word/_rels/document.xml.rels")
        self.links = {one.get("Id"): one.get("Target") for one in ([] if links is None else links)}
        self.levels, self.numbering = self._numbering()
        self.styles = self._styles()
        self.counters: dict[tuple[str, int], int] = {}

    def _part(self, name: str) -> Any:
        return _xml(self.file.read(name)) if name in self.names else None

    def read(self) -> Document:
        """Everything in the body, in order."""
        body = _xml(self.file.read("word/document.xml")).find(W + "body")
        if body is None:
            raise Invalid(_damaged)
        self._blocks(body)
        return Document(self.lines, self.grids, self.media, self.unseen)

    # Numbers that Word writes by itself

    def _numbering(self) -> tuple[dict[str, dict[int, tuple[str, str, int]]], dict[str, str]]:
        """({abstract list: {level: (format, text, start)}}, {list: its abstract list})."""
        root = self._part("word/numbering.xml")
        levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        lists: dict[str, str] = {}
        for abstract in root.findall(W + "abstractNum") if root is not None else ():
            found = levels.setdefault(abstract.get(W + "abstractNumId"), {})
            for level in abstract.findall(W + "lvl"):
                found[int(level.get(W + "ilvl", "0"))] = (
                    _value(level, "numFmt", "decimal"),
                    _value(level, "lvlText", ""),
                    int(_value(level, "start", "1")),
                )
        for one in root.findall(W + "num") if root is not None else ():
            lists[one.get(W + "numId")] = _value(one, "abstractNumId", "")
        return levels, lists

    def _styles(self) -> dict[str, Any]:
        root = self._part("word/styles.xml")
        found = root.findall(W + "style") if root is not None else ()
        return {one.get(W + "styleId"): one for one in found}

    def _label(self, properties: Any) -> tuple[str, bool]:
        """What Word writes before the paragraph by itself, and whether it is a bullet."""
        place = _find(properties, "numPr")
        style = self.styles.get(_value(properties, "pStyle", ""))
        seen: set[str] = set()
        while place is None and style is not None and style.get(W + "styleId") not in seen:
            seen.add(style.get(W + "styleId"))
            place = _find(_find(style, "pPr"), "numPr")
            style = self.styles.get(_value(style, "basedOn", ""))
        if place is None:
            return "", False
        number, level = _value(place, "numId", "0"), int(_value(place, "ilvl", "0"))
        abstract = self.numbering.get(number, "")
        form, text, start = self.levels.get(abstract, {}).get(level, ("none", "", 1))
        if form == "bullet":
            return "", True
        if number == "0" or form == "none":
            return "", False
        # Lists of one abstract list count on together; a new list of it begins anew only by an override, which is rare.
        key = (number, level)
        self.counters[key] = self.counters.get(key, start - 1) + 1
        for other in [other for other in self.counters if other[0] == number and other[1] > level]:
            del self.counters[other]

        def shown(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            own = self.levels.get(abstract, {}).get(at, ("decimal", "", 1))
            return _counted(self.counters.get((number, at), own[2]), own[0])

        return re.sub(r"%(\d)", shown, text), False

    # Blocks

    def _blocks(self, parent: Any) -> None:
        for child in parent:
            if child.tag == W + "p":
                self._paragraph(child)
            elif child.tag == W + "tbl":
                self._table(child)
            elif child.tag in (W + "sdt", W + "sdtContent", W + "customXml", W + "ins", W + "smartTag"):
                self._blocks(child)

    def _table(self, table: Any) -> None:
        rows = []
        for row in table.iter(W + "tr"):
            cells = [cell for cell in row if cell.tag == W + "tc"]
            rows.append(["\n".join(self._words(line) for line in cell.iter(W + "p")) for cell in cells])
        self.grids.append(rows)
        before = len(self.lines)
        for row in table.findall(W + "tr"):
            for cell in row.findall(W + "tc"):
                self._blocks(cell)
        # A grid of numbers and letters is a key and no text.
        if _is_key(rows):
            del self.lines[before:]

    def _words(self, paragraph: Any) -> str:
        return "".join(one.text or "" for one in paragraph.iter(W + "t"))

    def _paragraph(self, paragraph: Any) -> None:
        self.number += 1
        label, is_bullet = self._label(_find(paragraph, "pPr"))
        letters: list[tuple[str, Marks]] = []
        boxes: list[Any] = []
        self._runs(paragraph, frozenset(), letters, boxes)
        begin = [(letter, frozenset[str]()) for letter in (f"{label} " if label else "")]
        line: list[tuple[str, Marks]] = [*begin]
        for letter, marks in [*letters, ("\n", frozenset())]:
            if letter != "\n":
                line.append((letter, marks))
                continue
            text = "".join(one for one, _ in line)
            if text.strip():
                own = Line(text, tuple(marks for _, marks in line), self.number, is_bullet)
                self.lines.append(own.cut(0))
            line = []
        for box in boxes:
            self._blocks(box)

    def _runs(
        self, parent: Any, inherited: Marks, letters: list[tuple[str, Marks]], boxes: list[Any]
    ) -> None:
        for child in parent:
            tag = child.tag
            if tag == W + "r":
                self._run(child, letters, boxes)
            elif tag in (equations_in.M + "oMath", equations_in.M + "oMathPara"):
                for one in [child] if tag.endswith("oMath") else child.iter(equations_in.M + "oMath"):
                    letters.extend(
                        (letter, frozenset()) for letter in rf"\({equations_in.latex(one).strip()}\)"
                    )
            elif isinstance(tag, str) and tag not in (W + "del", W + "pPr", W + "moveFrom"):
                self._runs(child, inherited, letters, boxes)

    def _run(self, run: Any, letters: list[tuple[str, Marks]], boxes: list[Any]) -> None:
        properties = _find(run, "rPr")
        if properties is not None and _is_on(properties, "vanish"):
            return
        marks = _marks(properties)
        raised = _value(properties, "vertAlign", "")
        for child in run:
            if child.tag == W + "t":
                text = child.text or ""
                if raised in ("superscript", "subscript"):
                    text = shift(text, raised == "superscript")
                letters.extend((letter, marks) for letter in text.replace("\n", " "))
            elif child.tag == W + "tab":
                letters.append(("\t", marks))
            elif child.tag in (W + "br", W + "cr"):
                letters.append(("\n", marks))
            elif child.tag == W + "noBreakHyphen":
                letters.append(("-", marks))
            elif child.tag == W + "sym":
                letters.append((" ", marks))
            elif child.tag in (W + "drawing", W + "pict", W + "object"):
                self._drawing(child, letters, boxes)
            elif child.tag == MC + "AlternateContent":
                # The first choice alone: the fallback says the same again.
                for one in child.findall(MC + "Choice")[:1]:
                    self._drawing(one, letters, boxes)

    def _drawing(self, drawing: Any, letters: list[tuple[str, Marks]], boxes: list[Any]) -> None:
        boxes.extend(drawing.iter(W + "txbxContent"))
        alt = next((one.get("descr", "") for one in drawing.iter(WP + "docPr")), "")
        targets = [one.get(R + "embed") for one in drawing.iter(A + "blip")]
        targets += [one.get(R + "id") for one in drawing.iter(V + "imagedata")]
        for target in targets:
            path = posixpath.normpath(posixpath.join("word", self.links.get(target) or ""))
            extension = _PICTURES.get(path.rpartition(".")[2].lower())
            if path not in self.names or not extension or self.file.getinfo(path).file_size > MAX_PICTURE:
                self.unseen += 1
                continue
            content = self.file.read(path)
            name = name_of(content, extension)
            self.media[name] = content
            letters.extend((letter, frozenset()) for letter in f" {refer(name, alt)} ")


def _find(element: Any, name: str) -> Any:
    return None if element is None else element.find(W + name)


def _value(element: Any, name: str, default: str) -> str:
    found = _find(element, name)
    value = default if found is None else found.get(W + "val", default)
    return str(value)


def _is_on(properties: Any, name: str) -> bool:
    found = _find(properties, name)
    return found is not None and found.get(W + "val", "1") not in ("0", "false", "none", "off")


def _marks(properties: Any) -> Marks:
    if properties is None:
        return frozenset()
    found = {
        name for tag, name in (("b", "bold"), ("i", "italic"), ("u", "underline")) if _is_on(properties, tag)
    }
    colour = _value(properties, "color", "").lower()
    if colour not in _BLACK:
        found.add(f"colour:{colour}")
    shade = _find(properties, "shd")
    fill = (shade.get(W + "fill", "") if shade is not None else "").lower()
    if _is_on(properties, "highlight") or fill not in (*_BLACK, "ffffff"):
        found.add("highlight")
    return frozenset(found)


def _counted(number: int, form: str) -> str:
    if form in ("upperLetter", "lowerLetter"):
        letter = chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter if form == "upperLetter" else letter.lower()
    if form in ("upperRoman", "lowerRoman"):
        text = "".join(_roman(number))
        return text if form == "upperRoman" else text.lower()
    return f"{number:02}" if form == "decimalZero" else str(number)


def _roman(number: int) -> Iterator[str]:
    for value, sign in (
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
        (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    ):  # fmt: skip
        while number >= value:
            yield sign
            number -= value


_KEY_CELL = re.compile(
    r"(?:câu\s*)?\d{1,4}[.)]?|[A-H]|(?:câu\s*)?\d{1,4}\s*[-.:)]?\s*[A-H]|câu(?: hỏi| số)?|đáp án|đ/?a|stt",
    re.I,
)


def _is_key(rows: list[list[str]]) -> bool:
    cells = [cell.strip() for row in rows for cell in row if cell.strip()]
    letters = [cell for cell in cells if re.search(r"(?:^|\d\s*[-.:)]?\s*)[A-Ha-h]$", cell)]
    return len(letters) >= 2 and all(_KEY_CELL.fullmatch(cell) for cell in cells)
