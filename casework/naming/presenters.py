"""Names that tell people apart: a bare name where it stands once, with what distinguishes it where it stands twice."""

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from operator import attrgetter
from typing import TypeVar

from casework.naming.queries import relations_of, roles_of
from casework.people.models import Person
from casework.users.models import User
from casework.words import say_age

Labels = dict[int, str]
Row = TypeVar("Row")


def told_apart(people: Iterable[Person], day: date) -> Labels:
    """By id the name of each; of two of one name the age as well, then what they are of whom, then their number here.

    No two of `people` have the same label. Whoever was entered twice may be among them twice, and reads as two.
    """
    by_id = {person.pk: person for person in people}
    names = _more({pk: str(person) for pk, person in by_id.items()}, lambda pk: _age(by_id[pk], day))
    same = _twice(names)
    names = _more(names, relations_of(same, day).get) if same else names
    return apart(names, {pk: f"no. {pk}" for pk in names})


def colleagues_told_apart(users: Iterable[User], day: date) -> Labels:
    """By id the name of each; of two of one name role and team as well, then the address by which they sign in."""
    users = list(users)
    names = {user.pk: str(user) for user in users}
    same = _twice(names)
    names = _more(names, roles_of(same, day).get) if same else names
    return apart(names, {user.pk: user.email for user in users})


def with_colleagues_apart(rows: Iterable[Row], day: date, *names: str) -> list[Row]:
    """The rows of a list whose users, in their attributes `names`, say their names so that no two read alike.

    'part.worker' is the worker of the row's part. Nothing is asked of the database where no name stands twice.
    """
    listed = list(rows)
    users = [user for row in listed for name in names if (user := attrgetter(name)(row)) is not None]
    colleagues_apart(users, day)
    return listed


def colleagues_apart(users: Iterable[User], day: date) -> list[User]:
    """The users themselves, who say their names so that no two read alike."""
    listed = list(users)
    labels = colleagues_told_apart({user.pk: user for user in listed}.values(), day)
    for user in listed:
        user.apart = labels[user.pk]
    return listed


def apart(labels: Labels, last: Mapping[int, str]) -> Labels:
    """`labels`; to those that stand twice is added what `last` says of them."""
    return _more(labels, last.get)


def _more(labels: Labels, of: Callable[[int], str | None]) -> Labels:
    same = set(_twice(labels))
    return {pk: _with(label, of(pk) or "") if pk in same else label for pk, label in labels.items()}


def with_label(label: str, name: str, apart: str) -> str:
    """`label`, which begins with a bare `name`, with `apart` in its place, unless it says that of itself."""
    more = apart.removeprefix(name).removeprefix(", ")
    if not label.startswith(name) or not more or more in label[len(name) :]:
        return label
    return f"{apart}{label[len(name) :]}"


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
    return say_age(person, day, short=True)
