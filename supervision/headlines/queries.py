"""Headlines that do not say what their sources say, those of workbooks and supervisions included."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from casework.families.headlines.queries import SLICE, Ids, Values, changes_in, headline_values
from casework.families.models import Headline
from casework.words import london_date
from supervision.group_supervisions.models import GroupSupervision
from supervision.group_supervisions.states import SupervisionState
from workbook.episodes.models import WorkbookEpisode
from workbook.episodes.states import EpisodeState
from workbook.workbooks.states import WorkbookState


def differences(today: date) -> Iterator[tuple[int, Values]]:
    """The family's id and the values that its headline should have on `today`, where it has others."""
    for ids in slices():
        found = [pk for pk, _ in changes_in(ids, all_values(ids, today))]
        # Looked at again: what somebody saved between the two readings differs only once.
        yield from changes_in(found, all_values(found, today))


def slices() -> Iterator[list[int]]:
    """The ids of all families, some hundreds at a time."""
    last = 0
    while ids := list(Headline.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:SLICE]):
        yield ids
        last = ids[-1]


def all_values(families: Ids, today: date) -> dict[int, Values]:
    """By id of the family all columns of its headline, as their sources say them."""
    ratings, planned, rest = _ratings(families), _next_supervisions(families), headline_values(families, today)
    return {pk: rest[pk] | ratings[pk] | {"next_supervision": planned.get(pk)} for pk in rest}


def _ratings(families: Ids) -> dict[int, Values]:
    """Of the supervisions signed off: the latest rating, the one before, and since when it is another."""
    signed = GroupSupervision.objects.filter(family__in=families, state=SupervisionState.SIGNED_OFF)
    found: dict[int, Values] = defaultdict(lambda: {"overall_rag": "", "previous_rag": "", "rag_since": None})
    for supervision in signed.order_by("signed_off_at", "pk"):
        values = found[supervision.family_id]
        if supervision.held_at and supervision.overall_rag != values["overall_rag"]:
            values["rag_since"] = london_date(supervision.held_at)
        values["previous_rag"], values["overall_rag"] = values["overall_rag"], supervision.overall_rag
    return found


def _next_supervisions(families: Ids) -> dict:
    """By family with an open Workbook when the supervision of its latest episode is planned, or was."""
    episodes = WorkbookEpisode.objects.filter(family__in=families, workbook__state=WorkbookState.OPEN)
    rows = episodes.exclude(state=EpisodeState.BEGUN).order_by("number")
    return dict(rows.values_list("family", "supervision_planned_for"))
