"""Family Programmes, with whom each is shared, and its children (A5.6)."""

from django.db.models import F, Prefetch, Q

from workbook.episodes.queries import people_in_episode
from workbook.programmes.assessments.states import AssessmentState
from workbook.programmes.models import FamilyProgramme, ProgrammeParent
from workbook.programmes.states import ProgrammeState


def other_open_programmes(programme):
    return [other for other in open_programmes(programme.family) if other.pk != programme.pk]


def programmes_of(family):
    """Every programme of the family, open ones first; each with its parents."""
    now = Prefetch("parents", ProgrammeParent.objects.select_related("person"))
    return family.familyprogramme_set.select_related("workbook", "opened_by").prefetch_related(now).order_by(
        F("state").desc(), "number"
    )  # fmt: skip


def open_programmes(family):
    return programmes_of(family).filter(state=ProgrammeState.OPEN).order_by("number")


def parents_of(programme):
    """With whom it is shared now: not with the dead, nor with who does not belong to the family any more.

    An ended programme goes on to say with whom it was shared.
    """
    standing = [parent.person for parent in programme.parents.all() if parent.left_on is None]
    if programme.state == ProgrammeState.ENDED:
        return standing
    members = {person.one_id for person in programme.family.people_now()}
    return [person for person in standing if person.died is None and person.one_id in members]


def parents_fingerprint(programme):
    """What a page saw of those with whom it is shared, as one text that it hands back."""
    return ",".join(str(pk) for pk in sorted(person.pk for person in parents_of(programme)))


def concurrent_programmes(programme):
    """The other programmes of the family that were open at the same time."""
    others = programme.family.familyprogramme_set.exclude(pk=programme.pk)
    others = others.filter(Q(ended_at=None) | Q(ended_at__gt=programme.opened_at))
    return others.filter(opened_at__lt=programme.ended_at) if programme.ended_at else others


def children_of(programme):
    """The children of the programme now: those of the Workbook's latest episode, or of the family without one."""
    episode = programme.workbook.episodes.first() if programme.workbook else None
    people = people_in_episode(episode) if episode else programme.family.people_now()
    return [person for person in people if person.is_child]


def children_in_work(programme, day):
    """Of the children of the programme those who live on `day`, and whose case is not closed."""
    closed, open_cases = set(), set()
    for child, closed_on in programme.family.involvement_set.values_list("child", "closed_on"):
        (closed if closed_on else open_cases).add(child)
    for child in children_of(programme):
        ids = set(child.all_ids)
        if child.alive_on(day) and (ids & open_cases or not ids & closed):
            yield child


def waits_for_manager(programme):
    """Whether an assessment of it waits for the manager: meanwhile the modules do not change."""
    return programme.assessments.filter(state=AssessmentState.SUBMITTED).exists()


def lock_programme(programme):
    return (
        FamilyProgramme.objects.select_for_update(of=("self",), no_key=True)
        .select_related("family", "workbook")
        .get(pk=programme.pk)
    )
