"""A contestant on a phone: through a weak network, in two tabs, on another device, without script."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from contest.kernel import clock
from contest.kernel.db import db
from contest.organising import slips
from contest.playing import late, rescue, services, times
from contest.playing.models import Attempt, LateAnswer
from contest.playing.times import Scope
from question_bank.exchange.questions import ReadQuestion
from tests.conftest import watch
from tests.contest.playing.quizzes import SETTINGS, Quiz, build

PHONE = {"width": 390, "height": 844}

# Walks that wait for a clock: what the database does in them, both do in tests/contest/playing.
on_one = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def quiz(app: Flask) -> Quiz:
    now = clock.now()
    return build(opens=now - timedelta(hours=1), closes=now + timedelta(hours=1))


@pytest.fixture
def code(quiz: Quiz) -> str:
    """The code on the first entrant's slip."""
    return slips.issue(quiz.contest, quiz.entrants[:1])[0].code


@pytest.fixture
def phone(browser: Browser, live_server: str) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=PHONE, base_url=live_server, locale="vi")
    yield context
    context.close()


def enter(page: Page, quiz: Quiz, code: str) -> None:
    page.goto(f"/enter?c={quiz.contest.code}&n={quiz.entrants[0].code}&k={code}")
    page.locator("main form button").last.click()
    if page.url.endswith("/enter"):
        page.locator("main form button").last.click()  # take over
    expect(page.get_by_role("heading", level=1)).to_have_text("Phần thi của tôi")


def begin(page: Page, quiz: Quiz, code: str) -> None:
    enter(page, quiz, code)
    page.get_by_role("link", name="Vào thi").click()
    page.get_by_role("button", name="Bắt đầu làm bài").click()
    expect(page.locator("#stored")).to_have_text("Đã lưu 0/4")
    runs(page)


def runs(page: Page) -> None:
    """The page's script runs: the clock does."""
    expect(page.locator("#time")).to_have_text(re.compile(r"^\d\d:\d\d$"))


def attempt_of(quiz: Quiz) -> Attempt:
    db.session.rollback()
    return services.attempts_of(quiz.entrants[0], quiz.part)[-1]


def stored(quiz: Quiz) -> dict[int, str]:
    return {at: one.response for at, one in services.answers_of(attempt_of(quiz)).items()}


def answer_current(page: Page) -> None:
    """Choose the first option, or type."""
    field = page.locator(".question.is-current input[name^=a]").first
    if field.get_attribute("type") == "text":
        field.fill("1945")
    else:
        field.check()


def test_what_was_chosen_before_the_script_ran_is_sent(phone: BrowserContext, quiz: Quiz, code: str) -> None:
    page = phone.new_page()
    held: list[Route] = []
    page.route(re.compile(r"/js/playing/paper\b"), lambda route: held.append(route))
    enter(page, quiz, code)
    page.get_by_role("link", name="Vào thi").click()
    page.get_by_role("button", name="Bắt đầu làm bài").click(no_wait_after=True)
    # Whichever place the draw gave it: the paper has one written question, and any may come first.
    option = page.locator(".question input[name^=a]:is([type=radio], [type=checkbox])").first
    option.check()
    expect(option).to_be_checked()
    assert stored(quiz) == {}
    held[0].continue_()
    expect(page.locator("#stored")).to_have_text("Đã lưu 1/4")
    place = int((option.get_attribute("name") or "")[1:])
    assert stored(quiz) == {place: option.get_attribute("value")}


def test_on_a_phone_from_the_slip_to_the_end(phone: BrowserContext, quiz: Quiz, code: str) -> None:
    page = phone.new_page()
    problems: list[str] = []
    watch(page, problems)
    begin(page, quiz, code)
    expect(page.locator("#time")).to_have_text(re.compile(r"^09:5\d$"))
    for at in range(4):
        expect(page.locator(".question:visible")).to_have_count(1)
        answer_current(page)
        expect(page.locator("#stored")).to_have_text(f"Đã lưu {at + 1}/4")
        expect(page.locator(".question.is-current .question-state")).to_have_text("Đã lưu")
        if at < 3:
            page.get_by_role("button", name="Câu sau").click()
    assert len(stored(quiz)) == 4
    page.locator(".question.is-current").get_by_text("Đánh dấu xem lại").click()
    expect(page.locator(".paper-grid a.is-answered.is-flagged")).to_have_text("4")
    page.get_by_text("Danh sách câu hỏi").click()
    page.locator(".paper-grid a").first.click()
    expect(page.locator(".question.is-current .question-number")).to_have_text("Câu 1/4")

    page.reload()
    expect(page.locator("#stored")).to_have_text("Đã lưu 4/4")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

    page.get_by_role("button", name="Nộp bài").click()
    expect(page.locator(".finished-count")).to_have_text("4/4")
    expect(page.get_by_role("link", name="Câu 4")).to_be_visible()
    page.get_by_role("button", name="Nộp bài").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Đã nộp bài")
    page.go_back()
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Đã nộp bài")
    assert problems == []


