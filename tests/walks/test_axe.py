"""Every page that anybody can open, looked at by axe: WCAG 2.2 AA, on a phone in light and on a wide screen in the dark."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser

from tests.support.look import complaints
from tests.support.world import World, address, build, open_as, rules
from tests.test_access import ALLOWED, name_of

# A page is looked at as the first of these who may open it.
EYES = ("contestant", "judge", "invigilator", "secretary", "organiser", "admin", "public")
SCREENS = {"phone": (390, 844, "light"), "desk": (1440, 900, "dark")}
# A page at 400 % on a screen of 1280, or the smallest phone: nothing needs scrolling sideways (WCAG 1.4.10).
NARROW = (320, 568, "light")


def pages(world: World) -> list[tuple[str, str]]:
    """(role, address) of every address that answers with a page."""
    app = world.clients["public"].application
    found = []
    for rule, method, view in rules(app):
        path = address(world, rule) if method == "GET" else None
        if path is None:
            continue
        role = next(role for role in EYES if role in ALLOWED[name_of(view)])
        answer = open_as(world, role, path)
        if answer.status_code == 200 and answer.mimetype == "text/html" and "<html" in answer.text[:200]:
            found.append((role, path))
    return found


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("screen", SCREENS)
def test_every_page(app: Flask, live_server: str, browser: Browser, screen: str) -> None:
    look(app, live_server, browser, SCREENS[screen], EYES)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_contestants_and_judges_open_on_the_smallest_screen(
    app: Flask, live_server: str, browser: Browser
) -> None:
    look(app, live_server, browser, NARROW, ("contestant", "judge"))


def look(
    app: Flask, live_server: str, browser: Browser, screen: tuple[int, int, str], eyes: tuple[str, ...]
) -> None:
    """Open every page of these roles and collect what is wrong with it."""
    width, height, scheme = screen
    world = build(app)
    seen = pages(world)
    assert len(seen) > 60
    options: dict[str, Any] = {
        "viewport": {"width": width, "height": height},
        "color_scheme": scheme,
        "base_url": live_server,
        "reduced_motion": "reduce",
        "locale": "vi",
    }
    found: list[str] = []
    for role in eyes:
        context = browser.new_context(**options)
        if role in world.cookies:
            context.add_cookies([{"name": "session", "value": world.cookies[role], "url": live_server}])
        page = context.new_page()
        for path in [path for eye, path in seen if eye == role]:
            page.goto(path)
            found += complaints(page)
        context.close()
    assert not found, "\n".join(found)
