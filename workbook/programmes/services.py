"""Opening and ending a Family Programme, writing its modules, drawing on the workers' summaries (A5, C20, C21)."""

import logging
from dataclasses import replace

from django.utils import timezone

from casework.access import Can, require, require_grade
from casework.families.models import Family
from casework.families.services import lock
from casework.notes.checks import people_ids
from casework.passages import services as passages
from casework.refusal import Conflict, Refusal
from casework.states import Mover
from casework.trail.acting import service
from casework.trail.rows import change
from workbook.books.states import WorkbookState
from workbook.programmes import clocks, reading
from workbook.programmes.models import DrawnPassage, FamilyProgramme, ModuleRecord, ProgrammeParent
from workbook.programmes.states import MODULE_STATES, PROGRAMME_STATES, ModuleState, ProgrammeState
from workbook.summaries.models import SummaryPassage
from workbook.summaries.states import SETTLED

logger = logging.getLogger(__name__)

CHANGED = "This module was changed since you opened the page. Your text is still here: compare and save again."
COMPLETED = "This module is completed. Take it up again first if there is more to write."
KEPT_BY_THE_OTHER = "The other programme keeps this child's direct work apart, so this one does too."
WAITING = "The programme waits for the manager as an assessment. Take the assessment back before you write in a module."


def open_with(workbook, people, *, by, at):
    """The one programme that opens by itself with a Workbook; one that stands open already goes on in it (A5.4, A5.5).

    Called in the transaction that opens the Workbook, once its first episode has begun.
    """
    family = workbook.family
    standing = list(reading.open_programmes(family))
    for programme in standing:
        change(programme, workbook=workbook)
        clocks.resume(programme, at=at)
    if not standing:
        parents = [person for person in people if not person.is_child and person.died is None]
        standing = [_begin(family, workbook=workbook, parents=parents, by=by, at=at)]
    clocks.settle(family, at=at)
    return standing[0]


@service
def open_programme(family, *, parents, by, at, apart_because="", kept_apart=(), form_key=None):
    """Open a Family Programme with `parents`; with or without a Workbook (A5.3). Sent twice, it is opened once.

    A second one needs the reason why it is not shared with the parents of the first (A5.6); `kept_apart` are those of
    the children whose direct work, as far as it is written, stays with the first alone.
    """
    require(by, family, Can.LEAD)
    family = lock(family)
    if form_key and (sent_before := family.familyprogramme_set.filter(form_key=form_key).first()):
        return sent_before
    _check_parents(family, parents)
    others = list(reading.open_programmes(family))
    beside = bool(others)
    if beside and not apart_because.strip():
        raise Refusal(
            "A Family Programme is open already. A second one is only for parents who do not consent to share with "
            "each other: say why it is kept apart.",
            "apart_because",
        )
    for other in others:
        _leave(other, parents, at)
    workbook = family.workbook_set.filter(state=WorkbookState.OPEN).first()
    programme = _begin(
        family, workbook=workbook, parents=parents, apart_because=apart_because.strip() if beside else "",
        form_key=form_key, by=by, at=at,
    )  # fmt: skip
    for child in kept_apart if beside else ():
        for module in reading.modules_of_children():
            _keep_apart(_first(others), module, child, because=apart_because.strip(), at=at)
    clocks.settle(family, at=at)
    return programme


def _first(others):
    """That which is shared with everybody but those who have one of their own; otherwise the eldest."""
    return next((other for other in others if not other.apart_because), others[0])


def _begin(family, *, workbook, parents, by, at, apart_because="", form_key=None):
    programme = FamilyProgramme.objects.create(
        family=family, workbook=workbook, number=family.familyprogramme_set.count() + 1, opened_at=at, opened_by=by,
        apart_because=apart_because, form_key=form_key,
    )  # fmt: skip
    for person in parents:
        ProgrammeParent.objects.create(family=family, programme=programme, person=person)
    clocks.start(programme, at=at)
    return programme


