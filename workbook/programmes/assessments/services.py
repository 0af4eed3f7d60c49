"""The Family Programme on its way to a completed assessment, and the manager's oversight of it (A5.13, A5.14)."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import partial

from django.utils import timezone

from casework.access import Can, require, require_grade
from casework.allocations.queries import family_lead, managers_of
from casework.frozen.contents import Part, digest
from casework.frozen.services import freeze, want_print
from casework.notes import services as notes
from casework.notes.models import CaseNote
from casework.notifications.services import notify
from casework.passages.models import NewText
from casework.practice import note_kind
from casework.refusal import Refusal
from casework.trail.acting import in_service, service, tried
from casework.trail.rows import check_fingerprint, lock
from casework.trail.versions import change_version, lock_version, new_version
from casework.users.models import User
from casework.words import say_date
from workbook.programmes.assessments import clocks
from workbook.programmes.assessments.checks import check_complete, check_oversight, check_submission, open_programme_of
from workbook.programmes.assessments.contents import module_parts, occasion_of, parts_of, programme_text, title_of
from workbook.programmes.assessments.models import ProgrammeAssessment
from workbook.programmes.assessments.queries import assessment_under_way
from workbook.programmes.assessments.states import ASSESSMENT_STATES, AssessmentState
from workbook.programmes.clocks import pause_touched, restart_touched
from workbook.programmes.models import FamilyProgramme

OVERSIGHT = "assessment_oversight"
MOVED_ON = "This assessment has moved on since you opened the page, and nothing was changed. Open it again."
READ_AGAIN = (
    "What the programme says has changed since you opened the page, so nothing was completed. Your text is still here: "
    "read the modules once more, and complete it then."
)


@service
def submit(programme: FamilyProgramme, *, occasion: str, by: User, at: datetime) -> ProgrammeAssessment:
    """Hand the programme to the manager as an assessment; its modules do not change then."""
    family = lock(programme.family)
    require(by, family, Can.LEAD)
    programme = open_programme_of(programme)
    under_way = assessment_under_way(programme)
    check_submission(programme, under_way, occasion, at)
    values = {
        "occasion": occasion, "state": AssessmentState.SUBMITTED, "submitted_by": by, "submitted_at": at,
    }  # fmt: skip
    if under_way:
        new_version(under_way, **values, state_because="")
    else:
        number = programme.assessments.count() + 1
        under_way = ProgrammeAssessment.objects.create(family=family, programme=programme, number=number, **values)
    pause_touched(programme, at=at)
    _notify("assessment_submitted", under_way, managers_of(family, timezone.localdate(at)), by, at)
    return under_way


@service
def take_back(
    assessment: ProgrammeAssessment, *, because: str, version: int, by: User, at: datetime
) -> ProgrammeAssessment:
    """The lead worker goes on writing before the manager has agreed; submitted again it is the same assessment."""
    assessment = _lock_version(assessment, version)
    require(by, assessment.family, Can.LEAD)
    _change_state(assessment, AssessmentState.TAKEN_BACK, because, "Say why you take it back.")
    restart_touched(assessment.programme, at=at)
    _notify("assessment_taken_back", assessment, managers_of(assessment.family, timezone.localdate(at)), by, at)
    return assessment


@service
def return_to_lead(
    assessment: ProgrammeAssessment, *, because: str, version: int, by: User, at: datetime
) -> ProgrammeAssessment:
    """The manager has read it and asks for something first."""
    assessment = _lock_version(assessment, version)
    require_grade(by, assessment.family, "oversee_assessment")
    return_locked(assessment, because=because)
    restart_touched(assessment.programme, at=at)
    _notify("assessment_returned", assessment, _writers(assessment, at), by, at)
    return assessment


@in_service
def return_locked(assessment: ProgrammeAssessment, *, because: str) -> None:
    """Called in a manager's transaction, also of one that closes the Workbook."""
    _change_state(assessment, AssessmentState.RETURNED, because, "Say what is still to be done.")


def _change_state(assessment: ProgrammeAssessment, to: AssessmentState, because: str, empty: str) -> None:
    ASSESSMENT_STATES.require(assessment.state, to)
    if not because.strip():
        raise Refusal(empty, "because")
    change_version(assessment, state=to, state_because=because.strip())


