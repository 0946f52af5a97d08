"""What a writer writes its reader reads back, but for what the writer says is lost."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from question_bank.exchange import read_questions
from question_bank.exchange.questions import ReadQuestion
from question_bank.exchange.references import EQUATION, media_of
from question_bank.exchange.writers import writers
from question_bank.exchange.writers.reductions import mapped
from question_bank.kinds import kinds
from question_bank.kinds import problems as kind_problems
from tests.question_bank.exchange.asking import MEDIA, questions

FOLDERS = {"Lịch sử": "Chung"}


def bare(question: ReadQuestion) -> ReadQuestion:
    """Without its place in the file and what a person is told about it."""
    return replace(question, row=0, paragraph=0, id="", notes=(), sheet="")


@pytest.mark.parametrize("kind", sorted(kinds()))
@pytest.mark.parametrize("code", ["moodle", "gift", "qti", "docx", "xlsx"])
@settings(
    max_examples=5,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(data=st.data())
def test_only_what_is_listed_is_lost(code: str, kind: str, data: Any) -> None:
    given_ = data.draw(st.lists(questions(kind), min_size=1, max_size=2))
    given_ = [replace(one, code=one.code and f"{one.code}{place}") for place, one in enumerate(given_)]
    assert [kind_problems(one.kind, one.text, one.body) for one in given_] == [[]] * len(given_)
    writer = writers()[code]
    written = writer.write(given_, MEDIA, FOLDERS)
    kept, lost = writer.reduced(given_)
    assert lost == writer.losses(given_)
    reading = read_questions(written, f"a.{writer.extension}")
    found = [bare(one) for one in reading.questions]
    if code == "docx":
        # What it only prints is there too, flagged, and compared no further.
        assert len(found) == len(given_)
        found = [one for one, whole in zip(found, kept, strict=True) if whole]
        printed = [one for one in lost if one.is_whole and one.what.text.startswith("Loại câu")]
        assert all(reading.questions[one.place].problems for one in printed)
    wanted = [one for one in kept if one]
    if code == "docx":
        found, wanted = (
            [mapped(one, lambda text: EQUATION.sub("@", text)) for one in many] for many in (found, wanted)
        )
    if wanted:
        assert found == wanted
    else:
        assert not found
    if code not in ("xlsx", "csv"):
        shown = {name for one in wanted for name in media_of(one)}
        assert {name: MEDIA[name] for name in shown} == {name: reading.media[name] for name in shown}
