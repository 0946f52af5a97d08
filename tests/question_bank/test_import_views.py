"""The import in three pages, with good files and bad ones, without script."""

from __future__ import annotations

import io
import re

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse as Response

from contest.accounts.models import User
from contest.kernel import jobs
from contest.kernel.db import db
from question_bank import reading_jobs, services
from question_bank.exchange import legacy
from question_bank.exchange.formats.project_json import write_json
from question_bank.exchange.questions import ReadQuestion
from question_bank.exchange.references import name_of, refer
from question_bank.kinds import kinds
from question_bank.models import Bank
from question_bank.uploads import Upload
from tests.question_bank.exchange.documents import docx, para, run
from tests.question_bank.making import SignIn, person, picture, single, workbook
from tests.question_bank.reading import fields

HEADER = ["Mã", "Chủ đề", "Câu hỏi", "Đáp án A", "Đáp án B", "Đáp án C", "Đáp án D", "Đáp án đúng"]
GOOD = ["K1", "Lịch sử", "Đảng thành lập năm nào?", "1930", "1945", "1954", "1975", "A"]
CSV = ";".join(HEADER) + "\r\n" + ";".join(GOOD) + "\r\n"


@pytest.fixture(autouse=True)
def signed_in(owner: User, sign_in: SignIn, bank: Bank) -> None:
    sign_in(owner)


def text(response: Response, status: int = 200) -> str:
    assert response.status_code == status
    return response.get_data(as_text=True)


def upload(client: FlaskClient, data: bytes, name: str = "ds.xlsx") -> Response:
    return client.post("/banks/thu/import", data={"file": (io.BytesIO(data), name)})


def to_preview(client: FlaskClient, data: bytes, name: str = "ds.xlsx", **fields: str) -> str:
    """Upload, accept the proposed columns (but for `fields`); the preview's address."""
    columns = upload(client, data, name).headers["Location"]
    page = text(client.get(columns))
    chosen = re.findall(r'name="(fields-\d+)".*?</select>', page, re.S)
    proposed = {
        name: (re.search(rf'name="{name}".*?<option selected value="(\w*)"', page, re.S) or [None, ""])[1]
        for name in chosen
    }
    response = client.post(columns, data=proposed | fields)
    assert response.status_code == 302, text(response, 422)
    return response.headers["Location"]


def form(page: str) -> dict[str, list[str]]:
    return {
        "shown": re.findall(r'name="shown" value="(\d+:\w+)"', page),
        "take": re.findall(r'name="take" value="(\d+)"[^>]* checked', page),
    }


def stored(bank: Bank) -> list[tuple[str, str]]:
    db.session.expire_all()
    return [(question.code, question.text) for question in services.questions(bank)]


def kept_files() -> list[str]:
    return list(db.session.scalars(select(Upload.filename)))


@pytest.mark.parametrize(
    ("data", "name"), [(workbook(HEADER, GOOD), "ds.xlsx"), (CSV.encode("utf-16"), "ds.csv")]
)
def test_a_list_comes_in_and_the_file_goes(
    client: FlaskClient, bank: Bank, app: Flask, data: bytes, name: str
) -> None:
    preview = to_preview(client, data, name)
    page = text(client.get(preview))
    assert "1 câu, đã chọn 1, có lỗi 0" in page
    assert len(kept_files()) == 1
    done = client.post(preview, data=form(page) | {"store": "1"}, follow_redirects=True)
    assert "Đã thêm 1 câu, sửa 0 câu." in text(done)
    assert stored(bank) == [("K1", "Đảng thành lập năm nào?")]
    assert kept_files() == []
    # Coming back shows what came of it, and a second press stores nothing more.
    again = client.post(preview, data=form(page) | {"store": "1"}, follow_redirects=True)
    assert "Đã thêm 1 câu, sửa 0 câu." in text(again)
    assert len(stored(bank)) == 1
    listed = re.search(r'href="([^"]*batch=\d+[^"]*)"', text(again))
    assert listed is not None
    assert "K1" in text(client.get(listed[1].replace("&amp;", "&")))