def test_answers_given_without_a_network_are_sent_when_it_is_back(
    phone: BrowserContext, quiz: Quiz, code: str
) -> None:
    page = phone.new_page()
    begin(page, quiz, code)
    answer_current(page)
    expect(page.locator("#stored")).to_have_text("Đã lưu 1/4")
    phone.set_offline(True)
    page.get_by_role("button", name="Câu sau").click()
    answer_current(page)
    expect(page.locator("#notice")).to_contain_text("Mất kết nối")
    page.get_by_role("button", name="Câu sau").click()
    answer_current(page)
    expect(page.locator("#stored")).to_have_text("Đã lưu 1/4")
    expect(page.locator(".paper-grid a.is-unsent")).to_have_count(2)
    page.get_by_role("button", name="Nộp bài").click()
    expect(page.locator("#notice")).to_contain_text("Chưa nộp được vì mất kết nối")
    assert len(stored(quiz)) == 1
    phone.set_offline(False)
    expect(page.locator("#stored")).to_have_text("Đã lưu 3/4", timeout=20_000)
    expect(page.locator("#notice")).to_have_text("")
    assert len(stored(quiz)) == 3


def holds(page: Page, count: int) -> None:
    """This browser's logs come to hold so many changes."""
    # Not `wait_for_function`, to which the promise that an asynchronous function returns is as good as true.
    found = page.evaluate(
        """async (count) => {
          const database = await idb.openDB("hoithi", 1);
          const ends = performance.now() + 10000;
          let found;
          while ((found = await database.count("unsent")) !== count && performance.now() < ends) {
            await new Promise((done) => { setTimeout(done, 20); });
          }
          database.close();
          return found;
        }""",
        count,
    )
    assert found == count


def test_offline_in_the_middle_tab_closed_back_again_and_every_answer_counts(
    phone: BrowserContext, quiz: Quiz, code: str
) -> None:
    page = phone.new_page()
    begin(page, quiz, code)
    address = page.url
    answer_current(page)
    expect(page.locator("#stored")).to_have_text("Đã lưu 1/4")
    phone.set_offline(True)
    for _ in range(2):
        page.get_by_role("button", name="Câu sau").click()
        answer_current(page)
    expect(page.locator("#notice")).to_contain_text("Mất kết nối")
    expect(page.locator(".paper-grid a.is-unsent")).to_have_count(2)
    holds(page, 2)
    page.close()
    phone.set_offline(False)
    again = phone.new_page()
    again.goto(address)
    expect(again.locator("#stored")).to_have_text("Đã lưu 3/4", timeout=25_000)
    runs(again)
    holds(again, 0)
    for _ in range(3):
        again.get_by_role("button", name="Câu sau").click()
    answer_current(again)
    expect(again.locator("#stored")).to_have_text("Đã lưu 4/4")
    again.get_by_role("button", name="Nộp bài").click()
    again.get_by_role("button", name="Nộp bài").click()
    expect(again.locator(".finished-count")).to_have_text("4/4")
    assert sorted(stored(quiz)) == [0, 1, 2, 3]


WRITTEN = [
    ReadQuestion("short_answer", f"Năm thứ {number}?", {"accepted": ["1945"], "fold": True}, code=str(number))
    for number in range(4)
]


@pytest.fixture
def typing(app: Flask) -> Quiz:
    """Written answers only, all on one page: the page waits half a second for more before it takes what is typed."""
    now = clock.now()
    rules = {"quiz": SETTINGS | {"show": "all"}}
    return build(rules, WRITTEN, opens=now - timedelta(hours=1), closes=now + timedelta(hours=1))


