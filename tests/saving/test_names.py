"""Two people of one name in a family, and two colleagues: no form of the product offers two choices that read alike."""

from collections import Counter
from datetime import date

import pytest
from django import forms
from django.forms import BaseFormSet

from casework.families.models import FamilyMember, FamilyRole
from casework.naming.presenters import as_read
from casework.people.models import Person
from casework.trail.acting import acting
from casework.trail.rows import change
from casework.users.models import TeamMembership, User
from tests.saving.samples import SAMPLES
from tests.saving.walking import Act, undone

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture
def of_one_name(to_save, cast):
    """Everybody of the family is called as somebody else of it is, and each colleague as another one."""
    story = to_save
    with acting(cast.mary):
        for person in list(story.family.people_ever()):
            other = Person.objects.create(name=person.name, sex=person.sex, born=date(1950 + person.pk % 50, 1, 2))
            for member in FamilyMember.objects.filter(family=story.family, person=person):
                FamilyMember.objects.create(
                    family=story.family, person=other, role=FamilyRole(member.role), until_date=member.until_date
                )
        for number, row in enumerate(TeamMembership.objects.select_related("user").order_by("pk")):
            change(row.user, name="Robin Reed" if number % 2 else "Sam Stone")
    return story


def choices_of(field):
    for _, label in getattr(field, "choices", ()):
        if isinstance(label, list | tuple):
            yield from (str(each) for _, each in label)
        else:
            yield str(label)


def forms_in(context):
    for value in context.flatten().values():
        if isinstance(value, forms.BaseForm):
            yield value
        elif isinstance(value, BaseFormSet):
            yield from value.forms


def doubled(form):
    for name, field in form.fields.items():
        counts = Counter(as_read(label) for label in choices_of(field))
        yield from (f"{name}: {label}" for label, number in counts.items() if number > 1)


def test_no_form_offers_two_choices_that_read_alike(of_one_name, cast):
    story = of_one_name
    alike, opened = {}, 0
    for name in SAMPLES:
        with undone():
            for user in (each for each in vars(cast).values() if isinstance(each, User)):
                user.refresh_from_db()
            try:
                act = Act(name, story, cast)
                answer = act.client.get(act.path)
            except Exception as error:  # the sample's rows are told in a family without of_one_name
                alike.setdefault("not told", []).append(f"{name}: {error!r}")
                continue
            if answer.status_code != 200 or not answer.context:
                continue
            opened += 1
            if found := sorted({each for form in forms_in(answer.context[0]) for each in doubled(form)}):
                alike[name] = found
    untold = alike.pop("not told", [])
    assert len(untold) < 5, untold
    assert opened > 100
    assert not alike