def test_the_projects_own_file_needs_no_columns(client: FlaskClient, bank: Bank) -> None:
    response = upload(client, write_json([single(code="K1")]), "ds.json")
    page = text(client.get(response.headers["Location"]))
    client.post(response.headers["Location"], data=form(page) | {"store": "1"})
    assert stored(bank) == [("K1", "Thủ đô?")]


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"", "ds.xlsx", "Tệp trống."),
        (b"PK\x03\x04junk", "ds.xlsx", "tệp bị hỏng"),
        (b"%PDF-1.4", "ds.pdf", "Tệp PDF chỉ để in."),
        (b"C\xa9u h\xe1i;\xb8\xb5\xb6", "ds.csv", "Không nhận ra bảng mã"),
        ("Câu hỏi;A\r\n".encode(), "ds.csv", "không có câu hỏi nào"),
        (b"{}", "ds.json", "không phải danh sách câu hỏi"),
    ],
)
def test_a_file_that_is_no_list_is_refused_at_once(
    client: FlaskClient, app: Flask, data: bytes, name: str, said: str
) -> None:
    assert said in text(upload(client, data, name), 422)
    assert kept_files() == []


def test_no_file_is_asked_for(client: FlaskClient) -> None:
    assert "Hãy chọn một tệp." in text(client.post("/banks/thu/import", data={}), 422)


def test_wrong_columns_are_mapped_by_hand_and_remembered(client: FlaskClient, bank: Bank) -> None:
    data = workbook(["Cột lạ", "P1", "P2", "Chọn"], ["Ai?", "x", "y", "B"])
    columns = upload(client, data).headers["Location"]
    assert "Hãy cho biết cột nào là câu hỏi." in text(client.post(columns, data={"fields-0": ""}), 422)
    twice = {"fields-0": "text", "fields-1": "text"}
    assert "Hai cột cùng là" in text(client.post(columns, data=twice), 422)
    mapping = {"fields-0": "text", "fields-1": "option_a", "fields-2": "option_b", "fields-3": "key"}
    preview = client.post(columns, data=mapping).headers["Location"]
    page = text(client.get(preview))
    # Without a header that is known every row is read, the titles' too.
    assert "2 câu, đã chọn 1, có lỗi 1" in page
    client.post(preview, data=form(page) | {"store": "1"})
    assert [question for _, question in stored(bank)] == ["Ai?"]


def test_a_mapping_is_proposed_again_the_next_time(client: FlaskClient, bank: Bank) -> None:
    data = workbook([*HEADER, "Nguồn"], [*GOOD, "Giáo trình"])
    preview = to_preview(client, data, **{"fields-8": "explanation"})
    client.post(preview, data=form(text(client.get(preview))) | {"store": "1"})
    preview = to_preview(client, workbook([*HEADER, "Nguồn"], ["K2", "", "Khác?", *GOOD[3:], "Báo"]))
    assert "Báo" in text(client.get(preview))


def test_bad_rows_are_named_and_the_good_ones_come_in(client: FlaskClient, bank: Bank) -> None:
    data = workbook(
        HEADER, [*GOOD[:7], "E"], ["K2", "", "Câu hai?", *GOOD[3:]], ["K2", "", "Câu ba?", *GOOD[3:]]
    )
    preview = to_preview(client, data)
    page = text(client.get(preview))
    assert "Dòng 2, cột “Đáp án đúng”: “E” không ứng với phương án nào (có A, B, C, D)." in page
    assert "Dòng 4: Mã “K2” đã có ở dòng 3." in page
    # A hand-made request for a broken row changes nothing.
    client.post(
        preview,
        data={"shown": ["0:broken_0", "1:new_0", "2:broken_0"], "take": ["0", "1", "2"], "store": "1"},
    )
    assert stored(bank) == [("K2", "Câu hai?")]