def type_and_leave(page: Page, text: str) -> None:
    """Type into every question, and leave the page at once."""
    page.evaluate(
        """(text) => {
      for (const input of document.querySelectorAll(".question input[type=text]")) {
        input.value = text;
        input.dispatchEvent(new Event("input", { bubbles: true }));
      }
    }""",
        text,
    )
    page.goto("about:blank")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_was_typed_when_the_page_was_left_is_in_its_log_and_is_sent(
    phone: BrowserContext, typing: Quiz
) -> None:
    page = phone.new_page()
    [slip] = slips.issue(typing.contest, typing.entrants[:1])
    begin(page, typing, slip.code)
    address = page.url
    phone.set_offline(True)
    type_and_leave(page, "1945")
    page.close()
    phone.set_offline(False)
    again = phone.new_page()
    again.goto(address)
    expect(again.locator("#stored")).to_have_text("Đã lưu 4/4")
    assert stored(typing) == dict.fromkeys(range(4), "1945")
    # With a network it goes out with the page, which may never be opened again.
    type_and_leave(again, "1954")
    ends = time.monotonic() + 20
    while stored(typing) != dict.fromkeys(range(4), "1954"):
        assert time.monotonic() < ends


def test_the_log_of_another_attempt_is_not_mixed_up(phone: BrowserContext, quiz: Quiz, code: str) -> None:
    page = phone.new_page()
    begin(page, quiz, code)
    page.evaluate("""async () => {
      const database = await idb.openDB("hoithi", 1);
      const entry = { attempt: "1.0123456789abcdef", position: 0, response: "1", flagged: false, sequence: 9e9, made: 5 };
      await database.put("unsent", { ...entry, at: Date.now() });
      await database.put("unsent", { ...entry, attempt: "2.0123456789abcdef", at: Date.now() - 31 * 86400000 });
      database.close();
    }""")
    page.reload()
    runs(page)
    answer_current(page)
    expect(page.locator("#stored")).to_have_text("Đã lưu 1/4")
    expect(page.locator(".paper-grid a.is-unsent")).to_have_count(0)
    holds(page, 1)  # the other's stays where it is, but for what is more than a month old
    assert list(stored(quiz)) == [0]


def test_without_a_place_for_the_log_memory_does(phone: BrowserContext, quiz: Quiz, code: str) -> None:
    phone.add_init_script("indexedDB.open = () => { throw new Error('no'); };")
    page = phone.new_page()
    begin(page, quiz, code)
    expect(page.locator("#notice")).to_contain_text("không giữ được câu trả lời khi đóng trang")
    phone.set_offline(True)
    answer_current(page)
    expect(page.locator("#notice")).to_contain_text("đừng đóng trang này")
    phone.set_offline(False)
    expect(page.locator("#stored")).to_have_text("Đã lưu 1/4", timeout=20_000)


def test_an_acknowledgement_that_is_lost_and_one_that_is_late(
    phone: BrowserContext, quiz: Quiz, code: str
) -> None:
    page = phone.new_page()
    begin(page, quiz, code)
    sent: list[str] = []

    def lose_the_first(route: Route) -> None:
        sent.append(route.request.post_data or "")
        reply = route.fetch()
        if len(sent) == 1:
            route.abort()
        else:
            route.fulfill(response=reply)

    page.route("**/play/answers/*", lose_the_first)
    answer_current(page)
    expect(page.locator("#notice")).to_contain_text("Mất kết nối")
    assert len(stored(quiz)) == 1  # the server has it, and the page does not know
    expect(page.locator("#stored")).to_have_text("Đã lưu 0/4")
    page.get_by_role("button", name="Câu sau").click()
    answer_current(page)
    expect(page.locator("#stored")).to_have_text("Đã lưu 2/4", timeout=15_000)
    assert len(stored(quiz)) == 2
    # Sent again as it was, alone or with what came after it.
    [first] = json.loads(sent[0])["answers"]
    assert first in [one for body in sent[1:] for one in json.loads(body)["answers"]]
    holds(page, 0)


def test_one_request_an_answer(phone: BrowserContext, quiz: Quiz, code: str) -> None:
    page = phone.new_page()
    sent: list[str] = []
    begin(page, quiz, code)
    page.on("request", lambda request: sent.append(request.url.split("/")[-2]))
    for at in range(3):
        answer_current(page)
        expect(page.locator("#stored")).to_have_text(f"Đã lưu {at + 1}/4")
        page.get_by_role("button", name="Câu sau").click()
    assert (sent.count("answers"), sent.count("presence")) == (3, 0)


