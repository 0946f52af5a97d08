"""Lists typed in habits drawn at random are read exactly, or flagged: none is wrong in silence."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from question_bank.exchange import read_questions
from question_bank.exchange.lines import Document, Line, in_unicode
from question_bank.exchange.listing import read_lines
from tests.question_bank.exchange.asked import EASY, EVERY
from tests.question_bank.exchange.bare import KEYS as KEYS_OF_BARE
from tests.question_bank.exchange.bare import draw_bare
from tests.question_bank.exchange.habits import KEYS, LAYOUTS, STARTS, Asked, Drawn, draw


def judge(asked: list[Asked], drawn: Drawn) -> tuple[int, int]:
    """(how many are read right without a remark, how many are flagged); fails where one is wrong in silence."""
    reading = read_questions(drawn.content, drawn.name)
    assert reading.refused is None, (drawn.habits, str(reading.refused))
    wanted = Counter((one.text, one.options, one.key) for one in asked)
    right = flagged = 0
    for one in reading.questions:
        options = tuple(each["text"] for each in one.body.get("options", ()))
        got = (one.text, options, tuple(one.body.get("key", ())))
        if one.problems or one.notes:
            flagged += 1
        else:
            assert wanted[got] > 0, (drawn.habits, got)
            right += 1
        wanted[got] -= 1
    assert sum(max(count, 0) for count in wanted.values()) <= flagged, drawn.habits
    return right, flagged


@pytest.mark.parametrize("seed", range(30))
def test_traps_are_read_or_flagged(seed: int) -> None:
    rng = Random(seed)
    asked = rng.sample(EVERY, 12)
    right, _ = judge(asked, draw(asked, rng))
    assert right >= 9


@pytest.mark.parametrize("seed", range(40))
def test_lists_without_numbers_are_read_or_flagged(seed: int) -> None:
    """Where nothing but question marks parts the questions, most may be flagged; none is wrong in silence."""
    rng = Random(seed)
    asked = rng.sample(EVERY, 12)
    drawn = draw_bare(asked, rng)
    reading = read_questions(drawn.content, drawn.name)
    wanted = Counter((one.text, one.options, one.key) for one in asked)
    sure = [one for one in reading.questions if not one.problems and not one.notes]
    found = [
        (one.text, tuple(each["text"] for each in one.body["options"]), tuple(one.body["key"]))
        for one in sure
    ]
    assert not Counter(found) - wanted, drawn.habits


@pytest.mark.parametrize("key", KEYS_OF_BARE)
@pytest.mark.parametrize("parted", ["blank", "soft"])
def test_lists_without_numbers_in_plain_habits_are_read(parted: str, key: str) -> None:
    for more in ("none", "title", "parts", "pages"):
        assert judge(EASY, draw_bare(EASY, Random(1), {"parted": parted, "key": key, "more": more})) == (
            len(EASY),
            0,
        )


@pytest.mark.parametrize(
    ("habit", "value"),
    [
        *(("start", one) for one in STARTS),
        *(("layout", one) for one in LAYOUTS),
        *(("key", one) for one in KEYS),
    ],
)
def test_every_habit_is_read_without_a_remark(habit: str, value: str) -> None:
    usual = {
        "start": "Câu {n}.",
        "labels": "A.",
        "layout": "lines",
        "key": "u text",
        "noise": "none",
        "file": "docx",
        "said": "Đáp án: {k}",
    }
    assert judge(EASY, draw(EASY, Random(1), usual | {habit: value})) == (len(EASY), 0)


PIECES = st.sampled_from([
    "Câu 1. ", "Câu 2: ", "1. ", "2) ", "A. ", "B. ", "C) ", "d) ", "Đáp án: ", "ĐÁP ÁN", "1-A 2-B", "=> ", "*",
    "(đúng)", "\t", "   ", "- ",
    "PHẦN I. ", "Lời giải", "chữ", "Chọn B", "①", "\u0301", "Ð", "А.", "Ａ．", "?", "\u200b", "Câu 99999", "Câu IV",
])  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(st.lists(st.lists(PIECES | st.text(max_size=6), max_size=6).map("".join), max_size=25))
@example(["Câu 1."])
@example(["A.", "B."])
def test_any_lines_are_read(texts: list[str]) -> None:
    lines = [Line.plain(text, number).cut(0) for number, text in enumerate(texts, start=1) if text.strip()]
    document, _ = in_unicode(Document(lines))
    for line in document.lines:
        assert len(line.text) == len(line.marks)
    for one in read_lines(document):
        assert one.problems or one.text


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        " ",
        "(",
        "A. ",
        "A, ",
        "1-A ",
        "đáp án: ",
        "câu 1 ",
        "vậy, ",
        "- ",
        "\t",
        "A. x B. y ",
        "=>",
        "[(",
        "A và ",
        "đọc câu từ ",
    ],
)
def test_a_hostile_line_takes_no_time_to_speak_of(piece: str) -> None:
    """Twenty thousand letters: anything that grows with their square would run into the time limit of the suite."""
    long = piece * (20_000 // len(piece))
    text = f"Câu 1. {long}\nA. a\nB. {long}\n{long}\n"
    read_questions(text.encode(), "a.txt")


@pytest.mark.parametrize("key", ["Đáp án: A", ""])
def test_more_options_than_a_question_may_have_are_no_part_of_the_list(key: str) -> None:
    lines = ["Câu 1. Mười hai?", *(f"{letter}. Ý {letter}" for letter in "ABCDEFGHIJKL"), key]
    lines += [
        "Câu 2. Hai?",
        "A. Một",
        "B. Hai",
        "Đáp án: B",
        "II. PHẦN TỰ LUẬN",
        "Câu 3. Ba?",
        "A. Bốn",
        "B. Ba",
    ]
    first, second, third = read_questions("\n".join(lines).encode(), "ds.txt").questions
    assert any(str(one).endswith("Có 12 phương án; cần từ 2 đến 8.") for one in first.problems)
    assert first.body["options"][7]["text"].endswith("I. Ý I\nJ. Ý J\nK. Ý K\nL. Ý L")
    assert (second.topic, second.body["key"], second.problems) == ("", [1], ())
    assert third.topic == "II. PHẦN TỰ LUẬN"


@pytest.mark.parametrize("between", ["\n", "  "])
def test_more_options_in_a_cell_than_a_question_may_have(between: str) -> None:
    many, few = (
        between.join(f"{letter}. ý {letter}" for letter in letters) for letters in ("ABCDEFGHIK", "AB")
    )
    table = f'Câu hỏi,Phương án,Đáp án\nMười?,"{many}",A\nHai?,"{few}",B\n'
    first, second = read_questions(table.encode(), "ds.csv").questions
    assert [str(one) for one in first.problems] == [
        "Dòng 2: Có phương án thứ chín trở đi; nhiều nhất là tám."
    ]
    assert (len(second.body["options"]), second.problems) == (2, ())
