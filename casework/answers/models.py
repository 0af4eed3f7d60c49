"""What is said of a finished record afterwards: an addition, a wrong fact, a view that differs, finished in error."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from casework.answers.states import AnswerState
from casework.families.models import FamilyRecord
from casework.people.models import Person
from casework.trail.versions import Versioned


class AnswerKind(models.TextChoices):
    ADDITION = "addition", "An addition"
    CORRECTION = "correction", "A fact is wrong"
    VIEW = "view", "A view that differs"
    REOPENED = "reopened", "It was finished in error"


class Outcome(models.TextChoices):
    CORRECTED = "corrected", "The fact is corrected: the old words and the new ones stand"
    NOT_CORRECTED = "not_corrected", "It stays as it is written"
    ATTACHED = "attached", "It is somebody’s opinion: it says whose, and the statement is attached"
    IN_ERROR = "in_error", "It was finished in error"


class Received(models.TextChoices):
    IN_PERSON = "in_person", "In person"
    TELEPHONE = "telephone", "By telephone"
    EMAIL = "email", "By e-mail"
    LETTER = "letter", "By letter"
    MEETING = "meeting", "In a meeting"
    THROUGH = "through", "Through somebody else"


# What is answered within the time of the practice file; an addition stands as it is.
DISPUTES = (AnswerKind.CORRECTION, AnswerKind.VIEW, AnswerKind.REOPENED)
OUTCOMES: dict[str, tuple[Outcome, ...]] = {
    AnswerKind.CORRECTION: (Outcome.CORRECTED, Outcome.NOT_CORRECTED, Outcome.ATTACHED),
    AnswerKind.VIEW: (Outcome.ATTACHED, Outcome.CORRECTED),
    AnswerKind.REOPENED: (Outcome.IN_ERROR, Outcome.NOT_CORRECTED),
}


class Answer(Versioned, FamilyRecord):
    """About the row `subject_type`, `subject_id` (`casework.subjects`) as it was in its history row `read_history_id`.

    Said by a person of the family, by a colleague, or by whoever is `named`: one of the three, in their own words.
    """

    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    read_history_id = models.BigIntegerField()
    kind = models.CharField(max_length=12, choices=AnswerKind)
    state = models.CharField(max_length=12, choices=AnswerState, blank=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    colleague = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    named = models.CharField(max_length=120, blank=True)
    said_on = models.DateField()
    received = models.CharField(max_length=12, choices=Received, blank=True)
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    outcome = models.CharField(max_length=14, choices=Outcome, blank=True)
    # Of a fact that is corrected: the words that were wrong, and those that are right.
    was = models.TextField(blank=True)
    now = models.TextField(blank=True)
    because = models.TextField(blank=True)
    # Of a note's fact that another corrects: how and when its author agreed.
    consent = models.CharField(max_length=300, blank=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    # Whether its text leaves on a copy for the family: only once somebody decided so, and said why.
    on_copies = models.BooleanField(default=False)
    on_copies_because = models.TextField(blank=True)
    on_copies_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    on_copies_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        indexes = [
            models.Index(fields=["family", "subject_type", "subject_id"], name="answers_by_subject"),
            models.Index(fields=["id"], condition=Q(state=AnswerState.LOOKED_INTO), name="answers_looked_into"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, colleague=None, named="")
                | Q(person=None, colleague__isnull=False, named="")
                | Q(person=None, colleague=None) & ~Q(named=""),
                name="an_answer_is_said_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(kind=AnswerKind.ADDITION, state="")
                | Q(kind__in=DISPUTES, state__in=[AnswerState.LOOKED_INTO, AnswerState.SETTLED]),
                name="a_dispute_is_answered_and_an_addition_stands",
            ),
            models.CheckConstraint(
                condition=~Q(state=AnswerState.SETTLED)
                | Q(settled_by__isnull=False, settled_at__isnull=False) & ~Q(outcome="") & ~Q(because=""),
                name="what_is_answered_says_by_whom_and_why",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.CORRECTED) | ~Q(was="") & ~Q(now=""),
                name="a_corrected_fact_has_both_its_words",
            ),
            models.CheckConstraint(
                condition=Q(on_copies=False) | Q(on_copies_by__isnull=False) & ~Q(on_copies_because=""),
                name="what_leaves_on_copies_says_who_decided_and_why",
            ),
        ]


class AnswerHeldBack(FamilyRecord):
    """From whom the text of an answer is held back: a person of the family, or a colleague."""

    answer = models.ForeignKey(Answer, models.PROTECT, related_name="held_from")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    because = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, user=None) | Q(person=None, user__isnull=False),
                name="an_answer_is_held_back_from_one",
            ),
            models.UniqueConstraint(
                fields=["answer", "person", "user"], nulls_distinct=False, name="held_back_from_somebody_once"
            ),
        ]
