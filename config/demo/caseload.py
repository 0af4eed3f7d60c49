"""Six more families over a year, told month by month from `caseload_stories`: rated, and with something to do today."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any, NamedTuple

from casework import practice
from casework.case_summaries import services as case_summaries
from casework.families import services as families
from casework.families.models import Family
from casework.notes import services as notes
from casework.people import services as people_services
from casework.people.models import Person
from casework.plans import services as plans
from casework.plans.models import ConferenceKind
from casework.referrals import services as referrals
from casework.users.models import User
from casework.users.roles import Role
from config.demo.builders import (
    Calendar,
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
from config.demo.caseload_stories import FAMILIES, Told, ToldMonth
from config.demo.programmes import write_module
from supervision.group_supervisions.arrangements import services as arrangements
from supervision.group_supervisions.holding import services as holding
from supervision.group_supervisions.models import Came, GroupSupervision
from supervision.group_supervisions.queries import waiting_for_review
from supervision.group_supervisions.recording import services as recording
from supervision.sign_offs import services as sign_offs
from workbook.allocations import services as allocations
from workbook.workbooks import services as workbooks
from workbook.workbooks.models import Workbook

MONTH = 30
RATIONALE = {
    "red": "A child may be hurt before we meet again if nothing changes.",
    "amber": "Safer than it was, and not yet for long.",
    "green": "Safe for months, and kept up by the family itself.",
}


class Household(NamedTuple):
    """A family of `Told` as it is recorded; `workers` lead first."""

    told: Told
    family: Family
    children: list[Person]
    adults: list[Person]
    workers: list[tuple[User, Role]]
    manager: User


def build(people: SimpleNamespace, calendar: Calendar) -> None:
    for told in FAMILIES:
        home = _household(people, calendar, told)
        start = told.start(MONTH)
        workbook = _workbook(calendar, home, start)
        for number, month in enumerate(told.months, start=1):
            _month(people, calendar, home, workbook, month, number, start + 2 + (number - 1) * MONTH)
        programme = home.family.familyprogramme_set.get()
        for key, day, texts in told.modules:
            write_module(programme, key, texts, by=home.workers[0][0], at=calendar.at(day, 12))
        _today(calendar, home, people)


def _household(people: SimpleNamespace, calendar: Calendar, told: Told) -> Household:
    team = getattr(people, told.team)
    manager = people.hannah if told.team == "harbour" else people.robert
    at = calendar.at(told.start(MONTH), 9)
    family = call_at(families.add_family, name=told.name, team=team, by=manager, at=at)

    def add(who: Any) -> Person:
        born = (
            {"born": calendar.born(*who.born)}
            if who.born
            else {"expected": calendar.today + timedelta(days=who.due_in)}
        )
        return call_at(
            people_services.add_person, family, name=who.name, role=who.role, sex=who.sex, by=manager, at=at,
            telephone=who.telephone, in_household=who.at_home, **born,
        )  # fmt: skip

    children, adults = [add(each) for each in told.children], [add(each) for each in told.adults]
    for adult, who in zip(adults, told.adults, strict=True):
        relate(family, adult, who.kind, *children, by=manager, at=at)
    if told.couple:
        relate(family, adults[0], told.couple, adults[1], by=manager, at=at)
    workers = [(getattr(people, key), role) for key, role in told.workers]
    return Household(told, family, children, adults, workers, manager)


def _workbook(calendar: Calendar, home: Household, start: int) -> Workbook:
    told, manager = home.told, home.manager
    referral = call_at(
        referrals.record_referral, home.family, received_on=calendar.day(start), source=told.source, reason=told.reason,
        needs=dict.fromkeys(home.children, "N1"), transferred_at=calendar.at(start, 9), by=manager,
        at=calendar.at(start, 10),
    )  # fmt: skip
    for number, (worker, role) in enumerate(home.workers):
        call_at(
            allocations.allocate, home.family, worker, role=role, lead=number == 0, by=manager,
            at=calendar.at(start, 11), from_date=calendar.day(start),
        )  # fmt: skip
    lead = home.workers[0][0]
    call_at(
        plans.begin_plans, home.family, home.children, kind=told.plan, category=told.category,
        from_date=calendar.day(start + 10), led_by=str(lead), by=lead, at=calendar.at(start + 10, 12),
    )  # fmt: skip
    if told.category:
        call_at(
            plans.add_conferences, home.family, home.children, kind=ConferenceKind.INITIAL,
            held_on=calendar.day(start + 10), outcome=told.conference, by=lead, at=calendar.at(start + 10, 12),
        )  # fmt: skip
        call_at(
            plans.add_conferences, home.family, home.children, kind=ConferenceKind.REVIEW,
            planned_for=calendar.day(start + 95), by=lead, at=calendar.at(start + 10, 12, 15),
        )  # fmt: skip
    return call_at(
        workbooks.open_workbook, referral, index_child=home.children[-1], people=[*home.children, *home.adults],
        by=manager, at=calendar.at(start, 15), answers=checklist(trio=list(told.trio)), reason=told.why,
        supervision_planned_for=calendar.at(start + MONTH, 10),
    )  # fmt: skip


def _month(
    people: SimpleNamespace,
    calendar: Calendar,
    home: Household,
    workbook: Workbook,
    month: ToldMonth,
    number: int,
    first: int,
) -> None:
    """One episode: a visit, a session, the summaries, and as far as the story goes the meeting and its sign-off."""
    told, family, lead = home.told, home.family, home.workers[0][0]
    episode = workbook.episodes.order_by("-number")[0]
    visit(
        family, lead, at=calendar.at(first + 9, 16),
        seen=[(child, True, number % 2 == 1, number == 1) for child in home.children if not child.unborn],
        written=[
            *passages(purpose=month.purpose, observation=month.saw),
            *voices({child: words for child, words in zip(home.children, month.said, strict=False) if words}),
        ],
        significant=month.event or None,
    )  # fmt: skip
    contact(
        family, home.workers[1][0], "session", month.session, purpose=f"Session {number} with {told.adults[0].name}.",
        analysis=month.thinks, at=calendar.at(first + 13, 11),
    )  # fmt: skip
    for (worker, _), rag, (outcome, analysis) in zip(home.workers, month.rags, month.summaries, strict=False):
        at = calendar.at(first + 21, 14)
        written = summarise(
            episode, worker, rag=rag, rationale=RATIONALE[rag], outcome=outcome, analysis=analysis, at=at
        )
        finalise(written, at=at + timedelta(minutes=15))
    if not month.until_closed:
        return
    supervision = close(episode, at=calendar.at(first + 25, 15))
    if month.held:
        _supervise(people, calendar, home, supervision, month, first)
        if number == len(told.months) and told.case_summary:
            _case_summary(calendar, home, first + 29)


def _supervise(
    people: SimpleNamespace,
    calendar: Calendar,
    home: Household,
    supervision: GroupSupervision,
    month: ToldMonth,
    first: int,
) -> None:
    held_at = calendar.at(first + 28, 10)
    at = held_at + timedelta(hours=3)
    support, place = (
        (people.joyce, "Harbour House, room 1") if home.told.team == "harbour" else (people.peter, "Meadow House")
    )
    came = {worker: Came.PRESENT for worker, _ in home.workers} | {home.manager: Came.PRESENT}
    call_at(arrangements.note_logistics, supervision, place=place, others_present="", by=support, at=held_at, came=came)
    supervision = call_at(holding.hold, supervision, held_at=held_at, by=home.manager, at=held_at)
    supervision = call_at(
        recording.record, supervision, by=home.manager, at=at, overall_rag=month.overall,
        written=passages(hypotheses=month.hypotheses, impact=month.impact), rationale=RATIONALE[month.overall],
        dissent=month.dissent, relationships_checked=True,
        reviewed={each.pk: "It goes on." for each in waiting_for_review(supervision)},
    )  # fmt: skip
    what, owner = month.action
    call_at(
        recording.agree_action, supervision, what=what, due_on=calendar.day(first + 28 + month.due_in),
        child=home.children[0], by=home.manager, at=at, desired_outcome=month.wanted,
        **({"owner_user": home.workers[owner][0]} if isinstance(owner, int) else {"owner_agency": owner}),
    )  # fmt: skip
    if month.signed:
        call_at(
            sign_offs.sign_off, supervision, decision=month.decision, decision_because=month.because, by=home.manager,
            at=at + timedelta(hours=1), sections=practice.current().supervision_sections, strategy_discussion="today",
            next_planned_for=calendar.at(first + 28 + MONTH, 10),
        )  # fmt: skip


def _case_summary(calendar: Calendar, home: Household, day: int) -> None:
    lead, at = home.workers[0][0], calendar.at(day, 13)
    for child, pen_picture in zip(home.children, home.told.pen_pictures, strict=True):
        summary = call_at(case_summaries.begin, home.family, child, by=lead, at=at)
        call_at(
            case_summaries.write,
            summary,
            written=passages(pen_picture=pen_picture, **home.told.case_summary),
            by=lead,
            at=at,
        )
        call_at(
            case_summaries.complete, summary, headings=practice.current().case_summary_sections, by=lead,
            at=at + timedelta(minutes=30),
        )  # fmt: skip


def _today(calendar: Calendar, home: Household, people: SimpleNamespace) -> None:
    """What stands in somebody's day: visits and sessions that are planned."""
    for key, kind, day, hour, minute, purpose, where in home.told.planned:
        call_at(
            notes.plan, home.family, kind=kind, planned_for=calendar.at(day, hour, minute), by=getattr(people, key),
            purpose=purpose, where=where, at=calendar.at(-2, 9),
        )  # fmt: skip
