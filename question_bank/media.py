"""Pictures and sounds of questions: what is taken, how it is kept, and what of a file's questions needs mending."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterable, Mapping
from dataclasses import replace

import filetype
from PIL import Image
from sqlalchemy import select

from contest.kernel import clock
from contest.kernel.access import current_actor
from contest.kernel.db import db
from contest.kernel.errors import Invalid
from contest.kernel.messages import N_, Message, message
from question_bank.exchange.questions import Reading, ReadQuestion
from question_bank.exchange.references import media_of, name_of
from question_bank.models import Media

MAX_PICTURE, MAX_SOUND = 5 * 1024 * 1024, 10 * 1024 * 1024
MAX_PIXELS = 40_000_000  # of a picture; more would fill a phone's memory

# What a browser shows of itself, by what Pillow and filetype call it.
PICTURES = {"PNG": ("png", "image/png"), "JPEG": ("jpg", "image/jpeg"), "GIF": ("gif", "image/gif"),
            "WEBP": ("webp", "image/webp")}  # fmt: skip
SOUNDS = {"mp3": "audio/mpeg", "ogg": "audio/ogg", "wav": "audio/wav", "m4a": "audio/mp4"}

_UNKNOWN = message(N_("Chỉ nhận ảnh PNG, JPEG, GIF, WebP và âm thanh MP3, OGG, WAV, M4A."))


def examine(content: bytes) -> Media:
    """What a file is, by its content alone; its name is not asked. Not stored yet. Raises Invalid."""
    sound = filetype.guess_extension(content)
    if sound in SOUNDS:
        _refuse_large(content, MAX_SOUND)
        return Media(name=name_of(content, sound), mime=SOUNDS[sound], content=content)
    _refuse_large(content, MAX_PICTURE)
    try:
        with warnings.catch_warnings(), Image.open(io.BytesIO(content), formats=list(PICTURES)) as picture:
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            if picture.width * picture.height * getattr(picture, "n_frames", 1) > MAX_PIXELS:
                raise Invalid(message(N_("Ảnh có quá nhiều điểm ảnh; hãy thu nhỏ lại."))) from None
            extension, mime = PICTURES[picture.format or ""]
            width, height = picture.size
            picture.load()
    except Invalid:
        raise
    except Image.DecompressionBombError:
        raise Invalid(message(N_("Ảnh có quá nhiều điểm ảnh; hãy thu nhỏ lại."))) from None
    except Exception:  # Pillow's readers break in many ways on a broken file
        raise Invalid(_UNKNOWN) from None
    return Media(name=name_of(content, extension), mime=mime, content=content, width=width, height=height)


def _refuse_large(content: bytes, limit: int) -> None:
    if len(content) > limit:
        raise Invalid(message(N_("Tệp lớn quá %(size)d MB."), size=limit >> 20))


def keep(content: bytes) -> str:
    """Keep a picture or a sound, once; the name that it goes by. The caller commits. Raises Invalid."""
    one = examine(content)
    if db.session.get(Media, one.name) is None:
        db.session.add(_kept(one))
        db.session.flush()
    return one.name


def fresh(given: Mapping[str, bytes], wanted: Iterable[ReadQuestion]) -> list[Media]:
    """What the questions speak of, of what a file brought and the database hasn't got, to be added to it. Raises Invalid
    where a content isn't what its name says."""
    names = {name for question in wanted for name in media_of(question)} & given.keys()
    found = []
    for name in sorted(names):
        one = examine(given[name])
        if name.partition(".")[0] != one.name.partition(".")[0]:
            raise Invalid(message(N_("Nội dung của “%(name)s” không đúng với tên."), name=name))
        one.name = name
        found.append(one)
    known = set(missing(names))
    return [_kept(one) for one in found if one.name in known]


def _kept(one: Media) -> Media:
    one.created_at = clock.now()
    one.created_by = current_actor().name or current_actor().key
    return one


def keep_all(given: Mapping[str, bytes], wanted: Iterable[ReadQuestion]) -> None:
    """Keep what the questions speak of, of what a file brought. The caller commits. Raises Invalid."""
    db.session.add_all(fresh(given, wanted))
    db.session.flush()


def contents(questions: Iterable[ReadQuestion]) -> dict[str, bytes]:
    """{name: content} of all that questions speak of and the database has."""
    names = sorted({name for question in questions for name in media_of(question)})
    found: dict[str, bytes] = {}
    for start in range(0, len(names), 500):
        query = select(Media.name, Media.content).where(Media.name.in_(names[start : start + 500]))
        found |= dict(db.session.execute(query).all())
    return found


def sorted_out(given: Mapping[str, bytes]) -> tuple[dict[str, str], dict[str, Message]]:
    """Of what a file brought: {name: type} of what can be kept, {name: what is wrong} of the rest."""
    mimes: dict[str, str] = {}
    wrong: dict[str, Message] = {}
    for name, content in given.items():
        try:
            fresh = examine(content)
        except Invalid as refusal:
            wrong[name] = refusal.message
            continue
        if name.partition(".")[0] == fresh.name.partition(".")[0]:
            mimes[name] = fresh.mime
        else:
            wrong[name] = message(N_("Nội dung của “%(name)s” không đúng với tên."), name=name)
    return mimes, wrong


def examined(reading: Reading, wrong: Mapping[str, Message] | None = None) -> Reading:
    """A file's questions with what is wrong with their pictures and sounds: a problem where one can't be had or kept
    (`wrong`: of those that the file brought, where that has been found out), a note where one lacks its alternative
    text."""
    spoken = {name for question in reading.questions for name in media_of(question)}
    wrong = sorted_out(reading.media)[1] if wrong is None else wrong
    wrong = {**wrong, **missing(spoken - reading.media.keys())}
    return replace(reading, questions=tuple(looked_at(question, wrong) for question in reading.questions))


def missing(spoken: set[str]) -> dict[str, Message]:
    """What to say of those names whose content the database hasn't got."""
    known = set(db.session.scalars(select(Media.name).where(Media.name.in_(spoken)))) if spoken else set()
    text = N_("Không tìm thấy ảnh hoặc âm thanh “%(name)s…”.")
    return {name: message(text, name=name[:12]) for name in spoken - known}


def looked_at(question: ReadQuestion, wrong: Mapping[str, Message]) -> ReadQuestion:
    """The question with what is `wrong` with the pictures and sounds that it speaks of."""
    spoken = media_of(question)
    if not spoken:
        return question
    problems = tuple(wrong[name] for name in spoken if name in wrong)
    return replace(
        question,
        problems=question.problems + problems,
        notes=question.notes + ((LACKS_ALT,) if lacks_alt(question) else ()),
    )


LACKS_ALT = message(
    N_("Có ảnh hoặc âm thanh chưa có lời mô tả. Người không nhìn, không nghe được cần lời ấy để làm bài.")
)


def lacks_alt(question: ReadQuestion) -> bool:
    """Whether a picture or a sound of a question has no alternative text."""
    return not all(media_of(question).values())
