# The two commands: `make demo` and `make test`; CONTRIBUTING.md has the others. Everything lives in .venv.
PYTHON ?= python3
PORT ?= 8080
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK = 1
# A process that finds its modules compiled starts in two seconds instead of four and a half.
export PYTHONDONTWRITEBYTECODE =

# The packages whose tests need no other process and no waiting.
FAST := bot calendar delivery desk docs faq runtime sandbox setup staff telegram wording

.PHONY: demo check test docs fuzz torture recording lint format clean

demo: .venv/installed
	@$(BIN)/nightdesk demo --port $(PORT)

# What to run before each commit: two minutes or so.
check: lint
	$(BIN)/pytest --numprocesses=0 --quiet -m "not slow" --hypothesis-profile=check $(FAST:%=tests/%)

test: .venv/installed-dev
	$(BIN)/pytest

# The documentation as a site, in site/; a broken link is an error. The tool has an environment of its own.
docs: .venv-docs/installed
	NO_MKDOCS_2_WARNING=1 .venv-docs/bin/mkdocs build --strict --quiet

fuzz: .venv/installed-dev
	$(BIN)/python -m tests.fuzz

# Kills the desk three hundred times and suspends its leader while people write, then a storm; takes about twenty-five
# minutes.
torture: .venv/installed-dev
	$(BIN)/python -m tests.faults.torture

# Plays the guided night in Chromium and keeps it as docs/night.webp and docs/night.en.webp; needs a font with emoji.
recording: .venv/installed-dev
	$(BIN)/python -m tests.browser.record

lint: .venv/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

format: .venv/installed-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf .venv .venv-docs build dist site

# uv installs in a second or two, pip in twenty. Where there is no uv, pip fetches it; where uv fails, pip installs.
UV := $(or $(shell command -v uv),$(BIN)/uv)
INSTALL = install () { $(UV) pip install --python $(BIN)/python "$$@" || $(BIN)/pip install --no-compile "$$@"; }; install

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit("Nightdesk needs Python 3.11 or newer: make demo PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'
	@echo "Making .venv"
	@$(UV) venv --quiet --seed --python $(PYTHON) .venv 2>/dev/null || $(PYTHON) -m venv .venv

.venv/installed: .venv/bin/python pyproject.toml constraints.txt
	@echo "Installing Nightdesk into .venv, once; with nothing in the cache this takes a minute or two"
	@[ -x "$(UV)" ] || $(BIN)/pip install --quiet --no-compile --constraint constraints.txt uv || true
	@$(INSTALL) --constraint constraints.txt --editable .
	@touch $@

.venv/installed-dev: .venv/installed
	@$(INSTALL) --quiet --constraint constraints.txt --editable '.[dev,postgres,semantic]'
	@touch $@

.venv-docs/installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv-docs
	.venv-docs/bin/pip install --quiet --upgrade 'pip>=25.1'
	.venv-docs/bin/pip install --quiet --constraint constraints.txt --group docs
	touch $@
