"""Where templates and static files lie, and the addresses of the latter."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, request, url_for
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


# Addresses are made once: a page of a quiz has some twenty, and the files change only with the server's start.


@cache
def _asset(root: str, path: str) -> str:
    digest = hashlib.sha256((static() / path).read_bytes()).hexdigest()[:12]
    return url_for("static", filename=path, v=digest)


def asset(path: str) -> str:
    """The address of a file of ours with the hash of its content, so that it may be kept for ever."""
    return _asset(request.script_root, path)


@cache
def _vendored(root: str, name: str, path: str) -> str:
    found = [path.name for path in (static() / "vendor").glob(f"{name}-[0-9]*") if path.is_dir()]
    if len(found) != 1:
        raise LookupError(f"static/vendor holds {len(found)} versions of {name}")
    return url_for("static", filename=f"vendor/{found[0]}/{path}")


def vendor(name: str, path: str) -> str:
    """The address of a file of a vendored library; its version is part of its folder's name, of which exactly one must be
    there."""
    return _vendored(request.script_root, name, path)


@cache
def _modules(root: str, folder: str) -> dict[str, dict[str, str]]:
    files = sorted(path.name for path in (static() / folder).glob("*.js"))
    return {
        "imports": {
            url_for("static", filename=f"{folder}/{name}"): asset(f"{folder}/{name}") for name in files
        }
    }


def modules(folder: str) -> dict[str, dict[str, str]]:
    """The import map of a folder of modules: what they import from each other comes under the address of its content."""
    return _modules(request.script_root, folder)


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
