from django.http import Http404
from casework.access import open_family


def person(request, family_id, **rest):
    open_family(request, family_id)
    raise Http404


def numbers(request, family_id, **rest):
    open_family(request, family_id)
    raise Http404


def add_name(request, family_id, **rest):
    open_family(request, family_id)
    raise Http404


def change_name(request, family_id, **rest):
    open_family(request, family_id)
    raise Http404
