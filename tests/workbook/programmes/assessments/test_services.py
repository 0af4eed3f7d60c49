"""From the programme to the completed assessment, through the services."""

from datetime import timedelta

import pytest
from celery import current_app

from casework import practice
from casework.documents import services as documents
from casework.frozen.contents import digest, items_of, passages_of
from casework.frozen.models import FrozenPrint
from casework.notes.states import NoteState
from casework.passages.models import NewText
from casework.plans import services as facts
from casework.refusal import Conflict, Refusal
from casework.trail.acting import acting
from casework.trail.models import BulkWriteRefused
from casework.trail.rows import change
from tests.at_once import at_once
from tests.factories import NOW, add_adult
from tests.finished import last_frozen, of_kind
from tests.told import texts
from workbook.programmes import services as programmes_services
from workbook.programmes.assessments import contents, services
from workbook.programmes.assessments.checks import missing_in
from workbook.programmes.assessments.models import ProgrammeAssessment
from workbook.programmes.drawing import services as programmes
from workbook.programmes.modules import queries
from workbook.programmes.modules import services as modules_services
from workbook.summaries import services as summaries

TOMORROW = NOW + timedelta(days=1)


def told(user):
    return texts(user)[::-1]


@pytest.mark.rule("A5.13")
def test_submitting_is_the_leads_and_notifies_the_managers(cast, submitted):
    assert (submitted.state, submitted.number, submitted.submitted_by) == ("submitted", 1, cast.sue)
    assert told(cast.mary)[-1] == "Ash: Family Programme 1, assessment 1, waits for you as an assessment"


@pytest.mark.rule("A5.13")
def test_submitting_names_what_is_missing(cast, programme, month, write_all):
    write_all(programme, but=("m4", "m7"))
    with pytest.raises(Refusal) as refused:
        services.submit(programme, occasion="court", by=cast.sue, at=NOW)
    assert "Module 7, Analysis and recommendations, is not written." in refused.value.sentence
    assert "Module 4, Direct work with children, is not written of Mia Ash." in refused.value.sentence
    assert not ProgrammeAssessment.objects.exists()


@pytest.mark.rule("A5.13")
def test_submitting_asks_and_says_nothing_of_a_child_whose_case_is_closed(cast, month, programme, write_all, complete):
    write_all(programme, but=("m4",))
    module = queries.module_named("m4")
    written = [NewText(module.sections[0].key, "Ben builds.")]
    modules_services.write(programme, module, written=written, version=0, child=month.ben, by=cast.sue, at=NOW)
    with acting(cast.mary):
        for involvement in month.family.involvement_set.filter(child=month.mia, closed_on=None):
            change(involvement, closed_on=NOW.date(), closed_because="RC7")
    complete(services.submit(programme, occasion="court", by=cast.sue, at=NOW))
    [children] = [
        each["value"] for each in items_of(of_kind("assessment").get().contents) if each.get("label") == "Children"
    ]
    assert ("Ben Ash" in children, "Mia Ash" in children) == (True, False)


def test_submitting_is_refused_to_others_and_for_an_occasion_that_practice_does_not_name(cast, whole):
    with pytest.raises(Refusal):
        services.submit(whole, occasion="court", by=cast.dora, at=NOW)
    with pytest.raises(Refusal) as refused:
        services.submit(whole, occasion="because", by=cast.sue, at=NOW)
    assert refused.value.field == "occasion"


def test_submitting_a_second_time_is_refused(cast, whole):
    services.submit(whole, occasion="court", by=cast.sue, at=NOW)
    with pytest.raises(Refusal, match="already"):
        services.submit(whole, occasion="court", by=cast.sue, at=NOW)


@pytest.mark.django_db(transaction=True)
def test_submitting_by_two_at_once_makes_one(cast, whole):
    def submit():
        return services.submit(whole, occasion="court", by=cast.sue, at=NOW)

    with pytest.raises(Refusal, match="already"):
        at_once(submit)
    assert ProgrammeAssessment.objects.count() == 1


