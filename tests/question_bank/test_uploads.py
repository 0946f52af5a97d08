"""Files between the steps of an import."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from contest.accounts.models import User
from contest.kernel import clock
from contest.kernel.db import db
from contest.kernel.errors import NotFound
from question_bank import services, uploads
from question_bank.models import Bank


def test_a_file_and_its_decisions_are_kept_until_it_is_removed(bank: Bank, owner: User) -> None:
    upload = uploads.keep(bank, owner.key, "Danh sách.xlsx", b"content")
    upload.mapping, upload.decisions = ["text", ""], {"|2|0||0": "out"}
    db.session.commit()
    db.session.expire_all()
    found = uploads.find(bank, upload.token)
    assert (found.content, found.mapping, found.decisions) == (b"content", ["text", ""], {"|2|0||0": "out"})
    token = found.token
    uploads.remove(found)
    db.session.commit()
    with pytest.raises(NotFound, match="hết hạn"):
        uploads.find(bank, token)


def test_names_cannot_be_guessed_and_never_lead_elsewhere(bank: Bank, owner: User) -> None:
    one, other = (uploads.keep(bank, owner.key, "a.csv", b"x") for _ in range(2))
    assert len(one.token) == 32
    assert one.token != other.token
    for token in ("", "..", "../" + one.token, one.token[:-1], "x" * 32):
        with pytest.raises(NotFound):
            uploads.find(bank, token)


def test_a_file_belongs_to_its_bank(bank: Bank, owner: User) -> None:
    upload = uploads.keep(bank, owner.key, "a.csv", b"x")
    with pytest.raises(NotFound):
        uploads.find(services.start_bank("khac", "Khác", owner.id), upload.token)


def test_a_forgotten_file_is_swept_away(
    bank: Bank, owner: User, freeze: Callable[[datetime], AbstractContextManager[None]]
) -> None:
    token = uploads.keep(bank, owner.key, "a.csv", b"x").token
    with freeze(clock.now() + timedelta(hours=25)):
        with pytest.raises(NotFound):
            uploads.find(bank, token)
        uploads.keep(bank, owner.key, "b.csv", b"x")
    assert list(db.session.scalars(select(uploads.Upload.filename))) == ["b.csv"]
