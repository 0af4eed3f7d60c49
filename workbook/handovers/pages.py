"""What the pages of handing over and leaving a summary show, and the forms on them."""

from django.urls import reverse
from django.utils import timezone

from casework.acts.keys import key_of
from casework.acts.views import opened, writing_page
from workbook.handovers import reading
from workbook.handovers.forms import HandOverForm, LeaveForm


def hand_over_form(request, summary):
    takers = None if summary.part_of else reading.takers_of(summary, timezone.localdate())
    initial = {"version": summary.version}
    return opened(request, HandOverForm, key_of("summary-hand-over", summary), initial=initial, takers=takers)


def hand_over_page(family, summary, form, user):
    goes_to = f"{summary.part_of.worker}’s summary" if summary.part_of else "the summary of whoever takes it over"
    return _page(
        family,
        summary,
        form,
        user,
        heading=f"Hand over the summary of {summary.worker}",
        consequences=[
            f"What {summary.worker} has saved stands in {goes_to}, under {summary.worker}’s name, and does not change.",
            "The one rating is that of whoever finalises the whole.",
            f"What {summary.worker} records afterwards begins their next summary.",
        ],
        nobody="taker" in form.fields and not form.fields["taker"].queryset.exists(),
        submit_label="Hand it over",
    )


def leave_form(request, summary):
    return opened(request, LeaveForm, key_of("summary-leave", summary), initial={"version": summary.version})


def leave_page(family, summary, form, user):
    return _page(
        family,
        summary,
        form,
        user,
        heading=f"Leave the summary of {summary.worker} as it stands",
        consequences=[
            "The group does not read it. The supervision and the pack say so, with your reason.",
            "Its saved text stays in the Workbook. It can be written on only if the episode is reopened.",
        ],
        submit_label="Leave it as it stands",
    )


def _page(family, summary, form, user, **context):
    return writing_page(
        family,
        "workbook",
        form,
        caption=f"Workbook episode {summary.episode.number}",
        gone=reading.gone(summary, timezone.localdate()) if summary.worker != user else None,
        cancel_url=reverse("summary", args=[family.pk, summary.pk]),
        **context,
    )
