"""Whose records may speak of somebody of a restricted family, and what was found for one (A11.2)."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Exists, Max, Model, OuterRef, Q, QuerySet

from casework.access import Can, access_of, restricted_families, unrestricted
from casework.access.models import RestrictionReader
from casework.ages import Span
from casework.calls.models import SafetyCall
from casework.families.models import Family, FamilyMember
from casework.left_notes.models import LeftNote
from casework.left_notes.queries import ids_meant
from casework.matching.queries import MIN_LETTERS, likeness_by_person
from casework.mentions.models import Mention
from casework.people.contact_details.queries import ids_at_address
from casework.people.known_apart.models import KnownApart
from casework.people.models import Person, PersonName
from casework.users.models import User


class Found(NamedTuple):
    """That a restricted family (its id) is meant, and which of its people (id), where somebody is named."""

    family: int
    person: int | None


def mentions_of(family: Family, user: User) -> QuerySet[Mention]:
    """What was found for the family, the latest first; nothing that lies in another family that is shut to `user`."""
    here = FamilyMember.objects.filter(person=OuterRef("newcomer")).filter(unrestricted(user, family="family"))
    told = (
        (Q(call=None) | Q(call__family=None) | unrestricted(user, family="call__family"))
        & (Q(left_note=None) | Q(left_note__note=None) | unrestricted(user, family="left_note__note__family"))
        & (Q(newcomer=None) | Exists(here))
    )
    return Mention.objects.filter(told, family=family).select_related(
        "person", "newcomer", "call__team", "call__taken_by", "call__family", "left_note__team", "left_note__author",
        "settled_by", "note",
    )  # fmt: skip


def families_of_newcomer(mention: Mention, user: User) -> list[Family]:
    """In which families somebody new is, as far as `user` may know of them."""
    if mention.newcomer_id is None:
        return []
    rows = FamilyMember.objects.filter(unrestricted(user, family="family"), person=mention.newcomer_id)
    return [row.family for row in rows.select_related("family__headline__team").order_by("pk")]


def who_are_told(family: int, today: date) -> list[User]:
    """Those on the list of the restricted family (its id) who record on its file."""
    listed = RestrictionReader.objects.on(today).filter(family=family, user__is_active=True).select_related("user")
    row = Family.objects.get(pk=family)
    users = [reader.user for reader in listed.order_by("user")]
    return [user for user in users if access_of(user, row, today=today).can(Can.RECORD)]


def people_restricted(today: date) -> QuerySet[Person]:
    """Everybody who belongs to a restricted family."""
    rows = FamilyMember.objects.filter(family__in=restricted_families(today), until_date=None)
    return Person.objects.filter(pk__in=rows.order_by().values("person"))


def found_by_call(call: SafetyCall, today: date) -> set[Found]:
    """By the child's name, the caller's, or the address at which the child is."""
    people = [*_by_name(call.child_name, None, today), *_by_name(call.caller_name, None, today)]
    return _of_families([*people, *_by_address(call.child_address, today)], today)


def found_by_left_note(note: LeftNote, today: date) -> set[Found]:
    """By the reference, or by name and date of birth."""
    shut = restricted_families(today)
    by_reference = Family.objects.filter(pk__in=shut).filter(pk__in=ids_meant(note)) if note.reference else ()
    named = _of_families(_by_name(note.name, Span(note.born, note.born) if note.born else None, today), today)
    met = {found.family for found in named}
    return named | {Found(family.pk, None) for family in by_reference if family.pk not in met}


def found_by_newcomer(person: Person, today: date) -> set[Found]:
    """Whom somebody may be who was entered in a family that is not restricted."""
    belongs = FamilyMember.objects.filter(person__in=person.all_ids)
    if not belongs.exclude(family__in=restricted_families(today)).exists():
        return set()
    same = set(person.all_ids)
    names = {person.known_as, *([person.name] if person.name_known else [])}
    names |= set(PersonName.objects.filter(person=person).values_list("name", flat=True))
    like = {pk for name in names for pk in _by_name(name, person.birth, today)}
    there = set(belongs.order_by().values_list("family", flat=True))
    return {found for found in _of_families(sorted(like - same), today) if found.family not in there}


def _by_name(typed: str, born: Span | None, today: date) -> list[int]:
    """The ids of those in restricted families whose names, also those known to that family alone, are like `typed`."""
    typed = " ".join(typed.split())
    if len(typed) < MIN_LETTERS:
        return []
    people = people_restricted(today)
    apart = KnownApart.objects.filter(person__in=people, said__contains=["name"])
    other_names = (PersonName.objects.filter(person__in=people), apart)
    return sorted({pk for names in other_names for pk in likeness_by_person(people, names, typed, born)})


def _by_address(said: str, today: date) -> list[int]:
    if len(said.strip()) < MIN_LETTERS:
        return []
    return ids_at_address(said, people_restricted(today))


def _of_families(people: list[int], today: date) -> set[Found]:
    """Of each restricted family the first of them."""
    rows = FamilyMember.objects.filter(person__in=people, family__in=restricted_families(today), until_date=None)
    first: dict[int, int] = {}
    for family, person in rows.order_by("person").values_list("family", "person"):
        first.setdefault(family, person)
    return {Found(family, person) for family, person in first.items()}


def nothing_is_restricted(today: date) -> bool:
    return not restricted_families(today).exists()


def last_change(model: type[Model]) -> int:
    """The highest number in the history of the table; 0 where nothing is in it."""
    return model.history.aggregate(last=Max("history_id"))["last"] or 0  # type: ignore[attr-defined]


def changed_since(model: type[Model], number: int, most: int) -> Iterator[tuple[int, int]]:
    """Of at most so many changes after that number each one's number and its row's id."""
    rows = model.history.filter(history_id__gt=number).order_by("history_id")  # type: ignore[attr-defined]
    yield from rows.values_list("history_id", "id")[:most]


def still_open(today: date) -> Iterator[tuple[str, Any, set[Found]]]:
    """The calls that nobody has decided on and the notes that are on no file, with what is found of each."""
    for call in SafetyCall.objects.filter(outcome="").order_by("pk"):
        yield "call", call, found_by_call(call, today)
    for note in LeftNote.objects.filter(settled_at=None, withdrawn_at=None).order_by("pk"):
        yield "left_note", note, found_by_left_note(note, today)


def same_to_link(family: Family) -> QuerySet[Mention]:
    """Of whom the family said while it was restricted that they are its own, entered a second time."""
    ours = Mention.objects.filter(family=family, outcome="ours", person__isnull=False, newcomer__isnull=False)
    return ours.filter(person__merged_into=None, newcomer__merged_into=None).select_related("person", "newcomer")