@pytest.mark.rule("A5.13")
def test_submitted_programme_does_not_change_until_it_is_taken_back(cast, submitted, write_module):
    with pytest.raises(Refusal, match="waits for the manager"):
        write_module(submitted.programme, "m1", "Something else.")
    services.take_back(submitted, because="Ann rang.", version=1, by=cast.sue, at=NOW)
    write_module(submitted.programme, "m1", "Something else.")
    again = services.submit(submitted.programme, occasion="court", by=cast.sue, at=NOW)
    assert (again.pk, again.state, again.occasion, again.state_because) == (submitted.pk, "submitted", "court", "")


@pytest.mark.rule("A5.13")
def test_returning_says_what_is_still_to_be_done(cast, submitted):
    with pytest.raises(Refusal):
        services.return_to_lead(submitted, because="No.", version=1, by=cast.sue, at=NOW)
    with pytest.raises(Refusal) as refused:
        services.return_to_lead(submitted, because=" ", version=1, by=cast.mary, at=NOW)
    assert refused.value.field == "because"
    returned = services.return_to_lead(submitted, because="Say more of Ben.", version=1, by=cast.mary, at=NOW)
    assert (returned.state, returned.state_because) == ("returned", "Say more of Ben.")
    assert "returned by Mary Moss" in told(cast.sue)[-1]
    with pytest.raises(Refusal):
        services.take_back(returned, because="x", version=returned.version, by=cast.sue, at=NOW)


def test_taking_back_is_the_leads_and_says_why(cast, submitted):
    with pytest.raises(Refusal):
        services.take_back(submitted, because="x", version=1, by=cast.rick, at=NOW)
    with pytest.raises(Refusal):
        services.take_back(submitted, because="", version=1, by=cast.sue, at=NOW)


@pytest.mark.rule("A5.13", "A6.13")
def test_completing_makes_the_managers_oversight_note(cast, submitted, complete):
    done = complete(submitted)
    note = done.oversight
    assert (done.state, done.read_on, done.outcome) == ("completed", NOW.date(), "Step down to a child in need plan.")
    assert (note.kind, note.author, note.state) == ("assessment_oversight", cast.mary, NoteState.COMPLETED)
    said = " ".join(note.passages.values_list("text", flat=True))
    assert "Family Programme 1, assessment 1, Stepping down: read on Tue 3 Nov 2026" in said
    assert "Step down to a child in need plan." in said
    assert "is completed as an assessment" in told(cast.sue)[-1]


@pytest.mark.rule("A5.13")
def test_completing_is_of_a_grade_that_practice_names(cast, submitted, complete):
    for nobody in (cast.sue, cast.bob, cast.audrey, cast.stan):
        with pytest.raises(Refusal):
            complete(submitted, by=nobody)
    assert complete(submitted, by=cast.dev).state == "completed"


@pytest.mark.parametrize(
    ("given", "field"),
    [({"outcome": " "}, "outcome"), ({"read_on": TOMORROW.date()}, "read_on"),
     ({"read_on": (NOW - timedelta(days=1)).date()}, "read_on")],
)  # fmt: skip
def test_completing_needs_an_outcome_and_a_possible_day(submitted, complete, given, field):
    with pytest.raises(Refusal) as refused:
        complete(submitted, **given)
    assert refused.value.field == field
    assert not of_kind("assessment").exists()
    assert not submitted.family.casenote_set.filter(kind="assessment_oversight").exists()


def test_completing_is_refused_for_a_text_that_was_not_read(submitted, complete):
    with pytest.raises(Conflict, match="read the modules once more"):
        complete(submitted, fingerprint=digest([]))
    assert not of_kind("assessment").exists()


def test_completing_is_refused_from_a_page_of_an_older_version(cast, submitted, complete):
    services.return_to_lead(submitted, because="Say more.", version=1, by=cast.mary, at=NOW)
    services.submit(submitted.programme, occasion="court", by=cast.sue, at=NOW)
    with pytest.raises(Conflict):
        complete(submitted, version=1)


