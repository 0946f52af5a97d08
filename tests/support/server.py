"""A real server process on the test's database."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.files import limit_files
from tests.support.postgres import free_port

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def serve(
    database_url: str, instance: Path, workers: int = 1, file_limit: int | None = None
) -> Iterator[str]:
    """Run granian as `make run` does; yields its address, and kills the whole process group."""
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
    ]
    command += ["--workers", str(workers), "--blocking-threads", "8", "contest.wsgi:app"]
    env = os.environ | {
        "DATABASE_URL": database_url,
        "INSTANCE": str(instance),
        "SECRET_KEY": "for-tests-only-0123456789",
    }
    log = (instance / "server.log").open("wb")
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=env,
        stdout=log,
        stderr=log,
        start_new_session=True,
        preexec_fn=limit_files(file_limit),
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(600):
            try:
                urllib.request.urlopen(f"{address}/static/img/icon.svg", timeout=5).close()
                break
            except (urllib.error.URLError, ConnectionError):
                if process.poll() is not None:
                    raise RuntimeError((instance / "server.log").read_text("utf-8", "replace")) from None
                time.sleep(0.05)
        yield address
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        log.close()
