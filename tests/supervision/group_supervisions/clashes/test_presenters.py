from datetime import timedelta

import pytest

from casework.families import services as families
from casework.referrals import services as referrals
from casework.restrictions import services as restrictions
from casework.users.roles import Role
from supervision.group_supervisions.arrangements import services as arrangements
from supervision.group_supervisions.clashes.presenters import clashes_with
from tests.checklist import all_met
from tests.factories import NOW, add_adult, add_child
from tests.supervision.group_supervisions.conftest import text
from workbook.allocations import services as allocations
from workbook.workbooks import services as workbooks

PLANNED = NOW + timedelta(days=8)  # of the Ash family
HALF = timedelta(minutes=30)


@pytest.fixture
def birch(cast, month):
    """Another family of the team, with Dora, whose supervision is planned half an hour after that of the Ash family."""
    family = families.add_family(name="Birch", team=cast.north, by=cast.mary, at=NOW)
    child, adult = add_child(family, cast.mary, name="Bea Birch"), add_adult(family, cast.mary, name="Bo Birch")
    referral = referrals.record_referral(
        family, received_on=NOW.date(), source="6", reason="School worries.", needs={child: "N1"}, by=cast.mary, at=NOW
    )
    role = Role.DOMESTIC_ABUSE_VICTIM_WORKER
    allocations.allocate(family, cast.dora, role=role, lead=False, by=cast.mary, at=NOW)
    workbooks.open_workbook(
        referral, reason="Domestic abuse.", answers=all_met(), index_child=child, people=[child, adult],
        supervision_planned_for=PLANNED + HALF, by=cast.mary, at=NOW,
    )  # fmt: skip
    return family


@pytest.mark.rule("A6.1")
def test_two_families_with_the_same_worker_in_one_hour_are_told(cast, month, birch):
    [sentence] = clashes_with(month.family, PLANNED, cast.sue)
    assert sentence.startswith(f"Dora Dale also has the supervision of Birch ({birch.reference}) at ")
    [other] = clashes_with(birch, PLANNED + HALF, cast.mary)
    assert "Ash" in other


@pytest.mark.parametrize("moved", [timedelta(minutes=90), -HALF, timedelta(days=1)])
def test_an_hour_apart_or_on_another_day_nothing_is_said(cast, month, birch, moved):
    assert clashes_with(month.family, PLANNED + moved, cast.sue) == []


def test_families_that_share_no_worker_are_not_told(cast, month, birch):
    part = birch.allocation_set.get(worker=cast.dora)
    allocations.end(
        part, because="MANAGE", last_day=NOW.date(), summary="All said.", outcome="Done.", by=cast.mary, at=NOW
    )
    assert clashes_with(month.family, PLANNED, cast.sue) == []


def test_family_that_the_reader_does_not_find_is_not_told(cast, month, birch):
    restrictions.restrict(birch, because="A colleague's child.", readers=[cast.dora], by=cast.mary, at=NOW)
    assert clashes_with(month.family, PLANNED, cast.sue) == []


@pytest.mark.rule("A6.1")
def test_pages_of_the_date_tell_and_do_not_refuse(cast, month, birch, page, signed_in):
    client = signed_in(cast.mary)
    assert "Dora Dale also has the supervision of Birch" in text(client.get(page("supervisions")))
    move = page("episodes", month.episode.pk, "move")
    assert "Dora Dale also has the supervision of Birch" in text(client.get(move))
    elsewhere = PLANNED + timedelta(days=1)
    arrangements.move(month.episode, planned_for=elsewhere, because="The room.", by=cast.mary, at=NOW)
    assert "also has the supervision" not in text(client.get(page("supervisions")))
    again = {"planned_for": f"{PLANNED:%Y-%m-%dT%H:%M}", "because": "The room is free again."}
    answer = client.post(move, again, follow=True)
    assert answer.status_code == 200
    assert "The supervision is planned for" in text(answer)
    assert "Dora Dale also has the supervision of Birch" in text(answer)
