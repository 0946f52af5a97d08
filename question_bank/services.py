"""The verbs of the question bank. Each owns its transaction, unless it says that the caller commits."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Mapping as Named
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import contains_eager, joinedload

from contest.kernel import audit, clock
from contest.kernel.access import current_actor
from contest.kernel.db import db
from contest.kernel.errors import Invalid, Refused
from contest.kernel.forms import check_version
from contest.kernel.messages import N_, message
from contest.kernel.vietnamese import fold
from question_bank import media, rules, states, storing, usage
from question_bank.exchange.columns import FIELDS
from question_bank.exchange.questions import Reading, ReadQuestion
from question_bank.likeness import Stock
from question_bank.models import Bank, Import, Question, ReplacedBasis, Revision, Topic

MAX_REASON = 500

# --- reading


def plain(question: Question, revision: Revision | None = None) -> ReadQuestion:
    """A stored question (as of `revision`, else now) in the form that files and rules know."""
    shown = revision or question.latest
    return ReadQuestion(
        kind=shown.kind,
        text=shown.text,
        body=shown.body,
        code=question.code,
        topic=question.topic.name if question.topic else "",
        difficulty=shown.difficulty,
        explanation=shown.explanation,
        tags=shown.tags,
        source=shown.source,
        legal_basis=shown.legal_basis,
        legal_date=shown.legal_date,
        retired=question.retired_at is not None,
    )


@dataclass(frozen=True)
class Filter:
    """What a list of questions is narrowed to. Empty is no narrowing; `state` is active, retired or all.

    `topic` takes those in it and in the folders below; `source` and `basis` are words that the source and the legal basis
    contain; `before` is a day: the legal basis is older; `batch` is an import that added or revised them. `review` is a
    state of the review, or “mine”: waiting for the one who asks. `used` is used, never, or in:CODE of a contest. `law` is
    replaced: the legal basis was.
    """

    words: str = ""
    topic: int | None = None
    tag: str = ""
    source: str = ""
    basis: str = ""
    before: str = ""
    kind: str = ""
    difficulty: str = ""
    batch: int | None = None
    state: str = "active"
    review: str = ""
    used: str = ""
    law: str = ""


def listing(bank: Bank, narrowed: Filter = Filter(), in_keys: bool = True) -> Select[Question]:
    """The query for a bank's questions by code, with topic and current revision in the same statement. `in_keys`: whether
    words are looked for in what tells the key, too."""
    query = (
        select(Question)
        .join(Question.current)
        .outerjoin(Question.topic)
        .options(contains_eager(Question.current), contains_eager(Question.topic))
        .where(Question.bank_id == bank.id)
        .order_by(func.length(Question.code), Question.code)
    )
    if words := fold(narrowed.words).split():
        query = query.where(*(Revision.search.contains(word, autoescape=True) for word in words))
        if not in_keys:
            query = query.where(Question.id.in_(_found_without_key(query, words)))
    if narrowed.topic:
        folders = {one.topic.id: one.within for one in rules.tree(bank.topics)}
        query = query.where(Question.topic_id.in_(folders.get(narrowed.topic, ())))
    if narrowed.tag:
        query = query.where(Revision.has_tag(narrowed.tag))
    if narrowed.source:
        query = query.where(Revision.source.in_(_containing(bank, Revision.source, narrowed.source)))
    if narrowed.basis:
        query = query.where(Revision.legal_basis.in_(_containing(bank, Revision.legal_basis, narrowed.basis)))
    if narrowed.before:
        query = query.where(Revision.legal_date != "", Revision.legal_date < narrowed.before)
    if narrowed.batch:
        came = select(Revision.question_id).where(Revision.import_id == narrowed.batch)
        query = query.where(Question.id.in_(came))
    if narrowed.kind:
        query = query.where(Revision.kind == narrowed.kind)
    if narrowed.difficulty:
        query = query.where(Revision.difficulty == narrowed.difficulty)
    if narrowed.state in ("active", "retired"):
        retired = Question.retired_at.is_not(None)
        query = query.where(retired if narrowed.state == "retired" else ~retired)
    if narrowed.review:
        query = query.where(states.condition(bank, narrowed.review))
    if narrowed.law:
        replaced = select(ReplacedBasis.legal_basis).where(ReplacedBasis.bank_id == bank.id)
        query = query.where(Revision.legal_basis.in_(replaced))
    if narrowed.used:
        revisions = usage.revisions(
            bank.id, narrowed.used.removeprefix("in:") if ":" in narrowed.used else None
        )
        asked = Question.id.in_(select(Revision.question_id).where(Revision.id.in_(revisions)))
        query = query.where(~asked if narrowed.used == "never" else asked)
    return query


def _found_without_key(query: Select[Question], words: Sequence[str]) -> list[int]:
    """The questions, of those that a search found, that have the words in what everybody who opens the bank sees: a search
    among accepted answers would tell the key."""
    return [
        question.id
        for question in db.session.scalars(query)
        if all(word in rules.search_text(question.code, *rules.asked(plain(question))) for word in words)
    ]


def _current(bank: Bank, column: Any) -> Sequence[Any]:
    """The different values of a column in the current revisions of a bank."""
    query = select(column).join(Question, Question.current_id == Revision.id).distinct()
    return db.session.scalars(query.where(Question.bank_id == bank.id)).all()


def _containing(bank: Bank, column: Any, words: str) -> list[str]:
    """The values of a column that contain all the words, with or without tones: databases can't compare so."""
    wanted = fold(words).split()
    return [value for value in _current(bank, column) if all(word in fold(value) for word in wanted)]


