"""What a writer writes its reader reads back, but for what the writer says is lost."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from contest.kernel.vietnamese import clean
from question_bank.exchange import read_questions
from question_bank.exchange.questions import ReadQuestion
from question_bank.exchange.writers import writers
from question_bank.exchange.writers.base import reduced
from question_bank.exchange.references import media_of
from question_bank.kinds import kinds
from question_bank.kinds import problems as kind_problems
from tests.question_bank.exchange.asking import MEDIA, questions

FOLDERS = {"Lịch sử": "Chung"}


def reductions(code: str) -> Any:
    return __import__(f"question_bank.exchange.writers.{code}", fromlist=["x"]).REDUCTIONS


def bare(question: ReadQuestion) -> ReadQuestion:
    """Without its place in the file and what a person is told about it."""
    return replace(question, row=0, paragraph=0, id="", notes=(), sheet="")


@pytest.mark.parametrize("kind", sorted(kinds()))
@pytest.mark.parametrize("code", ["moodle", "gift", "qti", "docx", "xlsx", "csv"])
@settings(max_examples=10, deadline=None, derandomize=True, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_only_what_is_listed_is_lost(code: str, kind: str, data: Any) -> None:
    given_ = data.draw(st.lists(questions(kind), min_size=1, max_size=2))
    assert [kind_problems(one.kind, one.text, one.body) for one in given_] == [[]] * len(given_)
    writer = writers()[code]
    written = writer.write(given_, MEDIA, FOLDERS)
    kept, lost = reduced(given_, reductions(code))
    assert written.lost == lost == writer.losses(given_)
    wanted = [one for one in kept if one]
    reading = read_questions(written.data, f"a.{writer.extension}")
    if not wanted:
        assert not reading.questions
        return
    assert [bare(one) for one in reading.questions] == wanted
    shown = {name for one in wanted for name in media_of(one)}
    assert {name: MEDIA[name] for name in shown} == {name: reading.media[name] for name in shown}
