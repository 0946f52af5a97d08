"""What a browser without script would send back from a page."""

from __future__ import annotations

from lxml import html


def fields(page: str) -> dict[str, list[str]]:
    """The fields of the page's own form (the one with a textarea or a file), as they stand."""
    forms = [form for form in html.fromstring(page).forms if form.xpath(".//textarea")]
    found: dict[str, list[str]] = {}
    for name, value in forms[0].form_values():
        found.setdefault(name, []).append(value)
    return found
