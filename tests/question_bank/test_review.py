"""Review of questions: states, the revision that papers take, old revisions brought back, replaced laws, and use."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from contest.accounts.models import User
from contest.kernel.audit import AuditEntry
from contest.kernel.db import db
from contest.kernel.errors import Refused
from contest.organising import draw_services
from contest.organising.models import Contest, Draw, Entrant, Part, Stage
from contest.organising.services import supply
from contest.playing.drawing import pool
from contest.playing.models import Attempt, DrawnPaper
from question_bank import bases, members, review, services, states, usage
from question_bank.exchange.questions import ReadQuestion
from question_bank.models import Bank, Question, ReviewEvent
from tests.question_bank.making import SignIn, person, single

AT = datetime(2026, 11, 20, 1, tzinfo=UTC)


class Desk:
    """People in front of the bank's pages, each in their turn."""

    def __init__(self, client: FlaskClient, sign_in: SignIn, bank: Bank, owner: User) -> None:
        self.client, self.sign_in, self.bank = client, sign_in, bank
        self.people = {"owner": owner}
        for name, roles in (("an", ["writer"]), ("binh", ["reviewer"]), ("cuc", ["reviewer", "approver"])):
            self.people[name] = person(name)
            members.set_roles(bank, name, roles)

    def post(self, who: str, path: str, **data: object) -> str:
        """What the page says after a person's press."""
        self.sign_in(self.people[who])
        answer = self.client.post(f"/banks/thu/{path}", data=data, follow_redirects=True)
        db.session.expire_all()
        assert answer.status_code in (200, 422), answer.status_code
        return answer.get_data(as_text=True)

    def write(self, who: str, text: str) -> Question:
        """A question that a person adds."""
        self.post(who, "new/single_choice", text=text, **{"options-0": "x", "options-1": "y", "key": "0"})
        return db.session.scalars(select(Question).order_by(Question.id.desc())).first()

    def step(self, who: str, question: Question, what: str, note: str = "") -> str:
        """A step of review."""
        path = f"questions/{question.id}/review"
        return self.post(who, path, what=what, note=note, seen=question.latest.number)

    def revise(self, who: str, question: Question, text: str, right: str = "x") -> str:
        """A change of a question's text and of its right answer."""
        data = {"text": text, "options-0": right, "options-1": "y", "key": "0", "code": question.code}
        return self.post(who, f"questions/{question.id}/edit", seen=question.latest.number, **data)


@pytest.fixture
def desk(client: FlaskClient, sign_in: SignIn, bank: Bank, owner: User) -> Desk:
    return Desk(client, sign_in, bank, owner)


@pytest.fixture
def part(bank: Bank) -> Part:
    contest = Contest(code="hm", name="Hội thi Hoàng Mai", bank=bank, created_at=AT, extra={})
    stage = Stage(contest=contest, code="xa", name="Vòng xã", rules={})
    part = Part(stage=stage, code="tn", name="Trắc nghiệm", kind="general_knowledge", method="quiz")
    part.rules = {"quiz": {"seconds": 600, "points": "1", "draw": [{"count": 1}]}}
    db.session.add_all([contest, part])
    db.session.commit()
    return part


def state(question: Question) -> str:
    return states.of([question.latest.id])[question.latest.id]


def asked(part: Part) -> list[int]:
    return [item.revision_id for item in pool(part)]


def test_papers_take_the_approved_revision_until_the_next_one_is_approved(desk: Desk, part: Part) -> None:
    question = desk.write("an", "Một?")
    first = question.latest.id
    assert asked(part) == [first]
    members.demand_approval(desk.bank, True)
    assert asked(part) == []
    assert supply(part)[0][1] == 0
    assert states.held_back(desk.bank) == 1
    assert "Duyệt</button>" not in desk.step("binh", question, "approve")
    assert state(question) == "draft"
    desk.step("binh", question, "review", "Đúng")
    assert state(question) == "reviewed"
    assert asked(part) == []
    desk.step("cuc", question, "approve")
    assert asked(part) == [first]
    assert states.held_back(desk.bank) == 0
    assert "đề mới vẫn lấy bản 1 đã duyệt" in desk.revise("owner", question, "Hai?")
    assert (state(question), asked(part)) == ("draft", [first])
    desk.step("binh", question, "review")
    desk.step("cuc", question, "approve")
    second = question.latest.id
    assert asked(part) == [second] != [first]
    # The first one, which the second was to mend, doesn't come back.
    assert "Hãy ghi cần sửa gì" in desk.step("cuc", question, "return")
    desk.step("cuc", question, "return", "Sai năm")
    assert asked(part) == []
    found = [(one.actor_name, one.before, one.after, one.note) for one in review.thread(question)]
    assert found == [
        ("Binh", "draft", "reviewed", "Đúng"),
        ("Cuc", "reviewed", "approved", ""),
        ("Binh", "draft", "reviewed", ""),
        ("Cuc", "reviewed", "approved", ""),
        ("Cuc", "approved", "draft", "Sai năm"),
        ("Cuc", "approved", "draft", "Sai năm"),
    ]
    members.demand_approval(desk.bank, False)
    assert asked(part) == [second]


