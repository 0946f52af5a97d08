"""The verbs of setting up a contest. Each owns its transaction, unless it says that the caller commits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from contest.accounts.models import User
from contest.accounts.services import grant
from contest.kernel import audit, clock
from contest.kernel.access import Actor
from contest.kernel.db import db
from contest.kernel.errors import Invalid, Refused
from contest.kernel.forms import check_version
from contest.kernel.messages import N_, message
from contest.kernel.vietnamese import clean, fold
from contest.organising import definition, members
from contest.organising.models import Contest, Part, Stage, Window
from question_bank import states, usage
from question_bank.kinds import is_drawn
from question_bank.models import Bank, Question, Revision
from question_bank.rules import tree
from question_bank.services import add_bank


def plain_of(contest: Contest) -> dict[str, Any]:
    """A contest's rules as the plain tables of its definition file."""
    head = {
        "code": contest.code,
        "name": contest.name,
        "timezone": contest.timezone,
        "layout": contest.layout,
    }
    return {"contest": head | contest.extra, "stage": [plain_stage(stage) for stage in contest.stages]}


def definition_of(contest: Contest) -> definition.Contest:
    """A contest's rules as dataclasses, read by the same parser as a package's."""
    return definition.read_contest(plain_of(contest))[0]


def plain_stage(stage: Stage) -> dict[str, Any]:
    parts = [plain_part(part) for part in stage.parts]
    return {"code": stage.code, "name": stage.name, **stage.rules, "part": parts}


def plain_part(part: Part) -> dict[str, Any]:
    return {"code": part.code, "name": part.name, "kind": part.kind, "method": part.method, **part.rules}


# --- contests


def new_contest(code: str, name: str, layout: str, organiser: User | None) -> Contest:
    """Start an empty contest; whoever starts it organises it."""
    if db.session.scalar(select(Contest.id).where(Contest.code == code)) is not None:
        raise Invalid(message(N_("Đã có hội thi mang mã “%(code)s”. Hãy chọn mã khác."), code=code), "code")
    contest = Contest(code=code, name=clean(name), layout=layout, created_at=clock.now())
    db.session.add(contest)
    db.session.flush()
    contest.bank = add_bank(_free_bank_code(code), contest.name, organiser.id if organiser else None)
    if organiser is not None:
        grant(organiser, contest.id, "organiser")
    audit.record("contest.add", f"contest:{code}", contest_id=contest.id, after={"name": contest.name})
    db.session.commit()
    return contest


def _free_bank_code(code: str) -> str:
    taken = set(db.session.scalars(select(Bank.code).where(Bank.code.startswith(code))))
    return next(
        free for n in range(1, len(taken) + 2) if (free := code if n == 1 else f"{code}-{n}") not in taken
    )


def save_contest(contest: Contest, values: dict[str, Any]) -> None:
    """Change name, layout, timezone, bank and whether the public sees the contest.

    The bank stays once any of its questions was asked: its use and statistics, and the contest's own record, are found
    by the bank. Raises Invalid.
    """
    check_version(values["version"], contest.version)
    bank = contest.bank
    if bank is not None and values["bank_id"] != bank.id and usage.revisions(bank.id, contest.code):
        raise Invalid(
            message(
                N_(
                    "Đã có đề hoặc câu bốc thăm lấy từ ngân hàng “%(bank)s”, nên không đổi ngân hàng được nữa. Hãy nhập "
                    "thêm câu vào ngân hàng ấy và chọn theo chủ đề, hoặc lập hội thi khác."
                ),
                bank=bank.name,
            ),
            "bank_id",
        )
    keys = ("name", "layout", "timezone", "is_public", "bank_id")
    before = {key: getattr(contest, key) for key in keys}
    for key in keys:
        setattr(contest, key, values[key])
    after = {key: getattr(contest, key) for key in keys}
    audit.record("contest.save", f"contest:{contest.code}", contest_id=contest.id, before=before, after=after)
    db.session.commit()


def mine(actor: Actor) -> Sequence[Contest]:
    """The contests that an actor has a part in; all of them for an administrator."""
    contests = db.session.scalars(select(Contest).order_by(Contest.created_at.desc())).all()
    return [contest for contest in contests if actor.is_admin or actor.roles(contest.id)]


def works_only_in(user: User, contest: Contest) -> bool:
    """Whether someone works for a contest and its rehearsals without organising, and for nothing else: the contest's
    organisers may give such a person a new password."""
    own = {contest.id, *(rehearsal.id for rehearsal in members.rehearsals(contest))}
    return not user.is_admin and all(
        grant.contest_id in own and grant.role != "organiser" for grant in user.grants
    )


