"""In the middle of the month: the Hughes family. Separated parents; yesterday's visit is not written up yet."""

from casework.families import services as families
from casework.families.models import FamilyRole
from casework.notes import services as casework_notes
from casework.people import services as people_services
from casework.referrals import services as referrals
from casework.users.roles import Role
from config.demo.builders import call_at, checklist, contact, passages, relate, summarise, visit, voices
from workbook.allocations import services as allocations
from workbook.notes import services as notes
from workbook.workbooks import services as workbooks

REASON = """Carys Hughes was found drunk at home by her sister, with Rhys in her care and Megan missing tea at a \
friend's house. It is the third report since spring. Carys and Gareth separated in March; handovers of the children end \
in shouting, and in September the police were called to one."""


def build(people, calendar):
    family, persons = _family(people, calendar)
    episode = _workbook(people, calendar, family, persons)
    _work(people, calendar, family, persons)
    _summaries(people, calendar, episode)


def _family(people, calendar):
    manager, at = people.hannah, calendar.at(-24, 11)
    family = call_at(families.add_family, name="Hughes", team=people.harbour, by=manager, at=at)

    def add(name, role, sex, born, **more):
        return call_at(
            people_services.add_person,
            family,
            name=name,
            role=role,
            sex=sex,
            born=born,
            by=manager,
            at=at,
            **more,
        )

    megan = add("Megan Hughes", FamilyRole.CHILD, "F", calendar.born(9, 33))
    rhys = add("Rhys Hughes", FamilyRole.CHILD, "M", calendar.born(4, 210))
    carys = add("Carys Hughes", FamilyRole.PARENT, "F", calendar.born(34, 12), telephone="01632 960187")
    gareth = add(
        "Gareth Hughes", FamilyRole.PARENT, "M", calendar.born(36, 300), telephone="01632 960155", in_household=False
    )
    relate(family, carys, "mother", megan, rhys, by=manager, at=at)
    relate(family, gareth, "father", megan, rhys, by=manager, at=at)
    relate(family, carys, "former_partner", gareth, by=manager, at=at)
    relate(family, megan, "sibling", rhys, by=manager, at=at)
    return family, (megan, rhys, carys, gareth)


def _workbook(people, calendar, family, persons):
    megan, rhys, *_ = persons
    manager = people.hannah
    referral = call_at(
        referrals.record_referral, family, received_on=calendar.day(-24), source="1A", reason=REASON,
        needs={megan: "N1", rhys: "N1"}, transferred_at=calendar.at(-24, 10), by=manager, at=calendar.at(-24, 11, 30),
    )  # fmt: skip
    for worker, role, lead in (
        (people.sara, Role.SOCIAL_WORKER, True),
        (people.marcus, Role.RECOVERY_WORKER, False),
        (people.priya, Role.DOMESTIC_ABUSE_VICTIM_WORKER, False),
    ):
        call_at(
            allocations.allocate, family, worker, role=role, lead=lead, by=manager, at=calendar.at(-23, 9),
            from_date=calendar.day(-23),
        )  # fmt: skip
    workbook = call_at(
        workbooks.open_workbook, referral, index_child=rhys, people=persons, by=manager, at=calendar.at(-23, 9, 30),
        answers=checklist(trio=["substance_misuse", "domestic_abuse"]),
        reason="Alcohol and conflict between the parents; a recovery worker and a domestic abuse worker are needed.",
        supervision_planned_for=calendar.at(8, 10),
    )  # fmt: skip
    return workbook.episodes.get()


def _work(people, calendar, family, persons):
    megan, rhys, carys, _ = persons
    visit(
        family, people.sara, at=calendar.at(-20, 16), seen=[(megan, True, True, True), (rhys, True, False, True)],
        written=[
            *passages(
                purpose="First visit together with Marcus: to explain why we are involved and to see both children at home.",
                observation="The flat was warm and tidy. Carys was sober. Rhys stayed close to her; Megan brought him his cup.",
                parents_views="Carys said she is ashamed and wants to stop. She is afraid that the children will be taken.",
                working_well="Carys opened the door to us and showed us both bedrooms without being asked.",
                worried_about="Megan looks after her brother more than a child of nine should.",
                what_next="Marcus sees Carys on Tuesdays. I meet Megan at school next week.",
            ),
            *voices(
                {
                    megan: "'When Mum has her wine I put Rhys to bed. I read him the bear book. I don't mind.' She said the "
                    "worst thing is the shouting on the doorstep on Sundays. She knows that we help Mum with her drinking.",
                    rhys: "Rhys showed me his cars. He said 'Mummy sleeping' when he lined them up by the sofa.",
                }
            ),
        ],
    )  # fmt: skip
    contact(
        family, people.sara, "telephone_call", "Mrs Pugh, head teacher, called: Megan's aunt collected her today because "
        "Carys did not come. Megan was calm. Mrs Pugh will call us the same hour if it happens again.",
        at=calendar.at(-13, 15, 40),
        significant=("Megan not collected from school", "Third time this term; her mother was drinking."),
    )  # fmt: skip
    contact(
        family, people.marcus, "session", "Second session. Carys kept a diary of her drinking: two evenings without, five "
        "with a bottle of wine. She links it to Sundays, after the handover.",
        purpose="To look at the diary together.", analysis="She sees her own pattern, which is new.",
        at=calendar.at(-9, 13),
    )  # fmt: skip
    did_not = call_at(
        casework_notes.plan, family, kind="session", planned_for=calendar.at(-6, 10), by=people.priya,
        purpose="Safety planning for the handovers", at=calendar.at(-8, 9),
    )  # fmt: skip
    call_at(
        notes.did_not_take_place, did_not, by=people.priya, at=calendar.at(-6, 10, 40),
        reason="not_in", because="Carys did not answer her telephone either.", done="I left a card and sent a message.",
    )  # fmt: skip
    yesterday = call_at(
        casework_notes.plan, family, kind="home_visit", planned_for=calendar.at(-1, 15, 30), by=people.sara,
        purpose="To see both children after the weekend with their father", where="At home", at=calendar.at(-3, 9),
    )  # fmt: skip
    call_at(
        notes.took_place, yesterday, took_place_at=calendar.at(-1, 16, 20), by=people.sara, at=calendar.at(-1, 16, 25),
        seen=[(megan, True, True, False), (rhys, True, False, False)],
    )  # fmt: skip
    call_at(
        casework_notes.plan, family, kind="home_visit", planned_for=calendar.at(3, 16), by=people.sara,
        purpose="To see Rhys at bedtime, and how the evening goes", where="At home", at=calendar.at(-1, 17),
    )  # fmt: skip
    call_at(
        casework_notes.plan, family, kind="session", planned_for=calendar.at(1, 11), by=people.priya,
        purpose="Safety planning for the handovers, second try", where="At her sister's", at=calendar.at(-2, 14),
    )  # fmt: skip


def _summaries(people, calendar, episode):
    summarise(
        episode, people.marcus, at=calendar.at(-5, 12), rag="amber", rationale="",
        outcome="Carys came to both sessions and keeps her diary. Two evenings of seven without alcohol.",
        analysis="",
    )  # fmt: skip
