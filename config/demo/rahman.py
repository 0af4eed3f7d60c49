"""All but one summary finalised: the Rahmans, five children. Supervision is in three days; the recovery worker is behind."""

from casework.families import services
from casework.families.models import FamilyRole
from casework.people import services as people_services
from casework.referrals import services as referrals
from casework.users.roles import Role
from config.demo.builders import call_at, checklist, contact, finalise, passages, relate, summarise, visit, voices
from workbook.allocations import services as allocations
from workbook.workbooks import services as workbooks

REASON = """Police attended twice in a fortnight: Kamal hit Shirin in front of the older children, and the next week \
broke the kitchen door. He uses cannabis daily and lost his work in the summer. Kamal left the home on bail conditions; \
Shirin wants the marriage to go on, and the children to be safe."""
CHILDREN = (
    ("Yusuf", "M", 13, 80),
    ("Amira", "F", 11, 200),
    ("Zayn", "M", 8, 20),
    ("Leila", "F", 5, 310),
    ("Sami", "M", 1, 100),
)


def build(people, calendar):
    family, children, shirin, kamal = _family(people, calendar)
    episode = _workbook(people, calendar, family, [*children, shirin, kamal], children)
    _work(people, calendar, family, children)
    _summaries(people, calendar, episode)


def _family(people, calendar):
    manager, at = people.david, calendar.at(-31, 14)
    family = call_at(services.add_family, name="Rahman", team=people.harbour, by=manager, at=at)
    children = [
        call_at(
            people_services.add_person, family, name=f"{name} Rahman", role=FamilyRole.CHILD, sex=sex, by=manager, at=at,
            born=calendar.born(years, days),
        )
        for name, sex, years, days in CHILDREN
    ]  # fmt: skip
    shirin = call_at(
        people_services.add_person, family, name="Shirin Rahman", role=FamilyRole.PARENT, sex="F", born=calendar.born(36, 90),
        telephone="01632 960122", by=manager, at=at,
    )  # fmt: skip
    kamal = call_at(
        people_services.add_person, family, name="Kamal Rahman", role=FamilyRole.PARENT, sex="M", born=calendar.born(39, 15),
        in_household=False, by=manager, at=at,
    )  # fmt: skip
    relate(family, shirin, "mother", *children, by=manager, at=at)
    relate(family, kamal, "father", *children, by=manager, at=at)
    relate(family, shirin, "partner", kamal, by=manager, at=at)
    return family, children, shirin, kamal


def _workbook(people, calendar, family, persons, children):
    manager = people.david
    referral = call_at(
        referrals.record_referral, family, received_on=calendar.day(-31), source="6", reason=REASON,
        needs=dict.fromkeys(children, "N1"), transferred_at=calendar.at(-31, 13), by=manager,
        at=calendar.at(-31, 15),
    )  # fmt: skip
    for worker, role, lead in (
        (people.tom, Role.SOCIAL_WORKER, True),
        (people.priya, Role.DOMESTIC_ABUSE_VICTIM_WORKER, False),
        (people.marcus, Role.RECOVERY_WORKER, False),
        (people.ellen, Role.CHILD_AND_FAMILY_WORKER, False),
    ):
        call_at(
            allocations.allocate, family, worker, role=role, lead=lead, by=manager, at=calendar.at(-30, 9),
            from_date=calendar.day(-30),
        )  # fmt: skip
    workbook = call_at(
        workbooks.open_workbook, referral, index_child=children[-1], people=persons, by=manager,
        answers=checklist(trio=["domestic_abuse", "substance_misuse"]), at=calendar.at(-27, 10),
        reason="Domestic abuse and cannabis; two adult workers are needed, and Kamal agrees.",
        supervision_planned_for=calendar.at(3, 10),
    )  # fmt: skip
    return workbook.episodes.get()


