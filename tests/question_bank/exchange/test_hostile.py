"""Files that mean harm: refused with a reason, or cleaned, in bounded time and memory; none stops the program."""

from __future__ import annotations

import io
import json
import tracemalloc
import zipfile
from html import escape

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from question_bank.exchange import qti_package, read_questions
from question_bank.exchange.formats import formats
from question_bank.exchange.formats.base import Choices
from question_bank.exchange.questions import Reading
from tests.question_bank.exchange import hostile
from tests.question_bank.exchange.hostile import (
    BOMB,
    ITEM,
    LIE,
    OUTSIDE,
    PICTURE,
    QUADRATIC,
    QUIZ,
    RICH,
    zipped,
)

SOUND = hostile.sound()


def refused(data: bytes | str, name: str) -> str:
    """Why a file is refused, in no more memory than a few times its size."""
    raw = data.encode() if isinstance(data, str) else data
    tracemalloc.start()
    try:
        reading = read_questions(raw, name)
        assert tracemalloc.get_traced_memory()[1] < 60_000_000
    finally:
        tracemalloc.stop()
    assert reading.refused is not None
    assert not reading.questions
    return str(reading.refused)


@pytest.mark.parametrize("start", [BOMB, QUADRATIC, OUTSIDE], ids=["laughs", "quadratic", "outside"])
@pytest.mark.parametrize(("root", "body"), [("quiz", QUIZ), ("assessmentItem", ITEM)])
def test_entities_are_refused(start: str, root: str, body: str) -> None:
    text = body.format(text="&j;&a;" + "&a;" * 5000)
    whole = start.replace("{root}", root) + text
    assert "DTD" in refused(whole, "a.xml")
    assert "DTD" in refused(b"\xff\xfe" + whole.encode("utf-16-le"), "a.xml")
    if root == "assessmentItem":
        (question,) = read_questions(zipped({"i.xml": whole}), "a.zip").questions
        assert "DTD" in str(question.problems[0])


def test_a_manifest_with_entities_is_refused() -> None:
    manifest = BOMB.replace("{root}", "manifest") + "<manifest>&j;</manifest>"
    assert "DTD" in refused(zipped({"imsmanifest.xml": manifest}), "a.zip")


@pytest.mark.parametrize("encoding", ["utf-7", "cp037", "utf-32", "idna"])
def test_encodings_that_hide_a_dtd_are_refused(encoding: str) -> None:
    head = f'<?xml version="1.0" encoding="{encoding}"?>'
    assert refused(head + QUIZ.format(text="x"), "a.xml")


@pytest.mark.parametrize(
    "name", ["../../etc/cron.d/x.xml", "/etc/passwd", "C:/windows/x.xml", "a/../../x.xml", "..\\..\\x.xml"]
)
def test_paths_out_of_a_package_are_refused(name: str) -> None:
    assert "đường dẫn" in refused(zipped({name: "x", "i.xml": ITEM.format(text="")}), "a.zip")


def test_what_a_package_points_to_outside_is_not_read() -> None:
    text = "".join(
        f'<img src="{one}" alt="a"/>' for one in ("/etc/passwd", "../../x.png", "file:///etc/passwd")
    )
    reading = read_questions(zipped({"i.xml": ITEM.format(text=f"<p>Hỏi?</p>{text}")}), "a.zip")
    assert reading.media == {}
    assert len(reading.questions[0].notes) == 3


def test_an_archive_that_unpacks_to_too_much_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        for number in range(16):
            file.writestr(f"{number}.xml", b"\0" * 10_000_000)
    assert "quá lớn" in refused(out.getvalue(), "a.zip")


def test_an_archive_of_archives_stays_closed() -> None:
    inner = zipped({"i.xml": ITEM.format(text="<p>Hỏi?</p>")})
    assert "Không thấy câu hỏi" in refused(zipped({"inner.zip": inner, "x.xml": "<x/>"}), "a.zip")


def test_an_archive_of_too_many_files_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(qti_package, "MAX_FILES", 20)
    assert "quá lớn" in refused(zipped({f"{number}.xml": "" for number in range(21)}), "a.zip")


@pytest.mark.parametrize(("name", "body"), [("quiz", QUIZ), ("item", ITEM)])
def test_rich_text_gives_its_words_alone(name: str, body: str) -> None:
    text = escape(RICH) if name == "quiz" else RICH
    (question,) = read_questions(body.format(text=text).encode(), "a.xml").questions
    assert question.text == "Thủ đô?\nChọn\n[ảnh][dữ liệu]\\(x\\)"
    assert question.problems == ()
    everything = json.dumps([question.text, question.explanation, question.body])
    assert not [one for one in ("alert", "javascript", "evil", "<", "onclick") if one in everything]


