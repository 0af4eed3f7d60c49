"""The family's history, for those who inspect: who changed what, when, from what to what, and who has looked."""

import re
from datetime import timedelta
from urllib.parse import parse_qs

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.history.presenters import history_acts, history_lines
from audit.history.queries import HistoryKey, rows_of
from casework.calls import services as calls
from casework.families.services import add_family
from casework.passages.models import NewText
from casework.trail.acting import acting, on_page
from casework.trail.rows import change
from tests.factories import NOW, UserFactory, add_child
from tests.story import on
from tests.supervision.conftest import leave
from workbook.summaries import services as summaries
from workbook.summaries.models import InterventionSummary


@pytest.fixture
def history(signed_in, month):
    def ask(user, **asked):
        return signed_in(user).get(reverse("history", args=[month.family.pk]), asked)

    return ask


def told(family, **narrowed):
    return history_lines(rows_of(family, limit=1000, **narrowed))


def sentences(family, **narrowed):
    return [
        sentence
        for line in told(family, **narrowed)
        for sentence in (line.sentence, *(change.sentence for change in line.changes))
    ]


@pytest.mark.rule("A10.1")
def test_change_says_who_from_which_page_and_from_what_to_what(story, cast, now):
    summary = InterventionSummary.objects.get(pk=story.next_summary.pk)
    with on(now + timedelta(hours=1)) as at, on_page("/families/1/summaries/4/write/"):
        for rag, why in (("amber", "Ann is worried."), ("red", "Ann is afraid.")):
            summaries.write(summary, written=[], rag=rag, rationale=why, by=cast.sue, at=at)
    line = told(story.family, who=cast.sue)[0]
    assert (line.who, line.page, line.day) == ("Sue Sands", "/families/1/summaries/4/write/", "Tue 3 Nov 2026")
    assert line.sentence == "Changed Sue Sands’s summary of episode 2"
    assert line.changes[0].sentence == "Changed the RAG from Amber to Red"
    assert line.changes[1].sentence == "Changed the rationale:"
    assert "<del>" in line.changes[1].difference
    assert "afraid." in line.changes[1].difference


def test_history_gives_choices_codes_people_and_rows_in_words(story):
    told_of_all = sentences(story.family)
    for sentence in (
        "Changed the state from ‘open’ to ‘finalised’",
        "Kind: Home visit",
        "Index child: Ben Ash",
        "Owner person: Ann Ash",
        "About: Mia Ash",
        "Added ‘Outcome’ in Sue Sands’s summary of episode 1",
        "Recorded the group supervision of episode 1 in Ben Ash’s file",
        "Recorded the decision on a Workbook",
        "Added that Ann Ash is the mother of Mia Ash",
        "Reason: Services ended for any other reason, also when no longer in need",
    ):
        assert sentence in told_of_all


def test_history_groups_what_was_saved_together(story, cast, now):
    summary = InterventionSummary.objects.get(pk=story.next_summary.pk)
    written = [NewText("outcome", "Ann came."), NewText("analysis", "She is safer.")]
    with on(now + timedelta(minutes=5)) as at:
        summaries.write(summary, written=written, rag="amber", rationale="New.", by=cast.sue, at=at)
    told_of_it = told(story.family, who=cast.sue)[:3]
    (act, *_) = history_acts(told(story.family, who=cast.sue))
    assert act.lines == told_of_it
    assert (act.who, act.moment) == ("Sue Sands", told_of_it[0].moment)
    assert len({line.sentence for line in act.lines}) == 3


def test_history_line_repeats_nothing_of_its_act(story):
    for line in told(story.family):
        said = " ".join(change.sentence for change in line.changes)
        assert "Section: " not in said
        if line.sentence.startswith("Added the home visit"):
            assert "Author: " not in said


def test_tick_is_given_as_a_value(story):
    assert "Relationships checked: yes (before: no)" in sentences(story.family)


def test_history_leaves_out_internal_fields(story):
    everything = " ".join(sentences(story.family))
    for word in ("form_key", "sha256", "Form key", "Version: ", "object (", "Subject type", "Attempts", "attempts"):
        assert word not in everything
    assert not re.search(r"\b(casework|workbook|supervision|chronology)\.[A-Z]\w+", everything)


def test_withdrawn_note_stays_in_the_history(story):
    assert "Of another family" in " ".join(sentences(story.family))


def test_history_holds_nothing_of_another_family(story, cast, now):
    birch = add_family(name="Birch", team=cast.north, by=cast.mary, at=now)
    kim = add_child(birch, cast.mary, name="Kim Birch")
    assert "Birch" not in " ".join(sentences(story.family))
    assert "Added the family Birch" in sentences(birch)
    assert f"Added {kim}" in sentences(birch)


