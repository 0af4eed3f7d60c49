"""In which of two Workbooks a person is, and on which ground (A1.16, A1.17)."""

from typing import NamedTuple

from django.db.models import TextChoices


class Ground(TextChoices):
    """A1.17: which family's Workbook it is."""

    LIVES = "lives", "lives with that family"
    INVOLVED = "involved", "is most involved with that family"
    RISK = "risk", "is where the level of risk is highest"


class WorkbookChoice(NamedTuple):
    """Whether the person comes into this family's Workbook, or stays in the other; on which ground, and why."""

    comes: bool
    ground: str
    because: str
