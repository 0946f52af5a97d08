"""From a spreadsheet to a revised question, on a phone and on a desk, in a real browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from contest.accounts.models import User
from contest.kernel.db import db
from question_bank import services
from question_bank.models import Bank, Question
from tests.question_bank.exchange.test_kinds import QUESTIONS
from tests.question_bank.making import workbook
from tests.support.look import complaints

ROWS = [
    ["STT", "Câu hỏi", "Đáp án A", "Đáp án B", "Đáp án C", "Đáp án đúng", "Chủ đề"],
    [1, "Đảng Cộng sản Việt Nam thành lập năm nào?", 1925, 1930, 1945, "B", "Lịch sử"],
    [2, "Thủ đô nước ta ở đâu?", "Hà Nội", "Huế", "Tất cả các ý trên", "A", "Địa lý"],
    [3, "Câu hỏng?", "x", "y", None, "E", "Địa lý"],
]


@pytest.fixture
def signed_in(page: Page, app: Flask, owner: User, bank: Bank, live_server: str) -> str:
    """The bank's address, with its owner signed in."""
    serializer = app.session_interface.get_signing_serializer(app)
    assert serializer is not None
    cookie = serializer.dumps({"_user_id": owner.get_id(), "_fresh": True})
    page.context.add_cookies([{"name": "session", "value": str(cookie), "url": live_server}])
    return f"{live_server}/banks/{bank.code}/"


def look(page: Page) -> None:
    """Nothing wider than the screen, and nothing that axe complains of."""
    assert complaints(page) == []


