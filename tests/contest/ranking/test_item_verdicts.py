"""What is said of a question and a paper: at each threshold, and just beside it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from contest.ranking import item_verdicts
from contest.ranking.item_statistics import Item, Option
from contest.ranking.paper_statistics import Paper


def option(index: int, everyone: float, upper: float, lower: float, right: bool = False) -> Option:
    return Option(index, right, everyone, upper, everyone, lower, 0.0)


SOUND = Item(
    people=200,
    facility=0.6,
    omitted=0.0,
    corrected=0.35,
    uncorrected=0.4,
    discrimination=0.45,
    group=54,
    options=(
        option(0, 0.6, 0.85, 0.40, right=True),
        option(1, 0.2, 0.10, 0.30),
        option(2, 0.2, 0.05, 0.30),
    ),
)


def said(item: Item) -> list[str]:
    return [str(verdict.words) for verdict in item_verdicts.verdicts(item)]


def test_a_sound_question() -> None:
    assert said(SOUND) == ["Phân biệt rất tốt"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"facility": 0.91}, ["Quá dễ", "Phân biệt rất tốt"]),
        ({"facility": 0.90}, ["Phân biệt rất tốt"]),
        ({"facility": 0.19}, ["Quá khó", "Phân biệt rất tốt"]),
        ({"facility": 0.20}, ["Phân biệt rất tốt"]),
        ({"discrimination": 0.40}, ["Phân biệt rất tốt"]),
        ({"discrimination": 0.39}, ["Phân biệt tốt"]),
        ({"discrimination": 0.30}, ["Phân biệt tốt"]),
        ({"discrimination": 0.29}, ["Phân biệt tạm được"]),
        ({"discrimination": 0.20}, ["Phân biệt tạm được"]),
        ({"discrimination": 0.19}, ["Phân biệt kém"]),
        ({"discrimination": 0.05, "facility": 0.95}, ["Quá dễ"]),
        ({"discrimination": -0.01, "corrected": -0.02}, ["Kiểm tra lại đáp án", "Phân biệt kém"]),
        ({"discrimination": -0.01, "corrected": 0.02}, ["Phân biệt kém"]),
        ({"discrimination": None, "corrected": None}, []),
        ({"omitted": 0.10}, ["Nhiều người bỏ trống", "Phân biệt rất tốt"]),
        ({"omitted": 0.099}, ["Phân biệt rất tốt"]),
        ({"people": 29}, []),
        ({"people": 30}, ["Phân biệt rất tốt"]),
    ],
)
def test_thresholds(change: dict[str, float], words: list[str]) -> None:
    assert said(replace(SOUND, **change)) == words  # type: ignore[arg-type]


def reasons(*options: Option) -> list[str]:
    found = item_verdicts.verdicts(replace(SOUND, options=options))
    return [str(reason) for one in found if one.level == "bad" for reason in one.reasons]


def test_the_best_choose_another_answer() -> None:
    key = option(0, 0.3, 0.30, 0.20, right=True)
    found = reasons(key, option(1, 0.5, 0.60, 0.45), option(2, 0.2, 0.1, 0.35))
    assert found == ["Trong nhóm điểm cao, phương án B được chọn nhiều hơn đáp án."]


def test_a_wrong_option_draws_the_best_beyond_chance() -> None:
    key = option(0, 0.5, 0.60, 0.50, right=True)
    found = reasons(key, option(1, 0.2, 0.40, 0.10), option(2, 0.3, 0, 0.40))
    assert found == ["Nhóm điểm cao chọn phương án sai B nhiều hơn hẳn nhóm điểm thấp."]
    # Two of 54 people more: chance.
    assert reasons(key, option(1, 0.2, 0.20, 0.16), option(2, 0.3, 0.2, 0.34)) == []


def test_two_standard_errors_of_two_proportions() -> None:
    """0.30 against 0.10 of 50 each: error √(0.2 · 0.8 · 2/50) = 0.08, and 0.20 is 2.5 of them; of 25 each it is 1.77."""
    one = option(1, 0.2, 0.30, 0.10)
    assert (item_verdicts.attracts_upper(one, 50), item_verdicts.attracts_upper(one, 25)) == (True, False)
    assert not item_verdicts.attracts_upper(option(1, 0, 0, 0), 50)


def test_unused_distractors() -> None:
    key = option(0, 0.92, 1, 0.8, right=True)
    item = replace(SOUND, options=(key, option(1, 0.049, 0, 0.1), option(2, 0.031, 0, 0.1)))
    (found,) = [one for one in item_verdicts.verdicts(item) if "nhiễu" in str(one.words)]
    assert str(found.reasons[0]) == "Dưới 5% người làm chọn B, C: nên thay bằng phương án dễ nhầm hơn."
    assert said(replace(SOUND, options=(key, option(1, 0.05, 0, 0.1), option(2, 0.05, 0, 0.1)))) == [
        "Phân biệt rất tốt"
    ]
    # True or false: the other option is not a distractor that could be exchanged.
    assert said(replace(SOUND, options=(key, option(1, 0.04, 0, 0.1)))) == ["Phân biệt rất tốt"]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0.90, "Rất tin cậy"),
        (0.89, "Tin cậy"),
        (0.80, "Tin cậy"),
        (0.79, "Tin cậy vừa phải"),
        (0.70, "Tin cậy vừa phải"),
        (0.69, "Ít tin cậy"),
        (-0.2, "Ít tin cậy"),
    ],
)
def test_reliability_in_words(value: float, words: str) -> None:
    found = item_verdicts.reliability(Paper("fixed", 100, 20, (), 10, 3, value))
    assert found is not None
    assert str(found.words) == words


def test_no_reliability_no_words() -> None:
    paper = Paper("fixed", 100, 20, (), 10, 0, None)
    assert (item_verdicts.reliability(paper), paper.error) == (None, None)


def test_the_difference_that_chance_hardly_brings() -> None:
    assert round(item_verdicts.certain_difference(2.0), 2) == 5.54
