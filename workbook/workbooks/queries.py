"""Workbooks, and on which referral one is decided on, by whom and until when (A1.6, A1.10, C3, C19)."""

from collections.abc import Iterable
from datetime import date
from typing import cast

from django.db.models import Prefetch, QuerySet

from casework import practice
from casework.access import Can, FamilyAccess, access_of, may_take
from casework.duedates.queries import running_clock
from casework.families.models import Family
from casework.people.models import Person
from casework.referrals import clocks
from casework.referrals.models import Referral
from casework.trail.rows import fingerprint
from casework.users.models import Post, User
from casework.users.queries import holders_of
from casework.users.roles import Role, grades_from
from workbook.episodes.models import EpisodeMember, WorkbookEpisode
from workbook.one_workbook.queries import memberships_now
from workbook.summaries.models import InterventionSummary
from workbook.workbooks.models import EmergedVulnerability, Workbook, WorkbookDecision
from workbook.workbooks.states import WorkbookState


def children_to_bring_in(family: Family, workbook: Workbook) -> list[Person]:
    """Children who came by another referral than the open Workbook's, and are not part of what runs in it."""
    # By whichever entry the child came, it is the one who belongs to the family that comes in.
    here = {person.one_id: person for person in family.people_now()}
    came = family.involvement_set.filter(closed_on=None, child__died=None).exclude(referral=workbook.referral_id)
    ids = dict.fromkeys(row.child.one_id for row in came.select_related("child"))
    children = [here[one] for one in ids if one in here]
    inside = {row.person.one_id for row in memberships_now(children).filter(family=family)}
    return [child for child in children if child.one_id not in inside]


def practice_lets_open(who: str) -> bool:
    """Whether the practice file names `who` among those who open a Workbook."""
    return who in practice.current().settings.workbook_opened_by


def may_decide(access: FamilyAccess) -> bool:
    """Whether somebody with this access decides on the family's Workbook: as the practice file says."""
    return (practice_lets_open("lead_worker") and access.can(Can.LEAD)) or may_take(access, "open_workbook")


def may_record_decision(access: FamilyAccess) -> bool:
    """Whether somebody with this access records the decision: their own, or a manager's."""
    return may_decide(access) or may_open_for_manager(access)


def may_open_for_manager(access: FamilyAccess) -> bool:
    """Whether somebody with this access opens what a manager decided, and only that."""
    return practice_lets_open("business_support") and Role.BUSINESS_SUPPORT in access.roles and not may_decide(access)


def deciders_of(family: Family, today: date) -> QuerySet[User]:
    """Those who may decide on this family's Workbook on `today`, by name; for whom somebody else may open it."""
    may = [user.pk for user in _candidates(family, today) if may_decide(access_of(user, family, today=today))]
    return User.objects.filter(pk__in=may).order_by("name", "pk")


def _candidates(family: Family, today: date) -> QuerySet[User]:
    """Some may not open the family, where it is restricted: `deciders_of` leaves them out."""
    grades = grades_from(practice.current().decisions.open_workbook)
    of_the_team = holders_of(grades, teams=family.familyteam_set.on(today).values("team"), today=today)
    by_post = Post.objects.on(today).filter(role__in=grades).values("user")
    leading = family.allocation_set.leading(today).values("worker")
    ids = of_the_team.values("pk").union(User.objects.filter(pk__in=by_post, is_active=True).values("pk"))
    ids = ids.union(User.objects.filter(pk__in=leading, is_active=True).values("pk"))
    return User.objects.filter(pk__in=ids)


def referral_with_open_case(family: Family) -> Referral | None:
    """The latest referral on which somebody's case is open, or None."""
    open_now = family.involvement_set.filter(closed_on=None).order_by()
    return family.referral_set.filter(pk__in=open_now.values("referral")).first()


def has_open_case(referral: Referral) -> bool:
    """Whether the case of a child is open on it; only then a Workbook is decided on (A1.6)."""
    return referral.involvements.filter(closed_on=None).exists()


