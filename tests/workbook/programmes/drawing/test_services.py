"""Passages of workers' summaries drawn into a module, and taken out."""

from datetime import timedelta

import pytest

from casework.absences import services as absences
from casework.refusal import Conflict, Refusal
from tests.cast import OUTCOME
from tests.factories import NOW
from tests.workbook.programmes.conftest import draw, finalised, write
from workbook.programmes.drawing import queries as drawing_queries
from workbook.programmes.drawing import services as programmes_services
from workbook.programmes.modules import queries
from workbook.programmes.modules import services as programmes
from workbook.programmes.modules.texts import presenters
from workbook.summaries import services as summaries
from workbook.summaries.handovers import services as handovers

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def at_ten(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.mark.rule("A5.7", "C21")
def test_drawn_passage_is_read_with_its_source_and_is_not_copied(month, cast, first, module, summary_of):
    summary = finalised(summary_of(cast.dora), cast.dora)
    draw(first, module(5), summary, cast)
    record = queries.record_for(first, module(5))
    shown = presenters.texts_by_section(record, module(5), month.family.people_ever())[0].drawn[0]
    assert (shown.text, shown.worker, shown.episode) == ("The risk is lower.", "Dora Dale", 1)
    assert shown.role == summary.allocation.get_role_display()
    assert not record.passages.exists()


@pytest.mark.rule("C21")
def test_drawing_takes_only_finalised_text_of_the_family_and_once(month, cast, first, module, summary_of):
    summary = summary_of(cast.dora)
    summaries.write(summary, written=OUTCOME, rag="amber", rationale="New.", by=cast.dora, at=NOW)
    with pytest.raises(Refusal, match="finalised summaries"):
        draw(first, module(5), summary, cast)
    summaries.finalise(summary, by=cast.dora, at=NOW)
    draw(first, module(5), summary, cast)
    draw(first, module(5), summary, cast)
    assert queries.record_for(first, module(5)).drawn.count() == 1
    with pytest.raises(Refusal, match="Choose the heading"):
        programmes_services.draw(first, module(5), section="m1_plan", chosen=[1], by=cast.sue, at=NOW)
    with pytest.raises(Refusal, match="Choose passages"):
        programmes_services.draw(first, module(5), section="m5_health", chosen=[], by=cast.sue, at=NOW)


@pytest.mark.rule("C21")
def test_drawing_takes_what_was_handed_over_which_does_not_change_any_more(month, cast, first, module, summary_of):
    summary = summary_of(cast.rick)
    summaries.write(summary, written=OUTCOME, rag="", rationale="", by=cast.rick, at=NOW)
    absences.add(
        cast.rick, cover=cast.dora, from_date=NOW.date(), until_date=NOW.date() + DAY, because="Ill",
        by=cast.rick, at=NOW,
    )  # fmt: skip
    handovers.hand_over(summary, taker=cast.dora, because="Rick is ill.", by=cast.mary, at=NOW)
    draw(first, module(5), summary, cast)
    shown = presenters.texts_by_section(queries.record_for(first, module(5)), module(5), month.family.people_ever())[
        0
    ].drawn[0]
    assert (shown.text, shown.worker) == ("The risk is lower.", "Rick Reed")


def test_drawn_passage_of_a_summary_taken_back_shows_its_source_and_not_its_text(
    month, cast, first, module, summary_of
):
    summary = finalised(summary_of(cast.dora), cast.dora)
    draw(first, module(5), summary, cast)
    summaries.withdraw(summary, because="A slip.", by=cast.dora, at=NOW)
    record = queries.record_for(first, module(5))
    shown = presenters.texts_by_section(record, module(5), month.family.people_ever())[0].drawn[0]
    assert (shown.text, shown.worker) == ("", "Dora Dale")


@pytest.mark.rule("A5.2", "C21")
def test_drawn_passage_stays_in_a_completed_module_until_it_is_taken_up_again(cast, first, module, summary_of):
    record = write(first, module(5), by=cast.sue)
    drawn = draw(first, module(5), finalised(summary_of(cast.dora), cast.dora), cast)
    record = programmes.complete(first, module(5), version=record.version, by=cast.sue, at=NOW)
    with pytest.raises(Conflict, match="Take it up again first"):
        programmes_services.remove_drawn(drawn, because="It is about Ben.", by=cast.sue, at=NOW)
    programmes.take_up(first, module(5), version=record.version, by=cast.sue, at=NOW)
    programmes_services.remove_drawn(drawn, because="It is about Ben.", by=cast.sue, at=NOW)


def test_drawn_passage_is_taken_out_with_a_reason_once(cast, first, module, summary_of):
    drawn = draw(first, module(5), finalised(summary_of(cast.dora), cast.dora), cast)
    with pytest.raises(Refusal, match="Say why"):
        programmes_services.remove_drawn(drawn, because=" ", by=cast.sue, at=NOW)
    programmes_services.remove_drawn(drawn, because="It is about Ben.", by=cast.sue, at=NOW)
    assert not queries.record_for(first, module(5)).drawn.filter(removed_because="").exists()
    with pytest.raises(Conflict):
        programmes_services.remove_drawn(drawn, because="Again.", by=cast.sue, at=NOW)


@pytest.mark.rule("A5.6")
def test_passage_drawn_into_a_record_kept_apart_is_not_drawn_into_the_other(
    month, cast, first, second, module, summary_of
):
    summary = finalised(summary_of(cast.dora), cast.dora)
    draw(first, module(4), summary, cast, child=month.mia)
    record = queries.record_for(first, module(4), month.mia)
    programmes.keep_apart(
        first, module(4), month.mia, because="She asked.", version=record.version, by=cast.sue, at=NOW
    )
    assert not drawing_queries.drawable_passages(second).filter(section="analysis", owner=summary).exists()
    with pytest.raises(Refusal, match="Choose passages"):
        draw(second, module(5), summary, cast)
    draw(first, module(5), summary, cast)
