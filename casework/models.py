"""So that Django finds the subjects' models; nobody imports from here."""

from casework.actions.models import AgreedAction
from casework.documents.models import Document
from casework.duedates.models import DueDate, Reminder
from casework.families.models import Family, FamilyMember, FamilyTeam, Headline, Person, Relationship
from casework.notes.models import Addendum, CaseNote, NotePassage, Seen, Significance, Withdrawal
from casework.notifications.models import Notification, OutgoingMail
from casework.referrals.models import Allocation, Involvement, Referral
from casework.summaries.models import CaseSummary, CaseSummaryPassage
from casework.trail.models import Viewing
from casework.unsaved.models import UnsavedText
from casework.users.models import Post, Team, TeamMembership, User

__all__ = [
    "Addendum", "AgreedAction", "Allocation", "CaseNote", "CaseSummary", "CaseSummaryPassage", "Document", "DueDate",
    "Family", "FamilyMember", "FamilyTeam", "Headline", "Involvement", "NotePassage", "Notification", "OutgoingMail",
    "Person", "Post", "Referral", "Relationship", "Reminder", "Seen", "Significance", "Team", "TeamMembership",
    "UnsavedText", "User", "Viewing", "Withdrawal",
]  # fmt: skip
