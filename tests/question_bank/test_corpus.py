"""Every file of the corpus is read exactly: what `contest questions` prints of it stands beside it.

After a change that is meant: `python -m tests.question_bank.test_corpus`, then read the differences.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from contest.commands.language import translator
from contest.commands.questions import plain
from question_bank.exchange import read_questions

CORPUS = Path(__file__).parent / "corpus"
FILES = sorted(
    path for path in CORPUS.iterdir() if path.is_file() and path.suffix not in (".jsonl", ".py", ".md")
)


def expected(path: Path) -> Path:
    """The file beside it that says what it gives."""
    return path.with_name(f"{path.name}.expected.jsonl")


def printed(path: Path) -> list[dict[str, Any]]:
    """What the command prints of a file."""
    reading = read_questions(path.read_bytes(), path.name)
    gettext = translator("vi")
    return [json.loads(json.dumps(plain(one, gettext))) for one in reading.questions]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_is_read_exactly(path: Path) -> None:
    lines = expected(path).read_text("utf-8").splitlines()
    assert printed(path) == [json.loads(line) for line in lines]


if __name__ == "__main__":
    for each in FILES:
        told = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in printed(each))
        expected(each).write_text(told, "utf-8")
