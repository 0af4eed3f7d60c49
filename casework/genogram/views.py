from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone

from casework.access import Can, open_family
from casework.acts.views import carried_out
from casework.genogram import pages, services


def genogram(request, family_id):
    family = open_family(request, family_id)
    return render(request, "casework/genogram/genogram.html", pages.page(family, today=timezone.localdate()))


def note(request, family_id):
    family = open_family(request, family_id, Can.RECORD)
    form = pages.form_of(request, family)
    if carried_out(request, form, partial(services.save, family)):
        messages.success(request, "The cultural notes are saved.")
        return redirect("genogram", family.pk)
    if form.conflict:
        form.renew(pages.version_of(family))
    return render(request, "casework/passages/page.html", pages.note_page(family, form), status=form.status)
