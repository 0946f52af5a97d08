"""Headers that keep a browser from running what we did not write, and limits against guessing."""

from __future__ import annotations

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_talisman import Talisman

limiter = Limiter(key_func=get_remote_address)

POLICY = {
    "default-src": "'self'",
    "img-src": "'self' data:",
    "style-src": "'self'",
    "script-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}


def init_app(app: Flask) -> None:
    """Strict content policy (scripts carry a nonce or come from us), no framing, no sniffing.

    TLS is the front server's: a hall's LAN has none, so nothing is redirected to https here.
    """
    limiter.init_app(app)
    Talisman(
        app,
        content_security_policy=POLICY,
        content_security_policy_nonce_in=["script-src", "style-src"],
        force_https=False,
        strict_transport_security=bool(app.config["SESSION_COOKIE_SECURE"]),
        session_cookie_secure=bool(app.config["SESSION_COOKIE_SECURE"]),
        session_cookie_http_only=True,
        frame_options="DENY",
        referrer_policy="same-origin",
    )
