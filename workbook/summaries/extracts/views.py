"""The extract of a summary, for the report or the parent that gets a part (A3.5)."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from casework.access import open_family
from casework.family_page.presenters import family_page
from casework.passages.queries import people_ever
from workbook.summaries import presenters as summaries_presenters
from workbook.summaries import views
from workbook.summaries.extracts import forms, presenters


@require_safe
def extract(request, family_id, summary_id):
    """The text under sub-headings by kind, of everybody or of one person."""
    family = open_family(request, family_id)
    summary = views.summary_of(family, summary_id)
    people = people_ever(family)
    notes = summaries_presenters.notes_of(summary, people)
    form = forms.ExtractForm(request.GET or None, kinds=presenters.kinds_in(notes), people=people)
    wanted = form.wanted()
    context = {
        "heading": f"{summaries_presenters.heading_of(summary, request.user)}: under sub-headings",
        "summary": summary,
        "form": form,
        "groups": presenters.notes_by_kind(notes, wanted, people),
        "said": [] if wanted.kind else list(presenters.summary_texts(summary, wanted, people)),
    }
    return render(request, "workbook/summaries/extract.html", family_page(family, "workbook", **context))
