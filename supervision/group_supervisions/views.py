"""The page of one supervision and the list of a family's supervisions, and what the views of all its acts share."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from casework.access import Can, SignedInRequest, may_take, open_family
from casework.acts.paging import page_by_key
from casework.acts.views import FamilyActView
from casework.families.models import Family
from casework.family_page.presenters import family_page
from casework.frozen.presenters import finished_record
from casework.passages.queries import people_ever
from supervision.group_supervisions import checks, presenters, queries
from supervision.group_supervisions.models import GroupSupervision
from supervision.group_supervisions.states import SupervisionState
from supervision.packs.presenters import pack_status
from workbook.episodes.models import WorkbookEpisode
from workbook.episodes.states import TO_BE_CLOSED

NEWEST_FIRST = ("-episode__begun_at", "-pk")


def episode_of(family: Family, pk: int) -> WorkbookEpisode:
    """The episode `pk` of this family; Http404 where it has none such."""
    return get_object_or_404(family.workbookepisode_set.select_related("workbook"), pk=pk)


def supervision_of(family: Family, pk: int) -> GroupSupervision:
    """The supervision `pk` of this family, with what its pages read; Http404 where it has none such."""
    return get_object_or_404(queries.supervisions_of(family), pk=pk)


def conflict_page(request: SignedInRequest, sentence: str, family: Family) -> HttpResponse:
    """The page that says that things have moved on."""
    url = reverse("family-supervisions", args=[family.pk])
    context = {"sentence": sentence, "url": url, "link": "See the family's supervisions"}
    return render(request, "409.html", context, status=409)


class EpisodeActView(FamilyActView):
    """An act on an episode around its supervision; it leads to the list of the family's supervisions."""

    section = leads_to = "family-supervisions"

    def find(self, episode_id: int) -> None:
        self.row = episode_of(self.family, episode_id)


class SupervisionActView(FamilyActView):
    """An act on one supervision, while it still changes; it leads to the supervision's page."""

    section = "family-supervisions"

    def find(self, supervision_id: int) -> None:
        self.row = supervision_of(self.family, supervision_id)

    def closed(self) -> HttpResponse | None:
        over = checks.why_over(self.row)
        return conflict_page(self.request, over, self.family) if over else None

    def next_url(self, result: Any) -> str:
        return self.cancel_url()

    def cancel_url(self) -> str:
        return reverse("supervision", args=[self.family.pk, self.row.pk])


class RecordingView(SupervisionActView):
    """An act for those of the grade that records and signs off the family's supervisions."""

    right = Can.DECIDE

    def find(self, supervision_id: int) -> None:
        if not may_take(self.family.access, "sign_off_supervision"):
            raise PermissionDenied("Recording and signing off a supervision needs a higher grade.")
        super().find(supervision_id)


def family_supervisions(request: SignedInRequest, family_id: int) -> HttpResponse:
    family = open_family(request, family_id)
    page = page_by_key(queries.supervisions_of(family), NEWEST_FIRST, request.GET.dict())
    context = {
        "heading": "Supervision",
        "rows": [(supervision, pack_status(supervision)) for supervision in page.rows],
        "next": presenters.next_supervision(family, request.user),
        "previous_url": page.previous_url,
        "next_url": page.next_url,
    }
    template = "supervision/group_supervisions/family_supervisions.html"
    return render(request, template, family_page(family, "family-supervisions", **context))


def supervision(request: SignedInRequest, family_id: int, supervision_id: int) -> HttpResponse:
    family = open_family(request, family_id)
    supervision = supervision_of(family, supervision_id)
    finished = finished_record("supervision", supervision, request.user, family.access)
    if finished:
        context = presenters.signed_off_page(supervision, finished)
    else:
        context = presenters.supervision_page(supervision, family.access, people_ever(family))
    template = "supervision/group_supervisions/supervision.html"
    return render(request, template, family_page(family, "family-supervisions", **context))


def of_episode(request: SignedInRequest, family_id: int, episode_id: int) -> HttpResponse:
    """To the group's record of an episode: where it is written for those who write it, where it is read for all."""
    family = open_family(request, family_id)
    supervision = queries.supervision_of_episode(get_object_or_404(family.workbookepisode_set, pk=episode_id))
    if supervision is None:
        return redirect("family-supervisions", family.pk)
    page = "supervision-record" if checks.may_record(supervision, family.access) else "supervision"
    return redirect(page, family.pk, supervision.pk)


def next_step(request: SignedInRequest, family_id: int) -> HttpResponse:
    """To what the next supervision of the family waits for: closing the episode, its being held, its record."""
    family = open_family(request, family_id)
    episode = queries.episode_to_supervise(family)
    if episode is None:
        return redirect("workbook", family.pk)
    supervision = queries.supervision_of_episode(episode)
    if supervision is None or episode.state in TO_BE_CLOSED:
        may_close = family.access.can(Can.LEAD) and episode.state in TO_BE_CLOSED
        return redirect("episode-close", family.pk, episode.pk) if may_close else redirect("workbook", family.pk)
    if not checks.may_record(supervision, family.access):
        return redirect("supervision", family.pk, supervision.pk)
    page = "supervision-record" if supervision.state == SupervisionState.HELD else "supervision-hold"
    return redirect(page, family.pk, supervision.pk)
