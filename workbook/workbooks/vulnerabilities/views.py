"""Recording that a vulnerability has emerged (A1.10)."""

from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from casework.access import Can, open_family
from casework.acts.keys import blank_key
from casework.acts.views import carried_out, opened, writing_page
from workbook.workbooks.vulnerabilities import services
from workbook.workbooks.vulnerabilities.forms import VulnerabilityForm


def vulnerability(request, family_id, referral_id):
    family = open_family(request, family_id, Can.RECORD)
    referral = get_object_or_404(family.referral_set, pk=referral_id)
    form = opened(request, VulnerabilityForm, blank_key(request), initial={"noticed_on": timezone.localdate()})
    if carried_out(request, form, partial(services.record_vulnerability, referral)):
        messages.success(request, "It is recorded, and the managers were asked to decide on a Workbook.")
        return redirect("workbook", family.pk)
    context = {
        "heading": "A vulnerability has emerged",
        "intro": "The team's managers are told, and decide again within the time whether a Workbook is opened.",
        "submit_label": "Record it and ask for a decision",
        "cancel_url": reverse("workbook", args=[family.pk]),
    }
    return render(request, "acts/form_page.html", writing_page(family, "workbook", form, **context))
