"""What refuses a decision on a Workbook: who decides, the checklist, its people, its dates (A1.14, A1.15, C3, C4)."""

from typing import NamedTuple

from django.utils import timezone

from casework import practice
from casework.access import Can, access_of, require, require_grade
from casework.refusal import Refusal
from casework.words import say_date
from workbook.workbooks import queries
from workbook.workbooks.queries import deciders_of, may_open_for_manager, open_workbook_of, practice_lets_open

NONE_OF_THESE = "None of these"


class ChecklistResult(NamedTuple):
    """The checklist as it was answered, in words that stay true when the practice file changes.

    `answers` are the rows {key, question, answer, met}; `eligible` is whether all were met.
    """

    answers: list
    eligible: bool


def check_eligibility(answers):
    """`answers` by the key of each question: True or False, or the keys that were chosen of its choices."""
    rows = [_row(criterion, answers.get(criterion.key)) for criterion in practice.current().eligibility]
    return ChecklistResult(rows, all(row["met"] for row in rows))


def _row(criterion, given):
    field = f"answer-{criterion.key}"
    if given is None:
        raise Refusal(f"Answer the question of the checklist: {criterion.question}", field)
    words = _chosen(criterion, given, field) if criterion.choices else _yes_or_no(criterion, given, field)
    return {"key": criterion.key, "question": criterion.question, "answer": words, "met": bool(given)}


def _yes_or_no(criterion, given, field):
    if not isinstance(given, bool):
        raise Refusal(f"Answer yes or no: {criterion.question}", field)
    return "Yes" if given else "No"


def _chosen(criterion, given, field):
    if isinstance(given, bool | str) or not set(given) <= set(criterion.choices):
        raise Refusal(f"Choose among those offered: {criterion.question}", field)
    return ", ".join(words for key, words in criterion.choices.items() if key in given) or NONE_OF_THESE


def check_reason_against_checklist(checked, opens, because):
    """A decision against the checklist says why (C4)."""
    if checked.eligible == opens or because.strip():
        return
    told = "all of it is met" if checked.eligible else "not all of it is met"
    act = "a Workbook is opened all the same" if opens else "no Workbook is opened all the same"
    raise Refusal(f"This goes against the checklist: {told}. Say why {act}.", "override_because")


def require_decider(by, family):
    """Refuse unless `by` decides on the Workbook of this family."""
    if practice_lets_open("social_worker"):
        return require(by, family, Can.LEAD)
    return require_grade(by, family, "open_workbook")


def require_opener(by, family, decided_by, *, at):
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


def require_closure_reason(key):
    """The reason of that key; a Refusal where the practice file has none such."""
    reason = practice.current().workbook_closure_reasons.get(key)
    if reason is None:
        raise Refusal("Choose why the Workbook closes.", "closed_reason")
    return reason


def check_no_other_open(family):
    standing = open_workbook_of(family)
    if standing:
        raise Refusal(why_no_second(standing))


def check_open_case(referral):
    if not queries.has_open_case(referral):
        raise Refusal(NO_OPEN_CASE)


def why_not_decided_on(referral):
    """Why no Workbook can be decided on on this referral now, or ''."""
    if standing := open_workbook_of(referral.family):
        return why_no_second(standing)
    return "" if queries.has_open_case(referral) else NO_OPEN_CASE


def why_no_second(standing):
    """The sentence that refuses another Workbook while `standing` is open (A1.15)."""
    return (
        f"This family already has an open Workbook: version {standing.version}, opened on "
        f"{say_date(standing.opened_at)} by {standing.opened_by}. "
        "One Workbook is open for a family; go on in that one, or close it first."
    )


def check_of_this_family(family, people):
    members = set(family.familymember_set.filter(until_date=None).values_list("person_id", flat=True))
    if not members.issuperset(person.pk for person in people):
        raise Refusal("Choose people of this family only.", "people")


def check_composition(people, index_child):
    """Of those who are part of this Workbook, after who stays in another one was left out."""
    if {person.is_child for person in people if person.died is None} != {True, False}:
        raise Refusal("A Workbook needs at least one child and one adult. Choose both.", "people")
    if index_child not in people or not index_child.is_child:
        raise Refusal("The index child must be one of the children whom you chose.", "index_child")


def check_supervision_planned(planned_for, at):
    if planned_for <= at:
        raise Refusal("The first supervision must be planned for a time to come.", "supervision_planned_for")
