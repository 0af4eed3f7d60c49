"""The pages of a planner."""

import pytest
from django.urls import reverse

from casework.notes import services as notes
from casework.notes.states import NoteState
from casework.unsaved import services as unsaved
from tests.factories import NOW
from tests.workbook.planners.conftest import KEY, a_visit
from workbook.planners import services
from workbook.planners.models import SupportPlanner
from workbook.programmes import services as programmes

pytestmark = pytest.mark.django_db


@pytest.fixture
def sue(cast, signed_in):
    return signed_in(cast.sue)


def at(name, programme, *parts):
    return reverse(name, args=[programme.family_id, programme.pk, *(part.pk for part in parts)])


def html(client, url):
    return client.get(url).content.decode()


def row(number, worker, purpose="To meet the children.", when="2026-11-06T10:00", **other):
    said = {
        "planned_for": when,
        "kind": "home_visit",
        "worker": worker.pk,
        "purpose": purpose,
        "where": "",
        "module": "m1",
    }
    return {f"visits-{number}-{name}": value for name, value in (said | other).items()}


def rows(*visits, actions=()):
    typed = {}
    for prefix, number in (("visits", 4), ("actions", 3)):
        typed |= {f"{prefix}-TOTAL_FORMS": number, f"{prefix}-INITIAL_FORMS": 0}
    for each in (*visits, *actions):
        typed |= each
    return typed


def action(number=0, **other):
    said = {"what": "Find a plumber", "owner": "agency", "owner_agency": "Housing", "due_on": "2026-11-20"}
    return {f"actions-{number}-{name}": value for name, value in (said | other).items()}


def typed(month, *visits, version=0, actions=(), **other):
    facts = {"version": version, "agreed_on": "2026-11-03", "agreed_with": [month.ann.pk], "why_involved": "Police."}
    return rows(*visits, actions=actions) | facts | other


@pytest.mark.rule("A5.17")
def test_planner_is_agreed_in_one_page_and_read_with_what_became_of_each_visit(sue, programme, month, cast):
    assert "Nothing is agreed yet" in html(sue, at("planner", programme))
    sent = typed(month, row(0, cast.sue), row(1, cast.dora, "To talk about safety."), actions=[action()])
    answer = sue.post(at("planner-agree", programme), sent)
    planner = SupportPlanner.objects.get()
    assert answer.url == at("planner-read", programme, planner)
    page = html(sue, answer.url)
    for said in ("with Ann Ash", "Police.", "To meet the children.", "Dora Dale", "Module 1: Why are we involved?",
                 "To come", "Find a plumber", "Housing"):  # fmt: skip
        assert said in page, said
    assert html(sue, at("planner", programme)).count("To come") == 2


def test_rows_left_empty_are_not_saved_though_they_say_who_mostly_comes(sue, programme, month, cast):
    usual = {"visits-1-kind": "home_visit", "visits-1-worker": cast.sue.pk}
    sue.post(at("planner-agree", programme), typed(month, row(0, cast.sue), usual))
    assert SupportPlanner.objects.get().visits.count() == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"visits-0-planned_for": ""}, "Row 1: Give the day and the time"),
        ({"visits-0-purpose": ""}, "Row 1: Say what the visit is for"),
        ({"visits-0-worker": ""}, "Row 1: Choose who comes."),
        ({"visits-0-planned_for": "2026-11-02T10:00"}, "It lies before Tue 3 Nov 2026"),
        ({"visits-0-module": "m99"}, "choose from those offered"),
        ({"agreed_with": []}, "Choose ‘Agreed with’."),
        ({"agreed_on": "2026-11-04"}, "lies in the future"),
        ({"why_involved": ""}, "Fill in ‘Why we are involved’."),
        ({"actions-0-what": "Call"}, "an action needs an owner"),
        ({"visits-TOTAL_FORMS": "x"}, "missing or has been tampered with"),
    ],
)
def test_agreeing_page_refuses_what_cannot_be_at_its_place_and_keeps_all_input(
    sue, programme, month, cast, wrong, sentence
):
    sent = typed(month, row(0, cast.sue), row(1, cast.sue, "Kept as typed.")) | wrong
    answer = sue.post(at("planner-agree", programme), sent)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert sentence in page
    assert "Kept as typed." in page or "visits-TOTAL_FORMS" in wrong
    assert not SupportPlanner.objects.exists()