def tags(bank: Bank) -> list[str]:
    """The tags that a bank's questions carry, by name."""
    return sorted({tag for carried in _current(bank, Revision.tags) for tag in carried}, key=fold)


def questions(bank: Bank, narrowed: Filter = Filter()) -> list[ReadQuestion]:
    """A bank's questions in plain form, by code: what exports and `contest dump` write."""
    return [plain(question) for question in db.session.scalars(listing(bank, narrowed))]


def found(bank: Bank, narrowed: Filter) -> list[int]:
    """The ids of the questions that a list is narrowed to, by code."""
    return list(db.session.scalars(listing(bank, narrowed).options().with_only_columns(Question.id)))


def plain_by_id(bank: Bank, ids: Iterable[int]) -> dict[int, ReadQuestion]:
    """{id: plain question} of those of a bank's questions."""
    query = listing(bank, Filter(state="all"))
    return {
        question.id: plain(question)
        for some in _slices(sorted(set(ids)))
        for question in db.session.scalars(query.where(Question.id.in_(some)))
    }


def codes(bank: Bank, ids: Iterable[int]) -> dict[int, str]:
    """{id: code} of those of a bank's questions."""
    query = select(Question.id, Question.code).where(Question.bank_id == bank.id)
    return {
        id_: code
        for some in _slices(sorted(set(ids)))
        for id_, code in db.session.execute(query.where(Question.id.in_(some)))
    }


def formers(bank: Bank, codes: Iterable[str]) -> dict[str, rules.Former]:
    """What of a bank has one of the codes."""
    query = listing(bank, Filter(state="all"))
    return {
        question.code: rules.Former(question.id, plain(question))
        for some in _slices(sorted(set(codes) - {""}))
        for question in db.session.scalars(query.where(Question.code.in_(some)))
    }


def _slices(values: Sequence[Any], size: int = 500) -> Iterator[Sequence[Any]]:
    for start in range(0, len(values), size):
        yield values[start : start + size]


_stocks: OrderedDict[int, tuple[tuple[int, ...], Stock]] = OrderedDict()
_MOST_STOCKS = 2  # of a process: one of 20,000 questions takes some 30 MB


def stock(bank: Bank) -> Stock:
    """A bank's questions to look for rivals in. Kept by the process while the bank has the same revisions."""
    of_bank = (Question.bank_id == bank.id, Question.current_id.is_not(None))
    query = select(func.count(), func.max(Question.current_id), func.sum(Question.current_id)).where(*of_bank)
    state = tuple(int(number or 0) for number in db.session.execute(query).one())
    kept = _stocks.get(bank.id)
    if kept is None or kept[0] != state:
        stored = select(Question.id, Revision.text, Revision.body).join(Question.current).where(*of_bank)
        kept = (
            state,
            Stock((id_, text, body) for id_, text, body in db.session.execute(stored.order_by(Question.id))),
        )
        _stocks[bank.id] = kept
    _stocks.move_to_end(bank.id)
    while len(_stocks) > _MOST_STOCKS:
        _stocks.popitem(last=False)
    return kept[1]


def counts(bank: Bank) -> dict[int | None, int]:
    """{topic id: number of questions in use}; None is the key of those without a topic."""
    query = (
        select(Question.topic_id, func.count())
        .where(Question.bank_id == bank.id, Question.retired_at.is_(None))
        .group_by(Question.topic_id)
    )
    return dict(db.session.execute(query).all())


# --- banks and topics


