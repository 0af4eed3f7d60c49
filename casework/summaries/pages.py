"""What the pages of a case summary show."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from casework import practice
from casework.access import Can
from casework.acts.keys import key_of
from casework.acts.views import opened
from casework.duedates.services import subject_of
from casework.family_page.presenters import family_page
from casework.summaries.forms import CaseSummaryForm
from casework.summaries.reading import empty_headings, versions_of
from casework.words import say_age


def child_of(family, child_id):
    """The child of this family, now or formerly; Http404 for anybody else."""
    members = family.familymember_set.filter(person__is_child=True).select_related("person")
    return get_object_or_404(members.order_by("person_id").distinct("person_id"), person=child_id).person


def page(family, child, **context):
    """What every page of the child's case summary shows: its versions and when the next is due."""
    versions = versions_of(family, child)
    return family_page(
        family,
        "family",
        child=child,
        age=say_age(child, timezone.localdate()),
        versions=versions,
        due=due_of(family, child),
        empty_headings=empty_headings(versions.open),
        may_write=family.access.can(Can.LEAD),
        case_is_open=family.involvement_set.filter(child=child, closed_on=None).exists(),
        cancel_url=reverse("case-summary", args=[family.pk, child.pk]),
        **context,
    )


def due_of(family, child):
    """The running clock of the child's case summary, or None."""
    involvement = family.involvement_set.filter(child=child, closed_on=None).first()
    return (
        involvement
        and family.due_dates.running().filter(timescale="case_summary", subject=subject_of(involvement)).first()
    )


def latest_of(family, child):
    """The latest version, open or completed; Http404 where nothing has been written."""
    latest = family.casesummary_set.filter(child=child).first()
    if latest is None:
        raise Http404
    return latest


def form_of(request, family, child):
    """The form of the open version; where none is open, of the one that saving begins from the last text."""
    versions = versions_of(family, child)
    begun_from = versions.open or versions.current
    passages = list(begun_from.summary.passages.all()) if begun_from else []
    return opened(
        request, CaseSummaryForm, key_of(f"case-summary-{family.pk}", child), child=child, passages=passages,
        sections=practice.current().case_summary_sections, initial={"version": open_version(versions)},
    )  # fmt: skip


def open_version(versions):
    return versions.open.summary.version if versions.open else 0


def standing_text(versions):
    """What stands saved now, for whoever wrote from an older version."""
    standing = versions.open or versions.current
    return standing.passages if standing else []
