"""The life of a case note: planned, took place or did not, written up, completed, added to, recorded in error."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from casework.access import Can, FamilyAccess, require
from casework.actions.models import AgreedAction
from casework.actions.services import take_out as take_out_action
from casework.allocations.queries import lead_and_managers
from casework.answers.services import settle_in_error
from casework.duedates import services as duedates
from casework.families.models import Family
from casework.in_error import checks as in_error_checks
from casework.in_error import services as in_error
from casework.in_error.models import InError, InErrorReason
from casework.notes import checks
from casework.notes.checks import ChildSeen, movers
from casework.notes.clocks import follow_supervision, follow_visit, start_write_up, unfollow_supervision
from casework.notes.corrections.checks import check_marks
from casework.notes.models import CaseNote, Significance
from casework.notes.not_done.checks import check_not_done
from casework.notes.not_done.services import tell_managers
from casework.notes.seen.services import WhyNot, record_seen, seen_of
from casework.notes.states import HAPPENED, NOTE_STATES, NoteState
from casework.passages import services as passages
from casework.passages.models import NewText
from casework.passages.queries import people_ids
from casework.people.contact_details.checks import check_place
from casework.people.contact_details.queries import Place, recorded_place
from casework.refusal import Conflict, Refusal
from casework.states import Mover
from casework.trail.acting import in_service, service
from casework.trail.rows import change, lock
from casework.trail.versions import change_version, new_version
from casework.users.models import User

ASKED = ("announced", "leaflets", "scale")
FINISHED = "This note is completed, so its text does not change. Add to it instead."


@service
def plan(
    family: Family, *, kind: str, planned_for: datetime, by: User, at: datetime, purpose: str = "", where: str = "",
    place: Place | None = None, author: User | None = None,
) -> CaseNote:  # fmt: skip
    """Plan a visit, session or meeting.

    It is planned for `author`, who will say what became of it; by default for the one who plans it.
    """
    access = require(by, family, Can.RECORD)
    if author not in (None, by):
        access = checks.access_of_author(family, author)
    lock(family)
    checks.check_kind(kind, access)
    checks.check_planned(family, planned_for, at)
    return CaseNote.objects.create(
        family=family, kind=kind, author=author or by, state=NoteState.PLANNED, planned_for=planned_for,
        purpose=purpose, recorded_at=at, **where_it_is(family, where, place),
    )  # fmt: skip


@service
def record(
    family: Family, *, kind: str, took_place_at: datetime, by: User, at: datetime, written: Iterable[NewText] = (),
    seen: Iterable[ChildSeen] = (), where: str = "", place: Place | None = None, who_was_there: str = "",
    announced: str = "", leaflets: Iterable[str] = (), scale: int | None = None,
    whys: Mapping[int, WhyNot] | None = None,
) -> CaseNote:  # fmt: skip
    """Record at once what took place and ended at `took_place_at`, from which its write-up is due.

    `place` is an address that is recorded of somebody, in place of `where`. What has no write-up to come is recorded
    with its words.
    """
    access = require(by, family, Can.RECORD)
    lock(family)
    checks.check_kind(kind, access)
    written = list(written)
    checks.check_words(kind, written)
    leaflets = list(leaflets)
    checks.check_asked(kind, announced, leaflets, scale)
    checks.check_past(family, took_place_at, at)
    checks.check_only_one(family, kind, took_place_at)
    note = CaseNote.objects.create(
        family=family, kind=kind, author=by, state=NoteState.TOOK_PLACE, took_place_at=took_place_at, recorded_at=at,
        who_was_there=who_was_there, announced=announced, leaflets=leaflets, scale=scale,
        **where_it_is(family, where, place),
    )  # fmt: skip
    record_seen(note, seen, took_place_at, whys)
    passages.write(note, written, people=people_ids(family))
    start_write_up(note)
    follow_visit(note)
    follow_supervision(note)
    return note


@service
def took_place(
    note: CaseNote, *, took_place_at: datetime, by: User, at: datetime, seen: Iterable[ChildSeen] = (),
    version: int | None = None, whys: Mapping[int, WhyNot] | None = None,
) -> CaseNote:  # fmt: skip
    """Record that a planned note took place and ended at `took_place_at`: this starts the 48 hours (A7.10, C28)."""
    note, _ = _lock(note, by)
    checks.check_version_of_planned(note, version)
    NOTE_STATES.require(note.state, NoteState.TOOK_PLACE, *movers(note, by))
    checks.check_past(note.family, took_place_at, at)
    checks.check_only_one(note.family, note.kind, took_place_at, but=note)
    change_version(note, state=NoteState.TOOK_PLACE, took_place_at=took_place_at)
    record_seen(note, seen, took_place_at, whys)
    start_write_up(note)
    follow_visit(note)
    follow_supervision(note)
    return note


@service
def did_not_take_place(
    note: CaseNote, *, by: User, at: datetime, because: str = "", reason: str = "", done: str = "",
    another: datetime | None = None, version: int | None = None,
) -> CaseNote:  # fmt: skip
    """Record that it did not happen, why, and what was done about it (A7.15).

    `reason` is one of the practice's. `another` plans it anew for that moment, for the same worker, purpose and place.
    No clock that a visit meets is touched: what was due by it is due still.
    """
    note, _ = _lock(note, by)
    checks.check_version_of_planned(note, version)
    NOTE_STATES.require(note.state, NoteState.DID_NOT_TAKE_PLACE, *movers(note, by))
    check_not_done(reason, because, done)
    change_version(
        note, state=NoteState.DID_NOT_TAKE_PLACE, did_not_because=because.strip(), did_not_reason=reason,
        did_not_done=done.strip(),
    )  # fmt: skip
    if another is not None:
        _plan_again(note, another, at)
    tell_managers(note, by=by, at=at)
    duedates.cancel("visit_write_up", note, at=at)
    return note


@in_service
def _plan_again(note: CaseNote, planned_for: datetime, at: datetime) -> None:
    if planned_for <= at:
        raise Refusal("Give a day and a time that are still to come.", "another")
    checks.check_planned(note.family, planned_for, at, "another")
    CaseNote.objects.create(
        family=note.family, kind=note.kind, author=note.author, state=NoteState.PLANNED, planned_for=planned_for,
        purpose=note.purpose, where=note.where, place=note.place, recorded_at=at,
    )  # fmt: skip


@service
def call_off(note: CaseNote, *, because: str, by: User, at: datetime) -> CaseNote:
    """A manager says of somebody else's planned visit that it will not take place, and why."""
    note, access = _lock(note, by)
    managing = [Mover.MANAGER] if access.can(Can.DECIDE) else []
    NOTE_STATES.require(note.state, NoteState.DID_NOT_TAKE_PLACE, *managing)
    change_version(note, state=NoteState.DID_NOT_TAKE_PLACE, did_not_because=because)
    return note


