"""Persons: a life as it is known, and the other names. No role of its own."""

from collections.abc import Collection, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import DateField, F, Func, Q
from django.db.models.functions import Coalesce

from casework.ages import ADULT, Span, birthday, born_about
from casework.practice.fields import CodeField, NationalCodes, Words
from casework.trail.apart import known_apart
from casework.trail.models import Recorded
from casework.words import isolated


class Sex(models.TextChoices):
    MALE = "M", "Male"
    FEMALE = "F", "Female"
    UNKNOWN = "U", "Unknown or unborn"


# With this ends what stands in place of a name that nobody knows yet.
NO_NAME = "name not known"


def by_birth(person: str = "") -> Coalesce:
    """For sorting only, the eldest first: the day of birth, or the one that an age about right leads to.

    Those of whose birth nothing is known, and the unborn, come after them. `person` is the prefix that leads there.
    """
    about = Func(
        F(f"{person}about_age_on"), F(f"{person}about_age"), arg_joiner=" - make_interval(years => ",
        template="(%(expressions)s))::date", output_field=DateField(),
    )  # fmt: skip
    return Coalesce(F(f"{person}born"), about)


def birth_span(born: date | None, about_age: int | None, about_age_on: date | None) -> Span | None:
    """The first and the last day of a birth, one day where it is known; None where nothing is."""
    if born:
        return Span(born, born)
    if about_age is not None and about_age_on is not None:
        return born_about(about_age, about_age_on)
    return None


class Life(models.Model):
    """What is known of a life: names, sex, birth, death, and the numbers of health and education.

    Of a birth is known the day, the day on which it is expected, about which age, or nothing. Whoever is not known by
    name is called by what is: 'Girl of about 5, name not known' (`name_known` is False).
    """

    name = models.CharField(max_length=120)
    name_known = models.BooleanField(default=True)
    known_as = models.CharField(max_length=60, blank=True)
    sex = models.CharField(max_length=1, choices=Sex, default=Sex.UNKNOWN)
    born = models.DateField(null=True, blank=True)
    expected = models.DateField(null=True, blank=True)
    # In years, as somebody judged or said on that day.
    about_age = models.PositiveSmallIntegerField(null=True, blank=True)
    about_age_on = models.DateField(null=True, blank=True)
    # Who will ask when it was, while it is not known exactly.
    birth_to_be_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    died = models.DateField(null=True, blank=True)
    # The other date of one who was expected and not born; no reason is asked.
    pregnancy_ended_on = models.DateField(null=True, blank=True)
    nhs_number = models.CharField(max_length=10, blank=True)
    upn = models.CharField(max_length=13, blank=True)
    former_upn = models.CharField(max_length=13, blank=True)
    upn_unknown = CodeField(NationalCodes("upn_unknown"), max_length=3, blank=True)
    get_upn_unknown_display: Words

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.short_name

    @property
    def short_name(self) -> str:
        return isolated(self.known_as or self.name)

    @property
    def full_name(self) -> str:
        """The name as it stands in a sentence."""
        return isolated(self.name)

    @property
    def birth(self) -> Span | None:
        """The first and the last day on which this person can have been born, one day where that is known.

        None where nothing is known, and of the unborn, whose day may yet be another than the expected.
        """
        return birth_span(self.born, self.about_age, self.about_age_on)

    @property
    def born_from(self) -> date | None:
        """The first day on which this person can have been born; None where nothing is known, and of the unborn."""
        return self.birth.first if self.birth else None

    @property
    def born_to(self) -> date | None:
        """The last day on which this person can have been born; None where nothing is known, and of the unborn."""
        return self.birth.last if self.birth else None

    @property
    def comes_of_age(self) -> date | None:
        """The 18th birthday, at the latest that it can be; None where nothing is known, and of the unborn."""
        return birthday(self.born_to, ADULT) if self.born_to else None

    def is_of_age(self, day: date) -> bool:
        """Whether the person is certainly 18 on `day`."""
        return self.has_attained(ADULT, day)

    @property
    def unborn(self) -> bool:
        return self.born is None and self.expected is not None

    def alive_on(self, day: date) -> bool:
        """Whether somebody could have met this person on `day`."""
        begun = self.born_from is None or self.born_from <= day
        return not self.unborn and begun and (self.died is None or day <= self.died)

    def has_attained(self, years: int, day: date) -> bool:
        """Whether it is certain that this person has the age of `years` on `day`."""
        return self.born_to is not None and birthday(self.born_to, years) <= day


