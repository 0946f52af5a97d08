"""The printed summary table: what a reader finds in the PDF."""

from __future__ import annotations

import re
import shutil
import subprocess
import unicodedata
from dataclasses import replace

import pytest

from contest.publishing import summary
from contest.publishing.table import Table, table_of
from tests.contest.publishing import samples

pytestmark = [
    pytest.mark.usefixtures("language"),
    pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext reads the PDF back"),
]

HEAD = summary.Head(
    layout="party",
    parent="Thị ủy Hoàng Mai",
    issuer="Ban Tuyên giáo",
    contest="Hội thi Bí thư chi bộ giỏi",
    stage="Vòng thi cấp xã, phường – Phường Quỳnh Thiện",
    status="Kết quả chính thức",
    footer="Mã kiểm tra abc",
    year=2026,
)


def _pages(content: bytes) -> list[str]:
    run = subprocess.run(["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True)
    text = unicodedata.normalize("NFC", run.stdout.decode())
    return [re.sub(r"\s+", " ", page).strip() for page in text.split("\f") if page.strip()]


def test_it_holds_the_heads_the_rows_and_room_to_sign() -> None:
    text = " ".join(_pages(summary.write(samples.commune(), HEAD)))
    for expected in (
        "THỊ ỦY HOÀNG MAI",
        "BAN TUYÊN GIÁO",
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        "BẢNG TỔNG HỢP ĐIỂM",
        "Vòng thi cấp xã, phường – Phường Quỳnh Thiện",
        "1 001 Nguyễn Văn 001 Phường Quỳnh Thiện 18,00 45 45,5 45,30 63,30",
        "TRƯỞNG BAN GIÁM KHẢO",
        "năm 2026",
        "Mã kiểm tra abc",
        "Vắng",
    ):
        assert expected in text


def test_the_government_s_heads() -> None:
    text = " ".join(_pages(summary.write(samples.commune(), replace(HEAD, layout="government"))))
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text
    assert "Độc lập - Tự do - Hạnh phúc" in text
    assert "ĐẢNG CỘNG SẢN" not in text


def _long(judges: int, people: int = 120) -> Table:
    parts = [("a", "Sinh hoạt chuyên đề"), ("b", "Xử lý tình huống"), ("c", "Kiến thức chung")]
    given = {f"gk{number}": "9.5" for number in range(1, judges + 1)}
    rows = [
        replace(
            samples.row(f"{number:03}", number, "", "", "28.50"),
            points={code: "9.50" for code, _ in parts},
            judges={code: given for code, _ in parts},
        )
        for number in range(1, people + 1)
    ]
    return table_of("ck", parts, samples.UNITS, rows)


def test_many_rows_break_over_pages_under_the_same_headings() -> None:
    pages = _pages(summary.write(_long(2), HEAD))
    assert len(pages) > 3
    numbered = [page for page in pages if re.search(r"Nguyễn Văn \d{3}", page)]
    assert all("Họ và tên" in page and "Tổng điểm" in page for page in numbered)
    assert all(f"Nguyễn Văn {number:03}" in " ".join(pages) for number in range(1, 121))


def test_a_big_panel_s_points_follow_in_tables_of_their_own() -> None:
    text = " ".join(_pages(summary.write(_long(7, people=3), HEAD)))
    assert text.count("gk7") == 3
    assert text.count("Nguyễn Văn 002") == 4


def test_markup_in_a_name_stays_text() -> None:
    name = '#emph[x] $1$ *b* \\ "q"'
    table = samples.table(replace(samples.row("001", 1, "1", "2", "3"), name=name))
    assert name in " ".join(_pages(summary.write(table, HEAD)))
