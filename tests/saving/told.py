"""What the walk needs besides the Ash family's month: a stage of its own, told once."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from django.test import Client

from casework.calls import services as calls
from casework.families.services import add_family
from casework.links.services import add_link
from casework.referrals.services import record_referral
from casework.users.models import User
from tests.factories import NOW, add_adult, add_child
from tests.stages import STAGES, Stage
from tests.story import on


def tell(told: dict[str, Any]) -> SimpleNamespace:
    story, cast = told["story"], told["cast"]
    with on(NOW) as at:
        _other_families(story, cast)
        _people(story, cast)
        story.new_call = calls.take(
            cast.north, child_name="A boy of six", child_address="2 Elm Road", concern="Alone.", by=cast.cora, at=at
        )
    with on(NOW + timedelta(hours=1)):
        story.sessions = {user.pk: _session_of(user) for user in User.objects.filter(is_active=True, password__gt="")}
    return story


def _session_of(user: User) -> str:
    client = Client()
    client.force_login(user)
    return str(client.session.session_key)


def _other_families(story: SimpleNamespace, cast: SimpleNamespace) -> None:
    story.elm = add_family(name="Elm", team=cast.north, by=cast.mary, at=NOW)
    story.eve = add_child(story.elm, cast.mary, name="Eve Elm", born=date(2017, 2, 3))
    story.link = add_link(story.family, story.elm, because="Ann's sister.", by=cast.mary, at=NOW)
    story.birch = add_family(name="Birch", team=cast.north, by=cast.mary, at=NOW)
    story.kim = add_child(story.birch, cast.mary, name="Kim Birch", born=date(2018, 2, 3))
    story.kay = add_adult(story.birch, cast.mary, name="Kay Birch")
    story.oak = add_family(name="Oak", team=cast.north, by=cast.mary, at=NOW)
    story.olly = add_child(story.oak, cast.mary, name="Olly Oak", born=date(2016, 2, 3))
    add_adult(story.oak, cast.mary, name="Olga Oak")
    story.new_referral = record_referral(
        story.oak, received_on=NOW.date(), source="6", reason="School worries.", needs={story.olly: "N1"},
        by=cast.mary, at=NOW,
    )  # fmt: skip


def _people(story: SimpleNamespace, cast: SimpleNamespace) -> None:
    expected = (NOW + timedelta(days=30)).date()
    story.baby = add_child(story.family, cast.mary, name="Baby Ash", born=None, expected=expected)
    story.uncle = add_adult(story.family, cast.mary, name="Uncle Ash", born=date(1970, 2, 3))
    story.twin = add_child(story.family, cast.mary, name="Mia Ash", born=date(2019, 5, 4))


STAGES["to_save"] = Stage(tell, after="story")
