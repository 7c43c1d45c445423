# Needs Python 3.11 or newer and make, and nothing else: everything goes into .venv, inside this checkout.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PYTEST := $(BIN)/python -m pytest
# What a cut-off set-up left behind has no pip, and is made anew.
ENVIRONMENT := $(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
UV_COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate pyproject.toml requirements-build.in

.PHONY: help run demo test check format bench bench-judging docs faults lock pictures snapshots clean

help:  ## what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

run: $(VENV)/run  ## set up, and open Viva
	@if [ -t 0 ] && [ -t 1 ] && [ -t 2 ]; then exec $(BIN)/viva; else $(BIN)/viva demo --plain && echo "In a terminal, make run opens the screen."; fi

$(VENV)/run: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Viva needs Python 3.11 or newer. Name one: make PYTHON=python3.12"; exit 2; }
	@$(ENVIRONMENT)
	@echo "Setting up in $(VENV) (once)..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev: requirements-dev.lock $(VENV)/run
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

check: $(VENV)/dev  ## what CI checks: style, types, arrows
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

format: $(VENV)/dev  ## put the code in its style
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

test: $(VENV)/dev  ## the whole suite
	$(PYTEST) -n 2 --dist worksteal -m "not audio and not bench"
	$(PYTEST) -m "audio and not bench"

demo: $(VENV)/run  ## one minute that shows what an interview is
	@$(BIN)/viva demo

faults: $(VENV)/dev  ## what can go wrong, tried, in one table
	$(BIN)/python -m tests.faults

bench-judging: $(VENV)/dev  ## how right the judge is, in one table
	$(BIN)/python -m tests.bench.judging

docs: $(VENV)/dev  ## the documentation as a site, in site/
	$(BIN)/python -m tests.manpage
	$(BIN)/sphinx-build -q -W --keep-going -d build/docs -b html docs site

snapshots: $(VENV)/dev  ## picture the screens anew; look at what changed
	$(PYTEST) -n 2 tests/tui --snapshot-update -k snapshot

pictures: $(VENV)/dev  ## draw the README's pictures from the real screens
	$(BIN)/python -m tests.pictures

bench: $(VENV)/dev  ## one table of speeds and sizes, as ratios
	$(BIN)/python -m tests.bench

lock:  ## pin everything anew
	@$(ENVIRONMENT)
	$(BIN)/python -m pip install --quiet uv
	$(UV_COMPILE) -o requirements.lock
	$(UV_COMPILE) --extra test --extra dev --extra docs -o requirements-dev.lock

clean:  ## forget everything that was set up
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
