"""What speaks against joining two families."""

from django.apps import apps
from django.db.models import Q

from casework.families.models import FamilyRecord, Headline
from casework.joins.models import FamilyJoin
from casework.trail.models import Permanent

CASEWORK = "casework"
CANNOT_JOIN = "These two families cannot be joined"


def _beyond_casework():
    """The tables of the apps to the right: where one of them has a row, work has begun that cannot move."""
    kinds = [model for model in apps.get_models() if issubclass(model, FamilyRecord | Permanent)]
    about_families = [m for m in kinds if any(field.name == "family" for field in m._meta.fields)]
    return [m for m in about_families if m._meta.app_label != CASEWORK and not issubclass(m, Headline)]


def reasons_against(family, joined, today):
    """The sentences that speak against joining `joined` into `family`; none where it can be done."""
    if family.pk == joined.pk:
        return ["Choose another family."]
    return [sentence for holds, sentence in _checks(family, joined, today) if holds]


def _checks(family, joined, today):
    yield (
        any(model.objects.filter(family=joined).exists() for model in _beyond_casework()),
        f"the family {joined} has a Workbook of its own. Its record stays one",
    )
    yield (
        all(one.allocation_set.filter(_not_over(today)).exists() for one in (family, joined)),
        f"workers are allocated to both. End the allocations to the family {joined} first",
    )
    both = family.familymember_set.filter(until_date=None).values("person")
    yield (
        joined.familymember_set.filter(until_date=None, person__in=both).exists(),
        "somebody belongs to both. End the membership in one of them first",
    )
    yield joined.safetyplan_set.exists(), f"the family {joined} has a safety plan of its own"
    yield joined.transfer_set.exists(), f"the family {joined} is being transferred, or was"
    yield (
        joined.restriction_set.on(today).exists() or family.restriction_set.on(today).exists(),
        "one of them is restricted",
    )
    yield (
        FamilyJoin.objects.filter(joined__in=[family, joined], undone=False).exists(),
        "one of them has been joined to another family already",
    )
    yield joined.genogramnote_set.exists(), f"the family {joined} has cultural notes of its own"


def _not_over(today):
    """Now, or still to begin."""
    return Q(until_date=None) | Q(until_date__gte=today)
