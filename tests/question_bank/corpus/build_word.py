# ruff: noqa: E501 - XML is read at a glance
"""Builds the `word-*.docx` of the corpus: `python -m tests.question_bank.corpus.build_word`. What each should give stands beside it.

What Word writes by itself (numbers, boxes, changes, styles) is written by hand, as no library writes it.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from tests.question_bank.exchange.documents import docx, numbering, para, run, table

HERE = Path(__file__).parent
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
FILES: dict[str, Callable[[], bytes]] = {}


def habit(build: Callable[[], bytes]) -> Callable[[], bytes]:
    """A file of the corpus, named after the function."""
    FILES[build.__name__.replace("_", "-")] = build
    return build


def asked(
    number: int, text: str, options: list[str], right: int = -1, *marks: str, label: tuple[str, ...] = ()
) -> list[str]:
    """A question in a paragraph each, the right option set in `marks`, its letter in `label`."""
    found = [para(run(f"Câu {number}. {text}"))]
    for place, option in enumerate(options):
        own = place == right
        found.append(
            para(
                run(f"{'ABCDEFGH'[place]}.", *(label or marks if own else ())),
                run(f" {option}", *(marks if own else ())),
            )
        )
    return found


YEARS = ["1929", "1930", "1945", "1954"]
CITIES = ["Huế", "Hà Nội", "Vinh", "Đà Nẵng"]


def props(inner: str, text: str) -> str:
    """A run with these properties in XML."""
    return f'<w:r><w:rPr>{inner}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def styles(*found: str) -> dict[str, bytes]:
    """The part with these styles."""
    return {"word/styles.xml": f"<w:styles {W}>{''.join(found)}</w:styles>".encode()}


def lists(abstract: str, nums: str) -> dict[str, bytes]:
    """The part with these lists."""
    return {"word/numbering.xml": f"<w:numbering {W}>{abstract}{nums}</w:numbering>".encode()}


def level(at: int, form: str, text: str, more: str = "") -> str:
    """A level of a list."""
    return f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


@habit
def key_by_underline() -> bytes:
    return docx(
        *asked(1, "Đảng ta thành lập năm nào?", YEARS, 1, "u"),
        *asked(2, "Thủ đô nước ta?", CITIES, 1, label=("u",)),
        *asked(3, "Cố đô nước ta?", CITIES, 0, "u"),
    )


@habit
def key_by_colour() -> bytes:
    red, dark, theme = (
        '<w:color w:val="C00000"/>',
        '<w:color w:val="0D0D0D"/>',
        '<w:color w:val="ED7D31" w:themeColor="accent2"/>',
    )
    rows = [para("Câu 1. Đảng ta thành lập năm nào?")]
    rows += [
        para(props(red if text == "1930" else dark, f"{letter}. {text}"))
        for letter, text in zip("ABCD", YEARS, strict=True)
    ]
    rows += [para("Câu 2. Thủ đô nước ta?")]
    rows += [
        para(props(theme if text == "Hà Nội" else "", f"{letter}. {text}"))
        for letter, text in zip("ABCD", CITIES, strict=True)
    ]
    return docx(*rows)


@habit
def key_by_highlight_and_shading() -> bytes:
    lit, shaded, white = (
        '<w:highlight w:val="yellow"/>',
        '<w:shd w:val="clear" w:fill="FFFF00"/>',
        '<w:shd w:val="clear" w:fill="FFFFFF"/>',
    )
    rows = [para("Câu 1. Đảng ta thành lập năm nào?")]
    rows += [
        para(props(lit if text == "1930" else white, f"{letter}. {text}"))
        for letter, text in zip("ABCD", YEARS, strict=True)
    ]
    rows += [para("Câu 2. Thủ đô nước ta?")]
    # The blanks around another option are lit by a slip of the mouse.
    rows += [
        para(
            props(lit, "  "),
            props(shaded if text == "Hà Nội" else "", f"{letter}. {text}"),
            props(lit, "   "),
        )
        for letter, text in zip("ABCD", CITIES, strict=True)
    ]
    return docx(*rows)


@habit
def bold_everywhere_underlined_key() -> bytes:
    rows = []
    for number, (text, options) in enumerate(
        (("Đảng ta thành lập năm nào?", YEARS), ("Thủ đô nước ta?", CITIES)), start=1
    ):
        rows.append(para(run(f"Câu {number}: {text}", "b")))
        rows += [
            para(run(f"{letter}. {one}", "b", *(("u",) if place == 1 else ())))
            for place, (letter, one) in enumerate(zip("ABCD", options, strict=True))
        ]
    return docx(*rows)


@habit
def bold_stem_bold_key() -> bytes:
    rows = []
    for number, (text, options) in enumerate(
        (("Đảng ta thành lập năm nào?", YEARS), ("Thủ đô nước ta?", CITIES)), start=1
    ):
        rows.append(para(run(f"Câu {number}: ", "b"), run(text, "b")))
        rows += [
            para(run(f"{letter}. {one}", *(("b",) if place == 1 else ())))
            for place, (letter, one) in enumerate(zip("ABCD", options, strict=True))
        ]
    return docx(*rows)


@habit
def key_by_a_style() -> bytes:
    right = '<w:style w:type="character" w:styleId="DapAn"><w:name w:val="Đáp án đúng"/><w:basedOn w:val="Manh"/></w:style>'
    base = '<w:style w:type="character" w:styleId="Manh"><w:name w:val="Mạnh"/><w:rPr><w:b/><w:color w:val="FF0000"/></w:rPr></w:style>'
    whole = '<w:style w:type="paragraph" w:styleId="Dung"><w:name w:val="Ý đúng"/><w:rPr><w:u w:val="single"/></w:rPr></w:style>'
    rows = [para("Câu 1. Đảng ta thành lập năm nào?")]
    rows += [
        para(props('<w:rStyle w:val="DapAn"/>' if text == "1930" else "", f"{letter}. {text}"))
        for letter, text in zip("ABCD", YEARS, strict=True)
    ]
    rows += [para("Câu 2. Thủ đô nước ta?")]
    rows += [
        f"<w:p><w:pPr>{'<w:pStyle w:val=' + chr(34) + 'Dung' + chr(34) + '/>' if text == 'Hà Nội' else ''}</w:pPr>{run(f'{letter}. {text}')}</w:p>"
        for letter, text in zip("ABCD", CITIES, strict=True)
    ]
    return docx(*rows, parts=styles(base, right, whole))


@habit
def bold_switched_off_in_a_bold_style() -> bytes:
    style = '<w:style w:type="paragraph" w:styleId="Y"><w:name w:val="Ý"/><w:rPr><w:b/></w:rPr></w:style>'
    rows = [para("Câu 1. Đảng ta thành lập năm nào?")]
    rows += [
        f'<w:p><w:pPr><w:pStyle w:val="Y"/></w:pPr>{props("" if text == "1930" else "<w:b w:val=" + chr(34) + "0" + chr(34) + "/>", f"{letter}. {text}")}</w:p>'
        for letter, text in zip("ABCD", YEARS, strict=True)
    ]
    return docx(*rows, parts=styles(style))


@habit
def words_numbers_on_two_levels() -> bytes:
    rows = []
    for text, options in (("Đảng ta thành lập năm nào?", YEARS), ("Thủ đô nước ta?", CITIES)):
        rows.append(para(text, level=(1, 0)))
        rows += [
            para(run(one, *(("b",) if place == 1 else ())), level=(1, 1)) for place, one in enumerate(options)
        ]
    return docx(
        *rows,
        parts={"word/numbering.xml": numbering(("decimal", "Câu %1:"), ("upperLetter", "%2.")).encode()},
    )


@habit
def words_letters_begin_anew() -> bytes:
    rows = []
    for number, (text, options) in enumerate(
        (("Đảng ta thành lập năm nào?", YEARS), ("Thủ đô nước ta?", CITIES)), start=1
    ):
        rows.append(para(f"Câu {number}. {text}"))
        rows += [para(one, level=(number, 0)) for one in options]
    rows += ["ĐÁP ÁN", "1-B; 2-B"]
    nums = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    return docx(
        *rows,
        parts=lists(
            f'<w:abstractNum w:abstractNumId="0">{level(0, "upperLetter", "%1)")}</w:abstractNum>', nums
        ),
    )


@habit
def questions_counted_on_by_a_second_list() -> bytes:
    """Two lists of one abstract list: Word counts on, 1 and 2."""
    rows = [
        para("Đảng ta thành lập năm nào?", level=(1, 0)),
        *(f"{letter}. {one}" for letter, one in zip("ABCD", YEARS, strict=True)),
    ]
    rows += [
        para("Thủ đô nước ta?", level=(2, 0)),
        *(f"{letter}. {one}" for letter, one in zip("ABCD", CITIES, strict=True)),
    ]
    rows += [table(["Câu", "1", "2"], ["Đáp án", "B", "B"])]
    nums = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
    return docx(
        *rows,
        parts=lists(f'<w:abstractNum w:abstractNumId="0">{level(0, "decimal", "%1.")}</w:abstractNum>', nums),
    )


@habit
def numbers_through_styles() -> bytes:
    def styled(name: str, text: str, *marks: str) -> str:
        return f'<w:p><w:pPr><w:pStyle w:val="{name}"/></w:pPr>{run(text, *marks)}</w:p>'

    numbered = "".join(
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{name}"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        for name in ("CauHoi", "PhuongAn")
    )
    abstract = (
        '<w:abstractNum w:abstractNumId="0">'
        + level(0, "decimal", "Câu %1.", '<w:pStyle w:val="CauHoi"/>')
        + level(1, "upperLetter", "%2.", '<w:pStyle w:val="PhuongAn"/>')
        + "</w:abstractNum>"
    )
    rows = []
    for text, options in (("Đảng ta thành lập năm nào?", YEARS), ("Thủ đô nước ta?", CITIES)):
        rows.append(styled("CauHoi", text))
        rows += [
            styled("PhuongAn", one, *(("u",) if place == 1 else ())) for place, one in enumerate(options)
        ]
    parts = styles(numbered) | lists(abstract, '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>')
    return docx(*rows, parts=parts)


@habit
def options_in_text_boxes() -> bytes:
    inner = (
        "<w:txbxContent>"
        + "".join(
            para(run(f"{letter}. {one}", *(("b",) if letter == "B" else ())))
            for letter, one in zip("ABCD", YEARS, strict=True)
        )
        + "</w:txbxContent>"
    )
    box = (
        f'<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>{inner}</w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict>{inner}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    return docx("Câu 1. Đảng ta thành lập năm nào?", box, *asked(2, "Thủ đô nước ta?", CITIES, 1, "b"))


@habit
def options_in_a_table_of_four() -> bytes:
    return docx(
        "Câu 1. Đảng ta thành lập năm nào?", table(["A. 1929", "B. 1930"], ["C. 1945", "D. 1954"]), "Đáp án: B",
        "Câu 2. Thủ đô nước ta?", table(["A.", "Huế", "B.", "Hà Nội"], ["C.", "Vinh", "D.", "Đà Nẵng"]), "Đáp án: B",
    )  # fmt: skip


def cells(*found: str) -> str:
    """A row of cells in XML."""
    return "<w:tr>" + "".join(f"<w:tc>{one}</w:tc>" for one in found) + "</w:tr>"


@habit
def a_question_in_a_row() -> bytes:
    rows = [
        ["STT", "Câu hỏi", "A", "B", "C", "D", "Đáp án"],
        ["1", "Đảng ta thành lập năm nào?", *YEARS, "B"],
        ["2", "Thủ đô nước ta?", *CITIES, "B"],
        ["3", "Đâu là thành phố?", "Huế", "Sông Hồng", "", "", "A"],
    ]
    return docx("DANH SÁCH CÂU HỎI", table(*rows))


@habit
def a_question_with_its_options_in_a_cell() -> bytes:
    def whole(text: str, options: list[str]) -> str:
        return para(text) + "".join(
            para(f"{letter}. {one}") for letter, one in zip("ABCD", options, strict=True)
        )

    head = cells(para("STT"), para("Nội dung câu hỏi"), para("Đáp án"))
    body = cells(para("1"), whole("Đảng ta thành lập năm nào?", YEARS), para("B")) + cells(
        para("2"), whole("Thủ đô nước ta?", CITIES), para("B")
    )
    return docx(f"<w:tbl>{head}{body}</w:tbl>")


@habit
def true_and_false_columns() -> bytes:
    rows = [
        ["TT", "Nội dung", "Đúng", "Sai"],
        ["1", "Hà Nội là thủ đô.", "x", ""],
        ["2", "Huế là thủ đô hiện nay.", "", "x"],
        ["3", "Chưa đánh dấu.", "", ""],
    ]
    return docx(table(*rows))


@habit
def key_tables() -> bytes:
    blocks = []
    for number in range(1, 13):
        blocks += asked(
            number,
            f"Câu hỏi thứ {number} về pháp luật?",
            [f"Ý một {number}", f"Ý hai {number}", f"Ý ba {number}"],
        )
    keys = "ABCABCABCABC"
    first = table(
        ["Câu", *map(str, range(1, 7))],
        ["ĐA", *keys[:6]],
        ["Câu", *map(str, range(7, 13))],
        ["ĐA", *keys[6:]],
    )
    return docx(*blocks, "BẢNG ĐÁP ÁN", first)


@habit
def key_table_with_ticks() -> bytes:
    blocks = [*asked(1, "Đảng ta thành lập năm nào?", YEARS), *asked(2, "Thủ đô nước ta?", CITIES)]
    return docx(
        *blocks, "ĐÁP ÁN", table(["Câu", "A", "B", "C", "D"], ["1", "", "X", "", ""], ["2", "", "X", "", ""])
    )


@habit
def tabs_and_soft_breaks() -> bytes:
    return docx(
        para(run("Câu 1. Đảng ta thành lập năm nào?\nA. 1929\tB. 1930\nC. 1945\tD. 1954")), "Đáp án: B",
        para(run("Câu 2.\u00a0Thủ đô nước ta?\nA.\u00a0Huế\nB.\u00a0Hà Nội\nC.\u00a0Vinh")), "Đáp án:\u00a0B",
    )  # fmt: skip


@habit
def changes_and_hidden_text() -> bytes:
    old = f'<w:del w:id="1">{run(" cũ").replace("w:t ", "w:delText ").replace("</w:t>", "</w:delText>")}</w:del>'
    new = f'<w:ins w:id="2">{run(" hiện nay")}</w:ins>'
    hidden = props("<w:vanish/>", "B là đúng")
    moved = f'<w:moveFrom w:id="3">{run(" chỗ cũ")}</w:moveFrom><w:moveTo w:id="4">{run(" là")}</w:moveTo>'
    stem = f"<w:p>{run('Câu 1. Thủ đô')}{old}{new}{moved}{run(' thành phố nào?')}{hidden}</w:p>"
    # The mark at the end of a paragraph was deleted: it goes on in the next one.
    half = f'<w:p><w:pPr><w:rPr><w:del w:id="5"/></w:rPr></w:pPr>{run("Câu 2. Cố đô")}</w:p>'
    return docx(
        stem,
        "A. Huế",
        "B. Hà Nội",
        "Đáp án: B",
        half,
        para(run(" là thành phố nào?")),
        "A. Huế",
        "B. Hà Nội",
        "Đáp án: A",
    )


@habit
def fields_links_controls() -> bytes:
    link = f'<w:hyperlink r:id="rId9">{run("Luật Đất đai")}</w:hyperlink>'
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> REF a \\h </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        + run("2024")
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    smart = f'<w:smartTag w:element="place">{run("Hà Nội")}</w:smartTag>'
    note = '<w:r><w:footnoteReference w:id="1"/></w:r><w:r><w:commentReference w:id="1"/></w:r>'
    control = (
        f"<w:sdt><w:sdtPr/><w:sdtContent>{para('A. Chính phủ')}{para('B. Quốc hội')}</w:sdtContent></w:sdt>"
    )
    inner = (
        f"<w:p>{run('Câu 2. Thủ đô là ')}<w:sdt><w:sdtContent>{smart}</w:sdtContent></w:sdt>{run('?')}</w:p>"
    )
    contents = (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr><w:sdtContent>'
        + para("Câu 1. Ai ban hành?\t1")
        + "</w:sdtContent></w:sdt>"
    )
    return docx(contents, f"<w:p>{run('Câu 1. Ai ban hành ')}{link}{run(' năm ')}{field}{run('?')}{note}</w:p>", control, "Đáp án: B", inner, "A. Đúng", "B. Sai", "Đáp án: A",
                parts={"word/footnotes.xml": b"<w:footnotes/>", "word/header1.xml": b"<w:hdr/>"})  # fmt: skip


@habit
def labels_in_pieces() -> bytes:
    rows = [
        f"<w:p>{run('Câ')}{run('u ')}{run('1')}{run('.')}{run(' Đảng ta thành ')}{run('lập năm nào?')}</w:p>"
    ]
    rows += [
        f"<w:p>{run(letter, *(('u',) if letter == 'B' else ()))}{run('.')}{run(' ' + one[:2])}{run(one[2:])}</w:p>"
        for letter, one in zip("ABCD", YEARS, strict=True)
    ]
    return docx(*rows)


@habit
def struck_out() -> bytes:
    strike = "<w:strike/>"
    rows = [para("Câu 1. Đảng ta thành lập năm nào?")]
    rows += [
        para(props("" if text == "1930" else strike, f"{letter}. {text}"))
        for letter, text in zip("ABCD", YEARS, strict=True)
    ]
    rows += [para("Câu 2. Thủ đô nước ta?")]
    rows += [
        para(props(strike if text == "Hà Nội" else "", f"{letter}. {text}"))
        for letter, text in zip("ABCD", CITIES, strict=True)
    ]
    return docx(*rows, "Đáp án: B")


@habit
def marks_against_each_other() -> bytes:
    return docx(
        *asked(1, "Gạch chân một ý, bảng ghi ý khác?", YEARS, 1, "u"),
        *asked(2, "Đúng cả hai nơi?", CITIES, 1, "u"),
        "Câu 3. In đậm ý này, tô màu ý kia?", para(run("A. Một", "b")), para(run("B. Hai", "high")), "C. Ba",
        "ĐÁP ÁN", table(["1", "2"], ["C", "B"]),
    )  # fmt: skip


@habit
def pictures_and_equations() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (4, 4), (200, 0, 0)).save(out, "PNG")
    drawing = '<w:r><w:drawing><wp:docPr descr="{alt}"/><a:blip r:embed="{id}"/></w:drawing></w:r>'
    fraction = "<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>x</m:t></m:r></m:den></m:f></m:oMath>"
    links = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Target="media/image1.png"/>'
        '<Relationship Id="rId2" Target="media/image2.wmf"/></Relationships>'
    )
    return docx(
        f"<w:p>{run('Câu 1. Biển nào là biển cấm?')}</w:p>",
        f"<w:p>{run('A. ')}{drawing.format(alt='Biển tròn đỏ', id='rId1')}</w:p>", "B. Không có biển nào", "Đáp án: A",
        f"<w:p>{run('Câu 2. Tính ')}{fraction}{run(' khi x = 2, m')}{run('2', 'sup')}{run(' và H')}{run('2', 'sub')}{run('O')}</w:p>",
        "A. 0,5", "B. 2", "Đáp án: A",
        f"<w:p>{run('Câu 3. Công thức cũ ')}{drawing.format(alt='', id='rId2')}{run(' bằng bao nhiêu?')}</w:p>", "A. 1", "B. 2", "Đáp án: A",
        parts={"word/_rels/document.xml.rels": links.encode(), "word/media/image1.png": out.getvalue(), "word/media/image2.wmf": b"\xd7\xcd\xc6\x9a"},
    )  # fmt: skip


@habit
def letters_of_old_fonts() -> bytes:
    return docx(
        "C©u 1. §¶ng ta thµnh lËp n¨m nµo?",
        "A. N¨m 1929",
        "B. N¨m 1930",
        "§¸p ¸n: B",
        "C©u 2. Thñ ®« n­íc ta lµ thµnh phè nµo?",
        "A. HuÕ",
        "B. Hµ Néi",
        "§¸p ¸n: B",
    )


@habit
def signs_of_fonts() -> bytes:
    tick, empty = (
        '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>',
        '<w:r><w:sym w:font="Wingdings" w:char="F0A8"/></w:r>',
    )
    alpha = '<w:r><w:sym w:font="Symbol" w:char="F061"/></w:r>'
    rows = ["Câu 1. Đảng ta thành lập năm nào?"]
    rows += [
        f"<w:p>{tick if one == '1930' else empty}{run(f' {letter}. {one}')}</w:p>"
        for letter, one in zip("ABCD", YEARS, strict=True)
    ]
    rows += [f"<w:p>{run('Câu 2. Góc ')}{alpha}{run(' là góc gì?')}</w:p>", "A. Nhọn", "B. Tù", "Đáp án: A"]
    return docx(*rows)


@habit
def odd_names_in_the_archive() -> bytes:
    whole = docx(*asked(1, "Đảng ta thành lập năm nào?", YEARS, 1, "u"))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(out, "w") as new:
        new.writestr(
            "_rels/.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="/word/document2.xml"/></Relationships>',
        )
        new.writestr("word/document2.xml", old.read("word/document.xml"))
        new.writestr("word/vbaProject.bin", b"macro")
    return out.getvalue()


@habit
def strict_open_xml() -> bytes:
    whole = docx(*asked(1, "Đảng ta thành lập năm nào?", YEARS, 1, "u"))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(out, "w") as new:
        xml = old.read("word/document.xml").replace(
            b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        )
        new.writestr("word/document.xml", xml)
    return out.getvalue()


@habit
def bullets_of_word() -> bytes:
    rows = []
    for number, (text, options) in enumerate(
        (("Đảng ta thành lập năm nào?", YEARS), ("Thủ đô nước ta?", CITIES)), start=1
    ):
        rows.append(para(run(f"Câu {number}. {text}", "b")))
        rows += [
            para(run(one, *(("red",) if place == 1 else ())), level=(1, 0))
            for place, one in enumerate(options)
        ]
    return docx(*rows, parts={"word/numbering.xml": numbering(("bullet", "\uf0b7")).encode()})


@habit
def a_whole_document() -> bytes:
    """Head lines, parts, page numbers, a shaded table of the head: what surrounds a list."""
    head = table(
        ["ĐẢNG BỘ XÃ HÒA BÌNH", "ĐẢNG CỘNG SẢN VIỆT NAM"],
        ["BAN TỔ CHỨC HỘI THI", "Hòa Bình, ngày 05 tháng 02 năm 2026"],
    )
    return docx(
        head, "BỘ CÂU HỎI HỘI THI BÍ THƯ CHI BỘ GIỎI", "(Kèm theo Kế hoạch số 05-KH/ĐU)", "I. Kiến thức chung", *asked(1, "Đảng ta thành lập năm nào?", YEARS, 1, "b"),
        "", *asked(2, "Thủ đô nước ta?", CITIES, 1, "b"), "Trang 1/2", "II. Kiến thức pháp luật", *asked(3, "Ai ban hành luật?", ["Chính phủ", "Quốc hội"], 1, "b"),
        "Nơi nhận:", "- Các chi bộ;", "- Lưu VT.", "T/M BAN TỔ CHỨC",
    )  # fmt: skip


@habit
def words_struck_out() -> bytes:
    """Words that somebody deleted by a line through them."""
    return docx(
        *asked(1, "Đảng ta thành lập năm nào?", YEARS[:2], 1, "b"), para(run("C. Mùa thu năm 1945 "), props("<w:strike/>", "1946")),
        *asked(2, "Thủ đô nước ta?", CITIES, 1, "b"),
    )  # fmt: skip


@habit
def true_and_false_in_a_line() -> bytes:
    """“Đúng  Sai” under a statement, the right one underlined."""
    return docx(
        para(run("Câu 1. Đảng ta thành lập năm 1930.")), para(run("Đúng", "u"), run("\t\t"), run("Sai")),
        para(run("Câu 2. Công dân đủ 16 tuổi được bầu cử.")), para(run("Đúng"), run("\t\t"), run("Sai", "u")),
    )  # fmt: skip


@habit
def letters_in_cells_of_their_own() -> bytes:
    """“Câu 1 | …”, “A | …”, “B | …”: letters without a full stop."""
    return docx(
        table(
            ["Câu 1", "Đảng ta thành lập năm nào?"], ["A", "1929"], ["B", "1930"], ["Đáp án", "B"],
            ["Câu 2", "Nhóm máu nào cho được mọi nhóm?"], ["A", "AB"], ["B", "O"], ["Đáp án", "B"],
        )
    )  # fmt: skip


@habit
def keys_with_their_reasons() -> bytes:
    """A table of keys at the end with the articles of the law beside them."""
    return docx(
        *asked(1, "Đảng ta thành lập năm nào?", YEARS), *asked(2, "Thủ đô nước ta?", CITIES), "ĐÁP ÁN",
        table(["Câu", "Đáp án", "Căn cứ"], ["1", "B", "Điều 5. Khoản 1"], ["2", "B", "Điều 13, Hiến pháp 2013"]),
    )  # fmt: skip


GROUPS = [
    ("Đảng ta thành lập năm nào?", YEARS, 1),
    ("Thủ đô của nước ta là", CITIES, 1),
    ("Theo em, cố đô của nước ta ở đâu?", CITIES, 0),
    ("C. Mác sinh năm nào?", ["1818", "1820", "1870", "1883"], 0),
]


def grouped(mark: str, gap: bool) -> list[str]:
    """Questions without numbers and letters, parted by blank lines or by nothing."""
    found = []
    for text, options, right in GROUPS:
        found.append(para(run(text, "b")))
        found += [para(run(option, *((mark,) if at == right else ()))) for at, option in enumerate(options)]
        found += [para("")] if gap else []
    return found


@habit
def without_numbers_key_underlined() -> bytes:
    return docx(para(run("CÂU HỎI TÌM HIỂU", "b")), para(""), *grouped("u", True))


@habit
def without_numbers_and_blanks_key_in_red() -> bytes:
    rows = [row for row in grouped("red", False) if "Thủ đô của nước ta là" not in row]
    return docx(*rows[:5], *rows[9:])


@habit
def without_numbers_a_question_in_a_paragraph() -> bytes:
    """Soft line breaks between a question and its options."""
    return docx(
        *(
            para(
                run(text),
                *(
                    run("\n" + option, *(("high",) if at == right else ()))
                    for at, option in enumerate(options)
                ),
            )
            for text, options, right in GROUPS
        )
    )


@habit
def without_numbers_boxes_of_forms() -> bytes:
    """The boxes to click on, which Word writes as ☒ and ☐."""
    rows = []
    for text, options, right in GROUPS:
        rows.append(para(text))
        for at, option in enumerate(options):
            sign = "☒" if at == right else "☐"
            box = f"<w:sdt><w:sdtPr/><w:sdtContent>{run(sign)}</w:sdtContent></w:sdt>"
            rows.append(f"<w:p>{box}{run(' ' + option)}</w:p>")
    return docx(*rows)


@habit
def without_numbers_an_option_apart() -> bytes:
    """An option that a blank line parts from the others, and a heading that isn't one: flagged."""
    rows = grouped("u", True)
    rows.insert(4, para(""))
    return docx(*rows)


