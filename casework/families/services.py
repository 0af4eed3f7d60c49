"""Setting up a family, and the headline that lists and the identity bar read."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from casework.families.headlines.services import carry_over
from casework.families.models import Family, FamilyTeam, Headline
from casework.refusal import Refusal
from casework.trail.acting import in_service, service
from casework.users.models import Team, User
from casework.users.queries import teams_managed_by


@service
def add_family(*, name: str, team: Team, by: User, at: datetime) -> Family:
    """A family with its team."""
    today = timezone.localdate(at)
    if not teams_managed_by(by, today).filter(pk=team.pk).exists():
        raise Refusal("You can add a family only to a team that you manage. Choose your own team.", "team")
    if not name.strip():
        raise Refusal("Give the family's name.", "name")
    family = Family.objects.create(name=name.strip())
    FamilyTeam.objects.create(family=family, team=team, from_date=today)
    Headline.objects.create(family=family)
    carry_over([family.pk], at=at)
    return family


@in_service
def set_headline(family: Family, **values: Any) -> None:
    """Repeat in the family's headline what the caller has just written."""
    Headline.objects.update_or_create(family=family, defaults=values)
