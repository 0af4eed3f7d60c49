"""What a manager is to read of Family Programmes stands first on their 'My work'."""

from datetime import timedelta

import pytest
from django.urls import reverse

from casework.plans import services as facts
from casework.warnings import services as cautions
from supervision.my_work.exceptions.presenters import exceptions_of
from tests.factories import NOW
from tests.story import tell
from workbook.programmes.assessments import services as assessments


@pytest.mark.rule("A5.13")
def test_submitted_assessment_waits_for_the_manager_until_it_is_returned(cast, month, signed_in):
    story = tell(month, cast)
    assert exceptions_of(cast.mary, NOW).unapproved == []
    waiting = assessments.submit(story.programme, occasion="court", by=cast.sue, at=NOW)
    [line] = exceptions_of(cast.mary, NOW).unapproved
    assert (line.what, line.why) == ("Read the Family Programme as assessment 1", "Submitted by Sue Sands.")
    url = reverse("assessment", args=[story.family.pk, waiting.pk])
    assert line.url == url
    assert url in signed_in(cast.mary).get(reverse("my-work")).content.decode()
    assert not exceptions_of(cast.sid, NOW)
    assessments.return_to_lead(waiting, because="More of Ben.", version=waiting.version, by=cast.mary, at=NOW)
    assert exceptions_of(cast.mary, NOW).unapproved == []


pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def at_ten(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.mark.rule("A9.17")
def test_warning_overdue_for_review_waits_for_the_manager(cast, month, signed_in, time_machine):
    caution = cautions.add(
        month.family, kind="dog", detail="It bites.", source="Seen", from_date=TODAY,
        review_on=TODAY + timedelta(days=3), by=cast.sue, at=NOW,
    )  # fmt: skip
    later = NOW + timedelta(days=3)
    assert exceptions_of(cast.mary, later).warnings == []
    later += timedelta(days=1)
    [line] = exceptions_of(cast.mary, later).warnings
    assert (line.what, line.overdue) == ("Review the alert: Dog", False)
    time_machine.move_to(later, tick=False)
    url = reverse("warning-review", args=[month.family.pk, caution.pk])
    assert url in signed_in(cast.mary).get(reverse("my-work")).content.decode()
    day = TODAY + timedelta(days=90)
    cautions.review(caution, detail="It bites.", source="Seen", review_on=day, version=1, by=cast.sue, at=later)
    assert exceptions_of(cast.mary, later).warnings == []


@pytest.mark.rule("A9.15")
def test_assessment_that_has_ended_waits_for_the_managers_approval(cast, month, signed_in):
    values = {"by": cast.sue, "at": NOW}
    [one] = facts.begin_assessments(month.family, [month.mia], kind="single", started_on=TODAY, **values)
    assert exceptions_of(cast.mary, NOW).unapproved == []
    one = facts.end_assessment(one, ended_on=TODAY, outcome="NFA", factors=["21"], version=1, **values)
    [line] = exceptions_of(cast.mary, NOW).unapproved
    assert line.what == "Approve the child and family assessment of Mia Ash"
    url = reverse("assessment-approve", args=[month.family.pk, one.pk])
    assert url in signed_in(cast.mary).get(reverse("my-work")).content.decode()
    views = {"childs_views": "x", "carers_views": "y", "approval": "Yes."}
    facts.approve(one, version=one.version, by=cast.mary, at=NOW, **views)
    assert exceptions_of(cast.mary, NOW).unapproved == []


def test_exceptions_leave_out_what_is_withdrawn_or_of_another_team(cast, month):
    values = {"by": cast.sue, "at": NOW}
    [one] = facts.begin_assessments(month.family, [month.mia], kind="section_47", started_on=TODAY, **values)
    one = facts.end_assessment(one, ended_on=TODAY, outcome="NFA", version=1, **values)
    assert not exceptions_of(cast.sid, NOW)
    facts.withdraw(one, because="Of Ben.", version=one.version, **values)
    assert exceptions_of(cast.mary, NOW).unapproved == []
