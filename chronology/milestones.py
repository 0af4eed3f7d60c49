"""The milestones of a case, each derived from the rows that say so."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from casework.families.models import Person, Rag
from casework.referrals.models import Involvement
from chronology.columns import CHILDREN, EVERYONE, NOTHING, as_columns, london_day, name_of, said, these, words
from supervision.groups.models import Decision, Filing
from supervision.groups.states import SupervisionState
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
    return _involvements(closed, origin, F("closed_on"), "closed as a child in need")


def _involvements(rows, origin, day, what):
    headline = said(name_of("child__"), f": {what}")
    return as_columns(rows, origin, day=day, headline=headline, about=these("child"), target=F("referral"))


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
    return _workbooks(closed, origin, "closed", day=london_day("closed_at"), why=F("closed_because"))


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
    left_out = Filing.objects.filter(supervision__episode=OuterRef("episode"), child=OuterRef("person"))
    children = EpisodeMember.objects.filter(episode=OuterRef("episode"), person__is_child=True).order_by()
    filed = children.filter(~Exists(left_out.exclude(left_out_because=""))).values("person")
    return as_columns(rows, origin, day=london_day("held_at"), about=ArraySubquery(filed), target=F("pk"), **columns)


def births(family, origin):
    born = _people(family).filter(is_child=True, born__isnull=False)
    return as_columns(born, origin, day=F("born"), headline=said(name_of(""), " was born"), about=these("pk"))


def deaths(family, origin):
    died = _people(family).filter(died__isnull=False)
    headline = said(name_of(""), " died")
    return as_columns(died, origin, day=F("died"), headline=headline, about=_if_child("", "pk"))


def _people(family):
    return Person.objects.filter(pk__in=family.familymember_set.values("person"))


def joined(family, origin):
    """Who came after the record of the family began, but for those who were born into it."""
    came = _since_the_beginning(family, "from_date").exclude(person__born=F("from_date"))
    return _members(came, origin, "from_date", "joined")


def left(family, origin):
    return _members(_since_the_beginning(family, "until_date"), origin, "until_date", "left")


def _since_the_beginning(family, day):
    referred = family.referral_set.filter(received_on__lt=OuterRef(day)).order_by()
    return family.familymember_set.filter(Q(**{f"{day}__isnull": False}) & Exists(referred))


def _members(rows, origin, day, verb):
    place = Case(When(in_household=True, then=Value("household")), default=Value("family"))
    headline = said(name_of("person__"), f" {verb} the ", place)
    return as_columns(rows, origin, day=F(day), headline=headline, about=_if_child("person__", "person"))


def _if_child(prefix, pk):
    """A child's own milestone is the child's; an adult's concerns everyone."""
    return Case(When(**{f"{prefix}is_child": True}, then=these(pk)), default=EVERYONE, output_field=CHILDREN)
