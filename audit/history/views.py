from django.http import Http404


def history(request, family_id):
    raise Http404


def looked(request, family_id):
    raise Http404
