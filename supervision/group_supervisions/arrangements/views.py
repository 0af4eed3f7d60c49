"""What business support arranges: the date, the place, who came."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from casework.access import Can, open_family
from casework.acts.views import done
from casework.family_page.presenters import family_page
from casework.words import say_when
from supervision.group_supervisions.arrangements import queries, services
from supervision.group_supervisions.arrangements.forms import LogisticsForm, MoveSupervisionForm
from supervision.group_supervisions.checks import why_over
from supervision.group_supervisions.queries import expected_at
from supervision.group_supervisions.views import conflict_page, episode_of, supervision_of


def move(request, family_id, episode_id):
    family = open_family(request, family_id, Can.ARRANGE)
    episode = episode_of(family, episode_id)
    form = MoveSupervisionForm(request.POST or None, initial={"planned_for": episode.supervision_planned_for})
    if moved := done(form, lambda: services.move(episode, **form.cleaned_data, by=request.user, at=timezone.now())):
        messages.success(request, f"The supervision is planned for {say_when(moved.supervision_planned_for)}.")
        return redirect("family-supervisions", family.pk)
    return render(request, "layouts/form_page.html", _move_page(family, episode, form))


def _move_page(family, episode, form):
    return family_page(
        family,
        "family-supervisions",
        heading="Move the supervision",
        intro=f"It is planned for {say_when(episode.supervision_planned_for)}. The workers and business support are "
        "told. When it is due does not move.",
        form=form,
        submit_label="Move the supervision",
        cancel_url=reverse("family-supervisions", args=[family.pk]),
    )


def logistics(request, family_id, supervision_id):
    family = open_family(request, family_id, Can.ARRANGE)
    supervision = supervision_of(family, supervision_id)
    if request.method == "GET" and (over := why_over(supervision)):
        return conflict_page(request, over, family)
    form = _logistics_form(request, family, supervision)
    # After a stale page a second, deliberate save goes through, over what stands now.
    seen_now = partial(queries.logistics_fingerprint, supervision)
    if done(form, lambda: _note_logistics(supervision, form, request.user), seen_now=seen_now):
        messages.success(request, "Place and attendance are saved.")
        return redirect("supervision", family.pk, supervision.pk)
    return render(request, "layouts/form_page.html", _logistics_page(family, supervision, form), status=form.status)


def _note_logistics(supervision, form, by):
    data = form.cleaned_data
    return services.note_logistics(
        supervision, place=data["place"], others_present=data["others_present"], came=form.came(), seen=data["seen"],
        by=by, at=timezone.now(),
    )  # fmt: skip


def _logistics_form(request, family, supervision):
    came = {row.user: row.came for row in supervision.attendance.select_related("user")}
    expected = expected_at(family, timezone.localdate())
    # Who has been noted stays in the list, also after their allocation has ended.
    expected += [user for user in came if user not in expected]
    initial = {
        "seen": queries.logistics_fingerprint(supervision),
        "place": supervision.place,
        "others_present": supervision.others_present,
        **{f"came-{user.pk}": value for user, value in came.items()},
    }
    return LogisticsForm(request.POST or None, expected=expected, initial=initial)


def _logistics_page(family, supervision, form):
    return family_page(
        family,
        "family-supervisions",
        heading="Place and attendance",
        form=form,
        submit_label="Save place and attendance",
        cancel_url=reverse("supervision", args=[family.pk, supervision.pk]),
    )
