"""Making accounts, signing in, granting roles. Each verb owns its transaction unless it says that the caller commits."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence

from flask import current_app
from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError

from contest.accounts import passwords
from contest.accounts.models import ROLES, Grant, User
from contest.kernel import audit, clock
from contest.kernel.db import db
from contest.kernel.errors import Invalid, Refused
from contest.kernel.messages import N_, message
from contest.kernel.vietnamese import clean, fold

MIN_PASSWORD = 10


def find(username: str) -> User | None:
    """The account with this name, however it is typed."""
    return db.session.scalar(select(User).where(User.username == fold(username)))


def authenticate(username: str, password: str) -> User:
    """The active account with this name and password, or Refused, which never says which of the two was wrong."""
    user = find(username)
    right = passwords.is_right(user.password_hash if user else None, password)
    if user is None or not right or not user.is_active:
        raise Refused(message(N_("Tên đăng nhập hoặc mật khẩu chưa đúng.")))
    if user.password_hash and passwords.is_outdated(user.password_hash):
        user.password_hash = passwords.make_hash(password)
        db.session.commit()
    return user


def add_user(username: str, name: str, password: str | None, *, is_admin: bool = False) -> User:
    """A new account; without a password nobody can sign in to it yet. The caller commits."""
    folded = fold(username).replace(" ", "")
    if not folded:
        raise Invalid(message(N_("Cần điền ô này.")), "username")
    if find(folded) is not None:
        raise Invalid(message(N_("Đã có người dùng tên “%(username)s”."), username=folded), "username")
    user = User(
        username=folded,
        name=clean(name) or folded,
        password_hash=passwords.make_hash(password) if password else None,
        is_admin=is_admin,
        created_at=clock.now(),
    )
    db.session.add(user)
    db.session.flush()
    audit.record("user.add", f"user:{folded}", after={"name": user.name, "is_admin": is_admin})
    return user


def create_user(username: str, name: str, *, is_admin: bool = False) -> tuple[User, str]:
    """A new account and its one-time password, which is shown once."""
    password = passwords.readable_code()
    try:
        user = add_user(username, name, password, is_admin=is_admin)
        db.session.commit()
    except IntegrityError:
        db.session.rollback()
        raise Invalid(
            message(N_("Đã có người dùng tên “%(username)s”."), username=username), "username"
        ) from None
    return user, password


def change_user(user: User, name: str, is_admin: bool, is_active: bool) -> None:
    """Change what an administrator may. The last active administrator stays one."""
    if user.is_admin and user.is_active and not (is_admin and is_active) and len(administrators()) == 1:
        raise Refused(message(N_("Đây là người quản trị cuối cùng nên chưa thể đổi hoặc khóa.")))
    before = {"name": user.name, "is_admin": user.is_admin, "is_active": user.is_active}
    user.name, user.is_admin, user.is_active = clean(name), is_admin, is_active
    after = {"name": user.name, "is_admin": is_admin, "is_active": is_active}
    if before != after:
        if before["is_active"] and not is_active:
            user.session_version += 1
        audit.record("user.change", f"user:{user.username}", before=before, after=after)
        db.session.commit()


def reset_password(user: User) -> str:
    """A new one-time password; every session of the account ends. The caller commits."""
    password = passwords.readable_code()
    user.password_hash = passwords.make_hash(password)
    user.session_version += 1
    audit.record("user.reset_password", f"user:{user.username}")
    return password


def set_password(user: User, password: str) -> None:
    """Set a chosen password; every session of the account ends. The caller commits. Raises Invalid where it is short."""
    if len(password) < MIN_PASSWORD:
        raise Invalid(message(N_("Mật khẩu cần ít nhất %(count)d ký tự."), count=MIN_PASSWORD), "password")
    user.password_hash = passwords.make_hash(password)
    user.session_version += 1


def change_own(user: User, name: str, old: str, new: str) -> None:
    """One's own name, and password where a new one is given. Ends the other sessions with a new password."""
    if new:
        if not passwords.is_right(user.password_hash, old):
            raise Invalid(message(N_("Mật khẩu hiện tại chưa đúng.")), "old")
        if len(new) < MIN_PASSWORD:
            raise Invalid(message(N_("Mật khẩu cần ít nhất %(count)d ký tự."), count=MIN_PASSWORD), "new")
        set_password(user, new)
        audit.record("user.change_password", f"user:{user.username}")
    if clean(name) != user.name:
        before, user.name = {"name": user.name}, clean(name)
        audit.record("user.change", f"user:{user.username}", before=before, after={"name": user.name})
    db.session.commit()


def administrators() -> Sequence[User]:
    """Those who can administer now."""
    return db.session.scalars(select(User).where(User.is_admin, User.is_active)).all()


def users(words: str = "") -> Select[User]:
    """The query for accounts; each of `words` is part of the username or of the name, case and tones apart."""
    query, wanted = select(User).order_by(User.username), fold(words).split()
    if not wanted:
        return query
    # Staff are few, so names are folded here instead of being kept folded in a column.
    rows = db.session.execute(select(User.id, User.username, User.name))
    found = [id for id, username, name in rows if all(word in f"{username} {fold(name)}" for word in wanted)]
    return query.where(User.id.in_(found))


# --- roles in a contest


def grant(user: User, contest_id: int, role: str) -> None:
    """Give a role in a contest; giving it again changes nothing. The caller commits."""
    if role not in ROLES:
        raise Invalid(message(N_("Hãy chọn một mục trong danh sách.")), "role")
    if role not in user.roles(contest_id):
        user.grants.append(Grant(contest_id=contest_id, role=role))
        audit.record("grant.add", f"user:{user.username}", contest_id=contest_id, after={"role": role})


def revoke(user: User, contest_id: int, role: str) -> None:
    """Take a role in a contest away. The caller commits."""
    for one in [one for one in user.grants if one.contest_id == contest_id and one.role == role]:
        user.grants.remove(one)
        audit.record("grant.remove", f"user:{user.username}", contest_id=contest_id, before={"role": role})


def people(contest_id: int) -> Sequence[User]:
    """Everyone with a role in a contest."""
    query = select(User).where(User.id.in_(select(Grant.user_id).where(Grant.contest_id == contest_id)))
    return db.session.scalars(query.order_by(User.username)).all()


# --- the first administrator


def setup_token() -> str:
    """What the server prints at its first start and the setup page asks for: only who runs the server knows it."""
    secret = current_app.config["SECRET_KEY"].encode()
    return hmac.new(secret, b"first administrator", hashlib.sha256).hexdigest()[:16]


def set_up(token: str, username: str, name: str, password: str) -> User:
    """Make the first administrator. Works once: while there is none."""
    if administrators():
        raise Refused(message(N_("Hệ thống đã có người quản trị. Hãy đăng nhập.")))
    if not hmac.compare_digest(token.strip().encode(), setup_token().encode()):
        raise Invalid(message(N_("Mã cài đặt chưa đúng. Mã in ra ở cửa sổ chạy máy chủ.")), "token")
    if len(password) < MIN_PASSWORD:
        raise Invalid(message(N_("Mật khẩu cần ít nhất %(count)d ký tự."), count=MIN_PASSWORD), "password")
    user = add_user(username, name, password, is_admin=True)
    db.session.commit()
    return user
