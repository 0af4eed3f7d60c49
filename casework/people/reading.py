"""What the pages about a person show: who they are, what was asked of them, and who is around them."""

from typing import NamedTuple

from django.db.models import Case, Exists, F, OuterRef, Q, When
from django.http import Http404

from casework.families.models import FamilyMember, Person
from casework.people import asked
from casework.people.items import ITEMS, label_of
from casework.people.models import Answer, AskedItem, PersonName
from casework.people.numbers import wrong_with_nhs_number, wrong_with_upn
from casework.practice import codes
from casework.users.models import TeamMembership, User
from casework.users.roles import GRADES, PRACTITIONERS, Role
from casework.words import say_age, say_date

NOT_STATED = ("", "N0")
NUMBERS = ("nhs_number", "upn", "former_upn", "upn_unknown")


class Line(NamedTuple):
    """`caution` is a sentence about what cannot be right."""

    label: str
    words: str
    small: str = ""
    caution: str = ""


class Around(NamedTuple):
    """A key contact as pages and packs show it; `about` are names, none for the whole family."""

    row: object
    about: str

    @property
    def who(self):
        """'Jo Bell, Hill School'."""
        return ", ".join(filter(None, (self.row.name, self.row.organisation)))

    @property
    def tel(self):
        return "".join(self.row.telephone.split())


class ToAsk(NamedTuple):
    person: str
    family_id: int
    person_id: int
    family: str
    items: str


def membership_of(family, person_id):
    """The person's place in this family, the present one or the latest; Http404 where there is none."""
    rows = family.familymember_set.filter(person_id=person_id).select_related("person")
    row = rows.order_by(F("until_date").desc(nulls_first=True), "-pk").first()
    if row is None:
        raise Http404
    return row


def place_of(member):
    """The small line above the person's name."""
    kind = "Child" if member.person.is_child else "Adult"
    return f"{kind}, {_household(member)[:1].lower()}{_household(member)[1:]}"


def core_lines(member, today):
    """Name, birth, sex and household of a person, in the words of the page."""
    person = member.person
    yield Line("Name", person.name, f"known as {person.known_as}" if person.known_as else "")
    yield _birth_line(person, today)
    if person.died:
        yield Line("Died", say_date(person.died))
    yield Line("Sex", person.get_sex_display())
    yield Line("Household", _household(member), _since(member))
    if person.la_child_id:
        yield Line("Local authority’s number", person.la_child_id)


def _birth_line(person, today):
    if person.pregnancy_ended_on:
        return Line(
            "Expected", say_date(person.expected), f"the pregnancy ended on {say_date(person.pregnancy_ended_on)}"
        )
    if person.unborn:
        return Line("Expected", say_date(person.expected))
    age = say_age(person, today)
    return Line(
        "Born", say_date(person.born) if person.born else "Not known", f"aged {age}" if age and not person.died else age
    )


def _household(member):
    if member.until_date:
        return "Not of this family any more"
    return "Lives in the family’s household" if member.in_household else "Lives elsewhere"


def _since(member):
    dates = (("since", member.from_date), ("until", member.until_date))
    return ", ".join(f"{word} {say_date(day)}" for word, day in dates if day)


def asked_lines(person):
    """Each asked item with its answer, who asks, and when it was asked (A10.9)."""
    answers = asked.shown_answers_of(person)
    return [_asked_line(item.label, answers.get(item.key)) for item in ITEMS]


def _asked_line(label, row):
    if row is None:
        return Line(label, "Not asked yet")
    if row.answer == Answer.NOT_YET_KNOWN:
        return Line(label, "Not yet known", f"{row.to_ask} will ask")
    asked_on = f"asked on {say_date(row.asked_on)}" if row.asked_on else ""
    if row.answer == Answer.DECLINED:
        return Line(label, "Declined to say", asked_on)
    return Line(label, asked.words_of(row), "; ".join(filter(None, (row.detail, asked_on))))


def number_lines(person):
    """NHS number and pupil numbers, each with a caution where its check digit is wrong."""
    rows = [person, *person.merged.all()]
    known = {name: next(filter(None, (getattr(row, name) for row in rows)), "") for name in NUMBERS}
    nhs, upn, former = (known[name] for name in ("nhs_number", "upn", "former_upn"))
    yield _number("NHS number", _spaced(nhs), nhs and wrong_with_nhs_number(nhs))
    if not person.is_child:
        return
    why = codes.label("upn_unknown", known["upn_unknown"]) if known["upn_unknown"] else ""
    yield _number("Unique pupil number", upn, upn and wrong_with_upn(upn), why)
    if former:
        yield _number("Former unique pupil number", former, wrong_with_upn(former))


