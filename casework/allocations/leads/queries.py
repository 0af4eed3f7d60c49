"""What runs for the children of a family, who may lead the work while it runs, and who oversees the lead (A11.1)."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet

from casework import practice
from casework.access.models import ConflictOfInterest, Restriction, RestrictionReader
from casework.access.queries import not_shut_out
from casework.allocations.models import Allocation
from casework.allocations.queries import leads_from, leads_on, teams_that_may_work
from casework.duedates.models import DueDate
from casework.families.models import Family
from casework.plans.models import Assessment, AssessmentKind, FactQuerySet, LegalEpisode, LegalKind, Plan, PlanKind
from casework.practice.schema import LeadRule
from casework.trail.rows import fingerprint
from casework.users.models import Post, TeamMembership, User
from casework.users.roles import Role

NO_PLAN = "no_plan"
# The key of `lead` in the practice file for each kind of what runs; the first of several says who leads.
KINDS: dict[str, str] = {
    LegalKind.PRE_PROCEEDINGS: "court",
    LegalKind.CARE_PROCEEDINGS: "court",
    LegalKind.CARE: "child_we_care_for",
    PlanKind.CHILD_WE_CARE_FOR: "child_we_care_for",
    PlanKind.CHILD_PROTECTION: "child_protection",
    AssessmentKind.SECTION_47: "section_47",
    PlanKind.CHILD_IN_NEED: "child_in_need",
    PlanKind.EARLY_HELP: "early_help",
}
NEEDS = {
    "court": "Pre-proceedings or care proceedings need",
    "child_we_care_for": "The care of the child needs",
    "child_protection": "The child protection plan needs",
    "section_47": "The section 47 enquiry needs",
    "child_in_need": "The child in need plan needs",
    "early_help": "The early help plan needs",
    NO_PLAN: "This family needs",
}


class LeadAsked(NamedTuple):
    """What a page asks of a lead who is named on it, of one of the roles `may_lead`.

    `overseers` may oversee the work, `co_workers` may stay beside the lead; None where nobody is asked for.
    """

    may_lead: tuple[str, ...] = ()
    agreement: bool = False
    overseers: QuerySet[User] | None = None
    agency: bool = False
    co_workers: QuerySet[User] | None = None


def kind_running(family: Family, day: date) -> str:
    """The key of `lead` in the practice file that says who leads on `day`: of what runs for the children the first."""
    running = set(_running(family, day))
    return next((key for kind, key in KINDS.items() if kind in running), NO_PLAN)


def _running(family: Family, day: date) -> QuerySet:
    """The kinds that run for children who live, in one query."""
    on_day = Q(from_date__lte=day) & (Q(until_date=None) | Q(until_date__gt=day))
    plans = _kinds(Plan.objects.filter(on_day, family=family))
    legal = _kinds(LegalEpisode.objects.filter(on_day, family=family))
    return plans.union(legal, _kinds(Assessment.objects.filter(started_on__lte=day, ended_on=None, family=family)))


def _kinds(facts: FactQuerySet) -> QuerySet:
    return facts.not_withdrawn().filter(child__died=None).order_by().values_list("kind", flat=True)


def rule_for(family: Family, day: date) -> LeadRule:
    """Who may lead the work with the family on `day`, as the practice file says."""
    return practice.current().lead.rule(kind_running(family, day))


def is_qualified(role: str) -> bool:
    """Whether somebody of this role counts as qualified in social work."""
    return role in practice.current().lead.qualified


def holds_the_case(role: str) -> bool:
    """Whether the practice has somebody stay beside a lead of this role."""
    holder = practice.current().case_holder
    return holder.co_worker is not None and role == holder.child_protection


def lead_needed(family: Family, day: date) -> str:
    """'The early help plan needs a lead who is a social worker or an education worker.'"""
    return _needed(kind_running(family, day))


def _needed(kind: str) -> str:
    return f"{NEEDS[kind]} a lead who is {roles_in_words(practice.current().lead.rule(kind).may_lead)}."


def roles_in_words(roles: Iterable[str]) -> str:
    """'a social worker, an education worker or a family help lead practitioner'"""
    *others, last = [_with_article(Role(role).label.lower()) for role in roles]
    return f"{', '.join(others)} or {last}" if others else last


def _with_article(words: str) -> str:
    return f"{'an' if words[0] in 'aeiou' else 'a'} {words}"


def last_lead(family: Family, day: date) -> Any:
    """Whoever leads from `day` on for longest, as `with_standing`: the lead of that day, or the one named to follow."""
    parts = family.allocation_set.filter(Q(lead_until=None) | Q(lead_until__gte=day), lead_from__isnull=False)
    return with_standing(parts, day).select_related("worker", "overseer").order_by("-lead_from").first()


def with_standing(parts: QuerySet[Allocation], day: date) -> QuerySet[Any]:
    """Each knows whether its worker (`is_here`) still works in its role, and its overseer (`is_overseen`) still may
    oversee: works here, is qualified, and the family is not shut to them.
    """
    qualified = practice.current().lead.qualified
    active = Q(user__is_active=True)
    as_member = TeamMembership.objects.on(day).filter(active, user=OuterRef("overseer"), role__in=qualified)
    by_post = Post.objects.on(day).filter(active, user=OuterRef("overseer"), role__in=qualified)
    here = TeamMembership.objects.on(day).filter(active, user=OuterRef("worker"), role=OuterRef("role"))
    shut = Restriction.objects.on(day).filter(family=OuterRef("family"))
    listed = RestrictionReader.objects.on(day).filter(family=OuterRef("family"), user=OuterRef("overseer"))
    conflict = ConflictOfInterest.objects.on(day).filter(family=OuterRef("family"), user=OuterRef("overseer"))
    overseen = (Exists(as_member) | Exists(by_post)) & (~Exists(shut) | Exists(listed)) & ~Exists(conflict)
    return parts.annotate(
        is_here=ExpressionWrapper(Q(Exists(here)), BooleanField()),
        is_overseen=ExpressionWrapper(Q(overseen), BooleanField()),
    )


def overseer_of(part: Any, day: date) -> User | None:
    """Who oversees the lead, of `with_standing`; None where nobody does, or who did may not any more."""
    over = part.overseen_until is not None and part.overseen_until < day
    return None if over or not part.is_overseen else part.overseer


def overseer_is_gone(part: Any, day: date) -> bool:
    """Whether somebody is on record as overseer, for today or on, who may not oversee any more; of `with_standing`."""
    over = part.overseen_until is not None and part.overseen_until < day
    return part.overseer_id is not None and not over and not part.is_overseen


def needs_overseer(part: Any, day: date) -> bool:
    """Whether an overseer is to be named: the practice demands one of this lead and there is none, or they are gone."""
    demanded = not is_qualified(part.role) and rule_for(part.family, day).overseer
    return overseer_is_gone(part, day) or (demanded and overseer_of(part, day) is None)


def co_worker_gone(family: Family, day: date) -> Any:
    """The part of a co-worker who has left, while the lead holds the case and nobody came in their place; or None.

    They do not work in that role any more, or their whole part has ended. Who only ceased to be the co-worker was let
    go by a manager.
    """
    return _co_workers_gone(family.allocation_set.all(), day).first()


def _co_workers_gone(parts: QuerySet[Allocation], day: date) -> QuerySet[Any]:
    other = Allocation.objects.filter(family=OuterRef("family")).exclude(pk=OuterRef("pk"))
    holder = practice.current().case_holder
    held = Exists(other.leading(day).filter(role=holder.child_protection))
    followed = other.filter(Q(co_works_until=None) | Q(co_works_until__gt=OuterRef("co_works_until")))
    ended = Q(co_works_until=F("until_date"), co_works_until__lt=day) & ~Exists(
        followed.filter(co_works_from__isnull=False)
    )
    gone = with_standing(parts.filter(co_works_from__lte=day), day).filter(
        Q(co_works_until=None, is_here=False) | ended, held
    )
    return gone.order_by("-co_works_from", "-pk") if holder.co_worker else gone.none()


def supports_to_notice(today: date) -> list[Allocation]:
    """The parts of which nobody was told yet that the lead, the overseer or the co-worker has left (A11.1)."""
    due = DueDate.objects.filter(subject_id=OuterRef("pk"))
    running = due.running()
    leading = with_standing(Allocation.objects.leading(today), today)
    lead_named = DueDate.objects.running().filter(family=OuterRef("family"), timescale="lead_named")
    unseen = Q(is_overseen=False, overseer__isnull=False) & (Q(overseen_until=None) | Q(overseen_until__gte=today))
    without = leading.filter(
        Q(Q(is_here=False), ~Exists(lead_named)) | Q(unseen, ~Exists(running.filter(timescale="overseer_named")))
    )
    gone = _co_workers_gone(Allocation.objects.all(), today).filter(~Exists(due.filter(timescale="co_worker_named")))
    return [*without, *gone]


def led_between(user: User, from_date: date, until_date: date) -> QuerySet[Allocation]:
    """The parts by which `user` leads on some day between these two, both included."""
    lasting = Q(lead_until=None) | Q(lead_until__gte=from_date)
    return Allocation.objects.filter(lasting, worker=user, lead_from__lte=until_date).select_related("family")


def may_go_on_leading(family: Family, day: date) -> bool:
    """Whether the lead, or the one named to follow, may lead what runs on `day`."""
    return _may_lead(last_lead(family, day), kind_running(family, day))


def _may_lead(lead: Any, kind: str) -> bool:
    return lead is not None and lead.is_here and lead.role in practice.current().lead.rule(kind).may_lead


def lead_to_be_named(family: Family, day: date) -> bool:
    """Whether a lead is to be named: something runs that nobody named may lead, or the one who leads has left."""
    kind, lead = kind_running(family, day), last_lead(family, day)
    return not _may_lead(lead, kind) and (kind != NO_PLAN or _is_gone(lead))


def _is_gone(lead: Any) -> bool:
    return lead is not None and not lead.is_here


def plan_without_its_lead(family: Family, day: date) -> str:
    """Which lead is needed, as a sentence, where a plan runs that nobody named may lead; '' where none does."""
    kind, lead = kind_running(family, day), last_lead(family, day)
    if _is_gone(lead):
        return f"{lead.worker} does not work here as {lead.get_role_display().lower()} any more. {_needed(kind)}"
    return "" if kind == NO_PLAN or _may_lead(lead, kind) else _needed(kind)


def overseer_missing(family: Family, day: date) -> str:
    """That somebody is to oversee the lead and why, as a sentence; '' where nobody is missing."""
    lead = last_lead(family, day)
    if lead is None or not needs_overseer(lead, day):
        return ""
    if overseer_is_gone(lead, day):
        return f"{lead.overseer} cannot oversee the work of {lead.worker} any more."
    return f"{lead.worker} leads without a social work qualification, and nobody oversees the work."


def co_works_on(allocation: Allocation, day: date) -> bool:
    """Whether this one works beside the lead on `day`, without a query."""
    since, until = allocation.co_works_from, allocation.co_works_until
    return since is not None and since <= day and (until is None or until >= day)


def co_worker_of(family: Family, day: date) -> Allocation | None:
    """Who works beside the lead on `day`, or None."""
    return family.allocation_set.working_beside_the_lead(day).select_related("worker").first()


def overseers_for(family: Family, by: User, day: date) -> QuerySet[User]:
    """Those qualified whom `by` may name to oversee a lead: of the family's team, of theirs, or for the authority."""
    qualified = practice.current().lead.qualified
    of_teams = TeamMembership.objects.on(day).filter(team__in=teams_that_may_work(family, by, day), role__in=qualified)
    by_post = Post.objects.on(day).filter(role__in=qualified)
    found = User.objects.filter(Q(pk__in=of_teams.values("user")) | Q(pk__in=by_post.values("user")), is_active=True)
    return found.filter(not_shut_out(family, day)).order_by("name", "pk")


