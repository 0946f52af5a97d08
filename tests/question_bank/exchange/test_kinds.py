"""Every kind through tables and the project's JSON: what goes out comes in again."""

from __future__ import annotations

from typing import Any

import pytest

from question_bank.exchange import read_questions
from question_bank.exchange.formats.project_json import write_json
from question_bank.exchange.questions import ReadQuestion
from question_bank.exchange.writing import to_table, write_csv, write_xlsx
from question_bank.kinds import kind, kinds
from question_bank.kinds.true_false import true_false_body

OPTIONS = [{"text": "Gặp riêng", "locked": False}, {"text": "Báo cáo", "locked": False}]
ACCEPTED = {"accepted": ["Hà Nội", "Thăng Long"], "fold": True, "ignore_diacritics": False}
NUMBER = {"value": "-3.14", "tolerance": "0.01", "unit": "km/h"}
JUDGED = {"model_answer": "Nêu căn cứ.\nXử lý.", "rubric": "Căn cứ: 5 điểm"}
BLANKS = [
    {"kind": "short_answer"} | ACCEPTED,
    {"kind": "short_answer", "accepted": ["1/2 | *", "= x"], "fold": False, "ignore_diacritics": True},
    {"kind": "number"} | NUMBER,
    {
        "kind": "single_choice",
        "options": [
            {"text": "a/b", "locked": False},
            {"text": "*", "locked": False},
            {"text": "c", "locked": True},
        ],
        "key": [1],
    },
]
BODIES: dict[str, list[dict[str, Any]]] = {
    "single_choice": [{"options": OPTIONS, "key": [1]}],
    "several_correct": [{"options": OPTIONS, "key": [0, 1]}],
    "true_false": [true_false_body(True)],
    "short_answer": [ACCEPTED],
    "number": [NUMBER, {"value": "1945", "tolerance": "0", "unit": ""}],
    "matching": [
        {"left": ["Thủ đô", "Cố đô"], "right": ["Hà Nội", "Huế", "Đà Nẵng"], "key": [0, 1]},
        {"left": ["a = b", "c | d", "\\(x\\)"], "right": ["1 | 2", "\\"], "key": [0, 1, 0]},
    ],
    "ordering": [{"items": ["Nhận", "Xem xét", "Trả lời"]}, {"items": [f"Bước {n} | x" for n in range(12)]}],
    "cloze": [{"blanks": BLANKS}],
    "weighted_choice": [
        {"options": [OPTIONS[0] | {"share": "1"}, OPTIONS[1] | {"share": "0.25", "locked": True}]}
    ],
    "essay": [JUDGED],
    "situation": [JUDGED],
    "theme": [JUDGED],
    "prediction": [{"of": "số người trả lời đúng tất cả"}],
}
QUESTIONS = [
    ReadQuestion(code, f"Câu {code} {at}? {{{{1}}}} {{{{2}}}} {{{{3}}}} {{{{4}}}}", body, code=f"{code}-{at}")
    for code, bodies in BODIES.items()
    for at, body in enumerate(bodies)
]


def test_there_is_a_body_of_each_kind_and_it_is_sound() -> None:
    assert set(BODIES) == set(kinds())
    assert [kind(one.kind).validate(one.body) for one in QUESTIONS] == [[]] * len(QUESTIONS)


@pytest.mark.parametrize(
    ("write", "name"), [(write_xlsx, "x.xlsx"), (write_csv, "x.csv"), (write_json, "x.json")]
)
def test_all_kinds_come_back_as_they_were(write: Any, name: str) -> None:
    reading = read_questions(write(QUESTIONS), name)
    assert [(one.kind, one.text, one.body, one.problems) for one in reading.questions] == [
        (one.kind, one.text, one.body, ()) for one in QUESTIONS
    ]


