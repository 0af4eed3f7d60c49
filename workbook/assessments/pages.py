"""What the pages of an assessment show."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from casework.acts.keys import blank_key, key_of
from casework.acts.views import opened, writing_page
from casework.family_page.presenters import family_page
from workbook.assessments import forms, reading
from workbook.assessments.contents import builds_on, occasion_of
from workbook.assessments.missing import missing_in
from workbook.assessments.states import AssessmentState
from workbook.programmes.reading import waiting

PAGE = "programmes"
FORM_PAGE = "acts/form_page.html"


def programme_of(family, programme_id):
    """The programme of this family; Http404 for another's."""
    programme = get_object_or_404(family.familyprogramme_set.select_related("workbook"), pk=programme_id)
    programme.family = family
    return programme


def assessment_of(family, assessment_id):
    """As `programme_of`, with its programme and what was frozen of it."""
    rows = family.programmeassessment_set.select_related(
        "programme__workbook", "submitted_by", "oversight", "completed__print", "completed__by"
    )
    assessment = get_object_or_404(rows, pk=assessment_id)
    assessment.family = assessment.programme.family = family
    return assessment


def heading_of(assessment):
    return f"Family Programme {assessment.programme.number}: assessment {assessment.number}"


def address(name, assessment):
    return reverse(name, args=[assessment.family_id, assessment.pk])


def page(assessment, **context):
    """What each page of the assessment shows of it."""
    source = reading.source_of(assessment)
    return family_page(
        assessment.family,
        PAGE,
        caption=occasion_of(assessment),
        assessment=assessment,
        colour=reading.COLOURS[assessment.state],
        modules=source.modules,
        frozen=source.frozen,
        programme_url=reverse("programme", args=[assessment.family_id, assessment.programme_id]),
        **context,
    )


def reading_page(assessment):
    completed = getattr(assessment, "completed", None)
    return page(
        assessment,
        heading=heading_of(assessment),
        paper=reading.paper_of(completed) if completed else None,
        missing=_missing(assessment),
        **reading.acts_of(assessment, assessment.family.access),
    )


def _missing(assessment):
    if assessment.state == AssessmentState.COMPLETED:
        return []
    return missing_in(assessment.programme, today=timezone.localdate())


def submit_form(request, programme):
    """One for the assessment under way: taken back or returned, it opens with what it was for."""
    under_way = programme.assessments.exclude(state=AssessmentState.COMPLETED).first()
    initial = {"occasion": under_way.occasion} if under_way else {}
    return opened(request, forms.SubmitForm, blank_key(request), initial=initial)


def submitting(family, programme, form):
    context = {
        "heading": f"Submit Family Programme {programme.number} as an assessment",
        "programme": programme,
        "missing": missing_in(programme, today=timezone.localdate()),
        "waits": waiting(programme),
        "builds_on": [each | {"completed_on": reading.say_iso(each["completed_on"])} for each in builds_on(programme)],
        "cancel_url": reverse("programme", args=[family.pk, programme.pk]),
    }
    return writing_page(family, PAGE, form, **context)


def complete_form(request, assessment):
    source = reading.source_of(assessment)
    initial = {"version": assessment.version, "seen": source.seen, "read_on": timezone.localdate()}
    return opened(request, forms.CompleteForm, key_of("assessment-complete", assessment), initial=initial)


def renewed(form, assessment):
    """After a stale page the form carries the text as it stands on the page now."""
    if form.conflict:
        form.look_again(reading.source_of(assessment).seen)
    return form
