"""Studying over HTTP: each answer with its key, wrong ones again, sets that are not open stay shut."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from contest.kernel.errors import Invalid, Refused
from question_bank import services as banks
from question_bank.exchange.questions import ReadQuestion
from question_bank.models import Bank, Question
from question_bank.services import Filter
from question_bank.study import services
from question_bank.study.models import StudyAnswer, StudySet
from tests.question_bank.making import single

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def bank(app: Flask) -> Bank:
    held = banks.start_bank("on", "Ngân hàng", None)
    for code, topic in (("1", "Luật"), ("2", "Luật"), ("3", "Sử")):
        banks.add(held, single(text=f"Câu hỏi {code}?", code=code, topic=topic, explanation=f"Vì {code}."))
    banks.add(
        held,
        ReadQuestion("situation", "Xử lý thế nào?", {"model_answer": "Bình tĩnh.", "rubric": ""}, code="4"),
    )
    return held


@pytest.fixture
def study(bank: Bank) -> StudySet:
    return services.add(bank, services.Draft("Ôn thi", "on-thi", "anyone", None, None), Filter())


def asked(page: str) -> int:
    """The id of the question on a page."""
    found = re.search(r'name="question" value="(\d+)"', page)
    assert found is not None
    return int(found[1])


def text_of(page: str) -> str:
    found = re.search(r'class="question-text lines">(.*?)</span>', page, re.S)
    assert found is not None
    return found[1]


def test_a_set_from_its_first_answer_to_all_right(client: FlaskClient, study: StudySet) -> None:
    key = {question.id: question.latest.body.get("key", [0])[0] for question in Question.query.all()}

    def ask(query: str = "") -> str:
        return client.get(f"/study/on-thi/ask{query}").text

    def give(page: str, value: str, query: str = "") -> str:
        data = {"question": asked(page), "a": value}
        return client.post(f"/study/on-thi/ask{query}", data=data, follow_redirects=True).text

    first = ask()
    assert text_of(first) == "Câu hỏi 1?"
    assert "Vì 1." not in first and "✓" not in first
    wrong = give(first, str(1 - key[asked(first)]))
    assert "Chưa đúng" in wrong and "Vì 1." in wrong

    # A topic alone.
    other = ask("?topic=" + str(study.bank.topics[1].id))
    assert text_of(other) == "Câu hỏi 3?"
    assert "Đúng" in give(other, str(key[asked(other)]))

    second = ask()
    give(second, str(key[asked(second)]))
    case = ask()
    assert text_of(case) == "Xử lý thế nào?" and "Bình tĩnh." not in case
    shown = give(case, "")
    assert "Bình tĩnh." in shown
    client.post(f"/study/on-thi/answered/{asked(case)}", data={"knew": "yes"})

    overview = client.get("/study/on-thi").text
    assert "4/4 câu, đúng 3" in overview and "Làm lại 1 câu chưa đúng" in overview
    again = ask("?again=1")
    assert text_of(again) == "Câu hỏi 1?"
    give(again, str(key[asked(again)]), "?again=1")
    assert "Đồng chí đã trả lời đúng tất cả các câu." in client.get("/study/on-thi").text
    assert client.get("/study/on-thi/ask").headers["Location"] == "/study/on-thi"

    client.post("/study/on-thi/forget")
    assert "0/4 câu, đúng 0" in client.get("/study/on-thi").text


def test_each_browser_studies_for_itself(app: Flask, client: FlaskClient, study: StudySet) -> None:
    page = client.get("/study/on-thi/ask").text
    client.post("/study/on-thi/ask", data={"question": asked(page), "a": "0"})
    other = app.test_client()
    assert other.get(f"/study/on-thi/answered/{asked(page)}").status_code == 302
    assert StudyAnswer.query.count() == 1


def test_an_empty_answer_and_a_strange_question_are_refused(
    client: FlaskClient, bank: Bank, study: StudySet
) -> None:
    page = client.get("/study/on-thi/ask").text
    empty = client.post("/study/on-thi/ask", data={"question": asked(page)}, follow_redirects=True)
    assert "Hãy chọn hoặc gõ câu trả lời." in empty.text
    banks.retire(Question.query.filter_by(code="1").one())
    gone = client.post("/study/on-thi/ask", data={"question": asked(page), "a": "0"}, follow_redirects=True)
    assert "Câu này không còn trong bộ ôn tập." in gone.text
    assert client.post("/study/on-thi/ask", data={"question": 999999, "a": "0"}).status_code == 404
    assert StudyAnswer.query.count() == 0


def test_who_does_not_know_sees_the_key_and_is_asked_again(client: FlaskClient, study: StudySet) -> None:
    page = client.get("/study/on-thi/ask").text
    sent = {"question": asked(page), "a": "0", "unknown": "1"}
    told = client.post("/study/on-thi/ask", data=sent, follow_redirects=True).text
    assert "Chưa đúng" in told
    assert "Đáp án: " in told
    (kept,) = StudyAnswer.query
    assert (kept.response, kept.is_right, kept.times) == ("", False, 1)
    assert "Làm lại 1 câu chưa đúng" in client.get("/study/on-thi").text


def test_the_answer_keeps_the_key_that_was_asked(client: FlaskClient, bank: Bank, study: StudySet) -> None:
    page = client.get("/study/on-thi/ask").text
    client.post("/study/on-thi/ask", data={"question": asked(page), "a": "0"})
    held = Question.query.filter_by(code="1").one()
    banks.revise(held, single(text="Câu khác hẳn?", code="1", topic="Luật"), None)
    assert text_of(client.get(f"/study/on-thi/answered/{held.id}").text) == "Câu hỏi 1?"


def test_a_set_opens_and_closes_by_the_clock(
    client: FlaskClient, study: StudySet, freeze: Callable[[datetime], AbstractContextManager[None]]
) -> None:
    later = NOON + timedelta(hours=1)
    services.change(study, services.Draft("Ôn thi", "on-thi", "anyone", NOON, later), study.version)
    for moment, status in ((NOON - timedelta(seconds=1), 302), (NOON, 200), (later, 302)):
        with freeze(moment):
            assert client.get("/study/on-thi").status_code == status
            assert ("Ôn thi" in client.get("/study/").text) == (status == 200)


def test_a_set_for_those_who_signed_in_is_shut_to_others(client: FlaskClient, study: StudySet) -> None:
    services.change(study, services.Draft("Ôn thi", "on-thi", "signed_in", None, None), study.version)
    assert client.get("/study/on-thi/ask").headers["Location"].startswith("/sign-in")


def test_what_a_keeper_says_wrongly_is_refused(bank: Bank, study: StudySet) -> None:
    with pytest.raises(Invalid) as same:
        services.add(bank, services.Draft("Khác", "on-thi", "anyone", None, None), Filter())
    assert same.value.field == "code"
    with pytest.raises(Invalid) as late:
        services.add(bank, services.Draft("Khác", "khac", "anyone", NOON, NOON), Filter())
    assert late.value.field == "closes_at"
    with pytest.raises(Refused):
        services.change(study, services.Draft("X", "on-thi", "anyone", None, None), study.version - 1)


def test_a_selection_is_kept_as_a_filter(bank: Bank) -> None:
    draft = services.Draft("Luật", "luat", "anyone", None, None)
    study = services.add(bank, draft, Filter(topic=bank.topics[0].id, state="all"))
    assert study.selection == {"topic": bank.topics[0].id}
    assert services.overview(study, "x").whole.total == 2
    banks.add(bank, single(text="Mới?", code="9", topic="Luật"))
    assert services.overview(study, "x").whole.total == 3