def test_draws_and_the_page_of_a_part_know_what_is_held_back(desk: Desk, part: Part) -> None:
    judged = Part(stage=part.stage, code="th", name="Tình huống", kind="situation", method="panel")
    judged.rules = {"draw": "situations"}
    db.session.add(judged)
    db.session.add(Entrant(contest=part.contest, code="1", name="1", sort_key="1", search="1"))
    theme = ReadQuestion("situation", "Xử lý?", {"model_answer": "", "rubric": ""})
    question = services.add(desk.bank, theme)
    members.demand_approval(desk.bank, True)
    desk.sign_in(person("boss", is_admin=True))
    page = desk.client.get("/c/hm/desk/stages/xa/parts/tn").get_data(as_text=True)
    assert "1 câu đang chờ duyệt nên chưa vào đề." in page
    with pytest.raises(Refused, match="chưa có tình huống"):
        draw_services.make(judged, None, "question")
    desk.step("binh", question, "review")
    desk.step("cuc", question, "approve")
    assert draw_services.make(judged, None, "question").result == {"1": question.latest.id}
    desk.sign_in(db.session.scalar(select(User).where(User.username == "boss")))
    page = desk.client.get("/c/hm/desk/stages/xa/parts/tn").get_data(as_text=True)
    assert "đang chờ duyệt" not in page


def test_nobody_approves_what_they_wrote(desk: Desk) -> None:
    question = desk.write("owner", "Một?")
    assert "không thẩm định hay duyệt câu của chính mình" in desk.step("owner", question, "review")
    members.set_roles(desk.bank, "cuc", ["writer", "reviewer", "approver"])
    desk.revise("cuc", question, "Hai?")
    # The owner wrote what the newer revision rests on, and nobody has approved that.
    for who in ("owner", "cuc"):
        desk.step(who, question, "review")
        assert state(question) == "draft", who
    desk.step("binh", question, "review")
    assert state(question) == "reviewed"


def test_a_step_on_a_page_that_is_stale_is_refused(desk: Desk) -> None:
    question = desk.write("an", "Một?")
    desk.revise("owner", question, "Hai?")
    desk.post("binh", f"questions/{question.id}/review", what="review", seen=1)
    assert state(question) == "draft"


def test_many_are_reviewed_and_ones_own_are_left(desk: Desk) -> None:
    mine, other, third = desk.write("owner", "Một?"), desk.write("an", "Hai?"), desk.write("an", "Ba?")
    desk.step("binh", third, "review")
    said = desk.post("owner", "review", scope="all", expected=3, what="review")
    assert "Đạt thẩm định: 1 câu." in said
    assert "Bỏ qua 1 câu do chính đồng chí viết." in said
    assert "Bỏ qua 1 câu đang ở bước khác." in said
    assert [state(one) for one in (mine, other, third)] == ["draft", "reviewed", "reviewed"]
    said = desk.post("cuc", "review?review=mine", scope="ticked", take=[third.id], what="approve")
    assert "Duyệt: 1 câu." in said
    assert "Danh sách vừa thay đổi" in desk.post("cuc", "review", scope="all", expected=9, what="approve")
    assert [state(one) for one in (mine, other, third)] == ["draft", "reviewed", "approved"]
    assert "Hãy ghi cần sửa gì" in desk.post("cuc", "review", scope="all", expected=3, what="return")

    def waiting(who: str) -> list[str]:
        desk.sign_in(desk.people[who])
        page = desk.client.get("/banks/thu/?review=mine").get_data(as_text=True)
        return [one.latest.text for one in (mine, other, third) if one.latest.text in page]

    assert waiting("binh") == ["Một?"]
    assert waiting("cuc") == ["Một?", "Hai?"]
    assert waiting("owner") == ["Hai?"]
    assert waiting("an") == []
    page = desk.client.get("/banks/thu/?review=approved").get_data(as_text=True)
    assert "Ba?" in page
    assert "Hai?" not in page


