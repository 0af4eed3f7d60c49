"""Whether a page was sent before."""

from uuid import UUID

from django.db.models import Model

from casework.subjects import SubjectKey, find
from casework.submissions.models import Submission
from casework.users.models import User


def earlier_submission(user: User, form_key: UUID) -> Submission | None:
    return Submission.objects.filter(user=user, form_key=form_key).first()


def subject_of(submission: Submission) -> Model | None:
    """The row with which the page was answered, as it is now; None where it was no row, or more than one."""
    if submission.subject_id is None:
        return None
    return find(SubjectKey(submission.subject_type, submission.subject_id))
