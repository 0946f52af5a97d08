"""Rules that can't work, contradict each other or can't be reached. PURE.

Each check yields problems whose path leads to the key in contest.toml.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from zoneinfo import ZoneInfo

from contest.kernel.messages import N_, Message, message
from contest.kernel.vietnamese import fold
from contest.organising.checking_parts import check_part
from contest.organising.definition import Contest, Stage, Title
from contest.organising.definition_types import QuizDraw, QuizSettings
from contest.organising.plain import shortest
from contest.organising.problems import Level, Path, Problem

# Columns of standings.csv: a part with such a code could not be told apart.
TAKEN = (
    "stage", "within", "rank", "entrant", "name", "unit", "group", "total",
    "promoted", "award", "title", "decided_by",
)  # fmt: skip


def check_rules(contest: Contest) -> list[Problem]:
    """Every problem of the rules, in their order."""
    return list(_contest(contest))


def repeated(codes: Iterable[str]) -> list[int]:
    """Where a code comes again."""
    seen: set[str] = set()
    again = []
    for at, code in enumerate(codes):
        if code in seen:
            again.append(at)
        seen.add(code)
    return again


def _contest(contest: Contest) -> Iterator[Problem]:
    if not contest.stages:
        yield Problem(message(N_("Hội thi chưa có vòng nào ([[stage]]).")), "fatal", path=("contest",))
    try:
        ZoneInfo(contest.timezone)
    except (KeyError, ValueError, OSError):
        text = message(N_("Không có múi giờ “%(zone)s”."), zone=contest.timezone)
        yield Problem(text, "fatal", path=("contest", "timezone"))
    for at in repeated(stage.code for stage in contest.stages):
        text = message(N_("Mã vòng “%(code)s” có hai lần."), code=contest.stages[at].code)
        yield Problem(text, "fatal", path=("stage", at, "code"))
    for at, stage in enumerate(contest.stages):
        path: Path = ("stage", at)
        yield from _parts(stage, path)
        yield from _ties(stage, path)
        yield from _total(contest, stage, path)
        yield from _promotion(contest, stage, path)
        yield from _awards(stage, path)
        yield from _titles(stage, path)
    yield from _practice(contest)


def _practice(contest: Contest) -> Iterator[Problem]:
    """Practice follows each answer with its key: what it draws should be drawn by no quiz that counts."""
    parts = [
        (("stage", at, "part", number), part)
        for at, stage in enumerate(contest.stages)
        for number, part in enumerate(stage.parts)
    ]
    for path, part in parts:
        if not part.is_practice:
            continue
        for _path, other in parts:
            if other.quiz and not other.is_practice and _meet(part.quiz, other.quiz):
                text = N_(
                    "Phần luyện tập này cho xem đáp án, mà phần “%(part)s” có thể rút cùng những câu ấy. "
                    "Hãy dành chủ đề riêng cho luyện tập, nếu không phải cố ý."
                )
                yield Problem(message(text, part=other.code), "warning", path=(*path, "quiz", "draw"))


def _meet(one: QuizSettings | None, other: QuizSettings) -> bool:
    """Whether two blueprints may draw the same question."""
    return one is not None and any(
        all(not a or not b or a == b for a, b in zip(_narrows(here), _narrows(there), strict=True))
        for here in one.draw
        for there in other.draw
    )


def _narrows(line: QuizDraw) -> tuple[str, str, str]:
    return fold(line.topic), line.difficulty, line.kind


def _parts(stage: Stage, path: Path) -> Iterator[Problem]:
    if not stage.parts and not stage.carry:
        text = message(N_("Vòng “%(stage)s” chưa có phần thi nào ([[stage.part]])."), stage=stage.code)
        yield Problem(text, "error", path=path)
    for at in repeated(part.code for part in stage.parts):
        text = message(N_("Mã phần thi “%(code)s” có hai lần trong vòng."), code=stage.parts[at].code)
        yield Problem(text, "fatal", path=(*path, "part", at, "code"))
    for at, part in enumerate(stage.parts):
        if part.code in TAKEN:
            text = message(
                N_("Mã phần thi không thể là “%(code)s”: đó là tên một cột của bảng kết quả."), code=part.code
            )
            yield Problem(text, "error", path=(*path, "part", at, "code"))
        yield from check_part(stage, part, (*path, "part", at))


def _ties(stage: Stage, path: Path) -> Iterator[Problem]:
    where = (*path, "ties")
    rules = [str(tie) for tie in stage.ties]
    for tie in stage.ties:
        if tie.rule == "part" and stage.part(tie.part) is None:
            text = message(
                N_("Quy tắc “%(tie)s”: vòng này không có phần thi “%(part)s”."), tie=tie, part=tie.part
            )
            yield Problem(text, "fatal", path=where)
    if "shared" in rules:
        for late in rules[rules.index("shared") + 1 :]:
            text = message(
                N_("Quy tắc “%(tie)s” đứng sau “shared” nên không bao giờ được dùng đến."), tie=late
            )
            yield Problem(text, "warning", path=where)
    for at in repeated(rules):
        text = message(N_("Quy tắc “%(tie)s” có hai lần."), tie=rules[at])
        yield Problem(text, "warning", path=where)
    if all(part.is_judged for part in stage.parts):
        for idle in ("submitted", "prediction"):
            if idle in rules:
                text = message(
                    N_("Quy tắc “%(tie)s” không có tác dụng: mọi phần thi ở vòng này do giám khảo chấm."),
                    tie=idle,
                )
                yield Problem(text, "warning", path=where)


def _total(contest: Contest, stage: Stage, path: Path) -> Iterator[Problem]:
    weights = [part.weight for part in stage.parts] + [carry.weight for carry in stage.carry]
    if stage.total == "average" and not sum(weights):
        text = message(N_("Không lấy trung bình được: tổng các hệ số (weight) bằng 0."))
        yield Problem(text, "fatal", path=(*path, "total"))
    earlier = [other.code for other in contest.stages[: contest.stages.index(stage)]]
    for at, carry in enumerate(stage.carry):
        where = (*path, "carry", at)
        if carry.stage not in earlier:
            text = message(
                N_("Không mang điểm từ vòng “%(stage)s” sang được: phải là một vòng trước."),
                stage=carry.stage,
            )
            yield Problem(text, "fatal", path=where)
        if carry.weight < 0:
            yield Problem(message(N_("Hệ số (weight) không thể âm.")), "error", path=where)
    for at in repeated(carry.stage for carry in stage.carry):
        text = message(N_("Điểm vòng “%(stage)s” được mang sang hai lần."), stage=stage.carry[at].stage)
        yield Problem(text, "error", path=(*path, "carry", at))


def _promotion(contest: Contest, stage: Stage, path: Path) -> Iterator[Problem]:
    later = contest.stages[contest.stages.index(stage) + 1 :]
    for at, rule in enumerate(stage.promote):
        where = (*path, "promote", at)
        if contest.target(stage, rule) not in later:
            text = (
                message(N_("Không chọn vào vòng “%(to)s” được: phải là một vòng sau."), to=rule.to)
                if rule.to
                else message(N_("Không có vòng sau để chọn vào; hãy ghi “to”."))
            )
            yield Problem(text, "fatal", path=where)
        chain = [tie.rule for tie in stage.tie_chain]
        if rule.cut_ties == "decision" and "name" in chain:
            text = message(
                N_("cut_ties = “decision” không bao giờ được dùng đến: “name” trong ties đã xếp hết thứ tự.")
            )
            yield Problem(text, "warning", path=where)


def _awards(stage: Stage, path: Path) -> Iterator[Problem]:
    settled = {"decision", "name"} & {tie.rule for tie in stage.tie_chain}
    lowest: Decimal | None = None
    endless = ""
    for at, award in enumerate(stage.awards):
        where = (*path, "awards", at)
        if award.count == 0:
            text = message(N_("“%(award)s” có số lượng 0 nên không ai được."), award=award.name)
            yield Problem(text, "warning", path=where)
        if endless:
            text = message(
                N_("“%(award)s” không bao giờ được trao: “%(before)s” không giới hạn số lượng và điểm tối thiểu."),
                award=award.name, before=endless,
            )  # fmt: skip
            yield Problem(text, "warning", path=where)
        if award.minimum is not None:
            if lowest is not None and award.minimum > lowest:
                text = message(
                    N_("“%(award)s” đòi %(minimum)s điểm, cao hơn giải đứng trước (%(before)s)."),
                    award=award.name, minimum=shortest(award.minimum), before=shortest(lowest),
                )  # fmt: skip
                yield Problem(text, "warning", path=where)
            lowest = award.minimum
        if award.count and not settled:
            text = message(
                N_(
                    "Số lượng “%(award)s” (%(count)s) có thể bị vượt khi bằng điểm: ties kết thúc bằng đồng hạng. "
                    "Hãy thêm “decision” nếu trưởng ban sẽ quyết định."
                ),
                award=award.name, count=award.count,
            )  # fmt: skip
            yield Problem(text, "warning", path=where)
        if award.count is None and award.minimum is None:
            endless = award.name


def _titles(stage: Stage, path: Path) -> Iterator[Problem]:
    for at, title in enumerate(stage.titles):
        where = (*path, "titles", at)
        if not title.when:
            text = message(N_("“%(title)s” không có điều kiện (when) nên ai cũng được."), title=title.name)
            yield Problem(text, "warning", path=where)
        yield from (Problem(text, level, path=where) for level, text in _conditions(stage, title))
    for at in repeated(" ".join(sorted(map(str, title.when))) for title in stage.titles):
        text = message(
            N_("“%(title)s” không bao giờ được trao: một danh hiệu đứng trước có cùng điều kiện."),
            title=stage.titles[at].name,
        )
        yield Problem(text, "warning", path=(*path, "titles", at))


def _conditions(stage: Stage, title: Title) -> Iterator[tuple[Level, Message]]:
    for condition in title.when:
        part = stage.part(condition.code)
        if condition.of == "part" and part is None:
            yield (
                "fatal",
                message(
                    N_("“%(title)s”: vòng này không có phần thi “%(part)s”."),
                    title=title.name,
                    part=condition.code,
                ),
            )
        top = part.max_points if condition.of == "part" and part else None
        if condition.of == "total":
            top = highest_total(stage)
        if top is not None and condition.sign in (">", ">=", "==") and condition.value > top:
            yield "warning", message(
                N_("“%(title)s”: điều kiện “%(condition)s” không ai đạt được, điểm cao nhất là %(top)s."),
                title=title.name, condition=condition, top=shortest(top),
            )  # fmt: skip


def highest_total(stage: Stage) -> Decimal | None:
    """The most that a stage's total can be; None where the rules don't tell."""
    tops = [part.max_points for part in stage.parts]
    known = [top * part.weight for top, part in zip(tops, stage.parts, strict=True) if top is not None]
    if not tops or len(known) < len(tops) or any(carry.weight for carry in stage.carry):
        return None
    weights = sum((part.weight for part in stage.parts), Decimal(0))
    weights += sum((carry.weight for carry in stage.carry), Decimal(0))
    total = sum(known, Decimal(0))
    return total / weights if stage.total == "average" and weights else total
