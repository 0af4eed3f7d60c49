"""The read-only API of the chronology."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from casework.api import OneFamilyMixin
from casework.families.models import Family
from casework.marks.api import SAID
from chronology.timeline.presenters import KINDS, ChronologyEntry, entries
from chronology.timeline.queries import ChronologyKey, children_of

LINES = 50


class EntrySerializer(serializers.Serializer):
    date = serializers.DateField()
    time = serializers.RegexField(
        r"^\d\d:\d\d$",
        source="clock",
        allow_null=True,
        help_text="‘14:05’, in London; null where only the day is known.",
    )
    source = serializers.CharField()  # type: ignore[assignment]  # declared fields do not stay attributes
    id = serializers.IntegerField(help_text="The row of that source from which the line comes.")
    kind = serializers.ChoiceField(choices=list(KINDS.items()))
    headline = serializers.CharField()
    why = serializers.CharField()
    children = serializers.ListField(
        child=serializers.IntegerField(), help_text="Persons; none means the whole family."
    )
    ages = serializers.CharField(help_text="The ages on that day.")
    marks = serializers.ListField(child=serializers.CharField(), help_text=SAID)

    def to_representation(self, entry: ChronologyEntry) -> dict[str, Any]:
        told = {
            **entry._asdict(), "date": entry.date, "clock": entry.clock or None,
            "children": [child.pk for child in entry.children], "marks": [mark.words for mark in entry.marks],
        }  # fmt: skip
        return super().to_representation(told)


class StorySerializer(serializers.Serializer):
    next = serializers.CharField(allow_null=True, help_text="Pass it as `after` to go on; null at the end.")
    results = EntrySerializer(many=True)


class Asked(serializers.Serializer):
    """What the address may narrow."""

    child = serializers.IntegerField(required=False, help_text="A child of the family.")
    order = serializers.ChoiceField(choices=["newest", "oldest"], default="newest")
    after = serializers.CharField(required=False, help_text="`next` of the page before.")


class Chronology(OneFamilyMixin, APIView):
    """The family's chronology, derived from the record."""

    @extend_schema(parameters=[Asked], responses=StorySerializer)
    def get(self, request: Request, family_id: int) -> Response:
        query = Asked(data=request.query_params)
        query.is_valid(raise_exception=True)
        return Response(StorySerializer(_results(self.family, **query.validated_data)).data)


def _results(family: Family, order: str, child: int | None = None, after: str | None = None) -> dict[str, Any]:
    concerned = {person.pk: person for person in children_of(family)}
    if child is not None and child not in concerned:
        raise Http404
    found = entries(
        family,
        child=concerned[child] if child is not None else None,
        newest_first=order == "newest",
        after=ChronologyKey.read(after),
        limit=LINES + 1,
    )
    lines = found[:LINES]
    return {"next": str(lines[-1].key) if len(found) > LINES else None, "results": lines}
