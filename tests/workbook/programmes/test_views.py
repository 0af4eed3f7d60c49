"""The pages of the Family Programme, for those who write and those who read."""

from datetime import timedelta

import pytest
from django.urls import reverse

from casework.passages.models import NewText
from casework.trail.acting import acting
from casework.trail.rows import change
from casework.unsaved import services as unsaved
from casework.unsaved.models import UnsavedText
from casework.warnings import services as cautions
from tests.cast import OUTCOME
from tests.factories import NOW, add_adult
from workbook.programmes import services as programmes_services
from workbook.programmes.assessments.models import ProgrammeAssessment
from workbook.programmes.assessments.states import AssessmentState
from workbook.programmes.drawing import services
from workbook.programmes.models import ModuleRecord
from workbook.programmes.modules import queries
from workbook.programmes.modules import services as programmes
from workbook.programmes.states import ModuleState, ProgrammeState
from workbook.summaries import services as summaries

pytestmark = pytest.mark.django_db
KEY = "8f14e45f-ceea-467f-a8e7-1d9d3b8a1c2d"
TYPED = {"version": 0, "text-m1_explained-0": "We told them why we come."}
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def at_ten(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def first(month):
    return month.family.familyprogramme_set.get()


@pytest.fixture
def second(month, cast):
    carl = add_adult(month.family, cast.mary, name="Carl Ash")
    return programmes_services.open_programme(month.family, parents=[carl], apart_because="Apart.", by=cast.sue, at=NOW)


@pytest.fixture
def sue(cast, signed_in):
    return signed_in(cast.sue)


def page(name, programme, *parts):
    return reverse(name, args=[programme.family_id, programme.pk, *parts])


def html(client, url):
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


def write(programme, key, text, by, child=None, version=0, at=NOW):
    module = queries.module_named(key)
    written = [NewText(module.sections[0].key, text)]
    return programmes.write(programme, module, written=written, version=version, by=by, at=at, child=child)


def waiting(programme, by):
    with acting(by):
        ProgrammeAssessment.objects.create(
            family=programme.family, programme=programme, number=1, occasion="yearly",
            state=AssessmentState.SUBMITTED, submitted_by=by, submitted_at=NOW,
        )  # fmt: skip


# The programme


@pytest.mark.rule("A5.4", "C20")
def test_programme_page_is_one_step_from_every_page_of_the_family_and_shows_its_modules(month, cast, first, sue):
    assert reverse("programmes", args=[month.family.pk]) in html(sue, reverse("workbook", args=[month.family.pk]))
    assert sue.get(reverse("programmes", args=[month.family.pk])).url == page("programme", first)
    shown = html(sue, page("programme", first))
    for words in ("1. Why are we involved?", "4. Direct work with children: Mia Ash", "8. Parents’ comments and views"):
        assert words.replace("’", "&#x27;") in shown or words in shown, words
    assert shown.count("Not begun") == 9, "eight modules, the fourth for each of two children"


@pytest.mark.parametrize("who", ["dora", "cora", "bob", "audrey", "mary"])
def test_programme_page_is_read_by_everybody_and_offers_writing_to_who_leads(cast, first, signed_in, who):
    record = write(first, "m1", "We told them why we come.", cast.sue)
    client = signed_in(getattr(cast, who))
    shown = html(client, page("module", first, "m1"))
    assert "We told them why we come." in shown
    leads = who == "mary"
    assert ("Write in this module" in shown) == leads
    assert ("The lead worker or a manager writes here" in shown) != leads
    for name in ("module-write", "module-draw", "module-complete", "module-take-up"):
        assert client.get(page(name, first, "m1")).status_code == (403 if not leads else 200), name
        assert (client.post(page(name, first, "m1")).status_code == 403) != leads
    assert record.version == 2


def test_programmes_page_says_how_one_opens_and_lets_the_lead_open_it(allocated, cast, signed_in):
    family, sue = allocated.family, signed_in(cast.sue)
    assert "Open a Family Programme" not in html(signed_in(cast.dora), reverse("programmes", args=[family.pk]))
    assert "One opens by itself with the Workbook" in html(sue, reverse("programmes", args=[family.pk]))
    opening = reverse("programme-open", args=[family.pk])
    assert "apart_because" not in html(sue, opening)
    assert "at least one parent or carer" in sue.post(opening, {}).content.decode()
    assert "at least one child" in sue.post(opening, {"parents": [allocated.ann.pk]}).content.decode()
    for _ in range(2):
        sent = {"form_key": KEY, "parents": [allocated.ann.pk], "children": [allocated.mia.pk]}
        made = sue.post(opening, sent)
        assert made.url == page("programme", family.familyprogramme_set.get())
    assert "as a parenting assessment without a Workbook" in html(sue, made.url)


@pytest.mark.rule("A5.6")
def test_opening_page_of_a_second_programme_asks_why_and_whose_direct_work_stays_with_the_first(
    month, cast, first, sue
):
    carl = add_adult(month.family, cast.mary, name="Carl Ash")
    write(first, "m4", "Mia told.", cast.sue, month.mia)
    opening = reverse("programme-open", args=[month.family.pk])
    sent = {"parents": [carl.pk], "children": [month.mia.pk], "kept_apart": [month.mia.pk]}
    refused = sue.post(opening, sent).content.decode()
    assert "say why it is kept apart" in refused
    assert f'value="{carl.pk}"' in refused
    sue.post(opening, sent | {"apart_because": "They are separated."})
    second = month.family.familyprogramme_set.get(number=2)
    assert "kept apart" in html(sue, page("module", second, "m4", month.mia.pk))
    assert "Mia told." not in html(sue, page("module", second, "m4", month.mia.pk))
    listed = html(sue, reverse("programmes", args=[month.family.pk]))
    assert "Family Programme 1" in listed
    assert "Family Programme 2" in listed


def test_parents_page_changes_who_works_through_it(month, cast, first, sue):
    carl = add_adult(month.family, cast.mary, name="Carl Ash")
    changing, both = page("programme-parents", first), {"parents": [month.ann.pk, carl.pk]}
    seen = sue.get(changing).context["form"]["fingerprint"].value()
    sue.post(changing, both | {"fingerprint": seen})
    assert "Carl Ash" in html(sue, page("programme", first))
    assert "shared with Ann Ash, Carl Ash" in html(sue, page("module", first, "m1"))
    stale = sue.post(changing, {"parents": [month.ann.pk], "fingerprint": seen})
    assert stale.status_code == 409
    seen = stale.context["form"]["fingerprint"].value()
    sue.post(changing, {"parents": [month.ann.pk], "fingerprint": seen})
    assert "shared with Ann Ash<" in html(sue, page("module", first, "m1"))


def test_ending_page_is_a_managers_asks_why_and_nobody_writes_any_more(cast, first, sue, signed_in):
    mary = signed_in(cast.mary)
    assert sue.get(page("programme-end", first)).status_code == 403
    assert "End this programme" not in html(sue, page("programme", first))
    assert "What was due in it falls away." in html(mary, page("programme-end", first))
    assert "Answer ‘" in mary.post(page("programme-end", first), {}).content.decode()
    mary.post(page("programme-end", first), {"because": "The work is done."})
    first.refresh_from_db()
    assert first.state == ProgrammeState.ENDED
    assert "The work is done." in html(sue, page("programme", first))
    assert "Write in this module" not in html(sue, page("module", first, "m1"))
    assert sue.get(page("module-write", first, "m1")).url == page("module", first, "m1")
    assert mary.get(page("programme-end", first)).url == page("programme", first)
    assert "has ended" in sue.post(page("module-write", first, "m1"), TYPED).content.decode()


# Writing


@pytest.mark.rule("A5.7")
def test_module_page_has_the_aims_and_prompts_at_hand(month, cast, first, sue):
    blank = html(sue, page("module-write", first, "m1"))
    for words in ("Explain why we are involved", "What we explained", "in the words that you used with the family"):
        assert words in blank
    assert sue.post(page("module-write", first, "m1"), TYPED).url == page("module-write", first, "m1")
    assert "We told them why we come." in html(sue, page("module", first, "m1"))
    record = queries.record_for(first, queries.module_named("m1"))
    more = TYPED | {"version": record.version, "extra_section": "m1_plan", "extra_text": "Ann wants to sleep."}
    sue.post(page("module-write", first, "m1"), more)
    assert "Ann wants to sleep." in html(sue, page("module", first, "m1"))


def test_module_page_refuses_nothing_typed_with_a_sentence(first, sue):
    answer = sue.post(page("module-write", first, "m1"), {"version": 0, "text-m1_explained-0": ""})
    assert "Write something under at least one heading." in answer.content.decode()


def test_module_page_after_a_conflict_keeps_what_was_typed_shows_what_is_saved_and_then_saves(cast, first, sue):
    write(first, "m1", "Mary wrote meanwhile.", cast.mary)
    answer = sue.post(page("module-write", first, "m1"), TYPED)
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "What stands saved now" in shown
    assert "Mary wrote meanwhile." in shown
    assert "We told them why we come." in shown
    version = answer.context["form"]["version"].value()
    assert sue.post(page("module-write", first, "m1"), TYPED | {"version": version}).status_code == 302
    assert queries.record_for(first, queries.module_named("m1")).passages.get().text == TYPED["text-m1_explained-0"]


def keep(cast, programme, fields):
    unsaved.keep(
        cast.sue, form_key=KEY, family_id=programme.family_id, title="Module 1", fields=fields, at=NOW,
        url=page("module-write", programme, "m1"), subject=f"programme {programme.pk}",
    )  # fmt: skip


def test_module_page_restores_what_was_typed_and_not_saved(month, cast, first, sue):
    url = page("module-write", first, "m1")
    keep(cast, first, {"text-m1_explained-0": "Half a"})
    opened = sue.get(f"{url}?kept={KEY}")
    assert "Half a" in opened.content.decode()
    assert "This is what you typed" in opened.content.decode()
    sue.post(url, TYPED | {"went_on_from": opened.context["form"]["went_on_from"].value()})
    assert not UnsavedText.objects.exists()


def test_module_page_restores_what_was_typed_before_anybody_had_saved_the_module(month, cast, first, sue):
    url = page("module-write", first, "m1")
    typed = {"version": "0", "text-m1_explained-0": "Half a"}
    keep(cast, first, typed)
    record = write(first, "m1", "Mary wrote meanwhile.", cast.mary)
    opened = sue.get(f"{url}?kept={KEY}")
    assert "Half a" in opened.content.decode()
    sent = typed | {"form_key": KEY, "went_on_from": opened.context["form"]["went_on_from"].value()}
    assert sue.post(url, sent).status_code == 409, "Mary's text is not written over unseen"
    assert sue.post(url, sent | {"version": record.version}).status_code == 302
    assert not UnsavedText.objects.exists()


def test_module_page_shows_what_changed_since_the_period_began(month, cast, first, sue, time_machine):
    record = write(first, "m3", "They do not see it.", cast.sue)
    same = write(first, "m2", "Ann grew up in care.", cast.sue)
    time_machine.move_to(NOW + 10 * DAY)
    with acting(cast.mary):
        change(month.episode, begun_at=NOW + 10 * DAY)
    time_machine.move_to(NOW + 11 * DAY)
    write(first, "m3", "They see it.", cast.sue, version=record.version, at=NOW + 11 * DAY)
    for name in ("module", "module-write"):
        shown = html(sue, page(name, first, "m3"))
        assert "since Workbook episode 1 began on Fri 13 Nov 2026" in shown
        assert "[removed:] </span>do not" in shown
        assert "As it was when Workbook episode 1 began" in html(sue, page(name, first, "m2"))
    assert "Changed since the period began" in html(sue, page("programme", first))
    assert same.version == 2


def test_module_is_completed_and_taken_up_again(first, sue, cast):
    assert "Nothing is written yet" in sue.post(page("module-complete", first, "m3"), {"version": 0}).content.decode()
    record = write(first, "m3", "They do not see it.", cast.sue)
    assert "Complete this module" in html(sue, page("module", first, "m3"))
    stale = sue.post(page("module-complete", first, "m3"), {"version": 1})
    assert stale.status_code == 409
    assert stale.context["form"]["version"].value() == str(record.version)
    sue.post(page("module-complete", first, "m3"), {"version": record.version})
    shown = html(sue, page("module", first, "m3"))
    assert "Completed" in shown
    assert "Write in this module" not in shown
    assert sue.get(page("module-write", first, "m3")).url == page("module", first, "m3")
    record = ModuleRecord.objects.get(pk=record.pk)
    sue.post(page("module-take-up", first, "m3"), {"version": record.version})
    assert ModuleRecord.objects.get(pk=record.pk).state == ModuleState.OPEN
    assert "Write in this module" in html(sue, page("module", first, "m3"))


def test_module_pages_say_that_it_waits_for_the_manager_and_offer_nothing(first, sue, cast):
    write(first, "m1", "We told them.", cast.sue)
    waiting(first, cast.sue)
    shown = html(sue, page("module", first, "m1"))
    assert "waits for the manager" in shown
    for words in ("Write in this module", "Draw on a worker", "Complete this module"):
        assert words not in shown
    assert "waits for the manager" in html(sue, page("programme", first))


# Drawing


@pytest.mark.rule("A5.7", "C21")
def test_drawing_page_puts_in_a_finalised_passage_and_takes_it_out(month, cast, first, sue, summary_of):
    drawing = page("module-draw", first, "m5")
    assert "There is nothing to draw on" in html(sue, drawing)
    summary = summary_of(cast.dora)
    summaries.write(summary, written=OUTCOME, rag="amber", rationale="New.", by=cast.dora, at=NOW)
    summaries.finalise(summary, by=cast.dora, at=NOW)
    assert "Dora Dale" in html(sue, drawing)
    passage = summary.passages.get(section="analysis")
    refused = sue.post(drawing, {"section": "m5_health"}).content.decode()
    assert "Choose at least one passage." in refused
    sue.post(drawing, {"section": "m5_health", "chosen": [passage.pk]})
    shown = html(sue, page("module", first, "m5"))
    assert "The risk is lower." in shown
    assert "Dora Dale" in shown
    assert "Workbook episode 1" in shown
    assert "The risk is lower." not in html(sue, drawing)
    drawn = month.family.drawnpassage_set.get()
    taking_out = page("module-remove-drawn", first, drawn.pk)
    assert "Answer ‘" in sue.post(taking_out, {}).content.decode()
    sue.post(taking_out, {"because": "It is about Ben."})
    assert "The risk is lower." not in html(sue, page("module", first, "m5"))
    assert "The risk is lower." in html(sue, drawing)


def test_module_with_drawn_passages_alone_is_begun(month, cast, first, sue, summary_of):
    summary = summary_of(cast.dora)
    summaries.write(summary, written=OUTCOME, rag="amber", rationale="New.", by=cast.dora, at=NOW)
    summaries.finalise(summary, by=cast.dora, at=NOW)
    chosen = [summary.passages.get(section="analysis").pk]
    services.draw(first, queries.module_named("m5"), section="m5_health", chosen=chosen, by=cast.sue, at=NOW)
    assert html(sue, page("programme", first)).count("Not begun") == 8, "the fifth alone is begun"
    assert "not begun" not in html(sue, page("module", first, "m5"))
    printed = page("programme-print", first)
    assert html(sue, printed).count("Nothing written yet.") == 6
    assert html(sue, printed + "?without=drawn").count("Nothing written yet.") == 7


# Two programmes, and what is not there


@pytest.mark.rule("A5.6")
def test_direct_work_is_kept_apart_and_shared_again(month, cast, first, second, sue):
    record = write(first, "m4", "Mia told.", cast.sue, month.mia)
    parts = ("m4", month.mia.pk)
    assert "Mia told." in html(sue, page("module", second, *parts))
    assert "cannot be called back" in html(sue, page("module-keep-apart", first, *parts))
    sent = {"version": record.version}
    assert "Answer ‘" in sue.post(page("module-keep-apart", first, *parts), sent).content.decode()
    sue.post(page("module-keep-apart", first, *parts), sent | {"because": "She asked us to."})
    assert "Mia told." not in html(sue, page("module", second, *parts))
    assert "She asked us to." in html(sue, page("module", first, *parts))
    record = ModuleRecord.objects.get(pk=record.pk)
    sue.post(page("module-share", first, *parts), {"version": record.version})
    assert "Mia told." in html(sue, page("module", second, *parts))


def test_module_page_says_nothing_of_keeping_apart_with_one_programme(month, cast, first, sue):
    write(first, "m4", "Mia told.", cast.sue, month.mia)
    assert "apart" not in html(sue, page("module", first, "m4", month.mia.pk))


def test_module_or_child_that_the_programme_does_not_have_is_not_found(month, first, sue):
    for parts in (("m9",), ("m1", month.mia.pk), ("m4", month.ann.pk), ("m4", 9_999)):
        assert sue.get(page("module", first, *parts)).status_code == 404, parts
        assert sue.get(page("module-write", first, *parts)).status_code == 404, parts
    assert sue.get(page("module-write", first, "m4")).status_code == 404
    assert sue.get(page("module", first, "m4")).url == page("programme", first) + "#m4"


def test_paper_has_the_whole_programme_in_one_page(month, cast, first, sue):
    write(first, "m1", "We told them why we come.", cast.sue)
    write(first, "m4", "Mia draws.", cast.sue, month.mia)
    shown = html(sue, page("programme-print", first))
    for words in ("We told them why we come.", "Mia draws.", "Module 4: Direct work with children – Mia Ash"):
        assert words in shown


def test_paper_for_the_parents_has_no_warnings_and_may_leave_out_what_is_the_workers(
    month, cast, first, sue, summary_of
):
    cautions.add(
        month.family, kind="dog", detail="It bites strangers.", source="A visit", from_date=NOW.date(),
        review_on=(NOW + 60 * DAY).date(), by=cast.sue, at=NOW,
    )  # fmt: skip
    summary = summary_of(cast.dora)
    summaries.write(summary, written=OUTCOME, rag="amber", rationale="New.", by=cast.dora, at=NOW)
    summaries.finalise(summary, by=cast.dora, at=NOW)
    passage = summary.passages.get(section="analysis")
    services.draw(first, queries.module_named("m5"), section="m5_health", chosen=[passage.pk], by=cast.sue, at=NOW)
    whole = html(sue, page("programme-print", first))
    assert "The risk is lower." in whole
    assert "It bites strangers." not in whole
    without = html(sue, page("programme-print", first) + "?without=drawn")
    assert "The risk is lower." not in without
    assert "Dora Dale" not in without


@pytest.mark.rule("A5.6")
def test_programme_page_of_the_other_says_that_it_is_kept_apart_and_offers_it_no_more(month, cast, first, second, sue):
    record = write(first, "m4", "Mia told.", cast.sue, month.mia)
    programmes.keep_apart(
        first, queries.module_named("m4"), month.mia, because="She asked.", version=record.version, by=cast.sue, at=NOW
    )
    shown = html(sue, page("module", second, "m4", month.mia.pk))
    assert "what the other one says of Mia Ash is not read here" in shown
    assert "She asked." not in shown
    assert page("module-keep-apart", second, "m4", month.mia.pk) not in shown
