from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from casework.access import Can, open_family
from casework.families.page import family_page
from casework.practice import codes
from casework.referrals import reading, services
from casework.referrals.forms import ReferralForm
from casework.unsaved.keys import blank_key
from casework.unsaved.writing import opened, saved, writing_page

NO_CHILD = "Add the children first: a referral concerns at least one child of this family."
ALL_OPEN = "Add the children first whom a new referral concerns: all of this family are open on one already."


def add(request, family_id):
    family = open_family(request, family_id, Can.DECIDE)
    free, taken = reading.children_free_for_referral(family)
    today = timezone.localdate()
    form = opened(request, ReferralForm, blank_key(request), initial={"received_on": today}, children=free, today=today)
    if request.method == "POST" and saved(request, form, lambda: _record(request, family, form)):
        messages.success(request, "The referral was recorded.")
        return redirect("people", family.pk)
    context = {
        "heading": "Record a referral",
        "intro": f"Already open on another referral: {', '.join(map(str, taken))}." if taken else "",
        "warning": "" if free else ALL_OPEN if taken else NO_CHILD,
        "submit_label": "Record the referral",
        "cancel_url": reverse("people", args=[family.pk]),
    }
    return render(request, "casework/unsaved/form_page.html", writing_page(family, "people", form, **context))


def _record(request, family, form):
    return services.record_referral(family, by=request.user, at=timezone.now(), **form.details())


def read(request, family_id, referral_id):
    family = open_family(request, family_id)
    referral = get_object_or_404(family.referral_set, pk=referral_id)
    context = {
        "heading": "Referral",
        "referral": referral,
        "source": codes.label("referral_sources", referral.source),
        "involvements": reading.involvements_of(referral),
    }
    return render(request, "casework/referrals/referral.html", family_page(family, "people", **context))
