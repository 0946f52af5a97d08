"""A .docx file as lines: automatic numbers written out, text boxes and tables in their place, marks of every letter."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from typing import Any

from lxml import etree

from contest.kernel.errors import Invalid
from contest.kernel.messages import N_, Message, message
from question_bank.exchange import equations_in, safe_xml
from question_bank.exchange.key_tables import grid_pairs
from question_bank.exchange.labels import find_label, find_start
from question_bank.exchange.lines import MAX_LETTERS, MAX_LINES, UNSEEN, Document, Line, Marks, too_long
from question_bank.exchange.references import name_of, refer
from question_bank.exchange.word_signs import in_letters, symbol
from question_bank.exchange.word_styles import Numbering, Styles, W, find, is_shaded, value, whole
from question_bank.exchange.word_tables import arrange

MAX_UNZIPPED, MAX_FILES = 150 * 1024 * 1024, 5000
MAX_PICTURE = 5 * 1024 * 1024
MOST_SEARCHED = 40  # letters of a paragraph that may say that a question begins
MAX_SPAN = 64  # columns of a table
MAX_DEPTH = 60  # of tables, boxes and content controls in each other
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
V = "{urn:schemas-microsoft-com:vml}"
_PICTURES = {"png": "png", "jpg": "jpg", "jpeg": "jpg", "gif": "gif", "webp": "webp"}
_STRICT = tuple(
    (f"http://purl.oclc.org/ooxml/{strict}".encode(), f"http://schemas.openxmlformats.org/{usual}".encode())
    for strict, usual in (
        ("wordprocessingml/main", "wordprocessingml/2006/main"),
        ("officeDocument/relationships", "officeDocument/2006/relationships"),
        ("officeDocument/math", "officeDocument/2006/math"),
        ("drawingml/main", "drawingml/2006/main"),
        ("drawingml/wordprocessingDrawing", "drawingml/2006/wordprocessingDrawing"),
    )
)
_ANYWAY = ("sdt", "sdtContent", "customXml", "ins", "smartTag", "moveTo", "txbxContent")
_UNREADABLE = "[hình không đọc được]"


def read_docx(data: bytes) -> Document:
    """The document. Raises Invalid for what is no sound Word file, or would fill the memory."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            listed = file.infolist()
            if len(listed) > MAX_FILES or sum(one.file_size for one in listed) > MAX_UNZIPPED:
                raise Invalid(message(N_("Tệp Word quá lớn sau khi giải nén.")))
            if any(one.flag_bits & 1 for one in listed):
                raise Invalid(message(N_("Tệp có mật khẩu. Hãy bỏ mật khẩu trong Word rồi tải lên lại.")))
            return _Reader(file, {one.filename.replace("\\", "/").lstrip("/"): one for one in listed}).read()
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
    safe_xml.refuse_too_many(content)
    if b"<!DOCTYPE" in content[:2000] or b"<!ENTITY" in content:
        raise Invalid(_damaged)
    if b"purl.oclc.org/ooxml" in content[:4000]:
        for strict, usual in _STRICT:
            content = content.replace(strict, usual)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root = etree.fromstring(content, parser)
    if root.getroottree().docinfo.doctype:
        raise Invalid(_damaged)
    return root


