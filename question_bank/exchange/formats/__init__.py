"""File formats of question lists: one module each, found by `formats()`. PURE.

A new format is one module here with a `FORMAT` that follows `base.Format`.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from question_bank.exchange.formats.base import Choices, Format

__all__ = ["Choices", "Format", "formats"]


@cache
def formats() -> dict[str, Format]:
    """Every format by its code, in the order in which a file is tried."""
    modules = (
        importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)
    )
    found = [module.FORMAT for module in modules if hasattr(module, "FORMAT")]
    return {each.code: each for each in sorted(found, key=lambda each: each.place)}
