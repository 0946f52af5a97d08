"""Pictures and sounds: what is taken, kept once, served, carried by files and packages."""

from __future__ import annotations

import io
import json
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from contest.accounts.models import User
from contest.kernel.db import db
from contest.kernel.errors import Invalid
from question_bank import media, services
from question_bank.exchange.formats.project_json import read_json, write_json
from question_bank.exchange.questions import Reading
from question_bank.exchange.references import name_of, refer
from question_bank.models import Bank, Media, Question
from tests.question_bank.making import SignIn, picture, single
from tests.question_bank.reading import fields

SOUND = b"ID3\x03" + bytes(200)


def test_a_picture_is_known_by_its_content(bank: Bank) -> None:
    content = picture(30, 20)
    name = media.keep(content)
    assert name == name_of(content, "png")
    held = db.session.get(Media, name)
    assert (held.mime, held.width, held.height, held.content) == ("image/png", 30, 20, content)
    assert media.keep(content) == name
    assert db.session.scalars(select(Media.name)).all() == [name]


def test_a_sound_is_taken(bank: Bank) -> None:
    assert media.examine(SOUND).mime == "audio/mpeg"


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "Chỉ nhận ảnh"),
        (b"<html><script>alert(1)</script>", "Chỉ nhận ảnh"),
        (b"", "Chỉ nhận ảnh"),
        (picture(30, 20)[:45], "Chỉ nhận ảnh"),
        (b"\x89PNG\r\n\x1a\n" + bytes(media.MAX_PICTURE), "Tệp lớn quá 5 MB"),
        (b"ID3\x03" + bytes(media.MAX_SOUND), "Tệp lớn quá 10 MB"),
    ],
)
def test_anything_else_is_refused(content: bytes, problem: str) -> None:
    with pytest.raises(Invalid, match=problem):
        media.examine(content)


def test_a_picture_of_very_many_pixels_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(Invalid, match="quá nhiều điểm ảnh"):
        media.examine(picture(8000, 6000))
    with pytest.raises(Invalid, match="quá nhiều điểm ảnh"):
        media.examine(picture(30000, 30000))


