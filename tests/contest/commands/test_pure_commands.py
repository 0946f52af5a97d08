"""`contest check`, `rank` and `rules` as they are called, from files alone."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

FILES = {
    "contest.toml": """[contest]
code = "c"
name = "Hội thi thử"
[[stage]]
code = "s"
name = "Vòng một"
ties = ["part:p", "decision"]
round = { total = 2 }
promote = [{ best = 1, to = "f", reserves = 1 }]
awards = [{ name = "Nhất", count = 1 }, { name = "Nhì", count = 1 }]
[[stage.part]]
code = "p"
name = "Thuyết trình"
method = "panel"
weight = 2
criteria = [{ code = "x", name = "Nội dung", max = 10, step = 0.25, factor = 1.5 }]
combine = { over = "criterion", by = "mean", drop_highest = 1, drop_lowest = 1 }
round = { criterion = 2, part = 2 }
time = { maximum = 600, over = [{ after = 60, points = -0.5 }, { after = 120, points = -1, stop = true }] }
[[stage.part]]
code = "q"
method = "entered"
[[stage]]
code = "f"
[[stage.part]]
code = "z"
method = "entered"
""",
    "entrants.csv": "code;name;unit;status\n1;Nguyễn Văn Ánh;u;\n2;Trần Bình;v;\n3;Lê 日本;u;guest\n4;Vắng Mặt;;\n",
    "marks.csv": "stage,part,entrant,judge,criterion,mark\n"
    + "".join(
        f's,p,{entrant},j{at},x,"{mark}"\n'
        for entrant, given in {"1": "7 7,25 7.5 8", "2": "9 9 9 9"}.items()
        for at, mark in enumerate(given.split())
    ),
    "points.csv": "stage,part,entrant,points,seconds\ns,q,2,-3.885,\ns,p,2,,690\ns,q,3,5,\n",
}

CSV = """\
stage,within,rank,entrant,name,unit,group,total,p,q,z,promoted,award,title,decided_by
s,,1,1,Nguyễn Văn Ánh,u,,22.14,11.07,0,,yes,Nhất,,part:p
s,,2,2,Trần Bình,v,,22.14,13.00,-3.885,,reserve,Nhì,,part:p
s,,,3,Lê 日本,u,,5.00,0.00,5,,,,,
s,,,4,Vắng Mặt,,,,,,,,,,
f,,,1,Nguyễn Văn Ánh,u,,,,,,,,,
"""


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "contest", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


@pytest.fixture
def package(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def change(package: Path, file: str, old: str, new: str) -> None:
    text = (package / file).read_text("utf-8")
    assert old in text
    (package / file).write_text(text.replace(old, new, 1), "utf-8")


def test_csv_to_the_byte(package: Path) -> None:
    found = run("rank", package, "--format", "csv")
    assert (found.returncode, found.stderr) == (0, "")
    # 1: (7.25 + 7.5) : 2 = 7.375 -> 7.38 x 1.5 = 11.07, x 2 = 22.14; 2: 9 x 1.5 - 0.5 = 13, x 2 - 3.885 = 22.115
    assert found.stdout == CSV.replace("s,,2,2,Trần Bình,v,,22.14", "s,,2,2,Trần Bình,v,,22.12").replace(
        ",part:p", ","
    )


def test_one_stage_as_json(package: Path) -> None:
    [stage] = json.loads(run("rank", package, "--format", "json", "--stage", "s").stdout)
    assert stage["stage"] == "s"
    assert stage["undecided"] == []
    assert stage["rows"][2] == {
        "stage": "s", "within": "", "rank": None, "entrant": "3", "name": "Lê 日本", "unit": "u", "group": "",
        "total": "5.00", "points": {"p": "0.00", "q": "5"}, "promoted": "", "award": "", "title": "",
        "decided_by": "", "status": "guest", "missing": ["p"],
    }  # fmt: skip


def test_table_to_read(package: Path) -> None:
    change(package, "contest.toml", 'name = "Thuyết trình"\n', "")
    assert (
        run("rank", package, "--stage", "s").stdout
        == """\
Vòng một

Hạng  SBD  Họ và tên       Đơn vị      p       q   Tổng  Ghi chú
────  ───  ──────────────  ──────  ─────  ──────  ─────  ───────────────────────────────────────────
   1  1    Nguyễn Văn Ánh  u       11,07      0*  22,14  Nhất; vào vòng sau; * không có điểm, tính 0
   2  2    Trần Bình       v       13,00  -3,885  22,12  Nhì; dự bị
      3    Lê 日本         u       0,00*       5   5,00  khách mời; * không có điểm, tính 0
      4    Vắng Mặt                                      vắng
