"""The contestant's pages without script, and the staff's."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import html

from contest.kernel import clock
from contest.kernel.db import db
from contest.playing import services
from contest.playing.models import Attempt
from tests.contest.playing.quizzes import CLOSES, DURING, OPENS, Quiz, person, sign_in


@pytest.fixture
def me(client: FlaskClient, quiz: Quiz) -> FlaskClient:
    sign_in(client, quiz.entrants[0])
    return client


def read(client: FlaskClient, path: str) -> Any:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return html.fromstring(answer.text)


def of_class(tree: Any, name: str) -> list[Any]:
    found: list[Any] = tree.find_class(name)
    return found


def alerts(client: FlaskClient, path: str) -> list[str]:
    return [" ".join(one.text_content().split()) for one in of_class(read(client, path), "alert")]


def form_of(client: FlaskClient, quiz: Quiz) -> dict[str, Any]:
    """What the paper's form would send."""
    form = read(client, f"{quiz.path}/paper").forms[0]
    values: dict[str, Any] = {}
    for name, value in form.form_values():
        values.setdefault(name, []).append(value)
    return values


def attempt_of(quiz: Quiz) -> Attempt:
    db.session.rollback()
    return services.attempts_of(quiz.entrants[0], quiz.part)[-1]


def answers(quiz: Quiz) -> dict[int, tuple[str, bool]]:
    return {at: (one.response, one.flagged) for at, one in services.answers_of(attempt_of(quiz)).items()}


def place(quiz: Quiz, kind: str) -> int:
    return next(one.position for one in services.shown(attempt_of(quiz)) if one.kind == kind)


def test_the_whole_way_without_script(me: FlaskClient, quiz: Quiz) -> None:
    home = read(me, f"/c/{quiz.contest.code}/play")
    assert quiz.path in [link.get("href") for link in of_class(home, "btn")]
    begun = me.post(quiz.path)
    assert (begun.status_code, begun.location) == (303, f"{quiz.path}/paper")
    single, several, text = (
        place(quiz, kind) for kind in ("single_choice", "several_correct", "short_answer")
    )
    form = form_of(me, quiz) | {
        f"a{single}": "1",
        f"a{several}": ["2", "0"],
        f"a{text}": "  1945 ",
        f"f{text}": "on",
        "action": "save",
    }
    assert me.post(f"{quiz.path}/paper", data=form).location == f"{quiz.path}/paper"
    assert alerts(me, f"{quiz.path}/paper") == ["Đã lưu tất cả câu trả lời."]
    assert answers(quiz) == {single: ("1", False), several: ("0,2", False), text: ("1945", True)}
    again = form_of(me, quiz)
    assert (again[f"a{single}"], sorted(again[f"a{several}"]), again[f"a{text}"]) == (
        ["1"],
        ["0", "2"],
        ["1945"],
    )

    again |= {f"a{single}": "0", "action": "review"}
    assert me.post(f"{quiz.path}/paper", data=again).location == f"{quiz.path}/review"
    review = read(me, f"{quiz.path}/review")
    assert of_class(review, "finished-count")[0].text == "3/4"
    missing = [one.text for one in review.xpath("//*[@class='unanswered']//a")]
    assert missing == [f"Câu {place(quiz, 'true_false') + 1}", f"Câu {text + 1}"]
    assert me.post(f"{quiz.path}/finish").location == f"{quiz.path}/done"
    done = read(me, f"{quiz.path}/done")
    assert done.xpath("//h1")[0].text == "Đã nộp bài"
    assert of_class(done, "finished-count")[0].text == "3/4"
    for page in ("paper", "review"):
        assert me.get(f"{quiz.path}/{page}").location == f"{quiz.path}/done"


def test_no_key_ever_reaches_the_browser(me: FlaskClient, quiz: Quiz) -> None:
    me.post(quiz.path)
    page = me.get(f"{quiz.path}/paper")
    assert "accepted" not in page.text
    assert "key" not in page.text.replace("keyboard", "")
    assert "no-store" in page.headers["Cache-Control"]


