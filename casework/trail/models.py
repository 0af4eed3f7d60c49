"""The trail: every row that matters keeps each of its former states, with who and when.

A model is `Recorded` (its history is kept), `Permanent` (written once) or named in EXEMPT with the reason.
"""

from datetime import date
from functools import cache
from typing import Any, NoReturn, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import Expression, Q
from django.http import HttpRequest
from simple_history.manager import HistoryManager
from simple_history.models import HistoricalRecords

from casework.masks.current import eyes_now, is_held_back
from casework.refusal import Refusal
from casework.trail import acting, confirming, reading

EXEMPT = {
    "casework.DueDate": "a clock derived from recorded rows; never overwritten, only met, cancelled and replaced",
    "casework.Reminder": "sent once, unique in the database",
    "casework.Notification": "a message derived from recorded rows",
    "casework.OutgoingMail": "an outbox: work to do, not a record",
    "casework.Headline": "derived: repeats what the latest supervision and episode say",
    "casework.Hold": "derived: placed and lifted with the row that it names",
    "casework.UnsavedText": "private until saved",
    "casework.OpenPage": "who has a page open at this moment",
    "casework.LookedThrough": "how far a sweep has come; what it finds is recorded",
}


NOT_SAVED = (
    "A text that is held back from you would be written over here, and lost: it tells a protected place. Ask one of "
    "those named to save this."
)


class BulkWriteRefused(RuntimeError):
    """Bulk writes leave no history."""


class RecordedQuerySet(models.QuerySet):
    def _refuse(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise BulkWriteRefused(f"{self.model.__name__} is recorded: save each row by itself.")

    update = bulk_create = bulk_update = delete = _refuse


class Covering(models.Model):
    """In whose place something was done: the ids of the users for whom who did it covered with that family (C31).

    None where they covered for nobody.
    """

    covering_for = ArrayField(models.BigIntegerField(), null=True, editable=False)

    class Meta:
        abstract = True

    def note_covering(self) -> None:
        """Take what the act has asked, unless it was said already."""
        if self.covering_for is None:
            self.covering_for = acting.covering_for(getattr(self, "family_id", None))


class TrailEntry(Covering):
    """What each history row knows beside simple-history's own columns: the page from which the change came."""

    history_page = models.CharField(max_length=300, blank=True)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.history_page = acting.page()[:300]
        self.note_covering()
        super().save(*args, **kwargs)


def _acting_user(instance: models.Model, request: HttpRequest | None = None, **kwargs: Any) -> models.Model:
    return acting.actor()


class KeptHistoryManager(HistoryManager):
    """One class for all: simple-history makes another each time that somebody's `history` is named."""

    @classmethod
    @cache
    def from_queryset(
        cls, queryset_class: type[models.QuerySet[Any]], class_name: str | None = None
    ) -> type[HistoryManager]:
        return super().from_queryset(queryset_class, class_name)


class History(HistoricalRecords):
    """simple-history as this product uses it: one row for each save, always with a named user and the page.

    Nothing that simple-history offers to skip the row, or to name another user, is heeded.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            bases=[TrailEntry],
            get_user=_acting_user,
            history_manager=KeptHistoryManager,
            history_id_field=models.BigAutoField(),
            **kwargs,
        )

    def add_extra_methods(self, cls: type[models.Model]) -> None:
        """There is no `save_without_historical_record`."""

    def _get_history_user_fields(self) -> dict[str, models.Field]:
        return {"history_user": models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")}

    def get_history_user(self, instance: models.Model) -> models.Model:
        return acting.actor()

    def post_save(self, instance: models.Model, created: bool, using: str | None = None, **kwargs: Any) -> None:
        self.create_historical_record(instance, "+" if created else "~", using=using)

    def create_historical_record(self, instance: Any, history_type: str, using: str | None = None) -> None:
        instance._history_date = acting.recorded_at()
        instance._change_reason = confirming.reason() or None
        super().create_historical_record(instance, history_type, using=using)


def refuse_masked(row: models.Model) -> None:
    """Raise Refusal where a text of the row is what stands in place of one that is held back: it would be lost."""
    for column in row._meta.concrete_fields if eyes_now() else ():
        if is_held_back(row.__dict__.get(column.attname)):
            raise Refusal(NOT_SAVED)


class Guarded(models.Model):
    """Saved one by one, in somebody's name and with its history row, and never deleted."""

    objects = models.Manager.from_queryset(RecordedQuerySet)()

    class Meta:
        abstract = True
        # What Django reaches rows by itself refuses bulk writes too, as in `family.rows.add(row)`.
        base_manager_name = "objects"

    def save(self, *args: Any, **kwargs: Any) -> None:
        acting.actor()
        reading.forget()
        refuse_masked(self)
        # The row and its history row, or neither.
        with transaction.atomic(savepoint=False):
            super().save(*args, **kwargs)
        acting.note_written(self)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise BulkWriteRefused(f"{type(self).__name__} is recorded: nothing saved is ever destroyed.")


class Recorded(Guarded):
    history = History(inherit=True)

    class Meta(Guarded.Meta):
        abstract = True


class Permanent(Covering):
    """A row written once: who decided or did what, and when."""

    objects = models.Manager.from_queryset(RecordedQuerySet)()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise BulkWriteRefused(f"{type(self).__name__} is written once.")
        refuse_masked(self)
        self.note_covering()
        super().save(*args, **kwargs)
        acting.note_written(self)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise BulkWriteRefused(f"{type(self).__name__} is written once.")


class Viewing(Permanent):
    """Who opened which family's page, or was refused it (A10.1).

    `through` is the kind of grant by which they could, where no other right of theirs opens it (`GrantKind`).
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="viewings")
    at = models.DateTimeField()
    family = models.ForeignKey("casework.Family", models.PROTECT, null=True, related_name="viewings")
    asked_for = models.BigIntegerField()
    method = models.CharField(max_length=8)
    page = models.CharField(max_length=300)
    status = models.PositiveSmallIntegerField()
    through = models.CharField(max_length=20, blank=True)

    class Meta:
        indexes = [models.Index(fields=["family", "-at"]), models.Index(fields=["asked_for", "-id"])]


class DatedQuerySet(RecordedQuerySet):
    def on(self, day: date | Expression) -> Self:
        """Those that hold on `day`; it may be an expression, for a query that is put together once."""
        return self.filter(Q(from_date__lte=day), Q(until_date=None) | Q(until_date__gte=day))


class Dated(Recorded):
    """Holds from a day, until a day or without an end; both days belong to it."""

    from_date = models.DateField()
    until_date = models.DateField(null=True, blank=True)

    objects = models.Manager.from_queryset(DatedQuerySet)()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(until_date=None) | Q(until_date__gte=models.F("from_date")),
                name="%(app_label)s_%(class)s_dates_in_order",
            )
        ]
