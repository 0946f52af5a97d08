"""Makes the corpus' tables of odd habits anew: `python -m tests.question_bank.corpus.build_odd_tables`."""

# ruff: noqa: E501 - a row of a table is read best on one line

from __future__ import annotations

from tests.question_bank.corpus.build_tables import FEE, FOUR, HERE, PARTY, ROAD, TITLES, VILLAGE, Rows, xlsx

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
    shapes = [["Chất nào?", "A) (1)", "B) (2)", "C) (1) và (2)", "D) (3)"]] * 2
    rows: Rows = [[f"Câu {at}", row[0], *(f"{letter}) {text}" for letter, text in zip("ABCD", row[1:], strict=True)), "B"] for at, row in enumerate(EIGHT, 1)]  # fmt: skip
    rows += [[f"Câu {at}", *row, "C"] for at, row in enumerate(shapes, len(rows) + 1)]
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
            {"S": [["STT", "Câu hỏi và phương án", "Đáp án"], *([at, whole(row), "ABCD"[at % 4]] for at, row in enumerate(WORDS, 1))]}
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
                "Câu hỏi": [TITLES[:6], *([at, *row] for at, row in enumerate(WORDS, 1))],
                "Đáp án": [["Câu", 1, 2, 3], ["Đáp án", "A", "B", "A"], ["Câu", 4, 5, 6], ["Đáp án", "B", "C", "D"]],
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
        "one-unlike-the-others.xlsx": xlsx({"S": [TITLES[1:7], *slips]}),
    }  # fmt: skip


if __name__ == "__main__":
    for name, content in made().items():
        (HERE / f"table-{name}").write_bytes(content)
