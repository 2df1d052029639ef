# Everything runs from a checkout with `pip install -e '.[dev]'`; PYTHON names the interpreter of that environment.
PYTHON ?= python
BIN := $(dir $(shell command -v $(PYTHON)))
JOBS ?= 2
SHELL := /bin/bash
KINDS := collection feedback customer response survey

.PHONY: marks reference check lint format types floors spelling unused dependencies test docs slow bench rules templates pictures guide wheelhouse clean

check: lint types floors spelling unused dependencies test docs

lint:
	$(BIN)ruff check
	$(BIN)ruff format --check

format:
	$(BIN)ruff check --fix
	$(BIN)ruff format

types:
	$(BIN)mypy -p reqsheets

floors:
	$(BIN)lint-imports

spelling:
	$(BIN)codespell

unused:
	$(BIN)vulture

# deptry cannot read setup.cfg, so it is handed the list.
dependencies:
	@mkdir -p build
	$(PYTHON) -c 'import configparser as c; f = c.ConfigParser(); f.read("setup.cfg"); print(f["options"]["install_requires"], *(f["options.extras_require"][e] for e in ("crypto", "scale", "ribbon", "papers", "pdf", "remind")))' > build/requirements.txt
	$(PYTHON) -c 'import configparser as c; f = c.ConfigParser(); f.read("setup.cfg"); print(f["options.extras_require"]["dev"])' > build/requirements-dev.txt
	$(BIN)deptry . --requirements-files build/requirements.txt --requirements-files-dev build/requirements-dev.txt

test:
	@rm -rf build/coverage && mkdir -p build/coverage
	$(BIN)coverage run -m pytest -n $(JOBS) -q
	$(BIN)coverage combine -q
	$(BIN)coverage report

# Every page under docs/ and both READMEs: links that lead somewhere, pages that are up to date.
docs:
	$(PYTHON) -m pytest -q tests/test_docs.py

slow:
	$(PYTHON) -m pytest -m slow -q

bench:
	$(PYTHON) benchmarks/nightly.py

# docs/rules.md and its Chinese twin, as the manual pages say now; a test compares.
rules:
	$(PYTHON) -c 'from reqsheets.rules.pages import markdown; print(markdown("en"), end="")' > docs/rules.md
	$(PYTHON) -c 'from reqsheets.rules.pages import markdown; print(markdown("zh"), end="")' > docs/rules.zh-CN.md

# docs/faults.md and docs/capabilities.md: which test guards which fault and capability; tests compare.
marks:
	$(PYTHON) tests/mark_pages.py

# workbook_templates/ and the workbooks of the examples, as the specs say now, with blank IDs; the tests compare.
templates:
	for kind in $(KINDS); do REQSHEETS_FIXED_ID=1 $(PYTHON) -m reqsheets new $$kind workbook_templates/$$kind.xlsx --force || exit 1; done
	for kind in $(KINDS); do REQSHEETS_FIXED_ID=1 $(PYTHON) -m reqsheets new $$kind examples/$$kind-nightly/register.xlsx --example --force || exit 1; done

# The pictures of docs/ribbon.zh-CN.md, as the buttons are now; a test compares.
pictures:
	$(PYTHON) tests/picturing.py

# docs/reference/: public names and commands, as the code says; a test compares.
reference:
	$(PYTHON) docs/reference/pages.py

# The pictures of docs/guide/; needs LibreOffice and Poppler.
guide:
	$(PYTHON) docs/guide/pictures.py

# build/wheelhouse/PLATFORM: a folder from which reqsheets is installed without a network; needs uv and a network.
PLATFORM ?= win_amd64
UV_PLATFORM = $(if $(findstring win,$(PLATFORM)),windows,$(if $(findstring macos,$(PLATFORM)),macos,linux))
OLDER = $(if $(findstring manylinux,$(PLATFORM)),manylinux_2_27_x86_64 manylinux_2_17_x86_64 manylinux2014_x86_64)
wheelhouse:
	@rm -rf build/wheelhouse/$(PLATFORM) && mkdir -p build/wheelhouse/$(PLATFORM)
	uv pip compile -q setup.cfg --extra ribbon --python-platform $(UV_PLATFORM) --python-version 3.11 -o build/wheelhouse/$(PLATFORM).txt
	$(PYTHON) -m pip download -q --no-deps --only-binary=:all: --python-version 3.11 \
	    $(addprefix --platform ,$(PLATFORM) $(OLDER)) \
	    -r build/wheelhouse/$(PLATFORM).txt -d build/wheelhouse/$(PLATFORM)
	$(PYTHON) -m pip wheel -q --no-deps . -w build/wheelhouse/$(PLATFORM)

clean:
	rm -rf build dist reqsheets.egg-info .coverage* .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -prune -exec rm -rf {} +
