"""Who may work with a bank of questions. The noun is a bank or anything with a `bank`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from contest.kernel.access import Actor

ContestsOfBank = Callable[[int], Iterable[int]]

_contests: list[ContestsOfBank] = []


def contests_of_bank(finder: ContestsOfBank) -> ContestsOfBank:
    """Register how to find the contests that draw from a bank: organising does, which knows contests."""
    _contests.append(finder)
    return finder


def keeps(actor: Actor, noun: Any) -> bool:
    """See and change questions and keys: administrators, the owner, organisers of contests that use it."""
    bank = getattr(noun, "bank", noun)
    if actor.is_admin or (bank.owner_id is not None and actor.key == f"user:{bank.owner_id}"):
        return True
    return any("organiser" in actor.roles(contest) for finder in _contests for contest in finder(bank.id))


def exports(actor: Actor, noun: Any) -> bool:
    """Carry a list off with its keys: who keeps the bank. Each time is recorded."""
    return keeps(actor, noun)


def makes_banks(actor: Actor, noun: Any) -> bool:
    """Start a bank: administrators and organisers of any contest."""
    return actor.is_admin or any(grant.role == "organiser" for grant in getattr(actor, "grants", ()))


def staff(actor: Actor, noun: Any) -> bool:
    """See which banks one keeps: anyone with an account (contestants sign in without one)."""
    return actor.key.startswith("user:")


def imports(actor: Actor, upload: Any) -> bool:
    """Go on with an import: only the one who uploaded the file, while they keep the bank."""
    return actor.key == upload.owner and keeps(actor, upload.bank)
