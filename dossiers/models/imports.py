"""Imported dossier lists: the rows of a file on their way in, and what each import changed.

``run_id`` is a ``reporting.ImportRun``. No foreign keys: these tables take half a million rows at
once, and a run is never deleted while one of its rows matters.
"""

from __future__ import annotations

from typing import Any, Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

#: What an import sets of a dossier besides its code, as columns.
FACTS: Final = (
    "procedure_id",
    "receiving_agency_id",
    "resolving_agency_id",
    "channel",
    "received_on",
    "due_on",
    "resolved_on",
    "status",
)
#: What goes along with these facts by itself: whether the clock stands still, and whether the site
#: worked the due day out. Undoing an import restores them as well.
ALONG: Final = ("waiting_since", "is_due_computed", "due_term")


def _text() -> models.TextField[Any, Any]:
    return models.TextField(null=True)


class ImportLine(models.Model):
    """A row of the file as text, none of its personal columns. Unlogged: after a crash of the
    server it is read again.

    ``row`` is its number in the spreadsheet. ``run_id`` defaults to the setting
    ``reform.import_run`` of the session, as COPY cannot give it.
    """

    pk = models.CompositePrimaryKey("run_id", "row")
    run_id = models.BigIntegerField()
    row = models.IntegerField()
    code = _text()
    procedure = _text()
    procedure_name = _text()
    receiving = _text()
    resolving = _text()
    channel = _text()
    received = _text()
    due = _text()
    resolved = _text()
    returned = _text()
    status = _text()

    class Meta:
        verbose_name = _("dòng của tệp nhập")
        verbose_name_plural = pgettext_lazy("plural", "dòng của tệp nhập")

    def __str__(self) -> str:
        return f"{self.run_id} {self.row}"


class ImportRow(models.Model):
    """What a line means, and what importing it would do. Unlogged as ``ImportLine``.

    ``problems`` and ``warnings`` are sums of ``dossiers.imports.rules`` bits. ``dossier_id`` and
    ``before`` tell the dossier of this code and its facts when the preview was made, in the words
    of ``sql/imports/facts.sql``. ``due_term``: the working days from which the due day was worked
    out, where the file does not tell it.
    """

    class Kind(models.TextChoices):
        NEW = "new", _("Mới")
        CHANGED = "changed", _("Thay đổi")
        SAME = "same", _("Không đổi")
        REPEATED = "repeated", _("Lặp lại")
        REFUSED = "refused", _("Bị từ chối")

    pk = models.CompositePrimaryKey("run_id", "row")
    run_id = models.BigIntegerField()
    row = models.IntegerField()
    kind = models.TextField(choices=Kind)
    code = _text()
    procedure_id = models.BigIntegerField(null=True)
    receiving_agency_id = models.BigIntegerField(null=True)
    resolving_agency_id = models.BigIntegerField(null=True)
    channel = models.SmallIntegerField(null=True)
    received_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    resolved_on = models.DateField(null=True)
    status = models.SmallIntegerField(null=True)
    due_term = models.PositiveSmallIntegerField(null=True)
    problems = models.BigIntegerField(default=0)
    warnings = models.BigIntegerField(default=0)
    dossier_id = models.BigIntegerField(null=True)
    before = _text()

    class Meta:
        verbose_name = _("dòng nhập đã đối chiếu")
        verbose_name_plural = pgettext_lazy("plural", "dòng nhập đã đối chiếu")

    def __str__(self) -> str:
        return f"{self.run_id} {self.row}"


class DossierChange(models.Model):
    """What one import did to one dossier: exactly what undoing it needs.

    The columns hold the facts before, all empty for a new dossier. ``written`` are the facts after,
    in the words of ``sql/imports/facts.sql``: while the dossier still reads so, nobody has touched
    it.
    """

    class Kind(models.TextChoices):
        NEW = "new", _("Mới")
        CHANGED = "changed", _("Thay đổi")

    pk = models.CompositePrimaryKey("run_id", "dossier_id")
    run_id = models.BigIntegerField()
    dossier_id = models.BigIntegerField()
    code = models.TextField()
    kind = models.TextField(choices=Kind)
    procedure_id = models.BigIntegerField(null=True)
    receiving_agency_id = models.BigIntegerField(null=True)
    resolving_agency_id = models.BigIntegerField(null=True)
    channel = models.SmallIntegerField(null=True)
    received_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    resolved_on = models.DateField(null=True)
    status = models.SmallIntegerField(null=True)
    waiting_since = models.DateField(null=True)
    is_due_computed = models.BooleanField(null=True)
    due_term = models.PositiveSmallIntegerField(null=True)
    written = models.TextField()

    class Meta:
        verbose_name = _("thay đổi do nhập tệp")
        verbose_name_plural = pgettext_lazy("plural", "thay đổi do nhập tệp")

    def __str__(self) -> str:
        return self.code
