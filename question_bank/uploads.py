"""Files between the steps of an import, with what a person has decided so far. In the database, which all nodes share;
under unguessable names; removed when they are stored, thrown away or a day old."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String, Text, delete, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contest.kernel import clock, jobs
from contest.kernel.db import Id, Json, Model, UTCDateTime, db
from contest.kernel.errors import NotFound
from contest.kernel.messages import N_, message
from question_bank import media
from question_bank.exchange import keeping, read_questions
from question_bank.exchange.encodings import AS_IT_STANDS
from question_bank.exchange.formats import Choices
from question_bank.exchange.questions import Reading, ReadQuestion
from question_bank.models import Bank

KEPT = timedelta(days=1)
MAX_NAME = 300


class Upload(Model):
    """A file that a person is importing into a bank.

    `mapping` and `encoding` are what they chose where they were asked. `decisions` and `amended` have the key of a
    question in the file (see `keys`): what is to become of it where that differs from what the preview proposes, and
    how it was changed by hand. They hold whatever the columns are taken for.
    """

    __tablename__ = "question_upload"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    token: Mapped[str] = mapped_column(String(40), unique=True)
    bank_id: Mapped[int] = mapped_column(ForeignKey("bank.id", ondelete="CASCADE"))
    owner: Mapped[str] = mapped_column(String(80))  # an actor's key
    filename: Mapped[str] = mapped_column(String(MAX_NAME))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    mapping: Mapped[list[str] | None] = mapped_column(Json)
    encoding: Mapped[str] = mapped_column(String(40), default="")
    encoding_confirmed: Mapped[bool] = mapped_column(default=False)
    # Where the encoding was in doubt: some texts as the file has them, and as they were read.
    encoding_sample: Mapped[list[list[str]] | None] = mapped_column(Json)
    decisions: Mapped[dict[str, str]] = mapped_column(Json, default=dict)
    amended: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    job_id: Mapped[int | None] = mapped_column(Id)  # the one that reads it
    # `reading` is what the last reading gave, under the choices of `read_under`; they differ: it is to be read again.
    read_under: Mapped[str] = mapped_column(Text, default="")
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    reading: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)

    bank: Mapped[Bank] = relationship()

    @property
    def choices(self) -> Choices:
        """What the reader needs to know."""
        mapping = None if self.mapping is None else tuple(self.mapping)
        return Choices(mapping, self.bank.import_mapping, self.encoding)

    @property
    def is_read(self) -> bool:
        """Whether the file was read under the choices as they are."""
        return self.read_under == self._under

    @property
    def _under(self) -> str:
        return repr((self.mapping, self.encoding))


class UploadMedia(Model):
    """A picture or a sound that a file brought, sound enough to be kept."""

    __tablename__ = "question_upload_media"

    upload_id: Mapped[int] = mapped_column(
        ForeignKey("question_upload.id", ondelete="CASCADE"), primary_key=True
    )
    name: Mapped[str] = mapped_column(String(70), primary_key=True)
    mime: Mapped[str] = mapped_column(String(40))
    content: Mapped[bytes] = mapped_column(LargeBinary)


def keep(bank: Bank, owner: str, filename: str, data: bytes) -> Upload:
    """Keep a file for `owner` (an actor's key). Files that nobody finished with are removed after a day. Commits."""
    db.session.execute(delete(Upload).where(Upload.created_at < clock.now() - KEPT))
    upload = Upload(
        bank=bank,
        token=secrets.token_urlsafe(24),
        owner=owner,
        filename=filename[-MAX_NAME:],
        created_at=clock.now(),
        content=data,
    )
    db.session.add(upload)
    db.session.commit()
    return upload


def find(bank: Bank, token: str) -> Upload:
    """The upload into `bank` with this token. Raises NotFound when it is done, too old or never was."""
    found = None
    if re.fullmatch(r"[\w-]{32}", token, re.ASCII):
        found = db.session.scalar(select(Upload).where(Upload.token == token, Upload.bank_id == bank.id))
    if found is None or found.created_at < clock.now() - KEPT:
        raise NotFound(message(N_("Tệp này đã nhập xong hoặc đã hết hạn. Hãy tải tệp lên lại.")))
    return found


def remove(upload: Upload) -> None:
    """Forget a file. The caller commits."""
    jobs.call_off(upload.job_id)
    db.session.execute(delete(Upload).where(Upload.id == upload.id))


def read(upload: Upload) -> Reading:
    """Read a file under the person's choices, and keep what came of it with its sound pictures. Commits."""
    under = upload._under
    reading = read_questions(upload.content, upload.filename, upload.choices)
    upload.encoding_sample = _sample(upload, reading) if reading.encoding else None
    mimes, wrong = media.sorted_out(reading.media)
    reading = media.examined(reading, wrong)
    db.session.execute(delete(UploadMedia).where(UploadMedia.upload_id == upload.id))
    db.session.add_all(
        UploadMedia(upload_id=upload.id, name=name, mime=mime, content=reading.media[name])
        for name, mime in mimes.items()
    )
    upload.reading = keeping.dump(reading)
    upload.read_under = under
    db.session.commit()
    return reading


SAMPLES = 4


def _sample(upload: Upload, reading: Reading) -> list[list[str]]:
    """Some texts as the file has them beside what they were read as, for a person to judge the encoding by."""
    choices = replace(upload.choices, encoding=AS_IT_STANDS)
    raw = read_questions(upload.content, upload.filename, choices)
    before, after = _texts(raw), _texts(reading)
    if raw.columns and all(re.fullmatch(r"Cột \d+", title) for title in raw.columns):
        # As they stand the titles weren't known for titles, and are a row like the others.
        before = before[len(raw.columns) :]
    pairs = zip(before, after, strict=False)
    return [[one, other] for one, other in pairs if one != other][:SAMPLES]


def _texts(reading: Reading) -> list[str]:
    cells = [*reading.columns, *(cell for row in reading.samples for cell in row)]
    return [text[:120] for text in (cells or [question.text for question in reading.questions])]


def reading_of(upload: Upload) -> Reading:
    """What the file was read as, without its media; it `is_read`."""
    if upload.reading is None:
        raise LookupError("the file has not been read yet")
    return keeping.load(upload.reading)


def choose_columns(upload: Upload, mapping: list[str], reading: Reading) -> None:
    """Take the columns for these fields; what was proposed and is confirmed was read so already. The caller commits."""
    upload.mapping = mapping
    if tuple(mapping) == reading.mapping:
        upload.read_under = upload._under


def pictures(upload: Upload, names: Iterable[str]) -> dict[str, bytes]:
    """{name: content} of those of the names that the file brought."""
    return {name: held.content for name in sorted(set(names)) if (held := picture(upload, name))}


def names_of_pictures(upload: Upload) -> set[str]:
    """The names of all pictures and sounds that the file brought."""
    return set(db.session.scalars(select(UploadMedia.name).where(UploadMedia.upload_id == upload.id)))


def picture(upload: Upload, name: str) -> UploadMedia | None:
    """A picture or a sound of the file."""
    return db.session.get(UploadMedia, (upload.id, name))


# --- what the person changed


def keys(questions: Iterable[ReadQuestion]) -> list[str]:
    """A name for each question of a file: where it stands, which stays when the columns are chosen anew."""
    count: dict[str, int] = {}
    found = []
    for each in questions:
        place = f"{each.sheet}|{each.row}|{each.paragraph}|{each.id}"
        count[place] = count.get(place, -1) + 1
        found.append(f"{place}|{count[place]}")
    return found


def amended(upload: Upload, reading: Reading) -> list[ReadQuestion]:
    """The file's questions as the person has changed them; those are examined anew when they are weighed."""
    if not upload.amended:
        return list(reading.questions)
    named = zip(keys(reading.questions), reading.questions, strict=True)
    return [
        placed(keeping.load_question(upload.amended[key]), question) if key in upload.amended else question
        for key, question in named
    ]


def placed(question: ReadQuestion, original: ReadQuestion) -> ReadQuestion:
    """A changed question where the one that the file has stands."""
    return replace(
        question, sheet=original.sheet, row=original.row, paragraph=original.paragraph, id=original.id
    )


def amend(upload: Upload, key: str, question: ReadQuestion | None) -> None:
    """Keep a changed question, or (None) take the file's own again. The caller commits."""
    kept: Mapping[str, Any] = {name: each for name, each in upload.amended.items() if name != key}
    own = {} if question is None else {key: _content(question)}
    upload.amended = {**kept, **own}


def _content(question: ReadQuestion) -> dict[str, Any]:
    plain = keeping.dump_question(replace(question, problems=(), notes=()))
    return {name: value for name, value in plain.items() if name not in ("sheet", "row", "paragraph", "id")}
