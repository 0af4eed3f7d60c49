"""What the pages of closing a child's case show around their forms."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from casework import practice
from casework.acts.keys import key_of
from casework.acts.views import opened, writing_page
from casework.closures import reading
from casework.closures.checks import FACTS, last_seen
from casework.closures.forms import ClosureForm
from casework.closures.services import being_written
from casework.family_page.presenters import family_page


def closure_of(family, pk):
    """The closing `pk` of this family; Http404 where it has none such."""
    rows = family.closure_set.select_related(
        "involvement__child", "involvement__referral", "involvement__family", "asked_by", "agreed_by"
    )
    closure = get_object_or_404(rows, pk=pk)
    # The one that access returned, which knows what this user may do.
    closure.family = family
    return closure


def agreeing_only(family):
    """Raise PermissionDenied for those who may not agree to a closing."""
    if not reading.may_agree(family):
        raise PermissionDenied("Agreeing to a closing, or sending it back, needs a higher grade.")


def page(family, closure, **context):
    shown = reading.page_of(closure, timezone.localdate())
    return family_page(
        family,
        "people",
        page=shown,
        may=reading.buttons_of(family, closure),
        cancel_url=reverse("closure", args=[family.pk, closure.pk]),
        **context,
    )


def form_page(family, closure, form, **context):
    """A page on which one step is taken, with what is written of the closing above its form."""
    return page(family, closure, form=form, unsaved_url=reverse("unsaved-keep"), **context)


def form_of(request, family, child):
    """The form of what is being written; where nothing is, blank but for the day on which the child was last seen."""
    closure = being_written(family, child)
    facts = {name: getattr(closure, name) for name in FACTS} if closure else {"last_seen_on": last_seen(family, child)}
    return opened(
        request, ClosureForm, key_of(f"closure-{family.pk}", child), child=child, today=timezone.localdate(),
        sections=practice.current().closure_sections, passages=list(closure.passages.all()) if closure else [],
        initial={"version": version_of(closure), **facts},
    )  # fmt: skip


def version_of(closure):
    return closure.version if closure else 0


def write_page(family, child, form):
    closure = being_written(family, child)
    return writing_page(
        family,
        "people",
        form,
        heading=f"Close the case for {child}",
        child=child,
        closure=closure,
        saved_now=reading.standing_of(closure) if form.conflict else [],
        facts=reading.facts_of(closure) if form.conflict and closure else [],
        cancel_url=reverse("closures", args=[family.pk]),
    )


def moved_on(request, family, closure):
    """The page that says that this step cannot be taken any more."""
    sentence = f"This closing is now ‘{closure.get_state_display()}’, so this step cannot be taken."
    url = reverse("closure", args=[family.pk, closure.pk])
    context = {"sentence": sentence, "url": url, "link": "See how the closing stands"}
    return render(request, "409.html", context, status=409)
