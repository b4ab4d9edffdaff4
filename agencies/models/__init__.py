from agencies.models.agency import Agency, AgencyPlacement, AgencySuccession
from agencies.models.forms import SavedForm
from agencies.models.officials import Committee, CommitteeSeat, Official
from agencies.models.people import Membership, User

__all__ = [
    "Agency",
    "AgencyPlacement",
    "AgencySuccession",
    "Committee",
    "CommitteeSeat",
    "Membership",
    "Official",
    "SavedForm",
    "User",
]
