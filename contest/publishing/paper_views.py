"""The files of printed papers: papers, answer sheets and keys as docx and PDF, keys as xlsx."""

from __future__ import annotations

import re

from flask import Response, request

from contest.kernel import audit
from contest.kernel.access import allow
from contest.kernel.db import db
from contest.kernel.errors import NotFound
from contest.kernel.messages import N_, message
from contest.kernel.vietnamese import fold
from contest.organising.policy import organises
from contest.playing import finders
from contest.playing.desk_views import ADDRESS
from contest.playing.printing import printed
from contest.publishing import paper_keys
from contest.publishing.blueprint import bp
from contest.publishing.exports import TYPES
from contest.publishing.paper_data import What, paper_data, write_pdf
from contest.publishing.paper_docx import write_docx

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
NAMES: dict[str, tuple[What, str]] = {
    "de": ("papers", "de-thi"),
    "phieu": ("sheets", "phieu-tra-loi"),
    "dap-an": ("keys", "dap-an"),
}


@bp.get(f"{ADDRESS}/papers/files/<kind>.<form>")
@allow(organises, on=finders.printed_file)
def paper_file(noun: finders.PrintedFile) -> Response:
    """All printed papers of a quiz, or one (`?code=…`), their sheets, or their keys as a file. Each time is recorded."""
    part, kind, form = noun
    asked = request.args.get("code", "")
    chosen = [one for one in printed(part) if asked in ("", one.code)]
    if kind not in NAMES or form not in ("docx", "pdf", "xlsx") or (form == "xlsx" and kind != "dap-an"):
        raise NotFound(message(N_("Không có dạng tệp “%(form)s”."), form=form))
    if not chosen:
        raise NotFound(message(N_("Phần thi chưa có mã đề nào như vậy.")))
    what, name = NAMES[kind]
    data = paper_data(part, chosen)
    writers = {"pdf": write_pdf, "docx": write_docx}
    content = writers[form](data, what) if form in writers else paper_keys.write(data)
    subject = f"part:{part.contest.code}/{part.stage.code}/{part.code}"
    audit.record(
        f"papers.export.{what}", subject, contest_id=part.contest_id, after={"code": asked, "form": form}
    )
    db.session.commit()
    response = Response(content, content_type=WORD if form == "docx" else TYPES[form])
    file = re.sub(
        r"[^a-z0-9]+", "-", fold("-".join(filter(None, [name, part.contest.code, part.code, asked])))
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{file}.{form}"'
    return response
