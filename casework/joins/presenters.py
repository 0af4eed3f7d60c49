"""What the pages of joining two families show."""

from django.db.models import Prefetch, Q
from django.urls import reverse

from casework.access import Can, families_for
from casework.families.models import FamilyMember
from casework.joins.checks import CANNOT_JOIN, reasons_against

MAX_RESULTS = 20


def search_results(user, family, q):
    """At most MAX_RESULTS families on which `user` decides, by name, by the name of somebody in them, or by number."""
    if not q.strip():
        return []
    named = Q(person__name__icontains=q) | Q(person__known_as__icontains=q) | Q(person__la_child_id__iexact=q.strip())
    members = FamilyMember.objects.filter(named, until_date=None)
    mine = families_for(user, Can.DECIDE).exclude(pk=family.pk)
    people = Prefetch("familymember_set", FamilyMember.objects.filter(until_date=None).select_related("person"), "now")
    matching = mine.filter(Q(name__icontains=q) | Q(pk__in=members.values("family")))
    return [(other, _names(other)) for other in matching.prefetch_related(people)[:MAX_RESULTS]]


def _names(family):
    return ", ".join(str(member.person) for member in family.now)


def consequences(family, joined):
    people = ", ".join(map(str, joined.people_now())) or "nobody"
    return [
        f"These people come into the family {family}: {people}.",
        "Their referrals, plans, notes and due dates come with them. Nothing is copied and nothing is lost.",
        f"The family {joined} ({joined.reference}) stays in the history, without people and without a team.",
        "It can be undone until work rests on it.",
    ]


def obstacles_sentence(family, joined, today):
    reasons = reasons_against(family, joined, today)
    return f"{CANNOT_JOIN}: {'; '.join(reasons)}." if reasons else ""


def current_joins(family):
    """The families that were brought into this one and stand so, each with the page on which that is undone."""
    return [
        (joining, reverse("family-join-undo", args=[family.pk, joining.pk]))
        for joining in family.familyjoin_set.filter(undone=False).select_related("joined")
    ]
