"""The frame of acts, by pages that exist only here: access, form, service, message, redirect, conflict."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import include, path, reverse

from casework.access import Can
from casework.acts.forms import FingerprintForm, ReasonForm, UnkeptReasonForm, VersionedReasonForm
from casework.acts.keys import key_of
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
    key_name = "reword"
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
    """About no family: nothing is kept of what is typed."""

    form_class = UnkeptReasonForm
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
    return {"form_key": str(KEY), "because": because, **saw}


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
    assert page.context["unsaved_url"] == reverse("unsaved-keep")
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
    assert "unsaved_url" not in page.context
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
    def overtaken(row, *, because, version, by):
        reword(row, because="It barks.", version=1, by=cast.sue)
        return reword(row, because=because, version=version, by=by)

    monkeypatch.setattr(RewordWarning, "service", staticmethod(overtaken))
    page = dora.post(at("reword"), typed("It growls.", version=1))
    assert (page.status_code, page.context["form"]["version"].value()) == (409, "2")
    assert "It barks." in page.content.decode()


@pytest.mark.parametrize(
    ("because", "version", "kept"), [("", 1, True), ("nothing", 1, True), ("x", 7, True), ("It barks.", 1, False)]
)
def test_unsaved_text_is_discarded_only_when_the_act_is_done(cast, dora, at, caution, because, version, kept):
    key = key_of("reword", caution)
    unsaved.keep(
        cast.dora, form_key=key, family_id=caution.family_id, title="x", url="/x/", fields={"because": "typed"}, at=NOW
    )
    assert dora.get(at("reword")).context["form"]["because"].value() == "typed"
    dora.post(at("reword"), typed(because, version=version) | {"form_key": str(key)})
    assert (unsaved_text(cast.dora, key) is not None) == kept


def test_unsaved_text_of_another_user_stays(cast, dora, at, caution):
    key = key_of("reword", caution)
    for user in User.objects.filter(pk__in=[cast.sue.pk, cast.dora.pk]):
        unsaved.keep(
            user, form_key=key, family_id=caution.family_id, title="x", url="/x/", fields={"because": "typed"}, at=NOW
        )
    dora.post(at("reword"), typed("It barks.", version=1) | {"form_key": str(key)})
    assert unsaved_text(cast.sue, key) is not None
