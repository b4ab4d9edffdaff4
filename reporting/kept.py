"""Pages kept as long as no row has changed: exact, because the database counts its changes.

A kept page is the text between masthead and end, for everybody with the same rights and language;
masthead and messages are always the reader's own. The key holds the version of the data, so that
a page of an older version is never asked for again.

``data_version`` has one row per writer at a time; each transaction that writes to a watched table
adds 1 to a row that no other transaction holds, so that nobody waits. Their sum is the version: it
grows with every commit, and two readers with the same sum see the same rows.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.db import ProgrammingError, connection, models
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.template.response import SimpleTemplateResponse
from django.utils import timezone
from django.utils.translation import get_language

#: Seconds; a page of the present version that nobody asks for leaves by itself.
KEPT_FOR = 3600

#: What base.html writes in a page to be kept, and what each reader gets there.
FRAME = {"<!--masthead-->": "_partials/masthead.html", "<!--messages-->": "_partials/messages.html"}

_COUNTER = """
    CREATE TABLE IF NOT EXISTS data_version (slot bigint PRIMARY KEY, n bigint NOT NULL);
    CREATE OR REPLACE FUNCTION data_version_moves() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        mine text := pg_current_xact_id()::text;
    BEGIN
        IF current_setting('reform.data_version', true) IS DISTINCT FROM mine THEN
            UPDATE data_version SET n = n + 1 WHERE slot =
                (SELECT slot FROM data_version LIMIT 1 FOR UPDATE SKIP LOCKED);
            IF NOT FOUND THEN  -- all are held: one more, beginning where no sum has been
                INSERT INTO data_version
                VALUES (pg_backend_pid(), (extract(epoch FROM clock_timestamp()) * 1e6)::bigint)
                ON CONFLICT (slot) DO UPDATE SET n = data_version.n + 1;
            END IF;
            PERFORM set_config('reform.data_version', mine, true);
        END IF;
        RETURN NULL;
    END $$;
"""
_WATCH = """
    CREATE OR REPLACE TRIGGER data_version AFTER INSERT OR UPDATE OF {columns} OR DELETE OR TRUNCATE
    ON {table} FOR EACH STATEMENT EXECUTE FUNCTION data_version_moves()
"""
_WATCHED = """
    SELECT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
    WHERE tgname = 'data_version' AND pg_table_is_visible(pg_class.oid)
"""
#: While this row is there no page is kept.
_PAUSE = "INSERT INTO data_version VALUES (-1, 0) ON CONFLICT (slot) DO NOTHING"
#: Ends the pause with a sum that has never been: what happened meanwhile was not counted.
_RESUME = """
    DELETE FROM data_version WHERE slot = -1;
    INSERT INTO data_version VALUES (0, (extract(epoch FROM clock_timestamp()) * 1e6)::bigint)
    ON CONFLICT (slot) DO UPDATE SET n = excluded.n
"""
_VERSION = "SELECT coalesce(sum(n), 0), coalesce(bool_or(slot = -1), false) FROM data_version"
#: Written at every login; no page shows it.
_UNSEEN = {"last_login"}


def unwatch() -> None:
    """Takes the triggers off every table, so that columns may change. No page is kept until
    ``watch``, however that comes about: the pause is told before the first trigger goes."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTER)
        cursor.execute(_PAUSE)
        _drop(cursor, _tables(cursor))


def watch(watched: Iterable[type[models.Model]]) -> None:
    """Lets changes of exactly these tables move the version, in any of their present columns."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTER)
        gone = _tables(cursor)
        for model in watched:
            columns = [str(one.column) for one in model._meta.concrete_fields]
            quoted = [connection.ops.quote_name(one) for one in columns if one not in _UNSEEN]
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(_WATCH.format(table=table, columns=", ".join(quoted)))
            gone.discard(model._meta.db_table)
        _drop(cursor, gone)
        cursor.execute(_RESUME)


def _tables(cursor: Any) -> set[str]:
    cursor.execute(_WATCHED)
    return {name for (name,) in cursor.fetchall()}


def _drop(cursor: Any, tables: Iterable[str]) -> None:
    """One table at a time, so that no writer is waited for with another table locked."""
    for name in sorted(tables):
        cursor.execute(f"DROP TRIGGER IF EXISTS data_version ON {connection.ops.quote_name(name)}")


def version() -> int | None:
    """The version of all rows; None in a database that ``migrate`` has not seen, or has begun to
    change and not finished."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(_VERSION)
            total, is_paused = cursor.fetchone()
            return None if is_paused else int(total)
    except ProgrammingError:
        return None


def answer(request: HttpRequest, ask: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """The kept page, else what ``ask`` makes. The caller has seen that the reader may open it.

    Inside a transaction nothing is kept: it may see what is never committed; nor while somebody
    works on the templates (``DEBUG``).
    """
    if request.method != "GET" or connection.in_atomic_block or settings.DEBUG:
        return ask()
    present = version()
    if present is None:
        return ask()
    key = _key(request, present)
    packed = cache.get(key)
    if packed is not None:
        return HttpResponse(_filled(zlib.decompress(packed).decode(), request))
    response = _with_marks(request, ask)
    if response.streaming or not response.headers["Content-Type"].startswith("text/html"):
        return response
    text = response.text
    if response.status_code == 200 and _is_for_all(text, request):
        # A table of all communes is half a megabyte, packed a tenth of that.
        cache.set(key, zlib.compress(text.encode(), 1), KEPT_FOR)
    response.content = _filled(text, request)
    return response


def _with_marks(request: HttpRequest, ask: Callable[[], HttpResponseBase]) -> Any:
    """The rendered answer, with marks where each reader gets something else. An error page that
    follows has none."""
    request.is_kept = True  # type: ignore[attr-defined]
    try:
        response = ask()
        return response.render() if isinstance(response, SimpleTemplateResponse) else response
    finally:
        request.is_kept = False  # type: ignore[attr-defined]


def _key(request: HttpRequest, present: int) -> str:
    """All that a page depends on: rows, address, rights, language, day."""
    user: Any = request.user
    rights = (sorted(user.current_memberships), user.is_superuser)
    said = (present, request.get_full_path(), rights, get_language(), timezone.localdate())
    return f"page:{hashlib.sha256(repr(said).encode()).hexdigest()}"


def _is_for_all(text: str, request: HttpRequest) -> bool:
    """Neither a form of this very reader, nor something said to this very request."""
    said: Any = messages.get_messages(request)
    return "csrfmiddlewaretoken" not in text and not said.added_new


def _filled(text: str, request: HttpRequest) -> str:
    for mark, template in FRAME.items():
        before, found, after = text.partition(mark)
        if found:
            text = before + render_to_string(template, request=request) + after
    return text
