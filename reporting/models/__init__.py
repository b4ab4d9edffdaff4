from reporting.models.acceptances import Acceptance, AcceptanceWithdrawal
from reporting.models.calendar import CalendarDay
from reporting.models.imports import ImportProgress, ImportRun, ImportSource, ImportTerm
from reporting.models.mailing import Digest, MailPreference
from reporting.models.periods import Period, PeriodDeadline
from reporting.models.provenance import Provenance
from reporting.models.snapshots import Snapshot, SnapshotFigure
from reporting.models.statements import StatedFigure, Statement

__all__ = [
    "Acceptance",
    "AcceptanceWithdrawal",
    "CalendarDay",
    "Digest",
    "ImportProgress",
    "ImportRun",
    "ImportSource",
    "ImportTerm",
    "MailPreference",
    "Period",
    "PeriodDeadline",
    "Provenance",
    "Snapshot",
    "SnapshotFigure",
    "StatedFigure",
    "Statement",
]