@service
def write(
    note: CaseNote, *, written: Iterable[NewText], by: User, at: datetime, version: int | None = None,
    seen: Iterable[ChildSeen] | None = None, whys: Mapping[int, WhyNot] | None = None, **details: Any,
) -> CaseNote:  # fmt: skip
    """Save the text of a note that is not completed; only its author may.

    `details` may correct `took_place_at` (its end), from which the 48 hours then run anew, `where` or `place`, and
    `who_was_there`, and say what its kind asks: `announced`, `leaflets`, `scale`.
    """
    note, _ = _lock(note, by)
    checks.check_version_of(note, version)
    if note.state != NoteState.TOOK_PLACE:
        raise Conflict(FINISHED if note.state == NoteState.COMPLETED else "There is nothing to write up here yet.")
    checks.require_author(note, by)
    details.setdefault("took_place_at", note.took_place_at)
    checks.check_asked(note.kind, *(details.get(name, getattr(note, name)) for name in ASKED))
    if {"where", "place"} & set(details):
        details |= where_it_is(note.family, details.get("where", note.where), details.get("place"))
    ended: datetime = details["took_place_at"]
    checks.check_past(note.family, ended, at)
    checks.check_only_one(note.family, note.kind, ended, but=note)
    was, moved = note.took_place_at, ended != note.took_place_at
    said = checks.says_something(note)
    changed = [
        record_seen(note, seen_of(note) if seen is None else seen, ended, whys),
        passages.write(note, written, people=people_ids(note.family)),
        *(getattr(note, name) != value for name, value in details.items()),
    ]
    checks.check_not_emptied(note, said)
    if any(changed):
        new_version(note, **details)
    if moved:
        duedates.cancel("visit_write_up", note, at=at)
        start_write_up(note)
    if any(changed):
        follow_visit(note, was=was)
    return note


def where_it_is(family: Family, where: str, place: Place | None) -> dict[str, Any]:
    """The columns: an address that was typed and is recorded of somebody is referred to."""
    if place and where.strip():
        raise Refusal("Choose an address that is recorded, or say another place: one of the two.", "where")
    check_place(family, place)
    known = place or recorded_place(family, where)
    return {"place": known, "where": "" if known else where}


