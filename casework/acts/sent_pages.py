"""A page as it was sent, where its act cannot take it: who typed what on which page, and keeping that."""

from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit
from uuid import UUID

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, UnreadablePostError
from django.urls import Resolver404, ResolverMatch, resolve, reverse
from django.utils import timezone

from casework.acts.sending import SCRIPT_HEADER
from casework.addresses import keeps_text, page_at, said_of
from casework.refusal import Refusal
from casework.sent import APART, OPENED_WITH, id_in, key_in, with_lf
from casework.unsaved import services as unsaved
from casework.unsaved.models import UnsavedText


class SentPage(NamedTuple):
    """What was sent of a page whose text is kept. `user_id` is whose page it was, as the page itself says."""

    url: str
    key: str
    page: str
    user_id: int
    went_on_from: str
    fields: dict[str, list[str]]

    @property
    def length(self) -> int:
        """Characters of all fields together."""
        return sum(len(value) for values in self.fields.values() for value in values)

    @property
    def place(self) -> ResolverMatch:
        return resolve(self.url.partition("?")[0])


def sent_page(request: HttpRequest) -> SentPage | None:
    """None where nothing was sent, or nothing of that page is kept. What is typed in a password field is left out."""
    try:
        sent = request.POST
        place = resolve(request.path)
    except (UnreadablePostError, Resolver404):
        return None
    key, user = key_in(sent.get("form_key", "")), id_in(sent.get("page_user", ""))
    if request.method != "POST" or not keeps_text(place.func) or key is None:
        return None
    if user is None:
        return None
    apart = APART - {OPENED_WITH} | _passwords(place)
    fields = {name: [_storable(value) for value in values] for name, values in sent.lists() if name not in apart}
    page = key_in(sent.get("opened_page", "")) or key
    return SentPage(request.get_full_path(), str(key), str(page), user, sent.get("went_on_from", ""), fields)


def _passwords(place: ResolverMatch) -> set[str]:
    fields: Mapping[str, forms.Field] = getattr(said_of(place.func, "form_class"), "base_fields", {})
    return {name for name, field in fields.items() if isinstance(field.widget, forms.PasswordInput)}


def _storable(value: str) -> str:
    """PostgreSQL stores no NUL, and nobody types one."""
    return with_lf(value).replace("\x00", "")


def by_script(request: HttpRequest) -> bool:
    """Whether the script of a page asks, which wants a sentence and not a page."""
    return SCRIPT_HEADER in request.headers or request.path == reverse("unsaved-keep")


def same_origin(request: HttpRequest) -> bool:
    """Whether the browser says that a page of this product sent it; not so where it says nothing."""
    if site := request.headers.get("Sec-Fetch-Site"):
        return site == "same-origin"
    origin = request.headers.get("Origin", "")
    own = f"{request.scheme}://{request.get_host()}"
    return origin == own or (bool(urlsplit(origin).netloc) and origin in settings.CSRF_TRUSTED_ORIGINS)


def keep_sent(request: Any, sent: SentPage) -> UnsavedText | None:
    """Keep it for `request.user`, whose page it has to be; None where just this was saved.

    Refusal where its family is not open to them any more, and where it is too long.
    """
    if sent.user_id != request.user.pk:
        raise Refusal(unsaved.SOMEBODY_ELSE)
    place = sent.place
    title, subject = _said_by_page(request, place)
    return unsaved.keep(
        request.user, form_key=UUID(sent.key), page=UUID(sent.page), family_id=place.kwargs.get("family_id"),
        title=title, url=sent.url, fields=sent.fields, subject=subject, went_on_from=sent.went_on_from,
        private=said_of(place.func, "private"), at=timezone.now(),
    )  # fmt: skip


def _said_by_page(request: Any, place: ResolverMatch) -> tuple[str, str]:
    """The heading and the subject of the page; where it cannot be opened any more, of its kind."""
    page = page_at(place, request)
    try:
        page.open(**place.kwargs)
        return str(page.heading or "What you typed"), page.text_subjects()[0]
    except (Http404, PermissionDenied):
        return "What you typed", ""