def _number(label, words, wrong, why=""):
    return Line(label, words or "None recorded", why, f"{wrong} Check it against its source." if wrong else "")


def _spaced(number):
    """As health writes it: '943 476 5919'."""
    return f"{number[:3]} {number[3:6]} {number[6:]}" if len(number) == 10 else number


def essentials_missing(family, person):
    """What A10.9 calls essential of a child and is not known yet, in words; [] for adults, and for the dead."""
    if not person.is_child or person.died or person.pregnancy_ended_on:
        return []
    answer = asked.shown_answers_of(person).get("ethnicity")
    known = answer is not None and answer.answer != Answer.NOT_YET_KNOWN
    unstated = family.involvement_set.filter(child__in=person.all_ids, closed_on=None, need__in=NOT_STATED).exists()
    missing = {
        "date of birth": person.born is None and person.expected is None,
        "ethnicity": not known,
        "primary need": unstated,
    }
    return [what for what, is_missing in missing.items() if is_missing]


def names_of(person):
    """The other names, each with since and until when."""
    return [(row, _since(row)) for row in PersonName.objects.filter(person__in=person.all_ids)]


def twins_of(family, person):
    """The names under which the same person was entered too, and the one under whom they stand in this family."""
    stands_for = [other.name for other in person.merged.all() if other.name != person.name]
    into = person.merged_into
    here = into is not None and family.familymember_set.filter(person=into).exists()
    return {"entered_as": stands_for, "same_as": into, "same_as_here": here}


def relationships_of(family, person):
    """The sentences about this person and others of this family that hold now."""
    rows = family.relationships_now().filter(Q(person__in=person.all_ids) | Q(other__in=person.all_ids))
    return list(dict.fromkeys(row.sentence for row in rows))


def key_contacts_of(family, today, *, person=None):
    """The professionals around the family's children today, or those of one person and of the whole family (A9.20)."""
    rows = family.keycontact_set.on(today)
    if person:
        rows = rows.filter(Q(about=[]) | Q(about__overlap=person.all_ids))
    return _around(rows)


def former_key_contacts_of(family, today, *, person):
    return _around(family.keycontact_set.filter(until_date__lt=today, about__overlap=person.all_ids))


def _around(rows):
    rows = list(rows)
    people = Person.objects.select_related("merged_into").in_bulk({pk for row in rows for pk in row.about})
    names = {pk: str(person.merged_into or person) for pk, person in people.items()}
    return [Around(row, ", ".join(dict.fromkeys(names[pk] for pk in row.about))) for row in rows]


def workers_of(family, today, *, also=()):
    """Who may be asked to ask: those allocated, practitioners and managers of the family's team, and `also` (ids)."""
    return _users(family, today, [*PRACTITIONERS, *GRADES], also)


def readers_for(family, today, *, besides, also=()):
    """Who may be named to read a protected detail: as `workers_of`, business support too, without the one who names."""
    return _users(family, today, [*PRACTITIONERS, *GRADES, Role.BUSINESS_SUPPORT], also).exclude(pk=besides.pk)


def _users(family, today, roles, also):
    teams = family.familyteam_set.on(today).values("team")
    members = TeamMembership.objects.on(today).filter(team__in=teams, role__in=roles).values("user")
    allocated = family.allocation_set.on(today).order_by().values("worker")
    return User.objects.filter(Q(pk__in=also) | Q(pk__in=members, is_active=True) | Q(pk__in=allocated, is_active=True))


def to_ask(user, families):
    """What `user` is to ask, by person, in those of `families` (a query) to which the person belongs now."""
    rows = AskedItem.objects.filter(to_ask=user, person__died=None, person__pregnancy_ended_on=None)
    rows = rows.filter(person__memberships__family__in=families, person__memberships__until_date=None)
    # Of somebody entered twice it is asked under the one who stands in that family, and not where it is answered there.
    there = AskedItem.objects.filter(person=OuterRef("person__merged_into"), item=OuterRef("item"))
    family = OuterRef("person__memberships__family")
    both = FamilyMember.objects.filter(person=OuterRef("person__merged_into"), family=family, until_date=None)
    whose = Case(When(Exists(both), then=F("person__merged_into_id")), default=F("person_id"))
    rows = rows.filter(~Exists(there)).annotate(whose=whose)
    places = rows.order_by("whose", "item").values_list(
        "whose", "person__memberships__family_id", "person__memberships__family__name", "item"
    )
    by_person = {}
    for person_id, family_id, family, item in places:
        by_person.setdefault((person_id, family_id, family), []).append(label_of(item).lower())
    people = Person.objects.in_bulk({person_id for person_id, *_ in by_person})
    return [
        ToAsk(str(people[person_id]), family_id, person_id, family, ", ".join(items))
        for (person_id, family_id, family), items in by_person.items()
    ]
