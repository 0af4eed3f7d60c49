"""The person's page, and the pages of their name and birth, other names and numbers."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from casework.access import Can, SignedInRequest, open_family
from casework.acts.views import FamilyActView
from casework.family_page.presenters import family_page
from casework.forms.base import PageForm
from casework.people import presenters, queries, services
from casework.people.forms import ChangeNameForm, NameForm, NumbersForm, PutRightPersonForm
from casework.people.models import Person, PersonName
from casework.people.presenters import person_url


@require_safe
def person(request: SignedInRequest, family_id: int, person_id: int) -> HttpResponse:
    family = open_family(request, family_id)
    member = queries.latest_membership(family, person_id)
    if member is None:
        raise Http404
    context = presenters.person_page(family, member, request.user, timezone.localdate())
    return render(request, "casework/people/person.html", family_page(family, "people", **context))


class PutRightPerson(FamilyActView):
    right = Can.LEAD
    section = leads_to = "people"
    form_class = PutRightPersonForm
    service = staticmethod(services.put_right_person)
    submit_label = "Correct it"
    intro = "For what was recorded wrongly. What stood before stays in the history, with your name."

    def find(self, person_id: int) -> None:
        self.row = get_object_or_404(self.family.members_now(), person_id=person_id)

    def details(self) -> dict[str, Any]:
        return {"workers": presenters.who_may_ask(self.family, self.row.person, timezone.localdate())}

    @property
    def heading(self) -> str:
        return f"Correct what is recorded of {self.row.person}"

    def initial(self) -> dict[str, Any]:
        return presenters.recorded_values(self.row)

    def saw(self) -> str:
        return queries.fingerprint_of_member(self.row)

    def message(self, person: Person) -> str:
        return f"What is recorded of {person} was corrected."

    def context(self, form: PageForm) -> dict[str, Any]:
        return {"intro": self.intro}


class AboutPersonView(FamilyActView):
    """An act about one person, which leads to the person's page; without a person to that of all people."""

    section = "people"
    person: Any = None  # the Person whom it is about, if it is about one

    def next_url(self, result: Any) -> str:
        return person_url(self.family, self.person)

    def cancel_url(self) -> str:
        return person_url(self.family, self.person)


class MemberView(AboutPersonView):
    """An act on a person who belongs to the family now: the service is called on both."""

    def find(self, person_id: int) -> None:
        self.person = get_object_or_404(self.family.members_now(), person_id=person_id).person

    def subjects(self) -> tuple[Any, ...]:
        return self.family, self.person


class OneRowView(AboutPersonView):
    """An act on one row that this family, or another, wrote of somebody who belongs here."""

    rows_of: Callable[..., QuerySet[Any]]  # of the family, its people, the reader and the day: what the reader may find
    fingerprint: Callable[[Any], str]
    about = ""  # the column of the person to whose page it leads; without one it leads to that of all people
    fields: tuple[str, ...] = ()  # the columns with which the form opens

    def find(self, **ids: int) -> None:
        [pk] = ids.values()
        people = self.family.people_ever()
        rows = self.rows_of(self.family, people, self.request.user, timezone.localdate())
        self.row = get_object_or_404(rows, pk=pk)
        if self.about:
            self.person = people.filter(pk__in=getattr(self.row, self.about).all_ids).first()

    def subjects(self) -> tuple[Any, ...]:
        return self.family, self.row

    def saw(self) -> str:
        return self.fingerprint(self.row)

    def initial(self) -> dict[str, Any]:
        return {name: getattr(self.row, name) for name in self.fields}


class SaveNumbers(MemberView):
    right = Can.LEAD
    form_class = NumbersForm
    service = staticmethod(services.save_numbers)
    submit_label = "Save the numbers"

    def find(self, person_id: int) -> None:
        member = get_object_or_404(self.family.members_now(), person_id=person_id)
        self.row = self.person = member.person
        self.pupil = queries.may_be_a_pupil(member, timezone.localdate())

    @property
    def heading(self) -> str:
        return f"Numbers of {self.person}"

    def details(self) -> dict[str, Any]:
        still_allowed = self.person.upn_unknown
        return {"pupil": self.pupil, "today": timezone.localdate(), "still_allowed": still_allowed}

    def initial(self) -> dict[str, Any]:
        return {name: getattr(self.person, name) for name in presenters.NUMBERS}

    def saw(self) -> str:
        return queries.fingerprint_of_numbers(self.person)

    def message(self, result: Person) -> str:
        return f"The numbers of {self.person} were saved."


class AddName(MemberView):
    changed_on = "person-name"
    form_class = NameForm
    service = staticmethod(services.add_name)
    submit_label = "Add the name"

    @property
    def heading(self) -> str:
        return f"Another name of {self.person}"

    def initial(self) -> dict[str, Any]:
        return {"kind": "also"}

    def message(self, result: Any) -> str:
        return f"The name was added to {self.person}."

    def place_of(self, subject: PersonName) -> tuple[int, ...]:
        return self.family.pk, self.person.pk, subject.pk


class ChangeName(MemberView):
    form_class = ChangeNameForm
    service = staticmethod(services.change_name)
    submit_label = "Save the name"
    success = "The name was corrected."

    def find(self, person_id: int, name_id: int) -> None:
        super().find(person_id)
        self.row = get_object_or_404(self.person.personname_set, pk=name_id)

    @property
    def heading(self) -> str:
        return f"Correct a name of {self.person}"

    def subjects(self) -> tuple[Any, ...]:
        return self.family, self.row

    def initial(self) -> dict[str, Any]:
        return {name: getattr(self.row, name) for name in ("name", "kind", "from_date", "until_date")}

    def saw(self) -> str:
        return queries.fingerprint_of_name(self.row)
