"""A `Reading` as bytes and back, so that a file is parsed once though its preview has many pages. PURE.

Pictures and sounds are not in it: they are kept beside it.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import fields
from typing import Any

from contest.kernel.messages import Message
from question_bank.exchange.questions import Reading, ReadQuestion

_MESSAGE = "message"


def dump(reading: Reading) -> bytes:
    """The reading without its media."""
    plain = {
        each.name: getattr(reading, each.name)
        for each in fields(reading)
        if each.name not in ("media", "questions")
    }
    plain["questions"] = [dump_question(question) for question in reading.questions]
    return zlib.compress(json.dumps(plain, ensure_ascii=False, default=_plain).encode(), 1)


def load(data: bytes) -> Reading:
    """What `dump` was given."""
    plain = json.loads(zlib.decompress(data))
    questions = tuple(load_question(question) for question in plain.pop("questions"))
    return Reading(questions=questions, **{name: _revived(value) for name, value in plain.items()})


def dump_question(question: ReadQuestion) -> dict[str, Any]:
    """What a question says, without what is empty."""
    return {
        each.name: value
        for each in _OF_QUESTION
        if (value := getattr(question, each.name)) or each.name in ("kind", "text")
    }


def load_question(plain: dict[str, Any]) -> ReadQuestion:
    """What `dump_question` was given."""
    # A body is the kind's own, lists and all; it may come from anyone's file.
    return ReadQuestion(
        **{name: value if name == "body" else _revived(value) for name, value in plain.items()}
    )


_OF_QUESTION = fields(ReadQuestion)


def _plain(value: Any) -> Any:
    if isinstance(value, Message):
        return {_MESSAGE: value.text, "values": value.values}
    raise TypeError(f"{type(value).__name__} is in no reading")


def _revived(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(map(_revived, value))
    if isinstance(value, dict) and value.keys() == {_MESSAGE, "values"}:
        return Message(value[_MESSAGE], {name: _revived(each) for name, each in value["values"].items()})
    return value