def test_a_second_tab_takes_over(phone: BrowserContext, quiz: Quiz, code: str) -> None:
    first = phone.new_page()
    begin(first, quiz, code)
    second = phone.new_page()
    second.goto(first.url)
    expect(first.get_by_role("alertdialog")).to_contain_text("đang mở ở một thẻ khác")
    runs(second)
    answer_current(second)
    expect(second.locator("#stored")).to_have_text("Đã lưu 1/4")
    first.get_by_role("button", name="Làm tiếp ở đây").click()
    expect(first.locator("#stored")).to_have_text("Đã lưu 1/4")
    expect(second.get_by_role("alertdialog")).to_be_visible()


def test_what_the_first_tab_could_not_send_goes_on_with_the_second(
    phone: BrowserContext, quiz: Quiz, code: str
) -> None:
    first = phone.new_page()
    begin(first, quiz, code)
    first.route("**/play/answers/*", lambda route: route.abort())
    answer_current(first)
    expect(first.locator("#notice")).to_contain_text("Mất kết nối")
    second = phone.new_page()
    second.goto(first.url)
    expect(first.get_by_role("alertdialog")).to_be_visible()
    expect(second.locator("#stored")).to_have_text("Đã lưu 1/4")


def test_another_device_takes_over(
    phone: BrowserContext, browser: Browser, live_server: str, quiz: Quiz, code: str
) -> None:
    page = phone.new_page()
    begin(page, quiz, code)
    answer_current(page)
    expect(page.locator("#stored")).to_have_text("Đã lưu 1/4")
    other = browser.new_context(base_url=live_server, viewport=PHONE)
    new = other.new_page()
    enter(new, quiz, code)
    new.get_by_role("link", name="Làm tiếp").click()
    expect(new.locator("#stored")).to_have_text("Đã lưu 1/4")
    page.get_by_role("button", name="Câu sau").click()
    answer_current(page)
    expect(page.get_by_role("alertdialog")).to_contain_text("thiết bị khác")
    expect(page.locator("#rescue-text")).to_contain_text("1 câu trả lời chưa gửi được")
    page.get_by_role("button", name="Hiện mã QR").click()
    expect(page.get_by_role("img", name="Mã 1/1")).to_be_visible()
    assert len(stored(quiz)) == 1
    other.close()


def test_an_older_answer_of_the_first_device_never_overwrites(
    phone: BrowserContext, browser: Browser, live_server: str, quiz: Quiz, code: str
) -> None:
    page = phone.new_page()
    begin(page, quiz, code)
    place = next(one.position for one in services.shown(attempt_of(quiz)) if one.kind == "single_choice")
    page.goto(f"{page.url}#q{place + 1}")
    page.reload()
    runs(page)
    phone.set_offline(True)
    boxes = page.locator(".question.is-current input[type=radio]")
    for at in (0, 1, 0, 1, 0, 1):  # many changes: a mere count would be ahead of the other device's
        boxes.nth(at).check()
    expect(page.locator("#notice")).to_contain_text("Mất kết nối")
    other = browser.new_context(base_url=live_server, viewport=PHONE)
    new = other.new_page()
    enter(new, quiz, code)
    new.get_by_role("link", name="Làm tiếp").click()
    runs(new)
    new.goto(f"{new.url}#q{place + 1}")
    new.reload()
    runs(new)
    new.locator(".question.is-current input[type=radio]").nth(2).check()
    expect(new.locator("#stored")).to_have_text("Đã lưu 1/4")
    kept = stored(quiz)
    page.close()
    phone.set_offline(False)
    page = phone.new_page()
    enter(page, quiz, code)
    page.get_by_role("link", name="Làm tiếp").click()
    expect(page.locator("#stored")).to_have_text("Đã lưu 1/4")
    expect(page.locator(".paper-grid a.is-unsent")).to_have_count(0)
    assert stored(quiz) == kept
    other.close()


@on_one
def test_it_closes_itself_at_the_deadline(phone: BrowserContext, quiz: Quiz, code: str) -> None:
    page = phone.new_page()
    begin(page, quiz, code)
    answer_current(page)
    expect(page.locator("#stored")).to_have_text("Đã lưu 1/4")
    attempt = attempt_of(quiz)
    attempt.deadline = clock.now() + timedelta(seconds=4)
    db.session.commit()
    page.reload()
    expect(page.locator("#time")).to_have_class("paper-time is-short")
    expect(page.get_by_role("heading", level=1)).to_have_text("Hết giờ, bài đã đóng", timeout=15_000)
    expect(page.locator(".finished-count")).to_have_text("1/4")
    assert clock.now() >= attempt.deadline


