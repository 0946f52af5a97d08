"""Question lists as files: one module per format, found by `writers()`.

A new format is one module here with a `WRITER` that follows `base.Writer`. What a format can't say it declares as
`Reduction`s, takes out before it writes, and reports: what a file reads back as is the reduced question, no less.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from question_bank.exchange.writers.base import Lost, Writer

__all__ = ["Lost", "Writer", "writers"]


@cache
def writers() -> dict[str, Writer]:
    """Every format by its code, in the order in which menus show them."""
    modules = (
        importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)
    )
    found = [module.WRITER for module in modules if hasattr(module, "WRITER")]
    return {each.code: each for each in sorted(found, key=lambda each: each.place)}
