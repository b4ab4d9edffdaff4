# Two commands matter: `make demo` and `make test`. Everything they need is set up by themselves.

PYTHON ?= python3
PORT ?= 8000

PY := .venv/bin/python
RUN := exec $(PY)

# One worker per core for a whole run, each with its own database; `pytest FILE` starts none.
WORKERS ?= -n auto

# Vietnamese on any terminal and in any locale.
export PYTHONUTF8 := 1

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev demo demo-reset test check format bench bench-quick lock

help:
	@echo 'make demo         trang minh họa tại http://127.0.0.1:$(PORT)/   the site with the demo province'
	@echo 'make demo-reset   như trên, dữ liệu làm lại từ đầu           the same, from the beginning'
	@echo 'make test         chạy mọi kiểm thử                          all tests'
	@echo 'make check        mọi kiểm tra của CI                        everything that CI runs'
	@echo 'make format       sửa định dạng mã nguồn                     format the sources'
	@echo 'make bench        mọi tỷ lệ về tốc độ, đến 10 triệu hồ sơ      every ratio of speed, up to ten million dossiers'
	@echo 'make bench-quick  như trên, ít dữ liệu, vài phút               the same with less data, a few minutes'
	@echo 'make lock         tính lại các tệp khóa phiên bản            recompute the lock files'

setup:
	@command -v $(PYTHON) >/dev/null 2>&1 || { echo 'Chưa có Python: sudo apt install python3 python3-venv. / Python is missing: install python3 and python3-venv.' >&2; exit 1; }
	@exec $(PYTHON) tools/prepare.py

setup-dev:
	@command -v $(PYTHON) >/dev/null 2>&1 || { echo 'Chưa có Python: sudo apt install python3 python3-venv. / Python is missing: install python3 and python3-venv.' >&2; exit 1; }
	@exec $(PYTHON) tools/prepare.py --dev

demo: setup
	@DJANGO_SETTINGS_MODULE=reform_site.settings.demo $(RUN) manage.py demo --port $(PORT)

demo-reset: setup
	@DJANGO_SETTINGS_MODULE=reform_site.settings.demo $(RUN) manage.py demo --port $(PORT) --reset

test: setup-dev
	@$(RUN) -m pytest $(WORKERS)

# Fails fastest first. The tests are the last step of this very recipe, so that pytest's closing line
# is the last line of the output. Settings of a real server are checked with values made up here.
check: setup-dev
	@echo '▸ ruff format' && $(PY) -m ruff format --check --quiet .
	@echo '▸ ruff check' && $(PY) -m ruff check --quiet .
	@echo '▸ djlint' && $(PY) -m djlint --lint --quiet templates
	@echo '▸ import-linter' && $(PY) -c 'from importlinter.cli import lint_imports_command as run; run()'
	@echo '▸ mypy' && DATABASE_URL=postgresql:///none $(PY) -m mypy
	@echo '▸ makemigrations --check' && $(PY) manage.py makemigrations --check --dry-run
	@echo '▸ check --deploy' && DJANGO_SETTINGS_MODULE=reform_site.settings.production \
		SECRET_KEY="$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(60))')" \
		ALLOWED_HOSTS=reform.example DATABASE_URL=postgresql:///none \
		$(PY) manage.py check --deploy --fail-level WARNING
	@echo '▸ pytest' && $(RUN) -m pytest $(WORKERS) --cov --cov-report=term:skip-covered

format: setup-dev
	@$(PY) -m ruff check --fix --quiet . ; $(PY) -m ruff format .

bench: setup-dev
	@$(RUN) -m benchmarks

bench-quick: setup-dev
	@$(RUN) -m benchmarks --quick

COMPILE := -m uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
	--no-emit-index-url --no-annotate --no-header

# `make lock` keeps versions where it can; `make lock UPGRADE=--upgrade` takes the newest.
lock: setup-dev
	@$(PY) $(COMPILE) $(UPGRADE) pyproject.toml -o requirements.lock
	@$(PY) $(COMPILE) $(UPGRADE) --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock
	@$(PY) $(COMPILE) $(UPGRADE) --group node -o requirements-node.lock
