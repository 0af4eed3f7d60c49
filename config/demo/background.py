"""What is known around the months of work: warnings, plans, professionals, how to reach people, what waits."""

from datetime import timedelta

from casework.absences import services as absences
from casework.calls import services as calls
from casework.copies import services as copies
from casework.families.models import Family, FamilyRole
from casework.genogram import services as genogram
from casework.people import services as people_services
from casework.people.asked_items import services as asked_items
from casework.people.asked_items.checks import GivenAnswer
from casework.people.asked_items.queries import answers_of, fingerprint_of_answers
from casework.people.contact_details import services as contacts
from casework.people.contact_details.models import ContactKind
from casework.people.key_contacts import services as key_contacts
from casework.people.key_contacts.models import Profession
from casework.plans import services as plans
from casework.plans.models import ConferenceKind, PlanKind
from casework.safety_plans import services as safety
from casework.trail.acting import backdated
from casework.warnings import services as cautions
from config.demo.builders import call_at, passages, relate


def build(people, calendar):
    _rahman(people, calendar)
    _hughes(people, calendar)
    _taylor(people, calendar)
    _okafor(people, calendar)
    _calls_and_absences(people, calendar)


def family_and_people(name):
    """The family and its people, each by the first word of the name."""
    family = Family.objects.get(name=name)
    return family, {person.name.split()[0].lower(): person for person in family.people_now()}


def _professional(family, profession, name, organisation, telephone, *, about=(), since, by, at):
    with backdated(at):
        key_contacts.add_key_contact(
            family, profession=profession, name=name, organisation=organisation, telephone=telephone, about=about,
            from_date=since, by=by,
        )  # fmt: skip


def _save_asked(family, person, *, by, at, **answers):
    """What a person was asked: item and answer."""
    call_at(
        asked_items.save_answers, family, person, fingerprint=fingerprint_of_answers(answers_of(family, person)), answers=answers, asked_on=at.date(),
        by=by, at=at,
    )  # fmt: skip


def _rahman(people, calendar):
    """Shirin lives where Kamal must not find her: the address is protected, and a non-contact condition is in force."""
    family, known = family_and_people("Rahman")
    sara, at = people.tom, calendar.at(-27, 14)
    lead = family.allocation_set.select_related("worker").order_by("from_date", "pk").first().worker
    call_at(
        cautions.add, family, kind="non_contact", detail="Kamal may not come near Shirin or the children.",
        source="Police, bail condition of the arrest", from_date=calendar.day(-31), review_on=calendar.day(-3), by=lead,
        at=at,
    )  # fmt: skip
    call_at(
        cautions.add, family, kind="not_alone", detail="Visit in twos while Kamal has not been charged.",
        source="Team manager", from_date=calendar.day(-30), review_on=calendar.day(20), by=lead, at=at,
    )  # fmt: skip
    call_at(
        contacts.add_protected_contact, family, known["shirin"], kind=ContactKind.ADDRESS,
        value="Flat 3, 18 Invented Mews, Exampleton", from_date=calendar.day(-29), readers=[sara, people.priya],
        because="Kamal must not learn where Shirin and the children live.", from_whom=[known["kamal"]],
        readers_because="They visit Shirin, and never say to Kamal where.", by=people.hannah, at=at,
    )  # fmt: skip
    children = family.children_now()
    call_at(
        plans.begin_plans, family, children, kind=PlanKind.CHILD_PROTECTION, category="EMO",
        from_date=calendar.day(-20), led_by=str(lead), by=lead, at=calendar.at(-20, 16),
    )  # fmt: skip
    call_at(
        plans.add_conferences, family, children, kind=ConferenceKind.INITIAL, held_on=calendar.day(-20),
        outcome="All children became subject to a child protection plan for emotional abuse.", by=lead,
        at=calendar.at(-20, 16),
    )  # fmt: skip
    call_at(
        plans.add_conferences, family, children, kind=ConferenceKind.REVIEW, planned_for=calendar.day(65), by=lead,
        at=calendar.at(-20, 16),
    )  # fmt: skip
    _safety_plan(family, lead, calendar)
    _professional(
        family, Profession.SCHOOL, "Mrs. Abara", "Invented Street Primary School", "01632 960201", about=children[:2],
        since=calendar.day(-31), by=lead, at=at,
    )  # fmt: skip


def _safety_plan(family, lead, calendar):
    at = calendar.at(-26, 15)
    draft = call_at(
        safety.save, family, version=0, by=lead, at=at,
        written=passages(
            danger="Kamal shouting, threatening and hurting Mum, and the children hearing it.",
            who="Mum calls. Aunt Nadia fetches the children at any hour. The school rings Mum and us if nobody comes.",
            warning_signs="Messages through cousins. Kamal's car in the street. Mum stops answering the telephone.",
            if_it_happens="Call 999. Go to the bedroom with the lock, then to Aunt Nadia. Tell us the next morning.",
            children="The two eldest know the word 'pancakes'. The little ones go with their sister.",
        ),
    )  # fmt: skip
    current = call_at(
        safety.make_current, draft, agreed_with="Shirin Rahman, her sister Nadia", version=draft.version, by=lead,
        at=at + timedelta(minutes=30),
    )  # fmt: skip
    for name in ("Shirin Rahman", "Invented Street Primary School"):
        call_at(
            copies.give,
            current,
            recipient="other",
            named=name,
            given_on=at.date(),
            how="On paper",
            by=lead,
            at=at + timedelta(hours=1),
        )


