"""The made-up staff: the administrator who sets up, the secretary with paper and clock, the judges."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from contest.organising.definition_types import Contest, Criterion, Part, Stage
from contest.simulation.client import Page, Person, Unexpected


class Staff:
    """Whoever sets the contest up and publishes it, through the organiser's pages."""

    def __init__(self, person: Person, rules: Contest, code: str) -> None:
        self.person, self.rules, self.code = person, rules, code
        self.desk = f"/c/{code}/desk"

    def load(self, package: bytes) -> None:
        """Upload the package; every problem that the page lists is an error."""
        page = self.person.get("/contests/load")
        form = page.form(having="package")
        self.person.send(
            page,
            form,
            files={"package": ("package.zip", package, "application/zip")},
            package=None,
            code=self.code,
        )

    def judges(self) -> dict[str, str]:
        """{username: one-time password} of accounts for all judges."""
        page = self.person.get(f"{self.desk}/panels")
        sheet = self.person.send(page, page.form("/panels/accounts"))
        names, passwords = (_texts(sheet, f"@data-{kind}") for kind in ("username", "password"))
        return dict(zip(names, passwords, strict=True))

    def secretary(self, username: str) -> str:
        """Appoint a secretary; the one-time password."""
        page = self.person.get(f"{self.desk}/people")
        made = self.person.send(
            page, page.form(having="username"), username=username, name="Thư ký mô phỏng", role="secretary"
        )
        return _texts(made, "ancestor::dl[contains(@class,'credentials')] and self::dd")[-1]

    def slips(self) -> list[tuple[str, str]]:
        """(candidate number, code) of everyone's slip."""
        page = self.person.get(f"{self.desk}/slips")
        sheet = self.person.send(page, page.form(having="only"), only="all")
        numbers, codes = (_texts(sheet, f"@class='slip-{kind}'") for kind in ("number", "code"))
        return list(zip(numbers, codes, strict=True))

    def open(self, stage: Stage) -> None:
        """Give every window of a stage the next four hours; make one where the package has none."""
        zone = ZoneInfo(self.rules.timezone)
        now = datetime.now(zone)
        opens, closes = ((now + timedelta(minutes=at)).strftime("%Y-%m-%dT%H:%M") for at in (-5, 240))
        found = False
        for address in self._window_pages():
            page = self.person.get(address)
            form = page.form(having="opens_at")
            if form.fields.get("part", "").partition("/")[0] == stage.code:
                self.person.send(page, form, opens_at=opens, closes_at=closes)
                found = True
        if not found:
            page = self.person.get(f"{self.desk}/windows/new")
            self.person.send(
                page, page.form(having="opens_at"), part=stage.code, unit="", opens_at=opens, closes_at=closes
            )

    def close(self) -> None:
        """Close every window that is open."""
        while True:
            page = self.person.get(f"{self.desk}/windows")
            closing = [form for form in page.tree.forms if (form.get("action") or "").endswith("/close")]
            if not closing:
                return
            self.person.send(page, closing[0])

    def _window_pages(self) -> list[str]:
        page = self.person.get(f"{self.desk}/windows")
        return [href for href in page.links("/desk/windows/") if href.rsplit("/", 1)[-1].isdigit()]

    def draw(self, stage: Stage, units: list[str]) -> None:
        """Draw the order and, where the rules say so, the questions of every judged part, unit by unit."""
        for part in stage.parts:
            if not part.is_judged:
                continue
            for unit in units:
                for kind in ["order", *(["question"] if part.draw else [])]:
                    page = self.person.get(f"{self.desk}/draws")
                    form = page.form(having="seed")
                    self.person.send(page, form, kind=kind, part=f"{stage.code}/{part.code}", unit=unit)

    def publish(self, stage: Stage) -> list[str]:
        """Publish every list of a stage officially, ties decided by the head; the addresses of the results."""
        for _attempt in range(3):
            page = self.person.get(f"{self.desk}/results")
            ticked = [
                box.get("value")
                for form in page.tree.forms
                if (form.get("action") or "").endswith(f"/results/{stage.code}/publish-ready")
                for box in form.xpath(".//input[@name='lists']")
            ]
            if ticked:
                form = page.form(f"/results/{stage.code}/publish-ready")
                page = self.person.send(page, form, lists=ticked, kind="official")
            waiting = self._undecided(page, stage)
            if not waiting:
                break
            for address in waiting:
                self._decide(address)
        return self.published(stage)

    def published(self, stage: Stage) -> list[str]:
        """The addresses of a stage's published results."""
        page = self.person.get(f"{self.desk}/results")
        links = page.links(f"/c/{self.code}/results/{stage.code}/")
        return list(dict.fromkeys(link for link in links if link.rsplit("/", 1)[-1].isdigit()))

    def _undecided(self, page: Page, stage: Stage) -> list[str]:
        """The lists of a stage that have no official result yet."""
        section = page.tree.xpath(f"//section[@aria-labelledby='stage-{stage.code}']")[0]
        rows = section.xpath(
            ".//tbody/tr[not(.//a[contains(@href,'/c/') and contains(@href,'/results/') and not(contains(@href,'/desk/'))])]"
        )
        return [row.xpath(".//th//a/@href")[0] for row in rows]

    def _decide(self, address: str) -> None:
        """The head puts entrants with the same rank in order, by candidate number."""
        page = self.person.get(address)
        exports = page.links("/draft/csv")
        if not exports:
            raise Unexpected(f"{page.path}: {page.alerts()}")
        rows = read_standings(self.person.http.get(exports[0]).content)
        ranks: dict[tuple[str, str], list[str]] = {}
        for row in rows:
            if row["rank"]:
                ranks.setdefault((row["within"], row["rank"]), []).append(row["entrant"])
        for tied in ranks.values():
            for place, entrant in enumerate(sorted(tied), start=1):
                if len(tied) > 1:
                    page = self.person.get(address)
                    values: dict[str, Any] = {
                        "kind": "order",
                        "value": place,
                        "reason": "Mô phỏng",
                        "by": "Trưởng ban",
                    }
                    self.person.send(page, page.form(having="entrant"), entrant=entrant, **values)


