"""The Family Programme on its way to a completed assessment, and the manager's oversight of it (A5.13, A5.14)."""

from django.urls import reverse
from django.utils import timezone

from casework.access import Can, require, require_grade
from casework.allocations.queries import family_lead, managers_of
from casework.documents.services import enqueue_making
from casework.documents.states import PRINT_STATES, PrintState
from casework.notes import services as notes
from casework.notifications.services import notify
from casework.passages.models import NewText
from casework.practice import note_kind
from casework.refusal import Conflict, Refusal
from casework.states import Mover
from casework.trail.acting import service
from casework.trail.rows import change, lock
from casework.words import say_date
from workbook.programmes.assessments import clocks
from workbook.programmes.assessments.checks import check_complete, check_oversight, check_submission
from workbook.programmes.assessments.contents import digest, frozen_contents, occasion_of, programme_text
from workbook.programmes.assessments.models import (
    AssessmentPrint,
    CompletedAssessment,
    ProgrammeAssessment,
    SignificantChange,
)
from workbook.programmes.assessments.states import ASSESSMENT_STATES, AssessmentState
from workbook.programmes.clocks import pause_touched, restart_touched
from workbook.programmes.models import FamilyProgramme
from workbook.programmes.states import ProgrammeState

OVERSIGHT = "management_oversight"
# By its name: what lays out a PDF is imported by tasks alone.
MAKERS = "workbook.programmes.assessments.tasks.sweep"
MOVED_ON = "This assessment has moved on since you opened the page, and nothing was changed. Open it again."
READ_AGAIN = (
    "What the programme says has changed since you opened the page, so nothing was completed. Your text is still here: "
    "read the modules once more, and complete it then."
)


@service
def submit(programme, *, occasion, by, at, form_key=None):
    """Hand the programme to the manager as an assessment; its modules then stand still. Sent twice, it is one."""
    family = lock(programme.family)
    require(by, family, Can.LEAD)
    if form_key and (sent_before := family.programmeassessment_set.filter(form_key=form_key).first()):
        return sent_before
    programme = _open_programme(programme)
    under_way = programme.assessments.exclude(state=AssessmentState.COMPLETED).first()
    check_submission(programme, under_way, occasion, at)
    values = {
        "occasion": occasion, "state": AssessmentState.SUBMITTED, "submitted_by": by, "submitted_at": at,
        "form_key": form_key,
    }  # fmt: skip
    if under_way:
        change(under_way, **values, state_because="", version=under_way.version + 1)
    else:
        number = programme.assessments.count() + 1
        under_way = ProgrammeAssessment.objects.create(family=family, programme=programme, number=number, **values)
    pause_touched(programme, at=at)
    _notify_of_assessment(
        under_way, managers_of(family, timezone.localdate(at)), "waits for you as an assessment", by, at
    )
    return under_way


def _open_programme(programme):
    programme = FamilyProgramme.objects.select_related("family", "workbook").get(pk=programme.pk)
    if programme.state != ProgrammeState.OPEN:
        raise Refusal("This Family Programme has ended. Open one again to assess the family.")
    return programme


@service
def take_back(assessment, *, because, version, by, at):
    """The lead worker goes on writing before the manager has agreed; submitted again it is the same assessment."""
    assessment = _locked(assessment, version)
    require(by, assessment.family, Can.LEAD)
    _change_state(assessment, AssessmentState.TAKEN_BACK, Mover.LEAD, because, "Say why you take it back.")
    restart_touched(assessment.programme, at=at)
    _notify_of_assessment(assessment, managers_of(assessment.family, timezone.localdate(at)), "was taken back", by, at)
    return assessment


@service
def return_to_lead(assessment, *, because, version, by, at):
    """The manager has read it and asks for something first."""
    assessment = _locked(assessment, version)
    require_grade(by, assessment.family, "oversee_assessment")
    return_locked(assessment, because=because)
    restart_touched(assessment.programme, at=at)
    _notify_of_assessment(assessment, _writers(assessment, at), f"was returned by {by}", by, at)
    return assessment


def return_locked(assessment, *, because):
    """Called in a manager's transaction, also of one that closes the Workbook."""
    _change_state(assessment, AssessmentState.RETURNED, Mover.MANAGER, because, "Say what is still to be done.")


def _change_state(assessment, to, mover, because, empty):
    ASSESSMENT_STATES.require(assessment.state, to, mover)
    if not because.strip():
        raise Refusal(empty, "because")
    change(assessment, state=to, state_because=because.strip(), version=assessment.version + 1)