def test_all_kinds_are_shown_on_a_form_and_taken_from_it() -> None:
    for one in QUESTIONS:
        asked = kind(one.kind)
        values = asked.to_form(one.body)
        assert set(values) == {given.name for given in asked.inputs}
        assert asked.from_form(values) == one.body, one.code


def cells(code: str, key: str, *options: str) -> ReadQuestion:
    """A row that a person wrote."""
    titles = ["Câu hỏi", "Loại", "Đáp án A", "Đáp án B", "Đáp án C", "Đáp án đúng"]
    row = ["Câu {{1}} {{2}}?", kind(code).words[0], *options, *[""] * (3 - len(options)), key]
    lines = [";".join(f'"{cell}"' for cell in line) for line in (titles, row)]
    [found] = read_questions("\n".join(lines).encode(), "x.csv").questions
    return found


@pytest.mark.parametrize(
    ("code", "key", "options", "body"),
    [
        ("number", "1.234,5 +/- 0,5 m2", [], {"value": "1234.5", "tolerance": "0.5", "unit": "m2"}),
        ("number", "3.14", [], {"value": "3.14", "tolerance": "0", "unit": ""}),
        ("matching", "A = 1\nB = 2 | = 3", [], {"left": ["A", "B"], "right": ["1", "2", "3"], "key": [0, 1]}),
        ("matching", "A=1|B=1|=2", [], {"left": ["A", "B"], "right": ["1", "2"], "key": [0, 0]}),
        ("ordering", "C-A-B", ["x", "y", "z"], {"items": ["z", "x", "y"]}),
        ("ordering", "", ["x", "y", "z"], {"items": ["x", "y", "z"]}),
        ("ordering", "x | y | z", [], {"items": ["x", "y", "z"]}),
        ("weighted_choice", "a: 1, B = 0,5", ["x", "y", "z"], {
            "options": [
                {"text": text, "locked": False, "share": share}
                for text, share in (("x", "1"), ("y", "0.5"), ("z", "0"))
            ]
        }),
        ("cloze", "Huế | Phú Xuân\n(2) = 1802", [], {
            "blanks": [
                {"kind": "short_answer", "accepted": ["Huế", "Phú Xuân"], "fold": True, "ignore_diacritics": False},
                {"kind": "number", "value": "1802", "tolerance": "0", "unit": ""},
            ]
        }),
    ],
)  # fmt: skip
def test_what_people_write_is_read(code: str, key: str, options: list[str], body: dict[str, Any]) -> None:
    found = cells(code, key, *options)
    assert (found.kind, found.body, found.problems) == (code, body, ())


@pytest.mark.parametrize(
    ("code", "key", "options", "said"),
    [
        ("number", "khoảng ba", [], "Đáp số phải là một số, ví dụ 3,14."),
        ("matching", "A | B", [], "Vế phải số 1 bỏ trống."),
        ("ordering", "A, B, B", ["x", "y", "z"], "Thiếu danh sách mục cần sắp xếp"),
        ("weighted_choice", "B = 0,5", ["x", "y"], "Phương án tốt nhất phải được trọn điểm"),
        ("cloze", "Huế", [], "Câu hỏi có nhiều dấu chỗ trống hơn"),
        ("prediction", "", [], "Hãy ghi dự đoán điều gì"),
    ],
)
def test_what_is_wrong_is_flagged_at_its_cell(code: str, key: str, options: list[str], said: str) -> None:
    problems = [str(problem) for problem in cells(code, key, *options).problems]
    assert problems
    assert any(said in problem for problem in problems)
    assert "cột “Đáp án đúng”" in problems[0]


def test_a_table_says_each_kind_in_its_own_words() -> None:
    kind_column = to_table(QUESTIONS)[0].index("Loại")
    assert {row[kind_column] for row in to_table(QUESTIONS)[1:]} == {one.words[0] for one in kinds().values()}
    folded = [word.casefold() for one in kinds().values() for word in one.words]
    assert len(folded) == len(set(folded))
