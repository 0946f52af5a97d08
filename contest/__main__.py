"""`python -m contest`."""

from __future__ import annotations

from contest.cli import main

if __name__ == "__main__":
    main(prog_name="contest")
