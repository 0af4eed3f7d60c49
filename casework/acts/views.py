"""The frame of acts: a page with one form, and the service that the form is for.

A page subclasses `ActView`, or `FamilyActView` where it is about one family; `open_form` and `carry_out` are its parts,
for pages of another shape. Only here unsaved text is discarded, once the service has run.
"""

from collections.abc import Callable
from functools import cache
from inspect import signature
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views import View

from casework.access import Can, SignedInRequest, open_family
from casework.acts.forms import WritingForm
from casework.acts.keys import blank_key, key_of
from casework.family_page.presenters import family_page
from casework.forms.base import PageForm
from casework.refusal import Refusal
from casework.unsaved.queries import unsaved_text
from casework.unsaved.services import discard
from casework.users.models import User


def sent(request: SignedInRequest) -> QueryDict | None:
    """What a form of this request is bound to; None for a request that only opens the page."""
    return request.POST if request.method == "POST" else None


def open_form(request: SignedInRequest, form_class: type[PageForm], key: object = None, **details: Any) -> PageForm:
    """The form bound to what was submitted; for a request that only opens the page, with its writer's unsaved text.

    `details` are the form's arguments, `initial` among them. `key` is the form's key where it keeps text.
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


def carry_out(request: SignedInRequest, form: PageForm, act: Callable[[], Any]) -> bool:
    """Call `act` where the form is valid; return whether it ran without a Refusal.

    Then `form.result` is what it returned, and unsaved text is discarded. Otherwise the form has the errors.
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
    """What `service` returns, called with what the form gives, `by`, and the present moment `at` where it takes it."""
    at = timezone.now()
    time = {"at": at} if _takes_at(service) else {}
    return service(*subjects, **form.given(at), by=by, **time)


@cache
def _takes_at(service: Callable[..., Any]) -> bool:
    return "at" in signature(service).parameters


def refresh(row: Any) -> None:
    """Read the row again; its family, if it has one, stays the one that `open_family` returned."""
    family = getattr(row, "family", None)
    row.refresh_from_db()
    if family is not None:
        row.family = family


class ActView(View):
    """A page with one form: GET shows it, POST calls the service and redirects, or shows the form with its errors.

    A subclass sets `form_class`, `service`, `heading` and `submit_label`, and overrides what differs. The order is
    `open` (access) and `find` (the rows), then for GET `closed` and `form`, for POST `form`, `act`, `message` and
    `next_url`; after a Conflict `renew`.
    """

    http_method_names = ["get", "head", "post"]
    template_name = "acts/form_page.html"
    request: SignedInRequest
    form_class: type[PageForm]
    service: Callable[..., Any]  # a staticmethod: service(row, **given, by=, at=)
    heading = ""
    submit_label = "Save"
    success = ""  # the message after the redirect; none where empty
    key_name = ""  # of the form of a saved row: with the row it makes the key under which unsaved text is kept
    row: Any = None  # what the service is called on

    def find(self, **ids: Any) -> None:
        """Set `row` and whatever else the page needs; raises Http404 or PermissionDenied."""

    def closed(self) -> HttpResponse | None:
        """The response to GET where the act cannot be done any more; None where it can."""

    def form_key(self) -> object:
        """The form's key: of a saved row always the same, of a blank form a new one."""
        return key_of(self.key_name, self.row) if self.key_name else blank_key(self.request)

    def initial(self) -> dict[str, Any]:
        """The values with which the form opens."""
        return {}

    def details(self) -> dict[str, Any]:
        """The arguments of the form, without its data and `initial`."""
        return {}

    def saw(self) -> int | str:
        """The version or the fingerprint of what the page shows, for a form with a `saw_field`."""
        return self.row.version

    def form(self) -> PageForm:
        initial = self.initial()
        if self.form_class.saw_field:
            initial |= {self.form_class.saw_field: self.saw()}
        key = self.form_key() if issubclass(self.form_class, WritingForm) else None
        return open_form(self.request, self.form_class, key, initial=initial, **self.details())

    def subjects(self) -> tuple[Any, ...]:
        """The positional arguments of the service."""
        return (self.row,)

    def act(self, form: PageForm) -> Any:
        """Call the service; what it returns is the form's `result`."""
        return call(type(self).service, *self.subjects(), form=form, by=self.request.user)

    def message(self, result: Any) -> str:
        return self.success

    def next_url(self, result: Any) -> str:
        raise NotImplementedError

    def context(self, form: PageForm) -> dict[str, Any]:
        """What the page shows besides the form, its heading and its buttons."""
        return {}

    def saved_now(self) -> list[Any]:
        """`PassageText`s as they are saved, shown above the form after a Conflict."""
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
        """Raise PermissionDenied or Http404 for what the address names. A method not allowed does not reach it."""
        self.find(**ids)

    def dispatch(self, request: SignedInRequest, *args: Any, **ids: Any) -> HttpResponseBase:
        if request.method.lower() not in self.http_method_names:
            return self.http_method_not_allowed(request)
        self.open(**ids)
        return super().dispatch(request, *args, **ids)

    def get(self, request: SignedInRequest, **ids: Any) -> HttpResponse:
        return self.closed() or self.show(self.form())

    def post(self, request: SignedInRequest, **ids: Any) -> HttpResponse:
        form = self.form()
        if not carry_out(request, form, lambda: self.act(form)):
            if form.conflict:
                self.renew(form)
            return self.show(form)
        if message := self.message(form.result):
            messages.success(request, message)
        return redirect(self.next_url(form.result))

    def renew(self, form: PageForm) -> None:
        """After a Conflict the form carries the version or fingerprint of now, so that it can be saved deliberately."""
        if form.saw_field:
            if self.row is not None:
                refresh(self.row)
            form.renew(self.saw())

    def show(self, form: PageForm) -> HttpResponse:
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

    def next_url(self, result: Any) -> str:
        return reverse(self.leads_to, args=[self.family.pk])

    def cancel_url(self) -> str:
        return reverse(self.leads_to, args=[self.family.pk])

    def page(self, form: PageForm) -> dict[str, Any]:
        return family_page(self.family, self.section, **super().page(form))