def add_bank(code: str, name: str, owner_id: int | None = None) -> Bank:
    """Start an empty bank. The caller commits."""
    if db.session.scalar(select(Bank.id).where(Bank.code == code)) is not None:
        raise Invalid(message(N_("Đã có ngân hàng câu hỏi mang mã “%(code)s”."), code=code), "code")
    bank = Bank(code=code, name=name, owner_id=owner_id, created_at=clock.now())
    db.session.add(bank)
    db.session.flush()
    audit.record("bank.add", f"bank:{code}", after={"name": name})
    return bank


def start_bank(code: str, name: str, owner_id: int | None) -> Bank:
    """Start an empty bank for a person."""
    with _transaction():
        return add_bank(code, name, owner_id)


def rename_bank(bank: Bank, name: str) -> None:
    """Give a bank another name."""
    audit.record("bank.rename", f"bank:{bank.code}", before={"name": bank.name}, after={"name": name})
    bank.name = name
    db.session.commit()


def find_topic(bank: Bank, name: str) -> Topic | None:
    """The topic with this name, made if need be; None for no name. The caller commits."""
    if not name:
        return None
    known = {fold(topic.name): topic for topic in bank.topics}
    if fold(name) not in known:
        topic = Topic(
            bank=bank, name=name, position=max((each.position for each in bank.topics), default=0) + 1
        )
        db.session.add(topic)
        audit.record("topic.add", f"bank:{bank.code}", after={"topic": name})
        return topic
    return known[fold(name)]


def add_topic(bank: Bank, name: str) -> None:
    """Add a topic at the end."""
    _refuse_topic_twin(bank, name)
    with _transaction():
        find_topic(bank, name)


def rename_topic(topic: Topic, name: str) -> None:
    """Give a topic another name; its questions keep it."""
    _refuse_topic_twin(topic.bank, name, topic)
    before, after = {"topic": topic.name}, {"topic": name}
    with _transaction():
        audit.record("topic.rename", f"bank:{topic.bank.code}", before=before, after=after)
        topic.name = name


def move_topic(topic: Topic, up: bool) -> None:
    """Put a topic one place up or down among those of its folder."""
    order = [each for each in topic.bank.topics if each.parent_id == topic.parent_id]
    place = order.index(topic)
    other = place - 1 if up else place + 1
    if 0 <= other < len(order):
        order[place], order[other] = order[other], order[place]
    for position, each in enumerate(order, start=1):
        each.position = position
    db.session.commit()


def put_topic(topic: Topic, parent: Topic | None) -> None:
    """Put a topic into another one, or (None) at the top. Raises Refused where it would lie in itself."""
    within = next(one.within for one in rules.tree(topic.bank.topics) if one.topic is topic)
    if parent is not None and (parent.id in within or parent.bank_id != topic.bank_id):
        raise Refused(message(N_("Không đặt chủ đề vào chính nó hoặc vào chủ đề nằm trong nó được.")))
    former = next((each.name for each in topic.bank.topics if each.id == topic.parent_id), "")
    before, after = {"parent": former}, {"parent": parent.name if parent else ""}
    audit.record("topic.put", f"bank:{topic.bank.code}/{topic.name}", before=before, after=after)
    topic.parent_id = parent.id if parent else None
    db.session.commit()


def put_folders(bank: Bank, folders: Named[str, str]) -> None:
    """Make the tree that a file tells ({topic: the one it lies in}), where the bank has none of its own for a topic. The
    caller commits."""
    for name, above in folders.items():
        topic, parent = find_topic(bank, name), find_topic(bank, above)
        db.session.flush()
        known = rules.tree(bank.topics)
        if topic is None or parent is None or topic.parent_id is not None:
            continue
        if parent.id not in next(one.within for one in known if one.topic is topic):
            topic.parent_id = parent.id


def folders(bank: Bank) -> dict[str, str]:
    """{topic: the one it lies in} of those that lie in another."""
    names = {topic.id: topic.name for topic in bank.topics}
    return {topic.name: names[topic.parent_id] for topic in bank.topics if topic.parent_id in names}


def remove_topic(topic: Topic) -> None:
    """Remove a topic that no question has, retired ones included."""
    if db.session.scalar(select(func.count()).where(Question.topic_id == topic.id)):
        raise Refused(message(N_("Chủ đề “%(name)s” còn câu hỏi nên chưa xóa được."), name=topic.name))
    audit.record("topic.remove", f"bank:{topic.bank.code}", before={"topic": topic.name})
    for each in topic.bank.topics:
        if each.parent_id == topic.id:
            each.parent_id = topic.parent_id
    db.session.delete(topic)
    db.session.commit()


