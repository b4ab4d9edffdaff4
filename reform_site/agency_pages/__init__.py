"""The pages of agencies: the tree, and one agency with everything it owes."""

from reform_site.agency_pages.agency import AgencyView
from reform_site.agency_pages.tree import AgencyTreeView

__all__ = ["AgencyTreeView", "AgencyView"]