def _work(people, calendar, family, children):
    yusuf, amira, zayn, leila, sami = children
    visit(
        family, people.tom, at=calendar.at(-25, 16, 30),
        seen=[(yusuf, True, True, True), (amira, True, True, True), (zayn, True, False, True), (leila, True, False, False),
              (sami, True, False, True)],
        written=[
            *passages(
                purpose="To see all five children at home without their father, and to go through the safety plan.",
                observation="Shirin had the safety plan on the fridge. The kitchen door is mended.",
                parents_views="Shirin wants Kamal to get help before he comes home, and says so to his mother too.",
                worried_about="Yusuf carries the weight of the house. Amira has stopped going to her swimming.",
                working_well="Shirin keeps to the plan. The grandmother takes the two little ones on Fridays.",
            ),
            *voices(
                {
                    yusuf: "'I stand in front of the little ones.' Yusuf sleeps badly and listens for the door.",
                    amira: "Amira drew the flat with Dad outside. 'I miss him when he is nice.'",
                    zayn: "Zayn talked about football; he did not want to talk about Dad and I did not press him.",
                    leila: "Leila told me the names of all her dolls. One of them 'is always cross'.",
                    sami: "Sami is walking. He went to his mother when he heard a loud voice in the stairwell.",
                }
            ),
        ],
        significant=("All five children seen, safety plan in use", "First time that Shirin has kept Kamal from the home."),
    )  # fmt: skip
    contact(
        family, people.tom, "meeting", "Core group. School: Yusuf's marks have fallen. Health visitor: Sami's weight is good.",
        attendance="Tom Ferris, Priya Nair, Shirin, school nurse, health visitor. Kamal sent apologies.",
        decisions="Yusuf is offered a mentor at school.", at=calendar.at(-12, 11, 30),
    )  # fmt: skip
    contact(
        family, people.priya, "session", "Third session with Shirin on what the children see and hear.",
        purpose="Impact on children.", analysis="She names what Yusuf does as protection, and wants to take it from him.",
        at=calendar.at(-10, 10, 30),
    )  # fmt: skip
    contact(
        family, people.marcus, "session", "Kamal came for the first time. He smokes six or seven joints a day, alone.",
        purpose="First meeting with Kamal.", analysis="He says he wants his family back; not yet that he hit anybody.",
        at=calendar.at(-8, 14), significant=("Kamal meets the recovery worker for the first time", "He had refused twice."),
    )  # fmt: skip
    contact(
        family, people.ellen, "session", "Drawing with Zayn and Leila at school.", purpose="Three houses.",
        analysis="Both put 'shouting' in the house of worries; both put Nan in the house of good things.",
        at=calendar.at(-7, 13, 30),
    )  # fmt: skip


def _summaries(people, calendar, episode):
    texts = (
        (people.tom, "amber", "The children are safe today because Kamal is out of the home; little has changed in him yet.",
         "All five children were seen. The safety plan is kept. Shirin called for help once, in time.",
         "Safety rests on bail conditions that end in four weeks. Yusuf still acts as the protector. We must know what "
         "Kamal's return would look like before it is near."),
        (people.priya, "amber", "Shirin sees the harm clearly; she is still afraid to say no to Kamal's family.",
         "Four sessions with Shirin. She can name what the children live with and has told her own mother.",
         "Her network is the strongest protection. The pressure to take him back comes from his side of the family."),
        (people.ellen, "green", "Both younger children talk freely and have somebody to go to.",
         "Zayn and Leila took part in three sessions. Both can say whom they would tell.",
         "They are less afraid than a month ago. Amira was not part of this work and should be."),
    )  # fmt: skip
    for day, (worker, rag, rationale, outcome, analysis) in zip((-2, -3, -2), texts, strict=True):
        summary = summarise(
            episode, worker, rag=rag, rationale=rationale, outcome=outcome, analysis=analysis, at=calendar.at(day, 15)
        )
        finalise(summary, at=calendar.at(day, 15, 10))
    summarise(
        episode, people.marcus, rag="", rationale="", at=calendar.at(-7, 16),
        outcome="Kamal has come to one session of three.", analysis="",
    )  # fmt: skip
