"""Who may work with a bank."""

from __future__ import annotations

import pytest

from contest.accounts.models import Grant, User
from contest.kernel import clock
from contest.kernel.access import PUBLIC, SYSTEM
from contest.kernel.db import db
from contest.organising import banks
from contest.organising.models import Contest
from question_bank import policy
from question_bank.models import Bank, Question
from question_bank.uploads import Upload
from tests.question_bank.making import person


@pytest.fixture
def contest(bank: Bank) -> Contest:
    contest = Contest(code="hm", name="Hội thi", bank_id=bank.id, created_at=clock.now())
    db.session.add(contest)
    db.session.commit()
    return contest


def grant(user: User, contest: Contest, role: str) -> None:
    db.session.add(Grant(user=user, contest_id=contest.id, role=role))
    db.session.commit()


def test_the_owner_and_administrators_keep_a_bank(bank: Bank, owner: User) -> None:
    assert policy.keeps(owner, bank)
    assert policy.keeps(person("boss", is_admin=True), bank)
    assert policy.keeps(SYSTEM, bank)
    assert not policy.keeps(person("other"), bank)
    assert not policy.keeps(PUBLIC, bank)


def test_a_bank_without_an_owner_belongs_to_nobody(bank: Bank) -> None:
    bank.owner_id = None
    assert not policy.keeps(person("none"), bank)


@pytest.mark.parametrize(("role", "may"), [("organiser", True), ("secretary", False), ("judge", False)])
def test_organisers_of_a_contest_that_draws_from_it_keep_it(
    bank: Bank, contest: Contest, role: str, may: bool
) -> None:
    user = person("staff")
    grant(user, contest, role)
    assert banks.contests_of(bank.id) == [contest.id]
    assert policy.keeps(user, bank) is may
    assert policy.exports(user, Question(bank=bank)) is may
    assert policy.makes_banks(user, None) is may


def test_organisers_of_another_contest_do_not(bank: Bank, contest: Contest) -> None:
    other = Contest(code="khac", name="Khác", created_at=clock.now())
    db.session.add(other)
    db.session.commit()
    user = person("staff")
    grant(user, other, "organiser")
    assert not policy.keeps(user, bank)


def test_an_upload_is_gone_on_with_by_its_owner_alone(bank: Bank, owner: User) -> None:
    boss = person("boss", is_admin=True)
    upload = Upload(bank=bank, token="x", owner=owner.key, filename="a.xlsx")
    assert policy.imports(owner, upload)
    assert not policy.imports(boss, upload)
    bank.owner_id = boss.id
    assert not policy.imports(owner, upload)


def test_contestants_see_no_banks(owner: User) -> None:
    assert policy.staff(owner, None)
    assert not policy.staff(PUBLIC, None)
    assert not policy.makes_banks(PUBLIC, None)
