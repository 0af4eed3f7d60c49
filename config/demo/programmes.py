"""The Family Programmes of the Hughes and the Taylors: begun a month ago, with a father's own; and a year old, completed
as an assessment once."""

from casework.ecomap import services as ecomap
from casework.ecomap.models import TieFlow, TieKind, TieStrength
from casework.frozen.contents import digest
from casework.practice.schema import Module
from config.demo.background import family_and_people
from config.demo.builders import call_at, passages
from workbook.planners import services as planners
from workbook.programmes import services as programmes_services
from workbook.programmes.assessments import services as assessments
from workbook.programmes.assessments.contents import programme_text
from workbook.programmes.drawing import services
from workbook.programmes.modules import services as programmes
from workbook.programmes.modules.queries import module_named, record_for
from workbook.summaries.models import SummaryPassage

RUBY = {
    "m4_profile": "Ruby is quick, musical and careful. She watches faces before she speaks.",
    "m4_involvement": "'You come to see if Mum and me are OK.' She wants us to come less often now, and to say goodbye properly.",
    "m4_experience": "A year ago her day was organised around listening for the door. Now she talks about choir and Isla.",
    "m4_resilience": "She made a worry box and later decided herself to give it away.",
}
TAYLOR = {
    "m1": {
        "m1_explained": "That Ruby rang the police, and what a child learns when a father hits her mother. What would follow if Craig came back.",
        "m1_understood": "Dawn first said it was about the flat. Since the spring she says: 'It was about Ruby.'",
        "m1_plan": "Dawn wanted the locks changed first, then somebody to talk to who would not judge.",
    },
    "m2": {
        "m2_history": "Dawn grew up with a father whom nobody contradicted. Craig was in care from nine.",
        "m2_events": "Ruby's call to the police; Craig's conviction; Dawn's first job since Ruby was born.",
        "m2_culture": "The chapel of Dawn's grandmother matters to both; Sunday dinner is kept whatever happens.",
        "m2_support": "Aunt Tracey helps every week. Craig's mother helped and also carried his letters.",
    },
    "m3": {
        "m3_impact": "'She was guarding me. She was seven.' Dawn said this in the group, and again to Ruby.",
        "m3_support": "Dawn is keeping up what she has changed. She wants to hear from us when she slips into excuses.",
        "m3_barriers": "Money, and Craig's mother's grief. Tracey and the women of the group are whom she rings.",
    },
    "m5": {
        "m5_basic_care": "Good throughout, also in the worst weeks.",
        "m5_health": "Dawn goes to her appointments; Ruby's tummy aches ended with the letters.",
        "m5_safety": "Dawn called the police and us before anybody else when the letter came.",
        "m5_guidance": "Bedtime and homework are hers to set, and she sets them kindly.",
    },
    "m6": {
        "m6_warmth": "They laugh together. Dawn tells Ruby that she is proud of her.",
        "m6_stability": "One home, one school, one aunt on Tuesdays.",
        "m6_stimulation": "Choir, baking, the library. Attendance 98 per cent.",
    },
    "m7": {
        "m7_overview": "Violence ended with the order; protection came with Dawn's work on herself. What is not known is how Craig will act when the order ends.",
        "m7_change": "Ruby is a child again. Enough has changed to work with less of us, not yet with none.",
        "m7_plan": "Step down within the child in need plan: monthly visits, a review in three months.",
    },
    "m8": {
        "m8_parents": "Dawn: 'I thought you came to take her. You came to give me words.'",
        "m8_children": "Ruby: 'It is better. I want you to come to the concert.'",
        "m8_support": "Dawn would have needed the abuse worker in the first week, not the third.",
    },
}  # fmt: skip
HUGHES = {
    "m1": {
        "m1_explained": "That Megan puts her brother to bed when Carys drinks, and that the doorstep frightens both.",
        "m1_understood": "Carys says the same. She is ashamed before her mother.",
        "m1_plan": "Carys asks for help on Sundays after the handover, which is when she drinks.",
    },
    "m3": {
        "m3_impact": "Carys read Megan's words about the wine and wept. She has not spoken with Megan about it yet.",
        "m3_support": "She keeps the diary with Marcus.",
    },
}


def build(people, calendar):
    _taylor(people, calendar)
    _hughes(people, calendar)


def _module(key: str) -> Module:
    module = module_named(key)
    assert module is not None
    return module


def write_module(programme, key, texts, *, by, at, child=None):
    """Write in the module `key` of a Family Programme."""
    module = _module(key)
    record = record_for(programme, module, child)
    return call_at(
        programmes.write, programme, module, written=passages(**texts), child=child, by=by, at=at,
        version=record.version if record else 0,
    )  # fmt: skip


def _complete(programme, key, *, by, at):
    module = _module(key)
    record = record_for(programme, module)
    assert record is not None
    call_at(programmes.complete, programme, module, version=record.version, by=by, at=at)


