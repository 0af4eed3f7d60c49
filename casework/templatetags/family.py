"""What the layout of a family's pages asks for."""

from django import template
from django.template import Context
from django.utils import timezone

from casework.families.models import Family
from casework.identity_bar import presenters

register = template.Library()


@register.simple_tag(takes_context=True)
def family_frame(context: Context, family: Family) -> presenters.FamilyFrame:
    """The identity bar and what goes with it; a page that brings its own `frame` shows that."""
    return context.get("frame") or presenters.family_frame(family, timezone.localdate())