def test_the_devices_clock_is_not_asked(phone: BrowserContext, quiz: Quiz, code: str) -> None:
    page = phone.new_page()
    page.clock.install(time=time.time() + 86400)
    page.clock.resume()
    begin(page, quiz, code)
    expect(page.locator("#time")).to_have_text(re.compile(r"^09:5\d$"))


CLOCK = """
const real = performance.now.bind(performance);
globalThis.off = 0;
performance.now = () => real() + off;
"""


def test_time_is_announced_three_times(phone: BrowserContext, quiz: Quiz, code: str) -> None:
    change_rules(quiz, seconds=1200)
    phone.add_init_script(CLOCK)
    page = phone.new_page()
    begin(page, quiz, code)
    page.evaluate("""() => {
      const live = document.getElementById("live");
      globalThis.said = [];
      new MutationObserver(() => said.push(live.textContent)).observe(live, { childList: true });
    }""")
    for minutes, shown in ((5, "^14:"), (10, "^09:"), (12, "^07:"), (15, "^04:"), (17, "^02:"), (19, "^00:")):
        page.evaluate("(minutes) => { off = minutes * 60000; }", minutes)
        expect(page.locator("#time")).to_have_text(re.compile(shown))
    assert page.evaluate("said") == ["Đã hết một nửa thời gian.", "Còn 5 phút.", "Còn 1 phút."]


def test_a_late_starter_sees_the_time_that_there_is(phone: BrowserContext, quiz: Quiz, code: str) -> None:
    quiz.window.closes_at = clock.now() + timedelta(minutes=3)
    db.session.commit()
    page = phone.new_page()
    begin(page, quiz, code)
    expect(page.locator("#time")).to_have_text(re.compile(r"^02:[345]\d$"))


def test_with_the_keyboard_alone_to_handing_in(phone: BrowserContext, quiz: Quiz, code: str) -> None:
    page = phone.new_page()
    begin(page, quiz, code)

    def tab_to(selector: str) -> None:
        for _ in range(20):
            page.keyboard.press("Tab")
            if page.locator(f"{selector}:focus").count():
                assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
                return
        raise AssertionError(f"no way to {selector}")

    for at in range(3):
        expect(page.locator(".question.is-current .question-number")).to_have_text(f"Câu {at + 1}/4")
        tab_to("#next")
        page.keyboard.press("Enter")
    tab_to("#review")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Nộp bài?")


def test_a_clock_that_stood_still_or_ran_ahead_is_set_again(
    phone: BrowserContext, quiz: Quiz, code: str
) -> None:
    phone.add_init_script(CLOCK)
    page = phone.new_page()
    begin(page, quiz, code)
    # It slept for two minutes, then it ran a minute ahead.
    for off, wrong, right in ((-120_000, "^11:5", "^09:[345]"), (-60_000, "^0?[78]:", "^09:[345]")):
        page.evaluate("(value) => { off = value; }", off)
        expect(page.locator("#time")).to_have_text(re.compile(wrong))
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        expect(page.locator("#time")).to_have_text(re.compile(right))


def test_keys_of_the_keyboard(phone: BrowserContext, quiz: Quiz, code: str) -> None:
    page = phone.new_page()
    begin(page, quiz, code)
    at = next(one.position for one in services.shown(attempt_of(quiz)) if one.kind == "single_choice")
    for _ in range(at):
        page.keyboard.press("PageDown")
    page.keyboard.press("b")
    expect(page.locator("#stored")).to_have_text("Đã lưu 1/4")
    order = attempt_of(quiz).paper[at][1]
    assert stored(quiz) == {at: str(order[1])}


def test_enter_in_a_text_goes_on(phone: BrowserContext, quiz: Quiz, code: str) -> None:
    quiz.part.rules = {
        "quiz": {
            "shuffle_questions": False,
            "draw": [{"count": 1, "kind": "short_answer"}, {"count": 1, "kind": "true_false"}],
        }
    }
    db.session.commit()
    enter(phone.new_page(), quiz, code)
    page = phone.pages[0]
    page.get_by_role("link", name="Vào thi").click()
    page.get_by_role("button", name="Bắt đầu làm bài").click()
    runs(page)
    page.locator(".question.is-current input[type=text]").fill("1945")
    page.keyboard.press("Enter")
    expect(page.locator(".question.is-current .question-number")).to_have_text("Câu 2/2")
    expect(page.locator("#stored")).to_have_text("Đã lưu 1/2")
    assert stored(quiz) == {0: "1945"}