@service
def write_up(
    note: CaseNote, *, by: User, at: datetime, finished: bool = False, significance: dict[str, str] | None = None,
    **values: Any,
) -> CaseNote:  # fmt: skip
    """Save `values` as `write` does, and conclude; all of it or nothing."""
    return conclude(write(note, by=by, at=at, **values), finished=finished, significance=significance, by=by, at=at)


@in_service
def conclude(
    note: CaseNote, *, finished: bool, significance: dict[str, str] | None, by: User, at: datetime
) -> CaseNote:
    """Do what its author ticked at the end of the page: significant (`headline` and `why`, or None), and finished."""
    if significance:
        mark_significant(note, **significance, by=by, at=at)
    return complete(note, by=by, at=at) if finished else note


@service
def complete(note: CaseNote, *, by: User, at: datetime, version: int | None = None) -> CaseNote:
    """Finish the write-up: its text does not change any more, and the 48 hours are met."""
    note, _ = _lock(note, by)
    checks.check_version_of(note, version)
    NOTE_STATES.require(note.state, NoteState.COMPLETED, *movers(note, by))
    checks.check_text(note)
    change_version(note, state=NoteState.COMPLETED, completed_at=at)
    duedates.meet("visit_write_up", note, at=at)
    return note


@service
def mark_significant(note: CaseNote, *, headline: str, why: str, by: User, at: datetime) -> Significance:
    """Put the note into the chronology with a headline and why it matters (A8.1, A8.2, C10); later too, and again."""
    note, access = _lock(note, by)
    check_marks(note, by, access, at)
    if note.state not in HAPPENED:
        raise Refusal("Only what has happened, or has failed to happen, can be significant.")
    checks.check_significance(headline, why)
    existing = Significance.objects.filter(note=note).first()
    if existing:
        # Given anew it is whose who gives it now; a headline that is only changed stays whose it was.
        given = {"by": by, "at": at} if existing.taken_back_at else {}
        change(
            existing, **given, headline=headline.strip(), why=why.strip(), taken_back_at=None, taken_back_by=None,
            taken_back_because="",
        )  # fmt: skip
        return existing
    return Significance.objects.create(
        family_id=note.family_id, note=note, headline=headline.strip(), why=why.strip(), by=by, at=at
    )


@service
def withdraw(
    note: CaseNote, *, because: str, by: User, at: datetime, reason: str = InErrorReason.OTHER,
    going: Mapping[int, bool] | None = None, words_stay: bool = False, told: Iterable[User] = (),
) -> CaseNote:  # fmt: skip
    """It was recorded in error: it leaves every view, with what hangs on it, and everyone concerned is told.

    `going` says by the action's id whether it goes too; one that is not under way goes where nothing is said. The
    clocks are as if it had never been. With `words_stay` its words still stand in finished records, under the mark;
    `told` are others whom it concerns.
    """
    note, access = _lock(note, by)
    managing = [Mover.MANAGER] if access.can(Can.DECIDE) else []
    NOTE_STATES.require(note.state, NoteState.WITHDRAWN, *movers(note, by), *managing)
    in_error_checks.check_reason(reason, because)
    checks.check_words_stay(note, words_stay)
    actions = checks.actions_going(note, going or {})
    take_out(note, reason=reason, because=because, actions=actions, words_stay=words_stay, told=told, by=by, at=at)
    return note


@in_service
def take_out(
    note: CaseNote, *, reason: str, because: str, actions: Mapping[AgreedAction, bool], by: User, at: datetime,
    words_stay: bool = False, told: Iterable[User] = (),
) -> InError:  # fmt: skip
    """Out of every view, with those of its `actions` that go; the others stay, and hang on it no more."""
    concerned = {*lead_and_managers(note.family, timezone.localdate(at)), note.author, *told}
    concerned |= {action.owner_user for action in actions if action.owner_user}
    found = in_error.record(note, reason=reason, because=because, told=concerned, words_stay=words_stay, by=by, at=at)
    change_version(note, state=NoteState.WITHDRAWN)
    for action, goes in actions.items():
        if goes:
            take_out_action(action, reason=reason, because=because, went_with=found, by=by, at=at)
        else:
            change(action, note=None)
    duedates.cancel_all_of(note, at=at)
    follow_visit(note, was=note.took_place_at)
    unfollow_supervision(note)
    settle_in_error([note, *note.passages.all()], because=in_error.said(reason), by=by, at=at)
    return found


def _lock(note: CaseNote, by: User) -> tuple[CaseNote, FamilyAccess]:
    """The note held, and what `by` is to its family; a Refusal where they do not record there."""
    note = lock(note, "family", "author")
    return note, require(by, note.family, Can.RECORD)
