"""Pages of banks, questions, topics and export, without script."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse as Response

from contest.accounts.models import User
from contest.kernel.audit import AuditEntry
from contest.kernel.db import db
from question_bank import services
from question_bank.exchange import read_questions
from question_bank.exchange.questions import ReadQuestion
from question_bank.exchange.writers import writers
from question_bank.kinds import kinds
from question_bank.kinds.true_false import true_false_body
from question_bank.models import Bank, Question
from tests.question_bank.making import SignIn, person, single
from tests.question_bank.reading import fields


@pytest.fixture(autouse=True)
def signed_in(owner: User, sign_in: SignIn) -> None:
    sign_in(owner)


def text(response: Response, status: int = 200) -> str:
    assert response.status_code == status
    return response.get_data(as_text=True)


def each_kind(bank: Bank) -> list[Question]:
    judged = {"model_answer": "Gặp riêng", "rubric": "Căn cứ"}
    number = {"value": "1945.5", "tolerance": "0.25", "unit": "km"}
    weighted = [
        {"text": text, "locked": text == "C", "share": share}
        for text, share in (("A", "0.5"), ("B", "1"), ("C", "0"))
    ]
    choice = {"kind": "single_choice"} | single().body
    accepted = {"accepted": ["Thăng Long", "a | b"], "fold": False, "ignore_diacritics": True}
    bodies = {
        "number": number,
        "matching": {"left": ["Một", "Hai"], "right": ["1", "2", "Ba"], "key": [0, 1]},
        "ordering": {"items": ["Bước đầu", "Bước giữa", "Bước cuối"]},
        "cloze": {"blanks": [{"kind": "short_answer"} | accepted, {"kind": "number"} | number, choice]},
        "weighted_choice": {"options": weighted},
        "essay": judged,
        "prediction": {"of": "Số người đúng hết"},
        "single_choice": single().body,
        "several_correct": single().body | {"key": [0, 2]},
        "true_false": true_false_body(False),
        "short_answer": {"accepted": ["Hà Nội", "Thăng Long"], "fold": True, "ignore_diacritics": True},
        "situation": judged,
        "theme": judged,
    }
    services.put(
        bank,
        [
            ReadQuestion(kind, f"Câu {kind}? {{{{1}}}} {{{{2}}}} {{{{3}}}}", bodies[kind], code=kind)
            for kind in kinds()
        ],
    )
    db.session.commit()
    return list(db.session.scalars(select(Question)))


def test_only_kept_banks_are_listed(client: FlaskClient, bank: Bank, sign_in: SignIn) -> None:
    assert "Ngân hàng thử" in text(client.get("/banks/"))
    sign_in(person("other"))
    page = text(client.get("/banks/"))
    assert "Ngân hàng thử" not in page
    assert "Lập ngân hàng mới" not in page


@pytest.mark.parametrize(
    "path", ["", "topics", "import", "export", "export/xlsx", "new/single_choice", "questions/1"]
)
def test_strangers_and_the_public_see_nothing(
    client: FlaskClient, bank: Bank, sign_in: SignIn, path: str
) -> None:
    services.add(bank, single())
    sign_in(person("other"))
    text(client.get(f"/banks/thu/{path}"), 403)
    sign_in(None)
    assert client.get(f"/banks/thu/{path}").status_code == 302


def test_an_administrator_starts_a_bank(client: FlaskClient, sign_in: SignIn) -> None:
    boss = person("boss", is_admin=True)
    sign_in(boss)
    response = client.post("/banks/new", data={"code": "moi", "name": "Mới"})
    assert response.headers["Location"] == "/banks/moi/"
    assert db.session.scalar(select(Bank).where(Bank.code == "moi")).owner_id == boss.id
    assert "Đã có ngân hàng câu hỏi mang mã" in text(
        client.post("/banks/new", data={"code": "moi", "name": "Mới"}), 422
    )
    assert "Chỉ dùng chữ thường không dấu" in text(
        client.post("/banks/new", data={"code": "Mã sai", "name": "x"}), 422
    )


def test_what_is_not_there_is_not_found(client: FlaskClient, bank: Bank, owner: User) -> None:
    other = services.add(services.start_bank("khac", "Khác", owner.id), single())
    for path in (
        "khong",
        "thu/questions/99",
        f"thu/questions/{other.id}",
        "thu/new/crossword",
        "thu/export/pdf",
    ):
        assert client.get(f"/banks/{path}").status_code in (404, 308), path
    assert client.post("/banks/thu/topics/99", data={"do": "up"}).status_code == 404


def test_the_list_is_searched_narrowed_and_paged(client: FlaskClient, bank: Bank) -> None:
    services.put(bank, [single(f"Câu số {number}?", topic="Một", difficulty="easy") for number in range(30)])
    services.put(bank, [single("Hoà Bình ở đâu?", code="HB", difficulty="hard")])
    db.session.commit()
    page = text(client.get("/banks/thu/"))
    assert "31 câu" in page
    assert "Trang 1/2" in page
    assert "Trang 2/2" in text(client.get("/banks/thu/?page=2&words="))
    found = text(client.get("/banks/thu/?words=hoa+binh&difficulty=hard&topic=&kind=single_choice&state=all"))
    assert "1 câu" in found
    assert "Hoà Bình ở đâu?" in found
    assert "Không có câu nào khớp." in text(client.get("/banks/thu/?words=khong-co"))
    assert "31 câu" in text(client.get("/banks/thu/?difficulty=nonsense&page=99999"))


def test_an_empty_list_says_why(client: FlaskClient, bank: Bank) -> None:
    address = f"/banks/{bank.code}/"
    page = text(client.get(address))
    assert "Ngân hàng chưa có câu hỏi." in page
    assert 'role="search"' not in page
    question = services.add(bank, single())
    services.retire(question, "Cũ")
    page = text(client.get(address))
    assert "Không có câu nào khớp." in page
    assert 'role="search"' in page


def test_the_preview_of_each_kind_never_holds_the_key(client: FlaskClient, bank: Bank) -> None:
    for question in each_kind(bank):
        page = text(client.get(f"/banks/thu/questions/{question.id}"))
        asked = page[page.index('id="asked"') : page.index('id="key"')]
        assert "Gặp riêng" not in asked
        assert "Thăng Long" not in asked
        assert "Đúng</strong>" not in asked
        assert "1945,5" not in asked
        assert "0,5" not in asked


def test_a_question_of_each_kind_is_edited_without_change(client: FlaskClient, bank: Bank) -> None:
    for question in each_kind(bank):
        page = text(client.get(f"/banks/thu/questions/{question.id}/edit"))
        response = client.post(f"/banks/thu/questions/{question.id}/edit", data=fields(page))
        assert response.status_code == 302, question.code
        db.session.expire_all()
        assert question.latest.number == 1, question.code


def test_a_question_is_written_and_revised(client: FlaskClient, bank: Bank) -> None:
    form = {
        "text": "Thủ đô  nước ta?",
        "options-0": "Hà Nội",
        "options-1": "Huế",
        "options-2": "",
        "options-3": "",
        "key": "0",
        "locked": "1",
        "topic": "Địa lý",
        "difficulty": "easy",
        "code": "",
        "explanation": "Hiến pháp 2013.",
    }
    response = client.post("/banks/thu/new/single_choice", data=form)
    question = db.session.scalar(select(Question))
    assert response.headers["Location"] == f"/banks/thu/questions/{question.id}"
    assert question.latest.text == "Thủ đô nước ta?"
    assert question.latest.body == {
        "options": [{"text": "Hà Nội", "locked": False}, {"text": "Huế", "locked": True}],
        "key": [0],
    }
    response = client.post(
        f"/banks/thu/questions/{question.id}/edit",
        data=form | {"text": "Thủ đô của nước ta?", "seen": "1", "code": "C0001"},
    )
    assert response.status_code == 302
    page = text(client.get(f"/banks/thu/questions/{question.id}"))
    assert "<ins>của </ins>" in page
    assert "Bản 2" in page
    assert "Owner" in page


@pytest.mark.parametrize(
    ("kind", "form", "said"),
    [
        ("single_choice", {"text": "?", "options-0": "x", "options-1": "y"}, "Chưa chọn đáp án đúng."),
        ("single_choice", {"text": "?", "options-0": "x", "key": "0"}, "Có 1 phương án"),
        (
            "single_choice",
            {"text": "?", "options-0": "x", "options-1": "", "options-2": "z", "key": "0"},
            "Phương án B bỏ trống.",
        ),
        (
            "single_choice",
            {"text": "?", "options-0": "x", "options-1": "y", "key": "5"},
            "không ứng với phương án nào",
        ),
        ("several_correct", {"text": "", "options-0": "x", "options-1": "y", "key": "0"}, "Cần điền ô này."),
        ("true_false", {"text": "?", "key": "7"}, "Hãy chọn một mục"),
        ("short_answer", {"text": "?", "accepted": ""}, "Cần điền ô này."),
        ("short_answer", {"text": "?", "accepted": "..."}, "bị bỏ trống"),
        ("theme", {"text": "?", "difficulty": "x"}, "Hãy chọn một mục"),
    ],
)
def test_a_wrong_form_says_what_is_wrong_keeps_what_was_typed_and_stores_nothing(
    client: FlaskClient, bank: Bank, kind: str, form: dict[str, str], said: str
) -> None:
    page = text(client.post(f"/banks/thu/new/{kind}", data=form | {"explanation": "Giữ lại"}), 422)
    assert said in page
    assert "Giữ lại" in page
    assert db.session.scalar(select(Question)) is None


def test_more_options_come_without_script(client: FlaskClient, bank: Bank) -> None:
    page = text(client.get("/banks/thu/new/single_choice"))
    assert page.count('name="options-') == 4
    form = {"text": "?", **{f"options-{index}": f"x{index}" for index in range(4)}, "key": "2", "more": "1"}
    page = text(client.post("/banks/thu/new/single_choice", data=form))
    assert page.count('name="options-') == 6
    assert "x3" in page
    assert 'value="2" checked' in page
    form |= {"options-4": "x4", "options-5": "x5", "options-6": "x6"}
    assert text(client.post("/banks/thu/new/single_choice", data=form)).count('name="options-') == 8


def test_a_stale_page_is_refused_with_what_was_typed(client: FlaskClient, bank: Bank) -> None:
    question = services.add(bank, single())
    services.revise(question, single("Hai?", code=question.code), seen=1)
    form = {"text": "Ba?", "options-0": "x", "options-1": "y", "key": "0", "seen": "1", "code": "C0001"}
    page = text(client.post(f"/banks/thu/questions/{question.id}/edit", data=form), 422)
    assert "Trang này đã cũ" in page
    assert "Ba?" in page
    db.session.expire_all()
    assert question.latest.text == "Hai?"


def test_a_question_is_retired_and_restored(client: FlaskClient, bank: Bank) -> None:
    question = services.add(bank, single())
    assert "đã ngừng dùng" in text(
        client.post(f"/banks/thu/questions/{question.id}/retire", follow_redirects=True)
    )
    assert "Ngừng dùng từ" in text(client.get(f"/banks/thu/questions/{question.id}"))
    assert "dùng trở lại" in text(
        client.post(f"/banks/thu/questions/{question.id}/restore", follow_redirects=True)
    )


def test_topics_on_their_page(client: FlaskClient, bank: Bank) -> None:
    client.post("/banks/thu/topics", data={"name": "Một"})
    client.post("/banks/thu/topics", data={"name": "Hai"})
    assert "Đã có chủ đề" in text(client.post("/banks/thu/topics", data={"name": "MỘT"}), 422)
    one, two = bank.topics
    path = "/banks/thu/topics/{}".format
    client.post(path(two.id), data={"do": "up", "name": "Hai"})
    client.post(path(one.id), data={"do": "rename", "name": "Nhất"})
    assert "Đã có chủ đề" in text(client.post(path(two.id), data={"name": "Nhất"}, follow_redirects=True))
    assert "dài nhất 200" in text(client.post(path(two.id), data={"name": "x" * 201}, follow_redirects=True))
    db.session.expire_all()
    assert [topic.name for topic in bank.topics] == ["Hai", "Nhất"]
    client.post(path(one.id), data={"do": "remove", "name": "Nhất"})
    services.add(bank, single(topic="Hai"))
    assert "còn câu hỏi" in text(client.post(path(two.id), data={"do": "remove"}, follow_redirects=True))
    db.session.expire_all()
    assert [topic.name for topic in bank.topics] == ["Hai"]


def test_a_bank_is_renamed(client: FlaskClient, bank: Bank) -> None:
    assert "Tên khác" in text(
        client.post("/banks/thu/rename", data={"name": "Tên khác"}, follow_redirects=True)
    )
    assert "dài nhất 200" in text(client.post("/banks/thu/rename", data={"name": ""}, follow_redirects=True))


@pytest.mark.parametrize("code", ["xlsx", "csv", "json", "gift", "moodle", "qti", "docx"])
def test_the_narrowed_list_is_exported_and_recorded(client: FlaskClient, bank: Bank, code: str) -> None:
    services.put(bank, [single(code="K1", topic="Địa lý"), single("Hai?", code="K2", difficulty="hard")])
    db.session.commit()
    response = client.get(f"/banks/thu/export/{code}?difficulty=hard")
    extension = writers()[code].extension
    assert response.status_code == 200
    assert response.headers["Content-Disposition"] == f"attachment; filename=thu.{extension}"
    assert response.headers["Cache-Control"] == "no-store"
    read = read_questions(response.data, f"thu.{extension}")
    assert [question.text for question in read.questions] == ["Hai?"]
    entry = db.session.scalar(select(AuditEntry).where(AuditEntry.action == "bank.export"))
    assert (entry.actor_name, entry.after) == ("Owner", {"file": f"thu.{extension}", "questions": 1})


def test_the_page_of_the_export_says_what_a_file_loses(client: FlaskClient, bank: Bank) -> None:
    services.put(
        bank, [replace(single(code="K1"), tags=("nhãn",)), single("Hai?", code="K2", difficulty="hard")]
    )
    db.session.commit()
    shown = text(client.get("/banks/thu/export?format=xlsx"))
    assert 'Nhãn: 1 câu <span class="form-text">(K1)</span>' in shown
    assert "Tải tệp thu.xlsx" in shown
    narrowed = text(client.get("/banks/thu/export?format=xlsx&difficulty=hard"))
    assert "giữ được mọi thứ" in narrowed
    assert "giữ được mọi thứ" in text(client.get("/banks/thu/export?format=json"))
    assert "chưa có gì để tải" in text(client.get("/banks/thu/export?words=khong-co"))


def test_a_word_list_is_given_without_the_key(client: FlaskClient, bank: Bank) -> None:
    services.put(bank, [single(code="K1")])
    db.session.commit()
    response = client.get("/banks/thu/export/docx?key=0")
    assert response.headers["Content-Disposition"] == "attachment; filename=thu-khong-dap-an.docx"
    (question,) = read_questions(response.data, "a.docx").questions
    assert [str(one) for one in question.problems] == ["Đoạn 2: Không thấy đáp án đúng. Hãy chọn đáp án."]


def test_what_people_type_is_shown_as_text(client: FlaskClient, bank: Bank) -> None:
    evil = "<script>alert(1)</script>"
    question = services.add(bank, single(evil, evil, "y", topic=evil))
    for path in ("", f"questions/{question.id}", f"questions/{question.id}/edit", "topics"):
        assert evil not in text(client.get(f"/banks/thu/{path}"))


def test_a_filter_is_folded_until_it_is_used(client: FlaskClient, bank: Bank) -> None:
    services.put(bank, [single()])
    db.session.commit()
    for address, folds in {
        "?words=abc&state=active": [False, False, False],
        "?kind=theme": [True, False, False],
        "?state=all": [True, False, False],
        "?used=never": [True, True, False],
        "?basis=35": [True, False, True],
    }.items():
        page = text(client.get(f"/banks/{bank.code}/{address}"))
        form = re.search(r'role="search">.*?</form>', page, re.DOTALL)
        assert form
        assert ["open" in found for found in re.findall(r"<details[^>]*>", form[0])] == folds, address


def test_in_english_the_questions_are_many_and_a_question_is_one(client: FlaskClient, bank: Bank) -> None:
    client.post("/language", data={"language": "en"})
    page = text(client.get(f"/banks/{bank.code}/new/single_choice"))
    assert ">Question <span" in page
    assert ">Questions</a>" in text(client.get(f"/banks/{bank.code}/topics"))
