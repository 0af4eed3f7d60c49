"""What is odd is refused with a box at its field, and stands once somebody said that it is so: for all forms."""

from datetime import timedelta

import pytest
from django.urls import reverse

from audit.history.presenters import history_lines
from audit.history.queries import rows_of
from casework.families.models import Family
from casework.refusal import Odd
from casework.relationships.models import Relationship
from casework.trail import confirming
from casework.trail.acting import acting
from tests.factories import NOW, add_adult
from tests.saving.opened import Opened

pytestmark = [pytest.mark.django_db, pytest.mark.rule("C17")]
ODD = "Dan Ash is recorded as male, and as the mother of Mia Ash. Check who is what of whom."
BRIEF = "Confirmed: the mother is recorded as male"


@pytest.fixture
def dan(cast, allocated):
    return add_adult(allocated.family, cast.mary, name="Dan Ash", sex="M", at=NOW)


@pytest.fixture
def add(allocated, cast, signed_in, dan, time_machine):
    time_machine.move_to(NOW, tick=False)
    client, url = signed_in(cast.mary), reverse("relationship-add", args=[allocated.family.pk])

    def add(**other):
        page = Opened(client.get(url))
        words = page.words() | {"person": [dan.pk], "kind": ["mother"], "others": [allocated.mia.pk]} | other
        return client.post(url, words)

    return add


def box_of(answer):
    """What the box at the field sends: of that sentence, and of the answer it is about."""
    return next(value for value in Opened(answer).controls["this_is_so"].choices if value.endswith(ODD))


def test_odd_fact_is_refused_with_an_empty_box_at_its_field_and_nothing_is_saved(add, dan):
    answer = add()
    assert (answer.status_code, Relationship.objects.filter(person=dan).exists()) == (200, False)
    page = Opened(answer)
    assert page.controls["this_is_so"].choices == [box_of(answer)]
    assert not page.controls["this_is_so"].values
    before, _, after = page.html.partition('name="this_is_so"')
    assert before.rindex('id="id_kind_error"') > before.rindex('name="person"')
    assert after.index('name="kind"') < after.index("</select>")


def test_odd_fact_that_is_confirmed_is_saved_with_what_was_confirmed_in_its_history(add, dan, allocated):
    assert add(this_is_so=[box_of(add())]).status_code == 302
    row = Relationship.objects.get(person=dan)
    assert row.history.get().history_change_reason == BRIEF
    told = history_lines(rows_of(allocated.family, models=[Relationship], limit=9))
    assert BRIEF in [change.sentence for change in told[0].changes]


def test_box_confirms_its_own_sentence_and_no_other(add, dan):
    ticked = box_of(add()).replace(ODD, "Something else is so.")
    answer = add(this_is_so=[ticked])
    assert not Relationship.objects.filter(person=dan).exists()
    # What was ticked stands above the button, still ticked; what is asked now stands at its field.
    assert Opened(answer).controls["this_is_so"].choices == [box_of(answer), ticked]
    assert Opened(answer).controls["this_is_so"].values == [ticked]


def test_ticked_box_is_shown_again_where_something_else_is_wrong(add, dan):
    ticked = box_of(add())
    page = Opened(add(this_is_so=[ticked], from_date=["2040-01-01"]))
    assert page.controls["this_is_so"].values == [ticked]
    assert "Yes, this is so: Dan Ash is recorded as male" in page.html


@pytest.mark.parametrize("sent", [ODD, "|kind|" + ODD, "", "|", "0|nothing|x"])
def test_box_without_the_answer_it_was_ticked_for_confirms_nothing(add, dan, sent):
    assert add(this_is_so=[sent]).status_code == 200
    assert not Relationship.objects.filter(person=dan).exists()


def test_ticked_box_does_not_outlive_its_answer(cast, allocated, signed_in, time_machine):
    """The sentence is the same for each day before the case was opened: ticked for one it says nothing of another."""
    time_machine.move_to(NOW, tick=False)
    client, url = signed_in(cast.sue), reverse("plan-add", args=[allocated.family.pk, allocated.mia.pk])
    opened = allocated.referral.involvements.get(child=allocated.mia).opened_on

    def add_plan(days, **other):
        day = {"kind": ["cin"], "from_date": [str(opened - timedelta(days=days))]}
        return client.post(url, Opened(client.get(url)).words() | day | other)

    ticked = Opened(add_plan(1)).controls["this_is_so"].choices
    again = add_plan(400, this_is_so=ticked)
    assert again.status_code == 200
    assert not Opened(again).controls["this_is_so"].values
    assert add_plan(1, this_is_so=ticked).status_code == 302


def test_odd_fact_is_refused_where_nobody_can_confirm_it():
    odd = Odd("It is odd.", "field", brief="odd")
    with pytest.raises(Odd):
        confirming.ask(odd)
    with confirming.confirming(["It is another."]), pytest.raises(Odd):
        confirming.ask(odd)
    with confirming.confirming(["It is odd."]) as found:
        confirming.ask(odd)
        assert (found, confirming.reason()) == ([odd], "Confirmed: odd")
    with confirming.confirming(None) as found:
        confirming.ask(odd)
        assert (found, confirming.reason()) == ([odd], "Read from a file: odd")
    assert confirming.reason() == ""


def test_reason_stands_with_the_rows_of_the_act_alone(ash, cast):
    with acting(cast.mary), confirming.confirming(["It is odd."]):
        confirming.ask(Odd("It is odd.", brief="x" * 120))
        ash.family.name = "Elm"
        ash.family.save()
    with acting(cast.mary):
        ash.family.save()
    rows = Family.history.filter(id=ash.family.pk).order_by("history_id")
    assert [row.history_change_reason for row in rows][-2:] == [f"Confirmed: {'x' * 89}", None]
