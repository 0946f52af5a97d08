"""Keys as people write them."""

from __future__ import annotations

import pytest

from question_bank.exchange.keys import read_key, strip_letters, truth

OPTIONS = ["Năm 1930", "Năm 1945", "Năm 1954", "Năm 1975"]


@pytest.mark.parametrize(
    ("cell", "key"),
    [
        ("B", [1]),
        ("b", [1]),
        (" B. ", [1]),
        ("(B)", [1]),
        ("Đáp án B", [1]),
        ("Câu b", [1]),
        ("2", [1]),
        ("A, C", [0, 2]),
        ("AC", [0, 2]),
        ("A;C", [0, 2]),
        ("A và C", [0, 2]),
        ("C A", [0, 2]),
        ("1,3", [0, 2]),
        ("Năm 1945", [1]),
        ("năm 1945.", [1]),
        ("B. Năm 1945", [1]),
        ("Năm 1945\nNăm 1975", [1, 3]),
        ("Năm 1930; Năm 1975", [0, 3]),
        ("Năm 1930, Năm 1975", [0, 3]),
        ("Phương án: B", [1]),
        ("Đáp án đúng là B", [1]),
        ("ac", [0, 2]),
        ("b) năm  1945", [1]),
        ("2.0", [1]),
        ("2. Năm 1945", [1]),
        ("В", [1]),  # Cyrillic
    ],
)
def test_a_key_is_understood(cell: str, key: list[int]) -> None:
    assert read_key(cell, OPTIONS) == (key, None)


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("", "Chưa có đáp án đúng."),
        ("E", "“E” không ứng với phương án nào (có A, B, C, D)."),
        ("A, F", "“A, F” không ứng với phương án nào (có A, B, C, D)."),
        ("9", "“9” không ứng với phương án nào (có A, B, C, D)."),
        ("CA", "“CA” không ứng với phương án nào (có A, B, C, D)."),
        ("A. Năm 1945", "“A. Năm 1945” không ứng với phương án nào (có A, B, C, D)."),
        ("A - Năm 1945", "“A - Năm 1945” không ứng với phương án nào (có A, B, C, D)."),
        ("1. Năm 1945", "“1. Năm 1945” không ứng với phương án nào (có A, B, C, D)."),
        ("Năm 1946", "“Năm 1946” không ứng với phương án nào (có A, B, C, D)."),
    ],
)
def test_a_key_that_is_no_option_says_so(cell: str, said: str) -> None:
    key, problem = read_key(cell, OPTIONS)
    assert (key, str(problem)) == ([], said)


def test_a_number_that_is_a_place_and_another_options_words_is_refused() -> None:
    key, problem = read_key("2", ["2", "3", "4", "5"])
    assert key == []
    assert "vừa là thứ tự, vừa là nội dung" in str(problem)
    assert read_key("2", ["1", "2", "3"]) == ([1], None)
    assert read_key("5", ["2", "3", "4", "5"]) == ([3], None)


def test_letters_that_an_option_names_are_not_guessed() -> None:
    key, problem = read_key("A và B", ["Một", "Hai", "Cả A và B đều đúng", "Không"])
    assert (key, "có thể là nhiều đáp án" in str(problem)) == ([], True)
    assert read_key("C", ["Một", "Hai", "Cả A và B đều đúng", "Không"]) == ([2], None)


def test_options_lose_their_own_letters_only_when_all_have_them() -> None:
    assert strip_letters(["A. Xăng", "B) Dầu", "C: Khí"]) == ["Xăng", "Dầu", "Khí"]
    assert strip_letters(["A. Xăng", "Dầu"]) == ["A. Xăng", "Dầu"]
    assert strip_letters(["B. Xăng", "A. Dầu"]) == ["B. Xăng", "A. Dầu"]


@pytest.mark.parametrize(
    ("text", "said"), [("Đúng", True), ("đ", True), ("S.", False), ("TRUE", True), ("D", None)]
)
def test_true_and_false_in_their_spellings(text: str, said: str) -> None:
    assert truth(text) is said
