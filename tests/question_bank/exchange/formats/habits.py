"""Question lists in random combinations of the habits of those who type them, to be read back."""

from __future__ import annotations

import csv
import io
import unicodedata
from dataclasses import dataclass, field
from random import Random

import openpyxl
from openpyxl.styles import Font, PatternFill

from question_bank.exchange import read_questions
from question_bank.exchange.questions import Reading, ReadQuestion

LETTERS = "ABCDEFGH"
SUBJECTS = (
    "Cơ quan nào ban hành nghị quyết", "Đồng chí hãy cho biết số đảng viên tối thiểu của chi bộ",
    "Theo Điều lệ, nhiệm kỳ của chi bộ là", "Hành vi nào bị nghiêm cấm", "Năm nào diễn ra sự kiện",
    "Khi tham gia giao thông, người lái xe phải", "Văn bản nào quy định", "Ý nào sau đây là đúng",
)  # fmt: skip
THINGS = (
    "Đại hội", "Ban Chấp hành", "chi bộ cơ sở", "Ủy ban kiểm tra", "Quốc hội", "Hội đồng nhân dân", "Mặt trận",
    "Đoàn Thanh niên", "Công đoàn", "hộ kinh doanh", "hoà giải viên", "thuỷ lợi", "quỹ khuyến học", "người cao tuổi",
    "xã, phường", "tổ dân phố; thôn", "“nếp sống mới”", "5 < 6", "10 %", "3/2/1930", "A và B", "không; chưa", "a = b",
)  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """What a question is: its words, its options and the places of the right ones."""

    text: str
    options: list[str]
    key: list[int]


@dataclass
class Book:
    """Sheets of cells, with how some are set and merged."""

    sheets: dict[str, list[list[object]]] = field(default_factory=dict)
    set_apart: set[tuple[str, int, int]] = field(default_factory=set)
    merges: list[tuple[str, int, int, int, int]] = field(default_factory=list)
    fill_all: bool = False


def asked(rng: Random, count: int) -> list[Asked]:
    """Questions that differ, as lists have them."""
    made = []
    several = rng.random() < 0.2
    for number in range(count):
        text = f"{rng.choice(SUBJECTS)} {rng.choice(THINGS)} thứ {number + 1}{rng.choice(['?', ' là gì?', ':', '…'])}"
        size = rng.choice([2, 3, 4, 4, 4, 4, 5, 6])
        kind = rng.random()
        if kind < 0.15:
            options = [str(one) for one in rng.sample(range(1900, 2030), size)]
        elif kind < 0.2:
            options = [str(one) for one in rng.sample(range(1, 9), size)]
        else:
            options = [
                f"{word} {rng.randrange(90)}" if rng.random() < 0.5 else word
                for word in rng.sample(THINGS, size)
            ]
        if size > 2 and rng.random() < 0.1:
            options[-1] = "Tất cả các đáp án trên"
        places = [rng.randrange(size)]
        if several and size > 2 and rng.random() < 0.4:
            places = sorted(rng.sample(range(size), 2))
        made.append(Asked(text, options, places))
    return made


def titles(rng: Random, width: int) -> dict[str, str]:
    """Names of the columns."""
    option = rng.choice(
        [
            "Đáp án {}",
            "Phương án {}",
            "{}",
            "PA {}",
            "Lựa chọn {}",
            "Option {}",
            "ĐÁP ÁN {}",
            "Phương án trả lời {}",
            "Câu trả lời {}",
        ]
    )
    numbered = rng.random() < 0.15 and option != "{}"
    return {
        "text": rng.choice(
            [
                "Câu hỏi",
                "Nội dung câu hỏi",
                "NỘI DUNG",
                "Question",
                "Đề bài",
                "Câu hỏi (*)",
                "Nội dung câu hỏi\n(bắt buộc)",
            ]
        ),
        "key": rng.choice(
            [
                "Đáp án đúng",
                "Đáp án",
                "ĐÁP ÁN",
                "Key",
                "Correct answer",
                "Đáp án đúng (A/B/C/D)",
                "Answer",
                "Phương án đúng",
                "Câu trả lời đúng",
            ]
        ),
        **{
            letter: option.format(at + 1 if numbered else letter) for at, letter in enumerate(LETTERS[:width])
        },
    }


