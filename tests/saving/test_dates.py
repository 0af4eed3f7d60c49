"""A day that cannot be is refused by every form that asks for one (C17).

Found from the table of forms: each field of a date is given a day in 1901 and one in 2040 and, where the address names
somebody, one before the pregnancy and one after the death. A new form with a date fails until its service asks
`casework/lives`, or is named here with the reason.
"""

from collections.abc import Callable, Container, Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from casework.closures.models import Closure
from casework.forms.fields import DateField, DateTimeField
from casework.people.models import Person, PersonName
from casework.plans.models import Assessment, Conference, LegalEpisode, Plan
from casework.referrals.models import Involvement
from casework.relationships.models import Relationship
from casework.trail.acting import acting
from casework.trail.rows import change
from tests.factories import NOW
from tests.saving.opened import Opened
from tests.saving.walking import Act, forms, said_of, undone

pytestmark = [pytest.mark.slow, pytest.mark.rule("C17")]
PREGNANCY, TODAY = timedelta(days=301), NOW.date()

# Words without which another fault would be found before the day.
BESIDES: dict[str, dict[str, list[str]]] = {
    "conference-add": {"outcome": ["A plan was made."]},
    "conference-put-right": {"outcome": ["A plan was made."]},
    "note-took-place": {"when": ["other"]},
    "transfer-ask": {"no_joint_visit_because": [""]},
    "assessment-put-right": {"outcome": ["NFA"], "factors": ["1A"]},
    "absence-add": {"until_date": ["2040-05-02"]},
    "grant-add": {"until_date": ["2040-05-02"]},
}
# Refused, at another field, since something else is wrong with such a day as well.
ELSEWHERE = {
    ("birth-add", "born"): "the mother would be younger than the child",
    ("referral-add", "received_on"): "no source of referrals is valid on that day",
    ("allocation-end", "last_day"): "after it no open summary can wait to be finalised",
    ("person-leave", "left_on"): "who has died stays on the family's record",
}
# Fields that are not asked with the words of the sample, or of which the day says something else.
EXEMPT = {
    (
        "workbook-decide",
        "supervision_planned_for",
    ): "asked where a Workbook is opened: test_opening_is_not_planned_for_another_age",
    ("person-add", "about_age_on"): "beside a day of birth no age is taken",
    ("person-put-right", "about_age_on"): "beside a day of birth no age is taken",
    ("person-known", "about_age_on"): "beside a day of birth no age is taken",
    ("risk-date", "day"): "a release may lie many years ahead, and a past day is refused",
    ("risk-date-add", "day"): "a release may lie many years ahead, and a past day is refused",
}
# Fields whose day says itself when a life began.
BEGINS = {
    ("person-put-right", "born"): "it says itself when the life began",
    ("person-known", "born"): "it says itself when the life began",
}
# What may be dated after the death of whom it is about.
AFTER_DEATH = {
    ("assessment-end", "ended_on"): "the end of what was begun in life",
    ("assessment-put-right", "ended_on"): "the end of what was begun in life",
    ("plan-end", "until_date"): "the end of what was begun in life",
    ("plan-put-right", "until_date"): "the end of what was begun in life",
    ("legal-end", "until_date"): "the end of what was begun in life",
    ("legal-put-right", "until_date"): "the end of what was begun in life",
    ("closure-write", "closing_on"): "a case is closed after a death",
    ("conference-add", "held_on"): "people meet about a child who has died",
    ("conference-held", "held_on"): "people meet about a child who has died",
    ("conference-put-right", "held_on"): "people meet about a child who has died",
    ("contact-add", "from_date"): "where those who speak for the dead are reached",
    ("responsibility-add", "ends_on"): "an order says when it ends",
    ("person-asked", "asked_on"): "the family is asked about somebody who has died",
    ("person-name", "from_date"): "by which name somebody is known may be learnt later",
    ("person-name", "until_date"): "by which name somebody is known may be learnt later",
    ("person-name-add", "from_date"): "by which name somebody is known may be learnt later",
    ("person-name-add", "until_date"): "by which name somebody is known may be learnt later",
    ("person-death-put-right", "died"): "it says itself when the life ended",
}


def may_ask_a_date(name: str) -> bool:
    """Whether the form has a field of a date, as far as that is known before the page is opened."""
    form = said_of(forms()[name], "form_class")
    return isinstance(form, property) or bool(dates_of(form.base_fields))


