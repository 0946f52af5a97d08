"""LaTeX → MathML that is safe on a page."""

from __future__ import annotations

import html
from functools import lru_cache
from xml.etree.ElementTree import Element

from latex2mathml.converter import convert_to_element
from markupsafe import Markup, escape

LONGEST = 2_000  # letters of an equation; the converter's time grows with them
DEEPEST = 60

# MathML Core's own presentation elements, of which none runs or loads anything.
ELEMENTS = frozenset(
    ("math", "mrow", "mi", "mn", "mo", "mtext", "mspace", "ms", "mfrac", "msqrt", "mroot", "mstyle", "merror", "mpadded",
     "mphantom", "msub", "msup", "msubsup", "munder", "mover", "munderover", "mmultiscripts", "mprescripts", "mtable",
     "mtr", "mtd", "menclose", "mfenced")
)  # fmt: skip

# None of them holds an address or a style.
ATTRIBUTES = frozenset(
    ("accent", "accentunder", "columnalign", "columnlines", "columnspacing", "columnspan", "depth", "display",
     "displaystyle", "fence", "form", "height", "largeop", "linethickness", "lspace", "mathvariant", "maxsize", "minsize",
     "movablelimits", "notation", "open", "close", "rowlines", "rowspacing", "rowspan", "rspace", "scriptlevel",
     "separator", "separators", "stretchy", "symmetric", "voffset", "width")
)  # fmt: skip


class Unreadable(ValueError):
    """LaTeX that can't be shown as an equation."""


@lru_cache(maxsize=4096)
def mathml(latex: str) -> Markup:
    """The equation as MathML, of the elements and attributes named above alone. Raises Unreadable."""
    return _safe(tree(latex), 0)


def tree(latex: str) -> Element:
    """The equation as a tree of MathML. Raises Unreadable."""
    if len(latex) > LONGEST:
        raise Unreadable(latex)
    try:
        return convert_to_element(latex)
    except Exception as error:  # the converter's own are many, and what it can't read breaks it in many ways
        raise Unreadable(latex) from error


def _safe(element: Element, depth: int) -> Markup:
    if depth > DEEPEST:
        raise Unreadable
    # The converter writes signs as references, which are text to its tree.
    inside = escape(html.unescape(element.text or ""))
    for child in element:
        inside += _safe(child, depth + 1) + escape(html.unescape(child.tail or ""))
    if element.tag not in ELEMENTS:
        return inside
    pairs = (Markup(' {}="{}"').format(name, value) for name, value in element.items() if name in ATTRIBUTES)
    return Markup("<{0}{1}>{2}</{0}>").format(element.tag, Markup("").join(pairs), inside)
