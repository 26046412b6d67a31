# A fresh machine needs python3 (3.11 or later) and make; everything else comes pinned, into .venv.
# Each step leaves a stamp, so a step whose inputs did not change is not done again.

# What was compiled once is kept, whatever the machine says: without it every process compiles all
# that it imports again, and a node takes twice as long to start.
unexport PYTHONDONTWRITEBYTECODE

PYTHON ?= python3
BIN := .venv/bin
DONE := .venv/done
UV := $(BIN)/uv pip
UNPACK := --quiet --python $(BIN)/python

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup demo check lint types floors console-check docs sizes test soak bench console pins clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# --- the ground

setup: $(DONE)/project ## everything that the other commands need; they call it themselves

$(DONE)/uv: requirements/bootstrap.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "needs Python 3.11 or later; set PYTHON=")'
	@echo "setup: environment in .venv"
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: --requirement $<
	@mkdir -p $(DONE) && touch $@

$(DONE)/packages: requirements/dev.txt $(DONE)/uv
	@echo "setup: pinned packages"
	@$(UV) sync $(UNPACK) --require-hashes --only-binary :all: --no-binary cpe --no-build-isolation $<
	@touch $@

# The console comes first: the build hook of the project then finds it built.
$(DONE)/project: pyproject.toml hatch_build.py src/isthmus/__init__.py $(DONE)/packages | console
	@echo "setup: the project itself"
	@$(UV) install $(UNPACK) --no-deps --no-build-isolation --editable .
	@touch $@

console: $(DONE)/packages ## build the console, if its sources changed
	@$(BIN)/python hatch_build.py

pins: $(DONE)/uv ## write requirements/*.txt anew (UPGRADE=1: take the newest versions)
	tools/pins.sh $(if $(UPGRADE),--upgrade)

# --- what it is for

demo: setup ## a node with data (DATA=folder: your files; ONCE=1: load, report, end)
	@$(BIN)/isthmus demo $(if $(DATA),--data "$(DATA)") $(if $(ONCE),--once)

test: setup ## all tests (ARGS='-k words' for some of them)
	@$(BIN)/python hatch_build.py test
	@$(BIN)/pytest --numprocesses=logical --maxprocesses=4 --no-loadscope-reorder $(ARGS)

soak: setup ## the laws on many more cases than `make test` tries (ARGS as there)
	@SOAK=1 $(BIN)/pytest --numprocesses=logical --no-loadscope-reorder $(or $(ARGS),tests/unit)

bench: setup ## one table of measured figures (DATA=folder: real files; ARGS='--quick --only page')
	@$(BIN)/python -m tests.bench $(if $(DATA),--data "$(DATA)") $(ARGS)

# --- is it sound?

check: lint types floors console-check docs sizes ## everything that needs no test run

lint: setup ## style and format
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check

types: setup ## types, strictly
	@$(BIN)/mypy

floors: setup ## who may import whom
	@$(BIN)/lint-imports --no-logo

console-check: setup ## types and markup of the console
	@$(BIN)/python hatch_build.py check

docs: setup ## the documentation, into site/
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

sizes: setup ## sizes of modules and functions, and what may stand in the repository
	@$(BIN)/pytest --quiet tests/architecture/test_sizes.py tests/architecture/test_repository.py

clean: ## remove what was built, but not .venv
	rm -rf site dist test-results src/isthmus/web/static frontend/dist frontend/node_modules
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
