# `make run` and `make test` are all a new user needs; both set up what they use.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
RUNS := $(VENV)/.runs

INSTALL := python -m pip --disable-pip-version-check install --quiet --no-deps
NO_VENV := error: '$(PYTHON) -m venv $(VENV)' failed. Install Python 3.11 or newer with its venv module (Debian: apt-get install python3-venv), then run make again.
NEW_VENV = test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { echo "$(NO_VENV)" >&2; exit 2; }

.PHONY: run serve test test-all bench bench-server setup editor clean

run: $(RUNS)
	@$(BIN)/pledgegraph build --overview

serve: $(RUNS) editor
	@test -e build/current || $(BIN)/pledgegraph build
	@$(BIN)/pledgegraph serve

test: setup
	$(BIN)/pytest -m "not slow" -n 2 --dist loadfile

test-all: setup editor
	$(BIN)/pytest -m slow

bench: setup .venv-bench/.ready
	@$(BIN)/python benchmarks/startup.py
	@$(BIN)/python benchmarks/build.py
	@$(BIN)/python benchmarks/conversion.py
	@$(BIN)/python benchmarks/growth.py
	@$(BIN)/python benchmarks/release.py
	@$(BIN)/python benchmarks/check.py

# The server takes about a quarter of an hour and wants a quiet machine.
bench-server: setup .venv-bench/.ready
	@test -e build/current || $(BIN)/pledgegraph build
	@$(BIN)/python benchmarks/serving.py
	@$(BIN)/python benchmarks/stores.py

.venv-bench/.ready: benchmarks/requirements.lock
	@test -x .venv-bench/bin/python || $(PYTHON) -m venv .venv-bench
	@.venv-bench/bin/python -m pip --disable-pip-version-check install --quiet --require-hashes --no-deps -r benchmarks/requirements.lock
	@touch $@

setup: $(READY)

# What the program needs to run; the tests need more. Where that is there already, nothing is installed.
$(RUNS): requirements-runtime.lock pyproject.toml
	@$(NEW_VENV)
	@test -e $(READY) -a ! requirements.lock -nt $(READY) || $(BIN)/$(INSTALL) --require-hashes -r requirements-runtime.lock
	@test -e $(READY) -a ! pyproject.toml -nt $(READY) || $(BIN)/$(INSTALL) --no-build-isolation --editable .
	@touch $(RUNS)

# The editor of the SPARQL page, where npm is there; without it the page has a plain form.
editor: build/editor/yasgui.min.js

build/editor/yasgui.min.js: package-lock.json
	@if ! command -v npm >/dev/null; then echo "note: no npm (Debian: apt-get install npm): the SPARQL page has a plain form only" >&2; \
	elif npm ci --silent; then mkdir -p $(@D) && cp node_modules/@zazuko/yasgui/build/yasgui.min.css node_modules/@zazuko/yasgui/build/yasgui.min.js $(@D)/; \
	else echo "note: npm could not fetch the editor: the SPARQL page has a plain form only" >&2; fi

# Nothing is installed again while the lock and the project's metadata are unchanged.
$(READY): requirements.lock pyproject.toml
	@$(NEW_VENV)
	@$(BIN)/$(INSTALL) --require-hashes -r requirements.lock
	@$(BIN)/$(INSTALL) --no-build-isolation --editable .
	@touch $(READY)

clean:
	rm -rf $(VENV) .venv-bench node_modules build .pytest_cache .mypy_cache .ruff_cache
