"""Lists of units and of entrants as organisers keep them: which column holds what, and what is wrong with a row.

A row that can't be stored says why, at its row and column; nothing is guessed in silence.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

from contest.kernel.messages import N_, Message, message
from contest.kernel.vietnamese import clean, fold
from question_bank.exchange.delimited import decode, split
from question_bank.exchange.opening import open_workbook
from question_bank.exchange.sheets import Range

STATUSES = {
    "in": N_("Dự thi"),
    "reserve": N_("Dự bị"),
    "withdrawn": N_("Rút tên"),
    "disqualified": N_("Bị loại"),
    "guest": N_("Khách mời"),
}

# Folded titles, as they stand in lists; the field's own name is one of them.
ENTRANT_FIELDS: dict[str, tuple[str, ...]] = {
    "code": ("so bao danh", "sbd", "ma", "ma so", "ma thi sinh", "code"),
    "name": (
        "ho va ten",
        "ho ten",
        "hoten",
        "ten",
        "thi sinh",
        "ho ten thi sinh",
        "ten doi",
        "full name",
        "name",
    ),
    "family": ("ho", "ho dem", "ho va ten dem", "ho lot", "ho va chu dem", "last name"),
    "unit": (
        "don vi",
        "xa",
        "phuong",
        "xa/phuong",
        "xa, phuong",
        "dang bo",
        "don vi du thi",
        "don vi cong tac",
        "unit",
    ),
    "room": ("phong", "phong thi", "ma phong", "room"),
    "group": ("bang", "khoi", "group"),
    "born": ("ngay sinh", "nam sinh", "ngay thang nam sinh", "born", "date of birth"),
    "status": ("trang thai", "tinh trang", "status"),
}
UNIT_FIELDS: dict[str, tuple[str, ...]] = {
    "code": ("ma", "ma don vi", "ky hieu", "code"),
    "name": ("ten", "don vi", "ten don vi", "xa", "phuong", "xa/phuong", "name", "unit"),
    "parent": ("truc thuoc", "thuoc", "don vi cap tren", "cap tren", "parent"),
    "kind": ("loai", "loai don vi", "cap", "kind"),
    "headcount": ("so nguoi", "si so", "so dang vien", "so can bo", "so luong", "headcount"),
}
_NUMBERING = ("stt", "tt", "so thu tu", "no", "no.", "#")
_STATUS_WORDS = (
    {fold(word): code for code, word in STATUSES.items()} | {code: code for code in STATUSES} | {"": "in"}
)
# A code stands in addresses: no slash, and not the name of a page beside it.
_CODE = re.compile(r"(?!new$)\w[\w.-]{0,39}")
# As long as the database's columns.
LONGEST = {"name": 200, "group": 60, "born": 20, "kind": 40}
MOST_PEOPLE = 10_000_000
# A cell of these that is merged over several rows counts for each of them.
_SHARED = ("unit", "room", "group", "status", "parent", "kind")


@dataclass(frozen=True)
class Cells:
    """One row of a list: {field: text}, and where it stood."""

    row: int
    values: Mapping[str, str]
    extra: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Message, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """A list with its titles. `mapping` gives the field of each column, "" for none."""

    titles: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    mapping: tuple[str, ...]


def read_sheet(data: bytes, fields: Mapping[str, tuple[str, ...]]) -> Sheet:
    """The first sheet of an xlsx, xls, ods or csv that has anything in it. Raises Invalid where it can't be read.

    The title row is the one among the first fifteen that names most fields, so titles of the document above it
    don't matter.
    """
    merged: Sequence[Range] = ()
    if book := open_workbook(data):
        found = next((sheet for sheet in book.sheets if any(any(row) for row in sheet.rows)), None)
        rows, merged = (found.rows, found.merged) if found else ([], ())
    else:
        rows, _ = split(
            decode(data), lambda sample: max((_known(row, fields) for row in sample[:15]), default=0)
        )
    best = max(range(min(15, len(rows))), key=lambda at: (_known(rows[at], fields), -at), default=0)
    titles = tuple(clean(cell) for cell in rows[best]) if rows else ()
    mapping = _unmerged_name(propose(titles, fields), best, merged)
    filled = {number for number, row in enumerate(rows) if number > best and any(map(str.strip, row))}
    _fill_merged(rows, mapping, [one for one in merged if one[0][0] > best])
    body = tuple((number + 1, tuple(map(clean, rows[number]))) for number in sorted(filled))
    return Sheet(titles, body, mapping)


def _unmerged_name(mapping: tuple[str, ...], title_row: int, merged: Sequence[Range]) -> tuple[str, ...]:
    """“Họ và tên” merged over two columns: the first holds family and middle names, the second the given name."""
    for (top, left), (bottom, right) in merged:
        if top == bottom == title_row and right == left + 1 < len(mapping) and mapping[left] == "name":
            return (*mapping[:left], "family", "name", *mapping[right + 1 :])
    return mapping


def _fill_merged(rows: list[list[str]], mapping: Sequence[str], merged: Sequence[Range]) -> None:
    for (top, left), (bottom, right) in merged:
        if left == right < len(mapping) and mapping[left] in _SHARED:
            for row in rows[top + 1 : bottom + 1]:
                row[left] = rows[top][left]


def _known(row: Sequence[str], fields: Mapping[str, tuple[str, ...]]) -> int:
    return sum(any(fold(cell) in names for names in fields.values()) for cell in row)


def propose(titles: Sequence[str], fields: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The field of each column by its title; each field once, the first column that fits."""
    taken: set[str] = set()
    mapping = []
    for title in titles:
        found = next(
            (name for name, words in fields.items() if fold(title) in words and name not in taken), ""
        )
        taken.add(found)
        mapping.append(found)
    return tuple(mapping)


