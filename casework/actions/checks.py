"""What is asked before an action is agreed: that nobody is made to answer for the one who harms them (B9)."""

import re
from collections.abc import Iterable

from django.db.models import Q

from casework.families.models import ADULTS, Family
from casework.people.models import Person
from casework.protections.models import Protection
from casework.refusal import Odd
from casework.trail.confirming import ask
from casework.warnings.models import Caution, WarningKind
from casework.words import in_short

DOMESTIC_ABUSE = ("3A", "3B", "3C")
HARMS = (WarningKind.VIOLENCE, WarningKind.NON_CONTACT, WarningKind.WEAPON)
# 'keep him away', 'not let her in', 'make sure that he …': what one adult is to do about another.
ABOUT_ANOTHER = re.compile(
    r"\b(keep|keeps|let|lets|allow|allows|stop|stops|prevent|prevents|make sure|makes sure|ensure|ensures|persuade|"
    r"watch|watches|control|controls|tell us|tells us|report|reports|ring|rings|call|calls|end|ends)\b"
    r"[^.;]*\b(him|he|his|her|she|partner|husband|wife|boyfriend|girlfriend|father|mother)\b",
    re.IGNORECASE,
)


def those_who_harm(family: Family) -> set[int]:
    """The `one_id`s of those from whom the record says that a risk comes: an alert names them, or a place is kept from
    them.
    """
    named = Caution.objects.filter(family=family, ended_on=None, kind__in=HARMS, person__isnull=False)
    ids = {person for from_whom in _kept_from(family) for person in from_whom}
    people = Person.objects.filter(Q(pk__in=ids) | Q(pk__in=named.values("person")))
    return {person.one_id for person in people}


def _kept_from(family: Family) -> Iterable[list[int]]:
    return Protection.objects.filter(family=family, ended_at=None).values_list("from_whom", flat=True)


def harm_is_known(family: Family) -> bool:
    """Whether the record knows of domestic abuse: in a referral's factors, in an alert, or by what is protected."""
    factors = Q(factors__overlap=list(DOMESTIC_ABUSE))
    return (
        family.involvement_set.filter(factors).exists()
        or Caution.objects.filter(family=family, ended_on=None, kind__in=HARMS).exists()
        or any(_kept_from(family))
    )


def ask_about_control(family: Family, person: Person, what: str) -> None:
    """Query an agreement that seems to make `person` answer for another adult; it stands once that is confirmed.

    Only where the record knows of harm between adults, and not of what the one who harms takes on.
    """
    if not harm_is_known(family) or person.one_id in those_who_harm(family):
        return
    others = family.familymember_set.filter(role__in=ADULTS).exclude(person=person).select_related("person")
    named = [str(each.person) for each in others if each.person.one_id != person.one_id and _names(each.person, what)]
    if not named and not ABOUT_ANOTHER.search(what):
        return
    whom = " or ".join(named) or "another adult"
    ask(
        Odd(
            f"‘{in_short(what)}’ asks {person} to answer for what {whom} does. Nobody who is "
            "harmed can control the one who harms: agree instead what we do, or what the other does.",
            "what",
            brief="an agreement asks one adult to answer for another",
        )
    )


def _names(person: Person, what: str) -> bool:
    called = {person.known_as or "", person.name, person.name.split()[0] if person.name_known else ""} - {""}
    return any(re.search(rf"\b{re.escape(each)}\b", what, re.IGNORECASE) for each in called)