@pytest.mark.rule("A5.13")
def test_completed_assessment_is_frozen_whatever_happens_afterwards(cast, completed, write_module):
    frozen = of_kind("assessment").get()
    was = frozen.contents
    headings = [part["heading"] for part in was["parts"] if part["heading"].startswith("Module")]
    assert [int(heading.split()[1][0]) for heading in headings] == [1, 2, 3, 4, 4, 5, 6, 7, 8]
    assert frozen.sha256 == digest(was)
    write_module(completed.programme, "m1", "Quite another reason.")
    frozen.refresh_from_db()
    assert frozen.contents == was
    assert frozen.sha256 == digest(frozen.contents)
    assert "Quite another reason." not in str(frozen.contents)
    with pytest.raises(BulkWriteRefused):
        frozen.save()


@pytest.mark.rule("A5.5")
def test_modules_one_to_six_go_on_and_seven_and_eight_begin_blank(cast, completed, write_module, complete):
    programme = completed.programme
    now = {record.module for record in queries.records_of(programme)}
    assert now == {"m1", "m2", "m3", "m4", "m5", "m6"}
    with pytest.raises(Refusal, match="Module 7"):
        services.submit(programme, occasion="yearly", by=cast.sue, at=TOMORROW)
    write_module(programme, "m7", "A second look.", at=TOMORROW)
    write_module(programme, "m8", "Ann is proud.", at=TOMORROW)
    second = services.submit(programme, occasion="yearly", by=cast.sue, at=TOMORROW)
    assert second.number == 2
    complete(second, at=TOMORROW)
    first, latest = of_kind("assessment").order_by("pk")
    assert "A second look." in str(latest.contents)
    assert "A second look." not in str(first.contents)


@pytest.mark.rule("C21", "A5.7")
def test_drawn_passage_is_frozen_with_its_source(cast, month, whole, complete):
    dora = month.episode.summaries.get(worker=cast.dora)
    said = [NewText("outcome", "Ann knows where to go."), NewText("analysis", "Safer.")]
    summaries.write(dora, written=said, rag="green", rationale="So.", by=cast.dora, at=NOW)
    summaries.finalise(dora, by=cast.dora, at=NOW)
    module = queries.module_named("m5")
    passage = dora.passages.get(section="outcome")
    programmes.draw(whole, module, section=module.sections[1].key, chosen=[passage.pk], by=cast.sue, at=NOW)
    complete(services.submit(whole, occasion="court", by=cast.sue, at=NOW))
    frozen = of_kind("assessment").get().contents
    drawn = next(each for each in passages_of(frozen) if each["text"] == "Ann knows where to go.")
    source = (
        "From the summary of Dora Dale, domestic abuse worker (victims), Workbook episode 1, finalised Tue 3 Nov 2026"
    )
    assert (drawn["heading"], drawn["by"]) == (source, "Dora Dale")
    assert (drawn["origin"]["table"], drawn["origin"]["id"]) == ("workbook.SummaryPassage", passage.pk)


@pytest.mark.rule("C21")
def test_summary_taken_back_holds_up_what_was_drawn_from_it(cast, month, whole, complete):
    dora = month.episode.summaries.get(worker=cast.dora)
    said = [NewText("outcome", "Ann knows where to go."), NewText("analysis", "Safer.")]
    summaries.write(dora, written=said, rag="green", rationale="So.", by=cast.dora, at=NOW)
    summaries.finalise(dora, by=cast.dora, at=NOW)
    module = queries.module_named("m5")
    chosen = [dora.passages.get(section="outcome").pk]
    programmes.draw(whole, module, section=module.sections[0].key, chosen=chosen, by=cast.sue, at=NOW)
    submitted = services.submit(whole, occasion="court", by=cast.sue, at=NOW)
    seen = digest(contents.programme_text(whole))
    summaries.withdraw(dora, because="A mistake.", by=cast.dora, at=NOW)
    assert "Ann knows where to go." not in str(contents.programme_text(whole))
    with pytest.raises(Conflict):
        complete(submitted, fingerprint=seen)
    with pytest.raises(Refusal, match="draws on the summary of Dora Dale"):
        complete(submitted)


