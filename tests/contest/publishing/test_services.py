"""Publishing: what is frozen, who goes on, and everything that stands in the way."""

from __future__ import annotations

import hashlib
import threading
from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy import select

from contest.judging.models import Judge, Mark, Sheet
from contest.kernel import clock
from contest.kernel.audit import AuditEntry
from contest.kernel.db import db
from contest.kernel.errors import Invalid, Refused
from contest.organising import members
from contest.organising.models import Place, Stage, Unit
from contest.publishing import decisions, drafts, places, queries, services
from contest.publishing.models import Publication
from contest.publishing.rules import Kind
from contest.publishing.table import from_plain
from tests.contest.publishing import rounds
from tests.contest.publishing.rounds import World

CSV = """stage,within,rank,entrant,name,unit,group,total,kien-thuc,tinh-huong,promoted,award,title,decided_by
xa,qt,1,001,Nguyễn Văn 001,qt,,63.50,18.00,45.50,yes,,,
xa,qt,2,002,Nguyễn Văn 002,qt,,60.50,20.00,40.50,reserve,,,
xa,qt,3,003,Nguyễn Văn 003,qt,,40.75,10.00,30.75,,,,
"""


@pytest.fixture
def world(app: Flask) -> World:
    world = rounds.build()
    rounds.play(world)
    return world


def publish(
    world: World, unit: str = "qt", kind: Kind = "official", *, accept_gaps: bool = False, reason: str = ""
) -> Publication:
    """Publish a list as it stands after the round."""
    with clock.freeze(rounds.AFTER):
        shown = drafts.draft(world.commune, world.units[unit], clock.now()).digest
        return services.publish(
            world.commune, world.units[unit], kind, shown=shown, accept_gaps=accept_gaps, reason=reason
        )


def final(world: World) -> list[str]:
    return [entrant.code for entrant in members.members(world.final)]


def test_a_result_is_frozen_as_it_was_shown(world: World) -> None:
    publication = publish(world)
    assert publication.csv == CSV
    assert publication.digest == hashlib.sha256(CSV.encode()).hexdigest()
    assert publication.published_at == rounds.AFTER
    assert publication.rules["contest"]["code"] == "hm2018"
    assert [stage["code"] for stage in publication.rules["stage"]] == ["xa", "ck"]
    table = from_plain(publication.standings)
    assert [(row.rank, row.entrant, row.total) for row in table.rows] == [
        (1, "001", "63.50"),
        (2, "002", "60.50"),
        (3, "003", "40.75"),
    ]
    assert table.rows[0].judges == {"tinh-huong": {"gk1": "44", "gk2": "47"}}


def test_later_changes_do_not_alter_it(world: World) -> None:
    publication = publish(world)
    mark = db.session.scalars(select(Mark).join(Sheet, Mark.sheet_id == Sheet.id)).first()
    assert mark is not None
    mark.mark = Decimal(1)
    world.contest.name = "Tên khác"
    world.commune.rules = {**world.commune.rules, "round": {"total": 0}}
    db.session.commit()
    db.session.expire_all()
    stored = db.session.get(Publication, publication.id)
    assert stored is not None
    assert stored.csv == CSV
    assert stored.rules["contest"]["name"] == "Hội thi Bí thư chi bộ giỏi"


def test_an_official_result_fills_the_places_of_the_final(world: World) -> None:
    assert final(world) == []
    publish(world)
    assert final(world) == ["001"]
    assert [(place.origin, place.stage.code) for place in db.session.scalars(select(Place))] == [
        ("promoted", "ck")
    ]


def test_a_provisional_result_promotes_nobody(world: World) -> None:
    publish(world, kind="provisional")
    assert final(world) == []


def test_official_follows_provisional(world: World) -> None:
    first = publish(world, kind="provisional")
    second = publish(world)
    assert second.replaces_id == first.id
    standing = queries.standing_result(world.commune, world.units["qt"])
    assert standing is not None
    assert standing.id == second.id


