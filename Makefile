# `make run` serves the product with its sample contest; `make test` proves it. Nothing else is needed beforehand
# than Python 3.11 or newer.

PORT ?= 5000
# The first Python that is new enough; name another with PYTHON=.
PYTHON ?= $(shell for p in python3.14 python3.13 python3.12 python3.11 python3; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
CONTEST = .venv/bin/contest
TESTS ?= tests

.PHONY: help run test lint bench messages lock clean

help:  ## what can be made
	@grep -E '^[a-z]+:.*##' Makefile | sed 's/:.*## / — /'

run: .env-run  ## set up, load the sample contest and serve it on http://127.0.0.1:5000 (PORT= changes it)
	@$(CONTEST) demo --port $(PORT)

test: .env-test lint  ## everything, on SQLite and a real PostgreSQL, with a real browser
	@.venv/bin/python -m pytest -n 4 --dist worksteal -q $(TESTS)

lint: .env-test  ## style, types
	@.venv/bin/ruff check contest question_bank tests scripts bench
	@.venv/bin/ruff format --check -q contest question_bank tests scripts bench
	@.venv/bin/mypy

bench: .env-test  ## measure; see docs/performance.md
	@.venv/bin/python bench/answers.py
	@.venv/bin/python bench/ranking.py

messages: .env-test  ## bring the catalogue of texts up to the source
	@.venv/bin/python scripts/messages.py update

lock: .env-test  ## resolve the dependencies anew
	@for kind in run test; do .venv/bin/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
		--no-header --upgrade requirements/$$kind.in -o requirements/$$kind.lock; done

clean:  ## remove the environment and what was built
	rm -rf .venv build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis

.PHONY: .env-run .env-test
.env-run .env-test:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed. Name one with: make PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) scripts/setup_env.py $(subst .env-,,$@)
