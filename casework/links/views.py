"""Linking another family, and ending a link."""

from typing import Any

from django.shortcuts import get_object_or_404

from casework.access import Can, families_to_find
from casework.access.grants.models import LASTING
from casework.acts.views import FamilyActView
from casework.forms.base import PageForm
from casework.links import queries, services
from casework.links.forms import EndLinkForm, LinkForm
from casework.links.models import FamilyLink
from casework.people.queries import people_in


class LinkView(FamilyActView):
    right = Can.LEAD
    section = leads_to = "people"


class AddLink(LinkView):
    form_class = LinkForm
    template_name = "acts/finding_page.html"
    service = staticmethod(services.add_link)
    heading = "Link another family"
    submit_label = "Link the family"
    intro = "A link says that two families belong together, and why. It opens neither file to anybody."

    def details(self) -> dict[str, Any]:
        families = families_to_find(self.request.user, grants=LASTING).exclude(pk=self.family.pk)
        return {"families": families, "people": people_in(self.family)}

    def message(self, link: FamilyLink) -> str:
        return f"The family {link.other} is linked. Both families' files show it."

    def context(self, form: PageForm) -> dict[str, Any]:
        return {"intro": self.intro}


class EndLink(LinkView):
    form_class = EndLinkForm
    service = staticmethod(services.end_link)
    heading = "End a link"
    submit_label = "End the link"
    success = "The link was ended. Both families' files keep it as what was."

    def find(self, link_id: int) -> None:
        self.link = get_object_or_404(queries.links_of(self.family, self.request.user), pk=link_id)

    def subjects(self) -> tuple[Any, ...]:
        return self.family, self.link

    def context(self, form: PageForm) -> dict[str, Any]:
        return {"intro": f"Linked because: {self.link.because}"}
