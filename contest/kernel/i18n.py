"""Languages: Vietnamese is the source, English a catalogue. How dates and numbers are shown."""

from __future__ import annotations

from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from babel.support import NullTranslations, Translations
from flask import Flask, current_app, g, has_request_context, request
from flask_babel import Babel, get_locale, get_translations, gettext
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

from contest.kernel import clock
from contest.kernel.messages import Message

LANGUAGES = {"vi": "Tiếng Việt", "en": "English"}
COOKIE = "lang"
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")

babel = Babel()


def choose_language() -> str:
    """The reader's choice (cookie), else Vietnamese: the audience is; a browser's English default says nothing."""
    if has_request_context():
        chosen = request.cookies.get(COOKIE, "")
        if chosen in LANGUAGES:
            return chosen
    return "vi"


def language() -> str:
    """The code of the language that texts are in now: in a request the reader's, at work in the background that of who
    asked for it."""
    locale = get_locale()
    return locale.language if locale else "vi"


def render(message: Message | str) -> str:
    """A message in the reader's language."""
    return message.render(_translate) if isinstance(message, Message) else message


def _translate(text: str) -> str:
    # flask_babel formats with %-values itself only when there are some; a bare call must leave "%" alone.
    return str(gettext(text))


def _catalogue() -> Translations | NullTranslations:
    """The reader's catalogue, looked for once a language. Flask-Babel's own functions look at every text, and a paper has a
    hundred: they took a sixteenth of what it costs to let somebody in."""
    locale = get_locale()  # kept by Flask-Babel; another one within `force_locale`
    kept = g.get("catalogue")
    if kept is None or kept[0] is not locale:
        kept = g.catalogue = (locale, get_translations())
    found: Translations | NullTranslations = kept[1]
    return found


def kept(template: str) -> Markup:
    """A template that needs nothing of the page it stands on, rendered once a language. A paper's script alone has thirty
    texts, and a burst of people opens it."""
    return _kept(template, language())


@cache
def _kept(template: str, _language: str) -> Markup:
    return Markup(current_app.jinja_env.get_template(template).render())


@pass_eval_context
def _text(context: EvalContext, text: str, /, **values: Any) -> str:
    """`_` of templates, as Jinja's own does it, in one call instead of four."""
    found = _catalogue().ugettext(text)
    if not context.autoescape:
        return found % values
    return Markup(found) % values if values else Markup(found % values)


def zone() -> ZoneInfo:
    """The zone of the contest on this page, else Vietnam's."""
    return g.get("zone", ZONE) if has_request_context() else ZONE


def is_english() -> bool:
    """Whether the reader reads English."""
    locale = get_locale()
    return locale is not None and locale.language == "en"


def show_time(moment: datetime | None, seconds: bool = False) -> str:
    """`dd/mm/yyyy HH:MM[:SS]` in the contest's zone; empty for None."""
    if moment is None:
        return ""
    return moment.astimezone(zone()).strftime("%d/%m/%Y %H:%M:%S" if seconds else "%d/%m/%Y %H:%M")


def show_clock(moment: datetime | None) -> str:
    """`HH:MM:SS` in the contest's zone, for what is of today; empty for None."""
    return "" if moment is None else moment.astimezone(zone()).strftime("%H:%M:%S")


def show_points(value: Decimal | Fraction | int | str | None, places: int | None = None) -> str:
    """Points with a decimal comma (a point in English). `places` pads and rounds half up; None shows what is there."""
    if value is None or value == "":
        return ""
    if isinstance(value, Fraction):
        value = Decimal(value.numerator) / Decimal(value.denominator)
    number = Decimal(value)
    if places is not None:
        number = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = format(number, "f")
    return text if is_english() else text.replace(".", ",")


def show_duration(seconds: int | None) -> str:
    """`m:ss`, or `h:mm:ss` from an hour on; empty for None."""
    if seconds is None:
        return ""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def init_app(app: Flask) -> None:
    """Set up translation and the template filters `time`, `clock`, `points`, `duration`, `render`."""
    babel.init_app(app, locale_selector=choose_language)
    filters: dict[str, Any] = {
        "time": show_time,
        "clock": show_clock,
        "points": show_points,
        "duration": show_duration,
        "render": render,
    }
    app.jinja_env.filters.update(filters)
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # of Jinja's i18n extension
        gettext=lambda text: _catalogue().ugettext(text),
        ngettext=lambda one, many, count: _catalogue().ungettext(one, many, count),
        pgettext=lambda context, text: _catalogue().pgettext(context, text),
        newstyle=True,
    )
    app.jinja_env.globals.update(
        _=_text, languages=LANGUAGES, language=choose_language, kept=kept, server_now=clock.now
    )
