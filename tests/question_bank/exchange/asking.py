"""Questions of every kind for hypothesis: real words beside the signs that formats use for themselves."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from question_bank.exchange.questions import ReadQuestion
from question_bank.exchange.references import name_of, refer
from question_bank.kinds.folding import fold_answer
from question_bank.kinds.true_false import true_false_body
from tests.question_bank.making import picture

MEDIA = {name_of(content, "png"): content for content in (picture(2, 3), picture(4, 5))}

_WORDS = st.sampled_from(
    ["Đảng", "chi bộ", "năm 1930", "hòa bình", "Điều 5", "xã", "5 < 6", "a > b & c", "“trích”", "100%", "x=y", "{n}",
     "~7", "#3", "C:\\x", "một*hai", "&lt;", "<b>", "3,5", "H₂O", r"\(x^2 < 1\)", "->", "::", "Ghi chú", "[1]", "'q'", '"r"',
     "$5", "@a", "=z", "// c", "%50%"]
)  # fmt: skip
_PLAIN = st.sampled_from(
    [
        "Đảng",
        "chi bộ",
        "hòa bình",
        "xã phường",
        "cán bộ",
        "nhiệm kỳ",
        "nghị quyết",
        "đại hội",
        "kỷ luật",
        "thi đua",
    ]
)
_PICTURES = st.builds(refer, st.sampled_from(sorted(MEDIA)), st.sampled_from(["", "Biển báo", "Sơ đồ 1"]))


def phrases(words: st.SearchStrategy[str], most: int = 4) -> st.SearchStrategy[str]:
    return st.lists(words, min_size=1, max_size=most).map(" ".join)


def _different(texts: st.SearchStrategy[str], fewest: int, most: int) -> st.SearchStrategy[list[str]]:
    """Texts of which no two are the same to a marker."""
    return st.lists(
        texts, min_size=fewest, max_size=most, unique_by=lambda text: fold_answer(text) or text.strip()
    )


def _decimals() -> st.SearchStrategy[str]:
    return st.decimals(-1000, 1000, places=2, allow_nan=False).map(lambda one: format(one, "f"))


def _tolerances() -> st.SearchStrategy[str]:
    return st.sampled_from(["0", "0.5", "0.01", "10"])


def _options(texts: st.SearchStrategy[str]) -> st.SearchStrategy[list[dict[str, Any]]]:
    return _different(texts, 2, 5).flatmap(
        lambda found: st.tuples(
            *(st.booleans().map(lambda lock, text=text: {"text": text, "locked": lock}) for text in found)
        ).map(list)
    )


@st.composite
def bodies(
    draw: Any, kind: str, texts: st.SearchStrategy[str], flat: st.SearchStrategy[str]
) -> dict[str, Any]:
    """A sound body of a kind."""
    if kind in ("single_choice", "several_correct", "weighted_choice"):
        options = draw(_options(texts))
        places = range(len(options))
        if kind == "single_choice":
            return {"options": options, "key": [draw(st.sampled_from(places))]}
        if kind == "several_correct":
            return {"options": options, "key": sorted(draw(st.sets(st.sampled_from(places), min_size=1)))}
        shares = [draw(st.sampled_from(["0", "0.5", "0.25", "1"])) for _ in options]
        shares[draw(st.sampled_from(places))] = "1"
        return {"options": [one | {"share": share} for one, share in zip(options, shares, strict=True)]}
    if kind == "true_false":
        return true_false_body(draw(st.booleans()))
    if kind == "short_answer":
        accepted = draw(st.lists(flat.filter(fold_answer), min_size=1, max_size=3))
        return {"accepted": accepted, "fold": draw(st.booleans()), "ignore_diacritics": draw(st.booleans())}
    if kind == "number":
        unit = draw(st.sampled_from(["", "kg", "m/s"]))
        return {"value": draw(_decimals()), "tolerance": draw(_tolerances()), "unit": unit}
    if kind == "matching":
        left, right = draw(_different(texts, 2, 4)), draw(_different(texts, 2, 5))
        return {"left": left, "right": right, "key": [draw(st.sampled_from(range(len(right)))) for _ in left]}
    if kind == "ordering":
        return {"items": draw(_different(texts, 2, 5))}
    if kind == "cloze":
        inner = st.sampled_from(["short_answer", "number", "single_choice"])
        found = [draw(inner) for _ in range(draw(st.integers(1, 3)))]
        return {"blanks": [{"kind": one, **draw(bodies(one, flat, flat))} for one in found]}
    if kind == "prediction":
        return {"of": draw(flat)}
    return {
        "model_answer": draw(st.one_of(st.just(""), texts)),
        "rubric": draw(st.one_of(st.just(""), texts)),
    }


@st.composite
def questions(draw: Any, kind: str, plain: bool = False, filed: bool = True) -> ReadQuestion:
    """A sound question. `plain`: of words alone, as in documents; else with the signs of formats, pictures, equations."""
    words = _PLAIN if plain else st.one_of(_WORDS, _WORDS, _WORDS, _PICTURES)
    flat = phrases(_PLAIN if plain else _WORDS, 3)
    texts = (
        flat
        if plain
        else st.one_of(phrases(words), st.lists(phrases(words), min_size=2, max_size=2).map("\n".join))
    )
    body = draw(bodies(kind, texts, flat))
    text = draw(texts)
    if kind == "cloze":
        for number in range(1, len(body["blanks"]) + 1):
            text += f" {draw(flat)} {{{{{number}}}}}"
        text += draw(st.sampled_from(["", ".", " cuối"]))
    more: dict[str, Any] = {}
    if filed:
        more = {
            "code": draw(st.sampled_from(["", "K1", "A-2/b"])),
            "topic": draw(st.sampled_from(["", "Lịch sử", "Luật / Nghị định"])),
            "difficulty": draw(st.sampled_from(["", "easy", "medium", "hard"])),
            "tags": draw(st.sampled_from([(), ("nhãn",), ("a]b", "c & d")])),
            "source": draw(st.sampled_from(["", "Báo"])),
            "legal_basis": draw(st.sampled_from(["", "Luật X"])),
            "legal_date": draw(st.sampled_from(["", "2019-11-20"])),
            "retired": draw(st.booleans()),
        }
    explanation = draw(st.one_of(st.just(""), texts))
    return ReadQuestion(kind, text, body, explanation=explanation, **more)
