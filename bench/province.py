"""A province's evening, on this machine: an opening burst, then thousands who answer.

    .venv/bin/python bench/province.py opening [--people 2000] [--others 500] [--seconds 60]
    .venv/bin/python bench/province.py steady [--people 5000] [--seconds 300] [--every 20]
    … [--database sqlite|postgresql]

opening: people come in with their slips within so many seconds (when each comes is drawn), open the quiz and begin, while
others answer; steady: people answer, each every so many seconds. The server runs as `contest serve` starts it, on the same
machine as the database and this script. Every answer but the expected one is a failure, and is printed.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import sys
import tempfile
import time
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import flask_migrate  # noqa: E402 - the project's root has to be on the path first

from bench.answers import SECRET, cookie, serve  # noqa: E402
from bench.people import Browser, Measured  # noqa: E402
from contest.app import create_app  # noqa: E402
from contest.kernel import clock  # noqa: E402
from contest.kernel.db import db  # noqa: E402
from contest.kernel.vietnamese import fold, name_key  # noqa: E402
from contest.organising import slips  # noqa: E402
from contest.organising.models import Contest, Entrant, Part, Stage, Unit, Window  # noqa: E402
from contest.playing import services  # noqa: E402
from question_bank import services as bank  # noqa: E402
from question_bank.exchange.questions import Reading, ReadQuestion  # noqa: E402
from tests.support.postgres import cluster  # noqa: E402

QUESTIONS = 20
PLAY = "/c/do/play/v/p"


def prepare(
    url: str, folder: Path, coming: int, sitting: int
) -> tuple[list[tuple[str, str]], list[tuple[int, str]]]:
    """A quiz that is open, for people who come with slips (number, code) and for people who sit it already (attempt,
    cookie)."""
    app = create_app({"INSTANCE": str(folder), "SQLALCHEMY_DATABASE_URI": url, "SECRET_KEY": SECRET})
    with app.app_context():
        flask_migrate.upgrade()
        now = clock.now()
        held = bank.start_bank("do", "Ngân hàng", None)
        options = [{"text": f"Phương án {letter} của câu hỏi này", "locked": False} for letter in "ABCD"]
        bank.import_questions(
            held,
            [
                ReadQuestion(
                    "single_choice",
                    f"Câu hỏi số {number}: đồng chí chọn phương án nào sau đây là đúng nhất?",
                    {"options": options, "key": [number % 4]},
                    code=str(number),
                )
                for number in range(QUESTIONS * 10)
            ],
            "do.xlsx",
            Reading(),
        )
        contest = Contest(code="do", name="Đo tốc độ", created_at=now, extra={}, bank=held)
        stage = Stage(contest=contest, code="v", name="Vòng", rules={})
        part = Part(stage=stage, code="p", name="Phần", kind="other", method="quiz")
        part.rules = {"quiz": {"seconds": 7200, "draw": [{"count": QUESTIONS}]}}
        window = Window(stage=stage, opens_at=now - timedelta(hours=1), closes_at=now + timedelta(days=1))
        units = [Unit(contest=contest, code=f"x{number}", name=f"Xã {number}") for number in range(124)]
        entrants = []
        for number in range(coming + sitting):
            name = f"Nguyễn Văn {number}"
            entrant = Entrant(contest=contest, code=f"{number:05}", name=name, unit=units[number % 124])
            entrant.sort_key, entrant.search = name_key(name), fold(name)
            entrants.append(entrant)
        db.session.add_all([contest, window, *entrants])
        db.session.commit()
        codes = [(slip.entrant.code, slip.code) for slip in slips.issue(contest, entrants[:coming])]
        sat = [(services.begin(entrant, part).id, cookie(app, entrant)) for entrant in entrants[coming:]]
        db.session.remove()
        db.engine.dispose()
    return codes, sat


async def come_in(browser: Browser, number: str, code: str) -> None:
    """From the slip to the paper."""
    page = await browser.page("enter", "/enter?c=do")
    home = await browser.send("sign in", "/enter", page, contest="do", number=number, code=code)
    await browser.page("home", home)
    page = await browser.page("start", PLAY)
    paper = await browser.send("begin", PLAY, page)
    await browser.page("paper", paper)


async def answer(browser: Browser, attempt: int, sequence: int) -> None:
    """One answer."""
    given = {
        "position": sequence % QUESTIONS,
        "response": str(sequence % 4),
        "flagged": False,
        "sequence": sequence,
    }
    status, _, content = await browser.ask(
        "answer", "POST", f"/play/answers/{attempt}", json.dumps({"answers": [given]}).encode(),
        "application/json", "application/json",
    )  # fmt: skip
    if status != 200:
        raise RuntimeError(f"answer: {status} {content[:200]!r}")


async def answering(browser: Browser, attempt: int, every: float, until: float, rng: random.Random) -> None:
    """Answers every so many seconds, from a moment of one's own on."""
    await asyncio.sleep(rng.random() * every)
    sequence = 1
    while time.perf_counter() < until:
        due = time.perf_counter() + every
        await answer(browser, attempt, sequence)
        sequence += 1
        await asyncio.sleep(max(0, due - time.perf_counter()))


