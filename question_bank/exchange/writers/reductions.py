"""What formats can't say, each named once; a writer picks those that hold for its own."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from decimal import Decimal
from typing import Any

from contest.kernel.messages import N_, message
from contest.kernel.vietnamese import clean
from question_bank.exchange.keys import truth
from question_bank.exchange.questions import ReadQuestion
from question_bank.exchange.references import EQUATION, REFERENCE, media_of, refer, texts
from question_bank.exchange.rich import tidy
from question_bank.exchange.safe_xml import legal
from question_bank.exchange.writers.base import Reduction
from question_bank.kinds import problems as kind_problems
from question_bank.kinds.true_false import true_false_body
from question_bank.kinds.wording import closes_list

_NOT_TEXTS = ("kind", "share", "value", "tolerance", "key")


def mapped(question: ReadQuestion, change: Callable[[str], str]) -> ReadQuestion:
    """The question with every text in it changed."""

    def within(value: Any) -> Any:
        if isinstance(value, str):
            return change(value)
        if isinstance(value, list):
            return [within(each) for each in value]
        if isinstance(value, dict):
            return {
                name: each if name in _NOT_TEXTS and not isinstance(each, dict) else within(each)
                for name, each in value.items()
            }
        return value

    return replace(
        question,
        text=change(question.text),
        explanation=change(question.explanation),
        body=within(question.body),
    )


def _spaced(text: str) -> str:
    return tidy(REFERENCE.sub(lambda one: refer(one["name"], one["alt"]), legal(text)))


SPACING = Reduction(
    message(N_("Dòng trống, dấu cách thừa, ký tự điều khiển")), lambda question: mapped(question, _spaced)
)


def in_words(text: str) -> str:
    """A text with what is said of its pictures and sounds in place of them."""
    return REFERENCE.sub(lambda one: f"[{one['alt'].strip() or 'Hình'}]", text)


PICTURES = Reduction(
    message(N_("Hình và âm thanh (chỉ còn lời mô tả)")),
    lambda question: mapped(question, in_words),
)


def without(field: str, what: str, empty: Any = "") -> Reduction:
    """A format that has no place for a field of the question."""
    return Reduction(message(what), lambda question: replace(question, **{field: empty}))


CODE = without("code", N_("Mã câu hỏi"))
TOPIC = without("topic", N_("Chủ đề"))
DIFFICULTY = without("difficulty", N_("Mức độ"))
RETIRED = without("retired", N_("Trạng thái ngừng dùng"), False)
TAGS = without("tags", N_("Nhãn"), ())
SOURCE = without("source", N_("Nguồn"))
BASIS = without("legal_basis", N_("Căn cứ"))
BASIS_DATE = without("legal_date", N_("Ngày của căn cứ"))
RUBRIC = Reduction(message(N_("Tiêu chí chấm")), lambda question: _emptied(question, "rubric"))
MODEL_ANSWER = Reduction(message(N_("Gợi ý trả lời")), lambda question: _emptied(question, "model_answer"))
UNIT = Reduction(message(N_("Đơn vị của đáp số")), lambda question: _emptied(question, "unit"))


def _emptied(question: ReadQuestion, part: str) -> ReadQuestion:
    def within(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: "" if name == part else within(each) for name, each in value.items()}
        return [within(each) for each in value] if isinstance(value, list) else value

    return replace(question, body=within(question.body))


def _unlocked(question: ReadQuestion) -> ReadQuestion:
    if question.kind not in ("single_choice", "several_correct", "weighted_choice"):
        return question
    options = [each | {"locked": closes_list(each["text"])} for each in question.body["options"]]
    return replace(question, body=question.body | {"options": options})


LOCKED = Reduction(message(N_("Phương án giữ vị trí khi trộn")), _unlocked)


def _blanks_unlocked(question: ReadQuestion) -> ReadQuestion:
    if question.kind != "cloze":
        return question
    blanks = [_unlocked(ReadQuestion(one["kind"], "", _rest(one))) for one in question.body["blanks"]]
    return replace(question, body={"blanks": [{"kind": one.kind, **one.body} for one in blanks]})


BLANKS_LOCKED = Reduction(message(N_("Phương án giữ vị trí trong chỗ trống")), _blanks_unlocked)


def _rest(blank: dict[str, Any]) -> dict[str, Any]:
    return {name: each for name, each in blank.items() if name != "kind"}


def answers_compared(what: str, **told: bool) -> Reduction:
    """A format that can't say how typed answers are compared; reading it gives what is `told`."""

    def within(body: dict[str, Any]) -> dict[str, Any]:
        if "accepted" in body:
            return body | told
        if "blanks" in body:
            return body | {"blanks": [within(blank) for blank in body["blanks"]]}
        return body

    return Reduction(message(what), lambda question: replace(question, body=within(question.body)))


