"""The copies of a finished record, for its page."""

from typing import Any, NamedTuple

from django import template
from django.template import Context

from casework.copies.models import CopyGiven
from casework.copies.queries import copies_by_subject
from casework.copies.registry import give_url
from casework.subjects import key_of
from casework.templatetags.marks import may_answer

register = template.Library()


class Copied(NamedTuple):
    copies: list[CopyGiven]
    give_url: str
    may_give: bool


@register.simple_tag(takes_context=True)
def copies_of(context: Context, record: Any) -> Copied:
    return Copied(copies_by_subject(record.family_id).get(key_of(record), []), give_url(record), may_answer(context))
