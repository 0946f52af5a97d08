"""Makes the corpus' tables of odd habits anew: `python -m tests.question_bank.corpus.build_odd_tables`."""

# ruff: noqa: E501 - a row of a table is read best on one line

from __future__ import annotations

from openpyxl.styles import PatternFill

from tests.question_bank.corpus.build_tables import (
    FEE,
    FOUR,
    HERE,
    PARTY,
    ROAD,
    TITLES,
    VILLAGE,
    Rows,
    setting,
    xlsx,
)

WORDS = [
    ["Cột mốc số 1 ở đâu?", "Đồi", "Suối", "Bản", "Chợ"],
    ["Ai giữ sổ hộ?", "Trưởng thôn", "Công an", "Kế toán", "Bí thư"],
    ["Màu của lúa chín?", "Vàng", "Đỏ", "Tím", "Nâu"],
    ["Họp mấy giờ?", "7 giờ", "8 giờ", "9 giờ", "14 giờ"],
    ["Đường nào gần nhất?", "Đường đê", "Quốc lộ", "Đường làng", "Đường thủy"],
    ["Tháng nào gặt?", "Năm", "Sáu", "Mười", "Chạp"],
]
EIGHT = [PARTY, ROAD, VILLAGE, FEE, *WORDS]


def whole(row: list[str]) -> str:
    """A question with its options in one cell."""
    options = (f"{letter}. {text}" for letter, text in zip("ABCD", row[1:], strict=True))
    return "\n".join([row[0], *options])


