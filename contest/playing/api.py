"""Answers as JSON: the hot path; and the page's word that it is there, answered with the clock.

POST /play/answers/<attempt>  {"answers": [{"position": 0, "response": "2", "flagged": false, "sequence": 1}, …]}

answers with {"stored": [positions], "newer": [answers that the server has instead], "refused": [positions], "error":
text}: 200 when everything was stored, 409 when something newer was there or the question is closed, 422 for what can't
be an answer, 423 while the attempt is paused (nothing is lost: send it again later), 410 when it is over, 401 when the
session has ended or goes on elsewhere. Other sites can't write here: they can't send JSON with the cookie.

POST /play/presence/<attempt>  {"position": 3, "waiting": 0}

answers with {"now": …, "deadline": …, "paused": null or …}: the server's time, milliseconds since 1970; 410 and 401 as
above. `now` and `deadline` come with stored answers too.

POST /play/late/<attempt>  {"answers": [{… as above …, "made": milliseconds from the attempt's start}, …]}

answers with {"received": [positions], "stored": […], "refused": […], "waiting": how many wait for a decision}; 409 where
none is taken any more.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, jsonify, request, session

from contest.kernel.access import allow
from contest.kernel.errors import Forbidden, Invalid
from contest.kernel.i18n import render
from contest.kernel.messages import N_, Message, message
from contest.playing import finders, late, presence, rules, store
from contest.playing.models import Attempt
from contest.playing.policy import owns, proves_itself
from contest.playing.rescue import read_made

bp = Blueprint("playing_api", __name__)

MOST = 200  # answers of a request

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SIGNED_OUT = message(N_("Phiên đăng nhập đã hết. Hãy vào thi lại bằng phiếu."))

# What stands in the way of a whole request comes first.
_REFUSALS: dict[store.Outcome, tuple[int, Message]] = {
    "elsewhere": (
        401,
        message(
            N_("Phiên thi ở đây đã kết thúc: đồng chí đã vào thi ở thiết bị khác. Câu đã lưu vẫn được giữ.")
        ),
    ),
    "finished": (410, message(N_("Bài đã nộp, không nhận thêm câu trả lời."))),
    "late": (
        410,
        message(N_("Đã hết giờ làm bài. Câu vừa gửi không được lưu; những câu đã lưu vẫn được giữ.")),
    ),
    "paused": (
        423,
        message(N_("Bài thi đang tạm dừng. Thời gian đứng yên; câu trả lời sẽ được gửi khi tiếp tục.")),
    ),
    "unknown": (422, message(N_("Câu trả lời không khớp với bài làm. Hãy tải lại trang."))),
    "closed": (409, message(N_("Câu này đã đóng, không nhận thêm câu trả lời."))),
    "stale": (
        409,
        message(N_("Câu này đã được trả lời sau đó ở cửa sổ khác; trang hiện câu trả lời mới nhất.")),
    ),
}


def answers(attempt_id: int) -> Response | tuple[Response, int]:
    """Store answers."""
    _refuse_other_sites()
    writer = _writer()
    if writer is None:
        return jsonify(error=render(_SIGNED_OUT)), 401
    given = _read(request.get_json(silent=True))
    results = store.store(attempt_id, *writer, given)
    told: dict[str, Any] = {
        "stored": [
            one.position for one, result in zip(given, results, strict=True) if result.outcome == "stored"
        ]
    }
    for result in results:
        if result.clock:
            told |= _clock(*result.clock)
            break
    if len(told["stored"]) == len(given):
        # As `jsonify` does, without a look for the application: it is asked for thousands of times a minute.
        return Response(json.dumps(told), mimetype="application/json")
    return _refused(told, given, results)


def _refused(
    told: dict[str, Any], given: Sequence[rules.Given], results: Sequence[store.Result]
) -> tuple[Response, int]:
    outcomes = {result.outcome for result in results}
    status, text = next(refusal for outcome, refusal in _REFUSALS.items() if outcome in outcomes)
    told["refused"] = [
        one.position
        for one, result in zip(given, results, strict=True)
        if result.outcome in ("closed", "unknown")
    ]
    told["newer"] = [vars(result.kept) for result in results if result.outcome == "stale" and result.kept]
    return jsonify(told | {"error": render(text)}), status


# Not `@allow`, which would load the entrant: the statement itself asks whether the session is the attempt's.
answers.predicate = proves_itself  # type: ignore[attr-defined]
bp.post("/play/answers/<int:attempt_id>")(answers)


def here(attempt_id: int) -> Response | tuple[Response, int]:
    """The page of an attempt is there."""
    _refuse_other_sites()
    writer = _writer()
    if writer is None:
        return jsonify(error=render(_SIGNED_OUT)), 401
    told = presence.tell(attempt_id, *writer, *presence.read(request.get_json(silent=True)))
    if isinstance(told, presence.Running):
        paused = told.paused_at and milliseconds(told.paused_at)
        return jsonify(_clock(told.now, told.deadline) | {"paused": paused})
    status, text = _REFUSALS[told]
    return jsonify(error=render(text)), status


here.predicate = proves_itself  # type: ignore[attr-defined]  # as above
bp.post("/play/presence/<int:attempt_id>")(here)


@bp.post("/play/late/<int:attempt_id>")
@allow(owns, on=finders.attempt)
def come_late(attempt: Attempt) -> Response:
    """Answers that were given before the deadline and could not be sent before it."""
    _refuse_other_sites()
    sent = request.get_json(silent=True)
    names = ("position", "response", "flagged", "sequence", "made")
    made = [read_made(*(row.get(name) for name in names)) for row in _rows(sent)]
    taken = late.receive(attempt, made, "sent")
    return jsonify(vars(taken) | {"waiting": late.count(attempt)})


def milliseconds(moment: datetime) -> int:
    """A time as pages count it: since 1970."""
    return (moment - _EPOCH) // timedelta(milliseconds=1)


def _clock(now: datetime, deadline: datetime) -> dict[str, Any]:
    return {"now": milliseconds(now), "deadline": milliseconds(deadline)}


def _refuse_other_sites() -> None:
    """The endpoint takes no CSRF token, so it proves the sender by what only our own pages can send."""
    site = request.environ.get("HTTP_SEC_FETCH_SITE")
    origin = request.environ.get("HTTP_ORIGIN")
    is_ours = site == "same-origin" if site else origin is None or urlsplit(origin).netloc == request.host
    if not request.is_json or not is_ours:
        raise Forbidden(message(N_("Yêu cầu này không đến từ trang làm bài.")))


def _writer() -> tuple[int, int] | None:
    """The entrant and the session's version, as the signed cookie has them; nobody is loaded."""
    kind, _, rest = str(session.get("_user_id", "")).partition(":")
    id, _, version = rest.partition(":")
    return (int(id), int(version)) if kind == "entrant" and id.isdigit() and version.isdigit() else None


def _rows(sent: object) -> list[dict[str, object]]:
    """What a request says its answers are."""
    rows = sent.get("answers") if isinstance(sent, dict) else None
    if (
        not isinstance(rows, list)
        or not 0 < len(rows) <= MOST
        or not all(isinstance(row, dict) for row in rows)
    ):
        raise Invalid(message(N_("Câu trả lời gửi lên không đúng dạng. Hãy tải lại trang.")))
    return rows


def _read(sent: object) -> list[rules.Given]:
    """The answers of a request, by position; of several for one position the last."""
    read = [
        rules.read_given(*(row.get(key) for key in ("position", "response", "flagged", "sequence")))
        for row in _rows(sent)
    ]
    latest = {one.position: one for one in sorted(read, key=lambda one: one.sequence)}
    # In one order everywhere: two requests that lock the same rows then never wait for each other in a circle.
    return [latest[position] for position in sorted(latest)]
