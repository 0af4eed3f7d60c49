from datetime import timedelta

import pytest

from casework.trail.models import Viewing
from supervision.group_supervisions.episode_closures import services as episode_closures
from tests.factories import NOW, SAID
from tests.supervision.conftest import LATER
from tests.supervision.group_supervisions.conftest import text
from workbook.notes import services as notes


@pytest.mark.rule("A6.4", "A6.5", "C11")
def test_supervision_page_shows_each_finalised_summary_and_who_was_left_out(cast, prepared, page, signed_in):
    answer = text(signed_in(cast.mary).get(page("supervisions", prepared.supervision.pk)))
    assert answer.count("Ann left the home with the children.") == 2
    assert "Left out: Rick Reed." in answer
    assert "On sick leave." in answer
    assert "Prepare the record" in answer


@pytest.mark.rule("A3.14")
def test_supervision_page_lists_what_was_recorded_since(cast, prepared, page, signed_in):
    note = notes.record(
        prepared.family, kind="telephone_call", written=SAID, took_place_at=NOW, by=cast.dora,
        at=NOW + timedelta(hours=1),
    )  # fmt: skip
    answer = text(signed_in(cast.mary).get(page("supervisions", prepared.supervision.pk)))
    assert "Since finalised" in answer
    assert page("notes", note.pk) in answer


OF_MANAGERS = ["Prepare the record", "It was held"]


@pytest.mark.parametrize(
    ("who", "offered", "absent"),
    [
        ("mary", ["It was held", "Prepare the record", "Move the date", "Reopen the episode"], ["Sign off<"]),
        (
            "sue",
            ["Reopen the episode", "A team manager or deputy records"],
            [*OF_MANAGERS, "Move the"],
        ),
        ("bob", ["Move the date", "Note place and attendance"], [*OF_MANAGERS, "Reopen"]),
        (
            "audrey",
            ["A team manager or deputy records"],
            [*OF_MANAGERS, "Move the", "Make the pack"],
        ),
    ],
)
def test_supervision_page_offers_acts_by_right_and_state(cast, prepared, page, signed_in, who, offered, absent):
    answer = text(signed_in(getattr(cast, who)).get(page("supervisions", prepared.supervision.pk)))
    assert all(label in answer for label in offered)
    assert not any(label in answer for label in absent)


def test_supervision_page_reviews_the_last_meetings_actions(cast, signed, finalise, page, signed_in, at_the_time):
    following = signed.workbook.episodes.get(number=2)
    without = {summary.pk: "Nothing new." for summary in following.summaries.all()}
    supervision = episode_closures.close_for_supervision(following, without=without, by=cast.sue, at=LATER)
    answer = text(signed_in(cast.mary).get(page("supervisions", supervision.pk)))
    action = signed.supervision.action_lines.get().action
    assert "Go to the GP" in answer
    assert page("actions", action.pk, "report") in answer


def test_list_of_a_family_shows_the_next_and_all_before(cast, signed, page, signed_in):
    answer = text(signed_in(cast.sue).get(page("supervisions")))
    assert "Workbook episode 2 is open" in answer
    assert "Continue: the next Workbook episode opens" in answer


def test_supervision_of_another_family_is_not_found(cast, prepared, signed_in):
    other = prepared.supervision.pk + 1000
    assert signed_in(cast.mary).get(f"/families/{prepared.family.pk}/supervisions/{other}/").status_code == 404


def test_supervision_pages_are_not_found_by_a_stranger_whose_tries_are_noted(cast, held, page, signed_in):
    client, pk = signed_in(cast.stan), held.supervision.pk
    addresses = [
        page("supervisions"), page("supervisions", pk), page("supervisions", pk, "record"),
        page("supervisions", pk, "sign-off"), page("supervisions", pk, "logistics"),
        page("episodes", held.episode.pk, "close"), page("episodes", held.episode.pk, "move"),
    ]  # fmt: skip
    assert {client.get(address).status_code for address in addresses} == {404}
    assert Viewing.objects.filter(user=cast.stan, status=404).count() == len(addresses)
