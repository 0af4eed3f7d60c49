"""Submitting a Family Programme as an assessment, the manager's oversight, and the completed assessment."""

from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST, require_safe

from casework.access import Can, open_family
from casework.acts.keys import blank_key, key_of
from casework.acts.views import carried_out, opened, writing_page
from casework.documents.states import PrintState
from casework.documents.views import attachment
from casework.refusal import Refusal
from workbook.programmes.assessments import contents, forms, presenters, services
from workbook.programmes.assessments.checks import missing_in
from workbook.programmes.assessments.contents import builds_on
from workbook.programmes.assessments.presenters import SECTION
from workbook.programmes.assessments.states import AssessmentState
from workbook.programmes.queries import waits_for_manager

FORM_PAGE = "acts/form_page.html"


def programme_to_assess(family, programme_id):
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


def submit_form(request, programme):
    """One for the assessment under way: taken back or returned, it opens with what it was for."""
    under_way = programme.assessments.exclude(state=AssessmentState.COMPLETED).first()
    initial = {"occasion": under_way.occasion} if under_way else {}
    return opened(request, forms.SubmitForm, blank_key(request), initial=initial)


def submit_page(family, programme, form):
    context = {
        "heading": f"Submit Family Programme {programme.number} as an assessment",
        "programme": programme,
        "missing": missing_in(programme, today=timezone.localdate()),
        "waits": waits_for_manager(programme),
        "builds_on": [each | {"completed_on": contents.say_iso(each["completed_on"])} for each in builds_on(programme)],
        "cancel_url": reverse("programme", args=[family.pk, programme.pk]),
    }
    return writing_page(family, SECTION, form, **context)


def complete_form(request, assessment):
    source = presenters.assessment_text(assessment)
    initial = {"version": assessment.version, "seen": source.seen, "read_on": timezone.localdate()}
    return opened(request, forms.CompleteForm, key_of("assessment-complete", assessment), initial=initial)


def renewed(form, assessment):
    """After a stale page the form carries the text as it stands on the page now."""
    if form.conflict:
        form.look_again(presenters.assessment_text(assessment).seen)
    return form


TAKING_BACK = [
    "The modules can be written in again.",
    "The managers are told. Submitted again it is the same assessment.",
]
RETURNING = [
    "The lead worker is told, and can write in the modules again.",
    "They read first what you write here.",
]
CHANGING = [
    "A completed Family Programme becomes due after it; the lead worker is told.",
    "It is not yet written in any module: that is still to be done.",
]
FILE_LOST = "The file is not there any more. Make the PDF again: it shows the same text."


def submit(request, family_id, programme_id):
    family = open_family(request, family_id, Can.LEAD)
    programme = programme_to_assess(family, programme_id)
    form = submit_form(request, programme)
    if made := carried_out(request, form, partial(services.submit, programme)):
        messages.success(request, "Submitted. The manager is told; until then nobody changes the modules.")
        return redirect("assessment", family.pk, made.pk)
    context = submit_page(family, programme, form)
    return render(request, "workbook/programmes/assessments/submit.html", context, status=form.status)


def add_change(request, family_id, programme_id):
    family = open_family(request, family_id, Can.RECORD)
    programme = programme_to_assess(family, programme_id)
    form = opened(request, forms.SignificantChangeForm, blank_key(request))
    if carried_out(request, form, partial(services.record_significant_change, programme)):
        messages.success(request, "Recorded. A completed Family Programme is due after this change.")
        return redirect("programme", family.pk, programme.pk)
    context = {"heading": "Record a significant change", "submit_label": "Record the change", "consequences": CHANGING}
    back = presenters.reverse("programme", args=[family.pk, programme.pk])
    page = writing_page(family, presenters.SECTION, form, cancel_url=back, **context)
    return render(request, FORM_PAGE, page, status=form.status)


@require_safe
def assessment(request, family_id, programme_assessment_id):
    found = _found(request, family_id, programme_assessment_id)
    return render(request, "workbook/programmes/assessments/assessment.html", presenters.reading_page(found))


def take_back(request, family_id, programme_assessment_id):
    found = _found(request, family_id, programme_assessment_id, Can.LEAD)
    words = {"heading": "Take the assessment back", "submit_label": "Take it back", "consequences": TAKING_BACK}
    return _act(request, found, services.take_back, forms.TakeBackForm, "Taken back: go on writing.", **words)


def return_to_lead(request, family_id, programme_assessment_id):
    found = _found(request, family_id, programme_assessment_id, Can.DECIDE)
    words = {"heading": "Return the assessment", "submit_label": "Return it", "consequences": RETURNING}
    return _act(request, found, services.return_to_lead, forms.ReturnForm, "Returned; they are told.", **words)


def _act(request, found, service, form_class, said, **words):
    """An act on an assessment that waits for the manager; any other leads to the page that says how it stands."""
    if request.method == "GET" and found.state != AssessmentState.SUBMITTED:
        return redirect("assessment", found.family_id, found.pk)
    form = opened(request, form_class, key_of(service.__name__, found), initial={"version": found.version})
    if carried_out(request, form, partial(service, found), row=found):
        messages.success(request, said)
        return redirect("assessment", found.family_id, found.pk)
    page = writing_page(
        found.family, presenters.SECTION, form, cancel_url=presenters.assessment_address("assessment", found), **words
    )
    return render(request, FORM_PAGE, page, status=form.status)


def complete(request, family_id, programme_assessment_id):
    found = _found(request, family_id, programme_assessment_id, Can.DECIDE)
    if request.method == "GET" and found.state != AssessmentState.SUBMITTED:
        return redirect("assessment", found.family_id, found.pk)
    form = complete_form(request, found)
    if carried_out(request, form, partial(services.complete, found), row=found):
        messages.success(request, "Completed. It stays as you read it; the PDF is being made.")
        return redirect("assessment", found.family_id, found.pk)
    context = presenters.assessment_page(found, heading="Complete the assessment", form=renewed(form, found))
    return render(request, "workbook/programmes/assessments/complete.html", context, status=form.status)


@require_GET
def download(request, family_id, programme_assessment_id):
    """The PDF as a file to keep; the viewing is noted as on a page."""
    found = _found(request, family_id, programme_assessment_id)
    printed = getattr(getattr(found, "completed", None), "print", None)
    if printed is None or printed.state != PrintState.MADE:
        raise Http404
    try:
        return attachment(printed.document)
    except FileNotFoundError:
        messages.error(request, FILE_LOST)
        return redirect("assessment", found.family_id, found.pk)


@require_POST
def print_again(request, family_id, programme_assessment_id):
    found = _found(request, family_id, programme_assessment_id, Can.RECORD)
    if not hasattr(found, "completed"):
        raise Http404
    try:
        services.print_again(found.completed.print, by=request.user, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, "The PDF is being made anew. Open this page again in a minute.")
    return redirect("assessment", found.family_id, found.pk)


def _found(request, family_id, assessment_id, can=Can.READ):
    return assessment_of(open_family(request, family_id, can), assessment_id)
