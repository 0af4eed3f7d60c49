"""Agreeing to close a child's case ends the child's part in the Workbook, which goes on with the others."""

from casework.closures import services as closures
from casework.refusal import Refusal
from casework.trail.acting import service
from casework.trail.rows import change
from workbook.books.services import open_workbook_of
from workbook.episodes.models import EpisodeMember
from workbook.episodes.states import EpisodeState

OVER = (EpisodeState.SUPERVISED, EpisodeState.ENDED)


@service
def agree(closure, *, by, at, **details):
    """As `casework.closures.services.agree`; the child stays a member of the periods that are over (C2)."""
    closure = closures.agree(closure, by=by, at=at, **details)
    workbook = open_workbook_of(closure.family)
    if workbook:
        _check_a_child_remains(workbook, closure.involvement.child)
        for member in _running_members(workbook).filter(person__in=closure.involvement.child.all_ids):
            change(member, until_date=max(closure.closing_on, member.from_date))
    return closure


def _running_members(workbook):
    return EpisodeMember.objects.filter(episode__workbook=workbook, until_date=None).exclude(episode__state__in=OVER)


def _check_a_child_remains(workbook, child):
    """A Workbook has at least one child (A1.14)."""
    members = _running_members(workbook).filter(person__is_child=True)
    ids = child.all_ids
    if members.filter(person__in=ids).exists() and not members.exclude(person__in=ids).exists():
        raise Refusal(
            f"{child} is the last child in the open Workbook, and a Workbook needs one. Close the Workbook first, or "
            "let another child take part in it."
        )
