"""How the work with the family stands: in brief, this period, the last supervision, and what is due."""

from typing import NamedTuple

from django.db.models import OuterRef, Subquery
from django.urls import resolve, reverse

from casework import practice
from casework.access import Can
from casework.intake.reading import may_decide
from casework.passages.reading import shown
from casework.summaries.states import CaseSummaryState
from casework.words import say_date
from supervision.groups.states import SupervisionState
from workbook.books.openers import may_record
from workbook.books.states import WorkbookState
from workbook.episodes.states import EpisodeState
from workbook.summaries.models import InterventionSummary
from workbook.summaries.states import SummaryState

# Acts to which a due date leads, by the names of their pages: of those who decide; of those who record, with the page
# on which the others read of it.
DECISIONS = {"referral-decide", "early-help-decided"}
WORKBOOK = "workbook-decide"
RECORDS = {"note-plan": "notes", "child-not-seen": "people"}
IN_BRIEF = ("working_well", "worried_about", "plan")


class Brief(NamedTuple):
    """Of one child, as at the completion of the latest case summary."""

    child: object
    as_at: object
    passages: list


class Due(NamedTuple):
    """A line for `components/due_line.html`; `family` there is what stands beside the link: here, whose duty it is."""

    what: str
    url: str
    family: str
    when: object
    why: str
    overdue: bool


def in_brief(family, people):
    """Working well, worried about and plan, from each child's latest completed case summary."""
    sections = [section for section in practice.current().case_summary_sections if section.key in IN_BRIEF]
    latest = (
        family.casesummary_set.filter(state=CaseSummaryState.COMPLETED)
        .order_by("child_id", "-number")
        .distinct("child_id")
        .prefetch_related("passages")
    )
    by_child = {summary.child_id: summary for summary in latest}
    children = [person for person in people if person.is_child]
    return [_brief(child, by_child.get(child.pk), sections, people) for child in children]


def _brief(child, summary, sections, people):
    if summary is None:
        return Brief(child, None, [])
    wanted = [passage for passage in summary.passages.all() if passage.section in IN_BRIEF]
    return Brief(child, summary.completed_at, shown(wanted, sections, people))


def this_period(family):
    """The episode that is to be supervised next, or None; with it each worker's summary and their last rating."""
    running = family.workbookepisode_set.exclude(state__in=[EpisodeState.SUPERVISED, EpisodeState.ENDED])
    return running.filter(workbook__state=WorkbookState.OPEN).order_by("number").first()


def summaries(episode):
    """Each whole summary of the episode, with its parts; `last_rag` is that before, in whichever Workbook."""
    if episode is None:
        return []
    before = InterventionSummary.objects.wholes().filter(
        allocation=OuterRef("allocation"), episode__begun_at__lt=episode.begun_at, state=SummaryState.FINALISED
    )
    last = Subquery(before.order_by("-episode__begun_at").values("rag")[:1])
    whole = episode.summaries.wholes().prefetch_related("parts__worker")
    return whole.select_related("worker", "allocation").annotate(last_rag=last)


def last_supervision(family):
    """The latest that was signed off, or None."""
    signed_off = family.groupsupervision_set.filter(state=SupervisionState.SIGNED_OFF)
    return signed_off.select_related("signed_off_by").order_by("-held_at").first()


def open_actions(family):
    return family.agreedaction_set.still_open().select_related("owner_user", "owner_person", "child")


def due(family, now, user):
    """What is due, soonest first, each with its owner, and with the page to which `user` goes for it."""
    rows = family.due_dates.running().select_related("owner", "team")
    return [
        Due(
            row.what,
            _page_for(row, family, user),
            str(row.owner or row.team),
            row.due,
            _why(row),
            row.due_at < now,
        )
        for row in rows
    ]


def _page_for(due, family, user):
    """Where `user` goes for it: to the act, or to what they may read of it where the act is not theirs."""
    url = due.url_for(user)
    page = resolve(url).url_name
    if page == WORKBOOK:
        return url if may_record(family.access) else reverse("workbook", args=[family.pk])
    mine = may_decide(family) if page in DECISIONS else page not in RECORDS or family.access.can(Can.RECORD)
    return url if mine else reverse(RECORDS.get(page, "people"), args=[family.pk])


def _why(due):
    """The rule, what started it and what meets it."""
    return f"{due.because}: {say_date(due.started_at)}; met by {due.met_by}"