def key_cell(rng: Random, style: str, one: Asked) -> str:
    """A key as this author writes keys."""
    letters = [LETTERS[place] for place in one.key]
    if style == "letter":
        return ", ".join(letters)
    if style == "lower":
        return rng.choice([", ", ";", " "]).join(letters).lower()
    if style == "number":
        return ",".join(str(place + 1) for place in one.key)
    if style == "words":
        return "\n".join(one.options[place] for place in one.key)
    if style == "lettered words":
        return "\n".join(f"{LETTERS[place]}. {one.options[place]}" for place in one.key)
    if style == "prefixed":
        return rng.choice(["Đáp án ", "Câu ", "Phương án ", "ĐA: "]) + " và ".join(letters)
    return "".join(letters) + rng.choice(["", ".", " "])


def wide(rng: Random, questions: list[Asked]) -> Book:
    """A question a row."""
    width = max(max(len(one.options) for one in questions), 4)
    names = titles(rng, width)
    letters = LETTERS[:width]
    how = rng.choice(
        ["key"] * 6
        + [
            "bold",
            "fill",
            "colour",
            "star",
            "ticks",
            "flags",
            "list below",
            "list apart",
            "glued",
            "one cell",
        ]
    )
    key_style = rng.choice(["letter"] * 3 + ["lower", "number", "words", "lettered words", "prefixed", "run"])
    one_cell = "options" if how == "one cell" else ""
    order = ["stt", "topic", "text", *([one_cell] if one_cell else letters), "key", "note"]
    if how == "glued":
        order = ["stt", "text", "key"]
    if how in ("bold", "fill", "colour", "star", "ticks", "flags", "list below", "list apart"):
        order.remove("key")
    if rng.random() < 0.5 and "topic" in order:
        order.remove("topic")
    if rng.random() < 0.5 and "note" in order:
        order.remove("note")
    if rng.random() < 0.3 and how not in ("list below", "list apart"):
        order.remove("stt")
    if rng.random() < 0.25 and "key" in order:
        order.remove("key")
        order.insert(order.index("text"), "key")
    if rng.random() < 0.2:
        order.append(order.pop(order.index("text")))
    if how == "ticks":
        order = [each for name in order for each in ([name, f"tick {name}"] if name in letters else [name])]
    if how == "flags":
        order += [f"tick {letter}" for letter in letters]
    labelled = rng.random() < 0.25 or how in ("glued", "one cell")
    numbered = rng.random() < 0.2
    words = {
        "stt": rng.choice(["STT", "TT", "Câu", "No."]),
        "topic": rng.choice(["Chủ đề", "Lĩnh vực", "Chương"]), "note": "Ghi chú",
        "options": rng.choice(["Các phương án", "Phương án", "Đáp án", "Lựa chọn"]), **names,
    }  # fmt: skip
    if words["options"] == words["key"]:
        words["key"] = "Đáp án đúng"
    tick = rng.choice(["x", "X", "✓", "1", "Đúng"])
    for letter in letters:
        words[f"tick {letter}"] = rng.choice(["Đúng", "Đ/S", ""]) if how == "ticks" else f"{letter} đúng"
    name = "Câu hỏi"
    book = Book({name: []})
    rows = book.sheets[name]
    for _ in range(rng.choice([0, 0, 0, 1, 3])):
        rows.append(
            [
                rng.choice(
                    [
                        "ĐẢNG BỘ XÃ HÒA BÌNH",
                        "NGÂN HÀNG CÂU HỎI",
                        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
                        "Năm 2026",
                    ]
                )
            ]
        )
    if rng.random() < 0.15 and set(letters) <= set(order) and how not in ("ticks", "flags"):
        first = order.index("A")
        upper = [words[each] if each not in letters else "" for each in order]
        upper[first] = rng.choice(["Phương án trả lời", "Đáp án", "Các lựa chọn"])
        rows.append(list(upper))
        book.merges.append((name, len(rows), first + 1, len(rows), first + width))
        header = [letter if letter in letters else "" for letter in order]
    else:
        header = [words[each] for each in order]
    rows.append(list(header))
    header_at = len(rows)
    for number, one in enumerate(questions, start=1):
        if rng.random() < 0.06:
            rows.append([])
        if rng.random() < 0.04:
            rows.append([f"PHẦN {number}"])
        if rng.random() < 0.03 and header_at and any(header):
            rows.append(list(header))
        text = f"Câu {number}: {one.text}" if numbered else one.text
        glue = [f"{LETTERS[at]}. {option}" for at, option in enumerate(one.options)]
        cells: dict[str, object] = {
            "stt": number,
            "text": text,
            "note": "",
            "topic": f"Phần {number % 3 + 1}",
        }
        cells["key"] = key_cell(rng, key_style, one)
        for at, option in enumerate(one.options):
            shown: object = glue[at] if labelled else option
            if how == "star" and at in one.key:
                shown = f"*{shown}" if number % 2 else f"{shown} *"
            elif isinstance(shown, str) and shown.isdigit() and rng.random() < 0.5:
                shown = int(shown)
            cells[LETTERS[at]] = shown
            if at in one.key:
                cells[f"tick {LETTERS[at]}"] = tick
        cells["options"] = "\n".join(glue)
        if how == "glued":
            cells["text"] = text + "\n" + "\n".join(glue)
        rows.append([cells.get(each, "") for each in order])
        if how in ("bold", "fill", "colour"):
            book.set_apart |= {(how, len(rows), order.index(LETTERS[place]) + 1) for place in one.key}
    if rng.random() < 0.2:
        rows += [[], ["", f"Tổng cộng: {len(questions)} câu"]]
    pairs = [
        f"{number}-{LETTERS[one.key[0]]}"
        if len(one.key) == 1
        else f"{number}-{LETTERS[one.key[0]]},{LETTERS[one.key[1]]}"
        for number, one in enumerate(questions, 1)
    ]
    if how == "list below":
        rows += [[], ["BẢNG ĐÁP ÁN"], *[list(pairs[at : at + 5]) for at in range(0, len(pairs), 5)]]
    if how == "list apart":
        book.sheets["Đáp án"] = [["Câu", "Đáp án"], *[list(pair.split("-")) for pair in pairs]]
    return book


