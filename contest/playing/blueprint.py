"""The room's blueprint; each module of pages puts its routes on it, `views` brings them together."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("playing", __name__)
