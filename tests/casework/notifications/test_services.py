"""Notifying is of rows of the table that the registry names."""

import pytest

from casework.notifications import services as notifications
from casework.trail.acting import acting
from tests.factories import NOW


def test_notification_is_not_written_of_a_row_of_another_table(cast, ash):
    with acting(cast.mary), pytest.raises(TypeError, match="death is not about a Family"):
        notifications.notify("death", [cast.sue], subject=ash.family, family=ash.family, at=NOW)
    with acting(cast.mary), pytest.raises(TypeError, match="death is not about a Family"):
        notifications.notify_each("death", [], of=type(ash.family), at=NOW)
