"""Names, folding and normal form."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest.kernel.vietnamese import clean, fold, name_key

LETTERS = st.text(
    "aăâbcdđeêghiklmnoôơpqrstuưvxyàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ ", max_size=30
)


def test_clean_mends_the_look_alike_and_spaces() -> None:
    assert clean("  \u00d0ỗ   Văn\tA ") == "Đỗ Văn A"
    assert clean(unicodedata.normalize("NFD", "Quỳnh Liên")) == "Quỳnh Liên"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("hoa binh", "Hoà Bình"),
        ("HÒA BÌNH", "Hoà Bình"),
        ("do thi duyen", "Đỗ Thị Duyên"),
        ("nguyễn", "NGUYỄN"),
    ],
)
def test_fold_finds(typed: str, stored: str) -> None:
    assert fold(typed) == fold(stored)


@given(LETTERS)
def test_fold_is_plain_and_settled(text: str) -> None:
    folded = fold(text)
    assert folded.isascii()
    assert fold(folded) == folded
    assert fold(unicodedata.normalize("NFD", text)) == folded


def test_names_sort_by_given_then_middle_then_family() -> None:
    names = ["Trần Văn An", "Nguyễn Thị Bình", "Lê An", "Phạm Anh", "Đỗ Văn An", "Bùi Ân", "Hồ Ăn"]
    assert sorted(names, key=name_key) == [
        "Lê An",
        "Đỗ Văn An",
        "Trần Văn An",
        "Phạm Anh",
        "Hồ Ăn",
        "Bùi Ân",
        "Nguyễn Thị Bình",
    ]


def test_tones_come_after_letters_in_either_order() -> None:
    words = ["ma", "mà", "mả", "mã", "má", "mạ"]
    assert sorted(set(words), key=name_key) == words
    practice = ["ma", "mà", "má", "mả", "mã", "mạ"]
    assert sorted(set(practice), key=lambda word: name_key(word, "practice")) == practice
    # A letter decides before any tone does: “man” after “mạ”.
    assert name_key("mạ") < name_key("man")


@given(LETTERS, LETTERS)
def test_key_says_the_same_for_both_normal_forms(one: str, other: str) -> None:
    assert name_key(unicodedata.normalize("NFD", one)) == name_key(one)
    assert (name_key(one) == name_key(other)) == (clean(one).casefold() == clean(other).casefold())
