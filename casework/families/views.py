from django.http import Http404


def families(request, **ids):
    raise Http404


def add(request, **ids):
    raise Http404


def people(request, **ids):
    raise Http404


def add_relationship(request, **ids):
    raise Http404
