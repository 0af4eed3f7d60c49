"""Of whom it is asked, and what was answered."""

from datetime import date

from casework.families.models import Family, FamilyRole
from casework.people.models import Person
from casework.people.own_right.models import OwnRightAnswer
from casework.people.queries import under
from casework.relationships.models import RelationshipKind

OF_AGE = 18
PARENTS = (RelationshipKind.MOTHER, RelationshipKind.FATHER)


def is_asked(family: Family, person: Person, today: date) -> bool:
    """Whether the person is a parent in this family and, as far as is known, under 18 on `today`.

    What they are in another family is not read: its record may be closed to whoever asks.
    """
    if person.died or not under(person, OF_AGE, today):
        return False
    here = family.familymember_set.filter(person__in=person.all_ids, until_date=None)
    return here.filter(role=FamilyRole.PARENT).exists() or (
        here.exists() and family.relationships_now().filter(person__in=person.all_ids, kind__in=PARENTS).exists()
    )


def answer_of(person: Person) -> OwnRightAnswer | None:
    """The answer that holds, whichever family's record it was given on."""
    return OwnRightAnswer.objects.filter(person__in=person.all_ids).select_related("by", "family").first()
