"""Answers in several fields, shares and predictions: from the form and the API to the points that count."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html

from contest.kernel import clock
from contest.organising.definition_types import QuizDraw, QuizSettings
from contest.playing import late, reviewing, rules, services, store
from contest.playing.models import Attempt
from contest.playing.papers import Item, draw_paper
from contest.playing.rescue import Made
from contest.ranking.services import standings
from tests.contest.playing.kinds import BODIES, PARTLY, RIGHT, SETTINGS, questions
from tests.contest.playing.quizzes import CLOSES, Quiz, build, sign_in

PLACE = {code: at for at, code in enumerate(BODIES)}


def quiz_of(people: int = 1, stage: dict[str, Any] | None = None, **settings: Any) -> Quiz:
    rules_ = {"quiz": SETTINGS | settings, "prediction": {"of": "participants"}}
    quiz = build(rules_, questions(), people=people)
    quiz.stage.rules = stage or {}
    return quiz


def answer(attempt: Attempt, given: dict[str, str]) -> dict[str, str]:
    """Send responses by kind; what became of each."""
    sent = [rules.Given(PLACE[code], response, False, 1) for code, response in given.items()]
    sent.sort(key=lambda one: one.position)
    results = store.store(attempt.id, attempt.entrant_id, attempt.entrant.session_version, sent)
    return {list(BODIES)[one.position]: result.outcome for one, result in zip(sent, results, strict=True)}


def points(quiz: Quiz) -> Any:
    with clock.freeze(CLOSES):
        [marked] = services.marked_points(quiz.part)
    return marked.points, marked.prediction


@pytest.mark.parametrize(
    ("partial", "given", "expected"),
    [
        (False, RIGHT, Decimal(30)),
        (True, RIGHT, Decimal(30)),
        (False, PARTLY, Decimal(3)),
        (True, PARTLY, Decimal(2 + 3 + 3 + 3)),
        (True, {}, Decimal(0)),
    ],
)
def test_shares_become_points(
    app: Flask, during: None, partial: bool, given: dict[str, str], expected: Decimal
) -> None:
    quiz = quiz_of(partial=partial)
    attempt = services.begin(quiz.entrants[0], quiz.part)
    assert set(answer(attempt, given).values()) <= {"stored"}
    assert services.settings_of(quiz.part).max_points == 30
    assert points(quiz) == (expected, Decimal(1200) if given is RIGHT else None)


@pytest.mark.parametrize(
    "given",
    [
        # More lines than there are fields; an option that there is not.
        {"matching": "0\n1\n2\n3", "ordering": "1\n2\n3\n4\n5", "cloze": "a\nb\nc", "weighted_choice": "3"},
        {"weighted_choice": "0\n1"},
    ],
)
def test_what_can_not_be_an_answer_to_that_question_is_not_stored(
    app: Flask, during: None, given: dict[str, str]
) -> None:
    quiz = quiz_of()
    attempt = services.begin(quiz.entrants[0], quiz.part)
    assert answer(attempt, given) == dict.fromkeys(given, "unknown")
    made = [Made(rules.Given(PLACE[code], response, False, 2), 1000) for code, response in given.items()]
    with clock.freeze(attempt.deadline):
        assert late.receive(attempt, made, "file").refused == tuple(PLACE[code] for code in given)


def test_a_form_without_script_stores_every_kind(client: FlaskClient, during: None) -> None:
    quiz = quiz_of()
    sign_in(client, quiz.entrants[0])
    client.post(quiz.path)
    form = html.fromstring(client.get(f"{quiz.path}/paper").text).get_element_by_id("paper")
    for code, response in RIGHT.items():
        name = f"a{PLACE[code]}"
        if f"{name}.0" in form.fields:
            for at, line in enumerate(response.split("\n")):
                form.fields[f"{name}.{at}"] = line
        else:
            form.fields[name] = response
    client.post(f"{quiz.path}/paper", data=dict(form.form_values()))
    attempt = services.attempts_of(quiz.entrants[0], quiz.part)[0]
    stored = {at: one.response for at, one in services.answers_of(attempt).items()}
    assert stored == {PLACE[code]: response for code, response in RIGHT.items()}
    # And the form shows what is stored.
    again = html.fromstring(client.get(f"{quiz.path}/paper").text).get_element_by_id("paper")
    assert {name: value for name, value in again.form_values() if name[0] == "a"} == {
        name: value for name, value in form.form_values() if name[0] == "a"
    }


def test_no_page_holds_a_key(client: FlaskClient, during: None) -> None:
    """Whatever is right, the page is the same, but for what the texts themselves are."""
    quiz = quiz_of()
    sign_in(client, quiz.entrants[0])
    client.post(quiz.path)
    page = client.get(f"{quiz.path}/paper").text
    assert "3,14" not in page
    assert "3.14" not in page
    assert "0.5" not in page
    shown = {
        one.kind: one.present for one in services.shown(services.attempts_of(quiz.entrants[0], quiz.part)[0])
    }
    assert "key" not in json.dumps(shown)
    order = [item["line"] for item in shown["ordering"]["items"]]
    texts = [item["text"] for item in shown["ordering"]["items"]]
    assert [text for _, text in sorted(zip(order, texts, strict=True))] == sorted(BODIES["ordering"]["items"])


def test_what_a_contestant_sees_afterwards(app: Flask, during: None) -> None:
    quiz = quiz_of(review="key", review_from="20/11/2026 12:00")
    attempt = services.begin(quiz.entrants[0], quiz.part)
    answer(attempt, PARTLY | {"prediction": "1.200", "number": "3,2"})
    with clock.freeze(CLOSES):
        [seen] = reviewing.reviewed(quiz.entrants[0], quiz.part)
    assert seen.points == 3
    words = {code: seen.questions[at] for code, at in PLACE.items()}
    assert (words["number"].given, words["number"].key, words["number"].share) == ("3,2", "3,14 ± 0,01 cm", 0)
    assert words["matching"].given == "Thủ đô = Hà Nội"
    assert words["matching"].key == "Thủ đô = Hà Nội; Cố đô = Huế; Thành phố cảng = Hải Phòng"
    assert words["ordering"].given == "1. Tiếp nhận đơn; 2. Thụ lý; 3. Kết luận; 4. Xác minh"
    assert words["cloze"].given == "(1) hà nội"
    assert "Báo cáo" in words["weighted_choice"].given
    assert (words["prediction"].given, words["prediction"].worth) == ("1.200", None)


def test_equal_points_are_told_apart_by_the_nearer_prediction(app: Flask, during: None) -> None:
    """Scenarios C and E: everything right, then |prediction − actual|, all from the quiz."""
    quiz = quiz_of(people=3, stage={"ties": ["prediction", "shared"]})
    for entrant, predicted in zip(quiz.entrants, ("9", "4", ""), strict=True):
        answer(services.begin(entrant, quiz.part), RIGHT | {"prediction": predicted})
    with clock.freeze(CLOSES):
        (ranked,) = standings(quiz.contest, quiz.stage)
    assert [(row.entrant, row.rank, row.decided_by) for row in ranked.rows] == [
        ("002", 1, "prediction"),
        ("001", 2, "prediction"),
        ("003", 3, "prediction"),
    ]


def test_no_line_draws_a_prediction_or_an_essay_unless_it_asks_for_it() -> None:
    pool = [Item(at, one.code, "", "", one.kind, one.body) for at, one in enumerate(questions(), start=1)]
    kinds = {one.revision_id: one.kind for one in pool}
    drawn = draw_paper("seed", QuizSettings(draw=(QuizDraw(5),)), pool)
    assert {kinds[id] for id, _ in drawn} == set(BODIES) - {"prediction"}
    [[id, order]] = draw_paper("seed", QuizSettings(draw=(QuizDraw(1, kind="prediction"),)), pool)
    assert (kinds[id], order) == ("prediction", [])
