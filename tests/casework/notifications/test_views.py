from datetime import timedelta

from casework.notifications import services as notifications
from casework.notifications.queries import unread_count
from casework.trail.acting import acting
from tests.factories import NOW
from tests.former import leave


def tell(ash, *users, number=1, first=0):
    """Each says the reference of another family: F00000, F00001, …"""
    for count in range(first, first + number):
        at = NOW + timedelta(minutes=count)
        with acting(users[0]):
            notifications.notify(
                "person_in_another_workbook", users, subject=ash.mia, family=ash.family, at=at, by=users[0],
                of_family=count,
            )  # fmt: skip


def test_notifications_are_shown_latest_first_with_links_in_pages(cast, ash, signed_in):
    tell(ash, cast.sue, number=30)
    client = signed_in(cast.sue)
    page = client.get("/notifications/")
    first = page.content.decode()
    assert first.index("F00029") < first.index("F00005")
    assert f'href="/families/{ash.family.pk}/people/"' in first
    assert "F00004" not in first
    assert "F00004" in client.get(f"/notifications/{page.context['next_url']}").content.decode()


def test_notifications_that_were_shown_are_marked_read_and_later_ones_not(cast, ash, signed_in):
    tell(ash, cast.sue, number=2)
    client = signed_in(cast.sue)
    shown = cast.sue.notifications.first().pk
    tell(ash, cast.sue, first=2)
    client.post("/notifications/read/", {"up_to": shown})
    assert [row.values for row in cast.sue.notifications.filter(read_at=None)] == [{"of_family": 2}]
    assert client.get("/notifications/read/").status_code == 405


def test_notifications_of_another_user_are_neither_shown_nor_marked_read(cast, ash, signed_in):
    tell(ash, cast.sue)
    signed_in(cast.mary).post("/notifications/read/", {"up_to": "junk"})
    assert cast.sue.notifications.filter(read_at=None).count() == 1
    assert "Mia Ash" not in signed_in(cast.mary).get("/notifications/").content.decode()


def test_notifications_of_a_family_that_one_may_not_see_are_not_shown(cast, ash, signed_in):
    tell(ash, cast.stan)
    assert "Mia Ash" not in signed_in(cast.stan).get("/notifications/").content.decode()


def test_notifications_of_a_family_that_one_may_not_see_any_more_can_be_put_away(cast, ash, signed_in, time_machine):
    """They count as unread on each page, and no list shows them."""
    time_machine.move_to(NOW, tick=False)
    tell(ash, cast.cora)
    leave(cast.cora, by=cast.mary)
    client = signed_in(cast.cora)
    client.post("/notifications/read/", {"up_to": client.get("/notifications/").context["up_to"]})
    assert unread_count(cast.cora) == 0


def test_notifications_page_without_any_says_what_will_be_there(cast, signed_in):
    assert "Nobody has told you anything yet." in signed_in(cast.cora).get("/notifications/").content.decode()


def test_notifications_of_a_family_are_shown_to_a_worker_of_now_and_not_to_a_former_one(
    cast, ash, signed_in, time_machine
):
    time_machine.move_to(NOW, tick=False)
    tell(ash, cast.sue, cast.dora)
    leave(cast.sue, by=cast.mary)
    assert "Mia Ash" not in signed_in(cast.sue).get("/notifications/").content.decode()
    assert "Mia Ash" in signed_in(cast.dora).get("/notifications/").content.decode()
