from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from casework.access import Can, families_to_find, open_family
from casework.acts.views import done, sent
from casework.family_page.presenters import family_page
from casework.links import queries, services
from casework.links.forms import EndLinkForm, LinkForm
from casework.people.queries import people_in


def add(request, family_id):
    family = open_family(request, family_id, Can.LEAD)
    families = families_to_find(request.user).exclude(pk=family.pk)
    form = LinkForm(sent(request), families=families, people=people_in(family))
    if link := done(form, lambda: services.add_link(family, by=request.user, at=timezone.now(), **form.cleaned_data)):
        messages.success(request, f"The family {link.other} is linked. Both families' files show it.")
        return redirect("people", family.pk)
    context = {
        "heading": "Link another family",
        "intro": "A link says that two families belong together, and why. It opens neither file to anybody.",
        "form": form,
        "submit_label": "Link the family",
        "cancel_url": reverse("people", args=[family.pk]),
    }
    return render(request, "layouts/form_page.html", family_page(family, "people", **context))


def end(request, family_id, link_id):
    family = open_family(request, family_id, Can.LEAD)
    link = get_object_or_404(queries.links_of(family), pk=link_id)
    form = EndLinkForm(sent(request))
    if done(form, lambda: services.end_link(family, link, by=request.user, at=timezone.now(), **form.cleaned_data)):
        messages.success(request, "The link was ended. Both families' files keep it as what was.")
        return redirect("people", family.pk)
    context = {
        "heading": "End a link",
        "intro": f"Linked because: {link.because}",
        "form": form,
        "submit_label": "End the link",
        "cancel_url": reverse("people", args=[family.pk]),
    }
    return render(request, "layouts/form_page.html", family_page(family, "people", **context))
