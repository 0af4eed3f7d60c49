"""The extract of a summary, for the report or the parent that gets a part (A3.5)."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from casework.access import SignedInRequest, open_family
from casework.family_page.presenters import family_page
from casework.notes.presenters import note_entries
from casework.passages.queries import people_ever
from workbook.summaries import queries, views
from workbook.summaries.extracts import forms, presenters
from workbook.summaries.presenters import heading_of


@require_safe
def extract(request: SignedInRequest, family_id: int, summary_id: int) -> HttpResponse:
    """The text under sub-headings by kind, of everybody or of one person."""
    family = open_family(request, family_id)
    summary = views.summary_of(family, summary_id)
    people = people_ever(family)
    notes = note_entries(queries.notes_of(summary), people)
    form = forms.ExtractForm(request.GET or None, kinds=presenters.kinds_in(notes), people=people)
    wanted = form.wanted()
    context = {
        "heading": f"{heading_of(summary, request.user)}: under sub-headings",
        "summary": summary,
        "form": form,
        "groups": presenters.notes_by_kind(notes, wanted, people),
        "texts": [] if wanted.kind else list(presenters.summary_texts(summary, wanted, people)),
    }
    return render(request, "workbook/summaries/extract.html", family_page(family, "workbook", **context))