def test_rich_text_in_gift_gives_its_words_alone() -> None:
    rich = (
        RICH.replace("{", "\\{")
        .replace("}", "\\}")
        .replace("=", "\\=")
        .replace(":", "\\:")
        .replace("#", "\\#")
    )
    (question,) = read_questions(f"[html]{rich}{{=Huế ~Vinh}}".encode(), "a.gift").questions
    assert question.text == "Thủ đô?\nChọn\n[ảnh][dữ liệu]\\(x\\)"


@pytest.mark.parametrize(
    ("content", "kept"), [(PICTURE, 1), (LIE, 0), ("không phải base64 !!", 0), ("A" * 100_001, 0), ("", 0)]
)
def test_a_picture_is_what_its_content_says(content: str, kept: int) -> None:
    text = escape("<p>Hỏi?</p><img src='@@PLUGINFILE@@/a.png' alt='a'>")
    quiz = QUIZ.format(text=text).replace(
        "</questiontext>", f'<file name="a.png" encoding="base64">{content}</file></questiontext>'
    )
    (question,), media = (reading := read_questions(quiz.encode(), "a.xml")).questions, reading.media
    assert len(media) == kept
    assert len(question.notes) == 1 - kept
    item = ITEM.format(text=f"<p>Hỏi?</p><img alt='a' src='data:image/png;base64,{content}'/>")
    assert len(read_questions(item.encode(), "a.xml").media) == kept


DEEP = 10_000


@pytest.mark.parametrize(
    "data",
    [
        QUIZ.format(text=escape("<b>" * DEEP + "x")),
        QUIZ.format(text="<b>" * DEEP + "x" + "</b>" * DEEP),
        ITEM.format(text="<div>" * DEEP + "x" + "</div>" * DEEP),
        ITEM.format(text="<math>" + "<mrow>" * 200 + "<mi>x</mi>" + "</mrow>" * 200 + "</math>"),
        QUIZ.format(text=escape("<math>" + "<msqrt>" * 2000 + "x")),
        ITEM.format(text='<p title="' + "x" * 10_000_000 + '">x</p>'),
        QUIZ.format(text="x" * 11_000_000),
        "{" * DEEP + "=a ~b" + "}" * DEEP,
        "Hỏi? {" + "=~" * DEEP + "}",
        "\\" * DEEP + "{=a}",
        "::" * DEEP + "{=a ~b}",
        "Hỏi? {1:SHORTANSWER:" + "~" * DEEP + "}",
        QUIZ.format(text="{1:SA:" * DEEP).replace("multichoice", "cloze"),
        "Hỏi?\nA. x\n" + "B\n" * DEEP + "ANSWER: A",
        "Hỏi?\n" + "A. x\nB. y\n" * DEEP + "ANSWER: A",
        "<?" * DEEP + "<quiz>",
        "<!--" * DEEP + "<quiz>",
        "[" * DEEP,
        '{"format": "hoi-thi/questions", "version": 1, "questions": ' + "[" * DEEP,
    ],
    ids=range(19),
)  # fmt: skip
@pytest.mark.parametrize("name", ["a.xml", "a.gift", "a.json"])
def test_what_is_too_deep_or_too_long_ends(data: str, name: str) -> None:
    assert isinstance(read_questions(data.encode(), name), Reading)


@pytest.mark.parametrize("code", [code for code in formats() if code not in ("word", "text")])
@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
)
@given(data=st.data())
def test_damaged_files_are_read_or_refused(code: str, data: st.DataObject) -> None:
    one = formats()[code]
    name = data.draw(
        st.sampled_from([name for name, raw in SOUND.items() if one.recognises(raw, name)] or list(SOUND))
    )
    raw = bytearray(SOUND[name])
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(raw)))
        raw[at : at + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=20))
    assert isinstance(one.read(bytes(raw), name, Choices()), Reading)
    assert isinstance(read_questions(bytes(raw), name), Reading)


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(
    st.binary(max_size=300),
    st.sampled_from(["a.xml", "a.zip", "a.gift", "a.txt", "a.json", "a", "a.docx", "a.xlsx"]),
)
def test_any_bytes_are_read_or_refused(raw: bytes, name: str) -> None:
    for start in (b"", b"PK\x03\x04", b"<quiz>", b"<assessmentItem>"):
        assert isinstance(read_questions(start + raw, name), Reading)
