"""Finding a row that stands: one that was recorded in error is not missing, and its address says what became of it."""

from typing import TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404

from casework.families.models import Family
from casework.in_error.models import InError, InErrorReason
from casework.in_error.queries import words_in_error
from casework.refusal import Refusal
from casework.subjects import SubjectKey, type_of

Row = TypeVar("Row", bound=Model)
CHOOSE = "Choose why it was recorded in error."
SAY = "Say what happened."


class RecordedInError(Http404):
    """What the address names was recorded in error; the page that answers says so (`casework/failures`)."""

    def __init__(self, family: Family, found: InError) -> None:
        super().__init__()
        self.family, self.found = family, found


def one_standing(rows: QuerySet[Row], pk: int, family: Family) -> Row:
    """The row `pk` of `rows`, which are those of the family that stand.

    Raises RecordedInError for one that was recorded in error there, and Http404 for any other.
    """
    row = rows.filter(pk=pk).first()
    if row is not None:
        return row
    check_not_in_error(type_of(rows.model), pk, family)
    raise Http404


def check_not_in_error(subject_type: str, pk: int, family: Family) -> None:
    """Raise RecordedInError for what was recorded in error on this family's file, and for words of it."""
    found = words_in_error(family.pk).get(SubjectKey(subject_type, pk))
    if found is not None:
        raise RecordedInError(family, found)


def check_reason(reason: str, because: str) -> None:
    if reason not in InErrorReason.values:
        raise Refusal(CHOOSE, "reason")
    if not because.strip():
        raise Refusal(SAY, "because")
