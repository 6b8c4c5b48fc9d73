# The two commands: `make run` and `make test`. Both need only python3 (3.11 or later, with venv), make and git.

PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes

.PHONY: run demo test install lint format types messages staff browser html postgres-test servers lighthouse lock clean
.DELETE_ON_ERROR:

run: .venv/.run .env  ## install, migrate, load the fixtures, make demo staff, serve
	$(MANAGE) migrate --verbosity 0
	$(MANAGE) reload_fixtures
	@echo
	@$(MANAGE) make_staff --if-missing
	@echo "The site:        http://127.0.0.1:$(PORT)/"
	@echo "The admin:       http://127.0.0.1:$(PORT)/admin/"
	@echo "New passwords:   make staff"
	@echo "Stop with Ctrl-C."
	@echo
	@SITE_URL=http://127.0.0.1:$(PORT) $(MANAGE) runserver --noreload 127.0.0.1:$(PORT)

demo: .venv/.run  ## serve a full site of an invented pair, from a database of its own that starts afresh
	@PORT=$(PORT) $(BIN)/python -m tests.demo

test: .venv/.test  ## run the tests, without a server, on SQLite unless DATABASE_URL says otherwise
	$(BIN)/python -m pytest --numprocesses auto

staff: .venv/.run .env  ## print new passwords for the demo staff
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) make_staff

install: .venv/.dev .env  ## everything: development tools and the production server

lint: .venv/.dev  ## what CI refuses: style, format, types, templates, migrations, translations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint --lint --quiet templates
	$(BIN)/mypy .
	ENV_FILE=/dev/null SECRET_KEY=lint-only SECURE_SSL_REDIRECT=False $(MANAGE) makemigrations --check --dry-run
	ENV_FILE=/dev/null SECRET_KEY=lint-only SECURE_SSL_REDIRECT=False $(MANAGE) check

format: .venv/.dev  ## mend what a program can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

messages: .venv/.dev .env  ## collect interface texts into the catalogues and compile them (needs gettext)
	$(MANAGE) makemessages --locale es --locale ko --no-location --no-obsolete --extension html,txt,py,css --ignore tests --ignore .venv --ignore staticfiles
	$(MANAGE) compilemessages --ignore .venv --verbosity 0

browser: .venv/.dev  ## the tests that need Chromium; skipped with a word where there is none
	$(BIN)/python -m pytest tests/browser

html: .venv/.dev  ## whether every kind of page is valid HTML; needs npm and Java, skipped with a word where one is missing
	$(BIN)/python -m tests.bench.tools
	$(BIN)/python -m pytest tests/markup

postgres-test: .venv/.dev  ## the tests on a throw-away PostgreSQL of this machine's; skipped with a word where there is none
	$(BIN)/python -m tests.servers pytest --numprocesses auto

servers: .venv/.dev  ## many processes on PostgreSQL and Redis, and servers that fail; skipped with a word where one is missing
	$(BIN)/python -m pytest tests/servers

lighthouse: .venv/.dev  ## how fast, accessible and light the pages are on a slow telephone; needs npm and Chromium
	$(BIN)/python -m tests.bench.lighthouse

lock: .venv/.dev  ## write the locked requirements anew from pyproject.toml
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --quiet --upgrade pyproject.toml --output-file config/requirements.txt
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --quiet --constraint config/requirements.txt --extra test pyproject.toml --output-file config/requirements-test.txt
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --quiet --constraint config/requirements-test.txt --all-extras pyproject.toml --output-file config/requirements-dev.txt
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --quiet --constraint config/requirements-dev.txt --extra server pyproject.toml --output-file config/requirements-server.txt

clean:  ## remove the environment and what tools left; keeps the database and .env
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis staticfiles

# The environment, and a mark in it for each list of requirements that is installed.

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/.run: config/requirements.txt | .venv/bin/python
	$(PIP) --requirement $<
	@touch $@

.venv/.test: config/requirements-test.txt | .venv/bin/python
	$(PIP) --requirement $<
	@touch $@ .venv/.run

.venv/.dev: config/requirements-dev.txt | .venv/bin/python
	$(PIP) --requirement $<
	@touch $@ .venv/.test .venv/.run

# Only its owner may read the file: it holds the secret key.
.env: | .venv/bin/python
	@umask 077; key=$$($(BIN)/python -c "import secrets; print(secrets.token_urlsafe(50))"); \
	sed -e "s/^SECRET_KEY=.*/SECRET_KEY=$$key/" -e "s/^DEBUG=.*/DEBUG=True/" .env.example > .env.new
	@mv .env.new .env
