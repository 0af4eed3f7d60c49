"""The family, the team that works with it, and who belongs to it from when until when."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Func, OuterRef, Q, QuerySet, Subquery

from casework.people.models import Person, by_birth
from casework.trail.models import Dated, Recorded, RecordedQuerySet
from casework.users.models import Team
from casework.words import isolated


class FamilyRole(models.TextChoices):
    """What a person is in one family; in another the same person may be something else."""

    CHILD = "child", "Child we work with"
    PARENT = "parent", "Parent or carer"
    OTHER_ADULT = "other_adult", "Other adult"
    OTHER_CHILD = "other_child", "Other child"


CHILDREN = frozenset({FamilyRole.CHILD, FamilyRole.OTHER_CHILD})
ADULTS = frozenset({FamilyRole.PARENT, FamilyRole.OTHER_ADULT})
OTHERS = frozenset({FamilyRole.OTHER_ADULT, FamilyRole.OTHER_CHILD})
# Lists name children first, and those with whom one works before the others.
RANKED = (FamilyRole.CHILD, FamilyRole.OTHER_CHILD, FamilyRole.PARENT, FamilyRole.OTHER_ADULT)
# As one function of the column: a condition for each role takes Django ten times as long to say.
RANK = Func(
    F("role"),
    template=f"array_position(ARRAY{[str(role) for role in RANKED]}, %(expressions)s::text)",
    output_field=models.IntegerField(),
)


class Family(Recorded):
    """All that is recorded belongs to a family; reached only through `casework.access`."""

    name = models.CharField(max_length=80)

    # What the signed-in user may do, set by `casework.access.open_family`, which this module may not import.
    access: Any

    class Meta:
        ordering = ["name", "pk"]
        verbose_name_plural = "families"

    def __str__(self) -> str:
        return isolated(self.name)

    @property
    def reference(self) -> str:
        """For where the name may not be: in mails and on paper."""
        return f"F{self.pk:05}"

    def team_now(self) -> Team:
        """The team that works with the family."""
        return self.familyteam_set.select_related("team").get(until_date=None).team

    def members_now(self) -> QuerySet["FamilyMember"]:
        """The memberships that have not ended, children first and by age; who was entered twice is there once."""
        return once_per_person(self.familymember_set.filter(until_date=None)).select_related("person")

    def in_role_now(self, *roles: str) -> list[Person]:
        """The persons who are one of these in the family now, by age."""
        return [member.person for member in self.members_now() if member.role in roles]

    def children_now(self) -> list[Person]:
        """The children with whom one works now, by age; other children are not among them."""
        return self.in_role_now(FamilyRole.CHILD)

    def children_ever(self) -> QuerySet[Person]:
        """Everybody who is or was a child with whom one works; whoever was entered twice is there twice."""
        return self.ever_in_role(FamilyRole.CHILD)

    def ever_in_role(self, *roles: str) -> QuerySet[Person]:
        return self.people_ever().filter(pk__in=self.familymember_set.in_role(*roles).order_by().values("person"))

    def roles(self) -> dict[int, str]:
        """What each person is in the family, or was last: a `FamilyRole` by the id of each of their entries."""
        return roles_by_person(self.familymember_set.select_related("person"))

    def relationships_now(self) -> QuerySet:
        """Those that have not ended, but for those with somebody who was expected and not born."""
        born = {"person__pregnancy_ended_on": None, "other__pregnancy_ended_on": None}
        return self.relationship_set.filter(until_date=None, **born).select_related("person", "other")

    def people_now(self) -> list[Person]:
        """The persons who belong to the family now, children first and by age."""
        return [member.person for member in self.members_now()]

    def people_ever(self) -> QuerySet[Person]:
        """Everybody who belongs or has belonged to the family, children first; entered twice is there twice."""
        people = Person.objects.filter(pk__in=self.familymember_set.order_by().values("person"))
        return people.order_by(self.rank_of_person(), by_birth(), "name")

    def rank_of_person(self) -> Subquery:
        """Where a person stands in lists of this family: by what they are in it, or were last."""
        rows = self.familymember_set.filter(person=OuterRef("pk"))
        return Subquery(rows.order_by(F("until_date").desc(nulls_first=True), "-pk").values(rank=RANK)[:1])


class FamilyRecord(Recorded):
    """A row about a family: it carries the family itself, for access, viewings and history."""

    family = models.ForeignKey(Family, models.PROTECT)

    class Meta:
        abstract = True


class InRoleQuerySet(RecordedQuerySet):
    def in_role(self, *roles: str) -> Self:
        return self.filter(role__in=roles)

    def children(self) -> Self:
        """The children with whom one works."""
        return self.in_role(FamilyRole.CHILD)

    def adults(self) -> Self:
        """Parents or carers, and other adults."""
        return self.in_role(*ADULTS)


class InRole(FamilyRecord):
    """A row that says what a person is in a family."""

    role = models.CharField(max_length=20, choices=FamilyRole)
    get_role_display: Any

    objects = models.Manager.from_queryset(InRoleQuerySet)()

    class Meta(FamilyRecord.Meta):
        abstract = True


class FamilyTeam(Dated, FamilyRecord):
    """Which team works with the family; one at a time."""

    team = models.ForeignKey(Team, models.PROTECT, related_name="family_teams")

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["family"], condition=Q(until_date=None), name="one_team_at_a_time"),
        ]
        # Those that ended lately: their team reads for days of grace.
        indexes = [
            models.Index(fields=["until_date"], condition=Q(until_date__isnull=False), name="family_teams_that_ended")
        ]


class MembershipManager(models.Manager.from_queryset(InRoleQuerySet)):
    """Without the memberships that never were: only the history shows them."""

    def get_queryset(self) -> InRoleQuerySet:
        return super().get_queryset().filter(recorded_wrongly=False)


class FamilyMember(InRole):
    """One person in one family, in one role; `from_date` None means from before the record began."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    in_household = models.BooleanField(default=True)
    from_date = models.DateField(null=True, blank=True)
    until_date = models.DateField(null=True, blank=True)
    # Why it began (moved in, came back) and why it ended, if that is recorded.
    because = models.CharField(max_length=300, blank=True)
    ended_because = models.CharField(max_length=300, blank=True)
    # Why the role is another one than before: it was entered wrongly, or changed with this membership.
    role_because = models.CharField(max_length=300, blank=True)
    # It never was: what was recorded as a change of role went on from the membership before it.
    recorded_wrongly = models.BooleanField(default=False)

    objects = MembershipManager()

    class Meta:
        ordering = [RANK, by_birth("person__"), "person__name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(from_date=None) | Q(until_date=None) | Q(until_date__gte=models.F("from_date")),
                name="a_membership_ends_after_it_began",
            ),
            models.UniqueConstraint(
                fields=["family", "person"], condition=Q(until_date=None), name="a_member_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(recorded_wrongly=False) | Q(until_date__isnull=False), name="what_never_was_has_ended"
            ),
        ]


