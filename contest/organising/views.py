"""The pages of organising: the blueprint, with the routes of all its modules on it."""

from contest.organising import (
    audit_views,
    banks,
    desk_views,
    enter_views,
    entrant_views,
    list_views,
    people_views,
    room_views,
    rules_views,
    slip_views,
    unit_views,
    window_views,
)
from contest.organising.blueprint import bp

__all__ = [
    "audit_views",
    "banks",
    "bp",
    "desk_views",
    "enter_views",
    "entrant_views",
    "list_views",
    "people_views",
    "room_views",
    "rules_views",
    "slip_views",
    "unit_views",
    "window_views",
]
