# make run    the app, its scheduler, sample data and an embedded store; then open the address that it prints
# make test   everything: format, lint, types, all tests with real database servers and a real browser
# make help   the rest
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
APT = $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get
# What `make test` needs from Debian or Ubuntu, each with the command that shows it is there.
PACKAGES := postgresql mariadb-server pgbouncer fonts-dejavu-core poppler-utils

.PHONY: help run test test-fast lint format bench lock packages browser clean

help: ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*##/\t/' | expand -t 14

run: $(VENV)/.run ## the app with its scheduler and sample data
	@$(BIN)/python -m datamind start

test: packages browser lint ## everything, with the servers and the browser it needs
	$(BIN)/python -m pytest -n 2 --dist loadgroup

test-fast: $(VENV)/.dev ## without servers, browser and whatever else takes long
	$(BIN)/python -m pytest -n 2 --dist loadgroup -m "not servers and not browser and not slow"

lint: $(VENV)/.dev ## format, lint and types, without changing anything
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy datamind

format: $(VENV)/.dev ## put the code in its form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: packages browser ## every figure of the README's table, as ratios in one run
	@for figure in bench/[a-z]*.py; do echo "── $$figure"; $(BIN)/python -m bench.$$(basename $$figure .py) || exit 1; done

lock: $(VENV)/.dev ## write the exact versions and hashes of everything
	$(BIN)/python -m pip install -q uv
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header requirements.txt -o requirements.lock
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header requirements-dev.txt -c requirements.lock -o requirements-dev.lock

packages: ## install what is missing of the Debian packages that the tests need
	@missing=(); for package in $(PACKAGES); do \
	  dpkg -s $$package 2>/dev/null | grep -q '^Status: install ok installed' || missing+=($$package); done; \
	if [ $${#missing[@]} -gt 0 ]; then \
	  echo "Installing $${missing[*]}"; \
	  { $(APT) update -qq && $(APT) install -y -qq --no-install-recommends "$${missing[@]}" >/dev/null; } \
	  || { echo "The tests need these packages. Type: sudo apt-get install $${missing[*]}" >&2; exit 1; }; fi

browser: packages $(VENV)/.dev ## install Chromium: Debian's, or where there is none (Ubuntu) Playwright's
	@command -v chromium >/dev/null || $(APT) install -y -qq --no-install-recommends chromium >/dev/null 2>&1 \
	  || $(BIN)/python -m playwright install --with-deps chromium \
	  || { echo "The tests need Chromium. Type: sudo apt-get install chromium" >&2; exit 1; }

clean: ## remove the virtual environment and the caches
	rm -rf $(VENV) .artifacts .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -prune -exec rm -rf {} +

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "DataMind needs Python 3.11 or newer; $(PYTHON) is older. Type: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null \
	  || { $(APT) update -qq && $(APT) install -y -qq python3-venv >/dev/null; } \
	  || { echo "Python's venv module is missing. Type: sudo apt-get install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.lock | $(BIN)/python
	@echo "Installing DataMind's packages (once, about a minute)"
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

$(VENV)/.dev: requirements-dev.lock | $(BIN)/python
	@echo "Installing DataMind's packages and test tools (once, about a minute)"
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@ $(VENV)/.run