def test_each_unit_stands_by_itself(world: World) -> None:
    publish(world, "qt")
    assert set(queries.standing_results(world.commune)) == {world.units["qt"].id}


def refused(world: World, unit: str = "qt", kind: Kind = "official", **options: object) -> str:
    with pytest.raises(Refused) as refusal:
        publish(world, unit, kind, **options)  # type: ignore[arg-type]
    db.session.rollback()
    return str(refusal.value.message)


@pytest.mark.parametrize("kind", ["provisional", "official"])
def test_not_while_the_round_is_open(world: World, kind: Kind) -> None:
    with clock.freeze(rounds.DURING):
        shown = drafts.draft(world.commune, world.units["qt"], clock.now()).digest
        with pytest.raises(Refused, match="chưa đóng"):
            services.publish(world.commune, world.units["qt"], kind, shown=shown)
    assert db.session.scalars(select(Publication)).all() == []


def test_not_from_an_old_page(world: World) -> None:
    with clock.freeze(rounds.AFTER):
        shown = drafts.draft(world.commune, world.units["qt"], clock.now()).digest
        rounds.enter(world, "003", "99")
        with pytest.raises(Refused, match="vừa thay đổi"):
            services.publish(world.commune, world.units["qt"], "official", shown=shown)


def test_a_missing_sheet_has_to_be_locked_or_explained(world: World) -> None:
    sheet = db.session.scalars(select(Sheet).where(Sheet.entrant_id == world.entrants["002"].id)).first()
    assert sheet is not None
    sheet.locked_at = None
    db.session.commit()
    assert "Còn thiếu 1 phiếu" in refused(world)
    assert "lý do" in refused(world, accept_gaps=True)
    publication = publish(world, accept_gaps=True, reason="Giám khảo 1 vắng, biên bản số 3")
    assert publication.reason == "Giám khảo 1 vắng, biên bản số 3"
    rows = {row.entrant: row for row in from_plain(publication.standings).rows}
    assert rows["002"].judges == {"tinh-huong": {"gk2": "41"}}
    assert rows["002"].total == "61.00"


def test_a_removed_judge_s_sheet_is_not_missing_and_does_not_count(world: World) -> None:
    judge = world.judges["qt"][1]
    judge.removed_at = rounds.DURING
    db.session.commit()
    rows = from_plain(publish(world).standings).rows
    assert [(row.entrant, row.total) for row in rows] == [
        ("001", "62.00"),
        ("002", "60.00"),
        ("003", "40.50"),
    ]


def test_who_had_nothing_is_absent_once_the_organiser_says_so(app: Flask) -> None:
    world = rounds.build({"qt": ["001", "002", "003"], "qv": []})
    rounds.enter(world, "001", "18")
    rounds.mark(world, "001", ("18", "26"), ("19", "28"))
    rounds.enter(world, "002", "20")
    assert "Còn thiếu 3 phiếu" in refused(world)
    publication = publish(world, accept_gaps=True, reason="Vắng có giấy báo")
    assert [
        (row.entrant, row.rank, row.status, row.missing) for row in from_plain(publication.standings).rows
    ] == [
        ("001", 1, "in", ()),
        ("002", 2, "in", ("tinh-huong",)),
        ("003", None, "absent", ()),
    ]


def test_a_decisive_tie_waits_for_the_head(world: World) -> None:
    # 101 and 102: 56.00 each, and 41.00 each in the situation.
    assert "1 chỗ bằng điểm" in refused(world, "qv")
    decisions.record(
        world.commune, entrant_code="102", kind="order", value="1", reason="Trả lời tốt hơn", by="Trưởng ban"
    )
    decisions.record(
        world.commune, entrant_code="101", kind="order", value="2", reason="Trả lời tốt hơn", by="Trưởng ban"
    )
    publication = publish(world, "qv")
    assert [
        (row.entrant, row.rank, row.promoted, row.decided_by)
        for row in from_plain(publication.standings).rows
    ] == [
        ("102", 1, "yes", "decision"),
        ("101", 2, "reserve", "decision"),
    ]
    assert final(world) == ["102"]


