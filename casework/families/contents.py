"""The people of a family as a finished record keeps them: name, role, age."""

from collections.abc import Iterator
from datetime import date

from casework.families.models import Family
from casework.frozen.contents import Item, Part, line, part
from casework.words import say_age


def people_part(family: Family, today: date) -> Part:
    """Who belongs to the family, as each is called and what each is in it now."""
    return part("The family", _lines(family, today))


def _lines(family: Family, today: date) -> Iterator[Item]:
    for member in family.members_now():
        known_as = f", known as {member.person.short_name}" if member.person.known_as else ""
        words = f"{member.person.full_name}{known_as}: {member.get_role_display().lower()}"
        yield line(f"{words}; {say_age(member.person, today)}", member.person, "name")
