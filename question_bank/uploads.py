"""Files between the steps of an import: in the instance folder under unguessable names, removed after."""

from __future__ import annotations

import json
import re
import secrets
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from flask import current_app

from contest.kernel import clock
from contest.kernel.errors import NotFound
from contest.kernel.messages import N_, message
from question_bank.exchange.questions import Mapping
from question_bank.models import Bank

KEPT_SECONDS = 24 * 3600


@dataclass
class Upload:
    """A file that a person is importing into a bank, and what they have decided so far.

    `ticked` and `unticked` are row places (from 0) that differ from what the preview proposes.
    """

    bank: Bank
    token: str
    owner: str
    filename: str
    mapping: Mapping | None = None
    ticked: set[int] = field(default_factory=set)
    unticked: set[int] = field(default_factory=set)

    @property
    def folder(self) -> Path:
        return _root() / self.token

    def data(self) -> bytes:
        """The file's content."""
        return (self.folder / "file").read_bytes()

    def save(self) -> None:
        """Keep the decisions."""
        plain = {
            "bank": self.bank.id,
            "owner": self.owner,
            "filename": self.filename,
            "mapping": self.mapping,
            "ticked": sorted(self.ticked),
            "unticked": sorted(self.unticked),
        }
        fresh = self.folder / "decisions.new"
        fresh.write_text(json.dumps(plain, ensure_ascii=False), "utf-8")
        fresh.replace(self.folder / "decisions.json")

    def remove(self) -> None:
        """Forget the file."""
        shutil.rmtree(self.folder, ignore_errors=True)


def _root() -> Path:
    return Path(current_app.instance_path) / "uploads" / "questions"


def keep(bank: Bank, owner: str, filename: str, data: bytes) -> Upload:
    """Keep a file for `owner` (an actor's key). Files that nobody finished with are removed after a day."""
    _sweep()
    upload = Upload(bank, secrets.token_urlsafe(24), owner, filename)
    upload.folder.mkdir(parents=True, mode=0o700)
    (upload.folder / "file").write_bytes(data)
    upload.save()
    return upload


def find(bank: Bank, token: str) -> Upload:
    """The upload into `bank` with this token. Raises NotFound when it is done, too old or never was."""
    path = _root() / token / "decisions.json"
    if not re.fullmatch(r"[\w-]{32}", token, re.ASCII) or not path.exists():
        raise _gone
    plain = json.loads(path.read_text("utf-8"))
    if plain["bank"] != bank.id:
        raise _gone
    mapping = tuple(plain["mapping"]) if plain["mapping"] is not None else None
    return Upload(
        bank, token, plain["owner"], plain["filename"], mapping, set(plain["ticked"]), set(plain["unticked"])
    )


_gone = NotFound(message(N_("Tệp này đã nhập xong hoặc đã hết hạn. Hãy tải tệp lên lại.")))


def _sweep() -> None:
    now = clock.now().timestamp()
    for folder in _root().glob("*"):
        if now - folder.stat().st_mtime > KEPT_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)