@pytest.mark.parametrize("width", [390, 1440])
def test_a_list_is_imported_found_and_revised(page: Page, signed_in: str, width: int, tmp_path: Path) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    file = tmp_path / "danh sách.xlsx"
    file.write_bytes(workbook(*ROWS))

    page.goto(signed_in)
    look(page)
    page.get_by_role("main").get_by_role("link", name="Nhập từ tệp").last.click()
    look(page)
    page.get_by_label("Tệp câu hỏi").set_input_files(file)
    page.get_by_role("button", name="Đọc tệp").click()
    expect(page.get_by_label("Đáp án đúng")).to_have_value("key")
    look(page)
    page.get_by_role("button", name="Xem trước các câu hỏi").click()
    expect(page.get_by_text("3 câu, đã chọn 2, có lỗi 1")).to_be_visible()
    expect(page.get_by_text("“E” không ứng với phương án nào").first).to_be_visible()
    look(page)
    page.get_by_role("button", name="Nhập các câu đã chọn").click()
    expect(page.get_by_text("Đã thêm 2 câu")).to_be_visible()
    look(page)
    page.get_by_role("link", name="Xem các câu vừa nhập").click()
    expect(page.get_by_text("2 câu của lần nhập này")).to_be_visible()
    look(page)
    page.get_by_role("link", name="Bỏ lọc").click()

    page.get_by_text("Tải danh sách về").click()
    look(page)
    page.get_by_role("link", name="Excel").click()
    look(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Tải tệp thu.xlsx").click()
    assert download.value.suggested_filename == "thu.xlsx"
    page.go_back()

    page.get_by_label("Tìm").fill("thu do")
    page.get_by_role("button", name="Lọc").click()
    expect(page.get_by_text("1 câu", exact=True)).to_be_visible()
    look(page)
    page.get_by_role("link", name="Thủ đô nước ta").click()
    look(page)
    page.get_by_role("link", name="Sửa").click()
    look(page)
    page.get_by_label("Câu hỏi", exact=False).first.fill("Thủ đô của nước ta ở đâu?")
    page.get_by_role("button", name="Thêm dòng").click()
    expect(page.get_by_label("Phương án E", exact=True)).to_be_visible()
    page.get_by_role("button", name="Lưu câu hỏi").click()
    expect(page.locator("ins")).to_have_text("của ")
    page.get_by_text("Ngừng dùng câu này").click()
    page.get_by_role("button", name="Ngừng dùng", exact=True).click()
    expect(page.get_by_text("Ngừng dùng từ")).to_be_visible()
    page.goto(signed_in + "topics")
    look(page)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_is_written_in_several_fields_is_shown_and_edited(
    page: Page, signed_in: str, bank: Bank
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    services.put(bank, [one for one in QUESTIONS if one.kind in ("matching", "cloze", "weighted_choice")])
    db.session.commit()
    for question in db.session.scalars(select(Question)).all():
        for path in ("", "/edit"):
            page.goto(f"{signed_in}questions/{question.id}{path}")
            look(page)
    page.get_by_role("button", name="Thêm dòng").click()
    page.get_by_label("Phương án E", exact=True).fill("Khác")
    page.get_by_label("Tỷ lệ điểm của phương án E").fill("0,1")
    page.get_by_role("button", name="Lưu câu hỏi").click()
    expect(page.get_by_text("Phương án C bỏ trống.")).to_be_visible()
    page.get_by_label("Phương án C", exact=True).fill("Thứ ba")
    page.get_by_label("Phương án D", exact=True).fill("Thứ tư")
    page.get_by_role("button", name="Lưu câu hỏi").click()
    expect(page.locator(".options > li").last).to_contain_text("tỷ lệ 0,1")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_column_is_dragged_and_a_question_is_mended_in_its_list(
    page: Page, signed_in: str, tmp_path: Path
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    file = tmp_path / "ds.xlsx"
    rows = [[row[1], *row[2:4], row[5], "Vì sao"] for row in ROWS[1:]]
    file.write_bytes(
        workbook(["Ghi chú", "A", "B", "Đáp án", "Câu hỏi"], *([row[4], *row[1:4], row[0]] for row in rows))
    )
    page.goto(signed_in + "import")
    page.get_by_label("Tệp câu hỏi").set_input_files(file)
    page.get_by_role("button", name="Đọc tệp").click()

    menu = page.get_by_label("Ghi chú", exact=True)
    expect(menu).to_have_value("")
    name, row = page.locator('[data-field="explanation"]'), page.locator(".column-row").first
    name.scroll_into_view_if_needed()
    name.hover()
    page.mouse.down()
    row.hover(force=True)
    row.hover(force=True, position={"x": 150, "y": 50})
    page.mouse.up()
    expect(menu).to_have_value("explanation")
    # At the last column the names are still in reach, under the bar and not behind it.
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    names, bar = page.locator("[data-names]").bounding_box(), page.locator(".bar").bounding_box()
    assert names and bar and abs(names["y"] - (bar["y"] + bar["height"])) < 2
    # A name is of one column: dragged onto another, it leaves the first. The menu says the same.
    page.get_by_label("Đáp án").select_option("")
    expect(page.locator('[data-field="key"]')).not_to_contain_class("is-used")
    page.get_by_label("Đáp án").select_option("key")
    look(page)
    page.get_by_role("button", name="Xem trước các câu hỏi").click()

    expect(page.get_by_text("3 câu, đã chọn 2, có lỗi 1")).to_be_visible()
    page.get_by_role("link", name="Sửa dòng 4").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("heading")).to_have_text("Sửa câu ở dòng 4")
    look(page)
    dialog.get_by_role("button", name="Giữ câu đã sửa").click()
    expect(dialog.get_by_text("Chưa chọn đáp án đúng.")).to_be_visible()
    dialog.get_by_label("B là đáp án đúng").check()
    dialog.get_by_role("button", name="Giữ câu đã sửa").click()
    expect(page.get_by_text("3 câu, đã chọn 3, có lỗi 0")).to_be_visible()
    expect(page.get_by_text("Đã sửa tay.")).to_be_visible()
    expect(page.get_by_role("link", name="Sửa dòng 4")).to_be_focused()
    look(page)
