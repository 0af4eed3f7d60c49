"""The read-only API of Workbooks, their episodes and the summaries in them."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import generics, serializers

from casework.api import OneFamilyMixin
from casework.marks.api import MarksField
from workbook.episodes.models import WorkbookEpisode
from workbook.summaries.models import InterventionSummary, SummaryPassage
from workbook.workbooks.models import Workbook


class WorkbookSerializer(serializers.ModelSerializer):
    opened_by = serializers.CharField(source="opened_by.name")
    closed_by = serializers.CharField(source="closed_by.name", default=None, allow_null=True)
    closed_reason_label = serializers.CharField(
        source="get_closed_reason_display", help_text="The words of the key `closed_reason`."
    )

    class Meta:
        model = Workbook
        fields = [
            "id", "version", "state", "referral", "index_child", "opened_at", "opened_by", "closed_at", "closed_by",
            "closed_reason", "closed_reason_label", "closed_because",
        ]  # fmt: skip


class EpisodeSerializer(serializers.ModelSerializer):
    people = serializers.SerializerMethodField(help_text="Persons.")

    class Meta:
        model = WorkbookEpisode
        fields = ["id", "workbook", "number", "state", "begun_at", "supervision_planned_for", "closed_at", "people"]

    def get_people(self, episode: WorkbookEpisode) -> list[int]:
        return [member.person_id for member in episode.members.all()]


class PassageSerializer(serializers.ModelSerializer):
    marks = MarksField()
    about = serializers.ListField(child=serializers.IntegerField(), help_text="Persons; none means everyone.")

    class Meta:
        model = SummaryPassage
        fields = ["section", "text", "about", "marks"]


class SummarySerializer(serializers.ModelSerializer):
    worker = serializers.CharField(source="worker.name")
    role = serializers.CharField(source="allocation.role")
    passages = PassageSerializer(many=True)
    marks = MarksField(help_text="Of its rating and the reason for it.")
    part_of = serializers.PrimaryKeyRelatedField(
        read_only=True,
        allow_null=True,
        help_text="The summary of a colleague in which this is read; it has no rating of its own then.",
    )

    class Meta:
        model = InterventionSummary
        fields = [
            "id", "episode", "worker", "role", "part_of", "state", "opened_at", "updated_at", "finalised_at", "rag",
            "rationale", "no_direct_work", "no_direct_work_because", "left_out_because", "handed_over_because",
            "passages", "marks",
        ]  # fmt: skip

    def to_representation(self, summary: InterventionSummary) -> dict[str, Any]:
        """The one rating is that of the whole (A3.18)."""
        rating = {"rag": "", "rationale": "", "no_direct_work": False, "no_direct_work_because": ""}
        return super().to_representation(summary) | (rating if summary.part_of_id else {})


class WorkbookList(OneFamilyMixin, generics.ListAPIView):
    """Every version of the family's Workbook."""

    serializer_class = WorkbookSerializer

    def get_queryset(self) -> QuerySet[Workbook]:
        return self.family.workbook_set.select_related("opened_by", "closed_by")


class EpisodeList(OneFamilyMixin, generics.ListAPIView):
    """The episodes of all versions of the family's Workbook."""

    serializer_class = EpisodeSerializer

    def get_queryset(self) -> QuerySet[WorkbookEpisode]:
        return self.family.workbookepisode_set.prefetch_related("members")


class SummaryList(OneFamilyMixin, generics.ListAPIView):
    """Each worker's intervention summaries, as saved; open ones too."""

    serializer_class = SummarySerializer

    def get_queryset(self) -> QuerySet[InterventionSummary]:
        summaries = self.family.interventionsummary_set.select_related("worker", "allocation")
        return summaries.prefetch_related("passages")
