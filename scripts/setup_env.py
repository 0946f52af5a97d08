"""Makes `.venv` from the lock files, and finds or fetches what the tests need. Standard library only.

    python3 scripts/setup_env.py run     what `make run` needs
    python3 scripts/setup_env.py test    that, and the tests' packages and a Chromium

Doing it again costs a moment: a stamp in `.venv` holds the digest of what was installed. It works as root and as an
ordinary user, and on a bare Debian, whose Python has neither ensurepip nor pip: pip's wheel lies in scripts/wheels.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


def say(text: str) -> None:
    """Tell whoever waits what is being done."""
    print(f"• {text}", flush=True)


def run(*command: str | Path, **options: object) -> None:
    """Run a command, or stop with what it was."""
    done = subprocess.run([str(part) for part in command], cwd=ROOT, **options)  # type: ignore[call-overload]
    if done.returncode:
        sys.exit(f"failed: {' '.join(str(part) for part in command)}")


def make_venv() -> None:
    """A virtual environment of this Python; made anew where its Python is gone or another."""
    wanted = f"{sys.version_info.major}.{sys.version_info.minor}"
    if PYTHON.exists():
        version = "import sys; print('%d.%d' % sys.version_info[:2])"
        found = subprocess.run([PYTHON, "-c", version], capture_output=True, text=True)
        if found.returncode == 0 and found.stdout.strip() == wanted:
            return
        shutil.rmtree(VENV)
    say(f"Python {wanted} environment in .venv")
    venv.EnvBuilder(with_pip=False, symlinks=True).create(VENV)


def install(kind: str) -> None:
    """Install a lock file by its hashes, and the project itself, unless the stamp says that it is done."""
    lock = ROOT / "requirements" / f"{kind}.lock"
    stamp = VENV / f"installed-{kind}"
    digest = hashlib.sha256(
        lock.read_bytes() + (ROOT / "setup.cfg").read_bytes() + str(ROOT).encode()
    ).hexdigest()
    if stamp.exists() and stamp.read_text() == digest:
        return
    say(f"packages of requirements/{kind}.lock (a minute the first time)")
    pip = next((ROOT / "scripts" / "wheels").glob("pip-*.whl")) / "pip"
    quiet = ["-qq", "--disable-pip-version-check", "--no-input"]
    env = os.environ | {"PIP_ROOT_USER_ACTION": "ignore"}
    run(PYTHON, pip, "install", *quiet, "--require-hashes", "-r", lock, env=env)
    run(PYTHON, pip, "install", *quiet, "--no-deps", "--no-build-isolation", "--editable", ROOT, env=env)
    stamp.write_text(digest)


def is_debian_root() -> bool:
    """Whether apt may be used."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def has_browser() -> bool:
    """A Chromium on the machine, or one that an earlier run fetched."""
    if any(shutil.which(name) for name in BROWSERS):
        return True
    code = (
        "from playwright.sync_api import sync_playwright as p\n"
        "with p() as w:\n import os, sys; sys.exit(not os.path.exists(w.chromium.executable_path))"
    )
    if subprocess.run([PYTHON, "-c", code], env=os.environ | node_env(), capture_output=True).returncode == 0:
        return True
    return (VENV / "chromium" / "chromium").exists()


def node_env() -> dict[str, str]:
    """Playwright's own Node needs libatomic; where the machine has a Node, that one will do."""
    node = shutil.which("node")
    return {"PLAYWRIGHT_NODEJS_PATH": node} if node else {}


def get_browser() -> None:
    """A Chromium for the tests: of the machine, by apt, by Playwright, or from npm's package, in this order."""
    if has_browser():
        return
    if is_debian_root():
        say("Chromium from Debian's packages")
        quiet = {"stdout": subprocess.DEVNULL, "env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"}}
        subprocess.run(["apt-get", "update", "-qq"], **quiet)  # type: ignore[call-overload]
        packages = ["chromium", "libatomic1"]
        subprocess.run(["apt-get", "install", "-y", "-qq", *packages], **quiet)  # type: ignore[call-overload]
        if has_browser():
            return
    say("Chromium by Playwright")
    env = os.environ | node_env()
    if subprocess.run([PYTHON, "-m", "playwright", "install", "chromium"], env=env).returncode == 0:
        return
    if shutil.which("npm"):
        say("Chromium from npm's @sparticuz/chromium")
        if get_browser_by_npm():
            return
    sys.exit(
        "The tests need Chromium and none could be installed. Install it (Debian: apt install chromium) "
        "or name one: CHROMIUM=/path/to/chrome make test"
    )


def get_browser_by_npm() -> bool:
    """Unpack the npm package's Chromium into .venv/chromium/chromium."""
    folder = VENV / "chromium"
    folder.mkdir(exist_ok=True)
    script = (
        "import('@sparticuz/chromium').then(async m => {"
        "const fs = await import('fs'); fs.copyFileSync(await m.default.executablePath(), 'chromium');"
        "fs.chmodSync('chromium', 0o755)})"
    )
    install = subprocess.run(["npm", "install", "--silent", "--no-save", "@sparticuz/chromium"], cwd=folder)
    return install.returncode == 0 and subprocess.run(["node", "-e", script], cwd=folder).returncode == 0


def main() -> None:
    """Set up for `run` or `test`."""
    kind = sys.argv[1] if len(sys.argv) == 2 else ""
    if kind not in ("run", "test"):
        sys.exit(__doc__)
    make_venv()
    install("run" if kind == "run" else "test")
    if kind == "test":
        get_browser()


if __name__ == "__main__":
    if sys.version_info < (3, 11):  # noqa: UP036 - whoever runs this may have an older one
        sys.exit("Python 3.11 or newer is needed. Name one with: make PYTHON=/path/to/python3")
    main()
