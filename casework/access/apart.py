"""What a restricted family knows of persons apart, for whoever reads or changes its record."""

from casework.families.models import Family
from casework.people.known_apart.models import KnownApart
from casework.trail.apart import know_apart


def know_of(family: Family | int) -> None:
    """From now on persons are read with what `family` knows of them apart."""
    rows = KnownApart.objects.filter(family=family)
    know_apart({row.person_id: row.values() for row in rows})
