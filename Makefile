# Each command sets up what it needs by itself: a virtual environment with the pinned requirements.
# Needs only make and Python 3.11 to 3.13 (on Debian: apt-get install make python3 python3-venv).

VENV ?= .venv
PY := $(VENV)/bin/python
STRICT := $(foreach room,domain intake sepa usecases,$(if $(wildcard chalicelib/$(room)/__init__.py),$(room)))
export VENV
.DEFAULT_GOAL := help
.PHONY: help setup run test check bench package

help: ## what can be asked
	@echo "Bon pour accord"
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1	\2/p' $(MAKEFILE_LIST) | expand -t 20

setup:
	@infra/local/install.sh

run: setup ## start the whole product on this machine: http://127.0.0.1:8000 (PORT, SMTP_PORT, AWS_PORT, DATA_DIR)
	@exec $(PY) -m infra.local serve

test: setup ## run every test
	@echo "test: running every test"
	@$(PY) -m pytest -rs -n 2

check: setup ## check style, types, who imports whom, and the deployment template
	@echo "check: style (ruff)"
	@$(PY) -m ruff check .
	@echo "check: types (mypy --strict on $(STRICT))"
	@$(PY) -m mypy $(STRICT:%=-p chalicelib.%)
	@echo "check: deployment template (cfn-lint on the packaged application)"
	@$(PY) -m infra.package --out dist/check
	@$(VENV)/bin/cfn-lint dist/check/sam.json
	@echo "check: who imports whom, sizes, catalogs, the packaged application"
	@$(PY) -m pytest -n 2 tests/contracts

bench: setup ## measure, one JSON line per figure
	@$(PY) -m infra.bench

package: setup ## build what is deployed to AWS, in dist/
	@$(PY) -m infra.package
