"""The made-up contestants: they come in with their slips, sit every quiz that is open to them, and hand in."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from random import Random
from typing import Any

from contest.simulation.client import Page, Person, Unexpected
from contest.simulation.script import Field, Knowledge


@dataclass
class Contestant:
    """One of the crowd: the slip, how much they know, and what the server told them was stored."""

    number: str
    code: str
    skill: float
    stored: dict[str, dict[int, str]] = field(default_factory=dict)


def sit_all(
    server: str, contest: str, crowd: list[Contestant], knowledge: Knowledge, seed: str, done: Any
) -> None:
    """Everyone sits at once, as many as there are threads. `done()` is called after each. Raises the first refusal."""

    def sit(one: Contestant) -> None:
        _sit(server, contest, one, knowledge, Random(f"{seed}:{one.number}"))
        done()

    with ThreadPoolExecutor(max_workers=8) as pool:
        for result in [pool.submit(sit, one) for one in crowd]:
            result.result()


def _sit(server: str, contest: str, one: Contestant, knowledge: Knowledge, rng: Random) -> None:
    person = Person(server, one.number)
    try:
        page = person.get(f"/enter?c={contest}&n={one.number}&k={one.code}")
        home = person.send(page, page.form("/enter"), contest=contest)
        if "take_over" in str(home.response.request.url) or home.path.endswith("/enter"):
            home = person.send(home, home.form("/enter"), contest=contest)
        for address in dict.fromkeys(home.links(f"/c/{contest}/play/")):
            start = person.get(address)
            if not any((form.get("action") or "") == start.path for form in start.tree.forms):
                continue  # done already, or not open
            paper = person.send(start, start.form(start.path))
            if paper.path.endswith("/paper"):
                one.stored[start.path] = _answer(person, paper, one, knowledge, rng)
                review = person.get(start.path + "/review")
                finished = person.send(review, review.form("/finish"))
                _compare(finished, one.stored[start.path])
    finally:
        person.close()


def _answer(
    person: Person, paper: Page, one: Contestant, knowledge: Knowledge, rng: Random
) -> dict[int, str]:
    """Every question, one request each as the page's script does; what was acknowledged."""
    address = paper.tree.get_element_by_id("paper").get("data-answers")
    stored: dict[int, str] = {}
    for question in paper.tree.xpath("//fieldset[@data-position]"):
        position = int(question.get("data-position"))
        text = " ".join(question.xpath(".//*[contains(@class,'question-text')]")[0].text_content().split())
        several = bool(question.xpath(f".//input[@name='a{position}'][@type='checkbox']"))
        response = knowledge.answer(text, _fields(question, position), several, rng.random() < one.skill, rng)
        given = {"position": position, "response": response, "flagged": False, "sequence": 1}
        answer = person.http.post(
            address, json={"answers": [given]}, headers={"Origin": str(person.http.base_url)}
        )
        if answer.status_code != 200 or answer.json().get("stored") != [position]:
            raise Unexpected(
                f"{one.number}: question {position + 1}: {answer.status_code} {answer.text[:200]}"
            )
        stored[position] = response
    return stored


def _fields(question: Any, position: int) -> list[Field]:
    """A question's fields: one of its options or of a typed line, else those with numbers, in their order."""
    numbered = {
        int(each.get("name").rpartition(".")[2]): Field(
            tuple(value for value in each.xpath("./option/@value") if value)
        )
        for each in question.xpath(f".//*[starts-with(@name, 'a{position}.')]")
    }
    options = question.xpath(f".//input[@name='a{position}'][@type='radio' or @type='checkbox']/@value")
    return [numbered[at] for at in sorted(numbered)] or [Field(tuple(options))]


def _compare(finished: Page, stored: dict[int, str]) -> None:
    """The page after handing in says how many answers it holds: as many as were acknowledged."""
    if str(len(stored)) not in finished.text():
        raise Unexpected(
            f"{finished.path}: {len(stored)} answers were acknowledged; the page says {finished.text()[:300]}"
        )
