"""Safe contact in words. The code word is a line of its own, for those who record on the family and for pages alone."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from django.utils.text import capfirst

from casework.access import Can
from casework.families.models import Family
from casework.people.models import Person
from casework.people.safe_contacts.models import SafeContact
from casework.people.safe_contacts.queries import safe_contacts_of
from casework.users.models import User
from casework.words import say_date

ASK = "There is a code word. Whoever records on the family reads it."


class SafeContactLine(NamedTuple):
    """`code_word` is '' where there is none, or where the reader may not know it; `ask` says that there is one."""

    pk: int
    person: Person
    words: str
    post: str
    code_word: str
    ask: str
    small: str

    def __str__(self) -> str:
        """Never the code word."""
        return self.words


def safe_contact_lines(family: Family, people: Sequence[Person], user: User, today: date) -> list[SafeContactLine]:
    """Of each of these people what holds today, for a page that `user` reads with the rights in `family.access`."""
    may_know = family.access.can(Can.RECORD)
    return _lines(safe_contacts_of(family, people, user, today).on(today), may_know)


def former_safe_contact_lines(
    family: Family, people: Sequence[Person], user: User, today: date
) -> list[SafeContactLine]:
    """What held before, without its code words."""
    return _lines(safe_contacts_of(family, people, user, today).filter(until_date__lt=today), may_know=False)


def printed_safe_contacts(family: Family, people: Sequence[Person], today: date) -> list[SafeContactLine]:
    """For paper: without the code word, and without saying that there is one."""
    return [line._replace(ask="") for line in _lines(safe_contacts_of(family, people, None, today).on(today), False)]


def post_warnings(family: Family, people: Sequence[Person], user: User, today: date) -> list[str]:
    """'Ann: post is read by her mother.', of those whose post somebody else reads: for whoever writes a letter."""
    return [f"{line.person}: {line.post}." for line in safe_contact_lines(family, people, user, today) if line.post]


def _lines(rows: Iterable[SafeContact], may_know: bool) -> list[SafeContactLine]:
    return [_line(row, may_know) for row in rows]


def _line(row: SafeContact, may_know: bool) -> SafeContactLine:
    post = f"post is read by {row.post_read_by}" if row.post_read_by else ""
    parts = [row.when, row.how, row.get_voicemail_display(), capfirst(post)]
    return SafeContactLine(
        pk=row.pk,
        person=row.person,
        words=" ".join(f"{part.rstrip('.')}." for part in parts if part),
        post=post,
        code_word=row.code_word if may_know else "",
        ask=ASK if row.code_word and not may_know else "",
        small=f"since {say_date(row.from_date)}{f', until {say_date(row.until_date)}' if row.until_date else ''}",
    )
