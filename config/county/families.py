"""The family itself: who belongs to it, why it is known, who works with it, and who may read it."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from dateutil.relativedelta import relativedelta
from django.contrib.auth.models import Permission

from casework.access.grants.models import FamilyGrant, GrantKind
from casework.access.models import ConflictOfInterest, Restriction, RestrictionReader
from casework.allocations.models import Allocation, EarlierLead
from casework.calls.models import SafetyCall
from casework.emergencies.models import Emergency, EmergencyReview, Judgement, Outcome
from casework.families.models import Family, FamilyMember, FamilyRole, FamilyTeam
from casework.held_back.models import HeldBack
from casework.people.asked_items.models import Answer, AskedItem
from casework.people.contact_details.models import ContactDetail, ContactKind
from casework.people.family_time.models import FamilyTime, Supervision
from casework.people.key_contacts.models import KeyContact, Profession
from casework.people.models import Person, PersonName
from casework.people.own_right.models import OwnRight, OwnRightAnswer
from casework.people.responsibility.models import Ground, ParentalResponsibility
from casework.people.safe_contacts.models import SafeContact, Voicemail
from casework.protections.models import Protection, ProtectionReader, ProtectionRequest
from casework.referrals.models import CheckKind, Involvement, Referral, ReferralCheck
from casework.relationships.models import Relationship, RelationshipKind, RelationshipOverride
from casework.risk_dates.models import RiskDate, RiskDateKind
from casework.subjects import type_of
from casework.unallocated.models import UnallocatedReason
from casework.warnings.models import Caution, WarningKind
from config.county import clocks, words
from config.county.authority import Worker
from config.county.cases import Case, Member, Part
from config.county.rows import Change

NEEDS = ("N1", "N2", "N3", "N4", "N5", "N1", "N1", "N5")
SOURCES = ("1A", "2A", "3B", "4", "6", "6", "6", "7", "9")
FACTORS = (["1A", "3B"], ["2B"], ["4B", "1B"], ["3A"])


def tell(case: Case) -> None:
    """All of it; the rest of the record hangs on these rows."""
    _family(case)
    _people(case)
    _known_of_them(case)
    _referral(case)
    _allocations(case)
    _restriction(case)
    _granted(case)


def _family(case: Case) -> None:
    case.name = case.random.choice(words.SURNAMES)
    case.family = case.rows.add(Family, by=case.manager, at=case.began, name=case.name)
    case.add(FamilyTeam, by=case.manager, at=case.began, team=case.team.id, from_date=case.began.date())


def _people(case: Case) -> None:
    for number in range(case.kind.adults):
        sex = "FM"[number % 2]
        age = case.random.randint(22, 44) + (25 if number > 1 else 0)
        case.adults.append(_person(case, sex, case.began.date() - relativedelta(years=age, days=number), child=False))
    for _ in range(case.kind.children):
        born = case.began.date() - timedelta(days=case.random.randint(40, 14 * 365))
        case.children.append(_person(case, case.random.choice("FM"), born, child=True))
    case.children.sort(key=lambda child: child.born, reverse=True)
    mother = case.adults[0]
    for child in case.children:
        _relate(case, mother, RelationshipKind.MOTHER, child)
        if len(case.adults) > 1:
            _relate(case, case.adults[1], RelationshipKind.FATHER, child)


def _person(case: Case, sex: str, born: date, *, child: bool) -> Member:
    name = f"{words.first_name(case.random, sex)} {case.name}"
    at = case.began
    number = f"C{case.place.number:07}{len(case.children)}" if child else None
    person = case.rows.add(Person, by=case.manager, at=at, name=name, sex=sex, born=born, la_child_id=number)
    role = FamilyRole.CHILD if child else FamilyRole.PARENT
    member = case.add(FamilyMember, by=case.manager, at=at, person=person, role=role)
    return Member(person, member, name, born, role)


def _relate(case: Case, person: Member, kind: RelationshipKind, other: Member) -> None:
    case.add(Relationship, by=case.manager, at=case.began, person=person.id, kind=kind, other=other.id)


def _known_of_them(case: Case) -> None:
    """Contact details, other names, what is asked of each; of a closed case with a referral alone next to nothing."""
    by, at, day = case.manager, case.began, case.began.date()
    house = f"{case.random.randint(1, 180)} {case.random.choice(words.ROADS)}"
    for adult in case.adults[:2]:
        case.add(
            ContactDetail, by=by, at=at, person=adult.id, kind=ContactKind.TELEPHONE, from_date=day,
            value=f"07700 90{case.random.randint(0, 9999):04}",
        )  # fmt: skip
    case.add(ContactDetail, by=by, at=at, person=case.index.id, kind=ContactKind.ADDRESS, value=house, from_date=day)
    if not case.kind.allocated:
        return
    for child in case.children:
        case.add(
            AskedItem, by=by, at=at, person=child.id, item="ethnicity", answer=Answer.KNOWN, values=["WBRI"],
            asked_on=day,
        )  # fmt: skip
    case.add(
        AskedItem, by=by, at=at, person=case.index.id, item="language", answer=Answer.NOT_YET_KNOWN,
        to_ask=case.team.social_workers[case.place.rank % len(case.team.social_workers)].id, asked_on=day,
    )  # fmt: skip
    case.add(
        KeyContact,
        by=by,
        at=at,
        profession=Profession.SCHOOL,
        organisation=f"{case.random.choice(words.SURNAMES)} School",
        telephone=f"01632 96{case.random.randint(0, 9999):04}",
        from_date=day,
    )
    if case.every(6):
        former = f"{case.adults[0].name.split()[0]} {case.random.choice(words.SURNAMES)}"
        case.add(PersonName, by=by, at=at, person=case.adults[0].id, name=former, kind=PersonName.Kind.FORMER)
    if case.every(12, 5):
        case.add(
            OwnRightAnswer, by=by, at=at, person=case.adults[0].id, answer=OwnRight.OWN_WORKER,
            because="A worker of the leaving care team meets them each week.",
        )  # fmt: skip
    _around(case)
    if case.every(12, 3):
        _protected(case)


def _protected(case: Case) -> None:
    """The mother has fled: two may read where to, and one who may not has asked."""
    by, at, mother = case.manager, case.began, case.adults[0].id
    worker = case.team.social_workers[case.place.rank % len(case.team.social_workers)].id
    protection = case.add(
        Protection, by=by, at=at, people=[mother], from_whom=[adult.id for adult in case.adults[1:2]],
        because="He looks for her.", settled_by=by, settled_at=at,
    )  # fmt: skip
    for user in (by, worker):
        case.add(ProtectionReader, by=by, at=at, protection=protection, user=user)
    case.add(ProtectionRequest, by=by, at=at, protection=protection, because="She did not open.")
    case.add(
        ContactDetail, by=by, at=at, person=mother, kind=ContactKind.ADDRESS, value="A refuge", from_date=at.date(),
        protection=protection,
    )  # fmt: skip
    caution = case.add(
        Caution, by=by, at=at, kind=WarningKind.OTHER, detail="He knows a refuge of that kind.", source="Her sister.",
        from_date=at.date(), review_on=at.date() + timedelta(days=90),
    )  # fmt: skip
    case.add(
        HeldBack, by=by, at=at, protection=protection, subject_type=type_of(Caution), subject_id=caution,
        field="detail",
    )  # fmt: skip


def _around(case: Case) -> None:
    """Parental responsibility, family time, safe contact, and a date of risk ahead."""
    by, at, day = case.manager, case.began, case.began.date()
    adult = case.adults[0]
    for child in case.children:
        case.add(ParentalResponsibility, by=by, at=at, child=child.id, holder=adult.id, ground=Ground.BIRTH_MOTHER)
    if case.every(8, 1):
        case.add(
            FamilyTime, by=by, at=at, child=case.index.id, with_whom="Grandparents", supervision=Supervision.NONE,
            how_often="Sundays", decided_by="The parents", from_date=day,
        )  # fmt: skip
    if case.every(9, 2):
        case.add(
            SafeContact, by=by, at=at, person=adult.id, when="Weekdays", voicemail=Voicemail.NO, code_word="Bluebell",
            from_date=day,
        )  # fmt: skip
    if case.every(10, 3) and not case.ended:
        ahead = (case.now + timedelta(days=case.random.randint(0, 60))).date()
        case.add(RiskDate, by=by, at=at, kind=RiskDateKind.HEARING, day=ahead, about=[adult.id])


def _referral(case: Case) -> None:
    """Received, and decided on the next day; what was no more than a referral ended with that."""
    by, at, random = case.manager, case.began, case.random
    call = _call(case) if case.every(9, 4) else None
    case.referral = case.add(
        Referral,
        by=by,
        at=at,
        received_on=at.date(),
        source=random.choice(SOURCES),
        reason=random.choice(words.PARAGRAPHS),
        call=call,
        no_checks_because="" if case.every(2) else "It was known already.",
    )
    if case.every(2):
        case.add(
            ReferralCheck, by=by, at=at, referral=case.referral, kind=CheckKind.POLICE, made_on=at.date(),
            outcome=random.choice(words.PARAGRAPHS),
        )  # fmt: skip
    for child in case.children:
        case.involvements.append(_involvement(case, child))


def _involvement(case: Case, child: Member) -> int:
    by, at = case.manager, case.began
    then: Sequence[Change] = ()
    if case.kind.decided:
        then = tuple(_decided(case))
    harm = case.every(15, 7) and case.kind.decided and child is case.index
    involvement = case.add(
        Involvement, by=by, at=at, then=then, referral=case.referral, child=child.id,
        need=case.random.choice(NEEDS), opened_on=at.date(), factors=case.random.choice(FACTORS),
        harm_alleged_at=at if harm else None,
    )  # fmt: skip
    met_at = case.day(1) if case.kind.decided else None
    clocks.due(
        case, "referral_decision", Involvement, involvement, at=at, met_at=met_at, child=child,
    )  # fmt: skip
    return involvement


def _decided(case: Case) -> Iterator[Change]:
    """To be assessed, unless no more is known than the referral; and how it ended."""
    by, at = case.manager, case.day(1)
    decision = {"decision": "ASSESS", "decision_because": "As the checks say.", "decided_by": by, "decided_at": at}
    if not case.ended:
        yield Change(at, by, decision)
    elif not case.kind.allocated:
        yield Change(at, by, decision | {"decision": "NFA", "closed_on": at.date(), "closed_because": "NFA"})
    else:
        yield Change(at, by, decision)
        reason = "RC7" if case.kind.episodes else "RC8"
        yield Change(case.ended, by, {"closed_on": case.ended.date(), "closed_because": reason})


def _call(case: Case) -> int:
    by, at = case.team.social_workers[0].id, case.began
    return case.rows.add(
        SafetyCall, by=by, at=at, team=case.team.id, taken_by=by, taken_at=at, child_name=case.index.name,
        child_address=case.random.choice(words.ROADS), concern=case.random.choice(words.PARAGRAPHS),
        put_through_to="The duty manager", told_to="The duty manager", told_at=at, written_at=at, outcome="REFERRAL",
        outcome_because="It is to be assessed.", decided_by=case.manager, decided_at=at, family=case.family,
    )  # fmt: skip


def _allocations(case: Case) -> None:
    """A social worker who leads and, where there is a Workbook, specialists beside; each has been to see the family."""
    if not case.kind.allocated:
        if case.kind.decided and not case.ended:
            case.add(
                UnallocatedReason, by=case.manager, at=case.day(3), because="Nobody is free yet.",
                said_on=case.day(3).date(),
            )  # fmt: skip
        return
    leads, beside = case.team.social_workers, case.team.specialists
    rank = case.place.rank
    _allocate(case, leads[rank % len(leads)], lead=True)
    if case.kind.episodes:
        for number in range(1 + rank % 2):
            _allocate(case, beside[(rank + 3 * number) % len(beside)], lead=False)
    if case.every(10, 6):
        _override(case)


def _allocate(case: Case, worker: Worker, *, lead: bool) -> None:
    by, at, ended = case.manager, case.day(2), case.ended
    day = at.date()
    then: Sequence[Change] = ()
    if ended:
        end = {"until_date": ended.date(), "ended_because": "OTHERS", "outcome": case.random.choice(words.OUTCOMES)}
        then = (Change(ended, by, end | ({"lead_until": ended.date()} if lead else {})),)
    # Some led for a week, then somebody else did for another, and then they again.
    again = lead and bool(case.kind.episodes) and not ended and case.every(10, 4)
    allocation = case.add(
        Allocation, by=by, at=at, then=then, worker=worker.id, role=worker.role, from_date=day,
        lead_from=(day + timedelta(weeks=2) if again else day) if lead else None,
        reason=case.random.choice(words.PARAGRAPHS),
    )  # fmt: skip
    if again:
        case.add(EarlierLead, by=by, at=at, allocation=allocation, lead_from=day, lead_until=day + timedelta(weeks=1))
    case.parts.append(Part(worker, allocation))
    if lead:
        clocks.due(case, "first_visit", Family, case.family, at=at, owner=worker.id, met_at=case.day(5))
        clocks.notify(case, worker.id, "lead_changes", Allocation, allocation, at=at, by=by)


def _override(case: Case) -> None:
    """A relationship that a manager let in while a summary was open."""
    if len(case.adults) < 2:
        return
    relationship = case.add(
        Relationship, by=case.manager, at=case.day(30), person=case.adults[0].id, kind=RelationshipKind.PARTNER,
        other=case.adults[1].id,
    )  # fmt: skip
    case.add(
        RelationshipOverride, by=case.manager, at=case.day(30), relationship=relationship,
        act=RelationshipOverride.Act.ADDED, because="It is needed for the assessment.",
    )  # fmt: skip


def _restriction(case: Case) -> None:
    if not case.kind.restricted:
        return
    by, at = case.manager, case.day(3)
    case.add(Restriction, by=by, at=at, because="A relative works here.", from_date=at.date())
    first = case.team.social_workers[0].id
    readers = {by, *(part.by for part in case.parts)} - (set() if case.kind.listed else {first})
    for user in sorted(readers | ({first} if case.kind.listed else set())):
        case.add(RestrictionReader, by=by, at=at, user=user, from_date=at.date())


def _emergency(case: Case, at: datetime) -> None:
    """Somebody had it open for four hours; of every second a manager has said since that it was needed."""
    by, until = case.team.support[0], at + timedelta(hours=4)
    permission = Permission.objects.get(content_type__app_label="casework", codename="view_family").pk
    grant = case.rows.add(
        FamilyGrant, by=by, at=at, content_object=case.family, user=by, permission=permission,
        kind=GrantKind.BREAK_GLASS, because="She is locked in with him.", granted_by=by, from_date=at.date(),
        until_date=until.date(), until_at=until,
    )  # fmt: skip
    opened = case.add(
        Emergency, by=by, at=at, typed="F00001", because="She is locked in with him.", hours=4, until_at=until,
        outcome=Outcome.OPENED, grant=grant,
    )  # fmt: skip
    if case.place.rank % 2:
        day = at + timedelta(days=1)
        case.add(
            EmergencyReview, by=case.manager, at=day, emergency=opened, judgement=Judgement.NEEDED, detail="It was."
        )


def _granted(case: Case) -> None:
    """Of a family that moves: it is open to a colleague for some weeks, and shut to another."""
    if not case.kind.moving:
        return
    by, at = case.manager, case.day(3)
    permission = Permission.objects.get(content_type__app_label="casework", codename="change_family").pk
    case.rows.add(
        FamilyGrant, by=by, at=at, content_object=case.family, user=case.team.social_workers[-1].id,
        permission=permission, kind=GrantKind.JOINT, because="They visit together.", granted_by=by,
        from_date=at.date(), until_date=(at + timedelta(days=60)).date(),
    )  # fmt: skip
    _emergency(case, at + timedelta(days=9))
    case.add(
        ConflictOfInterest, by=by, at=at, user=case.team.support[0], because="The grandmother is their aunt.",
        declared_by=by, from_date=at.date(),
    )  # fmt: skip
