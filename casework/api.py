"""The read-only API of families and the people in them."""

from typing import Any, cast

from django.db.models import QuerySet, prefetch_related_objects
from django.utils import timezone
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.views import APIView

from casework.access import SignedInRequest, families_for, open_family, refuse_copy
from casework.access.grants.models import LASTING
from casework.allocations.models import Allocation
from casework.allocations.queries import allocations_on
from casework.families.models import Family, FamilyMember
from casework.families.queries import not_joined
from casework.in_error.models import InError
from casework.in_error.presenters import line_of
from casework.in_error.queries import rows_of
from casework.in_error.registry import KINDS
from casework.people.family_time.models import FamilyTime
from casework.people.family_time.queries import family_time_of
from casework.people.responsibility.models import ParentalResponsibility
from casework.people.responsibility.queries import responsibilities_of
from casework.people.safe_contacts.models import SafeContact
from casework.people.safe_contacts.queries import safe_contacts_of
from casework.referrals.models import Referral
from casework.relationships.models import Relationship
from casework.relationships.queries import prefetch_relationships
from casework.risk_dates.models import RiskDate
from casework.risk_dates.queries import dates_of, standing
from casework.subjects import SubjectKey
from casework.users.models import User


class FamilySerializer(serializers.ModelSerializer):
    reference = serializers.CharField(help_text="What may stand where the name may not.")
    overall_rag = serializers.CharField(source="headline.overall_rag")
    rag_since = serializers.DateField(source="headline.rag_since", allow_null=True)
    next_supervision = serializers.DateTimeField(source="headline.next_supervision", allow_null=True)

    class Meta:
        model = Family
        fields = ["id", "reference", "name", "overall_rag", "rag_since", "next_supervision"]


class MemberSerializer(serializers.ModelSerializer):
    id = serializers.IntegerField(source="person_id")
    name = serializers.CharField(source="person.name", help_text="Where it is not known, what the person is called.")
    name_known = serializers.BooleanField(source="person.name_known")
    known_as = serializers.CharField(source="person.known_as")
    sex = serializers.CharField(source="person.sex")
    born = serializers.DateField(source="person.born", allow_null=True, help_text="Only where the day is known.")
    about_age = serializers.IntegerField(
        source="person.about_age", allow_null=True, help_text="In years, where the birth is not exact."
    )
    about_age_on = serializers.DateField(
        source="person.about_age_on", allow_null=True, help_text="The day on which that was said."
    )
    expected = serializers.DateField(source="person.expected", allow_null=True)
    died = serializers.DateField(source="person.died", allow_null=True)

    class Meta:
        model = FamilyMember
        fields = [
            "id", "name", "name_known", "known_as", "role", "sex", "born", "expected", "about_age", "about_age_on",
            "died", "in_household", "from_date", "until_date",
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
        refuse_copy(self.family.access)


class FamilyList(generics.ListAPIView):
    """The families that you may open."""

    serializer_class = FamilySerializer

    def get_queryset(self) -> QuerySet[Family]:
        return not_joined(families_for(cast(User, self.request.user), grants=LASTING)).select_related("headline")


class FamilyDetail(OneFamilyMixin, generics.RetrieveAPIView):
    """One family: its people, how they are related, its referrals and who is allocated to it."""

    serializer_class = FamilyDetailSerializer

    def get_object(self) -> Family:
        today = timezone.localdate()
        prefetch_related_objects([self.family], *PREFETCHED, prefetch_relationships(), allocations_on(today))
        return self.family


class ResponsibilitySerializer(serializers.ModelSerializer):
    ground_label = serializers.CharField(source="get_ground_display", help_text="The words of `ground`.")

    class Meta:
        model = ParentalResponsibility
        fields = ["id", "child", "holder", "authority", "ground", "ground_label", "from_date", "ends_on", "ended_on"]


class FamilyTimeSerializer(serializers.ModelSerializer):
    class Meta:
        model = FamilyTime
        fields = [
            "id", "child", "with_person", "with_whom", "supervision", "supervised_by", "how_often", "decided_by",
            "not_allowed", "from_date", "until_date",
        ]  # fmt: skip


class SafeContactSerializer(serializers.ModelSerializer):
    """Never the code word."""

    class Meta:
        model = SafeContact
        fields = ["id", "person", "when", "how", "voicemail", "post_read_by", "from_date", "until_date"]


class RiskDateSerializer(serializers.ModelSerializer):
    class Meta:
        model = RiskDate
        fields = ["id", "kind", "day", "about", "note"]


class FamilyFactsSerializer(serializers.Serializer):
    """What is known around the people of one family; expects the rows by these names."""

    parental_responsibility = ResponsibilitySerializer(many=True)
    family_time = FamilyTimeSerializer(many=True)
    safe_contact = SafeContactSerializer(many=True)
    risk_dates = RiskDateSerializer(many=True)


class FamilyFacts(OneFamilyMixin, generics.RetrieveAPIView):
    """Who holds parental responsibility, family time, safe contact, and dates of risk ahead, of one family."""

    serializer_class = FamilyFactsSerializer

    def get_object(self) -> dict[str, Any]:
        family, user, today = self.family, cast(User, self.request.user), timezone.localdate()
        people = family.people_now()
        return {
            "parental_responsibility": responsibilities_of(family, people, user, today),
            "family_time": family_time_of(family, people, user, today),
            "safe_contact": safe_contacts_of(family, people, user, today),
            "risk_dates": standing(dates_of(family, user, today), today),
        }


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
        context = {**self.get_serializer_context(), "rows": rows_of(args[0]) if args else {}}
        return self.get_serializer_class()(*args, **kwargs, context=context)
