"""Which families somebody reaches with a right, as small sets of ids that are asked once for a request that reads.

The database then plans each list with the ids before it: by the teams through which one sees and a few further families
(allocated, covered, granted, in days of grace), or, for a post, without either; and without the few that are shut.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import NamedTuple

from django.db.models import (
    BigIntegerField,
    BooleanField,
    CharField,
    DateField,
    DateTimeField,
    Expression,
    F,
    Field,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Cast
from django.utils import timezone

from casework.access.grants.models import OPENING, FamilyGrant, GrantKind
from casework.access.models import ConflictOfInterest, Restriction, RestrictionReader
from casework.access.queries import covered, since
from casework.access.rights import GRACE, Can, grants_that, roles_that
from casework.allocations.models import Allocation
from casework.families.models import Family, FamilyTeam
from casework.prepared import Parameter, Prepared
from casework.trail.reading import asked_once
from casework.users.models import Post, TeamMembership, User
from casework.users.roles import GRADES, Role

# A set with more ids than this is not written into each question, but asked for inside it.
LONGEST_SET = 1000
FINDERS = (Role.BUSINESS_SUPPORT, *GRADES)

Ids = list[int] | QuerySet
YES, NO = Value(True), Value(False)
MEMBER, POST, ALLOCATED, FORMER_TEAM, NEW_TEAM, RESTRICTED = "member", "post", "allocated", "former", "new", "shut"
GRANTED, IN_CONFLICT = "granted", "conflict"


class Held(NamedTuple):
    """One row of what somebody holds on a day: what `kind` says, with `now` False where only days of grace remain."""

    kind: str
    team: int | None
    family: int | None
    role: str | None
    leads: bool
    now: bool


FIELDS: dict[str, Field] = {
    "team": BigIntegerField(), "family": BigIntegerField(), "role": CharField(), "leads": BooleanField(),
    "now": BooleanField(),
}  # fmt: skip


@cache
def _held_query() -> Prepared:
    """All that a user holds on a day, where what ended `since` then still counts for reading."""
    user = Parameter("user", output_field=BigIntegerField())
    today, earliest = (Parameter(name, output_field=DateField()) for name in ("today", "since"))
    now = Parameter("now", output_field=DateTimeField())
    mine = TeamMembership.objects.on(today).seeing_its_families().filter(user=user)
    teams = FamilyTeam.objects.filter(team__in=mine.values("team"))
    own, of_others = Allocation.objects.filter(worker=user), Allocation.objects.filter(covered(user, today))
    on_list = RestrictionReader.objects.on(today).filter(user=user).values("family")
    arms = (
        _arm(mine, MEMBER, team=F("team"), role=F("role")),
        _arm(Post.objects.on(today).filter(user=user), POST, role=F("role")),
        _arm(own.on(today).with_lead(today), ALLOCATED, family=F("family"), role=F("role"), leads=F("lead")),
        _arm(of_others.on(today).with_lead(today), ALLOCATED, family=F("family"), role=F("role"), leads=F("lead")),
        _arm(_former(own, earliest, today), ALLOCATED, family=F("family"), role=F("role"), now=NO),
        _few(_former(teams, earliest, today), FORMER_TEAM, now=NO),
        _few(teams.on(today).filter(family__headline__changes_on__lte=today), NEW_TEAM),
        _few(Restriction.objects.on(today).exclude(family__in=on_list), RESTRICTED, team=Value(None)),
        _arm(FamilyGrant.objects.counting(user, today, now), GRANTED, family=F("content_object"), role=F("kind")),
        _arm(ConflictOfInterest.objects.on(today).filter(user=user), IN_CONFLICT, family=F("family")),
    )
    first, *others = arms
    return Prepared(first.union(*others, all=True), "held_kind", *(f"held_{name}" for name in FIELDS))


def _former(rows: QuerySet, earliest: date | Parameter, today: date | Parameter) -> QuerySet:
    """Those that ended before `today`, and not before the day from which an end still counts for reading."""
    return rows.filter(from_date__lte=today, until_date__gte=earliest, until_date__lt=today)


def _few(rows: QuerySet, kind: str, **columns: Expression | F) -> QuerySet:
    """At most one more than a set holds, so that who asks knows where there are too many."""
    named: dict[str, Expression | F] = {"team": F("team"), "family": F("family")}
    return _arm(rows, kind, **named | columns)[: LONGEST_SET + 1]


def _arm(rows: QuerySet, kind: str, **columns: Expression | F) -> QuerySet:
    nothing = {"team": Value(None), "family": Value(None), "role": Value(None), "leads": NO, "now": YES}
    given = nothing | columns
    typed = {f"held_{name}": Cast(given[name], field) for name, field in FIELDS.items()}
    return rows.order_by().values(held_kind=Value(kind), **typed)


@dataclass(frozen=True)
class Holdings:
    """All that `user` holds on a day: `rows`, and whether there were too many of a kind to name them all."""

    user: User
    today: date
    rows: list[Held]

    def teams(self, roles: Iterable[str]) -> list[int]:
        """The ids of the teams in which the user holds one of `roles`, in order."""
        wanted = set(roles)
        return sorted({row.team for row in self.rows if row.kind == MEMBER and row.role in wanted and row.team})

    def has_post(self, roles: Iterable[str]) -> bool:
        """Whether the user holds one of `roles` for the whole authority."""
        wanted = set(roles)
        return any(row.kind == POST and row.role in wanted for row in self.rows)

    def has_role(self, roles: Iterable[str]) -> bool:
        """Whether the user holds one of `roles`, in a team or for the whole authority."""
        return self.has_post(roles) or bool(self.teams(roles))

    def shut(self, can: Can = Can.READ, grants: Iterable[str] = GrantKind) -> Ids:
        """The families that are shut to the user for `can`, where only these kinds of grant count.

        Those in which they have a conflict of interest, and those that are restricted, on whose list they are not, and
        that no grant opens to them for it.
        """
        conflicts, opened = self._ids(IN_CONFLICT), self.granted(can, {*OPENING} & {*grants})
        found = self._few_families(RESTRICTED)
        if found is not None:
            return sorted({*found} - {*opened} | {*conflicts})
        on_list = RestrictionReader.objects.on(self.today).filter(user=self.user).values("family")
        rows = Restriction.objects.on(self.today).exclude(family__in=on_list).exclude(family__in=opened)
        return Family.objects.filter(Q(pk__in=rows.values("family")) | Q(pk__in=conflicts)).order_by().values("pk")

    def granted(self, can: Can, among: Iterable[str] = GrantKind) -> list[int]:
        """The families that were granted to the user with that right, by one of these kinds of grant."""
        kinds = {*grants_that(can)} & {*among}
        return sorted({row.family for row in self.rows if row.kind == GRANTED and row.role in kinds and row.family})

    def _ids(self, kind: str) -> list[int]:
        return sorted({row.family for row in self.rows if row.kind == kind and row.family})

    def allocated(self, can: Can) -> list[int]:
        """The families in which the user, or somebody for whom they cover, is allocated with that right."""
        rows = [row for row in self.rows if row.kind == ALLOCATED and (row.now or can in GRACE)]
        if can is Can.LEAD:
            return sorted({row.family for row in rows if row.leads and row.family})
        return sorted({row.family for row in rows if row.role in roles_that(can) and row.family})

    def of_other_days(self, can: Can, teams: list[int]) -> Ids:
        """Of families whose headline names another team than that of the day those that one of `teams` sees."""
        found = [self._few_families(kind, teams) for kind in self._kinds(can)]
        if all(each is not None for each in found):
            return sorted({pk for each in found if each is not None for pk in each})
        lasting = Q(until_date=None) | Q(until_date__gte=since(can, self.today))
        rows = FamilyTeam.objects.filter(lasting, from_date__lte=self.today, team__in=teams)
        # All that ended, and all whose time has come: the rest is in the headlines.
        other = Q(until_date__lt=self.today) | Q(family__headline__changes_on__lte=self.today)
        return rows.filter(other).order_by().values("family")

    def _kinds(self, can: Can) -> tuple[str, ...]:
        return (NEW_TEAM, FORMER_TEAM) if can in GRACE else (NEW_TEAM,)

    def _few_families(self, kind: str, teams: list[int] | None = None) -> list[int] | None:
        """None where there are more than were asked for."""
        rows = [row for row in self.rows if row.kind == kind]
        if len(rows) > LONGEST_SET:
            return None
        return sorted({row.family for row in rows if row.family and (teams is None or row.team in teams)})


def holdings_of(user: User, today: date | None = None) -> Holdings:
    """All that `user` holds on `today` (by default the present day in London); nothing for who is not active."""
    today = today or timezone.localdate()
    if not user.is_active:
        return Holdings(user, today, [])
    return asked_once(("holdings", user.pk, today), lambda: _ask_holdings(user, today))


def _ask_holdings(user: User, today: date) -> Holdings:
    days: dict[str, date | datetime] = {"today": today, "since": since(Can.READ, today), "now": timezone.now()}
    rows = _held_query().rows(user=user.pk, **days)
    return Holdings(user, today, [Held(*row) for row in rows])


def reach(
    user: User, can: Can = Can.READ, *, today: date | None = None, family: str = "pk", grants: Iterable[str] = GrantKind
) -> Q:
    """The condition that `user` may do `can` with the family of a row on `today`, the present day or a later one.

    Of what was granted to them only these kinds count: without what an emergency opened where it is LASTING.

    `family` leads from the row to the family: 'pk' of a family itself, 'family' of a row about one. A row without a
    family does not fulfil it.
    """
    held = holdings_of(user, today)
    if not user.is_active:
        return Q(pk__in=[])
    if held.has_post(roles_that(can)):
        return Q(**{f"{family}__isnull": False}) & _not_in(family, held.shut(can, grants))
    teams = held.teams(roles_that(can))
    headline = "headline" if family == "pk" else f"{family}__headline"
    # All of it about the headline where teams are asked of it: PostgreSQL then enters one table by either.
    key = f"{headline}__pk" if teams else family
    seen = _in(key, sorted({*held.allocated(can), *held.granted(can, grants)})) | _in(
        key, held.of_other_days(can, teams)
    )
    if teams:
        stands = Q(**{f"{headline}__changes_on": None}) | Q(**{f"{headline}__changes_on__gt": held.today})
        seen |= Q(**{f"{headline}__team__in": teams}) & stands
    return seen & _not_in(key, held.shut(can, grants))


def unrestricted(user: User, *, today: date | None = None, family: str = "pk", grants: Iterable[str] = GrantKind) -> Q:
    """The condition that the family of a row is not shut to `user`; `family` as for `reach`.

    It is not restricted, or they are on its list or may read it in spite of that; and no conflict of interest is known.
    """
    return _not_in(family, holdings_of(user, today).shut(grants=grants))


def _in(family: str, ids: Ids) -> Q:
    return Q(**{f"{family}__in": ids})


def _not_in(family: str, shut: Ids) -> Q:
    """Never an empty Q, which an `|` would lose: with nothing shut it is fulfilled by every row."""
    return ~Q(**{f"{family}__in": shut})


def families_for(
    user: User, can: Can = Can.READ, *, today: date | None = None, grants: Iterable[str] = GrantKind
) -> QuerySet[Family]:
    """The families with which `user` may do `can` on `today`: the present day in London, or a later one."""
    return Family.objects.filter(reach(user, can, today=today, grants=grants))


def families_to_find(user: User, *, today: date | None = None, grants: Iterable[str] = GrantKind) -> QuerySet[Family]:
    """The families of which `user` may know that they are recorded here.

    For managers and business support every unrestricted one, for everybody else those that they may open.
    """
    return Family.objects.filter(reach_to_find(user, today=today, grants=grants))


def reach_to_find(user: User, *, today: date | None = None, family: str = "pk", grants: Iterable[str] = GrantKind) -> Q:
    """The condition that `user` may know that the family of a row is recorded here; `family` as for `reach`."""
    if holdings_of(user, today).has_role(FINDERS):
        return unrestricted(user, today=today, family=family, grants=grants)
    return reach(user, today=today, family=family, grants=grants)
