"""Settings: defaults, then the environment, then `instance/config.py`; checked when the application starts."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path
from typing import Any

from contest.kernel.db import dump_json

MAX_UPLOAD = 20 * 1024 * 1024
THREADS = 16  # of a process, at most


class BadConfiguration(Exception):
    """A setting that can't work; the text says which and how to mend it."""


def settings(instance: Path, override: dict[str, Any] | None = None) -> dict[str, Any]:
    """All settings as a dict. `instance` is made where it is missing; the secret key is made once and kept there."""
    instance.mkdir(parents=True, exist_ok=True)
    values: dict[str, Any] = {
        "SQLALCHEMY_DATABASE_URI": os.environ.get(
            "DATABASE_URL", f"sqlite:///{instance / 'contest.sqlite3'}"
        ),
        "SQLALCHEMY_ENGINE_OPTIONS": {
            "json_serializer": dump_json,
            # One for each thread of a process: a new connection costs more than a page.
            "pool_size": THREADS,
        },
        "SECRET_KEY": os.environ.get("SECRET_KEY") or "",
        "PUBLIC_URL": os.environ.get("PUBLIC_URL", ""),
        "MAX_CONTENT_LENGTH": MAX_UPLOAD,
        "MAX_FORM_PARTS": 5000,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        # A LAN without certificates is served over http; behind TLS the operator sets HTTPS=1.
        "SESSION_COOKIE_SECURE": os.environ.get("HTTPS") == "1",
        # How many front servers stand before this one: whose word on a request's address is taken.
        "PROXIES": os.environ.get("PROXIES") or "0",
        "PERMANENT_SESSION_LIFETIME": 7 * 24 * 3600,
        "WTF_CSRF_TIME_LIMIT": None,
        "RATELIMIT_STORAGE_URI": os.environ.get("REDIS_URL", "memory://"),
        "BABEL_DEFAULT_LOCALE": "vi",
        "BABEL_DEFAULT_TIMEZONE": "Asia/Ho_Chi_Minh",
        "BABEL_TRANSLATION_DIRECTORIES": str(Path(__file__).parent / "locale"),
    }
    own = instance / "config.py"
    if own.exists():
        scope: dict[str, Any] = {}
        exec(compile(own.read_text("utf-8"), str(own), "exec"), scope)
        values.update({key: value for key, value in scope.items() if key.isupper()})
    values.update(override or {})
    if not values["SECRET_KEY"]:
        values["SECRET_KEY"] = _kept_secret(instance / "secret_key")
    _check(values)
    return values


def _kept_secret(path: Path) -> str:
    """The key in `path`, made the first time; two processes that start at once agree, for a whole file is linked there."""
    if not path.exists():
        fresh = path.with_name(f"{path.name}.{os.getpid()}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_hex(32), "ascii")
        with contextlib.suppress(FileExistsError):
            os.link(fresh, path)
        fresh.unlink()
    return path.read_text("ascii").strip()


def _check(values: dict[str, Any]) -> None:
    if len(values["SECRET_KEY"]) < 16:
        raise BadConfiguration("SECRET_KEY: at least 16 characters; delete it to have one made")
    if not str(values["PROXIES"]).isdecimal():
        raise BadConfiguration(f"PROXIES: a number is expected, not {values['PROXIES']}")
    uri = str(values["SQLALCHEMY_DATABASE_URI"])
    if not uri.startswith(("sqlite:", "postgresql:", "postgresql+psycopg:")):
        raise BadConfiguration(f"DATABASE_URL: sqlite: or postgresql: is expected, not {uri.split(':')[0]}:")