@habit
def answers_in_prose() -> bytes:
    """Questions with written answers, and no choice: none of them is one."""
    rows = []
    for at, (text, _, _) in enumerate(GROUPS):
        rows += [para(run(text, "b")), "Đồng chí cần nêu được các ý chính.", *["Một ý nữa."] * at, para("")]
    return docx(*rows)


@habit
def a_bulleted_list_in_the_words() -> bytes:
    """Bullets of the question's own words before lettered options, and bullets that are options."""
    return docx(
        "Câu 1. Cho các đức tính:", "- Trung thực", "- Trách nhiệm", "Các đức tính này thuộc nhóm nào?",
        para(run("A. Phẩm chất", "u")), "B. Năng lực",
        "Câu 2. Đức tính nào thuộc phẩm chất?", para(run("- Trung thực", "u")), "- Bơi giỏi",
    )  # fmt: skip


@habit
def table_options_in_a_column() -> bytes:
    """All options in a cell, with letters or a line each, and the key in a letter or in words."""
    return docx(
        table(
            ["TT", "Câu hỏi", "Phương án trả lời", "Đáp án", "Căn cứ"],
            ["1", "Đảng ta thành lập năm nào?", "A. 1929\nB. 1930\nC. 1945\nD. 1954", "B", "Lịch sử Đảng"],
            ["2", "Thủ đô nước ta?", "Huế\nHà Nội\nVinh\nĐà Nẵng", "b", ""],
            ["3", "Cố đô nước ta?", "Huế\nHà Nội\nVinh", "Huế", ""],
        )
    )


