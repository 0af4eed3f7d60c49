"""Who is in the family, how they are related, when each child was last seen, and who works with them."""

from typing import NamedTuple

from django.db.models import Max, Q
from django.db.models.functions import Coalesce

from casework.families.models import say_kind
from casework.notes.states import NoteState
from casework.people.contacts import telephones_of
from casework.people.reading import key_contacts_of
from casework.plans.standing import by_child
from casework.words import say_age


class Member(NamedTuple):
    """`related` are phrases such as 'mother of Mia and Ben'."""

    person: object
    age: str
    where: str
    related: list
    last_seen: object = None
    last_alone: object = None
    telephones: tuple = ()
    # Of a child: what they are subject to, and the next conference.
    standing: object = None


def members(family, today):
    """The people who belong to the family now: children and adults, in six queries together."""
    related, seen, telephones = _related(family), _last_seen(family), telephones_of(family, today)
    people = [_member(member, related, seen, telephones, today) for member in family.members_now()]
    children, adults = [m for m in people if m.person.is_child], [m for m in people if not m.person.is_child]
    standing = by_child(family, [child.person for child in children], today)
    return [child._replace(standing=of) for child, of in zip(children, standing, strict=True)], adults


def _member(member, related, seen, telephones, today):
    person = member.person
    where = "In the household" if member.in_household else "Lives elsewhere"
    if person.unborn or person.died:
        where = ""
    last_seen, last_alone = seen.get(person.one_id, (None, None))
    numbers = telephones.get(person.one_id, ())
    return Member(
        person, say_age(person, today), where, related.get(person.one_id, []), last_seen, last_alone, numbers
    )  # fmt: skip


def _last_seen(family):
    """By the child's `one_id`: when last seen, and when last seen alone (A7.7, A10.1)."""
    rows = family.seen_set.filter(seen=True).exclude(note__state=NoteState.WITHDRAWN).order_by()
    last = rows.values_list(Coalesce("child__merged_into_id", "child_id")).annotate(
        Max("note__took_place_at"), alone_at=Max("note__took_place_at", filter=Q(alone=True))
    )
    return {child: (seen_at, alone_at) for child, seen_at, alone_at in last}


def _related(family):
    """By the person's `one_id`: what they are of whom, the others gathered under one kind."""
    others = {}
    for row in family.relationships_now():
        others.setdefault(row.person.one_id, {}).setdefault(row.kind, {})[row.other.one_id] = str(row.other)
    return {
        person: [f"{say_kind(kind)} of {_listed([*names.values()])}" for kind, names in kinds.items()]
        for person, kinds in others.items()
    }


def _listed(names):
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def around(family, today):
    """The allocations that hold now, the lead first, and the professionals around the children (A9.20)."""
    return {
        "workers": family.allocation_set.on(today).with_lead(today).select_related("worker"),
        "professionals": key_contacts_of(family, today),
    }
