"""The trail: no change without a name, one history row for each, and nothing that slips past it."""

from collections import Counter
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.urls import reverse

from casework.emergencies.models import Emergency, EmergencyReview
from casework.families.models import Family, FamilyRole
from casework.held_back.models import HeldBack
from casework.imports.ledger.models import Imported, ImportedValue, ImportEnd, ImportRun, ImportUndone
from casework.notes import services as notes
from casework.passages.models import NewText
from casework.people import services as people
from casework.people.models import Person
from casework.people.own_right.models import OwnRightAnswer
from casework.relationships.models import RelationshipOverride
from casework.submissions.models import Submission
from casework.trail.acting import NoActor, acting, actor, backdated, on_page, page, service
from casework.trail.models import BulkWriteRefused, Permanent, Viewing
from casework.trail.rows import change
from casework.users.models import User
from supervision.group_supervisions.episode_closures import services as episode_closures
from supervision.group_supervisions.holding import services as holding
from supervision.group_supervisions.recording import services as recording
from tests.factories import NOW
from tests.story import OUTCOME, THOUGHT, days_ago
from workbook.coming_of_age.models import ComingOfAge
from workbook.notes import services as own_notes
from workbook.programmes.sharing.models import SharingChoice
from workbook.summaries import services as summaries
from workbook.workbooks.models import WorkbookDecision

RECORDED = [model for model in apps.get_models() if hasattr(model, "history")]
PERMANENT = [model for model in apps.get_models() if issubclass(model, Permanent)]


def history_rows():
    """How often each recorded row stands in the history, by model and id."""
    return Counter((model, pk) for model in RECORDED for pk in model.history.values_list("id", flat=True))


def test_no_row_changes_without_an_actor(ash):
    ash.mia.name = "Nobody"
    with pytest.raises(NoActor):
        ash.mia.save()
    assert Person.objects.get(pk=ash.mia.pk).name == "Mia Ash"
    with pytest.raises(NoActor):
        Family.objects.create(name="Birch")
    with pytest.raises(NoActor):
        actor()


@pytest.mark.parametrize("models", [RECORDED, PERMANENT], ids=["recorded", "permanent"])
@pytest.mark.django_db
def test_bulk_writes_are_refused_by_every_manager_of_a_model(models):
    for model in models:
        # The base manager is Django's own way to the rows, as in `family.rows.add(row)`.
        for manager in {model._base_manager, model._default_manager, *model._meta.managers}:
            for act in ("update", "delete", "bulk_create", "bulk_update"):
                assert refuses(getattr(manager.all(), act)), f"{model.__name__}.{manager.name}.{act}"


def refuses(act):
    try:
        act()
    except BulkWriteRefused:
        return True
    return False


def test_nothing_recorded_is_ever_deleted(ash, cast):
    with acting(cast.mary), pytest.raises(BulkWriteRefused):
        ash.mia.delete()


def override_and_freeze(story, cast):
    """What the story does not come to."""
    by = {"family": story.family, "by": cast.mary, "at": NOW}
    related = story.family.relationship_set.first()
    RelationshipOverride.objects.create(relationship=related, act="added", because="It cannot wait.", **by)
    HeldBack.objects.create(
        protection=story.contact.protection, subject_type="casework.Caution", subject_id=1, field="detail", **by
    )
    SharingChoice.objects.create(parent=story.ann, with_whom=story.mia, choice="shares", said_on=NOW.date(), **by)
    OwnRightAnswer.objects.create(person=story.mia, answer="not_in_need", because="She is 7.", **by)
    part = story.family.involvement_set.first()
    ComingOfAge.objects.create(involvement=part, the_case="Ends.", the_summary="Ends.", direct_work="Ends.", **by)
    because, at = "A child is in danger.", {"by": cast.stan, "at": NOW}
    tried = Emergency.objects.create(typed="F1", because=because, hours=4, outcome="not_found", **at)
    EmergencyReview.objects.create(emergency=tried, judgement="needed", detail=because, **at)


def test_a_permanent_row_is_written_once(story, cast, signed_in):
    signed_in(cast.cora).get(reverse("family", args=[story.family.pk]))
    run = ImportRun.objects.create(kind="census", file_name="return.xml", sha256="0" * 64, by=cast.mary, at=NOW)
    values = {"run": run, "table": "casework.person", "row": story.mia.pk}
    Imported.objects.create(key="census:child:1", by=cast.mary, at=NOW, **values)
    ImportedValue.objects.create(was={"sex": "U"}, now={"sex": "F"}, **values)
    ImportEnd.objects.create(run=run, at=NOW)
    ImportUndone.objects.create(run=run, because="The wrong file.", by=cast.mary, at=NOW)
    override_and_freeze(story, cast)
    Submission.objects.create(user=cast.sue, form_key=uuid4(), digest="0" * 64, at=NOW, url="/")
    for model in PERMANENT:
        row = model.objects.first()
        assert row is not None, f"The story has no {model.__name__}."
        for act in (row.save, row.delete):
            with acting(cast.mary):
                assert refuses(act), f"{model.__name__}.{act.__name__}"


