"""Headers and the fields that columns hold."""

from __future__ import annotations

import pytest

from question_bank.exchange.columns import FIELDS, OPTIONS, find_header, propose, recognise


@pytest.mark.parametrize(
    ("title", "field"),
    [
        ("Câu hỏi", "text"),
        ("NỘI DUNG CÂU HỎI", "text"),
        ("Nội dung", "text"),
        ("Question", "text"),
        ("Đáp án A", "option_a"),
        ("Phương án B", "option_b"),
        ("C", "option_c"),
        ("Phương án trả lời D", "option_d"),
        ("Lựa chọn 5", "option_e"),
        ("Option F", "option_f"),
        ("PA H", "option_h"),
        ("Đáp án đúng", "key"),
        ("Đáp án", "key"),
        ("ĐÁP ÁN ĐÚNG NHẤT", "key"),
        ("Key", "key"),
        ("Correct answer", "key"),
        ("Giải thích", "explanation"),
        ("Lời giải", "explanation"),
        ("Căn cứ pháp lý", "explanation"),
        ("Chủ đề", "topic"),
        ("Chuyên đề", "topic"),
        ("Lĩnh vực", "topic"),
        ("Topic", "topic"),
        ("Mức độ", "difficulty"),
        ("Độ khó", "difficulty"),
        ("Loại", "kind"),
        ("Loại câu hỏi", "kind"),
        ("Mã", "code"),
        ("Mã câu hỏi", "code"),
        ("Gợi ý trả lời", "model_answer"),
        ("Tiêu chí", "rubric"),
        ("STT", ""),
        ("Điểm", ""),
        ("Ghi chú", ""),
        ("", ""),
    ],
)
def test_titles_are_recognised(title: str, field: str) -> None:
    assert recognise(title) == field


def test_every_field_has_a_title_that_is_recognised() -> None:
    assert {recognise(title) for title in FIELDS.values()} == set(FIELDS)


def test_a_field_is_proposed_once_and_the_last_import_is_remembered() -> None:
    assert propose(["Câu hỏi", "Nội dung", "A"]) == ("text", "", "option_a")
    assert propose(["Cột lạ", "A"], {"cot la": "text"}) == ("text", "option_a")
    assert propose(["Cột lạ"], {"cot la": "nonsense"}) == ("",)


def test_a_header_under_title_rows_is_found() -> None:
    rows = [["DANH SÁCH CÂU HỎI", "", ""], ["", "", ""], ["STT", "Câu hỏi", "Đáp án"], ["1", "Ai?", "Bác"]]
    header = find_header(rows)
    assert header is not None
    assert (header.first, header.height, header.titles) == (2, 1, ("STT", "Câu hỏi", "Đáp án"))


def test_a_header_of_two_rows_is_joined() -> None:
    header = find_header(
        [
            ["STT", "Câu hỏi", "Phương án trả lời", "", "", "Đáp án"],
            ["", "", "A", "B", "C", ""],
            ["1", "?", "x", "y", "z", "A"],
        ]
    )
    assert header is not None
    assert (header.first, header.height) == (0, 2)
    assert propose(header.titles) == ("", "text", *OPTIONS[:3], "key")


def test_a_table_without_titles_has_no_header() -> None:
    assert find_header([["1", "Ai?", "Bác"], ["2", "Đâu?", "Huế"]]) is None


def test_an_answer_of_a_row_is_no_title() -> None:
    """“Dễ” is a difficulty; without its tone it would be “Đề”, the question."""
    assert recognise("Dễ") == ""
    assert recognise("Đề") == recognise("De") == "text"
    assert (
        find_header([["Số", "Lời", "Một", "Bậc"], ["1", "Ai?", "Bác", "Khó"], ["2", "A", "B", "Dễ"]]) is None
    )


def test_a_header_is_known_by_what_was_chosen_for_it_before() -> None:
    rows = [["Số", "Lời", "P1", "P2", "Khóa"], ["1", "Ai?", "Bác", "Cụ", "A"]]
    assert find_header(rows) is None
    header = find_header(rows, (), {"loi": "text", "khoa": "key"})
    assert header is not None
    assert (header.first, header.height, header.titles) == (0, 1, tuple(rows[0]))
