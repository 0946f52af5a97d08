"""From an address to a bank, question, topic or upload, or NotFound. For `@allow(predicate, on=finder)`."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import select

from contest.kernel import made_files
from contest.kernel.db import db
from contest.kernel.errors import NotFound
from contest.kernel.messages import N_, message
from question_bank import uploads
from question_bank.models import Bank, Import, Media, Question, Topic


def bank(bank_code: str) -> Bank:
    """A bank by its code."""
    found = db.session.scalar(select(Bank).where(Bank.code == bank_code))
    if found is None:
        raise NotFound(message(N_("Không có ngân hàng câu hỏi “%(code)s”."), code=bank_code))
    return found


def question(bank_code: str, question_id: int) -> Question:
    """A question of a bank."""
    owner = bank(bank_code)
    found = db.session.get(Question, question_id)
    if found is None or found.bank_id != owner.id:
        raise NotFound(message(N_("Ngân hàng này không có câu hỏi đó.")))
    return found


def topic(bank_code: str, topic_id: int) -> Topic:
    """A topic of a bank."""
    owner = bank(bank_code)
    found = db.session.get(Topic, topic_id)
    if found is None or found.bank_id != owner.id:
        raise NotFound(message(N_("Ngân hàng này không có chủ đề đó.")))
    return found


def upload(bank_code: str, token: str) -> uploads.Upload:
    """A file on its way into a bank."""
    return uploads.find(bank(bank_code), token)


def upload_or_import(bank_code: str, token: str) -> uploads.Upload | Import:
    """A file on its way into a bank; or, once it is stored, what came of it."""
    owner = bank(bank_code)
    stored = db.session.scalar(select(Import).where(Import.token == token, Import.bank_id == owner.id))
    return stored or uploads.find(owner, token)


def media(name: str) -> Media:
    """A picture or a sound."""
    found = db.session.get(Media, name)
    if found is None:
        raise NotFound(message(N_("Không có ảnh hoặc âm thanh này.")))
    return found


class BankFile(NamedTuple):
    """A file of a bank that is made in the background."""

    bank: Bank
    made: made_files.MadeFile


def made_file(bank_code: str, token: str) -> BankFile:
    """A file of a bank that is made in the background."""
    owner = bank(bank_code)
    return BankFile(owner, made_files.find(f"bank:{owner.code}", token))
