"""A child process that parses and may not grow or hang."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from reporting.imports.limits import Limits

_ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def parsing(path: Path, limits: Limits, task: dict[str, Any]) -> Iterator[IO[bytes]]:
    """What ``reporting.imports.child`` prints about ``path``; leaving the block ends it."""
    process = subprocess.Popen(  # noqa: S603 -- our own module, the path is one that we chose
        [sys.executable, "-m", "reporting.imports.child", str(path)],
        cwd=_ROOT,
        env=_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    guard = threading.Timer(limits.seconds * 2, process.kill)
    guard.daemon = True
    guard.start()
    try:
        if process.stdin is not None and process.stdout is not None:
            with suppress(BrokenPipeError), process.stdin as words:  # it has ended: so it is told
                words.write(json.dumps([limits.as_words(), task]).encode())
            yield process.stdout
    finally:
        guard.cancel()
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def _environment() -> dict[str, str]:
    """Nothing of ours: the parser needs no secret."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    return kept | {"PYTHONUTF8": "1"}
