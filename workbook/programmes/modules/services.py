"""Writing a module, completing it, taking it up again, keeping a child's record apart (A5.2, A5.6, A5.12, C21)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.urls import reverse

from casework.passages import services as passages
from casework.passages.models import NewText
from casework.passages.queries import people_ids
from casework.people.models import Person
from casework.practice.schema import Module
from casework.refusal import Conflict, Refusal
from casework.trail.acting import in_service, service
from casework.trail.versions import change_version, new_version
from casework.unsaved import services as unsaved
from casework.users.models import User
from workbook.programmes import clocks
from workbook.programmes.checks import lock_open_programme
from workbook.programmes.models import FamilyProgramme, ModuleRecord
from workbook.programmes.modules import queries
from workbook.programmes.modules.checks import CHANGED, COMPLETED, check_writable
from workbook.programmes.modules.queries import programmes_of_record
from workbook.programmes.states import MODULE_STATES, ModuleState

KEPT_BY_THE_OTHER = "The other programme keeps this child's direct work apart, so this one does too."


@service
def write(
    programme: FamilyProgramme,
    module: Module,
    child: Person | None = None,
    *,
    written: Sequence[NewText],
    version: int,
    by: User,
    at: datetime,
) -> ModuleRecord:
    """Save the text of a module, of one child where it is written for each; `version` is 0 where there was none.

    It is written by whoever leads the work (C21). Direct work is about its child, whatever the form says.
    """
    programme = lock_open_programme(programme, by)
    record = check_writable(programme, module, child, version)
    if record and record.state == ModuleState.COMPLETED:
        raise Conflict(COMPLETED)
    if child:
        written = [replace(passage, about=(child.pk,)) for passage in written]
    if record is None and not any(passage.text.strip() for passage in written):
        raise Refusal("Write something under at least one heading.")
    record = record or begin_record(programme, module, child, at)
    if passages.write(record, written, people=people_ids(programme.family)):
        new_version(record, updated_at=at)
        _restart_clocks(record, at)
    return record


@in_service
def begin_record(programme: FamilyProgramme, module: Module, child: Person | None, at: datetime) -> ModuleRecord:
    """Where another programme keeps the child's record apart, so does this one; the other's reason is not read here."""
    children = child.all_ids if child else []
    apart = queries.kept_apart_elsewhere(programme).filter(module=module.key, child__in=children).first()
    return ModuleRecord.objects.create(
        family=programme.family, programme=programme, module=module.key, child=child,
        round=queries.round_of(programme, module), begun_at=at,
        kept_apart_because=KEPT_BY_THE_OTHER if apart else "",
    )  # fmt: skip


def _restart_clocks(record: ModuleRecord, at: datetime) -> None:
    for programme in programmes_of_record(record):
        clocks.restart_touched(programme, at=at)
    if record.child:
        clocks.meet_direct_work(record.family, record.child, at=at)


@service
def complete(
    programme: FamilyProgramme, module: Module, child: Person | None = None, *, version: int, by: User, at: datetime
) -> ModuleRecord:
    """The module is completed for now; it carries forward as it is (A5.2)."""
    record = check_writable(lock_open_programme(programme, by), module, child, version)
    if record is None or not record.passages.exclude(text="").exists():
        raise Refusal("Nothing is written yet. Write the module first.")
    MODULE_STATES.require(record.state, ModuleState.COMPLETED)
    change_version(record, state=ModuleState.COMPLETED, completed_at=at, completed_by=by)
    for each in programmes_of_record(record):
        clocks.meet_first_modules(each, at=at)
    return record


@service
def take_up(
    programme: FamilyProgramme, module: Module, child: Person | None = None, *, version: int, by: User, at: datetime
) -> ModuleRecord:
    """Write on in a completed module: parents move through the cycle of change (A5.12)."""
    record = check_writable(lock_open_programme(programme, by), module, child, version)
    if record is None:
        raise Refusal("Nothing is written yet.")
    MODULE_STATES.require(record.state, ModuleState.OPEN)
    change_version(record, state=ModuleState.OPEN)
    return record


@service
def keep_apart(
    programme: FamilyProgramme, module: Module, child: Person, *, because: str, version: int, by: User, at: datetime
) -> ModuleRecord:
    """From now on what is and was written of the child is read in `programme` alone (A5.6)."""
    programme = lock_open_programme(programme, by)
    record = check_writable(programme, module, child, version)
    if not queries.others_about(programme, child):
        raise Refusal(f"There is no other programme about {child} from which this could be kept apart.")
    if not because.strip():
        raise Refusal("Say why it is kept apart.", "because")
    if record and record.kept_apart_because:
        raise Conflict(CHANGED)
    return set_apart(programme, module, child, because=because.strip(), at=at)


@in_service
def set_apart(programme: FamilyProgramme, module: Module, child: Person, *, because: str, at: datetime) -> ModuleRecord:
    """The child's record belongs to `programme` alone; it begins here where there is none.

    What was typed of it in the other programme and is not saved is offered here from now on.
    """
    record = queries.record_for(programme, module, child) or begin_record(programme, module, child, at)
    change_version(record, programme=programme, kept_apart_because=because)
    writing = reverse("module-write", args=[programme.family_id, programme.pk, module.key, child.pk])
    unsaved.readdress(queries.text_subject(record), writing)
    return record


@service
def share(
    programme: FamilyProgramme, module: Module, child: Person, *, version: int, by: User, at: datetime
) -> ModuleRecord:
    """The child's record is read in both programmes again; not where each has one of its own by now."""
    programme = lock_open_programme(programme, by)
    record = check_writable(programme, module, child, version)
    if record is None or not record.kept_apart_because:
        raise Conflict(CHANGED)
    others = ModuleRecord.objects.filter(programme__in=queries.others_about(programme, child), module=module.key)
    if others.filter(child__in=child.all_ids).exists():
        raise Refusal(f"Each programme has a record of its own of {child} by now, so they cannot become one again.")
    change_version(record, kept_apart_because="")
    return record
