"""Finding what a bank already has."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from question_bank.likeness import NEAR, Rival, Stock, similarity, words_of
from tests.question_bank.making import single

TEXTS = [
    "Đảng Cộng sản Việt Nam được thành lập vào ngày, tháng, năm nào?",
    "Đại hội lần thứ VI của Đảng họp vào năm nào?",
    "Ai là Tổng Bí thư đầu tiên của Đảng?",
]


def stock(*texts: str) -> Stock:
    """A bank of single choice questions with the ids 1, 2, …"""
    return Stock((id_, text, single(text).body) for id_, text in enumerate(texts, start=1))


def test_the_same_question_is_found_however_it_is_typed() -> None:
    held = stock(*TEXTS)
    typed = single("ĐẢNG CỘNG SẢN Việt Nam được thành lập vào ngày tháng năm nào", "huế", "Đà nẵng", "HÀ NỘI")
    assert held.rival(typed) == Rival(1, "twin")
    assert held.rival(single(TEXTS[2], "Khác", "Nữa")) == Rival(3, "akin")


def test_a_text_with_a_word_more_or_less_is_near() -> None:
    held = stock(*TEXTS)
    assert held.rival(single("Đảng Cộng sản Việt Nam thành lập vào ngày, tháng, năm nào?")) == Rival(
        1, "near"
    )
    assert held.rival(single("Đại hội lần thứ VI của Đảng đã họp vào năm nào?")) == Rival(2, "near")
    assert held.rival(single("Ai là Chủ tịch nước đầu tiên?")) is None


def test_of_several_with_one_text_the_one_with_the_same_options() -> None:
    held = Stock([(1, "Hỏi?", single("Hỏi?", "a", "b").body), (2, "Hỏi?", single("Hỏi?", "c", "d").body)])
    assert held.rival(single("hỏi?", "D", "C")) == Rival(2, "twin")


def test_similarity_is_shared_pairs_of_words() -> None:
    # Pairs: (^ a)(a b)(b c)(c $) and (^ a)(a b)(b d)(d $): 2 of 6.
    assert similarity("a b c", "A, b d") == 2 / 6
    assert (similarity("", ""), similarity("a", "b")) == (1.0, 0.0)
    assert words_of("“Đảng ta?”") == "dang ta"


WORDS = st.lists(st.sampled_from(["đảng", "nhà", "nước", "ta", "năm", "nào"]), min_size=1, max_size=9)


@given(st.lists(WORDS.map(" ".join), min_size=1, max_size=12), WORDS.map(" ".join))
def test_the_index_finds_what_comparing_each_would(texts: list[str], asked: str) -> None:
    found = stock(*texts).rival(single(asked))
    best = max(similarity(asked, text) for text in texts)
    if best < NEAR:
        assert found is None
    else:
        assert found is not None
        assert similarity(asked, texts[found.id - 1]) == best