def test_without_script(browser: Browser, live_server: str, quiz: Quiz, code: str) -> None:
    context = browser.new_context(viewport=PHONE, base_url=live_server, java_script_enabled=False)
    page = context.new_page()
    enter(page, quiz, code)
    page.get_by_role("link", name="Vào thi").click()
    page.get_by_role("button", name="Bắt đầu làm bài").click()
    expect(page.locator(".question:visible")).to_have_count(4)
    page.locator("input[type=radio]").first.check()
    page.get_by_role("button", name="Lưu câu trả lời").click()
    expect(page.locator(".alert")).to_have_text("Đã lưu tất cả câu trả lời.")
    expect(page.locator("#stored")).to_have_text("Đã lưu 1/4")
    page.locator("input[type=text]").fill("1945")
    page.get_by_role("button", name="Nộp bài").click()
    expect(page.locator(".finished-count")).to_have_text("2/4")
    page.get_by_role("button", name="Nộp bài").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Đã nộp bài")
    context.close()


def change_rules(quiz: Quiz, **settings: object) -> None:
    quiz.part.rules = {"quiz": quiz.part.rules["quiz"] | settings}
    db.session.commit()


def end_in(quiz: Quiz, seconds: int) -> None:
    """The attempt ends soon."""
    attempt = attempt_of(quiz)
    attempt.base_deadline = attempt.deadline = clock.now() + timedelta(seconds=seconds)
    db.session.commit()


def late_answers(quiz: Quiz) -> list[LateAnswer]:
    db.session.rollback()
    return list(late.pending(quiz.part))


@on_one
def test_the_deadline_passes_without_a_network(phone: BrowserContext, quiz: Quiz, code: str) -> None:
    page = phone.new_page()
    begin(page, quiz, code)
    answer_current(page)
    expect(page.locator("#stored")).to_have_text("Đã lưu 1/4")
    end_in(quiz, 10)
    page.reload()
    runs(page)
    phone.set_offline(True)
    for _ in range(2):
        page.get_by_role("button", name="Câu sau").click()
        answer_current(page)
    expect(page.locator("#time")).to_have_text("00:00", timeout=15_000)
    expect(page.locator("#notice")).to_contain_text("Hết giờ và đang mất kết nối")
    expect(page.locator(".question.is-current input").last).to_be_disabled()
    expect(page.locator("#rescue-text")).to_contain_text("2 câu trả lời chưa gửi được")
    with page.expect_download() as download:
        page.get_by_role("button", name="Lưu tệp câu trả lời").click()
    assert download.value.suggested_filename == "kien-thuc-001.txt"
    file = download.value.path().read_text("utf-8")
    page.get_by_role("button", name="Hiện mã QR").click()
    code_text = page.locator("#rescue-codes img").get_attribute("data-text")
    assert f"{code_text}\n" == file
    phone.set_offline(False)
    expect(page.get_by_role("heading", level=1)).to_have_text("Hết giờ, bài đã đóng", timeout=30_000)
    expect(page.locator("#late")).to_have_text("2 câu gửi muộn, chờ giám thị quyết định.")
    expect(page.locator(".finished-count")).to_have_text("1/4")
    received = late_answers(quiz)
    attempt = attempt_of(quiz)
    made = [attempt.started_at + timedelta(milliseconds=one.made_ms) for one in received]
    assert len(received) == 2 and all(moment < attempt.deadline for moment in made)
    assert len(stored(quiz)) == 1
    # The file says the same as what was sent.
    (text,) = rescue.read(file, lambda _attempt: late.key(attempt))
    assert [(one.given.position, one.given.response) for one in text.answers] == [
        (one.position, one.response) for one in received
    ]
    page.reload()
    expect(page.locator("#late")).to_have_text("2 câu gửi muộn, chờ giám thị quyết định.")
    holds(page, 0)


