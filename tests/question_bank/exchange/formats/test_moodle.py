# ruff: noqa: E501 - a case in a line is read at a glance
"""GIFT, Moodle XML and Aiken: what is read, what is flagged, what is refused."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from question_bank.exchange import read_questions
from question_bank.exchange.questions import Reading, ReadQuestion


def read(text: str, name: str = "a.txt") -> Reading:
    return read_questions(text.encode(), name)


def told(question: ReadQuestion) -> tuple[str, str, Any, Any]:
    """(kind, text, options, key or what is accepted) of a question that must be sound."""
    assert [str(problem) for problem in question.problems] == []
    options = [one["text"] for one in question.body.get("options", [])]
    body = question.body
    return question.kind, question.text, options, body.get("key", body.get("accepted", body.get("value")))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Thủ đô?{=Hà Nội ~Huế ~Vinh}", ("single_choice", "Thủ đô?", ["Hà Nội", "Huế", "Vinh"], [0])),
        ("::T1:: Thủ đô? {\n ~Huế #sai rồi\n =Hà Nội # đúng\n}", ("single_choice", "Thủ đô?", ["Huế", "Hà Nội"], [1])),
        ("Số chẵn?{~%50%Hai ~%50%Bốn ~%-100%Ba}", ("several_correct", "Số chẵn?", ["Hai", "Bốn", "Ba"], [0, 1])),
        ("Một năm có 12 tháng.{T}", ("true_false", "Một năm có 12 tháng.", ["Đúng", "Sai"], [0])),
        ("Một năm có 13 tháng.{FALSE#sai}", ("true_false", "Một năm có 13 tháng.", ["Đúng", "Sai"], [1])),
        ("Năm Quốc khánh?{=1945 =Một chín bốn lăm}", ("short_answer", "Năm Quốc khánh?", [], ["1945", "Một chín bốn lăm"])),
        ("Năm Quốc khánh?{#1945}", ("number", "Năm Quốc khánh?", [], "1945")),
        ("Đảng thành lập năm {=1930 ~1945} tại Hương Cảng.", ("single_choice", "Đảng thành lập năm _____ tại Hương Cảng.", ["1930", "1945"], [0])),
        (r"[html]<p>a \= b \{x\}?</p>{=Có \~ ~Không}", ("single_choice", "a = b {x}?", ["Có ~", "Không"], [0])),
    ],
)  # fmt: skip
def test_gift(text: str, expected: Any) -> None:
    (question,) = read(text).questions
    assert told(question) == expected


GIFT = """// Ghi chú: không phải câu hỏi
$CATEGORY: $course$/Lịch sử/Lịch sử Đảng

::Câu một:: Đảng thành lập năm nào? {
=1930
~1945
####Ngày 3/2/1930.
}

Lời mô tả không có ngoặc.

Ghép đôi.{=Hà Nội -> Thủ đô =Huế -> Cố đô}

Khoảng nào?{#1940..1950}

Viết bài.{}
"""


def test_gift_file() -> None:
    reading = read(GIFT)
    one, two, three, four = reading.questions
    assert (one.topic, one.id, one.explanation, one.row) == ("Lịch sử Đảng", "Câu một", "Ngày 3/2/1930.", 4)
    assert (four.kind, four.problems) == ("essay", ())
    assert told(two) == ("matching", "Ghép đôi.", [], [0, 1])
    assert told(three) == ("number", "Khoảng nào?", [], "1945")
    assert three.body["tolerance"] == "5"
    assert str(reading.problems[0]) == "Dòng 10 là lời mô tả, không phải câu hỏi, nên đã bỏ qua."


def test_aiken() -> None:
    one, two = read("Thủ đô?\nA. Huế\nB. Hà Nội\nANSWER: B\n\nSố chẵn?\nA) 1\nB) 2\nANSWER: C\n").questions
    assert told(one) == ("single_choice", "Thủ đô?", ["Huế", "Hà Nội"], [1])
    assert [str(problem) for problem in two.problems] == ["Dòng 6: Đáp án “C” không ứng với phương án nào."]


PICTURE = b"\x89PNG\r\n\x1a\n0000"
MOODLE = f"""<?xml version="1.0" encoding="UTF-8"?>
<quiz>
<question type="category"><category><text>$course$/top/Luật</text></category></question>
<question type="multichoice"><name><text>Q1</text></name>
 <questiontext format="html"><text><![CDATA[<p>Biển <b>gì</b>?</p><script>alert(1)</script><img src="@@PLUGINFILE@@/a%20b.png" alt="Biển tròn">]]></text>
 <file name="a b.png" encoding="base64">{base64.b64encode(PICTURE).decode()}</file></questiontext>
 <generalfeedback format="html"><text>Điều 10 &amp; 11</text></generalfeedback><idnumber>LUAT-1</idnumber><hidden>1</hidden>
 <answer fraction="0" format="html"><text>&lt;p&gt;Lệnh&lt;/p&gt;</text></answer>
 <answer fraction="100" format="html"><text>Cấm</text></answer>
 <tags><tag><text>giao thông</text></tag></tags></question>
<question type="truefalse"><questiontext format="plain_text"><text>1 &lt; 2</text></questiontext>
 <answer fraction="100"><text>true</text></answer><answer fraction="0"><text>false</text></answer></question>
<question type="numerical"><questiontext><text>Năm?</text></questiontext><answer fraction="100"><text>1945</text><tolerance>0</tolerance></answer></question>
<question type="essay"><questiontext><text>Viết.</text></questiontext><graderinfo><text>Ba ý.</text></graderinfo></question>
<question type="ddmarker"><questiontext><text>Ghép.</text></questiontext></question>
</quiz>"""


def test_moodle_xml() -> None:
    reading = read(MOODLE, "a.xml")
    one, two, three, four, five = reading.questions
    ((name, content),) = reading.media.items()
    assert told(one) == ("single_choice", f"Biển gì?\n![Biển tròn](media:{name})", ["Lệnh", "Cấm"], [1])
    assert (content, one.topic, one.code, one.retired, one.tags, one.explanation) == (
        PICTURE,
        "Luật",
        "LUAT-1",
        True,
        ("giao thông",),
        "Điều 10 & 11",
    )
    assert told(two) == ("true_false", "1 < 2", ["Đúng", "Sai"], [0])
    assert told(three) == ("number", "Năm?", [], "1945")
    assert (four.kind, four.body["model_answer"]) == ("essay", "Ba ý.")
    assert "Câu thứ 5: Loại câu “ddmarker”" in str(five.problems[0])


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE q [<!ENTITY a "b">]><quiz><question type="essay"/></quiz>',
        "<quiz><question>",
        "<quiz></quiz>",
        '<?xml version="1.0"?><!DOCTYPE quiz SYSTEM "file:///etc/passwd"><quiz><question type="essay"/></quiz>',
    ],
)
def test_what_is_refused(text: str) -> None:
    assert read(text, "a.xml").refused is not None


@settings(max_examples=150, deadline=None)
@given(st.text("{}=~#%:\\->T\n ab$/[]1", max_size=80))
def test_any_gift_is_read(text: str) -> None:
    read_questions(f"Hỏi?{{=a ~b}}\n\n{text}".encode(), "a.gift")


@settings(max_examples=80, deadline=None)
@given(st.text("<>/ab&;!\"'= quiz", max_size=60), st.integers(0, 1500))
def test_any_moodle_xml_is_read_or_refused(noise: str, at: int) -> None:
    read_questions((MOODLE[:at] + noise + MOODLE[at:]).encode(), "a.xml")
