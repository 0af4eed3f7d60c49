"""What each role may do with a family: a table that a manager can read."""

from collections.abc import Iterable
from enum import StrEnum

from casework.access.grants.models import GrantKind
from casework.users.roles import GRADES, PRACTITIONERS, Role


class Can(StrEnum):
    READ = "read the family's record"
    RECORD = "record on the family's file"
    LEAD = "keep the family's people and case summaries, or close an episode for supervision"
    DECIDE = "set up a family, allocate, decide on the Workbook or sign off supervision"
    ARRANGE = "arrange the supervision: its date, who came, its pack"
    INSPECT = "read who changed and who looked at what"


PRACTITIONER = frozenset({Can.READ, Can.RECORD})
MANAGER = frozenset({Can.READ, Can.RECORD, Can.LEAD, Can.DECIDE, Can.ARRANGE, Can.INSPECT})

BY_ROLE = {
    **dict.fromkeys(PRACTITIONERS, PRACTITIONER),
    **dict.fromkeys(GRADES, MANAGER),
    Role.BUSINESS_SUPPORT: frozenset({Can.READ, Can.ARRANGE}),
    Role.AUDITOR: frozenset({Can.READ, Can.INSPECT}),
}
# What is added for the one who leads the work with the family (A11.1).
LEAD_WORKER = frozenset({Can.LEAD})
# What remains for the days of grace after an allocation or a team's part has ended.
GRACE = frozenset({Can.READ})
# What is granted to one person for one family: never to lead, to decide, to arrange or to inspect.
BY_GRANT = {
    GrantKind.JOINT: PRACTITIONER,
    GrantKind.DUTY: PRACTITIONER,
    GrantKind.LINKED: frozenset({Can.READ}),
    GrantKind.AUDIT: frozenset({Can.READ}),
    GrantKind.BREAK_GLASS: frozenset({Can.READ}),
}


def roles_that(can: Can) -> list[Role]:
    return [role for role, rights in BY_ROLE.items() if can in rights]


def rights_of(roles: Iterable[str], *, leads: bool = False) -> frozenset[Can]:
    rights = frozenset().union(*(BY_ROLE[Role(role)] for role in roles))
    return rights | LEAD_WORKER if leads else rights


def grants_that(can: Can) -> list[GrantKind]:
    return [kind for kind, rights in BY_GRANT.items() if can in rights]


def rights_of_grants(kinds: Iterable[str]) -> frozenset[Can]:
    return frozenset().union(*(BY_GRANT[GrantKind(kind)] for kind in kinds))