def test_duplicates_and_revisions_are_left_to_the_person(client: FlaskClient, bank: Bank) -> None:
    services.add(bank, single(code="K1"))
    services.add(bank, single("Hai?", code="K2"))
    options = ["Hà Nội", "Huế", "Đà Nẵng", None, "A"]
    data = workbook(
        HEADER,
        ["K1", "", "Thủ đô?", *options],
        ["K2", "", "Hai sửa?", *options],
        ["K3", "", "Thủ đô?", *options],
        ["K4", "", "Bốn?", *options],
        ["K5", "", "Thủ đô?", "x", "y", "z", None, "A"],
    )
    preview = to_preview(client, data)
    page = text(client.get(preview))
    assert "giống hệt" in page
    assert "Đã có câu K2: chọn thì thành bản sửa" in page
    assert "Có thể trùng với K1" in page
    assert "Cùng lời với K1" in page
    assert form(page)["take"] == ["3"]
    assert re.findall(r'name="decision-(\d)" value="(\w+)" checked', page) == [
        ("1", "out"),
        ("2", "out"),
        ("4", "new"),
    ]
    sent = {"shown": form(page)["shown"], "take": ["0"], "store": "1"}
    decisions = {"decision-1": "revise", "decision-2": "new", "decision-4": "out"}
    client.post(preview, data=sent | decisions)
    assert stored(bank) == [("K1", "Thủ đô?"), ("K2", "Hai sửa?"), ("K3", "Thủ đô?")]


def test_ticks_are_kept_from_page_to_page(client: FlaskClient, bank: Bank) -> None:
    rows = [[None, None, f"Câu {number}?", "x", "y", None, None, "A"] for number in range(150)]
    preview = to_preview(client, workbook(HEADER, *rows))
    page = text(client.get(preview))
    assert "Trang 1/3" in page
    ticks = form(page)
    assert len(ticks["shown"]) == 50
    turned = client.post(preview, data={"shown": ticks["shown"], "take": ticks["take"][:1], "page": "2"})
    second = text(client.get(turned.headers["Location"]))
    assert "150 câu, đã chọn 101" in second
    client.post(preview, data=form(second) | {"store": "1"})
    assert len(stored(bank)) == 101


def test_nothing_chosen_stores_nothing(client: FlaskClient, bank: Bank, app: Flask) -> None:
    preview = to_preview(client, workbook(HEADER, GOOD))
    assert "Chưa chọn câu nào" in text(client.post(preview, data={"shown": ["0:new_0"], "store": "1"}))
    assert stored(bank) == []
    assert len(kept_files()) == 1


def test_an_import_is_thrown_away(client: FlaskClient, bank: Bank, app: Flask) -> None:
    preview = to_preview(client, workbook(HEADER, GOOD))
    assert "không có gì được lưu" in text(client.post(preview + "/cancel", follow_redirects=True))
    assert (stored(bank), kept_files()) == ([], [])


def test_another_persons_file_is_not_to_be_seen(client: FlaskClient, sign_in: SignIn) -> None:
    preview = to_preview(client, workbook(HEADER, GOOD))
    sign_in(person("boss", is_admin=True))
    for response in (client.get(preview), client.get(preview + "/columns"), client.post(preview + "/cancel")):
        assert response.status_code == 403


def test_a_bank_that_changed_meanwhile_is_looked_at_again(client: FlaskClient, bank: Bank) -> None:
    preview = to_preview(client, workbook(HEADER, GOOD))
    ticks = form(text(client.get(preview)))
    services.add(bank, single("Người khác thêm?", code="K1"))
    page = text(client.post(preview, data=ticks | {"store": "1"}))
    assert "Ngân hàng vừa thay đổi" in page
    assert "Đã có câu K1: chọn thì thành bản sửa" in page
    assert stored(bank) == [("K1", "Người khác thêm?")]


