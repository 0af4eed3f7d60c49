"""What is to be decided about a family's Workbook, as its pages show it."""

from typing import NamedTuple

from casework import practice
from casework.access import Can
from casework.duedates import services as duedates
from casework.referrals.clocks import WORKBOOK_DECISION
from workbook.books import openers, question
from workbook.books.states import WorkbookState
from workbook.ties.reading import memberships_now


class Emerged(NamedTuple):
    """A vulnerability that was said to have emerged; `label` is what it is called now."""

    label: str
    said: object


class Question(NamedTuple):
    """What is to be decided on a referral: until when (a day or a moment, or None), and what was decided before.

    `emerged` are the vulnerabilities that nobody has decided upon yet (A1.10).
    """

    referral: object
    due: object
    emerged: list
    before: list


def question_of(referral):
    """The question of a Workbook on this referral."""
    due = duedates.running(WORKBOOK_DECISION, referral).first()
    before = referral.workbook_decisions.select_related("by", "decided_by", "referral")
    return Question(referral, due and due.due, _labelled(question.unanswered(referral)), list(before))


def emerged_of(family):
    """All that was ever said to have emerged, the latest first."""
    return _labelled(family.emergedvulnerability_set.select_related("by"))


def _labelled(rows):
    names = practice.current().vulnerabilities
    return [Emerged(names.get(row.vulnerability, row.vulnerability), row) for row in rows]


def asked_of(family, latest):
    """What the Workbook page asks its reader: to decide, to say what emerged, to bring in who came."""
    workbook = latest.workbook if latest and latest.workbook.state == WorkbookState.OPEN else None
    referral = None if workbook else question.referral_asked_about(family)
    asked = question_of(referral) if referral else None
    waiting = {row.said.pk for row in asked.emerged} if asked else set()
    return {
        "question": asked,
        "is_open": referral is not None and question.has_open_case(referral),
        "may_decide": openers.may_record(family.access),
        "may_say": family.access.can(Can.RECORD) and question.referral_in_question(family) == referral,
        "comers": comers(family, workbook) if workbook else [],
        "may_bring_in": family.access.can(Can.LEAD),
        "emerged": [row for row in emerged_of(family) if row.said.pk not in waiting],
    }


def comers(family, workbook):
    """Children who came by another referral than the open Workbook's, and are not part of what runs in it."""
    # By whichever entry the child came, it is the one who belongs to the family that comes in.
    here = {person.one_id: person for person in family.people_now()}
    came = family.involvement_set.filter(closed_on=None, child__died=None).exclude(referral=workbook.referral_id)
    ids = dict.fromkeys(row.child.one_id for row in came.select_related("child"))
    children = [here[one] for one in ids if one in here]
    inside = {row.person.one_id for row in memberships_now(children).filter(family=family)}
    return [child for child in children if child.one_id not in inside]
