"""The team and the family into which an import brings somebody."""

from collections.abc import Iterator, Sequence

from casework.families.models import Family, FamilyTeam
from casework.imports.ledger.models import Imported
from casework.people.models import Person
from casework.referrals.models import Involvement
from casework.refusal import Refusal
from casework.users.models import Team


def current_family_of(person: Person) -> Family | None:
    """The family in which the person is now, of several the first; or the last one; None where there never was one."""
    memberships = person.memberships.order_by("pk").select_related("family")
    member = memberships.filter(until_date=None).first() or memberships.last()
    return member.family if member else None


def children_here(numbers: Sequence[str]) -> set[str]:
    """Those of the numbers that somebody has, or had when an import that stands brought them in."""
    keys = {f"census:{number}:child": number for number in numbers}
    entries = Imported.objects.filter(key__in=keys, run__undone=None).order_by().values_list("key", flat=True)
    people = Person.objects.filter(la_child_id__in=numbers).order_by().values_list("la_child_id", flat=True)
    return {keys[key] for key in entries} | {number for number in people if number}


def open_and_not_among(numbers: set[str | None], team: Team) -> Iterator[str]:
    """The numbers of the children whom a return brought in, who are open in the team, and are not among these."""
    entries = Imported.objects.filter(table="casework.person", key__startswith="census:", run__undone=None)
    here = Person.objects.filter(pk__in=entries.order_by().values("row"), la_child_id__isnull=False)
    teams = FamilyTeam.objects.filter(team=team, until_date=None)
    open_now = Involvement.objects.filter(closed_on=None, family__in=teams.order_by().values("family"))
    here = here.filter(pk__in=open_now.order_by().values("child")).order_by("la_child_id")
    for number in here.values_list("la_child_id", flat=True):
        if number and number not in numbers:
            yield number


def team_named(name: str) -> Team:
    """Raises Refusal, with the names that there are, where none is called so."""
    team = Team.objects.filter(name__iexact=name.strip()).first()
    if team is None:
        known = ", ".join(Team.objects.values_list("name", flat=True)) or "none yet"
        raise Refusal(f"There is no team ‘{name}’. The teams are: {known}.")
    return team
