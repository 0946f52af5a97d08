"""Whether a contestant may sit a quiz from where they are: their room's networks, and the code said aloud in it."""

from __future__ import annotations

from hmac import compare_digest

from contest.kernel import clock
from contest.kernel.errors import Invalid, Refused
from contest.kernel.messages import N_, message
from contest.kernel.vietnamese import fold
from contest.organising import networks
from contest.organising.models import Entrant, Part
from contest.playing import rules, services


def check_address(entrant: Entrant, address: str) -> None:
    """Raises Refused where an entrant's room has networks and the address lies in none of them."""
    room = entrant.room
    if room is not None and not networks.allow(room.networks, address):
        text = N_(
            "Phần thi này chỉ làm được trong phòng “%(room)s”. Máy này ở địa chỉ %(address)s. Hãy báo giám thị."
        )
        raise Refused(message(text, room=room.name, address=address))


def admit(entrant: Entrant, part: Part, address: str, said: str) -> None:
    """Raises Refused where an entrant may not begin from an address, Invalid where their room has a code and `said` is
    another: case, tones and blanks don't count. Who goes on with what they began needs none."""
    check_address(entrant, address)
    room = entrant.room
    if room is None or not room.entry_code or compare_digest(_plain(said), _plain(room.entry_code)):
        return
    if not any(rules.is_running(attempt, clock.now()) for attempt in services.attempts_of(entrant, part)):
        text = N_("Mã vào phòng “%(room)s” chưa đúng. Hãy nghe giám thị đọc lại.")
        raise Invalid(message(text, room=room.name), "room_code")


def _plain(code: str) -> bytes:
    return fold(code).replace(" ", "").encode()
