# `make book` builds the default book, `make test` runs the tests; each sets up what is missing first.
# docs/setup.md has the same steps for machines without make.
PYTHON ?= python3
BOOK ?= umearegionen/2016
VENV := .venv
RUN := $(VENV)/bin/python
QUARTO_WAIT := 120
PYTHON_OF_NOTEBOOKS := codemirror_mode file_extension mimetype nbconvert_exporter pygments_lexer version

.PHONY: book books example-register test test-slow test-pages fuzz coverage lint types audit hooks clean

book: $(VENV)/.installed $(VENV)/.quarto
	PATH="$(CURDIR)/$(VENV)/bin:$$PATH" $(RUN) -m finsam build $(BOOK)

books: $(VENV)/.installed $(VENV)/.quarto
	PATH="$(CURDIR)/$(VENV)/bin:$$PATH" $(RUN) -m finsam build --all

# Invented public statistics for the books of invented förbund, in data/raw/register-exempel/.
example-register: $(VENV)/.installed
	$(RUN) -m tools.exempelregister

test: $(VENV)/.installed-dev
	$(RUN) -m pytest -n 2 --dist loadfile

test-slow: $(VENV)/.installed-dev
	$(RUN) -m pytest -m slow -n 2

# Every page of every book in a real browser: accessibility, keyboard, sizes of screens and text, paper.
test-pages: $(VENV)/.installed-dev
	$(RUN) -m pytest -m slow tests/test_every_page.py

# The nightly form: ten thousand mangled files of the example books, an hour on one core.
fuzz: $(VENV)/.installed-dev
	$(RUN) -m tools.fuzz

# The ordinary tests, and what of finsam/ none of them reaches: lines and branches of each module, then the parts.
coverage: $(VENV)/.installed-dev
	$(RUN) -m pytest -n 2 --dist loadfile --cov --cov-report=term
	$(RUN) -m tools.covered

lint: $(VENV)/.installed-dev
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .

# mypy, strict: half a minute.
types: $(VENV)/.installed-dev
	$(RUN) -m mypy

# Advisories about every pinned package; needs PyPI itself (`-s osv`: OSV), and fails for what it couldn't look up.
audit: $(VENV)/.installed-dev
	$(RUN) -m tools.advisories

# Outputs of notebooks, and what Jupyter tells of the Python that made them, stay out of git, in this clone.
hooks: $(VENV)/.installed-dev
	git config filter.nbstripout.clean '"$(CURDIR)/$(RUN)" -m nbstripout --keep-id'
	git config filter.nbstripout.extrakeys "$(PYTHON_OF_NOTEBOOKS:%=metadata.language_info.%)"
	git config filter.nbstripout.smudge cat
	git config diff.ipynb.textconv '"$(CURDIR)/$(RUN)" -m nbstripout -t --keep-id'

clean:
	rm -rf data/processed
	find reports -mindepth 1 -maxdepth 1 ! -name published -exec rm -rf {} +

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.txt pyproject.toml | $(VENV)/bin/python
	$(RUN) -m pip install --quiet --disable-pip-version-check -r requirements.txt
	$(RUN) -m pip install --quiet --disable-pip-version-check --no-deps -e .
	touch $@

$(VENV)/.installed-dev: requirements-dev.txt requirements-axe.txt $(VENV)/.installed
	$(RUN) -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	$(RUN) -m pip install --quiet --disable-pip-version-check --no-deps -r requirements-axe.txt
	touch $@

# Tried once. The wrapper downloads Quarto while it installs, which many networks refuse; the embedded engine then
# renders the book.
$(VENV)/.quarto: requirements-quarto.txt | $(VENV)/.installed
	@$(RUN) -c "import subprocess, sys; subprocess.run([sys.executable, '-m', 'pip', 'install', '-q', '-r', \
	'requirements-quarto.txt'], check=True, timeout=$(QUARTO_WAIT), stdout=-3, stderr=-3)" 2>/dev/null \
	|| echo "quarto-cli could not be installed here; the embedded engine (pandoc and typst) renders the book."
	@touch $@
