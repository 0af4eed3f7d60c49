"""Closed for supervision: the Kowalskis. The group meets tomorrow; the pack is waiting for whoever makes it."""

from casework.families import services
from casework.families.models import FamilyRole
from casework.people import services as people_services
from casework.referrals import services as referrals
from casework.users.roles import Role
from config.demo.builders import (
    call_at,
    checklist,
    close,
    contact,
    finalise,
    passages,
    relate,
    summarise,
    visit,
    voices,
)
from workbook.allocations import services as allocations
from workbook.workbooks import services as workbooks

REASON = """Ola, aged three, was taken to hospital with a burn from a pan. The explanation fits, but nobody had been in \
the kitchen with her. Monika has been low since her mother died, and has begun to drink in the daytime."""


def build(people, calendar):
    family, ola, monika = _family(people, calendar)
    episode = _workbook(people, calendar, family, ola, monika)
    _work(people, calendar, family, ola)
    _summaries(people, calendar, episode)
    close(episode, at=calendar.at(-1, 14))


def _family(people, calendar):
    manager, at = people.hannah, calendar.at(-33, 9)
    family = call_at(services.add_family, name="Kowalski", team=people.harbour, by=manager, at=at)
    ola = call_at(
        people_services.add_person, family, name="Aleksandra Kowalska", known_as="Ola", role=FamilyRole.CHILD, sex="F",
        born=calendar.born(3, 150), by=manager, at=at,
    )  # fmt: skip
    monika = call_at(
        people_services.add_person, family, name="Monika Kowalska", role=FamilyRole.PARENT, sex="F", born=calendar.born(27, 30),
        telephone="01632 960171", by=manager, at=at,
    )  # fmt: skip
    relate(family, monika, "mother", ola, by=manager, at=at)
    return family, ola, monika


def _workbook(people, calendar, family, ola, monika):
    manager = people.hannah
    referral = call_at(
        referrals.record_referral, family, received_on=calendar.day(-33), source="3E", reason=REASON, needs={ola: "N1"},
        transferred_at=calendar.at(-33, 8, 30), by=manager, at=calendar.at(-33, 9, 30),
    )  # fmt: skip
    for worker, role, lead in ((people.sara, Role.SOCIAL_WORKER, True), (people.marcus, Role.RECOVERY_WORKER, False)):
        call_at(
            allocations.allocate, family, worker, role=role, lead=lead, by=manager, at=calendar.at(-32, 9),
            from_date=calendar.day(-32),
        )  # fmt: skip
    workbook = call_at(
        workbooks.open_workbook, referral, index_child=ola, people=[ola, monika], by=manager, at=calendar.at(-28, 9),
        answers=checklist(trio=["substance_misuse", "mental_health"]),
        reason="Alcohol and low mood of a mother alone with a small child; a recovery worker is needed.",
        supervision_planned_for=calendar.at(1, 11),
    )  # fmt: skip
    return workbook.episodes.get()


def _work(people, calendar, family, ola):
    for day, saw, voice, analysis in (
        (-26, "Monika was sober and tired. The pan handles are turned in; there is a gate to the kitchen now.",
         "Ola showed me her bandage: 'hot'. She laughed when her mother made the bear talk.",
         "The gate went in the day after the burn."),
        (-11, "Two empty bottles by the sink at eleven in the morning. Monika said they were from the weekend.",
         "Ola was still in her pyjamas and asked twice for bread. She would not leave her mother's side.",
         "A worse day than the last. Monika told me herself that she had been drinking since Friday."),
    ):  # fmt: skip
        visit(
            family, people.sara, at=calendar.at(day, 11, 30), seen=[(ola, True, False, True)],
            written=[*passages(purpose="To see Ola and the home.", observation=saw, worried_about=analysis), *voices({ola: voice})],
            significant=("Monika relapsed over a weekend", "Ola was in her sole care.") if day == -11 else None,
        )  # fmt: skip
    contact(
        family, people.marcus, "session", "Monika talked about her mother's death. She drinks to sleep.",
        purpose="Fourth session.", analysis="Grief comes first here; the drinking follows it.", at=calendar.at(-9, 10),
    )  # fmt: skip


def _summaries(people, calendar, episode):
    texts = (
        (people.sara, "amber", "The kitchen is safe now; the drinking is not under control.",
         "Ola was seen twice. The burn has healed. Monika relapsed over one weekend and told us.",
         "Monika's honesty is a strength. Nobody else is there when she drinks, and Ola is too small to call for help."),
        (people.marcus, "red", "A daily drinker alone with a three-year-old; the longest time sober is five days.",
         "Four sessions of four. Monika went to the GP and was referred to the bereavement service.",
         "Motivation is high and skills are few. Until there is a second adult the risk to Ola stays high."),
    )  # fmt: skip
    for worker, rag, rationale, outcome, analysis in texts:
        summary = summarise(
            episode, worker, rag=rag, rationale=rationale, outcome=outcome, analysis=analysis, at=calendar.at(-2, 11)
        )
        finalise(summary, at=calendar.at(-2, 11, 15))