def stacked(rng: Random, questions: list[Asked]) -> Book:
    """A question over several rows."""
    how = rng.choice(["letters", "within", "own column", "one column"])
    key_style = rng.choice(["key", "tick", "row", "bold"])
    book = Book({"Sheet1": []})
    rows = book.sheets["Sheet1"]
    if how == "own column":
        rows.append(["STT", "Câu hỏi", "Phương án", rng.choice(["Đúng", "Đáp án", "Đúng/Sai"])])
        for number, one in enumerate(questions, 1):
            for at, option in enumerate(one.options):
                first = at == 0 or rng.random() < 0
                rows.append(
                    [number if first else "", one.text if first else "", option, "x" if at in one.key else ""]
                )
        return book
    if how == "letters" and rng.random() < 0.5:
        rows.append(["Câu", "Nội dung", "Đáp án"])
    for number, one in enumerate(questions, 1):
        key = ", ".join(LETTERS[place] for place in one.key)
        if how == "letters":
            rows.append([rng.choice([f"Câu {number}", number]), one.text, key if key_style == "key" else ""])
        elif how == "within":
            rows.append([number, one.text, key if key_style == "key" else ""])
        else:
            rows.append([f"Câu {number}. {one.text}"])
        for at, option in enumerate(one.options):
            mark = "x" if key_style == "tick" and at in one.key else ""
            if how == "letters":
                rows.append([LETTERS[at], option, mark])
            elif how == "within":
                rows.append(["", f"{LETTERS[at]}. {option}", mark])
            else:
                rows.append(
                    [f"{'*' if key_style == 'tick' and at in one.key else ''}{LETTERS[at]}. {option}"]
                )
            if key_style == "bold" and at in one.key:
                book.set_apart.add(("bold", len(rows), 1 if how == "one column" else 2))
        if key_style == "row" or (key_style == "key" and how == "one column"):
            rows.append([f"Đáp án: {key}"] if how != "letters" else ["", f"Đáp án: {key}"])
        if rng.random() < 0.3:
            rows.append([])
    return book