@service
def complete(
    assessment: ProgrammeAssessment,
    *,
    read_on: date,
    outcome: str,
    fingerprint: str,
    version: int,
    by: User,
    at: datetime,
) -> ProgrammeAssessment:
    """The manager has read it on `read_on` and agrees the outcome: it is frozen, printed, and the next one may begin.

    `fingerprint` is the digest of the text on the manager's page: nobody agrees to what they have not read.
    """
    assessment = _lock_version(assessment, version)
    require_grade(by, assessment.family, "oversee_assessment")
    ASSESSMENT_STATES.require(assessment.state, AssessmentState.COMPLETED)
    check_oversight(assessment, read_on, outcome, at)
    check_fingerprint(fingerprint, digest(programme_text(assessment.programme)), READ_AGAIN)
    check_complete(assessment.programme, at)
    outcome, modules = outcome.strip(), module_parts(assessment.programme)
    oversight = _record_oversight(assessment, read_on, outcome, by=by, at=at)
    change_version(
        assessment, state=AssessmentState.COMPLETED, read_on=read_on, outcome=outcome, oversight=oversight,
        state_because="",
    )  # fmt: skip
    _freeze(assessment, modules, by=by, at=at)
    clocks.meet_all(assessment.programme, at=at)
    restart_touched(assessment.programme, at=at)
    _notify("assessment_completed", assessment, _writers(assessment, at), by, at)
    return assessment


def _record_oversight(
    assessment: ProgrammeAssessment, read_on: date, outcome: str, *, by: User, at: datetime
) -> CaseNote:
    """The matching management oversight in the case notes: read on which day, agreed what (A5.13, A6.13)."""
    headings = [section.key for section in note_kind(OVERSIGHT).sections] or ["detail"]
    purpose = f"{name_of(assessment)}, {occasion_of(assessment)}: read on {say_date(read_on)}, and the outcome agreed."
    note = notes.record(
        assessment.family, kind=OVERSIGHT, took_place_at=at, by=by, at=at,
        written=[NewText(headings[0], purpose), NewText(headings[-1], outcome, position=int(len(headings) == 1))],
    )  # fmt: skip
    return notes.complete(note, by=by, at=at)


def _freeze(assessment: ProgrammeAssessment, modules: list[Part], *, by: User, at: datetime) -> None:
    """With the text that the manager has read."""
    parts = [*parts_of(assessment, timezone.localdate(at)), *modules]
    want_print(freeze("assessment", assessment, title=title_of(assessment), parts=parts, by=by, at=at), at=at)


def name_of(assessment: ProgrammeAssessment) -> str:
    return f"Family Programme {assessment.programme.number}, assessment {assessment.number}"


def _lock_version(assessment: ProgrammeAssessment, version: int) -> ProgrammeAssessment:
    lock(assessment.family)
    related = ("family", "programme__family", "programme__workbook", "submitted_by")
    return lock_version(assessment, version, *related, sentence=MOVED_ON)


def _writers(assessment: ProgrammeAssessment, at: datetime) -> set[User]:
    """Whoever leads the work, and whoever submitted it."""
    lead = family_lead(assessment.family, timezone.localdate(at))
    return {assessment.submitted_by, *([lead.worker] if lead else [])}


def _notify(kind: str, assessment: ProgrammeAssessment, users: Iterable[User], by: User, at: datetime) -> None:
    others = [user for user in users if user != by]
    notify(kind, others, subject=assessment, family=assessment.family, by=by, at=at)


def reconcile_all(*, by: User, now: datetime) -> int:
    """Return how many programmes were done. Idempotent; each has a transaction of its own."""
    failed = "The clocks of Family Programme %s could not be reconciled."
    programmes = list(clocks.to_reconcile())
    return sum(tried(partial(_reconcile, each, by=by, at=now), failed, each.pk) for each in programmes)


@service
def _reconcile(programme: FamilyProgramme, *, by: User, at: datetime) -> None:
    lock(programme.family)
    clocks.reconcile(programme, at=at)
