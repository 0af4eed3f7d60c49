"""What people are notified of by casework, where its own pages say more."""

from casework.absences.models import Absence
from casework.access import Can, FamilyAccess
from casework.access.grants.models import FamilyGrant
from casework.access.models import ConflictOfInterest
from casework.access.ways import Page, Way, of_row
from casework.actions.models import AgreedAction
from casework.answers.models import Answer
from casework.calls.models import SafetyCall
from casework.closures.models import Closure
from casework.duedates.models import DueDate, Stage
from casework.duedates.registry import address_for, fetch_subjects, what_is_due
from casework.emergencies.models import Emergency
from casework.in_error.models import InError
from casework.in_error.registry import KINDS as IN_ERROR
from casework.left_notes.models import LeftNote
from casework.matching.asking.models import AskAnswer, BringInAsk
from casework.mentions.models import Mention
from casework.notes.models import CaseNote
from casework.notes.not_done.contents import say_not_done
from casework.notifications.registry import Kind, Said, register
from casework.people.models import Person
from casework.protections.models import Protection, ProtectionRequest
from casework.referrals.models import Involvement
from casework.risk_dates.models import RiskDate
from casework.users.models import User
from casework.warnings.models import Caution
from casework.words import in_short, say_date, say_when

CALL = "A call about a child's safety"
ACTION = "An action that was agreed"
ACTION_PAGE = Way(Page("action-report", of_row), Can.RECORD, read=Page("actions"))
OF_ACTION = ("owner_user", "owner_person", "supported_by")
PERSON = Way(Page("person", of_row))
CLOSURE = Way(Page("closure", of_row))
MENTION = Way(Page("mention-settle", of_row), Can.RECORD, read=Page("mentions"))


def _due_soon(said: Said) -> str:
    return _due(said.row, Stage.BEFORE)


def _overdue(said: Said) -> str:
    return _due(said.row, Stage.MISSED)


def _due(due: DueDate, stage: Stage) -> str:
    return f"{what_is_due(due)} – {stage.label}, {say_when(due.due)}"


def _to_the_act(due: DueDate, user: User, access: FamilyAccess) -> str:
    return address_for(due, user, access)


def _passed_on(said: Said) -> str:
    return f"{said.by} passes on a call about a child's safety, taken {say_when(said.row.taken_at)}."


def _call_overdue(said: Said) -> str:
    taken = say_when(said.row.taken_at)
    return f"A call about a child's safety, taken {taken}, is not passed on: the time has passed."


def _in_error(said: Said) -> str:
    noun, reason = IN_ERROR[said.row.subject_type].noun, said.row.get_reason_display()
    return f"{said.by} said of a record ({noun}) that it is an error – {reason[:1].lower()}{reason[1:]}."


def _risk_ahead(said: Said) -> str:
    return f"a date of risk is near – {said.row.get_kind_display().lower()}, {say_date(said.row.day)}"


def _follows(said: Said) -> str:
    kind, person = said.row.get_kind_display(), said.row.person
    return f"an alert ({kind.lower()}) names {person}, and stands in every family in which they are or were."


def _action(said: Said) -> str:
    return f"{_what(said)}, by {say_date(said.row.look_on)}"


def _what(said: Said) -> str:
    return f"‘{in_short(said.row.what)}’"


def _action_given(said: Said) -> str:
    if said.row.with_family:
        return f"{said.by} agreed with {said.row.owner}, and you support it: {_action(said)}"
    return f"{said.by} gave you an action: {_action(said)}"


def _action_handed_over(said: Said) -> str:
    owner = said.row.supported_by or said.row.owner if said.row.with_family else said.row.owner
    return f"An action is {owner}'s now: {_action(said)}. {said.row.handed_over_because}"


def _action_reported(said: Said) -> str:
    return f"{said.by} says of {_what(said)}: {said.row.get_outcome_display().lower()}. {said.row.result}"


def _action_taken_back(said: Said) -> str:
    return f"{said.by} took back an action: {_action(said)}. {said.row.withdrawn_because}"


def _closing(said: Said, what: str) -> str:
    return f"closing {said.row.involvement.child}'s case – {what}"


def _asked(said: Said) -> str:
    return _closing(said, f"{said.by} asks you to agree")


def _reopened(said: Said) -> str:
    return _closing(said, f"{said.by} reopened it: it was closed in error")


def _sent_back(said: Said) -> str:
    return _closing(said, f"{said.by} sent it back")


def _agreed(said: Said) -> str:
    on_day = f", closed on {say_date(said.row.closing_on)}" if said.row.closing_on else ""
    return _closing(said, f"{said.by} agreed{on_day}")


def _to_ask_birth(said: Said) -> str:
    return f"{said.by} asks you to find out when {said.row} was born."


def _to_settle(said: Said) -> str:
    return f"{said.by} protected where somebody can be found. Settle who may know."