def _check_parents(family, parents):
    members = {person.pk for person in family.people_now()}
    if not parents:
        raise Refusal("Choose who works through the programme: at least one parent or carer.", "parents")
    if not members.issuperset(person.pk for person in parents):
        raise Refusal("Choose people of this family only.", "parents")


def _leave(programme, parents, at):
    """Whoever gets a programme of their own leaves the other, which is not shared with them any more."""
    leaving = [row for row in programme.parents.filter(left_on=None) if row.person in parents]
    if leaving and not set(reading.parents_of(programme)) - set(parents):
        raise Refusal(
            f"Nobody would be left in Family Programme {programme.number}. Choose only those who do not share with the "
            "others, or end that programme first.",
            "parents",
        )
    for row in leaving:
        change(row, left_on=timezone.localdate(at))


@service
def set_parents(programme, *, parents, seen, by, at):
    """Who works through the programme, and with whom it is shared, from today.

    `seen` is `reading.seen_in` as the page showed it; where it is not so any more the page is stale.
    """
    programme = _open_one(programme, by)
    if seen != reading.seen_in(programme):
        names = ", ".join(str(person) for person in reading.parents_of(programme))
        raise Conflict(
            f"Somebody changed this since you opened the page: it is shared with {names or 'nobody'} now. Your choice "
            "is still here: compare, and save again."
        )
    _check_parents(programme.family, parents)
    for other in reading.open_programmes(programme.family).exclude(pk=programme.pk):
        _leave(other, parents, at)
    standing = {row.person_id: row for row in programme.parents.all()}
    chosen = {person.pk for person in parents}
    for person in parents:
        if person.pk not in standing:
            ProgrammeParent.objects.create(family=programme.family, programme=programme, person=person)
    for pk, row in standing.items():
        change(row, left_on=None if pk in chosen else row.left_on or timezone.localdate(at))
    return programme


@service
def end(programme, *, because, by, at):
    """The programme is over; what it says stays (A2.7). What is shared of the children goes on in one still open."""
    family = lock(programme.family)
    require_grade(by, family, "end_programme")
    return end_held(_held(programme), because=because, at=at)


def end_all(workbook, *, because, at):
    """The Workbook closes, and its programmes end with it. Called in the transaction that closes it."""
    for programme in workbook.programmes.filter(state=ProgrammeState.OPEN).order_by("-number"):
        end_held(_held(programme), because=because, at=at)


def end_held(programme, *, because, at):
    PROGRAMME_STATES.require(programme.state, ProgrammeState.ENDED, Mover.MANAGER)
    if reading.waiting(programme):
        raise Refusal("An assessment of this programme waits for the manager. Complete or return it first.")
    if not because.strip():
        raise Refusal("Say why the programme ends.", "because")
    remaining = reading.open_programmes(programme.family).exclude(pk=programme.pk).first()
    for record in programme.records.exclude(child=None).filter(kept_apart_because="") if remaining else ():
        change(record, programme=remaining)
    change(programme, state=ProgrammeState.ENDED, ended_at=at, ended_because=because.strip())
    clocks.stop(programme, at=at)
    clocks.settle(programme.family, at=at)
    return programme


@service
def write(programme, module, *, written, version, by, at, child=None):
    """Save the text of a module, of one child where it is written for each; `version` 0 means that none was yet.

    It is written by whoever leads the work (C21). Direct work is about its child, whatever the form says.
    """
    programme = _open_one(programme, by)
    record = _record(programme, module, child, version)
    if record and record.state == ModuleState.COMPLETED:
        raise Conflict(COMPLETED)
    if child:
        written = [replace(passage, about=(child.pk,)) for passage in written]
    if record is None and not any(passage.text.strip() for passage in written):
        raise Refusal("Write something under at least one heading.")
    record = record or _begin_record(programme, module, child, at)
    if passages.write(record, written, people=people_ids(programme.family)):
        change(record, version=record.version + 1, updated_at=at)
        _tell_clocks(record, at)
    return record


