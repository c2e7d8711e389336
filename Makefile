# make demo: install, check the shipped records, leave demo/report.html to open.
# make test: install, run every test.

PYTHON ?= python3
VENV ?= .venv
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif
INSTALLED := $(VENV)/.installed
TORCH := 2.13.0

.PHONY: demo test lint bench bench-series bench-rows schema train train-directions train-series train-events clean

demo: $(INSTALLED)
	$(BIN)/python -c "import pathlib; pathlib.Path('demo').mkdir(exist_ok=True)"
	$(BIN)/supcheck check fixtures/records --fail-on never --allow-unreadable -o demo/report.html -o demo/report.json
	@echo "Open demo/report.html in a browser."

test: $(INSTALLED)
	$(BIN)/python -m pytest -q

lint: $(INSTALLED)
	$(BIN)/python -m ruff check .
	$(BIN)/python -m mypy

bench: $(INSTALLED)
	$(BIN)/python -m tests.bench

bench-series: $(INSTALLED)
	$(BIN)/python -m tests.bench_series

bench-rows: $(INSTALLED)
	$(BIN)/python -m tests.bench_rows

train: $(INSTALLED)
	$(BIN)/supcheck train fixtures/training --development fixtures/development --to model --card docs/model-card.md

train-directions: $(INSTALLED)
	$(BIN)/supcheck train-directions $(addprefix fixtures/directions/,built-on.jsonl damaged.jsonl hard.jsonl layouts.jsonl prose.jsonl terse.jsonl) \
	  --labelled fixtures/training --labelled fixtures/development --to model --card docs/model-card.md

train-series: $(INSTALLED)
	$(BIN)/supcheck train-series fixtures/series/tuning --episodes fixtures/episodes --to model

train-events: $(INSTALLED)
	$(BIN)/supcheck train-events fixtures/directions/built-on.jsonl fixtures/directions/damaged.jsonl --to model

schema: $(INSTALLED)
	$(BIN)/python -m tests.schema

# Plain torch on Linux brings gigabytes of CUDA. pip takes the +cpu build where an index or a folder
# that pip knows holds it; else uv knows the address of PyTorch's own CPU builds.
$(INSTALLED): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check "torch==$(TORCH)+cpu" \
	  || ( [ "$$(uname -s)" != Linux ] && $(BIN)/python -m pip install "torch==$(TORCH)" ) \
	  || ( $(BIN)/python -m pip install --quiet uv && $(BIN)/python -m uv pip install --python $(BIN)/python --torch-backend cpu "torch==$(TORCH)" )
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[dev]"
	$(BIN)/python -c "import pathlib; pathlib.Path('$(INSTALLED)').touch()"

clean:
	$(PYTHON) -c "import shutil; [shutil.rmtree(d, ignore_errors=True) for d in ('$(VENV)', 'demo')]"
