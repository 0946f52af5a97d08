"""Signed texts of answers: read back as they were signed, refused when anything in them was touched."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest.kernel.errors import Invalid
from contest.playing import rescue
from contest.playing.rescue import Made, Text
from contest.playing.rules import Given

KEYS = {7: rescue.key("secret", 7, "seed"), 8: rescue.key("secret", 8, "seed")}
ROWS = '[[0,"2",0,5,4000],[3,"Năm 1945",1,6,5000]]'
LINE = rescue.sign(KEYS[7], 7, ROWS)
ANSWERS = (Made(Given(0, "2", False, 5), 4000), Made(Given(3, "Năm 1945", True, 6), 5000))


def test_read_back() -> None:
    assert rescue.read(LINE, KEYS.get) == [Text(7, ANSWERS)]
    file = "\ufeff" + LINE + "\r\n\r\n" + rescue.sign(KEYS[8], 8, "[]") + "\n"
    assert rescue.read(file, KEYS.get) == [Text(7, ANSWERS), Text(8, ())]


def test_keys_differ() -> None:
    keys = {rescue.key(*of) for of in [("a", 1, "s"), ("b", 1, "s"), ("a", 2, "s"), ("a", 1, "t")]}
    assert len(keys) == 4


@given(st.integers(0, len(LINE) - 1), st.characters(exclude_categories=["Cs"]))
def test_whatever_is_altered_is_refused(at: int, letter: str) -> None:
    altered = LINE[:at] + letter + LINE[at + 1 :]
    if altered.strip() == LINE:
        return
    with pytest.raises(Invalid):
        rescue.read(altered, KEYS.get)


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    with pytest.raises(Invalid):
        rescue.read(text, KEYS.get)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "không có câu trả lời nào"),
        ("xin chào", "Dòng 1 không phải câu trả lời"),
        (f"{LINE}\nHOITHI1 7", "Dòng 2 không phải câu trả lời"),
        (LINE.replace("HOITHI1 7", "HOITHI1 9"), "Dòng 1 là của một bài làm không có ở đây"),
        (LINE.replace("HOITHI1 7", "HOITHI1 8"), "Dòng 1 đã bị thay đổi"),
        (LINE[:-5], "Dòng 1 đã bị thay đổi"),
        *[
            (rescue.sign(KEYS[7], 7, rows), "Dòng 1 có câu trả lời không đúng dạng")
            for rows in (
                "{",
                "5",
                "[1]",
                "[[]]",
                '[[0,"2",2,5,4000]]',
                '[[0,"2",0,5,-1]]',
                '[[0,"2",0,0,4000]]',
                "[[0,2,0,5,4000]]",
                json.dumps([[0, "x" * 2001, 0, 5, 4000]]),
            )
        ],
    ],
)
def test_what_is_wrong_is_named(text: str, problem: str) -> None:
    with pytest.raises(Invalid) as refusal:
        rescue.read(text, KEYS.get)
    assert problem in str(refusal.value.message)
