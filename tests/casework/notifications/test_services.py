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


def test_notification_is_not_written_without_what_its_words_need_nor_with_more(cast, ash):
    """Its text is made when it is shown: a value that is missing would fail there, on each page of the list."""
    told = {"subject": ash.mia, "family": ash.family, "at": NOW}
    with (
        acting(cast.mary),
        pytest.raises(TypeError, match="person_in_another_workbook is not made of the values: none"),
    ):
        notifications.notify("person_in_another_workbook", [cast.sue], **told)
    with acting(cast.mary), pytest.raises(TypeError, match="death is not made of the values: name"):
        notifications.notify("death", [cast.sue], name="Mia", **told)
    recipient = notifications.Recipient(cast.sue.pk, ash.family.pk, ash.mia.pk)
    with acting(cast.mary), pytest.raises(TypeError, match="not made of"):
        notifications.notify_each("person_in_another_workbook", [recipient], of=type(ash.mia), at=NOW)
