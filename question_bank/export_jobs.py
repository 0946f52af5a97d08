"""Lists and booklets that take longer than a person waits for a page: made in the background, see `kernel.made_files`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask_babel import gettext

from contest.kernel import jobs, made_files
from contest.kernel.db import db
from contest.kernel.made_files import MadeFile
from contest.kernel.messages import Message
from question_bank import booklet, losses, media, services
from question_bank.exchange.progress import listening
from question_bank.exchange.questions import ReadQuestion
from question_bank.exchange.writers import Writer, writers
from question_bank.models import Bank

LIST_AT_ONCE = 1_500
"""Questions whose losses are found, or that are written, in some 2 s in the slowest format (docx)."""
BOOKLETS_AT_ONCE = {"docx": 4_000, "pdf": 800}
"""Questions of a booklet that is set in some 2 s."""

_LIST, _BOOKLET = "question_bank.export", "question_bank.booklet"


def ask_list(
    bank: Bank, ids: Sequence[int], writer: Writer, with_key: bool, filename: str, again: str
) -> MadeFile:
    """Have a list of questions made. Commits. `again`: see `made_files.ask`."""
    asked = {"bank": bank.id, "ids": list(ids), "code": writer.code, "with_key": with_key}
    return made_files.ask(_LIST, f"bank:{bank.code}", filename, writer.mime, asked, again)


def ask_booklet(bank: Bank, ids: Sequence[int], form: str, filename: str, again: str) -> MadeFile:
    """Have a booklet made. Commits. `again`: see `made_files.ask`."""
    asked = {"bank": bank.id, "ids": list(ids), "form": form}
    return made_files.ask(_BOOKLET, f"bank:{bank.code}", filename, booklet.WRITERS[form][1], asked, again)


@made_files.making(_LIST)
def make_list(run: jobs.Run) -> tuple[bytes, dict[str, Any]]:
    """Write the list; tell what it loses."""
    asked = run.arguments
    bank, chosen = _chosen(asked)
    writer = writers()[asked["code"]]
    with listening(_share(run, 0, 2)):
        lost = writer.losses(chosen)
    with listening(_share(run, 1, 2)):
        written = writer.write(chosen, media.contents(chosen), services.folders(bank), asked["with_key"])
    return written, {"losses": [loss.plain() for loss in losses.grouped(chosen, lost)]}


@made_files.making(_BOOKLET)
def make_booklet(run: jobs.Run) -> tuple[bytes, dict[str, Any]]:
    """Set the booklet."""
    bank, chosen = _chosen(run.arguments)
    with listening(_share(run, 0, 2)):
        told = booklet.booklet(bank, chosen, title())
    run.tell(1, 2)
    return booklet.WRITERS[run.arguments["form"]][0](told), {}


def title() -> str:
    """What booklets are called."""
    return str(gettext("Tài liệu hỏi – đáp"))


def _chosen(asked: dict[str, Any]) -> tuple[Bank, list[ReadQuestion]]:
    bank = db.session.get_one(Bank, asked["bank"])
    found = services.plain_by_id(bank, asked["ids"])
    return bank, [found[one] for one in asked["ids"] if one in found]


def _share(run: jobs.Run, at: int, of: int) -> Callable[[int, int], None]:
    """Progress within the part `at` (from 0) `of` several alike, in hundredths of the whole. A part that goes over its
    questions more than once (what docx loses is found by reading it again) doesn't run back."""
    most = 100 * at // of

    def told(done: int, total: int) -> None:
        nonlocal most
        most = max(most, (100 * at + 100 * done // max(total, 1)) // of)
        run.tell(most, 100)

    return told


def losses_of(made: MadeFile) -> list[losses.Loss]:
    """What a list that was made loses."""
    result = (made.job.result if made.job else None) or {}
    return [losses.Loss(**{**one, "what": Message(one["what"])}) for one in result.get("losses", ())]
