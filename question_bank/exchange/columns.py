"""Where a table's header is, and which field each column holds. PURE."""

from __future__ import annotations

import re
from collections.abc import Mapping as Named
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from contest.kernel.messages import N_
from contest.kernel.vietnamese import clean, fold
from question_bank.exchange.questions import Mapping
from question_bank.exchange.sheets import Range
from question_bank.kinds.choices import LETTERS

OPTIONS = tuple(f"option_{letter.lower()}" for letter in LETTERS)
WRONG = tuple(f"wrong_{number}" for number in range(1, 6))
FIELDS: dict[str, str] = {
    "code": N_("Mã câu hỏi"),
    "text": N_("Câu hỏi"),
    "option_a": N_("Phương án A"),
    "option_b": N_("Phương án B"),
    "option_c": N_("Phương án C"),
    "option_d": N_("Phương án D"),
    "option_e": N_("Phương án E"),
    "option_f": N_("Phương án F"),
    "option_g": N_("Phương án G"),
    "option_h": N_("Phương án H"),
    "options": N_("Các phương án trong một ô"),
    "key": N_("Đáp án đúng"),
    "wrong_1": N_("Phương án sai 1"),
    "wrong_2": N_("Phương án sai 2"),
    "wrong_3": N_("Phương án sai 3"),
    "wrong_4": N_("Phương án sai 4"),
    "wrong_5": N_("Phương án sai 5"),
    "locked": N_("Giữ vị trí"),
    "explanation": N_("Giải thích"),
    "topic": N_("Chủ đề"),
    "difficulty": N_("Mức độ"),
    "kind": N_("Loại"),
    "model_answer": N_("Gợi ý trả lời"),
    "rubric": N_("Tiêu chí"),
}

# On folded titles: no tones, đ as d, no punctuation.
# A running number (STT) is no code: two lists would clash.
_TITLES = {
    "code": r"ma(?: so)?(?: cau(?: hoi)?)?|code|(?:question )?id",
    "text": r"(?:noi dung )?(?:cac )?(?:cau hoi|de bai|cau dan|tinh huong)(?: (?:trac nghiem|tu luan|thi|tinh huong))?"
    r"(?: khach quan)?|"
    r"(?:noi dung )?(?:nhan dinh|khang dinh|menh de|phat bieu)|statement|"
    r"(?:noi dung )?cau hoi (?:va )?(?:cac )?(?:phuong an|dap an|lua chon)(?: (?:tra loi|lua chon))?|"
    r"noi dung(?: (?:cau|chinh))?|de|(?:de|loi) dan|question(?: ?text| content| title)?|stem|situation",
    "key": r"(?:(?:cac|cot|stt|so thu tu|thu tu|vi tri|ky hieu|ma|noi dung) )?"
    r"(?:dap an|cau tra loi|tra loi|phuong an|p an|lua chon|da|pa|ket qua)"
    r"(?: (?:la )?(?:dung(?: nhat)?|chinh xac|chuan))|(?:cot )?dap an(?: va (?:giai thich|loi giai))?|da|d an?|"
    r"ket qua|kq|key|(?:cau|y) dung|"
    r"correct(?: (?:answer|option|choice|key))?s?|(?:right |correct )?answer(?:s| key)?|"
    r"(?:cau )?tra loi|chon(?: dap an)?|chu cai dung|d s|t f|dung (?:hay |hoac )?sai",
    "locked": r"(?:phuong an )?(?:co dinh|giu (?:nguyen )?vi tri|khoa vi tri|khong (?:dao|tron))|"
    r"locked|fixed",
    "explanation": r"(?:giai thich|loi giai|huong dan giai|dien giai|ly giai|phan tich)(?: (?:dap an|chi tiet))?|"
    r"(?:can cu|co so|trich dan)(?: (?:phap ly|dieu luat|luat))?|"
    r"(?:answer )?explanation|rationale|(?:correct |general )?feedback",
    "topic": r"(?:ten )?(?:chu de|chuyen de|linh vuc|mang(?: kien thuc)?|chuong(?: muc)?|nhom(?: cau hoi)?|"
    r"phan(?: thi)?|mon(?: hoc)?)|topic|subject|category|chapter",
    "difficulty": r"muc do(?: (?:kho|nhan thuc|cau hoi))?|do kho|cap do|difficulty|level",
    "kind": r"(?:loai|dang|kieu|hinh thuc)(?: cau(?: hoi)?)?|(?:question )?type|kind",
    "model_answer": r"(?:goi y|huong xu ly|huong dan)(?: (?:tra loi|dap an|xu ly))?|"
    r"(?:dap an|cau tra loi) (?:mau|goi y)|(?:model|sample) answer",
    "rubric": r"(?:tieu chi|thang diem|bieu diem|huong dan cham)(?: (?:cham(?: diem)?|danh gia))?|"
    r"rubric|criteria",
    "options": r"(?:cac |noi dung )(?:phuong an|dap an|lua chon|cau tra loi)(?: (?:tra loi|lua chon))?(?: trong mot o)?|"
    r"(?:phuong an|lua chon)(?: (?:tra loi|lua chon))?|(?:answer )?(?:options|choices)",
}
_GENERIC = re.compile(
    r"(?:cac )?(?:phuong an|dap an|lua chon|(?:cau |y )?tra loi)(?: (?:tra loi|lua chon))?|"
    r"(?:answer )?(?:option|choice|answer)s?"
)
_PREFIX = (
    r"(?:(?:noi dung )?(?:phuong an(?: tra loi| lua chon)?|dap an|lua chon|(?:cau |y )?tra loi|y|pa|da|"
    r"option|answer|choice))"
)
_OPTION = re.compile(rf"(?:{_PREFIX} )?(?:so )?([a-j])|{_PREFIX} ?(?:so )?([1-9]|10)(?: optional)?")
_WRONG = re.compile(
    r"(?:(?:phuong an|dap an|cau tra loi|lua chon) (?:sai|nhieu|gay nhieu)|"
    r"(?:incorrect|wrong)(?: answer| option)?|distractor)"
    r"(?: (?:so )?([1-5]))?(?: optional)?"
)
# What a list has beside its questions, and is no part of them.
_ASIDE = re.compile(
    r"stt|tt|so(?: tt| thu tu)?|thu tu|no|cau(?: so)?|so cau|index|(?:question )?(?:number|no)|q|"
    r"diem(?: so)?|so diem|points?|scores?|marks?|(?:thoi (?:gian|luong)|time)(?: \w+){0,3}|ghi chu|notes?|remarks?|"
    r"nguoi (?:soan|ra de|bien soan)|tac gia|author|don vi|ngay(?: \w+){0,2}|date|nguon(?: \w+){0,2}|"
    r"source|link|url|tags?|the|"
    r"(?:hinh(?: anh)?|anh|image|picture|video|audio|media)(?: (?:link|url|minh hoa))?|trang thai|status"
)
_NUMBERS = re.compile(
    r"stt|tt|so(?: tt| thu tu)?|thu tu|no|cau(?: so| hoi so)?|so cau|index|(?:question )?(?:number|no)|q|cau hoi"
)
_PICTURE = re.compile(
    r"(?:(?:link|url|file|tep|ten|duong dan) )?(?:hinh(?: anh)?|anh|image|picture|video|audio|media)"
    r"(?: (?:link|url|minh hoa))?"
)