@service
def complete(assessment, *, read_on, outcome, seen, version, by, at):
    """The manager has read it on `read_on` and agrees the outcome: it is frozen, printed, and the next one may begin.

    `seen` is the digest of the text that stood on the manager's page: nobody agrees to what they have not read.
    """
    assessment = _locked(assessment, version)
    require_grade(by, assessment.family, "oversee_assessment")
    ASSESSMENT_STATES.require(assessment.state, AssessmentState.COMPLETED, Mover.MANAGER)
    check_oversight(assessment, read_on, outcome, at)
    modules = programme_text(assessment.programme)
    if digest(modules) != seen:
        raise Conflict(READ_AGAIN)
    check_complete(assessment.programme, at)
    outcome = outcome.strip()
    oversight = _record_oversight(assessment, read_on, outcome, by=by, at=at)
    change(
        assessment, state=AssessmentState.COMPLETED, read_on=read_on, outcome=outcome, oversight=oversight,
        state_because="", version=assessment.version + 1,
    )  # fmt: skip
    _freeze(assessment, modules, by=by, at=at)
    clocks.meet_all(assessment.programme, at=at)
    restart_touched(assessment.programme, at=at)
    _notify_of_assessment(assessment, _writers(assessment, at), "is completed as an assessment", by, at)
    return assessment


def _record_oversight(assessment, read_on, outcome, *, by, at):
    """The matching management oversight in the case notes: read on which day, agreed what (A5.13, A6.13)."""
    headings = [section.key for section in note_kind(OVERSIGHT).sections] or ["detail"]
    purpose = f"{name_of(assessment)}, {occasion_of(assessment)}: read on {say_date(read_on)}, and the outcome agreed."
    note = notes.record(
        assessment.family, kind=OVERSIGHT, took_place_at=at, by=by, at=at,
        written=[NewText(headings[0], purpose), NewText(headings[-1], outcome, position=int(len(headings) == 1))],
    )  # fmt: skip
    return notes.complete(note, by=by, at=at)


def _freeze(assessment, modules, *, by, at):
    contents = frozen_contents(assessment, modules, by=by, at=at)
    completed = CompletedAssessment.objects.create(
        family=assessment.family, assessment=assessment, contents=contents, sha256=digest(contents), by=by, at=at
    )
    AssessmentPrint.objects.create(family=assessment.family, completed=completed, wanted_at=at)
    enqueue_making(MAKERS)


@service
def print_again(printed, *, by, at):
    """Make the PDF anew, of the same frozen text, where it failed or its file was lost."""
    require(by, printed.family, Can.RECORD)
    printed = AssessmentPrint.objects.select_for_update(of=("self",), no_key=True).get(pk=printed.pk)
    if printed.state == PrintState.MADE and printed.document.file.storage.exists(printed.document.file.name):
        raise Refusal("The PDF is there already. Open this page again to download it.")
    PRINT_STATES.require(printed.state, PrintState.WANTED, Mover.PRODUCT)
    change(
        printed, state=PrintState.WANTED, wanted_at=at, started_at=None, failed_because="", document=None, pages=None,
        as_at=None,
    )  # fmt: skip
    enqueue_making(MAKERS)
    return printed


@service
def record_significant_change(programme, *, what, happened_on, by, at, form_key=None):
    """A significant change within the family: a completed programme is due after it (A5.14). Sent twice, it is one."""
    family = lock(programme.family)
    require(by, family, Can.RECORD)
    if form_key and (sent_before := family.significantchange_set.filter(form_key=form_key).first()):
        return sent_before
    programme = _open_programme(programme)
    if not what.strip():
        raise Refusal("Say what has changed.", "what")
    if happened_on > timezone.localdate(at):
        raise Refusal("This day lies in the future. Record a change once it has happened.", "happened_on")
    told = SignificantChange.objects.create(
        family=family, programme=programme, what=what.strip(), happened_on=happened_on, by=by, at=at, form_key=form_key
    )
    clocks.start_after_change(told, at=at)
    lead = family_lead(family, timezone.localdate(at))
    _notify_of_change(programme, {lead.worker} - {by} if lead else (), f"{by} told of a significant change", at)
    return told


def name_of(assessment):
    return f"Family Programme {assessment.programme.number}, assessment {assessment.number}"


def _locked(assessment, version):
    lock(assessment.family)
    assessment = (
        ProgrammeAssessment.objects.select_for_update(of=("self",), no_key=True)
        .select_related("family", "programme__family", "programme__workbook", "submitted_by")
        .get(pk=assessment.pk)
    )
    if assessment.version != version:
        raise Conflict(MOVED_ON)
    return assessment


def _writers(assessment, at):
    """Whoever leads the work, and whoever submitted it."""
    lead = family_lead(assessment.family, timezone.localdate(at))
    return {assessment.submitted_by, *([lead.worker] if lead else [])}


def _notify_of_assessment(assessment, users, what, by, at):
    url = reverse("assessment", args=[assessment.family_id, assessment.pk])
    notify(
        [user for user in users if user != by],
        family=assessment.family,
        text=f"{assessment.family}: {name_of(assessment)}, {what}",
        url=url,
        at=at,
        subject="A Family Programme as an assessment",
    )


def _notify_of_change(programme, users, text, at):
    notify(
        users,
        family=programme.family,
        text=f"{programme.family}: {text}",
        url=reverse("programme", args=[programme.family_id, programme.pk]),
        at=at,
        subject="A significant change in a family",
    )
