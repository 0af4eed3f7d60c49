"""The narrative form: a text under each heading, each voice apart, and nothing lost that was not on the page."""

from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.http import QueryDict

from casework.passages.forms import PassagesForm
from casework.passages.models import NewText
from casework.people.models import Person
from casework.practice.schema import Section

PURPOSE = Section(key="purpose", heading="Purpose", guidance="What for.")
VOICE = Section(key="voice", heading="Child's voice", each_child=True)
MIA = Person(pk=70_001, name="Mia", born="2019-05-04")
BEN = Person(pk=70_002, name="Ben", born="2024-05-04")
ANN = Person(pk=70_003, name="Ann")
UNBORN = Person(pk=70_004, name="Baby", expected="2027-01-12")
DEAD = Person(pk=70_005, name="Tom", born="2020-01-01", died="2021-01-01")


def passage(section, text, about=(), position=0):
    return SimpleNamespace(section=section, text=text, about=list(about), position=position)


def form(data=None, passages=(), people=(MIA, BEN, ANN), sections=(PURPOSE, VOICE)):
    sent = None
    if data is not None:
        sent = QueryDict(mutable=True)
        sent["form_key"] = str(uuid4())
        for name, value in data.items():
            sent.setlist(name, value if isinstance(value, list) else [value])
    voices = [person for person in people if person != ANN]
    return PassagesForm(sent, sections=sections, people=people, passages=passages, voices=voices)


def names(filled):
    return [slot.name for slot in filled.slots]


@pytest.mark.rule("A7.6")
def test_passages_form_has_a_voice_of_each_child_by_name():
    assert names(form()) == ["purpose-0", "voice-70001", "voice-70002"]
    assert [slot.heading for slot in form().slots][1:] == ["Child's voice: Mia", "Child's voice: Ben"]


def test_passages_form_has_no_blank_voice_of_an_unborn_or_dead_child():
    assert names(form(people=(MIA, UNBORN, DEAD)))[1:] == ["voice-70001"]
    standing = [passage("voice", "He said so.", [DEAD.pk])]
    assert names(form(people=(MIA, DEAD), passages=standing))[1:] == ["voice-70001", "voice-70005"]


@pytest.mark.rule("A10.7")
def test_passages_form_keeps_a_voice_whose_child_died_while_it_was_typed():
    filled = form({"text-purpose-0": "", "text-voice-70005": "He said so."}, people=(MIA, DEAD))
    assert filled.is_valid(), filled.errors
    assert filled.written()[-1] == NewText("voice", "He said so.", (DEAD.pk,), 1)


def test_passages_form_keeps_the_place_of_a_childs_text_when_a_sibling_comes():
    standing = [passage("voice", "Ben laughed.", [BEN.pk], position=0)]
    filled = form({"text-voice-70001": "Mia spoke.", "text-voice-70002": "Ben laughed."}, passages=standing)
    assert filled.is_valid(), filled.errors
    assert filled.written() == [
        NewText("voice", "Mia spoke.", (MIA.pk,), 1),
        NewText("voice", "Ben laughed.", (BEN.pk,), 0),
    ]


def test_passages_form_gives_a_childs_text_a_place_that_fits_its_column():
    filled = form({"text-voice-70001": "Mia spoke."})
    assert filled.is_valid()
    assert filled.written()[0].position < 32_767


def test_passages_form_opens_with_saved_texts_and_whom_they_are_about():
    opened = form(passages=[passage("purpose", "One.", [ANN.pk]), passage("purpose", "Two.", position=3)])
    assert names(opened)[:2] == ["purpose-0", "purpose-3"]
    assert opened["text-purpose-0"].value() == "One."
    assert opened["about-purpose-0"].value() == [ANN.pk]


def test_passages_form_gives_a_text_about_those_ticked():
    filled = form({"text-purpose-0": "Ann agreed.", "about-purpose-0": [str(ANN.pk)]})
    assert filled.is_valid()
    assert filled.written() == [NewText("purpose", "Ann agreed.", (ANN.pk,), 0)]


def test_passages_form_refuses_a_person_of_another_family():
    filled = form({"text-purpose-0": "x", "about-purpose-0": ["70099"]})
    assert not filled.is_valid()
    assert "about-purpose-0" in filled.errors


def test_passages_form_adds_a_passage_after_the_saved_ones():
    standing = [passage("purpose", "One.", position=4)]
    added = {"extra_section": "purpose", "extra_text": "More.", "extra_about": [str(MIA.pk)]}
    filled = form({"text-purpose-4": "One.", **added}, passages=standing)
    assert filled.is_valid()
    assert filled.written()[-1] == NewText("purpose", "More.", (MIA.pk,), 5)


def test_passages_form_refuses_an_added_passage_without_heading():
    filled = form({"text-purpose-0": "", "extra_text": "More."})
    assert filled.errors["extra_section"] == ["Choose the heading under which this passage stands."]


def test_passages_form_leaves_what_was_not_on_its_page():
    standing = [passage("purpose", "One."), passage("purpose", "From another tab.", position=1)]
    added = {"extra_section": "purpose", "extra_text": "More."}
    filled = form({"text-purpose-0": "Changed.", **added}, passages=standing)
    assert filled.is_valid()
    assert [(w.text, w.position) for w in filled.written()] == [("Changed.", 0), ("More.", 2)]


def test_passages_form_without_people_does_not_ask_about_whom():
    filled = form({"text-purpose-0": "x", "extra_section": "purpose", "extra_text": "y"}, people=())
    assert filled.is_valid()
    assert [w.about for w in filled.written()] == [(), ()]
    assert [field.name for field in filled.extra()] == ["extra_section", "extra_text"]
    assert [group["about"] for group in filled.groups()] == [None]


def test_passages_form_groups_each_text_with_its_boxes_and_a_voice_without():
    groups = list(form().groups())
    assert groups[0]["about"].name == "about-purpose-0"
    assert groups[1]["about"] is None