def _hughes(people, calendar):
    """Separated parents, a grandmother who helps; a dog in the flat."""
    family, known = family_and_people("Hughes")
    sara, at = people.sara, calendar.at(-19, 9, 40)
    call_at(
        cautions.add, family, kind="dog", detail="Large dog in Gareth's flat; ask him to shut it in first.",
        source="Seen on the visit", from_date=calendar.day(-20), review_on=calendar.day(40), by=sara, at=at,
    )  # fmt: skip
    nan = call_at(
        people_services.add_person, family, name="Mair Hughes", known_as="Nan Mair", role=FamilyRole.OTHER_ADULT, sex="F",
        born=calendar.born(61, 80), in_household=False, by=people.hannah, at=at,
    )  # fmt: skip
    cannot_wait = {"by": people.hannah, "at": at, "override_because": "Nan Mair takes the children this weekend."}
    relate(family, nan, "mother", known["carys"], **cannot_wait)
    relate(family, nan, "grandparent", known["megan"], known["rhys"], **cannot_wait)
    for worker, telephone, profession, about in (
        ("Mr. Tudor", "01632 960233", Profession.SCHOOL, [known["megan"]]),
        ("Nia Powell", "01632 960234", Profession.HEALTH_VISITOR, [known["rhys"]]),
        ("Dr. Banerjee", "01632 960235", Profession.GP, []),
    ):
        organisation = "Exampleton" if profession != Profession.SCHOOL else "Invented Hill School"
        _professional(
            family, profession, worker, organisation, telephone, about=about, since=calendar.day(-20), by=sara, at=at
        )
    _save_asked(
        family, known["megan"], by=sara, at=at, gender=GivenAnswer("known", ("Girl",)), ethnicity=GivenAnswer("known", ("WBRI",)),
        language=GivenAnswer("known", ("English and Welsh",)), religion=GivenAnswer("not_yet_known", to_ask=sara),
        disabilities=GivenAnswer("known", ("NONE",)), interpreter=GivenAnswer("known", ("Not needed",)),
    )  # fmt: skip
    _save_asked(
        family, known["carys"], by=sara, at=at, ethnicity=GivenAnswer("known", ("WBRI",)), religion=GivenAnswer("declined"),
        communication=GivenAnswer("known", ("PLAIN",)),
    )  # fmt: skip
    call_at(
        genogram.save, family, version=0, by=sara, at=at,
        written=passages(culture="Welsh is spoken with Nan Mair. Chapel at Christmas. Rugby on Saturdays with Gareth."),
    )  # fmt: skip
    call_at(
        plans.begin_plans, family, [known["megan"], known["rhys"]], kind=PlanKind.CHILD_IN_NEED,
        from_date=calendar.day(-18), led_by=str(sara), by=sara, at=calendar.at(-18, 12),
    )  # fmt: skip


def _taylor(people, calendar):
    family, known = family_and_people("Taylor")
    louise, at = people.louise, calendar.at(-60, 10)
    call_at(
        plans.begin_plans, family, [known["ruby"]], kind=PlanKind.CHILD_IN_NEED, from_date=calendar.day(-60),
        led_by=str(louise), by=louise, at=at,
    )  # fmt: skip
    call_at(
        plans.add_conferences, family, [known["ruby"]], kind=ConferenceKind.FAMILY_NETWORK,
        planned_for=calendar.day(12), by=louise, at=at,
    )  # fmt: skip
    _professional(
        family, Profession.SCHOOL, "Ms. Okoro", "Meadow Lane School", "01632 960251", about=[known["ruby"]],
        since=calendar.day(-60), by=louise, at=at,
    )  # fmt: skip


def _okafor(people, calendar):
    """Referred yesterday: nothing is asked yet, but one thing is known at the door."""
    family, _ = family_and_people("Okafor")
    call_at(
        cautions.add, family, kind="violence", detail="Emeka is said to be violent when he drinks.",
        source="Community midwife, in the referral", from_date=calendar.day(-1), review_on=calendar.day(14),
        by=people.hannah, at=calendar.at(-1, 9, 30),
    )  # fmt: skip


def _calls_and_absences(people, calendar):
    """One call that waits for a decision; Ellen is away next week, and Tom covers for her."""
    call = call_at(
        calls.take, people.harbour, child_name="A girl of about five, name not known", by=people.joyce,
        child_address="14 Invented Row, Exampleton", at=calendar.at(-1, 15, 10),
        concern="A neighbour heard a child crying for an hour and a man shouting. She has seen bruises before.",
    )  # fmt: skip
    call_at(calls.put_through, call, to="David Osei, duty", by=people.joyce, at=calendar.at(-1, 15, 14))
    call_at(
        absences.add, people.tom, cover=people.sara, from_date=calendar.day(3), until_date=calendar.day(7),
        because="Leave", by=people.tom, at=calendar.at(-2, 12),
    )  # fmt: skip
