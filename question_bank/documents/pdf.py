"""PDFs by typst, with pictures."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst

from contest.kernel import assets
from question_bank.documents.setting import Pictures

_SETTING = "question_bank/documents/setting.typ"


def compile_pdf(template: str, data: dict[str, Any], shown: Pictures) -> bytes:
    """The PDF that a template (its path under `templates`) makes of data. It may import `setting.typ` and finds the sizes
    of pictures in `data.pictures`; nothing that people typed is read as markup."""
    known = json.dumps(data | {"pictures": shown.sizes}, ensure_ascii=False)
    # Pictures can't be handed over in memory: a folder of their own is all that the template may read.
    with TemporaryDirectory() as folder:
        root = Path(folder)
        for source, target in ((template, "main.typ"), (_SETTING, "setting.typ")):
            (root / target).write_bytes((assets.templates() / source).read_bytes())
        (root / "media").mkdir()
        for name, content in shown.contents.items():
            (root / "media" / name).write_bytes(content)
        pdf: bytes = typst.compile(  # type: ignore[misc]
            root / "main.typ",
            root=root,
            font_paths=[str(assets.static() / "fonts")],
            sys_inputs={"data": known},
        )
    return pdf