def test_a_word_list_is_previewed_and_stored(client: FlaskClient, bank: Bank) -> None:
    underlined = para(run("B. 1930", "u"))
    sound = ["Câu 1. Đảng ta thành lập năm nào?", "A. 1929", underlined, "C. 1945"]
    preview = upload(client, docx(*sound, "Câu 2. Hỏng?", "A. Một", "B. Hai"), "câu hỏi.docx").headers[
        "Location"
    ]
    page = text(client.get(preview))
    assert ("Đoạn 1<" in page, "Đoạn 5: Không thấy đáp án đúng" in page) == (True, True)
    client.post(preview, data=form(page) | {"store": "1"})
    (stored,) = services.questions(bank)
    assert (stored.text, stored.body["key"]) == ("Đảng ta thành lập năm nào?", [1])


# --- fixing in place


FAULTY = workbook(
    [*HEADER, "Mức độ"],
    [*GOOD[:7], "E", "Dễ"],
    ["K2", "", "Ai là Tổng Bí thư đầu tiên?", "Trần Phú", "Lê Duẩn", "Lê Duẩn", None, "A", "Dễ"],
    ["K3", "", "Câu ba?", "x", "y", "z", None, "A", "Khó vừa"],
)


def said(page: str) -> list[str]:
    """The mends that a page proposes: “place:code”."""
    return re.findall(r'name="mend" value="([^"]+)"', page)


def test_a_proposed_mend_makes_a_question_choosable(client: FlaskClient, bank: Bank) -> None:
    preview = to_preview(client, FAULTY)
    page = text(client.get(preview))
    assert said(page) == ["1:drop:C", "2:shown"]
    assert "Bỏ phương án C" in page
    sent = {"shown": form(page)["shown"]}
    for mend in said(page):
        done = client.post(preview, data=sent | {"mend": mend})
        assert done.headers["Location"].endswith(f"#q{mend[0]}")
        page = text(client.get(preview))
        sent = form(page)
    assert "3 câu, đã chọn 2, có lỗi 1" in page
    client.post(preview, data=form(page) | {"store": "1"})
    questions = services.questions(bank)
    assert [(one.code, len(one.body["options"]), one.body["key"]) for one in questions] == [
        ("K2", 2, [0]),
        ("K3", 3, [0]),
    ]
    assert client.post(preview, data={"mend": "0:nothing"}).status_code == 302  # it is stored


def test_an_unknown_mend_changes_nothing(client: FlaskClient) -> None:
    preview = to_preview(client, FAULTY)
    sent = {"shown": form(text(client.get(preview)))["shown"]}
    for mend in ("0:drop:C", "7:shown", "x", "-1:shown"):
        assert client.post(preview, data=sent | {"mend": mend}).status_code == 404
    assert "có lỗi 3" in text(client.get(preview))


def test_a_question_is_changed_by_hand_and_the_change_lasts(client: FlaskClient, bank: Bank) -> None:
    preview = to_preview(client, FAULTY)
    amend = f"{preview}/questions/0"
    page = text(client.get(amend))
    assert "“E” không ứng với phương án nào" in page
    filled = fields(page)
    assert filled["options-0"] == ["\n1930"]
    # Without a key it is no better than before, and what was typed stays in the form.
    page = text(client.post(amend, data=filled | {"text": "Đảng ta thành lập năm nào?"}), 422)
    assert "Chưa chọn đáp án đúng." in page
    assert "Đảng ta thành lập năm nào?" in page
    done = client.post(amend, data=fields(page) | {"key": "0", "topic": "Lịch sử Đảng", "difficulty": "easy"})
    assert done.headers["Location"] == f"{preview}?page=1&show=all#q0"
    page = text(client.get(preview))
    assert "3 câu, đã chọn 1, có lỗi 2" in page
    assert "Đã sửa tay." in page
    # The columns are chosen anew: the change is of the row, whatever the columns mean.
    columns = text(client.get(f"{preview}/columns"))
    chosen = dict(re.findall(r'name="(fields-\d+)".*?<option selected value="(\w*)"', columns, re.S))
    client.post(f"{preview}/columns", data=chosen | {"fields-8": ""})
    page = text(client.get(preview))
    assert "3 câu, đã chọn 2, có lỗi 1" in page
    client.post(preview, data=form(page) | {"store": "1"})
    first = services.questions(bank)[0]
    assert (first.code, first.text, first.topic, first.difficulty) == (
        "K1",
        "Đảng ta thành lập năm nào?",
        "Lịch sử Đảng",
        "easy",
    )


