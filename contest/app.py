"""Joins the rooms into one application: the only place that knows them all."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

from flask import Flask, Response, g, jsonify, render_template, request
from flask_login import AnonymousUserMixin
from flask_migrate import Migrate
from flask_wtf import CSRFProtect
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter, Map

import contest.organising.banks  # tells the question bank which contests draw from it
import contest.playing.uses  # noqa: F401 - tells it which questions were on papers
from contest import config
from contest.accounts import sign_in
from contest.accounts.views import bp as accounts
from contest.judging.draw_views import bp as draws
from contest.judging.views import bp as judging
from contest.kernel import assets, i18n, security
from contest.kernel.db import db
from contest.kernel.errors import Forbidden, Refused, Unavailable
from contest.kernel.lean import LeanFlask
from contest.kernel.messages import N_, Message, message
from contest.organising.views import bp as organising
from contest.playing.api import bp as playing_api
from contest.playing.views import bp as playing
from contest.publishing.views import bp as publishing
from question_bank.media_views import bp as media
from question_bank.study.keeping_views import bp as study_sets
from question_bank.study.views import bp as study
from question_bank.views import bp as question_bank

BLUEPRINTS = (
    accounts,
    question_bank,
    media,
    study_sets,
    study,
    organising,
    playing,
    playing_api,
    judging,
    draws,
    publishing,
)

csrf = CSRFProtect()
migrate = Migrate()


class RowNumbers(IntegerConverter):
    """`<int:…>` in an address: the number of a row, so nothing that no database could keep."""

    def __init__(self, map: Map, **options: Any) -> None:
        super().__init__(map, **({"max": 2**63 - 1} | options))


def create_app(override: dict[str, Any] | None = None) -> Flask:
    """A ready application. `override` replaces settings (tests); `INSTANCE` in it or in the environment names the
    instance folder, which else is `instance/` beside the code, or in the working folder for an installed wheel."""
    override = dict(override or {})
    instance = Path(override.pop("INSTANCE", None) or os.environ.get("INSTANCE") or assets.default_instance())
    app = LeanFlask(
        "contest",
        instance_path=str(instance.resolve()),
        template_folder=str(assets.templates()),
        static_folder=str(assets.static()),
    )
    app.config.from_mapping(config.settings(instance.resolve(), override))
    if proxies := int(app.config["PROXIES"]):
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=0)  # type: ignore[method-assign]
    app.url_map.converters["int"] = RowNumbers
    db.init_app(app)
    migrate.init_app(app, db, directory=str(Path(__file__).parent / "migrations"), render_as_batch=True)
    csrf.init_app(app)
    security.init_app(app)
    i18n.init_app(app)
    assets.init_app(app)
    sign_in.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    # They prove by themselves who writes (see playing.api).
    app.lean |= {"playing_api.answers", "playing_api.here", "playing_api.come_late"}
    # Answers, which wait for the disk together; and the pages of staff, who are few and ask for some that take seconds.
    app.unqueued = re.compile(r"/(play|banks|contests|admin|static)\b|/c/[^/]+/(desk|judging)\b")
    _handle_errors(app)
    return app


def _handle_errors(app: Flask) -> None:
    titles = {
        400: N_("Yêu cầu chưa đúng"),
        403: N_("Không có quyền"),
        404: N_("Không tìm thấy trang"),
        405: N_("Không làm được việc này ở đây"),
        409: N_("Chưa thực hiện được"),
        413: N_("Tệp quá lớn"),
        422: N_("Nội dung chưa đúng"),
        429: N_("Thử quá nhiều lần"),
        500: N_("Có lỗi ở máy chủ"),
        503: N_("Máy chủ đang bận"),
    }
    texts = {
        400: N_("Hãy quay lại trang trước, tải lại rồi thử lần nữa."),
        404: N_("Địa chỉ này không có, hoặc đã được đổi."),
        413: N_("Tệp lớn nhất được nhận là 20 MB."),
        429: N_("Hãy đợi một phút rồi thử lại."),
        500: N_(
            "Việc vừa làm chưa được lưu. Hãy thử lại; nếu vẫn lỗi, báo người quản trị cùng với giờ hiện ra ở đây."
        ),
    }

    def answer(status: int, text: Message) -> tuple[Response | str, int]:
        db.session.rollback()
        shown = i18n.render(text)
        if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
            return jsonify(error=shown), status
        title = i18n.render(message(titles.get(status, titles[400])))
        return render_template("contest/error.html", status=status, title=title, text=shown), status

    @app.errorhandler(Refused)
    def refused(error: Refused) -> Any:
        if isinstance(error, Forbidden) and not sign_in.is_signed_in():
            return sign_in.ask()
        return answer(error.status, error.message)

    @app.errorhandler(OperationalError)
    def unavailable(error: OperationalError) -> Any:
        app.logger.error("the database does not answer: %s", error.orig)
        # The page must not ask the database who looks at it.
        g._login_user = AnonymousUserMixin()
        return refused(Unavailable())

    @app.errorhandler(CSRFError)
    def forged(error: CSRFError) -> Any:
        return answer(400, message(N_("Trang đã mở quá lâu. Hãy tải lại trang rồi gửi lại.")))

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> Any:
        status = error.code or 500
        if status < 400:
            return error
        return answer(status, message(texts.get(status, texts[400])))

    @app.errorhandler(Exception)
    def broken(error: Exception) -> Any:
        app.logger.exception("unhandled: %s %s", request.method, request.path)
        return answer(500, message(texts[500]))
