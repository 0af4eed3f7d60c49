"""What of a family was recorded in error, and each of them by itself."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from casework.access import SignedInRequest, open_family
from casework.in_error import presenters, queries


@require_safe
def in_error_list(request: SignedInRequest, family_id: int) -> HttpResponse:
    family = open_family(request, family_id)
    return render(request, "casework/in_error/list.html", presenters.list_page(family))


@require_safe
def in_error(request: SignedInRequest, family_id: int, in_error_id: int) -> HttpResponse:
    family = open_family(request, family_id)
    found = get_object_or_404(queries.in_error_of(family), pk=in_error_id)
    return render(request, "casework/in_error/read.html", presenters.page_of(family, found))
