"""The page of one supervision and the list of a family's supervisions, and what the views of all its acts share."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from casework.access import Can, may_take, open_family
from casework.family_page.presenters import family_page
from casework.passages.queries import people_ever
from supervision.group_supervisions import checks, presenters
from supervision.group_supervisions.presenters import heading_of, next_supervision, page_links
from supervision.group_supervisions.states import OVER, SupervisionState
from supervision.group_supervisions.summaries.presenters import supervision_summaries
from supervision.packs.presenters import pack_status
from workbook.episodes.models import WorkbookEpisode
from workbook.workbooks.queries import closure_reason_label

ON_A_PAGE = 25


def episode_of(family, pk) -> WorkbookEpisode:
    """The episode `pk` of this family; Http404 where it has none such."""
    return get_object_or_404(family.workbookepisode_set.select_related("workbook"), pk=pk)


def conflict_page(request, sentence, family):
    """The page that says that things have moved on."""
    url = reverse("family-supervisions", args=[family.pk])
    context = {"sentence": sentence, "url": url, "link": "See the family's supervisions"}
    return render(request, "409.html", context, status=409)


def family_supervisions(request, family_id):
    family = open_family(request, family_id)
    held = family.groupsupervision_set.select_related("episode__workbook").order_by("-episode__begun_at")
    held = held.prefetch_related("packs", "episode__summaries__worker")
    page = Paginator(held, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "heading": "Supervision",
        "rows": [(supervision, pack_status(supervision)) for supervision in page],
        "next": next_supervision(family),
        **page_links(page),
    }
    return render(
        request,
        "supervision/group_supervisions/family_supervisions.html",
        family_page(family, "family-supervisions", **context),
    )


def supervision_of(family, pk):
    """The supervision `pk` of this family, with what its pages read; Http404 where it has none such."""
    supervisions = family.groupsupervision_set.select_related("episode__workbook", "signed_off_by")
    return get_object_or_404(supervisions.prefetch_related("packs", "episode__summaries__worker"), pk=pk)


def supervision(request, family_id, supervision_id):
    family = open_family(request, family_id)
    supervision = supervision_of(family, supervision_id)
    access = family.access
    people = people_ever(family)
    context = {
        "heading": heading_of(supervision),
        "supervision": supervision,
        "cards": supervision_summaries(supervision, people),
        "moves": supervision.episode.moves.select_related("by"),
        "attendance": supervision.attendance.select_related("user"),
        "to_review": presenters.actions_to_review(supervision, may_report=access.can(Can.RECORD)),
        "thoughts": presenters.thoughts_of(supervision, people),
        "actions": presenters.actions_of(supervision, editable=False),
        **presenters.relationships_check(supervision),
        "closed_reason": closure_reason_label(supervision.closed_reason) if supervision.closed_reason else "",
        "filings": supervision.filings.select_related("child"),
        **_acts(supervision, access),
    }
    return render(
        request,
        "supervision/group_supervisions/supervision.html",
        family_page(family, "family-supervisions", **context),
    )


def of_episode(request, family_id, episode_id):
    """To the group's record of an episode: where it is written for those who write it, where it is read for all."""
    family = open_family(request, family_id)
    episode = get_object_or_404(family.workbookepisode_set, pk=episode_id)
    supervision = family.groupsupervision_set.filter(episode=episode).first()
    if supervision is None:
        return redirect("family-supervisions", family.pk)
    page = "supervision-record" if checks.may_record(supervision, family.access) else "supervision"
    return redirect(page, family.pk, supervision.pk)


def _acts(supervision, access):
    may_ask_again = access.can(Can.ARRANGE) and supervision.state not in OVER
    again = reverse("pack-again", args=[supervision.family_id, supervision.pk]) if may_ask_again else ""
    return {
        "buttons": presenters.buttons_of(supervision, access),
        "hindrances": presenters.hindrances_of(supervision, access),
        "pack": pack_status(supervision),
        "pack_again_url": again,
        "is_over": supervision.state in (SupervisionState.HELD, SupervisionState.SIGNED_OFF),
    }


def open_for_recording(request, family_id):
    """The family, for those of the grade that records and signs off its supervisions."""
    family = open_family(request, family_id, Can.DECIDE)
    if not may_take(family.access, "sign_off_supervision"):
        raise PermissionDenied("Recording and signing off a supervision needs a higher grade.")
    return family
