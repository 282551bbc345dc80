# Every target works on a fresh checkout: it first prepares what it needs. `make` alone lists them.
.DEFAULT_GOAL := help
.PHONY: help setup run test lint format bench shots lock clean
MAKEFLAGS += --no-print-directory
PYTHON := .venv/bin/python

help: ## Show this list
	@sed -n 's/^\([a-z]*\): .*## /  make \1|/p' $(firstword $(MAKEFILE_LIST)) | awk -F'|' '{ printf "%-14s %s\n", $$1, $$2 }'

setup: ## Prepare for running: .venv, locked packages, system packages
	@scripts/einrichten.sh lauf

run: setup ## Start on http://127.0.0.1:8000 with example data (other port: make run PORT=8001)
	@exec $(PYTHON) scripts/starten.py

test: ## Lint, checks and all tests on SQLite and PostgreSQL (pass on to pytest: make test ARGS="-k name")
	@scripts/einrichten.sh test
	@scripts/testen.sh $(ARGS)

lint: ## Lint Python, templates and third-party notices
	@scripts/einrichten.sh werkzeug
	@scripts/linten.sh

format: ## Format the Python code and fix what can be fixed
	@scripts/einrichten.sh werkzeug
	@$(PYTHON) -m ruff check --fix --quiet . ; $(PYTHON) -m ruff format .

bench: ## Run the benchmarks and print one table
	@scripts/einrichten.sh test
	@$(PYTHON) -m pytest -m bench -p no:randomly -p no:cacheprovider -q -s $(ARGS)

shots: ## Take the screenshots of the handbook
	@scripts/einrichten.sh test
	@$(PYTHON) -m pytest tests/browser -m bilder -p no:randomly -q $(ARGS)

lock: ## Renew both lock files and the third-party notices
	@scripts/sperren.sh

clean: ## Remove .venv and caches (keeps the database under var/)
	@rm -rf .venv .pytest_cache .ruff_cache .hypothesis statisch var/*.log var/cache var/tests
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