def test_a_second_window_does_not_overwrite_the_first(me: FlaskClient, quiz: Quiz) -> None:
    me.post(quiz.path)
    single = place(quiz, "single_choice")
    first, second = form_of(me, quiz), form_of(me, quiz)
    me.post(f"{quiz.path}/paper", data=second | {f"a{single}": "1", "action": "save"})
    me.get(f"{quiz.path}/paper")
    me.post(f"{quiz.path}/paper", data=first | {f"a{single}": "2", "action": "save"})
    assert answers(quiz) == {single: ("1", False)}
    assert alerts(me, f"{quiz.path}/paper") == [
        "1 câu đã được sửa ở cửa sổ khác; trang hiện câu trả lời mới nhất."
    ]


def test_a_form_after_the_deadline(me: FlaskClient, quiz: Quiz) -> None:
    me.post(quiz.path)
    form = form_of(me, quiz)
    with clock.freeze(attempt_of(quiz).deadline):
        sent = me.post(f"{quiz.path}/paper", data=form | {"a0": "0", "action": "save"})
        assert sent.location == f"{quiz.path}/paper"
        assert me.get(sent.location).location == f"{quiz.path}/done"
        assert alerts(me, f"{quiz.path}/done") == [
            "Đã hết giờ làm bài. Câu vừa gửi không được lưu; những câu đã lưu vẫn được giữ."
        ]
        assert read(me, f"{quiz.path}/done").xpath("//h1")[0].text == "Hết giờ, bài đã đóng"
    assert answers(quiz) == {}


@pytest.mark.parametrize(("field", "value"), [("a0", "99"), ("a0", "x" * 2001), ("s0", "9" * 30)])
def test_a_form_that_makes_no_sense_stores_nothing(
    me: FlaskClient, quiz: Quiz, field: str, value: str
) -> None:
    quiz.part.rules = {"quiz": {"draw": [{"count": 1, "kind": "single_choice"}]}}
    db.session.commit()
    me.post(quiz.path)
    form = form_of(me, quiz) | {"a0": "0", "action": "save"}
    me.post(f"{quiz.path}/paper", data=form | {field: value})
    assert len(alerts(me, f"{quiz.path}/paper")) == 1
    assert answers(quiz) == {}


def test_the_true_time_is_told_before_the_start(me: FlaskClient, quiz: Quiz) -> None:
    assert read(me, quiz.path).xpath("//dd")[1].text == "10:00"
    assert alerts(me, quiz.path) == []
    with clock.freeze(CLOSES - timedelta(seconds=90)):
        assert alerts(me, quiz.path) == [
            "Phần thi sắp đóng: bắt đầu bây giờ đồng chí chỉ còn 1:30 để làm bài."
        ]
        me.post(quiz.path)
    assert attempt_of(quiz).deadline == CLOSES


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (OPENS - timedelta(microseconds=1), "Phần thi chưa mở."),
        (CLOSES, "Phần thi đã đóng."),
    ],
)
def test_no_start_outside_the_window(me: FlaskClient, quiz: Quiz, moment: Any, text: str) -> None:
    with clock.freeze(moment):
        answer = me.post(quiz.path)
        assert answer.status_code == 409
        assert text in answer.text
        assert "Bắt đầu làm bài" not in me.get(quiz.path).text
    assert services.attempts_of(quiz.entrants[0], quiz.part) == []


def test_a_bank_that_is_too_small_says_which_line(me: FlaskClient, quiz: Quiz) -> None:
    quiz.part.rules = {"quiz": {"draw": [{"count": 1}, {"count": 3, "topic": "Số"}]}}
    db.session.commit()
    answer = me.post(quiz.path)
    assert answer.status_code == 409
    assert "Số" in " ".join(html.fromstring(answer.text).find_class("alert")[0].text_content().split())
    assert services.attempts_of(quiz.entrants[0], quiz.part) == []


def test_one_attempt_unless_the_rules_allow_more(me: FlaskClient, quiz: Quiz) -> None:
    me.post(quiz.path)
    me.post(f"{quiz.path}/finish")
    assert me.post(quiz.path).status_code == 409
    quiz.part.rules = quiz.part.rules | {"attempts": {"limit": 2}}
    db.session.commit()
    assert "Làm thêm một lượt" in me.get(f"{quiz.path}/done").text
    assert me.post(quiz.path).status_code == 303
    assert attempt_of(quiz).number == 2


