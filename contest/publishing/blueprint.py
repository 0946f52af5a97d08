"""The room's blueprint: the public pages (`views`) and the organiser's (`desk_views`) put their routes on it."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("publishing", __name__)
