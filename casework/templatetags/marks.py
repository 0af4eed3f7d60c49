"""Whether the reader of a page may add to what is finished on it."""

from django import template
from django.template import Context

from casework.access import Can

register = template.Library()


@register.simple_tag(takes_context=True)
def may_answer(context: Context) -> bool:
    """Only on a page of a family on which they record; on paper nobody does."""
    request = getattr(context, "request", None)
    viewing = getattr(request, "viewing", None)
    family = getattr(viewing, "family", None)
    return family is not None and family.access.can(Can.RECORD)
