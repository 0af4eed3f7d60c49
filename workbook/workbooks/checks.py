"""What refuses a decision on a Workbook: who decides, the checklist, its people, its dates (A1.14, A1.15, C3, C4)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from django.utils import timezone

from casework import practice
from casework.access import Can, FamilyAccess, access_of, require, require_grade
from casework.families.models import Family, FamilyRole
from casework.lives.checks import PLANNED_VISIT, check_day
from casework.people.models import Person
from casework.practice.schema import Criterion, WorkbookClosureReason
from casework.referrals.models import Referral
from casework.refusal import Conflict, Refusal
from casework.users.models import User
from casework.words import say_date
from workbook.episodes.models import is_whole
from workbook.workbooks import queries
from workbook.workbooks.models import Workbook
from workbook.workbooks.queries import deciders_of, may_open_for_manager, open_workbook_of, practice_lets_open
from workbook.workbooks.states import WorkbookState

NONE_OF_THESE = "None of these"


class ChecklistResult(NamedTuple):
    """The checklist as it was answered, in words that stay true when the practice file changes.

    `answers` are the rows {key, question, answer, met}; `eligible` is whether all were met.
    """

    answers: list[dict]
    eligible: bool


def check_eligibility(answers: Mapping[str, bool | Sequence[str]]) -> ChecklistResult:
    """`answers` by the key of each question: True or False, or the keys that were chosen of its choices."""
    rows = [_row(criterion, answers.get(criterion.key)) for criterion in practice.current().eligibility]
    return ChecklistResult(rows, all(row["met"] for row in rows))


def _row(criterion: Criterion, given: bool | Sequence[str] | None) -> dict[str, str | bool]:
    field = f"answer-{criterion.key}"
    if given is None:
        raise Refusal(f"Answer the question of the checklist: {criterion.question}", field)
    words = _chosen(criterion, given, field) if criterion.choices else _yes_or_no(criterion, given, field)
    return {"key": criterion.key, "question": criterion.question, "answer": words, "met": bool(given)}


def _yes_or_no(criterion: Criterion, given: bool | Sequence[str], field: str) -> str:
    if not isinstance(given, bool):
        raise Refusal(f"Answer yes or no: {criterion.question}", field)
    return "Yes" if given else "No"


def _chosen(criterion: Criterion, given: bool | Sequence[str], field: str) -> str:
    if isinstance(given, bool | str) or not set(given) <= set(criterion.choices):
        raise Refusal(f"Choose among those offered: {criterion.question}", field)
    return ", ".join(words for key, words in criterion.choices.items() if key in given) or NONE_OF_THESE


def check_reason_against_checklist(checked: ChecklistResult, opens: bool, because: str) -> None:
    """A decision against the checklist says why (C4)."""
    if checked.eligible == opens or because.strip():
        return
    found = "all of it is met" if checked.eligible else "not all of it is met"
    act = "a Workbook is opened all the same" if opens else "no Workbook is opened all the same"
    raise Refusal(f"This goes against the checklist: {found}. Say why {act}.", "override_because")


def require_decider(by: User, family: Family) -> FamilyAccess:
    """Refuse unless `by` decides on the Workbook of this family."""
    if practice_lets_open("lead_worker"):
        return require(by, family, Can.LEAD)
    return require_grade(by, family, "open_workbook")


def require_opener(by: User, family: Family, decided_by: User | None, *, at: datetime) -> User:
    """Refuse unless `by` decides, or opens what `decided_by` decided; return whose decision it is."""
    if not may_open_for_manager(access_of(by, family)):
        require_decider(by, family)
        if decided_by not in (None, by):
            raise Refusal("The decision is your own. Nobody else is named for it.", "decided_by")
        return by
    if decided_by is None:
        raise Refusal("Say whose decision it is.", "decided_by")
    if decided_by not in deciders_of(family, timezone.localdate(at)):
        raise Refusal(f"{decided_by} does not decide on this family's Workbook. Choose a manager of it.", "decided_by")
    return decided_by


NO_OPEN_CASE = "No child's case is open on this referral any more. Record a new referral first."


def require_closure_reason(key: str) -> WorkbookClosureReason:
    """The reason of that key; a Refusal where the practice file has none such."""
    reason = practice.current().workbook_closure_reasons.get(key)
    if reason is None:
        raise Refusal("Choose why the Workbook closes.", "closed_reason")
    return reason


def check_no_other_open(family: Family) -> None:
    """One Workbook is open for a family (A1.15)."""
    if workbook := open_workbook_of(family):
        raise Refusal(why_no_second(workbook))


def check_open_case(referral: Referral) -> None:
    """A Workbook is decided on while the case of a child is open (A1.6)."""
    if not queries.has_open_case(referral):
        raise Refusal(NO_OPEN_CASE)


def why_not_decided_on(referral: Referral) -> str:
    """Why no Workbook can be decided on now, on this referral; '' where one can."""
    if workbook := open_workbook_of(referral.family):
        return why_no_second(workbook)
    return "" if queries.has_open_case(referral) else NO_OPEN_CASE


def why_no_second(open_workbook: Workbook) -> str:
    """The sentence that refuses another Workbook while `open_workbook` is there (A1.15)."""
    return (
        f"This family already has an open Workbook: version {open_workbook.version}, opened on "
        f"{say_date(open_workbook.opened_at)} by {open_workbook.opened_by}. "
        "One Workbook is open for a family; go on in that one, or close it first."
    )


def check_of_this_family(family: Family, people: Sequence[Person]) -> None:
    """Only people who belong to the family now."""
    members = set(family.familymember_set.filter(until_date=None).order_by().values_list("person_id", flat=True))
    if not members.issuperset(person.pk for person in people):
        raise Refusal("Choose people of this family only.", "people")


def check_open(workbook: Workbook) -> None:
    if workbook.state != WorkbookState.OPEN:
        raise Conflict("This Workbook is closed, and stays as it was. Nothing was changed.")


def check_other_index_child(workbook: Workbook, child: Person) -> None:
    """One of the children of its running episodes, and not the one who is it already (C1)."""
    if child.pk not in {each.pk for each in queries.children_in(workbook)}:
        raise Refusal("Choose one of the children with whom we work in this Workbook.", "index_child")
    if child.one_id == workbook.index_child.one_id:
        raise Refusal(f"{child} is the index child already. Choose another child.", "index_child")


def check_composition(family: Family, people: Sequence[Person], index_child: Person) -> None:
    """Of those who are part of this Workbook, after who stays in another one was left out."""
    roles = family.roles()
    if not is_whole({roles[person.pk] for person in people if person.died is None}):
        raise Refusal("A Workbook needs at least one child and one adult. Choose both.", "people")
    if index_child not in people or roles[index_child.pk] != FamilyRole.CHILD:
        raise Refusal("The index child must be one of the children whom you chose.", "index_child")


def check_supervision_planned(planned_for: datetime, at: datetime) -> None:
    """The first supervision is later than `at`."""
    if planned_for <= at:
        raise Refusal("The first supervision must be planned for a time to come.", "supervision_planned_for")
    check_day(PLANNED_VISIT, timezone.localdate(planned_for), timezone.localdate(at), "supervision_planned_for")
