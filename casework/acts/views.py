"""The frame of acts: one page, one form, and the one service that the form is for.

`ActView` is what a page of its own subclasses; `carry_out` is the part below it, for pages that need another shape.
Only here is a service called with what a form gives, and only here kept text is forgotten.
"""

from collections.abc import Callable
from functools import cache
from inspect import signature
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views import View

from casework.access import Can, open_family
from casework.acts.forms import WritingForm
from casework.acts.keys import blank_key, key_of
from casework.families.models import FamilyRecord
from casework.family_page.presenters import family_page
from casework.forms.base import PageForm
from casework.refusal import Refusal
from casework.unsaved.queries import unsaved_text
from casework.unsaved.services import discard
from casework.users.models import User


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form of this request is bound to: None where the page is only opened."""
    return request.POST if request.method == "POST" else None


def open_form(request: HttpRequest, form_class: type[PageForm], key: object = None, **details: Any) -> PageForm:
    """The form bound to what was sent; on a page that is only opened, with the text that its writer had not saved.

    `details` are the form's own arguments, `initial` among them. `key` is the form's key where it keeps text.
    """
    if request.method == "POST":
        details.pop("initial", None)
        return form_class(request.POST, **details)
    if not issubclass(form_class, WritingForm):
        return form_class(**details)
    details["initial"] = {**details.get("initial", {}), "form_key": key}
    form = form_class(**details)
    form.restore(unsaved_text(request.user, key))
    return form


def carry_out(request: HttpRequest, form: PageForm, act: Callable[[], Any]) -> bool:
    """Whether `act` was done: the form is valid and the service did not refuse.

    What the service gave stands in `form.result`. Otherwise the form says why not. Kept text is forgotten when done.
    """
    if not form.is_valid():
        return False
    try:
        form.result = act()
    except Refusal as refusal:
        form.refuse(refusal)
        return False
    if isinstance(form, WritingForm):
        discard(request.user, form.cleaned_data["form_key"])
    return True


def call(service: Callable[..., Any], *subjects: Any, form: PageForm, by: User) -> Any:
    """What `service` returns, called now with what the form gives; a service that needs the time takes `at`."""
    at = timezone.now()
    time = {"at": at} if _takes_at(service) else {}
    return service(*subjects, **form.given(at), by=by, **time)


@cache
def _takes_at(service: Callable[..., Any]) -> bool:
    return "at" in signature(service).parameters


def refresh(row: FamilyRecord) -> None:
    """Read the row again; its family stays the one that access returned, which knows what this user may do."""
    family = row.family
    row.refresh_from_db()
    row.family = family


class ActView(View):
    """A page with one form. GET shows it; POST checks it, calls the service and leads on, or shows it with the reason.

    A subclass says `form_class`, `service`, `heading`, `submit_label` and where it leads, and overrides what differs.
    """

    http_method_names = ["get", "head", "post"]
    template_name = "acts/form_page.html"
    form_class: type[PageForm]
    service: Callable[..., Any]  # a staticmethod: service(row, **given, by=, at=)
    heading = ""
    submit_label = "Save"
    success = ""  # the message on the page to which it leads; none where empty
    key_name = ""  # names the form of a saved row, for the text that is kept of it
    row: Any = None  # what the service is called on; where it has a version, the page says which one it showed

    def find(self, **ids: Any) -> None:
        """Set `row` and whatever else the page needs; raises Http404 or PermissionDenied."""

    def closed(self) -> HttpResponse | None:
        """The answer to opening the page where the act cannot be done any more; None where it can."""

    def form_key(self) -> object:
        return key_of(self.key_name, self.row) if self.key_name else blank_key(self.request)

    def initial(self) -> dict[str, Any]:
        return {}

    def details(self) -> dict[str, Any]:
        """The form's own arguments."""
        return {}

    def saw(self) -> Any:
        """What the page shows now, as the form carries it for the optimistic lock: a version, or a fingerprint."""
        return self.row.version

    def form(self) -> PageForm:
        initial = self.initial()
        if self.form_class.saw_field:
            initial |= {self.form_class.saw_field: self.saw()}
        key = self.form_key() if issubclass(self.form_class, WritingForm) else None
        return open_form(self.request, self.form_class, key, initial=initial, **self.details())

    def subjects(self) -> tuple[Any, ...]:
        """What the service is called on: its positional arguments."""
        return (self.row,)

    def act(self, form: PageForm) -> Any:
        """Call the service with what the form gives; what it returns is the form's `result`."""
        return call(type(self).service, *self.subjects(), form=form, by=cast(User, self.request.user))

    def message(self, result: Any) -> str:
        return self.success

    def next_url(self, result: Any) -> str:
        raise NotImplementedError

    def context(self, form: PageForm) -> dict[str, Any]:
        """What the page shows besides the form, its heading and its buttons."""
        return {}

    def saved_now(self) -> list:
        """The passages saved now, shown beside what was typed after a conflict."""
        return []

    def cancel_url(self) -> str:
        raise NotImplementedError

    def page(self, form: PageForm) -> dict[str, Any]:
        keeps = isinstance(form, WritingForm)
        return {
            "heading": self.heading,
            "submit_label": self.submit_label,
            "cancel_url": self.cancel_url(),
            "form": form,
            **({"unsaved_url": reverse("unsaved-keep")} if keeps else {}),
            **({"saved_now": self.saved_now()} if form.conflict else {}),
            **self.context(form),
        }

    def open(self, **ids: Any) -> None:
        """Ask access for what the address names; runs before anything else, for a method that the page has."""
        self.find(**ids)

    def dispatch(self, request: HttpRequest, *args: Any, **ids: Any) -> HttpResponseBase:
        if (request.method or "").lower() not in self.http_method_names:
            return self.http_method_not_allowed(request)
        self.open(**ids)
        return super().dispatch(request, *args, **ids)

    def get(self, request: HttpRequest, **ids: Any) -> HttpResponse:
        return self.closed() or self.show(self.form())

    def post(self, request: HttpRequest, **ids: Any) -> HttpResponse:
        form = self.form()
        if not carry_out(request, form, lambda: self.act(form)):
            if form.conflict:
                self.renew(form)
            return self.show(form)
        if said := self.message(form.result):
            messages.success(request, said)
        return redirect(self.next_url(form.result))

    def renew(self, form: PageForm) -> None:
        """After a conflict the form carries what stands now: saving once more is possible, and deliberate."""
        if form.saw_field:
            if self.row is not None:
                refresh(self.row)
            form.renew(self.saw())

    def show(self, form: PageForm) -> HttpResponse:
        return render(self.request, self.template_name, self.page(form), status=form.status)


