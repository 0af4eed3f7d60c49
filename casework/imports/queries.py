"""The team and the family into which an import brings somebody."""

from casework.families.models import Family
from casework.people.models import Person
from casework.refusal import Refusal
from casework.users.models import Team


def current_family_of(person: Person) -> Family | None:
    """The family in which the person is now, of several the first; or the last one; None where there never was one."""
    memberships = person.memberships.order_by("pk").select_related("family")
    member = memberships.filter(until_date=None).first() or memberships.last()
    return member.family if member else None


def team_named(name: str) -> Team:
    """Raises Refusal, with the names that there are, where none is called so."""
    team = Team.objects.filter(name__iexact=name.strip()).first()
    if team is None:
        known = ", ".join(Team.objects.values_list("name", flat=True)) or "none yet"
        raise Refusal(f"There is no team ‘{name}’. The teams are: {known}.")
    return team
