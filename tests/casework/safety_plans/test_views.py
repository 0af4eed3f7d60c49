"""The pages of the family's safety plan."""

import pytest
from django.urls import reverse

from casework.answers import services as answers
from casework.copies.models import CopyGiven
from casework.passages.models import NewText
from casework.safety_plans import services as safety
from casework.trail.acting import acting
from casework.trail.rows import change
from casework.unsaved import services as unsaved
from casework.warnings import services as cautions
from tests.factories import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A9.20")]
KEY = "8f14e45f-ceea-467f-a8e7-1d9d3b8a1c2d"
TYPED = {"version": 0, "text-danger-0": "Shouting.", "text-who-0": "Gran comes."}


@pytest.fixture(autouse=True)
def at_ten(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def page(allocated, cast, signed_in):
    """Gives the address of a page and a client of somebody."""
    return lambda name, *parts: reverse(name, args=[allocated.family.pk, *parts])


@pytest.fixture
def plan(allocated, cast):
    written = [NewText("danger", "Shouting."), NewText("who", "Gran comes.")]
    return safety.save(allocated.family, written=written, version=0, by=cast.sue, at=NOW)


@pytest.fixture
def current(plan, cast):
    return safety.make_current(plan, agreed_with="Ann and Gran", version=plan.version, by=cast.sue, at=NOW)


def html(client, url):
    return client.get(url).content.decode()


def test_safety_plan_pages_write_make_current_and_give_out(allocated, cast, signed_in, page):
    dora, sue = signed_in(cast.dora), signed_in(cast.sue)
    assert "No safety plan is current." in html(dora, page("safety-plan"))
    assert dora.post(page("safety-plan-write"), TYPED).url == page("safety-plan")
    plan = allocated.family.safetyplan_set.get()
    assert "being written" in html(dora, page("safety-plan"))
    current_url = page("safety-plan-make-current", plan.pk)
    assert current_url not in html(dora, page("safety-plan"))
    assert dora.get(current_url).status_code == 403
    assert "Gran comes." in html(sue, current_url)
    typed = {"version": plan.version, "agreed_with": "Ann and Gran"}
    assert sue.post(current_url, typed).status_code == 302
    give_url = reverse("copy-give", args=[allocated.family.pk, "safety-plan", plan.pk])
    dora.post(give_url, {"recipient": "other", "named": "Gran Ash", "given_on": "2026-11-03", "how": "by hand"})
    shown = html(dora, page("safety-plan"))
    for words in ("version 1", "Agreed with:</strong> Ann and Gran", "Gran Ash", "by hand"):
        assert words in shown
    copy = CopyGiven.objects.get()
    dora.post(reverse("copy-got-back", args=[allocated.family.pk, copy.pk]), {"got_back_on": "2026-11-03"})
    assert "returned Tue 3 Nov 2026" in html(dora, page("safety-plan"))


def test_writing_page_opens_with_the_current_text_and_shows_both_after_a_conflict(cast, signed_in, page, current):
    sue = signed_in(cast.sue)
    form = sue.get(page("safety-plan-write")).context["form"]
    assert (form["text-who-0"].value(), form["version"].value()) == ("Gran comes.", 0)
    sue.post(page("safety-plan-write"), TYPED | {"text-who-0": "Of Sue."})
    stale = signed_in(cast.mary).post(page("safety-plan-write"), TYPED | {"text-who-0": "Of Mary."})
    assert stale.status_code == 409
    for words in ("Of Sue.", "Of Mary."):
        assert words in stale.content.decode()
    again = TYPED | {"text-who-0": "Of Mary.", "version": stale.context["form"]["version"].value()}
    assert signed_in(cast.mary).post(page("safety-plan-write"), again).status_code == 302


@pytest.mark.rule("C16")
def test_writing_page_says_that_no_plan_is_current_meanwhile(cast, signed_in, page):
    sue = signed_in(cast.sue)
    first = sue.post(page("safety-plan-write"), TYPED, follow=True).content.decode()
    assert "The family has no current plan until" in first


def test_writing_page_of_the_next_version_says_that_the_current_plan_holds(cast, signed_in, page, current):
    after = signed_in(cast.sue).post(page("safety-plan-write"), TYPED, follow=True).content.decode()
    assert "The current plan holds until" in after


def test_writing_page_restores_unsaved_text(allocated, cast, signed_in, page):
    unsaved.keep(
        cast.sue, form_key=KEY, family_id=allocated.family.pk, title="x",
        url=page("safety-plan-write"), fields={"text-who-0": "Typed on the bus."}, at=NOW,
    )  # fmt: skip
    assert "Typed on the bus." in html(signed_in(cast.sue), f"{page('safety-plan-write')}?kept={KEY}")


def test_print_page_has_the_plan_alone(allocated, cast, signed_in, page, current):
    cautions.add(
        allocated.family, kind="violence", detail="Threw a chair.", source="Police", from_date=NOW.date(),
        review_on=NOW.date().replace(month=12), by=cast.sue, at=NOW,
    )  # fmt: skip
    sue, printed = signed_in(cast.sue), page("safety-plan-print", current.pk)
    assert sue.get(printed).url == page("safety-plan-ask", current.pk)
    asked = {"safe_at_home": "no", "kept_where": "With Gran", "not_for_others": "His brother"}
    assert sue.post(page("safety-plan-ask", current.pk), asked).url == printed
    paper = html(sue, printed)
    assert "not safe to keep at home: With Gran" in paper
    assert "It is not for: His brother" in paper
    for words in ("Our safety plan", "Shouting.", "Gran comes.", "Ann and Gran"):
        assert words in paper
    for words in ("Threw a chair", "Child in need", "app-identity", "Sue Sands leads"):
        assert words not in paper


@pytest.mark.rule("A10.1")
def test_print_page_has_what_was_agreed_whatever_the_rows_say_today(cast, signed_in, page, current):
    sue, printed = signed_in(cast.sue), page("safety-plan-print", current.pk)
    sue.post(page("safety-plan-ask", current.pk), {"safe_at_home": "yes"})
    assert "Gran comes." in html(sue, printed)
    with acting(cast.sue):
        change(current.passages.get(text="Gran comes."), text="Nobody comes.")
    assert "Gran comes." in html(sue, printed)
    answers.record(
        current.passages.get(text="Nobody comes."), kind="view", text="No.", named="Mr M", received="letter",
        by=cast.sue, at=NOW,
    )  # fmt: skip
    assert "Seen differently by Mr M, Tue 3 Nov 2026; being looked into" in html(sue, printed)


def test_print_page_of_a_draft_is_not_found(cast, signed_in, page, plan):
    assert signed_in(cast.sue).get(page("safety-plan-print", plan.pk)).status_code == 404


def test_current_plan_is_not_asked_for_again(cast, signed_in, page, current, plan):
    sue = signed_in(cast.sue)
    assert sue.get(page("safety-plan-make-current", current.pk)).url == page("safety-plan")
    typed = {"version": current.version, "agreed_with": "Ann"}
    assert "already" in sue.post(page("safety-plan-make-current", current.pk), typed).content.decode()


def test_giving_page_of_a_draft_leads_back(cast, signed_in, page, plan):
    give = reverse("copy-give", args=[plan.family_id, "safety-plan", plan.pk])
    assert signed_in(cast.sue).get(give).url == page("safety-plan")


@pytest.mark.parametrize(("who", "write"), [("dora", 200), ("bob", 403), ("audrey", 403)])
def test_safety_plan_pages_are_read_and_written_by_right(cast, signed_in, page, current, who, write):
    client = signed_in(getattr(cast, who))
    shown = html(client, page("safety-plan"))
    assert "Gran comes." in shown
    for name, parts in (("safety-plan-write", []), ("safety-plan-ask", [current.pk])):
        assert client.get(page(name, *parts)).status_code == write
        assert (page(name, *parts) in shown) == (write == 200)
