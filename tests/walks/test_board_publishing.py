"""An organiser publishes a round in the browser, with the forms' own tokens: decides a tie, publishes, replaces."""

from __future__ import annotations

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from contest.accounts import services as accounts
from contest.accounts.models import Grant
from contest.kernel.db import db
from tests.contest.publishing import rounds

PASSWORD = "mot-mat-khau-dai"


@pytest.fixture
def organiser(app: Flask, live_server: str, page: Page) -> Page:
    """Signed in; the round of two units has been played, 101 and 102 are equal."""
    world = rounds.build()
    rounds.play(world)
    rounds.person("quan-tri", is_admin=True)  # without one the house asks to be set up
    user = accounts.add_user("btc", "Nguyễn Thị Tổ Chức", PASSWORD)
    user.grants.append(Grant(contest_id=world.contest.id, role="organiser"))
    db.session.commit()
    page.goto(f"{live_server}/sign-in")
    page.locator("#username").fill("btc")
    page.locator("#password").fill(PASSWORD)
    page.locator("#password").press("Enter")
    page.wait_for_url(lambda address: "sign-in" not in address)
    page.goto(f"{live_server}/c/hm2018/desk/results")
    return page


def decide(page: Page, entrant: str, place: str) -> None:
    page.locator("#entrant").select_option(entrant)
    page.locator("#value").fill(place)
    page.locator("#by").fill("Trưởng ban giám khảo")
    page.locator("#decision-reason").fill("Trả lời câu hỏi phụ tốt hơn")
    page.get_by_role("button", name="Ghi quyết định").click()
    expect(page.get_by_text("Đã ghi quyết định.")).to_be_visible()


@pytest.mark.parametrize("width", [390, 1440])
def test_from_a_tie_to_the_published_result(organiser: Page, width: int) -> None:
    page = organiser
    page.set_viewport_size({"width": width, "height": 900})
    page.get_by_role("checkbox", name="Phường Quỳnh Thiện").check()
    page.get_by_role("button", name="Công bố chính thức những danh sách đã chọn").click()
    expect(page.get_by_text("Đã công bố 1 danh sách.")).to_be_visible()

    page.get_by_role("link", name="Xã Quỳnh Vinh").click()
    expect(page.get_by_text("Bằng điểm, chờ quyết định")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("button", name="Công bố chính thức").click()
    expect(page.get_by_role("alert")).to_contain_text("Còn 1 chỗ bằng điểm")

    decide(page, "102", "1")
    expect(page.get_by_text("Bằng điểm, chờ quyết định")).not_to_be_visible()
    page.get_by_role("button", name="Công bố chính thức").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Xã Quỳnh Vinh")
    expect(page.locator("tbody tr").first).to_contain_text("Nguyễn Văn 102")
    expect(page.locator("tbody tr").first).to_contain_text("Vào vòng sau")
