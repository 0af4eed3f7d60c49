"""What a child's page reads besides what other subjects tell of the child."""

from collections.abc import Iterable

from casework.actions.models import AgreedAction
from casework.case_summaries.models import CaseSummary
from casework.case_summaries.states import CaseSummaryState
from casework.families.models import Family
from casework.notes.models import NotePassage, Seen
from casework.notes.states import NoteState
from casework.people.models import Person
from supervision.group_supervisions.models import Filing
from workbook.programmes.models import ModulePassage
from workbook.programmes.modules.queries import modules_of_children

VOICE = "voice"


def own_words(family: Family, child: Person, most: int) -> list[NotePassage]:
    """What the child said and showed, in the notes of this family, the latest first."""
    passages = NotePassage.objects.filter(family=family, owner__family=family, section=VOICE)
    passages = passages.filter(about__overlap=child.all_ids, owner__took_place_at__isnull=False).exclude(text="")
    passages = passages.exclude(owner__state=NoteState.WITHDRAWN).select_related("owner__author")
    return list(passages.order_by("-owner__took_place_at", "-pk")[:most])


def seen_rows(family: Family, child: Person) -> list[Seen]:
    """When the child was seen, alone, and the bedroom: the latest of each, in at most three rows."""
    rows = Seen.objects.filter(family=family, note__family=family, child__in=child.all_ids, seen=True)
    rows = rows.exclude(note__state=NoteState.WITHDRAWN).select_related("note").order_by("-note__took_place_at", "-pk")
    latest = [rows.first(), rows.filter(alone=True).first(), rows.filter(bedroom=True).first()]
    return [row for row in latest if row]


def actions_of(family: Family, child: Person) -> Iterable[AgreedAction]:
    """What is agreed for the child or for the whole family, and is open."""
    rows = family.agreedaction_set.still_open().in_full()
    return [row for row in rows if row.child_id is None or row.child_id in child.all_ids]


def latest_case_summary(family: Family, child: Person) -> CaseSummary | None:
    completed = family.casesummary_set.filter(state=CaseSummaryState.COMPLETED, child__in=child.all_ids)
    return completed.prefetch_related("passages").order_by("-number").first()


def supervisions_filed(family: Family, child: Person, most: int) -> list[Filing]:
    """Those filed on the child, the latest first; not those that were left out of the child's file (C2)."""
    rows = Filing.objects.filter(family=family, child__in=child.all_ids, left_out_because="")
    return list(rows.select_related("supervision").order_by("-supervision__held_at")[:most])


def direct_work(family: Family, child: Person) -> list[ModulePassage]:
    """What was written of the direct work with the child, in the order of its headings.

    Not what is kept apart: that is read in its own programme alone (A5.6).
    """
    modules = [module.key for module in modules_of_children()]
    passages = ModulePassage.objects.filter(
        family=family,
        owner__family=family,
        owner__module__in=modules,
        owner__child__in=child.all_ids,
        owner__kept_apart_because="",
    ).exclude(text="")
    return list(passages.select_related("owner").order_by("owner", "pk"))
