"""People, questions and files for the tests of the question bank."""

from __future__ import annotations

import io
from collections.abc import Callable

import openpyxl
from PIL import Image

from contest.accounts.models import User
from contest.kernel import clock
from contest.kernel.db import db
from question_bank.exchange.questions import ReadQuestion

SignIn = Callable[[User | None], None]


def person(name: str, is_admin: bool = False) -> User:
    """An account in the database."""
    user = User(username=name, name=name.title(), is_admin=is_admin, created_at=clock.now())
    db.session.add(user)
    db.session.commit()
    return user


def single(text: str = "Thủ đô?", *options: str, key: int = 0, code: str = "", **more: str) -> ReadQuestion:
    """A single choice question as a file would give it."""
    texts = options or ("Hà Nội", "Huế", "Đà Nẵng")
    body = {"options": [{"text": each, "locked": False} for each in texts], "key": [key]}
    return ReadQuestion("single_choice", text, body, code=code, **more)


def workbook(*rows: list[object]) -> bytes:
    """An .xlsx file with these rows."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def picture(width: int = 3, height: int = 2) -> bytes:
    """A PNG of one colour."""
    out = io.BytesIO()
    Image.new("1", (width, height)).save(out, "PNG")
    return out.getvalue()
