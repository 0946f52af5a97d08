"""A reading as bytes and back."""

from __future__ import annotations

from contest.kernel.messages import message
from question_bank.exchange import keeping, read_questions
from question_bank.exchange.formats.project_json import write_json
from question_bank.exchange.progress import listening
from question_bank.exchange.questions import Reading, ReadQuestion
from tests.question_bank.making import single, workbook


def test_a_reading_comes_back_as_it_was() -> None:
    inner = message("%(sign)s", sign=message("gạch chân"))
    question = ReadQuestion(
        "single_choice",
        "Hỏi?",
        {"options": [{"text": "a", "locked": True}], "key": [0], "message": "of the file"},
        code="K1",
        retired=True,
        tags=("luật", "đảng"),
        sheet="S",
        row=3,
        problems=(message("Dòng %(row)d: %(what)s", row=3, what=inner),),
        notes=(message("xem"),),
    )
    reading = Reading(
        columns=("Câu hỏi", ""),
        samples=(("a", "b"), ("c", "")),
        mapping=("text", ""),
        questions=(question, single(code="K2")),
        problems=(message("50 %"),),
        encoding="tcvn3",
        folders={"Luật đất đai": "Luật"},
    )
    assert keeping.load(keeping.dump(reading)) == reading


def test_a_body_that_looks_like_a_message_stays_a_body() -> None:
    body = {"options": {"message": "x", "values": {}}, "key": []}
    data = write_json([ReadQuestion("single_choice", "Hỏi?", body)])
    reading = read_questions(data, "a.json")
    (question,) = keeping.load(keeping.dump(reading)).questions
    assert question.body == body
    assert question.problems == reading.questions[0].problems


def test_who_listens_hears_how_far_a_reader_is() -> None:
    data = workbook(["Câu hỏi", "A", "B", "Đáp án"], *(["Hỏi?", "x", "y", "A"] for _ in range(250)))
    heard: list[tuple[int, int]] = []
    with listening(lambda done, total: heard.append((done, total))):
        read_questions(data, "a.xlsx")
    assert heard == [(0, 250), (100, 250), (200, 250)]
