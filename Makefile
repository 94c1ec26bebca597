# The portal's commands. README.md gives the same steps in plain Python for those without make.
PYTHON ?= python3
PY = .venv/bin/python
PIP = $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes
SHELL = /bin/sh
# Compiled modules are kept, where the environment says otherwise too: to compile those of the portal and
# of its tests takes each process that starts as long as anything else that it does.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run backup restore test lint checks test-sqlite test-postgresql test-browser bench soak requirements sbom audit

run: .venv/installed-run
	@exec $(PY) manage.py serve

# Everything in the database to one file in var/backups, or: make backup FILE=/a/folder/or/file.zip
backup: .venv/installed-run
	@$(PY) manage.py backup $(FILE)

# make restore FILE=/a/backup.zip
restore: .venv/installed-run
	@$(PY) manage.py restore $(or $(FILE),$(error Name the backup, as in make restore FILE=var/backups/portal-….zip))

# Lint, Django's own checks under service settings, then every test on each database.
test: lint checks test-sqlite test-postgresql test-browser

lint: .venv/installed-test
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	.venv/bin/lint-imports
	.venv/bin/djade --check --target-version 5.2 $$(find templates -name '*.html')
	$(PY) -m tests.lint_templates

checks: .venv/installed-test
	$(PY) manage.py makemigrations --check
	DATABASE_URL=postgres://nobody@localhost/none ALLOWED_HOSTS=reports.example.org BEHIND_TLS=1 \
	SECRET_KEY=$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(50))') \
	$(PY) manage.py check --deploy --fail-level WARNING

# A worker for each core; tests that share what is dear to make go to one of them.
WORKERS = -n auto --dist loadgroup
test-sqlite: .venv/installed-test
	DATABASE_URL= $(PY) -m pytest $(WORKERS)

test-postgresql: .venv/installed-test
ifdef TEST_DATABASE_URL
	@DATABASE_URL=$(TEST_DATABASE_URL) SECRET_KEY=tests-only ALLOWED_HOSTS=testserver $(PY) -m pytest $(WORKERS)
else
	@echo "Not tested on PostgreSQL: set TEST_DATABASE_URL=postgres://USER:PASSWORD@HOST:5432/NAME to do so."
endif

# The pages in a real browser, on each database. Without Chromium they say so; under CI they fail.
BROWSER = DJANGO_ALLOW_ASYNC_UNSAFE=1 $(PY) -m pytest -n auto -o addopts="--strict-markers -ra" tests/browser
test-browser: .venv/installed-test
	DATABASE_URL= $(BROWSER)
ifdef TEST_DATABASE_URL
	@DATABASE_URL=$(TEST_DATABASE_URL) SECRET_KEY=tests-only ALLOWED_HOSTS=testserver $(BROWSER)
endif

# What the portal costs with 10,000 workshops, beside Datasette, and a search: figures only, nothing passes or fails.
bench: .venv/installed-test
	@$(PY) -m tests.benchmarks.run

# Break the portal (crowds, killed workers, a full disk, a database that stops) and say what became of its readers.
soak: .venv/installed-test
	@$(PY) -m tests.soak.run

# Pin every version with its hashes, for Python 3.11 and newer on every platform. Needs uv.
requirements:
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q -o requirements.txt
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q --extra dev -c requirements.txt -o requirements-dev.txt

# The software bill of materials of what is pinned, as CycloneDX has it.
sbom: .venv/installed-test
	@$(PY) -m cyclonedx_py requirements requirements.txt --pyproject pyproject.toml --output-reproducible \
	--output-format JSON --output-file sbom.cdx.json
	@echo "sbom.cdx.json says what is pinned in requirements.txt."

# Known faults of what is pinned, where their data can be reached; where not, that is said.
audit: .venv/installed-test
	@$(PY) -m tests.known_faults

.venv/installed-run: requirements.txt
	@$(MAKE) --no-print-directory .venv/made
	@echo "Installing what the portal needs (once)…"
	@$(PIP) -r requirements.txt
	@touch $@

.venv/installed-test: requirements-dev.txt
	@$(MAKE) --no-print-directory .venv/made
	@echo "Installing what the tests need (once)…"
	@$(PIP) -r requirements-dev.txt
	@touch $@

.venv/made:
	@command -v $(PYTHON) >/dev/null || { echo "There is no $(PYTHON) here: install Python 3.11 or newer, or name one, as in PYTHON=python3.12 make run"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "This needs Python 3.11 or newer, and $(PYTHON) is $$($(PYTHON) -V 2>&1): name another, as in PYTHON=python3.12 make run"; exit 1; }
	@mkdir -p .venv 2>/dev/null && test -w .venv || { echo "Cannot write in the folder $(CURDIR): make it writable for this user, or clone elsewhere."; exit 1; }
	@$(PYTHON) -m venv .venv || { echo "Python could not make a virtual environment here: on Debian, apt-get install python3-venv"; exit 1; }
	@touch $@
