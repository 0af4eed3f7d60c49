"""The roles that the documents name (A11), and the grades of managers (C27)."""

from django.db.models import TextChoices


class Role(TextChoices):
    SOCIAL_WORKER = "social_worker", "Social worker"
    DOMESTIC_ABUSE_VICTIM_WORKER = "domestic_abuse_victim", "Domestic abuse worker (victims)"
    DOMESTIC_ABUSE_PERPETRATOR_WORKER = "domestic_abuse_perpetrator", "Domestic abuse worker (perpetrators)"
    RECOVERY_WORKER = "recovery_worker", "Recovery worker"
    MENTAL_HEALTH_WORKER = "mental_health_worker", "Mental health worker"
    CHILD_AND_FAMILY_WORKER = "child_and_family_worker", "Child and family worker"
    PROBATION_WORKER = "probation_worker", "Probation worker"
    EDUCATION_WORKER = "education_worker", "Education worker"
    FAMILY_HELP_LEAD = "family_help_lead", "Family Help lead practitioner"
    CHILD_PROTECTION_LEAD = "child_protection_lead", "Lead child protection practitioner"
    OUTSIDE_LEAD = "outside_lead", "Lead practitioner of another agency"
    DEPUTY = "deputy", "Deputy team manager"
    TEAM_MANAGER = "team_manager", "Team manager"
    SERVICE_MANAGER = "service_manager", "Service manager"
    HEAD_OF_SERVICE = "head_of_service", "Head of service"
    BUSINESS_SUPPORT = "business_support", "Business support"
    AUDITOR = "auditor", "Auditor"


PRACTITIONERS = (
    Role.SOCIAL_WORKER,
    Role.DOMESTIC_ABUSE_VICTIM_WORKER,
    Role.DOMESTIC_ABUSE_PERPETRATOR_WORKER,
    Role.RECOVERY_WORKER,
    Role.MENTAL_HEALTH_WORKER,
    Role.CHILD_AND_FAMILY_WORKER,
    Role.PROBATION_WORKER,
    Role.EDUCATION_WORKER,
    Role.FAMILY_HELP_LEAD,
    Role.CHILD_PROTECTION_LEAD,
    Role.OUTSIDE_LEAD,
)
# Of another agency: open to them are the families to which they are allocated, and none through a team (P38).
OUTSIDE = (Role.OUTSIDE_LEAD,)
# Lowest first; a decision names its lowest grade in the practice file, and every higher one may take it too.
GRADES = (Role.DEPUTY, Role.TEAM_MANAGER, Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE)
# Who takes a call about a child's safety for their team (A7.20).
CALL_TAKERS = (Role.BUSINESS_SUPPORT, Role.SOCIAL_WORKER, Role.CHILD_PROTECTION_LEAD, *GRADES)
# Who manages one team; the higher grades manage several.
TEAM_MANAGERS = (Role.DEPUTY, Role.TEAM_MANAGER)


def grades_from(lowest: str) -> tuple[Role, ...]:
    """The grade `lowest` and every higher one."""
    return GRADES[GRADES.index(Role(lowest)) :]