# --- stages and parts


def save_stage(
    contest: Contest, stage: Stage | None, plain: dict[str, Any], version: int | None, reason: str
) -> Stage:
    """Add a stage (None) or change its rules; `plain` is its table of the definition file, without parts."""
    if stage is not None:
        check_version(version, stage.version)
    _refuse_twin(contest.stages, stage, plain["code"])
    all_plain = plain_of(contest)
    before = None
    if stage is None:
        all_plain["stage"].append(plain | {"part": []})
    else:
        at = list(contest.stages).index(stage)
        before = all_plain["stage"][at]
        all_plain["stage"][at] = plain = plain | {"part": before["part"]}
    _refuse_fatal(all_plain)
    read = definition.read_stage(plain)[0]
    if stage is None:
        stage = Stage(contest=contest, position=_next_position(contest.stages))
        db.session.add(stage)
    elif before is not None:
        _need_reason(stage, definition.read_stage(before)[0], read, reason)
    stage.code, stage.name, stage.rules = read.code, read.name, definition.rules_of(read)
    audit.record(
        "stage.save",
        f"stage:{contest.code}/{stage.code}",
        contest_id=contest.id,
        before=before,
        after=plain_stage(stage),
        reason=reason or None,
    )
    db.session.commit()
    return stage


def save_part(
    stage: Stage, part: Part | None, plain: dict[str, Any], version: int | None, reason: str
) -> Part:
    """Add a part (None) or change its rules; `plain` is its table of the definition file."""
    contest = stage.contest
    if part is not None:
        check_version(version, part.version)
    _refuse_twin(stage.parts, part, plain["code"])
    all_plain = plain_of(contest)
    parts = all_plain["stage"][list(contest.stages).index(stage)]["part"]
    before = None
    if part is None:
        parts.append(plain)
    else:
        at = list(stage.parts).index(part)
        before = parts[at]
        parts[at] = plain
    _refuse_fatal(all_plain)
    read = definition.read_part(plain)[0]
    if part is None:
        part = Part(stage=stage, position=_next_position(stage.parts))
        db.session.add(part)
    elif before is not None:
        _need_reason(stage, definition.read_part(before)[0], read, reason)
    part.code, part.name, part.kind, part.method = read.code, read.name, read.kind, read.method
    part.rules = definition.rules_of(read)
    audit.record(
        "part.save",
        f"part:{contest.code}/{stage.code}/{part.code}",
        contest_id=contest.id,
        before=before,
        after=plain_part(part),
        reason=reason or None,
    )
    db.session.commit()
    return part


def remove(noun: Stage | Part) -> None:
    """Remove a stage or a part that nothing has been recorded for."""
    contest = noun.contest
    stage = noun if isinstance(noun, Stage) else noun.stage
    if has_records(stage):
        raise Refused(message(N_("Vòng thi đã có bài làm hoặc điểm nên không xóa được.")))
    kind = "stage" if isinstance(noun, Stage) else "part"
    audit.record(
        f"{kind}.remove",
        f"{kind}:{contest.code}/{noun.code}",
        contest_id=contest.id,
        before={"name": noun.name},
    )
    db.session.delete(noun)
    db.session.commit()


def has_records(stage: Stage) -> bool:
    """Whether anything has been answered, marked or typed in a stage. Asked of the rooms above, which tell us how."""
    return any(asked(stage) for asked in _record_keepers)


_record_keepers: list[Callable[[Stage], bool]] = []


def record_keeper(asked: Callable[[Stage], bool]) -> Callable[[Stage], bool]:
    """Register how a room above knows that something is recorded in a stage."""
    _record_keepers.append(asked)
    return asked


def _need_reason(
    stage: Stage,
    before: definition.Stage | definition.Part,
    after: definition.Stage | definition.Part,
    reason: str,
) -> None:
    # A name alters no result; a default that is written out is no change.
    if replace(before, name="") != replace(after, name="") and not reason and has_records(stage):
        raise Invalid(
            message(
                N_("Vòng thi đã có bài làm hoặc điểm: thay đổi này làm kết quả đổi theo. Hãy ghi lý do.")
            ),
            "reason",
        )


def _refuse_twin(others: Sequence[Stage] | Sequence[Part], own: Stage | Part | None, code: str) -> None:
    if any(other.code == code and other is not own for other in others):
        raise Invalid(message(N_("Mã “%(code)s” đã được dùng."), code=code), "code")


