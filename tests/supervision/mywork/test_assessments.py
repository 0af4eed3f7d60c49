"""What a manager is to read of Family Programmes stands first on their 'My work'."""

import pytest
from django.urls import reverse

from supervision.mywork.exceptions import exceptions_of
from tests.factories import NOW
from tests.story import tell
from workbook.assessments import services as assessments


@pytest.mark.rule("A5.13")
def test_a_submitted_assessment_waits_for_the_manager_until_it_is_returned(cast, month, signed_in):
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
