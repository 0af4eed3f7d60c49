from datetime import timedelta

import pytest
import time_machine
from django.db import connection

from casework.absences import services as absences
from casework.access import families_for
from casework.duedates.models import Stage
from casework.duedates.reminders import queries
from supervision.my_work.presenters import cover_sections
from tests.factories import NOW

pytestmark = pytest.mark.django_db
TODAY, DAY = NOW.date(), timedelta(days=1)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def absence(cast):
    return absences.add(cast.sue, cover=cast.cora, from_date=TODAY, until_date=TODAY + 10 * DAY, by=cast.sue, at=NOW)


def test_cover_sees_for_whom_until_when_and_what_is_due_there(cast, month, absence, signed_in):
    page = signed_in(cast.cora).get("/").content.decode()
    assert "Covering for Sue Sands until Fri 13 Nov" in page
    assert "Update the intervention summary" in page
    assert "Covering for" not in signed_in(cast.rick).get("/").content.decode()


def test_cover_section_is_shown_on_its_days_alone_and_not_when_cancelled(cast, month, absence):
    families = families_for(cast.cora)
    assert len(cover_sections(cast.cora, families, NOW)) == 1
    assert cover_sections(cast.cora, families, NOW + 11 * DAY) == []
    assert cover_sections(cast.cora, families, NOW - DAY) == []
    absences.cancel(absence, by=cast.sue, at=NOW)
    assert cover_sections(cast.cora, families, NOW) == []


def test_cover_section_lists_only_what_is_due_from_the_absent_worker(cast, month, absence):
    section = cover_sections(cast.cora, families_for(cast.cora), NOW)[0]
    assert section.families == [month.family]
    due = {row.timescale for row in month.family.due_dates.running().filter(owner=cast.sue)}
    assert due == {
        "summary_update",
        "summary_before_supervision",
        "group_supervision",
        "case_summary",
        "modules_touched",
    }
    # One line for each job: a summary's two clocks are one, and the case summaries of both children.
    assert len(section.lines) == 4
    [summaries] = [line for line in section.lines if line.links]
    assert [link.label for link in summaries.links] == ["Mia Ash", "Ben Ash"]
    [own] = [line for line in section.lines if line.also]
    assert "summary" in own.what
    assert cover_sections(cast.cora, families_for(cast.stan), NOW)[0].lines == []


def test_cover_is_reminded_too_while_they_cover(cast, month, absence):
    due = month.family.due_dates.running().filter(owner=cast.sue).first()

    def told(stage, day):
        with connection.cursor() as cursor:
            cursor.execute(*queries.recipients([due.pk], stage, day))
            return {user for _, user in cursor.fetchall()}

    assert told(Stage.BEFORE, TODAY) == {cast.sue.pk, cast.cora.pk}
    assert told(Stage.BEFORE, TODAY + 11 * DAY) == {cast.sue.pk}
    assert told(Stage.MISSED, TODAY) == {cast.sue.pk, cast.cora.pk, cast.mary.pk, cast.dev.pk}
    absences.cancel(absence, by=cast.sue, at=NOW)
    assert told(Stage.BEFORE, TODAY) == {cast.sue.pk}
