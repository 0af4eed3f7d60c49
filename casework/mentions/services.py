"""Telling the few of a restricted family what others recorded of it, and settling what it is (A7.17, A7.20, A11.2).

Nothing of this happens in the request of whoever recorded: a sweep of its own looks through what was written since its
last run. So a page answers, costs and takes alike, whoever it is about.
"""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from casework.access import Can, require
from casework.access.models import Restriction
from casework.allocations.queries import lead_and_managers
from casework.calls.models import SafetyCall
from casework.families.models import Family
from casework.left_notes import services as left_notes
from casework.left_notes.models import LeftNote
from casework.matching import services as matching
from casework.mentions import queries
from casework.mentions.models import LookedThrough, Mention, MentionOutcome
from casework.mentions.queries import Found
from casework.notes.models import CaseNote
from casework.notes.states import NoteState
from casework.notifications.services import notify
from casework.passages import services as passages
from casework.passages.models import NewText
from casework.people.models import Person, PersonName
from casework.refusal import Conflict, Refusal
from casework.trail.acting import in_service, service
from casework.trail.rows import change, lock
from casework.users.models import User
from casework.words import say_when

MOST_AT_ONCE = 500
SETTLED = "Somebody has said this already, and nothing more was changed. Open it again to see how it stands."
SAME = "It was recorded as the same person while the family was restricted."


@service
def look_for_left_note(note: LeftNote, *, by: User, at: datetime) -> int:
    """File the note where it can be, and tell each restricted family that it may mean; return how many were told."""
    left_notes.look_at(note, by=by, at=at)
    return (
        0 if note.withdrawn_at else _found(queries.found_by_left_note(note, timezone.localdate(at)), at, left_note=note)
    )


@service
def look_through_calls(*, by: User, at: datetime) -> int:
    """Tell of the calls that were taken or changed since the last look; return how many families were told."""
    today = timezone.localdate(at)
    return sum(_found(queries.found_by_call(call, today), at, call=call) for call in _changed(SafetyCall, today))


@service
def look_through_people(*, by: User, at: datetime) -> int:
    """Tell of the people who were entered or changed since the last look; return how many families were told."""
    today = timezone.localdate(at)
    named = [row.person for row in _changed(PersonName, today)]
    people = {person.pk: person for person in (*_changed(Person, today), *named)}
    return sum(_found(queries.found_by_newcomer(each, today), at, newcomer=each) for each in people.values())


@service
def look_through_restrictions(*, by: User, at: datetime) -> int:
    """Tell each family that was restricted since the last look of what is still open; return how many were told."""
    today = timezone.localdate(at)
    shut = {row.family_id for row in _changed(Restriction, today)}
    told = 0
    for name, row, found in queries.still_open(today) if shut else ():
        told += _found({each for each in found if each.family in shut}, at, **{name: row})
    return told


def _changed(model: Any, today: date) -> list[Any]:
    """The rows that were written or changed since the last look, as they stand; none where nothing is restricted."""
    table = model._meta.label
    last = queries.last_change(model)
    row, begun = LookedThrough.objects.select_for_update().get_or_create(
        table=table, defaults={"through": last, "before": last}
    )
    if begun or queries.nothing_is_restricted(today):
        changed, through = [], last
    else:
        changed = list(queries.changed_since(model, row.before, MOST_AT_ONCE))
        through = changed[-1][0] if changed else row.through
    row.before, row.through = row.through, max(through, row.through)
    row.save()
    return [each for _, each in sorted(model.objects.in_bulk({pk for _, pk in changed}).items())]


def _found(found: set[Found], at: datetime, **what: Any) -> int:
    """A row for each family that does not have it, and its few told at once; how many they were."""
    told = 0
    for each in sorted(found, key=lambda one: one.family):
        if Mention.objects.filter(family=each.family, **what).exists():
            continue
        mention = Mention.objects.create(family_id=each.family, person_id=each.person, found_at=at, **what)
        users = queries.who_are_told(each.family, timezone.localdate(at))
        notify("mentioned_elsewhere", users, subject=mention, family=mention.family, at=at)
        told += 1
    return told


@service
def settle(
    mention: Mention, *, outcome: str, because: str, by: User, at: datetime, person: Person | None = None
) -> Mention:
    """Whether it is about somebody of the family, `person`, and how one knows.

    A call or a left note that is stands on the family's file from now on. Somebody new is recorded as the same person,
    for this family alone: the two records are linked when it is restricted no more.
    """
    mention = lock(mention, "family", "call__team", "call__taken_by", "left_note__author", "left_note__team")
    family = mention.family
    require(by, family, Can.RECORD)
    if mention.outcome:
        raise Conflict(SETTLED)
    if outcome not in MentionOutcome.values:
        raise Refusal("Say whether it is about somebody of this family.", "outcome")
    if not because.strip():
        raise Refusal("Say how you know.", "because")
    values = {"outcome": outcome, "because": because.strip(), "settled_by": by, "settled_at": at}
    if outcome == MentionOutcome.OURS:
        values |= _as_ours(mention, person, by, at)
    change(mention, **values)
    return mention


def _as_ours(mention: Mention, person: Person | None, by: User, at: datetime) -> dict[str, Any]:
    if person and not mention.family.people_ever().filter(pk=person.pk).exists():
        raise Refusal("Choose somebody of this family.", "person")
    if mention.newcomer_id and person is None:
        raise Refusal("Say who of this family it is.", "person")
    return {"person": person, "note": _on_file(mention, by, at)}


@in_service
def _on_file(mention: Mention, by: User, at: datetime) -> CaseNote | None:
    if mention.left_note:
        return left_notes.put_on_file(mention.left_note, mention.family, at=at)
    return _note_of_call(mention.family, mention.call, by, at) if mention.call else None


def _note_of_call(family: Family, call: SafetyCall, by: User, at: datetime) -> CaseNote:
    note = CaseNote.objects.create(
        family=family, kind=left_notes.KIND, author=by, state=NoteState.COMPLETED, took_place_at=call.taken_at,
        recorded_at=at, completed_at=at, purpose="A call about a child's safety, taken by another team.",
    )  # fmt: skip
    text = f"{call.taken_by}, {call.team}, took a call on {say_when(call.taken_at)}.\n\n{call.concern}"
    passages.write(note, [NewText(left_notes.SECTION, text)], people=())
    return note


@in_service
def link_same(family: Family, *, by: User, at: datetime) -> None:
    """The family is restricted no more: who was said to be entered twice is linked, as one person.

    Where the records cannot be of one person as they stand, lead and managers are told, and link them on their page.
    """
    for mention in queries.same_to_link(family):
        if mention.newcomer and mention.person and not _linked(mention.newcomer, mention.person, by, at):
            users = sorted(lead_and_managers(family, timezone.localdate(at)), key=lambda user: user.pk)
            notify("same_not_linked", users, subject=mention, family=family, by=by, at=at)


def _linked(newcomer: Person, person: Person, by: User, at: datetime) -> bool:
    try:
        with transaction.atomic():
            matching.link(newcomer, person, because=SAME, by=by, at=at)
    except Refusal:
        return False
    return True
