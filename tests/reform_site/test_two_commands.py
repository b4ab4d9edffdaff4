"""``make demo`` and ``make test``: what they say when something is missing, and how they end."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from django.core.management.base import CommandError

from reform_site.demo_logins import welcome
from reform_site.management.commands import demo
from reform_site.translations import compile_changed

PROJECT = Path(__file__).resolve().parents[2]

needs_make = pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")


@pytest.fixture
def prepare(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """tools/prepare.py as a module."""
    monkeypatch.syspath_prepend(str(PROJECT / "tools"))
    monkeypatch.delitem(sys.modules, "prepare", raising=False)
    import prepare as module  # noqa: PLC0415 -- tools/ is no package

    return module


# The recipes ----------------------------------------------------------------------------------


def steps(target: str, *arguments: str) -> list[str]:
    command = ["make", "--dry-run", "--no-print-directory", target, *arguments]
    answer = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True)
    return answer.stdout.replace("\\\n", " ").splitlines()


@needs_make
def test_the_last_step_of_make_check_is_pytest_itself() -> None:
    recipe = steps("check")

    assert recipe[-1].split(" && ")[-1].startswith("exec .venv/bin/python -m pytest -n auto --cov")
    assert [line for line in recipe if "make" in line.split()] == []


@needs_make
def test_make_check_runs_every_gate_before_the_tests() -> None:
    recipe = steps("check")[-8:]

    assert [line.split("'")[1].removeprefix("▸ ") for line in recipe] == [
        "ruff format",
        "ruff check",
        "djlint",
        "import-linter",
        "mypy",
        "makemigrations --check",
        "check --deploy",
        "pytest",
    ]


@needs_make
def test_the_port_can_be_chosen() -> None:
    assert steps("demo", "PORT=8123")[-1].endswith("manage.py demo --port 8123")


def test_no_lock_file_names_a_host() -> None:
    for lock in PROJECT.glob("requirements*.lock"):
        assert "://" not in lock.read_text(encoding="utf-8")
    packages = json.loads((PROJECT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert [name for name, entry in packages.items() if "resolved" in entry] == []


# What is missing ------------------------------------------------------------------------------


def test_an_old_python_is_told_what_to_install(
    prepare: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(
        SystemExit, match=r"Python 3.11 or newer .*apt install python3.11-venv|3.11"
    ):
        prepare.main([])


@pytest.mark.parametrize("module", ["ensurepip", "venv"])
def test_a_python_without_venv_is_told_what_to_install(
    prepare: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, module: str
) -> None:
    monkeypatch.setattr(prepare, "PYTHON", tmp_path / "python")
    monkeypatch.setitem(sys.modules, module, None)
    package = "python{}.{}-venv".format(*sys.version_info[:2])

    with pytest.raises(SystemExit, match=f"Run: sudo apt install {package}"):
        prepare.make_environment()


def test_an_old_node_does_not_count(
    prepare: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for program in ("node", "npm"):
        (tmp_path / program).write_text("#!/bin/sh\necho v18.20.4\n")
        (tmp_path / program).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert prepare.npm_of_machine() is None

    (tmp_path / "node").write_text("#!/bin/sh\necho v20.1.0\n")

    assert prepare.npm_of_machine()[0] == ["npm"]


def test_a_copied_environment_is_made_anew(
    prepare: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    programs = tmp_path / ".venv" / "bin"
    programs.mkdir(parents=True)
    (programs / "python").write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    (programs / "python").chmod(0o755)
    monkeypatch.setattr(prepare, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(prepare, "PYTHON", programs / "python")

    assert prepare.environment_works() is False


def test_a_taken_port_is_named_with_a_free_one() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(CommandError, match=rf"Port {port} is in use.*make demo PORT=\d+"):
            demo.require_free_port(port)

    demo.require_free_port(port)


def test_an_unreachable_database_gets_a_sentence() -> None:
    answer = subprocess.run(
        [sys.executable, "manage.py", "demo", "--no-serve"],
        cwd=PROJECT,
        env={**os.environ, "DATABASE_URL": "postgresql://127.0.0.1:1/reform"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert answer.returncode == 1
    assert answer.stderr.startswith(
        "CommandError: Không kết nối được cơ sở dữ liệu; kiểm tra DATABASE_URL.\n"
    )


# What is shown --------------------------------------------------------------------------------


def test_the_welcome_names_the_address_and_one_login_per_role(tmp_path: Path) -> None:
    logins = tmp_path / "demo-logins.json"
    rows = [
        {
            "role": "member",
            "label": "Thành viên",
            "username": "thanhvien",
            "password": "mật-khẩu-1",
        },
        {"role": "clerk", "label": "Cán bộ Sở", "username": "canbo", "password": "mật-khẩu-2"},
    ]
    logins.write_text(json.dumps(rows), encoding="utf-8")

    lines = welcome("http://127.0.0.1:8000/", logins).splitlines()

    assert lines[1].split() == [
        *["Trang", "đang", "chạy", "/", "The", "site", "runs", "at"],
        "http://127.0.0.1:8000/",
    ]
    assert [line.split()[-2:] for line in lines[4:6]] == [
        ["thanhvien", "mật-khẩu-1"],
        ["canbo", "mật-khẩu-2"],
    ]


def test_translations_are_compiled_when_their_source_is_newer(tmp_path: Path) -> None:
    source = tmp_path / "en" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgid "Quá hạn"\nmsgstr "Overdue"\n',
        encoding="utf-8",
    )

    assert [compile_changed(tmp_path), compile_changed(tmp_path)] == [1, 0]

    assert b"Overdue" in source.with_suffix(".mo").read_bytes()
    later = source.stat().st_mtime + 5
    os.utime(source, (later, later))
    assert compile_changed(tmp_path) == 1


# How the server ends --------------------------------------------------------------------------


class Site:
    """The demonstration's server in a clone of its own, before any data."""

    def __init__(self, clone: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.pid_file = clone / "var/postgres/main/postmaster.pid"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "-c", "python:reform_site.demo_server"],
            cwd=clone,
            env={
                **{key: value for key, value in os.environ.items() if key != "DATABASE_URL"},
                "PORT": str(self.port),
                "DJANGO_SETTINGS_MODULE": "reform_site.settings.local",
            },
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def wait_until_it_answers(self) -> None:
        for line in self.process.stdout:
            if f"127.0.0.1:{self.port}" in line:
                break
        with socket.create_connection(("127.0.0.1", self.port), 10) as link:
            link.sendall(b"GET /static/no-such-file HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n")
            assert link.recv(5) == b"HTTP/"

    def is_gone(self) -> bool:
        """Port free, workers ended and database stopped within ten seconds."""
        end = time.monotonic() + 10
        while time.monotonic() < end:
            if demo.is_free(self.port) and not self.pid_file.exists():
                return True
            time.sleep(0.1)
        return False


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sources in another place, with the installed packages of this one."""
    place = tmp_path_factory.mktemp("clone") / "Bản sao có dấu"
    left_out = shutil.ignore_patterns(".*", "var", "node_modules", "__pycache__", "tests")
    shutil.copytree(PROJECT, place, ignore=left_out)
    (place / "node_modules").symlink_to(PROJECT / "node_modules")
    return place


@contextlib.contextmanager
def running_site(clone: Path) -> Iterator[Site]:
    running = Site(clone)
    try:
        running.wait_until_it_answers()
        yield running
    finally:
        running.process.kill()
        running.process.wait()
        running.process.stdout.close()


@pytest.fixture
def site(clone: Path) -> Iterator[Site]:
    with running_site(clone) as running:
        yield running


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_server_and_database(site: Site, number: signal.Signals) -> None:
    site.process.send_signal(number)

    assert site.process.wait(20) == 0
    assert site.is_gone()


def test_a_killed_server_leaves_nothing_behind(site: Site) -> None:
    site.process.kill()

    assert site.is_gone()


def test_a_killed_database_does_not_block_the_next_start(clone: Path, site: Site) -> None:
    os.kill(int(site.pid_file.read_text().splitlines()[0]), signal.SIGKILL)
    site.process.terminate()
    site.process.wait(20)

    with running_site(clone) as again:
        again.process.terminate()

        assert again.process.wait(20) == 0
        assert again.is_gone()


def test_links_that_the_demo_writes_have_its_port(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[dict[str, str]] = []
    monkeypatch.setattr(os, "environ", {"PATH": os.defpath})
    monkeypatch.setattr(os, "execv", lambda _program, _words: started.append({**os.environ}))
    monkeypatch.chdir(PROJECT)

    demo.serve(8203)

    assert [one["SITE_URL"] for one in started] == ["http://127.0.0.1:8203"]
