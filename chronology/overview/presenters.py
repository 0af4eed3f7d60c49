"""The family's overview: who is in the family and works with it, and how the work stands."""

from typing import NamedTuple

from django.urls import resolve, reverse

from casework import practice
from casework.access import Can
from casework.case_summaries.states import CaseSummaryState
from casework.passages.presenters import passage_texts
from casework.people.contact_details.queries import telephones_of
from casework.people.key_contacts.presenters import key_contacts_of
from casework.plans.status.presenters import status_by_child
from casework.referrals.queries import may_decide
from casework.relationships.models import kind_with_article
from casework.words import say_age, say_date
from chronology.overview.queries import last_seen
from workbook.workbooks.queries import may_record_decision

# Acts to which a due date leads, by the names of their pages: of those who decide; of those who record, with the page
# on which the others read of it.
DECISIONS = {"referral-decide", "early-help-decided"}
WORKBOOK = "workbook-decide"
RECORDS: dict[str | None, str] = {"note-plan": "notes", "child-not-seen": "people"}
IN_BRIEF = ("working_well", "worried_about", "plan")


class OverviewMember(NamedTuple):
    """`related` are phrases such as 'mother of Mia and Ben'."""

    person: object
    age: str
    where: str
    related: list
    last_seen: object = None
    last_alone: object = None
    telephones: tuple = ()
    # Of a child: what they are subject to, and the next conference.
    standing: object = None


def members_of(family, today):
    """The people who belong to the family now: children and adults, in six queries together."""
    related, seen, telephones = _related(family), last_seen(family), telephones_of(family, today)
    people = [_member(member, related, seen, telephones, today) for member in family.members_now()]
    children, adults = [m for m in people if m.person.is_child], [m for m in people if not m.person.is_child]
    standing = status_by_child(family, [child.person for child in children], today)
    return [child._replace(standing=of) for child, of in zip(children, standing, strict=True)], adults


def _member(member, related, seen, telephones, today):
    person = member.person
    where = "In the household" if member.in_household else "Lives elsewhere"
    if person.unborn or person.died:
        where = ""
    last_seen, last_alone = seen.get(person.one_id, (None, None))
    numbers = telephones.get(person.one_id, ())
    return OverviewMember(
        person, say_age(person, today), where, related.get(person.one_id, []), last_seen, last_alone, numbers
    )  # fmt: skip


def _related(family):
    """By the person's `one_id`: what they are of whom, the others gathered under one kind."""
    others = {}
    for row in family.relationships_now():
        others.setdefault(row.person.one_id, {}).setdefault(row.kind, {})[row.other.one_id] = str(row.other)
    return {
        person: [f"{kind_with_article(kind)} of {_listed([*names.values()])}" for kind, names in kinds.items()]
        for person, kinds in others.items()
    }


def _listed(names):
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def workers_and_professionals(family, today):
    """The allocations that hold now, the lead first, and the professionals around the children (A9.20)."""
    return {
        "workers": family.allocation_set.on(today).with_lead(today).select_related("worker"),
        "professionals": key_contacts_of(family, today),
    }


class CaseSummaryBrief(NamedTuple):
    """Of one child, as at the completion of the latest case summary."""

    child: object
    as_at: object
    passages: list


class FamilyDueLine(NamedTuple):
    """A line for `components/due_line.html`; `family` there is what stands beside the link: here, whose duty it is."""

    what: str
    url: str
    family: str
    when: object
    why: str
    overdue: bool


def case_summary_briefs(family, people):
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
        return CaseSummaryBrief(child, None, [])
    wanted = [passage for passage in summary.passages.all() if passage.section in IN_BRIEF]
    return CaseSummaryBrief(child, summary.completed_at, passage_texts(wanted, sections, people))


def due_lines(family, now, user):
    """What is due, soonest first, each with its owner, and with the page to which `user` goes for it."""
    rows = family.due_dates.running().select_related("owner", "team")
    return [
        FamilyDueLine(
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
        return url if may_record_decision(family.access) else reverse("workbook", args=[family.pk])
    mine = may_decide(family) if page in DECISIONS else page not in RECORDS or family.access.can(Can.RECORD)
    return url if mine else reverse(RECORDS.get(page, "people"), args=[family.pk])


def _why(due):
    """The rule, what started it and what meets it."""
    return f"{due.because}: {say_date(due.started_at)}; met by {due.met_by}"
