"""Options that lean on the places of others."""

from __future__ import annotations

import pytest

from question_bank.kinds.wording import closes_list, keep_order, names_options


@pytest.mark.parametrize(
    "text",
    [
        "Tất cả các đáp án trên", "Cả ba ý trên.", "Cả hai ý trên", "Cả 3 phương án trên đều đúng",
        "Tất cả đều đúng", "Cả ba đều sai", "Không có đáp án nào", "Không có đáp án nào đúng",
        "Không phương án nào ở trên", "Tất cả các trường hợp nêu trên", "Các ý trên đều sai", "Đáp án khác",
        "All of the above", "None of these",
    ],
)  # fmt: skip
def test_an_option_about_all_the_others_belongs_at_the_end(text: str) -> None:
    assert closes_list(text)


@pytest.mark.parametrize(
    "text",
    [
        "Tất cả công dân trên 18 tuổi", "Không có quy định nào cấm hành vi này", "Cả nước", "Cả nam và nữ",
        "Khoản 1 Điều 5", "Toàn bộ đảng viên trong chi bộ", "Ở trên cao", "Không quá 2 nhiệm kỳ",
    ],
)  # fmt: skip
def test_an_ordinary_option_is_free(text: str) -> None:
    assert not closes_list(text)
    assert not names_options(text)


@pytest.mark.parametrize(
    "text",
    ["Ý 1 và ý 2", "Cả A và B", "A và C đúng", "Chỉ A đúng", "a, b đều đúng", "Đáp án B và C", "Cả 1 và 2"],
)
def test_an_option_that_names_others_is_seen(text: str) -> None:
    assert names_options(text)


def test_an_option_that_counts_right_lets_the_others_move() -> None:
    assert not keep_order(["x", "y", "Cả hai ý trên"])
    assert not keep_order(["x", "y", "z", "Cả ba ý trên"])
    assert keep_order(["x", "y", "z", "Cả hai ý trên"])
    assert not keep_order(["x", "Không có đáp án nào", "y"])
