"""Who works with a bank, and what it demands. Each verb owns its transaction."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from contest.accounts import services as accounts
from contest.accounts.models import User
from contest.kernel import audit
from contest.kernel.db import db
from contest.kernel.errors import Invalid
from contest.kernel.messages import N_, message
from question_bank.models import Bank, BankMember
from question_bank.review_rules import ROLES


def members(bank: Bank) -> list[tuple[User, list[str]]]:
    """The members by user name, with their roles in the order of `ROLES`."""
    query = select(BankMember).where(BankMember.bank_id == bank.id).options(joinedload(BankMember.user))
    found: dict[User, set[str]] = {}
    for one in db.session.scalars(query):
        found.setdefault(one.user, set()).add(one.role)
    people = sorted(found, key=lambda user: user.username)
    return [(user, [role for role in ROLES if role in found[user]]) for user in people]


def set_roles(bank: Bank, username: str, roles: Sequence[str]) -> User:
    """Give a person just these roles; none takes them off the bank. Raises Invalid for an unknown person or role."""
    user = accounts.find(username)
    if user is None:
        raise Invalid(message(N_("Không có người dùng này.")), "username")
    if not set(roles) <= ROLES.keys():
        raise Invalid(message(N_("Hãy chọn một mục trong danh sách.")), "roles")
    held = {one.role: one for one in bank.members if one.user_id == user.id}
    before, after = [role for role in ROLES if role in held], [role for role in ROLES if role in roles]
    if before != after:
        for role in held.keys() - set(roles):
            bank.members.remove(held[role])
        bank.members += [BankMember(user_id=user.id, role=role) for role in after if role not in held]
        audit.record(
            "bank.member",
            f"bank:{bank.code}",
            before={"user": user.username, "roles": before},
            after={"user": user.username, "roles": after},
            reason=user.username,
        )
        db.session.commit()
    return user


def demand_approval(bank: Bank, approved_only: bool) -> None:
    """Whether new papers and draws take approved questions alone."""
    before, after = {"approved_only": bank.approved_only}, {"approved_only": approved_only}
    if before != after:
        audit.record("bank.demand", f"bank:{bank.code}", before=before, after=after)
        bank.approved_only = approved_only
        db.session.commit()
