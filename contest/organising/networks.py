"""The networks that a room's quizzes may be sat from, as text: one CIDR or address each. PURE."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from contest.kernel.errors import Invalid
from contest.kernel.messages import N_, message

Network = IPv4Network | IPv6Network


def read(text: str) -> Sequence[Network]:
    """The networks of a text, separated by lines or blanks. Raises Invalid, naming the one that is none."""
    return [_read_one(word) for word in text.split()]


def _read_one(word: str) -> Network:
    try:
        return ip_network(word, strict=False)
    except ValueError:
        text = N_("“%(word)s” không phải dải địa chỉ mạng. Ví dụ đúng: 192.168.1.0/24, mỗi dải một dòng.")
        raise Invalid(message(text, word=word), "networks") from None


def plain(text: str) -> str:
    """The text as it is kept: one network a line, each once."""
    return "\n".join(dict.fromkeys(map(str, read(text))))


def allow(text: str, address: str) -> bool:
    """Whether an address lies in the networks; an empty text allows every address."""
    networks = read(text)
    if not networks:
        return True
    try:
        found = ip_address(address)
    except ValueError:
        return False
    # A server that listens on IPv6 sees IPv4 as ::ffff:a.b.c.d.
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return any(found in network for network in networks)
