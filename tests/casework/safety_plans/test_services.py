from datetime import timedelta

import pytest

from casework.copies import services as copies
from casework.families.services import add_family
from casework.passages.models import NewText
from casework.refusal import Conflict, Refusal
from casework.safety_plans import presenters
from casework.safety_plans import services as safety
from tests.factories import NOW, add_adult
from tests.former import lead_instead_of_sue, leave

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A9.20")]
TODAY = NOW.date()
PLAN = [NewText("danger", "Dad shouting when he has drunk."), NewText("who", "Gran fetches the children.")]


@pytest.fixture(autouse=True)
def at_ten(time_machine):
    time_machine.move_to(NOW, tick=False)


def save(ash, by, written=PLAN, version=0):
    return safety.save(ash.family, written=written, version=version, by=by, at=NOW)


def make_current(plan, by, agreed_with="Ann and Gran"):
    plan.refresh_from_db()
    return safety.make_current(plan, agreed_with=agreed_with, version=plan.version, by=by, at=NOW)


@pytest.fixture
def current(allocated, cast):
    return make_current(save(allocated, cast.dora), cast.sue)


def give(plan, by, **values):
    values = {"recipient": "other", "named": "Gran", "given_on": TODAY, "how": "by hand"} | values
    return copies.give(plan, by=by, at=NOW, **values)


def texts(plan):
    return {passage.section: passage.text for passage in plan.passages.all()}


def test_safety_plan_begins_with_the_text_of_the_current_one_which_stays_current_meanwhile(allocated, cast, current):
    following = save(allocated, cast.dora, [NewText("who", "Aunt Jo fetches the children.")])
    assert (following.number, texts(following)["danger"]) == (2, PLAN[0].text)
    assert presenters.current_of(allocated.family).plan == current
    make_current(following, cast.mary)
    versions = presenters.versions_of(allocated.family)
    assert versions.current.plan == following
    assert [version.plan for version in versions.earlier] == [current]
    assert texts(current) == {passage.section: passage.text for passage in PLAN}


def test_safety_plan_is_written_by_any_worker_and_made_current_by_the_lead(allocated, cast):
    for who in (cast.bob, cast.audrey, cast.stan):
        with pytest.raises(Refusal, match="You may not"):
            save(allocated, who)
    plan = save(allocated, cast.dora)
    with pytest.raises(Refusal, match="Only the lead worker or a manager"):
        make_current(plan, cast.dora)
    assert make_current(plan, cast.sue).agreed_by == cast.sue


def test_safety_plan_is_not_begun_by_saving_nothing(allocated, cast):
    with pytest.raises(Refusal, match="at least one heading"):
        save(allocated, cast.dora, [NewText("danger", " ")])
    assert not allocated.family.safetyplan_set.exists()


def test_safety_plan_made_current_names_with_whom_it_was_agreed(allocated, cast):
    plan = save(allocated, cast.dora)
    with pytest.raises(Refusal) as refusal:
        make_current(plan, cast.sue, agreed_with=" ")
    assert refusal.value.field == "agreed_with"


def test_safety_plan_that_was_emptied_is_not_made_current(allocated, cast):
    plan = save(allocated, cast.dora)
    plan = save(allocated, cast.dora, [NewText(each.section, "") for each in PLAN], version=plan.version)
    with pytest.raises(Refusal, match="Nothing is written yet"):
        make_current(plan, cast.sue)


def test_safety_plan_saved_from_an_older_version_is_a_conflict(allocated, cast):
    plan = save(allocated, cast.dora)
    with pytest.raises(Conflict, match="Somebody saved"):
        save(allocated, cast.sue)
    with pytest.raises(Conflict, match="Somebody saved"):
        safety.make_current(plan, agreed_with="Ann", version=plan.version + 1, by=cast.sue, at=NOW)


def test_safety_plan_is_not_made_current_twice(cast, current):
    with pytest.raises(Refusal, match="already"):
        make_current(current, cast.sue)


def test_holder_is_recorded_until_the_copy_comes_back(allocated, cast, current):
    holder = give(current, cast.dora)
    copies.got_back(holder, got_back_on=TODAY, by=cast.dora, at=NOW)
    with pytest.raises(Conflict):
        copies.got_back(holder, got_back_on=TODAY, by=cast.dora, at=NOW)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"named": " "}, "named"),
        ({"given_on": TODAY + timedelta(days=1)}, "given_on"),
        ({"given_on": TODAY - timedelta(days=1)}, "given_on"),
    ],
)
def test_holder_has_a_name_and_a_possible_day(cast, current, values, field):
    with pytest.raises(Refusal) as refusal:
        give(current, cast.dora, **values)
    assert refusal.value.field == field


