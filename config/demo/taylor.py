"""A year of episodes behind it: Ruby Taylor and her mother Dawn. The thirteenth episode is open."""

from datetime import timedelta

from casework import practice
from casework.actions import services as actions
from casework.case_summaries import services as case_summaries
from casework.families import services
from casework.families.models import FamilyRole
from casework.people import services as people_services
from casework.referrals import services as referrals
from casework.trail.acting import backdated
from casework.users.roles import Role
from config.demo.builders import (
    call_at,
    checklist,
    close,
    contact,
    finalise,
    passages,
    relate,
    summarise,
    visit,
    voices,
)
from config.demo.taylor_months import CASE_SUMMARY, MONTHS
from supervision.group_supervisions.arrangements import services as arrangements
from supervision.group_supervisions.holding import services as holding
from supervision.group_supervisions.models import Came
from supervision.group_supervisions.queries import waiting_for_review
from supervision.group_supervisions.recording import services as recording
from supervision.sign_offs import services as sign_offs
from workbook.allocations import services as allocations
from workbook.workbooks import services as workbooks

REASON = """Ruby, then seven, called the police while her father was hitting her mother. It was the fourth report of \
domestic abuse in two years. Craig was arrested and bailed to his mother's address."""
RATIONALE = {
    "red": "A child lives with violence that may come back any day.",
    "amber": "Safer than it was; the change is young and has not been tested.",
    "green": "Safe for months, and the family keeps it up themselves.",
}
MONTH = 30  # days from one supervision to the next


def build(people, calendar):
    start = -(len(MONTHS) * MONTH + 12)
    family, ruby, dawn = _family(people, calendar, start)
    workbook = _workbook(people, calendar, family, ruby, dawn, start)
    for number, month in enumerate(MONTHS, start=1):
        _month(people, calendar, workbook, ruby, dawn, month, number, start + 2 + (number - 1) * MONTH)
    contact(
        family, people.louise, "telephone_call", "Dawn called: the last network meeting is on the first of the month.",
        at=calendar.at(-4, 10, 15),
    )  # fmt: skip


def _family(people, calendar, start):
    manager, at = people.robert, calendar.at(start, 9)
    family = call_at(services.add_family, name="Taylor", team=people.meadow, by=manager, at=at)
    ruby = call_at(
        people_services.add_person, family, name="Ruby Taylor", role=FamilyRole.CHILD, sex="F", born=calendar.born(8, 60), by=manager,
        at=at,
    )  # fmt: skip
    dawn = call_at(
        people_services.add_person, family, name="Dawn Taylor", role=FamilyRole.PARENT, sex="F", born=calendar.born(31, 5),
        telephone="01632 960166", by=manager, at=at,
    )  # fmt: skip
    craig = call_at(
        people_services.add_person, family, name="Craig Mercer", role=FamilyRole.PARENT, sex="M", born=calendar.born(35, 70),
        in_household=False, by=manager, at=at,
    )  # fmt: skip
    relate(family, dawn, "mother", ruby, by=manager, at=at)
    relate(family, craig, "father", ruby, by=manager, at=at)
    relate(family, craig, "former_partner", dawn, by=manager, at=at)
    return family, ruby, dawn


def _workbook(people, calendar, family, ruby, dawn, start):
    manager = people.robert
    referral = call_at(
        referrals.record_referral, family, received_on=calendar.day(start), source="6", reason=REASON, needs={ruby: "N1"},
        transferred_at=calendar.at(start, 9), by=manager, at=calendar.at(start, 10),
    )  # fmt: skip
    for worker, role, lead in (
        (people.louise, Role.SOCIAL_WORKER, True),
        (people.grace, Role.DOMESTIC_ABUSE_VICTIM_WORKER, False),
    ):
        call_at(
            allocations.allocate, family, worker, role=role, lead=lead, by=manager, at=calendar.at(start, 11),
            from_date=calendar.day(start),
        )  # fmt: skip
    return call_at(
        workbooks.open_workbook, referral, index_child=ruby, people=[ruby, dawn], by=manager, at=calendar.at(start, 15),
        answers=checklist(trio=["domestic_abuse"]),
        reason="Domestic abuse; a domestic abuse worker is needed for Dawn.",
        supervision_planned_for=calendar.at(start + MONTH, 10),
    )  # fmt: skip