def test_agreeing_page_needs_a_visit(sue, programme, month):
    answer = sue.post(at("planner-agree", programme), typed(month))
    assert "Agree at least one visit" in answer.content.decode()


def test_agreeing_page_left_open_shows_the_other_planner_and_can_then_be_saved_deliberately(
    sue, agree, programme, month, cast
):
    agree(why_involved="As Mary told it.", by=cast.mary)
    sent = typed(month, row(0, cast.sue, "Mine."))
    stale = sue.post(at("planner-agree", programme), sent)
    page = stale.content.decode()
    assert stale.status_code == 409
    assert "As Mary told it." in page
    assert "Mine." in page
    again = sent | {"version": stale.context["form"]["version"].value()}
    assert sue.post(at("planner-agree", programme), again).status_code == 302
    assert SupportPlanner.objects.first().number == 2


@pytest.mark.rule("A5.17")
def test_visits_are_added_later_by_whoever_works_with_the_family(agree, programme, cast, signed_in):
    planner, rick = agree(), signed_in(cast.rick)
    url = at("planner-add", programme, planner)
    assert "To talk about safety." in html(rick, url)
    assert rick.post(url, rows(row(0, cast.rick, "Recovery plan."), actions=[action()])).status_code == 302
    assert "Recovery plan." in html(rick, at("planner", programme))
    assert (planner.visits.count(), planner.action_lines.count()) == (3, 2)
    empty = rick.post(url, rows())
    assert "at least one visit or one action" in empty.content.decode()


def test_putting_right_is_refused_for_an_older_version(sue, agree, programme, month, cast):
    planner = agree()
    url = at("planner-change", programme, planner)
    sent = {
        "version": 1,
        "agreed_on": "2026-11-02",
        "agreed_with": [month.ann.pk],
        "why_involved": "X.",
    }
    assert sue.post(url, sent).status_code == 302
    stale = sue.post(url, sent | {"why_involved": "Mine."})
    assert stale.status_code == 409
    assert "Mine." in stale.content.decode()
    again = sent | {"why_involved": "Mine.", "version": stale.context["form"]["version"].value()}
    assert sue.post(url, again).status_code == 302
    planner.refresh_from_db()
    assert (planner.why_involved, planner.version) == ("Mine.", 3)


@pytest.mark.rule("A5.17")
def test_planner_agreed_again_leaves_the_earlier_one_readable_and_its_visits_planned(sue, agree, programme, cast):
    first = agree()
    assert "These stand, and need not be typed again" in html(sue, at("planner-agree", programme))
    second = agree(version=1, visits={0: a_visit(cast.sue, "Module 2.")}, agreed={})
    page = html(sue, at("planner", programme))
    assert "Support and assessment planner 2" in page
    assert "Agreed in an earlier planner, and still to come" in page
    before = html(sue, at("planner-read", programme, first))
    assert "A later planner was agreed" in before
    for name in ("planner-add", "planner-change"):
        assert at(name, programme, first) not in before
        assert sue.get(at(name, programme, first)).status_code == 404
        assert sue.get(at(name, programme, second)).status_code == 200


@pytest.mark.rule("A5.17")
def test_paper_has_only_what_parents_should_read(sue, agree, programme, month, cast):
    planner = agree()
    did_not = month.family.casenote_set.planned().get(author=cast.dora)
    notes.did_not_take_place(did_not, because="Joe was in the house.", by=cast.dora, at=NOW)
    page = html(sue, at("planner-print", programme, planner))
    for said in ("Ann Ash", "The police came twice.", "Sue Sands", "To talk about safety.", "Did not take place",
                 "Register with a doctor"):  # fmt: skip
        assert said in page, said
    for hidden in ("Joe was in the house.", "app-identity", "app-rag", "Chronology", "Workbook 1"):
        assert hidden not in page, hidden


