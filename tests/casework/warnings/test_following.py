"""A warning that names a person stands in every family in which they are or were (A9.17)."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse

from casework.families.services import add_family
from casework.households import services as households
from casework.matching import services as matching
from casework.notifications.models import Notification
from casework.refusal import Refusal
from casework.restrictions import services as restrictions
from casework.warnings import services as cautions
from casework.warnings.presenters import warning_rows, warning_texts
from casework.warnings.queries import current_warnings
from tests import brought_in
from tests.factories import NOW, add_adult, add_child

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A9.17")]
TODAY = NOW.date()
SECRET = "He has a machete under the bed"
SOURCE = "The police told Dora"
FOLLOWS = f"Weapon (Carl Ash), from another family’s record: {SECRET}"


@pytest.fixture(autouse=True)
def at_ten(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def both(month, cast):
    """Carl, in the Ash family of the north and in the Yew family of the south."""
    carl = add_adult(month.family, cast.mary, name="Carl Ash")
    yew = add_family(name="Yew", team=cast.south, by=cast.sid, at=NOW - timedelta(days=60))
    add_child(yew, cast.sid, name="Yara Yew")
    brought_in.bring_in(yew, carl, role="parent", by=cast.sid, at=NOW)
    return SimpleNamespace(ash=month.family, yew=yew, carl=carl)


def warn(family, person, by, **values):
    given = {
        "kind": "weapon", "detail": SECRET, "source": SOURCE, "from_date": TODAY,
        "review_on": TODAY + timedelta(days=30), "person": person, "by": by, "at": NOW,
    }  # fmt: skip
    return cautions.add(family, **given | values)


def told():
    return {(str(each.user), str(each.family)) for each in Notification.objects.filter(kind="warning_follows")}


def texts(family, user=None):
    return [each.text for each in warning_texts(family, user, TODAY)]


def test_warning_follows_its_person_into_the_other_family(both, cast):
    warn(both.ash, both.carl, cast.sue)
    assert texts(both.ash, cast.sue) == [f"Weapon (Carl Ash): {SECRET}"]
    assert texts(both.yew, cast.sid) == [FOLLOWS]


def test_warning_of_a_dog_or_the_house_stays_where_it_is(both, cast):
    warn(both.ash, None, cast.sue, kind="dog")
    assert not current_warnings(both.yew)


def test_warning_follows_into_a_family_in_which_the_person_was(both, cast):
    households.leave(both.yew, both.carl, left_on=TODAY, because="Moved out.", by=cast.sid, at=NOW)
    warn(both.ash, both.carl, cast.sue)
    assert texts(both.yew, cast.sid) == [FOLLOWS]


def test_warning_follows_whoever_was_entered_twice_by_the_name_of_that_family(month, cast, both):
    oak = add_family(name="Oak", team=cast.north, by=cast.mary, at=NOW)
    karl = add_adult(oak, cast.mary, name="Karl Oak", at=NOW)
    warn(both.ash, both.carl, cast.sue)
    assert not current_warnings(oak)
    matching.merge(karl, both.carl, because="One man.", by=cast.mary, at=NOW)
    assert texts(oak, cast.mary) == [f"Weapon (Karl Oak), from another family’s record: {SECRET}"]
    matching.unmerge(karl, by=cast.mary, at=NOW)
    assert not current_warnings(oak)


def test_warning_that_has_ended_follows_no_more(both, cast):
    caution = warn(both.ash, both.carl, cast.sue)
    cautions.end(caution, ended_on=TODAY, because="Seized.", version=caution.version, by=cast.sue, at=NOW)
    assert not current_warnings(both.yew)


def test_warning_of_a_restricted_family_stands_without_its_words(both, cast):
    warn(both.ash, both.carl, cast.sue)
    workers = [part.worker for part in both.ash.allocation_set.select_related("worker")]
    restrictions.restrict(both.ash, because="A colleague’s family.", readers=workers, by=cast.mary, at=NOW)
    for reader in (cast.sid, None):
        [text] = texts(both.yew, reader)
        assert text.startswith("Weapon (Carl Ash): ask your manager before you visit")
    assert texts(both.yew, cast.sue) == [FOLLOWS], "who may find that family reads its words"


def test_managers_of_both_families_are_told(both, cast):
    warn(both.ash, both.carl, cast.sue)
    assert {("Sid Salt", "Yew"), ("Mary Moss", "Ash")} <= told()
    assert not {("Sue Sands", "Ash"), ("Stan Snow", "Yew")} & told(), "managers alone"


def test_managers_are_told_when_the_person_comes_into_another_family(both, cast, month):
    warn(both.ash, both.carl, cast.sue)
    before = set(Notification.objects.filter(kind="warning_follows").values_list("pk", flat=True))
    oak = add_family(name="Oak", team=cast.north, by=cast.mary, at=NOW)
    brought_in.bring_in(oak, both.carl, role="other_adult", by=cast.mary, at=NOW)
    after = Notification.objects.filter(kind="warning_follows").exclude(pk__in=before)
    assert {str(each.family) for each in after} == {"Oak", "Ash"}


def test_nobody_is_told_of_a_person_of_one_family(month, cast):
    warn(month.family, month.ann, cast.sue)
    assert not told()


def test_person_of_a_warning_is_of_the_family(both, cast):
    stranger = add_adult(both.yew, cast.sid, name="Eve Yew")
    with pytest.raises(Refusal) as refusal:
        warn(both.ash, stranger, cast.sue)
    assert refusal.value.field == "person"


def test_review_names_the_person_and_the_managers_are_told(both, cast):
    caution = warn(both.ash, None, cast.sue)
    assert not told()
    given = {"detail": SECRET, "source": SOURCE, "review_on": TODAY + timedelta(days=30), "by": cast.sue, "at": NOW}
    caution = cautions.review(caution, person=both.carl, version=caution.version, **given)
    assert {family for _, family in told()} == {"Yew", "Ash"}
    cautions.review(caution, version=caution.version, **given)
    caution.refresh_from_db()
    assert caution.person == both.carl, "it stays where nothing is said of it"


PAGES = ["family", "people", "notes", "note-record", "allocations", "genogram", "workbook", "programmes"]


@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_the_family_shows_what_followed_a_person(both, cast, signed_in, page):
    warn(both.ash, both.carl, cast.sue)
    shown = signed_in(cast.sid).get(reverse(page, args=[both.yew.pk]), follow=True).content.decode()
    assert f"Weapon (Carl Ash), from another family’s record: {SECRET}" in shown


def test_page_of_warnings_shows_no_source_that_is_closed_and_no_act(both, cast, signed_in):
    caution = warn(both.ash, both.carl, cast.sue)
    shown = signed_in(cast.sid).get(reverse("warnings", args=[both.yew.pk])).content.decode()
    assert SECRET in shown
    assert SOURCE not in shown
    assert "Ask your manager" in shown
    assert "reviewed and ended where it was written" in shown
    for act in ("warning-review", "warning-end"):
        assert signed_in(cast.sid).get(reverse(act, args=[both.yew.pk, caution.pk])).status_code == 404
    [sids], [sues] = (warning_rows(both.yew, reader, TODAY) for reader in (cast.sid, cast.sue))
    assert (sids.source, sids.family) == ("", None)
    assert (sues.source, sues.family) == (SOURCE, both.ash), "whoever may open the record from which it comes"


def test_form_asks_from_whom_the_risk_comes(both, cast, signed_in):
    url = reverse("warning-add", args=[both.ash.pk])
    sent = {
        "kind": "weapon", "person": both.carl.pk, "detail": SECRET, "source": SOURCE, "from_date": "2026-11-03",
        "review_on": "2026-12-03",
    }  # fmt: skip
    assert "Nobody of this family" in signed_in(cast.sue).get(url).content.decode()
    signed_in(cast.sue).post(url, sent)
    assert both.ash.caution_set.get().person == both.carl
