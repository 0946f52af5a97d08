"""The verbs of the question bank, on both databases."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, func, select

from contest.accounts.models import User
from contest.kernel import clock
from contest.kernel.audit import AuditEntry
from contest.kernel.db import db
from contest.kernel.errors import Invalid, Refused
from contest.kernel.messages import message
from question_bank import rules, services
from question_bank.exchange.questions import Reading
from question_bank.models import Bank, Question, Revision, Topic
from question_bank.services import Filter
from tests.question_bank.making import single


def codes(bank: Bank, **narrowed: Any) -> list[str]:
    return [question.code for question in services.questions(bank, Filter(**narrowed))]


def actions() -> list[str]:
    return list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


def test_a_question_is_added_with_a_code_a_topic_and_a_record(bank: Bank) -> None:
    question = services.add(bank, single(topic="Địa lý", difficulty="easy"))
    assert services.plain(question) == single(code="C0001", topic="Địa lý", difficulty="easy")
    assert (question.latest.number, question.retired_at) == (1, None)
    assert actions() == ["bank.add", "topic.add", "question.add"]


def test_the_same_topic_in_another_case_is_one_topic(bank: Bank) -> None:
    services.add(bank, single(topic="Địa lý"))
    services.add(bank, single("Khác?", topic="ĐỊA LÝ"))
    assert [topic.name for topic in bank.topics] == ["Địa lý"]


def test_a_code_is_used_once(bank: Bank) -> None:
    services.add(bank, single(code="K1"))
    with pytest.raises(Invalid, match="Mã “K1” đã có"):
        services.add(bank, single("Khác?", code="K1"))
    assert codes(bank) == ["K1"]


def test_an_unsound_question_is_not_stored(bank: Bank) -> None:
    with pytest.raises(Invalid, match="Phương án A và B giống nhau"):
        services.add(bank, single("?", "x", "X"))
    assert codes(bank) == []


def test_a_change_is_a_new_revision_and_the_old_one_stays(bank: Bank) -> None:
    question = services.add(bank, single())
    first = question.latest
    assert services.revise(question, single("Thủ đô nước ta?", code=question.code), seen=1)
    assert (question.latest.number, question.latest.text) == (2, "Thủ đô nước ta?")
    assert (first.number, first.text) == (1, "Thủ đô?")
    entry = db.session.scalar(select(AuditEntry).where(AuditEntry.action == "question.revise"))
    assert (entry.before, entry.after) == ({"text": "Thủ đô?"}, {"text": "Thủ đô nước ta?"})


def test_no_change_is_no_revision(bank: Bank) -> None:
    question = services.add(bank, single())
    assert not services.revise(question, single(code=question.code), seen=1)
    assert (question.latest.number, actions()) == (1, ["bank.add", "question.add"])


def test_another_code_or_topic_is_no_revision_and_the_search_finds_it(bank: Bank) -> None:
    question = services.add(bank, single(code="K1"))
    assert services.revise(question, single(code="DL-7", topic="Địa lý"), seen=1)
    assert (question.latest.number, question.code, question.topic.name) == (1, "DL-7", "Địa lý")
    assert codes(bank, words="dl-7") == ["DL-7"]
    assert codes(bank, words="k1") == []


def test_a_stale_form_is_refused_and_stores_nothing(bank: Bank) -> None:
    question = services.add(bank, single())
    services.revise(question, single("Hai?", code=question.code), seen=1)
    with pytest.raises(Refused, match="Trang này đã cũ"):
        services.revise(question, single("Ba?", code=question.code), seen=1)
    db.session.rollback()
    assert question.latest.text == "Hai?"


def test_two_changes_at_the_same_moment_store_one(bank: Bank) -> None:
    question = services.add(bank, single())
    winner = services.plain(question)
    db.session.add(
        Revision(
            question_id=question.id,
            number=2,
            kind=winner.kind,
            text="Hai?",
            body=winner.body,
            search="",
            created_at=clock.now(),
        )
    )
    db.session.commit()
    with pytest.raises(Refused, match="Người khác vừa lưu"):
        services.revise(question, single("Ba?", code=question.code), seen=1)
    assert [revision.text for revision in db.session.scalars(select(Revision).order_by(Revision.number))] == [
        "Thủ đô?",
        "Hai?",
    ]


def test_a_revision_never_changes(bank: Bank) -> None:
    question = services.add(bank, single())
    question.latest.text = "Lén sửa"
    with pytest.raises(RuntimeError, match="immutable: text"):
        db.session.commit()
    db.session.rollback()


def test_a_retired_question_leaves_the_list_and_comes_back(bank: Bank) -> None:
    question = services.add(bank, single(code="K1"))
    services.retire(question)
    services.retire(question)
    assert (codes(bank), codes(bank, state="retired"), codes(bank, state="all")) == ([], ["K1"], ["K1"])
    services.restore(question)
    assert codes(bank) == ["K1"]
    assert actions()[-2:] == ["question.retire", "question.restore"]


@pytest.mark.parametrize("words", ["hoà bình", "HOA BINH", "hòa  bình", "thuỷ điện", "thuy dien da", "100%_"])
def test_search_folds_vietnamese_and_takes_signs_as_they_are(bank: Bank, words: str) -> None:
    services.add(bank, single("Thủy điện Hòa Bình trên sông Đà đạt 100%_?", code="K1"))
    services.add(bank, single("Khác hẳn?", code="K2"))
    assert codes(bank, words=words) == ["K1"]


def test_a_list_is_narrowed(bank: Bank) -> None:
    services.add(bank, single(code="K1", topic="Địa lý", difficulty="easy"))
    services.add(bank, single("Hai?", code="K2", difficulty="hard"))
    assert codes(bank, topic=bank.topics[0].id) == ["K1"]
    assert codes(bank, difficulty="hard") == ["K2"]
    assert codes(bank, kind="single_choice") == ["K1", "K2"]
    assert codes(bank, kind="theme") == []


def test_a_retired_question_is_copied_as_retired(bank: Bank, owner: User) -> None:
    services.retire(services.add(bank, single(code="K1")))
    services.add(bank, single("Hai?", code="K2"))
    copy = services.start_bank("ban-sao", "Bản sao", owner.id)
    services.put(copy, services.questions(bank, Filter(state="all")))
    assert (codes(copy), codes(copy, state="retired")) == (["K2"], ["K1"])


def test_codes_sort_by_length_then_letters(bank: Bank) -> None:
    services.put(bank, [single(f"Câu {code}?", code=code) for code in ("10", "9", "2")])
    assert codes(bank) == ["2", "9", "10"]


def test_an_import_adds_revises_and_leaves_unchanged(bank: Bank) -> None:
    services.add(bank, single(code="K1"))
    services.add(bank, single("Hai?", code="K2"))
    stored = services.import_questions(
        bank,
        [
            single("Một khác?", code="K1"),
            single("Hai?", code="K2"),
            single("Ba?"),
            single("Bốn?", topic="Mới"),
        ],
        "ds.xlsx",
        Reading(columns=("Câu hỏi", "A"), mapping=("text", "option_a")),
    )
    assert (stored.added, stored.revised, stored.unchanged) == (2, 1, 1)
    assert codes(bank) == ["K1", "K2", "C0001", "C0002"]
    assert bank.import_mapping == {"cau hoi": "text", "a": "option_a"}
    assert actions()[-1] == "bank.import"


def test_an_import_with_one_unsound_question_stores_nothing(bank: Bank) -> None:
    with pytest.raises(Invalid, match="Dòng 3: hỏng"):
        services.put(bank, [single("Một?"), replace(single("Hai?"), problems=(message("Dòng 3: hỏng"),))])
    with pytest.raises(Invalid, match="Chưa có nội dung"):
        services.put(bank, [single("Một?"), single(" ")])
    db.session.rollback()
    assert codes(bank) == []


def test_an_import_of_many_reads_no_more_than_one_of_few(bank: Bank, app: Flask) -> None:
    statements: list[str] = []

    def count(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", count)
    services.put(bank, [single(f"Câu {number}?", topic="Một") for number in range(300)])
    event.remove(db.engine, "before_cursor_execute", count)
    assert len([each for each in statements if each.startswith("SELECT")]) < 8
    db.session.commit()
    assert db.session.scalar(select(func.count(Revision.id))) == 300


def test_the_plain_list_takes_one_statement_whatever_its_length(bank: Bank, app: Flask) -> None:
    services.put(bank, [single(f"Câu {number}?", topic="Một") for number in range(5)])
    db.session.commit()
    db.session.expunge_all()
    statements: list[str] = []

    def count(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    bank = db.session.scalar(select(type(bank)))
    event.listen(db.engine, "before_cursor_execute", count)
    assert len(services.questions(bank)) == 5
    event.remove(db.engine, "before_cursor_execute", count)
    assert len(statements) == 1


def test_topics_are_added_renamed_moved_and_removed(bank: Bank) -> None:
    for name in ("Một", "Hai", "Ba"):
        services.add_topic(bank, name)
    one, two, three = bank.topics
    services.rename_topic(two, "Nhì")
    services.move_topic(three, up=True)
    services.move_topic(one, up=True)
    db.session.expire_all()
    assert [topic.name for topic in bank.topics] == ["Một", "Ba", "Nhì"]
    with pytest.raises(Invalid, match="Đã có chủ đề “một”"):
        services.add_topic(bank, "một")
    with pytest.raises(Invalid, match="Đã có chủ đề “Ba”"):
        services.rename_topic(one, "Ba")
    services.rename_topic(one, "MỘT")
    services.remove_topic(one)
    db.session.expire_all()
    assert [topic.name for topic in bank.topics] == ["Ba", "Nhì"]


def test_a_topic_with_questions_stays(bank: Bank) -> None:
    question = services.add(bank, single(topic="Một"))
    services.retire(question)
    with pytest.raises(Refused, match="còn câu hỏi"):
        services.remove_topic(bank.topics[0])
    assert db.session.scalar(select(func.count(Topic.id))) == 1


def test_two_banks_may_use_the_same_codes(bank: Bank, owner: User) -> None:
    other = services.start_bank("khac", "Khác", owner.id)
    services.add(bank, single(code="K1"))
    services.add(other, single(code="K1"))
    assert db.session.scalar(select(func.count(Question.id))) == 2
    with pytest.raises(Invalid, match="Đã có ngân hàng câu hỏi mang mã “thu”"):
        services.start_bank("thu", "Lại", owner.id)


def test_what_is_stored_under_a_token_is_stored_once(bank: Bank) -> None:
    first = services.import_questions(bank, [single(code="")], "a.csv", Reading(), token="t" * 32)
    assert (first.added, first.revised, first.unchanged) == (1, 0, 0)
    with pytest.raises(Refused):
        services.import_questions(bank, [single(code="")], "a.csv", Reading(), token="t" * 32)
    assert len(services.questions(bank)) == 1


def test_an_import_gives_other_codes_where_somebody_took_its_own(
    bank: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    services.add(bank, single(code="C0001"))
    free = rules.free_codes
    # What it read before the other person stored theirs.
    seen: list[list[str]] = [[]]
    monkeypatch.setattr(rules, "free_codes", lambda taken: free(seen.pop() if seen else taken))
    stored = services.import_questions(bank, [single("Hai?"), single("Ba?")], "a.csv", Reading())
    assert (stored.added, seen) == (2, [])
    assert codes(bank) == ["C0001", "C0002", "C0003"]
    assert actions().count("bank.import") == 1


def test_an_import_with_codes_of_its_own_is_not_tried_again(
    bank: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    services.add(bank, single(code="C0001"))
    seen: list[list[str]] = [[]]
    free = rules.free_codes
    monkeypatch.setattr(rules, "free_codes", lambda taken: free(seen.pop() if seen else taken))
    with pytest.raises(Refused, match="hãy thử lại"):
        services.import_questions(bank, [single("Hai?", code="K2"), single("Ba?")], "a.csv", Reading())
    assert codes(bank) == ["C0001"]


def test_the_questions_of_an_import_are_listed(bank: Bank) -> None:
    services.import_questions(bank, [single(code="K1"), single("Hai?", code="K2")], "a.csv", Reading())
    second = services.import_questions(
        bank, [single(code="K1"), single("Hai sửa?", code="K2"), single("Ba?")], "b.csv", Reading()
    )
    assert (second.added, second.revised, second.unchanged) == (1, 1, 1)
    found = services.questions(bank, services.Filter(batch=second.id))
    assert [question.text for question in found] == ["Hai sửa?", "Ba?"]


def test_a_stock_follows_the_bank(bank: Bank) -> None:
    assert services.stock(bank).rival(single()) is None
    held = services.add(bank, single(code="K1"))
    rival = services.stock(bank).rival(single())
    assert rival is not None
    assert (rival.id, rival.likeness) == (held.id, "twin")
    services.revise(held, single("Khác hẳn?", code="K1"), 1)
    assert services.stock(bank).rival(single()) is None
    assert services.codes(bank, [held.id, 0]) == {held.id: "K1"}
    assert services.plain_by_id(bank, [held.id])[held.id].text == "Khác hẳn?"
    assert services.formers(bank, ["K1", ""])["K1"].id == held.id
