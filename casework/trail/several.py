"""Many new rows in a statement, each with its history row: for what is brought in by the thousand.

`RecordedQuerySet` refuses bulk writes, since Django's leave no history. This is the one way that leaves it.
"""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Model, QuerySet

from casework.trail import acting, reading
from casework.trail.acting import in_service
from casework.trail.models import Covering, Permanent, Recorded, refuse_masked

SLICE = 500  # rows in one statement


@in_service
def create_all(rows: Sequence[Model]) -> None:
    """Save new rows of one model as `save` would each of them: in the actor's name and with the history.

    What they point to is saved already, and was given as the row itself. Only for rows of families that were made with
    them: what follows up a service (places that are told, newcomers to a household) is not told of them.
    """
    if not rows:
        return
    model = type(rows[0])
    reading.forget()
    for row in rows:
        refuse_masked(row)
        if isinstance(row, Permanent):
            row.note_covering()
    with transaction.atomic(savepoint=False):
        rows_of: QuerySet[Any] = QuerySet(model)
        rows_of.bulk_create(rows, batch_size=SLICE)
        if isinstance(rows[0], Recorded):
            _create_history(rows)


def _create_history(rows: Sequence[Model]) -> None:
    """As `History.create_historical_record` and `TrailEntry.save` write it."""
    history, actor, moment = type(rows[0]).history.model, acting.actor(), acting.recorded_at()  # type: ignore[attr-defined]
    states = [
        history(
            history_date=moment, history_user=actor, history_type="+", history_page=acting.page()[:300],
            **{field.attname: getattr(row, field.attname) for field in history.tracked_fields},
        )
        for row in rows
    ]  # fmt: skip
    for state in states:
        if isinstance(state, Covering):
            state.note_covering()
    states_of: QuerySet[Any] = QuerySet(history)
    states_of.bulk_create(states, batch_size=SLICE)
