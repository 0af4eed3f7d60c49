"""The read-only API of what was recorded in error: so that whoever read it before learns of it."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import generics, serializers

from casework.api import OneFamilyMixin
from casework.in_error.models import InError
from casework.in_error.presenters import line_of
from casework.in_error.queries import rows_of
from casework.in_error.registry import KINDS
from casework.subjects import SubjectKey


class InErrorSerializer(serializers.ModelSerializer):
    """Never the words of the record, nor what happened: those open on its page to those who inspect."""

    record = serializers.SerializerMethodField(help_text="Of what kind it was, such as ‘note’.")
    record_id = serializers.IntegerField(source="subject_id", help_text="The id that it bore elsewhere in the API.")
    sentence = serializers.SerializerMethodField(help_text="That it is an error, who said so, when and why.")

    class Meta:
        model = InError
        fields = ["id", "record", "record_id", "reason", "at", "sentence"]

    def get_record(self, found: InError) -> str:
        return KINDS[found.subject_type].noun

    def get_sentence(self, found: InError) -> str:
        rows: dict[SubjectKey, Any] = self.context["rows"]
        return line_of(found, rows[SubjectKey(found.subject_type, found.subject_id)]).sentence


class InErrorList(OneFamilyMixin, generics.ListAPIView):
    """What of the family was recorded in error: it is in no other list any more."""

    serializer_class = InErrorSerializer

    def get_queryset(self) -> QuerySet[InError]:
        return self.family.inerror_set.select_related("by")

    def get_serializer(self, *args: Any, **kwargs: Any) -> Any:
        context = self.get_serializer_context() | {"rows": rows_of(args[0]) if args else {}}
        return self.get_serializer_class()(*args, **kwargs, context=context)
