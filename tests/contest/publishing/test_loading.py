"""Out of the database and in again: what a package carries, and what it is refused for."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select, update

from contest.kernel import clock
from contest.kernel.db import db
from contest.organising import rooms
from contest.organising.models import Contest
from contest.organising.package_reading import read_zip
from contest.playing import drawing, printing, services, store, typed_sheets
from contest.playing.answer_table import read_lines
from contest.playing.models import Attempt
from contest.playing.rules import Given
from contest.publishing.dumping import dump_contest, write_zip
from contest.publishing.loading import BadPackage, load_package
from question_bank import media
from question_bank import services as bank
from question_bank.models import Media, Question, ReplacedBasis, ReviewEvent, Revision
from tests.contest.playing.quizzes import CLOSES, DURING, Quiz, build
from tests.question_bank.making import picture


@pytest.fixture
def quiz(app: Flask) -> Quiz:
    """A quiz in which someone has answered everything; one of its questions was changed since, another retired."""
    with clock.freeze(DURING):
        made = build()
        attempt = services.begin(made.entrants[0], made.part)
        right = {"single_choice": "0", "several_correct": "0,2", "true_false": "0", "short_answer": "1945"}
        given = [Given(one.position, right[one.kind], False, 1) for one in services.shown(attempt)]
        key = (attempt.id, attempt.entrant_id, attempt.entrant.session_version)
        db.session.rollback()
        store.store(*key, given)
        questions = {one.code: one for one in db.session.scalars(select(Question))}
        bank.retire(questions["3"])
        db.session.commit()
    return made


def again(files: dict[str, bytes], code: str = "lai") -> Contest:
    with clock.freeze(CLOSES):
        return load_package(read_zip(write_zip(files)), code=code)


def record(files: dict[str, bytes]) -> dict[str, Any]:
    return dict(json.loads(files["record.json"]))


def test_a_loaded_dump_dumps_the_same(quiz: Quiz) -> None:
    with clock.freeze(CLOSES):
        first = dump_contest(quiz.contest)
    second = dump_contest(again(first))
    first.pop("contest.toml"), second.pop("contest.toml")  # the code differs
    assert second == first


def test_pictures_come_along_those_of_older_revisions_too(quiz: Quiz) -> None:
    names = [media.keep(picture(width)) for width in (4, 5)]
    question = db.session.scalar(select(Question).where(Question.bank_id == quiz.contest.bank_id))
    spoken_of = {revision for attempt in db.session.scalars(select(Attempt)) for revision, _ in attempt.paper}
    assert question.current_id in spoken_of
    text = f"Cờ nào? ![cờ](media:{names[0]})"
    db.session.execute(update(Revision).where(Revision.id == question.current_id).values(text=text))
    db.session.expire_all()
    now = replace(
        bank.plain(question), text=f"Cờ nào? ![cờ](media:{names[1]})", tags=("cờ",), source="Sổ tay"
    )
    bank.revise(question, now, None)
    first = dump_contest(quiz.contest)
    assert sorted(name for name in first if name.startswith("media/")) == sorted(
        f"media/{name}" for name in names
    )
    db.session.execute(delete(Media))
    db.session.commit()
    second = dump_contest(again(first))
    first.pop("contest.toml"), second.pop("contest.toml")
    assert second == first


def test_a_package_without_the_pictures_of_its_questions_is_refused(quiz: Quiz) -> None:
    question = db.session.scalar(select(Question).where(Question.code == "1"))
    name = media.keep(picture())
    bank.revise(question, replace(bank.plain(question), text=f"Cờ nào? ![cờ](media:{name})"), None)
    files = dump_contest(quiz.contest)
    del files[f"media/{name}"]
    db.session.execute(delete(Media))
    db.session.commit()
    with pytest.raises(BadPackage) as refusal:
        again(files)
    assert [str(problem) for problem in refusal.value.problems] == [
        f"media: Câu 1: Không tìm thấy ảnh hoặc âm thanh “{name[:12]}…”."
    ]


def test_rooms_come_along(quiz: Quiz) -> None:
    values = {"code": "p1", "name": "Phòng 1", "entry_code": "HOA SEN", "networks": "10.0.0.0/8\n::1"}
    rooms.save(quiz.contest, None, values)
    rooms.take(quiz.contest, rooms.by_code(quiz.contest)["p1"], ["001"])
    files = dump_contest(quiz.contest)
    loaded = again(files)
    [room] = rooms.rooms(loaded)
    assert {name: getattr(room, name) for name in values} == values | {"networks": "10.0.0.0/8\n::1/128"}
    assert [one.code for one in rooms.entrants(room)] == ["001"]
    assert dump_contest(loaded)["rooms.csv"] == files["rooms.csv"]


def test_a_room_that_no_file_describes_is_made(quiz: Quiz) -> None:
    files = dump_contest(quiz.contest)
    files["entrants.csv"] = "code,name,unit,room\n001,An,qt,p9\n002,Bình,qt,\n".encode()
    [room] = rooms.rooms(again(files))
    assert (room.code, room.name, room.entry_code, room.networks) == ("p9", "p9", "", "")


def test_a_retired_question_that_a_paper_holds_comes_along(quiz: Quiz) -> None:
    with clock.freeze(CLOSES):
        before = services.marked_points(quiz.part)
        loaded = again(dump_contest(quiz.contest))
        assert [row[:4] for row in services.marked_points(loaded.stages[0].parts[0])] == [
            row[:4] for row in before
        ]
    assert before[0].points == 8
    states = {one.code: one.retired_at is not None for one in db.session.scalars(
        select(Question).where(Question.bank_id == loaded.bank_id)
    )}  # fmt: skip
    assert states == {"1": False, "2": False, "3": True, "4": False, "5": False}


def test_what_reviewers_said_comes_along(quiz: Quiz) -> None:
    first = db.session.scalar(select(Question).where(Question.code == "1"))
    for before, after in (("draft", "reviewed"), ("reviewed", "approved")):
        db.session.add(
            ReviewEvent(
                revision_id=first.latest.id,
                at=DURING,
                actor="user:7",
                actor_name="An",
                before=before,
                after=after,
                note="Đúng",
            )
        )
    db.session.add(
        ReplacedBasis(bank_id=quiz.bank.id, legal_basis="a", replaced_by="b", replaced_on="2026-01-01")
    )
    # A newer draft, so that the approved revision isn't the current one, and no paper holds it.
    db.session.execute(delete(Attempt))
    bank.revise(first, replace(bank.plain(first), text="Thủ đô?"), 1)
    bank.retire(db.session.scalar(select(Question).where(Question.code == "2")), "Luật mới")
    quiz.bank.approved_only = True
    db.session.commit()
    with clock.freeze(CLOSES):
        files = dump_contest(quiz.contest)
    loaded = again(files)
    assert record(dump_contest(loaded))["bank"] == record(files)["bank"]
    assert [item.code for item in drawing.pool(loaded.stages[0].parts[0])] == ["1"]
    assert [event["by"] for event in record(files)["bank"]["steps"]] == ["An", "An"]
    assert record(files)["bank"]["retired"] == {"2": "Luật mới"}


def test_the_clock_of_an_attempt_comes_along(quiz: Quiz) -> None:
    with clock.freeze(CLOSES):
        loaded = again(dump_contest(quiz.contest))
    own, copy = (
        db.session.scalars(select(Attempt).where(Attempt.part_id == contest.stages[0].parts[0].id)).one()
        for contest in (quiz.contest, loaded)
    )
    names = (
        "started_at",
        "base_deadline",
        "deadline",
        "finished_at",
        "question_seconds",
        "forward_only",
        "void_reason",
    )
    assert [getattr(copy, name) for name in names] == [getattr(own, name) for name in names]


def test_a_code_in_two_files_is_refused(quiz: Quiz) -> None:
    with clock.freeze(CLOSES):
        files = dump_contest(quiz.contest)
    files["questions/them.csv"] = (
        "Mã,Câu hỏi,Đáp án A,Đáp án B,Đáp án đúng\n9,Câu mới?,Có,Không,A\n3,Câu trùng mã?,Có,Không,B\n".encode()
    )
    with pytest.raises(BadPackage) as refused:
        again(files)
    assert [(problem.file, problem.line, str(problem.message)) for problem in refused.value.problems] == [
        (
            "questions/them.csv",
            3,
            "Mã câu hỏi “3” đã có trong questions/questions.json. Hãy đổi mã ở một trong hai tệp.",
        )
    ]
    db.session.rollback()
    assert len(db.session.scalars(select(Contest)).all()) == 1


def test_printed_papers_and_typed_sheets_come_along(quiz: Quiz) -> None:
    entrant = quiz.entrants[1]
    for question in db.session.scalars(select(Question).where(Question.retired_at.is_not(None))):
        bank.restore(question)
    [paper] = printing.make(quiz.part, ["101"], fresh=False)
    letters = [one.key if one.letters else "1945" for one in printing.read([paper])[0].questions]
    with clock.freeze(CLOSES):
        typed_sheets.take(quiz.part, read_lines(";".join([entrant.code, "101", *letters])), "")
        first = dump_contest(quiz.contest)
        loaded = again(first)
        part = loaded.stages[0].parts[0]
        assert [one.code for one in printing.printed(part)] == ["101"]
        assert [(one.number, one.code, one.points) for one in typed_sheets.listed(part)] == [
            ("002", "101", 8)
        ]
        assert record(dump_contest(loaded)) == record(first)
