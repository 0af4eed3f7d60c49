"""Setting up a family, and the headline that lists and the identity bar read."""

from django.utils import timezone

from casework.families.models import Family, FamilyTeam, Headline
from casework.refusal import Refusal
from casework.trail.acting import service
from casework.users.models import Team
from casework.users.queries import teams_managed_by


@service
def add_family(*, name, team, by, at, form_key=None):
    """A family with its team; a second submission of the same form gives the same family."""
    today = timezone.localdate(at)
    if not teams_managed_by(by, today).filter(pk=team.pk).exists():
        raise Refusal("You can add a family only to a team that you manage. Choose your own team.", "team")
    if not name.strip():
        raise Refusal("Give the family's name.", "name")
    # A form sent twice at one moment waits here for itself.
    Team.objects.select_for_update(no_key=True).get(pk=team.pk)
    if form_key and (family := Family.objects.filter(form_key=form_key).first()):
        return family
    family = Family.objects.create(name=name.strip(), form_key=form_key)
    FamilyTeam.objects.create(family=family, team=team, from_date=today)
    Headline.objects.create(family=family)
    return family


def set_headline(family, **values):
    """Repeat in the family's headline what the caller has just written; called in the caller's transaction."""
    Headline.objects.update_or_create(family=family, defaults=values)
