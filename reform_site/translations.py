"""Compiles ``locale/*/LC_MESSAGES/*.po`` with Babel, so that no machine needs gettext.

The compiled files are not part of the repository. ``python -m reform_site.translations`` writes
them; the settings for development and tests do it by themselves when a source is newer.
"""

from __future__ import annotations

import os
from pathlib import Path

LOCALE = Path(__file__).resolve().parents[1] / "locale"


def compile_changed(root: Path = LOCALE) -> int:
    """Compile each catalogue whose source is newer; return how many. Leaves out fuzzy entries."""
    changed = [source for source in root.glob("*/LC_MESSAGES/*.po") if _is_stale(source)]
    for source in changed:
        _compile(source)
    return len(changed)


def _is_stale(source: Path) -> bool:
    target = source.with_suffix(".mo")
    return not target.exists() or target.stat().st_mtime_ns < source.stat().st_mtime_ns


def _compile(source: Path) -> None:
    from babel.messages.mofile import write_mo  # noqa: PLC0415 -- slow import, rarely needed
    from babel.messages.pofile import read_po  # noqa: PLC0415 -- slow import, rarely needed

    with source.open("rb") as stream:
        catalogue = read_po(stream, domain=source.stem, abort_invalid=True)
    draft = source.with_name(f".{source.stem}.{os.getpid()}.mo")
    with draft.open("wb") as stream:
        write_mo(stream, catalogue)
    draft.replace(source.with_suffix(".mo"))  # at once: another process may be reading


if __name__ == "__main__":
    print(f"locale: {compile_changed()}")
