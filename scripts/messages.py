"""The catalogue of texts: `update` finds the texts in the source and compiles; `missing` lists what has no English.

Source texts are Vietnamese (docs/decisions/0001); English stands in contest/locale/en/LC_MESSAGES/messages.po.
"""

from __future__ import annotations

import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "contest" / "locale"
PO = LOCALE / "en" / "LC_MESSAGES" / "messages.po"
# gettext and its kin, lazy texts in forms, and the marker of pure code.
# `pgettext("plural", …)` where English has two words for one: “Câu hỏi” is a question, or the questions.
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None, "gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2), "_l": None, "lazy_gettext": None, "N_": None,
}  # fmt: skip


def extracted() -> Catalog:
    """All texts of the source."""
    catalog = Catalog(project="Hội Thi", charset="utf-8")
    with (LOCALE / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    found = extract_from_dir(str(ROOT), methods, options, keywords=KEYWORDS, strip_comment_tags=True)
    for filename, _line, text, comments, context in sorted(found, key=lambda row: (row[0], row[1])):
        # Files without line numbers: the catalogue changes only when a text does.
        catalog.add(text, None, [(filename, 0)], auto_comments=comments, context=context)
    return catalog


def kept() -> Catalog:
    """The catalogue as it is in the project."""
    with PO.open("rb") as file:
        return read_po(file, locale="en")


def missing(catalog: Catalog) -> list[str]:
    """Texts without English."""
    return [
        str(text.id)
        for text in catalog
        if text.id and (not text.string or text.fuzzy or not all(text.string))
    ]


def update() -> None:
    """Bring the catalogue up to the source, dropping what is no longer said, and compile it."""
    catalog = kept() if PO.exists() else Catalog(locale="en", project="Hội Thi", charset="utf-8")
    catalog.update(extracted(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    PO.parent.mkdir(parents=True, exist_ok=True)
    with PO.open("wb") as file:
        write_po(file, catalog, width=110, sort_output=True, omit_header=False, include_lineno=False)
    with PO.with_suffix(".mo").open("wb") as file:
        write_mo(file, catalog)


if __name__ == "__main__":
    if sys.argv[1:] == ["update"]:
        update()
    elif sys.argv[1:] != ["missing"]:
        sys.exit("usage: messages.py update|missing")
    without = missing(kept())
    print("\n".join(without))
    print(f"{len(without)} without English", file=sys.stderr)
