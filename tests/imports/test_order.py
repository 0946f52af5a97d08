"""The import order of docs/architecture.md holds, and this test can fail."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.imports import order

ROOT = Path(__file__).resolve().parents[2]


def test_the_house_stands() -> None:
    assert order.violations(order.read(ROOT)) == []


def test_every_module_belongs_to_a_room() -> None:
    assert [name for name in order.read(ROOT) if order.room_of(name) is None and name != "contest"] == []


# ruff: noqa: E501 - a table of small trees


@pytest.mark.parametrize(
    ("files", "complaint"),
    [
        ({"contest/judging/a.py": "import contest.playing.b", "contest/playing/b.py": ""}, "imports upwards"),
        ({"question_bank/a.py": "from contest.organising import b", "contest/organising/b.py": ""}, "imports upwards"),
        ({"contest/judging/rules.py": "from contest.judging import models", "contest/judging/models.py": ""}, "rules imports models"),
        ({"contest/judging/services.py": "from contest.judging.views import bp", "contest/judging/views.py": ""}, "services imports views"),
        ({"contest/ranking/a.py": '"""PURE."""\nimport flask'}, "is PURE and imports flask"),
        ({"contest/organising/a.py": '"""PURE."""\nimport pandas'}, "is PURE and imports pandas"),
        (
            {"contest/organising/a.py": '"""PURE."""\nfrom contest.organising import b', "contest/organising/b.py": "import os"},
            "which is not",
        ),
        ({"contest/app.py": "def f():\n    x = 1\n    import os"}, "without saying why"),
        ({"contest/kernel/a.py": "import contest.kernel.b", "contest/kernel/b.py": "import contest.kernel.a"}, "circle"),
    ],
)  # fmt: skip
def test_it_notices(tmp_path: Path, files: dict[str, str], complaint: str) -> None:
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    found = order.violations(order.read(tmp_path))
    assert len(found) == 1
    assert complaint in found[0]


def test_what_is_allowed_passes(tmp_path: Path) -> None:
    files = {
        "contest/ranking/a.py": '"""PURE."""\nimport pandas',
        "contest/playing/a.py": "from contest.organising.b import c\n\ndef f():\n    # Slow to load.\n    import typst",
        "contest/organising/b.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from contest.app import x\nc = 1",
        "contest/app.py": "import contest.playing.a",
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    assert order.violations(order.read(tmp_path)) == []