def test_it_is_served_for_a_year_as_what_it_is(client: FlaskClient, bank: Bank) -> None:
    name = media.keep(picture())
    db.session.commit()
    response = client.get(f"/media/{name}")
    assert (response.status_code, response.mimetype) == (200, "image/png")
    assert response.data == picture()
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    control = response.cache_control
    assert (control.private, control.max_age, control.immutable) == (True, 365 * 24 * 3600, True)
    assert not control.public
    again = client.get(f"/media/{name}", headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304
    part = client.get(f"/media/{name}", headers={"Range": "bytes=1-3"})
    assert (part.status_code, part.data) == (206, b"PNG")
    assert client.get("/media/nothing.png").status_code == 404


def test_a_picture_is_put_into_a_question_while_it_is_written(
    client: FlaskClient, bank: Bank, owner: User, sign_in: SignIn
) -> None:
    sign_in(owner)
    asked = services.add(bank, single(code="K1"))
    address = f"/banks/thu/questions/{asked.id}/edit"
    form: dict[str, object] = dict(fields(client.get(address).get_data(as_text=True)))
    form |= {"media-place": "options-1", "media-alt": "Bản đồ [Huế]", "attach": "1"}
    page = client.post(address, data=form | {"media-file": (io.BytesIO(picture()), "a.svg")})
    reference = refer(name_of(picture(), "png"), "Bản đồ (Huế)")
    found = fields(page.get_data(as_text=True))
    found["options-1"] = [text.strip() for text in found["options-1"]]  # lxml keeps the first line end
    assert found["options-1"] == [f"Huế\n{reference}"]
    assert db.session.get(Question, asked.id).latest.number == 1
    client.post(address, data=found)
    assert db.session.get(Question, asked.id).latest.body["options"][1]["text"] == f"Huế\n{reference}"
    page = client.get(f"/banks/thu/questions/{asked.id}").get_data(as_text=True)
    assert f'<img class="media" src="/media/{name_of(picture(), "png")}" alt="Bản đồ (Huế)"' in page
    assert "chưa có lời mô tả" not in page


def test_a_file_that_is_chosen_is_not_lost_when_saving(
    client: FlaskClient, bank: Bank, owner: User, sign_in: SignIn
) -> None:
    sign_in(owner)
    asked = services.add(bank, single(code="K1"))
    address = f"/banks/thu/questions/{asked.id}/edit"
    form = dict(fields(client.get(address).get_data(as_text=True)))
    form |= {"media-place": "text", "media-alt": ""}
    response = client.post(address, data=form | {"media-file": (io.BytesIO(picture()), "a.png")})
    assert response.status_code == 422
    assert "Hãy mô tả điều cần thấy" in response.get_data(as_text=True)
    form["media-alt"] = "Cờ"
    client.post(address, data=form | {"media-file": (io.BytesIO(picture()), "a.png")})
    text = db.session.get(Question, asked.id).latest.text
    assert text == "Thủ đô?\n" + refer(name_of(picture(), "png"), "Cờ")


def test_an_upload_that_is_no_picture_is_refused_beside_its_field(
    client: FlaskClient, bank: Bank, owner: User, sign_in: SignIn
) -> None:
    sign_in(owner)
    response = client.post(
        "/banks/thu/new/single_choice",
        data={
            "media-place": "text",
            "media-alt": "x",
            "attach": "1",
            "media-file": (io.BytesIO(b"<svg/>"), "a.png"),
        },
    )
    assert response.status_code == 422
    assert "Chỉ nhận ảnh PNG" in response.get_data(as_text=True)


def test_what_lacks_a_description_is_shown_as_something_to_mend(
    client: FlaskClient, bank: Bank, owner: User, sign_in: SignIn
) -> None:
    sign_in(owner)
    name = media.keep(picture())
    asked = services.add(bank, single(f"Cờ nào? ![](media:{name})"))
    page = client.get(f"/banks/thu/questions/{asked.id}").get_data(as_text=True)
    assert "chưa có lời mô tả" in page


def test_what_is_there_is_described_beside_itself(
    client: FlaskClient, bank: Bank, owner: User, sign_in: SignIn
) -> None:
    sign_in(owner)
    name = media.keep(picture())
    asked = services.add(bank, single(f"Cờ nào? ![](media:{name})", f"Cờ này ![](media:{name})", "Khác"))
    address = f"/banks/thu/questions/{asked.id}/edit"
    found = fields(client.get(address).get_data(as_text=True))
    # In the text itself, where no field says otherwise.
    client.post(address, data=found | {"text": f"Cờ nào? ![đỏ](media:{name})"})
    assert db.session.get(Question, asked.id).latest.text == f"Cờ nào? ![đỏ](media:{name})"
    found = fields(client.get(address).get_data(as_text=True))
    client.post(address, data=found | {f"alt-{name}": "Cờ [đỏ]"})
    latest = db.session.get(Question, asked.id).latest
    assert latest.text == f"Cờ nào? {refer(name, 'Cờ (đỏ)')}"
    assert latest.body["options"][0]["text"] == f"Cờ này {refer(name, 'Cờ (đỏ)')}"
    assert "chưa có lời mô tả" not in client.get(f"/banks/thu/questions/{asked.id}").get_data(as_text=True)


def test_an_import_stores_what_its_questions_refer_to(bank: Bank) -> None:
    name, other = name_of(picture(), "png"), name_of(SOUND, "mp3")
    asked = single(f"Cờ nào? {refer(name, 'cờ')}")
    reading = Reading(questions=(asked,), media={name: picture(), other: SOUND})
    assert media.examined(reading).questions[0].problems == ()
    services.import_questions(bank, [asked], "a.docx", reading)
    assert db.session.scalars(select(Media.name)).all() == [name]


def test_what_is_missing_or_false_is_a_problem_of_its_question(bank: Bank) -> None:
    name = name_of(picture(), "png")
    missing = single(f"Cờ nào? {refer(name, 'cờ')}")
    (found,) = media.examined(Reading(questions=(missing,))).questions
    assert "Không tìm thấy ảnh" in str(found.problems[0])
    (found,) = media.examined(Reading(questions=(missing,), media={name: picture(5, 5)})).questions
    assert "không đúng với tên" in str(found.problems[0])
    (found,) = media.examined(Reading(questions=(missing,), media={name: b"<svg/>"})).questions
    assert "Chỉ nhận ảnh" in str(found.problems[0])
    media.keep(picture())
    (found,) = media.examined(Reading(questions=(missing,))).questions
    assert found.problems == ()
    (found,) = media.examined(Reading(questions=(single(f"![](media:{name})"),))).questions
    assert found.notes == (media.LACKS_ALT,)


def test_json_carries_everything(bank: Bank) -> None:
    name = media.keep(picture())
    asked = replace(
        single(f"Cờ nào? {refer(name, 'cờ')}", code="K1"),
        tags=("cờ", "biểu tượng"),
        source="Sổ tay",
        legal_basis="Điều 13 Hiến pháp",
        legal_date="2013-11-28",
    )
    stored = services.add(bank, asked)
    plain = services.plain(stored)
    assert plain == asked
    reading = read_json(write_json([plain], media.contents([plain])))
    assert [replace(one, row=0) for one in reading.questions] == [asked]
    assert reading.media == {name: picture()}
    broken = json.loads(write_json([plain], media.contents([plain])))
    for wrong in ([], "x", {name: 3}, {name: "§"}):
        assert read_json(json.dumps(broken | {"media": wrong}).encode()).refused is not None


@pytest.mark.parametrize("day", ["2013-13-01", "20131128", "28/11/2013", "2013"])
def test_a_date_that_is_none_is_refused(bank: Bank, day: str) -> None:
    with pytest.raises(Invalid, match="không phải một ngày"):
        services.add(bank, single(legal_date=day))
