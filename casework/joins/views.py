"""Bringing two families together, and taking them apart again."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from casework.access import Can, SignedInRequest, open_family
from casework.acts.forms import ReasonForm
from casework.acts.views import FamilyActView
from casework.family_page.presenters import family_page
from casework.forms.base import PageForm
from casework.joins import presenters, queries, services
from casework.joins.forms import FindForm


def find(request: SignedInRequest, family_id: int) -> HttpResponse:
    family = open_family(request, family_id, Can.DECIDE)
    form = FindForm(request.GET or None)
    asked = form.cleaned_data["q"] if form.is_bound and form.is_valid() else ""
    context = {
        "heading": "Join with another family",
        "form": form,
        "asked": asked,
        "found": presenters.search_results(request.user, family, asked),
        "joins": presenters.current_joins(family),
    }
    return render(request, "casework/joins/find.html", family_page(family, "people", **context))


class JoinView(FamilyActView):
    right = Can.DECIDE
    section = leads_to = "people"
    template_name = "casework/joins/join.html"
    form_class = ReasonForm

    def details(self) -> dict[str, Any]:
        help_text = "Who said so, or which record shows it. It stays in the history with your name."
        return {"label": "How do you know?", "rows": 6, "help_text": help_text}


class Join(JoinView):
    service = staticmethod(services.join)
    submit_label = "Join the families"

    def find(self, other_id: int) -> None:
        other = queries.joinable_family(self.request.user, self.family, other_id)
        if other is None:
            raise Http404
        self.other = other

    @property
    def heading(self) -> str:
        return f"Join the family {self.other} to this one"

    def subjects(self) -> tuple[Any, ...]:
        return self.family, self.other

    def message(self, result: Any) -> str:
        return f"The family {self.other} was joined to this one."

    def context(self, form: PageForm) -> dict[str, Any]:
        return {
            "warning": presenters.obstacles_sentence(self.family, self.other, timezone.now()),
            "consequences": presenters.consequences(self.family, self.other),
        }


class UndoJoin(JoinView):
    service = staticmethod(services.undo)
    submit_label = "Take them apart"
    consequences = ("What came with it goes back to it. What was recorded since then stays with this family.",)

    def find(self, join_id: int) -> None:
        self.row = get_object_or_404(self.family.familyjoin_set.select_related("joined"), pk=join_id)

    def closed(self) -> HttpResponse | None:
        return redirect("people", self.family.pk) if self.row.undone else None

    @property
    def heading(self) -> str:
        return f"Take the family {self.row.joined} apart again"

    def message(self, result: Any) -> str:
        return f"The family {self.row.joined} stands for itself again."

    def context(self, form: PageForm) -> dict[str, Any]:
        return {"consequences": self.consequences}
