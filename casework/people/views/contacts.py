from django.http import Http404
from casework.access import open_family


def add(request, family_id, **rest):
    open_family(request, family_id)
    raise Http404


def change(request, family_id, **rest):
    open_family(request, family_id)
    raise Http404


def protect(request, family_id, **rest):
    open_family(request, family_id)
    raise Http404


def unprotect(request, family_id, **rest):
    open_family(request, family_id)
    raise Http404


def take_over(request, family_id, **rest):
    open_family(request, family_id)
    raise Http404
