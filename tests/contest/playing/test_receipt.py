"""The receipt of an attempt's answers."""

from __future__ import annotations

import hashlib
import json

from hypothesis import given
from hypothesis import strategies as st

from contest.playing.receipt import Sitting, receipt

SITTING = Sitting("nam-2026", "xa", "kien-thuc", "017", 1)
TEXT = """\
["hoithi-receipt-1","nam-2026","xa","kien-thuc","017",1]
[1,"2"]
[2,"0,3"]
[4,"Năm \\"1945\\""]
"""


def test_the_text_that_the_documentation_shows() -> None:
    made = receipt(SITTING, [(3, 'Năm "1945"'), (0, "2"), (2, ""), (1, "0,3")])
    assert made.text == TEXT
    assert made.digest == hashlib.sha256(TEXT.encode()).hexdigest()
    assert made.digest == "2e1ab3dca85c8c7b01b69f7e3fa40b116b57c093d093694f830607698c38744f"


def test_it_is_shown_in_groups() -> None:
    made = receipt(SITTING, [])
    assert "".join(made.groups) == made.digest
    assert (len(made.groups), made.short.lower().split()) == (16, made.groups[:4])


answers = st.dictionaries(st.integers(0, 50), st.text(st.characters(exclude_categories=["Cs"]), max_size=9))


@given(answers, answers)
def test_other_answers_have_another_receipt(some: dict[int, str], others: dict[int, str]) -> None:
    def kept(one: dict[int, str]) -> dict[int, str]:
        return {at: text for at, text in one.items() if text}

    is_same = receipt(SITTING, some.items()).digest == receipt(SITTING, others.items()).digest
    assert is_same == (kept(some) == kept(others))


@given(answers)
def test_each_line_is_json(some: dict[int, str]) -> None:
    made = receipt(SITTING, some.items())
    lines = [json.loads(line) for line in made.text.split("\n")[:-1]]
    assert lines[1:] == [[at + 1, text] for at, text in sorted(some.items()) if text]


def test_other_people_and_attempts_have_another_receipt() -> None:
    sittings = [SITTING, SITTING._replace(entrant="018"), SITTING._replace(attempt=2)]
    assert len({receipt(one, [(0, "1")]).digest for one in sittings}) == 3
