"""The sample contest is whole: counts, names, panels, keys, and enough questions for every line of every paper."""

from __future__ import annotations

import unicodedata
from collections import Counter

import pytest

from contest.commands.demo import SAMPLE
from contest.kernel.vietnamese import fold
from contest.organising.checking import check_package
from contest.organising.package_questions import package_questions
from contest.organising.package_reading import read_package
from contest.playing.papers import Item, fits
from question_bank.exchange.questions import ReadQuestion

PACKAGE = read_package(SAMPLE)
QUESTIONS = package_questions(PACKAGE)[0]


def _of(*kinds: str) -> list[ReadQuestion]:
    return [question for question in QUESTIONS if question.kind in kinds]


def test_the_package_has_no_problem() -> None:
    assert check_package(PACKAGE) == []
    assert package_questions(PACKAGE)[1] == []


def test_132_people_in_ten_communes_and_wards() -> None:
    entrants = PACKAGE.tables.entrants
    assert len(set(entrants.column("code"))) == len(entrants) == 132
    assert len(set(entrants.column("name"))) == 132
    assert sorted(Counter(entrants.column("unit")).values()) == [11, 11, 12, 12, 12, 13, 14, 15, 16, 16]
    assert all(unicodedata.is_normalized("NFC", name) for name in entrants.column("name"))


def test_every_panel_has_five_judges_and_one_head() -> None:
    rows = PACKAGE.tables.panels.rows()
    seats = Counter((row["stage"], row["unit"]) for row in rows)
    heads = Counter((row["stage"], row["unit"]) for row in rows if row["head"])
    assert len(seats) == 11
    assert set(seats.values()) == {5}
    assert set(heads.values()) == {1} and heads.keys() == seats.keys()


def test_enough_questions_of_every_kind() -> None:
    assert len(_of("single_choice", "several_correct", "true_false", "short_answer")) >= 120
    assert len(_of("situation")) == 20
    assert len(_of("theme")) == 10
    assert all(
        question.body["model_answer"] and question.body["rubric"] for question in _of("situation", "theme")
    )


def test_no_question_twice_and_each_says_on_what_it_rests() -> None:
    assert [text for text, count in Counter(fold(one.text) for one in QUESTIONS).items() if count > 1] == []
    marked = _of("single_choice", "several_correct", "true_false", "short_answer")
    assert [one.code for one in marked if not one.explanation] == []


def test_keys_are_spread_over_the_letters() -> None:
    singles = _of("single_choice")
    letters = Counter(question.body["key"][0] for question in singles)
    assert all(0.15 <= letters[letter] / len(singles) <= 0.35 for letter in range(4))


@pytest.mark.parametrize(
    "line",
    [
        line
        for stage in PACKAGE.contest.stages
        for part in stage.parts
        if part.quiz
        for line in part.quiz.draw
    ],
    ids=str,
)
def test_every_line_of_a_paper_can_be_filled_twice_over(line: object) -> None:
    pool = [
        Item(at, one.code, one.topic, one.difficulty, one.kind, one.body) for at, one in enumerate(QUESTIONS)
    ]
    assert sum(fits(item, line) for item in pool) >= 2 * line.count  # type: ignore[arg-type, attr-defined]
