"""A list of questions without numbers and letters, typed in habits drawn at random."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from tests.question_bank.exchange.documents import docx, para, run
from tests.question_bank.exchange.habits import Asked, Drawn

PARTED = ["blank", "blank", "stem too", "every line", "nothing", "soft"]
KEYS = [
    "b",
    "u",
    "red",
    "high",
    "star before",
    "star end",
    "(đúng)",
    "line",
    "line in words",
    "end",
    "box",
    "ring",
]
MORE = ["none", "title", "parts", "bullets", "pages"]


def draw_bare(asked: Sequence[Asked], rng: Random, fixed: dict[str, str] | None = None) -> Drawn:
    """The questions in a file of random habits, of which some may be `fixed`."""
    chosen = {"parted": rng.choice(PARTED), "key": rng.choice(KEYS), "more": rng.choice(MORE)} | (fixed or {})
    is_text = (
        chosen["key"] not in ("b", "u", "red", "high") and chosen["parted"] != "soft" and rng.random() < 0.5
    )
    pieces: list[list[tuple[str, tuple[str, ...]]]] = []
    if chosen["more"] == "title":
        pieces += [[("ỦY BAN NHÂN DÂN XÃ HÒA BÌNH", ()), ("BỘ CÂU HỎI TRẮC NGHIỆM", ("b",))]]
    for at, one in enumerate(asked):
        if chosen["more"] == "parts" and at in (0, len(asked) // 2):
            pieces.append([(f"PHẦN {'I' * (1 + bool(at))}. KIẾN THỨC CHUNG", ("b",))])
        if chosen["more"] == "pages" and at and rng.random() < 0.3:
            pieces[-1].append((f"Trang {at}", ()))
        pieces.append(_lines(one, chosen))
    if chosen["key"] == "end":
        told = [
            f"{at}{''.join('ABCDEFGH'[place] for place in one.key)}" for at, one in enumerate(asked, start=1)
        ]
        pieces.append([("ĐÁP ÁN", ()), ("  ".join(told), ())])
    lines: list[tuple[str, tuple[str, ...]]] = []
    for piece in pieces:
        for place, line in enumerate(piece):
            parts = chosen["parted"]
            gap = {"blank": not place, "stem too": place < 2, "every line": True}.get(parts, False)
            lines += [("", ()), line] if gap else [line]
    name = "a.txt" if is_text else "a.docx"
    if is_text:
        return Drawn("\n".join(text for text, _ in lines).encode(), name, chosen)
    if chosen["parted"] == "soft":
        paras = [
            para(*(run(("\n" if at else "") + text, *marks) for at, (text, marks) in enumerate(one)))
            for one in pieces
        ]
        return Drawn(docx(*paras), name, chosen)
    return Drawn(
        docx(*(para(run(text, *marks)) if text else para("") for text, marks in lines)), name, chosen
    )


def _lines(one: Asked, chosen: dict[str, str]) -> list[tuple[str, tuple[str, ...]]]:
    key = chosen["key"]
    found: list[tuple[str, tuple[str, ...]]] = [(line, ()) for line in one.text.split("\n")]
    for place, option in enumerate(one.options):
        right = place in one.key
        text = option
        if key == "box":
            text = f"{'☒' if right else '☐'} {option}"
        elif key == "ring":
            text = f"{'●' if right else '○'} {option}"
        elif right and key in ("star before", "star end", "(đúng)"):
            text = {"star before": f"*{option}", "star end": f"{option}*", "(đúng)": f"{option} (đúng)"}[key]
        if chosen["more"] == "bullets" and key not in ("box", "ring"):
            text = f"- {text}"
        found.append((text, (key,) if right and key in ("b", "u", "red", "high") else ()))
    if key == "line":
        found.append((f"Đáp án: {', '.join('ABCDEFGH'[place] for place in one.key)}", ()))
    if key == "line in words":
        letters = ", ".join("ABCDEFGH"[place] for place in one.key)
        found.append((f"Đáp án: {one.options[one.key[0]] if len(one.key) == 1 else letters}", ()))
    return found