def made() -> dict[str, bytes]:
    """Name → content."""
    shapes = [
        ["Chất nào?", "A) (1)", "B) (2)", "C) (4)", "D) (3)"],
        ["Hình nào?", "A) (2)", "B) (1)", "C) (3)", "D) (4)"],
    ]
    rows: Rows = [[f"Câu {at}", row[0], *(f"{letter}) {text}" for letter, text in zip("ABCD", row[1:], strict=True)), "B"] for at, row in enumerate(EIGHT, 1)]  # fmt: skip
    rows += [[f"Câu {at}", *row, "AD"[at % 2]] for at, row in enumerate(shapes, len(rows) + 1)]
    keys = [*"BBBDAAC", "A, C", "B", "D"]
    slips: Rows = [[row[0], *row[1:], key] for row, key in zip(EIGHT, keys, strict=True)]
    slips[4][4] = None
    return {
        "options-that-look-like-titles.xlsx": xlsx(
            {"S": [["STT", "Câu hỏi", "Lựa chọn", None, None, None, "Đáp án"], *rows]}
        ),
        "titles-that-count.xlsx": xlsx(
            {
                "Một": [["Mức độ", "ĐA", "Nội dung", "1", "2", "3", "4"], *(["Dễ", "ABCD".index(key) + 1, *row] for row, key in FOUR)],
                "Hai": [["Việc xảy ra", "Xử lý 1", "Xử lý 2", "Xử lý 3", "Xử lý 4", "Đ.án"], *([*row, key] for row, key in FOUR)],
                "Ba": [["Câu hỏi", "Đáp án 0", "Đáp án 1", "Đáp án 2", "Đáp án 3", "Số thứ tự đáp án đúng"], *([*row, at] for at, row in enumerate(WORDS[:4]))],
            }
        ),
        "whole-questions-in-cells.xlsx": xlsx(
            {"S": [["STT", "Câu hỏi và phương án"], *([at, whole(row) + "\nĐáp án: " + "ABCD"[at % 4]] for at, row in enumerate(WORDS, 1))]}
        ),
        "whole-questions-without-titles.xlsx": xlsx({"S": [[at, whole(row)] for at, row in enumerate(WORDS, 1)]}),
        "statements.xlsx": xlsx(
            {
                "S": [
                    ["Dạng", *TITLES[1:7]],
                    ["Trắc nghiệm", *PARTY, "B"],
                    ["Đúng sai", "Xét về nước:", "Sôi ở 100 độ", "Là kim loại", "Gồm H và O", "Không màu", "Đ S Đ Đ"],
                    ["Trắc nghiệm", "Xét về đá:", "Cứng", "Tan trong nước", "Cháy được", "Nhẹ hơn gỗ", "ĐSSS"],
                ]
            }
        ),
        "accepted-answers-as-options.xlsx": xlsx(
            {
                "S": [
                    ["Question Text", "Question Type", "Option 1", "Option 2", "Option 3", "Correct Answer"],
                    ["Thủ đô của Pháp?", "Fill-in-the-Blank", "Paris", "Pa-ri", None, None],
                    ["Số lẻ?", "Multiple Choice", "2", "5", "8", 2],
                ]
            }
        ),
        "shares-beside-options.xlsx": xlsx(
            {"S": [["Câu hỏi", "PA1", "%", "PA2", "%", "PA3", "%"], *([row[0], row[1], 0, row[2], 100, row[3], 0] for row in WORDS)]}
        ),
        "rows-that-go-on.xlsx": xlsx(
            {
                "Lời": [
                    TITLES[:7],
                    [1, "Ai được miễn học phí theo quy định", *PARTY[1:], "B"],
                    [None, "hiện hành của tỉnh?"],
                    [2, *ROAD, "B"],
                    ["PHẦN II"],
                    [3, *FEE, "D"],
                ],
                "Phương án": [
                    ["Câu hỏi", "A", "B", "Đáp án"],
                    *([*row[:3], "A"] for row in WORDS[:2]),
                    [None, *WORDS[1][3:]],
                    [*WORDS[2][:3], "B"],
                    [],
                    [None, "NGƯỜI LẬP", "TRƯỞNG BAN"],
                ],
            }
        ),
        "columns-that-are-numbered.xlsx": xlsx(
            {
                "S": [
                    ["Số TT", "Nội dung câu hỏi", "(1)", "(2)", "(3)", "(4)", "Chữ tốt nhất", "Nguồn tài liệu"],
                    [f"({at})" for at in range(1, 9)],
                    *([at, row[0], *(f"{letter}. {text}" for letter, text in zip("ABCD", row[1:], strict=True)), "ABCD"[at % 4]] for at, row in enumerate(WORDS, 1)),
                ]
            }
        ),
        "keys-in-rows-on-another-sheet.xlsx": xlsx(
            {
                "Câu hỏi": [TITLES[:6], *([at, *row] for at, row in enumerate(EIGHT, 1))],
                "Đáp án": [["Câu", *range(1, 6)], ["Đáp án", *"BDACB"], ["Câu", *range(6, 11)], ["Đáp án", *"ACDBA"]],
            }
        ),
        "stars-without-titles.xlsx": xlsx(
            {"S": [[f"{at}. {row[0]}", row[1], f"* {row[2]}", *row[3:]] for at, row in enumerate(WORDS, 1)]}
        ),
        "options-that-cannot-be-cut.xlsx": xlsx(
            {"S": [["question", "choices", "answer"], *([row[0], '["' + '", "'.join(row[1:]) + '"]', 2] for row in WORDS[:3])]}
        ),
        "key-called-like-an-option.xlsx": xlsx(
            {"S": [["questiontext", "A", "B", "C", "D", "Answer 1", "Answer 2"], *([*row, "option_b" if at else "C"] for at, row in enumerate(WORDS))]}
        ),
        "letters-that-do-not-fit.xlsx": xlsx(
            {
                "S": [
                    TITLES[:7],
                    [1, WORDS[0][0], "A. Đồi", "Suối", "C. Bản", "D) Chợ", "B"],
                    [2, WORDS[1][0], "B. Công an", "A. Trưởng thôn", "C. Kế toán", "D. Bí thư", "A"],
                    [3, WORDS[2][0], "A. Vàng\nB. Đỏ", "C. Tím\nD. Nâu", None, None, "A"],
                    [4, WORDS[3][0], "7 giờ", "8 giờ", "9 giờ\nD. 14 giờ", None, "A"],
                    [5, WORDS[4][0], "1. Đường đê", "2. Quốc lộ", "3. Đường làng", "4. Đường thủy", "D"],
                    [6, whole(WORDS[5]), *WORDS[5][1:], "B"],
                    [7, whole(WORDS[0]), *WORDS[1][1:], "B"],
                    [8, "Câu 8: Ai gác rừng?", "Kiểm lâm", "Kế toán", "Thủ kho", "Y tá", "A. Vì đó là việc của họ"],
                    [9, "Câu nào đúng?", "C. Mác", "V. Lê", "Ăng-ghen", "Hê-ghen", "A"],
                ]
            }
        ),
        "one-under-the-other.xlsx": xlsx(
            {
                "S": [
                    ["PHẦN I"],
                    TITLES[:7],
                    *([at, *row, key] for at, (row, key) in enumerate(FOUR, 1)),
                    [],
                    ["PHẦN II"],
                    ["STT", "Nhận định", "Đúng", "Sai"],
                    [1, "Sông chảy ra biển.", "x", None],
                    [2, "Cá sống trên cây.", None, "x"],
                    [],
                    ["STT", "Câu hỏi", "Đáp án"],
                    [1, "Thủ đô của Lào?", "Viêng Chăn"],
                    ["TT", "Mức độ", "Câu hỏi", "Đáp án", "A", "B", "C", "D"],
                    *([at, "Dễ", row[0], "C", *row[1:]] for at, row in enumerate(WORDS[:2], 1)),
                ]
            }
        ),
        "cells-that-nobody-reads.xlsx": xlsx(
            {
                "S": [
                    ["STT", "Ngữ liệu", "Câu hỏi", "A", "B", "C", "D", "Đáp án", "Ghi chú", "Link ảnh", "Vùng miền"],
                    *([at, "Đoạn thơ" if at == 2 else None, *row, "B", {1: "Đề nghị sửa đáp án", 3: "Điều 5 Luật Đất đai"}.get(at), "https://example.org/a.png" if at == 4 else None, "Bắc"] for at, row in enumerate(EIGHT, 1)),
                ]
            }
        ),
        "answers-and-reasons.xlsx": xlsx(
            {
                "Một": [
                    ["Câu hỏi", "A", "B", "C", "D", "Đáp án và giải thích"],
                    [*WORDS[0], "B. Theo bản đồ của xã."],
                    [*WORDS[1], "Đáp án đúng: C\nGiải thích: Theo quy chế."],
                    [*WORDS[2], "A vì ai cũng thấy"],
                    [*WORDS[3], "B. 8 giờ"],
                    [*WORDS[4], "C hoặc D"],
                ],
                "Hai": [
                    ["TT", "Nội dung nhận định", "Đ", "S", "Giải thích"],
                    [1, "Đất là của chung.", "x", None, "Luật"],
                    [2, "Ai cũng được xả rác.", None, "x", "Luật"],
                    [3, "Cả hai ô.", "x", "x", "Luật"],
                ],
                "Ba": [["Câu hỏi", "Đáp án (Đ/S)"], ["Nước chảy xuống.", "Đ"], ["Lửa lạnh.", "S"], ["Gõ nhầm.", "K"]],
                "Bốn": [["Câu hỏi", "Phương án", "Đáp án"], ["Tập nào?", "(1; 3); [1; 3]; (1; 3]", "A"], ["Màu nào?", "Đỏ; Vàng (nhạt)", "B"]],
            }
        ),
        "keys-in-words-without-titles.xlsx": xlsx(
            {"S": [[at, *row, row[1 + at % 4]] for at, row in enumerate(WORDS, 1)]}
        ),
        "lines-without-letters.xlsx": xlsx(
            {"S": [line for at, row in enumerate(WORDS, 1) for line in ([at, row[0]], *([None, ("* " if place == at % 4 else "") + text] for place, text in enumerate(row[1:])), [])]}
        ),
        "rows-for-each-part.xlsx": xlsx(
            {
                "S": [
                    line
                    for at, row in enumerate(WORDS[:3], 1)
                    for line in (
                        [f"Câu hỏi {at}", row[0]],
                        *([f"Phương án {letter}", text] for letter, text in zip("ABCD", row[1:], strict=True)),
                        ["Đáp án đúng", "ABCD"[at]],
                        ["Mức độ", "Nhận biết"],
                    )
                ]
            }
        ),
        "four-in-a-row-on-yellow.xlsx": xlsx(
            {"S": [line for at, row in enumerate(WORDS[:3], 1) for line in ([f"Câu {at}: {row[0]}"], [f"{letter}. {text}" for letter, text in zip("ABCD", row[1:], strict=True)])]},
            setting(B2=PatternFill("solid", fgColor="FFFFFF00"), D4=PatternFill("solid", fgColor="FFFFFF00"), A6=PatternFill("solid", fgColor="FFFFFF00")),
        ),
        "a-name-before-the-words.xlsx": xlsx(
            {"S": [["Nội dung", "Đáp án"], [whole(["A. Einstein là ai?", *WORDS[0][1:]]), "B"], [whole(WORDS[1]), "C"]]}
        ),
        "five-letters-and-twins.xlsx": xlsx(
            {
                "Một": [["Câu hỏi", "a", "b", "c", "d", "đ", "Đáp án"], *([*row, "Ý khác", "c"] for row in WORDS[:3])],
                "Hai": [
                    ["TT", "Câu hỏi", "A", "B", "C", "D", "Đáp án", "Nội dung đáp án đúng"],
                    [1, *WORDS[3], "B", "8 giờ"],
                    [2, *WORDS[4], "B", "Đường làng"],
                    [3, WORDS[3][0], *reversed(WORDS[3][1:]), "B", None],
                    [4, WORDS[5][0], *reversed(WORDS[5][1:]), "A", None],
                    [5, *WORDS[5], "D", None],
                ],
                "Ba": [["STT", "Câu hỏi", "A", "B", "C", "D", "Đáp án"], *([at, *row, "A"] for at, row in enumerate(EIGHT, 1)), ["II", "NGHIỆP VỤ", None, None, None, None, "(5 câu)"]],
            }
        ),
        "numbers-with-zeros.xlsx": xlsx(
            {"S": [TITLES[1:7], ["Mã nào?", 123, 45, 7, 9999, "A"]]}, setting(B2="format:0000", C2="format:0000", D2="format:0000", E2="format:0000")
        ),
        "one-unlike-the-others.xlsx": xlsx({"S": [TITLES[1:7], *slips]}),
    }  # fmt: skip


if __name__ == "__main__":
    for name, content in made().items():
        (HERE / f"table-{name}").write_bytes(content)
