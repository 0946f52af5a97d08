"""Files that take longer to make than a person waits for a page: asked for, made in the background, taken by who asked.

A room registers how a file is made, asks for one, and gives it two addresses of its own, whose predicate lets through who
asked and still may (`shown`, `sent`):

    @made_files.making("question_bank.export")
    def make(run: jobs.Run) -> tuple[bytes, dict[str, Any]]: ...

    made = made_files.ask("question_bank.export", "bank:thu", "thu.docx", mime, {"bank": 1}, made_files.address())

The file is in the database, which all nodes share, under an unguessable name; it can't be taken after `KEPT`, and
is deleted when the next one is asked for.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from io import BytesIO
from typing import Any

from flask import Response, jsonify, make_response, render_template, request, send_file
from flask_babel import force_locale
from sqlalchemy import LargeBinary, String, delete, select, update
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.wrappers import Response as BaseResponse

from contest.kernel import clock, jobs
from contest.kernel.access import current_actor
from contest.kernel.db import Id, Model, UTCDateTime, db
from contest.kernel.errors import NotFound
from contest.kernel.i18n import language
from contest.kernel.messages import N_, Message, message

KEPT = timedelta(hours=12)


class MadeFile(Model):
    """A file that somebody asked for. `belongs` is what it was made of ("bank:thu"); `size` is None until it is made."""

    __tablename__ = "made_file"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    token: Mapped[str] = mapped_column(String(40), unique=True)
    owner: Mapped[str] = mapped_column(String(80))  # an actor's key
    belongs: Mapped[str] = mapped_column(String(200))
    filename: Mapped[str] = mapped_column(String(300))
    mime: Mapped[str] = mapped_column(String(100))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    job_id: Mapped[int | None] = mapped_column(Id)
    size: Mapped[int | None]
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)

    @property
    def job(self) -> jobs.Job | None:
        """The job that makes it, or has made it."""
        return db.session.get(jobs.Job, self.job_id) if self.job_id else None

    @property
    def problem(self) -> Message | None:
        """Why there won't be a file, if that is known."""
        if self.size is not None:
            return None
        return _LOST if self.job is None else self.job.refusal


Make = Callable[[jobs.Run], tuple[bytes, dict[str, Any]]]
"""What makes a file: its content, and what is to be told of it, as plain data (`Job.result`)."""

_LOST = message(N_("Việc lập tệp này không còn nữa. Hãy yêu cầu lập lại."))


def making(name: str) -> Callable[[Make], Make]:
    """Register how files of this name are made: in the language of who asked, from `run.arguments`."""

    def register(make: Make) -> Make:
        @jobs.work(name)
        @wraps(make)
        def run_it(run: jobs.Run) -> dict[str, Any]:
            with force_locale(run.arguments["language"]):
                content, told = make(run)
            db.session.rollback()  # reading is over: what is written now waits for nobody
            values = {"content": content, "size": len(content)}
            db.session.execute(update(MadeFile).where(MadeFile.id == run.arguments["file"]).values(**values))
            db.session.commit()
            return told

        return make

    return register


def address() -> str:
    """The address of this request: who is told that a file could not be made asks for it anew there."""
    return request.script_root + request.full_path.rstrip("?")


def ask(name: str, belongs: str, filename: str, mime: str, arguments: dict[str, Any], again: str) -> MadeFile:
    """Have a file made for the current actor, which the address `again` asks for anew; the one that is being made, where
    they press twice. Commits."""
    owner, arguments = current_actor().key, arguments | {"language": language(), "again": again}
    pending = (
        select(MadeFile, jobs.Job.arguments)
        .join(jobs.Job, jobs.Job.id == MadeFile.job_id)
        .where(MadeFile.owner == owner, jobs.Job.work == name, jobs.Job.state.in_(("waiting", "running")))
    )
    pressed: MadeFile
    for pressed, asked in db.session.execute(pending):
        if asked == arguments | {"file": pressed.id}:
            return pressed
    db.session.execute(delete(MadeFile).where(MadeFile.created_at < clock.now() - KEPT))
    made = MadeFile(
        token=secrets.token_urlsafe(24),
        owner=owner,
        belongs=belongs,
        filename=filename,
        mime=mime,
        created_at=clock.now(),
    )
    db.session.add(made)
    db.session.flush()
    made.job_id = jobs.start(name, arguments | {"file": made.id}, owner).id
    db.session.commit()
    return made


def find(belongs: str, token: str) -> MadeFile:
    """The file of that thing with this token. Raises NotFound when it is too old or never was."""
    found = None
    if re.fullmatch(r"[\w-]{32}", token, re.ASCII):
        found = db.session.scalar(
            select(MadeFile).where(MadeFile.token == token, MadeFile.belongs == belongs)
        )
    if found is None or found.created_at < clock.now() - KEPT:
        raise NotFound(message(N_("Tệp này đã hết hạn. Hãy yêu cầu lập lại.")))
    return found


def shown(made: MadeFile, template: str, **values: Any) -> BaseResponse:
    """The page of a file: how far it is, then the way to it. As JSON for the page's script."""
    job, problem = made.job, made.problem
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        answer = jsonify(
            percent=job.percent if job else 100,
            onward="",
            is_over=made.size is not None or problem is not None,
            state=job.state if job else "",
        )
        answer.add_etag()
        return answer.make_conditional(request)
    page = make_response(render_template(template, made=made, kept=KEPT, job=job, problem=problem, **values))
    page.headers["Cache-Control"] = "no-store"
    return page


def sent(made: MadeFile) -> Response:
    """The file itself."""
    if made.content is None:
        raise NotFound(message(N_("Tệp này chưa lập xong. Hãy đợi ở trang trước.")))
    response = send_file(
        BytesIO(made.content), mimetype=made.mime, as_attachment=True, download_name=made.filename
    )
    response.headers["Cache-Control"] = "no-store"
    return response
