"""Who the session cookie stands for. A room with its own kind of principal registers a loader here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask, jsonify, redirect, request, url_for
from flask_login import LoginManager, current_user, login_user

from contest.accounts.models import User
from contest.kernel.db import db
from contest.kernel.i18n import render
from contest.kernel.messages import N_, message

# Key prefix → (id, session version) → principal or None. "user" is ours; "entrant" is registered by organising.
_loaders: dict[str, Callable[[int, int], Any]] = {}

manager = LoginManager()
# Phones change address in the middle of a quiz; the session must not end with it.
manager.session_protection = None


def principal_loader(prefix: str) -> Callable[[Callable[[int, int], Any]], Callable[[int, int], Any]]:
    """Register how to load principals whose `get_id()` is `prefix:id:version`."""

    def register(loader: Callable[[int, int], Any]) -> Callable[[int, int], Any]:
        _loaders[prefix] = loader
        return loader

    return register


@principal_loader("user")
def _load_user(id: int, version: int) -> User | None:
    user = db.session.get(User, id)
    return user if user and user.is_active and user.session_version == version else None


@manager.user_loader  # type: ignore[untyped-decorator]
def _load(key: str) -> Any:
    prefix, _, rest = key.partition(":")
    id, _, version = rest.partition(":")
    if prefix not in _loaders or not (id.isdigit() and version.isdigit()):
        return None
    return _loaders[prefix](int(id), int(version))


def begin(principal: Any) -> None:
    """Start a session for a user or an entrant."""
    login_user(principal, remember=False)


def is_signed_in() -> bool:
    """Whether anyone has signed in on this request."""
    return bool(getattr(current_user, "is_signed_in", False))


def ask() -> Any:
    """Send the person to the sign-in page, and back here afterwards; a script gets 401."""
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        return jsonify(error=render(message(N_("Phiên đăng nhập đã hết. Hãy đăng nhập lại.")))), 401
    back = request.full_path if request.method == "GET" else request.referrer or "/"
    return redirect(url_for("accounts.sign_in", next=back))


def init_app(app: Flask) -> None:
    """Set up sessions."""
    manager.init_app(app)
