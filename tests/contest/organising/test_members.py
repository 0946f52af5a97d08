"""Which stages an entrant is in."""

from __future__ import annotations

from flask import Flask

from contest.kernel import clock
from contest.kernel.db import db
from contest.organising.members import is_member, stages_of
from contest.organising.models import Contest, Entrant, Part, Place, Stage


def test_the_stages_of_an_entrant_with_their_parts(app: Flask) -> None:
    contest = Contest(code="thu", name="Thử", created_at=clock.now(), extra={})
    commune, district, final = (
        Stage(contest=contest, code=code, name=code, position=at, rules={})
        for at, code in enumerate(("xa", "huyen", "tinh"))
    )
    for at, code in enumerate(("b", "a")):
        Part(stage=final, code=code, name=code, kind="other", method="quiz", position=at, rules={})
    first, seeded, placed, gone = (
        Entrant(contest=contest, code=code, name=code, sort_key=code, search="") for code in "1234"
    )
    db.session.add_all([contest, first, seeded, placed, gone])
    db.session.flush()
    seeded.stage_id, gone.status = district.id, "withdrawn"
    db.session.add(Place(stage=final, entrant=placed, origin="promoted", at=clock.now()))
    db.session.commit()
    db.session.expire_all()

    def codes(entrant: Entrant) -> list[str]:
        return [stage.code for stage in stages_of(entrant)]

    assert codes(first) == ["xa"]
    assert codes(seeded) == ["huyen"]
    assert codes(placed) == ["xa", "tinh"]
    assert codes(gone) == []
    assert [part.code for part in stages_of(placed)[1].parts] == ["b", "a"]
    for entrant in (first, seeded, placed, gone):
        inside = [stage.code for stage in (commune, district, final) if is_member(entrant, stage)]
        assert codes(entrant) == inside


def test_of_two_stages_in_one_place_the_older_is_the_first(app: Flask) -> None:
    contest = Contest(code="thu", name="Thử", created_at=clock.now(), extra={})
    db.session.add_all([contest, *(Stage(contest=contest, code=code, name=code, rules={}) for code in "ab")])
    person = Entrant(contest=contest, code="1", name="A", sort_key="", search="")
    db.session.add(person)
    db.session.commit()
    assert [stage.is_first for stage in contest.stages] == [True, False]
    assert [stage.code for stage in stages_of(person)] == ["a"]
