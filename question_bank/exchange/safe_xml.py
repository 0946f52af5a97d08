"""XML from strangers: no DTD, no entities of its own, a bounded depth; known encodings alone.

A DTD is where entities are made, so without one there are no bombs and nothing is fetched. libxml2's own bounds hold for
depth (256) and for one text (10 MB): `huge_tree` stays off.
"""

from __future__ import annotations

import codecs
import re
from typing import Any

from lxml import etree

from contest.kernel.errors import Invalid
from contest.kernel.messages import N_, message

MAX_TAGS = 2_500_000
_PROLOG = re.compile(r"(?:\s|<\?.*?\?>|<!--.*?-->)*", re.S)
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
# What editors and learning platforms write. Others (UTF-7, EBCDIC) are how files get past those who look for a DTD.
_ENCODINGS = {"utf-8", "utf-16", "utf-16-le", "utf-16-be", "ascii", "iso8859-1", "cp1252", "cp1258"}
_ILLEGAL = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_damaged = message(N_("Tệp XML bị hỏng hoặc không đúng quy cách."))
_forbidden = message(
    N_("Tệp XML có khai báo DTD hoặc thực thể riêng nên không được nhận. Hãy xuất lại từ phần mềm nguồn.")
)


def refuse_too_many(content: bytes | str) -> None:
    """Raise Invalid for XML of more tags than any list has: a tag of four letters takes a hundred times as much memory."""
    if (content.count("<") if isinstance(content, str) else content.count(b"<")) > MAX_TAGS:
        raise Invalid(message(N_("Tệp có quá nhiều phần tử XML. Hãy chia thành nhiều tệp.")))


def parse(data: bytes) -> Any:
    """The root element. Raises Invalid."""
    text = decode(data)
    refuse_too_many(text)
    if text.startswith("<!DOCTYPE", _after_prolog(text)):
        raise Invalid(_forbidden)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True,
        remove_pis=True,
    )  # fmt: skip
    try:
        return etree.fromstring(_DECLARATION.sub("", text, count=1).encode(), parser)
    except (etree.XMLSyntaxError, ValueError):
        raise Invalid(_damaged) from None


def decode(data: bytes) -> str:
    """The text of an XML file. Raises Invalid for encodings that no such file needs."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(mark):
            return _decoded(data[len(mark) :], encoding)
    declared = _DECLARED.match(data[:400])
    return _decoded(data, declared[1].decode("ascii") if declared else "utf-8")


def _decoded(data: bytes, encoding: str) -> str:
    try:
        known = codecs.lookup(encoding).name
        if known not in _ENCODINGS:
            raise Invalid(_damaged)
        text = data.decode("utf-8" if known == "ascii" else known)
    except (LookupError, UnicodeError):
        raise Invalid(_damaged) from None
    if "\0" in text:
        raise Invalid(_damaged)
    return text


def _after_prolog(text: str) -> int:
    found = _PROLOG.match(text)
    return found.end() if found else 0


def root_name(data: bytes) -> str:
    """The local name of the root element, from the file's beginning alone; "" where it is no XML."""
    try:
        text = decode(data[:65536] if data[:2] not in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else data)
    except Invalid:
        text = data[:65536].decode("utf-8", "ignore")
    at = _after_prolog(text)
    doctype = re.compile(r"<!DOCTYPE[^>\[]{0,500}(?:\[.*?\])?\s*>\s*", re.S).match(text, at)
    found = re.compile(r"\s*<(?:[\w.-]+:)?([\w.-]+)[\s/>]").match(text, doctype.end() if doctype else at)
    return found[1] if found else ""


def legal(text: str) -> str:
    """`text` without the characters that XML can't hold."""
    return _ILLEGAL.sub("", text)
