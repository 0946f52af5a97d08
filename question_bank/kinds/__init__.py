"""Question kinds: one file per kind, found by `kinds()`. PURE.

A question is a text and a *body*, a JSON-able dict whose shape its kind knows:

=================  ===========================================================================
kind               body
=================  ===========================================================================
`single_choice`    `{"options": [{"text": str, "locked": bool}, …], "key": [int]}`
`several_correct`  the same, with one or more indexes in `key`
`true_false`       the same, with two options, “Đúng” and “Sai”, never shuffled
`weighted_choice`  `{"options": [{"text": str, "locked": bool, "share": str}, …]}`: one is chosen, worth
                   its share of the points, a decimal from "0" to "1"; the best is "1"
`short_answer`     `{"accepted": [str, …], "fold": bool, "ignore_diacritics": bool}`
`number`           `{"value": str, "tolerance": str, "unit": str}`: decimals with a point
`matching`         `{"left": [str, …], "right": [str, …], "key": [int, …]}`: for each of `left` an index
                   into `right`, which may hold more than are matched
`ordering`         `{"items": [str, …]}` in the right order
`cloze`            `{"blanks": [{"kind": "short_answer" | "number" | "single_choice", …its body}, …]}`; the
                   question's text holds `{{1}}`, `{{2}}`, … where they stand
`essay`            `{"model_answer": str, "rubric": str}`
`situation`        the same
`theme`            the same
`prediction`       `{"of": str}`: a number, not marked, that a tie rule may use
=================  ===========================================================================

`options` holds 2–8 options; `key` holds indexes into `options`, rising, from 0.
A `locked` option keeps its place when options are shuffled.

A *response* is the text that the browser sends and the answer table stores:
for choices the original indexes of the chosen options ("2", or "0,2"), whatever
order they were shown in; for what is typed in one line (`short_answer`, `number`,
`prediction`) and for judged kinds the text; for `matching`, `ordering` and `cloze`
a line for each field (see `fields`).

A new kind is one module here with a `KIND` that follows `base.Kind`, and one
template folder `question_bank/kinds/<code>/`: `asked.html` (for contestants: a macro
`show(asked, name, chosen, response, disabled)`, see `showing.inputs_of`; works without
script; a field named `{{ name }}`, or several named `{{ name }}.0`, `{{ name }}.1` …,
one for each line of the response), `fields.html` (for authors, of
the kind's `inputs`) and `key.html`. Nothing else knows of it
(`tests/question_bank/test_new_kind.py` takes one through everything).
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from contest.kernel.messages import Message
from question_bank.kinds.base import Body, Kind

__all__ = ["Body", "Kind", "is_drawn", "kind", "kinds", "problems"]


@cache
def kinds() -> dict[str, Kind]:
    """Every kind by its code, in the order in which menus show them."""
    modules = (
        importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)
    )
    found = [module.KIND for module in modules if hasattr(module, "KIND")]
    return {each.code: each for each in sorted(found, key=lambda each: each.place)}


def kind(code: str) -> Kind:
    """The kind with this code; KeyError if there is none."""
    return kinds()[code]


def problems(code: str, text: str, body: Body) -> list[Message]:
    """What is wrong with a question's body, and with its text beside it; empty when both are sound."""
    asked = kind(code)
    return asked.validate(body) or asked.validate_text(text, body)


def is_drawn(code: str, wanted: str) -> bool:
    """Whether a line of a blueprint that asks for the kind `wanted` (empty: any) may draw a question of a kind: a machine
    must be able to mark it, and what earns nothing must be asked for."""
    asked = kind(code)
    return not asked.judged and (code == wanted if wanted or not asked.earns else True)
