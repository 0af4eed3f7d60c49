"""What refuses that a child's case closes while a Workbook is open (A1.14)."""

from casework.families.models import FamilyRole
from casework.people.models import Person
from casework.refusal import Refusal
from workbook.closures.queries import running_members
from workbook.workbooks.models import Workbook


def check_child_remains(workbook: Workbook, child: Person) -> None:
    """A Workbook has at least one child (A1.14)."""
    members = running_members(workbook).filter(role=FamilyRole.CHILD)
    ids = child.all_ids
    if members.filter(person__in=ids).exists() and not members.exclude(person__in=ids).exists():
        raise Refusal(
            f"{child} is the last child in the open Workbook, and a Workbook needs one. Close the Workbook first, or "
            "let another child take part in it."
        )
