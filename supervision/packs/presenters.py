"""The status of a pack in words, as business support reads it."""

from datetime import datetime
from typing import NamedTuple

from django.urls import reverse

from casework.documents.queries import was_cut_off
from casework.documents.states import PrintState
from casework.words import say_when
from supervision.group_supervisions.models import GroupSupervision
from supervision.packs.models import Pack
from workbook.episodes.states import EpisodeState
from workbook.summaries.states import SummaryState

CUT_OFF = "cut off while it was being made; it is begun again within a minute"


class PackStatus(NamedTuple):
    """`sentence` is the status of the latest pack; `url` is where the latest one that was made can be fetched."""

    sentence: str
    url: str
    being_made: bool
    out_of_date: bool


def pack_status(supervision: GroupSupervision) -> PackStatus:
    """Ask with `packs` and `episode__summaries__worker` fetched before."""
    packs = list(supervision.packs.all())
    if not packs:
        return PackStatus("not asked for yet", "", being_made=False, out_of_date=False)
    latest = packs[0]
    made = next((pack for pack in packs if pack.state == PrintState.MADE), None)
    reason = why_out_of_date(supervision, latest) if latest.state == PrintState.MADE else ""
    return PackStatus(
        sentence=_sentence(latest, reason),
        url=reverse("pack-download", args=[supervision.family_id, made.pk]) if made else "",
        being_made=latest.state in (PrintState.WANTED, PrintState.BEING_MADE),
        out_of_date=bool(reason),
    )


def _sentence(pack: Pack, reason: str) -> str:
    if pack.state == PrintState.FAILED:
        return f"failed, because {pack.failed_because}"
    if was_cut_off(pack):
        return CUT_OFF
    if pack.state != PrintState.MADE:
        return pack.get_state_display()
    pages = "1 page" if pack.pages == 1 else f"{pack.pages} pages"
    ready = f"ready, {pages}, as at {say_when(as_at_of(pack))}"
    return f"{ready}; out of date: {reason}" if reason else ready


def as_at_of(pack: Pack) -> datetime:
    """The moment whose record a made pack shows."""
    assert pack.as_at is not None
    return pack.as_at


def why_out_of_date(supervision: GroupSupervision, pack: Pack) -> str:
    """Why a made pack shows less than the record has now, or ''; after the meeting it stays what the group read."""
    if pack.out_of_date_because:
        return pack.out_of_date_because
    if supervision.episode.state == EpisodeState.REOPENED:
        return "The episode was reopened."
    for summary in supervision.episode.summaries.all():
        if summary.state == SummaryState.OPEN and supervision.episode.state == EpisodeState.CLOSED:
            return f"{summary.worker} withdrew their summary."
        if summary.finalised_at and summary.finalised_at > as_at_of(pack):
            return f"{summary.worker} finalised their summary since."
    return ""
