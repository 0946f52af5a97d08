"""Raised and lowered letters: as Unicode has them, else as an equation. PURE."""

from __future__ import annotations

_RAISED, _LOWERED = (
    str.maketrans("0123456789+-n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ"),
    str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋"),
)


def shift(text: str, up: bool) -> str:
    """Raised (`up`) or lowered letters, as the letters that Unicode has for them, else as an equation."""
    shifted = text.translate(_RAISED if up else _LOWERED)
    if not text.strip() or all(
        one != other for one, other in zip(text, shifted, strict=True) if not one.isspace()
    ):
        return shifted
    return rf"\({'^' if up else '_'}{{{text.strip()}}}\)"
