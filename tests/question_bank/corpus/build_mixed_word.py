# ruff: noqa: E501 - XML is read at a glance
"""Builds further `word-*.docx` of the corpus: `python -m tests.question_bank.corpus.build_mixed_word`.

Documents as offices write them: prose, tables and lists in one file, several habits in each, and slips of the hand.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.question_bank.exchange.documents import docx, para, run, table

HERE = Path(__file__).parent
FILES: dict[str, Callable[[], bytes]] = {}
YEARS = ["1929", "1930", "1945", "1954"]
CITIES = ["Huế", "Hà Nội", "Vinh", "Đà Nẵng"]


def habit(build: Callable[[], bytes]) -> Callable[[], bytes]:
    """A file of the corpus, named after the function."""
    FILES[build.__name__.replace("_", "-")] = build
    return build


def asked(head: str, options: list[str], *below: str, form: str = "{}. {}") -> list[str]:
    """A question in a paragraph each, and what stands below it."""
    return [head, *(form.format(*one) for one in zip("ABCDEFGH", options, strict=False)), *below]


def row(*cells: str | tuple[str, int]) -> str:
    """A row of a table; a cell is a paragraph in XML or a text, with how many columns it spans."""
    found = []
    for cell in cells:
        text, span = cell if isinstance(cell, tuple) else (cell, 1)
        own = text if text.startswith("<") else para(text)
        found.append(f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr>{own}</w:tc>')
    return f"<w:tr>{''.join(found)}</w:tr>"


@habit
def mixed_points_rules_situations() -> bytes:
    """A table of points, lists in explanations, situations with model answers, pages' heads, a second kind of numbers."""
    return docx(
        "CƠ CẤU ĐIỂM",
        table(["TT", "Phần thi", "Thời gian", "Điểm"], ["1", "Kiến thức", "10 phút", "30"], ["2", "Tình huống", "7 phút", "50"]),
        "PHẦN THI THỨ NHẤT: KIẾN THỨC CHUNG",
        *asked("Câu 1. Đảng ta thành lập năm nào?", YEARS, "Đáp án: B", "Giải thích: gồm các ý:", "1. Một.", "2. Hai.", "3. Ba."),
        "Hội thi bí thư chi bộ giỏi – Trang 1",
        *asked("(TH) Câu 2. Thủ đô nước ta?", CITIES, "Đáp án B là đúng vì Hiến pháp quy định."),
        *asked("Câu 3*. Cố đô nước ta?", CITIES, "Trả lời: a)"),
        "Hội thi bí thư chi bộ giỏi – Trang 2",
        "PHẦN THI THỨ HAI: XỬ LÝ TÌNH HUỐNG",
        "Tình huống 1: Hai đảng viên nêu ý kiến trái với nghị quyết. Đồng chí xử lý thế nào?",
        "Gợi ý trả lời:", "1. Lắng nghe.", "2. Giải thích:", "a) Căn cứ Điều lệ;", "b) Căn cứ quy chế.",
        "Tình huống 2: Hai hộ dân tranh chấp lối đi. Đồng chí giải quyết ra sao?",
        "Gợi ý: hòa giải ở cơ sở.",
        "C. PHẦN TỰ LUẬN",
        "Câu 1 (6 điểm): Trình bày các hành vi tham nhũng.",
        "Đáp án:", "1) Nêu khái niệm.", "2) Nêu các hành vi.",
    )  # fmt: skip


@habit
def mixed_rules_counted_like_questions() -> bytes:
    """Rules under numbers of the same kind: flagged, and the first question holds none of them."""
    return docx(
        "1. Mỗi câu chỉ chọn một phương án.", "2. Thời gian làm bài 30 phút.", "NỘI DUNG CÂU HỎI",
        *asked("1. Đảng ta thành lập năm nào?", YEARS, "Đáp án: B"),
        *asked("2. Thủ đô nước ta?", CITIES, "Đáp án: B"),
    )  # fmt: skip


@habit
def mixed_questions_again_with_keys() -> bytes:
    """The questions, and in a second half the questions with their keys."""
    heads = ["Câu 1: Đảng ta thành lập năm nào?", "Câu 2: Thủ đô nước ta?"]
    return docx(
        "A. CÂU HỎI", *asked(heads[0], YEARS), *asked(heads[1], CITIES),
        "B. ĐÁP ÁN", heads[0], "Đáp án: B. 1930", heads[1], "Đáp án: B. Hà Nội",
    )  # fmt: skip


@habit
def mixed_asked_and_told() -> bytes:
    """“Hỏi: … Đáp: …” with points a), b) in an answer."""
    return docx(
        "Hỏi: Thế nào là dịch vụ công toàn trình?", "Đáp: Là dịch vụ làm hết trên mạng.",
        "Hỏi: Công dân có những quyền gì?", "Đáp: Có các quyền sau:", "a) Được biết;", "b) Đồng ý.",
    )  # fmt: skip