class Person(Recorded, Life):
    """A life, not a role: what somebody is in a family stands in the membership.

    What a restricted family knows besides of somebody whom other families know too stands in its `KnownApart`; in the
    pages of that family a person is read with it.
    """

    # The family in whose pages the last change was made; every row of the history has its own.
    said_in = models.ForeignKey("casework.Family", models.PROTECT, null=True, blank=True, related_name="+")
    # The same person, entered twice: a link that can be undone; both rows stay.
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    merged_because = models.CharField(max_length=300, blank=True)
    la_child_id = models.CharField(max_length=20, unique=True, null=True, blank=True)

    # By column what stands in the row, where a family knows it apart.
    outside: Mapping[str, Any] = MappingProxyType({})

    class Meta:
        ordering = [by_birth(), "name"]
        indexes = [models.Index(fields=["born"], name="people_by_birth")]
        constraints = [
            models.CheckConstraint(
                condition=Q(born=None, expected=None) | Q(born=None, about_age=None) | Q(expected=None, about_age=None),
                name="a_birth_is_known_in_one_way",
            ),
            models.CheckConstraint(
                condition=Q(about_age=None, about_age_on=None) | Q(about_age__isnull=False, about_age_on__isnull=False),
                name="an_age_about_right_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(birth_to_be_asked_by=None) | Q(born=None, expected=None),
                name="nobody_asks_for_a_birth_that_is_known",
            ),
            models.CheckConstraint(
                condition=Q(name_known=True) | Q(name__endswith=NO_NAME), name="a_name_not_known_stands_as_such"
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

    def save(self, *args: Any, **kwargs: Any) -> None:
        """The row keeps what all may know: what is known apart is written by `casework.people.known_apart` alone."""
        apart = {name: self.__dict__[name] for name in self.outside}
        if apart:
            fields = set(kwargs.get("update_fields") or apart)
            names = {field.attname: field.name for field in self._meta.concrete_fields}
            if written := sorted(fields & {*apart, *(names[name] for name in apart)}):
                raise RuntimeError(f"{', '.join(written)} of person {self.pk} are known apart: `say` writes them.")
        self.__dict__.update(self.outside)
        try:
            super().save(*args, **kwargs)
        finally:
            self.__dict__.update(apart)

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> Self:
        """As it stands, with what is known apart in the family whose pages are being made."""
        person = super().from_db(*args, **kwargs)
        person.read_apart()
        return person

    def read_apart(self) -> None:
        """Wear what is known apart now, over what stands in the row."""
        apart = known_apart().get(self.pk, {})
        stands = {**self.__dict__, **self.outside}
        self.outside = {name: stands[name] for name in apart if name in stands}
        self.__dict__.update({name: apart[name] for name in self.outside})

    @property
    def one_id(self) -> int:
        """The same for all rows of a person who was entered twice: the id of the row that the others lead to."""
        return self.merged_into_id or self.pk

    @property
    def all_ids(self) -> list[int]:
        """The id of this person, and of those rows that are the same person entered twice, whichever is asked."""
        return [self.pk, *entries_of_ones([self.one_id]).exclude(pk=self.pk).values_list("pk", flat=True)]


def entries_of_ones(ones: Collection[int]) -> models.QuerySet[Person]:
    """Every entry of those persons whose `one_id` is one of these."""
    return Person.objects.filter(Q(pk__in=ones) | Q(merged_into__in=ones)).order_by("pk")


class PersonRecord(Recorded):
    """A row about a person, true in whichever family they live; `family` is the one that wrote it."""

    person = models.ForeignKey(Person, models.PROTECT)
    family = models.ForeignKey("casework.Family", models.PROTECT, related_name="+")

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
