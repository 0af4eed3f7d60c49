"""Fields in which people and colleagues are chosen: no two choices read alike."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.forms.models import ModelChoiceIterator, ModelChoiceIteratorValue
from django.utils import timezone

from casework.naming.presenters import Labels, colleagues_told_apart, told_apart
from casework.people.models import Person
from casework.users.models import User

Choices = list[tuple[int, str]]


def person_choices(people: Iterable[Person]) -> Choices:
    """For a field of plain choices: id and label of each, in the order given."""
    return list(told_apart(people, timezone.localdate()).items())


def colleague_choices(users: Iterable[User]) -> Choices:
    return list(colleagues_told_apart(users, timezone.localdate()).items())


class ApartIterator(ModelChoiceIterator):
    """As Django's, with labels that are made of all rows together."""

    def __iter__(self) -> Iterator[tuple[Any, str]]:
        if self.field.empty_label is not None:
            yield "", str(self.field.empty_label)
        rows = list(self.queryset)
        labels = self.field.labels(rows)
        for row in rows:
            yield ModelChoiceIteratorValue(self.field.prepare_value(row), row), labels[row.pk]


class Apart(forms.ModelChoiceField):
    iterator: Any = ApartIterator

    def labels(self, rows: list[Any]) -> Labels:
        raise NotImplementedError


class PersonField(Apart):
    def labels(self, rows: list[Person]) -> Labels:
        return told_apart(rows, timezone.localdate())


class PeopleField(forms.ModelMultipleChoiceField, PersonField):
    """Several persons."""


class ColleagueField(Apart):
    def labels(self, rows: list[User]) -> Labels:
        return colleagues_told_apart(rows, timezone.localdate())


class ColleaguesField(forms.ModelMultipleChoiceField, ColleagueField):
    """Several users."""
