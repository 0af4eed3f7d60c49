"""What was said of a finished record afterwards."""

from django.db.models import QuerySet

from casework.answers.models import Answer
from casework.subjects import columns_of


def added_to(row) -> QuerySet:
    return Answer.objects.filter(kind="addition", **columns_of(row))
