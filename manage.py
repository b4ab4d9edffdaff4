#!/usr/bin/env python
"""Run a management command of the site, by default with the settings for this machine alone."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reform_site.settings.local")
    try:
        from django.conf import settings  # noqa: PLC0415 -- may be missing
        from django.core.management import execute_from_command_line  # noqa: PLC0415 -- the same

        from reform_site.errors import SetupError  # noqa: PLC0415 -- needs Django
    except ImportError:
        # The usual reason is a system Python started outside the virtual environment.
        sys.exit(
            "✗ Python này không có Django. Chạy make demo, hoặc dùng .venv/bin/python manage.py …\n"
            "  This Python has no Django: run make demo, or use .venv/bin/python manage.py …"
        )
    try:
        settings._setup()  # Django itself would let some commands run with refused settings
        execute_from_command_line(sys.argv)
    except SetupError as error:
        sys.exit("✗ " + str(error).replace("\n", "\n  "))
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
