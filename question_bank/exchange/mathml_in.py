"""MathML as LaTeX: what editors write into questions, and the plain text of what it doesn't know.

Tags are local names: a namespace or a prefix (`m:mfrac`) makes no difference.
"""

from __future__ import annotations

from typing import Any

from question_bank.exchange.equations_in import SYMBOLS

DEEPEST = 60
_ACCENTS = {
    "^": "hat",
    "ˆ": "hat",
    "¯": "bar",
    "‾": "overline",
    "→": "vec",
    "⃗": "vec",
    "~": "tilde",
    "˙": "dot",
}
_LIMITS = {
    "∑": r"\sum",
    "∏": r"\prod",
    "∫": r"\int",
    "∬": r"\iint",
    "∮": r"\oint",
    "⋃": r"\bigcup",
    "⋂": r"\bigcap",
}
_INVISIBLE = dict.fromkeys(map(ord, "\u2061\u2062\u2063\u2064\u200b"))
_FUNCTIONS = frozenset(("sin", "cos", "tan", "cot", "log", "ln", "lim", "max", "min", "det", "exp"))


def name_of(element: Any) -> str:
    """The local name of an element; "" for comments and the like."""
    tag = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2] if isinstance(tag, str) else ""


def latex(math: Any) -> str:
    """A `math` element as LaTeX. What its author kept of the LaTeX that it was made of is taken as it is."""
    for note in math.iter():
        if name_of(note) == "annotation" and "tex" in note.get("encoding", "").lower():
            return (note.text or "").strip()
    return _row(math, 0).strip()


def _row(element: Any, depth: int) -> str:
    return "".join(_one(child, depth + 1) for child in element)


def _one(element: Any, depth: int) -> str:
    if depth > DEEPEST:
        return "".join(element.itertext())
    name = name_of(element)
    parts = [child for child in element if name_of(child)]

    def part(at: int) -> str:
        return _one(parts[at], depth + 1) if at < len(parts) else ""

    if name in ("mi", "mn", "mo", "ms"):
        return _signs("".join(element.itertext()).strip())
    if name == "mtext":
        words = "".join(element.itertext())
        return rf"\text{{{words}}}" if words.strip() else " "
    if name == "mfrac":
        return rf"\frac{{{part(0)}}}{{{part(1)}}}"
    if name == "msqrt":
        return rf"\sqrt{{{_row(element, depth)}}}"
    if name == "mroot":
        return rf"\sqrt[{part(1)}]{{{part(0)}}}"
    if name in ("msub", "munder"):
        return f"{_base(part(0))}_{{{part(1)}}}"
    if name == "mover" and part(1).strip() in _ACCENTS:
        return rf"\{_ACCENTS[part(1).strip()]}{{{part(0)}}}"
    if name == "mover" and "".join(parts[1].itertext() if len(parts) > 1 else ()).strip() in _ACCENTS:
        return rf"\{_ACCENTS[''.join(parts[1].itertext()).strip()]}{{{part(0)}}}"
    if name in ("msup", "mover"):
        return f"{_base(part(0))}^{{{part(1)}}}"
    if name in ("msubsup", "munderover"):
        return f"{_base(part(0))}_{{{part(1)}}}^{{{part(2)}}}"
    if name == "mfenced":
        inner = ", ".join(_one(child, depth + 1) for child in parts)
        return rf"\left{_fence(element.get('open', '('))}{inner}\right{_fence(element.get('close', ')'))}"
    if name == "mtable":
        rows = [" & ".join(_row(cell, depth + 2) for cell in row) for row in parts]
        return r"\begin{matrix}" + r" \\ ".join(rows) + r"\end{matrix}"
    if name in ("annotation", "annotation-xml", "mphantom", "none", "mprescripts"):
        return ""
    return _row(element, depth) if parts else _signs((element.text or "").strip())


def _signs(text: str) -> str:
    text = text.translate(_INVISIBLE)
    if text in _FUNCTIONS:
        return rf"\{text} "
    return "".join(_LIMITS.get(letter) or SYMBOLS.get(letter, letter) for letter in text)


def _base(text: str) -> str:
    return text if len(text) == 1 or text in _LIMITS.values() else f"{{{text}}}"


def _fence(sign: str) -> str:
    return {"": ".", "{": r"\{", "}": r"\}"}.get(sign, sign)
