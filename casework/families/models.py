"""The family and the people in it."""

from django.db import models
from django.db.models import Q

from casework.trail.models import Recorded
from casework.users.models import Dated, Team


class Family(Recorded):
    """Everything that is recorded hangs on one of these; reached only through `casework.access`."""

    name = models.CharField(max_length=80)
    form_key = models.UUIDField(unique=True, null=True, editable=False)

    class Meta:
        ordering = ["name", "pk"]
        verbose_name_plural = "families"

    def __str__(self):
        return self.name

    @property
    def reference(self):
        """What may stand where the name may not: in mails and on paper."""
        return f"F{self.pk:05}"

    def team_now(self):
        """The team that works with the family."""
        return self.familyteam_set.select_related("team").get(until_date=None).team

    def members_now(self):
        """The memberships that have not ended, children first and by age; who was entered twice stands once."""
        return standing_once(self.familymember_set.filter(until_date=None)).select_related("person")

    def relationships_now(self):
        """Those that have not ended, but for those with somebody who was expected and not born."""
        born = {"person__pregnancy_ended_on": None, "other__pregnancy_ended_on": None}
        return self.relationship_set.filter(until_date=None, **born).select_related("person", "other")

    def people_now(self):
        """The persons who belong to the family now, children first and by age."""
        return [member.person for member in self.members_now()]

    def people_ever(self):
        """Everybody who belongs or has belonged to the family; whoever was entered twice stands twice."""
        return Person.objects.filter(pk__in=self.familymember_set.order_by().values("person"))


class FamilyRecord(Recorded):
    """A row about a family: it carries the family itself, so that access, viewings and history rest on it."""

    family = models.ForeignKey(Family, models.PROTECT)

    class Meta:
        abstract = True


class FamilyTeam(Dated, FamilyRecord):
    """Which team works with the family; one at a time."""

    team = models.ForeignKey(Team, models.PROTECT, related_name="family_teams")

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["family"], condition=Q(until_date=None), name="one_team_at_a_time"),
        ]


class Sex(models.TextChoices):
    MALE = "M", "Male"
    FEMALE = "F", "Female"
    UNKNOWN = "U", "Unknown or unborn"


class Person(Recorded):
    """A child or an adult. A child not yet born has the date on which the birth is expected, and no other."""

    name = models.CharField(max_length=120)
    known_as = models.CharField(max_length=60, blank=True)
    sex = models.CharField(max_length=1, choices=Sex, default=Sex.UNKNOWN)
    born = models.DateField(null=True, blank=True)
    expected = models.DateField(null=True, blank=True)
    died = models.DateField(null=True, blank=True)
    is_child = models.BooleanField()
    # The other date of one who was expected and not born; no reason is asked.
    pregnancy_ended_on = models.DateField(null=True, blank=True)
    # The same person, entered twice: a link that can be undone; both rows stay.
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    merged_because = models.CharField(max_length=300, blank=True)
    la_child_id = models.CharField(max_length=20, unique=True, null=True, blank=True)
    nhs_number = models.CharField(max_length=10, blank=True)
    upn = models.CharField(max_length=13, blank=True)
    former_upn = models.CharField(max_length=13, blank=True)
    upn_unknown = models.CharField(max_length=3, blank=True)
    form_key = models.UUIDField(unique=True, null=True, editable=False)

    class Meta:
        ordering = ["-is_child", "born", "name"]
        constraints = [
            models.CheckConstraint(condition=Q(born=None) | Q(expected=None), name="born_or_expected_not_both"),
            models.CheckConstraint(
                condition=Q(is_child=False) | Q(born__isnull=False) | Q(expected__isnull=False),
                name="a_child_is_born_or_expected",
            ),
            models.CheckConstraint(
                condition=Q(died=None) | Q(born=None) | Q(died__gte=models.F("born")), name="died_after_birth"
            ),
            models.CheckConstraint(
                condition=Q(pregnancy_ended_on=None) | Q(expected__isnull=False, born=None),
                name="only_an_expected_birth_ends",
            ),
            models.CheckConstraint(condition=~Q(merged_into=models.F("pk")), name="nobody_is_merged_into_oneself"),
            models.CheckConstraint(
                condition=Q(merged_into=None, merged_because="")
                | (Q(merged_into__isnull=False) & ~Q(merged_because="")),
                name="a_merge_says_because",
            ),
        ]

    def __str__(self):
        return self.short_name

    @property
    def short_name(self):
        return self.known_as or self.name

    @property
    def one_id(self):
        """The same for all rows of a person who was entered twice: the id of the one that stands."""
        return self.merged_into_id or self.pk

    @property
    def all_ids(self):
        """The id of this person, and of those rows that are the same person entered twice, whichever is asked."""
        same = Person.objects.filter(models.Q(pk=self.one_id) | models.Q(merged_into=self.one_id))
        same = same.exclude(pk=self.pk).order_by("pk")
        return [self.pk, *same.values_list("pk", flat=True)]

    @property
    def unborn(self):
        return self.born is None and self.expected is not None

    def alive_on(self, day):
        """Whether somebody could have met this person on `day`."""
        return not self.unborn and (self.born is None or self.born <= day) and (self.died is None or day <= self.died)


