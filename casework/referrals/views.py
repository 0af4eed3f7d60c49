from django.http import Http404


def add(request, **ids):
    raise Http404


def read(request, **ids):
    raise Http404
