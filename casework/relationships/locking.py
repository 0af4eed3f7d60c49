"""While a summary of the family is open its relationships do not change, but for a manager's override (C23).

The hold is placed and lifted by the app to the right that knows the summaries. Births, deaths and pregnancies that end
are acts of their own: they never ask here.
"""

from casework import practice
from casework.access import access_of, may_take
from casework.families.holds import standing
from casework.families.models import Held
from casework.refusal import Refusal
from casework.relationships.models import RelationshipOverride
from casework.users.roles import Role


def is_practised():
    """Whether the practice file locks relationships at all."""
    return practice.current().settings.relationships_locked_while_summary_open


def lock_of(family):
    """The hold that keeps relationships as they are, or None: it says why and until when."""
    if not is_practised():
        return None
    return next(iter(standing(family, Held.RELATIONSHIPS)), None)


def may_override(access):
    return may_take(access, "override_relationships")


def who_overrides():
    """'deputy team manager': the lowest grade that may."""
    return Role(practice.current().decisions.override_relationships).label.lower()


def check(family, by, because):
    """Whether this change needs an override; Refusal where it needs one and `by` has not the grade or gave no reason.

    Called with the family locked, as the hold is placed: no summary opens between this and the change.
    """
    hold = lock_of(family)
    if hold is None:
        return False
    if not may_override(access_of(by, family)):
        raise Refusal(f"Relationships are locked. {hold.because} If it cannot wait, ask a {who_overrides()}.")
    if not because.strip():
        raise Refusal("Relationships are locked. Say why this cannot wait.", "override_because")
    return True


def override(relationship, act, *, because, by, at):
    """Written with the change that it allowed, in the same transaction."""
    RelationshipOverride.objects.create(
        family_id=relationship.family_id, relationship=relationship, act=act, because=because.strip(), by=by, at=at
    )