def test_a_tie_that_decides_nothing_is_a_shared_rank(app: Flask) -> None:
    world = rounds.build()
    for number in ("001", "002", "003"):
        rounds.enter(world, number, "20" if number == "001" else "10")
        rounds.mark(world, number, ("16", "24"), ("16", "24"))
    assert [(row.entrant, row.rank, row.decided_by) for row in from_plain(publish(world).standings).rows] == [
        ("001", 1, ""),
        ("002", 2, "shared"),
        ("003", 2, "shared"),
    ]


def test_replacing_an_official_result_needs_a_reason_and_moves_the_place(world: World) -> None:
    first = publish(world)
    decisions.record(
        world.commune, entrant_code="001", kind="penalty", value="10", reason="Dùng tài liệu", by="Trưởng ban"
    )
    assert "lý do thay" in refused(world)
    second = publish(world, reason="Xử lý vi phạm")
    assert second.replaces_id == first.id
    assert [(row.entrant, row.rank, row.total) for row in from_plain(second.standings).rows] == [
        ("002", 1, "60.50"),
        ("001", 2, "53.50"),
        ("003", 3, "40.75"),
    ]
    assert final(world) == ["002"]
    entry = db.session.scalars(
        select(AuditEntry).where(AuditEntry.action == "result.publish").order_by(AuditEntry.id.desc())
    ).first()
    assert entry is not None
    assert (entry.subject, entry.reason) == ("result:xa/qt", "Xử lý vi phạm")
    assert entry.before == {"digest": first.digest}
    assert entry.after == {"digest": second.digest}


def test_the_same_official_result_is_not_published_twice(world: World) -> None:
    publish(world)
    assert "giống hệt" in refused(world, reason="Lần nữa")


def test_provisional_does_not_follow_official(world: World) -> None:
    publish(world)
    rounds.enter(world, "003", "1")
    assert "Đã có kết quả chính thức" in refused(world, kind="provisional", reason="x")


def test_replacing_leaves_the_other_unit_s_place(world: World) -> None:
    decisions.record(
        world.commune, entrant_code="101", kind="order", value="1", reason="Bốc thăm", by="Trưởng ban"
    )
    publish(world, "qt")
    publish(world, "qv")
    assert final(world) == ["001", "101"]
    decisions.record(world.commune, entrant_code="001", kind="waive", value="", reason="Ốm", by="Trưởng ban")
    publish(world, "qt", reason="Nhường suất")
    assert final(world) == ["002", "101"]


def test_a_substitute_takes_the_place(world: World) -> None:
    publish(world)
    decisions.record(
        world.commune,
        entrant_code="003",
        kind="substitute",
        value="001",
        reason="001 ốm, 002 từ chối",
        by="Trưởng ban",
    )
    publish(world, reason="Thay người")
    assert final(world) == ["003"]


@pytest.mark.parametrize("kind", ["provisional", "official"])
def test_a_rehearsal_can_never_publish(app: Flask, kind: Kind) -> None:
    real = rounds.build()
    world = rounds.build(code="hm2018-dien-tap", rehearsal_of=real.contest)
    rounds.play(world)
    with pytest.raises(Refused, match="diễn tập"):
        publish(world, "qt", kind)
    assert db.session.scalars(select(Publication)).all() == []
    assert db.session.scalars(select(Place)).all() == []


def test_places_are_given_once(world: World) -> None:
    publish(world)
    places.fill(world.commune, drafts.draft(world.commune, world.units["qt"], rounds.AFTER), rounds.AFTER)
    db.session.commit()
    assert len(db.session.scalars(select(Place)).all()) == 1


