"""Encodings: what is recognised, what a person may choose instead, and what is refused because letters are lost."""

from __future__ import annotations

import pytest

from contest.kernel.errors import Invalid
from contest.kernel.vietnamese import clean
from question_bank.exchange import read_questions
from question_bank.exchange.encodings import ENCODINGS, MOJIBAKE, offered, recognise, retype, retype_marked
from question_bank.exchange.formats import Choices
from question_bank.exchange.questions import Reading
from tests.question_bank.corpus.build_tables import as_typed, cp1258, xlsx
from tests.question_bank.exchange.documents import docx

TEXT = "Đảng ta thành lập năm nào? Và ở đâu, ai chủ trì hội nghị?"
CSV = f"Câu hỏi;A;B;Đáp án\r\n{TEXT};Năm một chín ba mươi;Năm sau;A\r\n"
LIST = f"Câu 1. {TEXT}\nA. Năm trước\nB. Năm sau\nĐáp án: B\n"


def mistaken(text: str) -> str:
    """UTF-8 that was read as Latin-1."""
    return text.encode().decode("latin-1")


def as_1252(text: str) -> str:
    """UTF-8 that was read as Windows-1252, which has letters where Latin-1 has controls, but for five."""
    return "".join(_letter(byte) for byte in text.encode())


def _letter(byte: int) -> str:
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


def texts(reading: Reading) -> list[str]:
    """The questions' words; the file isn't refused."""
    assert reading.refused is None, str(reading.refused)
    return [one.text for one in reading.questions]


@pytest.mark.parametrize("broken", [mistaken, as_1252])
def test_broken_letters_come_back(broken: object) -> None:
    typed = broken(TEXT)  # type: ignore[operator]
    assert (recognise(typed), retype(typed, MOJIBAKE)) == (MOJIBAKE, TEXT)
    text, places = retype_marked(typed, MOJIBAKE)
    assert (len(places), places[0], places == sorted(places)) == (len(text), 0, True)


def test_lost_letters_are_refused_with_the_reason() -> None:
    # A program that knows no such letters had put question marks, another had thrown the controls away.
    for lossy in (
        as_1252(TEXT).replace("\u1ea3", "?").replace("»", "?"),
        as_1252(CSV).replace("\x90", "").replace("\x8f", ""),
    ):
        with pytest.raises(Invalid, match="đã mất"):
            retype(lossy, MOJIBAKE)
    reading = read_questions(as_1252(CSV).replace("»", "?").encode(), "a.csv")
    assert "đã hỏng từ trước" in str(reading.refused)


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (CSV.encode(), "a.csv", ""),
        (b"\xef\xbb\xbf" + CSV.encode(), "a.csv", ""),
        (CSV.encode("utf-16-le"), "a.csv", "utf-16-le"),
        (CSV.encode("utf-16-be"), "a.csv", "utf-16-be"),
        (cp1258(CSV), "a.csv", "cp1258"),
        (as_1252(CSV).encode(), "a.csv", MOJIBAKE),
        (as_typed(CSV, "tcvn3").encode("utf-8"), "a.csv", "tcvn3"),
        (as_typed(CSV, "vni").encode(), "a.csv", "vni"),
        (as_1252(LIST).encode(), "a.txt", MOJIBAKE),
        (cp1258(LIST), "a.txt", "cp1258"),
        (docx(*as_1252(LIST).splitlines()), "a.docx", MOJIBAKE),
    ],
)
def test_what_was_recognised_is_said_and_may_be_chosen(data: bytes, name: str, said: str) -> None:
    reading = read_questions(data, name)
    assert (texts(reading), reading.encoding) == ([TEXT], said)
    if said:
        assert said in ENCODINGS
        again = read_questions(data, name, Choices(encoding=said))
        assert (texts(again), again.encoding) == ([TEXT], said)


@pytest.mark.parametrize(
    ("name", "encoding"), [("a.csv", "tcvn3"), ("a.xlsx", "vni"), ("a.txt", "tcvn3"), ("a.docx", "vni")]
)
def test_a_person_may_choose_otherwise(name: str, encoding: str) -> None:
    """Too few words to recognise an encoding by: it is chosen; and what was recognised can be left as it stands."""
    words = "Câu một"
    typed = as_typed(words, encoding)
    rows = [["Câu hỏi", "A", "B", "Đáp án"], [typed, "x", "y", "A"]]
    data = {
        "a.csv": f"Question,A,B,Key\n{typed},x,y,A\n".encode(),
        "a.xlsx": xlsx({"S": [["Question", "A", "B", "Key"], rows[1]]}),
        "a.txt": f"1. {typed}\nA. x\nB. y\nKey: A\n".encode(),
        "a.docx": docx(f"1. {typed}", "A. x", "B. y", "Key: A"),
    }[name]
    assert texts(read_questions(data, name)) == [typed]
    assert texts(read_questions(data, name, Choices(encoding=encoding))) == [words]
    assert texts(read_questions(data, name, Choices(encoding="unicode"))) == [typed]


def test_only_texts_are_asked_how_their_bytes_are_meant() -> None:
    assert set(ENCODINGS) - set(offered(is_text=False)) == {"utf-8", "utf-16-le", "utf-16-be", "cp1258"}
    assert offered(is_text=True) == ENCODINGS


@pytest.mark.parametrize(
    "text", [TEXT, "Garçon, où est le café à 5 € — “là”?", "Ã và Â là chữ hoa; Ý Ă Ê", "plain"]
)
def test_sound_texts_are_left_alone(text: str) -> None:
    assert recognise(text * 4) == ""
    assert retype(text, MOJIBAKE) == text


def test_a_broken_row_among_sound_ones_is_restored() -> None:
    rows = [["Câu hỏi", "A", "B", "Đáp án"], ["Đâu đúng?", "x", "y", "A"], [as_1252(TEXT), "x", "y", "A"]]
    reading = read_questions(xlsx({"S": rows}), "a.xlsx")
    assert (texts(reading), reading.encoding) == (["Đâu đúng?", TEXT], MOJIBAKE)


def test_a_row_in_another_encoding_is_flagged() -> None:
    rows = [
        ["Câu hỏi", "A", "B", "Đáp án"],
        ["Đâu đúng?", "Ở đây", "Ở kia", "A"],
        [as_typed("Đảng viên có những quyền gì?", "tcvn3"), "x", "y", "A"],
    ]
    sound, broken = read_questions(xlsx({"S": rows}), "a.xlsx").questions
    assert (sound.problems, "bảng mã khác" in str(broken.problems[0])) == ((), True)


def test_look_alikes_and_the_unseen_are_mended() -> None:
    assert clean("\u00d0ả\u00adng \u200bvi\ufeffên") == "Đảng viên"
    assert clean("\u0189ặc \u00f0iểm １２：Ａ") == "Đặc điểm 12:A"
    assert clean("👨\u200d👩\u200d👧 và a\u200db") == "👨\u200d👩\u200d👧 và ab"
