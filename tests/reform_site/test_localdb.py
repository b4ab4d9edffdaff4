"""The embedded server, run for real: each test starts processes that use it and ends some of them.

The tests share one data directory, deep below a directory with spaces and Vietnamese letters.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import psycopg
import pytest

from reform_site.errors import SetupError
from reform_site.localdb import account, places, users
from reform_site.localdb.cluster import answers

PROJECT = Path(__file__).resolve().parents[2]
DEEP = "Thư mục có dấu và khoảng trắng/" + "sâu/" * 30  # far over the 107 bytes of a socket

USER = """
import json, pathlib, sys
from reform_site import localdb
entry = localdb.ensure("test", root=pathlib.Path(sys.argv[1]))
print(json.dumps(entry), flush=True)
sys.stdin.read()
"""


class Person:
    """A process that uses the server until it is told to leave or is killed."""

    def __init__(self, root: Path, environment: Mapping[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", USER, str(root)],
            cwd=PROJECT,
            env={**os.environ, **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        line = self.process.stdout.readline()
        assert line, "the server did not start"
        self.entry = json.loads(line)
        self.sockets = Path(self.entry["HOST"])

    def query(self, sql: str) -> tuple[object, ...]:
        keys = {"NAME": "dbname", "USER": "user", "HOST": "host", "PORT": "port"}
        with psycopg.connect(**{keys[k]: v for k, v in self.entry.items() if k in keys}) as link:
            return link.execute(sql).fetchone()

    def leave(self) -> None:
        self.process.stdin.close()
        self.process.wait(20)
        self.process.stdout.close()

    def end_by(self, number: signal.Signals) -> int:
        self.process.send_signal(number)
        self.leave()
        return self.process.returncode


Arrive = Callable[..., Person]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    place = tmp_path_factory.mktemp("localdb") / DEEP / "postgres"
    place.mkdir(parents=True)
    yield place
    shutil.rmtree(place / "test", ignore_errors=True)


@pytest.fixture
def arrive(root: Path) -> Iterator[Arrive]:
    people: list[Person] = []

    def start(place: Path = root, **environment: str) -> Person:
        people.append(Person(place, environment))
        return people[-1]

    yield start
    for person in people:
        if not person.process.stdin.closed:
            person.leave()


def postmaster(root: Path) -> int:
    return int((root / "test" / "postmaster.pid").read_text().splitlines()[0])


def is_stopped(person: Person, root: Path) -> bool:
    return not answers(person.sockets) and not (root / "test" / "postmaster.pid").exists()


def test_runs_without_superuser_in_vietnamese_time_whatever_the_locale(arrive: Arrive) -> None:
    person = arrive(LANG="xx_YY", LC_ALL="khong-co", TZ="America/New_York", PGPORT="9")

    assert person.query(
        "SELECT usesuper, usecreatedb, lower('ĐẶNG THỊ ƯỚC'), current_setting('timezone')"
        " FROM pg_user WHERE usename = current_user"
    ) == (False, True, "đặng thị ước", "Asia/Ho_Chi_Minh")


def test_listens_on_a_private_short_socket_only(arrive: Arrive) -> None:
    person = arrive()

    assert person.query("SHOW listen_addresses") == ("",)
    assert person.sockets.stat().st_mode & 0o777 == 0o700
    assert len(os.fsencode(person.sockets / ".s.PGSQL.5432")) < 108


def test_the_last_user_stops_it(arrive: Arrive, root: Path) -> None:
    first, second = arrive(), arrive()
    assert first.entry == second.entry

    first.leave()
    assert second.query("SELECT 1") == (1,)

    second.leave()
    assert is_stopped(second, root)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_it_too(arrive: Arrive, root: Path, number: signal.Signals) -> None:
    person = arrive()

    assert person.end_by(number) == -number

    assert is_stopped(person, root)


def test_a_killed_user_blocks_nobody(arrive: Arrive, root: Path) -> None:
    arrive().end_by(signal.SIGKILL)

    next_one = arrive()
    assert next_one.query("SELECT 1") == (1,)

    next_one.leave()
    assert is_stopped(next_one, root)


def test_a_killed_server_starts_again_at_the_same_address(arrive: Arrive, root: Path) -> None:
    before = arrive()
    os.kill(postmaster(root), signal.SIGKILL)

    after = arrive()

    assert before.entry == after.entry
    assert before.query("SELECT 1") == (1,)


@pytest.mark.skipif(sys.platform != "linux", reason="PostgreSQL itself must cope elsewhere")
@pytest.mark.parametrize("program", [["sleep", "60"], ["true"]], ids=["alive", "dead, not reaped"])
def test_a_process_number_taken_by_another_program_does_not_block(
    arrive: Arrive, root: Path, program: list[str]
) -> None:
    arrive().leave()
    with subprocess.Popen(program) as other:
        pid_file = root / "test" / "postmaster.pid"
        pid_file.write_text(f"{other.pid}\n{root}/test\n1700000000\n5432\n\n\n  1234  5678\n")
        pid_file.chmod(0o600)

        person = arrive()

        assert person.query("SELECT 1") == (1,)
        person.leave()
        if program[0] == "sleep":
            assert other.poll() is None
            other.kill()


def test_a_half_made_cluster_is_made_anew(arrive: Arrive, tmp_path: Path) -> None:
    (tmp_path / "test.new").mkdir()
    (tmp_path / "test.new" / "PG_VERSION").write_text("18")

    assert arrive(tmp_path).query("SELECT 1") == (1,)


def test_a_test_cluster_of_another_version_is_made_anew(arrive: Arrive, tmp_path: Path) -> None:
    arrive(tmp_path).leave()
    (tmp_path / "test" / "PG_VERSION").write_text("17\n")

    assert arrive(tmp_path).query("SELECT 1") == (1,)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_runs_as_nobody_from_a_closed_home(arrive: Arrive, tmp_path: Path) -> None:
    closed = tmp_path / "home"
    closed.mkdir(mode=0o700)
    data = account.Nobody(closed).root

    person = arrive(closed, REFORM_PG_AS_NOBODY="1")
    try:
        assert person.query("SELECT 1") == (1,)
        assert (data / "test").stat().st_uid == account.NOBODY
        person.leave()
        assert not answers(person.sockets)
    finally:
        shutil.rmtree(data)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can own the directory")
def test_a_directory_of_somebody_else_is_not_trusted(tmp_path: Path) -> None:
    somebody = account.Nobody(tmp_path)
    somebody.root.mkdir()
    os.chown(somebody.root, 1000, 1000)

    try:
        with pytest.raises(SetupError, match=f"rm -r {somebody.root}"):
            somebody.prepare()
    finally:
        somebody.root.rmdir()


def test_renewing_empties_it_but_not_under_another_user(arrive: Arrive, root: Path) -> None:
    other = arrive()
    script = (
        "import pathlib, sys; from reform_site import localdb; root = pathlib.Path(sys.argv[1]);"
        "localdb.ensure('test', root=root); localdb.renew('test')"
    )
    command = [sys.executable, "-c", script, str(root)]
    refused = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert "The database is in use" in refused.stderr
    with psycopg.connect(host=other.entry["HOST"], user="reform", dbname="reform") as link:
        link.execute("CREATE TABLE kept (id int)")
    other.leave()

    subprocess.run(command, cwd=PROJECT, check=True)

    assert arrive().query("SELECT to_regclass('kept')") == (None,)


def test_the_environment_of_the_server_has_no_locale_and_no_settings() -> None:
    ambient = {"PATH": "/bin", "LANG": "vi_VN.TCVN", "LC_TIME": "x", "PGDATA": "/x", "TZ": "UTC"}

    assert account.environment(ambient) == {"PATH": "/bin", "LC_ALL": "C"}


def test_an_open_socket_directory_is_replaced(tmp_path: Path) -> None:
    note = tmp_path / "note"
    first = places.socket_directory(note, os.geteuid())
    assert places.socket_directory(note, os.geteuid()) == first
    first.chmod(0o755)

    second = places.socket_directory(note, os.geteuid())

    assert second != first
    for directory in (first, second):
        directory.rmdir()


def test_who_joins_while_the_last_one_stops_waits_for_the_end(tmp_path: Path) -> None:
    script = (
        "import pathlib, sys, time; from reform_site.localdb.users import Users;"
        "users = Users(pathlib.Path(sys.argv[1])); users.join();"
        "users.leave(lambda: (print('stopping', flush=True), time.sleep(0.5)))"
    )
    path = tmp_path / "users"
    with subprocess.Popen(
        [sys.executable, "-c", script, str(path)], cwd=PROJECT, stdout=subprocess.PIPE
    ) as leaving:
        leaving.stdout.readline()
        start = time.monotonic()
        joining = users.Users(path)

        joining.join()

        assert time.monotonic() - start > 0.3
    assert joining.leave(lambda: None)


def test_two_test_runs_get_two_databases(tmp_path: Path) -> None:
    first = users.first_free(tmp_path, "test-{}.slot")
    second = users.first_free(tmp_path, "test-{}.slot")
    os.close(first[1])
    third = users.first_free(tmp_path, "test-{}.slot")

    assert (first[0], second[0], third[0]) == (0, 1, 0)
    for _, handle in (second, third):
        os.close(handle)


def test_leaving_a_deleted_clone_is_quiet(tmp_path: Path) -> None:
    person = users.Users(tmp_path / "users")
    person.join()
    person.path.unlink()

    assert not person.leave(lambda: pytest.fail("there is nothing to stop"))


def test_leaving_twice_stops_once(tmp_path: Path) -> None:
    person = users.Users(tmp_path / "users")
    person.join()
    calls: list[str] = []

    assert person.leave(lambda: calls.append("stop"))
    assert not person.leave(lambda: calls.append("stop"))

    assert calls == ["stop"]


def test_a_failed_program_tells_what_it_said(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="initdb"), contextlib.chdir(tmp_path):
        account.choose(tmp_path).run("initdb", "-D", "/proc/no/such/place", "-U", "x")