def test_a_tab_closed_without_a_network_comes_back_after_the_deadline(
    phone: BrowserContext, quiz: Quiz, code: str
) -> None:
    page = phone.new_page()
    begin(page, quiz, code)
    address = page.url
    phone.set_offline(True)
    answer_current(page)
    expect(page.locator("#notice")).to_contain_text("Mất kết nối")
    page.close()
    # A minute passes, and the attempt with it. (Without it, what the page counts too early for the way of its request to
    # the server would decide whether the answer was given in time.)
    attempt = attempt_of(quiz)
    attempt.started_at -= timedelta(minutes=1)
    end_in(quiz, 0)
    phone.set_offline(False)
    again = phone.new_page()
    again.goto(address)
    expect(again.get_by_role("heading", level=1)).to_have_text("Hết giờ, bài đã đóng")
    expect(again.locator("#late")).to_have_text("1 câu gửi muộn, chờ giám thị quyết định.")
    assert (len(late_answers(quiz)), stored(quiz)) == (1, {})


def test_after_the_grace_only_a_file_is_left(phone: BrowserContext, quiz: Quiz, code: str) -> None:
    change_rules(quiz, grace=1)
    page = phone.new_page()
    begin(page, quiz, code)
    address = page.url
    phone.set_offline(True)
    answer_current(page)
    expect(page.locator("#notice")).to_contain_text("Mất kết nối")
    page.close()
    end_in(quiz, -2)
    phone.set_offline(False)
    again = phone.new_page()
    again.goto(address)
    expect(again.locator("#late")).to_contain_text("Đã quá thời hạn nhận câu trả lời gửi muộn")
    expect(again.get_by_role("button", name="Lưu tệp câu trả lời")).to_be_visible()
    assert late_answers(quiz) == []


@on_one
def test_extra_time_granted_while_a_page_was_offline_reopens_it(
    phone: BrowserContext, quiz: Quiz, code: str
) -> None:
    page = phone.new_page()
    begin(page, quiz, code)
    end_in(quiz, 5)
    page.reload()
    runs(page)
    phone.set_offline(True)
    answer_current(page)
    expect(page.locator("#notice")).to_contain_text("Hết giờ và đang mất kết nối", timeout=15_000)
    times.grant(quiz.part, Scope(), 300, "Mất mạng")
    phone.set_offline(False)
    expect(page.locator("#notice")).to_contain_text("Chưa hết giờ", timeout=30_000)
    expect(page.locator("#stored")).to_have_text("Đã lưu 1/4")
    page.get_by_role("button", name="Câu sau").click()
    answer_current(page)
    expect(page.locator("#stored")).to_have_text("Đã lưu 2/4")


@on_one
def test_extra_time_and_a_pause_reach_the_open_page(phone: BrowserContext, quiz: Quiz, code: str) -> None:
    page = phone.new_page()
    begin(page, quiz, code)
    times.grant(quiz.part, Scope(), 300, "Máy chậm")
    answer_current(page)  # the reply tells
    expect(page.locator("#notice")).to_contain_text("Đồng chí được thêm 05:00")
    expect(page.locator("#time")).to_have_text(re.compile("^14:"))
    expect(page.locator("#stored")).to_have_text("Đã lưu 1/4")

    fact = times.pause(quiz.part, Scope(), "Mất điện")
    expect(page.locator("#paused")).to_be_visible(timeout=25_000)  # the page asks by itself
    stands = page.locator("#time").inner_text()
    page.get_by_role("button", name="Câu sau").click()
    answer_current(page)
    expect(page.locator(".paper-grid a.is-unsent")).to_have_count(1)
    expect(page.locator("#stored")).to_have_text("Đã lưu 1/4")
    page.get_by_role("button", name="Nộp bài").click()
    expect(page.locator("#notice")).to_have_text("Bài thi đang tạm dừng, thời gian đứng yên.")
    expect(page.locator("#time")).to_have_text(stands)
    assert len(stored(quiz)) == 1

    times.resume(fact)
    expect(page.locator("#paused")).to_be_hidden(timeout=25_000)
    expect(page.locator("#notice")).to_contain_text("Bài thi tiếp tục")
    expect(page.locator("#stored")).to_have_text("Đã lưu 2/4")
    assert page.locator("#time").inner_text() <= stands

    times.pause(quiz.part, Scope(), "Lại mất điện")
    page.get_by_role("button", name="Câu sau").click()
    answer_current(page)  # this time the refusal tells
    expect(page.locator("#paused")).to_be_visible()
    expect(page.locator("#stored")).to_have_text("Đã lưu 2/4")


