"""What was said of a finished record: before it was finished in its contents, since then beside its words."""

import pytest
from django.urls import reverse

from casework.answers import services as answers
from casework.frozen.contents import items_of, origin_of
from casework.frozen.models import Frozen
from casework.frozen.paper import lay_out
from casework.frozen.presenters import document_for
from casework.frozen.registry import KINDS
from casework.frozen.services import want_print
from casework.marks.registry import BY_TYPE
from casework.notes import services as casenotes
from casework.passages.models import NewText
from casework.subjects import SubjectKey, find
from casework.trail.acting import acting
from tests.cast import OUTCOME
from tests.factories import NOW
from tests.finished import finish_every_kind, frozen_part, last_frozen, words
from workbook.notes import services as notes
from workbook.summaries import services as summaries

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A10.2a")]
# The note itself is answered, of which it is significant.
ANSWERED_ELSEWHERE = {"casework.Significance"}


@pytest.fixture(autouse=True)
def at_the_time(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def every_kind(story, cast):
    finish_every_kind(story, cast)
    return {each.kind: each for each in Frozen.objects.filter(family=story.family).order_by("pk")}


def page(frozen):
    return f"/families/{frozen.family_id}/finished/{frozen.pk}/"


def row_of(frozen):
    return find(SubjectKey(frozen.subject_type, frozen.subject_id))


def printed(frozen):
    with acting(frozen.by):
        paper = getattr(frozen, "print", None) or want_print(frozen, at=NOW)
    return lay_out(paper, NOW).html


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_passage_of_every_kind_has_the_way_to_add(every_kind, kind, cast, signed_in):
    frozen = every_kind[kind]
    found = [origin_of(item) for item in items_of(frozen.contents) if item["is"] == "passage"]
    assert found
    assert {each.table for each in found} <= BY_TYPE.keys() | ANSWERED_ELSEWHERE
    part = frozen_part(signed_in(cast.sue), page(frozen))
    for origin in found:
        if origin.table in BY_TYPE:
            assert f"/answers/to/{BY_TYPE[origin.table].slug}/{origin.id}/" in part, origin
    assert "/answers/to/" not in frozen_part(signed_in(cast.bob), page(frozen))


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_is_said_to_be_finished_in_error_at_its_head_also_on_paper(every_kind, kind, cast, signed_in):
    frozen = every_kind[kind]
    sue, document = signed_in(cast.sue), document_for(frozen, row_of(frozen), cast.sue)
    opened = sue.get(document.add_url)
    assert opened.status_code == 200
    sent = {"kind": "reopened", "text": "Not now.", "history_id": opened.context["form"]["history_id"].value()}
    answered = sue.post(document.add_url, sent, follow=True)
    assert "FamilyRecord" not in answered.content.decode()
    assert "Recorded. It is marked as being looked into" in answered.content.decode()
    mark = "Said to be finished in error by Sue Sands, Tue 3 Nov 2026; being looked into"
    part = words(frozen_part(sue, page(frozen)))
    assert part.startswith(mark)
    assert mark in words(printed(frozen))
    assert "Not now." not in part + printed(frozen)


def test_paper_leads_nowhere_and_says_as_at_when_its_marks_are(every_kind, story, cast):
    answers.record(story.supervision, kind="view", text="No.", named="Mr M", received="letter", by=cast.sue, at=NOW)
    paper = printed(last_frozen(story.supervision, "supervision"))
    assert "<a " not in paper
    assert "Seen differently by Mr M, Tue 3 Nov 2026; being looked into" in paper
    assert "What was said of it since stands beside its words, as at Tue 3 Nov 2026, 10:00." in words(paper)


def test_addition_made_since_stands_in_place_on_the_page_and_its_mark_on_paper(every_kind, story, cast, signed_in):
    text = "The health visitor agrees."
    frozen = last_frozen(story.supervision, "supervision")
    answer = answers.record(story.supervision.passages.first(), kind="addition", text=text, by=cast.sue, at=NOW)
    assert text in frozen_part(signed_in(cast.mary), page(frozen))
    assert text not in printed(frozen)
    assert "Added to by Sue Sands, Tue 3 Nov 2026" in printed(frozen)
    answers.hold_back(answer, person=story.ann, because="Not yet.", by=cast.sue, at=NOW)
    assert text not in frozen_part(signed_in(cast.mary), page(frozen))


@pytest.mark.rule("A10.1", "A10.2")
def test_what_was_added_before_it_was_finished_stands_in_it(story, cast, signed_in):
    """Sue added to her visit before she finalised, so the addition is in her summary, and in what the group signed."""
    frozen = last_frozen(story.summary, "summary")
    assert "The bedroom was warm." in str(frozen.contents)
    mary = signed_in(cast.mary)
    before = frozen_part(mary, page(frozen))
    assert words(before).count("Added to by Sue Sands, Sat 17 Oct 2026") == 1
    assert "The bedroom was warm." in before
    assert "The bedroom was warm." in printed(frozen)
    answers.record(story.visit, kind="addition", text="And dry.", by=cast.sue, at=NOW)
    after = frozen_part(mary, page(frozen))
    assert words(after).count("Added to by Sue Sands, Sat 17 Oct 2026") == 1
    assert "And dry." in after
    answers.hold_back(story.answer, person=story.ann, because="Not yet.", by=cast.sue, at=NOW)
    for shown in (frozen_part(mary, page(frozen)), printed(frozen)):
        assert "The bedroom was warm." not in shown
        assert "Added to by Sue Sands, Sat 17 Oct 2026" in words(shown)


def test_dispute_that_was_open_then_says_what_became_of_it_since(story, cast, signed_in):
    note = notes.record(
        story.family, kind="telephone_call", took_place_at=NOW, written=[NewText("detail", "He shouted.")],
        by=cast.sue, at=NOW,
    )  # fmt: skip
    note = casenotes.complete(note, by=cast.sue, at=NOW)
    passage = note.passages.get()
    answer = answers.record(passage, kind="view", text="No.", named="Mr M", received="letter", by=cast.sue, at=NOW)
    summaries.write(story.next_summary, written=OUTCOME, rag="red", rationale="As before.", by=cast.sue, at=NOW)
    frozen = last_frozen(summaries.finalise(story.next_summary, by=cast.sue, at=NOW), "summary")
    client, open_still = signed_in(cast.mary), "Seen differently by Mr M, Tue 3 Nov 2026; being looked into"
    assert words(frozen_part(client, page(frozen))).count(open_still) == 1
    answers.settle(answer, outcome="attached", because="It is his view.", by=cast.mary, at=NOW)
    part = words(frozen_part(client, page(frozen)))
    assert part.count(open_still) == 1
    assert part.count("Seen differently by Mr M, Tue 3 Nov 2026; answered Tue 3 Nov 2026") == 1


@pytest.mark.rule("A9.20")
def test_pdf_of_a_safety_plan_asks_first_who_must_not_have_it(every_kind, cast, signed_in):
    frozen = every_kind["safety_plan"]
    sue, ask = signed_in(cast.sue), reverse("safety-plan-ask", args=[frozen.family_id, frozen.subject_id])
    for answer in (sue.post(page(frozen) + "make-print/"),):
        assert answer.url == ask
    assert not hasattr(Frozen.objects.get(pk=frozen.pk), "print")
