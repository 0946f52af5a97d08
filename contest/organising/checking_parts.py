"""Rules of one part that can't work, contradict each other or can't be reached. PURE."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from contest.kernel.messages import N_, Message, message
from contest.organising.definition import Combine, Part, Rounding, Stage, Tier
from contest.organising.plain import is_multiple, shortest
from contest.organising.problems import Level, Path, Problem

Complaint = tuple[str, Level, Message]  # the key, how bad it is, the text


def check_part(stage: Stage, part: Part, path: Path) -> Iterator[Problem]:
    """Every problem of a part; paths begin with `path`."""
    for check in (_weight, _criteria, _combining, _time, _method, _rounding):
        for key, level, text in check(stage, part):
            yield Problem(text, level, path=(*path, *_path(key)))


def _path(key: str) -> Path:
    return tuple(int(piece) if piece.isdigit() else piece for piece in key.split(".")) if key else ()


def _weight(stage: Stage, part: Part) -> Iterator[Complaint]:
    if part.weight < 0:
        yield "weight", "error", message(N_("Hệ số (weight) không thể âm."))


def _criteria(stage: Stage, part: Part) -> Iterator[Complaint]:
    codes = [one.code for one in part.criteria]
    for at, one in enumerate(part.criteria):
        key = f"criteria.{at}"
        if one.code in codes[:at]:
            yield key, "fatal", message(N_("Mã tiêu chí “%(code)s” có hai lần."), code=one.code)
        if one.max is not None and one.max <= one.min:
            yield (
                key,
                "error",
                message(
                    N_("Tiêu chí “%(code)s”: điểm cao nhất (max) phải hơn %(min)s."),
                    code=one.code,
                    min=shortest(one.min),
                ),
            )
        if one.step is not None and one.step <= 0:
            yield (
                key,
                "error",
                message(N_("Tiêu chí “%(code)s”: bước điểm (step) phải lớn hơn 0."), code=one.code),
            )
        elif one.step is not None and one.max is not None and not is_multiple(one.max - one.min, one.step):
            yield key, "warning", message(
                N_("Tiêu chí “%(code)s”: điểm cao nhất %(max)s không nằm trên bước điểm %(step)s."),
                code=one.code, max=shortest(one.max), step=shortest(one.step),
            )  # fmt: skip
        if not one.factor:
            yield (
                key,
                "warning",
                message(N_("Tiêu chí “%(code)s” có hệ số (factor) 0 nên không được tính."), code=one.code),
            )
    if part.is_judged and not part.criteria:
        yield (
            "",
            "warning",
            message(
                N_("Phần “%(part)s” chưa có tiêu chí: mỗi giám khảo cho một điểm, không có giới hạn."),
                part=part.code,
            ),
        )


def _combining(stage: Stage, part: Part) -> Iterator[Complaint]:
    rule = part.divergence
    if rule is None:
        return
    if rule.gap <= 0:
        yield "divergence", "error", message(N_("Độ lệch (gap) phải lớn hơn 0."))
    if part.combine.over == "criterion":
        yield (
            "divergence",
            "fatal",
            message(N_("divergence so hai phiếu với nhau nên chỉ đi với over = “sheet”.")),
        )
    if part.combine.drop_highest or part.combine.drop_lowest:
        yield (
            "divergence",
            "error",
            message(N_("divergence và drop_highest, drop_lowest mâu thuẫn nhau: hãy chỉ dùng một cách.")),
        )


def _time(stage: Stage, part: Part) -> Iterator[Complaint]:
    limits = part.time
    if limits is None:
        return
    if limits.minimum is not None and limits.maximum is not None and limits.minimum > limits.maximum:
        yield "time.minimum", "error", message(N_("Thời gian tối thiểu lớn hơn tối đa."))
    if limits.over and limits.maximum is None:
        yield "time.over", "error", message(N_("Phạt quá giờ (over) cần có thời gian tối đa (maximum)."))
    if limits.under and limits.minimum is None:
        yield (
            "time.under",
            "error",
            message(N_("Phạt thiếu giờ (under) cần có thời gian tối thiểu (minimum).")),
        )
    for name, tiers in (("over", limits.over), ("under", limits.under)):
        yield from _tiers(f"time.{name}", tiers)
    for at, tier in enumerate(limits.under):
        if limits.minimum is not None and tier.after >= limits.minimum:
            yield f"time.under.{at}", "warning", message(
                N_("Mức thiếu %(after)s giây không bao giờ đến: thời gian tối thiểu là %(minimum)s giây."),
                after=shortest(tier.after), minimum=shortest(limits.minimum),
            )  # fmt: skip


def _tiers(key: str, tiers: Sequence[Tier]) -> Iterator[Complaint]:
    stop = min((tier.after for tier in tiers if tier.stop), default=None)
    for at, tier in enumerate(tiers):
        here = f"{key}.{at}"
        if tier.after < 0:
            yield here, "error", message(N_("Số giây (after) không thể âm."))
        if tier.after in [other.after for other in tiers[:at]]:
            yield (
                here,
                "error",
                message(N_("Hai mức phạt cùng từ giây thứ %(after)s."), after=shortest(tier.after)),
            )
        if tier.points > 0:
            yield here, "warning", message(
                N_("Mức phạt có điểm dương (%(points)s) nên lại cộng thêm; hãy ghi số âm nếu muốn trừ."),
                points=shortest(tier.points),
            )  # fmt: skip
        if stop is not None and tier.after > stop:
            yield here, "warning", message(
                N_("Mức sau %(after)s giây không bao giờ đến: phần thi đã dừng ở %(stop)s giây."),
                after=shortest(tier.after), stop=shortest(stop),
            )  # fmt: skip
        if any(other.after < tier.after and other.points < tier.points for other in tiers):
            yield here, "warning", message(
                N_("Mức sau %(after)s giây trừ ít hơn mức trước nó; chỉ mức đạt tới cuối cùng được tính."),
                after=shortest(tier.after),
            )  # fmt: skip


def _method(stage: Stage, part: Part) -> Iterator[Complaint]:
    """Keys that don't go with the part's method."""
    judged_only = (
        ("criteria", bool(part.criteria)),
        ("combine", part.combine != Combine()),
        ("divergence", part.divergence is not None),
    )
    others_only = (
        ("attempts", part.attempts is not None),
        ("prediction", part.prediction is not None),
    )
    idle = [key for key, there in (others_only if part.is_judged else judged_only) if there]
    if part.quiz is not None and part.method != "quiz":
        idle.append("quiz")
    for key in idle:
        yield (
            key,
            "warning",
            message(
                N_("“%(key)s” không có tác dụng khi method = “%(method)s”."), key=key, method=part.method
            ),
        )


def _rounding(stage: Stage, part: Part) -> Iterator[Complaint]:
    if part.round == Rounding() or not part.is_judged:
        return
    over_sheet = part.combine.over == "sheet"
    if part.round.sheet is not None and not over_sheet:
        yield "round", "warning", message(N_("round.sheet không có tác dụng khi over = “criterion”."))
    places = part.round.criterion
    if places is not None and over_sheet and _finer_than(part, places):
        yield (
            "round",
            "warning",
            message(
                N_(
                    "round.criterion không có tác dụng khi over = “sheet”: phiếu được cộng nguyên, rồi mới làm tròn."
                )
            ),
        )
    if part.round.total is not None:
        yield (
            "round",
            "warning",
            message(N_("round.total chỉ có tác dụng khi ghi ở vòng (stage), không ở phần thi.")),
        )


def _finer_than(part: Part, places: int) -> bool:
    """Whether mark x factor can have more decimals than `places`."""
    unit = 10**places
    return any(
        one.step is None or not is_multiple(one.step * one.factor * unit, Decimal(1)) for one in part.criteria
    )