def referral_to_decide_on(family: Family) -> Referral | None:
    """The referral on which a Workbook is decided; where no case is open any more the latest, or None."""
    return referral_with_open_case(family) or family.referral_set.first()


def is_to_be_decided(referral: Referral) -> bool:
    """Whether the decision is still to be taken: it was asked for and not answered since (A1.6, A1.10)."""
    return running_clock(clocks.WORKBOOK_DECISION, referral).exists() or bool(undecided_vulnerabilities(referral))


def undecided_vulnerabilities(referral: Referral) -> list[EmergedVulnerability]:
    """The vulnerabilities that emerged since the latest decision, the latest first (A1.10)."""
    emerged = referral.emerged_vulnerabilities.select_related("by")
    latest = referral.workbook_decisions.first()
    return list(emerged.filter(at__gt=latest.at) if latest else emerged)


def decisions_of(family: Family, *, opened: bool) -> QuerySet[WorkbookDecision]:
    """The decisions to open a Workbook, or those not to, latest first (A1.6, C3)."""
    decisions = WorkbookDecision.objects.filter(family=family, opened=opened)
    return decisions.select_related("by", "decided_by", "referral")


def open_workbook_of(family: Family) -> Workbook | None:
    """The family's open Workbook, or None."""
    return family.workbook_set.filter(state=WorkbookState.OPEN).first()


def preselected_index_child(children: Iterable[Person]) -> Person | None:
    """Of `children` the one whom practice would name (C1): youngest or eldest; one not yet born counts as youngest.

    None where that cannot be told, since a birth is not known, or not exactly: then the page asks.
    """
    living = [child for child in children if child.died is None]
    unborn = [child for child in living if child.unborn]
    born = [child for child in living if not child.unborn]
    if practice.current().settings.index_child == "eldest":
        return _first_born(born) if born else _first_expected(unborn)
    return _first_expected(unborn, last=True) or _last_born(born)


def _first_expected(unborn: list[Person], *, last: bool = False) -> Person | None:
    ordered = sorted(unborn, key=lambda child: cast("date", child.expected))
    return next(iter(ordered[::-1] if last else ordered), None)


def _first_born(children: list[Person]) -> Person | None:
    """Who was certainly born before all others, or on their day."""
    return next((one for one in children if all(_no_later(one, other) for other in children if other != one)), None)


def _last_born(children: list[Person]) -> Person | None:
    return next(
        (one for one in children[::-1] if all(_no_later(other, one) for other in children if other != one)), None
    )


def _no_later(one: Person, other: Person) -> bool:
    return one.birth is not None and other.birth is not None and one.birth.last <= other.birth.first


def workbooks_with_episodes(family: Family) -> QuerySet[Workbook]:
    """Every version, newest first (A1.18), with its episodes and their summaries, in three queries."""
    summaries = InterventionSummary.objects.select_related("worker", "allocation")
    episodes = WorkbookEpisode.objects.prefetch_related(Prefetch("summaries", summaries))
    workbooks = family.workbook_set.select_related("index_child", "opened_by", "closed_by", "referral")
    return workbooks.prefetch_related(Prefetch("episodes", episodes))


def vulnerabilities_of(family: Family) -> QuerySet[EmergedVulnerability]:
    """All that ever emerged, the latest first."""
    return family.emergedvulnerability_set.select_related("by")


def previous_decisions(referral: Referral) -> QuerySet[WorkbookDecision]:
    return referral.workbook_decisions.select_related("by", "decided_by", "referral")


def members_of(episode: WorkbookEpisode) -> QuerySet[EpisodeMember]:
    return episode.members.select_related("person")


def children_in(workbook: Workbook) -> QuerySet[Person]:
    """The living children with whom one works who are in its running episodes now."""
    rows = EpisodeMember.objects.children().filter(
        episode__workbook=workbook, episode__closed_at=None, until_date=None, person__died=None
    )
    return Person.objects.filter(pk__in=rows.order_by().values("person"))


def fingerprint_of_index_child(workbook: Workbook) -> str:
    return fingerprint(workbook.pk, workbook.index_child_id, workbook.state)
