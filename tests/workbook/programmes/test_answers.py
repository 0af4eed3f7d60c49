"""What is said of a drawn passage is seen in the module and on its paper; in a programme kept apart only that it is."""

import pytest
from django.urls import reverse

from casework.answers import services as answers
from tests.factories import NOW, add_adult
from workbook.programmes import services as programmes

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A5.6", "A10.2a")]
TEXT = "I was never arrested."


@pytest.fixture
def drawn(story, cast):
    return story.drawn.passage


@pytest.fixture
def pages(story, cast, signed_in):
    """The module into which Dora's passage was drawn, the page of drawing, and the paper of the programme."""
    client, programme = signed_in(cast.sue), story.programme
    parts = [story.family.pk, programme.pk, "m4", story.mia.pk]

    def read():
        addresses = [reverse("module", args=parts), reverse("programme-print", args=parts[:2])]
        return [client.get(address).content.decode() for address in addresses]

    return read


def record(passage, cast, **values):
    given = {"kind": "correction", "text": TEXT, "named": "Daniel Oak", "received": "letter"} | values
    return answers.record(passage, **given, by=cast.dora, at=NOW)


def apart(story, cast):
    uncle = add_adult(story.family, cast.sue, name="Uncle Ash")
    programmes.open_programme(story.family, parents=[uncle], apart_because="They are separated.", by=cast.sue, at=NOW)


def test_drawn_passage_bears_its_mark_in_the_module_and_on_paper(drawn, story, cast, pages):
    record(drawn, cast)
    for page in pages():
        assert "Disputed by Daniel Oak, Tue 3 Nov 2026; being looked into" in page
        assert TEXT not in page


def test_text_leaves_on_the_programmes_paper_only_once_that_is_decided(drawn, story, cast, pages):
    answer = record(drawn, cast)
    answers.decide_copies(answer, leaves=True, because="He asked.", by=cast.mary, at=NOW)
    module, paper = pages()
    assert (TEXT in module, TEXT in paper) == (False, True)
    answers.hold_back(answer, person=story.ann, because="She must not know.", by=cast.sue, at=NOW)
    assert TEXT not in pages()[1]


def test_name_and_text_never_cross_into_a_programme_that_is_kept_apart(drawn, story, cast, pages):
    answer = record(drawn, cast)
    record(drawn, cast, kind="addition", text="He said so to me.")
    answers.decide_copies(answer, leaves=True, because="He asked.", by=cast.mary, at=NOW)
    apart(story, cast)
    for page in pages():
        assert "Disputed, Tue 3 Nov 2026; being looked into" in page
        for words in ("Daniel Oak", TEXT, "He said so to me.", reverse("answer", args=[story.family.pk, answer.pk])):
            assert words not in page, words


def test_next_version_is_asked_what_became_of_it(drawn, story, cast, signed_in):
    answer = record(drawn, cast)
    sue = signed_in(cast.sue)
    write = reverse("summary-write", args=[story.family.pk, story.next_summary.pk])
    assert "What became of this?" in sue.get(write).content.decode()
    answers.settle(answer, outcome="not_corrected", because="The log says so.", by=cast.mary, at=NOW)
    assert "What became of this?" not in sue.get(write).content.decode()


@pytest.fixture
def writing(story, cast, signed_in):
    """The page of writing the module into which Dora's passage was drawn, and that of submitting the programme."""
    client, parts = signed_in(cast.sue), [story.family.pk, story.programme.pk, "m4", story.mia.pk]
    addresses = [reverse("module-write", args=parts), reverse("assessment-submit", args=parts[:2])]
    return lambda: [client.get(address).content.decode() for address in addresses]


def test_who_writes_a_module_or_submits_it_is_asked_what_became_of_what_is_drawn_there(drawn, story, cast, writing):
    record(story.visit, cast, named="Somebody Else")
    assert all("What became of this?" not in page for page in writing())
    answer = record(drawn, cast)
    for page in writing():
        assert "What became of this?" in page
        assert "Disputed by Daniel Oak, Tue 3 Nov 2026; being looked into" in page
        assert "Somebody Else" not in page
    answers.settle(answer, outcome="not_corrected", because="The log says so.", by=cast.mary, at=NOW)
    assert all("What became of this?" not in page for page in writing())


def test_who_writes_where_parents_work_apart_is_asked_without_a_name(drawn, story, cast, writing):
    record(drawn, cast)
    apart(story, cast)
    for page in writing():
        assert "What became of this?" in page
        assert "Disputed, Tue 3 Nov 2026; being looked into" in page
        assert "Daniel Oak" not in page
