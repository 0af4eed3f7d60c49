"""The page of a child's plans, conferences, assessments, court and care, and what is done from it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from casework.plans.acts.presenters import ACTS
from casework.plans.views import ADD_PAGES
from casework.unsaved import services as unsaved
from tests.factories import NOW
from tests.finished import last_frozen

pytestmark = [pytest.mark.django_db, pytest.mark.rule("C17")]
KEY = "8f14e45f-ceea-467f-a8e7-1d9d3b8a1c2d"
TODAY = NOW.date()


@pytest.fixture
def dora(allocated, cast, signed_in):
    return signed_in(cast.dora)


@pytest.fixture
def sue(allocated, cast, signed_in):
    return signed_in(cast.sue)


@pytest.fixture
def page(allocated):
    """The address of the child's page, of an addition, or of an act upon a fact."""

    def page(name, fact=None):
        return reverse(name, args=[allocated.family.pk, fact.pk if fact else allocated.mia.pk])

    return page


def html(client, url):
    return client.get(url).content.decode()


def typed(allocated, **values):
    return {"children": [allocated.mia.pk], "led_by": "Sue Sands"} | values


ADDITIONS = {
    "assessment-add": {"kind": "single", "started_on": "2026-11-02"},
    "plan-add": {"kind": "cp", "from_date": "2026-11-02", "category": "NEG"},
    "conference-add": {"kind": "icpc", "planned_for": "2026-11-10"},
    "legal-add": {"kind": "care", "from_date": "2026-11-02", "status": "C1"},
}


@pytest.mark.parametrize("name", ADD_PAGES)
def test_adding_pages_add_for_the_children_that_are_ticked(allocated, dora, page, name):
    assert dora.get(page(name)).context["form"]["children"].value() == [allocated.mia.pk]
    children = [allocated.mia.pk, allocated.ben.pk]
    answer = dora.post(page(name), typed(allocated, children=children, **ADDITIONS[name]))
    assert answer.url == page("child-plans"), answer.context["form"].errors
    shown = html(dora, page("child-plans"))
    words = {
        "assessment-add": "Child and family assessment", "plan-add": "Child protection plan (neglect)",
        "conference-add": "Initial child protection conference", "legal-add": "In care (interim care order)",
    }  # fmt: skip
    assert shown.count(f'<th scope="row">{words[name]}') == 1
    assert "Sue Sands" in shown


def test_adding_page_keeps_all_that_was_typed_when_refused(allocated, dora, page):
    answer = dora.post(page("plan-add"), typed(allocated, kind="cp", from_date="2026-11-02", category=""))
    assert "a child protection plan needs one" in answer.content.decode()
    assert answer.context["form"]["from_date"].value() == "2026-11-02"
    assert not allocated.family.plan_set.exists()


def test_plan_pages_change_category_refuse_an_older_version_and_end(allocated, dora, sue, page, begin):
    plan = begin(day=TODAY - timedelta(days=30))
    version = {"version": 1}
    category = version | {"latest_category": "EMO", "latest_category_from": "2026-11-01"}
    assert dora.post(page("plan-category", plan), category).status_code == 302
    stale = dora.post(page("plan-end", plan), version | {"until_date": "2026-11-03", "ended_because": "Safe now."})
    assert stale.status_code == 409
    assert "First category: neglect; emotional abuse since Sun 1 Nov 2026." in stale.content.decode()
    again = {"version": stale.context["form"]["version"].value()}
    answer = dora.post(page("plan-end", plan), again | {"until_date": "2026-11-03", "ended_because": "Safe now."})
    assert answer.status_code == 302
    shown = html(dora, page("child-plans"))
    for words in ("Sun 4 Oct 2026 to Tue 3 Nov 2026", "Ended because: Safe now.", "Not approved yet."):
        assert words in shown
    assert page("plan-end", plan) not in shown


