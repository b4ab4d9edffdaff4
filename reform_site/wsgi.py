"""Entry point of application servers. Unlike ``manage.py`` it assumes a real server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reform_site.settings.production")
os.environ.setdefault("STATEMENT_TIMEOUT", "10")  # seconds; nobody waits longer for a page

application = get_wsgi_application()
