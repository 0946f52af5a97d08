"""Who may study. The noun is a study set."""

from __future__ import annotations

from typing import Any

from contest.kernel import clock
from contest.kernel.access import Actor
from question_bank.policy import keeps
from question_bank.study import rules


def studies(actor: Actor, study: Any) -> bool:
    """Practise with a set: while it is open, its audience; whoever keeps the bank at any time."""
    if keeps(actor, study):
        return True
    meant = study.audience == "anyone" or actor.is_signed_in
    return meant and rules.is_open(study.opens_at, study.closes_at, clock.now())
