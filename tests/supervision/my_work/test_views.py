import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from django.urls import reverse

from casework.duedates import services as duedates
from casework.duedates.models import DueDate
from casework.families.models import Headline
from casework.notes import services as casenotes
from casework.notifications.services import notify
from casework.people.asked_items import services as asked_items
from casework.people.asked_items.checks import GivenAnswer
from casework.people.asked_items.models import AskedItem
from casework.people.asked_items.queries import answers_of, fingerprint_of_answers
from casework.trail.acting import acting
from casework.trail.rows import change
from casework.unsaved import services as unsaved
from casework.words import say_when
from supervision.my_work.queries import teams_managed_by
from tests import closing, former
from tests.factories import NOW, SAID, UserFactory
from tests.supervision.conftest import HELD, LATER, leave
from workbook.notes import services as notes

DAY = timedelta(days=1)


def text(response):
    return " ".join(response.content.decode().split())


def work(signed_in, user):
    answer = signed_in(user).get("/")
    assert answer.status_code == 200
    return text(answer)


def test_due_line_says_what_is_due_when_and_why_and_its_link_does_it(cast, month, page, signed_in):
    note = notes.record(month.family, kind="home_visit", took_place_at=NOW - DAY, by=cast.dora, at=NOW)
    answer = work(signed_in, cast.dora)
    assert f'href="{page("notes", note.pk, "write-up")}"' in answer
    assert "48 hours after the visit ended: Mon 2 Nov 2026, 10:00. Met by completing the write-up." in answer
    assert "Wed 4 Nov 2026, 10:00" in answer


def test_what_others_told_is_said_in_words_and_leads_there(cast, ash, signed_in):
    """On its own page: My work is what one does, and the bar of every page says how many are not read."""
    with acting(cast.mary), transaction.atomic():
        notify("death", [cast.mary], subject=ash.mia, family=ash.family, at=NOW, by=cast.sue)
    assert '<span class="app-header__count">1' in work(signed_in, cast.mary)
    answer = text(signed_in(cast.mary).get(reverse("notifications")))
    (text_of_link,) = re.findall(rf'<a class="govuk-link" href="/families/{ash.family.pk}/people/">([^<]+)</a>', answer)
    assert text_of_link.startswith("Ash: ")


def the_three_weeks(month, worker):
    """The one thing that is due from this worker: when their summary is to be finalised does not count here."""
    with acting(worker):
        duedates.cancel("summary_before_supervision", month.episode.summaries.get(worker=worker), at=NOW)
    return DueDate.objects.running().get(owner=worker)


def test_due_groups_are_overdue_today_this_week_and_later(cast, month, signed_in, at_the_time):
    def groups():
        found = signed_in(cast.dora).get("/").context["work"]
        return [group.heading for group in found.groups] + (["Later"] if found.later else [])

    due = the_three_weeks(month, cast.dora)
    # On the last day the supervision of that week stands there too.
    for moment, expected in (
        (due.due_at - 10 * DAY, ["Later"]), (due.due_at - DAY, ["This week"]),
        (due.due_at - timedelta(hours=10), ["Due today"]),
        (due.due_at + timedelta(minutes=1), ["Overdue", "This week"]),
    ):  # fmt: skip
        at_the_time.move_to(moment)
        assert groups() == expected


def test_week_is_seven_days_so_that_friday_shows_mondays(cast, month, signed_in, at_the_time):
    due = the_three_weeks(month, cast.dora).due_at
    at_the_time.move_to(due - 7 * DAY)
    assert "<summary>Later (1)</summary>" in work(signed_in, cast.dora)
    at_the_time.move_to(due - 6 * DAY)
    assert ">This week</h2>" in work(signed_in, cast.dora)


def test_my_work_of_a_worker_has_only_their_own(cast, month, signed_in):
    notes.record(month.family, kind="home_visit", took_place_at=NOW - 3 * DAY, by=cast.dora, at=NOW)
    assert "Write up the visit" not in work(signed_in, cast.rick)
    assert "Needs attention" not in work(signed_in, cast.dora)


def test_exceptions_say_what_is_overdue_of_others_and_who_it_waits_for(cast, month, signed_in):
    notes.record(month.family, kind="home_visit", took_place_at=NOW - 3 * DAY, by=cast.dora, at=NOW)
    answer = work(signed_in, cast.mary)
    assert "Overdue of others" in answer
    assert "Waits for Dora Dale." in answer
    assert "Write up the visit" not in work(signed_in, cast.sid)


