"""Closing a child's case: written and asked for by the lead worker, sent back or agreed by a manager (A2.8, A9.8)."""

from django.urls import reverse
from django.utils import timezone

from casework import practice
from casework.access import Can, require, require_grade
from casework.closures.checks import check_complete, check_facts
from casework.closures.models import Closure
from casework.closures.obstacles.checks import obstacles
from casework.closures.queries import is_last_open, running_closure
from casework.closures.states import CLOSURE_STATES, ClosureState
from casework.duedates import services as duedates
from casework.notifications.services import notify
from casework.passages import services as passages
from casework.passages.queries import people_ids
from casework.referrals import clocks
from casework.refusal import Conflict, Refusal
from casework.states import Mover
from casework.trail.acting import service
from casework.trail.rows import change, lock
from casework.users.queries import holders_of
from casework.users.roles import TEAM_MANAGERS, grades_from
from casework.words import say_date

CHANGED = "Somebody changed this closing since you opened the page. Your text is still here: compare and save again."
# Of `worker_change_reasons`: a part that ends because the case does has no reason of its own there.
ENDS_WITH_THE_CASE = "OTHERS"


@service
def save(family, child, *, written, version, by, at, **facts):
    """Save what is written of closing the child's case; `version` 0 means that nothing was when its writer began.

    `facts` are those of `checks.FACTS`: reason, dates, and of a transfer who takes over and confirmed it.
    """
    require(by, family, Can.LEAD)
    family = lock(family)
    involvement = family.involvement_set.select_related("referral", "child").filter(child=child, closed_on=None).first()
    if involvement is None:
        raise Refusal(f"{child}'s case is not open, so there is nothing to close.")
    standing = running_closure(family, child)
    if (standing.version if standing else 0) != version:
        raise Conflict(CHANGED)
    if standing and standing.state != ClosureState.DRAFT:
        raise Conflict("This closing is with the manager. It can be written again when it is sent back.")
    check_facts(involvement, facts, timezone.localdate(at))
    if standing is None:
        standing = Closure.objects.create(family=family, involvement=involvement, begun_at=at, **facts)
        passages.write(standing, written, people=people_ids(family))
    else:
        _rewrite(standing, written, facts)
    return standing


def _rewrite(closure, written, facts):
    """One version on where anything changed, so that an older page does not overwrite it."""
    facts_changed = any(getattr(closure, name) != value for name, value in facts.items())
    if passages.write(closure, written, people=people_ids(closure.family)) or facts_changed:
        change(closure, **facts, version=closure.version + 1)


@service
def ask(closure, *, by, at, version=None):
    """Ask the manager to agree: the record is complete, and nothing is open that must not be."""
    closure = _locked(closure, version)
    require(by, closure.family, Can.LEAD)
    CLOSURE_STATES.require(closure.state, ClosureState.ASKED, Mover.LEAD)
    _check_open(closure.involvement)
    check_complete(closure, at)
    _check_nothing_open(closure, at)
    change(closure, state=ClosureState.ASKED, asked_by=by, asked_at=at, version=closure.version + 1)
    notify_asked(closure, by=by, at=at)
    return closure


def _check_open(involvement):
    """A decision on the referral, or the end of a pregnancy, may have ended the case meanwhile."""
    if involvement.closed_on:
        raise Conflict(
            f"{involvement.child}'s case is closed already, since {say_date(involvement.closed_on)}. Nothing was "
            "changed. Drop this closing."
        )


def _check_nothing_open(closure, at):
    found = obstacles(closure.involvement, timezone.localdate(at))
    if found:
        still = "One thing is" if len(found) == 1 else f"{len(found)} things are"
        raise Refusal(f"{still} still open. Put right first: {' '.join(one.sentence for one in found)}")


@service
def send_back(closure, *, because, by, at, version=None):
    """The manager wants something put right first."""
    closure = _locked(closure, version)
    require_grade(by, closure.family, "close_case")
    CLOSURE_STATES.require(closure.state, ClosureState.DRAFT, Mover.MANAGER)
    if not because.strip():
        raise Refusal("Say what is to be put right first.", "because")
    change(closure, state=ClosureState.DRAFT, sent_back_because=because.strip(), version=closure.version + 1)
    notify_sent_back(closure, by=by, at=at)
    return closure


