"""The frame of acts, by pages that exist only here: access, form, service, message, redirect, conflict."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import include, path, reverse

from casework.access import Can
from casework.acts.forms import FingerprintForm, ReasonForm, VersionedReasonForm
from casework.acts.views import ActView, FamilyActView
from casework.passages.presenters import PassageText
from casework.refusal import Refusal
from casework.trail.acting import service
from casework.trail.models import Viewing
from casework.trail.rows import check_fingerprint, fingerprint, lock
from casework.trail.versions import change_version, lock_version
from casework.unsaved import services as unsaved
from casework.unsaved.queries import unsaved_text
from casework.users.models import User
from casework.warnings import services as warnings
from tests.factories import NOW

KEY = UUID("8f14e45f-ceea-467f-a8e7-1d9d3b8a1c2d")
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def check_words(because):
    if because == "nothing":
        raise Refusal("Say something.", "because")
    if because == "broken":
        raise ValueError("This is a mistake in the product.")


@service
def reword(caution, *, because, version, by):
    caution = lock_version(caution, version, "family")
    check_words(because)
    change_version(caution, detail=because)
    return caution


@service
def reword_all(family, *, because, fingerprint, by, at):
    lock(family)
    check_fingerprint(fingerprint, details_of(family))
    for caution in family.caution_set.all():
        change_version(caution, detail=because, review_on=at.date() + timedelta(days=99))


def details_of(family):
    return fingerprint(list(family.caution_set.values_list("detail", flat=True)))


class RewordWarning(FamilyActView):
    section = "people"
    leads_to = "warnings"
    form_class = VersionedReasonForm
    service = staticmethod(reword)
    heading = "Reword the warning"
    submit_label = "Reword it"
    success = "It is reworded."

    def find(self) -> None:
        self.row = self.family.caution_set.get()

    def closed(self) -> HttpResponse | None:
        return redirect("people", self.family.pk) if self.row.ended_on else None

    def saved_now(self) -> list[PassageText]:
        return [PassageText("Warning", self.row.detail, [])]


class RewordAllForm(FingerprintForm, ReasonForm):
    pass


class RewordAll(FamilyActView):
    leads_to = "warnings"
    form_class = RewordAllForm
    service = staticmethod(reword_all)
    heading = "Reword all"

    def saw(self) -> str:
        return details_of(self.family)


class LeadOnly(RewordWarning):
    right = Can.LEAD


class Rename(ActView):
    """About no family."""

    form_class = ReasonForm
    heading = "Rename yourself"

    def act(self, form):
        return form.cleaned_data["because"]

    def message(self, result: str) -> str:
        return f"You are {result} now."

    def next_url(self, result: str) -> str:
        return f"/?name={result}"

    def cancel_url(self) -> str:
        return "/"


urlpatterns = [
    path("families/<int:family_id>/reword/", RewordWarning.as_view(), name="reword"),
    path("families/<int:family_id>/reword-all/", RewordAll.as_view(), name="reword-all"),
    path("families/<int:family_id>/lead/", LeadOnly.as_view(), name="lead-only"),
    path("rename/", Rename.as_view(), name="rename"),
    path("", include("config.urls")),
]


@pytest.fixture
def caution(allocated, cast):
    return warnings.add(
        allocated.family, kind="dog", detail="It bites.", source="Seen", from_date=NOW.date(),
        review_on=NOW.date() + timedelta(days=9), by=cast.dora, at=NOW,
    )  # fmt: skip


@pytest.fixture
def at(caution):
    return lambda name: reverse(name, args=[caution.family_id])


@pytest.fixture
def dora(cast, signed_in):
    return signed_in(cast.dora)


def typed(because, **saw):
    return {"because": because, **saw}


def detail(caution):
    caution.refresh_from_db()
    return caution.detail


def messages_of(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_act_page_shows_its_heading_form_and_buttons(dora, at, caution):
    page = dora.get(at("reword"))
    html = page.content.decode()
    assert page.status_code == 200
    assert "Reword the warning" in html
    assert "Reword it" in html
    assert f'href="{at("warnings")}"' in html
    assert page.context["form"]["version"].value() == caution.version
    assert f'data-unsaved-url="{reverse("unsaved-keep")}"' in html
    assert [entry.label for entry in page.context["subnav"] if entry.current] == ["People"]


def test_act_page_calls_its_service_and_redirects_with_its_message(dora, at, caution):
    page = dora.post(at("reword"), typed("It barks.", version=1))
    assert (page.status_code, page.url) == (302, at("warnings"))
    assert messages_of(page) == ["It is reworded."]
    assert detail(caution) == "It barks."
    assert caution.history.latest().history_user.name == "Dora Dale"


def test_act_page_gives_the_moment_to_a_service_that_takes_it(dora, at, caution, time_machine):
    time_machine.move_to(NOW, tick=False)
    page = dora.post(at("reword-all"), typed("It barks.", fingerprint=details_of(caution.family)))
    assert messages_of(page) == []
    caution.refresh_from_db()
    assert caution.review_on == NOW.date() + timedelta(days=99)


def test_act_page_without_a_family_says_and_leads_by_the_result(dora):
    page = dora.get("/rename/")
    assert "subnav" not in page.context
    page = dora.post("/rename/", {"because": "Dora"})
    assert (page.url, messages_of(page)) == ("/?name=Dora", ["You are Dora now."])


@pytest.mark.parametrize(("who", "status"), [("bob", 403), ("audrey", 403), ("stan", 404)])
def test_act_page_is_refused_without_its_right_and_the_service_does_not_run(cast, signed_in, at, caution, who, status):
    client = signed_in(getattr(cast, who))
    assert client.get(at("reword")).status_code == status
    assert client.post(at("reword"), typed("It barks.", version=1)).status_code == status
    assert detail(caution) == "It bites."
    assert list(Viewing.objects.values_list("status", flat=True)) == [status, status]


def test_act_page_asks_for_the_right_that_it_names(cast, dora, signed_in, at):
    assert dora.get(at("lead-only")).status_code == 403
    assert signed_in(cast.sue).get(at("lead-only")).status_code == 200


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_act_page_of_another_method_is_refused_and_no_viewing_is_noted(dora, at, method):
    assert getattr(dora, method)(at("reword")).status_code == 405
    assert not Viewing.objects.exists()


def test_act_page_that_is_closed_leads_on_but_what_is_submitted_reaches_the_service(cast, dora, at, caution):
    warnings.end(caution, ended_on=NOW.date(), because="Gone.", version=1, by=cast.sue, at=NOW)
    assert dora.get(at("reword")).url == reverse("people", args=[caution.family_id])
    assert dora.post(at("reword"), typed("Late.", version=2)).url == at("warnings")


def test_act_page_shows_a_refusal_at_its_field_with_what_was_typed(dora, at, caution):
    page = dora.post(at("reword"), typed("nothing", version=1))
    form = page.context["form"]
    assert page.status_code == 200
    assert form.errors == {"because": ["Say something."]}
    assert (form["because"].value(), form["version"].value()) == ("nothing", "1")
    assert "saved_now" not in page.context


def test_act_page_does_not_call_its_service_with_bad_input(dora, at, caution):
    page = dora.post(at("reword"), typed("", version=1))
    assert (page.status_code, page.context["form"].errors.keys()) == (200, {"because"})
    assert detail(caution) == "It bites."


def test_act_page_does_not_take_a_mistake_of_the_product_for_a_refusal(dora, at):
    with pytest.raises(ValueError, match="mistake"):
        dora.post(at("reword"), typed("broken", version=1))


def test_conflict_renews_the_version_so_that_saving_again_is_deliberate(cast, dora, at, caution):
    reword(caution, because="It barks.", version=1, by=cast.sue)
    page = dora.post(at("reword"), typed("It growls.", version=1))
    form = page.context["form"]
    assert page.status_code == 409
    assert (form["because"].value(), form["version"].value()) == ("It growls.", "2")
    assert "It barks." in page.content.decode()
    assert dora.post(at("reword"), typed("It growls.", version=2)).status_code == 302
    assert detail(caution) == "It growls."


def test_conflict_renews_the_fingerprint_so_that_saving_again_is_deliberate(cast, dora, at, caution):
    before = details_of(caution.family)
    assert dora.get(at("reword-all")).context["form"]["fingerprint"].value() == before
    reword(caution, because="It barks.", version=1, by=cast.sue)
    page = dora.post(at("reword-all"), typed("It growls.", fingerprint=before))
    renewed = page.context["form"]["fingerprint"].value()
    assert (page.status_code, renewed) == (409, details_of(caution.family))
    assert detail(caution) == "It barks."
    assert dora.post(at("reword-all"), typed("It growls.", fingerprint=renewed)).status_code == 302
    assert detail(caution) == "It growls."


def test_conflict_with_a_change_made_meanwhile_shows_the_row_as_it_is_now(cast, dora, at, caution, monkeypatch):
    def overtaken(view, form):
        reword(view.row, because="It barks.", version=1, by=cast.sue)
        return ActView.carry_out(view, form)

    monkeypatch.setattr(RewordWarning, "carry_out", overtaken)
    page = dora.post(at("reword"), typed("It growls.", version=1))
    assert (page.status_code, page.context["form"]["version"].value()) == (409, "2")
    assert "It barks." in page.content.decode()


@pytest.fixture
def keep(caution, at):
    def keep(user, words, page=None, **other):
        return unsaved.keep(
            user, form_key=KEY, page=page, family_id=caution.family_id, title="x", url=at("reword"), fields=words,
            at=NOW, **other,
        )  # fmt: skip

    return keep


def send(client, at, because, version=1, **other):
    return client.post(at("reword"), typed(because, version=version) | {"form_key": str(KEY)} | other)


@pytest.mark.rule("C16")
@pytest.mark.parametrize(
    ("because", "version", "kept"), [("", 1, True), ("nothing", 1, True), ("x", 7, True), ("It barks.", 1, False)]
)
def test_unsaved_text_is_gone_only_when_the_act_is_done(cast, dora, at, keep, because, version, kept):
    keep(cast.dora, typed(because, version=str(version)))
    send(dora, at, because, version)
    assert (unsaved_text(cast.dora, KEY) is not None) == kept


@pytest.mark.rule("C16")
def test_words_that_were_typed_on_after_saving_stay(cast, dora, at, keep):
    keep(cast.dora, typed("It barks. It bites.", version="1"))
    assert send(dora, at, "It barks.").status_code == 302
    assert unsaved_text(cast.dora, KEY).fields["because"] == "It barks. It bites."


def test_unsaved_text_of_another_user_stays(cast, dora, at, keep):
    for user in User.objects.filter(pk__in=[cast.sue.pk, cast.dora.pk]):
        keep(user, typed("It barks.", version="1"))
    send(dora, at, "It barks.")
    assert unsaved_text(cast.sue, KEY) is not None


@pytest.mark.rule("C16")
def test_page_offers_what_was_kept_of_it_and_opens_with_it_when_asked(cast, dora, signed_in, at, keep, caution):
    keep(cast.dora, {"because": "It growls.", "version": "1"})
    page = dora.get(at("reword"))
    assert [text.form_key for text in page.context["kept_here"]] == [KEY]
    assert page.context["form"]["because"].value() is None
    page = dora.get(f"{at('reword')}?kept={KEY}")
    form = page.context["form"]
    assert (form["because"].value(), form["form_key"].value(), form.errors) == ("It growls.", str(KEY), {})
    assert not page.context["kept_here"]
    assert not dora.get(f"{at('reword')}?leave=1").context["kept_here"]
    other = signed_in(cast.sue).get(f"{at('reword')}?kept={KEY}")
    assert "It growls." not in other.content.decode()


def test_two_windows_never_share_what_is_kept(cast, dora, at, keep):
    first, second = (dora.get(at("reword")).context["form"] for _ in range(2))
    assert first["form_key"].value() != second["form_key"].value()
    assert first["opened_page"].value() != second["opened_page"].value()


def test_text_that_a_page_went_on_with_is_gone_when_it_is_saved(cast, dora, at, keep):
    keep(cast.dora, {"because": "It growls.", "version": "1"})
    form = dora.get(f"{at('reword')}?kept={KEY}").context["form"]
    send(dora, at, "It growls, too.", went_on_from=form["went_on_from"].value())
    assert not cast.dora.unsaved_texts.exists()


@pytest.mark.rule("A10.7")
def test_same_page_with_the_same_words_is_answered_once_more_and_saved_once(dora, at, caution):
    first, second = (send(dora, at, "It barks.") for _ in range(2))
    assert (first.status_code, first.url) == (second.status_code, second.url) == (302, at("warnings"))
    assert messages_of(second)[-1].endswith("It was sent twice and is recorded once.")
    assert caution.history.count() == 2


def test_words_are_the_same_whatever_ends_their_lines(dora, at, caution):
    send(dora, at, "It barks.\r\nIt bites.")
    assert send(dora, at, "It barks.\nIt bites.").status_code == 302


@pytest.mark.rule("A10.7")
def test_same_page_with_other_words_is_refused_and_one_button_saves_them(dora, at, caution):
    send(dora, at, "It barks.")
    page = send(dora, at, "It barks. It has bitten Ann.")
    html = page.content.decode()
    assert page.status_code == 409
    assert "It has bitten Ann." in html
    assert "recorded" not in " ".join(messages_of(page))
    assert detail(caution) == "It barks."
    again = dict(page.context["again_fields"])
    sent = again | {"form_key": str(page.context["again_key"])}
    assert dora.post(page.context["again"].url, sent).status_code == 302
    assert detail(caution) == "It barks. It has bitten Ann."


def test_same_key_of_another_user_is_another_page(cast, dora, signed_in, at, caution):
    send(dora, at, "It barks.")
    assert send(signed_in(cast.sue), at, "It growls.", version=2).status_code == 302
    assert detail(caution) == "It growls."


def test_page_that_answers_a_script_gives_it_the_address(dora, at):
    page = dora.post(at("reword"), typed("It barks.", version=1), headers={"X-Workbook-Script": "1"})
    assert page.json() == {"url": at("warnings")}


def test_page_of_somebody_who_signed_out_is_not_saved_by_whoever_signed_in(cast, signed_in, at, caution):
    page = send(signed_in(cast.sue), at, "It barks.", page_user=str(cast.dora.pk))
    assert page.status_code == 409
    assert "It barks." not in page.content.decode()
    assert detail(caution) == "It bites."


def test_page_without_its_key_is_refused_with_what_to_do(dora, at, caution):
    page = dora.post(at("reword"), typed("It barks.", version=1) | {"form_key": ""})
    assert "lost its key" in page.content.decode()
    assert detail(caution) == "It bites."


@pytest.mark.rule("A10.7")
def test_second_sending_that_is_refused_since_the_first_did_the_act_gets_its_answer(
    cast, dora, signed_in, at, monkeypatch
):
    """As of a double click: the first is saved while the second's form is judged by what stands then."""
    first = []

    def refused_meanwhile(view, form):
        if first:
            return ActView.carry_out(view, form)
        first.append(None)
        first[0] = send(signed_in(cast.dora), at, "It barks.")
        return False

    monkeypatch.setattr(RewordWarning, "carry_out", refused_meanwhile)
    second = send(dora, at, "It barks.")
    assert (first[0].status_code, second.status_code, second.url) == (302, 302, at("warnings"))
