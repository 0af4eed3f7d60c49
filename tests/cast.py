"""One cast of people for the whole suite, and the family that they share.

Team North works with the Ash family. `sue` (social worker) leads, `dora` (domestic abuse) and `rick` (recovery) are
allocated; `cora` is a colleague of the same team and not allocated. `mary` manages, `dev` is her deputy, `bob` is
business support, `serena` the service manager, `audrey` the auditor. `stan` of Team South is the stranger.
"""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import transaction

from casework.duedates import services as duedates
from casework.families import services as families
from casework.passages.models import NewText
from casework.referrals import services as referrals
from casework.relationships import services as relationships
from casework.trail.acting import acting
from casework.users.roles import Role
from tests.checklist import all_met
from tests.factories import NOW, TeamFactory, UserFactory, add_adult, add_child
from tests.opened_page import OpenedPageClient
from tests.stages import STAGES, Stage
from tests.story import tell
from workbook.allocations import services as allocations
from workbook.workbooks import services as workbooks

NORTH = {
    "sue": ("Sue Sands", Role.SOCIAL_WORKER),
    "dora": ("Dora Dale", Role.DOMESTIC_ABUSE_VICTIM_WORKER),
    "rick": ("Rick Reed", Role.RECOVERY_WORKER),
    "cora": ("Cora Cole", Role.SOCIAL_WORKER),
    "mary": ("Mary Moss", Role.TEAM_MANAGER),
    "dev": ("Dev Dunn", Role.DEPUTY),
    "bob": ("Bob Birch", Role.BUSINESS_SUPPORT),
    "serena": ("Serena Stone", Role.SERVICE_MANAGER),
}
SOUTH = {"stan": ("Stan Snow", Role.SOCIAL_WORKER), "sid": ("Sid Salt", Role.TEAM_MANAGER)}
OUTCOME = [NewText("outcome", "Ann left the home with the children."), NewText("analysis", "The risk is lower.")]


def the_cast(story):
    north, south = TeamFactory(name="North"), TeamFactory(name="South")
    people = {key: UserFactory(name=name, team=north, role=role) for key, (name, role) in NORTH.items()}
    people |= {key: UserFactory(name=name, team=south, role=role) for key, (name, role) in SOUTH.items()}
    audrey = UserFactory(name="Audrey Audit", role=Role.AUDITOR)
    return SimpleNamespace(north=north, south=south, audrey=audrey, **people)


def the_ash_family(story):
    cast, at = story["cast"], NOW - timedelta(days=40)
    family = families.add_family(name="Ash", team=cast.north, by=cast.mary, at=at)
    mia = add_child(family, cast.mary)
    ben = add_child(family, cast.mary, name="Ben Ash", born=(NOW - timedelta(days=800)).date())
    ann = add_adult(family, cast.mary)
    for child in (mia, ben):
        relationships.relate(family, ann, kind="mother", other=child, by=cast.mary, at=at)
    referral = referrals.record_referral(
        family, received_on=at.date(), source="6", reason="Police attended twice.", needs={mia: "N1", ben: "N1"},
        by=cast.mary, at=at,
    )  # fmt: skip
    return SimpleNamespace(family=family, mia=mia, ben=ben, ann=ann, referral=referral)


def the_allocation(story):
    cast, ash = story["cast"], story["ash"]
    for worker, role, lead in (
        (cast.sue, Role.SOCIAL_WORKER, True),
        (cast.dora, Role.DOMESTIC_ABUSE_VICTIM_WORKER, False),
        (cast.rick, Role.RECOVERY_WORKER, False),
    ):
        at = NOW - timedelta(days=30)
        allocations.allocate(ash.family, worker, role=role, lead=lead, by=cast.mary, at=at)
    # It was visited before the story goes on: no test waits for a first visit unless it means to.
    with acting(cast.mary), transaction.atomic():
        duedates.meet("first_visit", ash.family, at=NOW - timedelta(days=29))
    return ash


def the_month(story):
    cast, allocated = story["cast"], story["allocated"]
    allocated.workbook = workbooks.open_workbook(
        allocated.referral,
        reason="Domestic abuse and drink; two adult workers are needed.",
        answers=all_met(),
        index_child=allocated.ben,
        people=[allocated.mia, allocated.ben, allocated.ann],
        supervision_planned_for=NOW + timedelta(days=8),
        by=cast.mary,
        at=NOW - timedelta(days=20),
    )
    allocated.episode = allocated.workbook.episodes.get()
    return allocated


def the_story(story):
    return tell(story["month"], story["cast"])


STAGES.update(
    cast=Stage(the_cast),
    ash=Stage(the_ash_family, after="cast"),
    allocated=Stage(the_allocation, after="ash"),
    month=Stage(the_month, after="allocated"),
    story=Stage(the_story, after="month"),
)


@pytest.fixture
def now():
    return NOW


@pytest.fixture
def cast(stage):
    return stage["cast"]


@pytest.fixture
def ash(stage):
    """The Ash family: Mia (7), Ben (2) and their mother Ann; referred, not yet allocated."""
    return stage["ash"]


@pytest.fixture
def allocated(stage):
    """Ash with its three workers; Sue leads."""
    return stage["allocated"]


@pytest.fixture
def month(stage):
    """Ash with an open Workbook since 20 days ago; supervision planned in 8 days. Adds `workbook` and `episode`."""
    return stage["month"]


@pytest.fixture
def story(stage):
    """The Ash family's month told to its end, as tests/story.py does."""
    return stage["story"]


@pytest.fixture
def summary_of(month):
    """Gives the summary of a worker in the first episode."""
    return lambda worker: month.episode.summaries.get(worker=worker)


@pytest.fixture
def signed_in():
    """Gives a browser-like client signed in as a user."""

    def sign_in(user):
        client = OpenedPageClient()
        client.force_login(user)
        return client

    return sign_in
