"""Long lists and booklets: asked for, made in the background, taken by who asked alone."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from typing import Any

import docx
import pypdf
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select, update
from werkzeug.test import TestResponse as Response

from contest.accounts.models import User
from contest.kernel import clock, jobs, made_files
from contest.kernel.audit import AuditEntry
from contest.kernel.db import db
from contest.kernel.made_files import MadeFile
from question_bank import export_jobs, media, members, services
from question_bank.exchange import progress, read_questions
from question_bank.exchange.references import refer
from question_bank.models import Bank
from tests.question_bank.making import SignIn, person, picture, single

# What is written doesn't depend on the database; how files are asked for and kept does.
SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture(autouse=True)
def long_list(owner: User, sign_in: SignIn, bank: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two questions, which are many here, and their owner at the pages."""
    monkeypatch.setattr(export_jobs, "LIST_AT_ONCE", 1)
    monkeypatch.setattr(export_jobs, "BOOKLETS_AT_ONCE", {"docx": 1, "pdf": 1})
    shown = refer(media.keep(picture()), "hình")
    services.put(
        bank,
        [single(f"Một {shown}?", code="K1", topic="Địa lý"), single("Hai?", code="K2", explanation="Vì.")],
    )
    db.session.commit()
    sign_in(owner)


def text(response: Response, status: int = 200) -> str:
    assert response.status_code == status
    return response.get_data(as_text=True)


def ask(client: FlaskClient, path: str) -> str:
    """Ask for a file; its page."""
    response = client.get(f"/banks/thu/{path}")
    assert response.status_code == 303
    return response.headers["Location"]


def take(client: FlaskClient, page: str) -> Response:
    """The file, from the link on its page."""
    found = re.search(r'href="([^"]+/take)"', text(client.get(page)))
    assert found is not None
    return client.get(found[1])


def files() -> list[MadeFile]:
    return list(db.session.scalars(select(MadeFile)))


@pytest.mark.parametrize("code", ["xlsx", "docx"])
def test_a_long_list_is_made_in_the_background(client: FlaskClient, bank: Bank, code: str) -> None:
    chosen = text(client.get(f"/banks/thu/export?format={code}"))
    assert "lập ở phía sau" in chosen and "không giữ được:" not in chosen
    page = ask(client, f"export/{code}")
    waiting = text(client.get(page))
    assert "Đang lập tệp" in waiting and 'http-equiv="refresh"' in waiting and "/take" not in waiting
    assert client.get(f"{page}/take").status_code == 404
    told = client.get(page, headers={"Accept": "application/json"}).get_json()
    assert told == {"percent": 0, "onward": "", "is_over": False, "state": "waiting"}

    assert jobs.run_next()
    done = text(client.get(page))
    assert "Tệp đã lập xong" in done and 'http-equiv="refresh"' not in done
    assert ("Mã câu hỏi" in done) is (code == "docx")
    assert client.get(page, headers={"Accept": "application/json"}).get_json()["is_over"]
    file = take(client, page)
    assert file.headers["Content-Disposition"] == f"attachment; filename=thu.{code}"
    assert file.headers["Cache-Control"] == "no-store"
    read = [one.text for one in read_questions(file.data, f"a.{code}").questions]
    assert len(read) == 2 and read[1] == "Hai?"
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "bank.export")).one()
    assert entry.after == {"file": f"thu.{code}", "questions": 2}


@SQLITE
@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_a_long_booklet_speaks_the_language_of_who_asked(client: FlaskClient, bank: Bank, form: str) -> None:
    client.set_cookie("lang", "en")
    page = ask(client, f"booklet.{form}")
    client.delete_cookie("lang")
    assert jobs.run_next()
    content = take(client, page).data
    if form == "pdf":
        said = "".join(one.extract_text() for one in pypdf.PdfReader(io.BytesIO(content)).pages)
        assert "Question 1." in said and "Explanation" in said
    else:
        said = " ".join(one.text for one in docx.Document(io.BytesIO(content)).paragraphs)
        assert "Question 1." in said and "Explanation" in said


