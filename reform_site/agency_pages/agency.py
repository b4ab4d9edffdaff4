"""One agency: everything it owes, its place in the tree, and the link to send to its head."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode

from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from agencies.models import Agency
from reform_site.agency_pages import facts
from reform_site.agency_pages.owed import Owed
from reform_site.agency_pages.tree import TreePage
from reporting.mailing import absolute
from reporting.numbers import date
from tasks.discipline import discipline_of
from tasks.models import Occurrence, Task

#: Value of ``?scope=`` that leaves out the agencies below.
OWN = "own"


class AgencyView(TreePage):
    """What the agency and its branch owe on the day; ``?scope=own`` leaves the branch out."""

    template_name = "agencies/agency.html"

    @cached_property
    def agency(self) -> Agency:
        visible = Agency.objects.visible_to(self.request.user)
        found: Agency | None = visible.filter(code=self.kwargs["code"]).first()
        if found is None:
            raise Http404(_("Không tìm thấy cơ quan."))
        return found

    @property
    def is_own(self) -> bool:
        return self.request.GET.get("scope") == OWN

    @cached_property
    def owed(self) -> Owed | None:
        """None for a reader who may not see tasks."""
        if not self.request.user.has_perm("tasks.view_task"):
            return None
        name = "lead" if self.is_own else "agency"
        branch = Agency.objects.branch([self.agency.pk])
        whose = Agency.objects.filter(pk=self.agency.pk) if self.is_own else branch
        return Owed(
            agency=self.agency,
            tasks=Task.objects.counted_for(self.request.user).led_by(whose),
            reports=Occurrence.objects.counted_for(self.request.user).led_by(whose),
            discipline=discipline_of(
                self.request.user, self.selection, self.agency, own=self.is_own
            ),
            filters={name: self.agency.code},
            selection=self.selection,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        agency, tree = self.agency, self.tree
        exists = agency.pk in tree.agencies
        below = tree.below(agency)
        context = super().get_context_data(
            agency=agency,
            headline=self.owed.headline() if self.owed else agency.name,
            crumbs=facts.crumbs(agency, tree, self.selection) if exists else [],
            facts=facts.facts(agency),
            successions=facts.successions(
                agency, Agency.objects.visible_to(self.request.user), self.selection
            ),
            exists=exists,
            groups=self.groups([agency]),
            day_notes=self.day_notes,
            below=self.groups(below),
            scopes=self.scopes() if below else [],
            send=self.send() if exists else None,
            **kwargs,
        )
        return context | (self.of_tasks(self.owed) if self.owed else {})

    def of_tasks(self, owed: Owed) -> dict[str, Any]:
        return {
            "has_tasks": bool(owed.whole.tally.total),
            "states": owed.states(),
            "ages": owed.ages(),
            "sections": owed.sections(),
            "others": owed.others(),
            "paces": owed.paces(),
            "pace_url": owed.pace_url(),
        }

    def address(self, scope: str | None) -> str:
        return self.selection.url(self.agency.get_absolute_url(), scope=scope)

    def scopes(self) -> list[dict[str, Any]]:
        """The whole branch, or the agency alone."""
        return [
            {
                "url": self.address(None),
                "label": _("Cả đơn vị trực thuộc"),
                "current": not self.is_own,
            },
            {"url": self.address(OWN), "label": _("Chỉ cơ quan này"), "current": self.is_own},
        ]

    def send(self) -> dict[str, str]:
        """The address of this very page, and a letter to the head with it. The head opens it
        after logging in, with the head's own rights."""
        url = absolute(self.address(OWN if self.is_own else None))
        words = {"agency": self.agency.name, "day": date(self.selection.as_of)}
        letter = {
            "subject": _("Nhiệm vụ của %(agency)s, tính đến %(day)s") % words,
            "body": f"{self.owed.headline() if self.owed else self.agency.name}\r\n\r\n{url}",
        }
        return {"url": url, "mailto": f"mailto:?{urlencode(letter, quote_via=quote)}"}
