"""The decision in the browser: each practice's checklist, in whose name, and what the Workbook page shows after."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from casework.referrals import services as referrals
from casework.trail.acting import acting
from casework.trail.rows import change
from tests.checklist import all_met
from tests.factories import NOW, add_child
from workbook.workbooks import services as workbooks
from workbook.workbooks.models import WorkbookDecision
from workbook.workbooks.queries import children_to_bring_in

pytestmark = pytest.mark.django_db
TYPED = {
    "luton": {"answer-trio": ["domestic_abuse"], "answer-adult_worker": "yes"},
    "caredirector": {"answer-new_or_transferred": "yes", "answer-footing": ["child_in_need"]},
    "family_help": {"answer-family_help": "yes"},
    "west_sussex": {"answer-service": "yes", "answer-assessment": ["child_and_family"]},
}


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


def text_of(response):
    return response.content.decode()


def decide_address(ash):
    return reverse("workbook-decide", args=[ash.family.pk, ash.referral.pk])


def workbook_address(ash):
    return reverse("workbook", args=[ash.family.pk])


def typed(ash, practice="luton", **values):
    return {
        "decision": "open", "reason": "Two workers are needed.", "index_child": ash.ben.pk,
        "people": [ash.mia.pk, ash.ben.pk, ash.ann.pk], "supervision_planned_for": "2026-12-03T10:00",
        "programme_with": [ash.ann.pk],
        "first_discussed_on": "2026-11-02", **TYPED[practice], **values,
    }  # fmt: skip


@pytest.mark.rule("C1", "C3", "C4", "A1.4", "A1.12", "A1.13")
@pytest.mark.parametrize(
    ("practice", "opener", "index_child", "asked"),
    [
        ("caredirector", "sue", "mia", "On what footing is the work?"),
        ("family_help", "sue", "ben", "Is the family worked with in Family Help, or by the multi-agency"),
        ("luton", "mary", "ben", "Which vulnerabilities are there in the family?"),
        ("west_sussex", "sue", "ben", "Is the work done in the Family Safeguarding service?"),
    ],
)
def test_decision_page_under_each_practice_has_its_opener_answer_its_checklist(
    cast, allocated, signed_in, practise, practice, opener, index_child, asked
):
    practise(practice)
    client = signed_in(getattr(cast, opener))
    opened = client.get(decide_address(allocated))
    assert asked in text_of(opened)
    assert opened.context["form"].initial["index_child"] == getattr(allocated, index_child).pk
    page = text_of(client.post(decide_address(allocated), typed(allocated, practice), follow=True))
    for words in (asked, "met", "Mon 2 Nov 2026", "Two workers are needed.", "Episode 1"):
        assert words in page
    assert WorkbookDecision.objects.get().eligible


@pytest.mark.rule("C4")
def test_decision_page_asks_why_against_the_checklist_and_keeps_the_rest(cast, allocated, signed_in):
    client = signed_in(cast.mary)
    sent = typed(allocated, **{"answer-adult_worker": "no"})
    page = text_of(client.post(decide_address(allocated), sent))
    assert "Say why a Workbook is opened all the same." in page
    assert 'href="#id_override_because"' in page
    assert "Two workers are needed." in page
    page = text_of(client.post(decide_address(allocated), sent | {"override_because": "The father needs one soon."}))
    assert WorkbookDecision.objects.get().override_because == "The father needs one soon."
    page = text_of(client.get(workbook_address(allocated)))
    for words in ("Against the checklist, because", "The father needs one soon.", "not met", "<strong>No</strong>"):
        assert words in page


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"answer-trio": []}, "Answer ‘Which vulnerabilities are there in the family?’"),
        ({"answer-trio": ["none", "mental_health"]}, "‘None of these’ stands alone"),
        ({"answer-trio": ["debts"]}, "choose from those offered"),
        ({"answer-adult_worker": ""}, "Answer ‘Is at least one adult worker of the team needed?’"),
        ({"first_discussed_on": "2026-11-04"}, "cannot have been discussed in the future"),
        ({"first_discussed_on": "soon"}, "Enter a date"),
    ],
)
def test_decision_page_says_that_the_checklist_is_not_answered_and_records_nothing(
    cast, allocated, signed_in, values, sentence
):
    page = text_of(signed_in(cast.mary).post(decide_address(allocated), typed(allocated, **values)))
    assert sentence in page
    assert not WorkbookDecision.objects.exists()


@pytest.mark.rule("C4")
def test_checklist_takes_none_of_these_as_an_answer(cast, allocated, signed_in):
    sent = typed(allocated, decision="not_open", **{"answer-trio": ["none"], "answer-adult_worker": "no"})
    signed_in(cast.mary).post(decide_address(allocated), sent)
    decision = WorkbookDecision.objects.get()
    assert (decision.opened, decision.answers[0]["answer"], decision.answers[0]["met"]) == (
        False, "None of these", False
    )  # fmt: skip


@pytest.mark.rule("C3")
def test_business_support_opens_and_says_whose_decision_it_is(cast, allocated, signed_in):
    client = signed_in(cast.bob)
    assert decide_address(allocated) in text_of(client.get(workbook_address(allocated)))
    page = text_of(client.get(decide_address(allocated)))
    for words in ("Whose decision is it?", "Mary Moss", "Dev Dunn", "Serena Stone"):
        assert words in page
    assert "Do not open a Workbook" not in page
    assert "Sid Salt" not in page
    refused = text_of(client.post(decide_address(allocated), typed(allocated)))
    assert "Answer ‘Whose decision is it?’" in refused
    sent = typed(allocated, decided_by=cast.mary.pk)
    page = text_of(client.post(decide_address(allocated), sent, follow=True))
    assert "Mary Moss, Tue 3 Nov 2026, 10:00, recorded by Bob Birch" in page


@pytest.mark.rule("C3")
def test_business_support_records_no_decision_against_a_workbook(cast, allocated, signed_in):
    sent = typed(allocated, decision="not_open", decided_by=cast.mary.pk)
    assert "choose from those offered" in text_of(signed_in(cast.bob).post(decide_address(allocated), sent))
    assert not WorkbookDecision.objects.exists()


@pytest.mark.rule("C3")
def test_business_support_that_is_not_named_finds_no_such_page(cast, allocated, signed_in, practise):
    practise("west_sussex")
    assert signed_in(cast.bob).get(decide_address(allocated)).status_code == 403
    assert decide_address(allocated) not in text_of(signed_in(cast.bob).get(workbook_address(allocated)))


@pytest.mark.rule("A1.6", "C19")
def test_pages_say_until_when_it_is_to_be_decided(cast, ash, signed_in):
    leo = add_child(ash.family, cast.mary, name="Leo Ash")
    ash.referral = referrals.record_referral(
        ash.family, received_on=NOW.date(), source="6", reason="Police.", needs={leo: "N1"},
        transferred_at=NOW - timedelta(hours=2), by=cast.mary, at=NOW,
    )  # fmt: skip
    for path in (workbook_address(ash), decide_address(ash), reverse("my-work")):
        assert "Wed 4 Nov 2026, 08:00" in text_of(signed_in(cast.mary).get(path)), path


@pytest.mark.rule("A1.19")
def test_workbook_page_shows_the_start_and_the_worker_of_each_summary(cast, allocated, signed_in):
    client = signed_in(cast.mary)
    client.post(decide_address(allocated), typed(allocated))
    page = text_of(client.get(workbook_address(allocated)))
    assert "Tue 3 Nov 2026, 10:00" in page
    for words in ("Sue Sands (Social worker)", "Dora Dale (Domestic abuse worker (victims))", "Rick Reed (Recovery"):
        assert words in page


@pytest.mark.rule("A1.18", "C1")
def test_earlier_versions_keep_their_decision_checklist_and_index_child(cast, month, signed_in):
    workbooks.close(month.workbook, reason="work_completed", because="Worries are managed.", by=cast.mary, at=NOW)
    workbooks.open_workbook(
        month.referral, reason="They are back.", answers=all_met(), index_child=month.mia,
        people=[month.mia, month.ann], supervision_planned_for=NOW + timedelta(days=28), by=cast.mary, at=NOW,
    )  # fmt: skip
    page = text_of(signed_in(cast.rick).get(workbook_address(month)))
    earlier = page[page.index("Earlier versions") :]
    for words in (
        "Version 1", "Domestic abuse and drink; two adult workers are needed.", "Ben Ash", "Mary Moss",
        "Is at least one adult worker of the team needed?", "Worries are managed.",
    ):  # fmt: skip
        assert words in earlier, words
    assert "They are back." in page[: page.index("Earlier versions")]


def came_back(cast, month):
    """Leo belonged to the family, went away, and is referred anew while its Workbook is open."""
    leo = add_child(month.family, cast.mary, name="Leo Ash")
    referrals.record_referral(
        month.family, received_on=NOW.date(), source="6", reason="He is back.", needs={leo: "N1"}, by=cast.mary, at=NOW
    )
    return leo


@pytest.mark.rule("A1.18", "A1.15")
def test_child_who_comes_by_a_new_referral_is_offered_to_the_running_episode(cast, month, signed_in):
    leo = came_back(cast, month)
    into = reverse("person-into-workbook", args=[month.family.pk, leo.pk])
    assert into in text_of(signed_in(cast.sue).get(workbook_address(month)))
    page = text_of(signed_in(cast.dora).get(workbook_address(month)))
    assert "Leo Ash" in page
    assert into not in page
    signed_in(cast.sue).post(into, {})
    assert month.episode.members.filter(person=leo, until_date=None).exists()
    assert into not in text_of(signed_in(cast.sue).get(workbook_address(month)))


def test_child_whom_the_manager_left_out_or_who_has_died_is_not_offered(cast, month, signed_in):
    leo = came_back(cast, month)
    left_out = month.episode.members.get(person=month.mia)
    with acting(cast.mary):
        change(leo, died=NOW.date())
        change(left_out, until_date=NOW.date())
    assert "new referral and" not in text_of(signed_in(cast.sue).get(workbook_address(month)))


@pytest.mark.rule("A1.6")
def test_referral_to_decide_on_is_the_one_on_which_a_case_is_open(cast, allocated, signed_in):
    later = came_back(cast, allocated)
    with acting(cast.mary):
        change(allocated.family.involvement_set.get(child=later), closed_on=NOW.date(), closed_because="RC7")
    response = signed_in(cast.mary).get(workbook_address(allocated))
    assert response.context["pending"]["decision"].referral == allocated.referral
    assert response.context["pending"]["may_record_vulnerability"]
    assert decide_address(allocated) in text_of(response)


@pytest.mark.rule("A1.6")
def test_workbook_page_without_an_open_case_asks_for_a_new_referral_and_not_for_a_decision(cast, allocated, signed_in):
    with acting(cast.mary):
        for involvement in allocated.family.involvement_set.all():
            change(involvement, closed_on=NOW.date(), closed_because="RC7")
    manager = signed_in(cast.mary)
    page = text_of(manager.get(workbook_address(allocated)))
    assert decide_address(allocated) not in page
    assert "Record a new referral first" in page
    refused = manager.get(decide_address(allocated))
    assert refused.status_code == 409
    assert "Record a new referral first" in text_of(refused)


@pytest.mark.rule("A1.18")
def test_child_who_came_by_a_new_referral_under_another_entry_is_offered_as_the_one_that_was_kept(cast, month):
    leo = came_back(cast, month)
    with acting(cast.mary):
        stands = add_child(month.family, cast.mary, name="Leo Ashe")
        change(leo, merged_into=stands, merged_because="One NHS number.")
    assert children_to_bring_in(month.family, month.workbook) == [stands]