def dates_of(fields: Any) -> list[str]:
    return [name for name, field in fields.items() if isinstance(field, DateField | DateTimeField)]


DATED = [name for name in forms() if may_ask_a_date(name)]
# By the part of the address that names a row, the person whom it is about.
PERSON_OF: dict[str, Callable[[int], Person]] = {
    "child_id": lambda pk: Person.objects.get(pk=pk),
    "person_id": lambda pk: Person.objects.get(pk=pk),
    "involvement_id": lambda pk: Involvement.objects.get(pk=pk).child,
    "assessment_id": lambda pk: Assessment.objects.get(pk=pk).child,
    "plan_id": lambda pk: Plan.objects.get(pk=pk).child,
    "conference_id": lambda pk: Conference.objects.get(pk=pk).child,
    "legal_id": lambda pk: LegalEpisode.objects.get(pk=pk).child,
    "closure_id": lambda pk: Closure.objects.get(pk=pk).involvement.child,
    "relationship_id": lambda pk: Relationship.objects.get(pk=pk).person,
    "name_id": lambda pk: PersonName.objects.get(pk=pk).person,
}
OF_SOMEBODY = [name for name in DATED if PERSON_OF.keys() & set(forms()[name].parts)]
# Pages that do not open for somebody who has died.
ONLY_OF_THE_LIVING = {"person-birth", "person-death", "person-known", "person-not-yet-born", "person-pregnancy-ended"}


@pytest.fixture
def act(to_save, cast, request):
    return Act(request.param, to_save, cast)


def taken(act: Act, page: Opened, days: Iterable[date], besides: Container[Any] = ()) -> list[Any]:
    """The fields and days that were not refused there, each with what the page said."""
    found = []
    asked = [name for name in dates_of(page.form.fields) if (act.name, name) not in EXEMPT]
    for field in asked:
        for day in days if (act.name, field) not in besides else ():
            value = f"{day}" if isinstance(page.form.fields[field], DateField) else f"{day}T10:00"
            words = page.valid(act.given(act.sample.words)) | BESIDES.get(act.name, {}) | {field: [value]}
            with undone():
                answer = act.send(words)
            errors = answer.context["form"].errors if answer.status_code == 200 else {}
            if field not in errors and not (errors and (act.name, field) in ELSEWHERE):
                found.append((act.name, field, str(day), answer.status_code, dict(errors)))
    return found


@pytest.mark.parametrize("act", DATED, indirect=True)
def test_day_of_another_age_is_refused(act):
    assert taken(act, act.open(), [date(1901, 5, 1), date(2040, 5, 1)]) == []


@pytest.mark.parametrize("act", OF_SOMEBODY, indirect=True)
def test_day_before_the_life_of_whom_it_is_about_is_refused(act):
    person = person_of(act)
    born = person.born_from or person.expected
    assert born, act.name
    assert taken(act, act.open(), [born - PREGNANCY], BEGINS) == []


@pytest.mark.parametrize("act", [name for name in OF_SOMEBODY if name not in ONLY_OF_THE_LIVING], indirect=True)
def test_day_after_the_death_of_whom_it_is_about_is_refused(act, cast):
    person = person_of(act)
    with acting(cast.mary):
        change(person, died=TODAY - timedelta(days=3), expected=None, born=person.born or TODAY - timedelta(days=9))
    page = act.open()
    assert taken(act, page, [TODAY - timedelta(days=1)], AFTER_DEATH) == []


def person_of(act: Act) -> Person:
    parts = act.address.parts
    name = next(name for name in PERSON_OF if name in parts)
    return PERSON_OF[name](act.values[name])


def test_tests_that_are_named_in_place_of_a_walk_exist():
    told = {word for reason in EXEMPT.values() for word in reason.split() if word.startswith("test_")}
    written = "".join(path.read_text(encoding="utf-8") for path in Path("tests").rglob("test_*.py"))
    assert told
    assert not {name for name in told if f"def {name}(" not in written}


def test_names_that_are_exempt_are_of_forms_with_such_a_field():
    named = {*ELSEWHERE, *EXEMPT, *AFTER_DEATH, *BEGINS}
    assert {name for name, _ in named} | BESIDES.keys() | ONLY_OF_THE_LIVING <= set(DATED)