def test_a_change_is_taken_back(client: FlaskClient) -> None:
    preview = to_preview(client, FAULTY)
    client.post(preview, data=form(text(client.get(preview))) | {"mend": "2:shown"})
    assert "có lỗi 2" in text(client.get(preview))
    client.post(f"{preview}/questions/2/restore")
    page = text(client.get(preview))
    assert "có lỗi 3" in page
    assert "Đã sửa tay." not in page


def test_a_question_becomes_one_of_another_kind(client: FlaskClient, bank: Bank) -> None:
    preview = to_preview(client, workbook(HEADER, GOOD))
    amend = f"{preview}/questions/0"
    moved = client.post(amend, data=fields(text(client.get(amend))) | {"recast": "1", "kind": "short_answer"})
    page = text(client.get(moved.headers["Location"]))
    assert fields(page)["accepted"] == ["\n1930"]
    client.post(amend, data=fields(page) | {"kind": "short_answer"})
    client.post(preview, data=form(text(client.get(preview))) | {"store": "1"})
    (one,) = services.questions(bank)
    assert (one.kind, one.body["accepted"]) == ("short_answer", ["1930"])


def test_more_options_are_asked_for_and_no_other_place_exists(client: FlaskClient) -> None:
    preview = to_preview(client, workbook(HEADER, GOOD))
    page = text(
        client.post(
            f"{preview}/questions/0", data=fields(text(client.get(f"{preview}/questions/0"))) | {"more": "1"}
        )
    )
    assert "options-6" in fields(page)
    assert client.get(f"{preview}/questions/1").status_code == 404


def test_a_list_is_narrowed_to_what_needs_a_person(client: FlaskClient) -> None:
    preview = to_preview(client, FAULTY)
    page = text(client.get(preview))
    turned = client.post(preview, data={"shown": form(page)["shown"], "show": "broken"})
    assert turned.headers["Location"].endswith("page=1&show=broken")
    client.post(turned.headers["Location"], data=form(page) | {"mend": "2:shown"})
    page = text(client.get(turned.headers["Location"]))
    assert [mark.partition(":")[0] for mark in form(page)["shown"]] == ["0", "1"]


# --- likeness


def test_what_is_like_a_stored_question_stands_beside_it(client: FlaskClient, bank: Bank) -> None:
    question = services.add(bank, single("Đảng thành lập năm nào và ở đâu?", code="CU"))
    near = ["", "", "Đảng thành lập vào năm nào và ở đâu?", *GOOD[3:]]
    preview = to_preview(client, workbook(HEADER, near, ["", "", near[2], *GOOD[3:]]))
    page = text(client.get(preview))
    assert "Gần giống câu CU." in page
    assert re.findall(r"<ins>([^<]*)</ins>", page)[0] == " vào"
    assert "Ghi thành bản sửa của CU" in page
    sent = {"shown": form(page)["shown"], "store": "1"}
    both = client.post(preview, data=sent | {"decision-0": "revise", "decision-1": "revise"})
    assert "Có hai câu được chọn cùng ghi vào câu CU." in text(both)
    client.post(preview, data=sent | {"decision-0": "revise", "decision-1": "out"})
    assert stored(bank) == [("CU", "Đảng thành lập vào năm nào và ở đâu?")]
    assert [one.number for one in question.revisions] == [1, 2]


# --- large files, encodings, pictures


