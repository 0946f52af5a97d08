"""Answers as JSON: the hot path, and the page's question for the time that is left.

POST /play/answers/<attempt>  {"answers": [{"position": 0, "response": "2", "flagged": false, "sequence": 1}, …]}

answers with {"stored": [positions], "newer": [answers that the server has instead], "error": text}: 200 when everything
was stored, 409 when something newer was there, 422 for what can't be an answer, 410 when the attempt is over, 401 when
the session has ended or goes on elsewhere. Other sites can't write here: they can't send JSON with the cookie.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, jsonify, request, session

from contest.kernel import clock
from contest.kernel.access import allow
from contest.kernel.errors import Forbidden, Invalid
from contest.kernel.i18n import render
from contest.kernel.messages import N_, Message, message
from contest.playing import finders, rules, store
from contest.playing.models import Attempt
from contest.playing.policy import owns, proves_itself

bp = Blueprint("playing_api", __name__)

MOST = 200  # answers of a request

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
        return jsonify(error=render(message(N_("Phiên đăng nhập đã hết. Hãy vào thi lại bằng phiếu.")))), 401
    given = _read(request.get_json(silent=True))
    results = store.store(attempt_id, *writer, given)
    told: dict[str, Any] = {
        "stored": [
            one.position for one, result in zip(given, results, strict=True) if result.outcome == "stored"
        ]
    }
    if len(told["stored"]) == len(given):
        return jsonify(told)
    return _refused(told, results)


def _refused(told: dict[str, Any], results: Sequence[store.Result]) -> tuple[Response, int]:
    outcomes = {result.outcome for result in results}
    status, text = next(refusal for outcome, refusal in _REFUSALS.items() if outcome in outcomes)
    told["newer"] = [vars(result.kept) for result in results if result.outcome == "stale" and result.kept]
    return jsonify(told | {"error": render(text)}), status


# Not `@allow`, which would load the entrant: the statement itself asks whether the session is the attempt's.
answers.predicate = proves_itself  # type: ignore[attr-defined]
bp.post("/play/answers/<int:attempt_id>")(answers)


@bp.get("/play/answers/<int:attempt_id>")
@allow(owns, on=finders.attempt)
def remaining(attempt: Attempt) -> tuple[Response, int]:
    """The milliseconds that are left: {"remaining": 61000}; 410 once the attempt is over."""
    now = clock.now()
    if not rules.is_running(attempt, now):
        outcome: store.Outcome = "finished" if attempt.finished_at else "late"
        return jsonify(error=render(_REFUSALS[outcome][1])), 410
    answer = jsonify(remaining=int((attempt.deadline - now).total_seconds() * 1000))
    answer.cache_control.no_store = True
    return answer, 200


def _refuse_other_sites() -> None:
    """The endpoint takes no CSRF token, so it proves the sender by what only our own pages can send."""
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    is_ours = site == "same-origin" if site else origin is None or urlsplit(origin).netloc == request.host
    if not request.is_json or not is_ours:
        raise Forbidden(message(N_("Yêu cầu này không đến từ trang làm bài.")))


def _writer() -> tuple[int, int] | None:
    """The entrant and the session's version, as the signed cookie has them; nobody is loaded."""
    kind, _, rest = str(session.get("_user_id", "")).partition(":")
    id, _, version = rest.partition(":")
    return (int(id), int(version)) if kind == "entrant" and id.isdigit() and version.isdigit() else None


def _read(sent: object) -> list[rules.Given]:
    """The answers of a request, by position; of several for one position the last."""
    rows = sent.get("answers") if isinstance(sent, dict) else None
    if (
        not isinstance(rows, list)
        or not 0 < len(rows) <= MOST
        or not all(isinstance(row, dict) for row in rows)
    ):
        raise Invalid(message(N_("Câu trả lời gửi lên không đúng dạng. Hãy tải lại trang.")))
    read = [
        rules.read_given(*(row.get(key) for key in ("position", "response", "flagged", "sequence")))
        for row in rows
    ]
    latest = {one.position: one for one in sorted(read, key=lambda one: one.sequence)}
    # In one order everywhere: two requests that lock the same rows then never wait for each other in a circle.
    return [latest[position] for position in sorted(latest)]
