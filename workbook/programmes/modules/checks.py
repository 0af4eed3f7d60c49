"""What refuses that somebody writes in a module (A5.13, C20, C21)."""

from typing import Any

from casework.people.models import Person
from casework.practice.schema import Module
from casework.refusal import Conflict, Refusal
from workbook.programmes import queries
from workbook.programmes.models import FamilyProgramme, ModuleRecord
from workbook.programmes.modules.queries import programmes_of_record, record_for
from workbook.programmes.states import ProgrammeState


def why_not_written(place: Any) -> str:
    """Why nobody writes here now, in a sentence; '' where the lead may. `place` is a ModulePlace."""
    if place.programme.state == ProgrammeState.ENDED:
        return "This Family Programme has ended, so nothing in it changes any more."
    programmes = programmes_of_record(place.record) if place.record else [place.programme]
    if any(queries.waits_for_manager(each) for each in programmes):
        return "The programme waits for the manager as an assessment, so its modules do not change."
    if place.child and place.child.unborn:
        return f"{place.child} is not born yet. Direct work is recorded from the birth on."
    if place.completed:
        return "This module is completed."
    return ""


CHANGED = "This module was changed since you opened the page. Your text is still here: compare and save again."
COMPLETED = "This module is completed. Take it up again first if there is more to write."
WAITING = "The programme waits for the manager as an assessment. Take the assessment back before you write in a module."


def check_writable(
    programme: FamilyProgramme, module: Module, child: Person | None, version: int
) -> ModuleRecord | None:
    """The record of the module, None where there is none yet; raises Conflict where it is not at `version` any more.

    Its programmes do not wait for the manager, and the child is of the programme. The family is locked.
    """
    check_child(programme, module, child)
    record = record_for(programme, module, child)
    for each in programmes_of_record(record) if record else [programme]:
        if queries.waits_for_manager(each):
            raise Refusal(WAITING)
    if (record.version if record else 0) != version:
        raise Conflict(CHANGED)
    return record


def check_child(programme: FamilyProgramme, module: Module, child: Person | None) -> None:
    """A child who is born, and of the programme or written of there before; None for a module of all."""
    if bool(child) != module.each_child:
        raise Refusal("Choose the child of whom this module is written.")
    if child and not record_for(programme, module, child) and child not in queries.children_of(programme):
        raise Refusal(f"{child} is not part of this programme.")
    if child and child.unborn:
        raise Refusal(f"{child} is not born yet. Direct work is recorded from the birth on.")