class _Reader:
    def __init__(self, file: zipfile.ZipFile, names: dict[str, zipfile.ZipInfo]) -> None:
        self.file, self.names = file, names
        self.lines: list[Line] = []
        self.grids: list[tuple[int, list[list[str]]]] = []
        self.media: dict[str, bytes] = {}
        self.unseen = 0
        self.number = 0  # of the paragraph
        self.letters = 0  # so far
        self.depth = 0
        self.path = self._main()
        folder, _, name = self.path.rpartition("/")
        self.folder = folder
        links = self._part(f"{folder}/_rels/{name}.rels")
        self.links = {one.get("Id"): one.get("Target") for one in ([] if links is None else links)}
        self.styles = Styles(self._part(f"{folder}/styles.xml"))
        self.numbering = Numbering(self._part(f"{folder}/numbering.xml"), self.styles)
        self.is_asked = False  # a question began, and no letter of Word's own came since
        self.waiting: list[tuple[str, Marks]] = []  # of a paragraph whose end was deleted

    def _main(self) -> str:
        """The part that the text is in: it may have another name than usual."""
        root = self._part("_rels/.rels")
        for one in [] if root is None else root:
            target = (one.get("Target") or "").replace("\\", "/").lstrip("/")
            if (one.get("Type") or "").endswith("/officeDocument") and target in self.names:
                return target
        return "word/document.xml"

    def _part(self, name: str) -> Any:
        return _xml(self.file.read(self.names[name])) if name in self.names else None

    def read(self) -> Document:
        """Everything in the body, in order."""
        root = self._part(self.path)
        body = None if root is None else root.find(W + "body")
        if body is None:
            raise Invalid(_damaged)
        self._blocks(body)
        return Document(self.lines, self.grids, self.media, self.unseen)

    def _blocks(self, parent: Any, lit: bool = False) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise Invalid(_damaged)
        for child in parent:
            if child.tag == W + "p":
                self._paragraph(child, lit)
            elif child.tag == W + "tbl":
                self._table(child)
            elif isinstance(child.tag, str) and child.tag.removeprefix(W) in _ANYWAY:
                gallery = value(find(find(child, "sdtPr"), "docPartObj"), "docPartGallery", "")
                if gallery != "Table of Contents":
                    self._blocks(child, lit)
            elif child.tag == MC + "AlternateContent":
                for one in child.findall(MC + "Choice")[:1]:
                    self._blocks(one, lit)
        self.depth -= 1

    def _table(self, table: Any) -> None:
        rows: list[list[list[Line]]] = []
        around = self.lines
        before = self.number
        for row in _children(table, "tr"):
            cells = list(_children(row, "tc"))
            shaded = [is_shaded(find(find(cell, "tcPr"), "shd")) for cell in cells]
            rows.append([])
            for cell, is_lit in zip(cells, shaded, strict=True):
                self.lines = []
                # A whole row in a colour is only striped.
                self._blocks(cell, is_lit and not all(shaded))
                rows[-1].append(self.lines)
                # What stands under a cell of several columns keeps its own.
                wide = min(whole(value(find(cell, "tcPr"), "gridSpan", "1")), MAX_SPAN)
                rows[-1] += [[] for _ in range(wide - 1)]
        self.lines = around
        texts = [["\n".join(line.text for line in cell) for cell in row] for row in rows]
        # A grid of numbers and letters is a key and no text.
        if grid_pairs(texts):
            self.grids.append((before, texts))
        else:
            self.lines += arrange(rows)

    def _paragraph(self, paragraph: Any, lit: bool) -> None:
        self.number += 1
        properties = find(paragraph, "pPr")
        style = value(properties, "pStyle", "")
        if style and self.styles.is_contents(style):
            return
        label, is_bullet = self.numbering.label(properties, self.is_asked)
        letters: list[tuple[str, Marks]] = []
        boxes: list[Any] = []
        self._runs(paragraph, style, letters, boxes)
        if lit or is_shaded(find(properties, "shd")):
            letters = [(letter, marks | {"highlight"}) for letter, marks in letters]
        if label and _is_typed_too(label, "".join(letter for letter, _ in letters[:MOST_SEARCHED]).lstrip()):
            label = ""
        letters = [
            *self.waiting,
            *((letter, frozenset[str]()) for letter in (f"{label} " if label else "")),
            *letters,
        ]
        self.waiting = []
        own = "".join(letter for letter, _ in letters[:MOST_SEARCHED]).lstrip()
        if label and find_label(f"{label} "):
            self.is_asked = False
        elif find_start(own):
            self.is_asked = True
        if find(find(properties, "rPr"), "del") is not None:
            self.waiting = letters
        else:
            self._add_lines(letters, is_bullet)
        for box in boxes:
            self._blocks(box)

    def _add_lines(self, letters: list[tuple[str, Marks]], is_bullet: bool) -> None:
        self.letters += len(letters)
        if self.letters > MAX_LETTERS or len(self.lines) > MAX_LINES:
            raise too_long()
        line: list[tuple[str, Marks]] = []
        for letter, marks in [*letters, ("\n", frozenset[str]())]:
            if letter != "\n":
                line.append((letter, marks))
                continue
            text = "".join(one for one, _ in line)
            if text.strip():
                own = Line(text, tuple(marks for _, marks in line), self.number, is_bullet)
                self.lines.append(own.cut(0))
            line = []

    def _runs(self, parent: Any, style: str, letters: list[tuple[str, Marks]], boxes: list[Any]) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise Invalid(_damaged)
        for child in parent:
            tag = child.tag
            if tag == W + "r":
                self._run(child, style, letters, boxes)
            elif tag in (equations_in.M + "oMath", equations_in.M + "oMathPara"):
                for one in [child] if tag.endswith("oMath") else child.iter(equations_in.M + "oMath"):
                    letters.extend(
                        (letter, frozenset()) for letter in rf"\({equations_in.latex(one).strip()}\)"
                    )
            elif tag == MC + "AlternateContent":
                for one in child.findall(MC + "Choice")[:1]:
                    self._runs(one, style, letters, boxes)
            elif isinstance(tag, str) and tag not in (
                W + "del",
                W + "pPr",
                W + "moveFrom",
                W + "rt",
                W + "sdtPr",
            ):
                self._runs(child, style, letters, boxes)
        self.depth -= 1

    def _run(self, run: Any, style: str, letters: list[tuple[str, Marks]], boxes: list[Any]) -> None:
        marks, raised, is_hidden = self.styles.run(style, find(run, "rPr"))
        if is_hidden:
            return
        for child in run:
            tag = child.tag
            if tag == W + "t":
                text = in_letters(child.text or "", raised)
                letters.extend((letter, marks) for letter in text.replace("\n", " "))
            elif tag in (W + "tab", W + "ptab"):
                letters.append(("\t", marks))
            elif tag == W + "br" and child.get(W + "type") == "page":
                continue
            elif tag in (W + "br", W + "cr"):
                letters.append(("\n", marks))
            elif tag == W + "noBreakHyphen":
                letters.append(("-", marks))
            elif tag == W + "sym":
                sign = symbol(child.get(W + "font") or "", child.get(W + "char") or "")
                letters.append((sign, marks) if sign else ("?", marks | {UNSEEN}))
            elif tag == W + "fldChar" and (box := find(find(child, "ffData"), "checkBox")) is not None:
                state = find(box, "checked") if find(box, "checked") is not None else find(box, "default")
                is_on = state is not None and (state.get(W + "val") or "1") not in ("0", "false", "off")
                letters.append(("☒" if is_on else "☐", marks))
            elif tag == W + "instrText" and (child.text or "").strip()[:3].lower() == "eq ":
                self._unreadable(letters)
            elif tag in (W + "drawing", W + "pict", W + "object"):
                self._drawing(child, letters, boxes)
            elif tag == MC + "AlternateContent":
                # The first choice alone: the fallback says the same again.
                for one in child.findall(MC + "Choice")[:1]:
                    self._drawing(one, letters, boxes)

    def _unreadable(self, letters: list[tuple[str, Marks]]) -> None:
        self.unseen += 1
        letters.extend((letter, frozenset({UNSEEN})) for letter in f" {_UNREADABLE} ")

    def _drawing(self, drawing: Any, letters: list[tuple[str, Marks]], boxes: list[Any]) -> None:
        inside = list(drawing.iter(W + "txbxContent"))
        fallback = {id(one) for each in drawing.iter(MC + "Fallback") for one in each.iter(W + "txbxContent")}
        boxes.extend(one for one in inside if id(one) not in fallback)
        alt = next((one.get("descr", "") for one in drawing.iter(WP + "docPr")), "")
        targets = [one.get(R + "embed") for one in drawing.iter(A + "blip")]
        targets += [one.get(R + "id") for one in drawing.iter(V + "imagedata")]
        for target in targets:
            path = posixpath.normpath(posixpath.join(self.folder, self.links.get(target) or "")).lstrip("/")
            extension = _PICTURES.get(path.rpartition(".")[2].lower())
            if path not in self.names or not extension or self.names[path].file_size > MAX_PICTURE:
                self._unreadable(letters)
                continue
            content = self.file.read(self.names[path])
            name = name_of(content, extension)
            self.media[name] = content
            letters.extend((letter, frozenset()) for letter in f" {refer(name, alt)} ")


def _is_typed_too(label: str, text: str) -> bool:
    """Whether “Câu 1:” was typed behind a number that Word writes."""
    typed, counted = find_start(text), find_start(f"{label} …")
    return typed is not None and counted is not None and typed.style[0].isalpha() and typed.number is not None


def _children(parent: Any, name: str) -> list[Any]:
    """The rows of a table or the cells of a row, also those in content controls."""
    found = []
    for child in parent:
        if child.tag == W + name:
            found.append(child)
        elif isinstance(child.tag, str) and child.tag.removeprefix(W) in _ANYWAY:
            found += _children(child, name)
    return found