def roles_by_person(members: Iterable[FamilyMember]) -> dict[int, str]:
    """As `Family.roles`, of its memberships, each with its person."""
    rows = sorted(members, key=lambda row: (row.until_date is None, row.until_date or date.min, row.pk))
    of_main_entries = {row.person.merged_into_id: row.role for row in rows if row.person.merged_into_id}
    return of_main_entries | {row.person_id: row.role for row in rows}


@cache
def _is_here_as_another() -> models.Exists:
    here = FamilyMember.objects.filter(family=OuterRef("family"), until_date=None)
    return models.Exists(here.filter(person=OuterRef("person__merged_into")))


def once_per_person(members: QuerySet[FamilyMember]) -> QuerySet[FamilyMember]:
    """Of these memberships that have not ended those whose person is not in the family as another entry too."""
    return members.filter(~_is_here_as_another())


class Rag(models.TextChoices):
    """C14: Red, Amber, Green; the practice file says what each means."""

    RED = "red", "Red"
    AMBER = "amber", "Amber"
    GREEN = "green", "Green"


class Headline(models.Model):
    """What lists, rights and the identity bar read of a family, written with the rows that it repeats.

    `team` and `lead` are those of the day on which it was written, or else the next to come, and hold until the day
    before `changes_on`, which is None where nothing is recorded that changes by its date alone.
    """

    family = models.OneToOneField(Family, models.PROTECT, related_name="headline", primary_key=True)
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+", db_index=False)
    lead = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False)
    changes_on = models.DateField(null=True)
    # False where every child's case is closed, and of a family that became part of another.
    open = models.BooleanField(default=True)
    joined = models.BooleanField(default=False)
    closed_on = models.DateField(null=True)
    # In lower case and without accents: the name, and all names and numbers by which the family may be searched for.
    sort_name = models.TextField(default="")
    names = models.TextField(default="")
    overall_rag = models.CharField(max_length=5, choices=Rag, blank=True)
    previous_rag = models.CharField(max_length=5, choices=Rag, blank=True)
    rag_since = models.DateField(null=True)
    next_supervision = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["team", "open", "sort_name", "family"], name="headlines_of_team"),
            models.Index(fields=["open", "sort_name", "family"], name="headlines_by_name"),
            models.Index(fields=["open", "next_supervision", "sort_name", "family"], name="headlines_by_supervision"),
            models.Index(fields=["changes_on"], condition=Q(changes_on__isnull=False), name="headlines_that_change"),
        ]
