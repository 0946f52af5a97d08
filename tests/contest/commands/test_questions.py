"""`contest questions`: what is understood of a file, a JSON object a line."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

CSV = """Câu hỏi,A,B,C,Đáp án đúng
Đảng ta thành lập năm nào?,1929,1930,1945,B
Thiếu đáp án?,Một,Hai,Ba,
Số chẵn?,1,2,4,"B, C"
Năm Quốc khánh?,,,,1945
"""


def run(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    """The command in a process of its own."""
    return subprocess.run([sys.executable, "-m", "contest", "questions", *arguments], capture_output=True)


def test_an_object_a_line(tmp_path: Path) -> None:
    file = tmp_path / "câu hỏi.csv"
    file.write_text(CSV, "utf-8")
    done = run(str(file))
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert rows[0] == {
        "kind": "single_choice",
        "text": "Đảng ta thành lập năm nào?",
        "options": ["1929", "1930", "1945"],
        "key": [1],
        "problems": [],
        "source": 2,
    }
    assert [(row["kind"], row["key"], len(row["problems"]), row["source"]) for row in rows[1:]] == [
        ("single_choice", [], 1, 3),
        ("several_correct", [1, 2], 0, 4),
        ("short_answer", ["1945"], 0, 5),
    ]
    assert rows[1]["problems"] == ["Dòng 3, cột “Đáp án đúng”: Chưa có đáp án đúng."]


def test_in_english(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text(CSV, "utf-8")
    (problem,) = json.loads(run(str(file), "--lang", "en").stdout.splitlines()[1])["problems"]
    assert problem.startswith("Row 3")


def test_a_file_that_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(b"%PDF-1.7 ...")
    done = run(str(file))
    assert (done.returncode, done.stdout, "Tệp PDF" in done.stderr.decode()) == (1, b"", True)
