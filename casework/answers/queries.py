"""The row that an answer is about, the answers of a family, and from whom the text of one is held back."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from casework.access import Can, FamilyAccess
from casework.answers.models import Answer
from casework.answers.states import AnswerState
from casework.families.models import Family, FamilyRecord
from casework.frozen.queries import stands_in_frozen
from casework.marks.registry import ANSWERABLES, BY_TYPE, entry_of
from casework.users.models import TeamMembership, User


def subject_in(family: Family, slug: str, pk: int) -> FamilyRecord | None:
    """The row of that kind in this family; None where it is another family's, is gone, or may not be read."""
    entry = ANSWERABLES.get(slug)
    if entry is None:
        return None
    rows: QuerySet[Any] = entry.model._default_manager.filter(family=family, pk=pk)
    row = rows.select_related(*entry.related, "family").first()
    return row if row is not None and entry.read(row) else None


def subject_of(answer: Answer) -> FamilyRecord | None:
    return subject_in(answer.family, BY_TYPE[answer.subject_type].slug, answer.subject_id)


def is_finished(row: FamilyRecord) -> bool:
    """Whether its text does not change, or stands in a finished record as it was."""
    entry = entry_of(row)
    return entry is not None and entry.read(row) and (entry.finished(row) or stands_in_frozen(row))


def last_history(row: FamilyRecord) -> int:
    """The id of the latest row of its history: how it reads now."""
    return row.history.order_by("-history_date", "-history_id").values_list("history_id", flat=True)[0]


def as_it_was(row: FamilyRecord, history_id: int) -> FamilyRecord | None:
    """How the row read then; None where that history is another row's."""
    return row.history.filter(history_id=history_id).first()


def answers_of(family: Family) -> QuerySet[Answer]:
    return family.answer_set.select_related("person__merged_into", "colleague", "by", "settled_by", "on_copies_by")


def open_answers(family: Family) -> QuerySet[Answer]:
    return answers_of(family).filter(state=AnswerState.LOOKED_INTO)


def may_read_text(answer: Answer, user: User, access: FamilyAccess) -> bool:
    """Whoever settles and inspects reads each; everybody else what is not held back from them."""
    if access.can(Can.INSPECT) or user.pk in (answer.by_id, answer.colleague_id):
        return True
    return not any(held.user_id == user.pk for held in answer.held_from.all())


def colleagues_of(family: Family, today: date) -> QuerySet[User]:
    """Whoever has worked with the family, and the team that works with it now."""
    allocated = family.allocation_set.order_by().values("worker")
    team = TeamMembership.objects.on(today).filter(team__in=family.familyteam_set.on(today).values("team"))
    return User.objects.filter(Q(pk__in=allocated) | Q(pk__in=team.order_by().values("user")), is_robot=False)
