"""Two families with a whole month each, of two teams, every row of which says whose it is; people of every kind."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.test import Client

from casework.absences import services as absences
from casework.conflicts import services as conflicts
from casework.families import services as families
from casework.families.headlines.services import carry_over, carry_over_names
from casework.families.models import Family, FamilyTeam
from casework.grants import services as grants
from casework.joins.services import join
from casework.links.services import add_link
from casework.restrictions import services as restrictions
from casework.trail.acting import acting
from casework.trail.rows import change
from casework.users.models import User
from casework.users.roles import Role
from tests.cast import the_allocation, the_ash_family, the_month
from tests.factories import NOW, UserFactory
from tests.former import LAST_DAY, leave
from tests.saving.walking import TABLES
from tests.shape.by_person import west
from tests.shape.telling import tell_everywhere
from tests.stages import STAGES, Stage
from tests.story import on, tell
from workbook.allocations import services as allocations

# In the names of the Elm family and its people; and in every other row of it. In no other family's.
MARK, MARK_OF_ROWS = "Qelm", "Qelmrow"
WRITTEN = [
    "SELECT '%s', count(*), coalesce(max(xmin::text::bigint), 0) FROM %s" % (table, table)  # noqa: UP031
    for table in TABLES
    if table != "casework_openpage"  # who has a page open now is no record
]
Told = dict[str, Any]


def tell_both(told: Told) -> SimpleNamespace:
    story, cast = told["story"], told["cast"]
    theirs = west(cast)
    elm = _elm(theirs)
    add_link(story.family, elm.family, because="Ann's sister.", by=cast.mary, at=NOW)
    story.link = add_link(story.family, _oak(cast.north, cast.mary), because="Cousins.", by=cast.mary, at=NOW)
    elm.link = add_link(elm.family, _oak(cast.south, cast.sid), because="Neighbours.", by=theirs.mary, at=NOW)
    tell_everywhere(elm.family, theirs.sue, lambda row: f"{MARK_OF_ROWS} {row._meta.model_name} {row.pk}"[:23])
    _carry_over(elm, theirs.mary)
    people = _people(story, cast, theirs)
    with on(NOW):
        sessions = {user.pk: _session_of(user) for user in people.values()}
    return SimpleNamespace(ash=story, elm=elm, theirs=theirs, people=people, sessions=sessions)


STAGES["crossed"] = Stage(tell_both, after="story")


def _oak(team: Any, by: User) -> Any:
    return families.add_family(name="Oak", team=team, by=by, at=NOW)


def _elm(theirs: SimpleNamespace) -> SimpleNamespace:
    """The same month as that of the Ash family, under other names."""
    told: Told = {"cast": theirs}
    elm = told["ash"] = the_ash_family(told)
    with acting(theirs.mary):
        change(elm.family, name=MARK)
        for person, name in ((elm.mia, "Mo"), (elm.ben, "Bo"), (elm.ann, "Eda")):
            change(person, name=f"{name} {MARK}")
    told["allocated"] = the_allocation(told)
    return tell(the_month(told), theirs)


def _carry_over(story: SimpleNamespace, by: User) -> None:
    with acting(by), transaction.atomic():
        carry_over([story.family.pk], at=NOW)
        carry_over_names([person.pk for person in story.family.people_ever()])


def _people(story: SimpleNamespace, cast: SimpleNamespace, theirs: SimpleNamespace) -> dict[str, User]:
    """By what they are to the Ash family; `theirs` work with the Elm family, which is linked to it."""
    days = {"from_date": NOW.date(), "until_date": (NOW + timedelta(days=9)).date()}
    found = {
        "leads": cast.sue, "allocated": cast.dora, "colleague": cast.cora, "manager": cast.mary, "deputy": cast.dev,
        "business support": cast.bob, "service manager": cast.serena, "auditor": cast.audrey,
        "head of service": UserFactory(name="Hal Head", role=Role.HEAD_OF_SERVICE),
        "of another team": cast.stan, "manager of another team": theirs.mary, "of the linked family": theirs.sue,
        "allocated before": _allocated_before(story, cast),
        "of the team before": UserFactory(name="Fay Former", team=cast.north, role=Role.SOCIAL_WORKER),
        "in conflict": UserFactory(name="Con Flict", team=cast.north, role=Role.SOCIAL_WORKER),
        "joint": UserFactory(name="Jo Joint", team=cast.south, role=Role.SOCIAL_WORKER),
        "joint before": UserFactory(name="Ex Joint", team=cast.south, role=Role.SOCIAL_WORKER),
        "covers": UserFactory(name="Cy Cover", team=cast.north, role=Role.RECOVERY_WORKER),
        "of another agency": UserFactory(name="Out Side", team=cast.north, role=Role.OUTSIDE_LEAD),
    }  # fmt: skip
    leave(found["of the team before"], by=cast.serena)
    conflicts.declare_of(story.family, user=found["in conflict"], because="Her aunt.", by=cast.mary, at=NOW)
    for who in ("joint", "joint before"):
        details = {"kind": "joint", "because": "Visits too.", "by": cast.mary, "at": NOW}
        row = grants.grant(story.family, user=found[who], **details, **days)
        if who == "joint before":
            grants.end(row, because="Done.", by=cast.mary, at=NOW)
    absences.add(cast.rick, cover=found["covers"], **days, by=cast.rick, at=NOW)
    return found


def _allocated_before(story: SimpleNamespace, cast: SimpleNamespace) -> User:
    user = UserFactory(name="Al Before", team=cast.north, role=Role.RECOVERY_WORKER)
    at = NOW - timedelta(days=38)
    with on(at):
        allocations.allocate(story.family, user, role=Role.RECOVERY_WORKER, by=cast.mary, at=at)
    leave(user, by=cast.serena)
    return user


def _session_of(user: User) -> str:
    client = Client()
    client.force_login(user)
    return str(client.session.session_key)


def client_of(told: SimpleNamespace, user: User) -> Client:
    """Signed in since the stage was told, since signing in takes as long as some pages."""
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = told.sessions[user.pk]
    return client


# --- What a family is: each makes the Ash family such a one, and gives the family that is asked for ---


def as_it_is(told: SimpleNamespace, cast: SimpleNamespace) -> Family:
    return told.ash.family


def restrict(told: SimpleNamespace, cast: SimpleNamespace) -> Family:
    readers = [cast.sue, cast.dora, cast.rick]
    restrictions.restrict(told.ash.family, because="She fled.", readers=readers, by=cast.mary, at=NOW)
    return told.ash.family


def transfer(told: SimpleNamespace, cast: SimpleNamespace) -> Family:
    """Team South works with it, and the days of grace of Team North are over."""
    family = told.ash.family
    with acting(cast.serena):
        for part in family.allocation_set.filter(until_date=None):
            lead = {"lead_until": LAST_DAY} if part.lead_from and not part.lead_until else {}
            change(part, until_date=LAST_DAY, ended_because="OTHERS", **lead)
        change(FamilyTeam.objects.get(family=family, until_date=None), until_date=LAST_DAY)
        FamilyTeam.objects.create(family=family, team=cast.south, from_date=LAST_DAY + timedelta(days=1))
    _carry_over(told.ash, cast.serena)
    return family


def close(told: SimpleNamespace, cast: SimpleNamespace) -> Family:
    """No case of it is open any more."""
    with acting(cast.mary):
        for part in told.ash.family.involvement_set.filter(closed_on=None):
            change(part, closed_on=NOW.date(), closed_because="RC1")
    _carry_over(told.ash, cast.mary)
    return told.ash.family


def join_another(told: SimpleNamespace, cast: SimpleNamespace) -> Family:
    """The family Birch, which was joined into the Ash family, with whose rows it is asked for."""
    birch = families.add_family(name="Birch", team=cast.north, by=cast.mary, at=NOW)
    join(told.ash.family, birch, because="One family.", by=cast.mary, at=NOW)
    return birch


def of_another_team(told: SimpleNamespace, cast: SimpleNamespace) -> Family:
    """The Elm family, to which the Ash family is linked."""
    return told.elm.family


TEAM_NORTH = {
    "leads", "allocated", "colleague", "manager", "deputy", "business support", "service manager", "in conflict",
    "covers",
}  # fmt: skip
TEAM_SOUTH = {"of another team", "joint", "joint before"}
TEAM_WEST = {"manager of another team", "of the linked family"}
EVERYWHERE = {"auditor", "head of service"}
FIND_ASH = TEAM_NORTH - {"in conflict"} | {"joint"} | EVERYWHERE
FIND_ELM = TEAM_WEST | EVERYWHERE
# What the family is, how it becomes that, and who finds it then.
STATES: dict[str, tuple[Callable[..., Family], set[str]]] = {
    "own": (as_it_is, FIND_ASH),
    "restricted": (restrict, {"leads", "allocated", "manager"}),
    "transferred": (transfer, TEAM_SOUTH | EVERYWHERE),
    "closed": (close, FIND_ASH),
    # A conflict of interest with one counts for both.
    "joined into another": (join_another, TEAM_NORTH - {"in conflict"} | EVERYWHERE),
    "of another team": (of_another_team, FIND_ELM),
}


def rows_now() -> list[tuple[str, int, int]]:
    """Of each table the number of rows and the last transaction that wrote one; of a test each act has its own."""
    with connection.cursor() as cursor:
        return sorted(cursor.execute(" UNION ALL ".join(WRITTEN)).fetchall())  # the database orders them as it likes
