from django.http import Http404


def actions(request, **ids):
    raise Http404


def add(request, **ids):
    raise Http404


def report(request, **ids):
    raise Http404
