"""A list between its upload and its storing: in the instance folder under an unguessable name, removed after."""

from __future__ import annotations

import re
import secrets
from pathlib import Path

from flask import current_app

from contest.kernel import clock
from contest.kernel.errors import NotFound
from contest.kernel.messages import N_, message

KEPT_SECONDS = 24 * 3600


def _path(contest_id: int, token: str) -> Path:
    return Path(current_app.instance_path) / "uploads" / "lists" / f"{contest_id}-{token}"


def keep(contest_id: int, data: bytes) -> str:
    """Keep a file for a contest; gives its token. Files that nobody finished with go after a day."""
    token = secrets.token_urlsafe(24)
    path = _path(contest_id, token)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    for old in path.parent.iterdir():
        if clock.now().timestamp() - old.stat().st_mtime > KEPT_SECONDS:
            old.unlink(missing_ok=True)
    path.write_bytes(data)
    return token


def find(contest_id: int, token: str) -> bytes:
    """A kept file's content. Raises NotFound where it is done or too old."""
    path = _path(contest_id, token)
    if not re.fullmatch(r"[\w-]{32}", token, re.ASCII) or not path.exists():
        raise NotFound(message(N_("Tệp này đã nhập xong hoặc đã hết hạn. Hãy tải tệp lên lại.")))
    return path.read_bytes()


def remove(contest_id: int, token: str) -> None:
    """Forget a file."""
    _path(contest_id, token).unlink(missing_ok=True)
