"""Each kind answered on a phone with the keyboard alone: seen stored, and marked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect

from contest.kernel import clock
from contest.kernel.db import db
from contest.organising import slips
from contest.playing import services
from tests.conftest import watch
from tests.contest.playing.kinds import BODIES, RIGHT, SETTINGS, questions
from tests.contest.playing.quizzes import Quiz, build
from tests.support.look import complaints

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def quiz(app: Flask) -> Quiz:
    now = clock.now()
    rules = {"quiz": SETTINGS | {"show": "one"}}
    return build(rules, questions(), opens=now - timedelta(hours=1), closes=now + timedelta(hours=1))


@pytest.fixture
def phone(browser: Browser, live_server: str) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=PHONE, base_url=live_server, locale="vi")
    yield context
    context.close()


def put_in_order(page: Page) -> None:
    """With the buttons: each item is brought up to its place, from the first to the last."""
    for place, text in enumerate(BODIES["ordering"]["items"]):
        items = page.locator(".question.is-current .asked-order > li")
        while (at := [one.strip() for one in items.locator(".lines").all_inner_texts()].index(text)) > place:
            items.nth(at).get_by_role("button", name="Lên trên").press("Enter")
    # One press more: the first one is where it was, and everything has its number.
    page.locator(".question.is-current").get_by_role("button", name="Lên trên").first.press("Enter")


def pick(page: Page, text: str) -> None:
    """Go down the menu that has the focus."""
    for _ in range(page.locator(":focus option").all_inner_texts().index(text)):
        page.keyboard.press("ArrowDown")


def give(page: Page, code: str) -> None:
    """The right answer, typed; the heading of the question has the focus."""
    keys = page.keyboard
    if code == "matching":
        for at in BODIES["matching"]["key"]:
            keys.press("Tab")
            pick(page, BODIES["matching"]["right"][at])
    elif code == "ordering":
        put_in_order(page)
    elif code == "cloze":
        keys.press("Tab")
        keys.type("hà nội")
        keys.press("Enter")
        pick(page, "thu")
    elif code == "weighted_choice":
        at = page.locator(".question.is-current .asked-option").all_inner_texts()
        keys.press("abc"[next(n for n, text in enumerate(at) if "Gặp riêng" in text)])
    else:
        keys.press("Tab")
        keys.type(RIGHT[code])


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_every_kind_by_keyboard_on_a_phone(phone: BrowserContext, quiz: Quiz) -> None:
    page = phone.new_page()
    problems: list[str] = []
    watch(page, problems)
    code = slips.issue(quiz.contest, quiz.entrants[:1])[0].code
    page.goto(f"/enter?c={quiz.contest.code}&n={quiz.entrants[0].code}&k={code}")
    page.locator("main form button").last.click()
    page.get_by_role("link", name="Vào thi").press("Enter")
    page.get_by_role("button", name="Bắt đầu làm bài").press("Enter")
    expect(page.locator("#time")).to_have_text(re.compile(r"^\d\d:\d\d$"))
    page.locator(".question.is-current legend").focus()
    for at, kind in enumerate(BODIES):
        give(page, kind)
        expect(page.locator("#stored")).to_have_text(f"Đã lưu {at + 1}/{len(BODIES)}")
        expect(page.locator(".question.is-current .question-state")).to_have_text("Đã lưu")
        assert complaints(page) == []
        if at < len(BODIES) - 1:
            page.get_by_role("button", name="Câu sau").press("Enter")
            expect(page.locator(".question.is-current .question-number")).to_have_text(
                f"Câu {at + 2}/{len(BODIES)}"
            )
    page.reload()
    expect(page.locator("#stored")).to_have_text(f"Đã lưu {len(BODIES)}/{len(BODIES)}")
    page.get_by_role("button", name="Nộp bài").press("Enter")
    page.get_by_role("button", name="Nộp bài").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("nộp")
    db.session.rollback()
    attempt = services.attempts_of(quiz.entrants[0], quiz.part)[0]
    stored = {list(BODIES)[at]: one.response for at, one in services.answers_of(attempt).items()}
    assert stored == RIGHT
    [marked] = services.marked_points(quiz.part)
    assert (marked.points, marked.prediction) == (services.settings_of(quiz.part).max_points, 1200)
    assert problems == []
