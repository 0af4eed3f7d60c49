"""What is shown of a clock is made when it is shown: names, pages and teams as they are now."""

from datetime import timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured

from casework.absences import services as absences
from casework.access import access_of
from casework.allocations import services as allocations
from casework.duedates import services as duedates
from casework.duedates.models import DueDate
from casework.duedates.presenters import dues_in, dues_of_many
from casework.duedates.registry import CLOCK_PAGES, register, what_is_due
from casework.families.models import FamilyRole
from casework.families.services import add_family
from casework.joins import services as joins
from casework.notes import services as notes
from casework.referrals import services as referrals
from casework.trail.acting import acting
from casework.trail.rows import change
from casework.transfers import services as transfers
from casework.users.models import TeamMembership
from casework.users.roles import Role
from supervision.transfers import services as accepting
from tests import brought_in
from tests.factories import NOW, SAID, add_child
from tests.former import leave, make_former

DAY = timedelta(days=1)


def lines(user, family):
    """By timescale what `user` sees due in the family, and where it leads."""
    dues = family.due_dates.running().shown()
    return {line.row.timescale: line for line in dues_in(dues, user, access_of(user, family))}


def test_timescale_has_one_page():
    with pytest.raises(ImproperlyConfigured, match="has a page already"):
        register(CLOCK_PAGES["case_summary"])


def test_clock_bears_the_name_of_now_of_a_renamed_child(cast, ash):
    assert "Mia Ash" in {what_is_due(due).rpartition(": ")[2] for due in DueDate.objects.running()}
    change(ash.mia, name="Maya Elm")
    due = DueDate.objects.running().get(child=ash.mia, timescale="case_summary")
    assert what_is_due(due) == "Complete the case summary: Maya Elm"


def test_clock_of_a_joined_family_leads_into_the_family_and_is_its_teams(cast, ash, signed_in):
    family = add_family(name="Leo Ash", team=cast.south, by=cast.sid, at=NOW - 5 * DAY)
    with acting(cast.mary):
        TeamMembership.objects.create(
            user=cast.mary, team=cast.south, role=Role.TEAM_MANAGER, from_date=(NOW - 9 * DAY).date()
        )
    with acting(cast.mary):
        leo = add_child(family, cast.sid, name="Leo Ash")
        referral = referrals.record_referral(
            family, received_on=(NOW - 5 * DAY).date(), source="2A", reason="The school is worried.",
            needs={leo: "N8"}, by=cast.sid, at=NOW - 5 * DAY,
        )  # fmt: skip
    assert {due.team for due in family.due_dates.running()} == {cast.south}
    joining = joins.join(ash.family, family, because="Brother.", by=cast.mary, at=NOW)
    came = ash.family.due_dates.running().filter(child=leo)
    assert {due.team for due in came} == {cast.north}
    for line in dues_of_many(came.shown(), cast.mary):
        assert line.url.startswith(f"/families/{ash.family.pk}/")
        assert signed_in(cast.mary).get(line.url).status_code == 200
    with acting(cast.mary):
        again = duedates.start("case_summary", referral.involvements.get(), family=ash.family, child=leo, at=NOW)
    joins.undo(joining, because="Another family.", by=cast.mary, at=NOW)
    again.refresh_from_db()
    assert again.family == family, "a clock follows its row, though it was started since"


def test_notification_of_a_joined_family_comes_along(cast, ash):
    family = add_family(name="Leo Ash", team=cast.north, by=cast.mary, at=NOW)
    leo = add_child(family, cast.mary, name="Leo Ash")
    note = notes.record(family, kind="email", written=SAID, took_place_at=NOW, by=cast.sue, at=NOW)
    notes.withdraw(note, because="Wrong.", by=cast.sue, at=NOW)
    joining = joins.join(ash.family, family, because="Brother.", by=cast.mary, at=NOW)
    assert {row.family for row in cast.dev.notifications.all()} == {ash.family}
    joins.undo(joining, because="Another family.", by=cast.mary, at=NOW)
    assert {row.family for row in cast.dev.notifications.all()} == {family}
    assert leo in family.people_now()


