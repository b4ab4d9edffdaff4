from agencies.models.agency import Agency, AgencyPlacement, AgencySuccession
from agencies.models.forms import SavedForm
from agencies.models.people import Membership, User

__all__ = ["Agency", "AgencyPlacement", "AgencySuccession", "Membership", "SavedForm", "User"]