def _does_not_fit(said: Said) -> str:
    return (
        f"what was recorded of {said.row} elsewhere does not fit what is recorded here. Check the dates, and who is "
        "what of whom."
    )


def _asked_to_read(said: Said) -> str:
    return f"{said.by} asks to be told what is protected: {said.row.because}"


def _readers_left(said: Said) -> str:
    return "Of those who may read what is protected somebody has left, or works now with the ones from whom it is kept."


def _disputed(said: Said) -> str:
    return f"{said.by} recorded that a finished record is disputed. It is to be answered within a month."


def _answered(said: Said) -> str:
    return f"{said.by} answered what is disputed of a finished record."


def _corrected(said: Said) -> str:
    return f"{said.by} corrected a fact of a completed note: when it was, or who was seen."


def _granted(said: Said) -> str:
    return f"{said.by} opened this family to you until {say_date(said.row.until_date)}: {said.row.because}"


def _in_emergency(said: Said) -> str:
    """Of a try that opened nothing it says no more: it is read by whoever may not know whether there is a record."""
    row, what = said.row, "something protected" if said.row.protection_id else "a record"
    if row.opened and row.until_at:
        return f"{said.by} opened {what} in an emergency, until {say_when(row.until_at)}. Read why, and review it."
    return f"{said.by} tried to open {what} in an emergency. Nothing was opened."


def _unreviewed(said: Said) -> str:
    row, what = said.row, "something protected" if said.row.protection_id else "a record"
    return f"{said.by} opened {what} in an emergency on {say_when(row.at)}, and nobody has reviewed it yet. Read why."


def _declared(said: Said) -> str:
    return f"{said.by} has a conflict of interest and finds this family no more."


def _cover_named(said: Said) -> str:
    row = said.row
    return f"{row.cover} covers for {row.user} {_days(row)}, also with families of your team. {said.by} says so."


def _cover_cancelled(said: Said) -> str:
    return f"{said.by} says that {said.row.cover} does not cover for {said.row.user} any more."


def _days(row: Absence) -> str:
    return f"from {say_date(row.from_date)} until {say_date(row.last_day)}"


def _left(said: Said) -> str:
    return f"{said.row.author}, who does not work with this family, recorded a note of {say_when(said.row.at)} for it."


def _visit_not_done(said: Said) -> str:
    row = said.row
    return f"a visit planned for {say_when(row.at)} did not take place: {say_not_done(row)}"


def _harm_not_seen(said: Said) -> str:
    row = said.row
    return f"{row.child}, of whom deliberate harm is alleged, was not seen in time: {row.not_seen_because}"


def _referral_of(involvement: Involvement) -> tuple[int, ...]:
    return (involvement.referral_id,)


def _to_file(said: Said) -> str:
    return f"A note of {said.row.author} for another team's family waits to be filed."


def _mentioned(said: Said) -> str:
    what = "A call" if said.row.call_id else "A note" if said.row.left_note_id else "Somebody who was entered"
    return f"{what} may be about somebody of this family. Whoever recorded it is not told."


def _not_linked(said: Said) -> str:
    return f"{said.row.person} has a second record, which could not be linked by itself. Link the two on their page."


def _asked_for(said: Said) -> str:
    return f"{said.by} asks whether {said.row.person} may belong to another family too: {said.row.because}"


def _ask_waits(said: Said) -> str:
    ask = said.row
    return f"{ask.asked_by} still waits for an answer whether {ask.person} may belong to another family too."


def _still_to_file(said: Said) -> str:
    return f"A note of {said.row.author} is still on no file. Say to which family it belongs."


def _ask_answered(said: Said) -> str:
    ask = said.row
    if ask.answer == AskAnswer.YES:
        return f"{said.by} agrees that you add {ask.person}, from {say_date(ask.from_date)}."
    return f"{said.by} does not agree that you add {ask.person}: {ask.answer_because}"


def _of_person(ask: BringInAsk) -> tuple[int, ...]:
    return (ask.person_id,)


def _of_protection(request: ProtectionRequest) -> tuple[int, ...]:
    return (request.protection_id,)


PROTECTION = "Something protected"
PROTECTION_PAGE = Page("protection", of_row)
TO_SETTLE = Way(Page("protection-settle", of_row), Can.DECIDE, read=PROTECTION_PAGE)
ANSWER = Way(Page("answer", of_row))
OF_DUE_DATE = ("family", "child", "owner", "team")
ASKED = "Another family asks for somebody"
ASK = Way(Page("bring-in-answer", of_row), Can.DECIDE, read=Page("people"))
TO_FILE = Way(Page("left-notes-to-file"))
BRING_IN = Way(Page("person-bring-in", _of_person), Can.LEAD, read=Page("people"))
NOTE = Way(Page("note", of_row))
COVER, OF_ABSENCE = "Who covers for a worker", ("user", "cover")
ABSENCES = Way(Page("absences"))
OF_CLOSURE = ("involvement__child",)

