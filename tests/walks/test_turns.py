"""A quiz whose questions have clocks of their own, in a browser: it moves on by itself, and loses nothing.

The clock is moved in the database instead of waiting for it: the page learns of it as of any change of its clock.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from contest.kernel import clock
from contest.kernel.db import db
from contest.organising import slips
from contest.playing import services
from contest.playing.models import Attempt
from question_bank.exchange.questions import ReadQuestion
from tests.contest.playing.quizzes import Quiz, build, questions

SECONDS = 600
TIMEOUT = 25_000  # the page asks every five to seven seconds

# Walks that wait for a clock: what the database does in them, both do in tests/contest/playing.
on_one = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def quiz(app: Flask) -> Quiz:
    now = clock.now()
    rules: dict[str, Any] = {
        "quiz": {
            "question_seconds": SECONDS,
            "shuffle_questions": False,
            "shuffle_options": False,
            "draw": [{"count": 3, "topic": "Hình"}],
        }
    }
    asked = [
        one.__class__(
            one.kind, f"Câu {number}: chọn gì?", questions()[0].body, code=str(number), topic="Hình"
        )
        for number, one in enumerate([questions()[0]] * 3, start=1)
    ]
    return build(rules, asked, opens=now - timedelta(hours=2), closes=now + timedelta(hours=2))


@pytest.fixture
def phone(browser: Browser, live_server: str) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, base_url=live_server, locale="vi")
    yield context
    context.close()


def begin(phone: BrowserContext, quiz: Quiz) -> Page:
    page = phone.new_page()
    enter(page, quiz)
    # The page's script runs: the clock does.
    expect(page.locator("#time")).to_have_text(re.compile(r"^\d\d:\d\d$"))
    at(page, 1)
    return page


def enter(page: Page, quiz: Quiz) -> None:
    code = slips.issue(quiz.contest, quiz.entrants[:1])[0].code
    page.goto(f"/enter?c=thu&n=001&k={code}")
    page.locator("main form button").last.click()
    page.get_by_role("link", name="Vào thi").click()
    page.get_by_role("button", name="Bắt đầu làm bài").click(no_wait_after=True)


def at(page: Page, number: int) -> None:
    """The page shows this question, and no other."""
    expect(page.locator(".question-number")).to_have_text(f"Câu {number}/3", timeout=TIMEOUT)
    expect(page.locator(".question")).to_have_count(1)


def attempt_of(quiz: Quiz) -> Attempt:
    db.session.rollback()
    return services.attempts_of(quiz.entrants[0], quiz.part)[0]


def turn_over(quiz: Quiz) -> None:
    """The clock of the question that is open runs out."""
    attempt = attempt_of(quiz)
    attempt.deadline -= timedelta(seconds=SECONDS)
    db.session.commit()


def stored(quiz: Quiz) -> dict[int, str]:
    return {place: answer.response for place, answer in services.answers_of(attempt_of(quiz)).items()}


@on_one
def test_it_moves_on_by_itself_to_the_end(phone: BrowserContext, quiz: Quiz) -> None:
    page = begin(phone, quiz)
    for number in (1, 2, 3):
        at(page, number)
        expect(page.locator(".question-text")).to_be_visible()
        page.locator(".asked-option").nth(number - 1).click()
        expect(page.locator(".question-state")).to_have_text("Đã lưu")
        expect(page.locator("#live")).to_have_text(f"Câu {number}/3")
        turn_over(quiz)
    expect(page.locator(".finished-count")).to_have_text("3/3", timeout=TIMEOUT)
    assert stored(quiz) == {0: "0", 1: "1", 2: "2"}


def test_what_was_chosen_before_the_script_ran_is_sent(phone: BrowserContext, quiz: Quiz) -> None:
    page = phone.new_page()
    held: list[Route] = []
    page.route(re.compile(r"/js/playing/turn\b"), lambda route: held.append(route))
    enter(page, quiz)
    page.locator(".asked-option").nth(2).click()
    assert stored(quiz) == {}
    held[0].continue_()
    expect(page.locator(".question-state")).to_have_text("Đã lưu")
    assert stored(quiz) == {0: "2"}


def test_an_answer_without_a_network_is_kept_and_sent_in_its_turn(phone: BrowserContext, quiz: Quiz) -> None:
    page = begin(phone, quiz)
    phone.set_offline(True)
    page.locator(".asked-option").nth(2).click()
    expect(page.locator(".question-state")).to_have_text("Chưa gửi được, sẽ tự gửi lại", timeout=TIMEOUT)
    assert stored(quiz) == {}
    page.close()
    phone.set_offline(False)
    page = phone.new_page()
    page.goto(f"{quiz.path}/paper")
    expect(page.locator(".question-state")).to_have_text("Đã lưu", timeout=TIMEOUT)
    assert stored(quiz) == {0: "2"}


def test_a_call_for_help_leaves_the_question_where_it_is(phone: BrowserContext, quiz: Quiz) -> None:
    page = begin(phone, quiz)
    page.get_by_text("Gọi giám thị").click()
    page.get_by_role("button", name="Báo giám thị").click()
    expect(page.locator("#help-state")).to_have_text("Đã báo giám thị. Hãy ngồi tại chỗ và làm bài tiếp.")
    at(page, 1)


@pytest.fixture
def typed_quiz(app: Flask) -> Quiz:
    """Three questions of fifteen true seconds each, whose answers are typed."""
    now = clock.now()
    asked = [
        ReadQuestion("short_answer", f"Câu {number}: viết gì?", {"accepted": ["x"]}, code=str(number))
        for number in (1, 2, 3)
    ]
    settings = {"question_seconds": 15, "shuffle_questions": False, "draw": [{"count": 3}]}
    return build({"quiz": settings}, asked, opens=now - timedelta(hours=2), closes=now + timedelta(hours=2))


@on_one
def test_what_is_typed_until_the_last_second_is_stored(phone: BrowserContext, typed_quiz: Quiz) -> None:
    page = begin(phone, typed_quiz)
    page.locator(".question input[type=text]").focus()
    # Without a rest that would be long enough to store what was typed so far.
    while page.locator(".question-number").inner_text() == "Câu 1/3":
        page.keyboard.type("xxxx", delay=100)
    assert stored(typed_quiz)[0].startswith("xxxxxxxx")
