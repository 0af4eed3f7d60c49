"""A year of a family that does not fit a form: Żak and Haddad, told through the services under any practice.

Zofia (16) is a child there and the mother of twins in a family of her own, of whom one is not born; nobody knows when
Leyla was born; Łukasz, their father, lives elsewhere under a non-contact condition and may not learn where they live;
Kacper turns 18.
"""

from datetime import date, datetime, timedelta

from casework.births.checks import Newborn
from casework.closures import services as closures
from casework.families import services as families
from casework.families.models import FamilyRole
from casework.notes import services as casenotes
from casework.passages.models import NewText
from casework.people.contact_details import services as contact_details
from casework.people.contact_details.queries import fingerprint_of_contact
from casework.people.not_known import services as not_known
from casework.people.not_known.queries import fingerprint_of_known
from casework.people.own_right import services as own_right
from casework.people.protecting import services as protecting
from casework.protections import services as protections
from casework.referrals import services as referrals
from casework.relationships import services as relationships
from casework.users import services as users
from casework.users.roles import Role
from casework.warnings import services as warnings
from tests.factories import LONDON, add_adult, add_child
from tests.year import story
from workbook.allocations import services as allocations
from workbook.births import services as births
from workbook.closures import services as agreeing
from workbook.coming_of_age import services as coming_of_age
from workbook.members import services as members
from workbook.members.roles import services as roles
from workbook.members.roles.queries import fingerprint_of_role
from workbook.notes import services as notes
from workbook.workbooks import services as workbooks

OPENED = story.OPENED
BORN = date(2026, 4, 16)
EIGHTEEN = date(2026, 9, 15)
STREET, POSTCODE = "12 Lindenhurst Street", "LX4 7QT"
# As people write it, before and after it was protected.
BEFORE = "We sat in the kitchen of 12 Lindenhurst St."
AFTER = "Her new flat is in lx47qt, by the canal."
DAY = timedelta(days=1)


class Year(story.Year):
    def team_of_the_year(self):
        pass

    def family_of_the_year(self):
        mary, at = self.cast.mary, {"at": self.now}
        self.family = families.add_family(name="Żak", team=self.cast.north, **self.by(mary))
        self.zofia = add_child(self.family, mary, name="Zofia Żak", sex="F", born=date(2009, 6, 1), **at)
        self.kacper = add_child(self.family, mary, name="Kacper Żak", sex="M", born=date(2008, 9, 15), **at)
        self.leyla = add_child(
            self.family,
            mary,
            name="ليلى حداد",
            sex="F",
            born=None,
            about_age=5,
            birth_to_be_asked_by=self.cast.sue,
            **at,
        )
        self.bozena = add_adult(self.family, mary, name="Bożena Żak", sex="F", born=date(1984, 2, 29), **at)
        self.sami = add_adult(self.family, mary, name="سامي حداد", sex="M", born=None, about_age=40, **at)
        self.lukasz = add_adult(
            self.family, mary, name="Łukasz Żak", sex="M", born=date(1982, 8, 9), in_household=False, **at
        )
        # Whom the story sees on visits, and who shares a programme.
        self.ivy, self.tom, self.kay, self.lee = self.zofia, self.kacper, self.bozena, self.sami
        self.ties()
        self.referral = self.refer(transferred_at=OPENED - timedelta(hours=20))
        for worker, role in (
            (self.cast.sue, Role.SOCIAL_WORKER), (self.cast.dora, Role.DOMESTIC_ABUSE_VICTIM_WORKER)
        ):  # fmt: skip
            self.allocate(worker, role, lead=worker == self.cast.sue)

    def ties(self):
        by = self.by(self.cast.mary)
        theirs = [self.zofia, self.kacper]
        relationships.relate_to_all(self.family, self.bozena, kind="mother", others=theirs, **by)
        relationships.relate_to_all(self.family, self.lukasz, kind="father", others=theirs, **by)
        relationships.relate_to_all(self.family, self.sami, kind="father", others=[self.leyla], **by)
        relationships.relate_to_all(self.family, self.sami, kind="partner", others=[self.bozena], **by)
        relationships.relate_to_all(self.family, self.lukasz, kind="former_partner", others=[self.bozena], **by)
        warnings.add(
            self.family, kind="non_contact", detail="Łukasz may not come near them.", source="Magistrates",
            from_date=self.now.date(), review_on=self.now.date() + 300 * DAY, person=self.lukasz, **by,
        )  # fmt: skip


def the_place_is_protected(year):
    """First a note tells it, then it is protected, then another note tells it."""
    sue = year.cast.sue
    call(year, BEFORE)
    contact = contact_details.add_contact(
        year.family, year.bozena, kind="address", value=f"{STREET}, Exampleton {POSTCODE}",
        from_date=year.now.date(), by=sue,
    )  # fmt: skip
    contact = protecting.protect_contact(
        year.family, contact, fingerprint=fingerprint_of_contact(contact), readers=[year.cast.dev],
        because="Her former partner looks for her.", from_whom=[year.lukasz], **year.by(sue),
    )  # fmt: skip
    protections.settle(contact.protection, readers_because="Sue visits her there.", **year.by(year.cast.mary))
    call(year, AFTER)