def _next_position(others: Sequence[Stage] | Sequence[Part]) -> int:
    return max((other.position for other in others), default=0) + 1


def _refuse_fatal(plain: dict[str, Any]) -> None:
    """Rules that can't be read, or contradict themselves, aren't stored; a contest still being set up may be incomplete."""
    wrong = [problem for problem in definition.read_contest(plain)[1] if problem.level != "warning"]
    if wrong:
        raise Invalid(wrong[0].message)


# --- windows


def save_window(contest: Contest, window: Window | None, values: dict[str, Any]) -> Window:
    """Add a window (None) or change its times.

    `values`: stage, part and unit (the latter two may be None), opens_at, closes_at, version.
    """
    if values["closes_at"] <= values["opens_at"]:
        raise Invalid(message(N_("Giờ đóng phải sau giờ mở.")), "closes_at")
    before = None
    if window is None:
        stage, part, unit = values["stage"], values["part"], values["unit"]
        if any(
            (one.part_id, one.unit_id) == (part.id if part else None, unit.id if unit else None)
            for one in members.windows(stage)
        ):
            raise Invalid(message(N_("Phần thi và đơn vị này đã có lịch. Hãy sửa lịch đang có.")), "part")
        window = Window(stage=stage, part=part, unit=unit)
        db.session.add(window)
    else:
        check_version(values["version"], window.version)
        before = _window_plain(window)
    window.opens_at, window.closes_at = values["opens_at"], values["closes_at"]
    _record_window(contest, window, "window.save", before)
    try:
        db.session.commit()
    except IntegrityError:
        db.session.rollback()
        raise Invalid(
            message(N_("Phần thi và đơn vị này đã có lịch. Hãy sửa lịch đang có.")), "part"
        ) from None
    return window


def open_now(window: Window) -> None:
    """Open at this moment a window that would open later."""
    now = clock.now()
    if window.opens_at <= now:
        raise Refused(message(N_("Lịch này đã mở rồi.")))
    before = _window_plain(window)
    # It keeps its length: whoever opens early doesn't mean to give more time.
    window.closes_at, window.opens_at = now + (window.closes_at - window.opens_at), now
    _record_window(window.stage.contest, window, "window.open", before)
    db.session.commit()


def close_now(window: Window) -> None:
    """Close an open window at this moment; what is stored stays."""
    now = clock.now()
    if not window.opens_at <= now < window.closes_at:
        raise Refused(message(N_("Lịch này không đang mở.")))
    before = _window_plain(window)
    window.closes_at = now
    _record_window(window.stage.contest, window, "window.close", before)
    db.session.commit()


def remove_window(window: Window) -> None:
    """Remove a window that has not opened yet."""
    if window.opens_at <= clock.now():
        raise Refused(message(N_("Lịch đã mở nên không xóa được; hãy đóng lại.")))
    _record_window(window.stage.contest, window, "window.remove", _window_plain(window))
    db.session.delete(window)
    db.session.commit()


def _record_window(contest: Contest, window: Window, action: str, before: dict[str, Any] | None) -> None:
    after = None if action == "window.remove" else _window_plain(window)
    audit.record(
        action,
        f"window:{contest.code}/{window.stage.code}",
        contest_id=contest.id,
        before=before,
        after=after,
    )


def _window_plain(window: Window) -> dict[str, Any]:
    return {
        "part": window.part.code if window.part else "",
        "unit": window.unit.code if window.unit else "",
        "opens_at": window.opens_at.isoformat(),
        "closes_at": window.closes_at.isoformat(),
    }


# --- questions for quizzes


def supply(part: Part) -> list[tuple[definition.QuizDraw, int]]:
    """For each line of a quiz's draw, how many questions of the bank fit it."""
    settings = definition.read_part(plain_part(part))[0].quiz
    bank = part.contest.bank
    if settings is None or bank is None:
        return []
    folders = {fold(one.topic.name): one.within for one in tree(bank.topics)}
    rows = db.session.execute(
        select(Question.topic_id, Revision.difficulty, Revision.kind)
        .select_from(Question)
        .join(Revision, states.usable(bank.approved_only))
        .where(Question.bank_id == bank.id, Question.retired_at.is_(None))
    ).all()
    return [
        (
            line,
            sum(
                is_drawn(name, line.kind)
                and (not line.topic or topic in folders.get(fold(line.topic), ()))
                and (not line.difficulty or line.difficulty == difficulty)
                for topic, difficulty, name in rows
            ),
        )
        for line in settings.draw
    ]
