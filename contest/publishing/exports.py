"""Results as files with readable names: csv, xlsx, and the printed summary table."""

from __future__ import annotations

import re
from datetime import datetime

from flask import Response
from flask_babel import gettext as _

from contest.kernel import clock, i18n
from contest.kernel.errors import NotFound
from contest.kernel.messages import N_, message
from contest.kernel.vietnamese import fold
from contest.organising.models import Stage, Unit
from contest.publishing import summary, workbook
from contest.publishing.drafts import Draft
from contest.publishing.models import Publication
from contest.publishing.table import Table, from_plain

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}


def of_publication(publication: Publication, form: str) -> Response:
    """A file of a frozen result. It says the same however often it is made."""
    kind = _("chính thức") if publication.kind == "official" else _("tạm thời")
    status = _(
        "Kết quả %(kind)s, công bố lúc %(time)s", kind=kind, time=i18n.show_time(publication.published_at)
    )
    return _file(
        form,
        publication.stage,
        publication.unit,
        table=from_plain(publication.standings),
        csv=publication.csv,
        status=status,
        footer=_("Mã kiểm tra %(digest)s", digest=publication.digest),
        at=publication.published_at,
    )


def of_draft(stage: Stage, unit: Unit | None, draft: Draft, form: str) -> Response:
    """A file of the standings as they stand now, marked as a draft: to check and sign before publishing."""
    now = clock.now()
    return _file(
        form,
        stage,
        unit,
        table=draft.table,
        csv=draft.csv,
        status=_("Bản nháp lúc %(time)s, chưa công bố", time=i18n.show_time(now)),
        footer=_("Bản nháp. Mã kiểm tra %(digest)s", digest=draft.digest),
        at=now,
    )


def _file(
    form: str,
    stage: Stage,
    unit: Unit | None,
    *,
    table: Table,
    csv: str,
    status: str,
    footer: str,
    at: datetime,
) -> Response:
    contest = stage.contest
    place = stage.name + (f" – {unit.name}" if unit else "")
    if form == "csv":
        content = csv.encode()
    elif form == "xlsx":
        content = workbook.write(table, f"{contest.name}. {place}", status)
    elif form == "pdf":
        head = summary.Head(
            layout=contest.layout,
            parent=str(contest.extra.get("parent", "")),
            issuer=str(contest.extra.get("issuer", "")),
            contest=contest.name,
            stage=place,
            status=status,
            footer=footer,
            year=at.astimezone(i18n.zone()).year,
        )
        content = summary.write(table, head)
    else:
        raise NotFound(message(N_("Không có dạng tệp “%(form)s”."), form=form))
    name = "-".join(filter(None, ["ket-qua", contest.code, stage.code, unit.code if unit else ""]))
    response = Response(content, content_type=TYPES[form])
    response.headers["Content-Disposition"] = f'attachment; filename="{plain_name(name)}.{form}"'
    return response


def plain_name(name: str) -> str:
    """`name` for any file system: codes are typed by people."""
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")
