"""The PDF of a completed assessment."""

from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from casework import refusal
from casework.documents import pdf
from casework.frozen import services
from casework.frozen.models import Frozen, FrozenPrint
from casework.frozen.paper import make_waiting
from casework.frozen.tasks import sweep
from tests.factories import NOW
from workbook.programmes.assessments.tasks import reconcile


def pages_of(printed):
    with printed.document.file.open() as file:
        return [page.extract_text() for page in PdfReader(BytesIO(file.read())).pages]


def words_of(printed):
    return " ".join(" ".join(pages_of(printed)).split())


@pytest.mark.rule("A5.13")
def test_sweep_makes_a_pdf_of_what_was_frozen(completed, write_module, at_the_time):
    write_module(completed.programme, "m1", "Written a day later.")
    at_the_time.shift(timedelta(days=1))
    assert [sweep(), sweep()] == [1, 0]
    printed = FrozenPrint.objects.get()
    pages = pages_of(printed)
    whole = words_of(printed)
    assert (printed.state, printed.pages, printed.as_at) == ("made", len(pages), NOW)
    for expected in (
        "Family Programme 1: assessment 1", "Ash, F", "Mia Ash", "Ann Ash", "Stepping down",
        "Step down to a child in need plan.", "Read on: Tue 3 Nov 2026", "Completed by Mary Moss",
        "Module 4: Direct work with children – Mia Ash",
        "What module 8 says.", Frozen.objects.get(kind="assessment").sha256[:20],
    ):  # fmt: skip
        assert expected in whole, expected
    assert "Written a day later." not in whole
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in page
        assert "CONFIDENTIAL" in page
        assert "As at Tue 3 Nov 2026, 10:00" in page


def test_file_name_names_nobody(completed):
    sweep()
    name = FrozenPrint.objects.get().document.name
    assert (
        name == f"{completed.family.reference} Family Programme assessment 2026-11-03 no {Frozen.objects.get().pk}.pdf"
    )


def test_pdf_that_failed_is_made_again(cast, completed, monkeypatch):
    def fail(html):
        raise ValueError("Ann Ash")

    with monkeypatch.context() as broken:
        broken.setattr(pdf, "render", fail)
        assert make_waiting() == 0
    printed = FrozenPrint.objects.get()
    assert printed.state == "failed"
    assert "Ann" not in printed.failed_because
    services.print_record(printed.frozen, by=cast.sue, at=NOW)
    assert sweep() == 1


def test_pdf_whose_file_was_lost_is_made_again_and_one_that_is_there_is_not(cast, completed):
    sweep()
    printed = FrozenPrint.objects.get()
    with pytest.raises(refusal.Refusal, match="there already"):
        services.print_record(printed.frozen, by=cast.sue, at=NOW)
    printed.document.file.storage.delete(printed.document.file.name)
    services.print_record(printed.frozen, by=cast.sue, at=NOW)
    assert sweep() == 1
    assert "What module 1 says." in words_of(FrozenPrint.objects.get())


def test_demonstration_says_that_all_people_are_invented(completed, settings):
    settings.DEMONSTRATION = True
    sweep()
    assert "Demonstration: all people are invented" in words_of(FrozenPrint.objects.get())


def test_clocks_are_reconciled_by_a_task(programme):
    assert reconcile() == 1
