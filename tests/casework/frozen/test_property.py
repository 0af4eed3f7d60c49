"""After any acts whatever is finished reads byte by byte as before, but for what is held back since (A6.10, A10.1).

Of each kind one stands finished, under each practice file; then services act in any order. `FROZEN_EXAMPLES` asks for
more examples than a run of the suite has time for.
"""

import os
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import transaction
from django.template.loader import render_to_string
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework import practice
from casework.actions import services as actions
from casework.actions.models import AgreedAction
from casework.answers import services as answers
from casework.case_summaries import services as case_summaries
from casework.frozen.contents import digest
from casework.frozen.document import document
from casework.frozen.models import Frozen
from casework.frozen.registry import KINDS
from casework.notes import services as casenotes
from casework.notes.models import CaseNote
from casework.passages.models import NewText
from casework.people.contact_details import services as contacts
from casework.plans import services as facts
from casework.refusal import Refusal
from casework.relationships import services as relationships
from casework.relationships.models import Relationship
from casework.restrictions import services as restrictions
from casework.safety_plans import services as safety
from casework.trail.acting import acting
from casework.trail.rows import change
from casework.users.models import User
from tests.factories import NOW, add_child
from tests.finished import as_signed, finish_every_kind, frozen_part
from tests.practising import SHIPPED
from workbook.notes import services as notes
from workbook.summaries import services as summaries
from workbook.summaries.models import InterventionSummary

pytestmark = [pytest.mark.slow, pytest.mark.rule("A6.10", "A10.1")]
EXAMPLES = int(os.environ.get("FROZEN_EXAMPLES", "4"))


def any_row(model, number, **values):
    rows = list(model.objects.filter(**values).order_by("pk"))
    return rows[number % len(rows)]


def rename(story, cast, number):
    person = list(story.family.people_ever())[number % 3]
    with acting(cast.mary):
        change(person, name=f"Another {number}", said_in=story.family)


def rename_worker(story, cast, number):
    with acting(cast.mary):
        change(any_row(User, number, is_robot=False), name=f"Colleague {number}", job_title="Locum")


def hand_action_over(story, cast, number):
    with acting(cast.mary):
        change(any_row(AgreedAction, number), owner_user=cast.dora, owner_person=None, owner_agency="")


def report_action(story, cast, number):
    actions.report(any_row(AgreedAction, number), outcome="met", result="Done.", done_on=NOW.date(), by=cast.sue)


def take_action_back(story, cast, number):
    actions.withdraw(any_row(AgreedAction, number), because="In error.", by=cast.mary)


def withdraw_note(story, cast, number):
    casenotes.withdraw(any_row(CaseNote, number), because="Another family.", by=cast.mary, at=NOW)


def add_to_note(story, cast, number):
    note = any_row(CaseNote, number)
    answers.record(note, kind="addition", text=f"Added {number}.", by=note.author, at=NOW)


def record_note(story, cast, number):
    notes.record(
        story.family, kind="telephone_call", took_place_at=NOW, written=[NewText("detail", f"Call {number}.")],
        by=cast.sue, at=NOW,
    )  # fmt: skip


def end_relationship(story, cast, number):
    row = any_row(Relationship, number)
    relationships.withdraw(row, because="Wrong.", override_because="Wrong.", by=cast.mary, at=NOW)


def take_summary_back(story, cast, number):
    summary = any_row(InterventionSummary, number, state="finalised")
    summaries.withdraw(summary, because="A name.", by=summary.worker, at=NOW)


def replace_safety_plan(story, cast, number):
    plan = safety.save(story.family, written=[NewText("who", f"{number}")], version=0, by=cast.sue, at=NOW)
    safety.make_current(plan, agreed_with="Gran", version=plan.version, by=cast.sue, at=NOW)


def new_case_summary(story, cast, number):
    summary = case_summaries.begin(story.family, story.mia, by=cast.sue, at=NOW)
    sections = practice.current().case_summary_sections
    written = [NewText(section.key, f"{section.heading} {number}.") for section in sections]
    case_summaries.write(summary, written=written, by=cast.sue, at=NOW)
    case_summaries.complete(summary, headings=sections, by=cast.sue, at=NOW)


def end_plan(story, cast, number):
    facts.end_plan(
        story.plan, until_date=NOW.date(), ended_because="Safe.", version=story.plan.version + 1, by=cast.sue, at=NOW
    )


def add_a_child(story, cast, number):
    add_child(story.family, cast.sue, name=f"Newborn {number}", born=NOW.date())


def restrict(story, cast, number):
    readers = [cast.sue, cast.dora, cast.rick]
    restrictions.restrict(story.family, because="A colleague.", readers=readers, by=cast.mary, at=NOW)


def protect(story, cast, number):
    contacts.add_protected_contact(
        story.family, story.ann, kind="address", value=f"{number} Secret Row", from_date=NOW.date(),
        readers=[cast.dora], because="He looks.", by=cast.sue, at=NOW,
    )  # fmt: skip


def other_practice(story, cast, number):
    """The authority's headings and words change."""
    story.practise(SHIPPED[number % len(SHIPPED)])


ACTS = [
    rename, rename_worker, hand_action_over, report_action, take_action_back, withdraw_note, add_to_note, record_note,
    end_relationship, take_summary_back, replace_safety_plan, new_case_summary, end_plan, add_a_child, restrict,
    protect, other_practice,
]  # fmt: skip


def read(reader, ids):
    """By finished record (id) what its page shows of it, byte by byte."""
    found = Frozen.objects.in_bulk(ids)
    return {pk: as_signed(frozen_part(reader, f"/families/{found[pk].family_id}/finished/{pk}/")) for pk in found}


def shown(frozen):
    return render_to_string("casework/frozen/document.html", {"document": document(frozen.contents)})


class Undone(Exception):
    """Ends an example: what it did is rolled back."""


@pytest.mark.parametrize("file", SHIPPED)
def test_finished_records_read_as_before_whatever_services_do(story, cast, practise, signed_in, file, time_machine):
    time_machine.move_to(NOW, tick=False)
    story.practise = practise
    practise(file)
    finish_every_kind(story, cast)
    ids, reader, done = sorted(Frozen.objects.values_list("pk", flat=True)), signed_in(cast.mary), set()
    before = read(reader, ids)
    assert {each.kind for each in Frozen.objects.all()} == KINDS.keys()

    @settings(max_examples=EXAMPLES, database=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 50)), min_size=6, max_size=14))
    def act(chosen):
        with suppress(Undone), transaction.atomic():
            for what, number in chosen:
                with suppress(Refusal), transaction.atomic():
                    what(story, cast, number)
                    done.add(what)
            assert read(reader, ids) == before
            raise Undone

    act()
    practise(file)
    assert len(done) > len(ACTS) // 2


def test_contents_are_shown_without_a_query_and_without_a_clock(story, django_assert_num_queries, time_machine):
    frozen = list(Frozen.objects.filter(family=story.family))
    with django_assert_num_queries(0):
        first = [shown(each) for each in frozen]
        time_machine.move_to(NOW + timedelta(days=900))
        assert [shown(each) for each in frozen] == first
    assert len(frozen) >= 5


def test_every_record_has_its_own_mark(story):
    for each in Frozen.objects.filter(family=story.family):
        assert each.sha256 == digest(each.contents)
