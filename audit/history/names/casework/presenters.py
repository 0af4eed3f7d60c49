"""What the rows of casework are called in a sentence of the history, and to which part of the record they belong."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.db.models import Model

from casework.access.grants.models import FamilyGrant
from casework.access.models import ConflictOfInterest, Restriction, RestrictionReader
from casework.actions.models import AgreedAction
from casework.allocations.models import Allocation, EarlierLead
from casework.answers.models import Answer, AnswerHeldBack
from casework.calls.models import SafetyCall
from casework.case_summaries.models import CaseSummary, CaseSummaryPassage
from casework.closures.models import Closure, ClosureLetter, ClosurePassage, EndedByClosure
from casework.copies.models import CopyGiven
from casework.documents.models import Document
from casework.ecomap.models import EcomapTie
from casework.emergencies.models import Emergency, EmergencyReview
from casework.families.models import Family, FamilyMember, FamilyTeam
from casework.frozen.models import Frozen, FrozenPrint
from casework.frozen.registry import KINDS
from casework.genogram.models import GenogramNote, GenogramPassage
from casework.held_back.models import HeldBack
from casework.in_error.models import InError
from casework.joins.models import FamilyJoin
from casework.links.models import FamilyLink
from casework.matching.asking.models import BringInAsk
from casework.mentions.models import Mention
from casework.notes.models import CaseNote, NotePassage, Seen, Significance
from casework.passages.models import Passage
from casework.people.asked_items.models import AskedItem
from casework.people.contact_details.models import ContactDetail
from casework.people.family_time.models import FamilyTime
from casework.people.key_contacts.models import KeyContact
from casework.people.known_apart.models import KnownApart
from casework.people.models import Person, PersonName
from casework.people.own_right.models import OwnRightAnswer
from casework.people.responsibility.models import ParentalResponsibility
from casework.people.safe_contacts.models import SafeContact
from casework.plans.models import Assessment, Conference, LegalEpisode, Plan
from casework.protections.models import Protection, ProtectionReader, ProtectionRequest
from casework.referrals.models import Involvement, Referral, ReferralCheck
from casework.relationships.models import Relationship, RelationshipOverride
from casework.risk_dates.models import RiskDate
from casework.safety_plans.models import SafetyPlan, SafetyPlanPassage, SafetyPlanPrinting
from casework.transfers.models import Transfer
from casework.unallocated.models import UnallocatedReason
from casework.warnings.models import Caution
from casework.words import say_date, say_when


class RowName(NamedTuple):
    """`name(row)` names it within a sentence; `related` is what must be fetched with the row for that."""

    part: str
    name: Callable[[Any], str]
    related: tuple[str, ...] = ()


def note_name(note: CaseNote) -> str:
    return f"the {note.get_kind_display().lower()} of {say_when(note.at)}"


def passage_name(passage: Passage, owner: str) -> str:
    return f"‘{passage.get_section_display()}’ in {owner}"


def _case_summary(summary: CaseSummary) -> str:
    return f"case summary {summary.number} of {summary.child}"


def _closure(closure: Closure) -> str:
    return f"the closing of {closure.involvement.child}’s case"


def _letter(letter: ClosureLetter) -> str:
    return f"the letter to {letter.name} about {_closure(letter.closure)}"


ROW_NAMES: dict[type[Model], RowName] = {
    Family: RowName("people", lambda family: f"the family {family}"),
    Person: RowName("people", str),
    FamilyMember: RowName("people", lambda member: f"{member.person}’s place in the family", ("person",)),
    FamilyTeam: RowName("people", lambda row: f"team {row.team} for the family", ("team",)),
    # By its reference: it may be restricted.
    FamilyLink: RowName("people", lambda row: f"the link to the family {row.other.reference}", ("other",)),
    FamilyJoin: RowName("people", lambda row: f"that the family {row.joined} was joined to this one", ("joined",)),
    BringInAsk: RowName("people", lambda row: f"whether {row.person} may belong to another family too", ("person",)),
    Mention: RowName("access", lambda row: "what was recorded elsewhere and may be about this family"),
    KnownApart: RowName("people", lambda row: f"what this family alone knows of {row.person}", ("person",)),
    PersonName: RowName("people", lambda row: f"another name of {row.person}", ("person",)),
    AskedItem: RowName(
        "people", lambda row: f"what is known of {row.person}: {row.get_item_display().lower()}", ("person",)
    ),
    # Never the value: it may be protected.
    ContactDetail: RowName("people", lambda row: f"{row.person}’s {row.get_kind_display().lower()}", ("person",)),
    Protection: RowName("people", lambda row: f"the protection begun on {say_when(row.at)}"),
    ProtectionReader: RowName(
        "people",
        lambda row: f"{row.user} as a reader of what is protected since {say_when(row.protection.at)}",
        ("user", "protection"),
    ),
    ParentalResponsibility: RowName(
        "people", lambda row: f"{row.held_by}’s parental responsibility for {row.child}", ("child", "holder")
    ),
    FamilyTime: RowName(
        "people", lambda row: f"the family time of {row.child} and {row.other}", ("child", "with_person")
    ),
    # Never the code word.
    SafeContact: RowName("people", lambda row: f"how {row.person} may be reached safely", ("person",)),
    RiskDate: RowName("safety", lambda row: f"the date of risk ‘{row.get_kind_display()}’ on {say_date(row.day)}"),
    ProtectionRequest: RowName("people", lambda row: f"that {row.by} asked to read what is protected", ("by",)),
    HeldBack: RowName("people", lambda row: "that a text is held back, since it tells a protected place"),
    # Nor that of a nursery or a GP.
    KeyContact: RowName("people", lambda row: f"a key contact: {row.get_profession_display()}"),
    Caution: RowName("safety", lambda row: f"the warning ‘{row.get_kind_display()}’"),
    SafetyPlan: RowName("safety", lambda row: f"safety plan {row.number}"),
    SafetyPlanPassage: RowName("safety", lambda row: passage_name(row, f"safety plan {row.owner.number}"), ("owner",)),
    SafetyPlanPrinting: RowName(
        "safety", lambda row: f"what was asked before safety plan {row.plan.number} was printed", ("plan",)
    ),
    CopyGiven: RowName("notes", lambda row: f"{row.name}’s copy of {row.version}", ("person",)),
    Frozen: RowName("work", lambda row: f"the record of the {KINDS[row.kind].name}, {KINDS[row.kind].act}"),
    FrozenPrint: RowName("work", lambda row: f"the PDF of the {KINDS[row.frozen.kind].name}", ("frozen",)),
    Assessment: RowName("plans", lambda row: f"{row.child}’s {row.get_kind_display().lower()}", ("child",)),
    Plan: RowName("plans", lambda row: f"{row.child}’s {row.get_kind_display().lower()}", ("child",)),
    Conference: RowName("plans", lambda row: f"{row.child}’s {row.get_kind_display().lower()}", ("child",)),
    LegalEpisode: RowName("plans", lambda row: f"{row.child}’s {row.get_kind_display().lower()}", ("child",)),
    Closure: RowName("closure", _closure, ("involvement__child",)),
    ClosurePassage: RowName(
        "closure", lambda row: passage_name(row, _closure(row.owner)), ("owner__involvement__child",)
    ),
    ClosureLetter: RowName(
        "closure",
        _letter,
        ("closure__involvement__child",),
    ),
    Transfer: RowName("closure", lambda row: f"the transfer to team {row.to_team}", ("to_team",)),
    Restriction: RowName("access", lambda row: "the restriction of the family"),
    RestrictionReader: RowName("access", lambda row: f"{row.user} on the list of the restricted family", ("user",)),
    FamilyGrant: RowName("access", lambda row: f"that the family is open to {row.user}", ("user",)),
    ConflictOfInterest: RowName("access", lambda row: f"{row.user}’s conflict of interest", ("user",)),
    Emergency: RowName("access", lambda row: f"{row.by} in an emergency: {row.get_outcome_display().lower()}", ("by",)),
    EmergencyReview: RowName(
        "access", lambda row: f"the review of what {row.emergency.by} opened in an emergency", ("emergency__by",)
    ),
    SafetyCall: RowName("work", lambda row: f"the call of {say_when(row.taken_at)} about {row.child_name}"),
    ReferralCheck: RowName("work", lambda row: f"the check with {row.get_kind_display().lower()}"),
    UnallocatedReason: RowName("work", lambda row: "why nobody is allocated"),
    GenogramNote: RowName("people", lambda row: "the cultural notes"),
    GenogramPassage: RowName("people", lambda row: passage_name(row, "the cultural notes")),
    Relationship: RowName("people", lambda row: f"that {row.sentence}", ("person", "other")),
    Referral: RowName("work", lambda row: f"the referral received on {say_date(row.received_on)}"),
    Involvement: RowName("work", lambda row: f"{row.child}’s part in the referral", ("child",)),
    Allocation: RowName("work", lambda row: f"{row.worker}’s allocation", ("worker",)),
    EarlierLead: RowName(
        "work", lambda row: f"{row.allocation.worker}’s earlier days as lead", ("allocation__worker",)
    ),
    CaseNote: RowName("notes", note_name),
    NotePassage: RowName("notes", lambda row: passage_name(row, note_name(row.owner)), ("owner",)),
    Seen: RowName("notes", lambda row: f"who was seen on {note_name(row.note)}: {row.child}", ("note", "child")),
    Significance: RowName("notes", lambda row: f"the significance of {note_name(row.note)}", ("note",)),
    Answer: RowName("notes", lambda row: f"an answer to a finished record: {row.get_kind_display().lower()}"),
    AnswerHeldBack: RowName("notes", lambda row: "that the text of an answer is held back"),
    InError: RowName("notes", lambda row: "that something was recorded in error"),
    EndedByClosure: RowName("closure", lambda row: "what ended with the case"),
    AgreedAction: RowName("actions", lambda row: f"the agreed action ‘{row.what}’"),
    CaseSummary: RowName("case-summaries", _case_summary, ("child",)),
    CaseSummaryPassage: RowName(
        "case-summaries", lambda row: passage_name(row, _case_summary(row.owner)), ("owner__child",)
    ),
    Document: RowName("supervision", lambda row: f"the document {row.name}"),
    OwnRightAnswer: RowName(
        "people", lambda row: f"whether {row.person} is a child in need in their own right", ("person",)
    ),
    RelationshipOverride: RowName(
        "people",
        lambda row: f"why this was {row.get_act_display()} while a summary was open: {row.relationship.sentence}",
        ("relationship__person", "relationship__other"),
    ),
    EcomapTie: RowName(
        "people",
        lambda row: f"the tie of {row.person or 'the family'} with {row.with_whom or 'a key contact'}",
        ("person",),
    ),
}
