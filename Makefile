# `make` alone lists the targets. Each prepares what it needs (toolchain/prepare.py) and does nothing twice.

PYTHON ?= python3
PREPARE := $(PYTHON) toolchain/prepare.py
BIN := .venv/bin
BROWNIE := .venv-brownie/bin/brownie
FORGE := .toolchain/bin/forge
SOLHINT := .toolchain/bin/node node_modules/solhint/solhint.js --disc --noPoster --max-warnings 0 --config .solhint.yml
# The port of brownie-config.yaml's ganache-cli: Brownie would attach to a stranger's chain there.
GANACHE_PORT := 8745
ANVIL_PORT := 8746
BRANCHES := $(CURDIR)/reports/branches
PYTHON_SOURCES := src scripts toolchain tests benchmarks assurance
TYPED_SOURCES := src scripts toolchain benchmarks assurance tests/client
SOLIDITY_SOURCES := contracts interfaces tests/forge tests/canary

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help setup demo serve screenshots test test-contracts test-client check coverage assure assure-ci gas format compile reference lock clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## prepare everything: both environments, the chains, the compiler
	@$(PREPARE) test

demo: ## the whole story on a chain inside the process; needs Python alone
	@$(PREPARE) demo
	@$(BIN)/python -m soulbadge.demo build/demo

serve: ## pages for people on a demonstration chain, with people and badges on it; ends with Ctrl-C
	@$(PREPARE) test
	@$(BIN)/soulbadge serve --demo --bin .toolchain/bin

screenshots: setup ## pictures of every page, light and dark, desktop and phone, into build/screenshots; needs chromium
	$(BIN)/python tests/support/screenshots.py build/screenshots

test: test-contracts test-client ## every test

test-contracts: setup ## the contracts, with Brownie on ganache
	@$(PYTHON) toolchain/free_port.py $(GANACHE_PORT)
	$(BROWNIE) compile --all > /dev/null  # Brownie misses changes of libraries and of settings
	$(BROWNIE) test -n 2

test-client: setup ## the library and the scripts, without Brownie
	$(BIN)/pytest -n 2 --dist loadfile

check: setup ## lint, types, formatting, and whether generated files are up to date
	$(BIN)/ruff check $(PYTHON_SOURCES)
	$(BIN)/ruff format --check $(PYTHON_SOURCES)
	$(BIN)/mypy $(TYPED_SOURCES)
	$(FORGE) fmt --check $(SOLIDITY_SOURCES)
	$(SOLHINT) 'contracts/**/*.sol' 'interfaces/*.sol'
	$(BIN)/python -m assurance --check
	$(BIN)/python toolchain/agree.py
	$(BIN)/python toolchain/reference.py --check
	$(BIN)/python scripts/compile.py --check
	$(BIN)/python scripts/release.py --check
	$(BIN)/python benchmarks/gas.py --check > /dev/null

coverage: setup ## branch coverage of the contracts, on anvil; fails below 98 %
	@$(PYTHON) toolchain/free_port.py $(ANVIL_PORT)
	$(BROWNIE) compile --all > /dev/null
	@rm -rf $(BRANCHES)
	SOULBADGE_BRANCHES=$(BRANCHES) $(BROWNIE) test --network anvil -n 2
	$(BIN)/python tests/contracts/branches.py $(BRANCHES)

assure: setup ## attack everything with every tool, in full; prints figures and writes docs/assurance.md
	@$(PREPARE) assure
	$(BIN)/python -m assurance

# What is not named here takes longer than CI has, or runs among the tests in a smaller number (fuzzing, differential,
# faults): `make assure` has it all.
assure-ci: setup ## the same as far as it fits into CI's time; writes nothing
	@$(PREPARE) assure
	$(BIN)/python -m assurance --ci bom forge halmos slither

gas: setup ## what everything costs, beside the competitors; fails when a committed figure rises
	$(BIN)/python benchmarks/gas.py --check

format: setup ## format Python and Solidity
	$(BIN)/ruff check --fix $(PYTHON_SOURCES)
	$(BIN)/ruff format $(PYTHON_SOURCES)
	$(FORGE) fmt $(SOLIDITY_SOURCES)

compile: setup ## compile the contracts into the package (src/soulbadge/abi)
	$(BIN)/python scripts/compile.py
	$(BIN)/python scripts/release.py

reference: setup ## write docs/reference from docstrings and from the help of the commands
	$(BIN)/python toolchain/reference.py

lock: ## resolve all dependencies anew and write the lock files
	@$(PYTHON) toolchain/lock.py

clean: ## delete everything that was made, the environments too
	rm -rf .toolchain .venv .venv-brownie node_modules build reports dist cache out
	rm -rf .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find src scripts toolchain tests -name __pycache__ -type d -prune -exec rm -rf {} +
