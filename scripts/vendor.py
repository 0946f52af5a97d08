"""Fetches the vendored front-end files again: each package through npm, checked against its SHA-512.

`scripts/vendored.json` says which files of which version go where under static/. They are committed: a hall has no
internet. Run by hand to upgrade: change the version, empty its integrity, run, look at the difference, commit.
"""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MANIFEST = ROOT / "scripts" / "vendored.json"


def integrity(archive: Path) -> str:
    """A package's digest as npm's lock files write it."""
    return "sha512-" + base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()


def fetch(entry: dict[str, str], folder: Path) -> Path:
    """The package's archive. Exits where its digest is not the one on record."""
    pack = ["npm", "pack", "--silent", f"{entry['package']}@{entry['version']}"]
    name = subprocess.run(pack, cwd=folder, check=True, capture_output=True, text=True).stdout.split()[-1]
    archive = folder / name
    found = integrity(archive)
    if entry["integrity"] and entry["integrity"] != found:
        sys.exit(f"{entry['package']}@{entry['version']}: expected {entry['integrity']}, got {found}")
    entry["integrity"] = found
    return archive


def place(archive: Path, entry: dict[str, str], files: dict[str, str]) -> None:
    """Copy the named files out of the archive to their places under static/, older versions removed."""
    target = f"{entry['name']}-{entry['version']}"
    for old in (ROOT / "static" / "vendor").glob(f"{entry['name']}-[0-9]*"):
        shutil.rmtree(old)
    with tarfile.open(archive) as tar:
        for source, place in files.items():
            content = tar.extractfile(f"package/{source}")
            if content is None:
                sys.exit(f"{archive.name} has no {source}")
            path = ROOT / "static" / place.format(folder=target)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.read())


def main() -> None:
    """Fetch everything that the manifest names, and write the digests of new entries into it."""
    manifest = json.loads(MANIFEST.read_text("utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        for entry in manifest:
            place(fetch(entry, Path(folder)), entry, entry["files"])
            print(f"{entry['name']} {entry['version']}")
    MANIFEST.write_text(json.dumps(manifest, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
