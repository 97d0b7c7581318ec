# Two commands from a fresh clone with Python 3.11 or newer: `make run` and `make test`. `make help` lists the rest.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory
SHELL := /bin/sh

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && command -v $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
INSTALL := $(PIP) install --require-hashes
PORT ?= 8000

.PHONY: help run demo test check format lock bench bench-reading sizes clean

help: ## Lists these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' Makefile

run: .make/run ## Installs, prepares sample data, serves http://127.0.0.1:8000 (PORT=8001 for another)
	@exec $(BIN)/mangnon up --port $(PORT)

demo: .make/run ## The main job without a server: writes plan, report and summary to var/demo
	@$(BIN)/mangnon demo --out var/demo

test: .make/test ## The whole suite on SQLite, then on PostgreSQL where its binaries are
	@$(BIN)/python -m tests.harness.suite $(ARGS)

check: .make/check ## Linters, types, import contracts, templates, migrations, deployment settings
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint src --lint --quiet
	@mkdir -p .make/home
	$(MANAGE) makemigrations --check --dry-run
	$(MANAGE) check --deploy --fail-level WARNING
	@$(BIN)/python -m tests.architecture.sizes

# The settings of a site behind TLS, with a secret that lives as long as the command.
MANAGE = MANGNON_HOME=.make/home MANGNON_TLS=1 DATABASE_URL= DJANGO_SETTINGS_MODULE=mangnon.project.settings.base \
	MANGNON_SECRET_KEY="$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(60))')" $(BIN)/python -W error -m django

format: .make/check ## Formats the Python sources
	$(BIN)/ruff check --fix --quiet .
	$(BIN)/ruff format .

lock: .make/check ## Writes requirements/*.txt afresh (UPGRADE=--upgrade moves the versions)
	UV=$(BIN)/uv UPGRADE=$(UPGRADE) requirements/lock

bench: .make/bench ## Measures speed and quality; the figures are printed (ARGS=--json=FILE keeps them)
	@$(BIN)/python -m benchmarks $(ARGS)

bench-reading: .make/test ## Reads every paper that has a gold, writes docs/reading.md (ARGS="--also DIR" for more papers)
	@$(BIN)/python -m benchmarks.reading_quality $(ARGS)

sizes: .make/venv ## Files and functions past their budget
	@$(BIN)/python -m tests.architecture.sizes

clean: ## Removes what these commands made here (not the data of the site)
	rm -rf $(VENV) .make build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache src/*.egg-info

.make/venv:
	@if [ -z "$(PYTHON)" ]; then echo "Măng Non needs Python 3.11 or newer; none is on the PATH (PYTHON=/path/to/python names one)." >&2; exit 2; fi
	@mkdir -p .make
	@if [ ! -x $(BIN)/python ]; then echo "Preparing $(VENV) with $(PYTHON)"; $(PYTHON) -m venv $(VENV) || { \
		rm -rf $(VENV); echo "Python cannot make a virtual environment here (Debian: apt-get install python3-venv)." >&2; exit 2; }; fi
	@touch $@

# The package itself is installed from these sources, by the locked build tool: nothing is fetched that has no hash.
.make/run: .make/venv requirements/build.txt requirements/run.txt pyproject.toml
	@echo "Installing what Măng Non needs"
	@$(INSTALL) -r requirements/build.txt -r requirements/run.txt
	@$(PIP) install --no-index --no-deps --no-build-isolation --editable .
	@touch $@

.make/test: .make/run requirements/test.txt
	@echo "Installing what the tests need"
	@$(INSTALL) -r requirements/test.txt
	@touch $@

.make/bench: .make/test requirements/bench.txt
	@echo "Installing what the product is measured against"
	@$(INSTALL) -r requirements/bench.txt
	@touch $@

.make/check: .make/test requirements/check.txt
	@echo "Installing what the checks need"
	@$(INSTALL) -r requirements/check.txt
	@touch $@