@pytest.mark.rule("A9.15")
def test_approval_page_is_for_managers_with_the_views_recorded(cast, dora, page, begin, signed_in):
    plan, mary = begin(), signed_in(cast.mary)
    views = {"version": 1, "childs_views": "Mia drew a house.", "carers_views": ""}
    assert dora.post(page("plan-views", plan), views).status_code == 302
    assert dora.get(page("plan-approve", plan)).status_code == 403
    asked = mary.get(page("plan-approve", plan))
    assert "Since Tue 3 Nov 2026. The child: Mia drew a house." in asked.content.decode()
    form = asked.context["form"]
    assert form["childs_views"].value() == "Mia drew a house."
    approval = views | {"version": 2, "approval": "It is right for Mia."}
    assert "why that was not obtained" in mary.post(page("plan-approve", plan), approval).content.decode()
    assert mary.post(page("plan-approve", plan), approval | {"carers_views": "Ann agrees."}).status_code == 302
    shown = html(mary, page("child-plans"))
    assert "Approved on Tue 3 Nov 2026." in shown
    assert "Mia drew a house." not in shown
    assert page("plan-approve", plan) not in shown
    address = reverse("frozen", args=[plan.family_id, last_frozen(plan, "plan").pk])
    assert address in shown
    for words in ("Approved by Mary Moss, Tue 3 Nov 2026", "It is right for Mia.", "Mia drew a house."):
        assert words in html(mary, address)


def test_assessment_page_asks_factors_and_an_enquirys_does_not(dora, page, assess):
    assessment, enquiry = assess(), assess("section_47")
    assert "factors" in dora.get(page("assessment-end", assessment)).context["form"].fields
    assert "factors" not in dora.get(page("assessment-end", enquiry)).context["form"].fields
    values = {"version": 1, "ended_on": "2026-11-03", "outcome": "NFA", "factors": ["3B", "2B"]}
    assert dora.post(page("assessment-end", assessment), values).status_code == 302
    assert "Outcome: No further action" in html(dora, page("child-plans"))


def test_conference_pages_record_held_or_not_held(dora, page, meet):
    one, other = meet("strategy", planned_for=TODAY), meet("family_network", planned_for=TODAY - timedelta(days=1))
    assert "Date has passed" in html(dora, page("child-plans"))
    held = {"version": 1, "held_on": "2026-11-03", "outcome": "Enquiries begin."}
    assert dora.post(page("conference-held", one), held).status_code == 302
    not_held = {"version": 1, "not_held_because": "Snow."}
    assert dora.post(page("conference-not-held", other), not_held).status_code == 302
    shown = html(dora, page("child-plans"))
    for words in ("Decided: Enquiries begin.", "Because: Snow.", "Held", "Not held"):
        assert words in shown


@pytest.mark.rule("A9.10")
def test_review_conference_says_whether_a_core_group_came_in_the_three_weeks_before(dora, page, begin, meet):
    begin(day=TODAY - timedelta(days=60))
    meet("rcpc", planned_for=TODAY + timedelta(days=11))
    meet("core_group", held_on=TODAY - timedelta(days=11), outcome="x")
    assert "No core group is recorded in the three weeks before it, from Sat 24 Oct 2026 on." in html(
        dora, page("child-plans")
    )
    meet("core_group", held_on=TODAY - timedelta(days=10), outcome="x")
    assert "Core group before it: Sat 24 Oct 2026." in html(dora, page("child-plans"))


@pytest.mark.rule("A2.4")
def test_reunification_is_asked_with_a_care_episode_and_can_be_recorded_later(allocated, dora, page):
    care = ADDITIONS["legal-add"] | {"reunification": "False"}
    dora.post(page("legal-add"), typed(allocated, **care))
    episode = allocated.family.legalepisode_set.get()
    assert "The plan is not that the child returns home." in html(dora, page("child-plans"))
    address = page("legal-reunification", episode)
    assert address in html(dora, page("child-plans"))
    for typed_in, stored, words in (("True", True, "(reunification)"), ("", None, "is not decided yet")):
        episode.refresh_from_db()
        sent = {"version": episode.version, "reunification": typed_in}
        assert dora.post(address, sent).url == page("child-plans")
        episode.refresh_from_db()
        assert (episode.reunification, words in html(dora, page("child-plans"))) == (stored, True)


