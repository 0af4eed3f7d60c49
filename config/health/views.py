"""What machines ask: whether the process is alive, whether all parts work, and the metrics."""

from ipaddress import ip_address
from secrets import compare_digest

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from config.health.metrics import as_text
from config.health.readiness import readiness

NOT_READY = 503
# Which a proxy sets: then the address is the proxy's, and says nothing of who asks.
FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Proto", "X-Real-IP", "Via")


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers; it asks nothing else."""
    return JsonResponse({"alive": True})


@login_not_required
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    found = readiness(timezone.now())
    return JsonResponse(found.as_json(), status=200 if found.ready else NOT_READY)


@login_not_required
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """To this machine itself, past any proxy, and to whoever has the token."""
    if not (_by_token(request) or _from_here(request)):
        return HttpResponseForbidden()
    return HttpResponse(as_text(), content_type=CONTENT_TYPE_LATEST)


def _by_token(request: HttpRequest) -> bool:
    given = request.headers.get("Authorization", "").removeprefix("Bearer ").encode()
    return bool(settings.METRICS_TOKEN) and compare_digest(given, settings.METRICS_TOKEN.encode())


def _from_here(request: HttpRequest) -> bool:
    try:
        address = ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    return address.is_loopback and not any(name in request.headers for name in FORWARDED)
