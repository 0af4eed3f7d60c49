"""Adding a person to the family: a new one, or one who has a record here already."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from casework.access import Can
from casework.acts.views import FamilyActView
from casework.families.models import Family
from casework.forms.base import PageForm
from casework.matching.asking.queries import must_ask_first
from casework.matching.forms import BringInForm, typed_birth
from casework.matching.presenters import known_families, matches_for_new_person
from casework.matching.queries import people_to_find
from casework.people.asked_items.queries import workers_to_ask
from casework.people.models import Person
from casework.people.not_known.queries import is_to_be_asked
from casework.people.own_right.queries import is_asked
from casework.referrals.queries import calls_without_referral
from casework.words import say_when
from workbook.members import services
from workbook.members.adding.forms import AddPersonForm
from workbook.one_workbook.queries import is_in_another_workbook

CALLED_ABOUT = "The call of {}, for which no referral is recorded yet, was about ‘{}’."
STAYS = "The other family’s Workbook keeps them unless you decide otherwise: see ‘Record a change’ beside the name."


def young_parent_notice(family: Family, person: Person) -> str:
    if not is_asked(family, person, timezone.localdate()):
        return ""
    return f"{person} is under 18 and a parent: the page of {person} asks about a case and a worker of their own."


class AddPerson(FamilyActView):
    """Asks once more where somebody like this is known here already."""

    private = True  # a telephone number may be one that is to be protected
    changed_on = "person-put-right"
    not_asked_there = {"role", "nobody_known"}
    right = Can.LEAD
    template_name = "workbook/members/adding/add.html"
    form_class = AddPersonForm
    service = staticmethod(services.add_person)
    section = "people"
    leads_to = "people"
    heading = "Add a person"
    submit_label = "Add the person"

    def details(self) -> dict[str, Any]:
        workers = workers_to_ask(self.family, timezone.localdate())
        return {"find_matches": self.matches, "workers": workers}

    def matches(self, typed: dict[str, Any]) -> Sequence:
        today = timezone.localdate()
        return matches_for_new_person(
            self.request.user, self.family, name=typed["name"], born=typed_birth(typed, today), today=today
        )

    def message(self, result: Person) -> str:
        return f"{result} was added to the family. {young_parent_notice(self.family, result)}".strip()

    def context(self, form: AddPersonForm) -> dict[str, Any]:
        call = calls_without_referral(self.family).first()
        intro = CALLED_ABOUT.format(say_when(call.taken_at), call.child_name) if call else ""
        return {
            "matches": form.matches,
            "matches_url": reverse("person-matches", args=[self.family.pk]),
            "intro": intro,
        }


class BringPersonIn(FamilyActView):
    right = Can.LEAD
    template_name = "workbook/members/adding/bring_in.html"
    form_class = BringInForm
    service = staticmethod(services.bring_in)
    section = "people"
    leads_to = "people"

    def find(self, found_id: int) -> None:
        self.person = get_object_or_404(people_to_find(self.request.user, today=timezone.localdate()), pk=found_id)

    def closed(self) -> HttpResponse | None:
        """To the page on which their family is asked, until it has agreed."""
        asks = must_ask_first(self.request.user, self.family, self.person, timezone.localdate())
        return redirect("bring-in-ask", self.family.pk, self.person.pk) if asks else None

    @property
    def heading(self) -> str:
        return f"Add {self.person} to this family"

    @property
    def submit_label(self) -> str:
        return f"Add {self.person}"

    def details(self) -> dict[str, Any]:
        workers = workers_to_ask(self.family, timezone.localdate())
        return {"workers": workers, "asked": is_to_be_asked(self.person)}

    def subjects(self) -> tuple[Any, ...]:
        return self.family, self.person

    def message(self, result: Any) -> str:
        stays = STAYS if is_in_another_workbook(self.family, self.person) else ""
        said = (stays, young_parent_notice(self.family, self.person))
        return " ".join(filter(None, (f"{self.person} now belongs to this family too.", *said)))

    def cancel_url(self) -> str:
        return reverse("person-add", args=[self.family.pk])

    def context(self, form: PageForm) -> dict[str, Any]:
        known = known_families(self.request.user, self.person, today=timezone.localdate())
        return {"person": self.person, "known": known}
