"""Where pictures lie in an .xls; what they show isn't read. [MS-XLS] 2.4.170, [MS-ODRAW]. PURE."""

from __future__ import annotations

import struct
from collections.abc import Iterator

_DRAWING, _CONTINUE, _END, _BEGIN = 0x00EC, 0x003C, 0x000A, 0x0809
_SHAPE, _ANCHOR, _PICTURE = (
    0xF00A,
    0xF010,
    75,
)  # of [MS-ODRAW]: a shape, its place, the type of a picture's frame
_MOST_RECORDS = 1_000_000


def picture_cells(stream: bytes, start: int) -> set[tuple[int, int]]:
    """The (row, column), from 0, at which the pictures of the sheet begin whose records start here."""
    drawing = b"".join(_drawing(stream, start))
    found: set[tuple[int, int]] = set()
    is_picture = False
    at = 0
    while at + 8 <= len(drawing):
        version, kind, size = struct.unpack_from("<HHI", drawing, at)
        at += 8
        if version & 0xF == 0xF:
            continue  # a container: what is in it follows
        if kind == _SHAPE:
            is_picture = version >> 4 == _PICTURE
        elif kind == _ANCHOR and is_picture and size >= 18 and at + 18 <= len(drawing):
            _, column, _, row = struct.unpack_from("<4H", drawing, at)
            found.add((row, column))
        at += size
    return found


def _drawing(stream: bytes, start: int) -> Iterator[bytes]:
    """The pieces of a sheet's drawing: its records, and those that go on with them."""
    at, depth, goes_on = start, 0, False
    for _ in range(_MOST_RECORDS):
        if at + 4 > len(stream):
            return
        kind, size = struct.unpack_from("<HH", stream, at)
        depth += (kind == _BEGIN) - (kind == _END)
        if kind == _END and depth <= 0:
            return
        goes_on = kind == _DRAWING or (goes_on and kind == _CONTINUE)
        if goes_on:
            yield stream[at + 4 : at + 4 + size]
        at += 4 + size