@pytest.mark.rule("A5.6")
def test_planner_has_nothing_of_another_programme(sue, agree, apart, programme, month, cast):
    agree()
    theirs = services.agree(
        apart, agreed_on=NOW.date(), agreed_with=[month.joe.pk], why_involved="Joe’s own words.",
        visits={0: a_visit(cast.rick, "With Joe alone.")}, agreed={}, version=0, by=cast.sue, at=NOW,
    )  # fmt: skip
    [mine] = programme.planners.all()
    for name, planner, own, others in (
        ("planner-read", mine, "To meet the children.", ("Joe", "With Joe alone.")),
        ("planner-print", mine, "To meet the children.", ("Joe", "With Joe alone.")),
        ("planner-print", theirs, "With Joe alone.", ("Ann", "To meet the children.", "The police came twice.")),
    ):
        page = html(sue, at(name, planner.programme, planner))
        assert own in page
        assert not [said for said in others if said in page.split('id="main-content"')[1]]
    assert sue.get(at("planner-read", apart, mine)).status_code == 404
    assert sue.get(at("planner-print", apart, mine)).status_code == 404


@pytest.mark.parametrize(
    ("who", "read", "add", "lead"),
    [("sue", 200, 200, 200), ("mary", 200, 200, 200), ("dora", 200, 200, 403), ("bob", 200, 403, 403),
     ("audrey", 200, 403, 403), ("stan", 404, 404, 404)],
)  # fmt: skip
def test_planner_pages_open_by_right(agree, programme, cast, signed_in, who, read, add, lead):
    planner, client = agree(), signed_in(getattr(cast, who))
    for name, parts in (("planner", ()), ("planner-read", (planner,)), ("planner-print", (planner,))):
        assert client.get(at(name, programme, *parts)).status_code == read
    urls = {}
    for name, parts, expected in (
        ("planner-add", (planner,), add), ("planner-agree", (), lead), ("planner-change", (planner,), lead),
    ):  # fmt: skip
        url = at(name, programme, *parts)
        assert client.get(url).status_code == expected
        assert client.post(url, rows()).status_code == expected
        urls[url] = expected
    if read == 200:
        shown = html(client, at("planner", programme))
        assert {url: url in shown for url in urls} == {url: expected == 200 for url, expected in urls.items()}


def test_planner_of_an_ended_programme_is_only_read(sue, agree, programme, cast):
    planner = agree()
    programmes.end(programme, because="Over.", by=cast.mary, at=NOW)
    page = html(sue, at("planner", programme))
    assert "does not change any more" in page
    for name, parts in (("planner-add", (planner,)), ("planner-agree", ()), ("planner-change", (planner,))):
        assert at(name, programme, *parts) not in page
        assert sue.get(at(name, programme, *parts)).status_code == 302


@pytest.mark.rule("C16")
def test_text_and_rows_not_saved_are_restored(sue, programme, cast):
    unsaved.keep(
        cast.sue, form_key=KEY, family_id=programme.family_id, title="x", url=at("planner-agree", programme),
        fields=rows() | {"why_involved": "Typed on the bus.", "visits-2-purpose": "Also typed."}, at=NOW,
    )  # fmt: skip
    page = html(sue, at("planner-agree", programme) + f"?kept={KEY}")
    assert "Typed on the bus." in page
    assert "Also typed." in page


def test_visit_is_in_my_work_of_whoever_comes(agree, cast, signed_in, month):
    agree()
    note = month.family.casenote_set.get(author=cast.dora, state=NoteState.PLANNED)
    page = html(signed_in(cast.dora), reverse("my-work"))
    assert reverse("note-took-place", args=[month.family.pk, note.pk]) in page
    assert "planned for you with the parents" in html(signed_in(cast.dora), reverse("notifications"))
