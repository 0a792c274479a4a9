# `make run` and `make test` are all a new user needs; both set up what they use.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: run test test-all setup clean

run: setup
	@$(BIN)/pledgegraph build --overview

test: setup
	$(BIN)/pytest -m "not slow"

test-all: setup
	$(BIN)/pytest -m slow

setup: $(READY)

# Nothing is installed again while the lock and the project's metadata are unchanged.
$(READY): requirements.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { echo "error: '$(PYTHON) -m venv $(VENV)' failed. Install Python 3.11 or newer with its venv module (Debian: apt-get install python3-venv), then run make again." >&2; exit 2; }
	@$(BIN)/python -m pip --disable-pip-version-check install --quiet --require-hashes --no-deps -r requirements.lock
	@$(BIN)/python -m pip --disable-pip-version-check install --quiet --no-deps --no-build-isolation --editable .
	@touch $(READY)

clean:
	rm -rf $(VENV) build .pytest_cache .mypy_cache .ruff_cache