def cells(sheet: Sheet, mapping: Sequence[str]) -> list[Cells]:
    """The rows by field. Columns without a field are carried along under their titles, numbering left out."""
    found = []
    for number, row in sheet.rows:
        padded = [*row, *[""] * (len(mapping) - len(row))]
        values = {name: cell for name, cell in zip(mapping, padded, strict=False) if name}
        if values.get("family"):
            values["name"] = clean(f"{values['family']} {values.get('name', '')}")
        extra = {
            title: cell
            for title, name, cell in zip(sheet.titles, mapping, padded, strict=False)
            if not name and cell and title and fold(title) not in _NUMBERING
        }
        found.append(Cells(number, values, extra))
    return found


def _names(known: Mapping[str, str]) -> dict[str, str]:
    """{folded name or code: code}."""
    return {fold(name): code for code, name in known.items()} | {fold(code): code for code in known}


def missing(rows: Sequence[Cells], column: str, known: Mapping[str, str]) -> dict[str, str]:
    """{new code: name} of the units, or rooms, that entrants name and the contest hasn't got, in the order of the list.

    `column`: unit or room; `known`: {code: name} of those there are.
    """
    names, missing = _names(known), dict[str, str]()
    for row in rows:
        name = row.values.get(column, "")
        if not name or fold(name) in names or len(name) > LONGEST["name"]:
            continue
        stem = code = code_of(name)
        number = 1
        while code in known or code in missing:
            number += 1
            code = f"{stem[:36]}-{number}"
        missing[code] = name
        names[fold(name)] = code
    return missing


def code_of(name: str) -> str:
    """A code made of a name: “Xã Quỳnh Vinh (mới)” → `xa-quynh-vinh-moi`."""
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:40].rstrip("-") or "don-vi"


def check_entrants(
    rows: Sequence[Cells],
    units: Mapping[str, str],
    taken: Collection[str],
    rooms: Mapping[str, str] | None = None,
) -> list[Cells]:
    """The rows with `unit` and `room` as codes, `status` as a word of the format, numbers where there are none, and
    their problems. `units` and `rooms` are {code: name}, `taken` the candidate numbers that the contest has."""
    known = {"unit": units, "room": rooms or {}}
    names, taken = {column: _names(each) for column, each in known.items()}, frozenset(taken)
    numbered = any(row.values.get("code") for row in rows)
    width = max(3, len(str(len(taken) + len(rows))))
    free = (number for at in range(1, 10**9) if (number := f"{at:0{width}}") not in taken)
    seen: dict[str, int] = {}
    checked = []
    for row in rows:
        values, problems = dict(row.values), []
        if not numbered:
            values["code"] = next(free)
        problems += _check_code(values, row, taken, seen)
        problems += _check_lengths(row)
        if not values.get("name"):
            problems.append(_at(row, N_("thiếu họ và tên")))
        for column in known:
            word = values.get(column, "")
            if word and fold(word) in names[column]:
                values[column] = names[column][fold(word)]
            elif word:
                problems.append(_unknown(row, column, word, names[column], known[column]))
        status = fold(values.get("status", ""))
        if status in _STATUS_WORDS:
            values["status"] = _STATUS_WORDS[status]
        else:
            problems.append(_at(row, N_("không hiểu trạng thái “%(status)s”"), status=values["status"]))
        checked.append(Cells(row.row, values, row.extra, tuple(problems)))
    return checked