def test_family_page_with_one_broken_row_shows_all_others(cast, month, signed_in):
    visit = notes.record(month.family, kind="home_visit", took_place_at=NOW - DAY, by=cast.dora, at=NOW)
    broken = DueDate.objects.running().get(timescale="visit_write_up")
    before = signed_in(cast.dora).get(f"/families/{month.family.pk}/").context["dues"]
    for columns in (
        {"subject_id": 999_999},
        {"subject_type": "workbook.InterventionSummary"},
        {"subject_type": "casework.TornDown"},
        {"subject_type": "junk"},
    ):
        DueDate.objects.filter(pk=broken.pk).update(subject_type="casework.CaseNote", subject_id=visit.pk)
        DueDate.objects.filter(pk=broken.pk).update(**columns)
        for user in (cast.sue, cast.dora, cast.mary):
            page = signed_in(user).get(f"/families/{month.family.pk}/")
            assert page.status_code == 200, columns
            assert signed_in(user).get("/").status_code == 200
            if user == cast.dora:
                assert len(page.context["dues"]) == len(before)
                assert [line.what for line in page.context["dues"] if not line.url] == ["Write up the visit"], columns


def test_clock_of_a_child_who_moved_out_goes_on_to_lead_to_the_child(cast, allocated, signed_in):
    make_former(allocated.ben.memberships, by=cast.mary)
    elm = add_family(name="Elm", team=cast.north, by=cast.mary, at=NOW)
    brought_in.bring_in(elm, allocated.ben, role=FamilyRole.CHILD, by=cast.mary, at=NOW)
    for line in dues_of_many(DueDate.objects.running().filter(child=allocated.ben).shown(), cast.mary):
        assert str(line.row.family_id) == line.url.split("/")[2]
        assert signed_in(cast.mary).get(line.url).status_code == 200


def test_act_is_the_owners_who_may_still_record_and_neither_the_covers_nor_the_former_workers(
    cast, allocated, time_machine
):
    time_machine.move_to(NOW, tick=False)
    visit = notes.record(allocated.family, kind="home_visit", took_place_at=NOW - DAY, by=cast.dora, at=NOW)
    page = f"/families/{allocated.family.pk}/notes/{visit.pk}/"
    absences.add(cast.dora, cover=cast.cora, from_date=NOW.date(), until_date=NOW.date(), by=cast.mary, at=NOW)
    assert lines(cast.dora, allocated.family)["visit_write_up"].url == f"{page}write-up/"
    for user in (cast.cora, cast.sue, cast.mary):
        assert lines(user, allocated.family)["visit_write_up"].url == page
    leave(cast.dora, by=cast.mary)
    assert lines(cast.dora, allocated.family)["visit_write_up"].url == page


# Whose they are stays true.


def test_team_of_every_clock_is_the_new_one_after_a_transfer_and_owners_who_stay_are_the_same(cast, month):
    owned = dict(month.family.due_dates.running().filter(owner=cast.dora).values_list("pk", "due_at"))
    dora = month.family.allocation_set.get(worker=cast.dora)
    asked = transfers.ask(
        month.family, to_team=cast.south, reason="Moved.", plan="Visit.", summary="Assessed.", staying=[dora],
        no_joint_visit_because="They know Sid.", by=cast.mary, at=NOW,
    )  # fmt: skip
    accepting.accept(asked, by=cast.sid, at=NOW)
    running = month.family.due_dates.running()
    assert {due.team for due in running} == {cast.south}
    assert dict(running.filter(owner=cast.dora).values_list("pk", "due_at")) == owned, "they are the same rows"
    assert {due.owner for due in running} == {None, cast.dora}


def test_owner_of_a_clock_is_the_new_lead_and_its_team_stays(cast, allocated):
    before = {due.team for due in allocated.family.due_dates.running()}
    assert before == {cast.north}
    allocations.change_lead(
        allocated.family, cast.cora, role=Role.SOCIAL_WORKER, from_date=NOW.date(), by=cast.mary, at=NOW
    )
    running = allocated.family.due_dates.running().filter(timescale="case_summary")
    assert {(due.owner, due.team) for due in running} == {(cast.cora, cast.north)}


def test_clock_of_a_worker_whose_part_ends_goes_to_the_managers_of_its_team(cast, allocated):
    dora = allocated.family.allocation_set.get(worker=cast.dora)
    with acting(cast.mary):
        due = duedates.start("early_help_assessment", dora, family=allocated.family, owner=cast.dora, at=NOW) or (
            DueDate.objects.create(
                family=allocated.family, timescale="early_help_assessment", subject_type="casework.Allocation",
                subject_id=dora.pk, owner=cast.dora, team=cast.north, started_at=NOW, due_at=NOW, remind_at=NOW,
            )
        )  # fmt: skip
        allocations.hand_over_open_work(dora, at=NOW + DAY, up_to=NOW + DAY)
    due.refresh_from_db()
    assert due.cancelled_at
    again = allocated.family.due_dates.running().get(timescale="early_help_assessment")
    assert (again.owner, again.team, again.due_at) == (None, cast.north, due.due_at)
