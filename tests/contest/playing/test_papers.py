"""Papers: exactly what the blueprint says, never a question twice, the same for the same seed."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest.kernel.errors import Refused
from contest.organising.definition_types import QuizDraw, QuizSettings
from contest.playing.answer_table import response_of
from contest.playing.papers import Item, draw_paper, fits, key_letters, missing, shares
from contest.playing.printing import PrintedQuestion
from question_bank.kinds import kinds

TOPICS, LEVELS, KINDS = ("Luật", "Lịch sử"), ("easy", "hard"), ("single_choice", "short_answer")


def item(
    number: int, topic: str = "", difficulty: str = "", kind: str = "single_choice", options: int = 4
) -> Item:
    body: dict[str, object] = {"accepted": ["1"]}
    if kind != "short_answer":
        texts = [{"text": f"Phương án số {at}", "locked": at == options - 1} for at in range(options)]
        body = {"options": texts, "key": [0]}
    return Item(number, f"{number:03}", topic, difficulty, kind, body)


pools = st.lists(
    st.tuples(st.sampled_from(TOPICS), st.sampled_from(LEVELS), st.sampled_from(KINDS)), max_size=14
).map(lambda rows: [item(number, *row) for number, row in enumerate(rows, start=1)])
lines = st.lists(
    st.builds(
        QuizDraw,
        count=st.integers(1, 4),
        topic=st.sampled_from(("", *TOPICS)),
        difficulty=st.sampled_from(("", *LEVELS)),
        kind=st.sampled_from(("", *KINDS)),
    ),
    min_size=1,
    max_size=4,
).map(tuple)


def hall_holds(draw: tuple[QuizDraw, ...], pool: list[Item]) -> bool:
    """Whether any paper is possible (Hall's theorem): every set of lines has at least as many questions as it needs."""
    for chosen in range(1, 2 ** len(draw)):
        group = [line for at, line in enumerate(draw) if chosen >> at & 1]
        if sum(line.count for line in group) > sum(any(fits(one, line) for line in group) for one in pool):
            return False
    return True


@given(lines, pools, st.text(max_size=8), st.booleans())
def test_a_paper_is_found_exactly_when_there_is_one(
    draw: tuple[QuizDraw, ...], pool: list[Item], seed: str, shuffle: bool
) -> None:
    settings = QuizSettings(draw=draw, shuffle_questions=False, shuffle_options=shuffle)
    if not hall_holds(draw, pool):
        with pytest.raises(Refused, match="Ngân hàng câu hỏi không đủ câu"):
            draw_paper(seed, settings, pool)
        return
    paper = draw_paper(seed, settings, pool)
    by_id = {one.revision_id: one for one in pool}
    drawn = [by_id[revision] for revision, _order in paper]
    asked = [line for line in draw for _ in range(line.count)]
    assert len({one.revision_id for one in drawn}) == len(asked)
    assert all(fits(one, line) for one, line in zip(drawn, asked, strict=True))


@given(lines, pools, st.text(max_size=8), st.randoms())
def test_the_same_seed_gives_the_same_paper(
    draw: tuple[QuizDraw, ...], pool: list[Item], seed: str, order: Random
) -> None:
    if not hall_holds(draw, pool):
        return
    settings = QuizSettings(draw=draw)
    mixed = list(pool)
    order.shuffle(mixed)
    assert draw_paper(seed, settings, pool) == draw_paper(seed, settings, mixed)


@given(st.text(max_size=8), st.integers(2, 8))
def test_locked_options_stay_and_the_others_are_all_there(seed: str, options: int) -> None:
    [[_revision, order]] = draw_paper(seed, QuizSettings(draw=(QuizDraw(1),)), [item(1, options=options)])
    assert sorted(order) == list(range(options))
    assert order[-1] == options - 1


def test_papers_differ() -> None:
    settings = QuizSettings(draw=(QuizDraw(5),))
    pool = [item(number) for number in range(1, 21)]
    assert len({str(draw_paper(str(seed), settings, pool)) for seed in range(50)}) == 50


def test_every_question_has_the_same_chance() -> None:
    settings = QuizSettings(draw=(QuizDraw(5),))
    pool = [item(number) for number in range(1, 21)]
    counts = dict.fromkeys(range(1, 21), 0)
    for seed in range(2000):
        for revision, _order in draw_paper(str(seed), settings, pool):
            counts[revision] += 1
    # Binomial(2000, 1/4): five standard deviations are 97.
    assert all(abs(count - 500) < 97 for count in counts.values())


def test_what_people_mark_is_never_drawn() -> None:
    pool = [item(1), Item(2, "002", "", "", "situation", {"model_answer": "", "rubric": ""})]
    with pytest.raises(Refused):
        draw_paper("s", QuizSettings(draw=(QuizDraw(2),)), pool)
    assert [revision for revision, _ in draw_paper("s", QuizSettings(draw=(QuizDraw(1),)), pool)] == [1]


def test_an_empty_blueprint_is_refused() -> None:
    with pytest.raises(Refused, match="chưa có ma trận đề"):
        draw_paper("s", QuizSettings(), [item(1)])


def test_the_refusal_names_the_line() -> None:
    settings = QuizSettings(
        draw=(QuizDraw(1), QuizDraw(3, topic="Luật", difficulty="hard", kind="single_choice"))
    )
    pool = [item(1, "Luật", "hard"), item(2, "Luật", "hard"), item(3, "Luật", "easy")]
    with pytest.raises(Refused) as refused:
        draw_paper("s", settings, pool)
    assert str(refused.value) == (
        "Ngân hàng câu hỏi không đủ câu để lập đề. Dòng 2 của ma trận (chủ đề: Luật; mức độ: khó; loại câu: "
        "Một đáp án đúng) cần 3 câu, có 2 câu phù hợp, kể cả câu mà dòng khác cũng cần. Hãy báo ban tổ chức."
    )


def test_topics_are_told_apart_as_people_read_them() -> None:
    assert fits(item(1, "Luật Đất đai"), QuizDraw(1, topic="luật đất đai"))
    assert not fits(item(1, "Luật"), QuizDraw(1, topic="Lịch sử"))


def test_without_shuffling_questions_and_options_stay_in_order() -> None:
    draw = (QuizDraw(1, topic="Lịch sử"), QuizDraw(1, topic="Luật"))
    settings = QuizSettings(draw=draw, shuffle_questions=False, shuffle_options=False)
    assert draw_paper("s", settings, [item(1, "Luật"), item(2, "Lịch sử")]) == [
        [2, [0, 1, 2, 3]],
        [1, [0, 1, 2, 3]],
    ]


def test_a_topic_takes_its_folders_along() -> None:
    nested = Item(1, "001", "Luật Đất đai", "", "single_choice", {}, ("Luật", "Pháp luật"))
    assert [fits(nested, QuizDraw(1, topic=topic)) for topic in ("Luật Đất đai", "luật", "Pháp luật", "Sử")] == [
        True, True, True, False,
    ]  # fmt: skip


@given(lines, pools)
def test_what_is_missing_is_what_no_choice_could_have(draw: tuple[QuizDraw, ...], pool: list[Item]) -> None:
    short = missing(draw, pool)
    assert (sum(short) == 0) == hall_holds(draw, pool)
    # König–Ore: the most that can be filled is the least over all sets of lines of (their questions + the others' places).
    most = min(
        sum(any(fits(one, draw[at]) for at in range(len(draw)) if chosen >> at & 1) for one in pool)
        + sum(line.count for at, line in enumerate(draw) if not chosen >> at & 1)
        for chosen in range(2 ** len(draw))
    )
    assert sum(line.count for line in draw) - sum(short) == most


@given(st.integers(0, 60), st.dictionaries(st.sampled_from("abcd"), st.integers(1, 40), min_size=1))
def test_shares_lie_within_one_of_the_proportion(count: int, have: dict[str, int]) -> None:
    total = sum(have.values())
    count = min(count, total)
    found = shares(count, have)
    assert sum(found.values()) == count
    assert all(abs(found[key] * total - count * number) < total for key, number in have.items())
    assert all(found[key] <= number for key, number in have.items())


def test_open_difficulty_gives_each_paper_the_mix_of_the_pool() -> None:
    levels = ["easy"] * 12 + ["medium"] * 6 + ["hard"] * 2
    pool = [item(number, difficulty=level) for number, level in enumerate(levels, start=1)]
    by_id = {one.revision_id: one.difficulty for one in pool}
    for seed in range(20):
        paper = draw_paper(str(seed), QuizSettings(draw=(QuizDraw(5),)), pool)
        drawn = sorted(by_id[revision] for revision, _order in paper)
        # 3, 1.5 and 0.5 of five: the largest remainders, equal ones from easy to hard.
        assert drawn == ["easy", "easy", "easy", "medium", "medium"]


@given(lines, pools, st.text(max_size=4), st.data())
def test_no_more_repeats_than_there_must_be(
    draw: tuple[QuizDraw, ...], pool: list[Item], seed: str, data: st.DataObject
) -> None:
    # Every line names its difficulty, so that only the repeats are weighed.
    draw = tuple(QuizDraw(line.count, line.topic, line.difficulty or "easy", line.kind) for line in draw)
    if not hall_holds(draw, pool):
        return
    seen = {one.code: data.draw(st.integers(0, 1)) for one in pool}
    paper = draw_paper(seed, QuizSettings(draw=draw), pool, seen)
    by_id = {one.revision_id: one.code for one in pool}
    repeated = sum(seen[by_id[revision]] for revision, _order in paper)
    assert repeated == sum(missing(draw, [one for one in pool if not seen[one.code]]))


def test_a_pool_is_used_up_before_anything_comes_again() -> None:
    settings, seen = QuizSettings(draw=(QuizDraw(4),)), dict.fromkeys("", 0)
    pool = [item(number) for number in range(1, 13)]
    rounds = []
    for number in range(6):
        paper = draw_paper(str(number), settings, pool, seen)
        codes = [f"{revision:03}" for revision, _order in paper]
        rounds += codes
        seen |= {code: seen.get(code, 0) + 1 for code in codes}
    assert len(set(rounds[:12])) == len(set(rounds[12:])) == 12


@pytest.mark.parametrize(
    ("kind", "body", "order", "letters"),
    [
        ("single_choice", {"options": [{"text": text} for text in "mnp"], "key": [2]}, [1, 2, 0], "B"),
        ("several_correct", {"options": [{"text": text} for text in "mnp"], "key": [0, 2]}, [2, 1, 0], "AC"),
        ("weighted_choice", {"options": [{"text": "m", "share": "0.5"}, {"text": "n", "share": "1"}]}, [1, 0], "A"),
        ("short_answer", {"accepted": ["1945"]}, [], "1945"),
        ("matching", {"left": ["một", "hai"], "right": ["x", "y", "z"], "key": [2, 0]}, [-2, 1, 0, 2], "CB"),
        ("ordering", {"items": ["x", "z", "y"]}, [-3, 2, 0, 1], "BCA"),
    ],
)  # fmt: skip
def test_the_key_by_the_letters_that_were_printed(
    kind: str, body: dict[str, object], order: list[int], letters: str
) -> None:
    assert key_letters(Item(1, "1", "", "", kind, body), order) == letters
    if kind in ("matching", "ordering"):  # typed from a sheet, those letters earn everything
        present = kinds()[kind].present(body, order)
        response = response_of(PrintedQuestion(1, kind, "", present, letters), letters)
        assert response is not None and kinds()[kind].mark(body, response) == 1
