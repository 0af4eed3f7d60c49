"""Just referred: the Okafors. One boy, a baby on the way; nothing is decided on
the referral yet, nobody is allocated, and no Workbook is decided on."""

from datetime import timedelta

from casework.families import services
from casework.families.models import FamilyRole
from casework.people import services as people_services
from casework.referrals import services as referrals
from casework.referrals.checks import AgencyCheck, InvolvementDetails
from config.demo.builders import call_at, relate

REASON = """The community midwife referred Blessing Okafor, who is 31 weeks pregnant. At the last two appointments she had \
bruises on her arms that she explained differently each time. She said that Emeka 'has a temper when he drinks' and then \
asked the midwife not to write it down. Daniel's school reports that he has been very quiet since half term and often \
tired. The family came to the attention of the police once, in August, after a neighbour heard shouting; no further \
action was taken. The assessment team recommends Family Safeguarding: domestic abuse, and alcohol."""


def build(people, calendar):
    manager, at = people.hannah, calendar.at(-1, 9, 20)
    family = call_at(services.add_family, name="Okafor", team=people.harbour, by=manager, at=at)
    daniel = call_at(
        people_services.add_person, family, name="Daniel Okafor", role=FamilyRole.CHILD, sex="M", born=calendar.born(6, 120),
        by=manager, at=at,
    )  # fmt: skip
    baby = call_at(
        people_services.add_person, family, name="Baby Okafor", role=FamilyRole.CHILD, by=manager, at=at,
        expected=calendar.today + timedelta(weeks=9),
    )  # fmt: skip
    blessing = call_at(
        people_services.add_person, family, name="Blessing Okafor", role=FamilyRole.PARENT, sex="F", born=calendar.born(29, 40),
        telephone="01632 960114", by=manager, at=at,
    )  # fmt: skip
    emeka = call_at(
        people_services.add_person, family, name="Emeka Okafor", role=FamilyRole.PARENT, sex="M", born=calendar.born(33, 200),
        by=manager, at=at,
    )  # fmt: skip
    relate(family, blessing, "mother", daniel, baby, by=manager, at=at)
    relate(family, emeka, "father", daniel, baby, by=manager, at=at)
    relate(family, blessing, "partner", emeka, by=manager, at=at)
    call_at(
        referrals.receive, family, received_on=calendar.day(-1), source="3D", reason=REASON, by=manager, at=at,
        details={daniel: InvolvementDetails("N1", factors=("3B", "1B")), baby: InvolvementDetails("N1", factors=("3B", "1B"))},
        protection_status="Asked of our own list and of the neighbouring authority: neither child is on a plan.",
        checks=[
            AgencyCheck("police", calendar.day(-1), "One call-out in August, no further action."),
            AgencyCheck("education", calendar.day(-1), "Daniel is quiet and tired; his attendance is good."),
        ],
    )  # fmt: skip
