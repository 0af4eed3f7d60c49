"""A child in care: the Workbook closes at the first review, and stays open while the plan is reunification (A2.4)."""

from typing import NamedTuple

from casework.plans.models import Conference, ConferenceKind, LegalEpisode, LegalKind
from casework.words import say_date
from workbook.episodes.services import people_of


class InCare(NamedTuple):
    """`since` is from when without a break, whatever the legal status; `reviewed_on` the first review held since."""

    child: object
    since: object
    reviewed_on: object
    reunification: bool | None

    @property
    def hindrance(self):
        """Why the Workbook stays open for this child, or ''."""
        if self.reunification:
            return f"The plan for {self.child} is to return home, so the Workbook stays open."
        if self.reunification is None:
            return (
                f"Say in {self.child}'s care episode whether the plan is to return home: while it is, the Workbook "
                "stays open."
            )
        if self.reviewed_on is None:
            return (
                f"{self.child} has been in care since {say_date(self.since)}, and no first review is recorded as held. "
                "The Workbook stays open until it is."
            )
        return ""


def children_of(workbook):
    """The living children of the Workbook now."""
    episode = workbook.episodes.first()
    return [person for person in people_of(episode) if person.is_child and not person.died] if episode else []


def in_care(workbook):
    """Those of its children who are in care now."""
    found = [_in_care(workbook.family, child) for child in children_of(workbook)]
    return [each for each in found if each]


def _in_care(family, child):
    episodes = LegalEpisode.objects.not_withdrawn().filter(family=family, child__in=child.all_ids, kind=LegalKind.CARE)
    now = episodes.filter(until_date=None).order_by("from_date").last()
    if now is None:
        return None
    since = _without_a_break(now, episodes)
    return InCare(child, since, _first_review(family, child, since), now.reunification)


def _without_a_break(now, episodes):
    """A new legal status is a new episode from the day on which the one before ended."""
    since = now.from_date
    for before in episodes.exclude(pk=now.pk).order_by("-from_date"):
        if before.until_date and (since - before.until_date).days <= 1:
            since = min(since, before.from_date)
    return since


def _first_review(family, child, since):
    reviews = Conference.objects.not_withdrawn().filter(
        family=family, child__in=child.all_ids, kind=ConferenceKind.CARE
    )
    return reviews.filter(held_on__gte=since).order_by("held_on").values_list("held_on", flat=True).first()
