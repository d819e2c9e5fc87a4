# Opptrapp. Every target runs in .venv, which `make setup` makes from requirements.lock; no other tool is needed.
# `make help` lists the targets.

PYTHON ?= python3
BIN := .venv/bin
INSTALLED := .venv/.installed

# Python keeps what it has compiled, whatever the shell says: a test run starts hundreds of processes.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup demo test test-slow bench lock spark sbom audit format clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(INSTALLED) ## Make .venv with the opptrapp command, from the lock (PYTHON=python3.12 chooses another Python)

$(INSTALLED): requirements.lock pyproject.toml scripts/setup_environment.py
	@$(PYTHON) scripts/setup_environment.py
	@touch $@

demo: setup ## Example files to a published release and pages (SERVE=0: end after the release; ALL=1: every survey)
	@$(BIN)/opptrapp demo $(if $(filter 1,$(ALL)),--all) $(if $(filter 0,$(SERVE)),--no-serve)

test: setup ## Style, types, layers and the fast tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy -n 2
	$(BIN)/lint-imports --no-logo
	$(BIN)/pytest -m "not slow" -n 2 --dist worksteal

test-slow: setup ## The rest of the tests: minutes, not seconds
	@$(BIN)/pytest -m slow -n 2 --dist worksteal; code=$$?; \
	if [ $$code -eq 5 ]; then echo "No slow tests yet."; else exit $$code; fi

bench: setup ## Measure the budgets as ratios to the least work the job needs
	$(BIN)/python -m tests.performance.bench

lock: setup ## Compile requirements.lock again from pyproject.toml (UPGRADE=1: take newer versions)
	.tools/bin/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --python-version 3.11 \
		--extra dev --custom-compile-command "make lock" $(if $(filter 1,$(UPGRADE)),--upgrade) \
		--output-file requirements.lock pyproject.toml
	echo pyspark | .tools/bin/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --python-version 3.11 \
		--constraints requirements.lock --custom-compile-command "make lock" $(if $(filter 1,$(UPGRADE)),--upgrade) \
		--output-file requirements-spark.lock -

spark: setup ## Add pyspark to .venv, from a lock of its own; it needs Java 17
	@$(BIN)/python scripts/setup_environment.py --spark

sbom: setup ## Write what the project is made of to dist/sbom.json (CycloneDX)
	@$(BIN)/python scripts/supply_chain.py sbom

audit: setup ## Hold the lock against the public lists of known vulnerabilities; needs the internet
	@$(BIN)/python scripts/supply_chain.py audit

format: setup ## Put the code in the house style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean: ## Remove the environment and every cache; data/ is left alone
	rm -rf .venv .tools .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache .coverage dist
	find . -type d -name __pycache__ -not -path "./data/*" -prune -exec rm -rf {} +
