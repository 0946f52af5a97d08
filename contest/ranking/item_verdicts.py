"""What the statistics of a question and of a paper say in plain words. PURE.

They are hints for a person who reads the question again, and nothing follows from them by itself. Thresholds and their
sources are beside each; those without a source are this project's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import sqrt
from typing import Literal

from contest.kernel.messages import N_, Message, message
from contest.ranking.item_statistics import Item, Option
from contest.ranking.paper_statistics import Paper
from question_bank.kinds.choices import LETTERS

FEWEST = 30
"""With fewer people than this only what was counted is shown: a correlation of 20 people has a standard error above 0.2.
Textbooks ask for 100 to 200; the pages say so."""

TOO_EASY, TOO_HARD = 0.9, 0.2
"""Facility. Nearly everyone right, or hardly anyone: such a question tells few people apart."""

VERY_GOOD, GOOD, MARGINAL = 0.40, 0.30, 0.20
"""The index of discrimination: Ebel and Frisbie (1991), after Ebel (1965)."""

UNUSED = 0.05
"""A distractor that fewer choose does no work: T. M. Haladyna and S. M. Downing, "How many options is enough for a
multiple-choice test item?", *Educational and Psychological Measurement* 53 (1993), 999-1010."""

OMITTED = 0.10
"""So many left it empty."""

ERRORS = 2.0
"""Standard errors by which the upper group must choose a wrong option more often than the lower before it is named:
with some sixty distractors in a quiz, chance alone would point at many."""

RELIABLE, FAIR, MODEST = 0.9, 0.8, 0.7
"""Reliability: J. C. Nunnally and I. H. Bernstein, *Psychometric Theory* (3rd ed. 1994), 264-265: .70 is modest, .80 is
enough to compare groups, decisions about a single person want .90."""

CERTAIN = 1.96
"""Standard errors of a difference beyond which chance brings it in 5 of 100 cases."""

Level = Literal["bad", "warn", "good"]


@dataclass(frozen=True)
class Verdict:
    """A few words, the reasons, and how much they ask for a look: bad before warn before good."""

    level: Level
    words: Message
    reasons: tuple[Message, ...]


def verdicts(item: Item) -> list[Verdict]:
    """What to say of a question, what asks for a look first; nothing where too few people were asked."""
    if item.people < FEWEST:
        return []
    order = {"bad": 0, "warn": 1, "good": 2}
    found = [*_key(item), *_facility(item), *_discrimination(item), *_options(item), *_omitted(item)]
    return sorted(found, key=lambda verdict: order[verdict.level])


def _key(item: Item) -> Iterator[Verdict]:
    reasons = []
    if item.discrimination is not None and item.discrimination < 0 and (item.corrected or 0) < 0:
        reasons.append(message(N_("Người điểm cao làm sai nhiều hơn người điểm thấp.")))
    right = max((option.upper for option in item.options if option.right), default=0.0)
    wrong = [option for option in item.options if not option.right]
    beats = [option for option in wrong if option.upper > right]
    draws = [option for option in wrong if option not in beats and attracts_upper(option, item.group)]
    for options, text in (
        (beats, N_("Trong nhóm điểm cao, phương án %(options)s được chọn nhiều hơn đáp án.")),
        (draws, N_("Nhóm điểm cao chọn phương án sai %(options)s nhiều hơn hẳn nhóm điểm thấp.")),
    ):
        if options:
            reasons.append(message(text, options=_letters(options)))
    if reasons:
        yield Verdict("bad", message(N_("Kiểm tra lại đáp án")), tuple(reasons))


def _letters(options: Iterable[Option]) -> str:
    return ", ".join(LETTERS[option.index] for option in options)


def attracts_upper(option: Option, group: int) -> bool:
    """Whether the upper group chose it more often than the lower by more than chance would explain: the difference of two
    proportions of `group` people each, against its standard error with the common proportion."""
    common = (option.upper + option.lower) / 2
    error = sqrt(common * (1 - common) * 2 / group)
    return option.upper - option.lower > ERRORS * error > 0


def _facility(item: Item) -> Iterator[Verdict]:
    if item.facility > TOO_EASY:
        yield Verdict("warn", message(N_("Quá dễ")), (message(N_("Gần như ai cũng làm được.")),))
    elif item.facility < TOO_HARD:
        yield Verdict("warn", message(N_("Quá khó")), (message(N_("Rất ít người làm được.")),))


def _discrimination(item: Item) -> Iterator[Verdict]:
    if item.discrimination is None:
        return
    if item.discrimination >= GOOD:
        is_very = item.discrimination >= VERY_GOOD
        words = message(N_("Phân biệt rất tốt") if is_very else N_("Phân biệt tốt"))
        why = message(N_("Người điểm cao làm đúng nhiều hơn hẳn người điểm thấp."))
        yield Verdict("good", words, (why,))
    elif item.discrimination >= MARGINAL:
        why = message(N_("Người điểm cao chỉ hơn người điểm thấp một ít; câu nên được sửa cho rõ hơn."))
        yield Verdict("warn", message(N_("Phân biệt tạm được")), (why,))
    elif TOO_HARD <= item.facility <= TOO_EASY:
        # What nearly all or hardly any can do cannot tell people apart; that was said already.
        why = message(N_("Người điểm cao và người điểm thấp làm gần như nhau; nên sửa hoặc thay câu."))
        yield Verdict("warn", message(N_("Phân biệt kém")), (why,))


def _options(item: Item) -> Iterator[Verdict]:
    unused = [option for option in item.options if not option.right and option.all < UNUSED]
    # Of two options one is the key: that hardly anybody takes the other only says that the question is easy.
    if unused and len(item.options) > 2:
        why = message(
            N_("Dưới 5%% người làm chọn %(options)s: nên thay bằng phương án dễ nhầm hơn."),
            options=_letters(unused),
        )
        yield Verdict("warn", message(N_("Phương án nhiễu không ai chọn")), (why,))


def _omitted(item: Item) -> Iterator[Verdict]:
    if item.omitted >= OMITTED:
        why = message(
            N_("Từ 10% trở lên không trả lời: câu khó hiểu, hoặc nhiều người không kịp đến câu này.")
        )
        yield Verdict("warn", message(N_("Nhiều người bỏ trống")), (why,))


_RELIABILITIES: tuple[tuple[float, Level, str, str], ...] = (
    (RELIABLE, "good", N_("Rất tin cậy"), N_("Đủ để xét từng người.")),
    (FAIR, "good", N_("Tin cậy"), N_("Đủ để so sánh các đơn vị; xét từng người thì nên thận trọng.")),
    (MODEST, "warn", N_("Tin cậy vừa phải"), N_("Chênh lệch nhỏ giữa hai người chưa nói lên gì.")),
)
_UNRELIABLE = N_(
    "Điểm chịu nhiều may rủi: đề ít câu, câu quá dễ hoặc quá khó, hoặc các câu hỏi về những điều khác nhau."
)


def reliability(paper: Paper) -> Verdict | None:
    """What the reliability of a paper means; None where there is none."""
    if paper.reliability is None:
        return None
    for least, level, words, why in _RELIABILITIES:
        if paper.reliability >= least:
            return Verdict(level, message(words), (message(why),))
    return Verdict("warn", message(N_("Ít tin cậy")), (message(_UNRELIABLE),))


def certain_difference(error: float) -> float:
    """How far the scores of two people must lie apart before chance explains it in fewer than 5 of 100 cases: 1.96·√2·SEM,
    for the errors of two people are independent of each other."""
    return CERTAIN * sqrt(2) * error
