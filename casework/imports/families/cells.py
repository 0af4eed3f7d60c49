"""What may stand in a cell of the file of families: each function reads a text, or says in a sentence why not."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import TypeVar

from casework.families.models import FamilyRole
from casework.lives.checks import OLDEST
from casework.people.models import Sex
from casework.practice import codes
from casework.relationships.models import RelationshipKind
from casework.users.roles import PRACTITIONERS, Role

Known = TypeVar("Known")
LONGEST = 120
YEARS = range(1900, 2101)


def plain(words: object) -> str:
    """However words are joined, they are the same words: 'half_sibling', 'Half-sibling'."""
    return str(words).lower().replace("_", " ").replace("-", " ").strip()


KINDS = {plain(word): kind for kind in RelationshipKind for word in (kind.value, kind.label)}
YES_OR_NO = {"yes": True, "y": True, "true": True, "no": False, "n": False, "false": False}


class WrongCell(ValueError):
    """Its text is a sentence fit to show."""


def text(longest: int = LONGEST) -> Callable[[str], str]:
    """Gives a reader of text of at most `longest` characters."""

    def read(cell: str) -> str:
        if len(cell) > longest:
            raise WrongCell(f"It is longer than {longest} characters.")
        return cell

    return read


def yes_or_no(cell: str) -> bool:
    return _one_of(YES_OR_NO, cell, "yes or no")


def sex(cell: str) -> str:
    return _one_of(SEXES, cell, "M, F or U").value


SEXES = {str(word).lower(): sex for sex in Sex for word in (sex.value, sex.label, sex.name)}


def role(cell: str) -> Role:
    return Role(_one_of(ROLES, plain(cell), _listed(role.label for role in PRACTITIONERS)))


ROLES = {plain(word): role for role in PRACTITIONERS for word in (role.value, role.label)}


def family_role(cell: str) -> FamilyRole:
    return _one_of(FAMILY_ROLES, plain(cell), "child, parent, other adult or other child")


FAMILY_ROLES = {plain(word): role for role in FamilyRole for word in (role.value, role.label)}


def ethnicity(cell: str) -> str:
    known = {code.code.lower(): code.code for code in codes.code_list("ethnicities").codes}
    return _one_of(known, cell, "a code of the census, such as WBRI")


def day(cell: str) -> date:
    """As 2026-03-31, or as spreadsheets in this country write it: 31/03/2026."""
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            read = datetime.strptime(cell, form).date()  # noqa: DTZ007  a day has no time zone
        except ValueError:
            continue
        if read.year in YEARS:
            return read
    raise WrongCell(f"‘{cell}’ is not a date. Write it as 2026-03-31 or 31/03/2026.")


def age(cell: str) -> int:
    if re.fullmatch(r"[0-9]{1,3}", cell) and int(cell) <= OLDEST:
        return int(cell)
    raise WrongCell(f"‘{cell}’ is no age. Write whole years, up to {OLDEST}.")


def relationships(cell: str) -> tuple[tuple[RelationshipKind, str], ...]:
    """'mother of P2; partner of P4' as pairs of the kind and the other's key."""
    return tuple(_relationship(part.strip()) for part in cell.split(";") if part.strip())


def _relationship(part: str) -> tuple[RelationshipKind, str]:
    match = re.fullmatch(r"(.+?) of (\S.*)", part)
    if not match:
        raise WrongCell(f"‘{part}’ is no relationship. Write ‘mother of’ and the other’s key in the column person.")
    kind = _one_of(KINDS, plain(match[1]), _listed(kind.label for kind in RelationshipKind))
    return RelationshipKind(kind), match[2].strip()


def email(cell: str) -> str:
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", cell):
        raise WrongCell(f"‘{cell}’ is not an e-mail address.")
    return cell.lower()


def _one_of(known: Mapping[str, Known], cell: str, allowed: str) -> Known:
    try:
        return known[cell.strip().lower()]
    except KeyError:
        raise WrongCell(f"‘{cell}’ cannot stand here. Write {allowed}.") from None


def _listed(words: Iterable[object]) -> str:
    *others, last = map(str, words)
    return f"{', '.join(others)} or {last}"