_SEARCHED_ROWS = 40
_TALLEST = 3
_REMARK = re.compile(r"\((?!\d+\)).*\)", re.DOTALL)  # under a title: “(bắt buộc)”
_LONGEST = 120  # letters of a title
_FEWEST_CELLS, _FEWEST_ABOVE = 3, 2  # of a row of a table; such rows


@dataclass(frozen=True)
class Header:
    """The rows `first` … `first + height - 1` (from 0) hold the titles; the questions begin below."""

    first: int
    height: int
    titles: tuple[str, ...]


def plain_titles(title: str) -> list[str]:
    """A title folded, without punctuation; then without what stands in brackets, or follows a colon or a dash."""
    title = re.sub(r"^\d{1,2}[.)]\s+(?=\S)", "", title)  # “5. Explanation”
    forms = [title, re.sub(r"[(\[].*?[)\]]", " ", title), re.split(r"[(\[:\n]|\s[-–—]\s", title)[0]]
    # "Correct answer(s)": an ending in brackets belongs to its word.
    forms.insert(1, title.replace("(s)", "s"))
    forms.append(re.split(r"\s[-–—]\s", forms[1])[0])
    found = (" ".join(re.sub(r"[^\w\s]|_", " ", fold(form)).split()) for form in forms)
    return list(dict.fromkeys(form for form in found if form))


@lru_cache(4096)
def recognise(title: str) -> str:
    """The field that a column's title means, or ""."""
    # Without tones, “Dễ” (easy) would be “Đề”, and “Đ” (true) an option.
    if len(title) > _LONGEST or title.strip(" .").lower() in ("dễ", "đ"):
        return ""
    for plain in plain_titles(title):
        if option := _OPTION.fullmatch(plain):
            place = ord(option[1]) - ord("a") if option[1] else int(option[2]) - 1
            return OPTIONS[place] if place < len(OPTIONS) else ""
        if wrong := _WRONG.fullmatch(plain):
            return WRONG[int(wrong[1] or 1) - 1]
        if field := next((field for field, pattern in _TITLES.items() if re.fullmatch(pattern, plain)), ""):
            return field
    return ""


def is_surplus(title: str) -> bool:
    """Whether the column holds a ninth option, or a tenth: more than a question may have."""
    found = [_OPTION.fullmatch(plain) for plain in plain_titles(title)]
    return any(one and (one[1] in ("i", "j") or one[2] in ("9", "10")) for one in found if one)


def is_aside(title: str) -> bool:
    """Whether a title names what is no part of a question: its number, its points, remarks."""
    return any(_ASIDE.fullmatch(plain) for plain in plain_titles(title))


def is_picture(title: str) -> bool:
    """Whether the column holds pictures or sounds, or links to them."""
    return any(_PICTURE.fullmatch(plain) for plain in plain_titles(title))


