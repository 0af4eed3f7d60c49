import json

from django.http import JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from casework.refusal import Refusal
from casework.unsaved import queries
from casework.unsaved import services as unsaved

SOMEBODY_ELSE = "Somebody else has signed in since this page was opened. Copy your text, and sign in again."


@require_POST
def keep(request):
    """Keep what is being typed: answers the time, or a sentence why not."""
    try:
        sent = json.loads(request.body)
        key, family, user = str(sent["key"])[:80], int(sent["family"]), int(sent["user"])
        fields, title, url = dict(sent["fields"]), str(sent["title"]), str(sent["url"])
        _refuse_what_cannot_be_stored(sent)
    except (ValueError, KeyError, TypeError, OverflowError):
        return JsonResponse({"sentence": "This text could not be kept. Save the page."}, status=400)
    if user != request.user.pk:
        return JsonResponse({"sentence": SOMEBODY_ELSE}, status=409)
    return _keep(request.user, form_key=key, family_id=family, title=title, url=url, fields=fields)


def _refuse_what_cannot_be_stored(sent):
    """PostgreSQL takes neither NUL nor half of a surrogate pair; raises ValueError."""
    text = json.dumps(sent, ensure_ascii=False)
    if "\\u0000" in text or "\x00" in text:
        raise ValueError("NUL")
    text.encode()


def _keep(user, **text):
    try:
        kept = unsaved.keep(user, at=timezone.now(), **text)
    except Refusal as refusal:
        return JsonResponse({"sentence": refusal.sentence}, status=409)
    return JsonResponse({"kept_at": f"{timezone.localtime(kept.kept_at):%H:%M}"})


@require_POST
def discard(request, key):
    """Forget what was typed; with 'again' go back to the form, which then opens as it was last saved."""
    text = queries.unsaved_text(request.user, key)
    unsaved.discard(request.user, key)
    return redirect(text.url if text and "again" in request.POST else "my-work")
