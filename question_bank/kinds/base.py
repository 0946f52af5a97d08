"""What every question kind can do. PURE."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from random import Random
from typing import Any, Protocol

from contest.kernel.messages import Message
from question_bank.kinds.inputs import Cells, Input

Body = Mapping[str, Any]
"""The part of a question that its kind knows: see `question_bank.kinds`."""


class Kind(Protocol):
    """A question kind. It has no state: bodies and responses go in, data comes out."""

    code: str
    """The stable name in the database, in files and in template paths."""
    name: Message
    place: int
    """Where the kind stands in menus, from 1."""
    judged: bool
    """Whether people mark it, so that `mark` is always None."""
    earns: bool
    """Whether it earns points: all do but a prediction. What doesn't is drawn only where a blueprint asks for its
    kind, and counts in no maximum."""
    graded: bool
    """Whether a share under 1 counts even where the contest gives no partial points, since the author gave it."""

    @property
    def words(self) -> tuple[str, ...]:
        """What the kind is called in tables, in Vietnamese as they are a format; the first is what is written."""

    @property
    def inputs(self) -> tuple[Input, ...]:
        """What its author fills in."""

    def to_form(self, body: Body) -> dict[str, Any]:
        """The values of `inputs` for a sound body."""

    def from_form(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """The body of the values that were filled in, which `validate` then judges."""

    def to_cells(self, body: Body) -> Cells:
        """A sound body as the cells of a table's row."""

    def from_cells(self, cells: Cells) -> dict[str, Any] | None:
        """The body of a row, which `validate` then judges; None where the key names options or says true or false:
        the table's reader knows how people write that.
        """

    def validate(self, body: Body) -> list[Message]:
        """What is wrong with `body`, as sentences to its author; empty when it is sound.

        Takes any dict at all, such as one read from a foreign file.
        """

    def validate_text(self, text: str, body: Body) -> list[Message]:
        """What is wrong with a question's text beside a sound `body`: a cloze's text must hold its blanks."""

    def option_order(self, body: Body, rng: Random, shuffle: bool) -> list[int]:
        """Original option indexes in the order to show; empty for kinds without options.

        Without `shuffle`, or when the options lean on each other's places, it is
        the original order. Locked options stay where they are.

        A kind that is answered in several fields begins the list with minus their
        number: what stores answers, which knows no bodies, holds a response to it.
        """

    def present(self, body: Body, order: Sequence[int]) -> dict[str, Any]:
        """What a contestant may see, in `order` (from `option_order`): never the key.

        Choices: `{"options": [{"value": "2", "text": …}, …]}`, where `value` is what
        the response holds. Kinds with several fields say in their module what they
        show. Other kinds have nothing to show but the question's text.
        """

    def mark(self, body: Body, response: str) -> Fraction | None:
        """The share of the question's points, from 0 to 1; None for judged kinds and what earns nothing.

        1 means wholly right. A share between 0 and 1 counts only where the contest
        gives partial points; elsewhere everything under 1 is 0. An empty or
        malformed response is 0.
        """

    def right(self, body: Body) -> str:
        """A response that is wholly right; "" where none is."""

    def read_key(self, body: Body, order: Sequence[int] | None = None) -> str:
        """The key in words, for those who may see it (“B. 1945”); "" where there is none.

        With `order` the letters are those that a contestant saw.
        """

    def read_response(self, body: Body, order: Sequence[int], response: str) -> str:
        """A response in words, with the letters that its contestant saw."""
