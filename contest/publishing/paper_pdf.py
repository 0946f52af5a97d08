"""Printed papers, answer sheets and keys as PDF."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

import typst

from contest.kernel import assets
from contest.publishing.paper_data import Printing

What = Literal["papers", "sheets", "keys"]


def write(printing: Printing, what: What) -> bytes:
    """The PDF's bytes."""
    template = (assets.templates() / "contest" / "publishing" / "papers.typ").read_bytes()
    data = json.dumps(printing.data, ensure_ascii=False)
    # Pictures can't be handed over in memory: a folder of their own is all that the template may read.
    with TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "main.typ").write_bytes(template)
        (root / "media").mkdir()
        for name, content in printing.pictures.items():
            (root / "media" / name).write_bytes(content)
        pdf: bytes = typst.compile(  # type: ignore[misc]
            root / "main.typ",
            root=root,
            font_paths=[str(assets.static() / "fonts")],
            sys_inputs={"data": data, "what": what},
        )
    return pdf
