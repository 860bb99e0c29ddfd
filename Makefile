.DEFAULT_GOAL := help
BIN := .venv/bin
COMPILE := $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 \
	--generate-hashes --no-annotate --custom-compile-command 'make lock'

.PHONY: help setup-book setup-test book test test-quick lint types format snapshots trust bench pictures lock wheel clean

help: ## say what can be made
	@sed -n 's/^\([a-z-]*\):.*## /\1	/p' Makefile | expand -t 12

setup-book:
	@scripts/setup book

setup-test:
	@scripts/setup test

book: setup-book ## make the sample book into dist/
	$(BIN)/anthology build --output dist

test: lint types ## run every check and every test, the judges of the field among them
	$(BIN)/pytest -n auto --dist worksteal

test-quick: setup-test ## run the tests that take no time
	$(BIN)/pytest -n auto --dist worksteal -m 'not slow'

lint: setup-test ## check style and layout of the code
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: setup-test ## check the types
	$(BIN)/mypy

format: setup-test ## lay the code out
	$(BIN)/ruff check --fix-only
	$(BIN)/ruff format

snapshots: setup-test ## write what the cases in tests/books/ make anew, to be reviewed as a diff
	ANTHOLOGY_REFRESH=1 $(BIN)/pytest tests/test_books.py

trust: setup-test ## measure what docs/trust.md claims, and write it
	$(BIN)/python scripts/trust.py

bench: setup-test ## measure speed and memory beside other programs, and write docs/performance.md
	$(BIN)/python benchmarks/bench.py $(BENCH)

pictures: setup-test book ## draw the picture of the README anew
	$(BIN)/python scripts/pictures.py dist/an-even-working.pdf docs/pages.png

lock: setup-test ## write the locks anew after a change in pyproject.toml or package.json
	$(COMPILE) --group build --output-file requirements.lock
	$(COMPILE) --group dev --constraint requirements.lock --output-file requirements-dev.lock
	$(BIN)/node $(BIN)/npm install --package-lock-only --omit-lockfile-registry-resolved \
		--ignore-scripts --no-audit --no-fund

wheel: setup-book ## build the wheel into dist/
	rm -f dist/anthology-*.whl
	$(BIN)/hatchling build --target wheel --directory dist

clean: ## remove everything that was made or installed here
	rm -rf .venv dist node_modules .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -prune -exec rm -r {} +
