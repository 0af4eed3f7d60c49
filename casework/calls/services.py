"""Taking a call about a child's safety, putting it through or passing it on, and deciding on it (A7.20)."""

from django.urls import reverse
from django.utils import timezone

from casework.access import Can, families_for
from casework.calls import queries
from casework.calls.models import SafetyCall
from casework.calls.queries import managers_of_call
from casework.calls.states import REFERRAL
from casework.families.services import add_family
from casework.notifications.services import notify
from casework.refusal import Conflict, Refusal
from casework.trail.acting import service
from casework.trail.rows import change
from casework.users.models import Team
from casework.words import say_when

NOT_YOURS = "You may not do this with a call of that team. Ask somebody who works there."
DECIDED_ALREADY = "This call is decided on already, and nothing more was changed. Open it again to see how it stands."


@service
def take(team, *, child_name, child_address, concern, by, at, form_key=None):
    """The child, the address and the concern, saved at once, before anything else is asked."""
    if not queries.teams_taking(by, timezone.localdate(at)).filter(pk=team.pk).exists():
        raise Refusal("You cannot take a call for that team. Choose your own.", "team")
    # A page sent twice at one moment waits here for itself.
    Team.objects.select_for_update(no_key=True).get(pk=team.pk)
    if form_key and (call := SafetyCall.objects.filter(form_key=form_key, taken_by=by).first()):
        return call
    said = {"child_name": child_name.strip(), "child_address": child_address.strip(), "concern": concern.strip()}
    for field, words in (
        ("child_name", "Give the child's name. If it is not known, say so: ‘not known, a boy of about six’."),
        ("child_address", "Give the child's address, or where the child is. If it is not known, say so."),
        ("concern", "Say what the concern is."),
    ):
        if not said[field]:
            raise Refusal(words, field)
    return SafetyCall.objects.create(team=team, taken_by=by, taken_at=at, form_key=form_key, **said)


@service
def put_through(call, *, to="", because="", by, at):
    """It was put through to somebody, or could not be, because …: one of the two."""
    call = _locked(call, by, at)
    if bool(to.strip()) == bool(because.strip()):
        raise Refusal("Say to whom the call was put through, or why it could not be: one of the two.", "to")
    if call.put_through_to or call.not_put_through_because:
        raise Conflict("It is recorded already whether this call was put through. Open it again to see how it stands.")
    change(call, put_through_to=to.strip(), not_put_through_because=because.strip())
    return call


@service
def note_caller(call, *, name, address, number, by, at):
    """Who called, asked only where the call could not be put through; what nobody would say stays empty."""
    call = _locked(call, by, at)
    if not call.not_put_through_because:
        raise Refusal("The caller is asked for only when a call could not be put through.")
    change(call, caller_name=name.strip(), caller_address=address.strip(), caller_number=number.strip())
    return call


@service
def pass_on(call, *, told_to, told_at, by, at, written_at=None):
    """Passed on verbally to `told_to`, and in writing: by the product to the team's managers, unless it was already."""
    call = _locked(call, by, at)
    if not call.not_put_through_because:
        raise Refusal("Say first why the call could not be put through.")
    if call.told_at:
        raise Conflict("It is recorded already to whom this call was passed on. Open it again to see how it stands.")
    if not told_to.strip():
        raise Refusal("Say to whom you passed it on verbally.", "told_to")
    for field, moment in (("told_at", told_at), ("written_at", written_at)):
        if moment is not None:
            _check_moment(call, moment, at, field)
    change(call, told_to=told_to.strip(), told_at=told_at, written_at=written_at or _write(call, by, at))
    return call


def _check_moment(call, moment, at, field):
    # A page gives whole minutes.
    if moment < call.taken_at.replace(second=0, microsecond=0):
        raise Refusal(f"The call was taken on {say_when(call.taken_at)}; give a time after that.", field)
    if moment > at:
        raise Refusal("This time lies in the future. Give the time at which it was passed on.", field)


def _write(call, by, at):
    """Tell the team's managers; the moment at which they were told, or None where the team has no manager."""
    managers = list(managers_of_call(call, at))
    _notify(managers, call, f"{by} passes on a call about a child's safety, taken {say_when(call.taken_at)}.", at)
    return at if managers else None


def _notify(users, call, text, at):
    """The text names nobody: whose child it is about is not known yet, so nobody's rights can be asked."""
    url = reverse("call", args=[call.pk])
    notify(users, family=None, text=text, url=url, at=at, subject="A call about a child's safety")


@service
def decide(call, *, outcome, because, by, at, family=None, new_family=""):
    """What becomes of the call, with the reason: decided by the grade that practice names (C27).

    Where it becomes a referral, `family` is whose child it is about, or `new_family` the name of one to be added.
    """
    call = _fresh(call)
    today = timezone.localdate(at)
    if not queries.may_decide(by, call, today):
        raise Refusal("You may not decide on this call. Ask a manager of the team that took it.")
    if call.outcome:
        raise Conflict(DECIDED_ALREADY)
    if not SafetyCall.outcome.field.may_choose(outcome, today):
        raise Refusal("Choose what becomes of the call.", "outcome")
    if not because.strip():
        raise Refusal("Give the reason for your decision.", "because")
    family = _family_of(call, outcome, family, new_family.strip(), by, at)
    change(
        call, outcome=outcome, outcome_because=because.strip(), decided_by=by, decided_at=at, family=family,
    )  # fmt: skip
    return call


def _family_of(call, outcome, family, new_name, by, at):
    if outcome == REFERRAL and bool(family) == bool(new_name):
        raise Refusal("Choose whose child it is about, or name a new family: one of the two.", "family")
    if family and not families_for(by, Can.DECIDE).filter(pk=family.pk).exists():
        raise Refusal("Choose a family of a team that you manage.", "family")
    if not new_name:
        return family
    if outcome != REFERRAL:
        raise Refusal("A new family is added only where the call becomes a referral. Clear its name.", "new_family")
    return add_family(name=new_name, team=call.team, by=by, at=at)


@service
def notify_overdue(call, *, by, at):
    """Tell the taker and the team's managers, once, that the hour has passed; return whether they were told now."""
    call = _fresh(call)
    if call.overdue_told_at or not queries.is_overdue(call, at):
        return False
    users = {*managers_of_call(call, at), *([call.taken_by] if call.taken_by.is_active else [])}
    text = f"A call about a child's safety, taken {say_when(call.taken_at)}, is not passed on: the time has passed."
    _notify(sorted(users, key=str), call, text, at)
    change(call, overdue_told_at=at)
    return True


def _locked(call, by, at):
    """As it stands now, for somebody of its team, while nobody has decided on it."""
    call = _fresh(call)
    if not queries.may_work_on(by, call, timezone.localdate(at)):
        raise Refusal(NOT_YOURS)
    if call.outcome:
        raise Conflict(DECIDED_ALREADY)
    return call


def _fresh(call):
    calls = SafetyCall.objects.select_for_update(of=("self",), no_key=True).select_related("team", "taken_by")
    return calls.get(pk=call.pk)
