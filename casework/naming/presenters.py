"""Names that tell people apart: a bare name where it stands once, with what distinguishes it where it stands twice."""

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from casework.naming.queries import relations_of, roles_of
from casework.people.models import Person
from casework.users.models import User
from casework.words import say_age

Labels = dict[int, str]


def told_apart(people: Iterable[Person], day: date) -> Labels:
    """By id the name of each; of two of one name the age as well, then what they are of whom, then their number here.

    No two of `people` have the same label. Whoever was entered twice may be among them twice, and reads as two.
    """
    people = list(people)
    ages = {person.pk: _age(person, day) for person in people}
    return _apart({person.pk: str(person) for person in people}, ages.__getitem__, relations_of)


def colleagues_told_apart(users: Iterable[User], day: date) -> Labels:
    """By id the name of each; of two of one name role and team as well, then the address by which they sign in."""
    users = list(users)
    addresses = {user.pk: user.email for user in users}
    return _apart({user.pk: str(user) for user in users}, lambda pk: "", lambda ids: roles_of(ids, day), addresses)


def _apart(
    names: Labels, first: Callable[[int], str], second: Callable[[list[int]], Mapping[int, str]],
    last: Mapping[int, str] | None = None,
) -> Labels:  # fmt: skip
    """`names`, and to those that stand twice is added what `first` says, then `second`, then `last` or the id."""
    labels = {pk: _with(name, first(pk)) if pk in _twice(names) else name for pk, name in names.items()}
    if same := _twice(labels):
        more = second(same)
        labels |= {pk: _with(labels[pk], more.get(pk, "")) for pk in same}
    same = _twice(labels)
    return labels | {pk: _with(labels[pk], last[pk] if last else f"no. {pk}") for pk in same}


def _twice(labels: Labels) -> list[int]:
    keys = {pk: as_read(label) for pk, label in labels.items()}
    counts = Counter(keys.values())
    return [pk for pk, key in keys.items() if counts[key] > 1]


def as_read(name: str) -> str:
    """What two spellings have in common that a reader takes for the same: case, blanks, apostrophes, composition."""
    plain = unicodedata.normalize("NFKC", name).casefold().replace("’", "'")
    return " ".join(plain.split())


def _with(name: str, more: str) -> str:
    return f"{name}, {more}" if more else name


def _age(person: Person, day: date) -> str:
    return say_age(person, day) or "age not known"


def sentence_of_two(first: Person, between: str, second: Person, day: date) -> str:
    """'Ann is the mother of Mia'; with their ages where both have one name: 'Pat, 41, is the father of Pat, 8'."""
    labels = told_apart([first, second], day) if as_read(str(first)) == as_read(str(second)) else {}
    one, other = labels.get(first.pk, str(first)), labels.get(second.pk, str(second))
    return f"{one}{',' if labels else ''} {between} {other}"
