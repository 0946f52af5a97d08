"""A content package of QTI: items in the order of its test or its manifest, what they show, what the manifest says of them.

Nothing is unpacked to a disk, and nothing outside the package is fetched. Archives in the archive stay closed.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from contest.kernel.errors import Invalid, Refused
from contest.kernel.messages import N_, message
from contest.kernel.vietnamese import clean
from question_bank.exchange import media_in, safe_xml
from question_bank.exchange.qti_names import same_names

MANIFEST = "imsmanifest.xml"
MAX_FILES, MAX_UNZIPPED, MAX_XML = 10_000, 150 * 1024 * 1024, 10 * 1024 * 1024
_DIFFICULTIES = {
    "very easy": "easy", "easy": "easy", "medium": "medium", "difficult": "hard", "hard": "hard",
    "very difficult": "hard",
}  # fmt: skip


@dataclass
class Told:
    """What a manifest, or the section of a test, says of an item."""

    code: str = ""
    topic: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    difficulty: str = ""


@dataclass
class Package:
    """An open archive. `told`: item's path → what is said of it, in the order in which items are to stand."""

    file: zipfile.ZipFile
    names: set[str]
    told: dict[str, Told] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    is_old: bool = False  # holds items of 1.2

    def xml(self, path: str) -> Any:
        """A document of the package, under the one set of names. Raises Invalid."""
        return same_names(safe_xml.parse(self.read(path, MAX_XML)))

    def read(self, path: str, limit: int) -> bytes:
        """A file of the package. Raises Invalid where it is damaged or larger than `limit`."""
        try:
            if self.file.getinfo(path).file_size > limit:
                raise Invalid(message(N_("Tệp “%(name)s” trong gói quá lớn."), name=path[-80:]))
            return self.file.read(path)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            NotImplementedError,
            RuntimeError,
            ValueError,
            OSError,
            KeyError,
        ):
            raise Invalid(_damaged) from None

    def resolved(self, base: str, address: str) -> str:
        """The path in the package that an address in the file `base` means; "" for what lies elsewhere."""
        plain = unquote(address).partition("?")[0].partition("#")[0].replace("\\", "/")
        path = posixpath.normpath(posixpath.join(posixpath.dirname(base), plain))
        return path if path in self.names else ""

    def find(self, base: str, media: dict[str, bytes]) -> Any:
        """A `rich.Find` for the file `base`, which keeps what it finds in `media`."""
        seen: dict[str, str] = {}

        def known(address: str) -> str:
            if address not in seen:
                path = self.resolved(base, address)
                content = self._held(path) if path else b""
                seen[address] = media_in.keep(content, media) or media_in.from_address(address, media)
            return seen[address]

        return known

    def _held(self, path: str) -> bytes:
        try:
            return self.read(path, media_in.MAX_MEDIA)
        except Refused:
            return b""


_damaged = message(N_("Gói QTI bị hỏng. Hãy xuất lại gói từ phần mềm nguồn."))


def open_package(data: bytes) -> Package:
    """The package, its manifest and its tests read. Raises Invalid."""
    try:
        file = zipfile.ZipFile(io.BytesIO(data))
        listed = [one for one in file.infolist() if not one.is_dir()]
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError):
        raise Invalid(_damaged) from None
    if len(listed) > MAX_FILES or sum(one.file_size for one in listed) > MAX_UNZIPPED:
        raise Invalid(message(N_("Gói QTI quá lớn sau khi giải nén.")))
    if any(one.flag_bits & 1 for one in listed):
        raise Invalid(message(N_("Gói có mật khẩu. Hãy nén lại không có mật khẩu.")))
    for one in listed:
        plain = one.filename.replace("\\", "/")
        if plain.startswith("/") or ":" in plain[:3] or ".." in plain.split("/"):
            raise Invalid(
                message(
                    N_("Gói có đường dẫn ra ngoài gói (“%(name)s”) nên không được nhận."), name=plain[:80]
                )
            )
    package = Package(file, {one.filename for one in listed})
    if MANIFEST in package.names:
        _read_manifest(package)
    if not package.told:
        for path in sorted(package.names):
            if path.lower().endswith(".xml") and path != MANIFEST:
                _note_kind(package, path)
    return package


def _note_kind(package: Package, path: str) -> None:
    """Count a document without a manifest as an item, or as one of the time before."""
    try:
        name = safe_xml.root_name(package.read(path, MAX_XML))
    except Refused:
        return
    if name in ITEMS:
        package.told[path] = Told()
    package.is_old = package.is_old or name == OLD_ROOT


ITEMS = ("assessmentItem", "qti-assessment-item")
TESTS = ("assessmentTest", "qti-assessment-test")
OLD_ROOT = "questestinterop"


def _read_manifest(package: Package) -> None:
    root = package.xml(MANIFEST)
    tests: list[str] = []
    told: dict[str, Told] = {}
    for resource in root.iter("resource"):
        kind, path = resource.get("type", "").lower(), package.resolved(MANIFEST, resource.get("href", ""))
        if "imsqti" not in kind:
            continue
        if "1p2" in kind or "1p1" in kind.replace("v2p1", ""):
            package.is_old = True
        elif "test" in kind and path:
            tests.append(path)
        elif "item" in kind and path:
            told[path] = _told(resource)
        elif "item" in kind:
            package.missing.append(resource.get("href", "")[:80])
    for test in tests:
        _read_test(package, test, told)
    for path, one in told.items():
        package.told.setdefault(path, one)


def _read_test(package: Package, path: str, told: dict[str, Told]) -> None:
    try:
        root = package.xml(path)
    except Refused:
        package.missing.append(path[:80])
        return
    for one in root.iter("assessmentItemRef"):
        item = package.resolved(path, one.get("href", ""))
        if not item:
            package.missing.append(one.get("href", "")[:80])
            continue
        own = told.get(item, Told())
        if not own.topic:
            sections = [up.get("title", "") for up in one.iterancestors("assessmentSection")]
            own.topic = tuple(clean(title) for title in reversed(sections) if clean(title))
        package.told.setdefault(item, own)


def _told(resource: Any) -> Told:
    """What the metadata (IEEE LOM) of a resource say of the item."""
    found = Told()
    lom = next(resource.iter("lom"), None)
    if lom is None:
        return found
    for one in lom.iter("identifier"):
        if _said(one.find("catalog")) == "hoi-thi":
            found.code = _said(one.find("entry"))[:60]
    found.tags = tuple(dict.fromkeys(word for one in lom.iter("keyword") if (word := _said(one))))
    for one in lom.iter("difficulty"):
        found.difficulty = _DIFFICULTIES.get(_said(one.find("value")).lower(), "")
    for path in lom.iter("taxonPath", "taxonpath"):
        steps = [_said(one.find("entry")) for one in path.findall("taxon")]
        found.topic = found.topic or tuple(step for step in steps if step)
    return found


def _said(element: Any) -> str:
    """The words of an element of the metadata, whose languages stand in elements of their own."""
    return "" if element is None else clean("".join(element.itertext()))
