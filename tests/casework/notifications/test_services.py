def test_notification_is_not_written_of_a_row_of_another_table(cast, ash):
    with acting(cast.mary), pytest.raises(TypeError, match="death is not about a Family"):
        notifications.notify("death", [cast.sue], subject=ash.family, family=ash.family, at=NOW)
    with acting(cast.mary), pytest.raises(TypeError, match="death is not about a Family"):
        notifications.notify_each("death", [], of=type(ash.family), at=NOW)