@SQLITE
def test_what_was_asked_for_is_what_is_made(client: FlaskClient, bank: Bank) -> None:
    """The selection is of the moment of the question, what the questions say of the moment of the making."""
    page = ask(client, "export/docx?key=0")
    services.add(bank, single("Ba?", code="K3"))
    assert jobs.run_next()
    file = take(client, page)
    assert file.headers["Content-Disposition"] == "attachment; filename=thu-khong-dap-an.docx"
    read = read_questions(file.data, "a.docx").questions
    assert len(read) == 2 and all(one.problems for one in read)


def test_pressed_twice_it_is_made_once(client: FlaskClient, bank: Bank) -> None:
    first = ask(client, "export/xlsx")
    assert ask(client, "export/xlsx") == first
    assert ask(client, "export/json") != first
    assert [jobs.run_next(), jobs.run_next(), jobs.run_next()] == [True, True, False]
    assert ask(client, "export/xlsx") != first  # the bank may say something else by now


@SQLITE
def test_only_who_asked_and_still_may_takes_it(
    client: FlaskClient, app: Flask, bank: Bank, owner: User, sign_in: SignIn
) -> None:
    other = person("khac")
    members.set_roles(bank, other.username, ["keeper"])
    page = ask(client, "export/xlsx")
    assert jobs.run_next()
    sign_in(other)
    assert client.get(page).status_code == client.get(f"{page}/take").status_code == 403
    sign_in(owner)
    assert client.get(f"{page}/take").status_code == 200
    services.start_bank("khac", "Khác", owner.id)
    assert client.get(page.replace("/thu/", "/khac/")).status_code == 404
    bank.owner_id = other.id
    db.session.commit()
    assert client.get(page).status_code == client.get(f"{page}/take").status_code == 403


@SQLITE
def test_files_go_after_a_while(client: FlaskClient, bank: Bank) -> None:
    page = ask(client, "export/xlsx")
    assert jobs.run_next()
    old = clock.now() - made_files.KEPT - timedelta(seconds=1)
    db.session.execute(update(MadeFile).values(created_at=old))
    db.session.commit()
    assert "hết hạn" in text(client.get(page), 404)
    assert client.get(f"{page}/take").status_code == 404
    ask(client, "export/json")
    assert [one.filename for one in files()] == ["thu.json"]


@SQLITE
def test_what_goes_wrong_is_said(client: FlaskClient, bank: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_all: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(services, "plain_by_id", fail)
    page = ask(client, "export/xlsx?key=1&topic=")
    assert jobs.run_next()
    shown = text(client.get(page))
    assert "Không lập được tệp" in shown and "lỗi ở máy chủ" in shown and 'http-equiv="refresh"' not in shown
    assert 'href="/banks/thu/export/xlsx?key=1&amp;topic="' in shown  # the same file, asked for anew
    assert client.get(page, headers={"Accept": "application/json"}).get_json()["is_over"]
    db.session.execute(delete(jobs.Job))
    db.session.commit()
    assert "không còn nữa" in text(client.get(page))


@SQLITE
def test_a_file_is_made_after_a_restart(client: FlaskClient, bank: Bank) -> None:
    """Whoever made it fell silent; another process makes it again, and the same."""
    page = ask(client, "export/json")
    silent = clock.now() - timedelta(seconds=jobs.SILENCE + 1)
    db.session.execute(update(jobs.Job).values(state="running", tries=1, beat_at=silent))
    db.session.commit()
    assert jobs.run_next()
    assert len(read_questions(take(client, page).data, "a.json").questions) == 2


@SQLITE
def test_progress_never_runs_back(client: FlaskClient, bank: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    """What docx loses is found by writing and reading the questions again."""
    told: list[int] = []
    monkeypatch.setattr(progress, "_EVERY", 1)
    monkeypatch.setattr(jobs.Run, "tell", lambda run, done, total: told.append(100 * done // total))
    ask(client, "export/docx")
    assert jobs.run_next()
    assert len(told) > 2
    assert told == sorted(told)