def _refuse_topic_twin(bank: Bank, name: str, but: Topic | None = None) -> None:
    if any(fold(topic.name) == fold(name) and topic is not but for topic in bank.topics):
        raise Invalid(message(N_("Đã có chủ đề “%(name)s”."), name=name), "name")


# --- questions


def add(bank: Bank, question: ReadQuestion) -> Question:
    """Add one question; without a code it gets the next free one. Raises Invalid."""
    _refuse_unsound(question)
    if question.code and _code_taken(bank, question.code):
        raise Invalid(message(N_("Mã “%(code)s” đã có trong ngân hàng này."), code=question.code), "code")
    with _transaction():
        (added,) = _write(bank, _plan(bank, [question]))
    return db.session.get_one(Question, added)


def revise(question: Question, after: ReadQuestion, seen: int | None) -> bool:
    """Store what changed as a new revision; whether anything did. `seen` is the revision that was changed.

    Code and topic belong to the question and change without one. Raises Invalid, or Refused for a stale form.
    """
    check_version(seen, question.latest.number)
    _refuse_unsound(after)
    if after.code != question.code and _code_taken(question.bank, after.code):
        raise Invalid(message(N_("Mã “%(code)s” đã có trong ngân hàng này."), code=after.code), "code")
    with _transaction():
        plan = _plan(question.bank, [], [(question, after)])
        _write(question.bank, plan)
    return bool(plan.revised)


def retire(question: Question, reason: str = "") -> None:
    """Keep a question out of new papers and draws. What was asked and marked stays as it is."""
    if put_aside(question, True, reason):
        db.session.commit()


def restore(question: Question) -> None:
    """Let a retired question be drawn again."""
    if put_aside(question, False):
        db.session.commit()


def put_aside(question: Question, retired: bool, reason: str = "") -> bool:
    """Retire a question or take it back into use; whether that changed anything. The caller commits."""
    if retired == (question.retired_at is not None):
        return False
    question.retired_at = clock.now() if retired else None
    question.retired_reason = reason.strip()[:MAX_REASON]
    verb = "question.retire" if retired else "question.restore"
    audit.record(verb, subject(question), reason=question.retired_reason or None)
    return True


@dataclass(frozen=True)
class Change:
    """What a bulk edit does to each question. None and empty leave a thing as it is; an empty topic takes it away."""

    topic: str | None = None
    difficulty: str | None = None
    add_tags: tuple[str, ...] = ()
    remove_tags: tuple[str, ...] = ()
    retired: bool | None = None
    reason: str = ""  # of retiring


def change_many(bank: Bank, chosen: Sequence[Question], change: Change) -> int:
    """Change all the questions or none; how many differ now. Raises Invalid, naming the question."""
    plans = []
    for question in chosen:
        after = rules.changed(
            plain(question), change.topic, change.difficulty, change.add_tags, change.remove_tags
        )
        if found := rules.problems(after):
            raise Invalid(message(N_("Câu %(code)s: %(what)s"), code=question.code, what=found[0]))
        plans.append(_plan(bank, [], [(question, after)]))
    changed = 0
    with _transaction():
        for question, plan in zip(chosen, plans, strict=True):
            _write(bank, plan)
            differs = bool(plan.revised)
            if change.retired is not None and put_aside(question, change.retired, change.reason):
                differs = True
            changed += differs
    return changed


@dataclass(frozen=True)
class Stored:
    """How many questions an import added, revised, and found unchanged."""

    added: int
    revised: int
    unchanged: int


def put(bank: Bank, chosen: Sequence[ReadQuestion]) -> Stored:
    """Add questions, or revise those whose code the bank has. All or nothing; the caller commits.

    Raises Invalid with the first problem of the first unsound question.
    """
    plan = _plan_to_put(bank, chosen)
    _write(bank, plan)
    return _stored(plan, chosen)


def _plan_to_put(bank: Bank, chosen: Sequence[ReadQuestion]) -> storing.Plan:
    for question in chosen:
        if question.problems:
            raise Invalid(question.problems[0])
        _refuse_unsound(question)
    query = select(Question).where(Question.bank_id == bank.id)
    query = query.options(joinedload(Question.current), joinedload(Question.topic))
    known = {question.code: question for question in db.session.scalars(query)}
    fresh = [question for question in chosen if question.code not in known]
    held = [(known[question.code], question) for question in chosen if question.code in known]
    return _plan(bank, fresh, [(one, rules.filled(plain(one), question)) for one, question in held])


