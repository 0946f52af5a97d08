# ruff: noqa: E501 - a habit in a line is read at a glance
"""A list of questions typed in habits drawn at random: how it is numbered, how options stand, where the key is."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random

from tests.question_bank.exchange.documents import docx, para, run, table

LETTERS = "ABCDEFGH"


@dataclass(frozen=True)
class Asked:
    """A question as it should be read. `key`: positions from 0."""

    text: str
    options: tuple[str, ...]
    key: tuple[int, ...]


@dataclass
class Drawn:
    """A file, and the habits that it is typed in."""

    content: bytes
    name: str
    habits: dict[str, str] = field(default_factory=dict)


STARTS = [
    "Câu {n}.", "Câu {n}:", "Câu {n})", "Câu {n}/", "Câu {n} -", "Câu{n}:", "CÂU {n}.", "Câu hỏi {n}:", "Câu số {n}.", "Bài {n}.",
    "Question {n}.", "Q{n}.", "C{n}.", "{n}.", "{n})", "{n}/", "({n})", "{n:02}.", "Câu {n} (0,5 điểm):", "Câu {n} (NB).", "Câu {n} ",
    "[Câu {n}]", "{n} -", "Câu {n}. \n", "auto Câu %1.", "auto Câu %1:", "auto %1.", "auto %1)",
]  # fmt: skip
LABELS = ["A.", "A)", "A/", "(A)", "a)", "a.", "A -", "A:", "auto A.", "auto a)"]
LAYOUTS = ["lines", "inline", "tabs", "pairs", "breaks", "glued", "table", "columns", "cells", "box"]
KEYS = [
    "u label", "u text", "u both", "b label", "b text", "b both", "red label", "red text", "red both", "high text", "high both",
    "star before", "star after", "star end", "tick", "(đúng)", "line", "end pairs", "end lines", "end grid", "end columns", "end row",
    "solutions",
]  # fmt: skip
SAID = [
    "Đáp án: {k}", "ĐA: {k}", "Đáp án đúng là: {k}", "Đáp án {k}", "=> {k}", "Chọn: {k}", "({k})", "Đ/A: {k}", "Đáp án: {k}. {t}",
    "Đáp án: {t}", "Chọn {k}", "Chọn đáp án {k}.", "Đáp án đúng: {k}", "→ {k}", "Key: {k}", "Answer: {k}", "ĐÁP ÁN: {k}",
    "(Đáp án: {k})", "Đáp án: ({k})", "đáp án :{k}",
]  # fmt: skip
HEADS = ["ĐÁP ÁN", "BẢNG ĐÁP ÁN", "Đáp án:", "ĐÁP ÁN VÀ HƯỚNG DẪN GIẢI", "III. ĐÁP ÁN"]
NOISE = [
    "none",
    "empty",
    "pages",
    "bold all",
    "bold stem",
    "nfd",
    "nbsp",
    "cyrillic",
    "split",
    "title",
    "parts",
    "explained",
]


def draw(asked: Sequence[Asked], rng: Random, fixed: dict[str, str] | None = None) -> Drawn:
    """The questions in a file of random habits, of which some may be `fixed`."""
    chosen = {
        "start": rng.choice(STARTS), "labels": rng.choice(LABELS), "layout": rng.choice(LAYOUTS), "key": rng.choice(KEYS),
        "noise": rng.choice(NOISE), "said": rng.choice(SAID), "head": rng.choice(HEADS), "file": rng.choice(["docx", "docx", "txt"]),
    } | (fixed or {})  # fmt: skip
    if chosen["file"] == "txt":
        _plain_habits(chosen, rng)
    if chosen["labels"].startswith("auto") and chosen["layout"] not in ("lines", "table"):
        chosen["layout"] = "lines"
    if chosen["labels"] in ("A:", "a.", "a)", "A -") and chosen["layout"] in ("inline", "glued"):
        chosen["layout"] = "tabs"
    return _File(asked, rng, chosen).drawn()


def _plain_habits(chosen: dict[str, str], rng: Random) -> None:
    if chosen["start"].startswith("auto"):
        chosen["start"] = "Câu {n}."
    if chosen["labels"].startswith("auto"):
        chosen["labels"] = "A."
    if chosen["layout"] in ("table", "columns", "cells", "box"):
        chosen["layout"] = "lines"
    if chosen["key"].split()[0] in ("u", "b", "red", "high") or chosen["key"] in (
        "end grid",
        "end columns",
        "end row",
    ):
        chosen["key"] = rng.choice(["line", "star before", "end pairs", "end lines"])
    if chosen["noise"] in ("bold all", "bold stem", "split"):
        chosen["noise"] = "none"


class _File:
    def __init__(self, asked: Sequence[Asked], rng: Random, chosen: dict[str, str]) -> None:
        self.asked, self.rng, self.chosen = asked, rng, chosen
        self.blocks: list[str] = []
        self.lists = 1  # numbered lists of options, each beginning anew
        self.is_text = chosen["file"] == "txt"

    def drawn(self) -> Drawn:
        """The file."""
        if self.chosen["noise"] == "title":
            self._add("ỦY BAN NHÂN DÂN XÃ HÒA BÌNH", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
                      "BỘ CÂU HỎI TRẮC NGHIỆM", "Họ và tên: …………………", "Thời gian làm bài: 45 phút")  # fmt: skip
        half = (len(self.asked) + 1) // 2
        in_parts = self.chosen["noise"] == "parts" and not self.chosen["start"].startswith("auto")
        for at, one in enumerate(self.asked):
            number = at + 1
            if in_parts:
                number = at % half + 1
                if number == 1:
                    self._add(f"PHẦN {'I' * (at // half + 1)}. KIẾN THỨC CHUNG")
            self._question(number, one)
        numbered = [((at % half if in_parts else at) + 1, one) for at, one in enumerate(self.asked)]
        self._keys(numbered)
        if self.is_text:
            text = "\n".join(self.blocks)
            if self.chosen["noise"] == "nfd":
                text = unicodedata.normalize("NFD", text)
            return Drawn(text.encode(), "a.txt", self.chosen)
        parts = {"word/numbering.xml": self._numbering().encode()}
        return Drawn(docx(*self.blocks, parts=parts), "a.docx", self.chosen)

    def _add(self, *texts: str) -> None:
        for text in texts:
            self.blocks.append(text if self.is_text else para(*self._runs(text)))

    def _runs(self, text: str, *marks: str) -> list[str]:
        noise = self.chosen["noise"]
        if noise == "nfd":
            text = unicodedata.normalize("NFD", text)
        if noise == "nbsp":
            text = text.replace(" ", "\u00a0") if self.rng.random() < 0.5 else text.replace(". ", ".\u00a0")
        if noise == "bold all" and not self.chosen["key"].startswith("b "):
            marks = (*marks, "b")
        if noise == "split" and len(text) > 2:
            cuts = sorted(self.rng.sample(range(1, len(text)), min(3, len(text) - 1)))
            return [run(text[a:b], *marks) for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]
        return [run(text, *marks)] if text else []

    def _question(self, number: int, one: Asked) -> None:
        start = self.chosen["start"]
        stem_marks = ("b",) if self.chosen["noise"] == "bold stem" else ()
        lines = one.text.split("\n")
        if start.startswith("auto"):
            self.blocks.append(para(*self._runs(lines[0], *stem_marks), level=(1, 0)))
        else:
            head = start.format(n=number)
            if head.endswith("\n"):
                self._stem(head.strip(), stem_marks)
                self._stem(lines[0], stem_marks)
            elif self.chosen["layout"] == "glued" and len(lines) == 1:
                self._glued(f"{head} {lines[0]}", one)
                self._after(one)
                return
            else:
                self._stem(f"{head} {lines[0]}".replace("  ", " "), stem_marks)
        for line in lines[1:]:
            self._stem(line, stem_marks)
        self._options(one)
        self._after(one)

    def _stem(self, text: str, marks: tuple[str, ...]) -> None:
        self.blocks.append(text if self.is_text else para(*self._runs(text, *marks)))

    def _label(self, letter: str) -> str:
        form = self.chosen["labels"].removeprefix("auto ")
        own = letter.lower() if "a" in form else letter
        if self.chosen["noise"] == "cyrillic":
            own = own.translate(str.maketrans("ABCE", "АВСЕ"))
        return form.replace("a", "A").replace("A", own)

    def _pieces(self, one: Asked) -> list[list[str]]:
        """Each option as its runs (docx), or as one text."""
        found = []
        kind, _, where = self.chosen["key"].partition(" ")
        auto = self.chosen["labels"].startswith("auto")
        for place, text in enumerate(one.options):
            label, right = self._label(LETTERS[place]), place in one.key
            before = after = end = ""
            if right and kind == "star":
                before, after, end = {"before": ("*", "", ""), "after": ("", "*", ""), "end": ("", "", "*")}[
                    where
                ]
                if auto:
                    before, after, end = "", "", "*"
            elif right and kind == "tick":
                end = " ✓"
            elif right and kind == "(đúng)":
                end = " (đúng)"
            if after:
                at = next(at for at, sign in enumerate(label) if sign.isalpha()) + 1
                label = f"{label[:at]}*{label[at:]}"
            label = before + label
            marks = (kind,) if right and kind in ("u", "b", "red", "high") else ()
            own, words = (
                (marks if where in ("label", "both") else ()),
                (marks if where in ("text", "both") or auto else ()),
            )
            if self.is_text:
                found.append([f"{label} {text}{end}"])
            elif auto:
                found.append(self._runs(f"{text}{end}", *words))
            else:
                found.append(
                    [*self._runs(label, *own), *self._runs(" "), *self._runs(f"{text}{end}", *words)]
                )
        return found

    def _options(self, one: Asked) -> None:
        pieces = self._pieces(one)
        layout = self.chosen["layout"]
        if self.chosen["labels"].startswith("auto") and not self.is_text:
            if self.chosen["start"].startswith("auto"):
                self.blocks += [para(*each, level=(1, 1)) for each in pieces]
            else:
                self.lists += 1
                self.blocks += [para(*each, level=(self.lists, 0)) for each in pieces]
            return
        gap = {"inline": "     ", "tabs": "\t", "pairs": "    ", "breaks": "\n"}.get(layout, "")
        if layout == "lines" or (layout == "glued"):
            rows, gap = [[each] for each in pieces], ""
        elif layout in ("inline", "breaks"):
            rows = [pieces]
        elif layout in ("tabs", "pairs"):
            rows = [pieces[at : at + 2] for at in range(0, len(pieces), 2)]
        else:
            self._boxed(pieces, layout)
            return
        for row in rows:
            if self.is_text:
                self.blocks += gap.join(each[0] for each in row).split("\n")
            else:
                runs = [
                    piece
                    for at, each in enumerate(row)
                    for piece in ([run(gap)] if at and gap else []) + each
                ]
                self.blocks.append(para(*runs))

    def _boxed(self, pieces: list[list[str]], layout: str) -> None:
        paras = [para(*each) for each in pieces]
        if layout == "box":
            inner = f"<w:txbxContent>{''.join(paras)}</w:txbxContent>"
            self.blocks.append(
                f"<w:p><w:r><mc:AlternateContent><mc:Choice>{inner}</mc:Choice><mc:Fallback><w:pict>{inner}</w:pict></mc:Fallback>"
                "</mc:AlternateContent></w:r></w:p>"
            )
            return
        rows = (
            [paras[at : at + 2] for at in range(0, len(paras), 2)]
            if layout == "table"
            else [[each] for each in paras]
        )
        if layout == "cells":
            rows = [["".join(paras)]]
        self.blocks.append(
            "<w:tbl>"
            + "".join("<w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in row) + "</w:tr>" for row in rows)
            + "</w:tbl>"
        )

    def _glued(self, head: str, one: Asked) -> None:
        pieces = self._pieces(one)
        if self.is_text:
            self.blocks.append("   ".join([head, *(each[0] for each in pieces)]))
            return
        self.blocks.append(
            para(*self._runs(head), *(piece for each in pieces for piece in [run("   "), *each]))
        )

    def _after(self, one: Asked) -> None:
        if self.chosen["key"] == "line":
            letters = ", ".join(LETTERS[place] for place in one.key)
            said = self.chosen["said"] if len(one.key) == 1 else SAID[0]
            self._add(said.format(k=letters, t=one.options[one.key[0]]))
            if self.chosen["noise"] == "explained":
                self._add("Giải thích: Theo quy định hiện hành.", "Xem thêm tài liệu tập huấn.")
        if self.chosen["noise"] == "empty":
            self._add("", " ")
        if self.chosen["noise"] == "pages" and self.rng.random() < 0.2:
            self._add(self.rng.choice(["Trang 3", "- 4 -", "Trang 2/10"]))

    def _keys(self, numbered: list[tuple[int, Asked]]) -> None:
        key = self.chosen["key"]
        if not key.startswith("end") and key != "solutions":
            return
        letters = [(number, "".join(LETTERS[place] for place in one.key)) for number, one in numbered]
        self._add(self.chosen["head"])
        if key == "end pairs":
            form = self.rng.choice(["{n}-{k}", "{n}{k}", "{n}.{k}", "{n}. {k}", "Câu {n}: {k}", "{n}) {k}"])
            told = [form.format(n=number, k=said) for number, said in letters]
            self._add(*("  ".join(told[at : at + 10]) for at in range(0, len(told), 10)))
        elif key == "end lines":
            form = self.rng.choice(["{n}. {k}", "Câu {n}: {k}", "{n} - {k}", "{n}{k}", "Câu {n}. Đáp án {k}"])
            self._add(*(form.format(n=number, k=said) for number, said in letters))
        elif key == "solutions":
            form = self.rng.choice(
                ["Câu {n}. Chọn {k}.", "Câu {n}: {k}. Vì đúng quy định.", "Câu {n}. Đáp án {k}"]
            )
            for number, said in letters:
                self._add(form.format(n=number, k=said), "Lời giải chi tiết của câu này.")
        elif key == "end grid":
            for at in range(0, len(letters), 10):
                some = letters[at : at + 10]
                self.blocks.append(
                    table(
                        ["Câu", *(str(number) for number, _ in some)], ["Đáp án", *(said for _, said in some)]
                    )
                )
        elif key == "end columns":
            self.blocks.append(table(["Câu", "Đáp án"], *([str(number), said] for number, said in letters)))
        else:
            self.blocks.append(
                table(
                    *(
                        [f"{number}-{said}" for number, said in letters[at : at + 10]]
                        for at in range(0, len(letters), 10)
                    )
                )
            )

    def _numbering(self) -> str:
        form = (
            self.chosen["start"].removeprefix("auto ") if self.chosen["start"].startswith("auto") else "%1."
        )
        label = self.chosen["labels"].removeprefix("auto ")
        letters = "lowerLetter" if "a" in label else "upperLetter"
        shape: Callable[[int], str] = lambda level: label.replace("a", "A").replace("A", f"%{level}")  # noqa: E731
        level = '<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        question = level.format(at=0, form="decimal", text=form) + level.format(
            at=1, form=letters, text=shape(2)
        )
        options = level.format(at=0, form=letters, text=shape(1))
        lists = "".join(
            f'<w:num w:numId="{number}"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
            for number in range(2, self.lists + 1)
        )
        return (
            '<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
            f'<w:abstractNum w:abstractNumId="0">{question}</w:abstractNum><w:abstractNum w:abstractNumId="1">{options}</w:abstractNum>'
            f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{lists}</w:numbering>'
        )
