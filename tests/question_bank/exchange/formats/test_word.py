# ruff: noqa: E501 - a habit in a line is read at a glance
"""Word lists in the habits of those who type them, each read exactly or flagged."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from question_bank.exchange import read_questions
from question_bank.exchange.questions import Reading
from tests.question_bank.exchange.documents import HEAD, docx, numbering, para, run, table

STEM = "Đảng ta thành lập năm nào?"
OPTIONS = ["1929", "1930", "1945", "1954"]


def read(*blocks: str, **parts: Any) -> Reading:
    return read_questions(docx(*blocks, **parts), "câu hỏi.docx")


def told(reading: Reading) -> list[tuple[str, str, list[str], list[int]]]:
    """(kind, text, options, key) of every question, which must be sound."""
    assert reading.refused is None
    assert [str(problem) for one in reading.questions for problem in one.problems] == []
    return [
        (one.kind, one.text, [each["text"] for each in one.body["options"]], one.body["key"])
        for one in reading.questions
    ]


WHOLE = [("single_choice", STEM, OPTIONS, [1])]


def options(*marks: str, label: tuple[str, ...] = ()) -> list[str]:
    """The four options in a paragraph each; the right one set in `marks`, or only its letter in `label`."""
    found = []
    for letter, text in zip("ABCD", OPTIONS, strict=True):
        own = letter == "B"
        found.append(
            para(
                run(f"{letter}.", *(label or marks if own else ())), run(f" {text}", *(marks if own else ()))
            )
        )
    return found


@pytest.mark.parametrize(
    "start",
    ["Câu 1.", "Câu 1:", "Câu 1)", "Câu hỏi 1.", "Câu số 1:", "Bài 1.", "Question 1.", "1.", "1)", "1/"],
)
def test_how_a_question_begins(start: str) -> None:
    assert told(read(f"{start} {STEM}", *options("u"))) == WHOLE


@pytest.mark.parametrize("gap", ["\t", "      "])
@pytest.mark.parametrize(
    ("rows", "letters"),
    [
        (("AC", "BD"), "ABCD"),
        (("AD", "BE", "CF"), "ABCDEF"),
        (("AC", "B"), "ABC"),
        (("ACE", "BDF"), "ABCDEF"),
    ],
)
def test_columns_that_are_filled_downwards(gap: str, rows: tuple[str, ...], letters: str) -> None:
    lines = [gap.join(f"{letter}. Đồng chí {letter}n" for letter in row) for row in rows]
    texts = [f"Đồng chí {letter}n" for letter in letters]
    assert told(read(f"Câu 1. {STEM}", *lines, "Đáp án: B")) == [("single_choice", STEM, texts, [1])]


@pytest.mark.parametrize("words", [STEM, f"{STEM} (Chọn một ý)"])
def test_the_star_of_what_must_be_answered_is_no_word(words: str) -> None:
    assert told(read(f"Câu 1. {words} *", *options("u"))) == [("single_choice", words, OPTIONS, [1])]


def test_a_name_behind_a_letter_is_no_second_letter() -> None:
    (one,) = read(
        f"Câu 1. {STEM}",
        *(f"{a}. {b}" for a, b in zip("ABCD", OPTIONS, strict=True)),
        "Đáp án: B, C. Mác, Tư bản",
    ).questions
    assert any("không ứng với phương án nào" in str(problem) for problem in one.problems)


@pytest.mark.parametrize("sign", [",", ";", " |"])
@pytest.mark.parametrize(
    ("last", "kept"), [("1954.", "1954"), ("1954", "1954"), ("1954, v.v.", "1954, v.v.")]
)
def test_a_full_stop_behind_the_last_of_options_between_commas(sign: str, last: str, kept: str) -> None:
    line = f"A. 1929{sign} B. 1930{sign} C. 1945{sign} D. {last}"
    assert told(read(f"Câu 1. {STEM}", line, "Đáp án: B")) == [
        ("single_choice", STEM, [*OPTIONS[:3], kept], [1])
    ]


@pytest.mark.parametrize("mark", ["b", "u", "red", "high"])
def test_a_key_by_how_it_is_set(mark: str) -> None:
    assert told(read(f"Câu 1. {STEM}", *options(mark))) == WHOLE
    assert told(read(f"Câu 1. {STEM}", *options(label=(mark,)))) == WHOLE


def test_bold_that_all_share_is_no_key() -> None:
    labels = [
        para(run(f"{letter}. ", "b"), run(text, *(("u",) if letter == "B" else ())))
        for letter, text in zip("ABCD", OPTIONS, strict=True)
    ]
    assert told(read(para(run(f"Câu 1. {STEM}", "b")), *labels)) == WHOLE


@pytest.mark.parametrize(
    "lines",
    [
        ["A. 1929   B. 1930   C. 1945   D. 1954"],
        ["A. 1929\tB. 1930", "C. 1945\tD. 1954"],
        ["A. 1929\nB. 1930\nC. 1945\nD. 1954"],
        ["a) 1929    b) 1930    c) 1945    d) 1954"],
        ["(A) 1929", "(B) 1930", "(C) 1945", "(D) 1954"],
        ["A/ 1929", "B/ 1930", "C/ 1945", "D/ 1954"],
        ["A - 1929", "B - 1930", "C - 1945", "D - 1954"],
    ],
)
def test_how_options_stand(lines: list[str]) -> None:
    assert told(read(f"Câu 1. {STEM}", *lines, "Đáp án: B")) == WHOLE


def test_all_in_one_paragraph() -> None:
    assert told(read(f"Câu 1. {STEM} A. 1929 B. 1930 C. 1945 D. 1954", "Đáp án: B")) == WHOLE


@pytest.mark.parametrize(
    "said",
    ["Đáp án: B", "Đáp án B", "ĐA: B", "Đáp án đúng: b", "Chọn B", "=> B", "Key: B", "Answer: B.", "Đáp án đúng là: B. 1930",
     "Đáp án: 1930"],
)  # fmt: skip
def test_a_key_in_a_line(said: str) -> None:
    assert told(read(f"Câu 1. {STEM}", *options(), said)) == WHOLE


@pytest.mark.parametrize(
    "starred", ["*B. 1930", "B*. 1930", "B. *1930", "B. 1930*", "B. 1930 (đúng)", "B. 1930 (Đ)", "B. 1930 ✓"]
)
def test_a_key_by_a_sign(starred: str) -> None:
    assert told(read(f"Câu 1. {STEM}", "A. 1929", starred, "C. 1945", "D. 1954")) == WHOLE


TWO = [
    f"Câu 1. {STEM}",
    *["A. 1929", "B. 1930", "C. 1945", "D. 1954"],
    "Câu 2. Thủ đô?",
    "A. Huế",
    "B. Vinh",
    "C. Hà Nội",
]
BOTH = [*WHOLE, ("single_choice", "Thủ đô?", ["Huế", "Vinh", "Hà Nội"], [2])]


@pytest.mark.parametrize(
    "key",
    [
        ["ĐÁP ÁN", "1-B   2-C"],
        ["BẢNG ĐÁP ÁN", "1. B", "2. C"],
        ["1B 2C"],
        ["Đáp án:", "1.B; 2.C"],
        [table(["Câu", "1", "2"], ["Đáp án", "B", "C"])],
        [table(["1", "2"], ["B", "C"])],
        [table(["Câu", "Đáp án"], ["1", "B"], ["2", "C"])],
        [table(["1-B", "2-C"])],
        [table(["1", "B", "2", "C"])],
    ],
)
def test_a_key_at_the_end(key: list[str]) -> None:
    assert told(read(*TWO, *key)) == BOTH


def test_parts_that_number_anew() -> None:
    blocks = [
        "PHẦN I. LỊCH SỬ",
        *TWO[:5],
        "PHẦN II. ĐỊA LÝ",
        "Câu 1. Thủ đô?",
        *TWO[6:],
        "ĐÁP ÁN",
        "1-B",
        "1-C",
    ]
    reading = read(*blocks)
    assert told(reading) == BOTH
    assert [one.topic for one in reading.questions] == ["PHẦN I. LỊCH SỬ", "PHẦN II. ĐỊA LÝ"]


def test_words_own_numbers() -> None:
    blocks = [para(STEM, level=(1, 0))]
    blocks += [para(run(text, *(("u",) if text == "1930" else ())), level=(1, 1)) for text in OPTIONS]
    blocks += [
        para("Thủ đô?", level=(1, 0)),
        *(
            para(run(text, *(("u",) if text == "Hà Nội" else ())), level=(1, 1))
            for text in ("Huế", "Vinh", "Hà Nội")
        ),
    ]
    for levels in (
        (("decimal", "Câu %1."), ("upperLetter", "%2.")),
        (("decimal", "%1."), ("lowerLetter", "%2)")),
    ):
        assert told(read(*blocks, parts={"word/numbering.xml": numbering(*levels).encode()})) == BOTH


def test_bulleted_options() -> None:
    assert told(read(f"Câu 1. {STEM}", "- 1929", "- 1930", "- 1945", "- 1954", "Đáp án: B")) == WHOLE


def test_options_in_the_cells_of_a_table() -> None:
    assert (
        told(read(f"Câu 1. {STEM}", table(["A. 1929", "B. 1930"], ["C. 1945", "D. 1954"]), "Đáp án: B"))
        == WHOLE
    )


def test_a_text_box_is_read_once() -> None:
    inner = (
        f"<w:txbxContent>{para('A. 1929')}{para('B. 1930')}{para('C. 1945')}{para('D. 1954')}</w:txbxContent>"
    )
    box = f"<w:p><w:r><mc:AlternateContent><mc:Choice>{inner}</mc:Choice><mc:Fallback>{inner}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    assert told(read(f"Câu 1. {STEM}", box, "Đáp án: B")) == WHOLE


def test_texts_over_several_paragraphs() -> None:
    reading = read(
        "Câu 1. Cho các ý sau:", "1. Ý một", "2. Ý hai", "Ý nào đúng?", "A. Ý", "một", "B. Ý hai", "Đáp án: A"
    )
    assert told(reading) == [
        ("single_choice", "Cho các ý sau:\n1. Ý một\n2. Ý hai\nÝ nào đúng?", ["Ý\nmột", "Ý hai"], [0])
    ]


def test_out_of_order_is_mended_and_said() -> None:
    reading = read(f"Câu 1. {STEM}", "A. 1929", "C. 1945", "B. 1930", "D. 1954", "Đáp án: B")
    assert told(reading) == WHOLE
    assert "đã xếp lại" in str(reading.questions[0].notes[0])


@pytest.mark.parametrize(
    ("blocks", "said"),
    [
        ([*options()], "Không thấy đáp án đúng"),
        ([*options("u"), "Đáp án: C"], "mâu thuẫn"),
        (["A. 1929", "B. 1930", "D. 1954", "Đáp án: B"], "Thiếu phương án C"),
        (["A. 1929", "B. 1930", "B. 1945", "Đáp án: B"], "Có hai phương án cùng chữ cái"),
        (["A. 1929", "B. 1930", "Đáp án: E"], "“E” không ứng với phương án nào"),
        (["A. 1929", "B. 1929", "Đáp án: B"], "giống nhau"),
        ([], "Không thấy phương án nào"),
    ],
)
def test_what_is_doubtful_is_flagged(blocks: list[str], said: str) -> None:
    reading = read(f"Câu 1. {STEM}", *blocks)
    (question,) = reading.questions
    (problem,) = question.problems
    assert (said in str(problem), str(problem).startswith("Đoạn 1: "), question.paragraph) == (True, True, 1)


def test_one_bad_question_leaves_the_others() -> None:
    reading = read(
        "Câu 1. Hỏng?", *options("u"), "Đáp án: C", "Câu 2. Thủ đô?", "A. Huế", "B. Hà Nội", "Đáp án: B"
    )
    assert [len(one.problems) for one in reading.questions] == [1, 0]


def test_several_keys() -> None:
    blocks = [
        para(run(f"{letter}. {text}", *(("b",) if letter in "AC" else ())))
        for letter, text in zip("ABCD", OPTIONS, strict=True)
    ]
    reading = read("Câu 1. Chọn các đáp án đúng", *blocks)
    assert told(reading) == [("several_correct", "Chọn các đáp án đúng", OPTIONS, [0, 2])]
    assert [str(note) for note in read("Câu 1. Chọn một", *blocks).questions[0].notes] == [
        "Đoạn 1: Có 2 đáp án đúng; hãy kiểm tra."
    ]


def test_other_kinds() -> None:
    reading = read(
        "Câu 1. Việt Nam ở Đông Nam Á.", "Đáp án: Đúng", "Câu 2. Năm Quốc khánh?", "Đáp án: 1945",
        "Câu 3. Xử lý đơn thư thế nào?", "Gợi ý: Tiếp nhận, phân loại.", "Trả lời trong 10 ngày.",
        "Câu 4. Có 12 tháng.", "A. Đúng", "B. Sai", "Đáp án: A",
    )  # fmt: skip
    assert [
        (one.kind, one.body.get("key", one.body.get("accepted", one.body.get("model_answer"))))
        for one in reading.questions
    ] == [
        ("true_false", [0]),
        ("short_answer", ["1945"]),
        ("situation", "Tiếp nhận, phân loại.\nTrả lời trong 10 ngày."),
        ("true_false", [0]),
    ]


def test_what_stands_under_a_question() -> None:
    reading = read(
        f"Câu 1. {STEM}", *options(), "Mức độ: Nhận biết", "Chủ đề: Lịch sử Đảng", "Đáp án: B", "Lời giải: Ngày 3/2/1930",
        "tại Hương Cảng.", "Căn cứ: Giáo trình lịch sử", "Câu 2. Thủ đô?", "A. Huế", "B. Hà Nội", "Đáp án: B",
    )  # fmt: skip
    one, other = reading.questions
    assert (one.difficulty, one.topic, one.explanation, one.legal_basis) == (
        "easy",
        "Lịch sử Đảng",
        "Ngày 3/2/1930\ntại Hương Cảng.",
        "Giáo trình lịch sử",
    )
    assert (other.explanation, told(reading)[0]) == ("", WHOLE[0])


def test_a_picture_with_its_words() -> None:
    png = b"\x89PNG\r\n\x1a\n" + b"0" * 40
    drawing = '<w:r><w:drawing><wp:docPr descr="Biển báo tròn"/><a:blip r:embed="rId1"/></w:drawing></w:r>'
    links = b'<Relationships><Relationship Id="rId1" Target="media/image1.png"/></Relationships>'
    reading = read(
        f"<w:p>{run('Câu 1. Biển gì?')}{drawing}</w:p>", "A. Cấm", "B. Lệnh", "Đáp án: A",
        parts={"word/_rels/document.xml.rels": links, "word/media/image1.png": png},
    )  # fmt: skip
    ((name, content),) = reading.media.items()
    assert (reading.questions[0].text, content) == (f"Biển gì? ![Biển báo tròn](media:{name})", png)


def test_equations_and_raised_letters() -> None:
    fraction = "<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>x</m:t></m:r></m:den></m:f></m:oMath>"
    stem = f"<w:p>{run('Câu 1. Tính ')}{fraction}{run(' m')}{run('2', 'sup')}{run(', H')}{run('2', 'sub')}{run('O')}</w:p>"
    assert read(stem, "A. 1", "B. 2", "Đáp án: A").questions[0].text == "Tính \\(\\frac{1}{x}\\) m², H₂O"


def test_deleted_words_are_gone() -> None:
    stem = (
        f"<w:p>{run('Câu 1. Thủ đô')}<w:del>{run(' cũ')}</w:del><w:ins>{run(' mới')}</w:ins>{run('?')}</w:p>"
    )
    assert read(stem, "A. Huế", "B. Hà Nội", "Đáp án: B").questions[0].text == "Thủ đô mới?"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('<!DOCTYPE w [<!ENTITY a "aaaa">]>' + HEAD + "</w:body></w:document>", "bị hỏng"),
        ("<w:document", "bị hỏng"),
        (HEAD + "</w:body></w:document>", "Không thấy câu hỏi nào"),
    ],
)
def test_a_file_that_is_refused(content: str, said: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("word/document.xml", content)
    assert said in str(read_questions(out.getvalue(), "a.docx").refused)


def test_a_bomb_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("word/document.xml", HEAD + " " * (151 * 1024 * 1024))
    assert "quá lớn" in str(read_questions(out.getvalue(), "a.docx").refused)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=60), st.integers(0, 3000))
def test_a_damaged_file_is_read_or_refused(noise: bytes, at: int) -> None:
    whole = docx(*TWO, "1-B 2-C")
    read_questions(whole[:at] + noise + whole[at + len(noise) :], "a.docx")


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text("Câu 1.ABCD*)\t đáp n:=>-", max_size=40), max_size=12))
def test_any_text_is_read(lines: list[str]) -> None:
    read_questions("\n".join(["Câu 1. x", "A. 1", "B. 2", *lines]).encode(), "a.txt")


def test_plain_text() -> None:
    text = f"Câu 1. {STEM}\n*B. 1930\nA. 1929\nC. 1945\nD. 1954\n"
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        assert told(read_questions(text.encode(encoding), "a.txt")) == WHOLE


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.doc"),
        (b"{\\rtf1 }", "a.rtf"),
        (b"PK\3\4".ljust(30, b"\0") + b"mimetypeapplication/vnd.oasis.opendocument.text", "a.odt"),
    ],
)
def test_texts_of_other_kinds_are_told_how_to_be_saved(data: bytes, name: str) -> None:
    assert "kiểu .docx" in str(read_questions(data, name).refused)
