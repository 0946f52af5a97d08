"""TCVN3 and VNI: recognised, converted, and never seen where they are not."""

from __future__ import annotations

import pytest

from question_bank.exchange import legacy, read_questions
from tests.question_bank.exchange.documents import docx

TEXTS = [
    "Câu hỏi số một: Đảng Cộng sản Việt Nam thành lập năm nào?",
    "Nguyên tắc tập trung dân chủ, tự phê bình và phê bình",
    "Ưu tiên những người đủ tuổi; xử lý kỷ luật đảng viên vi phạm",
    "Chủ tịch Hồ Chí Minh ra đi tìm đường cứu nước từ Bến Nhà Rồng",
]


def written(text: str, encoding: legacy.Encoding) -> str:
    """A text as it was typed in such a font."""
    back = {value: key for key, value in legacy._MAPS[encoding].items()}
    return "".join(back.get(letter, letter) for letter in text)


@pytest.mark.parametrize("encoding", ["tcvn3", "vni"])
@pytest.mark.parametrize("text", TEXTS)
def test_there_and_back(text: str, encoding: legacy.Encoding) -> None:
    typed = written(text, encoding)
    assert (typed != text, legacy.recognise(typed), legacy.convert(typed, encoding)) == (True, encoding, text)
    converted, places = legacy.convert_marked(typed, encoding)
    assert (converted, len(places)) == (text, len(text))


@pytest.mark.parametrize(
    ("typed", "encoding", "text"),
    [
        # As published in tables of these encodings, typed by hand.
        ("C©u hái", "tcvn3", "Câu hỏi"),
        ("§¸p ¸n ®óng", "tcvn3", "Đáp án đúng"),
        ("Caâu hoûi", "vni", "Câu hỏi"),
        ("Ñaùp aùn ñuùng", "vni", "Đáp án đúng"),
        ("COÄNG HOØA XAÕ HOÄI", "vni", "CỘNG HÒA XÃ HỘI"),
    ],
)
def test_known_words(typed: str, encoding: legacy.Encoding, text: str) -> None:
    assert legacy.convert(typed, encoding) == text


@pytest.mark.parametrize(
    "text",
    [
        *TEXTS,
        "Garçon, voilà où est né le café façade",
        "Question one",
        "",
        "à á ô ù",
        "What is 5 × 2? 3 × 4? 6 × 7? 8 × 9?",
        "½ ½ ¼ 25 µ 3 µ · one · two · three",
        "Naïve café, mañana in Oöp",
    ],
)
def test_what_is_neither_is_left_alone(text: str) -> None:
    assert legacy.recognise(text) is None


ROWS = [
    "Câu hỏi;A;B;Đáp án đúng",
    f"{TEXTS[0]};Năm một chín ba mươi;Năm sau;A",
    f"{TEXTS[3]};Đúng rồi;Chưa đúng;B",
]


@pytest.mark.parametrize("encoding", ["tcvn3", "vni"])
def test_a_table_is_read_and_says_so(encoding: legacy.Encoding) -> None:
    typed = "\n".join(written(row, encoding) for row in ROWS)
    for data in (
        typed.encode("cp1252", "ignore") if encoding == "vni" else typed.encode("latin-1"),
        typed.encode(),
    ):
        reading = read_questions(data, "a.csv")
        assert [one.text for one in reading.questions] == [TEXTS[0], TEXTS[3]]
        assert [one.body["key"] for one in reading.questions] == [[0], [1]]
        assert reading.encoding == encoding
        assert any("đã được chuyển sang Unicode" in str(problem) for problem in reading.problems)


@pytest.mark.parametrize("encoding", ["tcvn3", "vni"])
def test_a_word_list_is_read(encoding: legacy.Encoding) -> None:
    lines = [f"Câu 1. {TEXTS[0]}", "A. Năm trước", "B. Năm sau", "Đáp án: B"]
    reading = read_questions(docx(*(written(line, encoding) for line in lines)), "a.docx")
    (question,) = reading.questions
    assert (question.text, question.body["key"], reading.encoding) == (TEXTS[0], [1], encoding)


@pytest.mark.parametrize("encoding", ["tcvn3", "vni"])
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.gift", f"{TEXTS[0]} {{=Năm một nghìn ~Năm sau đó}}\n\n{TEXTS[3]} {{=Đúng rồi ~Chưa đúng}}"),
        ("a.txt", f"{TEXTS[0]}\nA. Đúng rồi\nB. Chưa đúng\nANSWER: A\n\n{TEXTS[3]}\nA. Đúng rồi\nB. Chưa đúng\nANSWER: A"),
    ],
)  # fmt: skip
def test_formats_of_other_programs_say_so(encoding: legacy.Encoding, name: str, text: str) -> None:
    reading = read_questions(written(text, encoding).encode("latin-1"), name)
    assert [(one.text, one.body["key"]) for one in reading.questions] == [(TEXTS[0], [0]), (TEXTS[3], [0])]
    assert reading.encoding == encoding
    assert any("đã được chuyển sang Unicode" in str(problem) for problem in reading.problems)
