"""What the layout of a family's pages asks for."""

from django import template
from django.template import Context
from django.utils import timezone

from casework.families.models import Family
from casework.identity_bar import presenters
from casework.people.safe_contacts.presenters import SafeContactLine, post_warnings, safe_contact_lines

register = template.Library()


@register.simple_tag(takes_context=True)
def family_frame(context: Context, family: Family) -> presenters.FamilyFrame:
    """The identity bar and what goes with it; a page that brings its own `frame` shows that."""
    return context.get("frame") or presenters.family_frame(family, context["user"], timezone.localdate())


@register.simple_tag(takes_context=True)
def safe_contacts(context: Context, family: Family) -> list[SafeContactLine]:
    """How each person of the family may be reached safely, as the reader of the page may know it."""
    return safe_contact_lines(family, family.people_now(), context["user"], timezone.localdate())


@register.simple_tag(takes_context=True)
def who_reads_the_post(context: Context, family: Family) -> list[str]:
    """A sentence for each person of the family whose post somebody else reads."""
    return post_warnings(family, family.people_now(), context["user"], timezone.localdate())
