"""The columns of the file of families: one row for each person. `docs/import.md` explains them."""

from dataclasses import dataclass
from datetime import date

from casework.imports.families import cells
from casework.relationships.models import RelationshipKind

KEY = 60


@dataclass(frozen=True, kw_only=True)
class PersonRow:
    """One row as read; what is empty or cannot be read is None, and `unread` names what cannot."""

    line: int
    unread: frozenset = frozenset()
    family: str = None
    family_name: str = None
    team: str = None
    person: str = None
    la_child_id: str = None
    name: str = None
    known_as: str = None
    child: bool = None
    sex: str = None
    born: date = None
    expected: date = None
    died: date = None
    nhs_number: str = None
    upn: str = None
    ethnicity: str = None
    in_household: bool = None
    relationships: tuple[tuple[RelationshipKind, str], ...] = None
    worker: str = None
    worker_role: str = None
    worker_leads: bool = None
    worker_from: date = None


READERS = {
    "family": cells.text(KEY),
    "family_name": cells.text(80),
    "team": cells.text(80),
    "person": cells.text(KEY),
    "la_child_id": cells.text(20),
    "name": cells.text(120),
    "known_as": cells.text(60),
    "child": cells.yes_or_no,
    "sex": cells.sex,
    "born": cells.day,
    "expected": cells.day,
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
}
NEEDED = ("family", "person", "name", "child")
