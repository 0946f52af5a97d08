"""Where templates and static files lie, and the addresses of the latter."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, url_for
from flask_compress import Compress

PACKAGE = Path(__file__).resolve().parent.parent


def _folder(name: str) -> Path:
    """`name` inside the installed package if it is there, else beside it as in the source tree."""
    inside = PACKAGE / name
    return inside if inside.is_dir() else PACKAGE.parent / name


def templates() -> Path:
    """The templates' folder."""
    return _folder("templates")


def static() -> Path:
    """The static files' folder."""
    return _folder("static")


def default_instance() -> Path:
    """`instance/` of the source tree; of the working folder for an installed package."""
    beside = PACKAGE.parent / "instance"
    return beside if beside.is_dir() else Path.cwd() / "instance"


@cache
def _vendored(name: str) -> str:
    """The folder `name-version` of a vendored library. Exactly one must be there."""
    found = [path.name for path in (static() / "vendor").glob(f"{name}-[0-9]*") if path.is_dir()]
    if len(found) != 1:
        raise LookupError(f"static/vendor holds {len(found)} versions of {name}")
    return found[0]


def vendor(name: str, path: str) -> str:
    """The address of a file of a vendored library; its version is part of the folder's name."""
    return url_for("static", filename=f"vendor/{_vendored(name)}/{path}")


@cache
def _digest(path: str) -> str:
    return hashlib.sha256((static() / path).read_bytes()).hexdigest()[:12]


def asset(path: str) -> str:
    """The address of a file of ours with the hash of its content, so that it may be kept for ever.

    The hash is of the file as it was when it was first asked for: a server is started anew with new files.
    """
    return url_for("static", filename=path, v=_digest(path))


def modules(folder: str) -> dict[str, dict[str, str]]:
    """The import map of a folder of modules: what they import from each other comes under the address of its content."""
    files = sorted(path.name for path in (static() / folder).glob("*.js"))
    return {
        "imports": {
            url_for("static", filename=f"{folder}/{name}"): asset(f"{folder}/{name}") for name in files
        }
    }


def init_app(app: Flask) -> None:
    """Give templates `asset`, `modules` and `vendor`, let browsers keep static files for a year, and send texts small.

    A paper of fifty questions is 118 kB, which a phone on 3G should not have to carry: compressed it is a tenth. Tokens
    against forged requests are signed anew with each page, so their compressed length gives nothing away (BREACH).
    """
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 365 * 24 * 3600
    # The middle levels: more would cost the opening minute's processor, and save little.
    app.config |= {"COMPRESS_ALGORITHM": ["br", "gzip"], "COMPRESS_BR_LEVEL": 3, "COMPRESS_LEVEL": 3}
    Compress(app)
    app.jinja_env.globals.update(asset=asset, modules=modules, vendor=vendor)