def _month(people, calendar, workbook, ruby, dawn, month, number, first_day):
    """One episode: a visit, a session, both summaries, the meeting, its sign-off."""
    family, episode = workbook.family, workbook.episodes.first()
    visit(
        family, people.louise, at=calendar.at(first_day + 8, 16), seen=[(ruby, True, True, number % 3 == 1)],
        written=[*passages(purpose="To see Ruby alone, and Dawn.", observation=month.outcome), *voices({ruby: month.ruby})],
        significant=month.event or None,
    )  # fmt: skip
    contact(
        family, people.grace, "session", month.abuse_outcome, purpose="Session with Dawn.", analysis=month.abuse_analysis,
        at=calendar.at(first_day + 12, 11), there="Dawn Taylor",
    )  # fmt: skip
    written = (
        (people.louise, month.social_worker, month.outcome, month.analysis),
        (people.grace, month.abuse_worker, month.abuse_outcome, month.abuse_analysis),
    )
    for worker, rag, outcome, analysis in written:
        at = calendar.at(first_day + 20, 14)
        finalise(
            summarise(episode, worker, rag=rag, rationale=RATIONALE[rag], outcome=outcome, analysis=analysis, at=at),
            at=at + timedelta(minutes=15),
        )
    _supervise(
        people, calendar, close(episode, at=calendar.at(first_day + 25, 15)), month, number, first_day, ruby, dawn
    )
    if number % 3 == 0:
        _case_summary(people, calendar, family, ruby, first_day + 29)


def _supervise(people, calendar, supervision, month, number, first_day, ruby, dawn):
    manager, held_at = people.robert, calendar.at(first_day + 28, 10)
    at = held_at + timedelta(hours=3)
    call_at(
        arrangements.note_logistics, supervision, place="Meadow House, room 2", others_present="", by=people.peter,
        at=held_at, came={people.louise: Came.PRESENT, people.grace: Came.PRESENT, people.robert: Came.PRESENT},
    )  # fmt: skip
    supervision = call_at(holding.hold, supervision, held_at=held_at, by=manager, at=held_at)
    supervision = call_at(
        recording.record, supervision, by=manager, at=at, overall_rag=month.overall,
        written=passages(hypotheses=month.hypotheses, impact=month.impact), rationale=RATIONALE[month.overall],
        dissent="Grace Holloway would rate Red while Craig tests the order." if month.abuse_worker == "red" != month.overall else "",
        relationships_checked=True, reviewed={each.pk: "It goes on." for each in waiting_for_review(supervision)},
    )  # fmt: skip
    what, owner = month.action
    owners = {
        "mother": {"owner_person": dawn},
        "school": {"owner_agency": "St Anne's Primary School"},
        "social_worker": {"owner_user": people.louise},
        "abuse_worker": {"owner_user": people.grace},
    }
    action = call_at(
        recording.agree_action, supervision, what=what, due_on=calendar.day(first_day + 45), child=ruby, by=manager, at=at,
        desired_outcome="Ruby is safe without us.", **owners[owner],
    )  # fmt: skip
    call_at(
        sign_offs.sign_off, supervision, decision="continue", decision_because="", by=manager, at=at + timedelta(hours=1),
        sections=practice.current().supervision_sections, strategy_discussion="today",
        next_planned_for=calendar.at(first_day + 28 + MONTH, 10),
    )  # fmt: skip
    if number < len(MONTHS):
        _report(people, calendar, action, first_day)


def _report(people, calendar, action, first_day):
    with backdated(calendar.at(first_day + 43, 12)):
        actions.report(
            action,
            outcome="met",
            result="Done, and talked through with Dawn.",
            done_on=calendar.day(first_day + 43),
            by=people.louise,
        )


def _case_summary(people, calendar, family, ruby, day):
    at = calendar.at(day, 13)
    summary = call_at(case_summaries.begin, family, ruby, by=people.louise, at=at)
    call_at(case_summaries.write, summary, written=passages(**CASE_SUMMARY), by=people.louise, at=at)
    call_at(
        case_summaries.complete, summary, headings=practice.current().case_summary_sections, by=people.louise,
        at=at + timedelta(minutes=30),
    )  # fmt: skip