_NEAR = {
    "unit": N_("không có đơn vị “%(word)s”, gần nhất là “%(near)s”"),
    "room": N_("không có phòng thi “%(word)s”, gần nhất là “%(near)s”"),
}
_NONE = {"unit": N_("không có đơn vị “%(word)s”"), "room": N_("không có phòng thi “%(word)s”")}


def _unknown(
    row: Cells, column: str, word: str, names: Mapping[str, str], known: Mapping[str, str]
) -> Message:
    near = get_close_matches(fold(word), list(names), 1, 0.7)
    if not near:
        return _at(row, _NONE[column], word=word)
    return _at(row, _NEAR[column], word=word, near=known[names[near[0]]])


def check_units(rows: Sequence[Cells], units: Mapping[str, str]) -> list[Cells]:
    """The rows with a code for each unit, parents as codes, and their problems. `units`: {code: name} of those there are."""
    codes: dict[str, str] = {fold(name): code for code, name in units.items()}
    named = []
    for row in rows:
        values = dict(row.values)
        values["code"] = values.get("code") or code_of(values.get("name", ""))
        codes.setdefault(fold(values.get("name", "")), values["code"])
        named.append(Cells(row.row, values, row.extra))
    known = set(units) | {row.values["code"] for row in named}
    seen: dict[str, int] = {}
    checked = []
    for row in named:
        values, problems = dict(row.values), []
        if not values.get("name"):
            problems.append(_at(row, N_("thiếu tên đơn vị")))
        else:
            problems += _check_code(values, row, units, seen)
        problems += _check_lengths(row)
        parent = values.get("parent", "")
        if parent and parent not in known:
            values["parent"] = codes.get(fold(parent), "")
            if not values["parent"]:
                problems.append(_at(row, N_("không có đơn vị cấp trên “%(unit)s”"), unit=parent))
        headcount = values.get("headcount") or "0"
        if not re.fullmatch(r"\d{1,8}", headcount, re.ASCII) or int(headcount) > MOST_PEOPLE:
            problems.append(
                _at(row, N_("số người “%(value)s” không phải số nguyên"), value=values["headcount"])
            )
        checked.append(Cells(row.row, values, row.extra, tuple(problems)))
    return _check_circles(checked)


def _check_circles(rows: Sequence[Cells]) -> list[Cells]:
    """Those that would stand under themselves get a problem. Units that there are can't: they know none of these."""
    parents = {row.values["code"]: row.values.get("parent", "") for row in rows}
    checked = []
    for row in rows:
        code = row.values["code"]
        seen, above = set[str](), parents[code]
        while above and above != code and above not in seen:
            seen.add(above)
            above = parents.get(above, "")
        circle = (
            (_at(row, N_("đơn vị “%(unit)s” trực thuộc chính nó"), unit=row.values["name"]),)
            if above == code
            else ()
        )
        checked.append(replace(row, problems=row.problems + circle))
    return checked


def _check_lengths(row: Cells) -> list[Message]:
    return [
        _at(row, N_("“%(value)s…” dài quá %(most)s ký tự"), value=row.values[name][:20], most=most)
        for name, most in LONGEST.items()
        if len(row.values.get(name, "")) > most
    ]


def _check_code(
    values: Mapping[str, str], row: Cells, taken: Collection[str], seen: dict[str, int]
) -> list[Message]:
    code = values.get("code", "")
    if not code:
        return [_at(row, N_("thiếu mã"))]
    if not _CODE.fullmatch(code):
        return [
            _at(
                row,
                N_("mã “%(code)s” chỉ được có chữ, số, dấu chấm, gạch nối; nhiều nhất 40 ký tự"),
                code=code,
            )
        ]
    if code in taken:
        return [_at(row, N_("mã “%(code)s” đã có trong hội thi"), code=code)]
    if code in seen:
        return [_at(row, N_("mã “%(code)s” trùng với dòng %(other)s"), code=code, other=seen[code])]
    seen[code] = row.row
    return []


def _at(row: Cells, text: str, **values: object) -> Message:
    return message(N_("Dòng %(row)s: %(problem)s."), row=row.row, problem=message(text, **values))