"""
    )


def test_a_result_that_would_mean_nothing_is_refused(package: Path) -> None:
    change(package, "marks.csv", "s,p,1,j0,x", "s,p,1,j0,y")
    found = run("rank", package, "--format", "csv")
    assert (found.returncode, found.stdout) == (1, "")
    assert found.stderr == "marks.csv:2: Phần “p” không có tiêu chí “y”. Ý đồng chí là “x”?\n".replace(
        " Ý đồng chí là “x”?", ""
    )


def test_too_few_sheets_for_the_drops(package: Path) -> None:
    change(package, "contest.toml", "drop_highest = 1", "drop_highest = 3")
    found = run("rank", package)
    assert found.returncode == 1
    assert (
        "marks.csv:2: Thí sinh 1, phần “p”: không còn phiếu nào sau khi bỏ 4 điểm cao nhất, thấp nhất."
        in found.stderr
    )
    assert "Traceback" not in found.stderr


def test_a_mark_over_the_maximum_is_told_and_ranked(package: Path) -> None:
    change(package, "marks.csv", '"8"', '"80"')
    found = run("rank", package, "--format", "csv")
    assert found.returncode == 0
    assert found.stderr == "marks.csv:5: Điểm 80 vượt điểm cao nhất 10 của tiêu chí “x”.\n"
    assert found.stdout.count("\n") == 6
    assert run("check", package).returncode == 1


def test_no_such_stage(package: Path) -> None:
    found = run("rank", package, "--stage", "x")
    assert (found.returncode, found.stderr) == (1, "Không có vòng “x”; có: s, f.\n")


def test_check_says_so_when_all_is_well(package: Path) -> None:
    found = run("check", package)
    assert (found.returncode, found.stdout) == (0, "Gói hội thi không có lỗi.\n")


def test_check_warns_of_a_tie_that_waits_for_the_head(package: Path) -> None:
    (package / "marks.csv").unlink()
    (package / "points.csv").write_text("stage,part,entrant,points\ns,q,1,5\ns,q,2,5\n", "utf-8")
    found = run("check", package)
    assert found.returncode == 0
    assert (
        "contest.toml:7: cảnh báo: Vòng “s”: 1, 2 bằng điểm nhau và chờ quyết định “order” của trưởng ban.\n"
        in found.stdout
    )


def test_check_of_nothing(tmp_path: Path) -> None:
    found = run("check", tmp_path / "none")
    assert (found.returncode, found.stdout) == (
        1, "none: Không có gói hội thi ở đây: hãy chỉ một thư mục hoặc tệp zip.\n",
    )  # fmt: skip


def test_check_reads_the_questions_too(package: Path) -> None:
    (package / "questions").mkdir()
    (package / "questions" / "a.csv").write_text(
        "Câu hỏi,Đáp án A,Đáp án B,Đáp án đúng,Chủ đề\nMột?,1,2,A,Toán\nHai?,1,2,E,Toán\n", "utf-8"
    )
    change(
        package, "contest.toml", 'code = "q"\nmethod = "entered"',
        'code = "q"\nmethod = "quiz"\nquiz = { draw = [{ topic = "Toán", count = 2 }] }',
    )  # fmt: skip
    found = run("check", package)
    assert found.returncode == 1
    assert any(line.startswith("questions/a.csv:3: ") for line in found.stdout.splitlines())
    assert "contest.toml:23: Cần 2 câu hỏi (Toán) mà thư mục questions chỉ có 1.\n" in found.stdout


def test_rules_in_vietnamese_and_english(package: Path) -> None:
    vietnamese, english = run("rules", package).stdout, run("rules", package, "--lang", "en").stdout
    assert "1.4. Thời gian trình bày: tối đa 10 phút." in vietnamese
    assert "hơn 1 phút trừ 0,5 điểm; hơn 2 phút trừ 1 điểm và dừng phần thi." in vietnamese
    assert "bỏ 1 điểm cao nhất và 1 điểm thấp nhất, rồi lấy trung bình cộng các điểm" in vietnamese
    assert (
        "Tổng điểm = điểm phần “Thuyết trình” × 2 + điểm phần “q”, trừ điểm phạt (nếu có); làm tròn đến 2 chữ số"
        in vietnamese
    )
    assert "(1) điểm phần “Thuyết trình” cao hơn; (2) quyết định có ghi lại của trưởng ban" in vietnamese
    assert (
        "by more than 1 min, 0.5 points off; by more than 2 min, 1 points off and the performance is stopped."
        in english
    )
    assert len(vietnamese.splitlines()) == len(english.splitlines())


def test_nothing_of_the_web_is_loaded(package: Path) -> None:
    code = (
        "import sys; sys.argv = ['contest', 'rank', sys.argv[1]]\n"
        "from contest.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print(sorted({'flask', 'sqlalchemy', 'babel', 'pandas', 'jinja2'} & set(sys.modules)), file=sys.stderr)"
    )
    found = subprocess.run(
        [sys.executable, "-c", code, str(package)], capture_output=True, encoding="utf-8", check=True
    )
    assert found.stderr == "[]\n"
