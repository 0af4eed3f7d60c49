"""What a finished assessment says is answered where it stands, while the programme goes on, also on its PDF."""

from datetime import timedelta

import pytest

from casework.answers import services as answers
from casework.frozen import services as frozen_services
from casework.frozen.contents import origin_of
from casework.frozen.models import FrozenPrint
from casework.frozen.tasks import sweep
from casework.refusal import Refusal
from tests.factories import NOW, add_adult
from tests.finished import frozen_part, last_frozen
from tests.workbook.programmes.assessments.test_paper import words_of
from workbook.programmes import services as programmes
from workbook.programmes.models import ModulePassage

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A10.2a")]
TEXT = "I was never arrested."
DAY = timedelta(days=1)


@pytest.fixture
def passage(completed):
    """Of a module that goes on after the assessment."""
    rows = ModulePassage.objects.filter(owner__programme=completed.programme, owner__module="m1")
    return rows.exclude(text="").earliest("pk")


def dispute(row, cast, at=NOW, **values):
    given = {"kind": "correction", "text": TEXT, "named": "Daniel Oak", "received": "letter"} | values
    return answers.record(row, **given, by=cast.dora, at=at)


def test_passage_of_a_module_that_goes_on_is_answered_as_the_assessment_has_it(
    completed, passage, cast, signed_in, write_module
):
    sue = signed_in(cast.sue)
    address = address_of(completed)
    was = frozen_part(sue, address)
    read = last_history_in(completed, passage)
    add = f"/families/{completed.family_id}/answers/to/module-passage/{passage.pk}/?read={read}"
    assert add in was
    write_module(completed.programme, "m1", "Written a day later.", at=NOW + DAY)
    shown = sue.get(add)
    assert shown.status_code == 200
    assert "What module 1 says." in shown.content.decode()
    form = {"kind": "correction", "text": TEXT, "named": "Daniel Oak", "received": "letter", "history_id": read}
    assert sue.post(add, form).status_code == 302
    mark = "Disputed by Daniel Oak, Tue 3 Nov 2026; being looked into"
    assert mark in frozen_part(sue, address)
    assert TEXT not in frozen_part(sue, address)


def test_mark_says_nothing_of_whom_where_parents_work_apart(completed, passage, cast, signed_in):
    dispute(passage, cast)
    uncle = add_adult(completed.family, cast.sue, name="Uncle Ash")
    programmes.open_programme(
        completed.family, parents=[uncle], apart_because="They are separated.", by=cast.sue, at=NOW
    )
    part = frozen_part(signed_in(cast.sue), address_of(completed))
    assert "Disputed, Tue 3 Nov 2026; being looked into" in part
    assert "Daniel Oak" not in part


def test_pdf_bears_the_mark_and_the_text_only_by_decision_and_is_made_again_when_it_is_older(
    completed, passage, cast, at_the_time
):
    frozen = last_frozen(completed, "assessment")
    sweep()
    with pytest.raises(Refusal, match="there already"):
        frozen_services.print_record(frozen, by=cast.sue, at=NOW)
    at_the_time.shift(DAY)
    answer = dispute(passage, cast, at=NOW + DAY)
    frozen_services.print_record(frozen, by=cast.sue, at=NOW + DAY)
    sweep()
    printed = words_of(FrozenPrint.objects.get())
    assert "Disputed by Daniel Oak" in printed
    assert TEXT not in printed
    at_the_time.shift(DAY)
    answers.decide_copies(answer, leaves=True, because="He asked.", by=cast.mary, at=NOW + 2 * DAY)
    frozen_services.print_record(frozen, by=cast.sue, at=NOW + 2 * DAY)
    sweep()
    assert TEXT in words_of(FrozenPrint.objects.get())


def address_of(completed):
    return f"/families/{completed.family_id}/programme-assessments/{completed.pk}/"


def last_history_in(completed, passage):
    [item] = [
        item
        for each in last_frozen(completed, "assessment").contents["parts"]
        for item in each["items"]
        if item.get("origin") and origin_of(item).row == f"workbook.ModulePassage:{passage.pk}"
    ]
    return item["origin"]["history"]