def can_oversee(user: User, family: Family, day: date) -> bool:
    """Whether somebody works here with a qualification in social work, and the family is not shut to them."""
    qualified = practice.current().lead.qualified
    roles = (TeamMembership.objects.on(day), Post.objects.on(day))
    held = any(rows.filter(user=user, role__in=qualified).exists() for rows in roles)
    open_to = User.objects.filter(not_shut_out(family, day), pk=user.pk)
    return user.is_active and held and open_to.exists()


def possible_co_workers(family: Family, day: date) -> QuerySet[User]:
    """Those allocated in the role that stays beside a lead for child protection; nobody where there is none."""
    role = practice.current().case_holder.co_worker
    parts = family.allocation_set.on(day).filter(role=role, until_date=None) if role else Allocation.objects.none()
    return User.objects.filter(pk__in=parts.values("worker"), is_active=True).order_by("name", "pk")


def asked_of_lead(family: Family, by: User, day: date) -> LeadAsked:
    """What is asked of a lead who is named by `by` on `day`."""
    rule, co_workers = rule_for(family, day), possible_co_workers(family, day)
    lead = practice.current().lead
    return LeadAsked(
        may_lead=rule.may_lead,
        agreement=rule.agreement,
        overseers=overseers_for(family, by, day) if rule.overseer else None,
        agency=Role.OUTSIDE_LEAD in lead.of_any_kind(),
        co_workers=co_workers if co_workers.exists() else None,
    )


def fingerprint_of_leads(family: Family, day: date) -> str:
    """Of who leads on `day` and who is named to follow: what the page shows on which another is named."""
    return fingerprint(*((span.worker.pk, span.since, span.until) for span in leads_from(family, day)))


def fingerprint_of_support(allocation: Allocation, day: date) -> str:
    """Of who oversees this lead and who works beside them on `day`."""
    beside = co_worker_of(allocation.family, day)
    return fingerprint(
        allocation.pk, allocation.overseer_id, allocation.overseen_until, beside.worker_id if beside else None
    )


def supervised_after_their_lead(today: date) -> QuerySet[Allocation]:
    """The parts whose lead is over while the clock of the lead's supervision still runs."""
    dues = DueDate.objects.running().filter(timescale="lead_supervision", subject_id=OuterRef("pk"))
    return Allocation.objects.filter(Exists(dues), lead_until__lt=today)


def needs_supervision(allocation: Allocation, day: date) -> bool:
    """Whether the part leads, now or from a day to come, without a qualification."""
    to_come = allocation.lead_from is not None and allocation.lead_from > day
    return (to_come or leads_on(allocation, day)) and not is_qualified(allocation.role)
