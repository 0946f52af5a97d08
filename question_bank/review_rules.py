"""Who may take a revision from one state of its review to another, and what those without the key may see. PURE."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from contest.kernel.messages import N_, Message, message
from question_bank.exchange.questions import ReadQuestion

State = Literal["draft", "reviewed", "approved"]
Act = Literal["review", "approve", "return"]

STATES: dict[State, str] = {
    "draft": N_("Bản nháp"),
    "reviewed": N_("Đã thẩm định"),
    "approved": N_("Đã duyệt"),
}

ROLES = {
    "writer": N_("Viết câu hỏi"),
    "reviewer": N_("Thẩm định"),
    "approver": N_("Duyệt"),
    "key_viewer": N_("Xem đáp án"),
    "keeper": N_("Quản lý ngân hàng"),
}
"""What a member of a bank may be, in the order in which pages name them."""

LEADS: dict[Act, dict[State, State]] = {
    "review": {"draft": "reviewed"},
    "approve": {"reviewed": "approved"},
    "return": {"reviewed": "draft", "approved": "draft"},
}
"""{act: {from: to}}."""

ACTS: dict[Act, str] = {
    "review": N_("Đạt thẩm định"),
    "approve": N_("Duyệt"),
    "return": N_("Trả về bản nháp"),
}

MAX_NOTE = 2000


@dataclass(frozen=True)
class Written:
    """A revision, as far as its review goes. `author` is an actor's key."""

    number: int
    author: str
    state: State


def authors(revisions: Iterable[Written], number: int) -> frozenset[str]:
    """Who wrote what nobody has approved yet in revision `number`: its own author, and those of the revisions before it
    down to the last approved one."""
    behind = [one for one in revisions if one.number <= number]
    approved = max(
        (one.number for one in behind if one.state == "approved" and one.number < number), default=0
    )
    return frozenset(one.author for one in behind if one.number > approved and one.author)


def refusal(act: Act, state: State, is_author: bool, note: str) -> Message | None:
    """Why an act can't be done on a revision; None where it can."""
    if state not in LEADS[act]:
        return message(N_("Câu đang ở trạng thái khác nên chưa làm được việc này. Hãy xem lại."))
    if act != "return" and is_author:
        return message(N_("Người viết không thẩm định hay duyệt câu của chính mình."))
    if act == "return" and not note.strip():
        return message(N_("Hãy ghi cần sửa gì khi trả về bản nháp."))
    if len(note) > MAX_NOTE:
        return message(N_("Dài quá %(limit)d ký tự."), limit=MAX_NOTE)
    return None


def same_key(one: ReadQuestion, other: ReadQuestion) -> bool:
    """Whether two revisions of a question are marked alike. Options that changed places are still the same, and so is a
    right one whose words were mended: unless they were those of a wrong one."""
    if one.kind != other.kind:
        return False
    if "options" in one.body and "options" in other.body and "key" in one.body:
        (right, wrong), (new_right, new_wrong) = _split(one), _split(other)
        mended = one.body["key"] == other.body.get("key") and not (right & new_wrong or wrong & new_right)
        return right == new_right or mended
    aside = {"model_answer", "rubric"}
    return {name: value for name, value in one.body.items() if name not in aside} == {
        name: value for name, value in other.body.items() if name not in aside
    }


def _split(question: ReadQuestion) -> tuple[set[str], set[str]]:
    """The texts of the right options, and of the others."""
    options, key = question.body["options"], question.body.get("key", ())
    texts = [option["text"] for option in options]
    return {texts[at] for at in key}, {text for at, text in enumerate(texts) if at not in key}
