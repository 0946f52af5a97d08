"""Papers on paper: made in variants with codes (mã đề), kept as they are printed, and read back for printing."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from sqlalchemy import select

from contest.kernel import audit, clock
from contest.kernel.access import current_actor
from contest.kernel.db import db
from contest.kernel.errors import Invalid, Refused
from contest.kernel.messages import N_, message
from contest.organising.models import Part
from contest.playing import drawing, services
from contest.playing.models import Attempt, DrawnPaper, TypedSheet
from contest.playing.papers import arranged, choose, draw_paper, key_letters
from question_bank.kinds import kind

MOST = 50  # codes of a part
LONGEST = 20  # letters of a code


def printed(part: Part) -> list[DrawnPaper]:
    """The papers of a part that have a code, in the order in which they were made."""
    query = select(DrawnPaper).where(DrawnPaper.part_id == part.id, DrawnPaper.code != "")
    return list(db.session.scalars(query.order_by(DrawnPaper.number, DrawnPaper.code)))


def read_codes(text: str) -> list[str]:
    """The codes of a typed list (“101, 102 105–108”). Raises Invalid at the field `codes`."""
    found: list[str] = []
    for word in text.replace(",", " ").replace(";", " ").split():
        first, dash, last = word.replace("–", "-").partition("-")
        if dash and first.isdecimal() and last.isdecimal() and int(first) <= int(last) < int(first) + MOST:
            found += [str(number).zfill(len(first)) for number in range(int(first), int(last) + 1)]
        else:
            found.append(word)
    wrong = next((code for code in found if len(code) > LONGEST or not code.isalnum()), None)
    if wrong is not None:
        text = N_("“%(code)s” không dùng làm mã đề được: chỉ gồm chữ và số, nhiều nhất %(most)d ký tự.")
        raise Invalid(message(text, code=wrong, most=LONGEST), "codes")
    twice = next((code for code in found if found.count(code) > 1), None)
    if twice is not None:
        raise Invalid(message(N_("Mã đề “%(code)s” ghi hai lần."), code=twice), "codes")
    if not found:
        raise Invalid(message(N_("Hãy ghi ít nhất một mã đề, ví dụ 101, 102.")), "codes")
    return found


def make(part: Part, codes: Sequence[str], fresh: bool) -> list[DrawnPaper]:
    """Make a paper for each code: each with questions of its own (`fresh`), else the same questions in another order.

    The same questions are those of the part's first printed paper, where there is one. Raises Invalid or Refused.
    """
    known = printed(part)
    taken = sorted({one.code for one in known} & set(codes))
    if taken:
        raise Invalid(message(N_("Đã có mã đề %(codes)s."), codes=", ".join(taken)), "codes")
    if len(known) + len(codes) > MOST:
        raise Invalid(message(N_("Một phần thi có nhiều nhất %(most)d mã đề."), most=MOST), "codes")
    settings = services.settings_of(part)
    made = []
    base = [] if fresh else [list(pair) for one in known[:1] for pair in one.paper]
    mixing = replace(settings, shuffle_questions=True, shuffle_options=True)
    for at, code in enumerate(codes):
        seed = secrets.token_hex(16)
        if fresh:
            seen = drawing.seen([*drawing.kept_papers(part)])
            paper = draw_paper(seed, settings, drawing.pool(part), seen)
        else:
            if not base:
                chosen = choose(
                    Random(seed), settings.draw, drawing.pool(part), drawing.seen(drawing.kept_papers(part))
                )
                base = [[id, []] for id, _item in chosen]
            revisions = services.revisions_of([base])
            paper = arranged(Random(seed), mixing, [(id, revisions[id]) for id, _order in base])
        one = DrawnPaper(
            part=part,
            code=code,
            number=len(known) + at + 1,
            seed=seed,
            paper=paper,
            made_at=clock.now(),
            made_by=current_actor().name,
        )
        db.session.add(one)
        db.session.flush()
        made.append(one)
    audit.record("papers.make", _subject(part), contest_id=part.contest_id, after={"codes": list(codes)})
    db.session.commit()
    return made


def remove(paper: DrawnPaper) -> None:
    """Do away with a printed paper that no sheet has been typed in for."""
    part, code = paper.part, paper.code
    query = (
        select(TypedSheet.attempt_id)
        .join(Attempt, TypedSheet.attempt_id == Attempt.id)
        .where(Attempt.part_id == part.id, TypedSheet.code == code)
    )
    if db.session.scalar(query.limit(1)) is not None:
        raise Refused(message(N_("Mã đề “%(code)s” đã có phiếu trả lời nên không bỏ được."), code=code))
    audit.record("papers.remove", _subject(part), contest_id=part.contest_id, before={"code": code})
    db.session.delete(paper)
    db.session.commit()


def _subject(part: Part) -> str:
    return f"part:{part.contest.code}/{part.stage.code}/{part.code}"


@dataclass(frozen=True)
class PrintedQuestion:
    """A question as it is printed. `present` is what its kind shows in the printed order; `key` letters, or words."""

    number: int
    kind: str
    text: str
    present: dict[str, Any]
    key: str

    @property
    def letters(self) -> int:
        """How many options there are to choose from by letter; 0: the answer is written."""
        return 0 if "left" in self.present else len(self.present.get("options", ()))


@dataclass(frozen=True)
class PrintedPaper:
    """A paper as it is printed."""

    code: str
    questions: tuple[PrintedQuestion, ...]


def read(papers: Sequence[DrawnPaper]) -> list[PrintedPaper]:
    """Kept papers with their questions."""
    revisions = services.revisions_of([one.paper for one in papers])
    return [
        PrintedPaper(
            one.code,
            tuple(
                PrintedQuestion(
                    at,
                    revisions[id].kind,
                    revisions[id].text,
                    kind(revisions[id].kind).present(revisions[id].body, order),
                    key_letters(revisions[id], order),
                )
                for at, (id, order) in enumerate(one.paper, start=1)
            ),
        )
        for one in papers
    ]
