"""What refuses that somebody writes in a module (A5.13, C20, C21)."""

from casework.refusal import Conflict, Refusal
from workbook.programmes import queries
from workbook.programmes.modules import queries as modules_queries
from workbook.programmes.modules.queries import programmes_of_record
from workbook.programmes.states import ProgrammeState


def why_not_written(place):
    """The sentence that says why nobody writes here now; none where somebody may."""
    if place.programme.state == ProgrammeState.ENDED:
        return "This Family Programme has ended, so nothing in it changes any more."
    if (
        any(queries.waits_for_manager(each) for each in modules_queries.programmes_of_record(place.record))
        if place.record
        else queries.waits_for_manager(place.programme)
    ):
        return "The programme waits for the manager as an assessment, so its modules do not change."
    if place.child and place.child.unborn:
        return f"{place.child} is not born yet. Direct work is recorded from the birth on."
    if place.completed:
        return "This module is completed."
    return ""


CHANGED = "This module was changed since you opened the page. Your text is still here: compare and save again."
COMPLETED = "This module is completed. Take it up again first if there is more to write."
WAITING = "The programme waits for the manager as an assessment. Take the assessment back before you write in a module."


def check_writable(programme, module, child, version):
    """The record, held; None where there is none yet. Its programmes do not wait for the manager."""
    check_child(programme, module, child)
    record = modules_queries.record_for(programme, module, child)
    for each in programmes_of_record(record) if record else [programme]:
        if queries.waits_for_manager(each):
            raise Refusal(WAITING)
    if (record.version if record else 0) != version:
        raise Conflict(CHANGED)
    return record


def check_child(programme, module, child):
    if bool(child) != module.each_child:
        raise Refusal("Choose the child of whom this module is written.")
    if (
        child
        and not modules_queries.record_for(programme, module, child)
        and child not in queries.children_of(programme)
    ):
        raise Refusal(f"{child} is not part of this programme.")
    if child and child.unborn:
        raise Refusal(f"{child} is not born yet. Direct work is recorded from the birth on.")
