"""The family's agreed actions as its page lists them."""

from django.core.paginator import Paginator

PER_PAGE = 25


def actions_of(family, number):
    """The standing actions: those still open, the earliest due first; and page `number` of those done, latest first."""
    standing = family.agreedaction_set.not_withdrawn().select_related("owner_user", "owner_person", "child", "note")
    done = standing.exclude(done_on=None).order_by("-done_on", "-pk")
    return standing.still_open(), Paginator(done, PER_PAGE).get_page(number)