NO_DIACRITICS = answers_compared(N_("Bỏ qua dấu khi so câu trả lời"), ignore_diacritics=False)
COMPARISON = answers_compared(N_("Cách so câu trả lời (chữ hoa, dấu)"), fold=True, ignore_diacritics=False)


def only(*kinds: str) -> Reduction:
    """A format that can't say questions of other kinds."""
    return Reduction(
        message(N_("Loại câu này: không ghi được, nên câu không có trong tệp")),
        lambda question: question if question.kind in kinds else None,
    )


def _as_essay(question: ReadQuestion) -> ReadQuestion:
    return replace(question, kind="essay") if question.kind in ("situation", "theme") else question


AS_ESSAY = Reduction(message(N_("Tình huống, chuyên đề: đọc lại thành câu tự luận")), _as_essay)


def shares(body: dict[str, Any]) -> list[Decimal]:
    """The shares of a weighted choice."""
    return [Decimal(option["share"]) for option in body["options"]]


def as_single(question: ReadQuestion) -> ReadQuestion:
    """A weighted choice in which one option has everything and the others nothing, as a single choice."""
    if question.kind != "weighted_choice":
        return question
    given = shares(question.body)
    if sum(1 for share in given if share) != 1:
        return question
    options = [{"text": one["text"], "locked": one["locked"]} for one in question.body["options"]]
    key = [place for place, share in enumerate(given) if share]
    return replace(question, kind="single_choice", body={"options": options, "key": key})


WEIGHTED_AS_SINGLE = Reduction(message(N_("Loại câu có trọng số: đọc lại thành câu một đáp án")), as_single)


def _statement(question: ReadQuestion) -> ReadQuestion:
    if question.kind == "true_false":
        return replace(question, body=true_false_body(question.body["key"] == [0]))
    if question.kind != "single_choice" or len(question.body["options"]) != 2:
        return question
    said = [truth(option["text"]) for option in question.body["options"]]
    if set(said) != {True, False}:
        return question
    return replace(question, kind="true_false", body=true_false_body(said[question.body["key"][0]] is True))


STATEMENT = Reduction(
    message(N_("Câu chỉ có Đúng và Sai: đọc lại thành câu đúng hay sai, với hai từ ấy")), _statement
)


def _one_best(question: ReadQuestion) -> ReadQuestion | None:
    """A format in which shares that are all or nothing mean several right options."""
    if question.kind != "weighted_choice" or any(0 < share < 1 for share in shares(question.body)):
        return question
    return question if sum(map(bool, shares(question.body))) == 1 else None


MANY_BEST = Reduction(
    message(
        N_("Câu có trọng số mà nhiều phương án cùng trọn điểm: không ghi được, nên câu không có trong tệp")
    ),
    _one_best,
)


def _blanks(question: ReadQuestion, change: Callable[[dict[str, Any]], dict[str, Any]]) -> ReadQuestion:
    if question.kind != "cloze":
        return question
    return replace(question, body={"blanks": [change(blank) for blank in question.body["blanks"]]})


def _flat(text: str) -> str:
    return in_words(text).replace("\n", " ")


BLANK_UNITS = Reduction(
    message(N_("Đơn vị của đáp số trong chỗ trống")),
    lambda question: _blanks(question, lambda blank: blank | {"unit": ""} if "unit" in blank else blank),
)
BLANK_PICTURES = Reduction(
    message(N_("Hình và dòng mới trong phương án của chỗ trống")),
    lambda question: (
        replace(mapped(question, _flat), text=question.text, explanation=question.explanation)
        if question.kind == "cloze"
        else question
    ),
)


