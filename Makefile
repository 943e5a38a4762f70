# Everything a person or CI types. Needs python3 (>= 3.11, with venv) and make; the rest is installed here.
PYTHON ?= python3
BIN := .venv/bin
UV := .tools/bin/uv
export UV_PYTHON_DOWNLOADS := never

.PHONY: help setup run desktop test check bench chaos pictures package clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' Makefile

setup: .venv/.ready ## install everything into .venv (leaves .venv/bin/sluice)

$(UV):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Sluice needs Python 3.11 or newer; $(PYTHON) is older. Try: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv .tools || \
	  { echo "Python's venv module is missing. On Debian or Ubuntu: apt install python3-venv"; exit 1; }
	@.tools/bin/pip install --quiet --disable-pip-version-check 'uv>=0.9,<1'

.venv/.ready: pyproject.toml uv.lock deploy/system-libraries | $(UV)
	@deploy/system-libraries
	@$(UV) sync --quiet --locked --all-extras --python $(PYTHON)
	@touch $@

run: setup ## start the service, run a real demo job, stay up until Ctrl-C
	@exec $(BIN)/sluice up --demo

desktop: setup ## open the desktop client on this computer's service; starts one if none runs
	@exec $(BIN)/sluice-desktop --local

# Tests of single parts share the cores; those of the whole, which measure and kill, have the machine to themselves.
test: setup ## all tests (a real store, real workers, real gunicorn)
	@$(BIN)/python -m pytest tests/unit tests/architecture tests/desktop -n 2 --dist loadfile
	@$(BIN)/python -m pytest tests/integration tests/acceptance tests/chaos

check: setup ## lint, types and the fast tests
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/python -m pytest -q tests/unit tests/architecture tests/desktop -n 2 --dist loadfile

bench: setup ## print the figures (a quiet machine, please)
	@$(UV) sync --quiet --locked --all-extras --group peers
	@$(BIN)/python -m tests.bench

chaos: setup ## kill workers, API and store at random for minutes and count what was lost
	@$(BIN)/python -m pytest -q tests/chaos -m chaos --timeout 1800

pictures: setup ## show the desktop client from every side, as PNG files in a new folder
	@$(BIN)/python -m tests.bench.desktop_pictures

package: setup ## build the desktop client as one folder that needs no Python, and try it
	@$(UV) sync --quiet --locked --all-extras --group package
	@deploy/desktop/package $(BIN)/python

clean: ## remove what make made
	@rm -rf .venv .tools build dist .mypy_cache .ruff_cache .pytest_cache
