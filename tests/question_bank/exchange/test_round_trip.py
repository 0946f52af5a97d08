"""What is written is read back: csv, xlsx, the project's JSON."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest.kernel.vietnamese import clean
from question_bank.exchange import read_questions
from question_bank.exchange.formats.project_json import read_json, write_json
from question_bank.exchange.questions import Reading, ReadQuestion
from question_bank.exchange.writing import write_csv, write_xlsx
from question_bank.kinds.true_false import true_false_body

SAMPLES = [
    ReadQuestion(
        "single_choice",
        "Câu một?",
        {"options": [{"text": "x", "locked": True}, {"text": "y", "locked": False}], "key": [1]},
        code="K1",
        topic="Lịch sử",
        difficulty="easy",
        explanation="Vì thế.\nDòng hai.",
    ),
    ReadQuestion(
        "several_correct",
        "= 2 + 3; “đúng”, gì?",
        {
            "options": [
                {"text": text, "locked": False} for text in ("-1", "@b", "+c", "Tất cả các đáp án trên", "e")
            ],
            "key": [0, 2],
        },
        code="K2",
    ),
    ReadQuestion("true_false", "Đúng không?", true_false_body(False), code="K3"),
    ReadQuestion(
        "short_answer",
        "Năm nào?",
        {"accepted": ["1930", "năm 1930"], "fold": True, "ignore_diacritics": False},
        code="K4",
    ),
    ReadQuestion(
        "situation",
        "Tình huống…",
        {"model_answer": "- Gặp riêng\n- Họp chi ủy", "rubric": "Căn cứ"},
        code="K5",
    ),
    ReadQuestion(
        "theme", "Chuyên đề…", {"model_answer": "Dàn ý", "rubric": ""}, code="K6", difficulty="hard"
    ),
]


def same(reading: Reading) -> list[ReadQuestion]:
    assert reading.all_problems == []
    return [replace(question, row=0) for question in reading.questions]


@pytest.mark.parametrize(("write", "name"), [(write_csv, "a.csv"), (write_xlsx, "a.xlsx")])
def test_a_table_is_read_back_whole(write: Callable[[Sequence[ReadQuestion]], bytes], name: str) -> None:
    assert same(read_questions(write(SAMPLES), name)) == SAMPLES


def test_csv_holds_nothing_that_a_spreadsheet_would_run() -> None:
    cells = write_csv(SAMPLES).decode("utf-8-sig").replace('"', "").replace("\n", ",").split(",")
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]


def test_json_is_read_back_whole() -> None:
    assert same(read_json(write_json(SAMPLES))) == SAMPLES


texts = st.text(min_size=1).map(clean).filter(bool)


@given(
    st.lists(
        st.builds(
            ReadQuestion,
            kind=st.just("short_answer"),
            text=texts,
            body=st.fixed_dictionaries(
                {"accepted": st.just(["x"]), "fold": st.booleans(), "ignore_diacritics": st.booleans()}
            ),
            code=texts,
            topic=texts,
            difficulty=st.sampled_from(["", "easy", "medium", "hard"]),
            explanation=st.text(),
            retired=st.booleans(),
        )
    )
)
def test_json_loses_nothing(questions: list[ReadQuestion]) -> None:
    assert same(read_json(write_json(questions))) == questions


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"[]", "không phải danh sách câu hỏi"),
        (b'{"format": "hoi-thi/questions", "version": 2}', "không phải danh sách câu hỏi"),
        (b'{"format": "hoi-thi/questions", "version": 1}', "không có danh sách"),
        (b"\xff", "sai cú pháp"),
        (b"[" * 100_000, "sai cú pháp"),
    ],
)
def test_another_json_is_refused(content: bytes, said: str) -> None:
    assert said in str(read_json(content).refused)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("7", "Câu thứ 1: Không đúng dạng."),
        ('{"kind": 5}', "Câu thứ 1: Không đúng dạng."),
        ('{"kind": "haiku", "text": "x", "body": {}}', "Câu thứ 1: Không có loại câu hỏi “haiku”."),
        ('{"kind": "theme", "text": "x", "body": []}', "Câu thứ 1: Không đúng dạng."),
        (
            '{"kind": "short_answer", "text": "x", "body": {}}',
            "Câu thứ 1: Cần ít nhất một câu trả lời được chấp nhận.",
        ),
        (
            '{"kind": "theme", "text": " ", "body": {"model_answer": "", "rubric": ""}}',
            "Câu thứ 1: Chưa có nội dung câu hỏi.",
        ),
    ],
)
def test_a_wrong_question_in_json_is_complained_of(question: str, said: str) -> None:
    reading = read_json(
        f'{{"format": "hoi-thi/questions", "version": 1, "questions": [{question}]}}'.encode()
    )
    assert [str(problem) for problem in reading.all_problems] == [said]
