"""A person at a browser without script: opens pages, fills in their forms, sends them."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx
from lxml import html

# Read once: the certificates that a machine trusts take longer to read than most pages to open.
_TLS = httpx.create_ssl_context()


class Unexpected(Exception):
    """The server answered otherwise than a person would need it to; the text says where and what it said."""


class Page:
    """An answer of the server, read as HTML."""

    def __init__(self, response: httpx.Response) -> None:
        self.response = response
        self.url = str(response.url)
        self.path = urlsplit(self.url).path
        self.tree = (
            html.fromstring(response.content) if response.content else html.fromstring("<html></html>")
        )

    def text(self) -> str:
        """What a reader sees, with single spaces."""
        return " ".join(self.tree.text_content().split())

    def alerts(self) -> list[str]:
        """The messages of the page: refusals, notices, errors at fields."""
        found = self.tree.xpath(
            "//*[contains(@class,'alert') or contains(@class,'field-error') or @role='alert']"
        )
        return [" ".join(element.text_content().split()) for element in found]

    def links(self, containing: str) -> list[str]:
        """Addresses of links that contain a text."""
        return [urljoin(self.url, href) for href in self.tree.xpath("//a/@href") if containing in href]

    def form(self, action: str = "", having: str = "") -> Any:
        """The first form whose address ends with `action` and that has a field named `having`."""
        for form in self.tree.forms:
            address = urlsplit(urljoin(self.url, form.get("action") or self.url)).path
            if address.endswith(action) and (not having or having in form.fields):
                return form
        raise Unexpected(
            f"{self.path}: no form for “{action}” with “{having}”; {self.alerts() or self.text()[:300]}"
        )


class Person:
    """One browser: its own cookies."""

    def __init__(self, server: str, name: str) -> None:
        self.name = name
        self.http = httpx.Client(
            base_url=server,
            follow_redirects=True,
            timeout=60,
            verify=_TLS,
            headers={"Accept": "text/html", "Accept-Language": "vi"},
        )

    def close(self) -> None:
        """Close the browser."""
        self.http.close()

    def get(self, path: str) -> Page:
        """Open a page that must be there."""
        return self._page(self.http.get(path))

    def send(self, page: Page, form: Any, files: dict[str, Any] | None = None, **values: Any) -> Page:
        """Send a form with some fields filled in; what the page had filled in stays."""
        fields: dict[str, Any] = {}
        for name, value in form.form_values():
            fields.setdefault(name, []).append(value)
        for name, value in values.items():
            if value is None:
                fields.pop(name, None)
            else:
                fields[name] = value if isinstance(value, list) else [str(value)]
        address = urljoin(page.url, form.get("action") or page.url)
        if (form.get("method") or "get").lower() == "get":
            return self._page(self.http.get(address, params=fields))
        return self._page(self.http.post(address, data=fields, files=files))

    def sign_in(self, username: str, password: str) -> Page:
        """Sign in with an account."""
        page = self.get("/sign-in")
        return self.send(page, page.form(having="password"), username=username, password=password)

    def _page(self, response: httpx.Response) -> Page:
        page = Page(response)
        if response.status_code >= 400:
            told = page.alerts() or [page.text()[:300]]
            raise Unexpected(
                f"{self.name}: {response.request.method} {page.path}: {response.status_code}: {told}"
            )
        return page
