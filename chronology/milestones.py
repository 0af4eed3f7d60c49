"""The milestones of a case, each derived from the rows that say so."""

from datetime import timedelta

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, TextField, Value, When
from django.db.models.functions import Cast, Coalesce, LPad, NullIf
from django.utils import timezone

from casework import practice
from casework.families.models import FamilyLink, FamilyMember, Rag
from casework.practice import codes
from casework.referrals.models import Involvement
from chronology.columns import CHILDREN, EVERYONE, NOTHING, as_columns, london_day, name_of, said, these, words
from supervision.groups.models import Decision, Filing
from supervision.groups.states import SupervisionState
from workbook.books import reasons
from workbook.books.models import WorkbookDecision
from workbook.episodes.models import EpisodeMember


def referrals(family, origin):
    children = Involvement.objects.filter(referral=OuterRef("pk")).order_by().values("child")
    return as_columns(
        family.referral_set, origin, day=F("received_on"), headline=Value("Referral received"), why=F("reason"),
        about=ArraySubquery(children), target=F("pk"),
    )  # fmt: skip


def involvements_opened(family, origin):
    return _involvements(family.involvement_set, origin, F("opened_on"), "opened as a child in need")


def involvements_closed(family, origin):
    closed = family.involvement_set.filter(closed_on__isnull=False)
    reasons = [(code.code, code.label) for code in codes.read("closure_reasons").codes]
    why = words("closed_because", reasons)
    return _involvements(closed, origin, F("closed_on"), "closed as a child in need", why=why)


def _involvements(rows, origin, day, what, **columns):
    headline = said(name_of("child__"), f": {what}")
    return as_columns(rows, origin, day=day, headline=headline, about=these("child"), target=F("referral"), **columns)


def leads(family, origin):
    headline = said(F("worker__name"), " became the lead worker")
    leading = family.allocation_set.filter(lead_from__lte=timezone.localdate())
    return as_columns(leading, origin, day=F("lead_from"), headline=headline, why=F("reason"))


def workbooks_opened(family, origin):
    decisions = WorkbookDecision.objects.filter(referral=OuterRef("referral"), opened=True)
    reason = Subquery(decisions.order_by("-at").values("reason")[:1])
    return _workbooks(family.workbook_set, origin, "opened", day=london_day("opened_at"), why=Coalesce(reason, NOTHING))


def workbooks_closed(family, origin):
    closed = family.workbook_set.filter(closed_at__isnull=False)
    # By the reason, so that one that was never to be opened is told from one after which the work was done (A2.5).
    reason = Coalesce(NullIf(words("closed_reason", reasons.choices()), NOTHING), F("closed_reason"))
    why = said(reason, ". ", F("closed_because"))
    return _workbooks(closed, origin, "closed", day=london_day("closed_at"), why=why)


def _workbooks(rows, origin, what, **columns):
    headline = said(f"Workbook {what}, version ", F("version"))
    return as_columns(rows, origin, headline=headline, **columns)


def supervisions(family, origin):
    held = family.groupsupervision_set.filter(state__in=[SupervisionState.HELD, SupervisionState.SIGNED_OFF])
    decided = words("decision", Decision.choices)
    why = Case(When(decision_because="", then=decided), default=said(decided, ". ", F("decision_because")))
    return _supervisions(held, origin, headline=Value("Group supervision held"), why=why)


def rag_changes(family, origin):
    """Each signed-off supervision whose overall RAG differs from that of the one signed off before it."""
    signed = family.groupsupervision_set.filter(state=SupervisionState.SIGNED_OFF)
    earlier = signed.filter(held_at__lt=OuterRef("held_at")).order_by("-held_at").values("overall_rag")[:1]
    changed = signed.annotate(before=Coalesce(Subquery(earlier), NOTHING)).exclude(before=F("overall_rag"))
    now, before = words("overall_rag", Rag.choices), words("before", Rag.choices)
    first = said("First overall RAG: ", now)
    later = said("Overall RAG changed from ", before, " to ", now)
    headline = Case(When(before="", then=first), default=later)
    return _supervisions(changed, origin, headline=headline, why=F("rationale"))


def _supervisions(rows, origin, **columns):
    """About the children of the episode, but for those in whose file it is not filed (C2)."""
    # It is filed once on a child who was entered twice, which holds for both entries.
    of_one = Filing.objects.annotate(one=Coalesce("child__merged_into", "child"), episode=F("supervision__episode"))
    person = Coalesce(OuterRef("person__merged_into"), OuterRef("person"))
    left_out = of_one.filter(episode=OuterRef("episode"), one=person)
    children = EpisodeMember.objects.filter(episode=OuterRef("episode"), person__is_child=True).order_by()
    filed = children.filter(~Exists(left_out.exclude(left_out_because=""))).values("person")
    return as_columns(rows, origin, day=london_day("held_at"), about=ArraySubquery(filed), target=F("pk"), **columns)


