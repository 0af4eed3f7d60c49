"""What the pages of joining two families show."""

from datetime import datetime

from django.urls import reverse

from casework.families.models import Family
from casework.joins.checks import CANNOT_JOIN, reasons_against
from casework.joins.models import FamilyJoin
from casework.joins.queries import joinable_families_named, joins_of
from casework.users.models import User

MAX_RESULTS = 20


def search_results(user: User, family: Family, q: str) -> list[tuple[Family, str]]:
    """At most MAX_RESULTS families on which `user` decides, each with the names of its people."""
    if not q.strip():
        return []
    return [(other, _names(other)) for other in joinable_families_named(user, family, q)[:MAX_RESULTS]]


def _names(family: Family) -> str:
    return ", ".join(str(member.person) for member in family.familymember_set.all())


def consequences(family: Family, joined: Family) -> list[str]:
    people = ", ".join(map(str, joined.people_now())) or "nobody"
    return [
        f"These people come into the family {family}: {people}.",
        "Their referrals, plans, notes and due dates come with them. Nothing is copied and nothing is lost.",
        f"The family {joined} ({joined.reference}) stays in the history, without people and without a team.",
        "What was granted of one of them to somebody ends: grant it again where it is needed.",
        "Whoever has a conflict of interest with one finds neither.",
        "It can be undone until work rests on it.",
    ]


def obstacles_sentence(family: Family, joined: Family, at: datetime) -> str:
    """Why the two cannot be joined; '' where they can."""
    reasons = reasons_against(family, joined, at)
    return f"{CANNOT_JOIN}: {'; '.join(reasons)}." if reasons else ""


def current_joins(family: Family) -> list[tuple[FamilyJoin, str]]:
    """What was brought into this family, each with the page on which that is undone."""
    return [(joining, reverse("family-join-undo", args=[family.pk, joining.pk])) for joining in joins_of(family)]
