"""The project's own format for questions: JSON that loses nothing. PURE.

```json
{"format": "hoi-thi/questions", "version": 1, "questions": [
  {"code": "KT001", "kind": "single_choice", "topic": "…", "difficulty": "easy",
   "tags": ["…"], "source": "…", "legal_basis": "…", "legal_date": "2019-11-20",
   "text": "…", "body": {…}, "explanation": "…", "retired": false}],
 "folders": {"topic": "the topic that it lies in"}, "media": {"SHA-256.png": "base64"}}
```

`body` has the shape that the kind declares (`question_bank.kinds`). A retired question is kept out of
new papers. `media` holds the pictures and sounds that the texts refer to.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable
from collections.abc import Mapping as Named
from typing import Any

from contest.kernel.messages import N_, Message, message
from question_bank.exchange.formats.base import Choices
from question_bank.exchange.questions import MAX_ROWS, Reading, ReadQuestion
from question_bank.kinds import kinds
from question_bank.kinds import problems as kind_problems

NAME, VERSION = "hoi-thi/questions", 1
_TEXTS = ("code", "kind", "topic", "difficulty", "text", "explanation", "source", "legal_basis", "legal_date")
_NONE: Named[str, Any] = {}


def write_json(
    questions: Iterable[ReadQuestion], media: Named[str, bytes] = _NONE, folders: Named[str, str] = _NONE
) -> bytes:
    """The questions as a file, with the pictures and sounds they refer to and the tree of their topics; `read_json` gives
    the same back."""
    plain = [
        {name: getattr(question, name) for name in _TEXTS}
        | {"tags": list(question.tags), "body": question.body, "retired": question.retired}
        for question in questions
    ]
    content: dict[str, Any] = {"format": NAME, "version": VERSION, "questions": plain}
    if folders:
        content["folders"] = dict(folders)
    if media:
        content["media"] = {name: base64.b64encode(held).decode() for name, held in media.items()}
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


class ProjectJson:
    """See `formats.base.Format`."""

    code = "json"
    place = 10

    def recognises(self, data: bytes, filename: str) -> bool:
        """By its name: a text that begins with a brace may be anything."""
        return filename.lower().endswith(".json")

    def read(self, data: bytes, filename: str, choices: Choices) -> Reading:
        """See `read_json`."""
        return read_json(data)


FORMAT = ProjectJson()


def read_json(data: bytes) -> Reading:
    """The questions of a file that `write_json` wrote, or a person edited. `row` counts them from 1."""
    try:
        content = json.loads(data)
    except (ValueError, RecursionError) as error:
        return Reading(refused=message(N_("Tệp JSON sai cú pháp: %(error)s"), error=error))
    if not isinstance(content, dict) or content.get("format") != NAME or content.get("version") != VERSION:
        return Reading(refused=message(N_("Tệp JSON này không phải danh sách câu hỏi của Hội Thi (bản 1).")))
    plain = content.get("questions")
    if not isinstance(plain, list) or len(plain) > MAX_ROWS:
        return Reading(
            refused=message(N_("Tệp JSON không có danh sách “questions”, hoặc danh sách quá dài."))
        )
    try:
        media = _media(content.get("media", {}))
    except (AttributeError, TypeError, ValueError):
        return Reading(refused=message(N_("Phần “media” của tệp JSON không đúng dạng.")))
    folders = content.get("folders", {})
    if not isinstance(folders, dict) or not all(isinstance(name, str) for name in folders.values()):
        return Reading(refused=message(N_("Phần “folders” của tệp JSON không đúng dạng.")))
    questions = tuple(_question(each, row) for row, each in enumerate(plain, start=1))
    return Reading(questions=questions, media=media, folders=folders)


def _media(plain: Any) -> dict[str, bytes]:
    return {str(name): base64.b64decode(held, validate=True) for name, held in plain.items()}


def _question(plain: Any, row: int) -> ReadQuestion:
    if not isinstance(plain, dict) or not all(isinstance(plain.get(name, ""), str) for name in _TEXTS):
        return ReadQuestion("", "", row=row, problems=(_complain(row, message(N_("Không đúng dạng."))),))
    texts = {name: plain.get(name, "") for name in _TEXTS}
    body, tags = plain.get("body"), plain.get("tags", [])
    found: list[Message] = []
    if not isinstance(tags, list) or not all(isinstance(tag, str) for tag in tags):
        found.append(message(N_("Không đúng dạng.")))
        tags = []
    if texts["kind"] not in kinds():
        found.append(message(N_("Không có loại câu hỏi “%(kind)s”."), kind=texts["kind"]))
    elif not isinstance(body, dict):
        found.append(message(N_("Không đúng dạng.")))
    else:
        found += kind_problems(texts["kind"], texts["text"], body)
    if texts["difficulty"] not in ("", "easy", "medium", "hard"):
        found.append(message(N_("“%(word)s” không phải Dễ, Trung bình hay Khó."), word=texts["difficulty"]))
    if not texts["text"].strip():
        found.append(message(N_("Chưa có nội dung câu hỏi.")))
    return ReadQuestion(
        **texts,
        body=body if isinstance(body, dict) else {},
        tags=tuple(tags),
        retired=plain.get("retired") is True,
        row=row,
        problems=tuple(_complain(row, problem) for problem in found),
    )


def _complain(row: int, what: Message) -> Message:
    return message(N_("Câu thứ %(row)d: %(what)s"), row=row, what=what)