register(
    Kind(
        "date_due_soon", DueDate, f"A date is {Stage.BEFORE.label}", _due_soon, _to_the_act, OF_DUE_DATE, fetch_subjects
    ),
    Kind(
        "date_overdue", DueDate, f"A date is {Stage.MISSED.label}", _overdue, _to_the_act, OF_DUE_DATE, fetch_subjects
    ),
    Kind("call_passed_on", SafetyCall, CALL, _passed_on, Way(Page("call", of_row))),
    Kind("call_overdue", SafetyCall, CALL, _call_overdue, Way(Page("call", of_row))),
    Kind("action_given", AgreedAction, ACTION, _action_given, ACTION_PAGE, OF_ACTION),
    Kind("action_handed_over", AgreedAction, ACTION, _action_handed_over, ACTION_PAGE, OF_ACTION),
    Kind("action_reported", AgreedAction, "What came of an action", _action_reported, Way(Page("actions")), OF_ACTION),
    Kind("action_taken_back", AgreedAction, ACTION, _action_taken_back, Way(Page("actions")), OF_ACTION),
    Kind("risk_date_ahead", RiskDate, "A date of risk is near", _risk_ahead, Way(Page("family"))),
    Kind("warning_follows", Caution, "An alert names a person", _follows, Way(Page("warnings")), ("person",)),
    Kind("recorded_in_error", InError, "Something was recorded in error", _in_error, Way(Page("in-error", of_row))),
    Kind("birth_to_ask", Person, "You are to ask for a date of birth", _to_ask_birth, PERSON),
    Kind("does_not_fit", Person, "A date does not fit what is recorded", _does_not_fit, PERSON),
    Kind("cover_named", Absence, COVER, _cover_named, ABSENCES, OF_ABSENCE),
    Kind("cover_cancelled", Absence, COVER, _cover_cancelled, ABSENCES, OF_ABSENCE),
    Kind("protection_to_settle", Protection, PROTECTION, _to_settle, TO_SETTLE),
    Kind("protection_asked", ProtectionRequest, PROTECTION, _asked_to_read, Way(Page("protection", _of_protection))),
    Kind("protection_readers", Protection, PROTECTION, _readers_left, Way(PROTECTION_PAGE)),
    Kind("answer_recorded", Answer, "A finished record is disputed", _disputed, ANSWER),
    Kind("note_corrected", Answer, "A note was corrected", _corrected, ANSWER),
    Kind("answer_settled", Answer, "What is disputed was answered", _answered, ANSWER),
    Kind("family_granted", FamilyGrant, "A family was opened to you", _granted, Way(Page("family"))),
    Kind("emergency", Emergency, "A record and an emergency", _in_emergency, Way(Page("emergency", of_row))),
    Kind("emergency_passed_on", Emergency, "A record and an emergency", _unreviewed, Way(Page("emergency", of_row))),
    Kind("conflict_declared", ConflictOfInterest, "A conflict of interest", _declared, Way(Page("restriction"))),
    Kind("note_left", CaseNote, "A note for a family of yours", _left, NOTE, ("author",)),
    Kind(
        "harm_child_not_seen",
        Involvement,
        "A child was not seen in time",
        _harm_not_seen,
        Way(Page("referral", _referral_of)),
        ("child",),
    ),
    Kind(
        "visit_not_done",
        CaseNote,
        "A visit did not take place",
        _visit_not_done,
        NOTE,
        ("author",),
    ),
    Kind(
        "left_note_to_file",
        LeftNote,
        "A note waits to be filed",
        _to_file,
        TO_FILE,
        ("author",),
    ),
    Kind("mentioned_elsewhere", Mention, "Something was recorded elsewhere", _mentioned, MENTION, ("person",)),
    Kind("same_not_linked", Mention, "Two records of one person", _not_linked, Way(Page("people")), ("person",)),
    Kind("bring_in_asked", BringInAsk, ASKED, _asked_for, ASK, ("person",)),
    Kind("bring_in_waits", BringInAsk, ASKED, _ask_waits, ASK, ("person", "asked_by")),
    Kind("left_note_waits", LeftNote, "A note waits to be filed", _still_to_file, TO_FILE, ("author",)),
    Kind("bring_in_answered", BringInAsk, "An answer to what you asked", _ask_answered, BRING_IN, ("person",)),
    Kind("closing_asked", Closure, "A closing waits for you", _asked, CLOSURE, OF_CLOSURE),
    Kind("closing_sent_back", Closure, "A closing was sent back", _sent_back, CLOSURE, OF_CLOSURE),
    Kind("case_reopened", Closure, "A case was reopened", _reopened, CLOSURE, OF_CLOSURE),
    Kind("closing_agreed", Closure, "A case was closed", _agreed, CLOSURE, OF_CLOSURE),
)
