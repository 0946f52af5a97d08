"""The draw of lots: from a seed and a pool to a result that anyone can recompute. PURE.

The order is that of SHA-256 over `seed:code`, in hexadecimal. Ten lines of any language verify it:

    import hashlib
    lot = lambda code: hashlib.sha256(f"{seed}:{code}".encode()).hexdigest()
    order = sorted(codes, key=lot)
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence


def lot(seed: str, code: str) -> str:
    """The lot of a code under a seed: 64 hexadecimal digits, as good as random to whoever can't choose the seed."""
    return hashlib.sha256(f"{seed}:{code}".encode()).hexdigest()


def order(seed: str, codes: Iterable[str]) -> list[str]:
    """The codes in the order of their lots. The order that they come in doesn't matter."""
    return sorted(set(codes), key=lambda code: (lot(seed, code), code))


def places(seed: str, codes: Iterable[str]) -> dict[str, int]:
    """{code: place from 1}."""
    return {code: place for place, code in enumerate(order(seed, codes), start=1)}


def assign(seed: str, codes: Iterable[str], things: Sequence[str]) -> dict[str, str]:
    """{code: thing drawn}: in the order of their lots people take the things in the order of theirs.

    No thing comes twice before each has come once; every further round through the things is shuffled anew.
    """
    if not things:
        return {}
    people = order(seed, codes)
    drawn: list[str] = []
    turn = 0
    while len(drawn) < len(people):
        drawn += order(f"{seed}:{turn}", things)
        turn += 1
    return dict(zip(people, drawn, strict=False))
