"""The read-only API of families and the people in them."""

from typing import Any, cast

from django.db.models import QuerySet, prefetch_related_objects
from django.utils import timezone
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.views import APIView

from casework.access import SignedInRequest, families_for, open_family
from casework.allocations.models import Allocation
from casework.allocations.queries import allocations_on
from casework.families.models import Family, FamilyMember
from casework.families.queries import not_joined
from casework.referrals.models import Referral
from casework.relationships.models import Relationship
from casework.relationships.queries import prefetch_relationships
from casework.users.models import User


class FamilySerializer(serializers.ModelSerializer):
    reference = serializers.CharField(help_text="What may stand where the name may not.")
    overall_rag = serializers.CharField(source="headline.overall_rag")
    rag_since = serializers.DateField(source="headline.rag_since")
    next_supervision = serializers.DateTimeField(source="headline.next_supervision")

    class Meta:
        model = Family
        fields = ["id", "reference", "name", "overall_rag", "rag_since", "next_supervision"]


class MemberSerializer(serializers.ModelSerializer):
    id = serializers.IntegerField(source="person_id")
    name = serializers.CharField(source="person.name")
    known_as = serializers.CharField(source="person.known_as")
    sex = serializers.CharField(source="person.sex")
    born = serializers.DateField(source="person.born")
    expected = serializers.DateField(source="person.expected")
    died = serializers.DateField(source="person.died")

    class Meta:
        model = FamilyMember
        fields = [
            "id", "name", "known_as", "role", "sex", "born", "expected", "died", "in_household", "from_date",
            "until_date",
        ]  # fmt: skip


class RelationshipSerializer(serializers.ModelSerializer):
    sentence = serializers.CharField()

    class Meta:
        model = Relationship
        fields = ["person", "kind", "other", "sentence", "from_date", "until_date"]


class AllocationSerializer(serializers.ModelSerializer):
    worker = serializers.CharField(source="worker.name")
    lead = serializers.BooleanField(help_text="Whether this worker leads today.")

    class Meta:
        model = Allocation
        fields = ["id", "worker", "role", "lead", "from_date", "until_date", "reason"]


class ReferralSerializer(serializers.ModelSerializer):
    source_label = serializers.CharField(source="get_source_display", help_text="The words of the code `source`.")

    class Meta:
        model = Referral
        fields = ["id", "received_on", "source", "source_label", "reason"]


class FamilyDetailSerializer(FamilySerializer):
    """Expects the related rows prefetched: see `FamilyDetail`."""

    members = MemberSerializer(many=True, source="familymember_set")
    relationships = RelationshipSerializer(many=True, source="relationship_set")
    allocations = AllocationSerializer(many=True, source="allocation_set")
    referrals = ReferralSerializer(many=True, source="referral_set")

    class Meta(FamilySerializer.Meta):
        fields = [*FamilySerializer.Meta.fields, "members", "relationships", "allocations", "referrals"]


PREFETCHED = (
    "familymember_set__person",
    "referral_set",
)


class OneFamilyMixin(APIView):
    """For views of what belongs to one family: `self.family` is open, and the viewing noted, before anything else."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        # The middleware that writes the viewing knows Django's request, not the framework's around it.
        self.family = open_family(cast(SignedInRequest, request._request), kwargs["family_id"])


class FamilyList(generics.ListAPIView):
    """The families that you may open."""

    serializer_class = FamilySerializer

    def get_queryset(self) -> QuerySet[Family]:
        return not_joined(families_for(cast(User, self.request.user))).select_related("headline")


class FamilyDetail(OneFamilyMixin, generics.RetrieveAPIView):
    """One family: its people, how they are related, its referrals and who is allocated to it."""

    serializer_class = FamilyDetailSerializer

    def get_object(self) -> Family:
        today = timezone.localdate()
        prefetch_related_objects([self.family], *PREFETCHED, prefetch_relationships(), allocations_on(today))
        return self.family