def _record(programme, module, child, version):
    """The record, held; None where there is none yet. Its programmes do not wait for the manager."""
    _check_child(programme, module, child)
    record = reading.record_for(programme, module, child)
    for each in read_in(record) if record else [programme]:
        if reading.waiting(each):
            raise Refusal(WAITING)
    if (record.version if record else 0) != version:
        raise Conflict(CHANGED)
    return record


def _check_child(programme, module, child):
    if bool(child) != module.each_child:
        raise Refusal("Choose the child of whom this module is written.")
    if child and not reading.record_for(programme, module, child) and child not in reading.children_of(programme):
        raise Refusal(f"{child} is not part of this programme.")
    if child and child.unborn:
        raise Refusal(f"{child} is not born yet. Direct work is recorded from the birth on.")


def _begin_record(programme, module, child, at):
    """Where another programme keeps the child's apart, so does this one: neither is read in the other, nor the reason
    of the one in the other."""
    children = child.all_ids if child else []
    apart = reading.kept_in_another(programme).filter(module=module.key, child__in=children).first()
    return ModuleRecord.objects.create(
        family=programme.family, programme=programme, module=module.key, child=child,
        round=reading.round_of(programme, module), begun_at=at,
        kept_apart_because=KEPT_BY_THE_OTHER if apart else "",
    )  # fmt: skip


def read_in(record):
    """The programmes in which the record is read and written: its own, and those beside it unless it is kept apart."""
    if record.child_id is None or record.kept_apart_because:
        return [record.programme]
    return [record.programme, *reading.beside(record.programme).filter(state=ProgrammeState.OPEN)]


def _tell_clocks(record, at):
    for programme in read_in(record):
        clocks.touched(programme, at=at)
    if record.child:
        clocks.written_of(record.family, record.child, at=at)


@service
def complete(programme, module, *, version, by, at, child=None):
    """The module is completed for now; it carries forward as it stands (A5.2)."""
    record = _record(_open_one(programme, by), module, child, version)
    if record is None or not record.passages.exclude(text="").exists():
        raise Refusal("Nothing is written yet. Write the module first.")
    MODULE_STATES.require(record.state, ModuleState.COMPLETED, Mover.OWNER)
    change(record, state=ModuleState.COMPLETED, completed_at=at, completed_by=by, version=record.version + 1)
    for each in read_in(record):
        clocks.completed(each, at=at)
    return record


@service
def take_up(programme, module, *, version, by, at, child=None):
    """Write on in a completed module: parents move through the cycle of change (A5.12)."""
    record = _record(_open_one(programme, by), module, child, version)
    if record is None:
        raise Refusal("Nothing is written yet.")
    MODULE_STATES.require(record.state, ModuleState.OPEN, Mover.OWNER)
    change(record, state=ModuleState.OPEN, version=record.version + 1)
    return record


@service
def keep_apart(programme, module, child, *, because, version, by, at):
    """From now on what is written of the child stands in `programme` alone, with all that stands already (A5.6)."""
    programme = _open_one(programme, by)
    record = _record(programme, module, child, version)
    if not reading.beside(programme).filter(state=ProgrammeState.OPEN).exists():
        raise Refusal("There is no other programme from which this could be kept apart.")
    if not because.strip():
        raise Refusal("Say why it is kept apart.", "because")
    if record and record.kept_apart_because:
        raise Conflict(CHANGED)
    return _keep_apart(programme, module, child, because=because.strip(), at=at)


def _keep_apart(programme, module, child, *, because, at):
    record = reading.record_for(programme, module, child) or _begin_record(programme, module, child, at)
    change(record, programme=programme, kept_apart_because=because, version=record.version + 1)
    return record


