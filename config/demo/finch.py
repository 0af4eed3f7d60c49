"""A mother of 16 who has fled with her baby: the Finches. Where they are is protected; a cousin of about five came along."""

from datetime import timedelta

from casework import practice
from casework.families import services
from casework.families.models import FamilyRole
from casework.notes import services as notes
from casework.people import services as people_services
from casework.people.contact_details import services as contacts
from casework.people.contact_details.queries import fingerprint_of_contact
from casework.people.family_time import services as family_time
from casework.people.protecting import services as protecting
from casework.people.responsibility import services as responsibility
from casework.people.safe_contacts import services as safe_contacts
from casework.referrals import services as referrals
from casework.risk_dates import services as risk_dates
from casework.trail.acting import backdated
from casework.users import services as users
from casework.users.roles import Role
from config.demo.builders import call_at, passages, relate
from workbook.allocations import services as allocations

REASON = """Tia Finch is 16 and has left Kyle Dunn with their baby Remy: he held her by the throat on Sunday. Her small \
cousin, whom she calls Pip, came with them; nobody knows yet when Pip was born. They are with a friend of her mother's."""
HIDDEN = "14 Harrier Rise, Northshire"


def build(people, calendar):
    family, tia, remy, pip, kyle = _family(people, calendar)
    _referral(people, calendar, family, remy, pip)
    _known(people, calendar, family, tia, remy, kyle)
    _protected(people, calendar, family, tia, kyle)
    _family_help_lead(people, calendar)


def _family(people, calendar):
    by, at = people.hannah, calendar.at(-6, 11)
    family = call_at(services.add_family, name="Finch", team=people.harbour, by=by, at=at)

    def person(name, role, **details):
        return call_at(people_services.add_person, family, name=name, role=role, by=by, at=at, **details)

    tia = person("Tia Finch", FamilyRole.PARENT, sex="F", born=calendar.born(16, 30))
    remy = person("Remy Finch", FamilyRole.CHILD, sex="M", born=calendar.born(0, 100))
    pip = person(
        "Pip Finch", FamilyRole.CHILD, sex="F", about_age=5, about_age_on=calendar.day(-6),
        birth_to_be_asked_by=people.sara,
    )  # fmt: skip
    kyle = person("Kyle Dunn", FamilyRole.PARENT, sex="M", born=calendar.born(19, 200), in_household=False)
    relate(family, tia, "mother", remy, by=by, at=at)
    relate(family, kyle, "father", remy, by=by, at=at)
    relate(family, tia, "cousin", pip, by=by, at=at)
    return family, tia, remy, pip, kyle


def _referral(people, calendar, family, remy, pip):
    by, at = people.hannah, calendar.at(-6, 12)
    call_at(
        referrals.record_referral, family, received_on=calendar.day(-6), source="6", reason=REASON,
        needs={remy: "N1", pip: "N5"}, by=by, at=at,
    )  # fmt: skip
    call_at(allocations.allocate, family, people.sara, role=Role.SOCIAL_WORKER, lead=True, by=by, at=calendar.at(-5, 9))
    call_at(
        allocations.allocate, family, people.priya, role=Role.DOMESTIC_ABUSE_VICTIM_WORKER, by=by,
        at=calendar.at(-5, 9, 10),
    )  # fmt: skip


def _known(people, calendar, family, tia, remy, kyle):
    by, at = people.sara, calendar.at(-4, 14)
    for holder, ground in ((tia, "birth_mother"), (kyle, "certificate")):
        call_at(responsibility.record, family, remy, ground=ground, holder=holder, by=by, at=at)
    with backdated(at):
        family_time.add(
            family, remy, supervision="supervised", supervised_by="A worker of the contact centre", with_person=kyle,
            how_often="Every second Saturday, one hour", decided_by="the lead worker, who agreed it with Tia and Kyle, each alone",
            not_allowed="Kyle does not come near Remy's nursery.", from_date=at.date(), by=by,
        )  # fmt: skip
        safe_contacts.add(
            family, tia, when="After 10 in the morning", how="By text first; never by the old telephone",
            voicemail="no", post_read_by="Kyle’s mother, who has a key to the box", code_word="Kingfisher", from_date=at.date(), by=by,
        )  # fmt: skip
    call_at(
        risk_dates.add, family, kind="bail_ends", day=calendar.today + timedelta(days=9), about=[kyle],
        note="He has been told not to come within 100 metres of Tia.", by=by, at=at,
    )  # fmt: skip


def _protected(people, calendar, family, tia, kyle):
    """The note told the address before it was protected: it is held back since."""
    by, at = people.sara, calendar.at(-3, 15)
    call_at(
        notes.record, family, kind="telephone_call", took_place_at=calendar.at(-4, 16),
        written=passages(detail=f"Tia rang. They sleep at {HIDDEN} for now, and Remy has settled."), by=by,
        at=calendar.at(-4, 17),
    )  # fmt: skip
    with backdated(at):
        address = contacts.add_contact(family, tia, kind="address", value=HIDDEN, from_date=calendar.day(-6), by=by)
    call_at(
        protecting.protect_contact, family, address, fingerprint=fingerprint_of_contact(address),
        readers=[people.sara, people.hannah], because="Kyle looks for her, and has friends in the town.",
        from_whom=[kyle], by=by, at=at,
    )  # fmt: skip


def _family_help_lead(people, calendar):
    """Where the practice has them lead: one in the team, whom a manager may name."""
    if Role.FAMILY_HELP_LEAD in practice.current().lead.of_any_kind():
        setup = users.robot("setup")
        nadia = users.add_user(
            email="nadia@workbook.invalid", name="Nadia Brook", job_title=Role.FAMILY_HELP_LEAD.label,
            password="family workbook demo", by=setup,
        )  # fmt: skip
        users.join_team(people.harbour, nadia, role=Role.FAMILY_HELP_LEAD, from_date=calendar.day(-90), by=setup)
