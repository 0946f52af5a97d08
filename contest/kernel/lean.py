"""Flask, with endpoints that go without the hooks of all the others.

Storing an answer is asked for thousands of times a minute when a contest begins. It proves by itself who asks and why
they may, answers in JSON and leaves the session as it is: nothing that the hooks do (tokens, limits, a nonce for
scripts, headers for pages, saving the session) means anything to it, and together they cost more than its own work.
"""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, request
from flask.sessions import SecureCookieSessionInterface
from flask.typing import ResponseReturnValue
from itsdangerous import URLSafeTimedSerializer


class Sessions(SecureCookieSessionInterface):
    """Flask's signed cookies; their serializer is made once, not for every request."""

    def __init__(self) -> None:
        self._serializer: URLSafeTimedSerializer | None = None

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """Flask's own, kept: an application's secret key doesn't change while it runs."""
        if self._serializer is None:
            self._serializer = super().get_signing_serializer(app)
        return self._serializer


class LeanFlask(Flask):
    """An application whose endpoints named in `lean` run without before- and after-request hooks."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.session_interface = Sessions()
        self.lean: set[str] = set()

    def preprocess_request(self) -> ResponseReturnValue | None:
        """See Flask."""
        return None if request.endpoint in self.lean else super().preprocess_request()

    def process_response(self, response: Response) -> Response:
        """See Flask."""
        if request.endpoint not in self.lean:
            return super().process_response(response)
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response