def is_number(title: str) -> bool:
    """Whether the column may hold the running number of a question."""
    return any(_NUMBERS.fullmatch(plain) for plain in plain_titles(title))


def is_generic(title: str) -> bool:
    """Whether a title says “options” or “answers” of several columns at once."""
    return any(_GENERIC.fullmatch(plain) for plain in plain_titles(title))


def propose(titles: Sequence[str], remembered: Named[str, str] | None = None) -> Mapping:
    """A field for each column, none twice: as `remembered` (folded title → field), else by its name."""
    taken: set[str] = set()
    mapping: list[str] = []
    for title in titles:
        field = (remembered.get(fold(title)) if remembered else "") or recognise(title)
        if field in WRONG:
            # “Đáp án sai” three times, without numbers.
            field = next((one for one in WRONG[WRONG.index(field) :] if one not in taken), "")
        if mapping[-1:] == ["option_d"] and title.strip(" .)").lower() == "đ":
            field = "option_e"  # a, b, c, d, đ, e, as in laws
        elif field == "option_e" and "option_e" in taken:
            field = "option_f"
        if field not in FIELDS or field in taken:
            field = ""
        taken.add(field)
        mapping.append(field)
    return tuple(mapping)


def fitness(rows: Sequence[Sequence[str]]) -> int:
    """How many columns of the best header are known."""
    header = find_header(rows)
    return sum(map(bool, propose(header.titles))) if header else 0


def find_header(
    rows: Sequence[Sequence[str]], merged: Sequence[Range] = (), remembered: Named[str, str] | None = None
) -> Header | None:
    """The header: the rows, up to three, whose joined titles name most fields, the question among them or two options;
    titles are known by their names, or `remembered`."""
    best, most = None, (False, 1, 0)
    begin = next((at for at, row in enumerate(rows) if any(cell.strip() for cell in row)), 0)
    for first in range(begin, min(len(rows), begin + _SEARCHED_ROWS)):
        above = _like(rows[first], rows[:first])
        for height in range(1, _TALLEST + 1):
            titles = _titles(rows[first : first + height], first, merged)
            # Of two headers that know as much the lower one: the other has a title row of the document in it.
            mapping = propose(titles, remembered)
            # Titles stand above the rows: those with such rows above them are rather a question's own words.
            known = sum(map(bool, mapping)) + _truths(titles)
            merit = (len(above) < _FEWEST_ABOVE, known, -height)
            if merit[1:] <= (1, 0) or merit <= most or not _is_header(mapping):
                continue
            if not _swallows(rows[first : first + height], mapping):
                best, most = Header(first, height, titles), merit
    return best


def _truths(titles: Sequence[str]) -> int:
    """How many titles are “Đúng” and “Sai”, where both are there."""
    found = {fold(title).strip(" .") for title in titles} & {"dung", "sai"}
    return len(found) if len(found) > 1 else 0


def _swallows(rows: Sequence[Sequence[str]], mapping: Mapping) -> bool:
    """Whether under the title of the questions, inside the header, stand words that are no title: a question's."""
    if "text" not in mapping:
        return False
    column = mapping.index("text")
    parts = list(dict.fromkeys(part for row in rows if (part := clean(row[column]))))
    return any(recognise(part) != "text" and not _REMARK.fullmatch(part) for part in parts[1:])


def _like(row: Sequence[str], others: Sequence[Sequence[str]]) -> list[int]:
    """Which of the other rows have about as many filled cells as a row."""
    count = sum(bool(cell.strip()) for cell in row)
    return [
        at
        for at, other in enumerate(others)
        if sum(bool(cell.strip()) for cell in other) >= max(_FEWEST_CELLS, count - 1)
    ]


def above(rows: Sequence[Sequence[str]], header: Header) -> list[int]:
    """The rows (from 0) above the titles that look like those of a table."""
    return _like(rows[header.first], rows[: header.first]) if header.height else []


def _is_header(mapping: Mapping) -> bool:
    """Whether the fields are those of questions: the question itself, or at least a key after options in order."""
    options = [field for field in mapping if field in OPTIONS]
    return "text" in mapping or (
        "key" in mapping and len(options) >= 2 and options == list(OPTIONS[: len(options)])
    )


def _titles(rows: Sequence[Sequence[str]], first: int, merged: Sequence[Range]) -> tuple[str, ...]:
    """One title for each column from the header's rows: a merged title holds for the columns under it."""
    filled = [list(row) for row in rows]
    for (top, left), (_, right) in merged:
        if first <= top < first + len(filled) and right < len(filled[0]):
            row = filled[top - first]
            for column in range(left, right + 1):
                row[column] = row[left]
    for upper, lower in pairwise(filled):
        for column in range(1, len(upper)):
            if not upper[column].strip() and lower[column].strip():
                upper[column] = upper[column - 1]
    titles = []
    for column in range(len(filled[0])):
        parts = list(dict.fromkeys(part for row in filled if (part := clean(row[column]))))
        joined = " ".join(parts)
        # Under a title of the whole document, or of another column, the lowest alone may say it.
        lowest = clean(filled[-1][column])
        titles.append(lowest if lowest and not recognise(joined) and recognise(lowest) else joined)
    return tuple(titles)