def _taylor(people, calendar):
    """After seven months everything was written; the manager read and agreed it. Since then the work has gone on."""
    family, persons = family_and_people("Taylor")
    programme, louise = family.familyprogramme_set.get(), people.louise
    for place, (key, texts) in enumerate(TAYLOR.items()):
        write_module(programme, key, texts, by=louise, at=calendar.at(-330 + 18 * place, 14))
    write_module(programme, "m4", RUBY, child=persons["ruby"], by=louise, at=calendar.at(-180, 11))
    _draw(programme, people.grace, louise, calendar.at(-170, 15))
    for key in ("m1", "m2", "m3"):
        _complete(programme, key, by=louise, at=calendar.at(-165, 12))
    _assess(people, calendar, programme)
    changed = {"m6_stimulation": "Choir, baking, the library; she sings a solo in December. Attendance 98 per cent."}
    write_module(programme, "m6", TAYLOR["m6"] | changed, by=louise, at=calendar.at(-5, 11))


def _draw(programme, author, by, at):
    """A passage of the abuse worker's summary of Dawn, drawn into Ensuring safety with its source."""
    passages = SummaryPassage.objects.filter(
        family=programme.family, owner__worker=author, section="outcome", owner__finalised_at__lt=at
    ).order_by("-owner__finalised_at")
    module = module_named("m5")
    call_at(services.draw, programme, module, section="m5_safety", chosen=[passages[:1].get().pk], by=by, at=at)


def _assess(people, calendar, programme):
    assessment = call_at(
        assessments.submit, programme, occasion="step_down", by=people.louise, at=calendar.at(-160, 16)
    )
    call_at(
        assessments.complete, assessment, read_on=calendar.day(-157), by=people.robert, at=calendar.at(-157, 10),
        outcome="Read with Louise. Monthly visits from now on, within the child in need plan; review in three months.",
        fingerprint=digest(programme_text(programme)), version=assessment.version,
    )  # fmt: skip


def _hughes(people, calendar):
    """Carys and Gareth parted and do not share what they say; Megan's direct work is read in both programmes."""
    family, persons = family_and_people("Hughes")
    programme, sara = family.familyprogramme_set.get(), people.sara
    write_module(programme, "m1", HUGHES["m1"], by=sara, at=calendar.at(-19, 15))
    _complete(programme, "m1", by=sara, at=calendar.at(-12, 9))
    write_module(programme, "m3", HUGHES["m3"], by=sara, at=calendar.at(-8, 10))
    megan = {
        "m4_profile": "Megan reads everything, looks after everybody, and forgets her own tea.",
        "m4_experience": "'When Mum has her wine I put Rhys to bed. I read him the bear book. I don't mind.'",
    }
    write_module(programme, "m4", megan, child=persons["megan"], by=sara, at=calendar.at(-10, 16))
    fathers = call_at(
        programmes_services.open_programme, family, parents=[persons["gareth"]], by=sara, at=calendar.at(-11, 10),
        apart_because="Carys and Gareth separated in March and do not consent to share with each other.",
    )  # fmt: skip
    write_module(
        fathers, "m1", {"m1_explained": "The same words as with Carys; he said that he had not known of the wine."},
        by=sara, at=calendar.at(-11, 11),
    )  # fmt: skip
    _plan(people, calendar, programme, persons)
    _ties(people, calendar, family, persons)


def _plan(people, calendar, programme, persons):
    visits = {
        0: _visit(calendar.at(6, 16), people.sara, "Megan alone: what she would like Mum to know", "m4"),
        1: _visit(calendar.at(13, 11), people.sara, "Carys: family history and the genogram", "m2"),
        2: _visit(calendar.at(20, 16), people.sara, "Both children and Carys: bedtime without Megan in charge", "m5"),
    }
    action = {
        "what": "Agree with Nan Mair who fetches the children on Sundays", "due_on": calendar.day(10),
        "owner_person": persons["carys"],
    }  # fmt: skip
    call_at(
        planners.agree, programme, agreed_on=calendar.day(-19), agreed_with=[persons["carys"].pk],
        why_involved="We worry because Megan looks after Rhys when Mum drinks, and the shouting on Sundays frightens both.",
        visits=visits, agreed={0: action}, version=0, by=people.sara, at=calendar.at(-19, 16),
    )  # fmt: skip


def _visit(planned_for, worker, purpose, module):
    return {
        "planned_for": planned_for, "kind": "home_visit", "worker": worker, "purpose": purpose, "where": "At home",
        "module": module,
    }  # fmt: skip


def _ties(people, calendar, family, persons):
    for person, with_whom, kind, strength, flow, about in (
        (
            None,
            "Mrs. Rees next door",
            TieKind.FRIENDS,
            TieStrength.STRONG,
            TieFlow.TO,
            "Takes the children in at any hour",
        ),
        ("megan", "Invented Hill School", TieKind.SCHOOL, TieStrength.STRONG, TieFlow.BOTH, "Mr. Tudor notices"),
        ("carys", "Carys's sister", TieKind.RELATIVES, TieStrength.STRESSFUL, TieFlow.BOTH, "Helps, and reproaches"),
        ("carys", "Shift work at the hospital laundry", TieKind.WORK, TieStrength.WEAK, TieFlow.FROM, ""),
        ("gareth", "Rugby club", TieKind.LEISURE, TieStrength.STRONG, TieFlow.TO, "Takes Rhys on Saturdays"),
    ):
        call_at(
            ecomap.add, family, person=persons.get(person), with_whom=with_whom, kind=kind, strength=strength, flow=flow,
            about=about, from_date=calendar.day(-10), by=people.sara, at=calendar.at(-10, 17),
        )  # fmt: skip