class FamilyActView(ActView):
    """An act on a family's record: it opens the family with `right`, and its page stands within the family's pages."""

    right = Can.RECORD
    section = ""  # the entry of the family's navigation that is marked
    leads_to = ""  # the name of a page of the family

    def open(self, family_id: int, **ids: Any) -> None:
        self.family = open_family(self.request, family_id, self.right)
        self.find(**ids)

    def subjects(self) -> tuple[Any, ...]:
        return (self.family if self.row is None else self.row,)

    def next_url(self, result: Any) -> str:
        return reverse(self.leads_to, args=[self.family.pk])

    def cancel_url(self) -> str:
        return reverse(self.leads_to, args=[self.family.pk])

    def page(self, form: PageForm) -> dict[str, Any]:
        return family_page(self.family, self.section, **super().page(form))


# --- To go: what pages used before ActView. ---


def done(form, act, *, seen_now=None):
    if not form.is_valid():
        return None
    try:
        return act()
    except Refusal as refusal:
        form.refuse(refusal)
        if form.conflict and seen_now:
            form.data = form.data.copy()
            form.data["seen"] = seen_now()
    return None


def opened(request, form_class, key, *, initial=None, **details):
    return open_form(request, form_class, key, initial=initial or {}, **details)


def saved(request, form, act, row=None):
    if carry_out(request, form, act):
        return form.result
    if form.conflict and row is not None:
        refresh(row)
        form.renew(row.version)
    return None


def carried_out(request, form, service, row=None):
    at = timezone.now()
    return saved(request, form, lambda: service(**form.given(at), by=request.user, at=at), row)


def writing_page(family, current, form, **context):
    return family_page(family, current, form=form, unsaved_url=reverse("unsaved-keep"), **context)
