"""Messages to people that pure code can make without knowing a language. PURE.

The source text is Vietnamese. `kernel.i18n` translates it at the edge; `str()`
gives the Vietnamese, so a message is readable wherever it turns up.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


def N_(text: str) -> str:
    """Mark `text` for the catalogue; translated later, where it is shown."""
    return text


@dataclass(frozen=True)
class Message:
    """A text of the catalogue and the values for its `%(name)s` places.

    A value that is itself a `Message` is rendered in the same language.
    """

    text: str
    values: dict[str, Any] = field(default_factory=dict)

    def render(self, gettext: Callable[[str], str]) -> str:
        """The message in the language of `gettext` (a msgid → text function)."""
        if not self.values:
            return gettext(self.text)
        shown = {
            name: value.render(gettext) if isinstance(value, Message) else value
            for name, value in self.values.items()
        }
        return gettext(self.text) % shown

    def __str__(self) -> str:
        return self.render(lambda text: text)


def message(text: str, /, **values: Any) -> Message:
    """Short for `Message(text, values)`: `message(N_("Không có “%(code)s”."), code=code)`."""
    return Message(text, values)