def assessments_completed(family, origin):
    """The Family Programme completed as an assessment: on the day on which the manager agreed, and what it was for.

    What was agreed stands in the assessment itself: a chronology may be handed to whom it is not shared with.
    """
    occasions = practice.current().assessment_occasions.items()
    headline = said("Family Programme ", F("assessment__programme__number"), " completed as an assessment")
    return as_columns(
        family.completedassessment_set, origin, day=london_day("at"), headline=headline,
        why=words("assessment__occasion", occasions), target=F("assessment"),
    )  # fmt: skip


def births(family, origin):
    born = family.people_ever().filter(is_child=True, born__isnull=False)
    return as_columns(born, origin, day=F("born"), headline=said(name_of(""), " was born"), about=these("pk"))


def deaths(family, origin):
    died = family.people_ever().filter(died__isnull=False)
    headline = said(name_of(""), " died")
    return as_columns(died, origin, day=F("died"), headline=headline, about=_if_child("", "pk"))


def pregnancies_ended(family, origin):
    ended = family.familymember_set.filter(person__pregnancy_ended_on__isnull=False, until_date__isnull=False)
    headline = said(name_of("person__"), ": the pregnancy ended")
    return as_columns(ended, origin, day=F("person__pregnancy_ended_on"), headline=headline, why=F("ended_because"))


def joined(family, origin):
    """Who came after the record of the family began, or came back, but for those who were born into it."""
    referred = family.referral_set.filter(received_on__lt=OuterRef("from_date")).order_by()
    came = family.familymember_set.filter(
        ~Exists(_moved_from()), Exists(referred) | Exists(_before()), from_date__isnull=False
    )
    verb = Case(When(Exists(_before()), then=Value(" came back to the ")), default=Value(" joined the "))
    place = Case(When(in_household=True, then=Value("household")), default=Value("family"))
    headline = said(name_of("person__"), verb, place)
    return _movements(came.exclude(person__born=F("from_date")), origin, "from_date", headline, F("because"))


def moved(family, origin):
    """Into the household or out of it: one membership ended the day before, and this one began."""
    where = Case(When(in_household=True, then=Value("into")), default=Value("out of"))
    headline = said(name_of("person__"), " moved ", where, " the household")
    rows = family.familymember_set.filter(Exists(_moved_from()))
    return _movements(rows, origin, "from_date", headline, F("because"))


def left(family, origin):
    """Who does not belong to the family any more; a move is no leaving, nor is a pregnancy that ended."""
    gone = family.familymember_set.filter(until_date__isnull=False, person__pregnancy_ended_on=None)
    headline = said(name_of("person__"), " left the family")
    return _movements(
        gone.exclude(Exists(_moved_to()), ended_because=""), origin, "until_date", headline, F("ended_because")
    )


def _before():
    """Earlier memberships of the person in the family."""
    return FamilyMember.objects.filter(
        family=OuterRef("family"), person=OuterRef("person"), until_date__lt=OuterRef("from_date")
    ).order_by()


def _moved_from():
    """The membership that a move ended: nothing was said of leaving, and the next began on the day after."""
    return _before().filter(until_date=OuterRef("from_date") - timedelta(days=1), ended_because="")


def _moved_to():
    same = FamilyMember.objects.filter(family=OuterRef("family"), person=OuterRef("person"))
    return same.filter(from_date=OuterRef("until_date") + timedelta(days=1)).order_by()


def _movements(rows, origin, day, headline, why):
    return as_columns(rows, origin, day=F(day), headline=headline, why=why, about=_if_child("person__", "person"))


def families_linked(family, origin):
    """On the file of both families, by the other's reference: its name is told only where one may know it (A1.16)."""
    rows = FamilyLink.objects.filter(Q(family=family) | Q(other=family))
    other = Case(When(family=family, then=F("other_id")), default=F("family_id"))
    headline = said("Linked to family F", LPad(Cast(other, TextField()), 5, Value("0")))
    return as_columns(rows, origin, day=F("from_date"), headline=headline, why=F("because"))


def _if_child(prefix, pk):
    """A child's own milestone is the child's; an adult's concerns everyone."""
    return Case(When(**{f"{prefix}is_child": True}, then=these(pk)), default=EVERYONE, output_field=CHILDREN)
