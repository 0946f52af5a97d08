"""How the letters of a Word document are set, styles and all; and the numbers that Word writes by itself. PURE."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from question_bank.exchange.lines import FONT, Marks

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OFF = ("0", "false", "none", "off")
_OLD_FONTS = ((".vn", "tcvn3"), ("vni-", "vni"))
_DARK, _PALE, _GREY = 0x48, 0xE6, 0x18
_PROPERTIES = (
    "b",
    "i",
    "u",
    "strike",
    "dstrike",
    "highlight",
    "shd",
    "color",
    "vanish",
    "vertAlign",
    "rFonts",
)

Properties = dict[str, Any]
"""The elements of a run's properties by their names."""


def find(element: Any, name: str) -> Any:
    """A child of this name, or None."""
    return None if element is None else element.find(W + name)


def value(element: Any, name: str, default: str) -> str:
    """The `val` of a child."""
    found = find(element, name)
    return str(default if found is None else found.get(W + "val", default))


class Styles:
    """The styles of a document."""

    def __init__(self, root: Any) -> None:
        styles = root.findall(W + "style") if root is not None else ()
        self.by_id: dict[str, Any] = {one.get(W + "styleId"): one for one in styles}
        self._known: dict[str, Properties] = {}
        self._marks: dict[tuple[str, tuple[Any, ...]], tuple[Marks, str, bool]] = {}

    def chain(self, style: str) -> Iterator[Any]:
        """A style and those that it is based on."""
        seen: set[str] = set()
        while style in self.by_id and style not in seen:
            seen.add(style)
            yield self.by_id[style]
            style = value(self.by_id[style], "basedOn", "")

    def is_contents(self, style: str) -> bool:
        """Whether a paragraph of this style is a line of a table of contents."""
        name = value(self.by_id.get(style), "name", style).lower()
        return bool(re.fullmatch(r"toc ?\d|mục lục \d", name))

    def run(self, paragraph_style: str, properties: Any) -> tuple[Marks, str, bool]:
        """(marks, "superscript"/"subscript"/"", whether it is hidden) of a run in a paragraph of this style."""
        own = () if properties is None else tuple((one.tag, tuple(one.items())) for one in properties)
        key = (paragraph_style, own)
        if key not in self._marks:
            found = dict(self._of(paragraph_style))
            found |= self._of(value(properties, "rStyle", ""))
            found |= _own(properties)
            raised = found["vertAlign"].get(W + "val", "") if "vertAlign" in found else ""
            self._marks[key] = (_marks(found), raised, _is_on(found, "vanish"))
        return self._marks[key]

    def _of(self, style: str) -> Properties:
        if style not in self._known:
            found: Properties = {}
            for one in reversed(list(self.chain(style))):
                found |= _own(find(one, "rPr"))
            self._known[style] = found
        return self._known[style]


def _own(properties: Any) -> Properties:
    if properties is None:
        return {}
    return {name: found for name in _PROPERTIES if (found := properties.find(W + name)) is not None}


def _is_on(properties: Properties, name: str) -> bool:
    return name in properties and properties[name].get(W + "val", "1") not in _OFF


def _marks(properties: Properties) -> Marks:
    names = (("b", "bold"), ("i", "italic"), ("u", "underline"), ("strike", "strike"), ("dstrike", "strike"))
    found = {name for tag, name in names if _is_on(properties, tag)}
    if "color" in properties and (colour := _colour(properties["color"])):
        found.add(f"colour:{colour}")
    lit = properties["highlight"].get(W + "val", "") if "highlight" in properties else ""
    if lit not in ("", "none", "white", "auto") or is_shaded(properties.get("shd")):
        found.add("highlight")
    if encoding := _old_font(properties.get("rFonts")):
        found.add(f"{FONT}{encoding}")
    return frozenset(found)


def _old_font(element: Any) -> str:
    """The encoding of a font of the time before Unicode, else ""."""
    names = [] if element is None else [str(element.get(W + name, "")).lower() for name in ("ascii", "hAnsi")]
    return next((code for start, code in _OLD_FONTS for name in names if name.startswith(start)), "")


def _colour(element: Any) -> str:
    """A colour that a reader tells from black, else ""."""
    shown = str(element.get(W + "val", "auto")).lower()
    theme = str(element.get(W + "themeColor", ""))
    if not re.fullmatch("[0-9a-f]{6}", shown):
        return "" if theme in ("", "text1", "dark1", "text2", "dark2") else theme
    parts = [int(shown[at : at + 2], 16) for at in (0, 2, 4)]
    is_grey = max(parts) - min(parts) <= _GREY
    return "" if max(parts) <= _DARK or (is_grey and max(parts) <= 0x80) else shown


def is_shaded(element: Any) -> bool:
    """Whether a shading is seen: white and the palest greys are not."""
    fill = "" if element is None else str(element.get(W + "fill", "")).lower()
    if not re.fullmatch("[0-9a-f]{6}", fill):
        return False
    parts = [int(fill[at : at + 2], 16) for at in (0, 2, 4)]
    return not (min(parts) >= _PALE and max(parts) - min(parts) <= _GREY)