async def opening(
    port: int, codes: list[tuple[str, str]], sat: list[tuple[int, str]], seconds: float
) -> Measured:
    """Everyone comes at a moment of their own, while others answer until the last one is in."""
    measured, rng = Measured(), random.Random("opening")
    others = [Browser(port, measured, {"session": held}) for _, held in sat]
    until = time.perf_counter() + seconds
    tasks = [
        asyncio.create_task(_told(measured, answering(browser, attempt, 20, until, rng)))
        for browser, (attempt, _) in zip(others, sat, strict=True)
    ]

    async def one(number: str, code: str) -> None:
        # Who comes in the last second can't have begun within it.
        await asyncio.sleep(rng.random() * (seconds - 1))
        browser = Browser(port, measured)
        await _told(measured, come_in(browser, number, code))
        await browser.close()

    started = time.perf_counter()
    await asyncio.gather(*[one(number, code) for number, code in codes])
    print(f"  everyone was in after {time.perf_counter() - started:.1f} s")
    await asyncio.gather(*tasks)
    return measured


async def steady(port: int, sat: list[tuple[int, str]], seconds: float, every: float) -> Measured:
    """People who answer."""
    measured, rng = Measured(), random.Random("steady")
    until = time.perf_counter() + seconds
    people = [Browser(port, measured, {"session": held}) for _, held in sat]
    await asyncio.gather(
        *[
            _told(measured, answering(browser, attempt, every, until, rng))
            for browser, (attempt, _) in zip(people, sat, strict=True)
        ]
    )
    return measured


async def _told(measured: Measured, work: object) -> None:
    try:
        await work  # type: ignore[misc]
    except (OSError, RuntimeError, asyncio.IncompleteReadError) as problem:
        measured.failures.append(f"{type(problem).__name__}: {problem}")


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=["opening", "steady"])
    parser.add_argument("--people", type=int)
    parser.add_argument("--others", type=int, default=500)
    parser.add_argument("--seconds", type=float)
    parser.add_argument("--every", type=float, default=20)
    parser.add_argument("--database", choices=["sqlite", "postgresql"])
    asked = parser.parse_args()
    for name in [asked.database] if asked.database else ["sqlite", "postgresql"]:
        with (
            tempfile.TemporaryDirectory() as place,
            cluster() if name == "postgresql" else nullcontext() as server,
        ):
            folder = Path(place)
            url = server.socket_url("postgres") if server else f"sqlite:///{folder / 'bench.sqlite3'}"
            people = asked.people or (2000 if asked.what == "opening" else 5000)
            coming, sitting = (people, asked.others) if asked.what == "opening" else (0, people)
            codes, sat = prepare(url, folder, coming, sitting)
            print(f"{name}, {asked.what}: {people} people", flush=True)
            with serve("contest.wsgi:app", url, folder) as port:
                measured = asyncio.run(
                    opening(port, codes, sat, asked.seconds or 60)
                    if asked.what == "opening"
                    else steady(port, sat, asked.seconds or 300, asked.every)
                )
            print(measured.report())
            pages = [kind for kind in measured.seconds if kind != "answer"]
            if pages:
                print(f"  pages: {measured.count(*pages)}, p99 {measured.at(0.99, *pages) * 1000:.0f} ms")
            print(f"  failures: {len(measured.failures)} {sorted(set(measured.failures))[:5]}")
            print(f"  load of the machine: {os.getloadavg()[0]:.1f}", flush=True)


if __name__ == "__main__":
    main()
