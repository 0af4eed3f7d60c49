"""Group supervisions and changes of the overall RAG in the chronology."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Exists, F, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from casework.families.models import Family, Rag
from chronology.sources.queries import NOTHING, as_columns, choice_label, sentence
from supervision.group_supervisions.models import Decision, Filing
from supervision.group_supervisions.states import WAS_HELD, SupervisionState
from workbook.episodes.models import EpisodeMember


def supervisions(family: Family, rank: int) -> QuerySet:
    held = family.groupsupervision_set.filter(state__in=WAS_HELD)
    decided = choice_label("decision", Decision.choices)
    why = Case(When(decision_because="", then=decided), default=sentence(decided, ". ", F("decision_because")))
    return _supervisions(held, rank, headline=Value("Group supervision held"), why=why)


def rag_changes(family: Family, rank: int) -> QuerySet:
    """Each signed-off supervision whose overall RAG differs from that of the one signed off before it."""
    signed = family.groupsupervision_set.filter(state=SupervisionState.SIGNED_OFF)
    earlier = signed.filter(held_at__lt=OuterRef("held_at")).order_by("-held_at").values("overall_rag")[:1]
    changed = signed.annotate(before=Coalesce(Subquery(earlier), NOTHING)).exclude(before=F("overall_rag"))
    now, before = choice_label("overall_rag", Rag.choices), choice_label("before", Rag.choices)
    first = sentence("First overall RAG: ", now)
    later = sentence("Overall RAG changed from ", before, " to ", now)
    headline = Case(When(before="", then=first), default=later)
    return _supervisions(changed, rank, headline=headline, why=F("rationale"))


def _supervisions(rows: QuerySet, rank: int, **columns: Any) -> QuerySet:
    """About the children of the episode, but for those in whose file it is not filed (C2)."""
    # It is filed once on a child who was entered twice, which holds for both entries.
    of_one = Filing.objects.annotate(one=Coalesce("child__merged_into", "child"), episode=F("supervision__episode"))
    person = Coalesce(OuterRef("person__merged_into"), OuterRef("person"))
    left_out = of_one.filter(episode=OuterRef("episode"), one=person)
    children = EpisodeMember.objects.children().filter(episode=OuterRef("episode")).order_by()
    filed = children.filter(~Exists(left_out.exclude(left_out_because=""))).values("person")
    return as_columns(
        rows, rank, moment=F("held_at"), about=ArraySubquery(filed), target=F("pk"), timed=Value(True), **columns
    )
