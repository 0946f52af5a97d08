"""The server's process: what it has loaded is never looked through for garbage again."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def test_what_is_loaded_is_no_garbage(tmp_path: Path) -> None:
    code = "import gc, contest.wsgi; print(gc.isenabled(), gc.get_freeze_count() > 100_000, len(gc.get_objects()) < 10_000)"
    env = os.environ | {"INSTANCE": str(tmp_path), "SECRET_KEY": "for-tests-only-0123456789"}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "True", "True"]
