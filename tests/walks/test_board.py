"""A hall follows a round: the public board on a phone, on a projector, and without script."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from contest.kernel import clock
from contest.kernel.db import db
from contest.organising.models import Window
from contest.publishing import drafts, services
from tests.contest.publishing import rounds
from tests.contest.publishing.rounds import World


@pytest.fixture
def world(app: Flask) -> World:
    """A commune round that is open now, with one whole line."""
    world = rounds.build()
    window = db.session.query(Window).one()
    window.opens_at, window.closes_at = clock.now() - timedelta(hours=1), clock.now() + timedelta(hours=1)
    rounds.enter(world, "001", "18")
    rounds.mark(world, "001", ("18", "26"), ("19", "28"))
    return world


def close_and_publish(world: World) -> str:
    window = db.session.query(Window).one()
    window.closes_at = clock.now() - timedelta(seconds=1)
    db.session.commit()
    unit = world.units["qt"]
    shown = drafts.draft(world.commune, unit, clock.now()).digest
    return services.publish(
        world.commune, unit, "official", shown=shown, accept_gaps=True, reason="Vắng"
    ).digest


def test_the_board_follows_the_round_and_ends_with_the_result(
    live_server: str, world: World, page: Page
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{live_server}/c/hm2018")
    page.get_by_role("link", name="Phường Quỳnh Thiện").click()
    board = page.locator("[data-follow]")
    expect(board).to_contain_text("Đang diễn ra – tạm tính")
    expect(board.locator("tbody tr").first).to_contain_text("63,50")
    expect(page.locator("[data-countdown]")).to_contain_text("còn 00:5")

    rounds.enter(world, "002", "20")
    rounds.mark(world, "002", ("20", "30"), ("20", "30"))
    # Without a reload, within a few of the page's own looks.
    expect(board.locator("tbody tr").first).to_contain_text("Nguyễn Văn 002", timeout=20_000)
    expect(board.locator("tbody tr").first).to_contain_text("70,00")

    digest = close_and_publish(world)
    expect(board).to_contain_text("Chính thức", timeout=20_000)
    expect(board).to_contain_text(digest)
    page.get_by_role("link", name="Kết quả chi tiết và tải về").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Kết quả")
    with page.expect_download() as download:
        page.get_by_role("link", name="Bảng tổng hợp điểm (PDF)").click()
    assert download.value.suggested_filename == "ket-qua-hm2018-xa-qt.pdf"


def test_the_charts_are_drawn(live_server: str, world: World, page: Page) -> None:
    close_and_publish(world)
    page.goto(f"{live_server}/c/hm2018/results/xa")
    for canvas in page.locator("canvas").all():
        painted = "canvas => canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some(Boolean)"
        expect(canvas).to_be_visible()
        assert canvas.evaluate(painted)


@pytest.mark.parametrize("width", [360, 390, 1440])
def test_no_page_is_wider_than_its_screen(live_server: str, world: World, page: Page, width: int) -> None:
    close_and_publish(world)
    page.set_viewport_size({"width": width, "height": 844})
    for path in (
        "/",
        "/c/hm2018",
        "/c/hm2018/board/xa?unit=qt",
        "/c/hm2018/results/xa",
        "/c/hm2018/results/xa/1",
    ):
        page.goto(live_server + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_the_projector_shows_only_the_list(live_server: str, world: World, page: Page) -> None:
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.goto(f"{live_server}/c/hm2018/board/xa?unit=qt&hall=1")
    name = page.get_by_text("Nguyễn Văn 001")
    expect(name).to_be_visible()
    assert page.get_by_role("link").filter(visible=True).count() <= 1  # "skip to the content", off screen
    size = name.evaluate("element => parseFloat(getComputedStyle(element).fontSize)")
    assert size >= 28
    rounds.enter(world, "003", "20")
    expect(page.locator("tbody tr").nth(1)).to_contain_text("Nguyễn Văn 003", timeout=20_000)


def test_it_works_without_script(live_server: str, world: World, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server}/c/hm2018/board/xa?unit=qt")
    expect(page.locator("tbody tr").first).to_contain_text("63,50")
    expect(page.locator("[data-countdown]")).to_contain_text("đóng lúc")
    assert page.locator('meta[http-equiv="refresh"]').count() == 1
    context.close()