@pytest.mark.parametrize(
    ("options", "field"),
    [
        ({"kind": "order", "value": "0"}, "value"),
        ({"kind": "order", "value": "một"}, "value"),
        ({"kind": "order", "value": ""}, "value"),
        ({"kind": "penalty", "value": "-1"}, "value"),
        ({"kind": "penalty", "value": "nhiều"}, "value"),
        ({"kind": "withdraw", "value": "1"}, "value"),
        ({"kind": "external", "value": "2,5"}, "code"),
        ({"kind": "external", "value": "x", "code": "nckh"}, "value"),
        ({"kind": "substitute", "value": "999"}, "value"),
        ({"kind": "substitute", "value": "001"}, "value"),
        ({"kind": "waive", "value": "", "part_code": "tinh-huong"}, "part"),
        ({"kind": "waive", "value": "", "entrant_code": "999"}, "entrant"),
    ],
)
def test_a_decision_that_makes_no_sense_is_refused(world: World, options: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        decisions.record(
            world.commune,
            **{"entrant_code": "001", "reason": "Lý do", "by": "Trưởng ban", **options},  # type: ignore[arg-type]
        )
    assert refusal.value.field == field
    assert decisions.listed(world.commune, None) == []


def test_the_same_decision_is_not_taken_twice(world: World) -> None:
    decisions.record(
        world.commune, entrant_code="001", kind="withdraw", value="", reason="Ốm", by="Trưởng ban"
    )
    with pytest.raises(Refused, match="Đã có quyết định"):
        decisions.record(
            world.commune, entrant_code="001", kind="withdraw", value="", reason="Ốm", by="Trưởng ban"
        )


def test_decisions_are_on_record_even_when_taken_back(world: World) -> None:
    decision = decisions.record(
        world.commune,
        entrant_code="001",
        kind="penalty",
        value="0,50",
        reason="Quá giờ",
        by="Trưởng ban",
        part_code="tinh-huong",
    )
    assert decision.value == "0.5"
    assert (
        drafts.draft(world.commune, world.units["qt"], rounds.AFTER).table.rows[0].points["tinh-huong"]
        == "45.00"
    )
    decisions.remove(decision, "Nhầm người")
    assert (
        drafts.draft(world.commune, world.units["qt"], rounds.AFTER).table.rows[0].points["tinh-huong"]
        == "45.50"
    )
    entries = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [(entry.action, entry.reason) for entry in entries] == [
        ("decision.record", "Quá giờ"),
        ("decision.remove", "Nhầm người"),
    ]
    assert entries[1].before == {"kind": "penalty", "value": "0.5", "part": "tinh-huong", "by": "Trưởng ban"}


def test_who_withdrew_owes_no_sheets(world: World) -> None:
    judge = db.session.scalars(select(Judge)).first()
    assert judge is not None
    for sheet in db.session.scalars(select(Sheet).where(Sheet.entrant_id == world.entrants["003"].id)):
        db.session.delete(sheet)
    db.session.commit()
    assert "Còn thiếu 1 phiếu" in refused(world)
    decisions.record(
        world.commune, entrant_code="003", kind="withdraw", value="", reason="Ốm", by="Trưởng ban"
    )
    rows = from_plain(publish(world).standings).rows
    assert [(row.entrant, row.rank, row.status) for row in rows][-1] == ("003", None, "withdrawn")


def test_two_who_publish_at_once_publish_once(app: Flask, world: World) -> None:
    shown = drafts.draft(world.commune, world.units["qt"], rounds.AFTER).digest
    ids = world.commune.id, world.units["qt"].id
    db.session.remove()
    together = threading.Barrier(2)
    said: list[str] = []

    def press() -> None:
        with app.app_context():
            stage, unit = db.session.get(Stage, ids[0]), db.session.get(Unit, ids[1])
            assert stage is not None
            together.wait()
            try:
                services.publish(stage, unit, "official", shown=shown)
                said.append("published")
            except Refused as refusal:
                said.append(str(refusal.message))
            db.session.remove()

    with clock.freeze(rounds.AFTER):
        threads = [threading.Thread(target=press) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(said) == ["Kết quả chính thức đang công bố đã giống hệt kết quả này.", "published"]
    assert len(db.session.scalars(select(Publication)).all()) == 1
    assert len(db.session.scalars(select(Place)).all()) == 1