def test_a_large_file_is_read_in_the_background(
    client: FlaskClient, bank: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading_jobs, "WAITED_FOR", 100)
    waiting = upload(client, CSV.encode(), "ds.csv").headers["Location"]
    assert waiting.endswith("/reading")
    assert "Đang đọc tệp" in text(client.get(waiting))
    json = {"Accept": "application/json"}
    first = client.get(waiting, headers=json)
    assert first.get_json() == {"percent": 0, "onward": "", "is_over": False, "state": "waiting"}
    assert client.get(waiting, headers=json | {"If-None-Match": first.headers["ETag"]}).status_code == 304
    # Whoever is impatient is sent back to wait.
    assert client.get(waiting.replace("/reading", "")).headers["Location"] == waiting
    assert jobs.run_next()
    assert not jobs.run_next()
    db.session.expire_all()
    columns = client.get(waiting, headers=json).get_json()["onward"]
    assert client.get(waiting).headers["Location"] == columns
    assert "Đáp án đúng" in text(client.get(columns))


def test_a_large_file_that_is_no_list_says_so(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_jobs, "WAITED_FOR", 5)
    waiting = upload(client, b"{}     ", "ds.json").headers["Location"]
    text(client.get(waiting))
    jobs.run_next()
    db.session.expire_all()
    assert "không phải danh sách câu hỏi" in text(client.get(waiting))
    client.post(waiting.replace("reading", "cancel"))
    assert kept_files() == []


def test_an_encoding_is_confirmed_or_chosen(client: FlaskClient) -> None:
    letters = {after: before for before, after in legacy._MAPS["tcvn3"].items()}
    data = "".join(letters.get(letter, letter) for letter in CSV.replace("Đảng", "Đảng ta")).encode("latin-1")
    preview = to_preview(client, data, "ds.csv")
    page = text(client.get(preview))
    assert "Bảng mã của tệp: TCVN3" in page
    title = "".join(letters.get(letter, letter) for letter in "Câu hỏi")
    assert f"<tr><td>{title}</td><td>Câu hỏi</td></tr>" in page
    assert '<details class="panel encoding" open>' in page
    client.post(f"{preview}/encoding", data={"encoding": "tcvn3"})
    assert '<details class="panel encoding" >' in text(client.get(preview))
    client.post(f"{preview}/encoding", data={"encoding": "nonsense"})
    assert "Bảng mã của tệp: TCVN3" in text(client.get(preview))


def test_pictures_are_seen_before_anything_is_stored(client: FlaskClient, bank: Bank) -> None:
    content = picture()
    name = name_of(content, "png")
    questions = [single(f"Hình gì?\n{refer(name, 'Cờ')}", code="K1"), single("Khác?", code="K2")]
    preview = upload(client, write_json(questions, {name: content}), "ds.json").headers["Location"]
    page = text(client.get(preview))
    address = f"{preview}/media/{name}"
    assert f'src="{address}"' in page
    shown = client.get(address)
    assert (shown.mimetype, shown.data) == ("image/png", content)
    assert client.get(f"/media/{name}").status_code == 404
    # A question that is changed by hand may still speak of it.
    amend = f"{preview}/questions/0"
    client.post(amend, data=fields(text(client.get(amend))) | {"explanation": "Vì vậy."})
    page = text(client.get(preview))
    assert "2 câu, đã chọn 2, có lỗi 0" in page
    client.post(preview, data=form(page) | {"store": "1"})
    assert client.get(f"/media/{name}").data == content


