"""What the kinds with options share. PURE."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from random import Random
from typing import Any

from contest.kernel.messages import N_, Message, message
from question_bank.kinds.base import Body
from question_bank.kinds.folding import fold_answer
from question_bank.kinds.inputs import Cells, Input
from question_bank.kinds.wording import keep_order

LETTERS = "ABCDEFGH"
FEWEST, MOST = 2, len(LETTERS)


def is_text(value: object) -> bool:
    """Whether `value` is a text with something in it."""
    return isinstance(value, str) and bool(value.strip())


class Choice:
    """A kind with options, of which the contestant chooses; the subclasses say how many."""

    judged, earns, graded = False, True, False
    inputs: tuple[Input, ...] = (
        Input("options", message(N_("Phương án")), "rows", most=MOST),
        Input("key", message(N_("Đáp án đúng")), "places"),
        Input("locked", message(N_("Giữ vị trí khi trộn")), "places"),
    )

    def to_form(self, body: Body) -> dict[str, Any]:
        """See `Kind.to_form`."""
        return {
            "options": [option["text"] for option in body["options"]],
            "key": body["key"],
            "locked": sorted(locked_of(body)),
        }

    def from_form(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """See `Kind.from_form`."""
        return {"options": options_of(values["options"], values["locked"]), "key": values["key"]}

    def to_cells(self, body: Body) -> Cells:
        """The options, and the letters of the right ones."""
        texts = tuple(option["text"] for option in body["options"])
        return Cells(texts, letters(body["key"]), locked_of(body))

    def from_cells(self, cells: Cells) -> dict[str, Any] | None:
        """The key names options."""
        return None

    def validate(self, body: Body) -> list[Message]:
        """See `Kind.validate`."""
        options, key = body.get("options"), body.get("key")
        if not isinstance(options, list) or not all(isinstance(option, dict) for option in options):
            return [message(N_("Thiếu danh sách phương án."))]
        if not isinstance(key, list) or not all(type(index) is int for index in key):
            return [message(N_("Thiếu đáp án đúng."))]
        return [*self._option_problems(options), *self._key_problems(key, len(options))]

    def _option_problems(self, options: list[dict[str, Any]]) -> list[Message]:
        problems = []
        if not FEWEST <= len(options) <= MOST:
            problems.append(
                message(
                    N_("Có %(count)d phương án; cần từ %(fewest)d đến %(most)d."),
                    count=len(options),
                    fewest=FEWEST,
                    most=MOST,
                )
            )
        seen: dict[str, str] = {}
        for letter, option in zip(LETTERS, options, strict=False):
            if not is_text(option.get("text")):
                problems.append(message(N_("Phương án %(letter)s bỏ trống."), letter=letter))
                continue
            twin = seen.setdefault(_same_option(option["text"]), letter)
            if twin != letter:
                problems.append(
                    message(N_("Phương án %(one)s và %(other)s giống nhau."), one=twin, other=letter)
                )
        return problems

    def _key_problems(self, key: list[int], count: int) -> list[Message]:
        if not key:
            return [message(N_("Chưa chọn đáp án đúng."))]
        if not all(0 <= index < count for index in key) or key != sorted(set(key)):
            return [message(N_("Đáp án đúng không ứng với phương án nào."))]
        return []

    def validate_text(self, text: str, body: Body) -> list[Message]:
        """Any text will do."""
        return []

    def option_order(self, body: Body, rng: Random, shuffle: bool) -> list[int]:
        """See `Kind.option_order`."""
        options = body["options"]
        order = list(range(len(options)))
        if not shuffle or keep_order([option["text"] for option in options]):
            return order
        free = [index for index in order if not options[index].get("locked")]
        for place, index in zip(free, rng.sample(free, len(free)), strict=True):
            order[place] = index
        return order

    def present(self, body: Body, order: Sequence[int]) -> dict[str, Any]:
        """See `Kind.present`."""
        options = body["options"]
        return {"options": [{"value": str(index), "text": options[index]["text"]} for index in order]}

    def right(self, body: Body) -> str:
        """See `Kind.right`."""
        return ",".join(map(str, body["key"]))

    def read_key(self, body: Body, order: Sequence[int] | None = None) -> str:
        """See `Kind.read_key`."""
        return lettered(body, order, body["key"])

    def read_response(self, body: Body, order: Sequence[int], response: str) -> str:
        """See `Kind.read_response`."""
        return lettered(body, order, chosen(response, body))


def options_of(texts: Iterable[str], locked: Iterable[int]) -> list[dict[str, Any]]:
    """Options as a body holds them."""
    kept = frozenset(locked)
    return [{"text": text, "locked": index in kept} for index, text in enumerate(texts)]


def locked_of(body: Body) -> frozenset[int]:
    """The options that keep their places."""
    return frozenset(index for index, option in enumerate(body["options"]) if option.get("locked"))


def letters(indexes: Iterable[int]) -> str:
    """Indexes as a key cell writes them: "A, C"."""
    return ", ".join(LETTERS[index] for index in sorted(indexes))


def lettered(body: Body, order: Sequence[int] | None, indexes: Iterable[int]) -> str:
    """Options with their letters (“A. 1930; C. 1945”), in the order and by the letters in which they are shown."""
    options, wanted = body["options"], frozenset(indexes)
    shown = range(len(options)) if order is None else order
    return "; ".join(
        f"{letter}. {options[index]['text']}"
        for letter, index in zip(LETTERS, shown, strict=False)
        if index in wanted
    )


def _same_option(text: str) -> str:
    """Options may differ in case or a sign alone (“Hà nội”, “5 < 6”), but not in spaces or tone place."""
    return fold_answer(text) or text.strip()


def chosen(response: str, body: Body) -> frozenset[int]:
    """The option indexes of a response ("0,2"); empty when it is empty or malformed."""
    parts = response.split(",") if response else []
    if not all(part.isascii() and part.isdigit() for part in parts):
        return frozenset()
    indexes = frozenset(int(part) for part in parts)
    return indexes if all(index < len(body["options"]) for index in indexes) else frozenset()
