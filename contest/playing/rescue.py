"""Answers that left a device without a network, as signed text: in a file, or as QR codes. PURE.

A text is one line, whole in itself; a file has any number of them, a QR code one:

    HOITHI1 <attempt> <HMAC-SHA256 in hex of "HOITHI1 <attempt> <rows>"> <rows>

`rows` is JSON: [[position from 0, response, 0 or 1 for the flag, sequence, milliseconds from the attempt's start], …].
The key is the attempt's own; the server puts it in its page (`static/js/playing/rescue.js` signs). So a text tells which
attempt it is of and that nothing was altered on its way. Whether it counts, a person decides.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass

from contest.kernel.errors import Invalid, Refused
from contest.kernel.messages import N_, message
from contest.playing.rules import Given, read_given

MARK = "HOITHI1"
LONGEST = 10**10  # milliseconds: no attempt lasts for months


@dataclass(frozen=True)
class Made:
    """An answer, and when it was given: milliseconds from the attempt's start, as its page counted them."""

    given: Given
    made_ms: int


@dataclass(frozen=True)
class Text:
    """What a signed text holds."""

    attempt_id: int
    answers: tuple[Made, ...]


def key(secret: str, attempt_id: int, seed: str) -> str:
    """The key of an attempt, in hex. The seed makes it another one where a database was begun anew."""
    return hmac.new(secret.encode(), f"rescue:{attempt_id}:{seed}".encode(), hashlib.sha256).hexdigest()


def read_made(position: object, response: object, flagged: object, sequence: object, made_ms: object) -> Made:
    """A checked answer with its time; raises Invalid."""
    if type(made_ms) is not int or not 0 <= made_ms < LONGEST:
        raise Invalid(message(N_("Câu trả lời gửi lên không đúng dạng. Hãy tải lại trang.")))
    return Made(read_given(position, response, flagged, sequence), made_ms)


def sign(attempt_key: str, attempt_id: int, rows: str) -> str:
    """A signed text: what the page makes, too."""
    head = f"{MARK} {attempt_id}"
    code = hmac.new(attempt_key.encode(), f"{head} {rows}".encode(), hashlib.sha256).hexdigest()
    return f"{head} {code} {rows}"


def read(text: str, key_of: Callable[[int], str | None]) -> list[Text]:
    """The texts of a file, or of one code. `key_of` gives an attempt's key, None where there is no such attempt.

    Raises Invalid, naming the line.
    """
    lines = [(at, line.strip()) for at, line in enumerate(text.lstrip("\ufeff").splitlines(), 1)]
    found = [_read_line(at, line, key_of) for at, line in lines if line]
    if not found:
        raise Invalid(message(N_("Tệp hoặc mã này không có câu trả lời nào.")))
    return found


def _read_line(at: int, line: str, key_of: Callable[[int], str | None]) -> Text:
    mark, _, rest = line.partition(" ")
    number, _, rest = rest.partition(" ")
    _code, _, rows = rest.partition(" ")
    is_number = number.isascii() and number.isdigit() and len(number) < 16
    if mark != MARK or not is_number or not rows:
        raise Invalid(
            message(
                N_(
                    "Dòng %(line)s không phải câu trả lời do trang làm bài lưu lại. Hãy đưa nguyên tệp, hoặc quét lại mã."
                ),
                line=at,
            )
        )
    attempt_id = int(number)
    attempt_key = key_of(attempt_id)
    if attempt_key is None:
        raise Invalid(
            message(
                N_("Dòng %(line)s là của một bài làm không có ở đây. Hãy kiểm tra lại cuộc thi."), line=at
            )
        )
    if not hmac.compare_digest(sign(attempt_key, attempt_id, rows).encode(), line.encode()):
        raise Invalid(
            message(
                N_("Dòng %(line)s đã bị thay đổi hoặc thiếu chữ. Hãy lấy lại từ máy của thí sinh."), line=at
            )
        )
    try:
        answers = tuple(_read_row(row) for row in json.loads(rows))
    except (ValueError, TypeError, Refused) as problem:
        raise Invalid(message(N_("Dòng %(line)s có câu trả lời không đúng dạng."), line=at)) from problem
    return Text(attempt_id, answers)


def _read_row(row: object) -> Made:
    if not isinstance(row, list) or len(row) != 5 or row[2] not in (0, 1):
        raise ValueError
    position, response, flagged, sequence, made_ms = row
    return read_made(position, response, bool(flagged), sequence, made_ms)
