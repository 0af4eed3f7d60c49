"""Adding, changing and ending ties."""

from datetime import timedelta

import pytest

from casework.ecomap import services
from casework.ecomap.models import EcomapTie
from casework.families import services as families
from casework.refusal import Conflict, Refusal
from tests.factories import NOW, add_child
from tests.former import leave

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def told(**other):
    return {
        "person": None, "with_whom": "Hill School", "kind": "school", "strength": "strong", "flow": "to",
        "about": "Breakfast club.", "from_date": TODAY, **other,
    }  # fmt: skip


def add(ash, by, **other):
    return services.add(ash.family, **told(**other), by=by, at=NOW)


def change(tie, by, version=1, **other):
    return services.change(tie, **told(**other), version=version, by=by, at=NOW)


def end(tie, by, version=1, ended_on=TODAY, because=""):
    return services.end(tie, ended_on=ended_on, because=because, version=version, by=by, at=NOW)


@pytest.mark.rule("A5.18")
def test_tie_is_of_the_family_or_of_one_person_with_strength_and_flow(allocated, cast):
    whole, mias = add(allocated, cast.sue), add(allocated, cast.dora, person=allocated.mia, flow="both")
    assert (whole.person, whole.strength, whole.flow) == (None, "strong", "to")
    assert (mias.person, mias.flow) == (allocated.mia, "both")


@pytest.mark.rule("A5.18")
def test_tie_changed_keeps_its_former_state_in_the_history(allocated, cast):
    tie = change(add(allocated, cast.sue), cast.dora, strength="broken")
    assert (tie.strength, tie.version) == ("broken", 2)
    assert list(tie.history.values_list("strength", "history_user__name"))[-1] == ("strong", "Sue Sands")
    assert tie.history.first().history_user == cast.dora


def test_tie_saved_unchanged_keeps_its_version(allocated, cast):
    tie = change(add(allocated, cast.sue), cast.sue)
    assert (tie.version, tie.history.count()) == (1, 1)


def test_tie_of_another_version_is_a_conflict(allocated, cast):
    tie = add(allocated, cast.sue)
    change(tie, cast.dora, strength="weak")
    with pytest.raises(Conflict):
        change(tie, cast.sue, strength="broken")
    with pytest.raises(Conflict):
        end(tie, cast.sue)
    tie.refresh_from_db()
    assert (tie.strength, tie.until_date) == ("weak", None)


def test_tie_that_ended_does_not_change_and_ends_once(allocated, cast):
    tie = end(add(allocated, cast.sue), cast.sue, because="They moved.")
    assert (tie.until_date, tie.ended_because, tie.version) == (TODAY, "They moved.", 2)
    with pytest.raises(Refusal, match="does not change any more"):
        change(tie, cast.sue, version=2)
    for day in (TODAY, TODAY - timedelta(days=1)):
        with pytest.raises(Refusal, match="does not change any more"):
            end(tie, cast.sue, version=2, ended_on=day)


@pytest.mark.parametrize("ended_on", [TODAY + timedelta(days=1), TODAY - timedelta(days=1)])
def test_tie_ends_between_its_first_day_and_today(allocated, cast, ended_on):
    tie = add(allocated, cast.sue)
    with pytest.raises(Refusal) as refused:
        end(tie, cast.sue, ended_on=ended_on)
    assert refused.value.field == "ended_on"


@pytest.mark.parametrize(
    ("other", "field"), [({"with_whom": "  "}, "with_whom"), ({"from_date": TODAY + timedelta(days=1)}, "from_date")]
)
def test_tie_says_with_whom_and_has_begun(allocated, cast, other, field):
    with pytest.raises(Refusal) as refused:
        add(allocated, cast.sue, **other)
    assert refused.value.field == field
    tie = add(allocated, cast.sue)
    with pytest.raises(Refusal):
        change(tie, cast.sue, **other)


def test_tie_is_of_somebody_of_this_family(allocated, cast):
    elm = families.add_family(name="Elm", team=cast.north, by=cast.mary, at=NOW)
    stranger = add_child(elm, cast.mary, name="Kit Elm")
    with pytest.raises(Refusal) as refused:
        add(allocated, cast.sue, person=stranger)
    assert refused.value.field == "person"


@pytest.mark.parametrize("who", ["bob", "audrey", "stan"])
def test_tie_is_not_added_by_a_reader(allocated, cast, who):
    tie, user = add(allocated, cast.sue), getattr(cast, who)
    for act in (lambda: add(allocated, user), lambda: change(tie, user, strength="weak"), lambda: end(tie, user)):
        with pytest.raises(Refusal):
            act()
    tie.refresh_from_db()
    assert (EcomapTie.objects.count(), tie.strength, tie.until_date) == (1, "strong", None)


def test_tie_is_added_changed_and_ended_by_a_worker_of_now_and_not_by_a_former_one(allocated, cast, time_machine):
    time_machine.move_to(NOW, tick=False)
    tie = add(allocated, cast.dora)
    leave(cast.dora, by=cast.mary)
    for act in (lambda by: add(allocated, by), lambda by: change(tie, by, about="x"), lambda by: end(tie, by, 2)):
        with pytest.raises(Refusal, match="You may not record"):
            act(cast.dora)
        assert act(cast.rick)
