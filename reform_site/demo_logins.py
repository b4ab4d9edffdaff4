"""The users of the demonstration, as ``load_demo`` left them in ``var/demo-logins.json``."""

from __future__ import annotations

import json
from pathlib import Path

LOGINS = Path(__file__).resolve().parents[1] / "var" / "demo-logins.json"


def welcome(address: str, path: Path = LOGINS) -> str:
    """What the terminal shows once the site answers: where it is and how each role gets in.

    ``path`` holds a list of objects with ``role``, ``label``, ``username`` and ``password``.
    """
    lines = ["", f"  Trang đang chạy / The site runs at   {address}", ""]
    if path.exists():
        logins = json.loads(path.read_text(encoding="utf-8"))
        rows = [(row["label"], row["username"], row["password"]) for row in logins]
        rows.insert(0, ("Vai trò / Role", "Tên đăng nhập / User", "Mật khẩu / Password"))
        label, user = (max(len(row[column]) for row in rows) + 3 for column in (0, 1))
        lines += [f"  {row[0]:<{label}}{row[1]:<{user}}{row[2]}" for row in rows]
    lines += [
        "",
        "  Dữ liệu minh họa, chỉ truy cập được từ máy này. Dừng: Ctrl-C.",
        "  Demonstration data, reachable from this machine only. Stop with Ctrl-C.",
        "",
    ]
    return "\n".join(lines)
