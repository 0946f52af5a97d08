"""Many questions at once: the same rows as one by one, and all made before the first is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select, text

from contest.kernel.audit import AuditEntry
from contest.kernel.db import db
from question_bank import rules, services
from question_bank.exchange.questions import Reading, ReadQuestion
from question_bank.models import Bank, Import, Question, Revision
from tests.question_bank.making import single

Freeze = Callable[[datetime], AbstractContextManager[None]]
NOW = datetime(2026, 11, 25, 8, tzinfo=UTC)


@contextmanager
def statements() -> Iterator[list[str]]:
    """The first words of all statements in the block."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement.split(None, 1)[0].upper())

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def put_in(bank: Bank, chosen: list[ReadQuestion]) -> Import:
    return services.import_questions(bank, chosen, "ds.xlsx", Reading())


def entries() -> list[tuple[str, str, Any, Any]]:
    found = db.session.scalars(
        select(AuditEntry).where(AuditEntry.action.like("question.%")).order_by(AuditEntry.id)
    )
    return [(one.action, one.subject, one.before, one.after) for one in found]


def test_every_column_of_what_is_stored(bank: Bank, freeze: Freeze) -> None:
    full = single(
        "Ai ký?", code="L1", topic="Luật", difficulty="hard", explanation="Điều 2.", source="Sổ tay",
        legal_basis="Luật A", legal_date="2019-11-20",
    )  # fmt: skip
    full = replace(full, tags=("mới", "khó"))
    bare = replace(single("Thủ đô?"), retired=True)
    with freeze(NOW):
        batch = put_in(bank, [full, bare])
    topic = bank.topics[0]
    rows = [
        {column.key: getattr(question, column.key) for column in Question.__table__.columns}
        for question in db.session.scalars(select(Question).order_by(Question.id))
    ]
    revisions = list(db.session.scalars(select(Revision).order_by(Revision.id)))
    shared = {"bank_id": bank.id, "retired_reason": "", "created_at": NOW}
    first, second = (one.question_id for one in revisions)
    assert rows == [
        shared | {"id": first, "code": "L1", "topic_id": topic.id, "current_id": revisions[0].id, "retired_at": None},
        shared | {"id": second, "code": "C0001", "topic_id": None, "current_id": revisions[1].id, "retired_at": NOW},
    ]  # fmt: skip
    assert [
        {column.key: getattr(one, column.key) for column in Revision.__table__.columns} for one in revisions
    ] == [
        {name: getattr(each, name) for name in rules.CONTENT}
        | {
            "id": one.id,
            "question_id": one.question_id,
            "number": 1,
            "search": search,
            "created_at": NOW,
            "created_by": "system",
            "author": "system",
            "import_id": batch.id,
        }
        for one, each, search in zip(
            revisions,
            (full, bare),
            ("l1 ai ky? ha noi hue da nang", "c0001 thu do? ha noi hue da nang"),
            strict=True,
        )
    ]
    told = [{name: getattr(each, name) for name in ("topic", *rules.CONTENT)} for each in (full, bare)]
    assert entries() == [
        ("question.add", "question:thu/L1", None, told[0] | {"code": "L1", "tags": ["mới", "khó"]}),
        ("question.add", "question:thu/C0001", None, told[1] | {"code": "C0001", "tags": []}),
    ]


def test_a_second_file_revises_what_differs(bank: Bank, app: Flask) -> None:
    put_in(bank, [single(f"Câu số {at}?", code=f"L{at}", topic="Luật") for at in range(4)])
    known = services.questions(bank)  # held by the session while their rows change below it
    held = list(db.session.scalars(select(Question).order_by(Question.code)))
    assert [one.latest.number for one in held] == [1, 1, 1, 1]
    second = put_in(
        bank,
        [
            replace(known[0], text="Câu khác?"),
            replace(known[1], topic="Sử"),
            replace(known[2], topic="LUẬT"),
            replace(known[3], topic="Sử", difficulty="easy"),
            single("Mới?"),
        ],
    )
    assert (second.added, second.revised, second.unchanged) == (1, 4, 0)
    assert [
        (one.code, one.topic and one.topic.name, one.latest.number, one.latest.text, one.latest.import_id)
        for one in db.session.scalars(select(Question).order_by(Question.code.desc()))
    ] == [
        ("L3", "Sử", 2, "Câu số 3?", second.id),
        ("L2", "Luật", 1, "Câu số 2?", second.id - 1),
        ("L1", "Sử", 1, "Câu số 1?", second.id - 1),
        ("L0", "Luật", 2, "Câu khác?", second.id),
        ("C0001", None, 1, "Mới?", second.id),
    ]
    assert entries()[4:-1] == [
        ("question.revise", "question:thu/L0", {"text": "Câu số 0?"}, {"text": "Câu khác?"}),
        ("question.revise", "question:thu/L1", {"topic": "Luật"}, {"topic": "Sử"}),
        ("question.revise", "question:thu/L2", {"topic": "Luật"}, {"topic": "LUẬT"}),  # as the file has it
        (
            "question.revise",
            "question:thu/L3",
            {"topic": "Luật", "difficulty": ""},
            {"topic": "Sử", "difficulty": "easy"},
        ),
    ]
    assert [one.number for one in held[0].revisions] == [1, 2]
    found = services.questions(bank, services.Filter(words="cau khac"))
    assert [one.code for one in found] == ["L0"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_is_written_does_not_grow_and_comes_last(app: Flask, bank: Bank) -> None:
    """From the first write on nobody else can write: neither reading nor a statement for each question belongs there."""
    counts = []
    for many in (3, 40):
        new = [single(f"Câu {many} số {at}?", topic="Luật") for at in range(many)]
        with statements() as seen:
            put_in(bank, new)
        changed = [replace(one, explanation=f"Vì {many}.") for one in services.questions(bank)]
        with statements() as again:
            put_in(bank, changed)
        first = next(at for at, one in enumerate(seen) if one == "INSERT")
        counts.append((len(seen) - first, len(again)))
        assert db.session.scalar(text("SELECT count(*) FROM question WHERE current_id IS NULL")) == 0
    assert counts[0][0] - 2 == counts[1][0], "the first file brings a topic and its record"
    assert counts[0][1] == counts[1][1]
