"""Which agencies settle procedures of their own, and so owe form II.06."""

from __future__ import annotations

from agencies.models import Agency

#: Bodies that settle no procedures of their own and owe no form.
NOT_ASKED = (Agency.Kind.LEADERSHIP, Agency.Kind.PUBLIC_SERVICE)
