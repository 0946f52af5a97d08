"""What the page of a bank's list sent: its filter, and the questions that were picked in it."""

from __future__ import annotations

import dataclasses
from typing import Any

from flask import request

from contest.kernel.db import db
from contest.kernel.errors import Refused
from contest.kernel.messages import N_, message
from question_bank import services
from question_bank.forms import BulkForm, FilterForm
from question_bank.models import Bank, Question


def kept_args() -> dict[str, Any]:
    """The filter in the address, for the next one."""
    names = {each.name for each in dataclasses.fields(services.Filter)}
    return {name: value for name, value in request.args.items() if name in names and value}


def picked(bank: Bank, form: BulkForm) -> list[Question]:
    """The ticked questions, or all that the filter in the address finds. Raises Refused where that list has changed since
    its page was made."""
    found = db.session.scalars(services.listing(bank, FilterForm(bank, request.args).narrowed())).all()
    if form.scope.data != "all":
        ticked = set(request.form.getlist("take"))
        return [one for one in found if str(one.id) in ticked]
    if len(found) != form.expected.data:
        raise Refused(message(N_("Danh sách vừa thay đổi nên chưa đổi câu nào. Hãy xem lại rồi làm lại.")))
    return list(found)
