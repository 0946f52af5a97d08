"""What goes wrong by the rules: shown to the person, never a trace. PURE."""

from __future__ import annotations

from contest.kernel.messages import N_, Message, message


class Refused(Exception):
    """A verb was refused. `message` says what is wrong and how to mend it.

    `field` names the form field that it belongs to, if there is one.
    """

    status = 409

    def __init__(self, message: Message, field: str | None = None) -> None:
        super().__init__(str(message))
        self.message = message
        self.field = field


class Invalid(Refused):
    """The input itself is wrong (HTTP 422)."""

    status = 422


class Forbidden(Refused):
    """The person may not do this (HTTP 403)."""

    status = 403


class NotFound(Refused):
    """There is no such thing, or not for this person (HTTP 404)."""

    status = 404


class Unavailable(Refused):
    """The database does not answer: nothing was stored, and trying again later may help (HTTP 503)."""

    status = 503

    def __init__(self) -> None:
        super().__init__(
            message(N_("Máy chủ dữ liệu chưa trả lời nên chưa lưu được. Hãy đợi một lát rồi thử lại."))
        )
