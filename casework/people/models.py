"""What is known of a person beyond name and birth, how to reach them, and the professionals around a child."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from casework.families.models import FamilyRecord, Person
from casework.trail.models import Recorded
from casework.users.models import Dated


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


class Answer(models.TextChoices):
    KNOWN = "known", "Known"
    NOT_YET_KNOWN = "not_yet_known", "Not yet known"
    DECLINED = "declined", "Declined to say"


class AskedItem(PersonRecord):
    """One thing that is asked of a person: the answer, or that it is not yet known and who asks, or declined (A10.9).

    `item` is a key of `casework.people.items`; `values` are codes, or one text where the item has no code list.
    """

    item = models.CharField(max_length=30)
    answer = models.CharField(max_length=15, choices=Answer)
    values = ArrayField(models.CharField(max_length=300), default=list, blank=True)
    to_ask = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    asked_on = models.DateField(null=True, blank=True)
    # What the codes do not say: which other disability, which sign language.
    detail = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["item"]
        constraints = [
            models.UniqueConstraint(fields=["person", "item"], name="an_item_is_asked_once"),
            models.CheckConstraint(
                condition=(Q(answer=Answer.KNOWN) & ~Q(values=[])) | (~Q(answer=Answer.KNOWN) & Q(values=[])),
                name="only_what_is_known_has_values",
            ),
            models.CheckConstraint(
                condition=~Q(answer=Answer.NOT_YET_KNOWN) | Q(to_ask__isnull=False), name="not_yet_known_names_who_asks"
            ),
        ]


class ContactKind(models.TextChoices):
    ADDRESS = "address", "Address"
    TELEPHONE = "telephone", "Telephone"
    EMAIL = "email", "E-mail"


class ContactDetail(Dated, FamilyRecord):
    """How to reach a person, from when until when. A protected one is shown to those named, and nowhere else."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="contact_details")
    kind = models.CharField(max_length=10, choices=ContactKind)
    value = models.CharField(max_length=300)
    remark = models.CharField(max_length=200, blank=True)
    protected = models.BooleanField(default=False)
    protected_because = models.CharField(max_length=300, blank=True)
    form_key = models.UUIDField(unique=True, null=True, editable=False)

    class Meta(Dated.Meta):
        ordering = ["kind", "-from_date", "pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(protected=False) | ~Q(protected_because=""), name="protected_says_because"
            ),
        ]


class ContactReader(FamilyRecord):
    """Who may read a protected contact detail."""

    contact = models.ForeignKey(ContactDetail, models.PROTECT, related_name="readers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contact", "user"], condition=Q(ended_on=None), name="a_contact_reader_is_named_once"
            )
        ]


class Profession(models.TextChoices):
    SCHOOL = "school", "School or nursery"
    GP = "gp", "GP"
    HEALTH_VISITOR = "health_visitor", "Health visitor"
    SCHOOL_NURSE = "school_nurse", "School nurse"
    MIDWIFE = "midwife", "Midwife"
    HOSPITAL = "hospital", "Hospital or community health"
    POLICE = "police", "Police"
    PROBATION = "probation", "Probation"
    HOUSING = "housing", "Housing"
    ADVOCATE = "advocate", "Advocate or guardian"
    SOLICITOR = "solicitor", "Solicitor"
    INTERPRETER = "interpreter", "Interpreter"
    OTHER = "other", "Other"


class KeyContact(Dated, FamilyRecord):
    """A professional around the children, with telephone or e-mail, for whom, from and until (A9.20).

    `about` are ids of persons; none means the whole family.
    """

    profession = models.CharField(max_length=20, choices=Profession)
    name = models.CharField(max_length=120, blank=True)
    organisation = models.CharField(max_length=120, blank=True)
    telephone = models.CharField(max_length=30, blank=True)
    email = models.EmailField(blank=True)
    about = ArrayField(models.BigIntegerField(), default=list, blank=True)
    form_key = models.UUIDField(unique=True, null=True, editable=False)

    class Meta(Dated.Meta):
        ordering = ["profession", "pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(condition=~Q(name="", organisation=""), name="a_key_contact_is_somebody"),
        ]