LETTER_FORMS = ("upperLetter", "lowerLetter")


class Numbering:
    """The lists of a document, which count as its paragraphs go by."""

    def __init__(self, root: Any, styles: Styles) -> None:
        self.styles = styles
        self.levels: dict[str, dict[int, Any]] = {}
        self.linked: dict[str, str] = {}  # a list that is another style's list
        self.lists: dict[str, str] = {}
        self.overrides: dict[tuple[str, int], Any] = {}
        self.counters: dict[tuple[str, int], int] = {}
        self.seen: set[tuple[str, int]] = set()
        for abstract in root.findall(W + "abstractNum") if root is not None else ():
            name = abstract.get(W + "abstractNumId")
            self.levels[name] = {whole(one.get(W + "ilvl")): one for one in abstract.findall(W + "lvl")}
            if link := value(abstract, "numStyleLink", ""):
                self.linked[name] = link
        for one in root.findall(W + "num") if root is not None else ():
            number = one.get(W + "numId")
            self.lists[number] = value(one, "abstractNumId", "")
            for override in one.findall(W + "lvlOverride"):
                self.overrides[number, whole(override.get(W + "ilvl"))] = override

    def label(self, properties: Any, is_new: bool = False) -> tuple[str, bool]:
        """What Word writes before the paragraph of these properties, and whether it is a bullet. Counts.

        `is_new`: a question began since the last letter, so that letters begin with A: in Word they go on (E, F, G, H)
        where their author didn't restart the list.
        """
        number, level = self._place(properties)
        abstract = self._abstract(number)
        if number == "0" or abstract not in self.levels:
            return "", False
        form, text, start = self._level(number, abstract, level)
        if form == "bullet":
            return "", True
        if form == "none":
            return "", False
        if is_new and form in LETTER_FORMS:
            self.counters.pop((abstract, level), None)
        self._count(number, abstract, level, start)

        def shown(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            own = self._level(number, abstract, at)
            return counted(self.counters.get((abstract, at), own[2]), own[0])

        return re.sub(r"%(\d)", shown, text), False

    def _place(self, properties: Any) -> tuple[str, int]:
        """(list, level) of a paragraph: its own, else its style's."""
        own = find(properties, "numPr")
        number, level = value(own, "numId", ""), value(own, "ilvl", "")
        if not number:
            for style in self.styles.chain(value(properties, "pStyle", "")):
                of_style = find(find(style, "pPr"), "numPr")
                if number := value(of_style, "numId", ""):
                    level = (
                        level
                        or value(of_style, "ilvl", "")
                        or self._level_of(number, style.get(W + "styleId"))
                    )
                    break
        return number or "0", whole(level)

    def _level_of(self, number: str, style: str) -> str:
        levels = self.levels.get(self._abstract(number), {})
        return next((str(at) for at, one in levels.items() if value(one, "pStyle", "") == style), "0")

    def _abstract(self, number: str) -> str:
        abstract = self.lists.get(number, "")
        for _ in range(5):
            if abstract not in self.linked:
                break
            style = self.styles.by_id.get(self.linked[abstract])
            abstract = self.lists.get(value(find(find(style, "pPr"), "numPr"), "numId", ""), "")
        return abstract

    def _level(self, number: str, abstract: str, level: int) -> tuple[str, str, int]:
        """(format, text, first number)."""
        own = find(self.overrides.get((number, level)), "lvl")
        found = own if own is not None else self.levels.get(abstract, {}).get(level)
        if found is None:
            return "none", "", 1
        return (
            value(found, "numFmt", "decimal"),
            value(found, "lvlText", ""),
            whole(value(found, "start", "1")),
        )

    def _count(self, number: str, abstract: str, level: int, start: int) -> None:
        """Lists of one abstract list count on together; one that overrides the start begins anew where first used."""
        key = (abstract, level)
        override = value(self.overrides.get((number, level)), "startOverride", "")
        if override and (number, level) not in self.seen:
            self.counters[key] = whole(override) - 1
        self.seen.add((number, level))
        self.counters[key] = self.counters.get(key, start - 1) + 1
        levels = self.levels[abstract]
        for other in [one for one in self.counters if one[0] == abstract and one[1] > level]:
            if value(levels.get(other[1]), "lvlRestart", "") != "0":
                del self.counters[other]


def whole(text: Any) -> int:
    """An attribute as a whole number; 0 where it is none."""
    try:
        return int(text or 0)
    except ValueError:
        return 0


def counted(number: int, form: str) -> str:
    """A number as Word shows it in this format."""
    if form in LETTER_FORMS:
        letter = chr(ord("A") + (number - 1) % 26) * min((number - 1) // 26 + 1, 8)
        return letter if form == "upperLetter" else letter.lower()
    if form in ("upperRoman", "lowerRoman"):
        text = "".join(_roman(min(number, 5000)))
        return text if form == "upperRoman" else text.lower()
    return f"{number:02}" if form == "decimalZero" else str(number)


def _roman(number: int) -> Iterator[str]:
    for size, sign in (
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
        (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    ):  # fmt: skip
        while number >= size:
            yield sign
            number -= size
