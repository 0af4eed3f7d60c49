"""The pages of emergencies, as each role meets them."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from casework.conflicts import services as conflicts
from casework.documents import pdf
from casework.emergencies import services as emergencies
from casework.emergencies.models import Emergency
from casework.emergencies.tasks import pass_on_unreviewed
from casework.families import services as families
from casework.frozen import services as frozen
from casework.frozen import tasks as frozen_tasks
from casework.frozen.models import Frozen
from casework.people.contact_details import services as contacts
from casework.restrictions import services as restrictions
from casework.trail.models import Viewing
from casework.users.roles import Role
from tests.factories import NOW, UserFactory
from tests.former import make_former

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A11.5")]
TODAY, HOUR = NOW.date(), timedelta(hours=1)
WHY = "Police ring: she is locked in with him, is it her?"
SECRET = "9 Hidden Row"
OPEN = "/emergencies/open/"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


def opened(by, typed, *, at=NOW, call=None, **values):
    given = {"because": WHY, "typed": typed, "hours": 4, "declared": True} | values
    return emergencies.open_record(call, **given, by=by, at=at)


def sent(client, typed, **values):
    return client.post(OPEN, {"because": WHY, "typed": typed, "hours": 4, "declared": "on"} | values, follow=True)


def restrict(family, cast, *more):
    readers = [cast.sue, cast.dora, cast.rick, *more]
    restrictions.restrict(family, because="A parent works here.", readers=readers, by=cast.mary, at=NOW)


def page_of(answer):
    """Its words, without what is another each time."""
    text = answer.content.decode()
    text = re.sub(r'(nonce|value|data-key|data-page|data-user)="[^"]*"', r"\1", text)
    return re.sub(r"/emergencies/\d+/|\bF\d{5}\b", "", text)


def test_page_is_the_same_for_everybody_and_of_every_family(cast, allocated, signed_in):
    pages = {}
    for user in (cast.sue, cast.bob, cast.audrey, cast.stan):
        client = signed_in(user)
        for query in ("", f"?family={allocated.family.pk}", f"?typed={allocated.family.reference}"):
            text = page_of(client.get(OPEN + query))
            pages[user.name, query] = text[text.index("<main") : text.index("</main")]
    assert len(set(pages.values())) == 1


def test_whoever_opens_one_comes_to_its_record_under_a_banner_and_reads_only(cast, story, signed_in):
    family, stan = story.family, signed_in(cast.stan)
    assert stan.get(reverse("family", args=[family.pk])).status_code == 404
    answer = sent(stan, f" fs {family.pk:05}")
    text = answer.content.decode()
    assert answer.redirect_chain[-1][0] == reverse("family", args=[family.pk])
    for words in ("You have this record open in an emergency", "until", WHY, "End now"):
        assert words in text, words
    for name in ("notes", "people", "chronology", "workbook", "family-supervisions"):
        page = stan.get(reverse(name, args=[family.pk]))
        assert page.status_code == 200, name
        assert "You have this record open in an emergency" in page.content.decode(), name
    for name in ("note-record", "warning-add", "referral-add", "person-add", "history", "looked"):
        assert stan.get(reverse(name, args=[family.pk])).status_code == 403, name
    viewings = Viewing.objects.filter(user=cast.stan, family=family)
    assert set(viewings.values_list("through", flat=True)) == {"break_glass"}
    sue = signed_in(cast.sue).get(reverse("notes", args=[family.pk])).content.decode()
    assert "Stan Snow has this record open in an emergency" in sue
    assert "End now" not in sue
    assert not Viewing.objects.filter(user=cast.sue).exclude(through="").exists()
    looked = signed_in(cast.mary).get(reverse("looked", args=[family.pk])).content.decode()
    assert "Looked, in an emergency" in looked


def test_page_closes_at_the_minute_and_with_end_now(cast, allocated, signed_in):
    family, stan, second = allocated.family, signed_in(cast.stan), UserFactory(team=cast.south, role=Role.SOCIAL_WORKER)
    page = reverse("people", args=[family.pk])
    row = opened(cast.stan, family.reference)
    opened(second, family.reference, hours=5)
    for moment, status in ((4 * HOUR - timedelta(seconds=1), 200), (4 * HOUR, 404), (5 * HOUR, 404)):
        with time_machine.travel(NOW + moment, tick=False):
            assert stan.get(page).status_code == status, moment
            assert signed_in(second).get(page).status_code == (200 if moment < 5 * HOUR else 404)
    again = opened(cast.stan, family.reference)
    assert again.outcome == "open_already"
    for client, status in ((signed_in(second), 404), (signed_in(cast.mary), 404), (stan, 302), (stan, 302)):
        assert client.post(reverse("emergency-end", args=[row.pk])).status_code == status
    assert stan.get(page).status_code == 404
    assert "Stan Snow" not in signed_in(cast.sue).get(page).content.decode()


def test_no_file_of_the_record_is_downloaded_in_an_emergency(cast, story, signed_in, monkeypatch):
    monkeypatch.setattr(pdf, "render", lambda html: (b"%PDF-1.7", 1))
    finished = Frozen.objects.filter(family=story.family).first()
    frozen.print_record(finished, by=cast.sue, at=NOW)
    frozen_tasks.sweep()
    opened(cast.stan, story.family.reference)
    stan = signed_in(cast.stan)
    story.pack.refresh_from_db()
    for name, row in (("pack-download", story.pack), ("frozen-print", finished)):
        answer = stan.get(reverse(name, args=[story.family.pk, row.pk]))
        assert answer.status_code == 403, name
        assert b"no copy of it is given out" in answer.content, name
        assert signed_in(cast.sue).get(reverse(name, args=[story.family.pk, row.pk])).status_code == 200, name


def test_nothing_is_copied_by_the_api_in_an_emergency(cast, allocated, signed_in):
    url = reverse("api-family", args=[allocated.family.pk])
    stan = signed_in(cast.stan)
    assert stan.get(url).status_code == 404
    opened(cast.stan, allocated.family.reference)
    assert stan.get(url).status_code == 403
    assert signed_in(cast.sue).get(url).status_code == 200
    listed = [signed_in(user).get(reverse("api-families")).content.decode() for user in (cast.stan, cast.sue)]
    assert ["Ash" in page for page in listed] == [False, True]


def test_page_says_who_was_told_at_once_to_those_alone_who_read_the_family(cast, allocated, signed_in):
    restrict(allocated.family, cast)
    row = opened(cast.stan, allocated.family.reference)
    url = f"/emergencies/{row.pk}/"
    for user, reads in ((cast.mary, True), (cast.sue, True), (cast.stan, True), (cast.sid, False)):
        page = signed_in(user).get(url).content.decode()
        assert ("Told at once" in page, "Rick Reed" in page) == (reads, reads), user
        assert page.index("Why") < page.index("What came of it")
    with time_machine.travel(NOW + 5 * HOUR, tick=False):
        assert "Rick Reed" not in signed_in(cast.stan).get(url).content.decode()


def test_banner_says_that_it_is_told_listed_and_reviewed(cast, allocated, signed_in):
    row = opened(cast.stan, allocated.family.reference)
    for user, told in ((cast.stan, True), (cast.cora, False)):
        page = signed_in(user).get(f"/families/{allocated.family.pk}/people/").content.decode()
        assert ("were told at once" in page) == told
        assert f'href="/emergencies/{row.pk}/"' in page and WHY in page
    # What it leads to opens for whoever reads the banner.
    assert signed_in(cast.cora).get(f"/emergencies/{row.pk}/").status_code == 200


def test_list_and_page_say_to_whom_it_was_passed_on(cast, allocated, signed_in):
    row = opened(cast.stan, allocated.family.reference)
    with time_machine.travel(NOW + HOUR, tick=False):
        pass_on_unreviewed()
        for url in ("/emergencies/", f"/emergencies/{row.pk}/"):
            page = signed_in(cast.serena).get(url).content.decode()
            assert "Serena Stone, Tue 3 Nov 2026, 11:00" in page, url
        assert "Passed on" in signed_in(cast.stan).get(f"/emergencies/{row.pk}/").content.decode()


def test_manager_does_not_learn_who_is_on_the_list_of_a_restricted_family(cast, allocated, signed_in):
    restrict(allocated.family, cast)
    row = opened(cast.sue, allocated.family.reference)
    assert row.outcome == "open_already"
    for user, found in (
        (cast.serena, False),
        (cast.dev, False),
        (cast.audrey, False),
        (cast.mary, True),
        (cast.sue, True),
    ):
        client = signed_in(user)
        assert (reverse("emergency", args=[row.pk]) in client.get(reverse("emergencies")).content.decode()) == found
        assert client.get(reverse("emergency", args=[row.pk])).status_code == (200 if found else 404), user


def test_list_is_paged_by_key_with_those_without_a_review_first(cast, allocated, signed_in):
    rows = [opened(cast.stan, f"F{90000 + number}") for number in range(32)]
    for row in rows[::4]:
        emergencies.review(row, judgement="needed", detail="x", by=cast.sid, at=NOW)
    expected = [row.pk for row in reversed(rows) if row not in rows[::4]] + [row.pk for row in reversed(rows[::4])]
    sid, found, url = signed_in(cast.sid), [], reverse("emergencies")
    for _ in range(2):
        answer = sid.get(url)
        found += [line.emergency.pk for line in answer.context["rows"]]
        url = reverse("emergencies") + answer.context["next_url"]
    assert found == expected


def test_answer_to_a_restricted_family_is_that_to_none_for_whoever_may_not(cast, allocated, signed_in):
    family = allocated.family
    restrict(family, cast)
    conflicts.declare_of(family, user=cast.sid, because="He is the uncle.", by=cast.mary, at=NOW)
    support, outside = (UserFactory(team=cast.south, role=r) for r in (Role.BUSINESS_SUPPORT, Role.OUTSIDE_LEAD))
    former = UserFactory(team=cast.south, role=Role.SOCIAL_WORKER)
    make_former(former.memberships, by=cast.sid)
    for user in (cast.sid, support, outside, former, cast.bob, cast.audrey):
        client = signed_in(user)
        there, none = sent(client, family.reference), sent(client, "F99999")
        assert page_of(there) == page_of(none), user
        assert there.status_code == none.status_code == 200
        assert "Ring 999" in there.content.decode()
        lists = client.get(reverse("emergencies")).content.decode()
        assert "Ash" not in lists
    assert "There is no record" in sent(signed_in(cast.stan), "F99999").content.decode()
    assert Emergency.objects.filter(outcome="opened").count() == 0


def test_manager_who_may_not_find_the_family_reads_that_it_happened_and_no_more(cast, allocated, signed_in):
    family = allocated.family
    restrict(family, cast)
    row = opened(cast.stan, family.reference)
    support = UserFactory(team=cast.south, role=Role.BUSINESS_SUPPORT)
    opened(support, family.reference)
    sid = signed_in(cast.sid)
    for page in (reverse("emergencies"), reverse("emergency", args=[row.pk]), reverse("notifications")):
        text = sid.get(page).content.decode()
        assert "Stan Snow" in text
        for words in ("Ash", WHY) if page != reverse("emergencies") else ("Ash",):
            assert words not in text, (page, words)
    assert family.reference not in sid.get(reverse("emergency", args=[row.pk])).content.decode()
    assert sid.get(reverse("emergency-review", args=[row.pk])).status_code == 403
    mary = signed_in(cast.mary).get(reverse("emergency", args=[row.pk])).content.decode()
    assert WHY in mary
    assert "Ash" in mary


def test_list_has_those_without_a_review_first_the_newest_first_and_is_for_whom_it_concerns(cast, allocated, signed_in):
    rows = [opened(cast.stan, f"F9999{number}") for number in range(3)]
    emergencies.review(rows[2], judgement="not_needed", detail="He mistyped.", by=cast.sid, at=NOW)
    text = signed_in(cast.sid).get(reverse("emergencies")).content.decode()
    places = [text.index(f"F9999{number}") for number in (1, 0, 2)]
    assert places == sorted(places)
    assert "It was not needed" in text
    for user, found in ((cast.audrey, True), (cast.stan, True), (cast.bob, False), (cast.mary, False)):
        client = signed_in(user)
        assert ("F99991" in client.get(reverse("emergencies")).content.decode()) == found, user
        assert client.get(reverse("emergency", args=[rows[0].pk])).status_code == (200 if found else 404), user


def test_review_is_due_and_late_and_its_second_window_is_told(cast, allocated, signed_in):
    row = opened(cast.stan, allocated.family.reference)
    mary, dev, url = signed_in(cast.mary), signed_in(cast.dev), reverse("emergency-review", args=[row.pk])
    assert "Review what was opened in an emergency" in mary.get("/").content.decode()
    led = mary.get(reverse("emergency-of-family", args=[allocated.family.pk, row.pk]))
    assert led.url == reverse("emergency", args=[row.pk])
    with time_machine.travel(NOW + timedelta(days=4), tick=False):
        assert "Overdue" in mary.get(reverse("emergencies")).content.decode()
    first, second = mary.get(url), dev.get(url)
    assert first.status_code == second.status_code == 200
    words = {"judgement": "needed", "detail": "She was there."}
    assert mary.post(url, words).status_code == 302
    late = dev.post(url, words)
    assert late.status_code == 409
    assert "Mary Moss has reviewed this already" in late.content.decode()
    assert "She was there." in dev.get(reverse("emergency", args=[row.pk])).content.decode()
    for user, status in ((cast.stan, 403), (cast.sue, 403), (cast.cora, 403), (cast.audrey, 403)):
        assert signed_in(user).get(url).status_code == status, user


def test_hours_that_a_changed_form_sends_are_refused_and_write_nothing(cast, allocated, signed_in):
    stan = signed_in(cast.stan)
    for hours in ("25", "999999", "-1", "0", "4.5", "", "1e1", "٤٤"):
        answer = sent(stan, allocated.family.reference, hours=hours)
        assert answer.status_code == 200, hours
        assert "whole hours" in answer.content.decode(), hours
    assert not Emergency.objects.exists()
    answer = sent(stan, allocated.family.reference, until_at="2099-01-01T00:00", outcome="opened", by=cast.mary.pk)
    assert Emergency.objects.get().until_at == NOW + 4 * HOUR
    assert answer.status_code == 200


def test_family_of_another_is_not_led_to_through_one_s_own(cast, allocated, signed_in):
    birch = families.add_family(name="Birch", team=cast.south, by=cast.sid, at=NOW)
    row = opened(cast.stan, allocated.family.reference)
    sid = signed_in(cast.sid)
    assert sid.get(reverse("emergency-of-family", args=[birch.pk, row.pk])).status_code == 404
    assert sid.get(reverse("emergency-of-family", args=[allocated.family.pk, row.pk])).status_code == 404


def test_call_leads_to_the_child_of_its_call(cast, story, signed_in):
    call = story.safety_call
    cora = signed_in(cast.cora)
    url = reverse("emergency-from-call", args=[call.pk])
    assert url in cora.get(reverse("call", args=[call.pk])).content.decode()
    assert f'value="{call.child_name}"' in cora.get(url).content.decode()
    birch = families.add_family(name="Birch", team=cast.south, by=cast.sid, at=NOW)
    assert OPEN in cora.get(reverse("families")).content.decode()
    answer = cora.post(url, {"because": WHY, "typed": birch.reference, "hours": 1, "declared": "on"}, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("family", args=[birch.pk])
    assert Emergency.objects.get().call == call
    assert signed_in(cast.stan).get(url).status_code == 404


def test_protected_place_is_shown_after_the_second_act_alone(cast, allocated, signed_in):
    family = allocated.family
    contact = contacts.add_protected_contact(
        family, allocated.ann, kind="address", value=SECRET, from_date=TODAY, readers=[cast.dora],
        because="He looks for her.", by=cast.sue, at=NOW,
    )  # fmt: skip
    stan, person = signed_in(cast.stan), reverse("person", args=[family.pk, allocated.ann.pk])
    url = reverse("emergency-protected", args=[family.pk, contact.protection_id])
    assert stan.get(url).status_code == 404
    opened(cast.stan, family.reference)
    protection = reverse("protection", args=[family.pk, contact.protection_id])
    assert url in stan.get(protection).content.decode()
    assert SECRET not in stan.get(person).content.decode()
    assert stan.post(url, {"because": WHY}).status_code == 200
    assert SECRET not in stan.get(person).content.decode()
    answer = stan.post(url, {"because": WHY, "declared": "on"}, follow=True)
    assert answer.redirect_chain[-1][0] == protection
    assert SECRET in stan.get(person).content.decode()
    assert SECRET not in signed_in(cast.cora).get(person).content.decode()
    sid = signed_in(cast.sid).get(reverse("emergencies")).content.decode()
    assert "What is protected" in sid
    assert SECRET not in sid
    with time_machine.travel(NOW + 4 * HOUR, tick=False):
        assert stan.get(person).status_code == 404