@pytest.mark.rule("A5.6")
def test_module_of_a_child_kept_apart_is_neither_asked_for_nor_frozen_in_the_other_programme(
    cast, month, programme, write_module, write_all, complete
):
    tom = add_adult(month.family, cast.mary, name="Tom Ash")
    write_module(programme, "m4", "Mia told it to her mother's worker.", child=month.mia)
    write_module(programme, "m4", "Ben laughs.", child=month.ben)
    second = programmes_services.open_programme(
        month.family, parents=[tom], apart_because="They live apart.", kept_apart=[month.mia], by=cast.sue, at=NOW
    )
    write_all(second, but=("m4",))
    done = complete(services.submit(second, occasion="court", by=cast.sue, at=NOW))
    frozen = last_frozen(done, "assessment").contents
    assert "Mia told it" not in str(frozen)
    assert "Ben laughs." in str(frozen)
    assert "Ann Ash" not in str(frozen)
    assert [each["value"] for each in items_of(frozen) if each.get("label") == "Parents and carers"] == ["Tom Ash"]
    assert "They live apart." not in str(frozen)


@pytest.mark.rule("A5.6")
def test_child_kept_apart_before_anything_is_written_is_asked_for_where_it_is_kept_alone(
    cast, month, programme, write_all
):
    tom = add_adult(month.family, cast.mary, name="Tom Ash")
    second = programmes_services.open_programme(
        month.family, parents=[tom], apart_because="They live apart.", kept_apart=[month.mia], by=cast.sue, at=NOW
    )
    write_all(second, but=("m4",))
    write_all(programme, but=("m4",))
    assert "of Mia Ash" not in " ".join(gap.sentence for gap in missing_in(second, today=NOW.date()))
    assert "of Mia Ash" in " ".join(gap.sentence for gap in missing_in(programme, today=NOW.date()))


@pytest.mark.rule("A5.15", "A5.16")
def test_assessment_says_on_which_child_and_family_assessments_it_builds(cast, month, whole, complete):
    values = {
        "transfer_in_report": "Northshire, 1 October 2026", "safety_plan": "Her aunt.", "by": cast.sue, "at": NOW
    }  # fmt: skip
    for child in (month.mia, month.ben):
        [one] = facts.begin_assessments(
            month.family, [child], kind="single", started_on=NOW.date() - timedelta(days=30), **values
        )
        if child == month.mia:
            facts.end_assessment(
                one, ended_on=NOW.date(), outcome="NFA", factors=["21"], version=1, by=cast.sue, at=NOW
            )
    done = complete(services.submit(whole, occasion="court", by=cast.sue, at=NOW))
    items = items_of(last_frozen(done, "assessment").contents)
    assert [each["value"] for each in items if each.get("label") == "Builds on"] == [
        "Mia Ash: child and family assessment, completed Tue 3 Nov 2026, with the other authority’s report: "
        "Northshire, 1 October 2026"
    ]


@pytest.mark.rule("A2.7")
def test_occasions_have_the_final_programme_at_closing(cast, whole, complete):
    assert "closure" in practice.current().assessment_occasions
    done = complete(services.submit(whole, occasion="closure", by=cast.sue, at=NOW))
    assert "Final Family Programme at closing" in str(last_frozen(done, "assessment").contents)


def test_completing_asks_for_the_pdf(cast, submitted, complete, monkeypatch, django_capture_on_commit_callbacks):
    sent = []
    monkeypatch.setattr(current_app, "send_task", lambda name, **options: sent.append((name, options["queue"])))
    with django_capture_on_commit_callbacks(execute=True):
        complete(submitted)
    assert FrozenPrint.objects.get().state == "wanted"
    with documents.SENDING:
        assert sent == [("casework.frozen.tasks.sweep", "packs")]


def test_submitting_and_taking_back_are_not_the_former_leads(cast, month, submitted, change_of_lead):
    with pytest.raises(Refusal, match="You may not"):
        services.take_back(submitted, because="x", version=1, by=cast.sue, at=NOW)
    taken_back = services.take_back(submitted, because="x", version=1, by=cast.cora, at=NOW)
    with pytest.raises(Refusal, match="You may not"):
        services.submit(taken_back.programme, occasion="yearly", by=cast.sue, at=NOW)
    assert services.submit(taken_back.programme, occasion="yearly", by=cast.cora, at=NOW).submitted_by == cast.cora