def bare(rng: Random, questions: list[Asked]) -> Book:
    """No titles at all."""
    width = max(len(one.options) for one in questions)
    rows: list[list[object]] = []
    lead = rng.random() < 0.5
    for number, one in enumerate(questions, 1):
        options = [*one.options, *[""] * (width - len(one.options))]
        rows.append(
            [
                *([number] if lead else []),
                one.text,
                *options,
                LETTERS[one.key[0]] if len(one.key) == 1 else ",".join(LETTERS[p] for p in one.key),
            ]
        )
    return Book({"Sheet1": rows})


def as_xlsx(book: Book) -> bytes:
    """The book as Excel stores it."""
    out = io.BytesIO()
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in book.sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    first = made.worksheets[0]
    for how, row, column in book.set_apart:
        cell = first.cell(row, column)
        if how == "bold":
            cell.font = Font(bold=True)
        elif how == "colour":
            cell.font = Font(color="FFFF0000")
        else:
            cell.fill = PatternFill("solid", fgColor="FFFFFF00")
    for _, top, left, bottom, right in book.merges:
        first.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
    made.save(out)
    return out.getvalue()


def as_csv(rng: Random, book: Book) -> bytes:
    """The first sheet as a text."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=rng.choice([",", ";", "\t"])).writerows(next(iter(book.sheets.values())))
    text = unicodedata.normalize(rng.choice(["NFC", "NFC", "NFD"]), out.getvalue())
    return text.encode(rng.choice(["utf-8", "utf-8-sig", "utf-16", "utf-16-le"]))


def rendered(seed: int, content: list[Asked] | None = None) -> tuple[list[Asked], bytes, str]:
    """Questions, a file that holds them, and its name."""
    rng = Random(seed)
    questions = content or asked(rng, rng.randint(3, 14))
    if content:
        questions = rng.sample(content, rng.randint(4, 20))
    shape = rng.choice([wide] * 7 + [stacked] * 2 + [bare])
    book = shape(rng, questions)
    if len(book.sheets) == 1 and not book.set_apart and rng.random() < 0.3:
        return questions, as_csv(rng, book), "a.csv"
    return questions, as_xlsx(book), "a.xlsx"


def faults(questions: list[Asked], reading: Reading) -> tuple[list[str], int]:
    """What came in wrong without a word, and how many questions are flagged."""
    if not reading.questions:
        return [], len(questions)
    found: list[str] = []
    by_text: dict[str, list[ReadQuestion]] = {}
    for one in reading.questions:
        by_text.setdefault(one.text, []).append(one)
    flagged = 0
    for one in questions:
        read = by_text.get(one.text, [])
        if any(_right(one, each) for each in read):
            flagged += any(each.problems or each.notes for each in read)
        elif (read and all(each.problems or each.notes for each in read)) or (
            not read and any(each.problems and one.text in each.text for each in reading.questions)
        ):
            flagged += 1
        else:
            found.append(f"{one} came in as {[(each.text, each.kind, each.body) for each in read]}")
    wanted = {one.text for one in questions}
    found += [
        f"there is no {one.text!r}"
        for one in reading.questions
        if one.text not in wanted and not (one.problems or one.notes)
    ]
    return found, flagged


def _right(one: Asked, read: ReadQuestion) -> bool:
    options = [unicodedata.normalize("NFC", option["text"]) for option in read.body.get("options", [])]
    return (options, read.body.get("key")) == (one.options, one.key)


def tried(seed: int, content: list[Asked] | None = None) -> tuple[list[str], int, int]:
    """What came in wrong without a word; how many are flagged; of how many."""
    questions, data, name = rendered(seed, content)
    found, flagged = faults(questions, read_questions(data, name))
    return found, flagged, len(questions)
