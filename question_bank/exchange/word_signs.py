"""Signs that Word stores in fonts of its own, and raised and lowered letters, as letters of Unicode. PURE."""

from __future__ import annotations

_RAISED, _LOWERED = (
    str.maketrans("0123456789+-n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ"),
    str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋"),
)
# Adobe's and Microsoft's tables of these fonts.
_SYMBOL = dict(zip("abcdefghiklmnopqrstuwxyz", "αβχδεφγηικλμνοπθρστυωξψζ", strict=True)) | dict(
    zip("ABCDEFGHIKLMNOPQRSTUWXYZ", "ΑΒΧΔΕΦΓΗΙΚΛΜΝΟΠΘΡΣΤΥΩΞΨΖ", strict=True)
)
_SYMBOL |= {
    "\xa3": "≤", "\xb3": "≥", "\xb1": "±", "\xb4": "×", "\xb8": "÷", "\xb9": "≠", "\xae": "→", "\xa5": "∞", "\xd6": "√",
    "\xce": "∈", "\xcf": "∉", "\xc8": "∪", "\xc7": "∩", "\xcc": "⊂", "\xc6": "∅", "\xb0": "°", "\xbb": "≈", "\xde": "⇒",
    "\xdb": "⇔", "\xb7": "•", "\xd7": "⋅", "\xba": "≡", "\x22": "∀", "\x24": "∃", "\xd0": "∠", "\x5e": "⊥", "\x2d": "−",
}  # fmt: skip
_WINGDINGS = {
    "\xfc": "✓", "\xfe": "☑", "\xfb": "✗", "\xfd": "☒", "\xa8": "☐", "\x6f": "☐", "\xe0": "→", "\xf0": "⇨", "\xd8": "➢",
    "\xa7": "▪", "\x6c": "●", "\x6e": "■", "\x76": "❖", "\x4a": "☺", "\xe8": "➔", "\x46": "☞",
}  # fmt: skip


def symbol(font: str, code: str) -> str:
    """The sign of a font's own code (four hexadecimal digits), or "" where it isn't known."""
    try:
        letter = chr(int(code, 16) & 0xFF)
        whole = chr(int(code, 16))
    except ValueError:
        return ""
    name = font.lower()
    if name == "symbol":
        return _SYMBOL.get(letter, letter if letter.isascii() and letter.isprintable() else "")
    if name.startswith("wingdings"):
        return (
            _WINGDINGS.get(letter, "")
            if name == "wingdings"
            else {"P": "✓", "R": "☑", "£": "☐"}.get(letter, "")
        )
    return whole if whole.isprintable() and not "\ue000" <= whole <= "\uf8ff" else ""


def in_letters(text: str, raised: str) -> str:
    """A run's text: its raised (`superscript`) or lowered (`subscript`) letters as Unicode has them, else as an equation."""
    if raised not in ("superscript", "subscript"):
        return text
    up = raised == "superscript"
    shifted = text.translate(_RAISED if up else _LOWERED)
    if not text.strip() or all(
        one != other for one, other in zip(text, shifted, strict=True) if not one.isspace()
    ):
        return shifted
    return rf"\({'^' if up else '_'}{{{text.strip()}}}\)"
