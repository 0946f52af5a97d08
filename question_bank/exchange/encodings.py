"""What a file's letters may be, beyond what the file says of itself: recognised, or chosen by a person. PURE.

`ENCODINGS` is what a person may choose (`Choices.encoding`), `offered` the part of it that makes sense for a file.
Two steps: the bytes of a text become letters (`delimited.decode`), and letters that were typed or read wrongly become
what they mean (`retype`): the fonts of the time before Unicode, and UTF-8 that somebody read as Windows-1252.
"""

from __future__ import annotations

import re

from contest.kernel.errors import Invalid
from contest.kernel.messages import N_, Message, message
from question_bank.exchange import legacy

AS_IT_STANDS = "unicode"
MOJIBAKE = "mojibake"
ENCODINGS: dict[str, Message] = {
    AS_IT_STANDS: message(N_("Unicode, để nguyên như trong tệp")),
    "utf-8": message(N_("UTF-8")),
    "utf-16-le": message(N_("UTF-16 (little-endian)")),
    "utf-16-be": message(N_("UTF-16 (big-endian)")),
    "cp1258": message(N_("Windows-1258 (tiếng Việt)")),
    "tcvn3": message(N_("TCVN3 (.VnTime)")),
    "vni": message(N_("VNI (VNI-Times)")),
    MOJIBAKE: message(N_("UTF-8 từng bị mở sai bảng mã (chữ thành “CÃ¢u há»i”)")),
}
OF_BYTES = ("utf-8", "utf-16-le", "utf-16-be", "cp1258")
"""Those that say how bytes become letters: for texts (csv, txt) alone."""

# UTF-8 that was read as Windows-1252: “Câu hỏi” as “CÃ¢u há»i”. No Vietnamese text holds these pairs.
_BROKEN = re.compile("á[º»]|Ã[¢£ªº´µ¡©¨¬\u00ad²³¹¯½¹‰]|Æ[°¯]|Ä[\u2018\u0192\u0091\u0090ƒ©¨]|Å©|Â[°«»\u00a0]")
_FEWEST = 3  # pairs in a whole file that tell


def offered(is_text: bool) -> dict[str, Message]:
    """The encodings that a person may choose for a file: of bytes only for texts."""
    return {code: name for code, name in ENCODINGS.items() if is_text or code not in OF_BYTES}


def recognise(sample: str) -> str:
    """How the letters of a text were typed or read wrongly: a key of ENCODINGS; "" where nothing is amiss."""
    if len(_BROKEN.findall(sample)) >= _FEWEST:
        return MOJIBAKE
    return legacy.recognise(sample) or legacy.recognise(_older(sample)) or ""


def _older(sample: str) -> str:
    """The lines that may be older than Unicode, where they are more than those that can't be."""
    lines = [line for line in sample.split("\n") if not line.isascii()]
    old = [line for line in lines if not legacy.is_unicode(line)]
    return "\n".join(old) if len(old) * 2 > len(lines) else ""


def settle(sample: str, chosen: str) -> str:
    """The encoding to retype from: as chosen, else as recognised; "" for none."""
    if not chosen:
        return recognise(sample)
    return "" if chosen == AS_IT_STANDS or chosen in OF_BYTES else chosen


def retype(text: str, encoding: str) -> str:
    """A text in what it means. Raises Invalid where letters were lost on the way."""
    return retype_marked(text, encoding)[0]


def retype_marked(text: str, encoding: str) -> tuple[str, list[int]]:
    """The same, with the place in `text` that each letter came from."""
    if encoding == MOJIBAKE:
        return _undo(text)
    if encoding not in legacy.NAMES or text.isascii():
        return text, list(range(len(text)))
    # Lines that were typed in Unicode among the others stay.
    found: list[str] = []
    places: list[int] = []
    begin = 0
    for line in text.splitlines(keepends=True):
        own, came_from = line, list(range(len(line)))
        if not legacy.is_unicode(line):
            own, came_from = legacy.convert_marked(line, encoding)  # type: ignore[arg-type]
        found.append(own)
        places += [begin + place for place in came_from]
        begin += len(line)
    return "".join(found), places


def readable(text: str) -> str:
    """A text in what it probably means, to tell its format by; as it stands where letters were lost."""
    try:
        return retype(text, recognise(text))
    except Invalid:
        return text


def said(encoding: str) -> Message:
    """What is said of a file whose letters were retyped."""
    if encoding == MOJIBAKE:
        return message(
            N_(
                "Chữ trong tệp từng bị mở sai bảng mã (“CÃ¢u há»i”) và đã được khôi phục. "
                "Hãy xem kỹ trước khi nhập."
            )
        )
    return legacy.converted(encoding)  # type: ignore[arg-type]


def is_suspicious(text: str) -> bool:
    """Whether a piece of a sound file looks as if it were in another encoding than the rest."""
    return bool(_BROKEN.search(text)) or legacy.recognise(text) is not None


def _undo(text: str) -> tuple[str, list[int]]:
    """“CÃ¢u há»i” → “Câu hỏi”; a text without such pairs stays."""
    is_broken = bool(_BROKEN.search(text))
    if not is_broken and "Ã\u00a0" not in text:  # “à”; but also the end of “XÃ”
        return text, list(range(len(text)))
    raw = bytearray()
    try:
        for letter in text:
            raw += _byte(letter)
        undone = raw.decode("utf-8")
    except UnicodeError:
        if not is_broken:
            return text, list(range(len(text)))
        raise Invalid(_lost) from None
    places, at = [], 0
    for letter in undone:
        places.append(at)
        at += len(letter.encode())
    return undone, places


def _byte(letter: str) -> bytes:
    # Windows-1252 has five bytes without a letter; programs keep them as control characters.
    return letter.encode("latin-1") if "\x80" <= letter <= "\x9f" else letter.encode("cp1252")


_lost = message(
    N_(
        "Chữ tiếng Việt trong tệp đã hỏng từ trước (ví dụ “CÃ¢u há»i”): "
        "tệp từng được mở với bảng mã sai, và có chữ đã mất. Hãy lưu lại từ bản gốc, kiểu “CSV UTF-8” hoặc .xlsx."
    )
)
