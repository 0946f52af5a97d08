"""A second, naive reading of the package format: plain Fractions and loops, nothing shared with the product.

Written from the format's text for the tests to hold the ranking against. Slow and simple on purpose. It takes the
parsed contest.toml and lists of dicts, and gives the lines of standings.csv as dicts.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from functools import total_ordering
from typing import Any

Rows = list[dict[str, str]]
Plain = dict[str, Any]


def number(text: object) -> Fraction:
    return Fraction(str(text).replace(",", "."))


def rounded(value: Fraction, places: int | None, mode: str) -> Fraction:
    if places is None:
        return value
    scaled = abs(value) * 10**places
    whole = scaled.numerator // scaled.denominator
    rest = scaled - whole
    half = Fraction(1, 2)
    if rest > half or (rest == half and (mode == "half_up" or whole % 2)):
        whole += 1
    return Fraction(whole if value >= 0 else -whole, 10**places)


def written(value: Fraction, places: int | None) -> str:
    """Exactly `places` decimals; without, as long as it is but at most six."""
    if places is None:
        places = next((at for at in range(7) if (value * 10**at).denominator == 1), 6)
        value = rounded(value, places, "half_up")
        text = f"{Decimal(value.numerator) / Decimal(value.denominator):f}"
        return (text.rstrip("0").rstrip(".") or "0") if "." in text else text
    value = rounded(value, places, "half_up")
    whole = int(abs(value) * 10**places)
    digits = f"{whole:0{places + 1}}"
    text = f"{digits[:-places]}.{digits[-places:]}" if places else digits
    return f"-{text}" if value < 0 else text


def pick(values: list[Fraction], rule: Plain) -> Fraction | None:
    """Drop, then mean, sum or median; None where nothing is left."""
    low, high = rule.get("drop_lowest", 0), rule.get("drop_highest", 0)
    rest = sorted(values)[low : len(values) - high]
    if len(values) <= low + high:
        return None
    by = rule.get("by", "mean")
    if by == "sum":
        return sum(rest, Fraction(0))
    if by == "mean":
        return sum(rest, Fraction(0)) / len(rest)
    middle = len(rest) // 2
    return rest[middle] if len(rest) % 2 else (rest[middle - 1] + rest[middle]) / 2


class Stage:
    def __init__(
        self, plain: Plain, tables: dict[str, Rows], members: list[str], totals: dict[str, Any]
    ) -> None:
        self.plain, self.tables, self.members, self.totals = plain, tables, members, totals
        self.code = plain["code"]
        self.people = {row["code"]: row for row in tables["entrants"]}
        self.points: dict[str, dict[str, Fraction]] = {}
        self.seconds: dict[str, dict[str, Fraction]] = {}
        self.submitted: dict[str, str] = {}
        for part in plain["part"]:
            self.seconds[part["code"]] = {}
            self.points[part["code"]] = self.part(part)

    def rows(self, table: str, part: str | None = None) -> Rows:
        return [
            row
            for row in self.tables[table]
            if row["stage"] == self.code
            and row["entrant"] in self.members
            and part in (None, row.get("part"))
        ]

    def part(self, part: Plain) -> dict[str, Fraction]:
        round_ = {**self.plain.get("round", {}), **part.get("round", {})}
        mode = part.get("rounding", self.plain.get("rounding", "half_up"))
        found: dict[str, Fraction] = {}
        for entrant in self.members:
            marks = [
                row for row in self.rows("marks", part["code"]) if row["entrant"] == entrant and row["mark"]
            ]
            entries = [row for row in self.rows("points", part["code"]) if row["entrant"] == entrant]
            if part["method"] == "panel":
                value = self.judged(part, marks, round_, mode)
                if value is not None:
                    for row in entries:
                        self.seconds[part["code"]][entrant] = number(row["seconds"])
            else:
                value = self.entered(part, entrant, [row for row in entries if row["points"]])
            if value is None:
                continue
            value = rounded(value, round_.get("part"), mode)
            value += self.clock(part, self.seconds[part["code"]].get(entrant))
            for row in self.rows("decisions"):
                if row["entrant"] == entrant and row["kind"] == "penalty" and row["part"] == part["code"]:
                    value -= abs(number(row["value"]))
            found[entrant] = rounded(value, round_.get("part"), mode)
        return found

    def judged(self, part: Plain, marks: Rows, round_: Plain, mode: str) -> Fraction | None:
        rule = part.get("combine", {})
        factors = {one["code"]: Fraction(one.get("factor", 1)) for one in part["criteria"]}
        if not marks:
            return None
        if rule.get("over", "sheet") == "criterion":
            total = Fraction(0)
            for code, factor in factors.items():
                values = [number(row["mark"]) for row in marks if row["criterion"] == code]
                if not values:
                    continue
                value = pick(values, rule)
                if value is None:
                    return None
                value = rounded(value, round_.get("criterion"), mode) * factor
                total += rounded(value, round_.get("criterion"), mode)
            return total
        used = {row["criterion"] for row in marks}
        sheets = []
        for judge in {row["judge"] for row in marks}:
            own = [row for row in marks if row["judge"] == judge]
            if {row["criterion"] for row in own} != used and rule.get("by") != "sum":
                continue
            total = sum((number(row["mark"]) * factors[row["criterion"]] for row in own), Fraction(0))
            sheets.append(rounded(total, round_.get("sheet"), mode))
        return pick(sheets, rule)

    def clock(self, part: Plain, seconds: Fraction | None) -> Fraction:
        limits = part.get("time", {})
        reached = Fraction(0)
        if seconds is None:
            return reached
        for name, excess in (
            ("over", seconds - limits["maximum"] if "maximum" in limits else None),
            ("under", limits["minimum"] - seconds if "minimum" in limits else None),
        ):
            for tier in sorted(limits.get(name, []), key=lambda tier: tier["after"]):
                if excess is not None and excess > tier["after"]:
                    reached = Fraction(tier["points"])
        return reached

    def entered(self, part: Plain, entrant: str, rows: Rows) -> Fraction | None:
        if not rows:
            return None
        rule = part.get("attempts", {})
        rows = sorted(rows, key=lambda row: row["submitted"] or "~")  # stable; "~" sorts after digits
        count = rule.get("count", "best")
        if count == "best":
            top = max(number(row["points"]) for row in rows)
            best = [row for row in rows if number(row["points"]) == top]
            row = best[0] if rule.get("tie", "earlier") == "earlier" else best[-1]
        else:
            row = rows[0] if count == "first" else rows[-1]
        timed = [number(one["seconds"]) for one in (rows if count == "sum" else [row]) if one["seconds"]]
        if timed:
            self.seconds[part["code"]][entrant] = sum(timed, Fraction(0))
        if row["submitted"]:
            self.submitted[entrant] = max(self.submitted.get(entrant, ""), row["submitted"])
        if count == "sum":
            return sum((number(one["points"]) for one in rows), Fraction(0))
        return number(row["points"])

    def status(self, entrant: str) -> str:
        status = self.people[entrant]["status"] or "in"
        for row in self.rows("decisions"):
            if row["entrant"] == entrant and row["kind"] in ("withdraw", "disqualify"):
                status = {"withdraw": "withdrawn", "disqualify": "disqualified"}[row["kind"]]
        if status in ("in", "guest") and not any(entrant in points for points in self.points.values()):
            return "absent"
        return status

    def total(self, entrant: str) -> Fraction:
        value, weights = Fraction(0), Fraction(0)
        for part in self.plain["part"]:
            value += Fraction(part.get("weight", 1)) * self.points[part["code"]].get(entrant, Fraction(0))
            weights += Fraction(part.get("weight", 1))
        for carry in self.plain.get("carry", []):
            value += Fraction(carry.get("weight", 1)) * self.totals[carry["stage"]].get(entrant, Fraction(0))
            weights += Fraction(carry.get("weight", 1))
        if self.plain.get("total") == "average":
            value /= weights
        for row in self.rows("decisions"):
            if row["entrant"] == entrant and row["kind"] == "penalty" and not row["part"]:
                value -= abs(number(row["value"]))
        return rounded(value, self.plain.get("round", {}).get("total"), self.plain.get("rounding", "half_up"))

    def key(self, tie: str, entrant: str) -> Any:
        if tie.startswith("part:"):
            return -self.points[tie[5:]].get(entrant, Fraction(0))
        if tie == "duration":
            timed = [seconds for seconds in self.seconds.values() if seconds]
            known = [seconds[entrant] for seconds in timed if entrant in seconds]
            return (len(timed) - len(known), sum(known, Fraction(0)))
        if tie == "submitted":
            return self.submitted.get(entrant, "~")
        if tie == "highest_marks":
            marks = sorted(
                (
                    number(row["mark"])
                    for row in self.rows("marks")
                    if row["entrant"] == entrant and row["mark"]
                ),
                reverse=True,
            )
            return Down(marks)
        if tie == "decision":
            places = [
                number(row["value"])
                for row in self.rows("decisions")
                if row["entrant"] == entrant and row["kind"] == "order"
            ]
            return (0, places[-1]) if places else (1, Fraction(0))
        raise AssertionError(tie)

    def chain(self) -> list[str]:
        ties = list(self.plain.get("ties", []))
        return ties[: ties.index("shared")] if "shared" in ties else ties

    def ahead(self, entrant: str) -> tuple[Any, ...]:
        return (-self.total(entrant), *(self.key(tie, entrant) for tie in self.chain()))

    def scope(self, within: str) -> Callable[[str], str]:
        return lambda entrant: "" if within == "contest" else self.people[entrant][within]

    def standings(self, contest: Plain) -> list[dict[str, str]]:
        within = self.scope(self.plain.get("rank_within", "contest"))
        status = {entrant: self.status(entrant) for entrant in self.members}
        ahead = {entrant: self.ahead(entrant) for entrant in self.members if status[entrant] == "in"}
        promoted, self.to = self.promotion(contest, ahead)
        lines = []
        after = ["in", "guest", "withdrawn", "disqualified", "absent"]
        for group in sorted({within(entrant) for entrant in self.members}):
            listed = [entrant for entrant in self.members if within(entrant) == group]
            ranked = sorted(
                (entrant for entrant in listed if entrant in ahead), key=lambda one: (ahead[one], one)
            )
            rank = {one: 1 + sum(ahead[other] < ahead[one] for other in ranked) for one in ranked}
            awards = self.awards(ranked, rank)
            others = sorted(
                (entrant for entrant in listed if entrant not in ahead),
                key=lambda one: (
                    after.index(status[one]), 0 if status[one] == "absent" else -self.total(one), one
                ),
            )  # fmt: skip
            for entrant in ranked + others:
                there = status[entrant] != "absent"
                person = self.people[entrant]
                line = {
                    "stage": self.code, "within": group, "rank": str(rank.get(entrant, "")), "entrant": entrant,
                    "name": person["name"], "unit": person["unit"], "group": person["group"],
                    "total": written(self.total(entrant), self.plain.get("round", {}).get("total")) if there else "",
                    "promoted": promoted.get(entrant, ""), "award": awards.get(entrant, ""), "title": "",
                    "decided_by": self.decided(entrant, ranked, ahead) if entrant in ahead else "",
                }  # fmt: skip
                for part in self.plain["part"]:
                    places = {**self.plain.get("round", {}), **part.get("round", {})}.get("part")
                    value = self.points[part["code"]].get(entrant, Fraction(0))
                    line[part["code"]] = written(value, places) if there else ""
                lines.append(line)
        return lines

    def decided(self, entrant: str, ranked: list[str], ahead: dict[str, Any]) -> str:
        same = [one for one in ranked if ahead[one][0] == ahead[entrant][0]]
        above = [one for one in same if ahead[one] < ahead[entrant]]
        below = [one for one in same if ahead[one] > ahead[entrant]]
        other = above[-1] if above else below[0] if below else None
        if other is not None:
            return next(
                tie for tie, mine, theirs in zip(self.chain(), ahead[entrant][1:], ahead[other][1:], strict=True)
                if mine != theirs
            )  # fmt: skip
        return "shared" if len(same) > 1 else ""

    def awards(self, ranked: list[str], rank: dict[str, int]) -> dict[str, str]:
        given: dict[str, str] = {}
        waiting, debt = list(ranked), 0
        for award in self.plain.get("awards", []):
            room = max(0, award["count"] - debt)
            debt = max(0, debt - award["count"])
            winners = [
                one for one in waiting[:room] if self.total(one) >= Fraction(award.get("minimum", -(10**9)))
            ]
            if winners and len(winners) == room:
                winners += [one for one in waiting[room:] if rank[one] == rank[winners[-1]]]
            debt += max(0, len(winners) - room)
            for one in winners:
                given[one] = award["name"]
                waiting.remove(one)
        return given

    def promotion(self, contest: Plain, ahead: dict[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
        state: dict[str, str] = {}
        to: dict[str, str] = {}
        waived = {row["entrant"] for row in self.rows("decisions") if row["kind"] == "waive"}
        for rule in self.plain.get("promote", []):
            scope = self.scope(rule.get("within", self.plain.get("rank_within", "contest")))
            cut = rule.get("cut_ties", "decision")
            free = [one for one in ahead if one not in waived and state.get(one) != "yes"]
            for group in {scope(one) for one in free}:
                key = {
                    one: ahead[one] if cut != "decision" else (*ahead[one], self.key("decision", one))
                    for one in free
                }
                line = sorted((one for one in free if scope(one) == group), key=lambda one: (key[one], one))
                going = line[: rule["best"]]
                rest = line[rule["best"] :]
                if going and rest and key[going[-1]] == key[rest[0]]:
                    tied = [one for one in line if key[one] == key[rest[0]]]
                    going = [one for one in going if one not in tied]
                    if cut == "all":
                        going += tied
                    rest = [one for one in line if one not in going]
                    if cut == "decision":
                        rest = []
                for one in going:
                    state[one], to[one] = "yes", rule["to"]
                reserves = rest[: rule.get("reserves", 0)]
                if reserves:
                    reserves = [one for one in rest if ahead[one] <= ahead[reserves[-1]]]
                for one in reserves:
                    state[one] = "reserve"
        return state, to


@total_ordering
class Down:
    """Compares lists so that the one with more of the highest comes first."""

    def __init__(self, marks: list[Fraction]) -> None:
        self.marks = marks

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Down) and self.marks == other.marks

    def __hash__(self) -> int:
        return hash(tuple(self.marks))

    def __lt__(self, other: Down) -> bool:
        for mine, theirs in zip(self.marks, other.marks, strict=False):
            if mine != theirs:
                return mine > theirs
        return len(self.marks) > len(other.marks)


def standings(contest: Plain, tables: dict[str, Rows]) -> list[dict[str, str]]:
    """The lines of standings.csv."""
    lines, totals, into = [], {}, {}
    first = contest["stage"][0]["code"]
    for plain in contest["stage"]:
        members = [
            row["code"] for row in tables["entrants"]
            if (row["status"] != "reserve" and (row["stage"] or first) == plain["code"])
            or row["code"] in into.get(plain["code"], ())
        ]  # fmt: skip
        stage = Stage(plain, tables, members, totals)
        found = stage.standings(contest)
        lines += found
        totals[plain["code"]] = {one: stage.total(one) for one in members if stage.status(one) != "absent"}
        for line in found:
            if line["promoted"] == "yes":
                into.setdefault(stage.to[line["entrant"]], []).append(line["entrant"])
    return lines
