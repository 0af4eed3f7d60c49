"""What a person's page says of it."""

from datetime import date
from typing import Any, NamedTuple

from casework.access import families_for
from casework.families.models import Family
from casework.people.models import Person
from casework.people.own_right.queries import answer_of, is_asked
from casework.users.models import User
from casework.words import say_date


class OwnRightLine(NamedTuple):
    """`asked` is '' where nothing is open; `answered` and `because` are '' where nobody has answered yet."""

    asked: str
    answered: str = ""
    because: str = ""


def own_right_line(family: Family, person: Person, user: User, today: date) -> OwnRightLine | None:
    """None where it is not asked of this person here, and no answer may be read."""
    asked, row = is_asked(family, person, today), answer_of(person)
    if row and row.family_id != family.pk and not families_for(user).filter(pk=row.family_id).exists():
        row = None
    if row:
        who = f"{row.get_answer_display()} ({row.by}, {say_date(row.at)})"
        return OwnRightLine("", f"Child in need in their own right: {who}", row.because)
    if not asked:
        return None
    return OwnRightLine(
        f"{person} is under 18 and a parent. It is not recorded yet whether {person} is a child in need in their own "
        "right, with a worker of their own."
    )


def own_right_context(family: Family, person: Person, user: User, today: date) -> dict[str, Any]:
    line = own_right_line(family, person, user, today)
    return {"own_right": line, "may_answer_own_right": line is not None and is_asked(family, person, today)}
