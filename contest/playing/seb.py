"""Safe Exam Browser: a browser that shows nothing but the quiz. It proves itself by a hash of the address and a key.

Its two headers are the SHA-256, in hexadecimal, of the whole address and a key: the Browser Exam Key (of a configuration and
a version of the browser) or the Config Key (of a configuration alone). The organiser copies either from SEB's own tool.
https://safeexambrowser.org/developer/seb-config-key.html

What it is worth: whoever has the configuration file and the address can compute the hash elsewhere. It keeps honest people
in one window; a room with an invigilator does the rest.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from hmac import compare_digest

from flask import Request, current_app

from contest.kernel.errors import Refused
from contest.kernel.messages import N_, message
from contest.organising.models import Part

HEADERS = ("X-SafeExamBrowser-RequestHash", "X-SafeExamBrowser-ConfigKeyHash")


def is_right(keys: Iterable[str], addresses: Iterable[str], hashes: Iterable[str]) -> bool:
    """Whether one of `hashes` (hexadecimal) is that of one of the addresses with one of the keys."""
    wanted = [hashlib.sha256(f"{address}{key}".encode()).hexdigest() for address in addresses for key in keys]
    return any(
        compare_digest(one.lower().encode(), right.encode()) for one in hashes for right in wanted if one
    )


def check(part: Part, request: Request) -> None:
    """Raises Refused where a part asks for Safe Exam Browser and the request doesn't come from it."""
    keys = part.rules.get("quiz", {}).get("seb_keys", [])
    if not keys:
        return
    # Behind a front server that speaks TLS the address that the browser sees is not ours.
    path = request.full_path.rstrip("?")
    hosts = {
        request.host_url.rstrip("/"),
        f"https://{request.host}",
        current_app.config["PUBLIC_URL"].rstrip("/"),
    }
    addresses = [host + path for host in hosts if host]
    if not is_right(keys, addresses, (request.headers.get(name, "") for name in HEADERS)):
        raise Refused(
            message(
                N_(
                    "Phần thi này chỉ mở trong Safe Exam Browser. Hãy mở tệp cấu hình .seb mà ban tổ chức đã gửi, "
                    "hoặc báo giám thị."
                )
            )
        )