@habit
def slips_in_letters_and_numbers() -> bytes:
    """A letter without its dot, letters of several kinds, a forgotten number, a lost line break, words like a letter."""
    return docx(
        "Câu 1. Đảng ta thành lập năm nào?", "A. 1929", "B. 1930", "C 1945", "D. 1954", "Đáp án: C",
        "Câu 2. Thủ đô nước ta?", "A. Huế", "B, Hà Nội", "C. Vinh", "D. Đà Nẵng", "Đáp án: B",
        "Câu 3. Cố đô nước ta?", "A. Huế", "b. Hà Nội", "C) Vinh", "d/ Đà Nẵng", "Đáp án: A",
        "Cố đô xưa nữa là gì?", "A. Hoa Lư", "B. Hà Giang", "C. Hà Nam", "D. Hà Tiên", "Đáp án: A",
        *asked("Câu 5. Bình MFZ4 là bình gì?", ["Bình nước", "Bình bọt", "Bình bột"], "Đáp án: C. Bình bột"),
        "Câu 6. Số nào lớn nhất?", "A. Một", "B. Hai", "C. Ba", "D. Bốn Câu 7. Số nào nhỏ nhất?", "A. Một", "B. Hai", "C. Ba",
        "Câu 8. Quân khu 7 ở đâu?", "a) TP. HCM", "b) Huế", "c) Tỉnh Đ. Nai", "d) Vinh", "đ) Hà Nội", "Đáp án: đ",
        "Câu 9. Số nào chẵn?", "A. Một", "B. Ba / C. Hai <-- đúng / D. Năm",
        "ĐÁP ÁN PHẦN TRẮC NGHIỆM: 6-D, 7-A",
    )  # fmt: skip


@habit
def key_is_what_is_not_bold() -> bytes:
    return docx(
        *(
            block
            for number, (text, options, right) in enumerate(
                [("Đảng ta thành lập năm nào?", YEARS, 1), ("Thủ đô nước ta?", CITIES, 1), ("Cố đô nước ta?", CITIES, 0)], 1
            )
            for block in [
                para(run(f"Câu {number}. {text}", "b")),
                *(para(run(f"{'ABCD'[at]}. {one}", *([] if at == right else ["b"]))) for at, one in enumerate(options)),
            ]
        )
    )  # fmt: skip


