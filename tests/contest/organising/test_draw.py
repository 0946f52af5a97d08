"""The draw of lots: anyone can recompute it."""

from __future__ import annotations

import hashlib

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from contest.kernel.errors import Invalid, Refused
from contest.organising import draw, draw_services
from tests.support.factories import small

CODES = st.lists(st.text("0123456789", min_size=1, max_size=4), min_size=1, max_size=40, unique=True)


def test_ten_lines_of_python_verify_an_order() -> None:
    codes = ["001", "002", "003", "004"]
    lots = sorted(codes, key=lambda code: hashlib.sha256(f"hạt:{code}".encode()).hexdigest())
    assert draw.order("hạt", reversed(codes)) == lots
    assert draw.places("hạt", codes) == {code: place for place, code in enumerate(lots, start=1)}


@given(st.text(max_size=20), CODES)
def test_an_order_is_everyone_once_whatever_order_they_come_in(seed: str, codes: list[str]) -> None:
    assert sorted(draw.order(seed, codes)) == sorted(codes)
    assert draw.order(seed, codes) == draw.order(seed, sorted(codes))


@given(
    st.text(max_size=20),
    CODES,
    st.lists(st.text("abc", min_size=1, max_size=3), min_size=1, max_size=9, unique=True),
)
def test_nothing_is_drawn_twice_before_everything_was_drawn_once(
    seed: str, codes: list[str], things: list[str]
) -> None:
    drawn = draw.assign(seed, codes, things)
    assert sorted(drawn) == sorted(codes)
    counts = [list(drawn.values()).count(thing) for thing in things]
    assert max(counts) - min(counts) <= 1


def test_each_place_is_as_likely_as_any_other() -> None:
    firsts = [draw.order(str(seed), ["a", "b", "c", "d"])[0] for seed in range(4000)]
    # Chi-square with three degrees of freedom; 16.27 would be one chance in a thousand. The seeds are fixed.
    assert sum((firsts.count(code) - 1000) ** 2 / 1000 for code in "abcd") < 16.27


def test_a_draw_stands_until_it_is_void_and_latecomers_follow(app: Flask) -> None:
    world = small()
    made = draw_services.make(world.part, None, "order", "hạt giống")
    assert made.result == draw.places("hạt giống", ["001", "002", "003"])
    with pytest.raises(Refused, match="đã được bốc thăm"):
        draw_services.make(world.part, None, "order")
    with pytest.raises(Refused, match="chưa có tình huống"):
        draw_services.make(world.part, None, "question")
    with pytest.raises(Invalid, match="lý do"):
        draw_services.void(made, " ")
    draw_services.void(made, "Bốc nhầm vòng")
    assert draw_services.order_of(world.part) == {}
    again = draw_services.make(world.part, None, "order", "khác")
    assert draw_services.order_of(world.part) == again.result
    assert [one.void_reason for one in draw_services.draws(world.contest)] == [None, "Bốc nhầm vòng"]
