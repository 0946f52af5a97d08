"""A whole contest from nothing, through the pages alone and without script: lists, questions, rules, slips, a quiz, judges,
paper, a tie that the head decides, and the published result. The question list is the real one, where it is at hand."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from openpyxl import Workbook

from contest.accounts import services as accounts
from contest.kernel.db import db
from contest.organising.definition_types import Contest
from contest.simulation.client import Page, Person
from contest.simulation.staff import Staff, read_standings
from question_bank.exchange import read_questions

PASSWORD = "mat-khau-chi-de-thu"
REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "luat-giao-thong-282.xlsx"
DESK = "/c/thi26/desk"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(*rows: tuple[Any, ...]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def questions() -> bytes:
    """282 questions in the usual layout."""
    if REAL.exists():
        return REAL.read_bytes()
    head = ("STT", "Câu hỏi", "Đáp án A", "Đáp án B", "Đáp án C", "Đáp án D", "Đáp án đúng", "Chủ đề")
    rows = [
        (at, f"Biển báo số {at} có nghĩa gì?", f"Nghĩa {at}", f"Nghĩa {at + 1}", f"Nghĩa {at + 2}", None, "A", "Biển báo")
        for at in range(1, 283)
    ]  # fmt: skip
    return workbook(head, *rows)


@pytest.fixture
def admin(app: Flask, live_server: str) -> Iterator[Person]:
    accounts.add_user("quantri", "Quản trị", PASSWORD, is_admin=True)
    db.session.commit()
    person = Person(live_server, "quantri")
    person.sign_in("quantri", PASSWORD)
    yield person
    person.close()


def upload(person: Person, path: str, field: str, name: str, data: bytes) -> Page:
    page = person.get(path)
    return person.send(page, page.form(having=field), files={field: (name, data, XLSX)}, **{field: None})


def fill(person: Person, path: str, having: str, **values: Any) -> Page:
    page = person.get(path)
    return person.send(page, page.form(having=having), **values)


def test_from_nothing_to_a_published_result(admin: Person, live_server: str) -> None:
    make_contest(admin)
    staff = Staff(admin, Contest(code="thi26"), "thi26")
    slips = dict(staff.slips())
    assert sorted(slips) == ["001", "002", "003", "004"]
    # 001 knows everything, 004 never comes.
    sit(live_server, "001", slips["001"], {0, 1, 2, 3, 4})
    sit(live_server, "002", slips["002"], {0, 1})
    sit(live_server, "003", slips["003"], {0, 1})
    judge_and_type(admin, staff, live_server)
    staff.close()
    publish(admin)


def make_contest(admin: Person) -> None:
    """Lists, questions, rules and windows."""
    fill(admin, "/contests/new", "layout", name="Hội thi phường Thử 2026", code="thi26")
    page = upload(admin, "/banks/thi26/import", "file", "luat-giao-thong-282.xlsx", questions())
    preview = admin.send(page, page.form(having="fields-0"))
    assert "282" in preview.text()
    done = admin.send(preview, preview.form(having="take"), store="1")
    assert "Đã thêm 282 câu" in done.text(), done.text()
    units = workbook(("Mã", "Tên đơn vị"), ("a", "Chi bộ A"), ("b", "Chi bộ B"))
    page = upload(admin, f"{DESK}/import/units", "file", "don-vi.xlsx", units)
    admin.send(page, page.form(having="column-0"), store="1")
    people = workbook(
        ("DANH SÁCH THÍ SINH", None, None),
        ("SBD", "Họ và tên", "Đơn vị"),
        ("001", "Nguyễn Thị An", "Chi bộ A"),
        ("002", "Trần Văn Bình", "Chi bộ A"),
        ("003", "Lê Thị Chi", "Chi bộ B"),
        ("004", "Phạm Văn Dũng", "Chi bộ B"),
    )
    page = upload(admin, f"{DESK}/import/entrants", "file", "thi-sinh.xlsx", people)
    admin.send(page, page.form(having="column-0"), store="1")
    fill(
        admin, f"{DESK}/stages/new", "rank_within", name="Chung kết", code="ck", round_total=2, ties="decision",
        **{"awards-0-name": "Giải Nhất", "awards-0-count": 1, "awards-1-name": "Giải Nhì", "awards-1-count": 1},
    )  # fmt: skip
    fill(
        admin, f"{DESK}/stages/ck/parts/new", "method", name="Trắc nghiệm", code="tn", method="quiz",
        kind="multiple_choice", seconds=1200, points=2, **{"lines-0-count": 5},
    )  # fmt: skip
    fill(
        admin, f"{DESK}/stages/ck/parts/new", "method", name="Xử lý tình huống", code="th", method="panel",
        kind="situation",
        **{"criteria-0-code": "pt", "criteria-0-name": "Phân tích", "criteria-0-max": 10, "criteria-0-step": "0,5"},
    )  # fmt: skip
    now = datetime.now(ZoneInfo("Asia/Ho_Chi_Minh"))
    opens, closes = ((now + timedelta(minutes=at)).strftime("%Y-%m-%dT%H:%M") for at in (-5, 120))
    fill(admin, f"{DESK}/windows/new", "opens_at", part="ck", unit="", opens_at=opens, closes_at=closes)


def sit(server: str, number: str, code: str, known: set[int]) -> None:
    """Come in with a slip and answer by plain forms: the questions at `known` rightly, the others not at all."""
    person = Person(server, number)
    keys = right_answers()
    page = person.get(f"/enter?c=thi26&n={number}&k={code}")
    person.send(page, page.form("/enter"), contest="thi26")
    start = person.get("/c/thi26/play/ck/tn")
    paper = person.send(start, start.form(start.path))
    answers: dict[str, Any] = {}
    for question in paper.tree.xpath("//fieldset[@data-position]"):
        position = int(question.get("data-position"))
        text = " ".join(question.xpath(".//*[contains(@class,'question-text')]")[0].text_content().split())
        for box in question.xpath(f".//input[@name='a{position}'][@type='radio']"):
            label = " ".join(
                box.getparent().xpath(".//*[contains(@class,'lines')]")[0].text_content().split()
            )
            if position in known and label == keys[text]:
                answers[f"a{position}"] = box.get("value")
    assert len(answers) == len(known)
    saved = person.send(paper, paper.form("/paper"), action="save", **answers)
    assert any("Đã lưu" in text for text in saved.alerts()), saved.alerts()
    review = person.get(f"{start.path}/review")
    finished = person.send(review, review.form("/finish"))
    assert f"{len(known)}/5" in finished.text()
    person.close()


def right_answers() -> dict[str, str]:
    """{question: the text of its right option}."""
    found = read_questions(questions(), "luat-giao-thong-282.xlsx").questions
    return {
        " ".join(one.text.split()): " ".join(one.body["options"][one.body["key"][0]]["text"].split())
        for one in found
    }


def judge_and_type(admin: Person, staff: Staff, server: str) -> None:
    """Two judges: one on a screen, the other on paper, which the secretary types."""
    fill(admin, f"{DESK}/panels", "part", part="ck/th", unit="")
    page = admin.get(f"{DESK}/panels")
    seats = page.links("/seat")
    for code, name in (("gk1", "Hoàng Văn Giám"), ("gk2", "Đỗ Thị Khảo")):
        fill(admin, seats[0], "name", code=code, name=name)
    [(username, secret), *_] = staff.judges().items()
    judge = Person(server, username)
    judge.sign_in(username, secret)
    for number, mark in (("001", "8"), ("002", "9,5"), ("003", "9,5")):
        path = f"/c/thi26/judging/ck/th/{number}"
        page = judge.get(path)
        refused = judge.http.post(page.url, data=fields(page, **{"m-pt": "8,3", "lock": "1"}))
        assert refused.status_code == 422 and "hãy cho 8 hoặc 8,5" in Page(refused).text()
        page = judge.get(path)
        judge.send(page, page.form(having="m-pt"), lock="1", **{"m-pt": mark})
        page = admin.get(f"{DESK}/judging/ck/th/{number}")
        [form] = [one for one in page.tree.forms if one.xpath(".//button[@name='lock']")]
        admin.send(page, form, lock="1", **{f"j{form.fields['judge']}-pt": mark})
    judge.close()


def fields(page: Page, **values: str) -> dict[str, Any]:
    form = page.form(having="m-pt")
    return dict(form.form_values()) | values


def publish(admin: Person) -> None:
    """001: 10 + 8; 002 and 003: 4 + 9.5 each, which the head puts in order; 004 was absent."""
    page = admin.get(f"{DESK}/results/ck")
    rows = read_standings(admin.http.get(page.links("/draft/csv")[0]).content)
    assert [(row["rank"], row["entrant"], row["total"]) for row in rows] == [
        ("1", "001", "18.00"),
        ("2", "002", "13.50"),
        ("2", "003", "13.50"),
        ("", "004", ""),
    ]
    for place, number in enumerate(("003", "002"), start=1):
        fill(
            admin, f"{DESK}/results/ck", "entrant", entrant=number, kind="order", value=place,
            reason="Trưởng ban bốc thăm", by="Trưởng ban",
        )  # fmt: skip
    page = admin.get(f"{DESK}/results/ck")
    result = admin.send(page, page.form("/publish/official"), accept_gaps="y", reason="004 vắng")
    assert "/results/ck/" in result.path, result.alerts()
    public = Person(str(admin.http.base_url), "public")
    page = public.get(result.path)
    rows = read_standings(public.http.get(f"{page.url}/csv").content)
    assert [(row["rank"], row["entrant"], row["award"], row["decided_by"]) for row in rows] == [
        ("1", "001", "Giải Nhất", ""),
        ("2", "003", "Giải Nhì", "decision"),
        ("3", "002", "", "decision"),
        ("", "004", "", ""),
    ]
    assert public.http.get(f"{page.url}/pdf").content.startswith(b"%PDF")
    assert public.http.get(f"{page.url}/xlsx").content.startswith(b"PK")
    public.close()