@habit
def key_by_form_checkboxes() -> bytes:
    """The old form fields of Word."""

    def box(checked: int) -> str:
        own = f'<w:ffData><w:checkBox><w:default w:val="{checked}"/></w:checkBox></w:ffData>'
        return (
            f'<w:r><w:fldChar w:fldCharType="begin">{own}</w:fldChar></w:r><w:r><w:instrText> FORMCHECKBOX </w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        )

    return docx(
        "Câu 1. Thủ đô nước ta?",
        *(
            para(box(int(one == "Hà Nội")), run(f" {letter}. {one}"))
            for letter, one in zip("ABCD", CITIES, strict=True)
        ),
    )


@habit
def table_two_lists_abreast() -> bytes:
    """Two lists beside each other under the same titles, all options in the question's cell."""
    cell = "{}\nA. Huế\nB. Hà Nội\nC. Vinh"
    return docx(
        table(
            ["TT", "Câu hỏi", "Đ.A", "TT", "Câu hỏi", "Đ.A"],
            ["1", cell.format("Cố đô nước ta?"), "A", "3", cell.format("Thủ đô nước ta?"), "B"],
            ["2", cell.format("Thành Vinh ở đâu?"), "C", "4", cell.format("Cố đô xưa?"), "A"],
        )
    )


@habit
def table_ticks_under_letters() -> bytes:
    """The options and, in columns of the same letters, a tick under the right one; two rows of titles."""
    return docx(
        "<w:tbl>"
        + row("TT", "Câu hỏi", ("Phương án", 4), ("Đáp án đúng", 4))
        + row("", "", *"ABCD", *"ABCD")
        + row("1", "Đảng ta thành lập năm nào?", *YEARS, "", "x", "", "")
        + row("2", "Thủ đô nước ta?", *CITIES, "", "", "", "X")
        + "</w:tbl>"
    )


@habit
def table_options_under_one_wide_title() -> bytes:
    """Options two by two under a title over both, a row for each two."""
    return docx(
        "<w:tbl>"
        + row("STT", "Câu hỏi", ("Phương án", 2), "Đáp án")
        + row("1", "Đảng ta thành lập năm nào?", "A. 1929", "B. 1930", "B")
        + row("", "", "C. 1945", "D. 1954", "")
        + row("2", "Thủ đô nước ta?", "A. Huế", "B. Hà Nội", "B")
        + row("", "", "C. Vinh", "D. Đà Nẵng", "")
        + "</w:tbl>"
    )


@habit
def table_options_ticked_under_one_title() -> bytes:
    """“Câu hỏi / Phương án | Đúng”: the options in rows of the question's column."""
    return docx(
        table(
            ["STT", "Câu hỏi / Phương án", "Đúng"],
            ["1", "Thủ đô nước ta?", ""], ["", "A. Huế", ""], ["", "B. Hà Nội", "x"], ["", "C. Vinh", ""],
            ["2", "Cố đô nước ta?", ""], ["", "A. Huế", "x"], ["", "B. Hà Nội", ""], ["", "C. Vinh", ""],
        )
    )  # fmt: skip


@habit
def table_cut_by_a_page() -> bytes:
    """Titles again on the next page, words of a question in a row of their own, reasons under the key."""
    titles = ["TT", "Câu hỏi", "A", "B", "C", "Đ/án"]
    return docx(
        table(
            titles,
            ["1", "Theo Hiến pháp năm 2013, thủ đô", "Huế", "Hà Nội", "Vinh", "Đáp án: B\nVì: Điều 13."],
            ["", "nước ta là thành phố nào?", "", "", "", ""],
            titles,
            ["2", "Cố đô nước ta?", "Huế", "Hà Nội", "Vinh", "Phương án 1"],
        )
    )


@habit
def table_essays_with_answers() -> bytes:
    return docx(
        table(
            ["STT", "Câu hỏi tự luận", "Gợi ý trả lời", "Điểm"],
            ["1", "Trình bày các bước sinh hoạt chi bộ.", "a) Chuẩn bị;\nb) Tiến hành.", "10"],
            ["2", "Nêu nhiệm vụ của đảng viên.", "1. Tuyệt đối trung thành.\n2. Học tập.", "10"],
        )
    )


@habit
def table_letters_in_bold_in_their_cells() -> bytes:
    """The key is the letter that is bold, in a cell of its own; an option that begins like a letter; numbered cards."""

    def options(names: list[str], right: int) -> list[str]:
        cells = [
            [para(run(f"{letter}.", *(["b"] if at == right else []))), name]
            for at, (letter, name) in enumerate(zip("ABCD", names, strict=True))
        ]
        return [row(*cells[0], *cells[1]), row(*cells[2], *cells[3])]

    return docx(
        "<w:tbl>"
        + "".join([row(("Câu 1: Ai viết Tuyên ngôn của Đảng Cộng sản?", 4)), *options(["V.I. Lênin", "C. Mác", "Hồ Chí Minh", "Hê-ghen"], 1)])
        + "".join([row(("Câu 2: Thủ đô nước ta?", 4)), *options(CITIES, 1)])
        + "</w:tbl>",
        table(
            ["Câu hỏi", "3. Cố đô nước ta?"], ["Phương án A", "Huế"], ["Phương án B", "Vinh"], ["Đáp án đúng", "Huế"],
        ),
    )  # fmt: skip


@habit
def doubts_between_questions() -> bytes:
    """What no rule can mend is said: an option that holds the next one, one too few, a part of another question, a question
    that comes again, lines of no question."""
    usual = [
        line
        for at in range(1, 13)
        for line in asked(f"Câu {at}. Số {at} là số gì?", ["Một", "Hai", "Ba", "Bốn"], "Đáp án: A")
    ]
    return docx(
        *usual,
        "Câu 13. Dính phương án?", "A. Một", "B. Hai C Ba D. Bốn", "Đáp án: A",
        *asked("Câu 14. Thiếu một phương án?", ["Một", "Hai", "Ba D Bốn"], "Đáp án: A"),
        *asked("Câu 15. Có câu nữa ở đây Question 5. Is it?", ["Một", "Hai", "Ba", "Bốn"], "Đáp án: A"),
        *asked("Câu 16. Số 1 là số gì?", ["Một", "Hai", "Ba", "Bốn"], "Đáp án: A"),
        "PHẦN II",
        "Vì sao ta phải giữ kỷ luật phát ngôn?",
        "PHẦN III",
        *asked("Câu 17. Câu cuối là gì?", ["Một", "Hai", "Ba", "Bốn"], "Đáp án: A"),
    )  # fmt: skip


@habit
def mixed_keys_with_reasons() -> bytes:
    """Reasons behind “Sai”, and behind the letters at the end; several letters in brackets, or after “Cả”."""
    return docx(
        "Câu 1. Đảng viên dự bị được biểu quyết.", "Trả lời: Sai. Căn cứ Điều lệ.",
        *asked("Câu 2. Những thành phố nào từng là kinh đô?", CITIES, "Đáp án: (A), (B)"),
        *asked("Câu 3. Những thành phố nào ở miền Trung?", CITIES, "Đáp án: Cả A và C"),
        *asked("Câu 4. Thủ đô nước ta?", CITIES),
        *asked("Câu 5. Cố đô nước ta?", CITIES),
        "ĐÁP ÁN", "4. B (Điều 13 Hiến pháp; xem thêm C)", "5. A (theo lịch sử)",
    )  # fmt: skip


@habit
def mixed_figures_in_a_question() -> bytes:
    """A table of figures in a question's words is a line for each row, and said; a key with its law below it in a cell."""
    return docx(
        "Câu 1. Cho bảng số liệu:", table(["Năm", "2020", "2021"], ["Dân số (triệu)", "97,6", "98,5"]), "Dân số tăng bao nhiêu?",
        "A. 0,9", "B. 1,9", "Đáp án: A",
        table(
            ["STT", "Câu hỏi", "A", "B", "P.án đúng"],
            ["2", "Thủ đô nước ta?", "Huế", "Hà Nội", "B\nKhoản 2 Điều 13"],
        ),
    )  # fmt: skip


@habit
def mixed_letters_with_commas() -> bytes:
    """“a, …” for letters, and a caption over the options of one question; a passage for questions 1 and 2."""
    return docx(
        "Đọc tình huống sau và trả lời các câu 1, 2:", "Ông A lấn chiếm 20 m² đất công.",
        "câu 1: Ai xử lý?", "a, Chi bộ", "b, Ủy ban nhân dân xã", "c, Chi đoàn", "đáp án b",
        "câu 2: Xử lý thế nào?", "a, Phạt tiền", "b, Cho qua", "c, Đình chỉ", "đáp án a",
        "câu 3: Mấy ngày?", "a, 7", "b, 10", "c, 15", "đáp án c",
    )  # fmt: skip


@habit
def mixed_headings_and_words_like_letters() -> bytes:
    """Parts under letters in capitals, questions that begin like an option, captions, “Hỏi:” in a question's words."""
    return docx(
        "A. KIẾN THỨC CHUNG",
        "CÂU HỎI SỐ 01:", "A. Einstein nổi tiếng với thuyết nào?", "Phương án trả lời:",
        para(run("A. Tương đối", "u")), "B. Tiến hóa", "C. Lượng tử",
        "B. PHÁP LUẬT",
        "CÂU HỎI SỐ 02:", "Tình huống: Anh A. và chị B. ở chi bộ C. Anh A vay tiền của ông D.", "Hỏi: Ai là chủ nợ?",
        "A. Anh A", "B. Chị B", para(run("C. Ông D", "u")),
        "CÂU HỎI SỐ 03:", "Thủ đô nước ta?", "Các phương án:", "A. Huế", para(run("B. Hà Nội", "u")), "C. Vinh",
        "CÂU HỎI SỐ 04:", "Cố đô nước ta?", "Các phương án:", para(run("A. Huế", "u")), "B. Hà Nội", "C. Vinh",
    )  # fmt: skip


@habit
def table_options_in_a_row_below() -> bytes:
    """A wide title over four columns: the question in one row, its options in the next."""
    return docx(
        "<w:tbl>"
        + row("STT", ("Nội dung", 4), "Đáp án")
        + row("1", ("Đảng ta thành lập năm nào?", 4), "B")
        + row("", "A. 1929", "B. 1930", "C. 1945", "D. 1954", "")
        + row("2", ("Thủ đô nước ta?", 4), "B")
        + row("", "A. Huế", "B. Hà Nội", "C. Vinh", "D. Đà Nẵng", "")
        + "</w:tbl>"
    )


@habit
def table_all_in_a_cell_beside_its_law() -> bytes:
    """A question with its options in a cell, the key underlined, its law beside it; and a key that is an option's words."""
    cells = [
        f"<w:tc>{para('Cố đô nước ta?')}{para(run('A. Huế', 'u'))}{para('B. Vinh')}</w:tc>",
        f"<w:tc>{para('Thủ đô nước ta?')}{para('A. Huế')}{para(run('B. Hà Nội', 'u'))}</w:tc>",
    ]
    rows = [
        f"<w:tr><w:tc>{para(str(at))}</w:tc>{cell}<w:tc>{para(f'Khoản {at} Điều 5')}</w:tc></w:tr>"
        for at, cell in enumerate(cells, 1)
    ]
    return docx(
        "<w:tbl>" + row("STT", "Nội dung câu hỏi", "Căn cứ") + "".join(rows) + "</w:tbl>",
        table(
            ["STT", "Câu hỏi", "A", "B", "C", "Đáp án"],
            ["3", "Thành phố nào ở miền Trung?", "Huế", "Vinh", "Cả A và B", "Cả A và B"],
        ),
    )


def main() -> None:
    """Write every file."""
    for name, build in FILES.items():
        (HERE / f"word-{name}.docx").write_bytes(build())


if __name__ == "__main__":
    main()