def test_a_picture_is_put_into_a_question_of_the_file(client: FlaskClient, bank: Bank) -> None:
    preview = to_preview(client, workbook(HEADER, GOOD))
    amend = f"{preview}/questions/0"
    filled = fields(text(client.get(amend)))
    sent = filled | {"attach": "1", "media-place": "text"}
    page = text(client.post(amend, data=sent | {"media-file": (io.BytesIO(picture()), "a.png")}), 422)
    assert "Hãy mô tả điều cần thấy hoặc nghe." in page
    sent["media-alt"] = "Cờ đỏ"
    page = text(client.post(amend, data=sent | {"media-file": (io.BytesIO(picture()), "a.png")}))
    reference = refer(name_of(picture(), "png"), "Cờ đỏ")
    assert reference in page
    client.post(amend, data=fields(page))
    page = text(client.get(preview))
    assert 'alt="Cờ đỏ"' in page
    client.post(preview, data=form(page) | {"store": "1"})
    (one,) = services.questions(bank)
    assert one.text.endswith(f"\n{reference}")


def test_pictures_of_what_is_alike_are_seen_beside_each_other(client: FlaskClient, bank: Bank) -> None:
    name = name_of(picture(), "png")
    services.add(bank, single("Hình nào sau đây là lá cờ của nước ta?", "Đỏ", "Tím", code="K1"))
    question = single(f"Hình nào sau đây là lá cờ của nước ta?\n{refer(name, 'Cờ')}", "Đỏ", "Xanh")
    preview = upload(client, write_json([question], {name: picture()}), "ds.json").headers["Location"]
    page = text(client.get(preview))
    beside = page.partition('class="comparison"')[2].partition('class="decision"')[0]
    assert f'<ins>\n<img class="media" src="{preview}/media/{name}" alt="Cờ"' in beside
    assert f"media:{name}" not in page


def test_what_is_alike_may_have_more_options_than_there_are_letters(client: FlaskClient, bank: Bank) -> None:
    services.add(bank, single("Thủ đô của nước ta là thành phố nào?", "Hà Nội", "Huế", code="K1"))
    many = " ".join(["=Hà Nội", *(f"~Nơi {number}" for number in range(11))])
    gift = f"Thủ đô của nước ta là thành phố nào? {{{many}}}".encode()
    preview = upload(client, gift, "ds.gift").headers["Location"]
    assert "1 câu, đã chọn 0, có lỗi 1" in text(client.get(preview))


def test_a_foreign_body_is_shown_without_its_options(client: FlaskClient) -> None:
    strange = [
        ReadQuestion("single_choice", "Lạ?", {"options": 5, "key": "x"}),
        ReadQuestion("", "Không loại?"),
    ]
    preview = upload(client, write_json(strange), "ds.json").headers["Location"]
    assert "2 câu, đã chọn 0, có lỗi 2" in text(client.get(preview))
    for place in (0, 1):
        assert "Phương án" in text(client.get(f"{preview}/questions/{place}"))


def test_whatever_a_file_holds_can_be_changed_as_any_kind(client: FlaskClient) -> None:
    held = [single(code="K1"), ReadQuestion("single_choice", "Lạ?", {"options": 5, "key": "x"})]
    held += [
        ReadQuestion("short_answer", "Ngắn?", {"accepted": ["x"], "fold": True, "ignore_diacritics": False}),
        ReadQuestion("situation", "Xử lý?", {"model_answer": "Gợi ý", "rubric": ""}),
        ReadQuestion("number", "Mấy?", {}),
    ]
    preview = upload(client, write_json(held), "ds.json").headers["Location"]
    for place, question in enumerate(held):
        for kind in kinds():
            page = text(client.get(f"{preview}/questions/{place}?kind={kind}"))
            assert fields(page)["text"][0].strip() == question.text
            assert fields(page)["kind"] == [kind]


def test_several_sheets_are_named(client: FlaskClient) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Đợt 1"
    for sheet in (book.active, book.create_sheet("Đợt 2")):
        sheet.append(HEADER)
        sheet.append(["", "", f"Câu của {sheet.title}?", *GOOD[3:]])
    out = io.BytesIO()
    book.save(out)
    page = text(client.get(to_preview(client, out.getvalue())))
    assert re.findall(r'class="answer">([^<]*)<', page) == ["Đợt 1 (1 câu)", "Đợt 2 (1 câu)"]
