"""Drawing passages of workers' summaries into a module, and taking them out (C21)."""

from collections.abc import Collection
from datetime import datetime

from casework.people.models import Person
from casework.practice.schema import Module
from casework.refusal import Conflict, Refusal
from casework.trail.acting import service
from casework.trail.rows import change, lock
from casework.users.models import User
from workbook.programmes import clocks
from workbook.programmes import queries as programmes_queries
from workbook.programmes.checks import lock_open_programme
from workbook.programmes.drawing.queries import drawable_passages
from workbook.programmes.models import DrawnPassage, FamilyProgramme, ModuleRecord
from workbook.programmes.modules import queries
from workbook.programmes.modules.checks import COMPLETED, WAITING, check_writable
from workbook.programmes.modules.queries import programmes_of_record
from workbook.programmes.modules.services import begin_record
from workbook.programmes.states import ModuleState


@service
def draw(
    programme: FamilyProgramme,
    module: Module,
    child: Person | None = None,
    *,
    section: str,
    chosen: Collection[int],
    by: User,
    at: datetime,
) -> ModuleRecord:
    """Put passages of settled summaries into the module by reference, with their source (C21).

    `chosen` are ids of passages; idempotent: one that was drawn already stays as it is.
    """
    programme = lock_open_programme(programme, by)
    if section not in {each.key for each in module.sections}:
        raise Refusal("Choose the heading under which it stands.", "section")
    record = queries.record_for(programme, module, child)
    record = check_writable(programme, module, child, record.version if record else 0)
    if record and record.state == ModuleState.COMPLETED:
        raise Conflict(COMPLETED)
    found = list(drawable_passages(programme).filter(pk__in=chosen))
    if not chosen or len(found) != len(set(chosen)):
        raise Refusal("Choose passages of finalised summaries of this family.", "chosen")
    record = record or begin_record(programme, module, child, at)
    drawn = set(record.drawn.filter(removed_because="").values_list("passage", flat=True))
    for passage in found:
        if passage.pk not in drawn:
            DrawnPassage.objects.create(
                family=programme.family, record=record, section=section, passage=passage, drawn_by=by, drawn_at=at
            )
    for each in programmes_of_record(record):
        clocks.restart_touched(each, at=at)
    return record


@service
def remove_drawn(drawn: DrawnPassage, *, because: str, by: User, at: datetime) -> DrawnPassage:
    """The passage leaves the module; it stays in its author's summary."""
    lock_open_programme(drawn.record.programme, by)
    drawn = lock(drawn)
    for each in programmes_of_record(drawn.record):
        if programmes_queries.waits_for_manager(each):
            raise Refusal(WAITING)
    if drawn.record.state == ModuleState.COMPLETED:
        raise Conflict(COMPLETED)
    if drawn.removed_because:
        raise Conflict("This passage was taken out already.")
    if not because.strip():
        raise Refusal("Say why it is taken out.", "because")
    change(drawn, removed_because=because.strip())
    return drawn
