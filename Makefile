# Every target does its own set-up: it needs Python 3.11 or newer with pip, and nothing else.
#   make demo          load the invented economy, print one firm's portrait and its ranked products (SERVE=1: and serve it)
#   make test          the tests, but for the slow ones (those: make check)
#   make check         lint, types, layers, reference pages, rule packs, tests: what the continuous integration runs
#   make bench         speed, with the results written to docs/benchmarks.md (SECTIONS="load graph": only these)
#   make bench-text    how right and how fast text is read, on the real data sets
#   make bench-large   the same on 4.06 million nodes, and on Neo4j; takes most of an hour
#   make bench-models  how well models are learned, on data they have not seen
#   make bench-proofs  10,000 decisions made again, 200,000 random requests, 1,000 paths to approval walked
#   make fuzz          read 100,000 hostile texts by every public function of nlp; takes hours (EXAMPLES=1000: fewer)
#   make mutate        break the rule of every row of docs/rows.md and demand that its tests notice; takes half an hour (ROWS="4-19": only these)
#   make test-neo4j-2026   the tests of the store over Neo4j 2026

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help demo test check lint bench bench-text bench-large bench-proofs bench-models fuzz mutate test-neo4j-2026 lock reference picture hooks clean

VENV ?= .venv
BIN := $(VENV)/bin
PYTHON ?= $(firstword $(foreach name,python3.11 python3.12 python3.13 python3.14 python3,$(shell command -v $(name))))
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
RUNTIME := $(VENV)/.runtime
DEV := $(VENV)/.dev
PYTEST := $(BIN)/python -m pytest
TESTS ?= -n 2 --dist loadgroup

help: ## Say what there is to make.
	@sed -n 's/^#   //p' Makefile

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "firmgraph needs Python 3.11 or newer: apt-get install python3 python3-venv" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "firmgraph needs Python 3.11 or newer, this is $$($(PYTHON) --version): install one, or make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@echo "making the environment $(VENV) with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv $(VENV) 2>/dev/null || \
	  { $(PYTHON) -m venv --clear --without-pip $(VENV) && $(PYTHON) -m pip --quiet --python $@ install pip; } || \
	  { rm -rf $(VENV); echo "this Python cannot make environments: apt-get install python3-venv" >&2; exit 1; }

$(RUNTIME): $(BIN)/python requirements.txt pyproject.toml
	@echo "installing what firmgraph runs on (requirements.txt, hashes checked)"
	@$(PIP) install --use-pep517 --require-hashes -r requirements.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(DEV): $(RUNTIME) requirements-dev.txt
	@echo "installing what tests and checks need (requirements-dev.txt, hashes checked)"
	@$(PIP) install --use-pep517 --require-hashes -r requirements-dev.txt
	@touch $@ $(RUNTIME)

demo: $(RUNTIME) ## Load the invented economy and print one firm's portrait and its ranked products.
	@$(BIN)/firmgraph demo $(if $(SERVE),--serve)

test: $(DEV) ## Run the tests; those of Neo4j are left out with a reason where Java or Maven is missing.
	@command -v java >/dev/null && command -v mvn >/dev/null || \
	  echo "Java or Maven is missing, so the Neo4j tests are left out: apt-get install openjdk-17-jre-headless maven"
	$(PYTEST) $(TESTS) -m "not slow"

lint: $(DEV) ## Check style, types, layers, the generated pages and the rule packs.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m firmgraph.reference --check
	$(BIN)/firmgraph rules lint

check: lint ## Everything that must hold before a change is taken.
	$(PYTEST) $(TESTS)

bench: $(DEV) ## Measure speed and write docs/benchmarks.md.
	$(BIN)/python -m benchmarks $(SECTIONS)

bench-text: $(DEV) ## Measure how text is read.
	$(BIN)/python -m benchmarks --text

bench-large: $(DEV) ## Measure what takes long.
	$(BIN)/python -m benchmarks --large

bench-proofs: $(DEV) ## Decide, replay and check at scale.
	$(BIN)/python -m benchmarks --proofs

bench-models: $(DEV) ## Measure how well models are learned.
	$(BIN)/python -m benchmarks --models

fuzz: $(DEV) ## Read hostile texts by every public function of nlp, random ones, long ones, and ones made by coverage.
	FIRMGRAPH_FUZZ_LENGTH=100000 $(BIN)/python -m tests.nlp.fuzz $(or $(EXAMPLES),100000)
	@$(BIN)/python -c "import atheris" 2>/dev/null || $(PIP) install "atheris>=3" || \
	  { echo "atheris cannot be installed here, so nothing was fuzzed by coverage" >&2; exit 1; }
	$(BIN)/python -m tests.nlp.fuzz.guided -runs=$(or $(EXAMPLES),100000)

mutate: $(DEV) ## Break the rule of every row, in a copy of the tree, and write docs/rows.md when its tests notice.
	$(BIN)/python -m tests.mutations --write $(ROWS)

test-neo4j-2026: $(DEV) ## Run the store's tests over Neo4j 2026; needs Java 21 or 25, and Maven.
	@command -v mvn >/dev/null || { echo "Maven is missing: apt-get install maven" >&2; exit 1; }
	FIRMGRAPH_REQUIRE=neo4j FIRMGRAPH_TEST_NEO4J=2026.09.0 $(PYTEST) tests/graph -m neo4j

reference: $(DEV) ## Write the pages that are generated from code.
	$(BIN)/python -m firmgraph.reference
	$(BIN)/python -m tests.mutations --page

picture: $(DEV) ## Draw the picture in the README again.
	$(BIN)/firmgraph demo --svg docs/images/demo.svg > /dev/null

LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --upgrade
lock: $(DEV) ## Choose the newest versions again; no address of a package index is written.
	@for part in ":--group build" "-dev:--group dev --extra fast"; do \
	  file=requirements$${part%%:*}.txt; \
	  { echo "# Versions and hashes; made by make lock."; $(LOCK) pyproject.toml $${part#*:}; } > $$file.new; \
	  mv $$file.new $$file; done

hooks: $(DEV) ## Run the quick checks before every commit.
	$(BIN)/pre-commit install

clean: ## Remove what the targets made.
	rm -rf $(VENV) .demo dist build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
