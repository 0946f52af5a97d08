"""Where a table's header is, and which field each column holds. PURE."""

from __future__ import annotations

import re
from collections.abc import Mapping as Named
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from contest.kernel.messages import N_
from contest.kernel.vietnamese import clean, fold
from question_bank.exchange.questions import Mapping
from question_bank.kinds.choices import LETTERS

OPTIONS = tuple(f"option_{letter.lower()}" for letter in LETTERS)
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
    "key": N_("Đáp án đúng"),
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
    "text": r"(?:noi dung )?(?:cau hoi|de bai|cau dan|tinh huong)(?: trac nghiem)?|noi dung|de|"
    r"question(?: text)?|stem|situation",
    "key": r"(?:dap an|cau tra loi|tra loi|phuong an|lua chon|da|pa)(?: (?:dung(?: nhat)?|chinh xac))|"
    r"dap an|da|key|correct(?: (?:answer|option|key))?s?|answer(?: key)?|right answer",
    "locked": r"(?:phuong an )?(?:co dinh|giu (?:nguyen )?vi tri|khoa vi tri|khong (?:dao|tron))|"
    r"locked|fixed",
    "explanation": r"(?:giai thich|loi giai)(?: (?:dap an|chi tiet))?|can cu(?: phap ly)?|co so phap ly|"
    r"explanation|rationale|feedback",
    "topic": r"(?:ten )?(?:chu de|chuyen de|linh vuc|mang(?: kien thuc)?|chuong|nhom(?: cau hoi)?)|"
    r"topic|subject|category|chapter",
    "difficulty": r"muc do(?: (?:kho|nhan thuc|cau hoi))?|do kho|cap do|difficulty|level",
    "kind": r"(?:loai|dang|kieu|hinh thuc)(?: cau(?: hoi)?)?|(?:question )?type|kind",
    "model_answer": r"(?:goi y|huong xu ly|huong dan)(?: (?:tra loi|dap an|xu ly))?|"
    r"(?:dap an|cau tra loi) (?:mau|goi y)|(?:model|sample) answer",
    "rubric": r"(?:tieu chi|thang diem|bieu diem|huong dan cham)(?: (?:cham(?: diem)?|danh gia))?|"
    r"rubric|criteria",
}
_PREFIX = (
    r"(?:phuong an(?: tra loi| lua chon)?|dap an|lua chon|(?:cau |y )?tra loi|y|pa|da|option|answer|choice)"
)
_OPTION = re.compile(rf"(?:{_PREFIX} )?(?:so )?([a-h])|{_PREFIX} (?:so )?([1-8])")

_SEARCHED_ROWS = 40
_TALLEST = 3


@dataclass(frozen=True)
class Header:
    """The rows `first` … `first + height - 1` (from 0) hold the titles; the questions begin below."""

    first: int
    height: int
    titles: tuple[str, ...]


def recognise(title: str) -> str:
    """The field that a column's title means, or ""."""
    plain = " ".join(re.sub(r"[^\w\s]|_", " ", fold(title)).split())
    if option := _OPTION.fullmatch(plain):
        place = ord(option[1]) - ord("a") if option[1] else int(option[2]) - 1
        return OPTIONS[place]
    return next((field for field, pattern in _TITLES.items() if re.fullmatch(pattern, plain)), "")


def propose(titles: Sequence[str], remembered: Named[str, str] | None = None) -> Mapping:
    """A field for each column, none twice: as `remembered` (folded title → field), else by its name."""
    taken: set[str] = set()
    mapping = []
    for title in titles:
        field = (remembered or {}).get(fold(title)) or recognise(title)
        if field not in FIELDS or field in taken:
            field = ""
        taken.add(field)
        mapping.append(field)
    return tuple(mapping)


def fitness(rows: Sequence[Sequence[str]]) -> int:
    """How many columns of the best header are known."""
    header = find_header(rows)
    return _known(header.titles) if header else 0


def find_header(rows: Sequence[Sequence[str]]) -> Header | None:
    """The header: the rows, up to three, whose joined titles name most fields, the question among them."""
    best, most = None, (1, 0)
    for first in range(min(len(rows), _SEARCHED_ROWS)):
        for height in range(1, _TALLEST + 1):
            titles = _titles(rows[first : first + height])
            # Of two headers that know as much the lower one: the other has a title row of the document in it.
            merit = (_known(titles), -height)
            if merit > most and "text" in propose(titles):
                best, most = Header(first, height, titles), merit
    return best


def _known(titles: Sequence[str]) -> int:
    return sum(bool(field) for field in propose(titles))


def _titles(rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """One title for each column from the header's rows: a merged title holds for the columns under it."""
    filled = [list(row) for row in rows]
    for upper, lower in pairwise(filled):
        for column in range(1, len(upper)):
            if not upper[column].strip() and lower[column].strip():
                upper[column] = upper[column - 1]
    return tuple(
        " ".join(dict.fromkeys(clean(row[column]) for row in filled)).strip()
        for column in range(len(filled[0]))
    )
