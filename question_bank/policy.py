"""Who may work with a bank of questions. The noun is a bank or anything with a `bank`.

Keepers may all: administrators, the owner, organisers of contests that draw from the bank, and members who were made
keepers. Other members may what their roles say: see `docs/decisions/0012-who-works-with-a-bank.md`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from contest.kernel.access import Actor
from question_bank.models import Bank, Question

ContestsOfBank = Callable[[int], Iterable[int]]

_contests: list[ContestsOfBank] = []


def contests_of_bank(finder: ContestsOfBank) -> ContestsOfBank:
    """Register how to find the contests that draw from a bank: organising does, which knows contests."""
    _contests.append(finder)
    return finder


def _bank(noun: Any) -> Bank:
    bank: Bank = getattr(noun, "bank", noun)
    return bank


def _roles(actor: Actor, noun: Any) -> frozenset[str]:
    return frozenset(one.role for one in _bank(noun).members if actor.key == f"user:{one.user_id}")


def keeps(actor: Actor, noun: Any) -> bool:
    """Everything, also who else works with the bank and what it demands."""
    bank = _bank(noun)
    if actor.is_admin or (bank.owner_id is not None and actor.key == f"user:{bank.owner_id}"):
        return True
    if "keeper" in _roles(actor, bank):
        return True
    return any("organiser" in actor.roles(contest) for finder in _contests for contest in finder(bank.id))


def opens(actor: Actor, noun: Any) -> bool:
    """See a bank's questions, without their keys: everyone who works with it."""
    return bool(_roles(actor, noun)) or keeps(actor, noun)


def writes(actor: Actor, noun: Any) -> bool:
    """Add questions one by one."""
    return "writer" in _roles(actor, noun) or keeps(actor, noun)


def reviews(actor: Actor, noun: Any) -> bool:
    """Say of drafts that they are right. Never of one's own: see `review_rules.refusal`."""
    return "reviewer" in _roles(actor, noun) or keeps(actor, noun)


def approves(actor: Actor, noun: Any) -> bool:
    """Say of reviewed questions that they may be asked."""
    return "approver" in _roles(actor, noun) or keeps(actor, noun)


def judges_questions(actor: Actor, noun: Any) -> bool:
    """Take a step in the review of a bank's questions."""
    return reviews(actor, noun) or approves(actor, noun)


def sees_all_keys(actor: Actor, noun: Any) -> bool:
    """See the keys of all questions: those who were given it, and reviewers, who vouch for the key."""
    return bool(_roles(actor, noun) & {"key_viewer", "reviewer", "approver"}) or keeps(actor, noun)


def sees_keys(actor: Actor, question: Question) -> bool:
    """See a question's key, explanation, model answer, and what reviewers say of it; who wrote every revision of it knows
    them."""
    return sees_all_keys(actor, question) or (
        opens(actor, question) and {one.author for one in question.revisions} == {actor.key}
    )


def revises(actor: Actor, question: Question) -> bool:
    """Change a question: writers, where they may see its key, which the form shows."""
    return writes(actor, question) and sees_keys(actor, question)


def arranges(actor: Actor, noun: Any) -> bool:
    """Change many questions at once, their topics and bases, and bring in files, which may revise any question and tell
    whether a key is the same: writers who see the keys."""
    return writes(actor, noun) and sees_all_keys(actor, noun)


def exports(actor: Actor, noun: Any) -> bool:
    """Carry a list off with its keys: who keeps the bank. Each time is recorded."""
    return keeps(actor, noun)


def makes_banks(actor: Actor, noun: Any) -> bool:
    """Start a bank: administrators and organisers of any contest."""
    return actor.is_admin or any(grant.role == "organiser" for grant in getattr(actor, "grants", ()))


def staff(actor: Actor, noun: Any) -> bool:
    """See which banks one works with: anyone with an account (contestants sign in without one)."""
    return actor.key.startswith("user:")


def imports(actor: Actor, upload: Any) -> bool:
    """Go on with an import: only the one who uploaded the file, while they may bring files in."""
    return actor.key == upload.owner and arranges(actor, upload.bank)


def takes(actor: Actor, noun: Any) -> bool:
    """Take a file of a bank that was made in the background: only the one who asked for it, while they may export."""
    return actor.key == noun.made.owner and exports(actor, noun.bank)
