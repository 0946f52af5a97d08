"""The invigilator's measures on their page: what is typed becomes facts, what is wrong is said at its field."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from contest.kernel import clock
from contest.kernel.db import db
from contest.playing import late, services, times
from contest.playing.models import Accommodation, Attempt, Disruption
from contest.playing.rescue import Made
from contest.playing.rules import Given
from tests.contest.playing.quizzes import DURING, Quiz, person, sign_in

MINUTE = timedelta(minutes=1)


@pytest.fixture
def attempts(quiz: Quiz, client: FlaskClient) -> list[Attempt]:
    made = [services.begin(entrant, quiz.part) for entrant in quiz.entrants]
    sign_in(client, person("thuky", quiz.contest, "secretary"))
    return made


def send(client: FlaskClient, what: str, **fields: Any) -> TestResponse:
    return client.post(
        f"/c/thu/desk/quizzes/xa/kien-thuc/measures/{what}", data=fields, follow_redirects=True
    )


def minutes(attempts: list[Attempt]) -> list[float]:
    db.session.expire_all()
    return [(one.deadline - DURING) / MINUTE for one in attempts]


def test_extra_time_for_one_for_a_unit_for_all(client: FlaskClient, attempts: list[Attempt]) -> None:
    assert (
        "Đã cộng thêm"
        in send(
            client, "extra", **{"extra-minutes": "5", "extra-number": "001", "extra-reason": "Máy hỏng"}
        ).text
    )
    assert minutes(attempts) == [15, 10]
    send(client, "extra", **{"extra-minutes": "2", "extra-whom": "unit:qt", "extra-reason": "Mất điện"})
    page = send(client, "extra", **{"extra-minutes": "1", "extra-whom": "", "extra-reason": "Vào muộn"})
    assert minutes(attempts) == [18, 13]
    assert ("001 Nguyễn Văn 1" in page.text, "Phường Quỳnh Thiện" in page.text) == (True, True)


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"minutes": "5", "reason": ""}, "Cần điền ô này."),
        ({"minutes": "0", "reason": "Máy hỏng"}, "Thời gian cộng thêm phải từ 1 giây đến 24 giờ."),
        ({"minutes": "x", "reason": "Máy hỏng"}, "Cần một số, ví dụ 7,5."),
        ({"minutes": "5", "number": "999", "reason": "a"}, "Không có số báo danh “999” trong phần thi này."),
        ({"minutes": "5", "whom": "khac", "reason": "a"}, "Hãy chọn một mục trong danh sách."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_stored(
    client: FlaskClient, attempts: list[Attempt], fields: dict[str, str], problem: str
) -> None:
    answer = send(client, "extra", **{f"extra-{name}": value for name, value in fields.items()})
    assert (answer.status_code, problem in answer.text) == (422, True)
    assert minutes(attempts) == [10, 10]


def test_a_pause_and_going_on(quiz: Quiz, client: FlaskClient, attempts: list[Attempt]) -> None:
    assert "Đã tạm dừng" in send(client, "pause", **{"pause-reason": "Mất điện"}).text
    [fact] = times.facts(Disruption, quiz.part)
    with clock.freeze(DURING + 3 * MINUTE):
        assert "Đã cho làm tiếp" in send(client, f"disruptions/{fact.id}/resume").text
        assert send(client, f"disruptions/{fact.id}/resume").status_code == 409
    assert minutes(attempts) == [13, 13]


def test_an_outage_and_taking_it_back(quiz: Quiz, client: FlaskClient, attempts: list[Attempt]) -> None:
    fields = {
        "outage-from_at": "2026-11-20T09:01",
        "outage-until_at": "2026-11-20T09:04",
        "outage-reason": "Mất điện",
    }
    with clock.freeze(DURING + 5 * MINUTE):
        assert "Đã trừ" in send(client, "outage", **fields).text
        assert minutes(attempts) == [13, 13]
        [fact] = times.facts(Disruption, quiz.part)
        assert send(client, f"disruptions/{fact.id}/revoke").status_code == 422
        assert "Đã thu hồi" in send(client, f"disruptions/{fact.id}/revoke", reason="Nhầm").text
    assert minutes(attempts) == [10, 10]


def test_extra_time_is_taken_back(quiz: Quiz, client: FlaskClient, attempts: list[Attempt]) -> None:
    send(client, "extra", **{"extra-minutes": "5", "extra-reason": "Máy hỏng"})
    [fact] = times.facts(Accommodation, quiz.part)
    send(client, f"accommodations/{fact.id}/revoke", reason="Nhầm người")
    assert minutes(attempts) == [10, 10]
    assert send(client, f"accommodations/{fact.id + 1}/revoke", reason="x").status_code == 404


def test_late_answers_are_decided(quiz: Quiz, client: FlaskClient, attempts: list[Attempt]) -> None:
    with clock.freeze(DURING + 11 * MINUTE):
        late.receive(attempts[0], [Made(Given(at, "", True, 1), 1000) for at in (0, 1)], "sent")
        page = client.get("/c/thu/desk/quizzes/xa/kien-thuc/measures").text
        assert "2 câu gửi muộn chờ quyết định" in page
        fields = {
            "late-answers": f"{attempts[0].id}:0",
            "late-decision": "accepted",
            "late-reason": "Mất mạng",
        }
        assert "Đã quyết định 1 câu" in send(client, "late", **fields).text
        fields |= {"late-answers": f"{attempts[0].id}:1", "late-decision": "refused"}
        send(client, "late", **fields)
    assert list(services.answers_of(attempts[0])) == [0]
    assert late.pending(quiz.part) == []


def test_a_text_that_is_no_rescue_is_refused(client: FlaskClient, attempts: list[Attempt]) -> None:
    assert send(client, "rescue", **{"rescue-text": "xin chào"}).status_code in (409, 422)