@service
def share(programme, module, child, *, version, by, at):
    """The child's record is read in both programmes again; not where each has one of its own by now."""
    programme = _open_one(programme, by)
    record = _record(programme, module, child, version)
    if record is None or not record.kept_apart_because:
        raise Conflict(CHANGED)
    others = ModuleRecord.objects.filter(programme__in=reading.beside(programme), module=module.key)
    if others.filter(child__in=child.all_ids).exists():
        raise Refusal(f"Each programme has a record of its own of {child} by now, so they cannot become one again.")
    change(record, kept_apart_because="", version=record.version + 1)
    return record


@service
def draw(programme, module, *, section, chosen, by, at, child=None):
    """Let passages of workers' summaries that are finalised or handed over stand in the module: by reference, with
    their source (C21).

    `chosen` are ids of passages; what stands there already stays as it is.
    """
    programme = _open_one(programme, by)
    if section not in {each.key for each in module.sections}:
        raise Refusal("Choose the heading under which it stands.", "section")
    record = reading.record_for(programme, module, child)
    record = _record(programme, module, child, record.version if record else 0)
    if record and record.state == ModuleState.COMPLETED:
        raise Conflict(COMPLETED)
    found = list(drawable(programme).filter(pk__in=chosen))
    if not chosen or len(found) != len(set(chosen)):
        raise Refusal("Choose passages of finalised summaries of this family.", "chosen")
    record = record or _begin_record(programme, module, child, at)
    standing = set(record.drawn.filter(removed_because="").values_list("passage", flat=True))
    for passage in found:
        if passage.pk not in standing:
            DrawnPassage.objects.create(
                family=programme.family, record=record, section=section, passage=passage, drawn_by=by, drawn_at=at
            )
    for each in read_in(record):
        clocks.touched(each, at=at)
    return record


def drawable(programme):
    """The passages that may be drawn on: of settled summaries, and not in a child's record that is kept apart."""
    apart = reading.kept_in_another(programme)
    return (
        SummaryPassage.objects.filter(family=programme.family, owner__state__in=SETTLED)
        .exclude(text="")
        .exclude(pk__in=DrawnPassage.objects.filter(record__in=apart, removed_because="").values("passage"))
    )


@service
def remove_drawn(drawn, *, because, by, at):
    """The passage does not stand in the module any more; it stays where its author wrote it."""
    _open_one(drawn.record.programme, by)
    drawn = DrawnPassage.objects.select_for_update(of=("self",), no_key=True).get(pk=drawn.pk)
    for each in read_in(drawn.record):
        if reading.waiting(each):
            raise Refusal(WAITING)
    if drawn.record.state == ModuleState.COMPLETED:
        raise Conflict(COMPLETED)
    if drawn.removed_because:
        raise Conflict("This passage was taken out already.")
    if not because.strip():
        raise Refusal("Say why it is taken out.", "because")
    change(drawn, removed_because=because.strip())
    return drawn


def settle_all(*, by, now):
    """What no service here hears of, such as a death put right, is seen to; return how many families were looked at."""
    families = Family.objects.filter(familyprogramme__state=ProgrammeState.OPEN).distinct().order_by("pk")
    return sum(_tried(family, by, now) for family in families)


def _tried(family, by, now):
    """One that fails must not hold up the others: it is logged, and tried again at each sweep."""
    try:
        _settle(family, by=by, at=now)
    except Exception:
        logger.exception("The clocks of the Family Programme of family %s could not be settled.", family.pk)
        return 0
    return 1


@service
def _settle(family, *, by, at):
    clocks.settle(lock(family), at=at)


def _open_one(programme, by):
    """The programme, held with its family, which `by` leads; refused once it has ended."""
    lock(programme.family)
    programme = _held(programme)
    require(by, programme.family, Can.LEAD)
    if programme.state != ProgrammeState.OPEN:
        raise Refusal("This Family Programme has ended, so nothing in it changes any more.")
    return programme


def _held(programme):
    return (
        FamilyProgramme.objects.select_for_update(of=("self",), no_key=True)
        .select_related("family", "workbook")
        .get(pk=programme.pk)
    )
