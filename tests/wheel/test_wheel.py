"""What `pip install` yields holds everything and runs, away from the source."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

SERVES = """
import contest.app, sys
assert str(contest.app.__file__).startswith(sys.argv[1]), contest.app.__file__
app = contest.app.create_app()
with app.app_context():
    import flask_migrate
    flask_migrate.upgrade()
client = app.test_client()
home = client.get("/")
assert home.status_code == 200, home.status_code
assert "Hội Thi" in home.get_data(as_text=True)
style = [part for part in home.get_data(as_text=True).split('"') if "css/base.css" in part][0]
assert client.get(style).status_code == 200
assert client.get("/sign-in", follow_redirects=True).status_code == 200
"""


def _tracked(folder: str) -> set[str]:
    listed = subprocess.run(["git", "ls-files", folder], cwd=ROOT, check=True, capture_output=True, text=True)
    return {line for line in listed.stdout.splitlines() if (ROOT / line).exists()}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    # Built from what git holds, in a folder of its own: nothing that lies about may help.
    names = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    for name in names.stdout.splitlines():
        if (ROOT / name).is_file():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            (source / name).write_bytes((ROOT / name).read_bytes())
    pip = next((ROOT / "scripts" / "wheels").glob("pip-*.whl")) / "pip"
    command = [
        sys.executable,
        str(pip),
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "-w",
        str(folder),
        str(source),
    ]
    subprocess.run(command, check=True, capture_output=True)
    return next(folder.glob("hoi_thi-*.whl"))


def test_it_holds_every_template_asset_migration_text_and_sample(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    wanted = {f"contest/{name}" for folder in ("templates", "static") for name in _tracked(folder)}
    wanted |= _tracked("contest") | _tracked("question_bank")
    assert wanted - inside == set()


def test_it_runs_installed(wheel: Path, tmp_path: Path) -> None:
    target = tmp_path / "site"
    pip = next((ROOT / "scripts" / "wheels").glob("pip-*.whl")) / "pip"
    install = [
        sys.executable,
        str(pip),
        "install",
        "--quiet",
        "--no-deps",
        "--target",
        str(target),
        str(wheel),
    ]
    subprocess.run(install, check=True, capture_output=True)
    env = os.environ | {"PYTHONPATH": str(target), "INSTANCE": str(tmp_path / "instance")}
    env.pop("DATABASE_URL", None)
    run = [sys.executable, "-P", "-c", SERVES, str(target)]
    done = subprocess.run(run, cwd=tmp_path, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    sample = target / "contest" / "samples" / "hoang-mai-2018"
    check = [sys.executable, "-P", "-m", "contest", "check", str(sample)]
    assert subprocess.run(check, cwd=tmp_path, env=env, capture_output=True).returncode == 0
