"""Pictures and sounds that a file brings: their kind is told by their content, whatever they are called. PURE."""

from __future__ import annotations

import base64
import binascii
import re

from question_bank.exchange.references import name_of

MAX_MEDIA = 10 * 1024 * 1024
_SIGNS = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"ID3", "mp3"),
    (b"\xff\xfb", "mp3"),
    (b"\xff\xf3", "mp3"),
    (b"OggS", "ogg"),
)


def extension_of(content: bytes) -> str:
    """The extension that a content has by its first bytes; "" for what the bank doesn't take."""
    if content[:4] == b"RIFF":
        return {b"WEBP": "webp", b"WAVE": "wav"}.get(content[8:12], "")
    if content[4:8] == b"ftyp" and content[8:11] in (b"M4A", b"M4B"):
        return "m4a"
    return next((extension for sign, extension in _SIGNS if content.startswith(sign)), "")


def keep(content: bytes, media: dict[str, bytes]) -> str:
    """Keep a picture or a sound among `media`; the name that it goes by, "" for anything else and for the gigantic."""
    extension = extension_of(content) if len(content) <= MAX_MEDIA else ""
    if not extension:
        return ""
    name = name_of(content, extension)
    media[name] = content
    return name


def from_base64(text: str) -> bytes:
    """What a text in base64 holds; nothing where it is none."""
    if len(text) > MAX_MEDIA * 2:
        return b""
    try:
        return base64.b64decode(re.sub(r"\s+", "", text), validate=True)
    except (binascii.Error, ValueError):
        return b""


def from_address(address: str, media: dict[str, bytes]) -> str:
    """Keep what a `data:` address holds; the name that it goes by, "" for every other address."""
    head, comma, rest = address.partition(",")
    if not comma or not re.fullmatch(r"data:(?:image|audio)/[\w.+-]+;base64", head.strip(), re.I):
        return ""
    return keep(from_base64(rest), media)
