"""The pages of a child's case summary."""

import pytest
from django.urls import reverse

from casework import practice
from casework.case_summaries import services as summaries
from casework.case_summaries.states import CaseSummaryState
from casework.families import services as families
from casework.passages.models import NewText
from casework.trail.acting import acting
from casework.trail.rows import change
from casework.unsaved import services as unsaved
from tests.factories import NOW, add_child

pytestmark = pytest.mark.django_db
KEY = "8f14e45f-ceea-467f-a8e7-1d9d3b8a1c2d"


@pytest.fixture(autouse=True)
def at_ten(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def sue(allocated, cast, signed_in):
    return signed_in(cast.sue)


def sections():
    return practice.current().case_summary_sections


def at(name, ash, child=None):
    return reverse(name, args=[ash.family.pk, (child or ash.mia).pk])


def typed(text="Typed.", version=0, **other):
    return {"version": version} | {f"text-{one.key}-0": text for one in sections()} | other


def saved(ash, cast, text="Text.", version=0):
    written = [NewText(section.key, text, (ash.mia.pk,)) for section in sections()]
    return summaries.save(ash.family, ash.mia, written=written, version=version, by=cast.sue, at=NOW)


def completed(ash, cast):
    return summaries.complete(saved(ash, cast), headings=sections(), by=cast.sue, at=NOW)


@pytest.mark.rule("A9.2")
def test_writing_page_has_the_seven_headings_and_all_is_about_the_child(sue, ash):
    html = sue.get(at("case-summary-write", ash)).content.decode()
    for section in sections():
        assert section.heading in html
    assert 'name="about-' not in html
    assert sue.post(at("case-summary-write", ash), typed()).url == at("case-summary", ash)
    passages = ash.family.casesummary_set.get(child=ash.mia).passages.all()
    assert {(one.text, tuple(one.about)) for one in passages} == {("Typed.", (ash.mia.pk,))}
    assert len(passages) == 7


def test_writing_page_opened_begins_no_version(sue, ash):
    sue.get(at("case-summary-write", ash))
    assert not ash.family.casesummary_set.exists()


@pytest.mark.rule("A9.1", "C13")
def test_case_summary_page_says_when_the_next_is_due_and_shows_every_version(sue, ash, cast):
    assert "Nothing written yet." in sue.get(at("case-summary", ash)).content.decode()
    completed(ash, cast)
    saved(ash, cast, text="The second.")
    html = sue.get(at("case-summary", ash)).content.decode()
    for words in ("3 Feb 2027", "Version 1, completed", "Version 2, not completed", "The second.", "Completed by Sue"):
        assert words in html


def test_completing_page_says_what_will_happen_and_what_is_missing(sue, ash, cast):
    summaries.save(ash.family, ash.mia, written=[NewText("plan", "x")], version=0, by=cast.sue, at=NOW)
    html = sue.get(at("case-summary-complete", ash)).content.decode()
    assert "What is missing" in html
    assert '<button type="submit" class="govuk-button"' not in html
    saved(ash, cast, version=2)
    assert "begins with this text" in sue.get(at("case-summary-complete", ash)).content.decode()


@pytest.mark.rule("A9.1")
def test_completing_page_completes_the_version_that_was_read(sue, ash, cast):
    summary = saved(ash, cast)
    stale = sue.post(at("case-summary-complete", ash), {"version": summary.version + 1})
    assert stale.status_code == 409
    version = stale.context["form"]["version"].value()
    assert sue.post(at("case-summary-complete", ash), {"version": version}).status_code == 302
    summary.refresh_from_db()
    assert summary.state == CaseSummaryState.COMPLETED


def test_completing_page_submitted_twice_is_refused_with_a_sentence(sue, ash, cast):
    summary = completed(ash, cast)
    page = sue.post(at("case-summary-complete", ash), {"version": summary.version})
    assert "is now &#x27;completed&#x27;" in page.content.decode()
    assert sue.get(at("case-summary-complete", ash)).url == at("case-summary", ash)


def test_completing_page_is_not_found_where_nothing_was_written(sue, ash):
    assert sue.get(at("case-summary-complete", ash)).status_code == 404


def test_writing_page_of_the_next_version_opens_with_the_text_of_the_last(sue, ash, cast):
    completed(ash, cast)
    page = sue.get(at("case-summary-write", ash))
    assert page.context["form"]["text-plan-0"].value() == "Text."
    sue.post(at("case-summary-write", ash), typed("New."))
    assert set(ash.family.casesummary_set.first().passages.values_list("text", flat=True)) == {"New."}


def test_writing_page_shows_both_texts_after_a_conflict_and_can_then_be_saved(sue, ash, cast):
    saved(ash, cast, text="From the manager.")
    stale = sue.post(at("case-summary-write", ash), typed("Mine."))
    assert stale.status_code == 409
    assert "From the manager." in stale.content.decode()
    assert "Mine." in stale.content.decode()
    version = stale.context["form"]["version"].value()
    assert sue.post(at("case-summary-write", ash), typed("Mine.", version)).status_code == 302
    assert set(ash.family.casesummary_set.get().passages.values_list("text", flat=True)) == {"Mine."}


@pytest.mark.rule("C16")
def test_writing_page_restores_unsaved_text(sue, ash, cast):
    unsaved.keep(
        cast.sue, form_key=KEY, family_id=ash.family.pk, title="x",
        url=at("case-summary-write", ash), fields={"text-plan-0": "Typed on the bus."}, at=NOW,
    )  # fmt: skip
    assert "Typed on the bus." in sue.get(f"{at('case-summary-write', ash)}?kept={KEY}").content.decode()


@pytest.mark.parametrize(("who", "read", "write"), [("dora", 200, 403), ("bob", 200, 403), ("mary", 200, 200)])
def test_case_summary_pages_are_read_and_written_by_right(allocated, cast, signed_in, who, read, write):
    client = signed_in(getattr(cast, who))
    assert client.get(at("case-summary", allocated)).status_code == read
    assert client.get(at("case-summary-write", allocated)).status_code == write
    assert (at("case-summary-write", allocated) in client.get(at("case-summary", allocated)).content.decode()) == (
        write == 200
    )


def test_case_summary_pages_are_of_children_of_this_family(sue, ash, cast):
    other = families.add_family(name="Elm", team=cast.north, by=cast.mary, at=NOW)
    stranger = add_child(other, cast.mary, name="Eve Elm")
    for child in (stranger, ash.ann):
        for name in ("case-summary", "case-summary-write", "case-summary-complete"):
            assert sue.get(at(name, ash, child)).status_code == 404


def test_case_summary_page_leads_those_who_lead_to_closing_an_open_case(sue, ash, cast, signed_in):
    url = reverse("closure-write", args=[ash.family.pk, ash.mia.pk])
    assert url in sue.get(at("case-summary", ash)).content.decode()
    assert url not in signed_in(cast.dora).get(at("case-summary", ash)).content.decode()
    with acting(cast.mary):
        change(ash.family.involvement_set.get(child=ash.mia), closed_on=NOW.date(), closed_because="RC7")
    assert url not in sue.get(at("case-summary", ash)).content.decode()