def test_an_old_revision_is_brought_back_as_a_new_one(desk: Desk) -> None:
    question = desk.write("an", "Một?")
    desk.revise("owner", question, "Hai?", "z")
    desk.sign_in(desk.people["owner"])
    page = desk.client.get(f"/banks/thu/questions/{question.id}/revisions/1").get_data(as_text=True)
    assert "<del>Hai?</del><ins>Một?</ins>" in page
    assert desk.client.get(f"/banks/thu/questions/{question.id}/revisions/7").status_code == 404
    stale = desk.post("owner", f"questions/{question.id}/revisions/1", seen=1)
    assert question.latest.number == 2, stale
    assert "bản 1 thành bản 3" in desk.post("owner", f"questions/{question.id}/revisions/1", seen=2)
    assert [one.text for one in question.revisions] == ["Một?", "Hai?", "Một?"]
    assert question.latest.body == question.revisions[0].body
    assert question.latest.author == desk.people["owner"].key
    assert "Giống hệt bản hiện nay." in desk.client.get(
        f"/banks/thu/questions/{question.id}/revisions/1"
    ).get_data(as_text=True)


def test_questions_of_a_replaced_law_are_found_and_retired(desk: Desk) -> None:
    old, article = "Quy định 24-QĐ/TW", "Điều 3 Quy định 24-QĐ/TW"
    given = [
        single("Một?", legal_basis=old, legal_date="2021-07-30"),
        single("Hai?", legal_basis=article, legal_date="2021-07-30"),
        single("Ba?", legal_basis="Luật khác"),
        single("Bốn?"),
    ]
    services.put(desk.bank, given)
    db.session.commit()
    assert [(one.name, one.dates, one.active) for one in bases.bases(desk.bank, "quy dinh 24")] == [
        (article, ("2021-07-30",), 1),
        (old, ("2021-07-30",), 1),
    ]
    form = {"by": "Quy định 294-QĐ/TW", "on": "2025-05-26", "do": "retire"}
    assert "Hãy chọn văn bản" in desk.post("owner", "bases", **form)
    assert "Cần một ngày" in desk.post("owner", "bases", **form | {"on": "26/5"}, basis=[old])
    assert "2 câu ngừng dùng" in desk.post("owner", "bases", **form, basis=[old, article])
    one, two, three, four = db.session.scalars(select(Question).order_by(Question.id))
    reason = "Căn cứ được thay bằng Quy định 294-QĐ/TW từ 26/05/2025."
    assert [each.retired_reason for each in (one, two, three, four)] == [reason, reason, "", ""]
    assert [each.retired_at is None for each in (one, two, three, four)] == [False, False, True, True]
    assert [event.note for event in review.thread(one)] == [reason]
    entry = db.session.scalar(select(AuditEntry).where(AuditEntry.action == "question.retire").limit(1))
    assert (entry.reason, entry.actor) == (reason, desk.people["owner"].key)
    found = db.session.scalars(services.listing(desk.bank, services.Filter(law="replaced", state="all")))
    assert {each.id for each in found} == {one.id, two.id}
    # A question that is brought back is found still; one that rests on the new document isn't.
    desk.post("owner", f"questions/{one.id}/restore")
    assert one.retired_reason == ""
    desk.post("owner", "bases/put-back", put_back=old)
    found = db.session.scalars(services.listing(desk.bank, services.Filter(law="replaced", state="all")))
    assert [each.id for each in found] == [two.id]


def test_questions_of_a_replaced_law_become_drafts(desk: Desk, part: Part) -> None:
    question = desk.write("an", "Một?")
    services.revise(question, single("Một?", code=question.code, legal_basis="Luật cũ"), 1)
    desk.step("binh", question, "review")
    desk.step("cuc", question, "approve")
    members.demand_approval(desk.bank, True)
    services.revise(question, single("Hai?", code=question.code, legal_basis="Luật cũ"), 2)
    assert asked(part) == [question.revisions[1].id]
    form = {"by": "Luật mới", "on": "2026-01-01", "do": "draft"}
    assert "1 câu trả về bản nháp" in desk.post("owner", "bases", **form, basis=["Luật cũ"])
    assert asked(part) == []
    assert question.retired_at is None
    assert {event.note for event in review.thread(question)} >= {
        "Căn cứ được thay bằng Luật mới từ 01/01/2026."
    }


