"""What axe and the eye would complain of on a page."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# WCAG 2.2, levels A and AA.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def complaints(page: Page) -> list[str]:
    """What is wrong with the page as it stands: against WCAG 2.2 AA, or wider than the screen."""
    found = []
    width = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    if width[0] > width[1]:
        found.append(f"{page.url}: {width[0]} px wide on a screen of {width[1]}")
    # Experimental in axe, and part of WCAG 2.5.3 all the same.
    rules = {"label-content-name-mismatch": {"enabled": True}}
    options = {"runOnly": TAGS, "rules": rules, "resultTypes": ["violations"]}
    for one in Axe().run(page, options=options).response["violations"]:
        found += [f"{page.url}: {one['id']}: {node['html'][:300]}" for node in one["nodes"][:3]]
    return found
