"""A person who joins the family while a Workbook is open joins its running episodes too."""

from django.utils import timezone

from casework.families import services as families
from casework.trail.acting import service
from workbook.books.services import open_workbook_of
from workbook.episodes.models import EpisodeMember
from workbook.episodes.states import RUNNING


@service
def add_person(family, *, by, at, **details):
    """As `casework.families.services.add_person`."""
    person = families.add_person(family, by=by, at=at, **details)
    workbook = open_workbook_of(family)
    running = workbook.episodes.filter(state__in=RUNNING) if workbook else ()
    for episode in running:
        if not episode.members.filter(person=person).exists():
            EpisodeMember.objects.create(
                family=family, episode=episode, person=person, from_date=timezone.localdate(at)
            )
    return person
