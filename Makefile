# `make run` and `make test` set up what they need, and do so again only when a lock has changed.

# `python3`, unless it was compiled without optimisations, as pyenv does: all this takes half as long with Debian's own.
OPTIMISED := import sysconfig, sys; sys.exit("--enable-optimizations" not in (sysconfig.get_config_var("CONFIG_ARGS") or ""))
USABLE := import ensurepip, sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell python3 -c '$(OPTIMISED)' 2> /dev/null || ! /usr/bin/python3 -c '$(USABLE)' 2> /dev/null \
	&& echo python3 || echo /usr/bin/python3)
BIN := .venv/bin
# Both trust the certificates that this machine trusts, as a network that inspects its traffic needs.
NPM := NODE_OPTIONS=--use-system-ca PATH="$(CURDIR)/$(BIN):$$PATH" npm --loglevel=error
UV := $(BIN)/uv --system-certs
EXEC := $(BIN)/python -m config.local.embedded exec --reuse .run/tests --
BENCH := $(BIN)/python -m config.local.embedded exec --reuse .run/bench --

TEMPLATES = $(shell find templates -name '*.html')

# Starting takes twice as long where Python may not keep what it has compiled.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test quick faults demo rules bench lint format bare lock clean
.DELETE_ON_ERROR:

run: .venv/base static/built/main.css
	@$(BIN)/python -m config.local.run

demo: .venv/base static/built/main.css
	@$(BIN)/python -m config.local.run demo

test: .venv/dev static/built/main.css
	@$(BIN)/python -m config.local.system servers pdf browser
	@$(EXEC) $(BIN)/python -m pytest -n 2 --dist worksteal $(ARGS)

rules: .venv/dev
	@DEBUG=1 $(BIN)/python manage.py rules

# What each page costs, into docs/performance.md; ARGS="--families 1000 --families 100000" for other sizes.
bench: .venv/base static/built/main.css
	@DEMONSTRATION=1 $(BENCH) $(BIN)/python manage.py bench $(ARGS)

# What `make test` runs without browsers, years and walks through every address: for the loop of a day's work.
quick: .venv/dev static/built/main.css
	@$(BIN)/python -m config.local.system servers pdf
	@$(EXEC) $(BIN)/python -m pytest -n 2 --dist worksteal -m "not slow and not journey" $(ARGS)

# Kills random parts of the whole product while people write, and prints how soon it went on: FAULTS=200, FAULTS_SEED=….
faults: .venv/dev static/built/main.css
	@FAULTS=$${FAULTS:-200} $(EXEC) $(BIN)/python -m pytest -n 0 -q -s tests/faults -k random $(ARGS)

# The type checker reads the settings, which ask for a secret unless this is one's own machine.
lint: .venv/dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/djade --check $(TEMPLATES)
	@$(BIN)/lint-imports
	@DEBUG=1 $(BIN)/mypy

# `make run`, `make lint` and `make test` where next to nothing is installed; ARGS go to pytest.
bare: .venv/base
	@$(BIN)/python -m config.local.bare $(ARGS)

format: .venv/dev
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .
	@$(BIN)/djade $(TEMPLATES)

# --- Environment ---

# Debian's Python comes without venv.
APT := test "$$(id -u)" = 0 && apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends

.venv/uv: requirements/uv.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "This needs Python 3.11 or newer; say which with: make PYTHON=python3.12 ...")'
	@$(PYTHON) -c 'import ensurepip' 2> /dev/null || { $(APT) python3-venv > /dev/null; } \
		|| { echo "This needs Python's venv. Type: sudo apt-get install python3-venv" >&2; exit 1; }
	@test -x $(BIN)/pip || $(PYTHON) -m venv --clear .venv
	@$(BIN)/pip install --quiet --require-hashes -r requirements/uv.txt || echo "Going on with pip alone, which is slower."
	@touch $@

.venv/base: requirements/base.txt .venv/uv
	$(call install,base)

.venv/dev: requirements/dev.txt .venv/uv
	$(call install,dev)
	@touch .venv/base

# uv is quick; pip knows the mirrors that this machine may be told to use.
define install
	@echo "Installing what requirements/$(1).txt names"
	@$(UV) pip install --quiet --python $(BIN)/python --compile-bytecode --require-hashes -r requirements/$(1).txt \
		|| $(BIN)/pip install --quiet --require-hashes -r requirements/$(1).txt
	@touch $@
endef

LOCK := $(UV) pip compile --universal --generate-hashes --no-annotate --no-header --python-version 3.11 --quiet

lock: .venv/uv
	$(LOCK) $(UPGRADE) pyproject.toml -o requirements/base.txt
	$(LOCK) $(UPGRADE) pyproject.toml --group dev -o requirements/dev.txt

# --- Styles ---

node_modules/.package-lock.json: package-lock.json | .venv/base
	@$(BIN)/python -m config.local.system servers
	@echo "Installing what package-lock.json names"
	@$(NPM) ci > /dev/null
	@touch $@

static/built/main.css: node_modules/.package-lock.json build.mjs $(shell find static/scss -type f)
	@$(NPM) run build > /dev/null
	@touch $@

# --- Order ---

clean:
	@test ! -x $(BIN)/python || $(BIN)/python -m config.local.embedded remove .run/data .run/tests .run/bench
	rm -rf .run .venv node_modules static/built staticfiles .pytest_cache .ruff_cache .mypy_cache .import_linter_cache