@habit
def table_options_under_the_title_of_keys() -> bytes:
    """“Đáp án” over cells that hold all options, the right one in bold."""
    rows = [
        run("a. 1929\n") + run("b. 1930", "b") + run("\nc. 1945\nd. 1954"),
        run("a. Huế", "b") + run("\nb. Hà Nội\nc. Vinh"),
    ]
    texts = ["Đảng ta thành lập năm nào?", "Cố đô nước ta?"]
    body = [[f"{at}", text, row] for at, (text, row) in enumerate(zip(texts, rows, strict=True), 1)]
    return docx(table(["TT", "Câu hỏi", "Đáp án"], *body))


@habit
def table_an_option_a_row() -> bytes:
    """The options under each other, the right one ticked: beside a question that is merged, or with letters for numbers."""
    return docx(
        table(
            ["TT", "Câu hỏi", "Phương án", "Đáp án đúng"],
            ["1", "Đảng ta thành lập năm nào?", "A. 1929", ""],
            ["", "", "B. 1930", "X"],
            ["", "", "C. 1945", ""],
            ["2", "Thủ đô nước ta?", "Huế", ""],
            ["", "", "Hà Nội", "x"],
        ),
        table(
            ["TT", "Nội dung", "Đáp án"],
            ["1", "Cố đô nước ta?", ""],
            ["a", "Huế", "x"],
            ["b", "Vinh", ""],
            ["2", "Câu chưa có đáp án?", ""],
            ["a)", "Một", ""],
            ["b)", "Hai", ""],
        ),
    )


