"""Pictures and sounds of questions, as browsers fetch them."""

from __future__ import annotations

from io import BytesIO

from flask import Blueprint, Response, send_file

from contest.kernel.access import allow, everyone
from question_bank import finders
from question_bank.models import Media

bp = Blueprint("media", __name__, url_prefix="/media")

A_YEAR = 365 * 24 * 3600


@bp.get("/<name>")
@allow(everyone, on=finders.media)
def show(media: Media) -> Response:
    """The content. Its name is a hash of it, which nobody guesses who has not been shown the question."""
    response = send_file(
        BytesIO(media.content), mimetype=media.mime, etag=media.name, conditional=True, max_age=A_YEAR
    )
    response.cache_control.public = False
    response.cache_control.private = True
    response.cache_control.immutable = True
    return response
