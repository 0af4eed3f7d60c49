import pytest
import time_machine

from casework.access import access_of
from casework.families import services as families
from casework.identity_bar.presenters import family_frame, identity_bar
from casework.trail.acting import acting
from tests.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


def test_identity_bar_shows_who_the_family_is_and_its_state(cast, month):
    with acting(cast.mary):
        families.set_headline(month.family, overall_rag="amber")
    month.family.headline.refresh_from_db()
    bar = identity_bar(month.family, cast.dora, NOW.date())
    assert (bar.team, bar.lead_worker, bar.subject_to) == ("North", "Sue Sands", "Child in need")
    assert bar.children_line == "Mia Ash (7), Ben Ash (2)"
    assert bar.overall_rag == "amber"
    assert bar.next_supervision == month.episode.supervision_planned_for


def test_family_frame_offers_recording_to_those_who_record(cast, month):
    month.family.access = access_of(cast.dora, month.family)
    assert family_frame(month.family, cast.dora, NOW.date()).record_url
    month.family.access = access_of(cast.audrey, month.family)
    assert not family_frame(month.family, cast.audrey, NOW.date()).record_url
