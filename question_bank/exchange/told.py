"""What stands elsewhere of a question: its key in a table, its solution in a section of solutions. PURE."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from contest.kernel.messages import N_, Message, message
from question_bank.exchange.block import Keys
from question_bank.exchange.drafts import Draft, folded_words, same_words
from question_bank.exchange.facts import UNNUMBERED
from question_bank.exchange.set_apart import set_apart
from question_bank.exchange.statements import verdicts, verdicts_of
from question_bank.exchange.worded_keys import counts_words


@dataclass
class Told:
    """What stands elsewhere of a question: keys in tables, and explanations."""

    keys: list[str] = field(default_factory=list)
    explanation: list[str] = field(default_factory=list)
    problems: list[Message] = field(default_factory=list)


def parted(drafts: Sequence[Draft]) -> tuple[list[Draft], list[tuple[int, Draft]]]:
    """The questions, and what a section of solutions says again of them, each with how many questions came before it.

    In such a section a block is a question only where it has options and its words are new.
    """
    questions: list[Draft] = []
    solutions: list[tuple[int, Draft]] = []
    said: dict[int | None, set[str]] = defaultdict(set)
    for one in drafts:
        known, words = said[one.block.number], folded_words(one.text)
        is_new = len(one.options) >= 2 and bool(one.text) and words not in known
        if one.block.in_solutions and known and not is_new:
            solutions.append((len(questions), one))
            continue
        known.add(words)
        questions.append(one)
    return questions, solutions


def doubt_counted(told: Sequence[Told], questions: Sequence[Draft], counted: int) -> None:
    """Doubt keys without numbers where they aren't as many as the questions: one that is missing moves all behind it."""
    if [one.block.number for one in questions] == list(range(1, counted + 1)):
        return
    text = N_(
        "Đáp án ghi liền không đánh số: có %(keys)d đáp án cho %(questions)d câu. Hãy kiểm tra đáp án của câu này."
    )
    for one in told:
        one.problems.append(message(text, keys=counted, questions=len(questions)))


def doubt_of_several(told: Sequence[Told], questions: Sequence[Draft]) -> None:
    """Doubt a key that numbers what it says (“1. … 2. …”) where the question before has none: it may answer both."""
    text = N_("Dòng đáp án của câu này có lẽ ghi đáp án của nhiều câu. Hãy ghi đáp án của từng câu.")
    for at, one in enumerate(questions[1:], start=1):
        before = questions[at - 1]
        has_none = not (
            before.options or before.said or before.notes.get("model_answer") or told[at - 1].keys
        )
        if has_none and not one.options and any(map(counts_words, one.said)):
            told[at].problems.append(message(text))


def doubt_unnumbered(told: Sequence[Told], questions: Sequence[Draft], keys: Sequence[Keys]) -> None:
    """Doubt keys by number where the questions have none of their own, and the keys go on behind the last of them."""
    last = max((number for table in keys for number, _ in table.pairs), default=0)
    if last <= len(questions) or any(one.block.style != UNNUMBERED for one in questions):
        return
    text = N_(
        "Thấy %(questions)d câu không đánh số, còn đáp án đến số %(keys)d; hãy kiểm tra đáp án của câu này."
    )
    for one in told:
        if one.keys:
            one.problems.append(message(text, questions=len(questions), keys=last))


def told_of(
    questions: Sequence[Draft], solutions: Sequence[tuple[int, Draft]], keys: Sequence[Keys]
) -> list[Told]:
    """What is told of each question elsewhere.

    A number that several questions have (they begin anew in each part) means the first of those before it that no key was
    given to. Where there are fewer keys of a number than questions, none of them is sure.
    """
    told = [Told() for _ in questions]
    by_number: dict[int | None, list[int]] = defaultdict(list)
    for at, one in enumerate(questions):
        by_number[one.block.number].append(at)
    words = [folded_words(one.text) for one in questions]
    _tell_pairs(told, by_number, questions, keys)
    given: set[int] = set()
    for before, solution in solutions:
        places = [at for at in by_number[solution.block.number] if at < before]
        own = folded_words(solution.text)
        fitting = [at for at in places if words[at] == own] or places
        if not fitting:
            continue
        meant = next((at for at in fitting if at not in given), fitting[-1])
        given.add(meant)
        _tell_solution(told[meant], questions[meant], solution)
    return told


def _tell_pairs(
    told: Sequence[Told],
    by_number: dict[int | None, list[int]],
    questions: Sequence[Draft],
    keys: Sequence[Keys],
) -> None:
    counted: Counter[int] = Counter()
    for table in keys:
        earlier = _questions_before(questions, table.after)
        meant: dict[int, int] = {}
        one_each = [number for number, _ in table.pairs] == [one.block.number for one in questions[:earlier]]
        last: int | None = None
        for number, said in table.pairs:
            if number == last and number in meant and not one_each:
                # Beside the one before: of another exam code. (Of another part only where it is of one question.)
                told[meant[number]].keys.append(said)
                continue
            last = number
            places = by_number.get(number, [])
            counted[number] += 1
            free = [at for at in places if not told[at].keys]
            before = [at for at in free if at < earlier]
            again = [meant[number]] if number in meant and meant[number] < earlier else []
            fitting = before or again or free or places  # again: the key of another exam code
            if not fitting:
                continue
            at = meant[number] = fitting[0]
            told[at].keys.append(said)
    for shared, places in by_number.items():
        if shared is not None and 0 < counted[shared] < len(places):
            for at in places:
                told[at].problems.append(
                    message(
                        N_(
                            "Có %(questions)d câu cùng số %(number)d nhưng bảng đáp án chỉ có %(keys)d đáp án cho số này."
                        ),
                        questions=len(places),
                        number=shared,
                        keys=counted[shared],
                    )
                )


def _questions_before(questions: Sequence[Draft], blocks: int) -> int:
    """How many of the questions are among the first so many blocks."""
    return sum(one.block.order < blocks for one in questions)


def _tell_solution(told: Told, question: Draft, solution: Draft) -> None:
    """Give a question the key and the words of its solution."""
    lines = [line.text for line in solution.split.stem]
    if lines and same_words(solution.text, question.text):
        lines = []
    said = list(solution.said)
    if lines and not said:
        found = re.match(
            r"[(\[]?([A-H](?:\s?[,&]\s?[A-H])*)[)\]]?(?:\s*[.:;)–—-]\s*|\s*$|\s+(?=\())", lines[0]
        )
        if found:
            said.append(found[1])
            lines[0] = lines[0][found.end() :]
    if not said and (verdict := verdicts_of(solution.options)):
        said.append(verdict)
    if lines and not said and verdicts(lines[0], len(question.options)) is not None:
        said.append(lines.pop(0))
    if solution.options and not said:
        marked = set_apart(solution.options)
        starred = [at for at, one in enumerate(solution.options) if one.starred]
        places = starred or (marked[0][1] if len(marked) == 1 else [])
        said += [", ".join(solution.options[at].letter.upper() for at in places)] if places else []
    told.keys += said
    told.explanation += [line for line in lines if line.strip()]
    told.explanation += solution.notes.get("explanation", [])
