"""Who is asking, and the one gate that every route goes through.

A view says `@allow(predicate, on=finder)`: the finder turns the address into the noun, the predicate
(named, beside its noun in a `policy.py`) decides, the view gets the noun. A test walks the URL map and
fails on a route without a gate.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol

from flask import g, has_request_context
from flask_login import current_user

from contest.kernel.errors import Forbidden
from contest.kernel.messages import N_, message


class Actor(Protocol):
    """Who acts: a person with an account, an entrant, the public, or the command line."""

    key: str  # "user:3", "entrant:17", "public", "system"
    name: str
    is_admin: bool
    is_signed_in: bool

    def roles(self, contest_id: int) -> frozenset[str]:
        """What this actor is in a contest: of organiser, secretary, judge, invigilator,
        contestant."""
        ...


class Public:
    """Anyone who has not signed in."""

    key = "public"
    name = ""
    is_admin = False
    is_signed_in = False

    def roles(self, contest_id: int) -> frozenset[str]:
        return frozenset()


class System(Public):
    """The command line: whoever runs it already owns the machine."""

    key = "system"
    name = "system"
    is_admin = True


PUBLIC = Public()
SYSTEM = System()

Predicate = Callable[[Actor, Any], bool]


def current_actor() -> Actor:
    """Who acts now: the signed-in principal, the public in a request, the system outside one."""
    if not has_request_context():
        return SYSTEM
    principal = current_user._get_current_object()
    return principal if getattr(principal, "is_signed_in", False) else PUBLIC


def everyone(actor: Actor, noun: Any) -> bool:
    """Pages for anybody."""
    return True


def signed_in(actor: Actor, noun: Any) -> bool:
    """Anyone who has signed in."""
    return actor.is_signed_in


def administers(actor: Actor, noun: Any) -> bool:
    """Only administrators."""
    return actor.is_admin


def allow(predicate: Predicate, on: Callable[..., Any] | None = None) -> Callable[[Any], Any]:
    """Guard a view. `on` is called with those of the address's values that it names and returns the noun
    (or raises NotFound); the view gets the noun first, then the values that are left."""

    taken = list(inspect.signature(on).parameters) if on else []

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def guarded(**values: Any) -> Any:
            noun = on(**{name: values.pop(name) for name in taken}) if on else None
            check(predicate, noun)
            g.noun = noun
            return view(noun, **values) if on else view(**values)

        guarded.predicate = predicate  # type: ignore[attr-defined]
        return guarded

    return decorate


def check(predicate: Predicate, noun: Any) -> None:
    """Raise Forbidden where `predicate` says no to the current actor."""
    if not predicate(current_actor(), noun):
        raise Forbidden(message(N_("Đồng chí không có quyền làm việc này.")))
