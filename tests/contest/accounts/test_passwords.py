"""Passwords: what is stored, and that nothing tells whether there is an account."""

from __future__ import annotations

import argon2
import pytest

from contest.accounts import passwords


def test_only_the_password_opens_its_hash() -> None:
    stored = passwords.make_hash("mật khẩu")
    assert passwords.is_right(stored, "mật khẩu")
    assert not passwords.is_right(stored, "mat khau")
    assert not passwords.is_right("no hash", "mật khẩu")


def test_nobody_has_no_password_and_costs_as_much_as_anybody() -> None:
    assert not passwords.is_right(None, "nobody")
    assert argon2.PasswordHasher().verify(passwords.NOBODY, "nobody")
    assert not argon2.PasswordHasher().check_needs_rehash(passwords.NOBODY)


def test_a_hash_of_weaker_settings_is_outdated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_hasher", argon2.PasswordHasher())
    assert passwords.is_outdated(argon2.PasswordHasher(time_cost=1).hash("mật khẩu"))
    assert not passwords.is_outdated(passwords.make_hash("mật khẩu"))
