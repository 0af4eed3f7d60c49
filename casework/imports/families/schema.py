"""The columns of the file of families: one row for each person. `docs/import.md` explains them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from casework.families.models import CHILDREN, FamilyRole
from casework.imports.families import cells
from casework.relationships.models import RelationshipKind
from casework.users.roles import Role

KEY = 60


@dataclass(frozen=True, kw_only=True)
class PersonRow:
    """One row as read; what is empty or cannot be read is None, and `unread` names what cannot."""

    line: int
    unread: frozenset[str] = frozenset()
    family: str | None = None
    family_name: str | None = None
    team: str | None = None
    person: str | None = None
    la_child_id: str | None = None
    name: str | None = None
    name_not_known: bool | None = None
    known_as: str | None = None
    role: FamilyRole | None = None
    sex: str | None = None
    born: date | None = None
    expected: date | None = None
    about_age: int | None = None
    about_age_on: date | None = None
    birth_to_be_asked_by: str | None = None
    died: date | None = None
    nhs_number: str | None = None
    upn: str | None = None
    ethnicity: str | None = None
    in_household: bool | None = None
    relationships: tuple[tuple[RelationshipKind, str], ...] | None = None
    worker: str | None = None
    worker_role: Role | None = None
    worker_leads: bool | None = None
    worker_from: date | None = None
    lead_agreed_on: date | None = None
    lead_overseer: str | None = None

    @property
    def child(self) -> bool | None:
        """Whether it is a child of the family, with whom one works or not; None where that could not be read."""
        return self.role in CHILDREN if self.role else None


READERS: dict[str, Callable[[str], Any]] = {
    "family": cells.text(KEY),
    "family_name": cells.text(80),
    "team": cells.text(80),
    "person": cells.text(KEY),
    "la_child_id": cells.text(20),
    "name": cells.text(120),
    "name_not_known": cells.yes_or_no,
    "known_as": cells.text(60),
    "role": cells.family_role,
    "sex": cells.sex,
    "born": cells.day,
    "expected": cells.day,
    "about_age": cells.age,
    "about_age_on": cells.day,
    "birth_to_be_asked_by": cells.email,
    "died": cells.day,
    "nhs_number": cells.text(14),
    "upn": cells.text(13),
    "ethnicity": cells.ethnicity,
    "in_household": cells.yes_or_no,
    "relationships": cells.relationships,
    "worker": cells.email,
    "worker_role": cells.role,
    "worker_leads": cells.yes_or_no,
    "worker_from": cells.day,
    "lead_agreed_on": cells.day,
    "lead_overseer": cells.email,
}
NEEDED = ("family", "person", "name", "role")  # columns; `name` is empty of whom nobody knows by name
