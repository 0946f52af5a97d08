"""Word's equations (OMML) as LaTeX: what organisers type, and the plain text of what it doesn't know. PURE."""

from __future__ import annotations

from typing import Any

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_NARY = {
    "∑": r"\sum",
    "∏": r"\prod",
    "∫": r"\int",
    "∬": r"\iint",
    "∮": r"\oint",
    "⋃": r"\bigcup",
    "⋂": r"\bigcap",
}
SYMBOLS = {
    "×": r"\times ", "÷": r"\div ", "±": r"\pm ", "≤": r"\le ", "≥": r"\ge ", "≠": r"\ne ", "≈": r"\approx ",
    "∞": r"\infty ", "→": r"\to ", "⇒": r"\Rightarrow ", "⇔": r"\Leftrightarrow ", "∈": r"\in ", "∉": r"\notin ",
    "∪": r"\cup ", "∩": r"\cap ", "⊂": r"\subset ", "∅": r"\emptyset ", "°": r"^{\circ}", "·": r"\cdot ",
    "α": r"\alpha ", "β": r"\beta ", "γ": r"\gamma ", "δ": r"\delta ", "Δ": r"\Delta ", "λ": r"\lambda ",
    "μ": r"\mu ", "π": r"\pi ", "σ": r"\sigma ", "φ": r"\varphi ", "ω": r"\omega ", "Ω": r"\Omega ",
    "θ": r"\theta ", "ε": r"\varepsilon ", "%": r"\%", "#": r"\#", "&": r"\&", "{": r"\{", "}": r"\}", "_": r"\_",
}  # fmt: skip
_ACCENTS = {
    "\u0302": "hat",
    "\u0304": "bar",
    "\u20d7": "vec",
    "\u0303": "tilde",
    "\u0307": "dot",
    "\u0308": "ddot",
}


def latex(element: Any) -> str:
    """An `m:oMath` (or anything in one) as LaTeX."""
    return "".join(_one(child) for child in element)


def _one(element: Any) -> str:
    tag = element.tag
    if not isinstance(tag, str) or not tag.startswith(M):
        return "".join(_one(child) for child in element) if isinstance(tag, str) else ""
    name = tag[len(M) :]
    if name == "t":
        return "".join(SYMBOLS.get(letter, letter) for letter in element.text or "")
    if name.endswith("Pr"):
        return ""

    def part(child: str) -> str:
        found = element.find(M + child)
        return latex(found) if found is not None else ""

    def value(path: str, default: str) -> str:
        found = element.find("/".join(M + step for step in path.split("/")))
        return default if found is None else found.get(M + "val", default)

    if name == "f":
        return rf"\frac{{{part('num')}}}{{{part('den')}}}"
    if name == "sSup":
        return f"{{{part('e')}}}^{{{part('sup')}}}"
    if name == "sSub":
        return f"{{{part('e')}}}_{{{part('sub')}}}"
    if name == "sSubSup":
        return f"{{{part('e')}}}_{{{part('sub')}}}^{{{part('sup')}}}"
    if name == "rad":
        degree = part("deg")
        return rf"\sqrt[{degree}]{{{part('e')}}}" if degree else rf"\sqrt{{{part('e')}}}"
    if name == "nary":
        sign = value("naryPr/chr", "∫")
        limits = (f"_{{{part('sub')}}}" if part("sub") else "") + (
            f"^{{{part('sup')}}}" if part("sup") else ""
        )
        return f"{_NARY.get(sign, sign)}{limits}{{{part('e')}}}"
    if name == "d":
        begin, end = value("dPr/begChr", "("), value("dPr/endChr", ")")
        inner = ", ".join(latex(child) for child in element.findall(M + "e"))
        return rf"\left{_fence(begin)}{inner}\right{_fence(end)}"
    if name == "func":
        return rf"{part('fName')}{{{part('e')}}}"
    if name in ("limLow", "limUpp"):
        return f"{{{part('e')}}}{'_' if name == 'limLow' else '^'}{{{part('lim')}}}"
    if name == "acc":
        return rf"\{_ACCENTS.get(value('accPr/chr', chr(0x302)), 'hat')}{{{part('e')}}}"
    if name == "bar":
        return rf"\overline{{{part('e')}}}"
    if name == "m":
        rows = [" & ".join(latex(cell) for cell in row.findall(M + "e")) for row in element.findall(M + "mr")]
        return r"\begin{matrix}" + r" \\ ".join(rows) + r"\end{matrix}"
    return latex(element)


def _fence(sign: str) -> str:
    return {"": ".", "{": r"\{", "}": r"\}"}.get(sign, sign)
