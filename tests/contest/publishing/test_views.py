"""The public pages and the files of results."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook

from contest.kernel import clock
from contest.kernel.db import db
from contest.publishing import decisions, drafts, services
from contest.publishing.models import Publication
from tests.contest.publishing import rounds
from tests.contest.publishing.rounds import World


@pytest.fixture
def world(app: Flask) -> World:
    world = rounds.build()
    rounds.play(world)
    return world


@pytest.fixture
def official(world: World) -> Publication:
    return publish(world)


def publish(world: World, kind: str = "official", reason: str = "") -> Publication:
    with clock.freeze(rounds.AFTER):
        shown = drafts.draft(world.commune, world.units["qt"], clock.now()).digest
        return services.publish(world.commune, world.units["qt"], kind, shown=shown, reason=reason)  # type: ignore[arg-type]


def address(publication: Publication, form: str = "") -> str:
    return f"/c/hm2018/results/xa/{publication.id}" + (f"/{form}" if form else "")


def test_the_home_page_names_running_rounds_contests_and_results(
    client: FlaskClient, official: Publication
) -> None:
    with clock.freeze(rounds.DURING):
        text = client.get("/").text
    assert "Đang diễn ra" in text
    assert "Hội thi Bí thư chi bộ giỏi" in text
    assert address(official) in text
    with clock.freeze(rounds.AFTER + timedelta(days=1)):
        assert "Đang diễn ra" not in client.get("/").text


def test_the_home_page_names_no_rehearsal_and_no_private_contest(client: FlaskClient, world: World) -> None:
    rehearsal = rounds.build(code="thu", rehearsal_of=world.contest)
    rehearsal.contest.name = "Bản diễn tập"
    hidden = rounds.build(code="kin")
    hidden.contest.name = "Hội thi kín"
    hidden.contest.is_public = False
    db.session.commit()
    with clock.freeze(rounds.DURING):
        text = client.get("/").text
    assert "Bản diễn tập" not in text
    assert "Hội thi kín" not in text
    assert "/c/thu" not in text


def test_an_empty_house_has_a_home_page(app: Flask, client: FlaskClient) -> None:
    answer = client.get("/")
    assert answer.status_code == 200
    assert "Chưa có hội thi nào" in answer.text


def test_the_contest_page_has_a_line_for_each_list(client: FlaskClient, official: Publication) -> None:
    with clock.freeze(rounds.DURING):
        text = client.get("/c/hm2018").text
    assert "/c/hm2018/board/xa?unit=qt" in text
    assert "/c/hm2018/board/xa?unit=qv" in text
    assert "/c/hm2018/board/ck" in text
    assert "Chính thức" in text


def test_the_result_page_shows_the_frozen_copy_and_its_digest(
    client: FlaskClient, world: World, official: Publication
) -> None:
    rounds.enter(world, "003", "49.25")
    text = client.get(address(official)).text
    assert re.findall(r'class="who">([^<]+)', text) == ["Nguyễn Văn 001", "Nguyễn Văn 002", "Nguyễn Văn 003"]
    assert "63,50" in text
    assert "49,25" not in text
    assert official.digest in text


def test_a_replaced_result_says_so_and_the_new_one_what_changed(
    client: FlaskClient, world: World, official: Publication
) -> None:
    decisions.record(
        world.commune, entrant_code="001", kind="disqualify", value="", reason="Thi hộ", by="Trưởng ban"
    )
    newer = publish(world, reason="Hủy kết quả của 001")
    assert "đã được thay" in client.get(address(official)).text
    text = client.get(address(newer)).text
    assert "đã được thay" not in text
    assert "Hủy kết quả của 001" in text
    assert "hạng 1, 63,50 điểm, Vào vòng sau" in text
    assert "Khác với bản trước" in text


def test_the_charts_draw_what_the_table_beside_them_says(client: FlaskClient, official: Publication) -> None:
    text = client.get(address(official)).text
    data = {
        name: json.loads(content)
        for name, content in re.findall(r'<script type="application/json" id="([\w-]+)">(.*?)</script>', text)
    }
    assert data["chart-units"] == {
        "stacked": False,
        "labels": ["Phường Quỳnh Thiện"],
        "series": [
            {"name": "Điểm trung bình", "values": [54.917]},
            {"name": "Trung vị", "values": [60.5]},
            {"name": "Cao nhất", "values": [63.5]},
        ],
    }
    assert data["chart-parts"]["series"] == [
        {"name": "Kiến thức chung", "values": [16.0]},
        {"name": "Xử lý tình huống", "values": [38.917]},
    ]
    assert "54,92" in text


def test_a_stage_s_results_stand_together(client: FlaskClient, official: Publication) -> None:
    text = client.get("/c/hm2018/results/xa").text
    assert "Phường Quỳnh Thiện" in text
    assert "Nguyễn Văn 001" in text
    assert "Xã Quỳnh Vinh" not in text
    assert "Chưa có kết quả" in client.get("/c/hm2018/results/ck").text


def test_csv_is_the_frozen_copy_byte_for_byte(
    client: FlaskClient, world: World, official: Publication
) -> None:
    rounds.enter(world, "003", "49")
    answer = client.get(address(official, "csv"))
    assert answer.data == official.csv.encode()
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="ket-qua-hm2018-xa-qt.csv"'


def test_xlsx_holds_numbers(client: FlaskClient, official: Publication) -> None:
    answer = client.get(address(official, "xlsx"))
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    assert rows[0][0] == "Hội thi Bí thư chi bộ giỏi. Vòng thi cấp xã, phường – Phường Quỳnh Thiện"
    assert rows[1][0] == "Kết quả chính thức, công bố lúc 20/11/2026 13:00"
    assert rows[4] == [1.0, "001", "Nguyễn Văn 001", "Phường Quỳnh Thiện", 18.0, 45.5, 63.5, "Vào vòng sau"]


def test_pdf_is_one(client: FlaskClient, official: Publication) -> None:
    answer = client.get(address(official, "pdf"))
    assert answer.data.startswith(b"%PDF-")
    assert answer.headers["Content-Type"] == "application/pdf"


def test_there_is_no_other_form(client: FlaskClient, official: Publication) -> None:
    assert client.get(address(official, "exe")).status_code == 404


def test_a_provisional_result_s_files_are_the_staff_s(client: FlaskClient, world: World) -> None:
    provisional = publish(world, "provisional")
    assert client.get(address(provisional)).status_code == 200
    assert "/csv" not in client.get(address(provisional)).text
    assert client.get(address(provisional, "csv")).status_code == 302
    rounds.sign_in(client, rounds.person("thu-ky", world.contest, "secretary"))
    assert client.get(address(provisional, "csv")).status_code == 200


def test_a_result_is_found_under_its_own_stage_only(client: FlaskClient, official: Publication) -> None:
    assert client.get(f"/c/hm2018/results/ck/{official.id}").status_code == 404
    assert client.get("/c/hm2018/results/xa/999").status_code == 404


def test_every_page_has_one_heading_and_no_inline_style(client: FlaskClient, official: Publication) -> None:
    for path in ("/", "/c/hm2018", "/c/hm2018/board/xa?unit=qt", "/c/hm2018/results/xa", address(official)):
        text = client.get(path).text
        assert text.count("<h1") == 1, path
        assert " style=" not in text, path
