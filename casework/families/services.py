"""Setting up a family and keeping its people right."""

from django.utils import timezone

from casework.access import Can, require
from casework.families.models import (
    Family,
    FamilyMember,
    FamilyTeam,
    Headline,
    Person,
    Sex,
)
from casework.people.contact_services import add_contact
from casework.people.models import ContactKind
from casework.refusal import Conflict, Refusal
from casework.trail.acting import service
from casework.trail.rows import change
from casework.users.models import Team, TeamMembership
from casework.users.roles import GRADES

EARLIEST_BIRTH = 1900  # a year before it is a slip of the hand


def lock(family):
    """Hold the family's row until the transaction ends: whatever is made once for a family is made under it.

    `no_key`, here and wherever a row is locked: others may go on inserting rows that point to it, so that two people
    who write about one family never wait for each other in a ring.
    """
    return Family.objects.select_for_update(no_key=True).get(pk=family.pk)


def teams_managed_by(user, today):
    """The teams to which `user` may add a family."""
    return Team.objects.filter(
        pk__in=TeamMembership.objects.on(today).filter(user=user, role__in=GRADES).values("team")
    )


@service
def add_family(*, name, team, by, at, form_key=None):
    """A family with its team; a second submission of the same form gives the same family."""
    today = timezone.localdate(at)
    if not teams_managed_by(by, today).filter(pk=team.pk).exists():
        raise Refusal("You can add a family only to a team that you manage. Choose your own team.", "team")
    if not name.strip():
        raise Refusal("Give the family's name.", "name")
    # A form sent twice at one moment waits here for itself.
    Team.objects.select_for_update(no_key=True).get(pk=team.pk)
    if form_key and (family := Family.objects.filter(form_key=form_key).first()):
        return family
    family = Family.objects.create(name=name.strip(), form_key=form_key)
    FamilyTeam.objects.create(family=family, team=team, from_date=today)
    Headline.objects.create(family=family)
    return family


@service
def add_person(
    family, *, name, is_child, by, at, known_as="", sex="U", born=None, expected=None, telephone="",
    in_household=True, from_date=None, form_key=None,
):  # fmt: skip
    """A person who becomes a member of the family; a second submission of the same form gives the same person."""
    require(by, family, Can.LEAD)
    lock(family)
    if form_key and (person := Person.objects.filter(form_key=form_key, memberships__family=family).first()):
        return person
    if not name.strip():
        raise Refusal("Give the person's name.", "name")
    _check_birth(is_child, born, expected, timezone.localdate(at))
    _check_sex(sex, expected)
    person = Person.objects.create(
        name=name.strip(), known_as=known_as.strip(), is_child=is_child, sex=sex, born=born, expected=expected,
        form_key=form_key,
    )  # fmt: skip
    FamilyMember.objects.create(family=family, person=person, in_household=in_household, from_date=from_date)
    if telephone.strip():
        add_contact(
            family, person, kind=ContactKind.TELEPHONE, value=telephone, from_date=timezone.localdate(at), by=by,
            form_key=form_key,
        )  # fmt: skip
    return person


def shown_of(member):
    """What a page shows of a member, as one text that it hands back to say what it saw."""
    person = member.person
    values = (person.name, person.known_as, person.sex, person.born, person.expected)
    return "|".join(map(str, (*values, member.in_household)))


@service
def put_right(family, member, *, seen, by, at, name, known_as, sex, born, expected, in_household):
    """Correct what is recorded of a person of the family; what stood before stays in the history.

    `seen` is `shown_of` as the page showed it; where it is not so any more the page is stale.
    """
    require(by, family, Can.LEAD)
    lock(family)
    member = (
        FamilyMember.objects.select_for_update(of=("self",), no_key=True)
        .select_related("person")
        .get(pk=member.pk, family=family)
    )
    if seen != shown_of(member):
        raise Conflict(
            "Somebody changed this since you opened the page. What you typed is still here: compare, save again."
        )
    if not name.strip():
        raise Refusal("Give the person's name.", "name")
    _check_birth(member.person.is_child, born, expected, timezone.localdate(at))
    _check_sex(sex, expected)
    _check_no_event(member.person, born)
    change(member.person, name=name.strip(), known_as=known_as.strip(), sex=sex, born=born, expected=expected)
    change(member, in_household=in_household)
    return member.person


def _check_no_event(person, born):
    """A birth is an act of its own, and a death stands after it."""
    if person.unborn and born:
        raise Refusal(f"{person} is expected. If {person} was born, record the birth: ‘Record a change’.", "born")
    if person.died and born and born > person.died:
        raise Refusal("The date of birth lies after the day of the death. Check the date.", "born")


def _check_birth(is_child, born, expected, today):
    if born and born > today:
        raise Refusal("The date of birth is in the future. For an unborn child give the expected date instead.", "born")
    if born and born.year < EARLIEST_BIRTH:
        raise Refusal(f"The year of birth is {born.year}. Check the date.", "born")
    if is_child and not born and not expected:
        raise Refusal("Give the child's date of birth, or the expected date for an unborn child.", "born")
    if born and expected:
        raise Refusal("Give the date of birth or the expected date, not both.", "expected")
    if expected and not is_child:
        raise Refusal("An expected date is for an unborn child. Clear it for an adult.", "expected")


def _check_sex(sex, expected):
    if sex not in Sex.values:
        raise Refusal("Choose the sex from those offered.", "sex")
    if expected and sex != Sex.UNKNOWN:
        raise Refusal("For an unborn child choose ‘Unknown or unborn’.", "sex")


def people_of(family):
    """The persons who belong to the family now, for the choices of a form; who was entered twice stands once."""
    return Person.objects.filter(pk__in=family.members_now().order_by().values("person"))


def set_headline(family, **values):
    """Repeat in the family's headline what the caller has just written; called in the caller's transaction."""
    Headline.objects.update_or_create(family=family, defaults=values)
