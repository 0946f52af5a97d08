"""What is wrong with a package or with rules, and where. PURE."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from contest.kernel.messages import N_, Message, message

# fatal: no result can be made of it; error: it has to be mended; warning: somebody should look at it.
Level = Literal["fatal", "error", "warning"]
Path = tuple[str | int, ...]

WARNING = N_("cảnh báo: %(problem)s")


@dataclass(frozen=True)
class Problem:
    """One complaint. `path` leads to it within the definition: ("stage", 0, "part", 1, "weight")."""

    message: Message
    level: Level = "error"
    file: str = ""
    line: int = 0
    path: Path = ()

    def render(self, gettext: Callable[[str], str] = str) -> str:
        """`file:line: text` in the language of `gettext`; a warning says that it is one."""
        text = self.message
        if self.level == "warning":
            text = message(WARNING, problem=text)
        place = ":".join(str(part) for part in (self.file, self.line) if part)
        return f"{place}: {text.render(gettext)}" if place else text.render(gettext)

    def __str__(self) -> str:
        return self.render()