@pytest.mark.rule("A2.4")
def test_reunification_is_not_asked_of_proceedings(allocated, dora, page, court):
    episode = court("pre_proceedings")
    assert page("legal-reunification", episode) not in html(dora, page("child-plans"))
    sent = typed(allocated, kind="care_proceedings", from_date="2026-11-02", reunification="True")
    assert "is said of a care episode" in dora.post(page("legal-add"), sent).content.decode()


def test_legal_pages_end_court_and_care(dora, page, court):
    episode, care = court("pre_proceedings"), court("care", placement="Foster carers")
    values = {"version": 1, "until_date": "2026-11-03", "outcome": "Court.", "outcome_code": "ISSUE"}
    assert dora.post(page("legal-end", episode), values).status_code == 302
    assert "outcome_code" not in dora.get(page("legal-end", care)).context["form"].fields
    shown = html(dora, page("child-plans"))
    for words in ("Led to: Decision to issue care proceedings", "Lives: Foster carers"):
        assert words in shown


@pytest.mark.parametrize("kind", ["plan", "assessment", "conference", "legal"])
def test_correction_and_withdrawal_pages_are_the_leads(allocated, dora, sue, page, kind, begin, meet, assess, court):
    make = {"plan": begin, "assessment": assess, "legal": court}
    fact = make[kind]() if kind in make else meet("strategy", planned_for=TODAY)
    day = {"plan": "from_date", "legal": "from_date", "assessment": "started_on", "conference": "planned_for"}[kind]
    form = sue.get(page(f"{kind}-put-right", fact)).context["form"]
    values = {name: form[name].value() for name in form.fields if form[name].value()} | {
        day: "2026-10-01",
        "led_by": "Dora",
    }
    answer = sue.post(page(f"{kind}-put-right", fact), values)
    assert answer.status_code == 302, answer.context["form"].errors
    fact.refresh_from_db()
    assert (getattr(fact, day).isoformat(), fact.led_by) == ("2026-10-01", "Dora")
    assert dora.get(page(f"{kind}-withdraw", fact)).status_code == 403
    assert "opens only to those who inspect" in html(sue, page(f"{kind}-withdraw", fact))
    values = {"version": fact.version, "reason": "wrong_person", "because": "Of another child."}
    assert sue.post(page(f"{kind}-withdraw", fact), values).status_code == 302
    shown = html(sue, page("child-plans"))
    assert page(f"{kind}-withdraw", fact) not in shown
    assert sue.get(page(f"{kind}-withdraw", fact)).status_code == 410


@pytest.mark.slow
def test_acts_are_offered_only_to_whom_their_page_opens(cast, signed_in, page, begin, meet, assess, court):
    facts = {fact._meta.model: fact for fact in (begin(), meet("strategy", planned_for=TODAY), assess(), court())}
    offered = 0
    for who in ("dora", "sue", "mary", "bob", "audrey"):
        client = signed_in(getattr(cast, who))
        shown = html(client, page("child-plans"))
        for name, act in ACTS.items():
            url = page(name, facts[act.model])
            opens = client.get(url).status_code == 200
            assert opens or url not in shown, (who, name)
            offered += url in shown
    assert offered > 20


def test_childs_page_is_of_children_of_this_family(allocated, dora):
    for person in (allocated.ann.pk, 10**6):
        assert dora.get(reverse("child-plans", args=[allocated.family.pk, person])).status_code == 404


@pytest.mark.rule("C16")
def test_act_page_restores_unsaved_text(allocated, cast, dora, page, begin):
    plan = begin()
    unsaved.keep(
        cast.dora, form_key=KEY, family_id=allocated.family.pk, title="x",
        url=page("plan-end", plan), fields={"ended_because": "Typed on the bus."}, at=NOW,
    )  # fmt: skip
    assert "Typed on the bus." in html(dora, f"{page('plan-end', plan)}?kept={KEY}")
