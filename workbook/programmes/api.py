"""The read-only API of Family Programmes: what is read in one, and nothing of what another keeps apart."""

from typing import Any, cast

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema_field
from rest_framework import generics, serializers

from casework.api import OneFamilyMixin
from casework.marks.api import SAID
from workbook.programmes import queries
from workbook.programmes.models import FamilyProgramme
from workbook.programmes.modules.queries import module_named, records_of
from workbook.programmes.modules.texts.presenters import DrawnText, ModuleText, texts_by_section


class ProgrammeSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    number = serializers.IntegerField()
    workbook = serializers.IntegerField(source="workbook_id", allow_null=True)
    state = serializers.CharField()
    opened_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)
    kept_apart = serializers.BooleanField(help_text="It is not shared with the parents of another; why is not told.")
    parents = serializers.SerializerMethodField(help_text="Persons with whom it is shared.")
    children = serializers.SerializerMethodField(help_text="Children whom it is about.")

    def get_parents(self, programme: FamilyProgramme) -> list[int]:
        return [person.pk for person in queries.parents_of(programme)]

    def get_children(self, programme: FamilyProgramme) -> list[int]:
        return [child.pk for child in queries.children_of(programme)]


class TextSerializer(serializers.Serializer):
    text = serializers.CharField()
    about = serializers.ListField(child=serializers.CharField(), help_text="Names; none means everyone.")
    marks = serializers.SerializerMethodField(help_text=SAID)

    def get_marks(self, text: ModuleText | DrawnText) -> list[str]:
        return [mark.words for mark in text.marks]


class DrawnSerializer(TextSerializer):
    worker = serializers.CharField()
    role = serializers.CharField()
    episode = serializers.IntegerField()
    finalised_at = serializers.DateTimeField(allow_null=True)


class PartSerializer(serializers.Serializer):
    section = serializers.CharField(source="section.key")
    heading = serializers.CharField(source="section.heading")
    texts = TextSerializer(many=True)
    drawn = DrawnSerializer(many=True)


class ModuleSerializer(serializers.Serializer):
    module = serializers.CharField(source="record.module")
    child = serializers.IntegerField(source="record.child_id", allow_null=True)
    state = serializers.CharField(source="record.state")
    updated_at = serializers.DateTimeField(source="record.updated_at", allow_null=True)
    parts = PartSerializer(many=True)


class WholeProgrammeSerializer(ProgrammeSerializer):
    modules = serializers.SerializerMethodField()

    @extend_schema_field(ModuleSerializer(many=True))
    def get_modules(self, programme: FamilyProgramme) -> list[dict[str, Any]]:
        people = list(programme.family.people_ever())
        rows = [
            {
                "record": record,
                "parts": texts_by_section(record, module, people),
            }
            for record in records_of(programme)
            if (module := module_named(record.module))
        ]
        return cast("list[dict[str, Any]]", ModuleSerializer(rows, many=True).data)


class ProgrammeList(OneFamilyMixin, generics.ListAPIView):
    """The family's programmes, without what is written in them."""

    serializer_class = ProgrammeSerializer

    def get_queryset(self) -> QuerySet[FamilyProgramme]:
        return queries.programmes_of(self.family)


class ProgrammeDetail(OneFamilyMixin, generics.RetrieveAPIView):
    """One programme with its modules as they stand now."""

    serializer_class = WholeProgrammeSerializer

    def get_object(self) -> FamilyProgramme:
        return get_object_or_404(queries.programmes_of(self.family), pk=self.kwargs["programme_id"])
