"""Reading a large file in the background, with its progress."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from contest.kernel import jobs
from contest.kernel.db import db
from contest.kernel.messages import Message
from question_bank import uploads
from question_bank.exchange.progress import listening
from question_bank.uploads import Upload

WORK = "question_bank.read"
WAITED_FOR = 1_500_000
"""Bytes of text or XML that are read while a person waits for the page: some 2,000 questions, in a second or two."""


def takes_long(data: bytes) -> bool:
    """Whether a file is read in the background: by what is to be parsed of it, unpacked."""
    if not data.startswith(b"PK"):
        return len(data) > WAITED_FOR
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except zipfile.BadZipFile:
        return False  # it will be refused at once
    return sum(part.file_size for part in parts) > WAITED_FOR


def start(upload: Upload) -> None:
    """Have a file read, if it isn't read, being read or unreadable. Commits."""
    job = job_of(upload)
    if not upload.is_read and (job is None or job.state == "done"):
        upload.job_id = jobs.start(WORK, {"upload": upload.id}, upload.owner).id
        db.session.commit()


def job_of(upload: Upload) -> jobs.Job | None:
    """The job that reads a file, or has read it."""
    return db.session.get(jobs.Job, upload.job_id) if upload.job_id else None


def problem_of(upload: Upload, job: jobs.Job | None) -> Message | None:
    """Why a file can't be read, if that is known."""
    if upload.is_read:
        return uploads.reading_of(upload).refused
    return job.refusal if job is not None else None


@jobs.work(WORK)
def read(run: jobs.Run) -> dict[str, Any] | None:
    """Read an upload. Where it is gone meanwhile there is nothing to do."""
    upload = db.session.get(Upload, run.arguments["upload"])
    if upload is None:
        return None
    with listening(run.tell):
        reading = uploads.read(upload)
    return {"questions": len(reading.questions)}
