"""Who may do what with a contest and everything in it. The noun is a contest or anything with a `contest_id`."""

from __future__ import annotations

from typing import Any

from contest.kernel.access import Actor


def organises(actor: Actor, noun: Any) -> bool:
    """Set up, publish, decide: the contest's organisers and administrators."""
    return actor.is_admin or "organiser" in actor.roles(noun.contest_id)


def keeps_records(actor: Actor, noun: Any) -> bool:
    """Type sheets, run the clock, draw lots, print slips: secretaries, and whoever organises."""
    return organises(actor, noun) or "secretary" in actor.roles(noun.contest_id)


def invigilates(actor: Actor, noun: Any) -> bool:
    """Watch a quiz and act in it: invigilators, who may do nothing else, and whoever keeps the records."""
    return keeps_records(actor, noun) or "invigilator" in actor.roles(noun.contest_id)


def takes_part(actor: Actor, noun: Any) -> bool:
    """A contestant of this contest."""
    return "contestant" in actor.roles(noun.contest_id)


def judges(actor: Actor, noun: Any) -> bool:
    """A judge of this contest (which sheets are theirs is judging's matter)."""
    return "judge" in actor.roles(noun.contest_id)


def sees(actor: Actor, noun: Any) -> bool:
    """The public pages: anyone for a public contest, else only those who have a part in it."""
    contest = getattr(noun, "contest", noun)
    return (
        actor.is_admin
        or (contest.is_public and not contest.is_rehearsal)
        or bool(actor.roles(noun.contest_id))
    )


def makes_contests(actor: Actor, noun: Any) -> bool:
    """Start or load a new contest: administrators."""
    return actor.is_admin
