"""The relationships check of the supervision: they open there, and lead back (C23, A1.21)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from casework import practice
from casework.refusal import Refusal
from casework.relationships import services as relationships
from supervision.group_supervisions.episode_closures import services as episode_closures
from tests import supervising
from tests.factories import NOW, add_adult
from tests.supervision.conftest import LATER

pytestmark = [pytest.mark.django_db, pytest.mark.rule("C23", "A1.21")]


def html(response):
    return response.content.decode()


def address(name, month, *parts):
    return reverse(name, args=[month.family.pk, *parts])


@pytest.fixture
def dan(cast, month):
    return add_adult(month.family, cast.mary, name="Dan Ash", at=NOW)


def relate(month, dan, by, **details):
    return relationships.relate(month.family, dan, kind="father", other=month.mia, by=by, at=LATER, **details)


def test_relationships_are_kept_by_the_lead_from_closing_on(cast, dan, prepared):
    row = relate(prepared, dan, cast.sue)
    relationships.withdraw(row, because="He is the uncle.", by=cast.sue, at=NOW)


def test_relationships_are_locked_from_the_sign_off_until_the_next_closing(cast, dan, signed):
    with pytest.raises(Refusal, match="3 summaries are open"):
        relate(signed, dan, cast.sue)


def test_relationships_are_open_while_the_supervision_is_not_signed_off(cast, dan, held):
    relate(held, dan, cast.sue)


def test_sign_off_waits_for_the_check_of_relationships(cast, held):
    supervising.record(
        held.supervision, held_at=held.supervision.held_at, written=[], overall_rag="amber", rationale="New.",
        dissent="", relationships_checked=False, by=cast.mary, at=LATER,
    )  # fmt: skip
    with pytest.raises(Refusal, match="Check the family's relationships"):
        supervising.sign_off(
            held.supervision, decision="continue", decision_because="", by=cast.mary, at=LATER,
            sections=practice.current().supervision_sections, next_planned_for=LATER + timedelta(days=28),
        )  # fmt: skip


def test_record_page_leads_to_the_people_and_back(cast, prepared, signed_in):
    mary, record = signed_in(cast.mary), address("supervision-record", prepared, prepared.supervision.pk)
    assert f'"{address("people", prepared)}#relationships"' in html(mary.get(record))
    page = html(mary.get(address("people", prepared)))
    back = address("episode-supervision", prepared, prepared.episode.pk)
    assert f'"{back}"' in page
    assert f'"{address("relationship-add", prepared)}"' in page
    assert mary.get(back).url == record


@pytest.mark.parametrize("who", ["sue", "bob", "audrey"])
def test_people_page_leads_who_does_not_record_to_the_supervision(cast, prepared, signed_in, who):
    back = signed_in(getattr(cast, who)).get(address("episode-supervision", prepared, prepared.episode.pk))
    assert back.url == address("supervision", prepared, prepared.supervision.pk)


def test_episode_without_supervision_leads_to_the_list(cast, month, signed_in):
    there = signed_in(cast.mary).get(address("episode-supervision", month, month.episode.pk))
    assert there.url == address("family-supervisions", month)
    assert signed_in(cast.stan).get(address("episode-supervision", month, month.episode.pk)).status_code == 404


def test_overrides_of_the_period_are_shown_to_the_group(cast, dan, month, finalise, signed_in):
    relate(month, dan, cast.dev, override_because="He is released on Friday.")
    for worker in (cast.sue, cast.dora, cast.rick):
        finalise(worker)
    supervision = episode_closures.close_for_supervision(month.episode, by=cast.sue, at=NOW)
    said = "‘Dan Ash is the father of Mia Ash’ was added by Dev Dunn, Wed 11 Nov 2026, 13:00: He is released on Friday."
    page = html(signed_in(cast.mary).get(address("supervision-record", month, supervision.pk)))
    assert said in page


def test_overrides_of_an_earlier_period_are_not_shown_to_the_next_group(cast, dan, signed, signed_in):
    relate(signed, dan, cast.dev, override_because="He is released on Friday.")
    first = html(signed_in(cast.mary).get(address("supervision", signed, signed.supervision.pk)))
    assert "He is released on Friday." not in first


def test_pages_say_nothing_of_locks_where_the_practice_has_none(cast, prepared, signed_in, practised):
    practised(relationships_locked_while_summary_open=False)
    mary, supervision = signed_in(cast.mary), prepared.supervision.pk
    for page in (
        address("people", prepared), address("supervision-record", prepared, supervision),
        address("supervision-sign-off", prepared, supervision), address("supervision", prepared, supervision),
    ):  # fmt: skip
        said = html(mary.get(page))
        assert "until the sign-off" not in said
        assert "until it is signed off" not in said
        assert "locked" not in said


def test_sign_off_page_says_that_relationships_are_locked_again(cast, held, signed_in):
    page = html(signed_in(cast.mary).get(address("supervision-sign-off", held, held.supervision.pk)))
    assert "relationships are locked again" in page
