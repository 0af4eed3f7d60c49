"""What may be recorded of a person, as their state allows: one page instead of a wall of links."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from django.urls import reverse

from casework.families.models import Family, FamilyMember
from casework.households.states import INTO, OUT
from casework.people.models import Person
from casework.relationships.presenters import lock_context
from casework.words import say_date
from workbook.members.queries import episodes_to_join, relationships_with
from workbook.one_workbook.queries import memberships_now


class RecordableChange(NamedTuple):
    label: str
    hint: str
    url: str


ANSWERS = (
    ("born", "person-birth"), ("not yet", "person-not-yet-born"), ("the pregnancy ended", "person-pregnancy-ended"),
)  # fmt: skip


class PassedBirth(NamedTuple):
    """What is asked once the expected day of a birth has passed, and where each answer is recorded."""

    sentence: str
    answers: list[tuple[str, str]]


def passed_birth(family: Family, person: Person, today: date) -> PassedBirth | None:
    """None where no birth is expected, or its day has not passed."""
    if person.expected is None or person.expected >= today or person.pregnancy_ended_on:
        return None
    answers = [(words, reverse(page, args=[family.pk, person.pk])) for words, page in ANSWERS]
    return PassedBirth(f"The birth of {person} was expected on {say_date(person.expected)}. What is so now?", answers)


def changes_page(family: Family, person: Person, today: date) -> dict[str, Any]:
    return {
        "heading": f"Record a change: {person}",
        "person": person,
        "question": passed_birth(family, person, today),
        "acts": list(recordable_changes(family, person)),
        "relationships": relationships_with(family, person),
        **lock_context(family),
    }


def recordable_changes(family: Family, person: Person) -> Iterator[RecordableChange]:
    member = family.members_now().filter(person=person).first()
    if member is None:
        yield from _of_a_former_member(family, person)
        return
    if person.unborn:
        yield from _of_the_expected(family, person)
    elif person.died is None:
        yield from _of_the_living(family, person, member)
    if not person.died:
        yield from _into_the_workbook(family, person)
    yield _act(
        "Correct what is recorded", "Name, birth, sex or household, where it was recorded wrongly.",
        "person-put-right", family, person,
    )  # fmt: skip
    yield from _of_the_role(family, person, member)
    yield _act("Entered twice?", "Link two records of one person, or undo such a link.", "person-same", family, person)
    yield from _of_the_dead(family, person)
    yield from _of_an_open_case(family, person)


def _of_the_role(family: Family, person: Person, member: FamilyMember) -> Iterator[RecordableChange]:
    role = member.get_role_display().lower()
    if person.died is None and not person.unborn:
        hint = f"Is recorded as {role}, and is something else since a day: a child who turned 18, for example."
        yield _act("Another role in this family", hint, "person-role-change", family, person)
    hint = f"Is recorded as {role}, and never was."
    yield _act("Correct the role", hint, "person-role-correct", family, person)


def _of_a_former_member(family: Family, person: Person) -> Iterator[RecordableChange]:
    if person.pregnancy_ended_on is None and person.died is None:
        yield _act(
            f"{person} comes back", "Belongs to the family again, since a day.", "person-come-back", family, person
        )
        yield _died(family, person)
    if person.pregnancy_ended_on:
        hint = "It was recorded wrongly that it ended."
        yield _act("The pregnancy did not end", hint, "person-pregnancy-goes-on", family, person)
    yield from _of_the_dead(family, person)


def _of_the_expected(family: Family, person: Person) -> Iterator[RecordableChange]:
    hint = "One child, twins or more. The first takes this place on the record."
    yield _act(f"{person} was born", hint, "person-birth", family, person)
    hint = f"It was expected on {say_date(person.expected)}: another date." if person.expected else ""
    yield _act(f"{person} is not born yet", hint, "person-not-yet-born", family, person)
    yield _act("The pregnancy ended", "There will be no birth.", "person-pregnancy-ended", family, person)


def _of_the_living(family: Family, person: Person, member: FamilyMember) -> Iterator[RecordableChange]:
    to = OUT if member.in_household else INTO
    where = f"{reverse('household-move', args=[family.pk])}?who={person.pk}&to={to}"
    label = f"{person} moved {'out of' if to == OUT else 'into'} the household"
    yield RecordableChange(label, "Since a day, alone or with others. Still belongs to the family.", where)
    yield _act(f"{person} left the family", "Does not belong to it any more.", "person-leave", family, person)
    yield _died(family, person)


def _died(family: Family, person: Person) -> RecordableChange:
    return _act(f"{person} has died", "Stays on the record, with the day.", "person-death", family, person)


def _of_the_dead(family: Family, person: Person) -> Iterator[RecordableChange]:
    if person.died:
        hint = f"Recorded as {say_date(person.died)}: another day, or recorded wrongly."
        yield _act("Correct the death", hint, "person-death-put-right", family, person)


def _of_an_open_case(family: Family, person: Person) -> Iterator[RecordableChange]:
    if family.involvement_set.filter(child=person, closed_on=None).exists():
        hint = "With the closing record, which a manager agrees to. The other children's cases stay open."
        yield _act(f"Close the case for {person}", hint, "closure-write", family, person)


def _into_the_workbook(family: Family, person: Person) -> Iterator[RecordableChange]:
    if episodes_to_join(family) and not memberships_now([person]).filter(family=family).exists():
        hint = "Is not part of it now. A person is open in one Workbook only."
        yield _act(f"{person} comes into the Workbook", hint, "person-into-workbook", family, person)


def _act(label: str, hint: str, page: str, family: Family, person: Person) -> RecordableChange:
    return RecordableChange(label, hint, reverse(page, args=[family.pk, person.pk]))


def leaving_consequences(person: Person) -> list[str]:
    return [
        "The record stays, and stays about this family. Who only lives elsewhere now has moved: record a move.",
        f"If a Workbook is open, {person}'s part in it ends on that day.",
    ]
