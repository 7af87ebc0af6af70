# `make help` lists what can be made.
SHELL   := /bin/bash
PYTHON  ?= python3
VENV    := .venv
BIN     := $(VENV)/bin
PORT    ?= 8501
DATA    ?= $(or $(GOVSCORE_DATA),data)
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: help run dev test bench demo check clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: $(VENV)/run.stamp ## make the demo if the inbox is empty, run the pipelines, show the demo's accounts, serve http://localhost:8501
	@if [ -z "$$(find $(DATA)/inbox -type f -print -quit 2>/dev/null)" ] && [ "$(DATA)" = data ]; then \
		$(BIN)/python -m pipelines demo --data $(DATA); fi
	$(BIN)/python -m pipelines run --data $(DATA)
	@if [ "$(DATA)" = data ] && [ -z "$$GOVSCORE_STORE" ] && [ "$$GOVSCORE_AUDIENCE" != public ]; then \
		$(BIN)/python -m dashboard users demo --data $(DATA); fi
	@echo "Open http://localhost:$(PORT)"
	GOVSCORE_DATA=$(DATA) exec $(BIN)/streamlit run streamlit_app.py \
		--server.address 127.0.0.1 --server.port $(PORT) --server.headless true

dev: $(VENV)/dev.stamp ## serve, and reload when a source file changes
	GOVSCORE_DATA=$(DATA) exec $(BIN)/streamlit run streamlit_app.py \
		--server.address 127.0.0.1 --server.port $(PORT) --server.headless true \
		--server.fileWatcherType poll --server.runOnSave true

test: $(VENV)/dev.stamp ## every check and test
	@bash tools/find_chromium.sh
	@bash tools/find_servers.sh
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n 3 --dist worksteal

bench: $(VENV)/dev.stamp ## measure; one line a figure: name, value, unit, ratio to the reference
	$(BIN)/python -m benchmarks

clean: ## remove what runs made in the default workspace (raw files stay)
	rm -rf data/warehouse.duckdb* data/spark data/published data/rejects

$(VENV)/run.stamp: requirements.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet -r requirements.txt
	@touch $@

$(VENV)/dev.stamp: requirements.txt requirements-spark.txt requirements-dev.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet -r requirements-dev.txt
	@touch $@ $(VENV)/run.stamp
