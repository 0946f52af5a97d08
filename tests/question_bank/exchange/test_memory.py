"""What a reader takes of the memory is bounded by its limits, whatever the file says of itself.

The bound: `FEW` for damaged files of a few kilobytes, `MUCH` for what is built to swell. With no limit each of `SWELLING`
would take several times `MUCH`, or does so at the largest size that an upload may have.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from question_bank.exchange import read_questions
from question_bank.exchange.formats import formats
from tests.question_bank.corpus import build_tables as tables
from tests.question_bank.exchange import hostile
from tests.question_bank.exchange.documents import HEAD, docx, para
from tests.question_bank.exchange.formats.test_hostile_tables import NAMESPACE, USUAL, with_parts, with_sheet
from tests.question_bank.exchange.hostile import ITEM, zipped

FEW, MUCH = 30_000_000, 200  # bytes that Python takes; megabytes of a process
MB = 1 << 20


def _word(body: str, **parts: str) -> bytes:
    others = {f"word/{name}.xml": content for name, content in parts.items()}
    return zipped(
        {"[Content_Types].xml": "<x/>", "word/document.xml": f"{HEAD}{body}</w:body></w:document>", **others}
    )


SWELLING: dict[str, Callable[[], bytes | str]] = {
    "lines.txt": lambda: "Câu 1. Hỏi?\nA. x\nB. y\n" + "z\n" * 250_000,
    "one-line.txt": lambda: "Câu 1. Hỏi?\nA. x\nB. y\n" + "z " * 3_500_000,
    "wide-row.csv": lambda: "Câu hỏi,A,B,Đáp án\n" + "," * 500_000 + "x\n" + "x\n" * 5_000,
    "many-rows.csv": lambda: "Câu hỏi,A,B,Đáp án\n" + "x?,1,2,A\n" * 60_000,
    "answers.gift": lambda: "Hỏi {" + "~a " * 600_000 + "=b}",
    "elements.xml": lambda: "<quiz>" + "<a/>" * 3_000_000 + "</quiz>",
    "item.xml": lambda: ITEM.format(text="<p/>" * 3_000_000),
    "items.zip": lambda: zipped({f"{at}.xml": ITEM.format(text="<p/>" * 100_000) for at in range(4)}),
    "lists.json": lambda: (
        '{"format": "hoi-thi/questions", "version": 1, "questions": [' + "[]," * 700_000 + "0]}"
    ),
    "paragraphs.docx": lambda: _word("<w:p/>" * 3_000_000),
    "styles.docx": lambda: _word("<w:p/>", styles="<s>" + "<a/>" * 3_000_000 + "</s>"),
    "row.xlsx": lambda: with_sheet(b"<row>" + b"<c/>" * 3_000_000 + b"</row>"),
    "styles.xlsx": lambda: with_parts(USUAL, xl__styles_DOT_xml=b"<s>" + b"<a/>" * 3_000_000 + b"</s>"),
    "text.xlsx": lambda: with_parts(
        USUAL, xl__sharedStrings_DOT_xml=b"<sst %s><si>" % NAMESPACE + b"<r/>" * 3_000_000 + b"</si></sst>"
    ),
    "rows.ods": lambda: tables.ods(["<table:table-row/>" * 2_600_000]),
}


def test_what_is_built_to_swell_takes_little(tmp_path: Path) -> None:
    for name, made in SWELLING.items():
        content = made()
        (tmp_path / name).write_bytes(content.encode() if isinstance(content, str) else content)
    command = [sys.executable, "-m", "tests.question_bank.exchange.measuring", str(tmp_path)]
    told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    assert {name: one for name, one in told.items() if one[0] > MUCH or one[1] == "died"} == {}


SOUND = {
    **hostile.sound(),
    "a.docx": docx(para("Câu 1. Thủ đô?"), para("A. Huế"), para("*B. Hà Nội")),
    "bare.txt": "Thủ đô?\nHuế\n*Hà Nội\n\nCố đô?\n*Huế\nHà Nội\n\nĐâu?\nHuế\n*Vinh\n".encode(),
    "list.txt": "Câu 1. Thủ đô?\n☐ Huế\n☒ Hà Nội\nĐÁP ÁN\n1-2: AB\n".encode(),
    "usual.xls": (tables.HERE / "table-usual.xls").read_bytes(),
    "pictures.xls": (tables.HERE / "table-pictures.xls").read_bytes(),
    "pictures.xlsx": (tables.HERE / "table-pictures.xlsx").read_bytes(),
    "pictures.ods": (tables.HERE / "table-pictures.ods").read_bytes(),
}


@pytest.mark.parametrize("name", SOUND)
def test_a_damaged_file_takes_little(name: str) -> None:
    """Damage of several kinds: bytes changed, doubled, taken out."""
    rng = Random(name)
    whole = SOUND[name]
    reader = next(one for one in formats().values() if one.recognises(whole, name))
    tracemalloc.start()
    try:
        for _ in range(8):
            raw = bytearray(whole)
            for _ in range(rng.randint(1, 4)):
                at = rng.randrange(len(raw) + 1)
                raw[at : at + rng.choice([0, 1, 8, 40])] = rng.choice(
                    [rng.randbytes(8), b"\xff" * 8, raw[:at][-200:] * 20]
                )
            read_questions(bytes(raw), name)
        assert tracemalloc.get_traced_memory()[1] < FEW, reader.code
    finally:
        tracemalloc.stop()


def test_every_reader_is_measured() -> None:
    measured = {
        next(code for code, one in formats().items() if one.recognises(raw, name))
        for name, raw in SOUND.items()
    }
    assert measured == set(formats())