@pytest.mark.rule("A10.1")
def test_a_history_row_knows_the_user_and_the_page(cast, allocated, signed_in):
    address = reverse("person-add", args=[allocated.family.pk])
    filled = {"role": "parent", "name": "Lou Ash", "sex": "U"}
    assert signed_in(cast.sue).post(address, filled).status_code == 302
    written = Person.history.get(name="Lou Ash")
    assert (written.history_user, written.history_page) == (cast.sue, address)


def test_outside_a_request_there_is_no_page(ash, cast):
    assert page() == ""
    assert ash.mia.history.get().history_page == ""
    with acting(cast.mary), on_page("/families/1/"):
        change(ash.mia, known_as="Mimi")
    assert ash.mia.history.latest().history_page == "/families/1/"


ACTS = {
    "plan": lambda ash, cast, now: notes.plan(
        ash.family, kind="home_visit", planned_for=now, by=cast.sue, at=now
    ),
    "record": lambda ash, cast, now: own_notes.record(
        ash.family, kind="telephone_call", took_place_at=now, written=[NewText("detail", "Ann called.")], by=cast.dora,
        at=now,
    ),
    "write a summary": lambda ash, cast, now: summaries.write(
        ash.summary, written=OUTCOME, rag="red", rationale="Not safe.", by=cast.sue, at=now
    ),
    "finalise": lambda ash, cast, now: summaries.finalise(
        ash.written, strategy_discussion="today", by=cast.dora, at=now
    ),
    "close for supervision": lambda ash, cast, now: episode_closures.close_for_supervision(
        ash.episode, without={row.pk: "On leave." for row in ash.episode.summaries.all()}, by=cast.sue, at=now
    ),
    "add a person": lambda ash, cast, now: people.add_person(
        ash.family, name="Lou", role=FamilyRole.PARENT, by=cast.mary, at=now
    ),
}  # fmt: skip


@pytest.mark.parametrize("act", ACTS)
def test_each_row_that_an_act_changes_has_exactly_one_history_row_with_the_name_of_who_did_it(month, cast, now, act):
    month.summary = month.episode.summaries.get(worker=cast.sue)
    month.written = summaries.write(
        month.episode.summaries.get(worker=cast.dora), written=OUTCOME, rag="red", rationale="Not safe.",
        by=cast.dora, at=now,
    )  # fmt: skip
    before, last = history_rows(), {model: model.history.count() for model in RECORDED}
    ACTS[act](month, cast, now)
    new = history_rows() - before
    assert new
    assert set(new.values()) == {1}
    for model in {model for model, _ in new}:
        latest = model.history.order_by("-history_id")[: model.history.count() - last[model]]
        assert {row.history_user for row in latest} <= {cast.sue, cast.dora, cast.mary}


def test_a_whole_meeting_leaves_one_row_for_each_change(month, cast, now):
    for worker in (cast.sue, cast.dora, cast.rick):
        summary = month.episode.summaries.get(worker=worker)
        summaries.write(summary, written=OUTCOME, rag="red", rationale="Not safe.", by=worker, at=days_ago(3))
        summaries.finalise(summary, by=worker, at=days_ago(3), strategy_discussion="today")
    supervision = episode_closures.close_for_supervision(month.episode, by=cast.sue, at=days_ago(2))
    before = history_rows()
    supervision = holding.hold(supervision, held_at=days_ago(1), by=cast.mary, at=now)
    assert set((history_rows() - before).values()) == {1}
    before = history_rows()
    recording.record(
        supervision, written=THOUGHT, overall_rag="red", rationale="Not safe.", dissent="",
        relationships_checked=True, by=cast.mary, at=now,
    )  # fmt: skip
    assert set((history_rows() - before).values()) == {1}


def test_saving_what_did_not_change_leaves_no_history(month, cast, now):
    summary = month.episode.summaries.get(worker=cast.sue)
    for _ in range(2):
        before = history_rows()
        summaries.write(summary, written=OUTCOME, rag="red", rationale="Not safe.", by=cast.sue, at=now)
    assert history_rows() == before
    with acting(cast.mary):
        assert change(month.mia, name=month.mia.name) is False


def test_a_service_is_whole_or_not_at_all(cast, ash):
    @service
    def rename_and_fail(person, *, by):
        change(person, name="Nobody")
        raise IntegrityError

    before = history_rows()
    with pytest.raises(IntegrityError), transaction.atomic():
        rename_and_fail(ash.mia, by=cast.mary)
    assert history_rows() == before
    assert Person.objects.get(pk=ash.mia.pk).name == "Mia Ash"


def test_a_service_names_its_actor_and_gives_the_name_back_afterwards(cast, ash):
    @service
    def who(*, by):
        return actor()

    assert who(by=cast.sue) == cast.sue
    with acting(cast.mary):
        assert who(by=cast.sue) == cast.sue
        assert actor() == cast.mary


def test_a_told_past_is_dated_as_it_is_told(cast, ash, now):
    with acting(cast.mary), backdated(days_ago(100)):
        change(ash.mia, known_as="Mimi")
    assert ash.mia.history.latest("history_id").history_date == days_ago(100)


def test_a_password_is_not_in_the_history(cast):
    assert "password" not in {field.name for field in User.history.model._meta.fields}
    assert User.history.filter(id=cast.sue.pk).exists()


def test_decisions_and_viewings_are_permanent():
    assert {WorkbookDecision, Viewing} <= set(PERMANENT)