@pytest.mark.rule("A1.6")
def test_exceptions_say_who_waits_for_a_worker_and_for_a_decision(cast, ash, signed_in):
    """A day that runs is among what is due of the manager; of what came from a file none runs."""
    assert "No decision on a Workbook yet" not in work(signed_in, cast.mary)
    ash.family.due_dates.filter(timescale="workbook_decision").update(cancelled_at=NOW)
    answer = work(signed_in, cast.mary)
    assert "Nobody is allocated" in answer
    assert f'href="/families/{ash.family.pk}/allocations/add/"' in answer
    assert "No decision on a Workbook yet" in answer
    assert f'href="/families/{ash.family.pk}/referrals/{ash.referral.pk}/workbook/"' in answer
    assert "24 hours after the case came in: Thu 24 Sep 2026, 00:00." in answer
    assert "Nobody is allocated" not in work(signed_in, cast.sid)


def test_exceptions_leave_out_who_is_allocated_and_decided_upon(cast, month, signed_in):
    answer = work(signed_in, cast.mary)
    assert "Nobody is allocated" not in answer
    assert "No decision on a Workbook yet" not in answer


def test_exceptions_list_supervisions_to_sign_off(cast, held, signed_in):
    assert "Sign off the supervision" in work(signed_in, cast.mary)


def test_exceptions_list_missing_summaries_when_the_supervision_is_near(
    cast, month, finalise, signed_in, at_the_time
):  # fmt: skip
    finalise(cast.sue)
    assert "summaries are missing" not in work(signed_in, cast.mary)
    at_the_time.move_to(HELD - 5 * DAY)
    answer = work(signed_in, cast.dev)
    assert "Supervision is near, summaries are missing" in answer
    [lacking] = signed_in(cast.dev).get("/").context["exceptions"].incomplete
    assert [each.worker for each in lacking.missing] == ["Dora Dale", "Rick Reed"]
    for worker in (cast.dora, cast.rick):
        assert reverse("summary-ask", args=[month.family.pk, month.episode.summaries.get(worker=worker).pk]) in answer


@pytest.mark.rule("A6.4")
def test_my_work_of_business_support_has_supervisions_to_prepare(cast, prepared, signed_in):
    answer = work(signed_in, cast.bob)
    assert "Supervisions to prepare" in answer
    assert "Pack: waiting to be made." in answer
    assert "Supervisions to prepare" not in work(signed_in, cast.sue)


@pytest.mark.rule("A4.3", "C14")
def test_my_families_show_rag_direction_and_next_supervision(cast, signed, signed_in, at_the_time):
    at_the_time.move_to(LATER)
    answer = work(signed_in, cast.dora)
    assert ">My families</h2>" in answer
    assert "Amber" in answer
    assert f"Supervision {say_when(Headline.objects.get(family=signed.family).next_supervision)}" in answer


def test_my_work_of_the_auditor_has_families_to_read_and_nothing_due(cast, month, signed_in):
    answer = work(signed_in, cast.audrey)
    assert "Families that I may read" in answer
    assert "To look into" in answer
    assert not signed_in(cast.audrey).get("/").context["work"]


def test_unsaved_text_leads_back_to_its_form_or_is_discarded(cast, month, page, signed_in):
    key = uuid4()
    unsaved.keep(
        cast.sue, form_key=str(key), family_id=month.family.pk, title="Record a home visit",
        url=page("notes", "new") + "?kind=x&kept=old", fields={"a": "b"}, at=NOW,
    )  # fmt: skip
    client = signed_in(cast.sue)
    answer = text(client.get("/"))
    assert f'href="{page("notes", "new")}?kind=x&amp;kept={key}"' in answer
    assert "Record a home visit" not in work(signed_in, cast.dora)
    assert "Discard this text?" in text(client.get(f"/unsaved/{key}/discard/"))
    client.post(f"/unsaved/{key}/discard/")
    assert f"kept={key}" not in text(client.get("/"))
    assert "Discarded in the last day" in text(client.get("/"))
    client.post(f"/unsaved/{key}/bring-back/")
    assert f"kept={key}" in text(client.get("/"))


def test_discarded_text_is_listed_for_a_day(cast, month, signed_in):
    key = uuid4()
    unsaved.keep(cast.sue, form_key=key, family_id=month.family.pk, title="Odd", url="/", fields={}, at=NOW)
    unsaved.discard(cast.sue, key, NOW - DAY)
    assert "Odd" not in work(signed_in, cast.sue)


def test_unsaved_text_of_a_family_that_one_has_left_is_not_listed(cast, month, signed_in):
    unsaved.keep(cast.dora, form_key=uuid4(), family_id=month.family.pk, title="Odd", url="/", fields={}, at=NOW)
    unsaved.keep(cast.dora, form_key=uuid4(), family_id=None, title="A call", url="/calls/add/", fields={}, at=NOW)
    former.leave(cast.dora, by=cast.mary)
    answer = work(signed_in, cast.dora)
    assert "Odd" not in answer
    assert "A call" in answer


