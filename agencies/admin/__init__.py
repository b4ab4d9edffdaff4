"""Entry screens of this app, and the scoped bases for those of the others.

Others take their bases from ``agencies.admin.scoped`` and ``agencies.admin.inlines``.
"""

from agencies.admin import officials, organisation, people

__all__ = ["officials", "organisation", "people"]
