"""Files between the steps of an import."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from contest.accounts.models import User
from contest.kernel import clock
from contest.kernel.errors import NotFound
from question_bank import services, uploads
from question_bank.models import Bank


def test_a_file_and_its_decisions_are_kept_until_it_is_removed(bank: Bank, owner: User, app: Flask) -> None:
    upload = uploads.keep(bank, owner.key, "Danh sách.xlsx", b"content")
    upload.mapping, upload.ticked, upload.unticked = ("text", ""), {3}, {1, 2}
    upload.save()
    found = uploads.find(bank, upload.token)
    assert found == upload
    assert found.data() == b"content"
    assert found.folder.parent == Path(app.instance_path) / "uploads" / "questions"
    found.remove()
    with pytest.raises(NotFound, match="hết hạn"):
        uploads.find(bank, upload.token)


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
    old = uploads.keep(bank, owner.key, "a.csv", b"x")
    with freeze(clock.now() + timedelta(hours=25)):
        uploads.keep(bank, owner.key, "b.csv", b"x")
    with pytest.raises(NotFound):
        uploads.find(bank, old.token)
