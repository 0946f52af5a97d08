"""What the kinds that people mark share. PURE."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contest.kernel.messages import N_, Message, message
from question_bank.kinds.base import Body
from question_bank.kinds.inputs import Cells, Input
from question_bank.kinds.written import Written


class Judged(Written):
    """A task for a panel or for markers: the body holds what helps them."""

    judged = True
    inputs = (
        Input("model_answer", message(N_("Gợi ý trả lời")), "lines", message(N_("Chỉ giám khảo xem được."))),
        Input("rubric", message(N_("Tiêu chí chấm")), "lines"),
    )

    def to_form(self, body: Body) -> dict[str, Any]:
        """See `Kind.to_form`."""
        return {"model_answer": body["model_answer"], "rubric": body["rubric"]}

    def from_form(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """See `Kind.from_form`."""
        return {"model_answer": values["model_answer"], "rubric": values["rubric"]}

    def to_cells(self, body: Body) -> Cells:
        """See `Kind.to_cells`."""
        return Cells(model_answer=body["model_answer"], rubric=body["rubric"])

    def from_cells(self, cells: Cells) -> dict[str, Any]:
        """A model answer in the key's column will do."""
        return {"model_answer": cells.model_answer or cells.key, "rubric": cells.rubric}

    def validate(self, body: Body) -> list[Message]:
        """See `Kind.validate`. Both texts may be empty."""
        if not all(isinstance(body.get(part), str) for part in ("model_answer", "rubric")):
            return [message(N_("Gợi ý trả lời và tiêu chí phải là văn bản."))]
        return []

    def mark(self, body: Body, response: str) -> None:
        """People mark it."""
        return
