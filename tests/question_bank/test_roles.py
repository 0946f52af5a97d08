"""Members of a bank: what each role may open and do, and that whoever may not see keys sees nothing of them."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient

from contest.accounts.models import Grant, User
from contest.kernel import clock
from contest.kernel.audit import AuditEntry
from contest.kernel.db import db
from contest.organising.models import Contest
from question_bank import members, policy, services, uploads
from question_bank.exchange.questions import ReadQuestion
from question_bank.models import Bank, Question
from question_bank.review_rules import ROLES
from tests.question_bank.making import SignIn, person, single
from tests.support.world import made_file, rules

READS = {"opens"}
JUDGES = READS | {"judges_questions", "sees_keys"}
ALL = JUDGES | {"keeps", "writes", "revises", "arranges", "exports", "imports", "takes"}
MAY = {
    "": set(),
    "writer": READS | {"writes"},
    "reviewer": JUDGES,
    "approver": JUDGES,
    "key_viewer": READS | {"sees_keys"},
    "writer key_viewer": READS | {"writes", "sees_keys", "revises", "arranges", "imports"},
    "keeper": ALL,
}
OF_ANYONE = {"staff", "makes_banks", "everyone"}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # who may is no matter of the database
@pytest.mark.parametrize("roles", MAY)
def test_each_role_opens_its_own_pages_and_no_others(
    app: Flask, client: FlaskClient, bank: Bank, sign_in: SignIn, roles: str
) -> None:
    services.put(bank, [single(code="C1", topic="Một")])
    db.session.commit()
    user = person("an")
    members.set_roles(bank, "an", roles.split())
    upload = uploads.keep(bank, user.key, "a.csv", "Câu hỏi,A,B,Đáp án\nMột?,x,y,A\n".encode())
    made = made_file("bank:thu", user)
    values: dict[str, Any] = {
        "bank_code": "thu",
        "question_id": db.session.query(Question).one().id,
        "topic_id": bank.topics[0].id,
        "token": upload.token,
        "number": 1,
        "kind": "single_choice",
        "extension": "csv",
        "form": "docx",
    }
    tried = set()
    for rule, method, view in rules(app):
        predicate = view.predicate.__name__
        if not rule.endpoint.startswith("question_bank.") or predicate in OF_ANYONE:
            continue
        if not rule.arguments <= values.keys():
            continue  # test_access asks for every address
        tried.add(predicate)
        if method == "POST" and predicate in MAY[roles]:
            continue  # what it does is tested elsewhere; here it would change what the next address needs
        with app.test_request_context():
            here = values | ({"token": made} if "/files/" in rule.rule else {})
            path = url_for(rule.endpoint, **{name: here[name] for name in rule.arguments})
        sign_in(user)
        answer = client.open(path, method=method)
        assert (answer.status_code == 403) is (predicate not in MAY[roles]), (
            path,
            method,
            answer.status_code,
        )
    assert tried == ALL


SECRETS = ("Thăng", "Vì sao thế", "Gặp riêng", "Căn cứ chấm", "đáp án B", "✓ Đúng")


@pytest.fixture
def secretive(bank: Bank) -> list[Question]:
    """Questions whose keys, as they are and as they once were, hold the SECRETS."""
    answer = {"accepted": ["Hà Nội"], "fold": True, "ignore_diacritics": False}
    judged = {"model_answer": "Gặp riêng", "rubric": "Căn cứ chấm"}
    given = [
        single("Thủ đô?", code="C1", explanation="Vì sao thế"),
        ReadQuestion("short_answer", "Tên cũ?", answer | {"accepted": ["Thăng Long"]}, code="C2"),
        ReadQuestion("situation", "Xử lý?", judged, code="C3"),
    ]
    services.put(bank, given)
    services.put(
        bank,
        [
            single("Thủ đô?", code="C1", key=1),
            ReadQuestion("short_answer", "Tên cũ?", answer, code="C2"),
            ReadQuestion("situation", "Xử lý?", {"model_answer": "", "rubric": ""}, code="C3"),
        ],
    )
    db.session.commit()
    return list(db.session.query(Question).order_by(Question.code))


def test_a_writer_sees_no_key_of_others(
    client: FlaskClient, bank: Bank, owner: User, sign_in: SignIn, secretive: list[Question]
) -> None:
    person("an")
    writer = members.set_roles(bank, "an", ["writer"])
    viewer = members.set_roles(bank, person("binh").username, ["key_viewer"])
    first = secretive[0]
    sign_in(owner)
    client.post(f"/banks/thu/questions/{first.id}/review", data={"what": "note", "note": "đáp án B"})

    def pages(user: User) -> str:
        sign_in(user)
        paths = ["", *(f"questions/{one.id}" for one in secretive), "bases"]
        return "".join(client.get(f"/banks/thu/{path}").get_data(as_text=True) for path in paths)

    seen = pages(writer)
    assert [secret for secret in SECRETS if secret in seen] == []
    assert "Tên cũ?" in seen
    assert "Chỉ đổi phần đáp án hoặc giải thích." in seen
    assert [secret for secret in SECRETS if secret not in pages(viewer)] == []


def test_a_search_tells_a_writer_no_key(
    client: FlaskClient, bank: Bank, sign_in: SignIn, secretive: list[Question]
) -> None:
    person("an")
    writer = members.set_roles(bank, "an", ["writer"])
    viewer = members.set_roles(bank, person("binh").username, ["key_viewer"])

    def found(user: User, words: str) -> list[str]:
        sign_in(user)
        page = client.get(f"/banks/thu/?words={words}&kind=short_answer").get_data(as_text=True)
        return [one.code for one in secretive if f"/questions/{one.id}" in page]

    assert found(viewer, "ha noi") == ["C2"]
    assert found(writer, "ha noi") == []
    assert found(writer, "ten cu") == ["C2"]
    # Options are for everybody's eyes.
    sign_in(writer)
    assert "Thủ đô?" in client.get("/banks/thu/?words=da nang").get_data(as_text=True)


def test_a_writer_changes_their_own_question_until_others_have(
    client: FlaskClient, bank: Bank, owner: User, sign_in: SignIn
) -> None:
    person("an")
    writer = members.set_roles(bank, "an", ["writer"])
    form = {"text": "Một?", "options-0": "x", "options-1": "y", "key": "0"}
    sign_in(writer)
    client.post("/banks/thu/new/single_choice", data=form)
    question = db.session.query(Question).one()
    path = f"/banks/thu/questions/{question.id}/edit"
    sign_in(writer)
    client.post(path, data=form | {"text": "Hai?", "seen": "1", "code": question.code})
    db.session.expire_all()
    assert question.latest.text == "Hai?"
    sign_in(owner)
    client.post(path, data=form | {"text": "Ba?", "seen": "2", "code": question.code})
    sign_in(writer)
    assert client.get(path).status_code == 403
    sign_in(writer)
    page = client.get(f"/banks/thu/questions/{question.id}").get_data(as_text=True)
    assert "Ba?" in page
    assert 'id="key"' not in page


def test_people_are_added_changed_and_taken_off(
    client: FlaskClient, bank: Bank, owner: User, sign_in: SignIn
) -> None:
    user = person("an")

    def give(username: str, *roles: str) -> str:
        sign_in(owner)
        data = {"username": username, "roles": list(roles)}
        page = client.post("/banks/thu/members", data=data, follow_redirects=True).get_data(as_text=True)
        db.session.expire_all()
        return page

    assert "Không có người dùng này." in give("khong-co", "writer")
    assert "Chưa lưu." in give("an", "boss")
    assert members.members(bank) == []
    assert "Đã giao vai trò cho An." in give("An", "writer", "key_viewer")
    assert members.members(bank) == [(user, ["writer", "key_viewer"])]
    give("an", "keeper")
    assert members.members(bank) == [(user, ["keeper"])]
    assert policy.keeps(user, bank)
    sign_in(user)
    assert "Ngân hàng thử" in client.get("/banks/").get_data(as_text=True)
    assert "không còn làm cùng" in give("an")
    assert members.members(bank) == []
    assert not policy.opens(user, bank)
    kept = db.session.query(AuditEntry).filter_by(action="bank.member").order_by(AuditEntry.id)
    assert [entry.after["roles"] for entry in kept] == [["writer", "key_viewer"], ["keeper"], []]
    assert list(ROLES) == ["writer", "reviewer", "approver", "key_viewer", "keeper"]


def test_a_bank_may_demand_approval(client: FlaskClient, bank: Bank, owner: User, sign_in: SignIn) -> None:
    services.add(bank, single())
    sign_in(owner)
    answer = client.post("/banks/thu/demand", data={"approved_only": "y"}, follow_redirects=True)
    page = answer.get_data(as_text=True)
    assert "1 câu đang chờ duyệt nên chưa vào đề." in page
    db.session.expire_all()
    assert bank.approved_only
    sign_in(owner)
    client.post("/banks/thu/demand", data={})
    db.session.expire_all()
    assert not bank.approved_only


def test_an_organiser_gives_a_contest_no_bank_that_they_do_not_keep(
    client: FlaskClient, bank: Bank, sign_in: SignIn
) -> None:
    """Else whoever judges in one contest and organises another could open the first one's keys."""
    user = person("an")
    own = services.start_bank("rieng", "Ngân hàng riêng", user.id)
    here = Contest(code="day", name="Ở đây", bank=own, created_at=clock.now(), extra={})
    there = Contest(code="kia", name="Ở kia", bank=bank, created_at=clock.now(), extra={})
    db.session.add_all([here, there])
    db.session.flush()
    db.session.add_all([Grant(user=user, contest_id=here.id, role="organiser")])
    db.session.add_all([Grant(user=user, contest_id=there.id, role="judge")])
    db.session.commit()

    def offered() -> list[bool]:
        sign_in(user)
        page = client.get("/c/day/desk/settings").get_data(as_text=True)
        return [name in page for name in ("Ngân hàng riêng", "Ngân hàng thử")]

    assert offered() == [True, False]
    members.set_roles(bank, "an", ["keeper"])
    assert offered() == [True, True]
