"""Setting up a family and keeping its people right."""

from django.utils import timezone

from casework.families.models import Family, FamilyMember, FamilyTeam, Headline, Person, Relationship
from casework.refusal import Refusal
from casework.trail.acting import service
from casework.users.models import TeamMembership
from casework.users.roles import GRADES


def lock(family):
    """Hold the family's row until the transaction ends: whatever is made once for a family is made under it."""
    return Family.objects.select_for_update().get(pk=family.pk)


@service
def add_family(*, name, team, by, at, form_key=None):
    """A family with its team; a second submission of the same form gives the same family."""
    today = timezone.localdate(at)
    if not TeamMembership.objects.on(today).filter(user=by, team=team, role__in=GRADES).exists():
        raise Refusal("You can add a family only to a team that you manage. Choose your own team.", "team")
    family, added = (
        Family.objects.get_or_create(form_key=form_key, defaults={"name": name})
        if form_key
        else (
            Family.objects.create(name=name),
            True,
        )
    )
    if added:
        FamilyTeam.objects.create(family=family, team=team, from_date=today)
        Headline.objects.create(family=family)
    return family


@service
def add_person(
    family, *, name, is_child, by, at, known_as="", sex="U", born=None, expected=None, telephone="",
    in_household=True, from_date=None, form_key=None,
):  # fmt: skip
    """A person who becomes a member of the family; a second submission of the same form gives the same person."""
    lock(family)
    if form_key and (person := Person.objects.filter(form_key=form_key, memberships__family=family).first()):
        return person
    _check_birth(is_child, born, expected, timezone.localdate(at))
    person = Person.objects.create(
        name=name, known_as=known_as, is_child=is_child, sex=sex, born=born, expected=expected,
        telephone=telephone, form_key=form_key,
    )  # fmt: skip
    FamilyMember.objects.create(family=family, person=person, in_household=in_household, from_date=from_date)
    return person


def _check_birth(is_child, born, expected, today):
    if born and born > today:
        raise Refusal("The date of birth is in the future. For an unborn child give the expected date instead.", "born")
    if is_child and not born and not expected:
        raise Refusal("Give the child's date of birth, or the expected date for an unborn child.", "born")
    if born and expected:
        raise Refusal("Give the date of birth or the expected date, not both.", "expected")


@service
def relate(family, person, *, kind, other, by, from_date=None):
    """`person` is the `kind` of `other`; both belong to the family."""
    lock(family)
    if person == other:
        raise Refusal("Choose two different people.", "other")
    for somebody, field in ((person, "person"), (other, "other")):
        if not family.familymember_set.filter(person=somebody, until_date=None).exists():
            raise Refusal("Choose somebody who belongs to this family.", field)
    relationship, _ = Relationship.objects.get_or_create(
        family=family, person=person, kind=kind, other=other, until_date=None, defaults={"from_date": from_date}
    )
    return relationship


def set_headline(family, **values):
    """Repeat in the family's headline what the caller has just written; called in the caller's transaction."""
    Headline.objects.update_or_create(family=family, defaults=values)
