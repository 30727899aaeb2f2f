# Two commands: `make run` and `make test`. Each sets up what it needs, once.
PYTHON ?= python3.11
VENV := .venv
PY := $(VENV)/bin/python
READY := $(VENV)/.ready-dev
PROCESSES ?= 2
TESTS := $(PY) -m pytest -n $(PROCESSES) --dist worksteal
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.NOTPARALLEL:  # on a fresh machine each step may install what the next one needs
.PHONY: run test test-fast test-long test-automation test-release test-install automation-tools release-tools release-environment tree release release-twice fuzz fuzz-guided lint knowledge screenshots bench train-starter lock clean

run: $(READY)  ## open the demo (without a display: render it to a PNG)
	$(PY) -m ui demo

test: $(READY) lint knowledge  ## everything that must hold before a commit lands
	$(TESTS) -m "not long and not automation and not release and not install" --cov=copilot --cov=ui --cov-branch --cov-report=term:skip-covered --cov-report=json:build/coverage.json
	$(PY) -m tests.critical_coverage build/coverage.json

test-fast: $(READY)  ## the tests without the slow ones
	$(TESTS) -m "not slow and not long and not automation and not release and not install" -q

test-long: $(READY)  ## what takes minutes: every payload in every field, fifty kills, a bounded fuzz
	$(PY) -m pytest -m long -q

test-automation: automation-tools $(READY)  ## the window driven from outside, on a display of its own (Linux); PROGRAM=chartside drives an installed build
	$(PY) -m pytest tests/automation -q $(if $(PROGRAM),--program "$(PROGRAM)")

test-release: release-tools $(READY)  ## what needs the built tree and the tools of a release (Linux)
	$(PY) -m pytest tests/packaging -m release -q

# As root: a clean Debian 12 in a folder, fetched once, then without network. PACKAGE is what `make release` made.
PACKAGE ?= $(firstword $(wildcard dist/release/chartside_*_amd64.deb))
test-install: automation-tools release-tools $(READY)  ## the Debian package from installation to removal on a clean machine; figures in build/install-figures.json
	@test "$$(id -u)" = 0 && test -f "$(PACKAGE)" || { echo "test-install: make release first, then this as root"; exit 1; }
	$(PY) -m pytest tests/packaging/install -x -q -o faulthandler_timeout=0 --package "$(PACKAGE)"

automation-tools release-tools:  # system packages, before anything is compiled
	@$(PYTHON) packaging/set_up.py --$(@:-tools=)

# What is released is made in an environment of its own: the locked packages of the product and nothing of development.
RELEASING := build/release-venv/bin/python
release-environment: release-tools
	@$(PYTHON) packaging/release_environment.py build/release-venv build/wheels

tree: release-environment  ## the program's folder, dist/chartside, the same bytes from the same commit
	PYTHONPATH=.:packaging $(RELEASING) -m tree

release: release-environment  ## everything that IT gets, in dist/release; KEYS names the real keys, without them test keys sign
	PYTHONPATH=.:packaging $(RELEASING) -m release $(KEYS)

release-twice: release  ## make it again and list which files are the same bytes
	PYTHONPATH=.:packaging $(RELEASING) -m release --out dist/release-again $(KEYS)
	PYTHONPATH=.:packaging $(RELEASING) -m compare dist/release dist/release-again

fuzz: $(READY)  ## 200,000 inputs that nobody would make, to every reader (half an hour; what is found lies in build/fuzz)
	for each in fhir:20000 note:10000 pack:10000 gguf:30000 policy:30000 message:40000 head:10000 html:25000 rtf:25000; do \
	  $(PY) -m tests.fuzz.run $${each%:*} --inputs $${each#*:} --seed $${SEED:-1} || exit 1; done

fuzz-guided: $(READY)  ## the readers of text and files once more, led by the branches they take (Linux; SECONDS_EACH)
	$(PY) -m pip install -q --no-deps --require-hashes --upgrade --target build/atheris -r requirements/fuzz.lock
	for each in $${TARGETS:-html rtf fhir gguf policy}; do \
	  PYTHONPATH=build/atheris $(PY) -m tests.fuzz.guided $$each --seconds $${SECONDS_EACH:-300} || exit 1; done

lint: $(READY)
	$(VENV)/bin/ruff check copilot ui tests packaging
	$(VENV)/bin/ruff format --check copilot ui tests packaging
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports

knowledge: $(READY)
	$(PY) -m copilot knowledge build

bench: $(READY)  ## ratios, measured in one run
	$(PY) -m ui bench

screenshots: $(READY)  ## every view and state, from the running program, into build/screenshots/
	PYTHONPATH=packaging $(PY) -m pictures.screenshots

# Its own environment: torch is no part of the product. START=FILE goes on from an earlier starter; OUT is the new file.
TRAIN := $(VENV)-training
TRAINED := build/starter
OUT ?= $(TRAINED)/chartside-starter-q8_0.gguf
train-starter: knowledge  ## train the starter model, on a graphics card where torch sees one; goes on after a pause
	@test -x $(TRAIN)/bin/python || $(PYTHON) -m venv $(TRAIN)
	$(TRAIN)/bin/pip install -q -e ".[training]"
	$(TRAIN)/bin/python -m copilot.training train --folder $(TRAINED) $(if $(START),--start $(START))
	$(TRAIN)/bin/python -m copilot.training export --folder $(TRAINED) --out $(OUT)
	$(PY) -m copilot.training evaluate --model $(OUT) --cases 100

lock:  ## pin all dependencies again, with hashes (needs uv)
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url requirements/build.in -o requirements/build.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url pyproject.toml -o requirements/runtime.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url pyproject.toml --extra dev --extra package -c requirements/runtime.lock -o requirements/dev.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url requirements/fuzz.in -o requirements/fuzz.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url pyproject.toml requirements/tree.in -c requirements/dev.lock -o requirements/tree.lock

$(READY): requirements/build.lock requirements/dev.lock pyproject.toml packaging/set_up.py
	@$(PYTHON) packaging/set_up.py $(VENV)
	@touch $@

clean:
	rm -rf $(VENV) $(TRAIN) build dist .mypy_cache .pytest_cache .ruff_cache
