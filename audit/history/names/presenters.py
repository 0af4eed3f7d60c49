"""What each recorded row is called in a sentence, and to which part of the record it belongs."""

from collections.abc import Iterable

from django.db.models import Model

from audit.history.names.casework import presenters as casework
from audit.history.names.casework.presenters import RowName
from audit.history.names.supervision import presenters as supervision
from audit.history.names.workbook import presenters as workbook
from casework.users.models import Team, User

PARTS_OF_THE_RECORD = {
    "people": "Family and people",
    "work": "Referral and allocation",
    "plans": "Assessments, plans and conferences",
    "safety": "Warnings and safety plan",
    "closure": "Closing and transfer",
    "access": "Who may see the family",
    "notes": "Notes",
    "actions": "Agreed actions",
    "case-summaries": "Case summaries",
    "workbook": "Workbook and episodes",
    "summaries": "Intervention summaries",
    "programmes": "Family Programme",
    "supervision": "Supervision and packs",
}

ROW_NAMES = casework.ROW_NAMES | workbook.ROW_NAMES | supervision.ROW_NAMES

# Rows that are not the family's own, named where one of its rows points to them.
NAMED_ONLY: dict[type[Model], RowName] = {User: RowName("", str), Team: RowName("", str)}


def names_of(model: type[Model], ids: Iterable[int]) -> dict[int, str]:
    """The names of the rows of `model` with these ids, in one query: nothing recorded is ever deleted."""
    row_name = (ROW_NAMES | NAMED_ONLY).get(model)
    rows = model._default_manager.filter(pk__in=ids)
    if row_name is None:
        return {row.pk: f"{model._meta.verbose_name} {row.pk}" for row in rows}
    if row_name.related:
        rows = rows.select_related(*row_name.related)
    return {row.pk: row_name.name(row) for row in rows}
