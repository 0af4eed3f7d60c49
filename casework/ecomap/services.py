"""Ties are added as the family tells them, changed as they change, and ended (A5.18)."""

from casework.access import Can, require
from casework.ecomap.models import EcomapTie
from casework.refusal import Conflict, Refusal
from casework.trail.acting import service
from casework.trail.rows import change as changed
from casework.trail.rows import lock
from casework.words import london_date, say_date

CHANGED = "Somebody changed this tie since you opened the page. What you chose is still here: compare, and save again."
SUBMITTED_BEFORE = (
    "This page was saved before, so it does not save again what you changed since. Open the ecomap, and change the "
    "tie there."
)


@service
def add(family, *, by, at, form_key=None, **details):
    """`details` as in `_checked_values`; a second submission of the same form gives the same tie."""
    require(by, family, Can.RECORD)
    lock(family)
    values = _checked_values(family, **details, today=london_date(at))
    if form_key and (tie := family.ecomaptie_set.filter(form_key=form_key).first()):
        if any(getattr(tie, name) != value for name, value in values.items()):
            raise Conflict(SUBMITTED_BEFORE)
        return tie
    return EcomapTie.objects.create(family=family, form_key=form_key, **values)


@service
def change(tie, *, version, by, at, **details):
    """How it is now; how it was before stays in the history."""
    tie = _locked(tie, by)
    _check(tie, version)
    if changed(tie, **_checked_values(tie.family, **details, today=london_date(at))):
        changed(tie, version=version + 1)
    return tie


@service
def end(tie, *, ended_on, because, version, by, at):
    """From the day after `ended_on` there is no such tie any more; it stays below the picture as what was."""
    tie = _locked(tie, by)
    if tie.until_date == ended_on:
        return tie
    _check(tie, version)
    if ended_on > london_date(at):
        raise Refusal("This day lies in the future. Record it when it has come.", "ended_on")
    if ended_on < tie.from_date:
        raise Refusal(f"The tie began on {say_date(tie.from_date)}. Give that day or a later one.", "ended_on")
    changed(tie, until_date=ended_on, ended_because=because.strip(), version=version + 1)
    return tie


def _locked(tie, by):
    require(by, tie.family, Can.RECORD)
    return EcomapTie.objects.select_for_update(of=("self",), no_key=True).select_related("family").get(pk=tie.pk)


def _check(tie, version):
    if tie.until_date:
        raise Refusal(f"This tie ended on {say_date(tie.until_date)}, so it does not change any more. Add a new one.")
    if tie.version != version:
        raise Conflict(CHANGED)


def _checked_values(family, *, person, with_whom, kind, strength, flow, about, from_date, today):
    """Of `person`, or of the whole family where that is None, since `from_date`."""
    if person is not None and not family.familymember_set.filter(person=person).exists():
        raise Refusal("Choose somebody of this family, or the family as a whole.", "person")
    if not with_whom.strip():
        raise Refusal("Say with whom or with what the tie is.", "with_whom")
    if from_date > today:
        raise Refusal("This day lies in the future. Record the tie when there is one.", "from_date")
    return {
        "person": person, "with_whom": with_whom.strip(), "kind": kind, "strength": strength, "flow": flow,
        "about": about.strip(), "from_date": from_date,
    }  # fmt: skip
