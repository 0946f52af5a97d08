"""When an attempt may begin and where it stands, and what an answer may look like. PURE."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Literal, Protocol

from contest.kernel.errors import Invalid
from contest.kernel.messages import N_, message
from contest.organising.definition_types import Review
from contest.organising.rules import Moment

Reason = Literal["ok", "unscheduled", "early", "closed", "paused", "no_more"]


class Timed(Protocol):
    """An attempt's times."""

    @property
    def started_at(self) -> datetime: ...
    @property
    def deadline(self) -> datetime: ...
    @property
    def paused_at(self) -> datetime | None: ...
    @property
    def finished_at(self) -> datetime | None: ...


def may_begin(moment: Moment, made: int, limit: int | None, is_paused: bool = False) -> Reason:
    """Whether a further attempt may begin, `made` having been made. No limit on the part means one attempt."""
    if moment.state != "open":
        states: dict[str, Reason] = {"unscheduled": "unscheduled", "upcoming": "early", "closed": "closed"}
        return states[moment.state]
    if made >= (limit or 1):
        return "no_more"
    return "paused" if is_paused else "ok"


def deadline(now: datetime, seconds: int, closes_at: datetime) -> datetime:
    """The end of an attempt that begins now: its length, but never past the window. Answers count while now < deadline."""
    return min(now + timedelta(seconds=seconds), closes_at)


def is_running(attempt: Timed, now: datetime) -> bool:
    """Whether it is not over: answers are still taken, or will be once the pause is over."""
    return attempt.finished_at is None and (attempt.paused_at is not None or now < attempt.deadline)


def ended_at(attempt: Timed) -> datetime:
    """When an attempt that is over was over."""
    return min(attempt.finished_at or attempt.deadline, attempt.deadline)


@dataclass(frozen=True)
class Share:
    """How much of a question is right, from 0 to 1; `graded`: its author gave each share, so that it always counts."""

    share: Fraction
    graded: bool = False


def marked(shares: Iterable[Share], points: Decimal, partial: bool) -> Fraction:
    """The points of a paper whose questions are worth `points` each. Without `partial` a share under 1 is nothing,
    unless it was `graded`."""
    counted = [one.share for one in shares if partial or one.graded or one.share == 1]
    return sum(counted, Fraction(0)) * Fraction(points)


def reviewable(
    review: Review, is_practice: bool, is_over: bool, is_closed: bool, from_at: datetime | None, now: datetime
) -> Review:
    """What an entrant may see of their own attempt now.

    Nothing before it is over, and nothing before the embargo `from_at`. Questions and keys wait until the part is closed
    for everyone (`is_closed`: nobody sits it any more and nobody can begin), whatever the embargo says; points alone,
    where the policy shows any, wait for that only where there is no embargo. Practice has nothing to hide.
    """
    if not is_over:
        return "nothing"
    if is_practice:
        return "key"
    if from_at is not None and now < from_at:
        return "nothing"
    if is_closed:
        return review
    return "score" if from_at is not None and review in ("score", "key") else "nothing"


LONGEST = 2000  # characters of a response
NO_OPTION, TEXT = -1, 8  # below every option's index, above every option's index


@dataclass(frozen=True)
class Given:
    """An answer as it was sent: the question's place from 0, the response, the flag, and the browser's sequence."""

    position: int
    response: str
    flagged: bool
    sequence: int

    @property
    def lines(self) -> int:
        """How many lines the response has; the statement that stores it holds them against the question's fields."""
        return self.response.count("\n") + bool(self.response)

    def fits(self, order: Sequence[int]) -> bool:
        """Whether the response can be an answer to a question shown in `order` (`Kind.option_order`): what the statement
        that stores answers asks, for those that come late."""
        if not order:
            return True
        return self.lines <= -order[0] if order[0] < 0 else len(order) > self.highest

    @property
    def highest(self) -> int:
        """The highest option of the response; NO_OPTION when it is empty, TEXT when it is no rising list of options.

        The statement that stores the answer holds it against the question's number of options.
        """
        if not self.response:
            return NO_OPTION
        parts = self.response.split(",")
        if any(len(part) != 1 or not "0" <= part < str(TEXT) for part in parts) or parts != sorted(
            set(parts)
        ):
            return TEXT
        return int(parts[-1])


def _is_text(response: str) -> bool:
    """Whether every database can keep it: no NUL, no half of a surrogate pair."""
    return "\0" not in response and not any("\ud800" <= letter <= "\udfff" for letter in response)


def read_given(position: object, response: object, flagged: object, sequence: object) -> Given:
    """A checked answer from what a browser sent; raises Invalid where it can't be one."""
    if (
        type(position) is not int
        or type(sequence) is not int
        or type(flagged) is not bool
        or not isinstance(response, str)
        or not 0 <= position < 2**31
        or not 0 < sequence < 2**62
        or not _is_text(response)
    ):
        raise Invalid(message(N_("Câu trả lời gửi lên không đúng dạng. Hãy tải lại trang.")))
    if len(response) > LONGEST:
        raise Invalid(message(N_("Câu trả lời dài quá %(count)s ký tự. Hãy viết ngắn hơn."), count=LONGEST))
    return Given(position, response, flagged, sequence)