def _right_in_order(question: ReadQuestion) -> ReadQuestion:
    if question.kind != "matching":
        return question
    right, key = question.body["right"], question.body["key"]
    order = list(dict.fromkeys([*key, *range(len(right))]))
    body = question.body | {
        "right": [right[place] for place in order],
        "key": [order.index(place) for place in key],
    }
    return replace(question, body=body)


RIGHT_ORDER = Reduction(message(N_("Thứ tự các vế phải (khi thi vẫn được trộn)")), _right_in_order)


def _right_in_words(question: ReadQuestion) -> ReadQuestion:
    if question.kind != "matching":
        return question
    return replace(
        question, body=question.body | {"right": [in_words(text) for text in question.body["right"]]}
    )


RIGHT_PICTURES = Reduction(message(N_("Hình ở vế phải (chỉ còn lời mô tả)")), _right_in_words)


def _arrows(question: ReadQuestion) -> ReadQuestion:
    if question.kind not in ("matching", "short_answer"):
        return question
    changed = mapped(question, lambda text: text.replace("->", "→"))
    return replace(changed, text=question.text, explanation=question.explanation)


ARROWS = Reduction(message(N_("Dấu -> trong các vế, các câu trả lời (ghi thành →)")), _arrows)


def _answers_once(question: ReadQuestion) -> ReadQuestion:
    def within(body: dict[str, Any]) -> dict[str, Any]:
        if "accepted" in body:
            return body | {"accepted": list(dict.fromkeys(clean(text) for text in body["accepted"]))}
        if "blanks" in body:
            return body | {"blanks": [within(blank) for blank in body["blanks"]]}
        return body

    return replace(question, body=within(question.body))


ANSWERS_ONCE = Reduction(message(N_("Câu trả lời ghi hai lần, hoặc nhiều dòng")), _answers_once)


def _with_lines(text: str) -> str:
    return "\n".join(clean(line) for line in text.strip().splitlines())


CELLS = Reduction(
    message(N_("Dấu cách thừa ở đầu, cuối dòng")), lambda question: mapped(question, _with_lines)
)
PICTURE_FILES = Reduction(
    message(N_("Hình và âm thanh: tệp chỉ ghi tên; nhập lại vào hệ thống này thì vẫn đủ")),
    lambda question: question,
    lambda question: bool(media_of(question)),
)


EQUATIONS = Reduction(
    message(N_("Công thức thành công thức của Word: đọc lại có thể viết khác mà cùng nghĩa")),
    lambda question: question,
    lambda question: any(EQUATION.search(text) for text in texts(question)),
)
PICTURES_APART = Reduction(
    message(N_("Dấu cách quanh hình")),
    lambda question: mapped(question, lambda text: tidy(REFERENCE.sub(lambda one: f" {one[0]} ", text))),
)


def _as_situation(question: ReadQuestion) -> ReadQuestion:
    return replace(question, kind="situation") if question.kind in ("essay", "theme") else question


AS_SITUATION = Reduction(message(N_("Tự luận, chuyên đề: đọc lại thành tình huống")), _as_situation)


def _one_of_several(question: ReadQuestion) -> ReadQuestion:
    if question.kind == "several_correct" and len(question.body["key"]) == 1:
        return replace(question, kind="single_choice")
    return question


ONE_OF_SEVERAL = Reduction(
    message(N_("Câu nhiều đáp án chỉ có một đáp án đúng: đọc lại thành câu một đáp án")), _one_of_several
)


SOUND = Reduction(
    message(N_("Bỏ hình thì các phương án giống nhau, nên câu không có trong tệp")),
    lambda question: None if kind_problems(question.kind, question.text, question.body) else question,
)


def filing(keeps: Collection[str] = ()) -> tuple[Reduction, ...]:
    """What a question is found by, but for the fields that a format `keeps`."""
    every = {"code": CODE, "topic": TOPIC, "difficulty": DIFFICULTY, "retired": RETIRED, "tags": TAGS,
             "source": SOURCE, "legal_basis": BASIS, "legal_date": BASIS_DATE}  # fmt: skip
    return tuple(one for field, one in every.items() if field not in keeps)
