"""Deciding on a Workbook, opening and closing it."""

from django.urls import reverse
from django.utils import timezone

from casework import practice
from casework.access import require_grade
from casework.allocations.reading import family_lead
from casework.duedates import services as duedates
from casework.families.models import Held
from casework.families.services import lock, set_headline
from casework.holds import services as holds
from casework.notifications.services import notify
from casework.refusal import Refusal
from casework.states import Mover
from casework.trail.acting import service
from casework.trail.rows import change
from casework.words import say_date
from workbook.books import eligibility, question, reasons
from workbook.books.models import Workbook, WorkbookDecision
from workbook.books.openers import require_decider, require_opener
from workbook.books.states import WORKBOOK_STATES, WorkbookState
from workbook.episodes import services as episodes
from workbook.episodes.states import EpisodeState
from workbook.programmes import services as programmes
from workbook.ties import services as ties


def open_workbook_of(family):
    """The family's open Workbook, or None."""
    return family.workbook_set.filter(state=WorkbookState.OPEN).first()


def preselected_index_child(children):
    """The child whom practice would name (C1): the youngest or the eldest; one not yet born counts as the youngest."""
    living = [child for child in children if child.is_child and child.died is None]
    by_age = sorted(living, key=lambda child: (child.unborn, child.expected or child.born))
    if not by_age:
        return None
    return by_age[0] if practice.current().settings.index_child == "eldest" else by_age[-1]


@service
def decide_not_to_open(referral, *, reason, answers, by, at, override_because="", first_discussed_on=None):
    """Record the decision that no Workbook is opened on this referral, with its reason (A1.6, C3).

    `answers` are those to the checklist, as `eligibility.check` takes them. The same decision sent twice is recorded
    once, unless the question was asked again meanwhile.
    """
    _refuse_second(lock(referral.family))
    require_decider(by, referral.family)
    _check_open_case(referral)
    decision = _decision(
        referral, opened=False, reason=reason, answers=answers, override_because=override_because,
        first_discussed_on=first_discussed_on, decided_by=by, by=by, at=at,
    )  # fmt: skip
    latest = referral.workbook_decisions.first()
    if latest and _says_the_same(latest, decision) and not question.is_open(referral):
        return latest
    decision.save()
    question.answer(referral, opened=False, at=at)
    return decision


def _says_the_same(one, other):
    said = ("opened", "reason", "answers", "override_because", "first_discussed_on", "by_id")
    return all(getattr(one, name) == getattr(other, name) for name in said)


def _decision(referral, *, reason, answers, override_because, first_discussed_on, at, **who):
    """The decision, checked and not yet saved."""
    if not reason.strip():
        raise Refusal("Give the reason for the decision.", "reason")
    if first_discussed_on and first_discussed_on > timezone.localdate(at):
        raise Refusal("The case cannot have been discussed in the future. Give the day.", "first_discussed_on")
    checked = eligibility.check(answers)
    eligibility.require_reason_against(checked, who["opened"], override_because)
    return WorkbookDecision(
        family=referral.family, referral=referral, reason=reason.strip(), answers=checked.answers,
        eligible=checked.eligible, override_because=override_because.strip(), first_discussed_on=first_discussed_on,
        at=at, **who,
    )  # fmt: skip


@service
def open_workbook(
    referral, *, reason, answers, index_child, people, supervision_planned_for, by, at, override_because="",
    first_discussed_on=None, decided_by=None, decided=None,
):  # fmt: skip
    """Open the family's Workbook on this referral, with its first episode and a summary for each allocated worker.

    One open for a family (A1.15), at least one child and one adult (A1.14), a new version each time (A1.18). `answers`
    are those to the checklist, as `eligibility.check` takes them (C4); `decided_by` is the manager whose decision it
    is, where business support opens it. `decided` gives a Tie by the id of each person who is open in another
    family's Workbook (A1.16, A1.17).
    """
    family = lock(referral.family)
    decided_by = require_opener(by, family, decided_by, at=at)
    _refuse_second(family)
    _check_open_case(referral)
    decision = _decision(
        referral, opened=True, reason=reason, answers=answers, override_because=override_because,
        first_discussed_on=first_discussed_on, decided_by=decided_by, by=by, at=at,
    )  # fmt: skip
    _check_people(family, people)
    _check_planned(supervision_planned_for, at)
    people = ties.settle(family, people, decided or {}, by=by, at=at)
    _check_whole(people, index_child)
    decision.save()
    question.answer(referral, opened=True, at=at)
    workbook = Workbook.objects.create(
        family=family, referral=referral, version=family.workbook_set.count() + 1, index_child=index_child,
        opened_at=at, opened_by=by,
    )  # fmt: skip
    _hold_the_case(workbook)
    episode = episodes.begin(
        workbook, state=EpisodeState.OPEN, planned_for=supervision_planned_for, people=people, at=at
    )
    episodes.open_summaries(episode, at=at)
    programmes.open_with(workbook, people, by=by, at=at)
    start_supervision_clock(workbook, at=at)
    _tell_decider(workbook, decided_by, by, at)
    return workbook


