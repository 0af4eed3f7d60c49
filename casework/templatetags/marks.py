"""Whether the reader of a page may add to what is finished on it, and what of the family's records is disputed."""

from typing import Any, NamedTuple

from django import template
from django.template import Context

from casework.access import Can
from casework.answers.presenters import AnswerLine, to_ask_about
from casework.families.models import Family
from casework.marks.presenters import Mark, marks_of
from casework.marks.registry import add_url

register = template.Library()


@register.simple_tag(takes_context=True)
def may_answer(context: Context) -> bool:
    """Only on a page of a family on which they record; on paper nobody does."""
    request = getattr(context, "request", None)
    viewing = getattr(request, "viewing", None)
    family = getattr(viewing, "family", None)
    return family is not None and family.access.can(Can.RECORD)


@register.simple_tag
def disputes_of(family: Family) -> list[AnswerLine]:
    """What is disputed of the family's finished records and not answered: who writes the next version is asked."""
    return to_ask_about(family)


class Answered(NamedTuple):
    marks: list[Mark]
    add_url: str


@register.simple_tag
def answered(record: Any) -> Answered:
    """What was said of a finished record as a whole, and where one adds to it."""
    return Answered(marks_of(record), add_url(record))
