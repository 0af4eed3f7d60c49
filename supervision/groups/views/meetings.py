"""The page of one supervision, from its preparation to its filing."""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from casework.access import Can, open_family
from casework.family_page.presenters import family_page
from casework.passages.reading import people_of
from casework.words import say_when
from supervision.groups import reading
from supervision.groups.cards import cards_of
from supervision.groups.states import OVER, SupervisionState
from supervision.packs.reading import line_of
from workbook.books.reasons import label_of


def supervision_of(family, pk):
    """The supervision `pk` of this family, with what its pages read; Http404 where it has none such."""
    supervisions = family.groupsupervision_set.select_related("episode__workbook", "signed_off_by")
    return get_object_or_404(supervisions.prefetch_related("packs", "episode__summaries__worker"), pk=pk)


def supervision(request, family_id, supervision_id):
    family = open_family(request, family_id)
    supervision = supervision_of(family, supervision_id)
    access = family.access
    people = people_of(family)
    context = {
        "heading": heading_of(supervision),
        "supervision": supervision,
        "cards": cards_of(supervision, people),
        "moves": supervision.episode.moves.select_related("by"),
        "attendance": supervision.attendance.select_related("user"),
        "to_review": reading.actions_to_review(supervision, may_report=access.can(Can.RECORD)),
        "thoughts": reading.thoughts_of(supervision, people),
        "actions": reading.actions_of(supervision, editable=False),
        **reading.relationships_check(supervision),
        "closed_reason": label_of(supervision.closed_reason) if supervision.closed_reason else "",
        "filings": supervision.filings.select_related("child"),
        **_acts(supervision, access),
    }
    return render(request, "supervision/groups/supervision.html", family_page(family, "family-supervisions", **context))


def of_episode(request, family_id, episode_id):
    """To the group's record of an episode: where it is written for those who write it, where it is read for all."""
    family = open_family(request, family_id)
    episode = get_object_or_404(family.workbookepisode_set, pk=episode_id)
    supervision = family.groupsupervision_set.filter(episode=episode).first()
    if supervision is None:
        return redirect("family-supervisions", family.pk)
    page = "supervision-record" if reading.may_record(supervision, family.access) else "supervision"
    return redirect(page, family.pk, supervision.pk)


def _acts(supervision, access):
    may_ask_again = access.can(Can.ARRANGE) and supervision.state not in OVER
    again = reverse("pack-again", args=[supervision.family_id, supervision.pk]) if may_ask_again else ""
    return {
        "buttons": reading.buttons_of(supervision, access),
        "hindrances": reading.hindrances_of(supervision, access),
        "pack": line_of(supervision),
        "pack_again_url": again,
        "is_over": supervision.state in (SupervisionState.HELD, SupervisionState.SIGNED_OFF),
    }


def heading_of(supervision):
    """'Group supervision of Tue 3 Nov 2026, 14:05'."""
    return f"Group supervision of {say_when(supervision.held_at or supervision.episode.supervision_planned_for)}"
