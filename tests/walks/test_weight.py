"""What a phone on a weak network has to carry: bytes, counted by the browser itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect

from contest.kernel import clock
from contest.organising import slips
from question_bank.exchange.questions import ReadQuestion
from tests.contest.playing.quizzes import Quiz, build

FIFTY = 50
TEXT = "Theo quy định hiện hành, đồng chí hãy chọn phương án trả lời đúng nhất về nguyên tắc tập trung dân chủ trong Đảng"
OPTION = "Cấp dưới phục tùng cấp trên, thiểu số phục tùng đa số, cá nhân phục tùng tổ chức"


@pytest.fixture
def quiz(app: Flask) -> Quiz:
    """Fifty questions of 115 letters with four options of 80."""
    now = clock.now()
    options = [{"text": f"{OPTION} {letter}", "locked": False} for letter in "ABCD"]
    asked = [
        ReadQuestion(
            "single_choice", f"{TEXT} ({number})?", {"options": options, "key": [0]}, code=str(number)
        )
        for number in range(FIFTY)
    ]
    rules: dict[str, Any] = {"quiz": {"seconds": 3600, "draw": [{"count": FIFTY}]}}
    return build(rules, asked, opens=now - timedelta(hours=1), closes=now + timedelta(hours=1))


@pytest.fixture
def phone(browser: Browser, live_server: str) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, base_url=live_server, locale="vi")
    yield context
    context.close()


def weigh(page: Page) -> list[float]:
    """From now on the bytes over the network of each thing that the page loads."""
    loaded: list[float] = []
    devtools = page.context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.on("Network.loadingFinished", lambda event: loaded.append(event["encodedDataLength"]))
    return loaded


def test_under_100_kB_after_the_first_visit(phone: BrowserContext, quiz: Quiz) -> None:
    code = slips.issue(quiz.contest, quiz.entrants[:1])[0].code
    page = phone.new_page()
    first = weigh(page)
    page.goto(f"/enter?c={quiz.contest.code}&n=001&k={code}")
    page.locator("main form button").last.click()
    page.get_by_role("link", name="Vào thi").click()
    page.get_by_role("button", name="Bắt đầu làm bài").click()
    expect(page.locator("#stored")).to_have_text(f"Đã lưu 0/{FIFTY}")
    page.wait_for_load_state("networkidle")
    again = weigh(phone.new_page())
    page = phone.pages[-1]
    page.goto(f"{quiz.path}/paper")
    expect(page.locator("#stored")).to_have_text(f"Đã lưu 0/{FIFTY}")
    page.wait_for_load_state("networkidle")
    # docs/performance.md says what was seen; these are the promises.
    assert 0 < sum(again) < 20_000
    assert sum(first) < 200_000