def test_a_question_knows_where_it_was_asked(desk: Desk, part: Part) -> None:
    question, theme, unused = desk.write("an", "Một?"), "Chuyên đề?", "Chưa dùng?"
    other = services.add(desk.bank, ReadQuestion("theme", theme, {"model_answer": "", "rubric": ""}))
    printed = services.add(desk.bank, single(unused)).latest.id
    first, drawn = question.latest.id, other.latest.id
    entrants = [
        Entrant(contest=part.contest, code=code, name=code, sort_key=code, search=code) for code in ("1", "2")
    ]
    for at, entrant in enumerate(entrants):
        began = AT.replace(hour=2 + at)
        clocks = {"started_at": began, "base_deadline": began, "deadline": began}
        paper = [[first, [1, 0]]]
        db.session.add(Attempt(entrant=entrant, part=part, seed="0", paper=paper, size=1, **clocks))
    lots = {"pool": {"entrants": ["1"], "revisions": [drawn]}, "result": {"1": drawn}}
    db.session.add(
        Draw(stage=part.stage, part=part, kind="question", seed="0", made_at=AT, made_by="x", **lots)
    )
    db.session.commit()
    names = ("Hội thi Hoàng Mai", "Vòng xã", "Trắc nghiệm")
    assert usage.uses(desk.bank.id, {first}) == [
        usage.Use(first, "hm", names, False, 2, AT.replace(hour=2), AT.replace(hour=3))
    ]
    assert usage.uses(desk.bank.id, {drawn}) == [usage.Use(drawn, "hm", names, True, 1, AT, AT)]
    wanted = {"used": {"Một?", theme}, "never": {unused}, "in:hm": {"Một?", theme}, "in:khac": set()}
    for used, texts in wanted.items():
        found = db.session.scalars(services.listing(desk.bank, services.Filter(used=used)))
        assert {one.latest.text for one in found} == texts, used
    # A printed paper that nobody has sat is a use; one that waits for contestants on screen isn't.
    for code, revision in (("", first), ("101", printed)):
        db.session.add(DrawnPaper(part=part, code=code, seed="0", paper=[[revision, []]], made_at=AT))
    db.session.commit()
    assert usage.uses(desk.bank.id, {printed}) == [usage.Use(printed, "hm", names, False, 1, AT, AT)]
    assert [use.times for use in usage.uses(desk.bank.id, {first})] == [2]
    # A right answer whose words were mended is no other key.
    page = desk.revise("owner", question, "Một ?", "w")
    assert "Đáp án đã đổi" not in page
    assert "2 đề" in page


def test_a_changed_key_warns_of_what_it_was_marked_by(desk: Desk, part: Part) -> None:
    question = desk.write("an", "Một?")
    entrant = Entrant(contest=part.contest, code="1", name="1", sort_key="1", search="1")
    clocks = {"started_at": AT, "base_deadline": AT, "deadline": AT}
    paper = [[question.latest.id, [0, 1]]]
    db.session.add(Attempt(entrant=entrant, part=part, seed="0", paper=paper, size=1, **clocks))
    db.session.commit()
    data = {"text": "Một?", "options-0": "x", "options-1": "y", "code": question.code, "seen": 1}
    page = desk.post("owner", f"questions/{question.id}/edit", key="1", **data)
    assert "Bài đã làm ở Hội thi Hoàng Mai được chấm theo đáp án cũ." in page


def test_notes_are_kept_with_who_and_when(desk: Desk) -> None:
    question = desk.write("an", "Một?")
    assert "Nêu rõ năm." in desk.step("an", question, "note", "Nêu rõ năm.")
    assert "Cần điền ô này." in desk.step("binh", question, "note", " ")
    (event,) = db.session.scalars(select(ReviewEvent))
    assert (event.actor, event.actor_name, event.before, event.after) == (desk.people["an"].key, "An", "", "")
    assert state(question) == "draft"
