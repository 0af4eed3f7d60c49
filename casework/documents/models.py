"""Files that the product keeps: stored privately, streamed by the application, never served from a folder."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from casework.documents.states import PrintState
from casework.families.models import Family, FamilyRecord
from casework.trail.models import Permanent


class Document(FamilyRecord):
    """`sha256` is of the content, in hexadecimal; `size` in bytes. Where files are kept, the settings say."""

    file = models.FileField(max_length=200)
    name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=60)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()


class DocumentText(Permanent):
    """What a document says, as text: so that it is found out whether it tells a protected place."""

    family = models.ForeignKey(Family, models.PROTECT)
    document = models.OneToOneField(Document, models.PROTECT, related_name="text")
    text = models.TextField()


class Printed(FamilyRecord):
    """Abstract: one making of a PDF; `as_at` is the moment whose record it shows.

    `attempts` counts how often its making was begun. Who makes it holds a lock of the session meanwhile
    (`queries.is_being_made`), which the database lets go when that process is gone. `whole` is what was made before a
    place that it tells was protected, for those named; `document` was then made anew without it.
    """

    state = models.CharField(max_length=12, choices=PrintState, default=PrintState.WANTED)
    wanted_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    as_at = models.DateTimeField(null=True, blank=True)
    pages = models.PositiveSmallIntegerField(null=True, blank=True)
    document = models.OneToOneField(Document, models.PROTECT, null=True, blank=True, related_name="%(class)s")
    whole = models.OneToOneField(Document, models.PROTECT, null=True, blank=True, related_name="whole_%(class)s")
    attempts = models.PositiveSmallIntegerField(default=0)
    failed_because = models.TextField(blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=PrintState.MADE)
                | Q(document__isnull=False, as_at__isnull=False, pages__isnull=False),
                name="a_made_%(class)s_has_its_document",
            ),
            models.CheckConstraint(
                condition=~Q(state=PrintState.FAILED) | ~Q(failed_because=""), name="a_failed_%(class)s_says_why"
            ),
        ]