@pytest.mark.parametrize("day", [TODAY + timedelta(days=1), TODAY - timedelta(days=1)])
def test_holder_gives_the_copy_back_after_it_was_given_and_not_in_the_future(cast, current, day):
    holder = give(current, cast.dora)
    with pytest.raises(Refusal) as refusal:
        copies.got_back(holder, got_back_on=day, by=cast.dora, at=NOW)
    assert refusal.value.field == "got_back_on"


def test_holder_is_not_recorded_by_a_reader(cast, current):
    holder = give(current, cast.dora)
    for who in (cast.bob, cast.audrey):
        with pytest.raises(Refusal, match="You may not"):
            give(current, who)
        with pytest.raises(Refusal, match="You may not"):
            copies.got_back(holder, got_back_on=TODAY, by=who, at=NOW)


def test_safety_plan_that_was_replaced_is_not_given_out_and_who_still_has_it_is_known(allocated, cast, current):
    gran, jo = give(current, cast.dora), give(current, cast.dora, named="Jo")
    copies.got_back(jo, got_back_on=TODAY, by=cast.dora, at=NOW)
    make_current(save(allocated, cast.dora, [NewText("who", "Jo.")]), cast.sue)
    with pytest.raises(Conflict, match="Give out the one that is"):
        give(current, cast.dora, named="Al")
    assert presenters.old_copies(presenters.versions_of(allocated.family)) == [gran]


def test_safety_plan_is_made_current_by_the_lead_of_now_and_not_by_a_former_one(allocated, cast):
    plan = save(allocated, cast.dora)
    lead_instead_of_sue(allocated, cast)
    with pytest.raises(Refusal, match="Only the lead worker or a manager"):
        make_current(plan, cast.sue)
    assert make_current(plan, cast.cora).agreed_by == cast.cora


def test_safety_plan_is_written_and_given_out_by_a_worker_of_now_and_not_by_a_former_one(allocated, cast, current):
    holder = give(current, cast.rick)
    leave(cast.rick, by=cast.mary)
    for act in (
        lambda by: save(allocated, by),
        lambda by: give(current, by, named="Jo"),
        lambda by: copies.got_back(holder, got_back_on=TODAY, by=by, at=NOW),
    ):
        with pytest.raises(Refusal, match="You may not record"):
            act(cast.rick)
        assert act(cast.dora)


def test_holders_are_those_of_each_version_with_the_copies_that_came_back(allocated, cast, current):
    gran, jo = give(current, cast.dora), give(current, cast.dora, named="Jo")
    copies.got_back(jo, got_back_on=TODAY, by=cast.dora, at=NOW)
    following = make_current(save(allocated, cast.dora, [NewText("who", "Jo.")]), cast.sue)
    al = give(following, cast.dora, named="Al")
    versions = presenters.versions_of(allocated.family)
    assert versions.current.holders == [al]
    assert [(holder, holder.got_back_on) for holder in versions.earlier[0].holders] == [(gran, None), (jo, TODAY)]
    assert presenters.old_copies(versions) == [gran]


# --- Before it is printed ---


@pytest.mark.rule("A10.12")
def test_printing_asks_where_it_is_kept_and_who_must_not_have_it(allocated, cast, current):
    def ask(by=cast.dora, **values):
        return safety.ask_before_printing(current, **({"safe_at_home": True} | values), by=by, at=NOW)

    with pytest.raises(Refusal, match="where it is kept"):
        ask(safe_at_home=False, kept_where=" ")
    with pytest.raises(Refusal, match="people of this family"):
        ask(not_for=[add_adult(add_family(name="Oak", team=cast.south, by=cast.sid, at=NOW), cast.sid)])
    for who in (cast.bob, cast.stan):
        with pytest.raises(Refusal, match="You may not record"):
            ask(by=who)
    ask(safe_at_home=False, kept_where="With Gran", not_for=[allocated.ann])
    with pytest.raises(Refusal, match="must not have it"):
        give(current, cast.dora, recipient="family", named="", person=allocated.ann)
    ask()
    assert give(current, cast.dora, recipient="family", named="", person=allocated.ann).name == str(allocated.ann)


def test_draft_is_not_asked_about(allocated, cast):
    with pytest.raises(Conflict, match="being written"):
        safety.ask_before_printing(save(allocated, cast.dora), safe_at_home=True, by=cast.dora, at=NOW)
