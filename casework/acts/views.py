"""The frame of acts: a page with one form, and the service that the form is for; the one door for saving.

A page subclasses `ActView`, or `FamilyActView` where it is about one family. Each opened page has a key. In one
transaction the frame takes the key's lock, looks whether the page was saved before, calls the service, records the
submission, and forgets the unsaved text that was sent. The same page with the same words gets the same answer; with
other words it is refused, with both texts and one button that saves the new ones.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache
from inspect import signature
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import resolve, reverse
from django.utils import timezone
from django.views import View

from casework.access import Can, SignedInRequest, open_family
from casework.acts.forms import MergingForm, WritingForm, saved_words
from casework.acts.merging import Merged, Words, merge, read_seen, seen_again, write_seen
from casework.acts.presenters import last_change, meeting, of_the_row, sent_again, too_late
from casework.acts.sending import SCRIPT_HEADER, Again, Sending, choices_in, sending_of
from casework.addresses import page_at
from casework.family_page.presenters import family_page
from casework.forms.base import PageForm
from casework.forms.held_back import held_in, hold, leave_out
from casework.masks.current import eyes_now, shown
from casework.open_pages.presenters import who_else
from casework.open_pages.services import note_open
from casework.refusal import Refusal
from casework.sent import APART, key_in, with_words, words_of
from casework.submissions import services as submissions
from casework.submissions.models import Submission
from casework.submissions.queries import earlier_submission, subject_of
from casework.trail.acting import hearing
from casework.trail.confirming import confirming
from casework.unsaved import services as unsaved
from casework.unsaved.models import UnsavedText
from casework.unsaved.queries import texts_of_address, unsaved_at, unsaved_text
from casework.users.models import User
from casework.words import say_when

SOMEBODY_ELSE = "Somebody else has signed in since this page was opened. Nothing was saved."
# How other words of a page that was saved are saved: the labels of the button.
ADD, CHANGE = "Record the new words in addition", "Save the new words as a change"
FINISHED_MEANWHILE = "It was finished while you wrote, so its text does not change any more."
TAKEN_NO_MORE = "This page takes no text any more."
MOST_OFFERED = 5
MOST_TRIES = 4


class SentBefore(Exception):
    """The page was saved before: `submission` says when and how it was answered."""

    def __init__(self, submission: Submission) -> None:
        super().__init__()
        self.submission = submission


def call(service: Callable[..., Any], *subjects: Any, form: PageForm, by: User) -> Any:
    """What `service` returns, called with what the form gives, `by`, and the present moment `at` where it takes it."""
    at = timezone.now()
    time = {"at": at} if _takes_at(service) else {}
    return service(*subjects, **form.given(at), by=by, **time)


@cache
def _takes_at(service: Callable[..., Any]) -> bool:
    return "at" in signature(service).parameters


class ActView(View):
    """A page with one form: GET shows it, POST calls the service and redirects, or shows the form with its errors.

    A subclass sets `form_class`, `service`, `heading` and `submit_label`, and overrides what differs. The order is
    `open` (access) and `find` (the rows), then for GET `closed` and `form`, for POST `form`, `act`, `next_url` and
    `message`; after a Conflict `renew`.
    """

    http_method_names = ["get", "head", "post"]
    template_name = "acts/form_page.html"
    request: SignedInRequest
    form_class: type[WritingForm]
    service: Callable[..., Any]  # a staticmethod: service(row, **given, by=, at=)
    heading = ""
    submit_label = "Save"
    success = ""  # the message after the redirect; none where empty
    private = False  # what is typed may be a protected detail: kept for its writer alone, and never listed
    recorded_once = False  # a second record would be false: other words are saved by `further`, or not here
    changed_on = ""  # the page that changes what is recorded here; then it is recorded once
    not_asked_there: Collection[str] = ()  # fields whose words need not be changed on that page
    keeps_nothing_because = ""  # why nothing is kept of what is typed here; empty where it is kept
    row: Any = None  # what the service is called on
    sending: Sending  # of a POST
    words: QueryDict | None = None  # in place of what was sent: the same, merged with what others saved
    earlier: Submission  # by which the page was saved before, where other words of it are sent
    news: list[str]  # what came of a save, for whoever saved
    url: str  # to which a saved page leads

    def find(self, **ids: Any) -> None:
        """Set `row` and whatever else the page needs; raises Http404 or PermissionDenied."""

    def closed(self) -> HttpResponse | None:
        """The response to GET where the act cannot be done any more; None where it can."""

    def initial(self) -> dict[str, Any]:
        """The values with which the form opens."""
        return {}

    def details(self) -> dict[str, Any]:
        """The arguments of the form, without its data and `initial`."""
        return {}

    def saw(self) -> int | str:
        """The version or the fingerprint of what the page shows, for a form with a `saw_field`."""
        return self.row.version

    def form(self) -> WritingForm:
        """Bound to what was sent; for a page that is only opened as it is saved, or with the text it goes on with."""
        if self.request.method == "POST":
            return self.held(self.form_class(self.words or self.request.POST, **self.details()))
        return self.opened_form(self.went_on_with())

    def opened_form(self, text: UnsavedText | None = None) -> WritingForm:
        saw = {self.form_class.saw_field: self.saw()} if self.form_class.saw_field else {}
        details = {"initial": {**self.initial(), **saw}, **self.details()}
        form = self.form_class.reopened(text, **details) if text else self.form_class(**details)
        if eyes_now():
            (hold if self.form_class.saw_field else leave_out)(form, form, held_in(form))
        if isinstance(form, MergingForm):
            form.show_seen()
        form.mark_opened()
        return form

    def held(self, form: WritingForm) -> WritingForm:
        """What was sent, where a text that its writer may not read stays as it is saved."""
        if eyes_now() and self.form_class.saw_field:
            opened = self.opened_form()
            hold(form, opened, held_in(opened))
        return form

    def went_on_with(self) -> UnsavedText | None:
        """The unsaved text with whose key the page was opened ('?kept=…'), of which window ('&typed=…')."""
        key = key_in(self.request.GET.get("kept", ""))
        page = key_in(self.request.GET.get("typed", ""))
        text = unsaved_text(self.request.user, key, page) if key else None
        return text if text and text.subject in self.text_subjects() else None

    def text_subjects(self) -> tuple[str, ...]:
        """The records in which text of this page may be; the first is that of what is typed now."""
        return ("",)

    def subjects(self) -> tuple[Any, ...]:
        """The positional arguments of the service."""
        return (self.row,)

    def act(self, form: Any) -> Any:
        """Call the service; what it returns is the form's `result`."""
        return call(type(self).service, *self.subjects(), form=form, by=self.request.user)

    def message(self, result: Any) -> str:
        return self.success

    def next_url(self, result: Any) -> str:
        raise NotImplementedError

    def further(self, subject: Any, words: dict[str, list[str]]) -> Again | None:
        """How other words of a page that was saved are saved now: on the page `changed_on`; None: by the same page.

        `subject` is the row with which the page was answered, `words` what was sent. Override it where the row has
        another page that changes it or adds to it.
        """
        if not self.changed_on or subject is None:
            return None
        return self.change_on(self.changed_on, *self.place_of(subject), words=words, besides=self.not_asked_there)

    def place_of(self, subject: Any) -> tuple[int, ...]:
        """The ids in the address of the page `changed_on`."""
        return (subject.pk,)

    def context(self, form: Any) -> dict[str, Any]:
        """What the page shows besides the form, its heading and its buttons."""
        return {}

    def saved_now(self) -> list[Any]:
        """`PassageText`s as they are saved, shown above the form after a Conflict."""
        return []

    def cancel_url(self) -> str:
        raise NotImplementedError

    def page(self, form: WritingForm) -> dict[str, Any]:
        page = self.frame(
            heading=self.heading,
            submit_label=self.submit_label,
            cancel_url=self.cancel_url(),
            form=form,
            keeps=not self.keeps_nothing_because,
            text_subject=self.text_subjects()[0],
        )
        return page | self.notices(form) | self.context(form)

    def notices(self, form: WritingForm) -> dict[str, Any]:
        """What stands above the form: kept text, what others have typed or have open, what is saved now."""
        user, path, paths = self.request.user, self.request.path, self.decided_on()
        return {
            "kept_here": self.kept_here(form) if self.request.method != "POST" else (),
            "unsaved_there": unsaved_at(paths, user) if paths else (),
            "who_else": who_else(path, user, timezone.now()) if self.written_by_several else None,
            **({"saved_now": self.saved_now()} if form.conflict else {}),
        }

    def frame(self, **context: Any) -> dict[str, Any]:
        """The context of the page with what stands round it."""
        return context

    def kept_here(self, form: WritingForm) -> list[UnsavedText]:
        """What was kept of this page and is not shown on it, the last first."""
        if form.restored or "leave" in self.request.GET or self.keeps_nothing_because:
            return []
        return list(texts_of_address(self.request.user, self.request.path, self.text_subjects())[:MOST_OFFERED])

    def open(self, **ids: Any) -> None:
        """Raise PermissionDenied or Http404 for what the address names. A method not allowed does not reach it."""
        self.find(**ids)

    def dispatch(self, request: SignedInRequest, *args: Any, **ids: Any) -> HttpResponseBase:
        if request.method.lower() not in self.http_method_names:
            return self.http_method_not_allowed(request)
        if request.method != "POST":
            self.open(**ids)
            return super().dispatch(request, *args, **ids)
        if request.POST.get("page_user", str(request.user.pk)) != str(request.user.pk):
            return render(request, "409.html", {"sentence": SOMEBODY_ELSE}, status=409)
        self.sending = sending_of(request)
        try:
            self.check_not_sent()
            try:
                self.open(**ids)
                return super().dispatch(request, *args, **ids)
            except (PermissionDenied, Http404):
                # The first of two sendings may have done what makes the page of the second impossible.
                self.check_not_sent(wait=True)
                raise
        except SentBefore as before:
            return self.answer_again(before.submission, ids)

    def get(self, request: SignedInRequest, **ids: Any) -> HttpResponse:
        if closed := self.closed():
            text = self.went_on_with()
            words = words_of(text.fields) if text else {}
            return self.too_late(TAKEN_NO_MORE, words, text.digest, self.addition(words)) if text else closed
        if self.written_by_several:
            note_open(request.user, request.path, timezone.now())
        return self.show(self.form())

    def post(self, request: SignedInRequest, **ids: Any) -> HttpResponse:
        form = self.form()
        for _ in range(MOST_TRIES):
            if again := self.addition(words := words_of(request.POST)):
                self.check_not_sent(wait=True)
                return self.too_late(FINISHED_MEANWHILE, words, self.sending.digest, again)
            form = self.merged(form)
            if not form.conflict and self.carry_out(form):
                return self.answer(form)
            if not self.overtaken(form):
                break
        self.check_not_sent(wait=True)
        if form.conflict:
            self.renew(form)
        return self.show(form)

    def addition(self, words: dict[str, list[str]]) -> Again | None:
        """How words are saved whose record was finished while they were written; None where that is not so."""

    def too_late(self, sentence: str, words: dict[str, list[str]], digest: str, again: Again | None) -> HttpResponse:
        """The words of a page whose record takes them no more, and one button where they can be added to it."""
        key = key_in(self.request.POST.get("form_key", "")) or key_in(self.request.GET.get("kept", ""))
        fields = self.form_class.base_fields
        context = too_late(sentence, words, fields, again, f"{key}:{digest}", self.cancel_url())
        return render(self.request, "acts/too_late.html", self.frame(**context), status=409)

    def merged(self, form: WritingForm) -> WritingForm:
        """With what others changed since the page was opened; in conflict where both changed the same passage."""
        seen = str(form.data.get("saw_passages", ""))
        if not isinstance(form, MergingForm) or not seen or not form.saw_field:
            return form
        saw, mine = str(self.saw()), words_of(form.data)
        # Also where the versions are equal: the row may be another, begun when that of the page was finished.
        found, now = self.merge(read_seen(seen), mine)
        # Until a meeting is decided the page keeps what it saw: the same page sent again meets again.
        saw_now = {} if found.met else {form.saw_field: [saw]}
        self.words = with_words(form.data, found.words | saw_now | {"saw_passages": [write_seen(found.seen)]})
        merged = cast("MergingForm", self.form())
        meetings = [meeting(merged, passage, now, mine) for passage in found.met]
        merged.meet(meetings, found.joined, self.changed_by())
        return merged

    def merge(self, seen: Mapping[str, str], mine: Words) -> tuple[Merged, Words]:
        """`mine`, typed on a page that showed `seen`, merged with what is saved now, which comes second."""
        saved = cast("MergingForm", self.opened_form())
        now = saved_words(saved)
        return merge(saved.passages(), seen=seen, now=now, mine=mine, choices=choices_in(mine)), now

    def overtaken(self, form: WritingForm) -> bool:
        """Whether somebody saved between merging and acting, so that what they wrote can be merged too."""
        if not form.conflict or not isinstance(form, MergingForm) or form.meetings or not form.data.get("saw_passages"):
            return False
        self.reload()
        return form.data.get(form.saw_field) != str(self.saw())

    @property
    def written_by_several(self) -> bool:
        """Whether people are told who else has this page open."""
        return issubclass(self.form_class, MergingForm) and bool(self.form_class.saw_field)

    def reload(self) -> None:
        """Read again what the page writes in."""
        self.find(**{name: value for name, value in self.kwargs.items() if name != "family_id"})

    def written_in(self) -> Any:
        """The row that says who changed last what the page writes in; None where there is none."""
        return self.row

    def decided_on(self) -> Sequence[str]:
        """For an act that decides: the addresses at or under which the text is written that it decides on."""
        return ()

    def changed_by(self) -> str:
        """Who changed last what the page writes in, and when, for whoever meets them; '' where that is not known."""
        row = self.written_in()
        return last_change(row) if row is not None else ""

    def carry_out(self, form: WritingForm) -> bool:
        """Call the service where the form is valid; return whether it ran without a Refusal.

        Then `form.result` is what it returned; otherwise the form has the errors. Raises SentBefore.
        """
        if not form.is_valid():
            return False
        try:
            self.url = self.act_once(form)
        except Refusal as refusal:
            form.refuse(refusal)
            return False
        return True

    @transaction.atomic
    def act_once(self, form: WritingForm) -> str:
        """Act, record the submission and forget the unsaved text that was sent; return where the page leads."""
        user, key, digest = self.request.user, form.cleaned_data["form_key"], self.sending.digest
        submissions.lock_page(user, key)
        self.check_not_sent()
        with hearing() as self.news, confirming(form.said_so):
            form.result = self.act(form)
        url = self.next_url(form.result)
        saved = form.saved_passages(self.request.POST) if isinstance(form, MergingForm) else ""
        said = {"digest": digest, "answered_with": form.result, "url": url, "saved_passages": saved}
        submissions.record(user, key, **said, at=timezone.now())
        unsaved.forget_saved(user, f"{key}:{digest}", form.gone_on_from)
        return url

    def answer(self, form: WritingForm) -> HttpResponse:
        if message := self.message(form.result):
            messages.success(self.request, shown(message))
        for sentence in dict.fromkeys(self.news):
            messages.warning(self.request, sentence)
        return self.leave(self.url)

    def leave(self, url: str) -> HttpResponse:
        """Redirect to `url`; the script of the page is told the address instead."""
        return JsonResponse({"url": url}) if SCRIPT_HEADER in self.request.headers else redirect(url)

    def check_not_sent(self, *, wait: bool = False) -> None:
        """Raise SentBefore where this page was saved; `wait` for a sending of it that is under way."""
        user, key = self.request.user, self.sending.key
        if key is None:
            return
        if wait:
            with transaction.atomic():
                submissions.lock_page(user, key)
        if earlier := earlier_submission(user, key):
            raise SentBefore(earlier)

    def answer_again(self, earlier: Submission, ids: dict[str, Any]) -> HttpResponse:
        """The same answer for the same words; other words are refused, with both texts."""
        if earlier.digest != self.sending.digest:
            return self.sent_other_words(earlier, ids)
        unsaved.forget_saved(self.request.user, f"{earlier.form_key}:{earlier.digest}")
        messages.success(self.request, f"Saved {say_when(earlier.at)}. It was sent twice and is recorded once.")
        return self.leave(earlier.url)

    def sent_other_words(self, earlier: Submission, ids: dict[str, Any]) -> HttpResponse:
        """Refuse words that are not those that were saved: both are on the page, and one button saves the new ones."""
        self.earlier = earlier
        words, subject = words_of(self.request.POST), subject_of(earlier)
        if "family_id" in ids and getattr(subject, "family_id", ids["family_id"]) != ids["family_id"]:
            subject = None  # saved on a page of another family, which may not be open to them any more
        try:
            self.open(**ids)
        except (Http404, PermissionDenied):
            context = sent_again(earlier, None, self.sending, words, None, {}, None)
        else:
            again = self.again(subject, words)
            form = self.form_of(again.url) if again else None
            own = self.opened_form().fields if again else self.form_class.base_fields
            context = self.frame(**sent_again(earlier, form, self.sending, words, again, own, subject))
        return render(self.request, "acts/sent_again.html", context, status=409)

    def again(self, subject: Any, words: dict[str, list[str]]) -> Again | None:
        """How the new words are saved; None where no page saves them any more, or a second record would be false."""
        if further := self.further(subject, words):
            return further
        try:
            over = bool(self.recorded_once or self.changed_on) or self.closed() is not None
        except Http404:
            over = True
        return None if over else self.once_more(words)

    def once_more(self, words: dict[str, list[str]]) -> Again:
        """The same page sent once more: of a saved row a change, of a blank form one more record."""
        url = self.request.get_full_path()
        if not self.form_class.saw_field:
            return Again(url, words, ADD if self.row is None else "Record the new words")
        return Again(url, self.merged_again(words), CHANGE)

    def merged_again(self, words: dict[str, list[str]]) -> dict[str, list[str]]:
        """With what others changed since this page saved; where both changed the same, the button leads to both."""
        saw = {self.form_class.saw_field: [str(self.saw())]}
        if not self.earlier.saved_passages:
            return words | saw
        shown = read_seen(words.get("saw_passages", [""])[0])
        found, _ = self.merge(seen_again(shown, read_seen(self.earlier.saved_passages)), words)
        # A field that was emptied is sent empty: what is not sent was not on the page.
        emptied = {name: [""] for name in self.request.POST if name not in APART and name not in found.words}
        return emptied | found.words | {"saw_passages": [write_seen(found.seen)]} | ({} if found.met else saw)

    def change_on(
        self, name: str, *ids: int, words: Mapping[str, list[str]], besides: Collection[str] = ()
    ) -> Again | None:
        """The new words on the page `name` of an act; None where it is not open, or does not ask all that was typed.

        What this page does not ask stands there as it is saved. `besides` are names that need not be asked there.
        """
        url = reverse(name, args=ids)
        try:
            form = self.form_of(url)
        except (Http404, PermissionDenied):
            return None
        own = self.opened_form()
        if self._left_over(own, form, words, besides):
            return None
        asked = set(own.fields) - {form.saw_field}
        saved = {name: values for name, values in saved_words(form).items() if name not in APART | asked}
        return Again(url, saved | {name: words[name] for name in words if name in asked & set(form.fields)}, CHANGE)

    def _left_over(
        self, own: WritingForm, other: WritingForm, words: Mapping[str, list[str]], besides: Collection[str]
    ) -> bool:
        """Whether something was typed that `other` does not ask and that is not saved as it was typed."""
        saved = of_the_row(own, subject_of(self.earlier))
        left = [name for name in words if name not in {*other.fields, own.saw_field, *besides}]
        return any(words[name] != saved.get(name) for name in left)

    def form_of(self, url: str) -> WritingForm:
        """The form with which the page at `url`, one of an act, opens now; Http404 where it does not."""
        if url == self.request.get_full_path():
            return self.opened_form()
        place = resolve(url.partition("?")[0])
        page = page_at(place, self.request)
        page.open(**place.kwargs)
        if page.closed() is not None:
            raise Http404
        return page.opened_form()

    def renew(self, form: WritingForm) -> None:
        """After a Conflict the form carries the version or fingerprint of now, so that it can be saved deliberately."""
        if form.saw_field and not form.meetings:
            self.reload()
            form.renew(self.saw())

    def show(self, form: WritingForm) -> HttpResponse:
        return render(self.request, self.template_name, self.page(form), status=form.status)


class FamilyActView(ActView):
    """An act on a family's record: it opens the family with `right` and shows the family's navigation."""

    right = Can.RECORD
    section = ""  # the entry of the family's navigation that is marked
    leads_to = ""  # the name of the family's page to which it redirects and to which Cancel leads

    def open(self, family_id: int, **ids: Any) -> None:
        self.family = open_family(self.request, family_id, self.right)
        self.find(**ids)

    def subjects(self) -> tuple[Any, ...]:
        return (self.family if self.row is None else self.row,)

    def place_of(self, subject: Any) -> tuple[int, ...]:
        return self.family.pk, subject.pk

    def next_url(self, result: Any) -> str:
        return reverse(self.leads_to, args=[self.family.pk])

    def cancel_url(self) -> str:
        return reverse(self.leads_to, args=[self.family.pk])

    def frame(self, **context: Any) -> dict[str, Any]:
        return family_page(self.family, self.section, **context)
