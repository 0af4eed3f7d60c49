from django.http import Http404
from casework.access import open_family


def asked(request, family_id, **rest):
    open_family(request, family_id)
    raise Http404
