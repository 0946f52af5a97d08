"""Flask, with endpoints that go without the hooks of all the others.

Storing an answer is asked for thousands of times a minute when a contest begins. It proves by itself who asks and why
they may, answers in JSON and leaves the session as it is: nothing that the hooks do (tokens, limits, a nonce for
scripts, headers for pages, saving the session) means anything to it, and together they cost more than its own work.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from copy import deepcopy
from functools import lru_cache
from threading import Semaphore
from time import time
from typing import TYPE_CHECKING, Any

from flask import Flask, Request, Response, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.http import parse_cookie

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


class Sessions(SecureCookieSessionInterface):
    """Flask's signed cookies. What a page of a quiz sends again with every answer is verified once: a signature that
    was right stays right, only its age is asked for again."""

    def __init__(self) -> None:
        self._serializer: URLSafeTimedSerializer | None = None
        self._verified = lru_cache(maxsize=16384)(self._verify)

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """Flask's own, kept: an application's secret key doesn't change while it runs."""
        if self._serializer is None:
            self._serializer = super().get_signing_serializer(app)
        return self._serializer

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """See Flask."""
        cookies = request.environ.get("HTTP_COOKIE")
        serializer = self.get_signing_serializer(app)
        if not cookies or serializer is None:
            return super().open_session(app, request)
        try:
            data, signed_at = self._verified(serializer, cookies, self.get_cookie_name(app))
        except BadSignature:
            return self.session_class()
        is_fresh = time() - signed_at <= app.permanent_session_lifetime.total_seconds()
        if not is_fresh:
            return self.session_class()
        # A copy for each request: what one changes must not reach the next. The session itself is one of its items.
        if any(isinstance(value, (list, dict)) for value in data.values()):
            data = deepcopy(data)
        return self.session_class(data)

    @staticmethod
    def _verify(serializer: URLSafeTimedSerializer, cookies: str, name: str) -> tuple[Any, float]:
        """What the session cookie among those of a request's header holds, and when it was signed."""
        cookie = parse_cookie(cookies).get(name, "")
        data, signed_at = serializer.loads(cookie, return_timestamp=True)
        return data, signed_at.timestamp()


PAGES_AT_ONCE = 2


class LeanFlask(Flask):
    """An application whose endpoints named in `lean` run without before-, after- and teardown-request hooks.

    Of the addresses that `unqueued` does not match, a process answers `PAGES_AT_ONCE` at a time: enough for one to wait for
    the database while another has the interpreter. More would take it from each other, which in an opening minute costs
    a fifth of the machine (docs/decisions/0014).
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.session_interface = Sessions()
        self.lean: set[str] = set()
        self.unqueued = re.compile("")  # everything
        self._pages = Semaphore(PAGES_AT_ONCE)

    def wsgi_app(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """See Flask."""
        if self.unqueued.match(environ["PATH_INFO"]):
            return super().wsgi_app(environ, start_response)
        with self._pages:
            return super().wsgi_app(environ, start_response)

    def preprocess_request(self) -> ResponseReturnValue | None:
        """See Flask."""
        return None if request.endpoint in self.lean else super().preprocess_request()

    def process_response(self, response: Response) -> Response:
        """See Flask."""
        if request.endpoint not in self.lean:
            return super().process_response(response)
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    def do_teardown_request(self, *args: Any, **options: Any) -> None:
        """See Flask. What the hooks did not begin, they need not end."""
        if request.endpoint not in self.lean:
            super().do_teardown_request(*args, **options)