@habit
def table_a_title_over_the_options() -> bytes:
    """Titles in two rows: one over the letters of all options, the others over both rows."""
    title = f'<w:tc><w:tcPr><w:gridSpan w:val="3"/></w:tcPr>{para("Phương án trả lời")}</w:tc>'

    def cells(*texts: str) -> str:
        return "".join(f"<w:tc>{para(text)}</w:tc>" for text in texts)

    rows = [
        cells("STT", "Câu hỏi") + title + cells("Đáp án"),
        cells("", "", "A", "B", "C", ""),
        cells("1", "Đảng ta thành lập năm nào?", "1929", "1930", "1945", "B"),
        cells("2", "Thủ đô nước ta?", "Huế", "Vinh", "Hà Nội", "C"),
    ]
    return docx(f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>")


@habit
def table_statements_that_begin_like_titles() -> bytes:
    """“Tình huống: …” in a row is a statement, and no title printed again."""
    return docx(
        table(
            ["TT", "Nội dung", "Đúng", "Sai"],
            ["1", "Nội dung: chi bộ họp mỗi tháng một lần.", "x", ""],
            ["2", "Tình huống: đảng viên vắng họp là được.", "", "x"],
        )
    )


@habit
def key_in_bold_beside_bold_letters() -> bytes:
    """Every letter is in bold, and only the words of the right option are."""
    return docx(
        *(
            line
            for number, (text, options, right) in enumerate(
                (("Đảng ta thành lập năm nào?", YEARS, 1), ("Thủ đô nước ta?", CITIES, 1)), start=1
            )
            for line in (
                f"Câu {number}. {text}",
                *(
                    para(run(f"{'ABCD'[at]}. ", "b"), run(one, *(("b",) if at == right else ())))
                    for at, one in enumerate(options)
                ),
            )
        )
    )


@habit
def words_letters_that_go_on() -> bytes:
    """Word's own letters that nobody began anew: it shows E, F, G, H and then I under the further questions."""
    rows = []
    asked_ = (("Đảng ta thành lập năm nào?", YEARS), ("Thủ đô nước ta?", CITIES), ("Cố đô nước ta?", CITIES))
    for number, (text, options) in enumerate(asked_, start=1):
        rows.append(para(f"Câu {number}. {text}"))
        rows += [para(one, level=(1, 0)) for one in options]
    rows += ["ĐÁP ÁN", "1-B; 2-B; 3-A"]
    return docx(*rows, parts={"word/numbering.xml": numbering(("upperLetter", "%1.")).encode()})


def old(font: str, text: str, *inner: str) -> str:
    """A run in a font of the time before Unicode."""
    return props(f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}"/>{"".join(inner)}', text)


@habit
def parts_in_old_fonts() -> bytes:
    """A title and a question in Unicode among others in VNI and TCVN3; one whose font was left when it was typed anew."""
    bold = "<w:b/>"
    return docx(
        "NGÂN HÀNG CÂU HỎI HỘI THI",
        para(old("VNI-Times", "Caâu 1. Ñaûng ta thaønh laäp naêm naøo?")),
        para(old("VNI-Times", "A. Naêm 1929")), para(old("VNI-Times", "B. Naêm 1930", bold)),
        para(old(".VnTime", "C©u 2. Thñ ®« n­íc ta?")),
        para(old(".VnTime", "A. HuÕ")), para(old(".VnTime", "B. Hµ Néi", bold)),
        "Câu 3. Cố đô nước ta?", para(run("A. Huế", "b")), "B. Vinh",
        para(old(".VnTime", "Câu 4. Đèn đỏ nghĩa là gì?")),
        para(old(".VnTime", "A. Được đi")), para(old(".VnTime", "B. Phải dừng", bold)),
    )  # fmt: skip


@habit
def a_page_number_among_the_options() -> bytes:
    """A number alone in a line under an option is said; it may be the page's."""
    return docx(
        "Câu 1. Đảng ta thành lập năm nào?", "A. Năm 1929", "7", para(run("B. Năm 1930", "u")), "C. Năm 1945",
        "Câu 2. Thủ đô nước ta?", "A. Huế", para(run("B. Hà Nội", "u")),
    )  # fmt: skip


@habit
def key_table_with_ticks_across() -> bytes:
    """Numbers over the columns, letters down the side."""
    return docx(
        *asked(1, "Đảng ta thành lập năm nào?", YEARS),
        *asked(2, "Thủ đô nước ta?", CITIES),
        *asked(3, "Cố đô nước ta?", CITIES),
        "ĐÁP ÁN",
        table(
            ["Câu", "1", "2", "3"], ["A", "", "", "x"], ["B", "x", "x", ""], ["C", "", "", ""], ["D", "", "", ""],
        ),
    )  # fmt: skip


@habit
def a_number_that_is_an_option_too() -> bytes:
    """“Đáp án: 3” may be the third option, or the one that says 3: flagged."""
    return docx(
        "Câu 1. Một tổ có mấy người?", "1- 2", "2- 3", "3- 4", "Đáp án: 3",
        "Câu 2. Một năm có mấy quý?", "1- 4", "2- 12", "3- 2", "Đáp án: 1",
    )  # fmt: skip


@habit
def table_lines_of_options_that_are_cut() -> bytes:
    """Cells of options without letters: where their number differs from the others', the question is looked at."""
    return docx(
        table(
            ["TT", "Câu hỏi", "Phương án", "Đáp án"],
            ["1", "Thủ đô nước ta?", "Huế\nHà Nội\nVinh", "B"],
            ["2", "Cố đô nước ta?", "Huế\nHà Nội\nVinh", "A"],
            ["3", "Ai lãnh đạo?", "Đảng Cộng sản\nViệt Nam\nQuốc hội\nChính phủ", "C"],
            ["4", "Đảng viên có quyền bảo lưu ý kiến?", "Đúng\nSai", "A"],
        )
    )


@habit
def a_question_struck_out() -> bytes:
    """A question that somebody struck out as a whole."""
    struck = "<w:strike/>"
    return docx(
        f"<w:p>{props(struck, 'Câu 1. Đảng ta thành lập năm nào?')}</w:p>",
        f"<w:p>{props(struck, 'A. 1929')}</w:p>", f"<w:p>{props(struck, 'B. 1930')}</w:p>", "Đáp án: B",
        "Câu 2. Thủ đô nước ta?", "A. Huế", "B. Hà Nội", "Đáp án: B",
    )  # fmt: skip


@habit
def numbers_typed_behind_numbers_of_word() -> bytes:
    """Word writes “Câu 1:” and so did the author."""
    rows = []
    for number, (text, options) in enumerate(
        (("Đảng ta thành lập năm nào?", YEARS), ("Thủ đô nước ta?", CITIES)), 1
    ):
        rows.append(para(f"Câu {number}: {text}", level=(1, 0)))
        rows += [
            para(run(f"{'ABCD'[at]}. {one}", *(("u",) if at == 1 else ()))) for at, one in enumerate(options)
        ]
    return docx(*rows, parts={"word/numbering.xml": numbering(("decimal", "Câu %1:")).encode()})


@habit
def table_options_in_a_line_or_with_bullets() -> bytes:
    """A cell of options in one line with small letters, or with bullets."""
    return docx(
        table(
            ["TT", "Câu hỏi", "Phương án", "Đáp án"],
            ["1", "Thủ đô nước ta?", "a) Huế b) Hà Nội c) Vinh", "b"],
            ["2", "Cố đô nước ta?", "- Huế\n- Hà Nội\n- Vinh", "Huế"],
        )
    )


@habit
def table_options_under_a_title_of_its_own() -> bytes:
    """A title that no list of titles knows, over cells that hold all options."""
    return docx(
        table(
            ["STT", "Nội dung câu hỏi", "Đáp án lựa chọn", "Đáp án đúng", "Điểm"],
            ["01", "Thủ đô nước ta?", "a) Huế\nb) Hà Nội\nc) Vinh", "Đáp án b", "1"],
            ["02", "Cố đô nước ta?", "a) Huế\nb) Hà Nội\nc) Vinh", "Đáp án a", "1"],
        ),
        table(
            ["STT", "Câu hỏi", "Nội dung chọn", "Đáp án"],
            ["3", "Đảng ta thành lập năm nào?", "1929\n1930\n1945", "B"],
            ["4", "Cờ nước ta có mấy cánh sao?", "Bốn\nNăm\nSáu", "Năm"],
        ),
    )


@habit
def cards_of_a_question() -> bytes:
    """A row for each part of a question: its level above it, its options with their titles, numbers as letters."""
    years = [[f"Phương án {letter}", year] for letter, year in zip("ABCD", YEARS, strict=True)]
    cities = [[f"Phương án {at}", city] for at, city in enumerate(CITIES, 1)]
    return docx(
        table(
            ["Mã câu hỏi", "PL001"], ["Mức độ", "Nhận biết"], ["Câu hỏi", "Đảng ta thành lập năm nào?"], *years,
            ["Đáp án", "B"], ["Điểm", "1"], ["Giải thích", "Ngày 03/02/1930."],
        ),
        "",
        table(["Câu hỏi số", "2"], ["Nội dung", "Thủ đô nước ta?"], ["Đáp án đúng", "B"], *([letter, one] for letter, one in zip("ABCD", CITIES, strict=True))),
        "",
        table(["Câu hỏi 3", "Thủ đô nước ta ở đâu?"], *cities, ["Đáp án", "2"]),
        "",
        table(["Câu 4", "Cố đô nước ta ở đâu?"], *([str(at), one] for at, one in enumerate(CITIES, 1)), ["Đáp án", "1"]),
        "",
        table(["Câu 5", "Cờ nước ta có mấy cánh sao?"], ["Phương án", "A. Bốn\nB. Năm"], ["Đáp án", "B"]),
        "",
        table(["Câu 6", "Quốc ca nước ta là bài nào?"], ["Phương án", "Tiến quân ca\nDiệt phát xít"], ["Đáp án", "A"]),
    )  # fmt: skip


@habit
def letters_between_options_in_a_row() -> bytes:
    """A bare letter in every other cell."""
    return docx(
        "Câu 1. Thủ đô nước ta?", table(["A", "Huế", "B", "Hà Nội"], ["C", "Vinh", "D", "Đà Nẵng"]), "Đáp án: B",
        "Câu 2. Cố đô nước ta?", table(["A", "Huế", "B", "Hà Nội", "C", "Vinh"]), "Đáp án: A",
    )  # fmt: skip


@habit
def keys_of_two_exam_codes() -> bytes:
    """Two columns, or rows, of keys: where they differ, which one holds is asked."""
    listed = [*asked(1, "Đảng ta thành lập năm nào?", YEARS), *asked(2, "Thủ đô nước ta?", CITIES)]
    return docx(
        "PHẦN I", *listed, "Đáp án phần I",
        table(["Câu", "Mã đề 101", "Mã đề 102"], ["1", "B", "C"], ["2", "B", "B"]),
        "PHẦN II", *asked(1, "Cố đô nước ta?", CITIES), *asked(2, "Cờ nước ta có mấy cánh sao?", ["Bốn", "Năm"]), "Đáp án phần II",
        table(["Câu", "1", "2"], ["101", "B", "B"], ["102", "C", "B"]),
    )  # fmt: skip


@habit
def keys_of_two_exam_codes_after_parts() -> bytes:
    """One table for two codes, after parts that begin anew: the second code's keys aren't the second part's."""
    return docx(
        "PHẦN I", *asked(1, "Đảng ta thành lập năm nào?", YEARS), *asked(2, "Thủ đô nước ta?", CITIES),
        "PHẦN II", *asked(1, "Cố đô nước ta?", CITIES), *asked(2, "Cờ nước ta có mấy cánh sao?", ["Bốn", "Năm"]),
        table(["Câu", "Mã đề 101", "Mã đề 102"], ["1", "B", "C"], ["2", "B", "A"]),
    )  # fmt: skip


@habit
def keys_of_the_exam_code_it_says() -> bytes:
    """The keys of all codes, beside each other and under each other, after a paper that says which one it is."""
    return docx(
        "MÔN: LỊCH SỬ - Mã đề: 102",
        *asked(1, "Đảng ta thành lập năm nào?", YEARS),
        *asked(2, "Thủ đô nước ta?", CITIES),
        "ĐÁP ÁN CÁC MÃ ĐỀ",
        table(["Câu", "101", "102"], ["1", "C", "B"], ["2", "A", "B"]),
        "PHẦN II",
        *asked(3, "Cố đô nước ta?", CITIES),
        *asked(4, "Cờ nước ta có mấy cánh sao?", ["Bốn", "Năm"]),
        "ĐÁP ÁN",
        table(["Mã đề", "3", "4"], ["101", "B", "A"], ["102", "A", "B"]),
    )


@habit
def keys_behind_points() -> bytes:
    """The points of a question are no number of one."""
    listed = [
        *asked(1, "Đảng ta thành lập năm nào?", YEARS),
        *asked(2, "Thủ đô nước ta?", CITIES),
        *asked(3, "Cố đô nước ta?", CITIES),
        *asked(4, "Cố đô xưa ở đâu?", CITIES),
    ]
    titles = ["Câu", "Điểm", "Đáp án"]
    return docx(
        *listed, "ĐÁP ÁN",
        table([*titles, *titles], ["1", "2", "B", "3", "2", "A"], ["2", "2", "B", "4", "2", "A"]),
    )  # fmt: skip


@habit
def table_two_key_columns() -> bytes:
    """The key of a second author, which differs once; a letter of the key struck out and another beside it."""
    struck = f"{props('<w:strike/>', 'A')}{run(' B')}"
    return docx(
        table(
            ["STT", "Câu hỏi", "A", "B", "C", "D", "Đáp án", "Đáp án phản biện"],
            ["1", "Đảng ta thành lập năm nào?", *YEARS, "B", "B"],
            ["2", "Thủ đô nước ta?", *CITIES, "B", "A"],
            ["3", "Thủ đô nước ta ở đâu?", *CITIES, struck, ""],
        )
    )


@habit
def table_wrong_answers() -> bytes:
    """The right answer, and the wrong ones in columns or in a cell; options by numbers in a cell."""
    return docx(
        table(
            ["STT", "Câu hỏi", "Đáp án đúng", "Đáp án sai 1", "Đáp án sai 2"],
            ["1", "Thủ đô nước ta?", "Hà Nội", "Huế", "Vinh"],
        ),
        table(["STT", "Câu hỏi", "Đáp án đúng", "Phương án nhiễu"], ["2", "Cố đô nước ta?", "Huế", "Vinh\nHà Nội"]),
        table(
            ["STT", "Câu hỏi", "Phương án", "Đáp án"],
            ["3", "Đảng ta thành lập năm nào?", "1. 1929\n2. 1930\n3. 1945", "2"],
        ),
    )  # fmt: skip


@habit
def table_options_ticked_behind() -> bytes:
    """“Đ” and “S”, or a cross, behind options with letters of their own; “D” is a letter there."""
    return docx(
        table(
            ["Câu 1", "Thủ đô nước ta?", ""],
            *([letter, one, "Đ" if one == "Hà Nội" else "S"] for letter, one in zip("ABCD", CITIES, strict=True)),
            ["Câu 2", "Cố đô nước ta?", ""],
            *([letter, one, "x" if one == "Huế" else ""] for letter, one in zip("ABCD", CITIES, strict=True)),
        )
    )  # fmt: skip


def main() -> None:
    """Write every file."""
    for name, build in FILES.items():
        (HERE / f"word-{name}.docx").write_bytes(build())


if __name__ == "__main__":
    main()