def read_standings(content: bytes) -> list[dict[str, str]]:
    """The rows of a standings file."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def _texts(page: Page, condition: str) -> list[str]:
    return [" ".join(one.text_content().split()) for one in page.tree.xpath(f"//*[{condition}]")]


def mark_all(judge: Person, contest: str, stage: Stage, skill: Callable[[str], float], rng: Random) -> int:
    """A judge fills in and locks every sheet that waits for them in a stage; how many."""
    done = 0
    for address in _sheets(judge, contest, stage):
        page = judge.get(address)
        form = page.form(having="version")
        if not form.xpath(".//button[@name='lock']"):
            continue
        part, entrant = address.rstrip("/").split("/")[-2:]
        rules = stage.part(part)
        marks: dict[str, Any] = (
            {f"m-{one.code}": mark(one, skill(entrant), rng) for one in rules.criteria} if rules else {}
        )
        judge.send(page, form, lock="1", **marks)
        done += 1
    return done


def _sheets(judge: Person, contest: str, stage: Stage) -> Iterator[str]:
    page = judge.get(f"/c/{contest}/judging")
    yield from dict.fromkeys(page.links(f"/c/{contest}/judging/{stage.code}/"))


def mark(criterion: Criterion, skill: float, rng: Random) -> str:
    """A mark on the step, as a judge would write it, with a decimal comma."""
    top, step = criterion.max or Decimal(10), criterion.step or Decimal(1)
    share = Decimal(str(min(1.0, max(0.2, rng.gauss(skill, 0.07)))))
    return format((top - criterion.min) * share // step * step + criterion.min, "f").replace(".", ",")


def type_paper(
    secretary: Person, desk: str, stage: Stage, part: Part, skill: Callable[[str], float], rng: Random
) -> int:
    """The secretary types what no judge has locked on a screen; how many sheets."""
    page = secretary.get(f"{desk}/judging?stage={stage.code}&part={part.code}")
    typed = 0
    for address in dict.fromkeys(page.links(f"/desk/judging/{stage.code}/{part.code}/")):
        entrant = address.rsplit("/", 1)[-1]
        sheets = secretary.get(address)
        while True:
            open_forms = [form for form in sheets.tree.forms if form.xpath(".//button[@name='lock']")]
            if not open_forms:
                break
            form = open_forms[0]
            judge = form.fields["judge"]
            marks: dict[str, Any] = {
                f"j{judge}-{one.code}": mark(one, skill(entrant), rng) for one in part.criteria
            }
            sheets = secretary.send(sheets, form, lock="1", **marks)
            typed += 1
    return typed


def run_clock(secretary: Person, desk: str, stage: Stage, part: Part, rng: Random) -> int:
    """The secretary starts and stops the clock of each performance, and confirms a made-up length."""
    if part.time is None or part.time.maximum is None:
        return 0
    page = secretary.get(f"{desk}/judging?stage={stage.code}&part={part.code}")
    addresses = dict.fromkeys(page.links(f"/desk/clock/{stage.code}/{part.code}/"))
    for address in addresses:
        clock = secretary.get(address)
        for press in ("/start", "/stop"):
            clock = secretary.send(clock, clock.form(press))
        seconds = int(part.time.maximum) + rng.randint(-120, 90)
        secretary.send(clock, clock.form("/confirm"), seconds=seconds, reason="Mô phỏng")
    return len(addresses)
