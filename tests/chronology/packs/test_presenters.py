"""What a pack contains: warnings, plans, safety plan, genogram, ecomap, and the parts of summaries."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.template.loader import render_to_string
from pypdf import PdfReader

from casework.answers import services as answers
from casework.copies import services as copies
from casework.documents import pdf
from casework.ecomap import services as ecomap
from casework.genogram import services as genogram
from casework.passages.models import NewText
from casework.people.contact_details import services as contacts
from casework.plans import services as facts
from casework.relationships import services as relationships
from casework.safety_plans import services as safety
from casework.trail.acting import acting
from casework.trail.rows import change
from casework.warnings import services as cautions
from chronology.packs.presenters import contents_of, printed_ecomap, printed_genogram
from chronology.packs.ratings.presenters import ratings_of
from chronology.packs.tasks import sweep
from supervision.group_supervisions.episode_closures import services as episode_closures
from supervision.packs.models import Pack
from tests.cast import OUTCOME
from tests.factories import NOW, SAID, add_child
from workbook.notes import services as notes
from workbook.summaries import services as summaries
from workbook.summaries.delegation import services as delegation

pytestmark = pytest.mark.slow

TODAY = NOW.date()


def pages():
    assert sweep() == 1
    reader = PdfReader(BytesIO(Pack.objects.get().document.file.read()))
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def warn(prepared, cast, kind="dog", **values):
    values = {"detail": "It bites.", "from_date": TODAY, "review_on": TODAY + timedelta(days=9)} | values
    return cautions.add(prepared.family, kind=kind, source="Seen", by=cast.sue, at=NOW - timedelta(days=30), **values)


@pytest.mark.rule("A9.17")
def test_warnings_come_first_on_page_one(cast, prepared):
    past = TODAY - timedelta(days=1)
    from_date = TODAY - timedelta(days=40)
    warn(prepared, cast, "not_alone", detail="He threatened us.", from_date=from_date, review_on=past)
    over = warn(prepared, cast, detail="The dog is dead.", from_date=from_date)
    cautions.end(over, ended_on=TODAY, because="Dead.", version=1, by=cast.sue, at=NOW)
    first, *rest = pages()
    assert first.index("Do not visit alone: He threatened us.") < first.index("Supervision pack: Ash")
    assert "(review overdue since Mon 2 Nov 2026)" in first
    assert "The dog is dead." not in " ".join([first, *rest])


def test_page_one_has_no_warnings_of_a_family_without(prepared):
    assert "read before you visit" not in " ".join(pages())


@pytest.mark.rule("C17")
def test_pack_shows_each_child_with_plan_and_next_conference(cast, prepared):
    values = {"by": cast.sue, "at": NOW}
    facts.begin_plans(prepared.family, [prepared.mia], kind="cp", category="EMO", from_date=TODAY, **values)
    day = TODAY + timedelta(days=9)
    facts.add_conferences(prepared.family, [prepared.mia], kind="rcpc", planned_for=day, **values)
    whole = " ".join(pages())
    words = "Mia Ash Child protection plan (emotional abuse) Child protection review conference, Thu 12 Nov 2026"
    assert words in whole
    assert "Ben Ash No plan is recorded None planned" in whole


@pytest.mark.rule("A9.20")
def test_pack_says_which_safety_plan_is_current_and_who_has_it_and_not_what_it_says(cast, prepared):
    def save(text, version):
        written = [NewText("who", text)]
        return safety.save(prepared.family, written=written, version=version, by=cast.sue, at=NOW)

    plan = save("Gran fetches the children.", 0)
    safety.make_current(plan, agreed_with="Ann and Gran", version=plan.version, by=cast.sue, at=NOW)
    copies.give(plan, recipient="other", named="Gran Ash", given_on=TODAY, by=cast.sue, at=NOW)
    save("Aunt Jo does.", 0)
    whole = " ".join(pages())
    assert "Version 1, current from Tue 3 Nov 2026. Agreed with Ann and Gran." in whole
    assert "Gran Ash was given a copy on Tue 3 Nov 2026" in whole
    assert "Gran fetches the children." not in whole
    assert "Aunt Jo" not in whole


def add_tie(ash, by, with_whom="Hill School", **other):
    told = {"person": None, "kind": "school", "strength": "stressful", "flow": "both", "about": "She eats there."}
    told |= {"from_date": NOW.date(), "with_whom": with_whom} | other
    return ecomap.add(ash.family, **told, by=by, at=NOW)


def text_of_pack():
    pages = PdfReader(BytesIO(Pack.objects.latest("pk").document.file.read())).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.mark.rule("A5.18")
def test_ecomap_is_drawn_explained_and_given_in_a_table(cast, prepared):
    add_tie(prepared, cast.sue)
    gone = add_tie(prepared, cast.sue, with_whom="Elm Nursery")
    ecomap.end(gone, ended_on=NOW.date(), because="", version=1, by=cast.sue, at=NOW)
    assert sweep() == 1
    whole = text_of_pack()
    for expected in ("Ecomap", "Hill School", "Stressful; each gives the other", "She eats there."):
        assert expected in whole, expected
    assert "Elm Nursery" not in whole


def test_ecomap_without_ties_is_left_out(prepared):
    sweep()
    assert "Ecomap" not in text_of_pack()


def test_ecomap_picture_is_embedded_and_has_an_alternative_text(cast, prepared, caplog):
    add_tie(prepared, cast.sue)
    shown = printed_ecomap(prepared.family)
    assert shown.picture.startswith("data:image/svg+xml;base64,")
    assert all(picture.startswith("data:") for picture, _ in shown.key)
    assert "The family and Hill School (school or nursery): stressful; each gives the other." in shown.words
    pdf.render(f'<html lang="en"><title>t</title><img src="{shown.picture}" alt="{shown.words}"></html>')
    assert not caplog.records


def pdf_pages():
    return PdfReader(BytesIO(Pack.objects.latest("pk").document.file.read())).pages


@pytest.mark.rule("A8.5")
def test_genogram_is_drawn_and_explained_with_the_cultural_notes(cast, prepared):
    written = [NewText("language", "English and Irish at home.", (prepared.mia.pk,))]
    genogram.save(prepared.family, written=written, version=0, by=cast.sue, at=NOW)
    assert sweep() == 1
    whole = " ".join(" ".join(page.extract_text() for page in pdf_pages()).split())
    for expected in ("Genogram", "Household", "Two outlines: a child we work with", "English and Irish at home."):
        assert expected in whole, expected


def test_genogram_that_is_wide_is_printed_on_its_side(cast, prepared):
    for number in range(8):
        child = add_child(prepared.family, cast.mary, name=f"Child {number}")
        relationships.relate(prepared.family, prepared.ann, kind="mother", other=child, by=cast.mary, at=NOW)
    sweep()
    lying = [page for page in pdf_pages() if page.mediabox.width > page.mediabox.height]
    assert len(lying) == 1
    assert "Household" in lying[0].extract_text()


def test_genogram_pictures_have_an_alternative_text(prepared, caplog):
    shown = printed_genogram(prepared.family, NOW.date())
    assert "Ann Ash, 35, lives in the household: mother of Mia Ash and Ben Ash." in shown.words
    pdf.render(f'<html lang="en"><title>t</title><img src="{shown.picture}" alt="{shown.words}"></html>')
    assert not caplog.records
    sweep()
    assert "alt description" not in caplog.text


def test_genogram_fetches_nothing(prepared):
    shown = printed_genogram(prepared.family, NOW.date())
    assert shown.picture.startswith("data:image/svg+xml;base64,")
    assert all(picture.startswith("data:") for picture, _ in shown.key)


RATED = {"rag": "amber", "rationale": "New."}
RICKS = [NewText("outcome", "Ann drinks less."), NewText("analysis", "She hides it.")]


@pytest.fixture
def shared(cast, month, summary_of):
    """The episode of the month closed for supervision, Rick's a finalised part of Dora's."""
    delegation.delegate(
        summary_of(cast.dora), cast.rick, what_is_needed="Drink.", due_at=NOW + timedelta(days=4), by=cast.dora, at=NOW
    )
    for worker, written in ((cast.rick, RICKS), (cast.dora, OUTCOME), (cast.sue, OUTCOME)):
        summaries.write(summary_of(worker), written=written, by=worker, at=NOW, **RATED)
        summaries.finalise(summary_of(worker), by=worker, at=NOW)
    return episode_closures.close_for_supervision(month.episode, by=cast.sue, at=NOW)


def pack_of(supervision, at=NOW):
    return contents_of(supervision.packs.first(), as_at=at)


@pytest.mark.rule("A3.16", "A3.18")
def test_part_is_read_in_the_whole_under_its_authors_name(shared):
    page = render_to_string("chronology/packs/pack.html", pack_of(shared))
    assert page.index("<h3>Dora Dale") < page.index("<h4>Rick Reed, recovery worker: part of this summary")
    assert page.index("<h4>Rick Reed") < page.index("Ann drinks less.")
    assert "<h3>Rick Reed" not in page


@pytest.mark.rule("A3.16", "A3.18")
def test_rating_is_of_wholes_only(shared):
    assert [row.who for row in ratings_of(shared.episode).rows] == [
        "Sue Sands, social worker", "Dora Dale, domestic abuse worker (victims)", "Overall",
    ]  # fmt: skip


@pytest.mark.rule("A3.14")
def test_notes_of_the_delegate_since_are_listed_with_the_whole(cast, shared):
    later = NOW + timedelta(hours=1)
    notes.record(shared.family, kind="email", written=SAID, took_place_at=later, by=cast.rick, at=later)
    dora = next(each.card for each in pack_of(shared, at=later)["cards"] if each.card.worker == "Dora Dale")
    assert [line.when for line in dora.since] == [later]


def page_of(supervision):
    return render_to_string("chronology/packs/pack.html", pack_of(supervision))


@pytest.mark.rule("A6.10", "A10.1")
def test_summaries_in_the_pack_are_those_that_were_finalised_whatever_rows_say_today(cast, shared, practise):
    def summaries_in(page):
        return page[page.index("<h2>Summaries</h2>") : page.index("<h2>Safety plan</h2>")]

    before = summaries_in(page_of(shared))
    assert "Ann drinks less." in before
    with acting(cast.mary):
        for number, user in enumerate((cast.sue, cast.dora, cast.rick)):
            change(user, name=f"Colleague {number}")
        change(shared.family.people_ever().get(name="Mia Ash"), name="Another")
    practise("west_sussex")
    assert summaries_in(page_of(shared)) == before


@pytest.mark.rule("A10.2a")
def test_mark_travels_into_the_pack_and_its_text_does_not(cast, shared):
    passage = shared.episode.summaries.get(worker=cast.rick).passages.first()
    answer = answers.record(
        passage, kind="correction", text="I do not hide it.", named="Mr M", received="letter", by=cast.sue, at=NOW
    )
    page = page_of(shared)
    assert "Disputed by Mr M, Tue 3 Nov 2026; being looked into" in page
    answers.settle(answer, outcome="not_corrected", because="She said so.", by=cast.mary, at=NOW)
    page = page_of(shared)
    assert "Disputed by Mr M, Tue 3 Nov 2026; answered Tue 3 Nov 2026" in page
    assert "I do not hide it." not in page
    assert "/answers/" not in page


@pytest.mark.rule("A9.20")
def test_what_is_protected_since_it_was_finalised_is_held_back_in_the_pack(cast, shared):
    summary = summaries.withdraw(shared.episode.summaries.get(worker=cast.sue), because="A word.", by=cast.sue, at=NOW)
    summaries.write(
        summary, written=OUTCOME, rag="red", rationale="She is at 9 Hidden Road, Luton.", by=cast.sue, at=NOW
    )
    summaries.finalise(summary, strategy_discussion="today", by=cast.sue, at=NOW)
    contacts.add_protected_contact(
        shared.family, shared.family.people_ever().get(name="Ann Ash"), kind="address",
        value="9 Hidden Road, Luton LU1 2AB", from_date=TODAY, readers=[cast.dora], because="He looks for her.",
        by=cast.sue, at=NOW,
    )  # fmt: skip
    whole = " ".join(pages())
    assert "9 Hidden Road" not in whole
    assert "held back since Tue 3 Nov 2026" in whole
