"""A response out of the fields of a plain form. PURE."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

MOST_LINES = 100


def read_fields(name: str, chosen: Iterable[str], fields: Mapping[str, str]) -> str:
    """The response that a form gives to the question called `name`: the `chosen` values of that field, or the lines of the
    fields `name.0`, `name.1`, … among `fields`."""
    prefix = f"{name}."
    numbered = {
        field.removeprefix(prefix): value for field, value in fields.items() if field.startswith(prefix)
    }
    lines = {
        int(number): value
        for number, value in numbered.items()
        if number.isascii() and number.isdigit() and int(number) < MOST_LINES
    }
    if not lines:
        return ",".join(sorted(value.strip() for value in chosen))
    written = [lines.get(at, "").strip() for at in range(max(lines) + 1)]
    return "\n".join(written) if any(written) else ""
