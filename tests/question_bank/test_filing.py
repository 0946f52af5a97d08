"""Folders of topics, tags, legal basis, and changes to many questions at once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from contest.accounts.models import User
from contest.kernel.audit import AuditEntry
from contest.kernel.db import db
from contest.kernel.errors import Invalid, Refused
from question_bank import rules, services
from question_bank.exchange.formats.project_json import read_json, write_json
from question_bank.exchange.questions import Reading
from question_bank.models import Bank, Question, Topic
from question_bank.services import Change, Filter
from tests.question_bank.making import SignIn, single


@pytest.fixture
def filled(bank: Bank) -> Bank:
    """K1 in Luật, K2 in Đất đai, which lies in Luật, K3 in Đảng."""
    law = {"legal_basis": "Điều 4 Luật Đất đai", "legal_date": "2013-11-29", "source": "Báo Nhân Dân"}
    services.put(
        bank,
        [
            replace(single("Một?", code="K1", topic="Luật"), tags=("luật", "cũ")),
            replace(single("Hai?", code="K2", topic="Đất đai", **law), tags=("luật đất đai",)),
            single("Ba?", code="K3", topic="Đảng", legal_basis="Điều lệ Đảng", legal_date="2024-01-01"),
        ],
    )
    services.put_topic(topic("Đất đai"), topic("Luật"))
    return bank


def topic(name: str) -> Topic:
    return db.session.scalars(select(Topic).where(Topic.name == name)).one()


def found(bank: Bank, **narrowed: object) -> list[str]:
    return [one.code for one in services.questions(bank, Filter(**narrowed))]  # type: ignore[arg-type]


def folders(bank: Bank) -> list[tuple[str, int]]:
    return [(one.topic.name, one.depth) for one in rules.tree(bank.topics)]


def test_topics_are_a_tree(filled: Bank) -> None:
    assert folders(filled) == [("Luật", 0), ("Đất đai", 1), ("Đảng", 0)]
    services.put_topic(topic("Đảng"), topic("Luật"))
    services.move_topic(topic("Đảng"), up=True)
    db.session.expire_all()
    assert folders(filled) == [("Luật", 0), ("Đảng", 1), ("Đất đai", 1)]
    for inside in ("Luật", "Đất đai"):
        with pytest.raises(Refused, match="vào chính nó"):
            services.put_topic(topic("Luật"), topic(inside))
    services.put_topic(topic("Đất đai"), topic("Đảng"))
    services.change_many(filled, list(db.session.scalars(select(Question))), Change(topic=""))
    services.remove_topic(topic("Đảng"))
    db.session.expire_all()
    assert folders(filled) == [("Luật", 0), ("Đất đai", 1)]


def test_a_folder_finds_what_lies_below_it(filled: Bank) -> None:
    assert found(filled, topic=topic("Luật").id) == ["K1", "K2"]
    assert found(filled, topic=topic("Đất đai").id) == ["K2"]
    assert found(filled, topic=999) == []


@pytest.mark.parametrize(
    ("narrowed", "codes"),
    [
        ({"tag": "luật"}, ["K1"]),
        ({"tag": "luật đất đai"}, ["K2"]),
        ({"tag": "lu%"}, []),
        ({"basis": "LUAT đất"}, ["K2"]),
        ({"basis": "điều"}, ["K2", "K3"]),
        ({"basis": "không có"}, []),
        ({"source": "nhan dan"}, ["K2"]),
        ({"before": "2024-01-01"}, ["K2"]),
        ({"before": "2024-01-02"}, ["K2", "K3"]),
        ({"before": "2024-01-02", "basis": "đất đai"}, ["K2"]),
    ],
)
def test_questions_are_found_by_what_they_are_filed_under(
    filled: Bank, narrowed: dict[str, str], codes: list[str]
) -> None:
    assert found(filled, **narrowed) == codes


def test_many_questions_change_at_once_each_on_record(filled: Bank) -> None:
    asked = list(db.session.scalars(services.listing(filled)))
    change = Change("Đảng", "hard", ("mới",), ("cũ",), True)
    assert services.change_many(filled, asked, change) == 3
    assert services.change_many(filled, asked, change) == 0
    stored = services.questions(filled, Filter(state="retired"))
    assert [(one.topic, one.difficulty, one.tags) for one in stored] == [
        ("Đảng", "hard", ("luật", "mới")),
        ("Đảng", "hard", ("luật đất đai", "mới")),
        ("Đảng", "hard", ("mới",)),
    ]
    assert asked[0].latest.number == 2
    actions = db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert actions[-6:] == ["question.revise", "question.retire"] * 3


def test_a_change_that_one_question_can_not_take_changes_none(filled: Bank) -> None:
    asked = list(db.session.scalars(services.listing(filled)))
    services.change_many(filled, asked[2:], Change(add_tags=tuple(f"n{number}" for number in range(20))))
    with pytest.raises(Invalid, match="Câu K3: Nhiều nhất 20 nhãn"):
        services.change_many(filled, asked, Change(add_tags=("thêm",)))
    assert found(filled, tag="thêm") == []


def test_a_file_that_says_nothing_of_tags_and_basis_keeps_them(filled: Bank) -> None:
    services.put(filled, [single("Hai, sửa?", code="K2"), single("Một?", code="K1")])
    (second,) = services.questions(filled, Filter(basis="đất đai"))
    assert (second.text, second.tags, second.legal_date) == ("Hai, sửa?", ("luật đất đai",), "2013-11-29")
    formers = services.formers(filled, ["K1"])
    weighed = rules.weigh([single("Một?", code="K1")], services.stock(filled), formers)
    assert [one.standing for one in weighed] == ["same"]


def test_json_carries_the_tree(filled: Bank, owner: User) -> None:
    reading = read_json(write_json(services.questions(filled), folders=services.folders(filled)))
    other = services.start_bank("khac", "Khác", owner.id)
    services.import_questions(other, reading.questions, "a.json", reading)
    assert folders(other) == [("Luật", 0), ("Đất đai", 1), ("Đảng", 0)]
    # A file's tree never turns the bank's own over.
    services.import_questions(other, [], "b.json", Reading(folders={"Luật": "Đất đai", "Đất đai": "Đảng"}))
    assert folders(other) == [("Luật", 0), ("Đất đai", 1), ("Đảng", 0)]


@pytest.fixture
def keeper(client: FlaskClient, owner: User, sign_in: SignIn) -> FlaskClient:
    sign_in(owner)
    return client


KEEP = {"topic": "-", "difficulty": "-", "retired": "-", "add_tags": "", "remove_tags": ""}


def test_questions_on_a_replaced_law_are_retired_in_one_step(keeper: FlaskClient, filled: Bank) -> None:
    page = keeper.get("/banks/thu/?basis=luat&before=2024-08-01").get_data(as_text=True)
    assert "Tất cả 1 câu trong danh sách" in page and "K2" in page and "K3" not in page
    address = "/banks/thu/bulk?basis=luat&before=2024-08-01"
    keeper.post(address, data=KEEP | {"scope": "all", "expected": "2", "retired": "1"})
    assert found(filled) == ["K1", "K2", "K3"]
    response = keeper.post(address, data=KEEP | {"scope": "all", "expected": "1", "retired": "1"})
    assert response.headers["Location"] == "/banks/thu/?basis=luat&before=2024-08-01"
    assert found(filled) == ["K1", "K3"]


def test_only_the_ticked_ones_change(keeper: FlaskClient, filled: Bank) -> None:
    third = next(one for one in db.session.scalars(select(Question)) if one.code == "K3")
    data = KEEP | {"scope": "ticked", "take": [str(third.id)], "add_tags": "một, hai"}
    keeper.post("/banks/thu/bulk", data=data)
    assert found(filled, tag="hai") == ["K3"]
    keeper.post("/banks/thu/bulk", data=KEEP | {"scope": "ticked", "add_tags": "ba"})
    keeper.post("/banks/thu/bulk", data=data | {"topic": "Không có", "add_tags": "ba"})
    assert found(filled, tag="ba") == []


def test_topics_are_put_into_one_another_on_their_page(keeper: FlaskClient, filled: Bank) -> None:
    keeper.post(f"/banks/thu/topics/{topic('Đảng').id}", data={"do": "put", "parent": str(topic("Luật").id)})
    db.session.expire_all()
    assert folders(filled) == [("Luật", 0), ("Đất đai", 1), ("Đảng", 1)]
    page = keeper.get("/banks/thu/topics").get_data(as_text=True)
    assert page.count("Nằm trong") == 3
