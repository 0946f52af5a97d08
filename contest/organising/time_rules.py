"""What the performance clock costs: the tier reached counts alone, tiers don't add up. PURE.

Scenario G: limit 10 minutes; past 1 minute over -0.5, past 2 minutes -1 and stopped. 11'30" costs 0.5.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from contest.organising.definition_types import Tier, TimeLimits


def tier_reached(limits: TimeLimits, seconds: Decimal) -> Tier | None:
    """The tier that a performance of `seconds` has reached, over the maximum or short of the minimum; None: none.

    `after` is strict: exactly 60 seconds over has not yet passed `after = 60`.
    """
    if limits.maximum is not None and seconds > limits.maximum:
        return _farthest(limits.over, seconds - limits.maximum)
    if limits.minimum is not None and seconds < limits.minimum:
        return _farthest(limits.under, limits.minimum - seconds)
    return None


def penalty(limits: TimeLimits | None, seconds: Decimal | None) -> Decimal:
    """The points that the clock adds to a part (negative: takes), before the part's weight."""
    tier = tier_reached(limits, seconds) if limits is not None and seconds is not None else None
    return tier.points if tier else Decimal(0)


def _farthest(tiers: Sequence[Tier], excess: Decimal) -> Tier | None:
    return max((tier for tier in tiers if excess > tier.after), key=lambda tier: tier.after, default=None)
