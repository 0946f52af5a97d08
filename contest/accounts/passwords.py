"""Passwords: Argon2id hashes, and one-time passwords that can be read off paper."""

from __future__ import annotations

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# No 0/O, 1/I/L, U/V: they are mistaken for one another on paper.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTWXYZ"
_hasher = PasswordHasher()
# Checked when there is no such account, so that the time tells nothing. Written down, with today's settings: to make one
# at each start would take a tenth of a second.
NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$rEx0xdhXzHUjLcFL9XOcaA$tGJbpjL8oglKEP0IiaSceZZNX3l8j+of2MppjhTbSaA"


def make_hash(password: str) -> str:
    """The Argon2id hash to store."""
    return _hasher.hash(password)


def is_right(stored: str | None, password: str) -> bool:
    """Whether `password` is the one whose hash is `stored`."""
    try:
        return _hasher.verify(stored or NOBODY, password) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(stored: str) -> bool:
    """Whether the hash was made with weaker settings than today's."""
    return _hasher.check_needs_rehash(stored)


def readable_code(groups: int = 2, size: int = 5) -> str:
    """A random code of `groups` groups, such as `7KQ2M-XH4RD` (about 4.9 bits a character)."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(size)) for _ in range(groups))
