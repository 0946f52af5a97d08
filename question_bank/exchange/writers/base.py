"""What every writer can do, and how what a format can't say is taken out and told. PURE."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from collections.abc import Mapping as Named
from dataclasses import dataclass
from typing import Protocol

from contest.kernel.messages import Message
from question_bank.exchange.progress import counted
from question_bank.exchange.questions import ReadQuestion


@dataclass(frozen=True)
class Reduction:
    """One thing that a format can't say: `what`, in words, and the question without it.

    `drop` gives the question itself where nothing is lost, and None where the format can't say the question at all.
    """

    what: Message
    drop: Callable[[ReadQuestion], ReadQuestion | None]
    beside: Callable[[ReadQuestion], bool] = lambda question: False
    """Whether something is lost that the question itself doesn't show, such as the content of a picture."""


@dataclass(frozen=True)
class Lost:
    """What a file doesn't hold of the question at `place` (from 0)."""

    place: int
    what: Message
    is_whole: bool = False  # the question isn't in the file, or only to be read by people


class Writer(Protocol):
    """A format that questions can be written in. It has no state."""

    code: str
    name: Message
    place: int
    """Where it stands in menus, from 1."""
    extension: str
    mime: str
    has_key: bool
    """Whether a person may leave the key out: such a file is for people."""

    def write(
        self,
        questions: Sequence[ReadQuestion],
        media: Named[str, bytes],
        folders: Named[str, str],
        with_key: bool = True,
    ) -> bytes:
        """The file. `media`: name → content of what the questions show; `folders`: topic → the topic that it lies in."""

    def losses(self, questions: Sequence[ReadQuestion]) -> tuple[Lost, ...]:
        """What the file won't hold, without writing it."""


def reduced(
    questions: Sequence[ReadQuestion], reductions: Sequence[Reduction]
) -> tuple[list[ReadQuestion | None], tuple[Lost, ...]]:
    """The questions as a format can say them (None: not at all), and what that loses of each."""
    kept: list[ReadQuestion | None] = []
    lost: list[Lost] = []
    for place, question in enumerate(counted(questions)):
        left: ReadQuestion | None = question
        for reduction in reductions:
            if left is None:
                break
            less = reduction.drop(left)
            if less != left or reduction.beside(left):
                lost.append(Lost(place, reduction.what, less is None))
            left = less
        kept.append(left)
    return kept, tuple(lost)


class Reducing:
    """A writer that takes out what its format can't say, its `reductions`, and makes the file of what is left."""

    reductions: Sequence[Reduction] = ()
    has_key = False

    def losses(self, questions: Sequence[ReadQuestion]) -> tuple[Lost, ...]:
        """See `Writer.losses`."""
        return self.reduced(questions)[1]

    def reduced(
        self, questions: Sequence[ReadQuestion]
    ) -> tuple[list[ReadQuestion | None], tuple[Lost, ...]]:
        """See `reduced`."""
        return reduced(questions, self.reductions)

    def write(
        self,
        questions: Sequence[ReadQuestion],
        media: Named[str, bytes],
        folders: Named[str, str],
        with_key: bool = True,
    ) -> bytes:
        """See `Writer.write`."""
        kept, _lost = self.reduced(questions)
        return self.make([one for one in kept if one], media, folders)

    def make(
        self, questions: Sequence[ReadQuestion], media: Named[str, bytes], folders: Named[str, str]
    ) -> bytes:
        """The file of questions that the format can say."""
        raise NotImplementedError