def test_no_way_back(phone: BrowserContext, quiz: Quiz, code: str) -> None:
    change_rules(quiz, show="forward")
    page = phone.new_page()
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    begin(page, quiz, code)
    expect(page.get_by_role("button", name="Câu trước")).to_be_hidden()
    answer_current(page)
    expect(page.locator("#stored")).to_have_text("Đã lưu 1/4")
    for _ in range(2):
        page.get_by_role("button", name="Câu sau").click()
    assert len(asked) == 1
    number = page.locator(".question.is-current .question-number")
    expect(number).to_have_text("Câu 3/4")
    page.get_by_text("Danh sách câu hỏi").click()
    page.locator(".paper-grid a").first.click()
    expect(number).to_have_text("Câu 3/4")
    page.keyboard.press("PageUp")
    expect(number).to_have_text("Câu 3/4")
    page.reload()
    runs(page)
    expect(number).to_have_text("Câu 3/4")
    answer_current(page)
    expect(page.locator("#stored")).to_have_text("Đã lưu 2/4")
    page.reload()
    runs(page)
    expect(number).to_have_text("Câu 3/4")
    given = stored(quiz)
    assert (list(given), given[1]) == ([0, 1, 2], "")
    page.get_by_role("button", name="Câu sau").click()
    answer_current(page)
    expect(page.locator("#stored")).to_have_text("Đã lưu 3/4")
    page.get_by_role("button", name="Nộp bài").click()
    page.get_by_role("button", name="Nộp bài").click()
    expect(page.locator(".finished-count")).to_have_text("3/4")


def test_no_way_back_without_script(browser: Browser, live_server: str, quiz: Quiz, code: str) -> None:
    change_rules(quiz, show="forward")
    context = browser.new_context(viewport=PHONE, base_url=live_server, java_script_enabled=False)
    page = context.new_page()
    enter(page, quiz, code)
    page.get_by_role("link", name="Vào thi").click()
    page.get_by_role("button", name="Bắt đầu làm bài").click()
    for at in range(4):
        expect(page.locator(".question:visible .question-number")).to_have_text(f"Câu {at + 1}/4")
        field = page.locator(".question:visible input[name^=a]").first
        if field.get_attribute("type") == "text":
            field.fill("1945")
        else:
            field.check()
        page.get_by_role("button", name="Sang câu sau" if at < 3 else "Lưu câu trả lời").click()
    expect(page.locator("#stored")).to_have_text("Đã lưu 4/4")
    expect(page.get_by_role("button", name="Sang câu sau")).to_have_count(0)
    assert all(stored(quiz).values())
    context.close()


def test_all_on_one_page(phone: BrowserContext, quiz: Quiz, code: str) -> None:
    change_rules(quiz, show="all")
    page = phone.new_page()
    begin(page, quiz, code)
    expect(page.locator(".question:visible")).to_have_count(4)
    expect(page.get_by_role("button", name="Câu sau")).to_be_hidden()
    for at in range(4):
        field = page.locator(f"#q{at + 1} input[name^=a]").first
        if field.get_attribute("type") == "text":
            field.fill("1945")
        else:
            field.check()
    expect(page.locator("#stored")).to_have_text("Đã lưu 4/4")
    page.get_by_text("Danh sách câu hỏi").click()
    page.locator(".paper-grid a").nth(2).click()
    expect(page.locator("#q3 legend")).to_be_focused()
    page.get_by_role("button", name="Nộp bài").click()
    expect(page.locator(".finished-count")).to_have_text("4/4")


def test_the_receipt_is_of_what_is_stored(phone: BrowserContext, quiz: Quiz, code: str) -> None:
    page = phone.new_page()
    begin(page, quiz, code)
    answer_current(page)
    expect(page.locator("#stored")).to_have_text("Đã lưu 1/4")
    page.get_by_role("button", name="Nộp bài").click()
    page.get_by_role("button", name="Nộp bài").click()
    db.session.rollback()
    receipt = services.receipt_of(attempt_of(quiz))
    expect(page.locator(".receipt-short")).to_have_text(receipt.short)
    page.get_by_text("Mã đầy đủ").click()
    expect(page.locator(".receipt-full")).to_have_text(" ".join(receipt.groups))


def test_letters_and_contrast_are_kept(phone: BrowserContext, quiz: Quiz, code: str) -> None:
    page = phone.new_page()
    begin(page, quiz, code)
    page.get_by_text("Danh sách câu hỏi").click()
    page.get_by_role("button", name="Rất lớn").click()
    page.get_by_role("button", name="Tương phản cao").click()
    page.reload()
    runs(page)
    page.get_by_text("Danh sách câu hỏi").click()
    expect(page.get_by_role("button", name="Rất lớn")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("button", name="Tương phản cao")).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "22.4px"
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
