"""The charts of a quiz's statistics are drawn, and the whole page stands up to axe on a phone and on a wide screen."""

from __future__ import annotations

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.contest.playing.quizzes import person
from tests.contest.ranking.sat import crowd, quiz_of, revisions
from tests.support.look import complaints

# Whether anything is painted on a canvas.
PAINTED = (
    """canvas => canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.some(Boolean)"""
)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_charts_and_page(app: Flask, live_server: str, page: Page) -> None:
    quiz = quiz_of(5, people=40)
    crowd(quiz, [revisions(quiz)])
    user = person("to-chuc", quiz.contest, "organiser")
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    cookie = str(serializer.dumps({"_user_id": user.get_id(), "_fresh": True}))
    page.context.add_cookies([{"name": "session", "value": cookie, "url": live_server}])
    page.emulate_media(reduced_motion="reduce")
    for width, height, scheme in ((390, 844, "light"), (1440, 900, "dark")):
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.goto(f"{live_server}/c/thu/desk/quizzes/xa/kien-thuc/statistics")
        for chart in ("scatter", "scores"):
            canvas = page.locator(f'canvas[data-chart="{chart}"]')
            expect(canvas).to_be_visible()
            assert canvas.evaluate(PAINTED)
        page.get_by_text("Ai chọn gì").first.click()
        expect(page.get_by_text("Nhóm điểm cao").first).to_be_visible()
        assert complaints(page) == []
    page.get_by_role("link", name="05", exact=True).click()
    expect(page.get_by_role("heading", name="Thống kê câu 05")).to_be_visible()
    assert complaints(page) == []