def test_history_is_narrowed_by_author_and_by_part(story, cast, history):
    by_dora = history(cast.audrey, who=cast.dora.pk).context["lines"]
    assert {line.who for line in by_dora} == {"Dora Dale"}
    actions = history(cast.audrey, part="actions").context["lines"]
    assert {line.sentence for line in actions} == {
        "Added the agreed action ‘Parenting group’",
        "Added the agreed action ‘Register with the new school’",
    }


def test_filter_offers_only_users_who_changed_something(cast, month, history):
    assert "choose from those offered" in history(cast.audrey, who=cast.stan.pk).content.decode()


@pytest.mark.slow
def test_history_pages_together_are_the_whole_history(story):
    whole = rows_of(story.family, limit=1000)
    paged, after = [], None
    while page := rows_of(story.family, after=after, limit=7):
        paged += page
        after = HistoryKey(page[-1].moment, page[-1].which, page[-1].key)
    assert [row[:3] for row in paged] == [row[:3] for row in whole]


def test_history_page_leads_on_and_back(story, cast, history, monkeypatch):
    monkeypatch.setattr("audit.history.views.LINES", 5)
    first = history(cast.audrey)
    after = parse_qs(first.context["next_url"][1:])["after"][0]
    second = history(cast.audrey, after=after)
    assert len(first.context["lines"]) == len(second.context["lines"]) == 5
    assert first.context["lines"] != second.context["lines"]
    assert second.context["first_url"] == "?"


def test_history_costs_a_fixed_number_of_queries(story, cast):
    def renamed(name):
        with acting(cast.mary):
            change(story.mia, known_as=name)
        with CaptureQueriesContext(connection) as queries:
            told(story.family)
        return len(queries)

    assert renamed("Mia A") == renamed("Mia B") == renamed("Mia C")


@pytest.mark.parametrize("who, status", [("audrey", 200), ("mary", 200), ("dev", 200), ("serena", 200)])
def test_history_is_open_to_auditor_and_managers(cast, month, history, who, status):
    assert history(getattr(cast, who)).status_code == status


@pytest.mark.parametrize("page", ["history", "looked"])
@pytest.mark.parametrize("who", ["sue", "cora", "dora", "bob"])
def test_history_is_refused_to_workers_and_business_support(cast, month, signed_in, who, page):
    assert signed_in(getattr(cast, who)).get(reverse(page, args=[month.family.pk])).status_code == 403


@pytest.mark.parametrize("page", ["history", "looked"])
def test_history_pages_refuse_to_be_posted_to(cast, month, signed_in, page):
    assert signed_in(cast.audrey).post(reverse(page, args=[month.family.pk])).status_code == 405


@pytest.mark.parametrize("text", ["", "x", "2026-11-03~x~1", "2026-11-03T10:00:00~casework.casenote~1", "~~"])
def test_history_key_that_is_not_ours_reads_as_none(text):
    assert HistoryKey.read(text) is None


@pytest.mark.rule("A7.20")
def test_call_enters_the_history_with_its_beginning_once_its_family_is_known(cast, ash, signed_in):
    said = {"child_name": "A boy of six", "child_address": "?", "concern": "A bruise."}
    call = calls.take(cast.north, **said, by=cast.bob, at=NOW)
    address = reverse("history", args=[ash.family.pk])
    assert "about A boy of six" not in signed_in(cast.mary).get(address).content.decode()
    calls.put_through(call, to="Mary Moss", by=cast.bob, at=NOW)
    calls.decide(call, outcome="INFO", because="Known.", family=ash.family, by=cast.mary, at=NOW)
    page = signed_in(cast.mary).get(address).content.decode()
    assert page.count("about A boy of six") >= 3
    assert "Bob Birch" in page
    assert "Information and advice" in page


@pytest.mark.parametrize("page", ["history", "looked"])
def test_history_and_viewings_are_closed_to_a_former_auditor_and_manager_and_open_to_a_second(
    cast, month, signed_in, page
):
    second = UserFactory(name="Alma Ames", role="auditor")
    for user in (cast.audrey, cast.mary):
        leave(user)
    address = reverse(page, args=[month.family.pk])
    answers = {
        user.name: signed_in(user).get(address).status_code for user in (cast.audrey, cast.mary, second, cast.dev)
    }
    assert answers == {"Audrey Audit": 404, "Mary Moss": 404, "Alma Ames": 200, "Dev Dunn": 200}
