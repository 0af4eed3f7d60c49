"""The identity bar at the head of each page of a family: who it is and the state of the work with it.

Only the template tag `family_frame` asks for it, so that any subject may show a family's page without importing this.
"""

from datetime import date, datetime
from typing import NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from casework.access import Can
from casework.emergencies.presenters import EmergencyBanner, banners
from casework.families.headlines.queries import team_and_lead
from casework.families.models import Family, FamilyRole
from casework.families.queries import current_members
from casework.families.ratings.registry import HighestRating, highest_ratings
from casework.joins.models import joined_into
from casework.people.models import Person
from casework.plans.status.presenters import subject_to
from casework.users.models import User
from casework.warnings.presenters import WarningText, warning_texts
from casework.words import say_age


class IdentityBar(NamedTuple):
    """`highest` is the highest rating of the workers that no group has rated since (C14)."""

    team: str
    lead_worker: str
    subject_to: str
    overall_rag: str
    rag_since: date | None
    highest: HighestRating | None
    next_supervision: datetime | None
    warnings: list[WarningText]
    children_line: str


class FamilyFrame(NamedTuple):
    """What surrounds the content of a family's page; `record_url` is '' for whoever may not record.

    `emergencies` are those in which somebody has it open now.
    """

    bar: IdentityBar
    joined_into: Family | None
    record_url: str
    emergencies: list[EmergencyBanner]


def family_frame(family: Family, user: User, today: date) -> FamilyFrame:
    into = joined_into(family) if family.headline.joined else None
    may_record = family.access.can(Can.RECORD) and into is None
    return FamilyFrame(
        bar=identity_bar(family, user, today),
        joined_into=into,
        record_url=reverse(settings.RECORD_PAGE, args=[family.pk]) if may_record else "",
        emergencies=banners(family, user, timezone.now()) if family.access.emergency else [],
    )


def identity_bar(family: Family, user: User, today: date) -> IdentityBar:
    team, lead = team_and_lead(family, today)
    children = [member.person for member in current_members(family) if member.role == FamilyRole.CHILD]
    return IdentityBar(
        team=team.name if team else "",
        lead_worker=lead.name if lead else "",
        subject_to=subject_to(family, children, today),
        overall_rag=family.headline.overall_rag,
        rag_since=family.headline.rag_since,
        highest=highest_ratings([family.pk]).get(family.pk) if family.headline.open else None,
        next_supervision=family.headline.next_supervision,
        warnings=warning_texts(family, user, today),
        children_line=", ".join(_with_age(child, today) for child in children),
    )


def _with_age(person: Person, today: date) -> str:
    return f"{person} ({say_age(person, today, short=True)})"
