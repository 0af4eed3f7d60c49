"""So that Django finds the subjects' models; nobody imports from here."""

from casework.access.models import Restriction, RestrictionReader
from casework.actions.models import AgreedAction
from casework.calls.models import SafetyCall
from casework.cautions.models import Caution
from casework.closures.models import Closure, ClosureLetter, ClosurePassage
from casework.documents.models import Document
from casework.duedates.models import DueDate, Reminder
from casework.ecomap.models import EcomapTie
from casework.families.models import (
    Family,
    FamilyJoin,
    FamilyLink,
    FamilyMember,
    FamilyTeam,
    Headline,
    Hold,
    Person,
    Relationship,
)
from casework.genogram.models import GenogramNote, GenogramPassage
from casework.imports.models import Imported
from casework.notes.models import Addendum, CaseNote, NotePassage, Seen, Significance, Withdrawal
from casework.notifications.models import Notification, OutgoingMail
from casework.people.models import AskedItem, ContactDetail, ContactReader, KeyContact, PersonName
from casework.plans.models import Assessment, Conference, LegalEpisode, Plan
from casework.referrals.models import Allocation, Involvement, Referral, ReferralCheck, UnallocatedReason
from casework.relationships.models import RelationshipOverride
from casework.safety.models import SafetyPlan, SafetyPlanHolder, SafetyPlanPassage
from casework.summaries.models import CaseSummary, CaseSummaryPassage
from casework.trail.models import Viewing
from casework.transfers.models import Transfer
from casework.unsaved.models import UnsavedText
from casework.users.models import Absence, Post, Team, TeamMembership, User

__all__ = [
    "Absence", "Addendum", "AgreedAction", "Allocation", "AskedItem", "Assessment", "CaseNote", "CaseSummary",
    "CaseSummaryPassage", "Caution", "Closure", "ClosureLetter", "ClosurePassage", "Conference", "ContactDetail",
    "ContactReader", "Document", "DueDate", "EcomapTie", "Family", "FamilyJoin", "FamilyLink", "FamilyMember",
    "FamilyTeam", "GenogramNote", "GenogramPassage", "Headline", "Hold", "Imported", "Involvement", "KeyContact",
    "LegalEpisode", "NotePassage", "Notification", "OutgoingMail", "Person", "PersonName", "Plan", "Post", "Referral",
    "ReferralCheck", "Relationship", "RelationshipOverride", "Reminder", "Restriction", "RestrictionReader",
    "SafetyCall", "SafetyPlan", "SafetyPlanHolder", "SafetyPlanPassage", "Seen", "Significance", "Team",
    "TeamMembership", "Transfer", "UnallocatedReason", "UnsavedText", "User", "Viewing", "Withdrawal",
]  # fmt: skip
