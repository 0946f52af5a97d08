"""Who may do what with accounts. The noun is a User."""

from __future__ import annotations

from typing import Any

from contest.kernel.access import Actor


def owns_account(actor: Actor, noun: Any) -> bool:
    """People with a password change their own name and password; contestants have neither."""
    return actor.key.startswith("user:")
