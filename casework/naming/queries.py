"""What distinguishes people of one name beside their age: how they are related, and where colleagues work."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from django.db.models import Q

from casework.access import restricted_families
from casework.relationships.models import Relationship, kind_with_article
from casework.users.models import Post, TeamMembership
from casework.users.roles import Role


def relations_of(people: Collection[int], day: date) -> dict[int, str]:
    """By id of the person the first relationship of each that holds: 'the father of Mia', 'a child of Ann'.

    Of what families say that are restricted on `day` none: labels are made without asking who reads them.
    """
    found: dict[int, str] = {}
    standing = Relationship.objects.filter(Q(person__in=people) | Q(other__in=people), until_date=None)
    open_to_all = standing.exclude(family__in=restricted_families(day))
    rows = list(open_to_all.select_related("person", "other").order_by("pk"))
    for row in rows:
        found.setdefault(row.person_id, f"{kind_with_article(row.kind)} of {row.other}")
    for row in rows:
        found.setdefault(row.other_id, f"whose {row.get_kind_display()} is {row.person}")
    return {pk: words for pk, words in found.items() if pk in people}


def roles_of(users: Collection[int], day: date) -> dict[int, str]:
    """By id of the user what they are and where on `day`: 'social worker, North'."""
    found: dict[int, list[str]] = defaultdict(list)
    for row in TeamMembership.objects.on(day).filter(user__in=users).select_related("team").order_by("pk"):
        found[row.user_id].append(f"{Role(row.role).label.lower()}, {row.team}")
    for post in Post.objects.on(day).filter(user__in=users).order_by("pk"):
        found[post.user_id].append(Role(post.role).label.lower())
    return {pk: "; ".join(words) for pk, words in found.items()}