@service
def drop(closure, *, because, by, at, version=None):
    """The case goes on after all; what was written stays in the record."""
    closure = _locked(closure, version)
    require(by, closure.family, Can.LEAD)
    CLOSURE_STATES.require(closure.state, ClosureState.DROPPED, Mover.LEAD)
    if not because.strip():
        raise Refusal("Say why the case goes on.", "because")
    change(closure, state=ClosureState.DROPPED, dropped_because=because.strip(), version=closure.version + 1)
    return closure


@service
def agree(closure, *, comments, by, at, version=None):
    """Agree with the manager's comments: the child's case is closed (A2.8, A9.8, E4).

    With the last open child the part of the one who leads ends, and everything that was due of the family falls away.
    """
    closure = _locked(closure, version)
    require_grade(by, closure.family, "close_case")
    CLOSURE_STATES.require(closure.state, ClosureState.AGREED, Mover.MANAGER)
    _check_open(closure.involvement)
    if not comments.strip():
        raise Refusal("Write your comments: they are part of the record.", "comments")
    check_complete(closure, at)
    _check_nothing_open(closure, at)
    last = is_last_open(closure.involvement)
    change(
        closure, state=ClosureState.AGREED, agreed_by=by, agreed_at=at, managers_comments=comments.strip(),
        version=closure.version + 1,
    )  # fmt: skip
    change(closure.involvement, closed_on=closure.closing_on, closed_because=closure.reason)
    duedates.cancel_for_family(closure.family, child=None if last else closure.involvement.child, at=at)
    clocks.follow_end(closure.involvement.referral, at=at)
    if last:
        _end_lead_allocation(closure)
    notify_agreed(closure, by=by, at=at)
    return closure


def _end_lead_allocation(closure):
    """The closure itself is the summary of their involvement (A9.9, A9.16)."""
    lead = closure.family.allocation_set.filter(until_date=None, lead_from__isnull=False, lead_until=None).first()
    if lead is None:
        return
    day = max(closure.closing_on, lead.from_date, lead.lead_from)
    change(
        lead, until_date=day, lead_until=day, ended_because=ENDS_WITH_THE_CASE,
        summary_of_involvement=f"The case closed: see the closing record of {closure.involvement.child}.",
        outcome=closure.get_reason_display(),
    )  # fmt: skip


def _locked(closure, version):
    """The family first: what else opens or closes something in it waits until this is through."""
    lock(closure.family)
    closure = (
        Closure.objects.select_for_update(of=("self",), no_key=True)
        .select_related("family", "involvement__child", "involvement__referral", "involvement__family")
        .get(pk=closure.pk)
    )
    if version is not None and closure.version != version:
        raise Conflict(CHANGED)
    return closure


def notify_asked(closure, *, by, at):
    """The managers of the family's team who may agree."""
    day = timezone.localdate(at)
    grades = grades_from(practice.current().decisions.close_case)
    nearest = [role for role in TEAM_MANAGERS if role in grades] or grades
    managers = holders_of(nearest, teams=closure.family.familyteam_set.on(day).values("team"), today=day)
    _notify({*managers} - {by}, closure, f"{by} asks you to agree", "A closing waits for you", at)


def notify_sent_back(closure, *, by, at):
    _notify({closure.asked_by} - {by}, closure, f"{by} sent it back", "A closing was sent back", at)


def notify_agreed(closure, *, by, at):
    done = f"{by} agreed, closed on {say_date(closure.closing_on)}"
    _notify({closure.asked_by} - {by}, closure, done, "A case was closed", at)


def _notify(users, closure, what, subject, at):
    notify(
        sorted(users, key=lambda user: user.pk),
        family=closure.family,
        text=f"{closure.family}: closing {closure.involvement.child}'s case – {what}",
        url=reverse("closure", args=[closure.family_id, closure.pk]),
        at=at,
        subject=subject,
    )
