"""Fields in which people and colleagues are chosen: no two choices read alike."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.forms.models import ModelChoiceIterator, ModelChoiceIteratorValue
from django.utils import timezone

from casework.naming.presenters import Labels, apart, colleagues_told_apart, told_apart, with_label
from casework.people.models import Person
from casework.users.models import User
from casework.words import sort_key

Choices = list[tuple[str, str]]


def person_choices(people: Iterable[Person]) -> Choices:
    """For a field of plain choices: id and label of each, in the order given."""
    return [(str(pk), label) for pk, label in told_apart(people, timezone.localdate()).items()]


def colleague_choices(users: Iterable[User]) -> Choices:
    return [(str(pk), label) for pk, label in colleagues_told_apart(users, timezone.localdate()).items()]


class ApartIterator(ModelChoiceIterator):
    """As Django's, with labels that are made of all rows together."""

    def __iter__(self) -> Iterator[tuple[Any, str]]:
        if self.field.empty_label is not None:
            yield "", str(self.field.empty_label)
        rows = self.field.in_order(self.queryset)
        labels = self.field.labels(rows)
        for row in rows:
            yield ModelChoiceIteratorValue(self.field.prepare_value(row), row), labels[row.pk]


class Apart(forms.ModelChoiceField):
    """`label_from_instance` may say more than the name, and begins with it."""

    iterator: Any = ApartIterator

    def in_order(self, queryset: Any) -> list[Any]:
        return list(queryset)

    def labels(self, rows: list[Any]) -> Labels:
        raise NotImplementedError


class PersonField(Apart):
    def labels(self, rows: list[Person]) -> Labels:
        names = told_apart(rows, timezone.localdate())
        return {row.pk: with_label(self.label_from_instance(row), str(row), names[row.pk]) for row in rows}


class PeopleField(forms.ModelMultipleChoiceField, PersonField):
    """Several persons."""


class ColleagueField(Apart):
    def in_order(self, queryset: Any) -> list[User]:
        """By name as people look for it, unless the question has an order of its own."""
        rows = list(queryset)
        return rows if queryset.query.order_by else sorted(rows, key=lambda user: sort_key(user.name))

    def labels(self, rows: list[User]) -> Labels:
        names = colleagues_told_apart(rows, timezone.localdate())
        return {row.pk: with_label(self.label_from_instance(row), str(row), names[row.pk]) for row in rows}


class ColleaguesField(forms.ModelMultipleChoiceField, ColleagueField):
    """Several users."""


class PartField(Apart):
    """A colleague chosen by a row of theirs: a membership, an allocation, a summary. `whose` leads to the user."""

    whose = "worker"

    def labels(self, rows: list[Any]) -> Labels:
        addresses = {row.pk: getattr(row, self.whose).email for row in rows}
        return apart({row.pk: self.label_from_instance(row) for row in rows}, addresses)


class PartsField(forms.ModelMultipleChoiceField, PartField):
    """Several of them."""
