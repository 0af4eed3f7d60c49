"""What is answered under the API's addresses where a person would see a page."""

from django.conf import settings
from django.http import HttpRequest, JsonResponse


def of_api(request: HttpRequest) -> bool:
    """Whether an address of the API was asked for; where no operation was reached the path is all that is known."""
    return request.path.startswith(settings.API)


def problem(sentence: str, status: int) -> JsonResponse:
    """As the framework of the API refuses, and as its description says."""
    return JsonResponse({"detail": sentence}, status=status)
