# `make demo` and `make test` need nothing but Python 3.11 or newer: they make `.venv` themselves.

VENV := .venv
PY := $(VENV)/bin/python
READY := $(VENV)/.ready
ARGS ?=
FAULTS = tests/faults $(wildcard tests/hostile tests/simulator tests/identity)

.PHONY: demo test check postgres docs editors bench reference faults mutants pulls fuzz mutated guided venv lock clean help
.DEFAULT_GOAL := help

help:
	@echo 'make demo    500 leads, 90 days, in your terminal (ARGS="--open" shows the page)'
	@echo 'make test    everything that must hold: ruff, mypy, floors, tests'
	@echo 'make check   only the quick part of it: ruff, mypy, floors'
	@echo 'make docs    write the generated parts of the pages of the rules: run it when a message changed'
	@echo 'make editors write what editors need of the grammar: run it when a word of the language changed'
	@echo 'make bench   our speed beside the limit and beside others'
	@echo 'make postgres what stores, decides and sends, on a real PostgreSQL instead of SQLite; takes minutes'
	@echo 'make faults  kills, freezes, full disks and hostile input, each in its long form with its figures; takes hours'
	@echo 'make mutants mistakes made on purpose in fence, suppression and time, and whether a test sees each; takes an hour'
	@echo 'make reference  ten thousand random programs against a naive reading; takes minutes'
	@echo 'make pulls   every workspace broken in ten ways in a pull request; hooks and Action installed; minutes, needs the network'
	@echo 'make fuzz    a hundred thousand random and mutated files; takes an hour'
	@echo 'make mutated three thousand mutated files, and how many errors each is'
	@echo 'make guided  a fuzzer grows inputs from our own files, led by what each reaches; ARGS says how many seconds; needs Linux'
	@echo 'make venv    only make .venv'
	@echo 'make lock    resolve the requirements anew (needs the network)'
	@echo 'make clean   remove what was made, .venv too'

demo: $(READY)
	@$(VENV)/bin/nurture demo $(ARGS)

# Four, for two cores: many tests wait for a process, a server or a moment, and meanwhile others work.
test: $(READY)
	@$(PY) -m ruff check
	@$(PY) -m mypy -n 2
	@$(PY) -m pytest -n 4 --dist worksteal $(ARGS)

check: $(READY)
	@$(PY) -m ruff check
	@$(PY) -m mypy -n 2
	@$(VENV)/bin/lint-imports

docs: $(READY)
	@$(PY) -m tests.grammar.checks.written

editors: $(READY)
	@$(PY) -m editors

bench: $(READY)
	@$(PY) -m benchmarks $(ARGS)

reference: $(READY)
	@NURTURE_TEST_PROGRAMS=10000 $(PY) -m pytest -n 2 tests/reference tests/grammar/test_comments.py tests/grammar/test_trees.py $(ARGS)

# The same tests on a real server, brought by pip.
postgres: $(READY)
	@NURTURE_TEST_DATABASE=postgresql $(PY) -m pytest -n 2 tests/engine/store tests/engine/work tests/engine/doors tests/engine/delivery \
		tests/engine/reports tests/engine/web tests/engine/heartbeat tests/e2e/test_roles.py tests/faults/test_postgres_workers.py $(ARGS)

faults: $(READY)
	@NURTURE_TEST_LONG=1 $(PY) -m pytest -s -m 'faults or not faults' $(FAULTS) \
		tests/engine/web/test_faults.py $(ARGS)

mutants: $(READY)
	@$(PY) -m tests.mutants $(ARGS)

pulls: $(READY)
	@NURTURE_TEST_PULLS=1 $(PY) -m pytest -n 2 -m 'network or not network' tests/ci $(ARGS)

fuzz: $(READY)
	@NURTURE_TEST_INPUTS=100000 $(PY) -m pytest -n 2 tests/fuzz/test_random.py tests/fuzz/test_hostile.py $(ARGS)

mutated: $(READY)
	@NURTURE_TEST_MUTATIONS=3000 $(PY) -m pytest -s tests/fuzz/test_mutated.py $(ARGS)

# The fuzzer comes on demand and is in no lock: nothing else needs it.
guided: $(READY)
	@$(PY) -c 'import atheris' 2>/dev/null || $(PY) -m pip install -q --disable-pip-version-check 'atheris>=3'
	@for kind in check format fix; do nice $(PY) -m tests.fuzz.guided $$kind $(or $(ARGS),300) .hypothesis/guided || exit 1; done

venv: $(READY)

# The newest date wins: a changed lock or a changed pyproject.toml installs again, into the same .venv.
$(READY): requirements/dev.txt pyproject.toml
	@set -e; \
	if ! test -x $(PY) || ! $(PY) -m pip --version >/dev/null 2>&1; then \
		for python in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11; do \
			"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break; \
			python=; \
		done; \
		test -n "$$python" || { echo 'nurture needs Python 3.11 or newer; name one with make PYTHON=/path/to/python'; exit 2; }; \
		"$$python" -m venv --clear $(VENV) || \
			{ echo 'this Python cannot make a virtual environment; on Debian: apt install python3-venv'; exit 2; }; \
	fi
	@echo 'installing the locked requirements into $(VENV) ...'
	@$(PY) -m pip install -q --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@$(PY) -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(READY)

LOCK = $(PY) -m piptools compile -q --generate-hashes --allow-unsafe --strip-extras --no-header --no-annotate \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options $(ARGS)

lock: $(READY)
	@$(LOCK) --output-file requirements/runtime.txt pyproject.toml
	@$(LOCK) --extra postgresql --constraint requirements/runtime.txt --output-file requirements/postgresql.txt pyproject.toml
	@$(LOCK) --extra dev --constraint requirements/runtime.txt --output-file requirements/dev.txt pyproject.toml

clean:
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
