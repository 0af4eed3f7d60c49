"""What waits too long is known by its age."""

from datetime import timedelta

import pytest

from casework.mail.models import OutgoingMail
from config.health import tasks
from tests.config.health.test_views import NAMES, parts
from tests.factories import NOW
from tests.supervision.conftest import (  # noqa: F401
    at_the_time,
    finalise,
    prepared,
    supervision_prepared,
)


def test_mail_and_papers_that_wait_too_long_are_not_ready_and_name_nobody(client, prepared, ticked, time_machine):  # noqa: F811
    assert OutgoingMail.objects.exists()
    time_machine.move_to(NOW + timedelta(hours=1))
    tasks.tick()
    answer = client.get("/readyz")
    found = answer.json()["parts"]
    assert (answer.status_code, found["mail"]["ok"], found["papers"]["ok"]) == (503, False, False)
    assert found["papers"]["seconds"] == pytest.approx(3600, abs=5)
    for name in NAMES:
        assert name not in answer.content.decode()
    OutgoingMail.objects.update(attempts=1)
    assert parts(client)[1]["mail"] is True  # a server was asked: the mail has pauses of its own