def call(year, text):
    note = notes.record(
        year.family, kind="telephone_call", took_place_at=year.now, written=[NewText("detail", text)],
        **year.by(year.cast.sue),
    )  # fmt: skip
    return casenotes.complete(note, **year.by(year.cast.sue))


def zofia_has_a_family_of_her_own(year):
    """She expects twins: a parent there, a child here, and in both Workbooks."""
    mary = year.cast.mary
    year.hers = families.add_family(name="Żak, Zofia", team=year.cast.north, **year.by(mary))
    members.bring_in(year.hers, year.zofia, role=FamilyRole.PARENT, in_household=True, **year.by(mary))
    year.twins = [
        add_child(year.hers, mary, name=f"Twin {number}", born=None, expected=BORN + 4 * DAY, sex="U", at=year.now)
        for number in (1, 2)
    ]
    relationships.relate_to_all(year.hers, year.zofia, kind="mother", others=year.twins, **year.by(mary))
    referral = referrals.record_referral(
        year.hers, received_on=year.now.date(), source="3D", reason="The midwife rang.",
        needs=dict.fromkeys(year.twins, "N1"), **year.by(mary),
    )  # fmt: skip
    allocations.allocate(year.hers, year.cast.cora, role=Role.SOCIAL_WORKER, lead=True, **year.by(mary))
    own_right.answer_own_right(
        year.hers, year.zofia, answer="own_worker", because="Sue works with her.", **year.by(year.cast.cora)
    )
    year.her_workbook = workbooks.open_workbook(
        referral, reason="A young mother.", answers=story.yes_to_all(), index_child=year.twins[0],
        people=[year.zofia, *year.twins], programme_with=[year.zofia],
        supervision_planned_for=year.now + timedelta(days=30), first_discussed_on=year.now.date(),
        **year.by(_opener(year)),
    )  # fmt: skip


def _opener(year):
    opener = story.opener(year)
    return year.cast.cora if opener == year.cast.sue else opener


def one_twin_is_not_born(year):
    births.end_pregnancy(year.hers, year.twins[1], ended_on=year.now.date(), **year.by(year.cast.cora))


def one_twin_is_born(year):
    year.go_to(max(year.now, datetime(2026, 4, 17, 9, tzinfo=LONDON)))
    births.record_birth(
        year.hers, year.twins[0], born=BORN, children=[Newborn("Hania Żak", "F")], **year.by(year.cast.cora)
    )
    year.twins[0].refresh_from_db()


def it_becomes_known_when_leyla_was_born(year):
    not_known.learn(
        year.family, year.leyla, fingerprint=fingerprint_of_known(year.leyla), born=date(2020, 11, 12),
        **year.by(year.cast.sue),
    )  # fmt: skip
    year.leyla.refresh_from_db()


def kacper_is_asked_about(year):
    coming_of_age.ask_all(by=users.robot("changes"), now=year.now)
    coming_of_age.decide(
        year.family.involvement_set.get(child=year.kacper), the_case="Ends in September.",
        the_summary="A last one.", direct_work="Goes on with the leaving team.", **year.by(year.lead),
    )  # fmt: skip


def kacper_comes_of_age(year):
    """His case ends, then he is an adult of the family; the Workbook goes on without him."""
    year.go_to(max(year.now, datetime(2026, 9, 16, 10, tzinfo=LONDON)))
    closure = closures.save(
        year.family, year.kacper, written=[NewText(s.key, "Text.") for s in story.practice.current().closure_sections],
        version=0, reason="RC7", closing_on=year.now.date(), last_seen_on=year.now.date(), to_authority="",
        confirmed_by="", confirmed_in_writing_on=None, **year.by(year.lead),
    )  # fmt: skip
    closure = closures.ask(closure, **year.by(year.lead))
    agreeing.agree(closure, comments="He goes his way.", **year.by(year.cast.mary))
    member = year.family.familymember_set.get(person=year.kacper, until_date=None)
    roles.change_role(
        member, role=FamilyRole.OTHER_ADULT, from_date=year.now.date(), because="He is 18.",
        fingerprint=fingerprint_of_role(member), **year.by(year.cast.mary),
    )  # fmt: skip
    year.tom = year.leyla


def tell(cast, clock):
    """The whole year; gives it as it stands at its end."""
    year = Year(cast, clock)
    year.go_to(OPENED)
    story.open_the_workbook(year, year.referral)
    told = {
        1: the_place_is_protected, 2: zofia_has_a_family_of_her_own, 3: one_twin_is_not_born, 4: one_twin_is_born,
        6: it_becomes_known_when_leyla_was_born, 7: kacper_is_asked_about, 9: kacper_comes_of_age,
    }  # fmt: skip
    for number in range(1, 13):
        story.month(year, number, before=told.get(number))
    return year