def test_planned_visits_lead_to_saying_that_they_took_place(cast, month, page, signed_in):
    note = casenotes.plan(
        month.family, kind="home_visit", planned_for=NOW + DAY, purpose="See Mia", by=cast.sue, at=NOW
    )
    answer = work(signed_in, cast.sue)
    assert f'href="{page("notes", note.pk, "took-place")}"' in answer
    assert "Home visit: See Mia" in answer


def test_my_work_has_nothing_of_a_family_that_one_may_no_longer_see(cast, month, signed_in, at_the_time):
    DueDate.objects.running().update(owner=cast.stan)
    answer = work(signed_in, cast.stan)
    assert "Ash" not in answer


def test_questions_are_not_listed_where_one_only_reads_any_more(cast, month, page, signed_in):
    answers = {"gender": GivenAnswer("not_yet_known", to_ask=cast.cora)}
    seen = fingerprint_of_answers(answers_of(month.family, month.mia))
    asked_items.save_answers(
        month.family, month.mia, fingerprint=seen, answers=answers, asked_on=NOW.date(), by=cast.sue, at=NOW
    )
    asked = page("people", month.mia.pk, "asked")
    assert asked in work(signed_in, cast.cora)
    with acting(cast.mary):
        change(AskedItem.objects.get(), to_ask=cast.bob)
    assert asked not in work(signed_in, cast.bob)


def test_my_work_asks_few_queries_however_much_there_is(cast, month, signed_in, django_assert_max_num_queries):
    clients = [signed_in(user) for user in (cast.mary, cast.sue, cast.bob, cast.audrey)]
    for number in range(8):
        notes.record(month.family, kind="home_visit", took_place_at=NOW - (3 + number) * DAY, by=cast.sue, at=NOW)
    for client in clients:
        client.get("/")
        with django_assert_max_num_queries(34):
            client.get("/")


def test_due_line_leads_a_manager_to_the_visit_that_another_is_to_write_up(cast, month, page, signed_in, at_the_time):
    note = notes.record(month.family, kind="home_visit", took_place_at=NOW - DAY, by=cast.dora, at=NOW)
    at_the_time.move_to(NOW + 3 * DAY)
    answer = work(signed_in, cast.mary)
    assert "Write up the visit" in answer
    assert f'href="{page("notes", note.pk)}"' in answer
    assert page("notes", note.pk, "write-up") not in answer


def test_unfinished_call_is_listed_to_its_author_alone(cast, month, signed_in):
    call = notes.record(
        month.family, kind="telephone_call", written=SAID, took_place_at=NOW - DAY, by=cast.dora, at=NOW
    )
    visit = notes.record(month.family, kind="home_visit", took_place_at=NOW - DAY, by=cast.dora, at=NOW)
    answer = work(signed_in, cast.dora)
    to_write_up = answer.partition(">To write up</h2>")[2].partition("</ul>")[0]
    assert f"/notes/{call.pk}/write-up/" in to_write_up
    assert to_write_up.count("Finish: ") == 1
    assert to_write_up.count(f"/notes/{visit.pk}/write-up/") == 1
    assert "Finish: telephone call" not in work(signed_in, cast.sue)


@pytest.mark.rule("A2.8")
def test_exceptions_list_a_closing_that_waits_for_agreement(cast, month, signed_in):
    heading = "Closings that wait for your agreement"
    assert heading not in work(signed_in, cast.mary)
    closure = closing.asked(month, cast.sue)
    answer = work(signed_in, cast.mary)
    assert heading in answer
    assert "Agree to closing the case for Mia Ash" in answer
    assert reverse("closure", args=[month.family.pk, closure.pk]) in answer
    assert heading not in work(signed_in, cast.sue)
    closing.agree(closure, cast.mary)
    assert heading not in work(signed_in, cast.mary)


def test_my_work_of_a_former_manager_is_empty_and_a_second_one_has_it_all(cast, allocated, signed_in):
    leave(cast.mary)
    former, second = (signed_in(user).get("/").context for user in (cast.mary, cast.dev))
    assert former["exceptions"] is None
    assert not former["work"]
    assert former["team"] is None
    assert [line.what for line in second["exceptions"].undecided] or second["work"]
    assert teams_managed_by(cast.mary, NOW.date()) == []
    assert teams_managed_by(cast.dev, NOW.date()) == [cast.north.pk]


def test_my_work_of_former_business_support_has_no_supervisions_to_prepare(cast, prepared, signed_in):
    leave(cast.bob)
    follower = UserFactory(name="Bea Brook", team=cast.north, role="business_support")
    assert signed_in(cast.bob).get("/").context["to_prepare"] is None
    assert len(signed_in(follower).get("/").context["to_prepare"]) == 1