class FamilyMember(FamilyRecord):
    """One person in one family; `from_date` None means from before the record began."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    in_household = models.BooleanField(default=True)
    from_date = models.DateField(null=True, blank=True)
    until_date = models.DateField(null=True, blank=True)
    # Why it began (moved in, came back) and why it ended, where that was said.
    because = models.CharField(max_length=300, blank=True)
    ended_because = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-person__is_child", "person__born", "person__name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(from_date=None) | Q(until_date=None) | Q(until_date__gte=models.F("from_date")),
                name="a_membership_ends_after_it_began",
            ),
            models.UniqueConstraint(
                fields=["family", "person"], condition=Q(until_date=None), name="a_member_once_at_a_time"
            ),
        ]


def standing_once(members):
    """Of these memberships that have not ended those whose person is not in the family as another entry too."""
    here = FamilyMember.objects.filter(family=models.OuterRef("family"), until_date=None)
    return members.filter(~models.Exists(here.filter(person=models.OuterRef("person__merged_into"))))


class FamilyLink(FamilyRecord):
    """Another family that this one is linked to, and why (A1.16); the link itself opens nothing to anybody."""

    other = models.ForeignKey(Family, models.PROTECT, related_name="linked_from")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    because = models.TextField()
    from_date = models.DateField()
    until_date = models.DateField(null=True, blank=True)
    ended_because = models.CharField(max_length=300, blank=True)
    form_key = models.UUIDField(unique=True, null=True, editable=False)

    class Meta:
        ordering = ["from_date", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(family=models.F("other")), name="a_family_is_linked_to_another"),
            models.UniqueConstraint(
                fields=["family", "other", "person"],
                condition=Q(until_date=None),
                nulls_distinct=False,
                name="linked_once_at_a_time",
            ),
        ]


class FamilyJoin(FamilyRecord):
    """`joined` was brought into `family`: siblings who had come in apart. `moved` lists the rows, for undoing it."""

    joined = models.ForeignKey(Family, models.PROTECT, related_name="joined_into")
    because = models.TextField()
    moved = models.JSONField(default=list)
    undone_because = models.CharField(max_length=300, blank=True)
    undone = models.BooleanField(default=False)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(family=models.F("joined")), name="a_family_joins_another"),
            models.UniqueConstraint(fields=["joined"], condition=Q(undone=False), name="joined_once_at_a_time"),
        ]


class Held(models.TextChoices):
    """What may not be done with a family while a hold stands."""

    CLOSURE = "closure", "closing the case"
    RELATIONSHIPS = "relationships", "changing relationships"


class Hold(models.Model):
    """Placed and lifted by an app to the right, in the transaction of what it says; the apps to the left only ask."""

    family = models.ForeignKey(Family, models.PROTECT, related_name="holds")
    what = models.CharField(max_length=15, choices=Held)
    subject = models.CharField(max_length=60)
    because = models.CharField(max_length=200)
    url = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["family", "what", "subject"], name="one_hold_for_a_subject"),
        ]


class RelationshipKind(models.TextChoices):
    MOTHER = "mother", "mother"
    FATHER = "father", "father"
    STEP_PARENT = "step_parent", "step-parent"
    GRANDPARENT = "grandparent", "grandparent"
    SIBLING = "sibling", "brother or sister"
    HALF_SIBLING = "half_sibling", "half-brother or half-sister"
    PARTNER = "partner", "partner"
    FORMER_PARTNER = "former_partner", "former partner"
    AUNT_OR_UNCLE = "aunt_or_uncle", "aunt or uncle"
    CARER = "carer", "carer"
    OTHER = "other", "other relation"


# Of these a person has one, or is spoken of as if so; of the others 'a'.
ONE_OF_THEM = {RelationshipKind.MOTHER, RelationshipKind.FATHER, RelationshipKind.PARTNER}


def say_kind(kind):
    """'the mother', 'an aunt or uncle', 'another relation'."""
    kind = RelationshipKind(kind)
    if kind == RelationshipKind.OTHER:
        return "another relation"
    article = "the" if kind in ONE_OF_THEM else "an" if kind.label[0] in "aeiou" else "a"
    return f"{article} {kind.label}"


class Relationship(FamilyRecord):
    """`person` is the `kind` of `other`: 'Ann is the mother of Ben'."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="relationships")
    kind = models.CharField(max_length=20, choices=RelationshipKind)
    other = models.ForeignKey(Person, models.PROTECT, related_name="related")
    from_date = models.DateField(null=True, blank=True)
    until_date = models.DateField(null=True, blank=True)
    ended_because = models.CharField(max_length=300, blank=True)
    # It never was so: shown nowhere any more but in the history.
    recorded_wrongly = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(person=models.F("other")), name="nobody_is_related_to_oneself"),
            models.CheckConstraint(
                condition=Q(recorded_wrongly=False) | (Q(until_date__isnull=False) & ~Q(ended_because="")),
                name="what_was_recorded_wrongly_has_ended_and_says_why",
            ),
            models.UniqueConstraint(
                fields=["family", "person", "kind", "other"],
                condition=Q(until_date=None),
                name="a_relationship_once",
            ),
        ]

    @property
    def sentence(self):
        """'Ann is the mother of Mia'."""
        return f"{self.person} is {say_kind(self.kind)} of {self.other}"


class Rag(models.TextChoices):
    """C14: Red, Amber, Green; what each means stands in the practice file."""

    RED = "red", "Red"
    AMBER = "amber", "Amber"
    GREEN = "green", "Green"


class Headline(models.Model):
    """What lists and the identity bar say of a family, written with the rows that it repeats."""

    family = models.OneToOneField(Family, models.PROTECT, related_name="headline", primary_key=True)
    overall_rag = models.CharField(max_length=5, choices=Rag, blank=True)
    previous_rag = models.CharField(max_length=5, choices=Rag, blank=True)
    rag_since = models.DateField(null=True)
    next_supervision = models.DateTimeField(null=True)