def test_pages_without_an_attempt(me: FlaskClient, quiz: Quiz) -> None:
    assert [me.get(f"{quiz.path}/{page}").status_code for page in ("paper", "review", "done")] == [404] * 3
    assert [me.post(f"{quiz.path}/{page}").status_code for page in ("paper", "finish")] == [404] * 2
    quiz.part.method = "panel"
    db.session.commit()
    assert me.get(quiz.path).status_code == 404


PAGES = ("", "/paper", "/review", "/done")


def test_who_may_not_sit(client: FlaskClient, quiz: Quiz) -> None:
    for principal in (person("s", quiz.contest, "secretary"), person("j", quiz.contest, "judge")):
        sign_in(client, principal)
        assert {client.get(quiz.path + page).status_code for page in PAGES} == {403}
        assert {client.post(quiz.path + page).status_code for page in ("", "/paper", "/finish")} == {403}
        assert client.get(f"/c/{quiz.contest.code}/play").status_code == 403
    sign_in(client, None)
    assert {client.get(quiz.path + page).status_code for page in PAGES} == {302}
    quiz.entrants[0].status = "withdrawn"
    db.session.commit()
    sign_in(client, quiz.entrants[0])
    assert {client.get(quiz.path + page).status_code for page in PAGES} == {302}


def test_who_is_in_another_stage_may_not_sit(client: FlaskClient, quiz: Quiz) -> None:
    from contest.organising.models import Stage  # only here

    later = Stage(contest=quiz.contest, code="ck", name="Chung kết", position=5, rules={})
    db.session.add(later)
    db.session.flush()
    quiz.entrants[0].stage_id = later.id
    db.session.commit()
    sign_in(client, quiz.entrants[0])
    assert client.get(quiz.path).status_code == 403
    assert client.post(quiz.path).status_code == 403


# --- the staff's pages


def test_the_desk(client: FlaskClient, quiz: Quiz) -> None:
    attempt = services.begin(quiz.entrants[0], quiz.part)
    services.save_form(attempt, 1, [services.rules.read_given(0, "0", False, 1)])
    sign_in(client, person("s", quiz.contest, "secretary"))
    quizzes = f"/c/{quiz.contest.code}/desk/quizzes"
    desk = f"{quizzes}/xa/kien-thuc"
    assert client.get(quizzes).location == desk
    rows = [
        [" ".join(cell.text_content().split()) for cell in row]
        for row in read(client, desk).xpath("//tbody/tr")
    ]
    assert rows == [
        ["001 Nguyễn Văn 1", "Đang làm bài", "1", "1/4", "09:00:00", "09:10:00"],
        ["002 Nguyễn Văn 2", "Chưa bắt đầu", "", "", "", ""],
    ]
    paper = f"{quizzes}/attempt/{attempt.id}"
    assert client.get(paper).status_code == 409
    with clock.freeze(attempt.deadline):
        page = read(client, paper)
        assert len(page.xpath("//*[@class='finished-list']/li")) == 4
        tiles = [one.text for one in of_class(read(client, desk), "tile-number")]
        assert tiles == ["2", "0", "1", "0", "0", "0", "1"]
    for principal in (None, quiz.entrants[0], person("j", quiz.contest, "judge")):
        sign_in(client, principal)
        assert client.get(desk).status_code in (302, 403)
        assert client.get(paper).status_code in (302, 403)


def test_an_attempt_belongs_to_its_contest(client: FlaskClient, quiz: Quiz) -> None:
    from contest.organising.models import Contest  # only here

    attempt = services.begin(quiz.entrants[0], quiz.part)
    other = Contest(code="khac", name="Hội thi khác", created_at=DURING, extra={})
    db.session.add(other)
    db.session.commit()
    sign_in(client, person("s", other, "secretary"))
    assert client.get(f"/c/khac/desk/quizzes/attempt/{attempt.id}").status_code == 404
    assert client.get(f"/c/{quiz.contest.code}/desk/quizzes/attempt/{attempt.id}").status_code == 403