def _stored(plan: storing.Plan, chosen: Sequence[ReadQuestion]) -> Stored:
    added, revised = len(plan.fresh), len(plan.revised)
    return Stored(added, revised, len(chosen) - added - revised)


def import_questions(
    bank: Bank, chosen: Sequence[ReadQuestion], filename: str, reading: Reading, token: str = ""
) -> Import:
    """Store what a person chose of a file with its pictures and sounds, and remember its mapping of columns for the next
    one. What is stored under a `token` is stored once: the second time is refused. Questions without codes of their own
    get others where somebody took theirs at the same moment."""
    token = token or secrets.token_urlsafe(24)
    try:
        return _import(bank, chosen, filename, reading, token)
    except _Taken:
        # With codes of their own they would now revise what the other person stored, unasked.
        if any(question.code for question in chosen) or _is_stored(token):
            raise
    return _import(bank, chosen, filename, reading, token)


def _is_stored(token: str) -> bool:
    return db.session.scalar(select(Import.id).where(Import.token == token)) is not None


def _import(
    bank: Bank, chosen: Sequence[ReadQuestion], filename: str, reading: Reading, token: str
) -> Import:
    with _transaction():
        plan = _plan_to_put(bank, chosen)
        stored = _stored(plan, chosen)
        fresh_media = media.fresh(reading.media, chosen)
        batch = Import(
            bank_id=bank.id,
            token=token,
            filename=filename,
            added=stored.added,
            revised=stored.revised,
            unchanged=stored.unchanged,
            created_at=clock.now(),
            owner=current_actor().key,
        )
        db.session.add_all([batch, *fresh_media])
        db.session.flush()
        _write(bank, plan, batch.id)
        put_folders(bank, reading.folders)
        if reading.columns:
            bank.import_mapping = {
                fold(title): field
                for title, field in zip(reading.columns, reading.mapping, strict=True)
                if field in FIELDS
            }
        audit.record(
            "bank.import",
            f"bank:{bank.code}",
            after={"file": filename, "added": stored.added, "revised": stored.revised},
        )
    return batch


def record_export(bank: Bank, filename: str, count: int) -> None:
    """Note who carried a list off."""
    audit.record("bank.export", f"bank:{bank.code}", after={"file": filename, "questions": count})
    db.session.commit()


def _refuse_unsound(question: ReadQuestion) -> None:
    if found := rules.problems(question):
        raise Invalid(found[0])


def _code_taken(bank: Bank, code: str) -> bool:
    query = select(Question.id).where(Question.bank_id == bank.id, Question.code == code)
    return db.session.scalar(query) is not None


def subject(question: Question) -> str:
    """What the audit calls a question."""
    return storing.subject(question.bank.code, question.code)


def _plan(
    bank: Bank, fresh: Sequence[ReadQuestion], revised: Iterable[tuple[Question, ReadQuestion]] = ()
) -> storing.Plan:
    """What is to be written: codes for new questions that have none, and of revised ones those that differ. Only reads, and
    what is read doesn't grow with their number."""
    if fresh:
        taken = db.session.scalars(select(Question.code).where(Question.bank_id == bank.id))
        codes = iter(rules.free_codes([*taken, *(question.code for question in fresh)]))
        fresh = [question if question.code else replace(question, code=next(codes)) for question in fresh]
    topics = {fold(topic.name): topic for topic in bank.topics}
    changed = []
    for question, after in revised:
        before = plain(question)
        is_moved = after.topic != before.topic and topics.get(fold(after.topic)) is not question.topic
        if is_moved or after.code != before.code or not rules.same_content(before, after):
            changed.append(storing.Revised(question, before, after))
    return storing.Plan(bank, fresh, changed)


def _write(bank: Bank, plan: storing.Plan, batch: int | None = None) -> list[int]:
    """Write a plan; the ids of its new questions. The caller commits."""
    topics = {name: find_topic(bank, name) for name in plan.topics}
    return plan.write(topics, batch)


class _Taken(Refused):
    """Somebody stored the same code, topic, revision or token at the same moment."""


@contextmanager
def _transaction() -> Iterator[None]:
    """All of it or nothing, whatever goes wrong."""
    try:
        yield
        db.session.commit()
    except IntegrityError:
        db.session.rollback()  # this one lost
        raise _Taken(
            message(N_("Người khác vừa lưu cùng mã. Nội dung chưa được lưu; hãy thử lại."))
        ) from None
    except BaseException:
        db.session.rollback()
        raise