def _tell_decider(workbook, decided_by, by, at):
    """In whose name somebody else opened it reads so at once."""
    if decided_by != by:
        notify(
            [decided_by],
            family=workbook.family,
            text=f"{workbook.family}: {by} opened the Workbook, and recorded it as your decision.",
            url=reverse("workbook", args=[workbook.family_id]),
            at=at,
            subject="A Workbook was opened as your decision",
        )


def _hold_the_case(workbook):
    because = f"A Workbook is open: version {workbook.version}, since {say_date(workbook.opened_at)}."
    url = reverse("workbook", args=[workbook.family_id])
    holds.place(workbook.family, Held.CLOSURE, workbook, because=because, url=url)


def _refuse_second(family):
    standing = open_workbook_of(family)
    if standing:
        raise Refusal(why_no_second(standing))


def _check_open_case(referral):
    if not question.has_open_case(referral):
        raise Refusal(question.NO_OPEN_CASE)


def why_not_now(referral):
    """Why no Workbook can be decided on on this referral now, or ''."""
    if standing := open_workbook_of(referral.family):
        return why_no_second(standing)
    return "" if question.has_open_case(referral) else question.NO_OPEN_CASE


def why_no_second(standing):
    """The sentence that refuses another Workbook while `standing` is open (A1.15)."""
    return (
        f"This family already has an open Workbook: version {standing.version}, opened on "
        f"{say_date(standing.opened_at)} by {standing.opened_by}. "
        "One Workbook is open for a family; go on in that one, or close it first."
    )


def _check_people(family, people):
    members = set(family.familymember_set.filter(until_date=None).values_list("person_id", flat=True))
    if not members.issuperset(person.pk for person in people):
        raise Refusal("Choose people of this family only.", "people")


def _check_whole(people, index_child):
    """Of those who are part of this Workbook, after who stays in another one was left out."""
    if {person.is_child for person in people if person.died is None} != {True, False}:
        raise Refusal("A Workbook needs at least one child and one adult. Choose both.", "people")
    if index_child not in people or not index_child.is_child:
        raise Refusal("The index child must be one of the children whom you chose.", "index_child")


def _check_planned(planned_for, at):
    if planned_for <= at:
        raise Refusal("The first supervision must be planned for a time to come.", "supervision_planned_for")


def start_supervision_clock(workbook, *, at):
    """One calendar month from the opening, then from each supervision held (C30)."""
    lead = family_lead(workbook.family)
    duedates.start(
        "group_supervision",
        workbook,
        family=workbook.family,
        at=at,
        owner=lead.worker if lead else None,
        team=workbook.family.team_now(),
        url=reverse("workbook", args=[workbook.family_id]),
    )


@service
def close(workbook, *, reason, because, by, at, no_final_programme_because=""):
    """Close the Workbook at the manager's discretion, with the reason (A2.3); its episodes and summaries end (A2.2).

    Called by `supervision.closings`, which has asked what the reason needs and ends all else that is open.
    """
    workbook = (
        Workbook.objects.select_for_update(of=("self",), no_key=True).select_related("family").get(pk=workbook.pk)
    )
    require_grade(by, workbook.family, "close_workbook")
    WORKBOOK_STATES.require(workbook.state, WorkbookState.CLOSED, Mover.MANAGER)
    reasons.chosen(reason)
    if not because.strip():
        raise Refusal("Give the reason for closing the Workbook.", "decision_because")
    episodes.end_all(workbook, because=because.strip(), at=at)
    change(
        workbook, state=WorkbookState.CLOSED, closed_at=at, closed_by=by, closed_reason=reason,
        closed_because=because.strip(), no_final_programme_because=no_final_programme_because.strip(),
    )  # fmt: skip
    duedates.cancel("group_supervision", workbook, at=at)
    holds.lift(workbook.family, Held.CLOSURE, workbook)
    set_headline(workbook.family, next_supervision=None)
    return workbook
