"""Setting up a family, and the headline that lists and the identity bar read."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from casework.families.models import Family, FamilyTeam, Headline
from casework.refusal import Refusal
from casework.trail.acting import in_service, service
from casework.trail.rows import lock
from casework.users.models import Team, User
from casework.users.queries import teams_managed_by


@service
def add_family(*, name: str, team: Team, by: User, at: datetime, form_key: UUID | None = None) -> Family:
    """A family with its team; a second submission of the same form gives the same family."""
    today = timezone.localdate(at)
    if not teams_managed_by(by, today).filter(pk=team.pk).exists():
        raise Refusal("You can add a family only to a team that you manage. Choose your own team.", "team")
    if not name.strip():
        raise Refusal("Give the family's name.", "name")
    lock(team)  # of two submissions of one form at one moment the second waits, and finds the family of the first
    if form_key and (family := Family.objects.filter(form_key=form_key).first()):
        return family
    family = Family.objects.create(name=name.strip(), form_key=form_key)
    FamilyTeam.objects.create(family=family, team=team, from_date=today)
    Headline.objects.create(family=family)
    return family


@in_service
def set_headline(family: Family, **values: Any) -> None:
    """Repeat in the family's headline what the caller has just written."""
    Headline.objects.update_or_create(family=family, defaults=values)
