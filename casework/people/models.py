"""Persons: a life as it is known, and the other names. No role of its own."""

from datetime import date

from django.db import models
from django.db.models import Q

from casework.practice.fields import CodeField, NationalCodes, Words
from casework.trail.models import Recorded


class Sex(models.TextChoices):
    MALE = "M", "Male"
    FEMALE = "F", "Female"
    UNKNOWN = "U", "Unknown or unborn"


class Person(Recorded):
    """A life, not a role: what somebody is in a family stands in the membership. Who is not yet born has `expected`."""

    name = models.CharField(max_length=120)
    known_as = models.CharField(max_length=60, blank=True)
    sex = models.CharField(max_length=1, choices=Sex, default=Sex.UNKNOWN)
    born = models.DateField(null=True, blank=True)
    expected = models.DateField(null=True, blank=True)
    died = models.DateField(null=True, blank=True)
    # The other date of one who was expected and not born; no reason is asked.
    pregnancy_ended_on = models.DateField(null=True, blank=True)
    # The same person, entered twice: a link that can be undone; both rows stay.
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    merged_because = models.CharField(max_length=300, blank=True)
    la_child_id = models.CharField(max_length=20, unique=True, null=True, blank=True)
    nhs_number = models.CharField(max_length=10, blank=True)
    upn = models.CharField(max_length=13, blank=True)
    former_upn = models.CharField(max_length=13, blank=True)
    upn_unknown = CodeField(NationalCodes("upn_unknown"), max_length=3, blank=True)
    get_upn_unknown_display: Words

    class Meta:
        ordering = ["born", "name"]
        indexes = [models.Index(fields=["born"], name="people_by_birth")]
        constraints = [
            models.CheckConstraint(condition=Q(born=None) | Q(expected=None), name="born_or_expected_not_both"),
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

    def __str__(self) -> str:
        return self.short_name

    @property
    def short_name(self) -> str:
        return self.known_as or self.name

    @property
    def one_id(self) -> int:
        """The same for all rows of a person who was entered twice: the id of the row that the others lead to."""
        return self.merged_into_id or self.pk

    @property
    def all_ids(self) -> list[int]:
        """The id of this person, and of those rows that are the same person entered twice, whichever is asked."""
        same = Person.objects.filter(models.Q(pk=self.one_id) | models.Q(merged_into=self.one_id))
        same = same.exclude(pk=self.pk).order_by("pk")
        return [self.pk, *same.values_list("pk", flat=True)]

    @property
    def born_from(self) -> date | None:
        """The first day on which this person can have been born; None where nothing is known."""
        return self.born

    @property
    def born_to(self) -> date | None:
        """The last day on which this person can have been born; None where nothing is known."""
        return self.born

    @property
    def unborn(self) -> bool:
        return self.born is None and self.expected is not None

    def alive_on(self, day: date) -> bool:
        """Whether somebody could have met this person on `day`."""
        return not self.unborn and (self.born is None or self.born <= day) and (self.died is None or day <= self.died)


class PersonRecord(Recorded):
    """A row about a person, true in whichever family they live."""

    person = models.ForeignKey(Person, models.PROTECT)

    class Meta:
        abstract = True


class PersonName(PersonRecord):
    """Another name by which the person is or was known; matched when somebody is about to be entered."""

    class Kind(models.TextChoices):
        ALSO = "also", "Also known as"
        BIRTH = "birth", "Name at birth"
        FORMER = "former", "Former name"

    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.ALSO)
    from_date = models.DateField(null=True, blank=True)
    until_date = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
