"""The dot that an option's own words begin with: “A..java”, “B..docx”. PURE."""

from __future__ import annotations

import re

_NAME = re.compile(r"\.\.([a-z]\w{0,9})\s*[;,.]?\s*")


def begin_of_words(text: str, begin: int, end: int | None) -> int:
    """Where the words of an option begin that is cut to [begin, end): with the second of two dots where it ends a file's
    name and nothing else follows. (“A..Hà Nội” has one dot too many.)"""
    return (
        begin - 1
        if begin >= 2 and _NAME.fullmatch(text, begin - 2, len(text) if end is None else end)
        else begin
    )
