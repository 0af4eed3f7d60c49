"""Who is what of whom in a family, and its row of cultural notes."""

from casework.families.models import Family
from casework.genogram.models import GenogramNote
from casework.genogram.picture.kinship import Relation
from casework.people.models import Person
from casework.relationships.models import RelationshipKind

# A relation that has ended and is still drawn, and as what.
AFTERWARDS: dict[str, str] = {RelationshipKind.PARTNER: RelationshipKind.FORMER_PARTNER}


def relations_of(family: Family) -> list[Relation]:
    """Who is what of whom, by the ids of persons; of one entered twice by the id of the main entry."""
    rows = family.relationship_set.filter(recorded_wrongly=False)
    rows = rows.select_related("person__merged_into", "other__merged_into")
    relations = []
    for row in rows:
        kind = row.kind if row.until_date is None else AFTERWARDS.get(row.kind)
        if kind:
            relations.append(Relation(main_entry(row.person).pk, str(kind), main_entry(row.other).pk))
    return [relation for relation in dict.fromkeys(relations) if relation.person != relation.other]


def main_entry(person: Person) -> Person:
    """Of a person who was entered twice the row that goes on."""
    return person.merged_into or person


def note_of_family(family: Family) -> GenogramNote | None:
    """The family's row of cultural notes, or None before its first text."""
    return family.genogramnote_set.first()


def note_version(family: Family) -> int:
    """The number for the optimistic lock: 0 before the first text."""
    note = note_of_family(family)
    return note.version if note else 0
