r"""Rich text of learning platforms (HTML, XHTML in QTI) ↔ our texts: words, pictures, sounds and equations alone.

Nothing of HTML is kept, so there is nothing to clean: elements outside the lists below give their words alone, and those
that run or load something give nothing at all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape
from typing import Any
from urllib.parse import unquote

from lxml import etree, html

from contest.kernel.vietnamese import clean
from question_bank.exchange import mathml_in
from question_bank.exchange.references import EQUATION, REFERENCE, SOUNDS, refer
from question_bank.exchange.safe_xml import legal
from question_bank.exchange.word_signs import in_letters

Find = Callable[[str], str]
"""From the address of a picture or a sound to the name that it goes by; "" where the file doesn't bring it."""
Instead = Callable[[Any], str | None]
"""What an element stands for in the text, where it is not for its words."""

_BLOCKS = frozenset(
    ("p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "dt", "dd", "table", "caption",
     "blockquote", "pre", "section", "article", "figure", "figcaption", "address", "hr", "header", "footer")
)  # fmt: skip
_SILENT = frozenset(
    ("script", "style", "iframe", "frame", "embed", "applet", "svg", "template", "noscript", "form", "select", "textarea",
     "button", "head", "title", "canvas", "input", "link", "meta", "base")
)  # fmt: skip
_PLAYED = ("audio", "video", "object")
_TAG = re.compile(
    r"</?(?:p|div|span|br|b|i|u|em|strong|a|img|sub|sup|ul|ol|li|table|tbody|tr|td|th|h[1-6]|font|hr|pre|code|math|audio|"
    r"video|script|style|iframe|svg|object|embed|small|big|blockquote|s|del|ins|mark)(?:\s[^<>]*)?/?>",
    re.I,
)
_DOLLARS = re.compile(r"\$\$([^$]{1,2000}?)\$\$")
DEEPEST = 200


def looks_rich(text: str) -> bool:
    """Whether a text has tags of HTML; a lone “<” is a sign of mathematics."""
    return bool(_TAG.search(text))


def tidy(text: str) -> str:
    """Clean lines, none empty; equations between double dollars as ours. What every foreign text becomes."""
    text = _DOLLARS.sub(lambda one: rf"\({one[1].strip()}\)", text)
    return "\n".join(line for line in (clean(one) for one in text.splitlines()) if line)


def read_html(raw: str, find: Find) -> str:
    """The text of a piece of HTML."""
    try:
        tree = html.fragment_fromstring(legal(raw), create_parent="div")
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return tidy(_TAG.sub(" ", raw))
    return tidy(flat(tree, find))


def flat(tree: Any, find: Find, instead: Instead = lambda element: None) -> str:
    """The words of an element, line ends where blocks begin and end; not yet tidy. Doesn't recurse: depth is the file's."""
    pieces: list[str] = []
    lists: list[int | None] = []  # the number of the last item, of each list that is open; None for bullets
    depth = pre = 0
    walker = etree.iterwalk(tree, events=("start", "end", "comment", "pi"))
    for event, element in walker:
        name = mathml_in.name_of(element).lower()
        if event == "start":
            depth += 1
            spoken = instead(element) if element is not tree else None
            if spoken is None and element is not tree:
                spoken = _spoken(element, name, find)
            if spoken is not None or depth > DEEPEST:
                pieces.append(spoken or "")
                walker.skip_subtree()
                continue
            if name in _BLOCKS or name == "br":
                pieces.append("\n")
            pre += name == "pre"
            if name in ("ol", "ul"):
                lists.append(0 if name == "ol" else None)
            elif name == "li" and lists:
                pieces.append(_mark(lists))
            pieces.append(_white(element.text, pre))
        elif event == "end":
            depth -= 1
            if name in _BLOCKS:
                pieces.append("\n")
            pre = max(0, pre - (name == "pre"))
            if name in ("ol", "ul") and lists:
                lists.pop()
            if name in ("td", "th") and element.getnext() is not None:
                pieces.append(" | ")
            if element is not tree:
                pieces.append(_white(element.tail, pre))
        elif element is not tree:
            pieces.append(_white(element.tail, pre))
    return "".join(pieces)


def _mark(lists: list[int | None]) -> str:
    last = lists[-1]
    if last is None:
        return "- "
    lists[-1] = last + 1
    return f"{last + 1}. "


def _white(text: str | None, pre: int) -> str:
    """White space as HTML means it: a line end in the source is a blank."""
    return (text or "") if pre else re.sub(r"[ \t\r\n]+", " ", text or "")


def _spoken(element: Any, name: str, find: Find) -> str | None:
    if name in _SILENT:
        return ""
    if name == "math":
        inside = mathml_in.latex(element)
        return rf"\({inside}\)" if inside else ""
    if name in ("sup", "sub"):
        return in_letters("".join(element.itertext()), "superscript" if name == "sup" else "subscript")
    if name == "img":
        return _media(element, element.get("src", ""), find)
    if name in _PLAYED:
        sources = [element.get("src") or element.get("data") or ""]
        sources += [
            one.get("src", "") for one in element.iter() if mathml_in.name_of(one).lower() == "source"
        ]
        return _media(element, next((one for one in sources if one), ""), find)
    return None


def _media(element: Any, address: str, find: Find) -> str:
    alt = next((element.get(one) for one in ("alt", "title", "aria-label") if element.get(one)), "")
    name = find(address)
    if name:
        return refer(name, alt)
    words = " ".join(alt.replace("[", "(").replace("]", ")").split())
    return f"[{words}]" if words else ""


Address = Callable[[str], str]
"""From the name of a picture or a sound to the address that a written file has for it."""


def write_html(text: str, address: Address, math: Callable[[str], str] | None = None) -> str:
    """A text as HTML that `read_html` reads back: a paragraph a line. `math`: LaTeX → what stands for an equation; without
    it equations stay as `\\(…\\)`, which learning platforms show as such."""
    return "".join(f"<p>{write_line(line, address, math)}</p>" for line in text.split("\n"))


def write_line(text: str, address: Address, math: Callable[[str], str] | None = None) -> str:
    """A line of a text as inline HTML."""
    pattern = re.compile(f"{REFERENCE.pattern}|{EQUATION.pattern}", re.S)
    shown, at = "", 0
    for piece in pattern.finditer(text):
        shown += escape(text[at : piece.start()], quote=False)
        at = piece.end()
        if piece["latex"]:
            shown += math(piece["latex"]) if math else escape(piece[0], quote=False)
        else:
            shown += _element(piece["name"], piece["alt"], address)
    return shown + escape(text[at:], quote=False)


def _element(name: str, alt: str, address: Address) -> str:
    source, words = escape(address(name)), escape(alt)
    if name.rpartition(".")[2] in SOUNDS:
        return f'<audio controls="controls" src="{source}" title="{words}"></audio>'
    return f'<img src="{source}" alt="{words}"/>'


def found_in(names: Mapping[str, str]) -> Find:
    """A `Find` over {file name: name it goes by}; the folders of an address make no difference."""

    def find(address: str) -> str:
        plain = unquote(address).replace("\\", "/").partition("?")[0]
        return names.get(plain) or names.get(plain.rpartition("/")[2], "")

    return find
