"""What contestants see of their own papers, and when; and practice."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest
from flask.testing import FlaskClient

from contest.kernel import clock
from contest.kernel.db import db
from contest.organising.models import Window
from contest.playing import retakes, reviewing, services, times, watching
from contest.playing.rules import reviewable
from contest.playing.times import Scope
from contest.ranking.services import standings
from question_bank.exchange.questions import ReadQuestion
from tests.contest.playing.quizzes import CLOSES, DURING, OPENS, SETTINGS, Quiz, build, questions, sign_in
from tests.contest.playing.test_services import answer

SECRET = "Vì Quốc khánh là ngày 2/9/1945"  # stands in explanations alone


@pytest.mark.parametrize("review", ["score", "answers", "key"])
@pytest.mark.parametrize(
    ("is_over", "is_closed", "embargo", "shown"),
    [
        (False, False, None, "nothing"),
        (False, True, -1, "nothing"),
        (True, False, None, "nothing"),
        (True, True, None, "all"),
        (True, True, 1, "nothing"),
        (True, True, 0, "all"),
        (True, False, 0, "score"),
        (True, False, 1, "nothing"),
    ],
)
def test_what_may_be_seen_when(
    review: Any, is_over: bool, is_closed: bool, embargo: int | None, shown: str
) -> None:
    from_at = None if embargo is None else DURING + timedelta(seconds=embargo)
    expected = review if shown == "all" else shown
    if review == "answers" and shown == "score":
        expected = "nothing"  # who never sees points doesn't see them early either
    assert reviewable(review, False, is_over, is_closed, from_at, DURING) == expected
    assert reviewable("nothing", False, is_over, is_closed, from_at, DURING) == "nothing"


def make(**settings: Any) -> Quiz:
    asked = [
        ReadQuestion(one.kind, one.text, one.body, code=one.code, topic=one.topic, explanation=SECRET)
        for one in questions()
    ]
    return build({"quiz": SETTINGS | settings}, asked)


def sit(quiz: Quiz, client: FlaskClient) -> Any:
    """The first entrant answers two of four right and hands in."""
    sign_in(client, quiz.entrants[0])
    attempt = services.begin(quiz.entrants[0], quiz.part)
    answer(attempt, {"single_choice": "1", "several_correct": "0,2", "short_answer": "1945"})
    services.finish(attempt)
    return attempt


@pytest.mark.usefixtures("app", "during")
class TestPages:
    """Over the contestant's own addresses."""

    def pages(self, quiz: Quiz, client: FlaskClient) -> str:
        """Everything that the contestant can open, as one text."""
        addresses = ("", "/paper", "/turn", "/review", "/done", "/result")
        home = f"/c/{quiz.contest.code}/play"
        return home + "".join(
            client.get(address, follow_redirects=True).text
            for address in [home, *(quiz.path + end for end in addresses)]
        )

    def test_no_key_before_the_part_is_closed_for_everyone(self, client: FlaskClient) -> None:
        quiz = make(review="key")
        sit(quiz, client)
        other = services.begin(quiz.entrants[1], quiz.part)
        times.grant(quiz.part, Scope(entrant=quiz.entrants[1]), 7200, "Mắt kém")
        with clock.freeze(DURING + timedelta(minutes=5)):
            services.finish(other)
        late = Window(stage=quiz.stage, part=quiz.part, unit=quiz.unit, opens_at=OPENS, closes_at=CLOSES)
        db.session.add(late)
        db.session.commit()
        for moment, seen in ((DURING, False), (CLOSES - timedelta(seconds=1), False), (CLOSES, True)):
            with clock.freeze(moment):
                page = self.pages(quiz, client)
                assert (SECRET in page, "Đáp án: " in page) == (seen, seen), moment

    def test_a_retake_keeps_the_key_back(self, client: FlaskClient) -> None:
        quiz = make(review="key")
        sit(quiz, client)
        retakes.grant(quiz.part, ["002"], CLOSES, CLOSES + timedelta(hours=1), "Ốm")
        with clock.freeze(CLOSES + timedelta(minutes=59)):
            assert SECRET not in self.pages(quiz, client)
        with clock.freeze(CLOSES + timedelta(hours=1)):
            assert SECRET in self.pages(quiz, client)

    def test_the_grace_keeps_the_key_back(self, client: FlaskClient) -> None:
        quiz = make(review="key", grace=90)
        sit(quiz, client)
        with clock.freeze(CLOSES - timedelta(seconds=10)):
            services.begin(quiz.entrants[1], quiz.part)  # and is never handed in
        with clock.freeze(CLOSES + timedelta(seconds=89)):
            assert SECRET not in self.pages(quiz, client)
        with clock.freeze(CLOSES + timedelta(seconds=90)):
            assert SECRET in self.pages(quiz, client)

    def test_a_pause_keeps_the_key_back(self, client: FlaskClient) -> None:
        quiz = make(review="key")
        sit(quiz, client)
        services.begin(quiz.entrants[1], quiz.part)
        pause = times.pause(quiz.part, Scope(), "Mất điện")
        with clock.freeze(CLOSES + timedelta(hours=9)):
            assert SECRET not in self.pages(quiz, client)
            times.revoke(pause, "Thôi")
            assert SECRET in self.pages(quiz, client)

    @pytest.mark.parametrize(
        ("review", "points", "answers", "key"),
        [
            ("nothing", False, False, False),
            ("score", True, False, False),
            ("answers", False, True, False),
            ("key", True, True, True),
        ],
    )
    def test_the_policies(
        self, client: FlaskClient, review: str, points: bool, answers: bool, key: bool
    ) -> None:
        quiz = make(review=review)
        sit(quiz, client)
        with clock.freeze(CLOSES):
            page = " ".join(client.get(f"{quiz.path}/result").text.split())
        seen = ("4<small>/8 điểm" in page, "Thủ đô nước ta?" in page, SECRET in page)
        assert seen == (points, answers, key)

    def test_an_embargo(self, client: FlaskClient) -> None:
        # 12:00 in Hanoi is 5:00 UTC: when the window closes; the embargo is an hour later.
        quiz = make(review="key", review_from="2026-11-20T13:00")
        sit(quiz, client)
        with clock.freeze(CLOSES + timedelta(minutes=59)):
            assert "Xem được từ 20/11/2026 13:00" in client.get(f"{quiz.path}/result").text
        with clock.freeze(CLOSES + timedelta(minutes=60)):
            assert SECRET in client.get(f"{quiz.path}/result").text

    def test_letters_are_those_that_were_seen(self, client: FlaskClient) -> None:
        quiz = make(review="key")
        attempt = sit(quiz, client)
        position = next(
            at
            for at, (id, _order) in enumerate(attempt.paper)
            if services.revisions_of([attempt.paper])[id].kind == "single_choice"
        )
        attempt.paper = [
            [id, [2, 0, 1] if at == position else order] for at, (id, order) in enumerate(attempt.paper)
        ]
        db.session.commit()
        question = watching.marked_question(attempt, position)
        assert (question.given, question.key) == ("C. Huế", "B. Hà Nội")

    def test_only_ones_own(self, client: FlaskClient) -> None:
        quiz = make(review="key")
        sit(quiz, client)
        with clock.freeze(CLOSES):
            sign_in(client, quiz.entrants[1])
            assert "Đồng chí chưa làm phần thi này." in client.get(f"{quiz.path}/result").text

    def test_practice_shows_the_key_after_each_answer_and_counts_nowhere(self, client: FlaskClient) -> None:
        quiz = make(practice=True, shuffle_questions=False)
        sign_in(client, quiz.entrants[0])
        client.post(quiz.path)
        page = client.get(f"{quiz.path}/paper").text
        assert ("Câu 1/4" in page, SECRET in page) == (True, False)
        attempt = services.attempts_of(quiz.entrants[0], quiz.part)[0]
        kinds = [services.revisions_of([attempt.paper])[id].kind for id, _order in attempt.paper]
        right = {
            "single_choice": ["0"],
            "several_correct": ["0", "2"],
            "true_false": ["1"],
            "short_answer": ["1945"],
        }
        verdicts = []
        for position, kind in enumerate(kinds):
            sent = {"position": position, f"a{position}": right[kind]}
            there = client.post(f"{quiz.path}/practice", data=sent).location
            assert there == f"{quiz.path}/paper?q={position + 1}"
            page = client.get(there).text
            verdicts.append("Chưa đúng" in page)
            assert SECRET in page
        assert verdicts == [kind == "true_false" for kind in kinds]
        # What was answered stays: its key is known.
        again = client.post(f"{quiz.path}/practice", data={"position": 0, "a0": "1"}, follow_redirects=True)
        assert "Câu này đã trả lời rồi." in again.text
        client.post(f"{quiz.path}/finish")
        (one,) = reviewing.reviewed(quiz.entrants[0], quiz.part)
        assert (one.shows, one.points) == ("key", Fraction(6))
        assert services.begin(quiz.entrants[0], quiz.part).number == 2  # as often as one likes
        with clock.freeze(CLOSES):
            (ranked,) = standings(quiz.contest, quiz.stage)
            assert ranked.point_texts == []

    def test_an_empty_answer_is_none(self, client: FlaskClient) -> None:
        quiz = make(practice=True)
        sign_in(client, quiz.entrants[0])
        client.post(quiz.path)
        page = client.post(f"{quiz.path}/practice", data={"position": 0}, follow_redirects=True).text
        assert ("Hãy chọn hoặc gõ câu trả lời." in page, SECRET in page) == (True, False)

    def test_a_quiz_that_counts_has_no_practice(self, client: FlaskClient) -> None:
        quiz = make()
        sign_in(client, quiz.entrants[0])
        client.post(quiz.path)
        assert client.post(f"{quiz.path}/practice", data={"position": 0, "a0": "0"}).status_code == 404
